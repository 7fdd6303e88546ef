//! A Bloom filter of first words: one lookup in a bit table rejects nearly all words.
//!
//! *The* starts some names, and every third sentence: it counts only before the words that follow it in names.

use super::layout::slot_of;
use crate::text::words::{self, Flags, Word};

/// A bit for each hash of a word that may start a name.
#[derive(Clone, Copy, Debug)]
pub struct FirstWords<'a> {
    /// For words with a lower-case first letter.
    small: &'a [u8],
    /// For words with a capital.
    capital: &'a [u8],
    /// The hash of *the*.
    the: u64,
}

impl<'a> FirstWords<'a> {
    /// The filter in a section of an index: first the bits for lower-case words, then as many for capitalized ones.
    pub(super) fn in_bits(bits: &'a [u8]) -> FirstWords<'a> {
        let (small, capital) = bits.split_at(bits.len() / 2);
        FirstWords { small, capital, the: words::hash("the") }
    }

    /// Whether a name may start with the first of `words`.
    #[inline]
    #[must_use]
    pub fn has(self, words: &[Word]) -> bool {
        let Some(word) = words.first() else { return false };
        let bits = if word.flags.has(Flags::CAPITAL) { self.capital } else { self.small };
        is_set(bits, self.hash(words, 0))
    }

    /// The index of the first word that starts a name or is capitalized; the number of words if there is none.
    #[inline]
    #[must_use]
    pub fn next(self, words: &[Word]) -> usize {
        let opens = |(at, word): (usize, &Word)| {
            word.flags.any(Flags::CAPITAL | Flags::ALL_CAPS) || is_set(self.small, self.hash(words, at))
        };
        words.iter().enumerate().position(opens).unwrap_or(words.len())
    }

    /// The hash for the word at `at`.
    #[inline]
    fn hash(self, words: &[Word], at: usize) -> u64 {
        let hash = words[at].hash;
        if hash == self.the { behind_the(words.get(at + 1)) } else { hash }
    }
}

/// Whether the bit for a hash is set.
#[inline]
fn is_set(bits: &[u8], hash: u64) -> bool {
    let (byte, bit) = place(hash, bits.len());
    bits.get(byte).is_some_and(|byte| byte & bit != 0)
}

/// The hash for *the* before that word.
fn behind_the(next: Option<&Word>) -> u64 {
    next.map_or(0, |next| next.hash.rotate_left(32))
}

/// Adds the words of a name to a section: the first word capitalized, and in lower case if that is allowed.
pub(super) fn add(bits: &mut [u8], name: &[Word], small: bool) {
    let Some(first) = name.first() else { return };
    let hash = if first.hash == words::hash("the") { behind_the(name.get(1)) } else { first.hash };
    let half = bits.len() / 2;
    let (byte, bit) = place(hash, half);
    bits[half + byte] |= bit;
    if small {
        bits[byte] |= bit;
    }
}

/// The byte, and the bit in it, for a hash in a table of `bytes` bytes, a power of two.
#[inline]
fn place(hash: u64, bytes: usize) -> (usize, u8) {
    (slot_of(hash >> 10, bytes.wrapping_sub(1)), 1 << (hash >> 7 & 7))
}
