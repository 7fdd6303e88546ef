//! Suppression comments: `<!-- copydesk-ignore rule: reason -->`.

use super::Bulletin;
use crate::markdown::Markdown;
use crate::text::{Span, Spanned};

/// A comment that hides findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment.
    pub comment: Span,
    /// What it covers.
    pub scope: Span,
    /// The rules it names, as written; all rules where it names none.
    pub rules: Vec<Spanned<String>>,
    /// Why.
    pub reason: Option<Spanned<String>>,
}

pub(super) fn read(text: &str, markdown: &Markdown, bulletin: &mut Bulletin) {
    let _ = (text, markdown, bulletin);
}
