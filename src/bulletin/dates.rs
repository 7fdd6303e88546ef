//! Dates in running prose: full dates, ranges, and words that tell a day from where the writer stands.

use super::Bulletin;
use crate::calendar::{Relative, Written, YearRange};
use crate::markdown::{Block, Markdown};
use crate::text::{Span, words::Word};

/// Dates outside citations, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    /// `September 21`, `Tuesday, May 9, 2017`
    pub written: Vec<Mention>,
    /// `yesterday`, `last Tuesday`
    pub relative: Vec<Relative>,
    /// `2016–2014`
    pub ranges: Vec<YearRange>,
}

/// A date in prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The date.
    pub date: Written,
    /// In a quotation or block quote.
    pub quoted: bool,
    /// The sentence in which it stands.
    pub sentence: Span,
}

pub(super) fn read(text: &str, markdown: &Markdown, block: &Block, words: &[Word], bulletin: &mut Bulletin) {
    let _ = (text, markdown, block, words, bulletin);
}
