//! Lists in either format: a table or TOML.

use super::column::{Record, Row};
use super::{table, toml};
use crate::config::Problem;

/// Reads a list from a text.
#[must_use]
pub fn read<R: Record>(text: &str) -> (Vec<Row<R>>, Vec<Problem>) {
    if toml::is_toml(text) { toml::read(text) } else { table::read(text) }
}

/// A record as one more row of the list `text`, in its format.
#[must_use]
pub fn row_like<R: Record>(text: &str, record: &R) -> String {
    if toml::is_toml(text) {
        let mut out = "\n".to_owned();
        toml::write_record(record, &mut out);
        return out;
    }
    table::row_like(text, record)
}
