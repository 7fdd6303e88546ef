//! The index of names: which words may open a name, which names go on, and where they end.
//!
//! * A name is a run of words; each prefix of it has a hash, and a flat table with open addressing says of each hash
//!   which names end there and whether longer ones go on. The longest name that its text confirms wins.
//! * Almost no word opens a name, so a small table of bits is asked first: one look.
//! * The index is one piece of bytes, little-endian, with a fixed hash: built in memory for the shipped lists, mapped
//!   from a file for lists of millions. Whatever the bytes are, reading them never panics and always ends.
//!
//! ```text
//! header   magic, version, checksums of the header and of the inputs, eight sections as (start, length), checksum of all
//! bits     one bit for a first word written small or large, then one for a first word written large
//! slots    16 bytes: hash, first name that ends here + 1, whether longer names go on
//! names    20 bytes: text start, text length, form, words, actor, next name with the same words + 1
//! actors   8 bytes: row start, row length
//! text     the names
//! rows     the actors, a line of the list each; empty where the records stand beside the index
//! tokens   for completion: 16 folded bytes from each word of each name on, sorted, then the name
//! folds    for explaining: the folding keys of each name, sorted, then the name
//! ```

mod first_words;
mod prefetch;

use super::phonetic::PhoneticName;
use crate::text::words::{self, Flags, Word};
use crate::text::{Slice, Span};
use std::ops::Range;

pub use first_words::FirstWords;
pub use prefetch::Prefetcher;

/// What a name is to its actor. The order is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// How the house writes it.
    Name,
    /// A short form in capitals.
    Abbreviation,
    /// Another name that the house accepts.
    Accepted,
    /// A spelling that it does not accept.
    Variant,
    /// A name of its past.
    Former,
    /// A phrase that means it and is no name.
    Phrase,
    /// A name that other things bear too.
    Weak,
    /// The name of a country or of its people: no actor, but a hint at who is meant.
    Country,
}

const FORMS: [Form; 8] = [
    Form::Name,
    Form::Abbreviation,
    Form::Accepted,
    Form::Variant,
    Form::Former,
    Form::Phrase,
    Form::Weak,
    Form::Country,
];

/// A name in an index.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number.
    pub number: u32,
    /// As it is written in the list, without a leading article.
    pub text: &'a str,
    /// What it is to its actor.
    pub form: Form,
    /// Its actor's number.
    pub actor: u32,
    /// The next name with the same words.
    next: u32,
}

const MAGIC: [u8; 8] = *b"cdnames\n";
/// Raised whenever the bytes change their meaning.
pub const VERSION: u32 = 4;
const SECTIONS: usize = 8;
const HEADER: usize = 8 + 4 + 4 + 8 + 8 + SECTIONS * 16 + 8;

const SLOT: usize = 16;
const NAME: usize = 20;
const ACTOR: usize = 12;
const TOKEN: usize = 20;

/// The bytes of an index.
pub type Bytes = Box<dyn std::ops::Deref<Target = [u8]> + Send + Sync>;

/// An index, held.
pub struct Index {
    bytes: Bytes,
    sections: [Range<usize>; SECTIONS],
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} names", self.view().len())
    }
}

impl PartialEq for Index {
    /// Whether both were built from the same inputs.
    fn eq(&self, other: &Index) -> bool {
        self.inputs() == other.inputs() && self.bytes.len() == other.bytes.len()
    }
}

impl Eq for Index {}

impl Default for Index {
    fn default() -> Index {
        Builder::default().finish(0)
    }
}

impl Index {
    /// Takes bytes for an index. Only the header is read: opening costs the same for any size.
    ///
    /// # Errors
    /// A sentence that says why the bytes are no index of this version.
    pub fn open(bytes: Bytes) -> Result<Index, &'static str> {
        let header = bytes.get(..HEADER).ok_or("it is too short to be an index of names")?;
        if header[..8] != MAGIC {
            return Err("it is no index of names");
        }
        if u32_at(header, 8) != VERSION {
            return Err("it was built by another version of copydesk");
        }
        if u64_at(header, 16) != checksum(&header[24..HEADER]) {
            return Err("its header is damaged");
        }
        let mut sections: [Range<usize>; SECTIONS] = Default::default();
        for (at, section) in sections.iter_mut().enumerate() {
            let place = 32 + at * 16;
            let (start, len) = (to_usize(u64_at(header, place)), to_usize(u64_at(header, place + 8)));
            let end = start.checked_add(len).filter(|end| *end <= bytes.len()).ok_or("it is cut short")?;
            *section = start..end;
        }
        let whole = sections.last().map_or(0, |last| last.end);
        if whole != bytes.len() {
            return Err("its length is not what its header says");
        }
        if !(sections[0].len() / 2).is_power_of_two() || !(sections[1].len() / SLOT).is_power_of_two() {
            return Err("its tables are damaged");
        }
        Ok(Index { bytes, sections })
    }

    /// The checksum of the inputs that it was built from.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        u64_at(&self.bytes, 24)
    }

    /// Whether the bytes behind the header are those that were built. Reads them all.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let sum = |section: &Range<usize>| self.bytes.get(section.clone()).map_or(0, checksum);
        let sums = self.sections.iter().map(sum).fold(START, prefix);
        u64_at(&self.bytes, HEADER - 8) == sums
    }

    /// The bytes, to be written to a file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The tables, for one reading of a text.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        let bytes: &[u8] = &self.bytes;
        let [bits, slots, names, actors, text, rows, tokens, folds] =
            self.sections.each_ref().map(|section| bytes.get(section.clone()).unwrap_or(&[]));
        View { bits, slots, names, actors, text, rows, tokens, folds }
    }
}

/// The tables of an index.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    bits: &'a [u8],
    slots: &'a [u8],
    names: &'a [u8],
    actors: &'a [u8],
    text: &'a [u8],
    rows: &'a [u8],
    tokens: &'a [u8],
    folds: &'a [u8],
}

/// What the table says of a run of words.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The first name that ends here.
    pub name: Option<u32>,
    /// Longer names go on.
    pub more: bool,
}

/// The hash of a run of words, a word at a time.
#[must_use]
pub const fn prefix(before: u64, word: u64) -> u64 {
    let state = (before.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
    state ^ (state >> 32)
}

/// The hash of no words.
pub const START: u64 = 0x636f_7079_6465_736b;

impl<'a> View<'a> {
    /// The words that may open a name.
    #[must_use]
    pub fn first_words(&self) -> FirstWords<'a> {
        FirstWords::in_bits(self.bits)
    }

    /// What stands under the hash of a run of words.
    #[must_use]
    pub fn step(&self, hash: u64) -> Option<Step> {
        let hash = hash.max(1);
        let mask = self.slots.len() / SLOT - 1;
        let mut at = to_usize(hash) & mask;
        for _ in 0..=mask {
            let slot = self.slots.get(at * SLOT..at * SLOT + SLOT)?;
            match u64_at(slot, 0) {
                0 => return None,
                found if found == hash => {
                    return Some(Step { name: u32_at(slot, 8).checked_sub(1), more: u32_at(slot, 12) != 0 });
                }
                _ => at = (at + 1) & mask,
            }
        }
        None
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len() / NAME
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of that number.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<Entry<'a>> {
        let at = number as usize * NAME;
        let name = self.names.get(at..at + NAME)?;
        let start = u32_at(name, 0) as usize;
        let len = usize::from(u16::from_le_bytes([name[4], name[5]]));
        let text = self.text.get(start..start + len).and_then(|text| std::str::from_utf8(text).ok())?;
        let form = *FORMS.get(usize::from(name[6]))?;
        Some(Entry { number, text, form, actor: u32_at(name, 8), next: u32_at(name, 12) })
    }

    /// The name of that number and those with the same words.
    pub fn chain(self, number: u32) -> impl Iterator<Item = Entry<'a>> {
        // A chain leads to smaller numbers only, so that damaged bytes cannot make it turn in a circle.
        std::iter::successors(self.entry(number), move |entry| {
            self.entry(entry.next.checked_sub(1).filter(|next| *next < entry.number)?)
        })
    }

    /// How many actors there are.
    #[must_use]
    pub fn actors(&self) -> u32 {
        u32::try_from(self.actors.len() / ACTOR).unwrap_or(u32::MAX)
    }

    /// The line of the list that describes an actor.
    #[must_use]
    pub fn row(&self, actor: u32) -> Option<&'a str> {
        let at = actor as usize * ACTOR;
        let actor = self.actors.get(at..at + ACTOR)?;
        let start = to_usize(u64_at(actor, 0));
        let row = self.rows.get(start..start.checked_add(u32_at(actor, 8) as usize)?)?;
        std::str::from_utf8(row).ok()
    }

    /// The names whose words are exactly those of `name`.
    pub fn same_words(self, name: &str) -> impl Iterator<Item = Entry<'a>> {
        let found = self.step(hash_of(name)).and_then(|step| step.name);
        found.into_iter().flat_map(move |name| self.chain(name))
    }

    /// The names that fold to `key`.
    pub fn folded(self, key: u128) -> impl Iterator<Item = Entry<'a>> {
        self.range(self.folds, key, 0).filter_map(move |name| self.entry(name))
    }

    /// The names one of whose words begins like `folded`, sixteen bytes of folded text at most; `len` bytes of them count.
    pub fn completing(self, folded: u128, len: usize) -> impl Iterator<Item = Entry<'a>> {
        self.range(self.tokens, folded, 128 - 8 * len.min(16)).filter_map(move |name| self.entry(name))
    }

    /// The names whose folding key begins with the first `len` classes of `key`.
    pub fn completing_folded(self, key: u128, len: usize) -> impl Iterator<Item = Entry<'a>> {
        self.range(self.folds, key, 128 - 8 * len.min(16)).filter_map(move |name| self.entry(name))
    }

    /// The names in a sorted section whose keys agree with `key`, its lowest `open` bits apart.
    fn range(self, section: &'a [u8], key: u128, open: usize) -> impl Iterator<Item = u32> + 'a {
        let low = u128::MAX.checked_shl(u32::try_from(open).unwrap_or(128)).unwrap_or(0);
        let key = key & low;
        let at = |row: usize| section.get(row * TOKEN..row * TOKEN + TOKEN);
        let mut bottom = 0;
        let mut top = section.len() / TOKEN;
        while bottom < top {
            let middle = bottom + (top - bottom) / 2;
            if at(middle).is_some_and(|row| key_of(row) < key) {
                bottom = middle + 1;
            } else {
                top = middle;
            }
        }
        (bottom..section.len() / TOKEN)
            .map_while(move |row| section.get(row * TOKEN..row * TOKEN + TOKEN))
            .take_while(move |row| key_of(row) & low == key)
            .map(|row| u32_at(row, 16))
    }
}

fn key_of(row: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&row[..16]);
    u128::from_le_bytes(bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

/// Cut to what the machine can address: such a number lies outside the bytes anyway.
fn to_usize(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A fixed checksum of bytes.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    // Four lanes, so that a multiplication need not wait for the one before.
    let mut lanes = [START, !START, START.rotate_left(16), START.rotate_left(32)];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, at) in lanes.iter_mut().zip([0, 8, 16, 24]) {
            *lane = prefix(*lane, u64_at(chunk, at));
        }
    }
    let mut state = lanes.into_iter().fold(START ^ bytes.len() as u64, prefix);
    for byte in chunks.remainder() {
        state = prefix(state, u64::from(*byte));
    }
    state
}

/// The name without a leading `the`, unless nothing but one word is left.
#[must_use]
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    match name.get(..4) {
        Some(the) if the.eq_ignore_ascii_case("the ") && name.slice(4..).contains([' ', '-']) => {
            name.slice(4..).trim_start()
        }
        _ => name,
    }
}

fn hash_of(name: &str) -> u64 {
    let name = bare(name);
    let mut cut = Vec::new();
    words::split(name, Span::at(0..name.len()), Flags::default(), &mut cut);
    cut.iter().fold(START, |hash, word| prefix(hash, word.hash))
}

/// Gathers names for an index.
#[derive(Default)]
pub struct Builder {
    names: Vec<Pending>,
    text: String,
    actors: Vec<(u64, u32)>,
    rows: String,
}

struct Pending {
    start: u32,
    len: u16,
    form: Form,
    actor: u32,
    /// Whether spellings of it are explained by folding.
    folds: bool,
}

impl Builder {
    /// Adds an actor; `row` describes it where no record stands beside the index. Gives its number.
    pub fn actor(&mut self, row: &str) -> u32 {
        let number = u32::try_from(self.actors.len()).unwrap_or(u32::MAX);
        self.actors.push((self.rows.len() as u64, u32::try_from(row.len()).unwrap_or(0)));
        self.rows.push_str(row);
        number
    }

    /// Adds a name of an actor. Names longer than 64 KiB, or beyond 4 GiB in all, are left out.
    pub fn name(&mut self, name: &str, form: Form, actor: u32, folds: bool) {
        let name = bare(name);
        let (Ok(start), Ok(len)) = (u32::try_from(self.text.len()), u16::try_from(name.len())) else { return };
        if name.is_empty() {
            return;
        }
        self.text.push_str(name);
        self.names.push(Pending { start, len, form, actor, folds });
    }

    /// Builds the index; `inputs` is the checksum of what it was built from.
    #[must_use]
    pub fn finish(self, inputs: u64) -> Index {
        let mut cut: Vec<Word> = Vec::new();
        let mut hashes: Vec<u64> = Vec::new();
        let mut total = 0usize;
        let mut firsts = rustc_hash::FxHashSet::default();
        let spelled =
            |name: &Pending| self.text.slice(name.start as usize..name.start as usize + usize::from(name.len));
        for name in &self.names {
            words::split(spelled(name), Span::at(0..usize::from(name.len)), Flags::default(), &mut cut);
            total += cut.len();
            firsts.extend(cut.first().map(|word| word.hash));
            cut.clear();
        }
        let half = (firsts.len() * 2).next_power_of_two().max(64);
        drop(firsts);
        let mut bits = vec![0u8; half * 2];
        let slots_len = (total + total / 4 + 2).next_power_of_two();
        let mut slots = vec![0u8; slots_len * SLOT];
        let mask = slots_len - 1;
        let mut names = vec![0u8; self.names.len() * NAME];
        let mut tokens: Vec<(u128, u32)> = Vec::with_capacity(total);
        let mut folds: Vec<(u128, u32)> = Vec::new();
        for (number, name) in self.names.iter().enumerate() {
            let text = spelled(name);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            words::split(text, Span::at(0..text.len()), Flags::default(), &mut cut);
            hashes.clear();
            let mut hash = START;
            for word in &cut {
                hash = prefix(hash, word.hash);
                hashes.push(hash.max(1));
                tokens.push((folded_bytes(text.slice(word.span.start as usize..)).0, number));
            }
            if let Some(first) = cut.first() {
                // Where the name has a capital the text must have one, small words inside names apart.
                let small = !first.flags.has(Flags::CAPITAL) || super::spelling::is_article(first.span.of(text));
                first_words::add(&mut bits, &cut, small);
            }
            let count = cut.len();
            cut.clear();
            if name.folds
                && let Some(folded) = PhoneticName::new(text)
            {
                folds.push((folded.key(), number));
                folds.extend(folded.other_key().map(|key| (key, number)));
            }
            let mut next = 0;
            for (at, &hash) in hashes.iter().enumerate() {
                let mut place = to_usize(hash) & mask;
                while !matches!(u64_at(&slots, place * SLOT), 0) && u64_at(&slots, place * SLOT) != hash {
                    place = (place + 1) & mask;
                }
                let slot = &mut slots[place * SLOT..place * SLOT + SLOT];
                slot[..8].copy_from_slice(&hash.to_le_bytes());
                if at + 1 == count {
                    next = u32_at(slot, 8);
                    slot[8..12].copy_from_slice(&(number + 1).to_le_bytes());
                } else {
                    slot[12..].copy_from_slice(&1u32.to_le_bytes());
                }
            }
            // Many bear one name: then its text stands at one place, and is near when the next one is asked about.
            let same = next.checked_sub(1).map(|same| same as usize * NAME).filter(|at| {
                let start = u32_at(&names, *at) as usize;
                text == self.text.slice(start..start + usize::from(u16::from_le_bytes([names[at + 4], names[at + 5]])))
            });
            let start = same.map_or(name.start, |at| u32_at(&names, at));
            let row = &mut names[number as usize * NAME..(number as usize + 1) * NAME];
            row[..4].copy_from_slice(&start.to_le_bytes());
            row[4..6].copy_from_slice(&name.len.to_le_bytes());
            row[6] =
                FORMS.iter().position(|form| *form == name.form).and_then(|form| u8::try_from(form).ok()).unwrap_or(0);
            row[7] = u8::try_from(count).unwrap_or(u8::MAX);
            row[8..12].copy_from_slice(&name.actor.to_le_bytes());
            row[12..16].copy_from_slice(&next.to_le_bytes());
        }
        let mut actors = Vec::with_capacity(self.actors.len() * ACTOR);
        for (start, len) in &self.actors {
            actors.extend(start.to_le_bytes());
            actors.extend(len.to_le_bytes());
        }
        let tokens = sorted(tokens);
        let folds = sorted(folds);
        let text = self.text.into_bytes();
        let rows = self.rows.into_bytes();
        assemble(inputs, [bits, slots, names, actors, text, rows, tokens, folds])
    }
}

/// Rows of key and name, sorted, without doublets.
fn sorted(mut rows: Vec<(u128, u32)>) -> Vec<u8> {
    use rayon::slice::ParallelSliceMut;
    if rows.len() > 100_000 {
        rows.par_sort_unstable();
    } else {
        rows.sort_unstable();
    }
    rows.dedup();
    let mut bytes = Vec::with_capacity(rows.len() * TOKEN);
    for (key, name) in rows {
        bytes.extend(key.to_le_bytes());
        bytes.extend(name.to_le_bytes());
    }
    bytes
}

/// Puts the sections behind a header.
fn assemble(inputs: u64, sections: [Vec<u8>; SECTIONS]) -> Index {
    let mut bytes = Vec::with_capacity(HEADER + sections.iter().map(Vec::len).sum::<usize>());
    bytes.resize(HEADER, 0);
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
    bytes[24..32].copy_from_slice(&inputs.to_le_bytes());
    let mut places: [Range<usize>; SECTIONS] = Default::default();
    // Each section is let go once it is copied: large ones stand in memory once.
    for (at, section) in sections.into_iter().enumerate() {
        let start = bytes.len();
        bytes.extend_from_slice(&section);
        places[at] = start..bytes.len();
        bytes[32 + at * 16..40 + at * 16].copy_from_slice(&(start as u64).to_le_bytes());
        bytes[40 + at * 16..48 + at * 16].copy_from_slice(&(section.len() as u64).to_le_bytes());
    }
    let sums = places.iter().map(|section| checksum(&bytes[section.clone()])).fold(START, prefix);
    bytes[HEADER - 8..HEADER].copy_from_slice(&sums.to_le_bytes());
    let sum = checksum(&bytes[24..HEADER]);
    bytes[16..24].copy_from_slice(&sum.to_le_bytes());
    Index { bytes: Box::new(bytes), sections: places }
}

/// The first sixteen bytes of a text as completion compares it: small, without marks, one space between words. The
/// first byte is the highest. Gives how many bytes there are, too.
#[must_use]
pub fn folded_bytes(text: &str) -> (u128, usize) {
    let mut key = 0u128;
    let mut len = 0;
    let mut gap = false;
    for c in text.chars() {
        if crate::text::words::is_apostrophe(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = len > 0;
            continue;
        }
        let mut buffer = [0; 4];
        for letter in super::spelling::letters_of(c) {
            for &byte in letter.encode_utf8(&mut buffer).as_bytes() {
                if gap && len < 16 {
                    key |= u128::from(b' ') << (8 * (15 - len));
                    len += 1;
                }
                gap = false;
                if len == 16 {
                    return (key, len);
                }
                key |= u128::from(byte) << (8 * (15 - len));
                len += 1;
            }
        }
    }
    (key, len)
}
