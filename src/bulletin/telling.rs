//! The words that tell something: one look at each word of a block spares most of them the readers of dates, terms,
//! abbreviations and words written twice.

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

/// The word of the filter and the bit in it for a hash.
#[inline]
const fn cell(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize & 1023, 1 << (hash >> 48 & 63))
}

/// Puts into `telling` the indices of the words at which a date, a term or a short form may start, which open a sentence,
/// or which repeat the word before.
pub(super) fn pick(words: &[Word], telling: &mut Vec<usize>) {
    static FILTER: LazyLock<Filter> = LazyLock::new(|| Filter::of(dates::openers().chain(terms::openers())));
    let filter = &*FILTER;
    telling.clear();
    telling.resize(words.len(), 0);
    let (mut count, mut before) = (0, None);
    for (index, word) in words.iter().enumerate() {
        let flags = Flags::DIGIT | Flags::SENTENCE_START | Flags::ALL_CAPS | Flags::MIXED_CAPS;
        let tells = word.flags.any(flags) | filter.has(word.hash) | (before == Some(word.hash));
        // Each index is written, and only what tells stays: no processor can foretell which do.
        telling[count] = index;
        count += usize::from(tells);
        before = Some(word.hash);
    }
    telling.truncate(count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::words;

    #[test]
    fn few_words_tell() {
        let text = "The boats of the JeM and its air strikes sank at at Basra, it said, as 12 men of IS swam.";
        let mut cut = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut cut);
        let mut telling = Vec::new();
        pick(&cut, &mut telling);
        let told: Vec<&str> = telling.iter().map(|index| cut[*index].span.of(text)).collect();
        assert_eq!(told, ["The", "JeM", "air", "at", "12", "IS"]);
        pick(&[], &mut telling);
        assert!(telling.is_empty());
    }
}
