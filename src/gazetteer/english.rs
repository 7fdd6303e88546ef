//! English words that occur in names of bodies or start sentences: `data/english.txt`.
//!
//! The table is built at compile time, so that a process pays nothing for it.

use crate::text::hash::{START, combine};

const DATA: &str = include_str!("data/english.txt");

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

#[cfg(test)]
mod tests {
    use super::*;

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
