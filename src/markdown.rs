//! What Markdown says.

/// A parsed document.
#[derive(Debug, Default)]
pub struct Markdown {}

/// Reads `text`; never fails.
#[must_use]
pub fn parse(_text: &str) -> Markdown {
    Markdown {}
}
