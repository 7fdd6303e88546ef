//! The bytes of an index: its header, its sections, and the rows of each section.
//!
//! Everything is little-endian and packed. This is the only place that knows the positions of the bytes.
//!
//! ```text
//! header       magic, version, checksum of the rest of the header, checksum of the inputs,
//!              the length of each section, checksum of all sections
//! first words  the filter: bits for first words that may be in lower case, then as many for capitalized ones
//! slots        a hash table with open addressing: hash, first name under it, whether longer names continue
//! names        text, role, record, next name under the same hash
//! records      the position of each record's row
//! text         the names
//! rows         the records, packed; empty if they are stored elsewhere
//! tokens       for completion: sixteen folded bytes from each word of each name on, sorted, then the name
//! sounds       for explaining: the phonetic keys of each name, sorted, then the name
//! short forms  the keys of short forms, sorted, then the record
//! ```

use crate::text::hash::{START, checksum, combine};
use std::marker::PhantomData;
use std::ops::Range;

/// Increased whenever the meaning of the bytes changes.
pub const VERSION: u32 = 5;

const MAGIC: [u8; 8] = *b"cdnames\n";

/// The sections, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    FirstWords,
    Slots,
    Names,
    Records,
    Text,
    Rows,
    Tokens,
    Sounds,
    ShortForms,
}

/// The number of sections.
pub(super) const SECTIONS: usize = Section::ShortForms as usize + 1;

const VERSION_AT: usize = 8;
const HEADER_SUM_AT: usize = 12;
const INPUTS_AT: usize = 20;
const LENGTHS_AT: usize = 28;
const SUM_AT: usize = LENGTHS_AT + SECTIONS * 8;
/// The length of the header.
pub(super) const HEADER: usize = SUM_AT + 8;

/// The contents of the header.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// The checksum of the inputs the index was built from.
    pub(super) inputs: u64,
    /// The positions of the sections.
    pub(super) sections: [Range<usize>; SECTIONS],
    /// The checksum of all sections.
    pub(super) sum: u64,
}

impl Header {
    /// Reads the header of `bytes`; checks that all sections are within them.
    pub(super) fn read(bytes: &[u8]) -> Result<Header, &'static str> {
        let header = bytes.get(..HEADER).ok_or("it is too short to be an index of names")?;
        if header[..MAGIC.len()] != MAGIC {
            return Err("it is not an index of names");
        }
        if u32_at(header, VERSION_AT) != Some(VERSION) {
            return Err("it was built by another version of copydesk");
        }
        if u64_at(header, HEADER_SUM_AT) != Some(checksum(&header[INPUTS_AT..])) {
            return Err("its header is damaged");
        }
        let mut sections: [Range<usize>; SECTIONS] = Default::default();
        let mut start = HEADER;
        for (at, section) in sections.iter_mut().enumerate() {
            let length = u64_at(header, LENGTHS_AT + at * 8).map_or(usize::MAX, to_usize);
            let end = start.checked_add(length).filter(|end| *end <= bytes.len()).ok_or("it is cut short")?;
            *section = start..end;
            start = end;
        }
        if start != bytes.len() {
            return Err("its length is not what its header says");
        }
        let [first_words, slots, ..] = &sections;
        if !(first_words.len() / 2).is_power_of_two() || !(slots.len() / Slot::SIZE).is_power_of_two() {
            return Err("its tables are damaged");
        }
        let word = |at| u64_at(header, at).unwrap_or(0);
        Ok(Header { inputs: word(INPUTS_AT), sections, sum: word(SUM_AT) })
    }

    /// Writes the sections after a header; each is dropped once it is copied, so that large ones are in memory only
    /// once.
    pub(super) fn write(inputs: u64, sections: [Vec<u8>; SECTIONS]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend(inputs.to_le_bytes());
        for section in &sections {
            bytes.extend((section.len() as u64).to_le_bytes());
        }
        let mut sum = START;
        bytes.extend(sum.to_le_bytes());
        for section in sections {
            sum = combine(sum, checksum(&section));
            bytes.extend(section);
        }
        bytes[SUM_AT..HEADER].copy_from_slice(&sum.to_le_bytes());
        let header_sum = checksum(&bytes[INPUTS_AT..HEADER]);
        bytes[HEADER_SUM_AT..INPUTS_AT].copy_from_slice(&header_sum.to_le_bytes());
        bytes
    }

    /// Whether the sections are unchanged since they were built. Reads all of them.
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        let sum = |section: &Range<usize>| bytes.get(section.clone()).map_or(0, checksum);
        self.sections.iter().map(sum).fold(START, combine) == self.sum
    }
}

/// A row of a section, of fixed size whatever its contents.
pub(super) trait Row: Sized {
    /// Its length in bytes.
    const SIZE: usize;

    /// Reads it from `SIZE` bytes.
    fn read(bytes: &[u8]) -> Option<Self>;

    /// Appends its `SIZE` bytes.
    fn write(&self, out: &mut Vec<u8>);
}

/// A section as a table of rows.
#[derive(Debug)]
pub(super) struct Table<'a, R> {
    bytes: &'a [u8],
    rows: PhantomData<R>,
}

impl<R> Clone for Table<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Table<'_, R> {}

impl<'a, R: Row> Table<'a, R> {
    pub(super) fn new(bytes: &'a [u8]) -> Table<'a, R> {
        Table { bytes, rows: PhantomData }
    }

    #[inline]
    pub(super) fn len(self) -> usize {
        self.bytes.len() / R::SIZE
    }

    #[inline]
    pub(super) fn get(self, row: usize) -> Option<R> {
        let start = row.checked_mul(R::SIZE)?;
        R::read(self.bytes.get(start..start.checked_add(R::SIZE)?)?)
    }

    /// The number of the first row for which `before` is false; the rows must be sorted by it.
    pub(super) fn partition_point(self, before: impl Fn(&R) -> bool) -> usize {
        let (mut bottom, mut top) = (0, self.len());
        while bottom < top {
            let middle = bottom + (top - bottom) / 2;
            if self.get(middle).is_some_and(|row| before(&row)) {
                bottom = middle + 1;
            } else {
                top = middle;
            }
        }
        bottom
    }

    /// The rows from `row` on.
    pub(super) fn from(self, row: usize) -> impl Iterator<Item = R> + use<'a, R> {
        (row..self.len()).map_while(move |row| self.get(row))
    }
}

/// A hash and the names under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    /// 0 if the slot is empty.
    pub(super) hash: u64,
    /// The number of the first name that ends here plus one; 0 if there is none.
    pub(super) name: u32,
    /// Whether longer names continue.
    pub(super) longer: bool,
}

/// The bit of a [`Slot`]'s name that means that longer names continue.
const LONGER: u32 = 1 << 31;

impl Row for Slot {
    const SIZE: usize = 12;

    #[inline]
    fn read(bytes: &[u8]) -> Option<Slot> {
        let name = u32_at(bytes, 8)?;
        Some(Slot { hash: u64_at(bytes, 0)?, name: name & !LONGER, longer: name & LONGER != 0 })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.hash.to_le_bytes());
        out.extend((self.name | if self.longer { LONGER } else { 0 }).to_le_bytes());
    }
}

/// A name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NameRow {
    /// Where its text starts.
    pub(super) start: u32,
    /// The length of its text.
    pub(super) len: u16,
    /// What it is to its record: interpreted by the domain.
    pub(super) role: u8,
    /// The number of its record.
    pub(super) record: u32,
    /// The number of the next name under the same hash plus one; 0 after the last.
    pub(super) next: u32,
}

impl Row for NameRow {
    const SIZE: usize = 15;

    #[inline]
    fn read(bytes: &[u8]) -> Option<NameRow> {
        let bytes: &[u8; Self::SIZE] = bytes.try_into().ok()?;
        let [a, b, c, d, e, f, role, ..] = *bytes;
        Some(NameRow {
            start: u32::from_le_bytes([a, b, c, d]),
            len: u16::from_le_bytes([e, f]),
            role,
            record: u32_at(bytes, 7)?,
            next: u32_at(bytes, 11)?,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.start.to_le_bytes());
        out.extend(self.len.to_le_bytes());
        out.push(self.role);
        out.extend(self.record.to_le_bytes());
        out.extend(self.next.to_le_bytes());
    }
}

/// The position of a record's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordRow {
    pub(super) start: u64,
    pub(super) len: u32,
}

impl Row for RecordRow {
    const SIZE: usize = 12;

    fn read(bytes: &[u8]) -> Option<RecordRow> {
        Some(RecordRow { start: u64_at(bytes, 0)?, len: u32_at(bytes, 8)? })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.start.to_le_bytes());
        out.extend(self.len.to_le_bytes());
    }
}

/// A key and the name that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyRow {
    pub(super) key: u128,
    pub(super) name: u32,
}

impl Row for KeyRow {
    const SIZE: usize = 20;

    #[inline]
    fn read(bytes: &[u8]) -> Option<KeyRow> {
        let key = u128::from_le_bytes(bytes.get(..16)?.try_into().ok()?);
        Some(KeyRow { key, name: u32_at(bytes, 16)? })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.key.to_le_bytes());
        out.extend(self.name.to_le_bytes());
    }
}

/// The key of a short form and a record that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ShortFormRow {
    pub(super) key: u64,
    pub(super) record: u32,
    /// Whether it is certainly the record's: other things also have a weak one.
    pub(super) sure: bool,
}

impl Row for ShortFormRow {
    const SIZE: usize = 13;

    fn read(bytes: &[u8]) -> Option<ShortFormRow> {
        Some(ShortFormRow { key: u64_at(bytes, 0)?, record: u32_at(bytes, 8)?, sure: *bytes.get(12)? != 0 })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.key.to_le_bytes());
        out.extend(self.record.to_le_bytes());
        out.push(u8::from(self.sure));
    }
}

/// All rows as the bytes of a section.
pub(super) fn written<R: Row>(rows: &[R]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rows.len() * R::SIZE);
    for row in rows {
        row.write(&mut bytes);
    }
    bytes
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[inline]
fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// The slot for a hash in a table whose size, a power of two, is `mask` plus one. It is the same on machines of any
/// word size, because an index may be compiled on one and read on another.
#[inline]
pub(super) fn slot_of(hash: u64, mask: usize) -> usize {
    to_usize(hash & mask as u64)
}

/// A number limited to what the machine can address; a larger one is outside the bytes anyway.
#[inline]
pub(super) fn to_usize(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
