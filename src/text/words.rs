//! Words: the one tokenisation that dates, names, abbreviations and terms share.
//!
//! * A word is a run of letters and digits; apostrophes and ʿayn stand inside words, hyphens and spaces between them.
//! * Points inside single letters belong to the word: `U.S.` is one word, with [`Flags::DOTTED`].
//! * The genitive ending (`’s`, `s’` keeps its s) is cut off the word and marked: `Ansar’s` is the word `Ansar`.
//! * Each word carries the hash of its folded form: case, diacritics, apostrophes and points do not count.

use super::{Offset, Span};

/// What is known of a word from its letters and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Flags(u16);

impl Flags {
    /// The first letter is a capital.
    pub const CAPITAL: Flags = Flags(1);
    /// Two or more letters, all capitals (a final plural `s` apart: `IEDs`).
    pub const ALL_CAPS: Flags = Flags(1 << 1);
    /// Holds a digit.
    pub const DIGIT: Flags = Flags(1 << 2);
    /// Written with points: `U.S.`
    pub const DOTTED: Flags = Flags(1 << 3);
    /// A genitive ending was cut off.
    pub const POSSESSIVE: Flags = Flags(1 << 4);
    /// The first word of a block, or after a full stop, question or exclamation mark that ends a sentence.
    pub const SENTENCE_START: Flags = Flags(1 << 5);
    /// A hyphen stands between the word before and this one.
    pub const AFTER_HYPHEN: Flags = Flags(1 << 6);
    /// Only spaces (or a line break, or emphasis marks) stand between the word before and this one.
    pub const AFTER_SPACE: Flags = Flags(1 << 7);
    /// Holds a letter that is not ASCII.
    pub const NON_ASCII: Flags = Flags(1 << 8);
    /// Holds an apostrophe or ʿayn inside.
    pub const APOSTROPHE: Flags = Flags(1 << 9);
    /// Stands within a link's text.
    pub const LINK: Flags = Flags(1 << 10);
    /// Stands in a quotation or a block quote.
    pub const QUOTED: Flags = Flags(1 << 11);
    /// It may open a sentence: after a colon, a dash, a bracket or an opening quotation mark.
    pub const MAYBE_START: Flags = Flags(1 << 12);
    /// Set in emphasis.
    pub const EMPHASIS: Flags = Flags(1 << 13);

    /// Whether all of `flags` are set.
    #[must_use]
    pub const fn has(self, flags: Flags) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// Sets `flags`.
    pub const fn set(&mut self, flags: Flags) {
        self.0 |= flags.0;
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// A word in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word without a genitive ending.
    pub span: Span,
    /// Hash of the folded word; see [`hash`].
    pub hash: u64,
    /// What is known of it.
    pub flags: Flags,
}

/// A fixed hash (the same in every build, so that it may be kept in files) of a word's folded form:
/// small letters, no diacritics, no apostrophes, no points.
#[must_use]
pub fn hash(word: &str) -> u64 {
    let mut state = Hasher::default();
    for c in word.chars() {
        fold(c, &mut |byte| state.push(byte));
    }
    state.finish()
}

/// Cuts `text` (which starts at byte `base` of the document) into words and appends them to `words`, all with `style`.
pub fn split(text: &str, base: Offset, style: Flags, words: &mut Vec<Word>) {
    let _ = (text, base, style, words);
}

#[derive(Default)]
struct Hasher(u64);

impl Hasher {
    fn push(&mut self, byte: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn finish(self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

fn fold(c: char, push: &mut impl FnMut(u8)) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            push(c.to_ascii_lowercase() as u8);
        }
        return;
    }
    let mut buffer = [0; 4];
    for c in unicode_normalization::UnicodeNormalization::nfkd(std::iter::once(c)) {
        if c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c) {
            for lower in c.to_lowercase() {
                for byte in lower.encode_utf8(&mut buffer).bytes() {
                    push(byte);
                }
            }
        }
    }
}
