//! Lists of records as tables: separated by tabs, commas or semicolons, as in the first row.
//!
//! * The first row names the columns, in any order; an unknown column is a problem.
//! * Several values in one cell are separated by `; `. White space around values is ignored, and runs of it inside
//!   become one space.
//! * A cell may be in double quotation marks, as spreadsheets write them; a mark inside is doubled.
//! * Rows that are empty or start with `#` are skipped. A byte order mark and line ends of any kind are accepted.
//! * Anything that cannot be read is a [`Problem`] with its span, and the rest applies. Reading never fails.

use super::column::{Cell, CellWriter, Column, Record, Row, column_named, names_of_columns, problem, squeeze};
use crate::config::Problem;
use crate::text::{Slice, Span};
use std::borrow::Cow;

/// Reads a table.
#[must_use]
pub fn read<R: Record>(text: &str) -> (Vec<Row<R>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let rows = Reader { text, at: 0, delimiter: delimiter_of(text) }.read(&mut problems);
    (rows, problems)
}

/// Writes records as a table with all columns, separated by `delimiter`.
#[must_use]
pub fn write<'r, R: Record>(records: impl IntoIterator<Item = &'r R>, delimiter: char) -> String {
    let mut out = String::new();
    for (index, column) in R::COLUMNS.iter().enumerate() {
        if index > 0 {
            out.push(delimiter);
        }
        out.push_str(column.name);
    }
    out.push('\n');
    for record in records {
        for (index, column) in R::COLUMNS.iter().enumerate() {
            if index > 0 {
                out.push(delimiter);
            }
            (column.write)(record, &mut CellWriter::new(&mut out, delimiter));
        }
        out.push('\n');
    }
    out
}

/// A record as one more row of the table `text`, in its columns and with its delimiter; a whole table with its first
/// row if `text` has none.
#[must_use]
pub fn row_like<R: Record>(text: &str, record: &R) -> String {
    let mut reader = Reader { text, at: 0, delimiter: delimiter_of(text) };
    if reader.text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    while reader.at < text.len() && reader.skips() {}
    if reader.at >= text.len() {
        return write([record], '\t');
    }
    let columns = reader.header::<R>(&mut Vec::new());
    let delimiter = char::from(reader.delimiter);
    let mut out = String::new();
    for (index, column) in columns.into_iter().enumerate() {
        if index > 0 {
            out.push(delimiter);
        }
        if let Some(column) = column {
            (column.write)(record, &mut CellWriter::new(&mut out, delimiter));
        }
    }
    out.push('\n');
    out
}

/// The delimiter: the first of tab, comma and semicolon that occurs in the first row.
fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    *b"\t,;".iter().find(|mark| header.as_bytes().contains(mark)).unwrap_or(&b'\t')
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
}

impl<'t> Reader<'t> {
    fn read<R: Record>(mut self, problems: &mut Vec<Problem>) -> Vec<Row<R>> {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        let mut rows = Vec::new();
        let mut header: Option<Vec<Option<&Column<R>>>> = None;
        while self.at < self.text.len() {
            if self.skips() {
                continue;
            }
            let start = self.at;
            let Some(columns) = &header else {
                header = Some(self.header(problems));
                continue;
            };
            let mut record = R::default();
            let mut index = 0;
            loop {
                let (value, span, ends) = self.cell();
                match columns.get(index) {
                    Some(Some(column)) if !value.is_empty() => {
                        if let Err(message) = (column.read)(&mut record, &mut Cell::new(value)) {
                            problems.push(problem(span, message));
                        }
                    }
                    None if !value.is_empty() => {
                        problems.push(problem(span, format!("the first row has only {} columns", columns.len())));
                    }
                    _ => {}
                }
                index += 1;
                if ends {
                    break;
                }
            }
            let end = self.text.slice(start..self.at).trim_end_matches(['\n', '\r']).len() + start;
            rows.push(Row { span: Span::at(start..end), record });
        }
        rows
    }

    /// Skips a row that is empty or a comment.
    fn skips(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let row = &rest[..end];
        let blank = rest[0] == b'#' || row[0].is_ascii_whitespace() && row.iter().all(u8::is_ascii_whitespace);
        if blank {
            self.at += end;
        }
        blank
    }

    fn header<R: Record>(&mut self, problems: &mut Vec<Problem>) -> Vec<Option<&'static Column<R>>> {
        let mut columns: Vec<Option<&'static Column<R>>> = Vec::new();
        let start = self.at;
        loop {
            let (name, span, ends) = self.cell();
            let column = column_named::<R>(&name);
            let known = |other: &Option<&'static Column<R>>| other.map(|other| other.name) == column.map(|c| c.name);
            if column.is_none() {
                let message = match name.is_empty() {
                    true => "a column without a name is not read".to_owned(),
                    false => format!("there is no column “{name}”: {}", names_of_columns::<R>()),
                };
                problems.push(problem(span, message));
            } else if columns.iter().any(known) {
                problems.push(problem(span, format!("the column “{name}” is here twice")));
            }
            columns.push(column);
            if ends {
                break;
            }
        }
        let row = Span::at(start..self.text.slice(start..self.at).trim_end().len() + start);
        for wanted in ["id", "name"] {
            if !columns.iter().flatten().any(|column| column.name == wanted) {
                problems.push(problem(row, format!("the first row names no column “{wanted}”")));
            }
        }
        columns
    }

    /// The next cell, its span, and whether it ends the row.
    fn cell(&mut self) -> (Cow<'t, str>, Span, bool) {
        let text = self.text;
        let bytes = text.as_bytes();
        let start = self.at;
        if bytes.get(start) == Some(&b'"') {
            return self.quoted();
        }
        let end = memchr::memchr2(self.delimiter, b'\n', &bytes[start..]).map_or(text.len(), |at| start + at);
        let ends = bytes.get(end) != Some(&self.delimiter);
        self.at = (end + 1).min(text.len());
        let cell = text.slice(start..end);
        let value = cell.trim();
        let at = start + (cell.len() - cell.trim_start().len());
        (squeeze(value), Span::at(at..at + value.len()), ends)
    }

    fn quoted(&mut self) -> (Cow<'t, str>, Span, bool) {
        let text = self.text;
        let bytes = text.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        // An unclosed mark is literal: the cell ends with the text.
        let close = loop {
            match memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
                Some(mark) if bytes.get(mark + 1) == Some(&b'"') => at = mark + 2,
                Some(mark) => break mark,
                None => break text.len(),
            }
        };
        let value = text.slice(start..close).replace("\"\"", "\"");
        let after = (close + 1).min(text.len());
        let end = memchr::memchr2(self.delimiter, b'\n', &bytes[after..]).map_or(text.len(), |found| after + found);
        let ends = bytes.get(end) != Some(&self.delimiter);
        self.at = (end + 1).min(text.len());
        (Cow::Owned(squeeze(value.trim()).into_owned()), Span::at(start..close), ends)
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Actor, ActorKind, Source};
    use super::*;
    use proptest::prelude::*;

    fn records<R: Record>(text: &str) -> Vec<R> {
        let (rows, problems) = read(text);
        assert_eq!(problems, []);
        rows.into_iter().map(|row| row.record).collect()
    }

    #[test]
    fn the_shipped_lists_come_back_from_every_form() {
        let actors: Vec<Actor> = records(include_str!("../data/actors.tsv"));
        let sources: Vec<Source> = records(include_str!("../data/sources.tsv"));
        for delimiter in ['\t', ',', ';'] {
            assert!(records::<Actor>(&write(&actors, delimiter)) == actors, "{delimiter:?}");
            assert!(records::<Source>(&write(&sources, delimiter)) == sources, "{delimiter:?}");
        }
        assert_eq!(write(&actors, '\t'), include_str!("../data/actors.tsv"));
        assert_eq!(write(&sources, '\t'), include_str!("../data/sources.tsv"));
    }

    #[test]
    fn what_a_spreadsheet_writes() {
        let text = "\u{feff}name,ID,former,kind,abbreviations\r\n\
            \"Guards, The\",guards,\"Old  Guards@2016-07; Watch\",group,\"G\"\"G\"\r\n,,,,\r\n# a remark\r\n\r\n";
        let (rows, problems) = read::<Actor>(text);
        assert_eq!(problems, []);
        let actor = &rows[0].record;
        assert_eq!((&*actor.id, &*actor.name, actor.kind), ("guards", "Guards, The", ActorKind::Group));
        assert_eq!(actor.abbreviations, ["G\"G"]);
        assert_eq!(actor.former[0].name, "Old Guards");
        assert_eq!(actor.former[0].until.as_deref(), Some("2016-07"));
        assert_eq!(actor.former[1].until, None);
    }

    #[test]
    fn problems_stand_at_their_place() {
        let text = "id\tname\tnick\tkind\na\tGuards\tx\tarmy\nb\tWatch\t\t\t\tmore\n";
        let (rows, problems) = read::<Actor>(text);
        assert_eq!(rows.len(), 2);
        let shown: Vec<_> = problems.iter().map(|p| (p.span.of(text), p.message.split(':').next().unwrap())).collect();
        assert_eq!(
            shown,
            [
                ("nick", "there is no column “nick”"),
                ("army", "there is no kind “army”"),
                ("more", "the first row has only 4 columns"),
            ]
        );
    }

    #[test]
    fn a_list_without_ids_says_so() {
        let (_, problems) = read::<Source>("name\tname\n");
        let messages: Vec<_> = problems.iter().map(|problem| &*problem.message).collect();
        assert_eq!(messages, ["the column “name” is here twice", "the first row names no column “id”"]);
    }

    proptest! {
        #[test]
        fn reading_never_fails(text in "[a-z\"\t,;\r\n# é]{0,80}", name in "[ -~é\"\t\n]{0,12}") {
            let _ = read::<Actor>(&text);
            let _ = read::<Source>(&format!("id\tname\thosts\n{text}"));
            // Whatever a cell contains is preserved, with its white space collapsed.
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let source = Source { id: "a".into(), name: name.clone().into(), ..Source::default() };
            for delimiter in ['\t', ',', ';'] {
                let (rows, _) = read::<Source>(&write([&source], delimiter));
                prop_assert_eq!(&rows[0].record.name, &name);
            }
        }
    }
}
