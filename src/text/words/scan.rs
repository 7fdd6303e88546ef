//! Reads a run of ASCII letters and digits eight bytes at a time: its length, its hash and what it consists of.

use super::hash::{finish_hash, mix};
use super::{CLASS, OTHER};

/// A run of ASCII letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Letters {
    /// Its length, in bytes.
    pub(super) len: usize,
    /// Its hash; see [`super::hash()`].
    pub(super) hash: u64,
    /// Whether it has more than one capital.
    pub(super) capitals: bool,
    /// Whether it has digits.
    pub(super) digit: bool,
}

/// A byte of ones, eight times.
const EACH: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
const HIGH: u64 = 0x80 * EACH;
/// The bit that lower-case letters have and capitals do not.
const SMALL: u64 = 0x20 * EACH;

/// The highest bit of each byte of `bytes` that is in `from..=to`; all bytes are below 128.
#[inline]
const fn within(bytes: u64, from: u8, to: u8) -> u64 {
    (bytes + (0x80 - from as u64) * EACH) & !(bytes + (0x7f - to as u64) * EACH) & HIGH
}

/// The common case: a word of up to fifteen ASCII letters at `start`, followed by a byte that ends any word.
#[inline]
pub(super) fn plain(bytes: &[u8], start: usize, end: usize) -> Option<Letters> {
    let eight = eight_at(bytes, start);
    let letter = letters_of(eight);
    let len = run_length(letter).min(end - start);
    if len == 8 {
        return longer(bytes, start, end);
    }
    let mask = low_bytes_mask(len);
    let capitals = capitals_of(eight, letter) & mask;
    let letters = Letters {
        len,
        hash: finish_hash(mix(0, (eight | SMALL) & mask)),
        capitals: capitals & capitals.wrapping_sub(1) != 0,
        digit: false,
    };
    ends_word((eight >> (8 * len)) as u8, len).then_some(letters)
}

/// The same for a word of more than seven letters.
#[inline(never)]
fn longer(bytes: &[u8], start: usize, end: usize) -> Option<Letters> {
    let two = [eight_at(bytes, start), eight_at(bytes, start + 8)];
    let letter = two.map(letters_of);
    let len = run_length(letter[1]).min(end - start - 8);
    if len == 8 || !ends_word((two[1] >> (8 * len)) as u8, 8 + len) {
        return None;
    }
    let mask = low_bytes_mask(len);
    let [first, second] = [capitals_of(two[0], letter[0]), capitals_of(two[1], letter[1]) & mask];
    let state = mix(0, two[0] | SMALL);
    let state = if len == 0 { state } else { mix(state, (two[1] | SMALL) & mask) };
    Some(Letters {
        len: 8 + len,
        hash: finish_hash(state),
        capitals: first & first.wrapping_sub(1) != 0
            || second & second.wrapping_sub(1) != 0
            || first != 0 && second != 0,
        digit: false,
    })
}

/// Whether `byte` ends a word of that length whatever follows: it is not a letter, digit or mark that continues the
/// word, nor a point that may belong to `U.S.`
#[inline]
const fn ends_word(byte: u8, len: usize) -> bool {
    CLASS[byte as usize] == OTHER && (len > 1 || byte != b'.' && len > 0)
}

/// The run of letters and digits that starts at `start` and ends before `end`.
pub(super) fn letters(bytes: &[u8], start: usize, end: usize) -> Letters {
    let (mut state, mut at) = (0, start);
    let (mut digits, mut capitals, mut several) = (0, 0, false);
    loop {
        let eight = Chunk::at(bytes, at, end);
        at += eight.len;
        digits |= eight.digits;
        several |= eight.capitals & eight.capitals.wrapping_sub(1) != 0 || capitals != 0 && eight.capitals != 0;
        capitals |= eight.capitals;
        if eight.len > 0 {
            state = mix(state, eight.small);
        }
        if eight.len < 8 {
            return Letters { len: at - start, hash: finish_hash(state), capitals: several, digit: digits != 0 };
        }
    }
}

/// Where the runs of ASCII digits in `text` start.
pub fn numbers(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    // The first digits of runs among the eight bytes before `next`, and whether the last of these is a digit.
    let (mut starts, mut next, mut goes_on) = (0, 0, 0);
    std::iter::from_fn(move || {
        while starts == 0 {
            // In stretches of a length that the compiler compares at once: most of prose has no digit.
            while let Some(stretch) = bytes.get(next..).and_then(<[u8]>::first_chunk::<32>)
                && !stretch.iter().fold(false, |any, byte| any | byte.is_ascii_digit())
            {
                (next, goes_on) = (next + stretch.len(), 0);
            }
            if next >= bytes.len() {
                return None;
            }
            let eight = eight_at(bytes, next);
            let digits = within(eight & !HIGH, b'0', b'9') & !eight;
            starts = digits & !(digits << 8 | goes_on);
            goes_on = digits >> 56;
            next += 8;
        }
        let at = next - 8 + starts.trailing_zeros() as usize / 8;
        starts &= starts - 1;
        Some(at)
    })
}

/// Up to eight bytes of a run.
#[derive(Clone, Copy)]
struct Chunk {
    /// How many of them belong to the run.
    len: usize,
    /// Those bytes in lower case; the others are zero.
    small: u64,
    /// A bit for each capital and each digit among them.
    capitals: u64,
    digits: u64,
}

impl Chunk {
    #[inline]
    fn at(bytes: &[u8], at: usize, end: usize) -> Chunk {
        let eight = eight_at(bytes, at);
        let letter = letters_of(eight);
        let digit = within(eight & !HIGH, b'0', b'9') & !eight;
        let len = run_length(letter | digit).min(end - at);
        let mask = low_bytes_mask(len);
        Chunk { len, small: (eight | SMALL) & mask, capitals: capitals_of(eight, letter) & mask, digits: digit & mask }
    }
}

/// The eight bytes at `at`, padded with zeros at the end of the text.
#[inline]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => last_bytes(bytes, at),
    }
}

/// The highest bit of each byte that is a letter.
#[inline]
const fn letters_of(eight: u64) -> u64 {
    within(eight & !HIGH | SMALL, b'a', b'z') & !eight
}

/// A bit for each capital among the letters: the highest bit of each letter, moved to the bit that distinguishes case.
#[inline]
const fn capitals_of(eight: u64, letter: u64) -> u64 {
    letter >> 2 & !eight
}

/// The number of leading bytes whose highest bit is set.
#[inline]
const fn run_length(marked: u64) -> usize {
    (!marked & HIGH).trailing_zeros() as usize / 8
}

/// A mask of the first `len` of eight bytes.
#[inline]
const fn low_bytes_mask(len: usize) -> u64 {
    if len == 8 { u64::MAX } else { (1 << (8 * len)) - 1 }
}

/// Fewer than eight bytes, at the end of the text.
#[cold]
fn last_bytes(bytes: &[u8], at: usize) -> u64 {
    let mut last = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    last[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::hash;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_at_a_time_is_byte_by_byte(
            text in "[a-zA-Z0-9]{0,20}[\\x00-\\x7fé’]{0,20}",
            start in 0usize..6,
            end in 0usize..50,
        ) {
            let bytes = text.as_bytes();
            let start = start.min(bytes.len());
            let end = end.clamp(start, bytes.len());
            let run = bytes[start..end].iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let word = std::str::from_utf8(&bytes[start..start + run.count()]).unwrap();
            let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
            prop_assert_eq!(letters(bytes, start, end), Letters {
                len: word.len(),
                hash: hash(word),
                capitals: count(u8::is_ascii_uppercase) > 1,
                digit: count(u8::is_ascii_digit) > 0,
            });
            if let Some(plain) = plain(bytes, start, end) {
                prop_assert_eq!(plain, letters(bytes, start, end));
                prop_assert!(word.bytes().all(|byte| byte.is_ascii_alphabetic()));
            }
        }
    }
    #[test]
    fn numbers_start_where_digits_do() {
        for (text, starts) in [
            ("", &[][..]),
            ("no number", &[]),
            ("7", &[0]),
            ("12, 3 and 456", &[0, 4, 10]),
            ("1234567890 12345678 9", &[0, 11, 20]),
            ("abcdefg12 é9é8", &[7, 12, 15]),
            ("\u{663}3\u{ff13}4", &[2, 6]),
        ] {
            assert_eq!(numbers(text).collect::<Vec<_>>(), starts, "{text}");
        }
    }

    #[test]
    fn plain_words_end_plainly() {
        for (text, plain_len) in [
            ("a b", Some(1)),
            ("convoy, ", Some(6)),
            ("convoys.", Some(7)),
            ("AmbuShes ", Some(8)),
            ("battleground", Some(12)),
            ("neighbourhoods)", Some(14)),
            ("responsibility9", None),
            ("counterterrorism ", None),
            ("U.S.", None),
            ("men's", None),
            ("caf\u{e9}", None),
            ("9mm", None),
            (" a", None),
        ] {
            assert_eq!(plain(text.as_bytes(), 0, text.len()).map(|letters| letters.len), plain_len, "{text}");
        }
    }
}
