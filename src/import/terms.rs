//! Turns imported terms into configuration entries.
//!
//! Discouraged terms become entries of `[[terms.discouraged]]`, unless they are preferred here; accepted terms become
//! common abbreviations or need no entry, because copydesk does not flag unknown words.

use super::entry::{Imported, ImportedTerm, Verdict};
use super::proposals::{Proposal, Proposals};
use super::write;
use crate::config::Config;
use crate::gazetteer::Gazetteer;
use rustc_hash::{FxHashMap, FxHashSet};

impl Imported {
    /// Adds a term if it is valid in a configuration.
    pub(super) fn term(&mut self, place: &str, term: ImportedTerm) {
        if matches!(term.verdict, Verdict::Discouraged(_)) {
            let (_, problems) = Config::parse(&write::discouraged(&term));
            if let Some(problem) = problems.first() {
                return self.fault(place, &format!("“{}” was passed over: {}", term.written, problem.message));
            }
        }
        if self.has_room() {
            self.terms.push(term);
        }
    }
}

/// Compares terms with the gazetteer and collects proposals.
pub(super) fn judge(found: Vec<ImportedTerm>, gazetteer: &Gazetteer, out: &mut Proposals) {
    if found.is_empty() {
        return;
    }
    // The preferred spellings of names, and the spellings that are corrected.
    let mut written: FxHashMap<&str, &str> = FxHashMap::default();
    let mut corrected: FxHashMap<&str, &str> = FxHashMap::default();
    for actor in gazetteer.actors() {
        for name in [&actor.name].into_iter().chain(&actor.accepted).chain(&actor.abbreviations) {
            written.insert(name, &actor.id);
        }
        for name in &actor.variants {
            corrected.insert(name, &actor.name);
        }
    }
    for source in gazetteer.sources() {
        for name in [&source.name].into_iter().chain(&source.accepted) {
            written.insert(name, &source.id);
        }
        for name in &source.aliases {
            corrected.insert(name, &source.name);
        }
    }
    let mut seen = FxHashSet::default();
    for term in found {
        if !seen.insert((term.is_pattern, term.written.clone())) {
            out.known += 1;
            continue;
        }
        let accepted = term.verdict == Verdict::Accepted;
        let why = match (accepted, written.get(&*term.written), corrected.get(&*term.written)) {
            (false, Some(id), _) => Some(format!("the lists know this: it is a name of {id}")),
            (true, None, Some(name)) => Some(format!("the list accepts what is corrected here to “{name}”")),
            (true, Some(_), _) => {
                out.known += 1;
                continue;
            }
            _ => None,
        };
        match why {
            Some(why) => out.conflict(Proposal {
                name: term.written,
                why: Some(why),
                from: vec![term.from],
                ..Proposal::default()
            }),
            None => out.terms.push(term),
        }
    }
}
