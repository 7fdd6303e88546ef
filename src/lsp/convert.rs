//! Between our plain data and the protocol's: the only use of protocol positions.

pub(crate) mod annotations;
pub(crate) mod completion;
pub(crate) mod diagnostics;
pub(crate) mod edits;
pub(crate) mod list_edits;
pub(crate) mod navigation;
pub(crate) mod symbols;

use super::documents::Text;
use crate::text::{Encoding, LineColumn, Offset, Span};
use tower_lsp::lsp_types as lsp;

/// A protocol position as line and column.
pub(crate) fn place(position: lsp::Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// The byte at a position.
pub(crate) fn offset(text: &Text, position: lsp::Position, encoding: Encoding) -> Offset {
    text.lines.offset(&text.text, place(position), encoding)
}

/// The bytes of a range, whose ends may come in either order.
pub(crate) fn span(text: &Text, range: lsp::Range, encoding: Encoding) -> Span {
    let (a, b) = (offset(text, range.start, encoding), offset(text, range.end, encoding));
    Span::new(a.min(b), a.max(b))
}

/// The position of a byte.
pub(crate) fn position(text: &Text, offset: Offset, encoding: Encoding) -> lsp::Position {
    let LineColumn { line, column } = text.lines.position(&text.text, offset, encoding);
    lsp::Position { line, character: column }
}

/// The range of a span.
pub(crate) fn range(text: &Text, span: Span, encoding: Encoding) -> lsp::Range {
    lsp::Range { start: position(text, span.start, encoding), end: position(text, span.end, encoding) }
}

/// The name under which the client asked for an encoding.
pub(crate) fn encoding_kind(encoding: Encoding) -> lsp::PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
    }
}
