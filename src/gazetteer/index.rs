//! The index of names: which words may open a name, which names go on, and where they end.
//!
//! * A name is a run of words; each prefix of it has a hash, and a flat table with open addressing says of each hash
//!   which names end there and whether longer ones go on. The longest name that its text confirms wins.
//! * Almost no word opens a name, so a Bloom filter of first words is asked before the table.
//! * An index is one piece of bytes with a fixed hash ([`layout`]): those of the shipped lists stand in the executable,
//!   those of lists of millions in files, those of other lists are built in memory. All are read by one [`View`].
//! * It knows nothing of actors and sources: a name has a role, which is a number, and belongs to a record, which is a
//!   packed row of text.

mod build;
mod first_words;
mod layout;
mod prefetch;
mod view;

use crate::text::Slice;
use std::borrow::Cow;

pub use build::{Builder, Lookup};
pub use first_words::FirstWords;
pub use layout::VERSION;
pub use prefetch::Prefetcher;
pub use view::{Entry, Step, View, hash_of};

use layout::Header;

/// An index, held.
pub struct Index {
    bytes: Cow<'static, [u8]>,
    header: Header,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index of {} names", self.view().len())
    }
}

impl PartialEq for Index {
    /// Whether both were built from the same inputs.
    fn eq(&self, other: &Index) -> bool {
        self.inputs() == other.inputs() && self.bytes.len() == other.bytes.len()
    }
}

impl Eq for Index {}

impl Index {
    /// Takes bytes for an index. Only the header is read: opening costs the same for any size.
    ///
    /// # Errors
    /// A sentence that says why the bytes are no index of this version.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Index, &'static str> {
        let bytes = bytes.into();
        let header = Header::read(&bytes)?;
        Ok(Index { bytes, header })
    }

    /// The index that a builder wrote.
    fn built(bytes: Vec<u8>) -> Index {
        match Index::open(bytes) {
            Ok(index) => index,
            Err(why) => unreachable!("an index that was just built is refused: {why}"),
        }
    }

    /// The checksum of the inputs that it was built from.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.header.inputs
    }

    /// Whether the bytes behind the header are those that were built. Reads them all.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.header.fits(&self.bytes)
    }

    /// The bytes, to be written to a file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The tables, for one reading of a text.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.view_of(&self.bytes)
    }

    /// The tables of an index that stands in the executable: what they hold may be kept.
    #[must_use]
    pub fn shipped_view(&self) -> Option<View<'static>> {
        match self.bytes {
            Cow::Borrowed(bytes) => Some(self.view_of(bytes)),
            Cow::Owned(_) => None,
        }
    }

    fn view_of<'a>(&self, bytes: &'a [u8]) -> View<'a> {
        View::new(self.header.sections.each_ref().map(|section| bytes.get(section.clone()).unwrap_or(&[])))
    }
}

/// The name without a leading `the`, unless nothing but one word is left.
#[must_use]
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    match name.get(..4) {
        Some(the) if the.eq_ignore_ascii_case("the ") && name.slice(4..).contains([' ', '-']) => {
            name.slice(4..).trim_start()
        }
        _ => name,
    }
}

/// The first sixteen bytes of a text as completion compares it: small, without marks, one space between words. The
/// first byte is the highest. Gives how many bytes there are, too.
#[must_use]
pub fn folded_bytes(text: &str) -> (u128, usize) {
    let mut key = 0u128;
    let mut len = 0;
    let mut gap = false;
    for c in text.chars() {
        if crate::text::words::is_apostrophe(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = len > 0;
            continue;
        }
        let mut buffer = [0; 4];
        for letter in super::spelling::letters_of(c) {
            for &byte in letter.encode_utf8(&mut buffer).as_bytes() {
                if gap && len < 16 {
                    key |= u128::from(b' ') << (8 * (15 - len));
                    len += 1;
                }
                gap = false;
                if len == 16 {
                    return (key, len);
                }
                key |= u128::from(byte) << (8 * (15 - len));
                len += 1;
            }
        }
    }
    (key, len)
}
