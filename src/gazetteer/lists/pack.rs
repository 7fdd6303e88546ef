//! Records as packed rows of text, as stored in an index.

use super::column::{Record, Text};
use super::record::{Actor, ActorKind, Former, Source};

/// Separates the values of a list in a row; no name contains it.
const VALUE: char = '\u{1f}';
/// Separates the columns of a row.
const COLUMN: char = '\u{1e}';

/// A record with a packed form.
pub trait Packed: Record {
    /// Writes it as a row.
    fn pack(&self, out: &mut String);

    /// The record in a row; `None` if the row is damaged. `text` converts a value.
    fn unpack<'r>(row: &'r str, text: fn(&'r str) -> Text) -> Option<Self>;
}

/// The id in a row: its first column.
#[must_use]
pub fn id_of(row: &str) -> &str {
    row.split(COLUMN).next().unwrap_or_default()
}

/// Writes the columns of a row.
struct Writer<'o> {
    out: &'o mut String,
    first: bool,
}

impl Writer<'_> {
    fn column<'v>(&mut self, values: impl IntoIterator<Item = &'v str>) {
        if !std::mem::take(&mut self.first) {
            self.out.push(COLUMN);
        }
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.out.push(VALUE);
            }
            self.out.extend(value.chars().filter(|c| !matches!(*c, VALUE | COLUMN)));
        }
    }

    fn list(&mut self, values: &[Text]) {
        self.column(values.iter().map(|value| &**value));
    }
}

/// Reads the columns of a row.
struct Reader<'r> {
    columns: std::str::Split<'r, char>,
    text: fn(&'r str) -> Text,
}

impl<'r> Reader<'r> {
    /// The values of the next column; `None` if there is no column.
    fn list(&mut self) -> Option<Vec<Text>> {
        let column = self.columns.next()?;
        if column.is_empty() {
            return Some(Vec::new());
        }
        Some(column.split(VALUE).filter(|value| !value.is_empty()).map(self.text).collect())
    }

    /// The value of the next column, if it has one.
    fn maybe(&mut self) -> Option<Option<Text>> {
        let column = self.columns.next()?;
        Some(Some(column).filter(|value| !value.is_empty()).map(self.text))
    }

    /// The value of the next column; `None` if it is empty.
    fn value(&mut self) -> Option<Text> {
        self.maybe()?
    }
}

impl Packed for Source {
    fn pack(&self, out: &mut String) {
        let mut row = Writer { out, first: true };
        row.column([&*self.id]);
        row.column([&*self.name]);
        for list in [&self.aliases, &self.accepted, &self.hosts, &self.countries, &self.languages] {
            row.list(list);
        }
        row.column([&*self.kind]);
        row.column([&*self.note]);
    }

    fn unpack<'r>(row: &'r str, text: fn(&'r str) -> Text) -> Option<Source> {
        let mut row = Reader { columns: row.split(COLUMN), text };
        Some(Source {
            id: row.value()?,
            name: row.value()?,
            aliases: row.list()?,
            accepted: row.list()?,
            hosts: row.list()?,
            countries: row.list()?,
            languages: row.list()?,
            kind: row.maybe()?.unwrap_or_default(),
            note: row.maybe()?.unwrap_or_default(),
        })
    }
}

impl Packed for Actor {
    fn pack(&self, out: &mut String) {
        let mut row = Writer { out, first: true };
        row.column([&*self.id]);
        row.column([&*self.name]);
        for list in [&self.abbreviations, &self.accepted, &self.variants] {
            row.list(list);
        }
        row.column(self.former.iter().flat_map(|former| [&*former.name, former.until.as_deref().unwrap_or("")]));
        for list in [&self.weak, &self.phrases, &self.confusables] {
            row.list(list);
        }
        row.column([self.kind.word()]);
        row.list(&self.countries);
        for value in [&self.parent, &self.founded, &self.dissolved] {
            row.column(value.as_deref());
        }
        row.column([&*self.note]);
    }

    fn unpack<'r>(row: &'r str, text: fn(&'r str) -> Text) -> Option<Actor> {
        let mut row = Reader { columns: row.split(COLUMN), text };
        let (id, name) = (row.value()?, row.value()?);
        let (abbreviations, accepted, variants) = (row.list()?, row.list()?, row.list()?);
        let mut former = Vec::new();
        let mut halves = row.columns.next()?.split(VALUE);
        while let (Some(name), Some(until)) = (halves.next(), halves.next()) {
            former.push(Former { name: text(name), until: Some(until).filter(|until| !until.is_empty()).map(text) });
        }
        let (weak, phrases, confusables) = (row.list()?, row.list()?, row.list()?);
        let word = row.columns.next()?;
        let kind = ActorKind::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)?;
        Some(Actor {
            id,
            name,
            abbreviations,
            accepted,
            variants,
            former,
            weak,
            phrases,
            confusables,
            kind,
            countries: row.list()?,
            parent: row.maybe()?,
            founded: row.maybe()?,
            dissolved: row.maybe()?,
            note: row.maybe()?.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    fn come_back<R: Packed + PartialEq + std::fmt::Debug>(list: &'static str, least: usize) {
        let (rows, _) = table::read::<R>(list);
        assert!(rows.len() > least);
        for row in rows {
            let mut packed = String::new();
            row.record.pack(&mut packed);
            assert_eq!(id_of(&packed), row.record.id());
            let unpacked = R::unpack(&packed, |text| Text::Owned(text.to_owned()));
            assert_eq!(unpacked.as_ref(), Some(&row.record), "{packed:?}");
        }
        assert_eq!(R::unpack("", Text::Borrowed), None);
        assert_eq!(R::unpack("id", Text::Borrowed), None);
    }

    #[test]
    fn rows_hold_whole_records() {
        come_back::<Actor>(include_str!("../data/actors.tsv"), 500);
        come_back::<Source>(include_str!("../data/sources.tsv"), 400);
    }
}
