//! Lists too large to be read at every start: compiled into an index that is mapped.
//!
//! * The file is an [`Index`] whose actors are rows of their own: a row is read when somebody asks for its actor.
//! * Sources have an index of their own: the rows of the sources, and for each its names, the letters of its names run
//!   together (what a register looks names up by), its hosts and its id.
//! * A record with the id of a shipped one takes its place: such rows stand last, behind an empty one, and are read when
//!   the index is opened.
//! * It carries the checksum of the lists that it was built from, so that a changed list is noticed.

use super::super::index::{Builder, Index, View};
use super::super::{Gazetteer, actors, sources};
use super::custom::ListKind;
use super::record::{Actor, Former, Kind, Source, Text};
use super::table::{self, Record};
use crate::text::Slice;
use std::sync::Arc;

/// Parts the values of a list in a row; no name holds it.
const VALUE: char = '\u{1f}';
/// Parts the columns of a row.
const COLUMN: char = '\u{1e}';

/// Gathers actors, or sources, for an index.
pub struct Compiler {
    builder: Builder,
    written: String,
    shipped: Arc<Gazetteer>,
    /// Rows that take the place of shipped records.
    over: Vec<String>,
}

impl Default for Compiler {
    fn default() -> Compiler {
        let shipped = Gazetteer::shipped();
        Compiler { builder: Builder::default(), written: String::new(), shipped, over: Vec::new() }
    }
}

impl Compiler {
    /// Adds an actor.
    pub fn actor(&mut self, actor: &Actor) {
        self.written.clear();
        row(actor, &mut self.written);
        if self.shipped.actor(&actor.id).is_some() {
            self.over.push(self.written.clone());
            return;
        }
        let number = self.builder.actor(&self.written);
        actors::add(&mut self.builder, actor, number);
    }

    /// Adds a source.
    pub fn source(&mut self, source: &Source) {
        self.written.clear();
        source_row(source, &mut self.written);
        if self.shipped.source(&source.id).is_some() {
            self.over.push(self.written.clone());
            return;
        }
        let number = self.builder.actor(&self.written);
        sources::large::add(&mut self.builder, source, number);
    }

    /// Adds the records of a list; gives how many there are.
    pub fn add(&mut self, kind: ListKind, list: &str) -> usize {
        match kind {
            ListKind::Actors => records::<Actor>(list).map(|actor| self.actor(&actor)).count(),
            ListKind::Sources => records::<Source>(list).map(|source| self.source(&source)).count(),
        }
    }

    /// Builds the index; `inputs` tells one state of the lists from another.
    #[must_use]
    pub fn finish(mut self, inputs: u64) -> Index {
        self.builder.actor("");
        for row in &self.over {
            self.builder.actor(row);
        }
        self.builder.finish(inputs)
    }
}

/// The rows that take the place of shipped records, in the order of the lists.
#[must_use]
pub fn overriding(view: View<'_>) -> Vec<&str> {
    let mut rows: Vec<&str> =
        (0..view.actors()).rev().map_while(|number| view.row(number).filter(|row| !row.is_empty())).collect();
    rows.reverse();
    rows
}

/// Lists of at least so many bytes are compiled: some 50,000 names, which take a twentieth of a second to index.
pub const LARGE: u64 = 4 << 20;

/// The records of a list, read a piece at a time, TOML in one; what cannot be taken is passed over.
pub fn records<R: Record>(list: &str) -> impl Iterator<Item = R> {
    let toml = table::is_toml(list);
    let list = list.strip_prefix('\u{feff}').unwrap_or(list);
    let (first, mut rest) = list.split_at(list.find('\n').map_or(list.len(), |at| at + 1));
    let mut piece = String::new();
    let pieces = std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if toml { rest.len() } else { piece_end(rest) };
        piece.clear();
        piece.push_str(first);
        piece.push_str(rest.slice(..end));
        rest = rest.slice(end..);
        Some(table::read::<R>(&piece).0)
    });
    let rows = pieces.flatten().map(|row| row.record);
    rows.filter(|record| !record.id().is_empty() && !record.name().is_empty())
}

/// The end of a piece of about a megabyte: a line end outside of quotation marks.
fn piece_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut quoted = false;
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'"', b'\n', &bytes[at..]) {
        let place = at + found;
        at = place + 1;
        match bytes[place] {
            b'"' => quoted = !quoted,
            _ if !quoted && at > 1 << 20 => return at,
            // A mark without its fellow does not swallow the list.
            _ if at > 4 << 20 => return at,
            _ => {}
        }
    }
    bytes.len()
}

/// Writes the values of a column, behind those written before.
fn write_column<'v>(out: &mut String, values: impl Iterator<Item = &'v str>) {
    if !out.is_empty() {
        out.push(COLUMN);
    }
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(VALUE);
        }
        out.extend(value.chars().filter(|c| !matches!(*c, VALUE | COLUMN)));
    }
}

fn words(values: &[Text]) -> impl Iterator<Item = &str> {
    values.iter().map(|value| &**value)
}

/// Writes a source as a row.
fn source_row(source: &Source, out: &mut String) {
    write_column(out, [&*source.id].into_iter());
    write_column(out, [&*source.name].into_iter());
    for list in [&source.aliases, &source.accepted, &source.hosts, &source.countries, &source.languages] {
        write_column(out, words(list));
    }
    write_column(out, [&*source.kind].into_iter());
    write_column(out, [&*source.note].into_iter());
}

/// The source that a row describes; none where the row is damaged.
#[must_use]
pub fn source(row: &str) -> Option<Source> {
    let mut columns = row.split(COLUMN);
    let mut next = || columns.next();
    Some(Source {
        id: one(next())??,
        name: one(next())??,
        aliases: list(next())?,
        accepted: list(next())?,
        hosts: list(next())?,
        countries: list(next())?,
        languages: list(next())?,
        kind: one(next())?.unwrap_or_default(),
        note: one(next())?.unwrap_or_default(),
    })
}

/// Writes an actor as a row.
fn row(actor: &Actor, out: &mut String) {
    let mut column = |values: &mut dyn Iterator<Item = &str>| write_column(out, values);
    column(&mut [&*actor.id].into_iter());
    column(&mut [&*actor.name].into_iter());
    column(&mut words(&actor.abbreviations));
    column(&mut words(&actor.accepted));
    column(&mut words(&actor.variants));
    column(&mut actor.former.iter().flat_map(|former| [&*former.name, former.until.as_deref().unwrap_or("")]));
    column(&mut words(&actor.weak));
    column(&mut words(&actor.phrases));
    column(&mut words(&actor.confusables));
    column(&mut [actor.kind.word()].into_iter());
    column(&mut words(&actor.countries));
    for value in [&actor.parent, &actor.founded, &actor.dissolved] {
        column(&mut value.as_deref().into_iter());
    }
    column(&mut [&*actor.note].into_iter());
}

/// The actor that a row describes; none where the row is damaged.
#[must_use]
pub fn actor(row: &str) -> Option<Actor> {
    let mut columns = row.split(COLUMN);
    let mut next = || columns.next();
    let id = one(next())??;
    let name = one(next())??;
    let (abbreviations, accepted, variants) = (list(next())?, list(next())?, list(next())?);
    let mut former = Vec::new();
    let mut halves = next()?.split(VALUE);
    while let (Some(name), Some(until)) = (halves.next(), halves.next()) {
        let until = Some(until).filter(|until| !until.is_empty()).map(|until| until.to_owned().into());
        former.push(Former { name: name.to_owned().into(), until });
    }
    let (weak, phrases, confusables) = (list(next())?, list(next())?, list(next())?);
    let word = next()?;
    let kind = Kind::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)?;
    let countries = list(next())?;
    let (parent, founded, dissolved) = (one(next())?, one(next())?, one(next())?);
    let note = one(next())?.unwrap_or_default();
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
        countries,
        parent,
        founded,
        dissolved,
        note,
    })
}

/// The values of a column that was there.
fn list(column: Option<&str>) -> Option<Vec<Text>> {
    Some(column?.split(VALUE).filter(|value| !value.is_empty()).map(|value| value.to_owned().into()).collect())
}

/// The value of a column that was there, where it has one.
fn one(column: Option<&str>) -> Option<Option<Text>> {
    Some(Some(column?).filter(|value| !value.is_empty()).map(|value| value.to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn rows_hold_whole_actors() {
        let gazetteer = Gazetteer::shipped();
        assert!(gazetteer.actors().len() > 500);
        for known in gazetteer.actors() {
            let mut written = String::new();
            row(known, &mut written);
            assert_eq!(actor(&written).as_ref(), Some(known), "{written:?}");
        }
        assert_eq!(actor(""), None);
        for known in gazetteer.sources() {
            let mut written = String::new();
            source_row(known, &mut written);
            assert_eq!(source(&written).as_ref(), Some(known), "{written:?}");
        }
        assert_eq!(source(""), None);
    }

    #[test]
    fn lists_are_read_by_pieces() {
        let mut list = "id\tname\tkind\n".to_owned();
        for at in 0..60_000 {
            list += &format!("actor-{at}\tName Number {at}\tgroup\n");
        }
        list += "last\t\"A name\twith a tab\"\tgroup\n\tno id\tgroup\n";
        let read: Vec<Actor> = records(&list).collect();
        assert_eq!(read.len(), 60_001);
        assert!(read.iter().take(60_000).enumerate().all(|(at, actor)| actor.id == format!("actor-{at}")));
        assert_eq!(read[60_000].name, "A name with a tab");
        assert_eq!(records::<Actor>("").count(), 0);
    }

    #[test]
    fn an_index_survives_its_bytes_and_refuses_others() {
        let gazetteer = Gazetteer::shipped();
        let mut compiler = Compiler::default();
        for (number, known) in gazetteer.actors().iter().take(40).enumerate() {
            compiler.actor(&Actor { id: format!("copy-{number}").into(), ..known.clone() });
        }
        compiler.actor(&gazetteer.actors()[3]);
        let built = compiler.finish(7);
        let bytes = built.bytes().to_vec();
        let opened = Index::open(Box::new(bytes.clone())).unwrap();
        assert_eq!(opened.inputs(), 7);
        assert_eq!(opened.view().len(), built.view().len());
        assert!(opened.is_whole());
        let over = overriding(opened.view());
        assert_eq!(over.iter().filter_map(|row| actor(row)).collect::<Vec<_>>(), gazetteer.actors()[3..4]);
        assert!(Index::open(Box::new(b"something else that is no index at all".repeat(9))).is_err());
        assert!(Index::open(Box::new(bytes[..bytes.len() - 1].to_vec())).is_err());
        assert!(Index::open(Box::new(Vec::new())).is_err());
        for at in (0..bytes.len()).step_by(37) {
            // Whatever is damaged: no panic, no endless search.
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let Ok(index) = Index::open(Box::new(damaged)) else { continue };
            assert!(!index.is_whole(), "{at}");
            let view = index.view();
            for number in 0..60 {
                let Some(entry) = view.entry(number) else { continue };
                let _ = view.same_words(entry.text).count();
                let _ = view.row(entry.actor);
            }
        }
    }
}
