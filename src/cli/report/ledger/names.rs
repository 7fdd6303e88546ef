//! Actors and abbreviations: how they are written, and whether each has one meaning.

use super::{Part, Reader};
use crate::gazetteer::Form;
use crate::json::index::IndexedContents;
use serde::Serialize;
use std::collections::BTreeMap;

/// An actor, and how it is written.
#[derive(Serialize)]
pub(in crate::cli::report) struct Named {
    pub(in crate::cli::report) name: String,
    pub(in crate::cli::report) times: usize,
    pub(in crate::cli::report) spellings: Vec<Spelt>,
}

/// A spelling of an actor's name.
#[derive(Serialize)]
pub(in crate::cli::report) struct Spelt {
    pub(in crate::cli::report) text: String,
    /// `preferred`, `accepted`, `short form`, `not preferred`, `outdated`.
    pub(in crate::cli::report) standing: &'static str,
    pub(in crate::cli::report) lines: Vec<u32>,
}

/// An abbreviation.
#[derive(Serialize)]
pub(in crate::cli::report) struct Short {
    pub(in crate::cli::report) short: String,
    pub(in crate::cli::report) long: String,
    pub(in crate::cli::report) line: u32,
    pub(in crate::cli::report) uses: usize,
    /// The other meanings that it has in the issue.
    pub(in crate::cli::report) conflicts: Vec<String>,
}

impl Reader<'_> {
    /// The actors of a part, the most frequent first.
    pub(super) fn actors(&self, contents: &IndexedContents) -> Vec<Named> {
        let mut actors: BTreeMap<&str, BTreeMap<(&str, &'static str), Vec<u32>>> = BTreeMap::new();
        for actor in &contents.actors {
            let standing = match actor.form {
                Form::Name => "preferred",
                Form::Abbreviation => "short form",
                Form::Variant => "not preferred",
                Form::Former => "outdated",
                Form::Accepted | Form::Weak | Form::Phrase | Form::Country => "accepted",
            };
            let lines = actors.entry(&actor.id).or_default().entry((&actor.text, standing)).or_default();
            lines.push(self.line(actor.start));
        }
        let mut named: Vec<Named> = actors
            .into_iter()
            .filter_map(|(actor, spellings)| {
                let name = self.gazetteer().actor(actor)?.name.to_string();
                let times = spellings.values().map(Vec::len).sum();
                let spelt =
                    |((text, standing), lines): ((&str, _), _)| Spelt { text: text.to_owned(), standing, lines };
                let mut spellings: Vec<Spelt> = spellings.into_iter().map(spelt).collect();
                spellings.sort_by(|a, b| b.lines.len().cmp(&a.lines.len()).then_with(|| a.text.cmp(&b.text)));
                Some(Named { name, times, spellings })
            })
            .collect();
        named.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.name.cmp(&b.name)));
        named
    }
}

/// Records the other meanings of each abbreviation in the issue.
pub(super) fn conflicts(parts: &mut [Part]) {
    let plain = |long: &str| long.to_lowercase().replace(['-', '’', '\''], " ");
    let mut meanings: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for one in parts.iter().flat_map(|part| &part.abbreviations) {
        meanings.entry(one.short.clone()).or_default().entry(plain(&one.long)).or_insert_with(|| one.long.clone());
    }
    for one in parts.iter_mut().flat_map(|part| &mut part.abbreviations) {
        let own = plain(&one.long);
        if let Some(all) = meanings.get(&one.short) {
            one.conflicts = all.iter().filter(|(key, _)| **key != own).map(|(_, long)| long.clone()).collect();
        }
    }
}
