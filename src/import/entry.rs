//! What other people's lists are read into, before it is held against what is known.

use super::clean;
use crate::gazetteer::Kind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A list says no more than so many of its faults one by one.
const SAID: usize = 50;

/// No actor is given more names than this, and no more places of a record are kept.
const MOST: usize = 1000;

/// No source has more names or hosts than this.
const OF_SOURCE: usize = 100;

/// So many records are read of the lists of one import.
const RECORDS: usize = 1_000_000;

/// Characters of a fault's message that are kept: it may quote the list.
const MESSAGE: usize = 400;

/// What was read of one or several lists.
#[derive(Debug, Default)]
pub struct Found {
    /// The format's name.
    pub format: &'static str,
    /// The file that is being read.
    pub file: String,
    /// Actors, in the order of the list.
    pub actors: Vec<Actor>,
    /// Sources, in the order of the list.
    pub sources: Vec<Source>,
    /// Terms, in the order of the list.
    pub terms: Vec<Term>,
    /// What could not be read, a sentence each that opens with the place.
    pub problems: Vec<String>,
    /// How many problems there were, said or not.
    pub faults: usize,
    /// What was left out on purpose, and how often.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Where the actors of an id stand.
    ids: FxHashMap<String, usize>,
    /// Takes what is read of an actor past the limit.
    spare: Actor,
    is_full: bool,
}

/// An actor of a list.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// Where it was read: file, place, the record's id.
    pub from: Vec<String>,
    /// Its first name.
    pub name: String,
    /// The name that it bears now, where the list files it under an older one.
    pub renamed: Option<String>,
    /// Short forms in capitals.
    pub abbreviations: Vec<String>,
    /// Other names.
    pub accepted: Vec<String>,
    /// Names of its past.
    pub former: Vec<String>,
    /// Names that the list itself calls weak.
    pub weak: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Year, month or day.
    pub founded: Option<String>,
    /// Year, month or day.
    pub dissolved: Option<String>,
    /// A sentence.
    pub note: String,
    /// Whether the list writes names in capitals throughout.
    pub shouted: bool,
}

/// A source of a list.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Where it was read.
    pub from: Vec<String>,
    /// Its name; empty where the list gives a host alone.
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

/// A term of a list.
#[derive(Clone, Debug)]
pub struct Term {
    /// Where it was read.
    pub from: String,
    /// The words or the pattern.
    pub written: String,
    /// Whether it is a regular expression.
    pub is_pattern: bool,
    /// What to write in its place, the best first; none where the term is accepted.
    pub verdict: Verdict,
    /// Why.
    pub note: String,
}

/// What a list says of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be written.
    Accepted,
    /// It is not wanted; what to write in its place, the best first.
    Discouraged(Vec<String>),
}

/// How a list gives a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// As the first name.
    Name,
    /// As another name.
    Alias,
    /// As a name of the past.
    Former,
    /// As a name that is too weak to be matched alone.
    Weak,
    /// As a short form.
    Abbreviation,
    /// As the name it bears now.
    Renamed,
}

impl Found {
    pub(super) fn new(format: &'static str) -> Found {
        Found { format, ..Found::default() }
    }

    /// Keeps a fault and where it is. `place` follows the file's name: `:12`, `: objects[3]`.
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

    /// Keeps a fault of a line.
    pub(super) fn fault_at(&mut self, line: u64, message: &str) {
        self.fault(&format!(":{line}"), message);
    }

    /// Counts what is left out on purpose; `what` is a plural.
    pub(super) fn leave_out(&mut self, what: &'static str) {
        *self.left_out.entry(what).or_default() += 1;
    }

    /// Whether another record may be kept; says once that there are too many.
    pub(super) fn has_room(&mut self) -> bool {
        let has_room = self.actors.len() + self.sources.len() + self.terms.len() < RECORDS;
        if !has_room && !std::mem::replace(&mut self.is_full, true) {
            self.fault("", &format!("only the first {RECORDS} records were read: import the rest by itself"));
        }
        has_room
    }

    /// Drops what names alone were read of, such as the aliases of a record that was left out.
    pub(super) fn finish(&mut self) {
        let many = self.actors.len();
        self.actors.retain(|actor| !actor.name.is_empty());
        if self.actors.len() < many {
            *self.left_out.entry("records of which only aliases were read").or_default() += many - self.actors.len();
        }
    }

    /// Provenance: format, file, place, id.
    pub(super) fn from(&self, place: &str, id: &str) -> String {
        let id = clean::plain(id);
        let gap = if id.is_empty() { "" } else { " " };
        format!("{} {}{place}{gap}{id}", self.format, self.file)
    }

    /// The actor of a list's own id, which later lines may add to; a new one where the id is new or empty.
    pub(super) fn actor(&mut self, place: &str, id: &str) -> &mut Actor {
        let from = self.from(place, id);
        let at = match self.ids.get(id).copied().filter(|_| !id.is_empty()) {
            Some(at) => at,
            None if !self.has_room() => {
                self.spare = Actor::default();
                return &mut self.spare;
            }
            None => {
                self.ids.insert(id.to_owned(), self.actors.len());
                self.actors.push(Actor { from: vec![from], ..Actor::default() });
                self.actors.len() - 1
            }
        };
        &mut self.actors[at]
    }

    /// Keeps a source; one without name and host is left out.
    pub(super) fn source(&mut self, source: Source) {
        if source.name.is_empty() && source.hosts.is_empty() {
            self.leave_out("items without outlet and address");
        } else if self.has_room() {
            self.sources.push(source);
        }
    }

    /// The actor of that id, if it was read.
    pub(super) fn known(&mut self, id: &str) -> Option<&mut Actor> {
        let at = *self.ids.get(id)?;
        self.actors.get_mut(at)
    }

    /// Keeps an actor; one without a name is left out.
    pub(super) fn take(&mut self, place: &str, id: &str, actor: Actor) {
        if actor.name.is_empty() {
            return self.leave_out("records without a name in Latin letters");
        }
        let known = self.actor(place, id);
        if known.name.is_empty() {
            let from = std::mem::take(&mut known.from);
            *known = Actor { from, ..actor };
        } else {
            known.merge(&actor);
        }
    }
}

impl Actor {
    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = (Role, &str)> {
        std::iter::once((Role::Name, &*self.name))
            .filter(|(_, name)| !name.is_empty())
            .chain(self.renamed.iter().map(|name| (Role::Renamed, &**name)))
            .chain(self.abbreviations.iter().map(|name| (Role::Abbreviation, &**name)))
            .chain(self.accepted.iter().map(|name| (Role::Alias, &**name)))
            .chain(self.former.iter().map(|name| (Role::Former, &**name)))
            .chain(self.weak.iter().map(|name| (Role::Weak, &**name)))
    }

    /// Takes a name as a list writes it: parted at semicolons, cleaned, in the case that names have. Names in other
    /// scripts, and those that nobody could write, are passed over.
    pub(super) fn call(&mut self, role: Role, written: &str) {
        for part in clean::plain(written).split(';') {
            let Some(name) = clean::name(part) else { continue };
            let caps = clean::is_capitals(&name);
            let short = caps && clean::is_short_form(&name);
            let (name, inner) = if self.kind == Kind::Person { (name, None) } else { clean::without_brackets(name) };
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
            // In a list that is all capitals, a single short word may be a name as well as a short form: it is weak.
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

    /// Takes over the names of another record of the same actor.
    pub(super) fn merge(&mut self, other: &Actor) {
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

    /// Takes a country, if it is a code.
    pub(super) fn country(&mut self, code: &str) {
        if let Some(code) = clean::country(code)
            && !self.countries.contains(&code)
        {
            self.countries.push(code);
        }
    }
}

impl Source {
    /// Takes another name.
    pub(super) fn call(&mut self, name: String) {
        if name != self.name && self.aliases.len() < OF_SOURCE && !self.aliases.contains(&name) {
            self.aliases.push(name);
        }
    }

    /// Takes a host from an address, or a bare host.
    pub(super) fn lives(&mut self, address: &str) {
        if self.hosts.len() < OF_SOURCE
            && let Some(host) = clean::host(address)
            && !self.hosts.contains(&host)
        {
            self.hosts.push(host);
        }
    }

    /// Takes a country, if it is a code.
    pub(super) fn country(&mut self, code: &str) {
        if self.countries.len() < OF_SOURCE
            && let Some(code) = clean::country(code)
            && !self.countries.contains(&code)
        {
            self.countries.push(code);
        }
    }

    /// Takes a language, if it is a code: `en-GB` is `en`.
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
        let mut found = Found::new("csv");
        for n in 0..60 {
            found.fault_at(n, &"é".repeat(100_000));
        }
        assert_eq!((found.faults, found.problems.len()), (60, SAID));
        assert!(found.problems.iter().all(|problem| problem.chars().count() == MESSAGE + 1));
    }

    #[test]
    fn no_more_records_are_kept_than_fit() {
        let mut found = Found::new("csv");
        let named = |name: &str| Actor { name: name.to_owned(), ..Actor::default() };
        found.take(":1", "first", named("Ridge Men"));
        found.actors.resize(RECORDS, Actor::default());
        found.take(":2", "more", named("Ridge Women"));
        found.take(":3", "", named("Ridge Children"));
        found.source(Source { name: "Ridge Post".to_owned(), ..Source::default() });
        assert_eq!((found.actors.len(), found.sources.len(), found.faults), (RECORDS, 0, 1));
        // What is known may still learn names.
        found.take(":4", "first", named("Men of the Ridge"));
        assert_eq!(found.actors[0].accepted, ["Men of the Ridge"]);
    }
}
