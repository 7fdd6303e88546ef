//! Damage of page breaks: sentences and words cut in two.

use super::Bulletin;
use crate::markdown::Markdown;
use crate::text::Span;

/// A paragraph that goes on in the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageBreak {
    /// The block before, an index of `Markdown::blocks`; the text goes on in the next leaf block that is prose.
    pub before: usize,
    /// The block after.
    pub after: usize,
    /// From the last word before to the first word after.
    pub span: Span,
}

/// A word cut by a hyphen at a line end or paragraph end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitWord {
    /// `Feb-` to the end of `ruary`.
    pub span: Span,
    /// The part before, with its hyphen.
    pub head: Span,
    /// The part after.
    pub tail: Span,
}

pub(super) fn read(text: &str, markdown: &Markdown, bulletin: &mut Bulletin) {
    let _ = (text, markdown, bulletin);
}
