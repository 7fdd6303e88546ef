//! Compiles records into an index.
//!
//! * Lists that people maintain are sorted by id and compiled whole: the shipped ones in advance, a publication's own
//!   when they are read.
//! * Lists too large for that are compiled piecewise and kept in a file. A record with the id of a shipped one replaces
//!   it: such rows come last, after an empty one, and are layered over the shipped list when the index is opened.
//! * An index carries the checksum of its inputs, so that a changed list is noticed.

use super::index::{Builder, Index, IndexView};
use super::layers::number_of;
use super::lists::pack::Packed;
use super::lists::record::{Actor, Source};
use super::lists::{ListKind, Text};
use super::lists::{column::Record, reader, toml};
use super::{actors, shipped, sources};
use crate::text::Slice;
use std::sync::Arc;

/// A record in a list that people maintain.
pub(super) trait Curated: Packed {
    /// Adds it under everything it can be found by.
    fn add(&self, builder: &mut Builder);
}

impl Curated for Actor {
    fn add(&self, builder: &mut Builder) {
        let number = actors::add(builder, self);
        actors::add_short_forms(builder, self, number);
    }
}

impl Curated for Source {
    fn add(&self, builder: &mut Builder) {
        sources::add(builder, self);
    }
}

/// The index of records; of several with the same id, the last counts. `countries` adds the names of countries.
pub(super) fn curated<R: Curated>(records: &[R], inputs: u64, countries: bool) -> Index {
    let mut sorted: Vec<&R> = records.iter().collect();
    // The sort is stable: of equal ids, the last stays last.
    sorted.sort_by(|a, b| a.id().cmp(b.id()));
    let mut builder = Builder::default();
    for (at, record) in sorted.iter().enumerate() {
        if sorted.get(at + 1).is_none_or(|next| next.id() != record.id()) {
            record.add(&mut builder);
        }
    }
    if countries {
        actors::add_countries(&mut builder);
    }
    builder.finish(inputs)
}

/// The index of a publication's own records: those of its lists, over those of a large list that replace shipped ones.
/// `None` if there are none.
pub(super) fn own<R: Curated>(records: Vec<R>, large: Option<&Index>) -> Option<Arc<Index>> {
    let mut all = large.map_or_else(Vec::new, |large| overriding::<R>(large.view()));
    all.extend(records);
    (!all.is_empty()).then(|| Arc::new(curated(&all, 0, false)))
}

/// Collects the actors or sources of large lists for an index.
#[derive(Default)]
pub struct Compiler {
    builder: Builder,
    /// Rows that replace shipped records.
    over: Vec<String>,
}

impl Compiler {
    /// Adds an actor.
    pub fn actor(&mut self, actor: &Actor) {
        if is_in(shipped::actors().view(), actor) {
            self.over.push(packed(actor));
        } else {
            actors::add(&mut self.builder, actor);
        }
    }

    /// Adds a source.
    pub fn source(&mut self, source: &Source) {
        if is_in(shipped::sources().view(), source) {
            self.over.push(packed(source));
        } else {
            sources::add(&mut self.builder, source);
        }
    }

    /// Adds the records of a list; returns their number.
    pub fn add(&mut self, kind: ListKind, list: &str) -> usize {
        match kind {
            ListKind::Actors => records::<Actor>(list).map(|actor| self.actor(&actor)).count(),
            ListKind::Sources => records::<Source>(list).map(|source| self.source(&source)).count(),
        }
    }

    /// Builds the index; `inputs` distinguishes one state of the lists from another.
    #[must_use]
    pub fn finish(mut self, inputs: u64) -> Index {
        self.builder.record("");
        for row in &self.over {
            self.builder.record(row);
        }
        self.builder.finish(inputs)
    }
}

fn packed(record: &impl Packed) -> String {
    let mut row = String::new();
    record.pack(&mut row);
    row
}

/// Whether a list that is sorted by id contains a record with the same id.
fn is_in(list: IndexView<'_>, record: &impl Packed) -> bool {
    number_of(list, record.id()).is_some()
}

/// The records that replace shipped ones, in list order.
pub(super) fn overriding<R: Packed>(view: IndexView<'_>) -> Vec<R> {
    let rows = (0..view.records()).rev().map_while(|number| view.row(number).filter(|row| !row.is_empty()));
    let unpacked = |row| R::unpack(row, |text| Text::Owned(text.to_owned()));
    let mut records: Vec<R> = rows.filter_map(unpacked).collect();
    records.reverse();
    records
}

/// Lists of at least this size in bytes are compiled: about 50,000 names, which take a twentieth of a second to index.
pub const LARGE: u64 = 4 << 20;

/// The records of a list, read piecewise, or as a whole if it is TOML; anything invalid is skipped.
pub fn records<R: Record>(list: &str) -> impl Iterator<Item = R> {
    let toml = toml::is_toml(list);
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
        Some(reader::read::<R>(&piece).0)
    });
    let rows = pieces.flatten().map(|row| row.record);
    rows.filter(|record| !record.id().is_empty() && !record.name().is_empty())
}

/// The end of a piece of about a megabyte: a line end outside quotation marks.
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
            // An unpaired mark must not swallow the list.
            _ if at > 4 << 20 => return at,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::index::Prefetcher;
    use crate::gazetteer::lists::pack::id_of;
    use crate::gazetteer::phonetic::PhoneticName;
    use crate::gazetteer::{CustomLists, Gazetteer};
    use crate::text::Span;
    use crate::text::words::{self, Flags};

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

    /// An index of forty known actors under other ids, and of a record that replaces a shipped one.
    fn built() -> (Index, Actor) {
        let gazetteer = Gazetteer::shipped();
        let known = gazetteer.actors();
        let mut compiler = Compiler::default();
        for (number, known) in known.iter().take(40).enumerate() {
            compiler.actor(&Actor { id: format!("copy-{number}").into(), ..(*known).clone() });
        }
        compiler.actor(known[3]);
        (compiler.finish(7), known[3].clone())
    }

    #[test]
    fn an_index_survives_its_bytes_and_refuses_others() {
        let (built, over) = built();
        let bytes = built.bytes().to_vec();
        let opened = Index::open(bytes.clone()).unwrap();
        assert_eq!(opened.inputs(), 7);
        assert_eq!(opened.view().len(), built.view().len());
        assert!(opened.is_whole());
        assert_eq!(overriding::<Actor>(opened.view()), [over]);
        assert!(Index::open(b"something else that is no index at all".repeat(9)).is_err());
        assert!(Index::open(bytes[..bytes.len() - 1].to_vec()).is_err());
        assert!(Index::open(Vec::new()).is_err());
    }

    /// Whatever is damaged: no panic, no endless search.
    fn survives(damaged: Vec<u8>, whole: &[u8]) {
        let same = damaged == whole;
        let Ok(index) = Index::open(damaged) else { return };
        assert!(same || !index.is_whole());
        let view = index.view();
        for number in (0..60).chain([u32::MAX]) {
            let Some(entry) = view.entry(number) else { continue };
            let _ = view.same_words(entry.text).count();
            let _ = view.row(entry.record);
        }
        let large = Arc::new(index);
        let lists = CustomLists { large: Some(large.clone()), large_sources: Some(large), ..CustomLists::default() };
        let gazetteer = Gazetteer::with(lists);
        let text = "The 1920 Revolution Brigades and Abu Sayyaf Group of Harbour Watch met Hasht al-Shaabi.";
        let mut found = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut found);
        let finder = gazetteer.finder();
        finder.prefetch(&found, &mut Prefetcher::default());
        for at in 0..found.len() {
            if let Some(found) = finder.find(text, &found, at) {
                let _ = gazetteer.owners(found.name, found.span.of(text));
                let _ = gazetteer.actor_of(found.actor);
            }
        }
        let _ = (gazetteer.named("Abu Sayyaf Group"), gazetteer.complete("abu", 20), gazetteer.complete("k", 20));
        let _ = PhoneticName::new("Hasht al-Shaabi").map(|sound| gazetteer.guesses("Hasht al-Shaabi", &sound).len());
        let _ = (gazetteer.standing("Dawn"), gazetteer.source("copy-3"), gazetteer.complete_sources("abu", 20));
        let _ = gazetteer.source_at("https://www.dawn.com/x");
    }

    #[test]
    fn damaged_bytes_neither_panic_nor_turn_in_a_circle() {
        let (built, _) = built();
        let bytes = built.bytes();
        for at in (0..bytes.len()).step_by(211).chain(0..200) {
            for mark in [0x55, 0xff] {
                let mut damaged = bytes.to_vec();
                damaged[at] ^= mark;
                survives(damaged, bytes);
            }
        }
        const HEADER: usize = 108;
        // Whole regions of one byte: each chain, place and length is wrong at once.
        for fill in [0, 1, 0x7f, 0xff] {
            for part in 0..16 {
                let mut damaged = bytes.to_vec();
                let behind = damaged.len() - HEADER;
                let from = HEADER + behind / 16 * part;
                damaged[from..from + behind / 16].fill(fill);
                survives(damaged, bytes);
            }
        }
    }

    #[test]
    fn of_records_with_one_id_the_last_counts() {
        let actor =
            |id: &'static str, name: &'static str| Actor { id: id.into(), name: name.into(), ..Actor::default() };
        let records = [actor("b", "First Watch"), actor("a", "Other Watch"), actor("b", "Second Watch")];
        let index = own(records.to_vec(), None).unwrap();
        let ids: Vec<_> = (0..index.view().records()).filter_map(|at| index.view().row(at)).map(id_of).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(index.view().same_words("Second Watch").count(), 1);
        assert_eq!(index.view().same_words("First Watch").count(), 0);
        assert!(own(Vec::<Actor>::new(), None).is_none());
    }
}
