//! `copydesk/status`: the server's state of a document.

use super::convert::positions::IndexedText;
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types as lsp;

/// Parameters of `copydesk/status`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusParams {
    /// The document.
    pub(crate) text_document: lsp::TextDocumentIdentifier,
}

/// The result of `copydesk/status`; null for a document that is not open.
#[derive(Serialize)]
pub(crate) struct Status {
    version: i32,
    /// The number of bytes in UTF-8.
    length: usize,
    lines: u32,
    /// FNV-1a of the bytes, 64 bits, in hexadecimal.
    hash: String,
}

impl Status {
    /// The status of a text.
    pub(crate) fn new(version: i32, text: &IndexedText) -> Status {
        let (start, prime) = (0xcbf2_9ce4_8422_2325_u64, 0x0000_0100_0000_01b3);
        let hash = text.text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(prime));
        Status { version, length: text.text.len(), lines: text.lines.lines(), hash: format!("{hash:016x}") }
    }
}
