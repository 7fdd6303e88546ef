//! A cheap prefilter: the words of a block at which a date, a term or an abbreviation may start, or which start a
//! sentence or repeat the word before them.

use super::dates;
use crate::gazetteer::terms;
use crate::text::words::{Flags, Word};
use std::sync::LazyLock;

/// A bit for each hash of a word at which a date or a term may start.
struct Filter([u64; 1024]);

impl Filter {
    fn of(hashes: impl Iterator<Item = u64>) -> Filter {
        let mut filter = Filter([0; 1024]);
        for hash in hashes {
            let (cell, bit) = cell(hash);
            filter.0[cell] |= bit;
        }
        filter
    }

    #[inline]
    fn has(&self, hash: u64) -> bool {
        let (cell, bit) = cell(hash);
        self.0[cell] & bit != 0
    }
}

/// The word of the filter, and the bit in it, for a hash.
#[inline]
const fn cell(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize & 1023, 1 << (hash >> 48 & 63))
}

/// Replaces the contents of `candidates` with the indices of such words.
pub(super) fn find(words: &[Word], candidates: &mut Vec<usize>) {
    static FILTER: LazyLock<Filter> =
        LazyLock::new(|| Filter::of(dates::date_start_hashes().chain(terms::first_word_hashes())));
    let filter = &*FILTER;
    candidates.clear();
    candidates.resize(words.len(), 0);
    let (mut count, mut before) = (0, None);
    for (index, word) in words.iter().enumerate() {
        let flags = Flags::DIGIT | Flags::SENTENCE_START | Flags::ALL_CAPS | Flags::MIXED_CAPS;
        let is_candidate = word.flags.any(flags) | filter.has(word.hash) | (before == Some(word.hash));
        // Branchless, because the condition is unpredictable: each index is written, and overwritten unless it is a
        // candidate.
        candidates[count] = index;
        count += usize::from(is_candidate);
        before = Some(word.hash);
    }
    candidates.truncate(count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::words;

    #[test]
    fn few_words_are_candidates() {
        let text = "The boats of the JeM and its air strikes sank at at Basra, it said, as 12 men of IS swam.";
        let mut all = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut all);
        let mut candidates = Vec::new();
        find(&all, &mut candidates);
        let found: Vec<&str> = candidates.iter().map(|index| all[*index].span.of(text)).collect();
        assert_eq!(found, ["The", "JeM", "air", "at", "12", "IS"]);
        find(&[], &mut candidates);
        assert!(candidates.is_empty());
    }
}
