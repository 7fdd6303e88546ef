//! English words: those that occur in names of bodies or start sentences, `data/english.txt`, and the common ones,
//! `data/words.txt`.
//!
//! The table of the former is built at compile time, so that a process pays nothing for it. The latter are rarely asked
//! for, and are searched as they are.

use crate::text::hash::{START, combine};
use crate::text::words::is_apostrophe;

const DATA: &str = include_str!("data/english.txt");

const WORDS: &str = include_str!("data/words.txt");

/// How many bytes of `data` from `at` precede the first `stop` or line end.
const fn length(at: usize, stop: u8) -> usize {
    let data = DATA.as_bytes();
    let mut end = at;
    while end < data.len() && data[end] != stop && data[end] != b'\n' {
        end += 1;
    }
    end - at
}

/// The number of slots in the table: a power of two; more than half of them are empty.
const SLOTS: usize = 2048;

/// A line of the list.
#[derive(Clone, Copy)]
struct Line {
    /// Where it starts.
    start: u16,
    /// The length of the word; 0 if the slot is empty.
    word: u8,
    /// The length of the American spelling after it; 0 if there is none.
    american: u8,
}

/// The lines by the hash of their words, with open addressing.
static TABLE: [Line; SLOTS] = {
    let mut table = [Line { start: 0, word: 0, american: 0 }; SLOTS];
    let data = DATA.as_bytes();
    let mut at = 0;
    while at < data.len() {
        let line = length(at, b'\n');
        if data[at] != b'#' {
            let word = length(at, b'\t');
            let mut slot = slot_of(data, at, word);
            while table[slot].word != 0 {
                slot = (slot + 1) % SLOTS;
            }
            let american = line.saturating_sub(word + 1);
            table[slot] = Line { start: at as u16, word: word as u8, american: american as u8 };
        }
        at += line + 1;
    }
    table
};

/// The slot for the word of `len` bytes at `at`, unless another word occupies it.
const fn slot_of(data: &[u8], at: usize, len: usize) -> usize {
    let mut hash = START;
    let mut next = at;
    while next < at + len {
        hash = combine(hash, data[next] as u64);
        next += 1;
    }
    hash as usize % SLOTS
}

/// The word in lower case and in one spelling (`centre` as `center`), if it is one of these.
pub(super) fn in_one_spelling(letters: &[u8]) -> Option<&'static [u8]> {
    let data = DATA.as_bytes();
    let mut slot = slot_of(letters, 0, letters.len());
    loop {
        let Line { start, word, american } = TABLE[slot];
        if word == 0 {
            return None;
        }
        let (start, end) = (usize::from(start), usize::from(start) + usize::from(word));
        if data[start..end] == *letters {
            return Some(if american == 0 { &data[start..end] } else { &data[end + 1..][..usize::from(american)] });
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// Whether a word in lower case is a common English one of at least four letters, or an inflected form of one.
#[must_use]
pub fn is_common_word(word: &str) -> bool {
    const ENDINGS: [&str; 6] = ["s", "es", "d", "ed", "ing", "ly"];
    let stem = |ending: &&str| word.strip_suffix(*ending).filter(|stem| stem.len() > 3);
    is_listed(word) || ENDINGS.iter().filter_map(stem).any(is_listed)
}

/// Whether a word in lower case is two common English words of at least four letters, as in names of products:
/// `shadowladder`.
#[must_use]
pub fn is_two_common_words(word: &str) -> bool {
    (4..word.len().saturating_sub(3)).any(|at| {
        word.is_char_boundary(at)
            && word.split_at_checked(at).is_some_and(|(one, two)| is_listed(one) && is_listed(two))
    })
}

/// Whether a word is two that are run together in speech: `We’re`, `They'll`, `Don't`.
#[must_use]
pub fn is_contraction(word: &str) -> bool {
    let Some((stem, ending)) = word.rsplit_once(is_apostrophe) else { return false };
    let ending = ending.to_ascii_lowercase();
    stem.starts_with(char::is_alphabetic)
        && (matches!(&*ending, "re" | "ll" | "ve" | "m" | "d") || ending == "t" && stem.ends_with(['n', 'N']))
}

fn is_listed(word: &str) -> bool {
    let (mut from, mut to) = (0, WORDS.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = WORDS.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = WORDS.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        match line.cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = start + line.len() + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_found() {
        let words: Vec<&str> = WORDS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(words.is_sorted() && words.len() > 5000);
        for word in words {
            assert!(word.len() >= 4 && is_common_word(word), "{word}");
        }
        for word in ["moderate", "moderates", "deleted", "probably", "zero"] {
            assert!(is_common_word(word), "{word}");
        }
        for word in ["", "s", "rrqm", "minusca", "mend", "plan", "# common", "abandon\nabandoned"] {
            assert!(!is_common_word(word), "{word}");
        }
        assert!(is_two_common_words("shadowladder"));
        for word in ["shadow", "shadowqladder", "rrqmrrqm", "zerœzerœ"] {
            assert!(!is_two_common_words(word), "{word}");
        }
    }

    #[test]
    fn words_run_together_are_no_names() {
        for word in ["We're", "They’ll", "DON'T", "I'd", "You’ve", "I'm"] {
            assert!(is_contraction(word), "{word}");
        }
        for word in ["Qur'an", "O’Neil", "Were", "Sana'a", "'re", "Rostov’s", "Ka't"] {
            assert!(!is_contraction(word), "{word}");
        }
    }

    #[test]
    fn every_word_of_the_list_is_found() {
        let lines: Vec<&str> = DATA.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted() && lines.len() > 900 && DATA.len() < usize::from(u16::MAX));
        for line in lines {
            let (word, american) = line.split_once('\t').unwrap_or((line, line));
            assert_eq!(in_one_spelling(word.as_bytes()), Some(american.as_bytes()), "{line}");
        }
        for word in ["", "shabaab", "centres of", "#"] {
            assert_eq!(in_one_spelling(word.as_bytes()), None, "{word}");
        }
        assert_eq!(in_one_spelling(b"centre"), Some(&b"center"[..]));
    }
}
