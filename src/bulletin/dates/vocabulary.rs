//! The words at which a date may start.

use crate::calendar::{MONTHS, SHORT_WEEKDAYS, WEEKDAYS};
use crate::text::words::{WordSet, hash};
use std::sync::LazyLock;

/// What a word may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A month or season. `verb`: in lower case it is another word.
    Month { verb: bool },
    /// A weekday.
    Weekday,
    /// `yesterday`, `last`
    Relative,
    /// `ago`
    Ago,
}

const SHORT_MONTHS: [&str; 13] =
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "febr"];
const SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "winter"];
const RELATIVE: [&str; 6] = ["yesterday", "today", "tomorrow", "last", "this", "next"];

/// Words by hash: open addressing, so that a word costs one lookup.
pub(super) struct Table {
    /// A bit for each hash in the slots: few other words get past it.
    filter: [u64; 64],
    slots: [(u64, Kind); Table::SIZE],
}

impl Table {
    const SIZE: usize = 512;

    fn insert(&mut self, word: &str, kind: Kind) {
        let hash = hash(word);
        let mut slot = slot(hash);
        while self.slots[slot].0 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) % Table::SIZE;
        }
        self.slots[slot] = (hash, kind);
        let (cell, bit) = cell(hash);
        self.filter[cell] |= bit;
    }

    /// The hashes of its words.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().map(|(hash, _)| *hash).filter(|hash| *hash != 0)
    }

    #[inline]
    pub(super) fn find(&self, hash: u64) -> Option<Kind> {
        let (cell, bit) = cell(hash);
        if self.filter[cell] & bit == 0 {
            return None;
        }
        self.look_up(hash)
    }

    #[inline(never)]
    fn look_up(&self, hash: u64) -> Option<Kind> {
        let mut slot = slot(hash);
        loop {
            let (known, kind) = self.slots[slot];
            if known == 0 {
                return None;
            }
            if known == hash {
                return Some(kind);
            }
            slot = (slot + 1) % Table::SIZE;
        }
    }
}

/// The word of the filter, and the bit in it, for a hash.
#[inline]
const fn cell(hash: u64) -> (usize, u64) {
    ((hash >> 52) as usize & 63, 1 << (hash >> 46 & 63))
}

#[inline]
fn slot(hash: u64) -> usize {
    (hash >> 20) as usize % Table::SIZE
}

/// The only table.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut table = Table { filter: [0; 64], slots: [(0, Kind::Ago); Table::SIZE] };
        for month in MONTHS {
            table.insert(month, Kind::Month { verb: matches!(month, "March" | "May" | "August") });
        }
        for month in SHORT_MONTHS.into_iter().chain(SEASONS) {
            table.insert(month, Kind::Month { verb: true });
        }
        for (weekday, _) in WEEKDAYS.into_iter().chain(SHORT_WEEKDAYS) {
            table.insert(weekday, Kind::Weekday);
        }
        for word in RELATIVE {
            table.insert(word, Kind::Relative);
        }
        table.insert("ago", Kind::Ago);
        table
    });
    &TABLE
}

/// Whether a word before `last year` makes it a period rather than a day or month: `the last year`.
pub(super) fn determines(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "a", "an", "every", "each", "his", "her", "its", "my", "our", "the", "their", "this", "that", "these", "these",
        "very", "whose", "your",
    ]);
    WORDS.has_in_any_case(word)
}

/// Whether `last` after this word is a verb: `it may last`.
pub(super) fn is_modal(word: &str) -> bool {
    matches!(word, "may" | "might" | "can" | "could" | "will" | "would" | "should" | "must" | "to" | "not")
}

/// The number from 1 to 31 that a word means.
pub(super) fn small_number(word: &str) -> Option<i8> {
    const NUMBERS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let named = NUMBERS.iter().position(|number| number.eq_ignore_ascii_case(word));
    let number = named.and_then(|number| i8::try_from(number).ok()).or_else(|| word.parse().ok())?;
    (1..=31).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_hash() {
        let table = table();
        assert_eq!(table.find(hash("September")), Some(Kind::Month { verb: false }));
        assert_eq!(table.find(hash("may")), Some(Kind::Month { verb: true }));
        assert_eq!(table.find(hash("Thursday")), Some(Kind::Weekday));
        assert_eq!(table.find(hash("Yesterday")), Some(Kind::Relative));
        for word in ["the", "marsh", "later", "monarch", ""] {
            assert_eq!(table.find(hash(word)), None, "{word}");
        }
    }

    #[test]
    fn small_numbers() {
        assert_eq!(small_number("three"), Some(3));
        assert_eq!(small_number("12"), Some(12));
        for word in ["zero", "0", "200", "many", ""] {
            assert_eq!(small_number(word), None, "{word}");
        }
    }
}
