//! Building an index from names.

use super::layout::{self, Header, KeyRow, NameRow, RecordRow, ShortFormRow, Slot, slot_of};
use super::{Index, bare, first_words, folded_bytes};
use crate::gazetteer::phonetic::PhoneticName;
use crate::gazetteer::spelling;
use crate::text::hash::{START, combine};
use crate::text::words::{self, Flags, Word, is_apostrophe};
use crate::text::{Slice, Span};

/// Collects names for an index.
#[derive(Default)]
pub struct Builder {
    names: Vec<Pending>,
    text: String,
    records: Vec<RecordRow>,
    rows: String,
    short_forms: Vec<ShortFormRow>,
}

struct Pending {
    start: u32,
    len: u16,
    role: u8,
    record: u32,
    lookup: Lookup,
}

/// How a name is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// By its words, in running text.
    Words,
    /// By its words, and by how it sounds.
    WordsAndSound,
    /// As a whole, under this hash; completion also finds it by its words.
    Hash(u64),
    /// As a whole, under this hash, and not in completion.
    HashOnly(u64),
}

impl Builder {
    /// Adds a record; `row` is its packed form. Returns its number.
    pub fn record(&mut self, row: &str) -> u32 {
        let number = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        let len = u32::try_from(row.len()).unwrap_or(0);
        self.records.push(RecordRow { start: self.rows.len() as u64, len });
        self.rows.push_str(row);
        number
    }

    /// Adds a name of a record. Names longer than 64 KiB, or beyond 4 GiB or two billion in total, are skipped.
    pub fn name(&mut self, name: &str, role: u8, record: u32, lookup: Lookup) {
        let name = if matches!(lookup, Lookup::Words | Lookup::WordsAndSound) { bare(name) } else { name };
        let (Ok(start), Ok(len)) = (u32::try_from(self.text.len()), u16::try_from(name.len())) else { return };
        if name.is_empty() || self.names.len() >= i32::MAX as usize {
            return;
        }
        self.text.push_str(name);
        self.names.push(Pending { start, len, role, record, lookup });
    }

    /// Adds a short form of a record, by its key.
    pub fn short_form(&mut self, key: u64, record: u32, sure: bool) {
        self.short_forms.push(ShortFormRow { key, record, sure });
    }

    /// Builds the index; `inputs` is the checksum of the data it was built from.
    #[must_use]
    pub fn finish(mut self, inputs: u64) -> Index {
        let spelled =
            |name: &Pending| self.text.slice(name.start as usize..name.start as usize + usize::from(name.len));
        let mut found: Vec<Word> = Vec::new();
        let split = |text: &str, found: &mut Vec<Word>| {
            found.clear();
            words::split(text, Span::at(0..text.len()), Flags::default(), found);
        };
        let mut total = 0usize;
        let mut firsts = rustc_hash::FxHashSet::default();
        for name in &self.names {
            if let Lookup::Hash(_) | Lookup::HashOnly(_) = name.lookup {
                total += 1;
                continue;
            }
            let text = spelled(name);
            split(text, &mut found);
            total += found.len();
            firsts.extend(found.first().map(|word| word.hash));
            if with_other_apostrophes(text, &mut found) {
                total += found.len();
                firsts.extend(found.first().map(|word| word.hash));
            }
        }
        let mut bits = vec![0u8; (firsts.len() * 2).next_power_of_two().max(64) * 2];
        drop(firsts);
        let mut slots = Slots::new(total);
        let mut names: Vec<NameRow> = Vec::with_capacity(self.names.len());
        let mut tokens: Vec<KeyRow> = Vec::with_capacity(total);
        let mut sounds: Vec<KeyRow> = Vec::new();
        let mut hashes: Vec<u64> = Vec::new();
        // Names found again with other apostrophes or none: they stand behind all others.
        let mut again: Vec<&Pending> = Vec::new();
        for (number, name) in (0u32..).zip(&self.names) {
            let text = spelled(name);
            hashes.clear();
            if !matches!(name.lookup, Lookup::HashOnly(_)) {
                split(text, &mut found);
                let token =
                    |word: &Word| KeyRow { key: folded_bytes(text.slice(word.span.start as usize..)).0, name: number };
                tokens.extend(found.iter().map(token));
            }
            match name.lookup {
                Lookup::Hash(hash) | Lookup::HashOnly(hash) => hashes.push(hash),
                Lookup::Words | Lookup::WordsAndSound => {
                    prefixes(text, &found, &mut hashes, &mut bits);
                    if with_other_apostrophes(text, &mut found) {
                        again.push(name);
                    }
                }
            }
            if name.lookup == Lookup::WordsAndSound
                && let Some(sound) = PhoneticName::new(text)
            {
                let keys = [Some(sound.key()), sound.other_key()];
                sounds.extend(keys.into_iter().flatten().map(|key| KeyRow { key, name: number }));
            }
            let next = slots.add(&hashes, number);
            // Many records share one name: then its text is stored once, and stays close when the next one is looked
            // up.
            let same = next.checked_sub(1).map(|same| names[same as usize]).filter(|row| {
                let start = row.start as usize;
                text == self.text.slice(start..start + usize::from(row.len))
            });
            let start = same.map_or(name.start, |row| row.start);
            names.push(NameRow { start, len: name.len, role: name.role, record: name.record, next });
        }
        for name in again {
            let (text, number) = (spelled(name), u32::try_from(names.len()).unwrap_or(u32::MAX));
            split(text, &mut found);
            with_other_apostrophes(text, &mut found);
            hashes.clear();
            prefixes(text, &found, &mut hashes, &mut bits);
            let next = slots.add(&hashes, number);
            names.push(NameRow { start: name.start, len: name.len, role: name.role, record: name.record, next });
        }
        let names = layout::written(&names);
        let slots = layout::written(&slots.rows);
        self.short_forms.sort_unstable();
        // A record's short form is certain only if all its entries are: the weak ones sort first and are kept.
        self.short_forms.dedup_by_key(|row| (row.key, row.record));
        let sections = [
            bits,
            slots,
            names,
            layout::written(&self.records),
            self.text.into_bytes(),
            self.rows.into_bytes(),
            sorted(tokens),
            sorted(sounds),
            layout::written(&self.short_forms),
        ];
        Index::built(Header::write(inputs, sections))
    }
}

/// Adds the hashes of a name’s prefixes, the whole name last, and its first word to the filter.
fn prefixes(text: &str, words: &[Word], hashes: &mut Vec<u64>, bits: &mut [u8]) {
    let mut hash = START;
    hashes.extend(words.iter().map(|word| {
        hash = combine(hash, word.hash);
        hash
    }));
    if let Some(first) = words.first() {
        // Wherever the name has a capital the text must have one, except in small words inside names.
        let small = !first.flags.has(Flags::CAPITAL) || spelling::is_article(first.span.of(text));
        first_words::add(bits, words, small);
    }
}

/// Changes the words of `Lord’s Resistance Army` to those of `Lords Resistance Army`, and those of `Workers’ Party` to those
/// of `Worker’s Party`. Returns whether any changed.
fn with_other_apostrophes(text: &str, words: &mut [Word]) -> bool {
    let Some((_, inner)) = words.split_last_mut() else { return false };
    let mut changed = false;
    for word in inner {
        let stem = word.span.of(text);
        let one = stem.strip_suffix(['s', 'S']);
        if word.flags.has(Flags::POSSESSIVE) && one.is_none() {
            word.hash = words::hash(&[stem, "s"].concat());
            changed = true;
        } else if let Some(one) = one.filter(|_| text.slice(word.span.end as usize..).starts_with(is_apostrophe)) {
            word.hash = words::hash(one);
            changed = true;
        }
    }
    changed
}

/// The hash table while it is being filled: never full, so that a search ends.
struct Slots {
    rows: Vec<Slot>,
}

impl Slots {
    fn new(entries: usize) -> Slots {
        Slots { rows: vec![Slot::default(); (entries + entries / 4 + 2).next_power_of_two()] }
    }

    /// Adds a name under the last of `hashes`; the others are those of its prefixes. Returns the number of the name
    /// previously there plus one; 0 if there was none.
    fn add(&mut self, hashes: &[u64], number: u32) -> u32 {
        let mask = self.rows.len() - 1;
        let mut before = 0;
        for (at, hash) in hashes.iter().enumerate() {
            let hash = (*hash).max(1);
            let mut place = slot_of(hash, mask);
            while self.rows[place].hash != 0 && self.rows[place].hash != hash {
                place = (place + 1) & mask;
            }
            let slot = &mut self.rows[place];
            slot.hash = hash;
            if at + 1 == hashes.len() {
                before = std::mem::replace(&mut slot.name, number + 1);
            } else {
                slot.longer = true;
            }
        }
        before
    }
}

/// Rows of keys and names as a section, sorted, without duplicates.
fn sorted(mut rows: Vec<KeyRow>) -> Vec<u8> {
    use rayon::slice::ParallelSliceMut;
    if rows.len() > 100_000 {
        rows.par_sort_unstable();
    } else {
        rows.sort_unstable();
    }
    rows.dedup();
    layout::written(&rows)
}
