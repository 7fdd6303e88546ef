//! Conversion from our plain values to the protocol's: pure functions, and the only place that uses protocol positions.
//!
//! Nothing here reads a file, checks a text or queries a document: the caller has done so already.

pub(crate) mod annotations;
pub(crate) mod completion;
pub(crate) mod desk;
pub(crate) mod diagnostics;
pub(crate) mod edits;
pub(crate) mod navigation;
pub(crate) mod positions;
pub(crate) mod symbols;

use super::client_capabilities::ClientCapabilities;
use crate::text::{Offset, Span};
use positions::IndexedText;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The document that an answer is about, and the client that receives it.
#[derive(Clone, Copy)]
pub(crate) struct AnswerContext<'a> {
    /// Its name.
    pub(crate) uri: &'a Url,
    /// Its version, if it is open.
    pub(crate) version: Option<i32>,
    /// Its text.
    pub(crate) text: &'a IndexedText,
    /// What the client can do.
    pub(crate) client: &'a ClientCapabilities,
}

impl AnswerContext<'_> {
    /// The byte at a position.
    pub(crate) fn offset(&self, position: lsp::Position) -> Offset {
        positions::offset(self.text, position, self.client.encoding)
    }

    /// The position of a byte.
    pub(crate) fn position(&self, offset: Offset) -> lsp::Position {
        positions::position(self.text, offset, self.client.encoding)
    }

    /// The bytes in a range, whose ends may be in either order.
    pub(crate) fn span(&self, range: lsp::Range) -> Span {
        let (a, b) = (self.offset(range.start), self.offset(range.end));
        Span::new(a.min(b), a.max(b))
    }

    /// The bytes in a range, or in the whole text.
    pub(crate) fn span_or_all(&self, range: Option<lsp::Range>) -> Span {
        range.map_or(Span::at(0..self.text.text.len()), |range| self.span(range))
    }

    /// The range of a span.
    pub(crate) fn range(&self, span: Span) -> lsp::Range {
        lsp::Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The location of a span.
    pub(crate) fn location(&self, span: Span) -> lsp::Location {
        lsp::Location { uri: self.uri.clone(), range: self.range(span) }
    }
}
