//! A house's own records, from text that was handed in.

use super::super::index::Index;
use super::record::{Actor, Source};
use super::table::{self, Row};
use crate::config::Problem;
use std::sync::Arc;

/// What a house keeps beside the shipped lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomLists {
    /// Its actors; later ones win.
    pub actors: Vec<Actor>,
    /// Its sources; later ones win.
    pub sources: Vec<Source>,
    /// Pairs of names that are not the same.
    pub rejected: Vec<[String; 2]>,
    /// The compiled index of lists of actors too large to be held.
    pub large: Option<Arc<Index>>,
    /// The same of sources.
    pub large_sources: Option<Arc<Index>>,
}

/// What a list holds.
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

    /// Reads one of the house's lists and takes what it can of it; the rest are problems at their places in `text`.
    pub fn read(&mut self, list: ListKind, text: &str) -> Vec<Problem> {
        match list {
            ListKind::Actors => take(text, &mut self.actors),
            ListKind::Sources => take(text, &mut self.sources),
        }
    }
}

fn take<R: table::Record>(text: &str, out: &mut Vec<R>) -> Vec<Problem> {
    let (rows, problems) = table::read::<R>(text);
    let whole = |row: &Row<R>| !row.record.id().is_empty() && !row.record.name().is_empty();
    out.extend(rows.into_iter().filter(whole).map(|row| row.record));
    problems
}
