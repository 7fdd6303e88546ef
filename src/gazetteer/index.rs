//! The index of names: which words may start a name, which names continue, and where they end.
//!
//! * A name is a run of words. Each prefix of it has a hash; a flat table with open addressing maps each hash to the
//!   names that end there and whether longer ones continue. The longest name that its text confirms wins.
//! * Almost no word starts a name, so a Bloom filter of first words is consulted before the table.
//! * An index is one block of bytes with a fixed hash ([`layout`]): those of the shipped lists are in the executable,
//!   those of lists of millions in files, and those of other lists are built in memory. [`IndexView`] reads all of
//!   them.
//! * It knows nothing about actors and sources: a name has a role, which is a number, and belongs to a record, which is
//!   a packed row of text.

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
pub use view::{Entry, IndexView, Step, hash_of};

use layout::Header;

/// An owned index.
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
    /// Opens bytes as an index. Only the header is read, so opening costs the same for any size.
    ///
    /// # Errors
    /// A sentence that says why the bytes are not an index of this version.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Index, &'static str> {
        let bytes = bytes.into();
        let header = Header::read(&bytes)?;
        Ok(Index { bytes, header })
    }

    /// The index written by a builder.
    fn built(bytes: Vec<u8>) -> Index {
        match Index::open(bytes) {
            Ok(index) => index,
            Err(why) => unreachable!("an index that was just built is refused: {why}"),
        }
    }

    /// The checksum of the inputs it was built from.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.header.inputs
    }

    /// Whether the bytes after the header are unchanged since they were built. Reads all of them.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.header.fits(&self.bytes)
    }

    /// The bytes, to be written to a file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The tables, for reading one text.
    #[must_use]
    pub fn view(&self) -> IndexView<'_> {
        self.view_of(&self.bytes)
    }

    /// The tables of an index in the executable: references into them may be kept.
    #[must_use]
    pub fn shipped_view(&self) -> Option<IndexView<'static>> {
        match self.bytes {
            Cow::Borrowed(bytes) => Some(self.view_of(bytes)),
            Cow::Owned(_) => None,
        }
    }

    fn view_of<'a>(&self, bytes: &'a [u8]) -> IndexView<'a> {
        IndexView::new(self.header.sections.each_ref().map(|section| bytes.get(section.clone()).unwrap_or(&[])))
    }
}

/// The name without a leading `the`, unless only one word would be left.
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

/// The first sixteen bytes of a text as completion compares it: lower-case, without diacritics, one space between
/// words. The first byte is the highest. Also returns the number of bytes.
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
