//! Notes and the places that point to them.

use super::Bulletin;
use crate::markdown::Markdown;
use crate::text::Span;

/// A note: an item under a *Notes* heading, or a footnote definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// All of it.
    pub span: Span,
    /// Its label, `1` or the name of a footnote.
    pub label: String,
    /// Its text.
    pub body: Span,
    /// Whether it is a Markdown footnote.
    pub footnote: bool,
}

/// `[1]` or `[^1]` in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteReference {
    /// With its brackets.
    pub span: Span,
    /// What it names.
    pub label: String,
    /// Whether it is a Markdown footnote.
    pub footnote: bool,
}

pub(super) fn read(text: &str, markdown: &Markdown, bulletin: &mut Bulletin) {
    let _ = (text, markdown, bulletin);
}
