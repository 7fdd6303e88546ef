//! Reads a run of ASCII letters and digits eight bytes at a time: its length, its hash and what it is made of.

use super::hash::{finish_hash, mix};

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
/// The bit that small letters have and capitals do not.
const SMALL: u64 = 0x20 * EACH;

/// The highest bit of each byte of `bytes` that lies in `from..=to`; all bytes are under 128.
#[inline]
const fn within(bytes: u64, from: u8, to: u8) -> u64 {
    (bytes + (0x80 - from as u64) * EACH) & !(bytes + (0x7f - to as u64) * EACH) & HIGH
}

/// The run of letters and digits that starts at `start` and ends before `end`.
#[inline]
pub(super) fn letters(bytes: &[u8], start: usize, end: usize) -> Letters {
    let (mut state, mut at) = (0, start);
    // A bit for what any byte of the run is; for capitals by their number, none, one, or more.
    let (mut digits, mut one, mut more) = (0, 0, 0);
    loop {
        let eight = match bytes.get(at..at + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => last_bytes(bytes, at),
        };
        let plain = eight & !HIGH;
        let letter = within(plain | SMALL, b'a', b'z') & !eight;
        let digit = within(plain, b'0', b'9') & !eight;
        let stop = !(letter | digit) & HIGH;
        let len = (stop.trailing_zeros() as usize / 8).min(end - at);
        let kept = if len == 8 { u64::MAX } else { (1 << (8 * len)) - 1 };
        // The highest bit of a letter, moved to the place of the bit that tells small ones from capitals.
        let capitals = letter >> 2 & !plain & kept;
        digits |= digit & kept;
        more |= capitals & capitals.wrapping_sub(1) | (one & EACH.wrapping_mul(u64::from(capitals != 0)));
        one |= EACH.wrapping_mul(u64::from(capitals != 0));
        at += len;
        if len == 8 {
            state = mix(state, eight | SMALL);
            continue;
        }
        let last = mix(state, (eight | SMALL) & kept);
        let hash = finish_hash(if len > 0 { last } else { state });
        return Letters { len: at - start, hash, capitals: more != 0, digit: digits != 0 };
    }
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
        }
    }
}
