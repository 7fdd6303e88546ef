//! Small static word sets with a prefilter on the first letter and the length.

/// A static set of words. Most lookups fail on the first letter and length; only the rest search the list.
pub struct WordSet {
    words: &'static [&'static str],
    /// For each first byte, by its low five bits (the same for capital and lower-case letters): the lengths in bytes of
    /// the words that start with it, one bit each; lengths from [`LONGEST`] up share a bit.
    lengths: [u32; 32],
    /// For each first byte: the range of its words in the list.
    places: [(u16, u16); 32],
}

/// Words of this length or more share a bit.
const LONGEST: usize = 31;

impl WordSet {
    /// The set of `words`, none of them empty. Those with the same first letter, capital or not, are next to each other.
    ///
    /// # Panics
    /// If they are not; a static set then fails to compile.
    #[must_use]
    pub const fn new(words: &'static [&'static str]) -> WordSet {
        let (mut lengths, mut places) = ([0; 32], [(0, 0); 32]);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let first = (word[0] & 31) as usize;
            if lengths[first] == 0 {
                places[first].0 = at as u16;
            } else {
                assert!(places[first].1 as usize == at, "words with the same first letter must be next to each other");
            }
            places[first].1 = at as u16 + 1;
            lengths[first] |= 1 << if word.len() < LONGEST { word.len() } else { LONGEST };
            at += 1;
        }
        WordSet { words, lengths, places }
    }

    /// The part of the list that contains the words with that first byte: a small part if the list is sorted.
    #[inline]
    fn near(&self, first: u8) -> &'static [&'static str] {
        let (from, to) = self.places[usize::from(first & 31)];
        &self.words[usize::from(from)..usize::from(to)]
    }

    /// The words with that first letter, if one of them has that length.
    #[inline]
    fn candidates(&self, word: &str) -> &'static [&'static str] {
        match word.as_bytes() {
            [first, ..] if self.lengths[usize::from(first & 31)] & 1 << word.len().min(LONGEST) != 0 => {
                self.near(*first)
            }
            _ => &[],
        }
    }

    /// Whether the set contains exactly `word`.
    #[inline]
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.candidates(word).contains(&word)
    }

    /// Whether the set contains `word`, ignoring ASCII case.
    #[inline]
    #[must_use]
    pub fn has_in_any_case(&self, word: &str) -> bool {
        self.candidates(word).iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// The words that start with the first letter of `text`, in list order.
    #[inline]
    pub fn opening(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let first = text.as_bytes().first().copied().unwrap_or(0);
        self.near(first).iter().copied().filter(move |word| word.as_bytes()[0] & 31 == first & 31)
    }
}

/// The [`WordSet`] of a data file next to the source, one word per line; lines that start with `#` are comments. It is
/// read at compile time.
macro_rules! word_list {
    ($path:literal) => {{
        const LINES: &str = include_str!($path);
        const WORDS: [&str; $crate::text::words::count_lines(LINES)] = $crate::text::words::list_lines(LINES);
        $crate::text::words::WordSet::new(&WORDS)
    }};
}
pub(crate) use word_list;

/// The number of words in a data file.
pub(crate) const fn count_lines(lines: &str) -> usize {
    let bytes = lines.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        let end = line_end(bytes, at);
        count += (end > at && bytes[at] != b'#') as usize;
        at = end + 1;
    }
    count
}

/// The words in a data file.
pub(crate) const fn list_lines<const N: usize>(lines: &'static str) -> [&'static str; N] {
    let bytes = lines.as_bytes();
    let mut words = [""; N];
    let (mut at, mut found) = (0, 0);
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if end > at && bytes[at] != b'#' {
            let (_, rest) = bytes.split_at(at);
            let (word, _) = rest.split_at(end - at);
            words[found] = match std::str::from_utf8(word) {
                Ok(word) => word,
                Err(_) => panic!("a line of a text is text"),
            };
            found += 1;
        }
        at = end + 1;
    }
    words
}

/// Where the line that starts at `at` ends.
const fn line_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < bytes.len() && bytes[end] != b'\n' {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_file_is_a_list() {
        const LINES: &str = "# what it is\nal\n\nNew York\nÉditions\n";
        const WORDS: [&str; count_lines(LINES)] = list_lines(LINES);
        assert_eq!(WORDS, ["al", "New York", "Éditions"]);
    }

    #[test]
    fn the_list_holds_its_words_and_no_other() {
        const LONG: &str = "a word that is longer than all the lengths that are told apart";
        static LIST: WordSet = WordSet::new(&["of", "The", "’s", LONG]);
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
