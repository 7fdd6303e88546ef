//! Protocol positions and text offsets.

use crate::text::{Encoding, LineColumn, LineIndex, Offset};
use tower_lsp::lsp_types as lsp;

/// A contiguous text with its line index.
#[derive(Debug)]
pub(crate) struct IndexedText {
    /// The text.
    pub(crate) text: String,
    /// Its lines.
    pub(crate) lines: LineIndex,
}

impl IndexedText {
    /// Indexes the lines of a text.
    pub(crate) fn new(text: String) -> IndexedText {
        IndexedText { lines: LineIndex::new(&text), text }
    }
}

/// A protocol position as line and column.
pub(crate) fn line_column(position: lsp::Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// The byte at a position.
pub(crate) fn offset(text: &IndexedText, position: lsp::Position, encoding: Encoding) -> Offset {
    text.lines.offset(&text.text, line_column(position), encoding)
}

/// The position of a byte.
pub(crate) fn position(text: &IndexedText, offset: Offset, encoding: Encoding) -> lsp::Position {
    let LineColumn { line, column } = text.lines.position(&text.text, offset, encoding);
    lsp::Position { line, character: column }
}

/// The protocol's name of an encoding.
pub(crate) fn encoding_kind(encoding: Encoding) -> lsp::PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
    }
}
