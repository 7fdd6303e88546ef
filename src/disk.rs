//! The only place that touches the file system.

use std::path::Path;

/// The text of a file.
///
/// # Errors
/// Where the file cannot be read or is no UTF-8.
pub fn read_text(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
