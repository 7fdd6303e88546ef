//! The columns of lists: how a record is read from and written to cells, whatever the format of the list.

use crate::config::{Level, Problem};
use crate::text::Span;
use std::borrow::Cow;

/// Words of a record: slices of the executable for the shipped ones.
pub type Text = Cow<'static, str>;

/// What a row of a list describes.
pub trait Record: Default + Sized + 'static {
    /// The columns, in the order in which they are written.
    const COLUMNS: &'static [Column<Self>];

    /// The name of such a list in TOML: `actors`.
    const LIST: &'static str;

    /// Kebab-case ASCII; stable.
    fn id(&self) -> &Text;

    /// Its preferred name.
    fn name(&self) -> &Text;
}

/// A column of a table.
pub struct Column<R> {
    /// Its name in the first row.
    pub name: &'static str,
    /// Reads a cell that is not empty.
    pub read: fn(&mut R, &mut Cell<'_>) -> Result<(), String>,
    /// Writes the cell.
    pub write: fn(&R, &mut CellWriter<'_>),
}

/// A record and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<R> {
    /// The row, without its line end.
    pub span: Span,
    /// Its contents.
    pub record: R,
}

/// The value of one cell, which is not empty.
pub struct Cell<'t>(Cow<'t, str>);

impl<'t> Cell<'t> {
    /// A cell with that value; surrounding white space does not count, and runs of white space inside are collapsed.
    pub(super) fn new(value: Cow<'t, str>) -> Cell<'t> {
        Cell(value)
    }

    /// The value, as written.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.0
    }

    /// Stores the value.
    pub(super) fn text(&mut self, out: &mut Text) -> Result<(), String> {
        *out = Text::Owned(std::mem::take(&mut self.0).into_owned());
        Ok(())
    }

    /// Stores the value of a column that may be empty.
    pub(super) fn maybe(&mut self, out: &mut Option<Text>) -> Result<(), String> {
        self.text(out.insert(Text::default()))
    }

    /// Stores the values separated by semicolons.
    pub(super) fn list(&mut self, out: &mut Vec<Text>) -> Result<(), String> {
        let values = self.0.split(';').map(str::trim).filter(|value| !value.is_empty());
        out.extend(values.map(|value| Text::Owned(value.to_owned())));
        Ok(())
    }
}

/// Writes cells.
pub struct CellWriter<'o> {
    out: &'o mut String,
    delimiter: char,
    /// Whether several values were written.
    list: bool,
}

impl<'o> CellWriter<'o> {
    /// Writes cells separated by that character.
    pub(super) fn new(out: &'o mut String, delimiter: char) -> CellWriter<'o> {
        CellWriter { out, delimiter, list: false }
    }

    /// Writes cells with nothing between them, so that nothing is quoted.
    pub(super) fn bare(out: &'o mut String) -> CellWriter<'o> {
        CellWriter::new(out, '\0')
    }

    /// Whether several values were written.
    pub(super) fn is_list(&self) -> bool {
        self.list
    }

    /// Writes one value.
    pub fn text(&mut self, value: &str) {
        let quoted = self.delimiter != '\0'
            && (value.starts_with('"')
                || value.starts_with('#')
                || value.contains([self.delimiter, '\n', '\r'])
                || self.delimiter != '\t' && value.contains('"'));
        if quoted {
            self.out.push('"');
            self.out.push_str(&value.replace('"', "\"\""));
            self.out.push('"');
        } else {
            self.out.push_str(value);
        }
    }

    /// Writes several values.
    pub fn list(&mut self, values: &[Text]) {
        self.list = true;
        self.text(&values.join("; "));
    }

    /// Writes an optional value.
    pub fn maybe(&mut self, value: &Option<Text>) {
        self.text(value.as_deref().unwrap_or(""));
    }
}

pub(super) fn column_named<R: Record>(name: &str) -> Option<&'static Column<R>> {
    R::COLUMNS.iter().find(|column| column.name.eq_ignore_ascii_case(name))
}

/// “the columns are …”
pub(super) fn names_of_columns<R: Record>() -> String {
    let names: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
    format!("the columns are {}", names.join(", "))
}

/// Collapses each run of white space to one space.
pub(super) fn squeeze(value: &str) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    let odd = |at: usize| bytes[at].is_ascii_whitespace() && (bytes[at] != b' ' || bytes.get(at + 1) == Some(&b' '));
    if (0..bytes.len()).any(odd) {
        Cow::Owned(value.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(value)
    }
}

pub(super) fn problem(span: Span, message: String) -> Problem {
    Problem { span, message, severity: Level::Error }
}
