//! The hash of a word's folded form, stable across builds because files store it.

use super::{is_apostrophe, letter};

/// A hash, stable across builds because files store it, of a word's folded form: lower-case, without diacritics,
/// apostrophes or points.
#[must_use]
pub fn hash(word: &str) -> u64 {
    hash_ascii(word.as_bytes()).unwrap_or_else(|| hash_any(word))
}

/// The same for a word in ASCII, also for tables that are computed when the crate is compiled; `None` for any other word.
#[must_use]
pub const fn hash_ascii(word: &[u8]) -> Option<u64> {
    let mut folder = Folder::new();
    let mut at = 0;
    while at < word.len() {
        let byte = word[at];
        if byte.is_ascii_alphanumeric() {
            folder.byte(byte | 0x20);
        } else if !byte.is_ascii() {
            return None;
        }
        at += 1;
    }
    Some(folder.finish())
}

/// The same for a word of any letters.
fn hash_any(word: &str) -> u64 {
    let mut folder = Folder::new();
    for c in word.chars() {
        folder.push(c);
    }
    folder.finish()
}

/// The hash of letters and digits, all ASCII.
#[inline]
pub(super) fn hash_plain(word: &[u8]) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut state = 0;
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        state = mix(state, u64::from_le_bytes(eight) | SMALL);
    }
    let rest = chunks.remainder();
    if rest.is_empty() {
        return finish_hash(state);
    }
    let mut last = 0;
    for (i, &byte) in rest.iter().enumerate() {
        last |= u64::from(byte | 0x20) << (8 * i);
    }
    finish_hash(mix(state, last))
}

#[inline]
pub(super) const fn mix(state: u64, eight: u64) -> u64 {
    (state.rotate_left(5) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[inline]
pub(super) const fn finish_hash(state: u64) -> u64 {
    state ^ (state >> 29)
}

/// Hashes folded characters, eight bytes at a time, so that `Qa’ida` and `Qaida` are equal.
struct Folder {
    state: u64,
    eight: u64,
    filled: u32,
}

impl Folder {
    const fn new() -> Folder {
        Folder { state: 0, eight: 0, filled: 0 }
    }

    fn push(&mut self, c: char) {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                self.byte(c as u8 | 0x20);
            }
            return;
        }
        if is_apostrophe(c) {
            return;
        }
        let mut buffer = [0; 4];
        if let Some(small) = letter::plain(c) {
            return small.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
        }
        for c in unicode_normalization::UnicodeNormalization::nfkd(std::iter::once(c)) {
            if !letter::is_alphanumeric(c) || unicode_normalization::char::is_combining_mark(c) {
                continue;
            }
            for small in c.to_lowercase() {
                // Letters that NFKD does not decompose, although people write them plain.
                let plain = match small {
                    'ı' => "i",
                    'ø' => "o",
                    'ł' => "l",
                    'đ' => "d",
                    'ß' => "ss",
                    'æ' => "ae",
                    'œ' => "oe",
                    _ => small.encode_utf8(&mut buffer),
                };
                for byte in plain.bytes() {
                    self.byte(byte);
                }
            }
        }
    }

    #[inline]
    const fn byte(&mut self, byte: u8) {
        self.eight |= (byte as u64) << (8 * self.filled);
        self.filled += 1;
        if self.filled == 8 {
            self.state = mix(self.state, self.eight);
            self.eight = 0;
            self.filled = 0;
        }
    }

    const fn finish(self) -> u64 {
        finish_hash(if self.filled == 0 { self.state } else { mix(self.state, self.eight) })
    }
}
