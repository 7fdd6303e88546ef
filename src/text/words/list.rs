//! Short lists of words that a recogniser knows by heart.

/// A list of words, asked for most words of a text: nearly all of them are turned away by their first letter and
/// length, and only then is the list gone through.
pub struct WordList {
    words: &'static [&'static str],
    /// For each first byte, by its low five bits (which are the same for small and capital letters): the lengths in
    /// bytes of the words that open with it, a bit each; from [`LONGEST`] on they share one.
    lengths: [u32; 32],
}

/// The length from which on words share a bit.
const LONGEST: usize = 31;

impl WordList {
    /// The list of `words`; none of them is empty.
    #[must_use]
    pub const fn new(words: &'static [&'static str]) -> WordList {
        let mut lengths = [0; 32];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            lengths[(word[0] & 31) as usize] |= 1 << if word.len() < LONGEST { word.len() } else { LONGEST };
            at += 1;
        }
        WordList { words, lengths }
    }

    /// Whether the list may hold a word of that first letter and length.
    #[inline]
    fn may_hold(&self, word: &str) -> bool {
        let Some(first) = word.as_bytes().first() else { return false };
        self.lengths[usize::from(first & 31)] & 1 << word.len().min(LONGEST) != 0
    }

    /// Whether `word` is in the list, letter by letter.
    #[inline]
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.may_hold(word) && self.words.contains(&word)
    }

    /// Whether `word` is in the list, the case of ASCII letters apart.
    #[inline]
    #[must_use]
    pub fn has_in_any_case(&self, word: &str) -> bool {
        self.may_hold(word) && self.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// The words that `text` may open with, in the order of the list.
    #[inline]
    pub fn opening(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let first = text.as_bytes().first().filter(|first| self.lengths[usize::from(*first & 31)] != 0).copied();
        self.words.iter().copied().filter(move |word| first.is_some_and(|first| word.as_bytes()[0] & 31 == first & 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_its_words_and_no_other() {
        const LONG: &str = "a word that is longer than all the lengths that are told apart";
        static LIST: WordList = WordList::new(&["of", "The", "’s", LONG]);
        for word in ["of", "The", "’s", LONG] {
            assert!(LIST.has(word) && LIST.has_in_any_case(word), "{word}");
        }
        for word in ["", "off", "o", "the", "’t", "Of", &LONG[1..], "2of"] {
            assert!(!LIST.has(word), "{word}");
        }
        assert!(LIST.has_in_any_case("OF") && LIST.has_in_any_case("tHe") && !LIST.has_in_any_case("oft"));
        assert_eq!(LIST.opening("There").collect::<Vec<_>>(), ["The"]);
        assert_eq!(LIST.opening("on").collect::<Vec<_>>(), ["of"]);
        assert_eq!(LIST.opening("").count() + LIST.opening("zoo").count(), 0);
    }
}
