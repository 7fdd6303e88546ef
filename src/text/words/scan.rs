//! Reads a run of ASCII letters and digits eight bytes at a time: its length, its hash and what it is made of.

use super::hash::{finish_hash, mix};

/// A run of ASCII letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Letters {
    /// Its length, in bytes.
    pub(super) len: usize,
    /// Its hash; see [`super::hash()`].
    pub(super) hash: u64,
    /// How many capitals it has.
    pub(super) capitals: u32,
    /// Whether it has small letters.
    pub(super) small: bool,
    /// Whether it has digits.
    pub(super) digit: bool,
}

/// A byte of ones, eight times.
const EACH: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
const HIGH: u64 = 0x80 * EACH;
/// The bit that small letters have and capitals do not.
const SMALL: u64 = 0x20 * EACH;

/// The highest bit of each byte of `bytes` that lies in `from..=to`; all bytes are under 128.
#[inline]
const fn within(bytes: u64, from: u8, to: u8) -> u64 {
    (bytes + (0x80 - from as u64) * EACH) & !(bytes + (0x7f - to as u64) * EACH) & HIGH
}

/// The run of letters and digits that starts at `start`.
#[inline]
pub(super) fn letters(bytes: &[u8], start: usize) -> Letters {
    let mut found = Letters::default();
    let mut state = 0;
    loop {
        let at = start + found.len;
        let eight = match bytes.get(at..at + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => {
                let mut last = [0; 8];
                let rest = bytes.get(at..).unwrap_or_default();
                last[..rest.len()].copy_from_slice(rest);
                u64::from_le_bytes(last)
            }
        };
        let plain = eight & !HIGH;
        let letter = within(plain | SMALL, b'a', b'z') & !eight;
        let digit = within(plain, b'0', b'9') & !eight;
        let stop = !(letter | digit) & HIGH;
        let len = stop.trailing_zeros() as usize / 8;
        let kept = if len == 8 { u64::MAX } else { (1 << (8 * len)) - 1 };
        // The highest bit of a letter, moved to the place of the bit that tells small ones from capitals.
        let small = letter >> 2 & plain;
        let capitals = letter >> 2 & !plain & kept;
        // Counting bits is slow where the machine has no instruction for it, and few words have a second capital.
        found.capitals +=
            if capitals & (capitals.wrapping_sub(1)) == 0 { u32::from(capitals != 0) } else { capitals.count_ones() };
        found.small |= small & kept != 0;
        found.digit |= digit & kept != 0;
        found.len += len;
        if len == 8 {
            state = mix(state, eight | SMALL);
            continue;
        }
        if len > 0 {
            state = mix(state, (eight | SMALL) & kept);
        }
        found.hash = finish_hash(state);
        return found;
    }
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
        ) {
            let bytes = text.as_bytes();
            let start = start.min(bytes.len());
            let run = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let word = std::str::from_utf8(&bytes[start..start + run.count()]).unwrap();
            let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
            prop_assert_eq!(letters(bytes, start), Letters {
                len: word.len(),
                hash: hash(word),
                capitals: u32::try_from(count(u8::is_ascii_uppercase)).unwrap(),
                small: count(u8::is_ascii_lowercase) > 0,
                digit: count(u8::is_ascii_digit) > 0,
            });
        }
    }
}
