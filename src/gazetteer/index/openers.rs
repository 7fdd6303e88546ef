//! The words that may open a name: nearly all words are turned away by one look at a table of bits.

use super::to_usize;
use crate::text::words::{Flags, Word};

/// A bit for each hash of a word that may open a name.
#[derive(Clone, Copy, Debug)]
pub struct Openers<'a> {
    /// For words with a small first letter.
    small: &'a [u8],
    /// For words with a capital.
    capital: &'a [u8],
}

impl<'a> Openers<'a> {
    /// Those in a section of an index: first the bits for small letters, then as many for capitals.
    pub(super) fn in_bits(bits: &'a [u8]) -> Openers<'a> {
        let (small, capital) = bits.split_at(bits.len() / 2);
        Openers { small, capital }
    }

    /// Whether a name may open with `word`.
    #[inline]
    #[must_use]
    pub fn has(self, word: &Word) -> bool {
        let bits = if word.flags.has(Flags::CAPITAL) { self.capital } else { self.small };
        let (byte, bit) = place(word.hash, bits.len());
        bits.get(byte).is_some_and(|byte| byte & bit != 0)
    }
}

/// Adds a word to a section: written with a capital, and written small where it may be.
pub(super) fn add(bits: &mut [u8], hash: u64, small: bool) {
    let half = bits.len() / 2;
    let (byte, bit) = place(hash, half);
    bits[half + byte] |= bit;
    if small {
        bits[byte] |= bit;
    }
}

/// The byte and the bit in it for a hash, in a table of so many bytes: a power of two.
#[inline]
fn place(hash: u64, bytes: usize) -> (usize, u8) {
    (to_usize(hash >> 10) & bytes.wrapping_sub(1), 1 << (hash >> 7 & 7))
}
