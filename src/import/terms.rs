//! Turns imported terms into configuration entries.
//!
//! Discouraged terms become entries of `[[terms.discouraged]]`, unless they are preferred here; accepted terms become
//! common abbreviations or need no entry, because copydesk does not flag unknown words.

use super::entry::{Found, Term, Verdict};
use super::proposals::{Proposal, Proposals};
use crate::config::Config;
use crate::gazetteer::Gazetteer;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

impl Found {
    /// Adds a term if it is valid in a configuration.
    pub(super) fn term(&mut self, place: &str, term: Term) {
        if matches!(term.verdict, Verdict::Discouraged(_)) {
            let (_, problems) = Config::parse(&entry(&term));
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
pub(super) fn judge(found: Vec<Term>, gazetteer: &Gazetteer, out: &mut Proposals) {
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
            (false, Some(id), _) => Some(format!("the house writes this: it is a name of {id}")),
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

/// Formats a configuration entry.
fn entry(term: &Term) -> String {
    let mut out = String::from("[[terms.discouraged]]\n");
    let key = if term.is_pattern { "pattern" } else { "term" };
    let _ = writeln!(out, "{key} = {}", super::proposals::quoted(&term.written));
    match term.verdict.instead() {
        [] => {}
        [one] => {
            let _ = writeln!(out, "use = {}", super::proposals::quoted(one));
        }
        several => {
            let several: Vec<String> = several.iter().map(|text| super::proposals::quoted(text)).collect();
            let _ = writeln!(out, "use = [{}]", several.join(", "));
        }
    }
    if !term.note.is_empty() {
        let _ = writeln!(out, "note = {}", super::proposals::quoted(&term.note));
    }
    out
}

/// Writes terms as part of a configuration; those without a key become comments.
pub(super) fn write(terms: &[Term], out: &mut String) {
    out.push_str("# For copydesk.toml: take over what you want.\n");
    let discouraged = terms.iter().filter(|term| term.verdict != Verdict::Accepted);
    for term in discouraged {
        let _ = write!(out, "\n# {}\n{}", term.from, entry(term));
    }
    let accepted: Vec<&Term> = terms.iter().filter(|term| term.verdict == Verdict::Accepted).collect();
    let (short, long): (Vec<&Term>, Vec<&Term>) =
        accepted.into_iter().partition(|term| !term.is_pattern && super::clean::is_short_form(&term.written));
    if !short.is_empty() {
        out.push_str("\n[abbreviations]\ncommon = [\n");
        for term in short {
            let _ = writeln!(out, "    {}, # {}", super::proposals::quoted(&term.written), term.from);
        }
        out.push_str("]\n");
    }
    if !long.is_empty() {
        out.push_str(
            "\n# Accepted there, and unknown here. Words need no entry; names may go to the house's list of actors.\n",
        );
        for term in long {
            let _ = writeln!(out, "# {} ({})", term.written, term.from);
        }
    }
}
