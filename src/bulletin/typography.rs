//! Quotation marks, dashes, and words written twice.

use super::Bulletin;
use crate::markdown::{Block, Markdown};
use crate::text::{Span, words::Word};

/// What the signs between words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typography {
    /// Straight quotation marks and apostrophes in prose.
    pub straight: Vec<Span>,
    /// Curly ones.
    pub curly: Vec<Span>,
    /// An em dash or slash with a space on one side only: the space.
    pub lopsided: Vec<Span>,
    /// A word written twice: the space and the second word.
    pub doubled: Vec<Span>,
}

pub(super) fn read(text: &str, markdown: &Markdown, block: &Block, words: &[Word], bulletin: &mut Bulletin) {
    let _ = (text, markdown, block, words, bulletin);
}
