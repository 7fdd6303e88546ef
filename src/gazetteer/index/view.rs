//! Reading an index. Whatever the bytes are, reading them never panics and always ends.

use super::first_words::FirstWords;
use super::layout::{KeyRow, NameRow, RecordRow, SECTIONS, Section, ShortFormRow, Slot, Table, slot_of, to_usize};
use crate::text::Span;
use crate::text::hash::{START, combine};
use crate::text::words::{self, Flags};

/// The tables of an index.
#[derive(Clone, Copy, Debug)]
pub struct IndexView<'a> {
    first_words: &'a [u8],
    pub(super) slots: Table<'a, Slot>,
    pub(super) names: Table<'a, NameRow>,
    records: Table<'a, RecordRow>,
    pub(super) text: &'a [u8],
    rows: &'a [u8],
    tokens: Table<'a, KeyRow>,
    sounds: Table<'a, KeyRow>,
    short_forms: Table<'a, ShortFormRow>,
}

/// What the table contains for a run of words.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The first name that ends here.
    pub name: Option<u32>,
    /// Whether longer names continue.
    pub longer: bool,
}

/// A name in an index.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number.
    pub number: u32,
    /// Its text as in the list, without a leading article.
    pub text: &'a str,
    /// What it is to its record.
    pub role: u8,
    /// The number of its record.
    pub record: u32,
}

impl<'a> IndexView<'a> {
    pub(super) fn new(sections: [&'a [u8]; SECTIONS]) -> IndexView<'a> {
        let section = |which: Section| sections[which as usize];
        IndexView {
            first_words: section(Section::FirstWords),
            slots: Table::new(section(Section::Slots)),
            names: Table::new(section(Section::Names)),
            records: Table::new(section(Section::Records)),
            text: section(Section::Text),
            rows: section(Section::Rows),
            tokens: Table::new(section(Section::Tokens)),
            sounds: Table::new(section(Section::Sounds)),
            short_forms: Table::new(section(Section::ShortForms)),
        }
    }

    /// The words that may start a name.
    #[must_use]
    pub fn first_words(&self) -> FirstWords<'a> {
        FirstWords::in_bits(self.first_words)
    }

    /// The entry under the hash of a run of words.
    #[inline]
    #[must_use]
    pub fn step(&self, hash: u64) -> Option<Step> {
        let hash = hash.max(1);
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = slot_of(hash, mask);
        for _ in 0..=mask {
            let slot = self.slots.get(at)?;
            match slot.hash {
                0 => return None,
                found if found == hash => {
                    return Some(Step { name: slot.name.checked_sub(1), longer: slot.longer });
                }
                _ => at = (at + 1) & mask,
            }
        }
        None
    }

    /// The number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name with that number.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<Entry<'a>> {
        self.read(number, self.names.get(number as usize)?)
    }

    fn read(&self, number: u32, name: NameRow) -> Option<Entry<'a>> {
        let start = name.start as usize;
        let text = self.text.get(start..start.checked_add(usize::from(name.len))?)?;
        let text = std::str::from_utf8(text).ok()?;
        Some(Entry { number, text, role: name.role, record: name.record })
    }

    /// The rows of the name with that number and of those under the same hash, with their numbers.
    fn chain_rows(self, number: u32) -> impl Iterator<Item = (u32, NameRow)> + use<'a> {
        let row = move |number: u32| Some((number, self.names.get(number as usize)?));
        // A chain leads only to smaller numbers, so that damaged bytes cannot form a cycle.
        let next = move |(number, name): &(u32, NameRow)| row(name.next.checked_sub(1).filter(|next| next < number)?);
        std::iter::successors(row(number), next)
    }

    /// The name with that number and those under the same hash.
    pub fn chain(self, number: u32) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.chain_rows(number).filter_map(move |(number, name)| self.read(number, name))
    }

    /// The records with a name under that hash, and the role of the name.
    pub fn records_under(self, hash: u64) -> impl Iterator<Item = (u32, u8)> + use<'a> {
        let found = self.step(hash).and_then(|step| step.name);
        found.into_iter().flat_map(move |name| self.chain_rows(name)).map(|(_, name)| (name.record, name.role))
    }

    /// All names, in record order.
    pub fn entries(self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter_map(move |number| self.entry(number))
    }

    /// The number of records.
    #[must_use]
    pub fn records(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    /// The packed row of a record.
    #[must_use]
    pub fn row(&self, record: u32) -> Option<&'a str> {
        let place = self.records.get(record as usize)?;
        let start = to_usize(place.start);
        let row = self.rows.get(start..start.checked_add(place.len as usize)?)?;
        std::str::from_utf8(row).ok()
    }

    /// The names whose words are exactly those of `name`.
    pub fn same_words(self, name: &str) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let found = self.step(hash_of(name)).and_then(|step| step.name);
        found.into_iter().flat_map(move |name| self.chain(name))
    }

    /// The names with that phonetic key.
    pub fn sounding(self, key: u128) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.with_key(self.sounds, key, 16)
    }

    /// The names with a word that starts like `folded`, at most sixteen bytes of folded text, of which `len` count.
    pub fn completing(self, folded: u128, len: usize) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.with_key(self.tokens, folded, len)
    }

    /// The names whose phonetic key starts with the first `len` classes of `key`.
    pub fn completing_sound(self, key: u128, len: usize) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        self.with_key(self.sounds, key, len)
    }

    /// The names in a sorted table whose keys agree with `key` in their first `len` bytes.
    fn with_key(self, table: Table<'a, KeyRow>, key: u128, len: usize) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let open = 128 - 8 * u32::try_from(len.min(16)).unwrap_or(16);
        let counts = u128::MAX.checked_shl(open).unwrap_or(0);
        let key = key & counts;
        let from = table.partition_point(|row| row.key < key);
        let rows = table.from(from).take_while(move |row| row.key & counts == key);
        rows.filter_map(move |row| self.entry(row.name))
    }

    /// The records with a short form, by its key, and whether it is certainly theirs.
    pub fn bearers(self, key: u64) -> impl Iterator<Item = (u32, bool)> + use<'a> {
        let from = self.short_forms.partition_point(|row| row.key < key);
        let rows = self.short_forms.from(from).take_while(move |row| row.key == key);
        rows.map(|row| (row.record, row.sure))
    }
}

/// The hash of a name's words, without a leading article.
#[must_use]
pub fn hash_of(name: &str) -> u64 {
    let name = super::bare(name);
    let mut found = Vec::new();
    words::split(name, Span::at(0..name.len()), Flags::default(), &mut found);
    found.iter().fold(START, |hash, word| combine(hash, word.hash))
}
