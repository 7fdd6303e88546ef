//! A publication's own records, from texts passed in.

use super::super::index::Index;
use super::column::{Record, Row};
use super::reader;
use super::record::{Actor, Source};
use crate::config::Problem;
use crate::text::words;
use std::sync::Arc;

/// What a publication adds to the shipped lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomLists {
    /// Its actors; later ones win.
    pub actors: Vec<Actor>,
    /// Its sources; later ones win.
    pub sources: Vec<Source>,
    /// Pairs of names that are not the same.
    pub rejected: Vec<[String; 2]>,
    /// The compiled index of lists of actors that are too large to keep in memory.
    pub large: Option<Arc<Index>>,
    /// The same for sources.
    pub large_sources: Option<Arc<Index>>,
}

/// What a list contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// `[gazetteer] actors`
    Actors,
    /// `[gazetteer] sources`
    Sources,
}

impl CustomLists {
    /// Whether it adds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == CustomLists::default()
    }

    /// Reads one of the publication's lists and takes what is valid; the rest become problems with their spans in
    /// `text`.
    pub fn read(&mut self, list: ListKind, text: &str) -> Vec<Problem> {
        match list {
            ListKind::Actors => take(text, &mut self.actors),
            ListKind::Sources => take(text, &mut self.sources),
        }
    }
}

fn take<R: Record>(text: &str, out: &mut Vec<R>) -> Vec<Problem> {
    let (rows, problems) = reader::read::<R>(text);
    let whole = |row: &Row<R>| !row.record.id().is_empty() && !row.record.name().is_empty();
    out.extend(rows.into_iter().filter(whole).map(|row| row.record));
    problems
}

/// Pairs of names that are not the same.
#[derive(Clone, Debug, Default)]
pub struct RejectedPairs {
    /// Their hashes, the smaller first; sorted.
    pairs: Vec<(u64, u64)>,
}

impl RejectedPairs {
    /// Stores these pairs; case, diacritics, hyphens and spaces do not count.
    #[must_use]
    pub fn new(pairs: &[[String; 2]]) -> RejectedPairs {
        let mut pairs: Vec<(u64, u64)> = pairs.iter().map(|[a, b]| RejectedPairs::key(a, b)).collect();
        pairs.sort_unstable();
        RejectedPairs { pairs }
    }

    /// Whether there are no pairs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether these two are a pair, in either order.
    #[must_use]
    pub fn has(&self, a: &str, b: &str) -> bool {
        !self.is_empty() && self.pairs.binary_search(&RejectedPairs::key(a, b)).is_ok()
    }

    fn key(a: &str, b: &str) -> (u64, u64) {
        let (a, b) = (words::hash(a), words::hash(b));
        (a.min(b), a.max(b))
    }
}
