//! What all readers produce, before it is compared with the gazetteer.

use super::clean;
use crate::gazetteer::ActorKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Faults reported individually; the rest are only counted.
const SAID: usize = 50;

/// The maximum number of names kept for one actor, and of places for one record.
const MOST: usize = 1000;

/// The maximum number of names or hosts kept for one source.
const OF_SOURCE: usize = 100;

/// The maximum number of records that one import reads.
const RECORDS: usize = 1_000_000;

/// Longer fault messages are truncated, in characters: they may quote the list.
const MESSAGE: usize = 400;

/// The content of one or more lists.
#[derive(Debug, Default)]
pub struct Imported {
    /// The format's name.
    pub format: &'static str,
    /// The file being read.
    pub file: String,
    /// Actors, in list order.
    pub actors: Vec<ImportedActor>,
    /// Sources, in list order.
    pub sources: Vec<ImportedSource>,
    /// Terms, in list order.
    pub terms: Vec<ImportedTerm>,
    /// What could not be read: one message each, beginning with the place.
    pub problems: Vec<String>,
    /// The number of problems, including those not listed.
    pub faults: usize,
    /// What was skipped on purpose, with counts.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Index of the actor for each id.
    ids: FxHashMap<String, usize>,
    /// Receives names of actors beyond the limit, which are dropped.
    spare: ImportedActor,
    is_full: bool,
}

/// An imported actor.
#[derive(Clone, Debug, Default)]
pub struct ImportedActor {
    /// Where it was read: file, place, the record's id.
    pub from: Vec<String>,
    /// Its main name.
    pub name: String,
    /// Its current name, if the list files it under an older one.
    pub renamed: Option<String>,
    /// Abbreviations.
    pub abbreviations: Vec<String>,
    /// Other names.
    pub accepted: Vec<String>,
    /// Former names.
    pub former: Vec<String>,
    /// Names that the list marks as weak.
    pub weak: Vec<String>,
    /// The kind of actor.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Year, month or day.
    pub founded: Option<String>,
    /// Year, month or day.
    pub dissolved: Option<String>,
    /// A sentence.
    pub note: String,
    /// Whether the list writes all names in capitals.
    pub shouted: bool,
}

/// An imported source.
#[derive(Clone, Debug, Default)]
pub struct ImportedSource {
    /// Where it was read.
    pub from: Vec<String>,
    /// Its name; empty if the list only gives a host.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Hosts.
    pub hosts: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// ISO 639-1.
    pub languages: Vec<String>,
    /// `newspaper`, `journal`, `web`, …
    pub kind: &'static str,
}

/// An imported term.
#[derive(Clone, Debug)]
pub struct ImportedTerm {
    /// Where it was read.
    pub from: String,
    /// The words or the pattern.
    pub written: String,
    /// Whether it is a regular expression.
    pub is_pattern: bool,
    /// Whether it is accepted or discouraged.
    pub verdict: Verdict,
    /// Why.
    pub note: String,
}

/// What a list says about a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The term is fine.
    Accepted,
    /// The term is discouraged; replacements, best first.
    Discouraged(Vec<String>),
}

impl Verdict {
    /// The replacements for a discouraged term.
    #[must_use]
    pub fn instead(&self) -> &[String] {
        match self {
            Verdict::Accepted => &[],
            Verdict::Discouraged(instead) => instead,
        }
    }
}

/// The role of a name in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The main name.
    Name,
    /// An alternative name.
    Alias,
    /// A former name.
    Former,
    /// A name too weak to identify the actor on its own.
    Weak,
    /// An abbreviation.
    Abbreviation,
    /// The current name of an actor filed under an older one.
    Renamed,
}

impl Imported {
    pub(super) fn new(format: &'static str) -> Imported {
        Imported { format, ..Imported::default() }
    }

    /// Records a fault. `place` is appended to the file name: `:12`, `: objects[3]`.
    pub(super) fn fault(&mut self, place: &str, message: &str) {
        self.faults += 1;
        if self.problems.len() < SAID {
            let mut problem = format!("{}{place}: {message}", self.file);
            if let Some((end, _)) = problem.char_indices().nth(MESSAGE) {
                problem.truncate(end);
                problem.push('…');
            }
            self.problems.push(problem);
        }
    }

    /// Records a fault on a line.
    pub(super) fn fault_at(&mut self, line: u64, message: &str) {
        self.fault(&format!(":{line}"), message);
    }

    /// Counts something skipped on purpose; `what` is a plural noun.
    pub(super) fn leave_out(&mut self, what: &'static str) {
        *self.left_out.entry(what).or_default() += 1;
    }

    /// Whether another record may be added; reports once when the limit is reached.
    pub(super) fn has_room(&mut self) -> bool {
        let has_room = self.actors.len() + self.sources.len() + self.terms.len() < RECORDS;
        if !has_room && !std::mem::replace(&mut self.is_full, true) {
            self.fault("", &format!("only the first {RECORDS} records were read: import the rest by itself"));
        }
        has_room
    }

    /// Drops actors without a main name, such as aliases whose record was skipped.
    pub(super) fn finish(&mut self) {
        let many = self.actors.len();
        self.actors.retain(|actor| !actor.name.is_empty());
        if self.actors.len() < many {
            *self.left_out.entry("records of which only aliases were read").or_default() += many - self.actors.len();
        }
    }

    /// Describes the origin of a record: format, file, place, id.
    pub(super) fn from(&self, place: &str, id: &str) -> String {
        let id = clean::plain(id);
        let gap = if id.is_empty() { "" } else { " " };
        format!("{} {}{place}{gap}{id}", self.format, self.file)
    }

    /// The actor with an id of the list, to which later lines may add; a new one if the id is unknown or empty.
    pub(super) fn actor(&mut self, place: &str, id: &str) -> &mut ImportedActor {
        let from = self.from(place, id);
        let at = match self.ids.get(id).copied().filter(|_| !id.is_empty()) {
            Some(at) => at,
            None if !self.has_room() => {
                self.spare = ImportedActor::default();
                return &mut self.spare;
            }
            None => {
                self.ids.insert(id.to_owned(), self.actors.len());
                self.actors.push(ImportedActor { from: vec![from], ..ImportedActor::default() });
                self.actors.len() - 1
            }
        };
        &mut self.actors[at]
    }

    /// Adds a source; one without name and host is skipped.
    pub(super) fn source(&mut self, source: ImportedSource) {
        if source.name.is_empty() && source.hosts.is_empty() {
            self.leave_out("items without outlet and address");
        } else if self.has_room() {
            self.sources.push(source);
        }
    }

    /// The actor with this id, if it was read.
    pub(super) fn known(&mut self, id: &str) -> Option<&mut ImportedActor> {
        let at = *self.ids.get(id)?;
        self.actors.get_mut(at)
    }

    /// Adds an actor; one without a name is skipped.
    pub(super) fn take(&mut self, place: &str, id: &str, actor: ImportedActor) {
        if actor.name.is_empty() {
            return self.leave_out("records without a name in Latin letters");
        }
        let known = self.actor(place, id);
        if known.name.is_empty() {
            let from = std::mem::take(&mut known.from);
            *known = ImportedActor { from, ..actor };
        } else {
            known.merge(&actor);
        }
    }
}

impl ImportedActor {
    /// All its names, with their roles.
    pub fn names(&self) -> impl Iterator<Item = (Role, &str)> {
        std::iter::once((Role::Name, &*self.name))
            .filter(|(_, name)| !name.is_empty())
            .chain(self.renamed.iter().map(|name| (Role::Renamed, &**name)))
            .chain(self.abbreviations.iter().map(|name| (Role::Abbreviation, &**name)))
            .chain(self.accepted.iter().map(|name| (Role::Alias, &**name)))
            .chain(self.former.iter().map(|name| (Role::Former, &**name)))
            .chain(self.weak.iter().map(|name| (Role::Weak, &**name)))
    }

    /// Adds a name as the list writes it: split at semicolons, cleaned, in normal case. Names in other scripts and
    /// implausible names are skipped.
    pub(super) fn call(&mut self, role: Role, written: &str) {
        for part in clean::plain(written).split(';') {
            let Some(name) = clean::name(part) else { continue };
            let caps = clean::is_capitals(&name);
            let short = caps && clean::is_short_form(&name);
            let (name, inner) =
                if self.kind == ActorKind::Person { (name, None) } else { clean::without_brackets(name) };
            if let Some(inner) = inner {
                let role = match role {
                    Role::Weak | Role::Former => role,
                    _ if clean::is_short_form(&inner) => Role::Abbreviation,
                    _ => Role::Alias,
                };
                self.place(role, clean::in_case(&inner));
            }
            if role == Role::Name && self.name.is_empty() {
                self.shouted |= caps && !short;
            }
            // In a list in capitals, a short word may be a name or an abbreviation, so it counts as weak.
            let role = match role {
                Role::Alias if short && self.shouted => Role::Weak,
                Role::Alias if short => Role::Abbreviation,
                role => role,
            };
            self.place(role, if short { name } else { clean::in_case(&name) });
        }
    }

    fn place(&mut self, role: Role, name: String) {
        let many = self.abbreviations.len() + self.accepted.len() + self.former.len() + self.weak.len();
        if many >= MOST || self.names().any(|(_, known)| known == name) {
            return;
        }
        match role {
            Role::Name if self.name.is_empty() => self.name = name,
            Role::Name | Role::Alias => self.accepted.push(name),
            Role::Former => self.former.push(name),
            Role::Weak => self.weak.push(name),
            Role::Abbreviation => self.abbreviations.push(name),
            Role::Renamed if self.renamed.is_none() => self.renamed = Some(name),
            Role::Renamed => self.accepted.push(name),
        }
    }

    /// Merges another record of the same actor.
    pub(super) fn merge(&mut self, other: &ImportedActor) {
        for (role, name) in other.names() {
            self.place(role, name.to_owned());
        }
        for country in &other.countries {
            if !self.countries.contains(country) {
                self.countries.push(country.clone());
            }
        }
        for from in &other.from {
            if self.from.len() < MOST && !self.from.contains(from) {
                self.from.push(from.clone());
            }
        }
        self.founded = self.founded.take().or_else(|| other.founded.clone());
        self.dissolved = self.dissolved.take().or_else(|| other.dissolved.clone());
    }

    /// Adds a country if it is a valid code.
    pub(super) fn country(&mut self, code: &str) {
        if let Some(code) = clean::country(code)
            && !self.countries.contains(&code)
        {
            self.countries.push(code);
        }
    }
}

impl ImportedSource {
    /// Adds an alternative name.
    pub(super) fn call(&mut self, name: String) {
        if name != self.name && self.aliases.len() < OF_SOURCE && !self.aliases.contains(&name) {
            self.aliases.push(name);
        }
    }

    /// Adds the host of a URL, or a bare host.
    pub(super) fn lives(&mut self, address: &str) {
        if self.hosts.len() < OF_SOURCE
            && let Some(host) = clean::host(address)
            && !self.hosts.contains(&host)
        {
            self.hosts.push(host);
        }
    }

    /// Adds a country if it is a valid code.
    pub(super) fn country(&mut self, code: &str) {
        if self.countries.len() < OF_SOURCE
            && let Some(code) = clean::country(code)
            && !self.countries.contains(&code)
        {
            self.countries.push(code);
        }
    }

    /// Adds a language if it is a valid code: `en-GB` counts as `en`.
    pub(super) fn language(&mut self, code: &str) {
        let code = code.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if matches!(code.len(), 2 | 3)
            && code.bytes().all(|byte| byte.is_ascii_lowercase())
            && self.languages.len() < OF_SOURCE
            && !self.languages.contains(&code)
        {
            self.languages.push(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_in_few_words() {
        let mut found = Imported::new("csv");
        for n in 0..60 {
            found.fault_at(n, &"é".repeat(100_000));
        }
        assert_eq!((found.faults, found.problems.len()), (60, SAID));
        assert!(found.problems.iter().all(|problem| problem.chars().count() == MESSAGE + 1));
    }

    #[test]
    fn no_more_records_are_kept_than_fit() {
        let mut found = Imported::new("csv");
        let named = |name: &str| ImportedActor { name: name.to_owned(), ..ImportedActor::default() };
        found.take(":1", "first", named("Ridge Men"));
        found.actors.resize(RECORDS, ImportedActor::default());
        found.take(":2", "more", named("Ridge Women"));
        found.take(":3", "", named("Ridge Children"));
        found.source(ImportedSource { name: "Ridge Post".to_owned(), ..ImportedSource::default() });
        assert_eq!((found.actors.len(), found.sources.len(), found.faults), (RECORDS, 0, 1));
        // Known records may still be given names.
        found.take(":4", "first", named("Men of the Ridge"));
        assert_eq!(found.actors[0].accepted, ["Men of the Ridge"]);
    }
}
