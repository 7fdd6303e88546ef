//! The proposals file that a person edits, and the list rows made from it.
//!
//! * `[[new]]` is a new record, `[[adds]]` adds names to a known one, `[[conflicts]]` states why a person must decide.
//!   To accept a conflict, change its heading to one of the others; delete what is not wanted.
//! * Proposals are sorted by id, so that two runs can be compared.
//! * The edited file becomes rows of the user's list: new records, and known ones with their additions, which override
//!   the shipped records with the same id.

use super::entry::{ImportedTerm, Role};
use super::write::quoted;
use crate::gazetteer::lists::column::Record;
use crate::gazetteer::lists::table;
use crate::gazetteer::{self, Former, Gazetteer, Text};
use crate::text::counted;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write;
use std::io::BufRead;

/// What a list contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListContents {
    /// Actors.
    #[default]
    Actors,
    /// Sources.
    Sources,
}

/// What a list proposes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proposals {
    /// What kind of records these are.
    pub list: ListContents,
    /// New records.
    pub new: Vec<Proposal>,
    /// Names, hosts and the like to add to known records.
    pub adds: Vec<Proposal>,
    /// Conflicts for a person to decide.
    pub conflicts: Vec<Proposal>,
    /// Terms, for the configuration.
    #[serde(skip)]
    pub terms: Vec<ImportedTerm>,
    /// The number of records that were already completely known.
    #[serde(skip)]
    pub known: usize,
}

/// A proposal: a new record, or additions to one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proposal {
    /// The record's id, new or known.
    pub id: String,
    /// The name; informational for known records.
    pub name: String,
    /// A column of the lists, like those below.
    pub abbreviations: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub accepted: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub variants: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub former: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub weak: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub aliases: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub hosts: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub kind: String,
    #[allow(missing_docs, reason = "a column")]
    pub countries: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub languages: Vec<String>,
    #[allow(missing_docs, reason = "a column")]
    pub founded: Option<String>,
    #[allow(missing_docs, reason = "a column")]
    pub dissolved: Option<String>,
    #[allow(missing_docs, reason = "a column")]
    pub note: String,
    /// Why a person must decide.
    pub why: Option<String>,
    /// Where it was read.
    pub from: Vec<String>,
}

impl Proposal {
    /// A copy with only the id and the name.
    pub(super) fn bare(&self) -> Proposal {
        Proposal { id: self.id.clone(), name: self.name.clone(), ..Proposal::default() }
    }

    /// Adds a name to the column of its role.
    pub(super) fn call(&mut self, role: Role, name: &str) {
        let column = match role {
            Role::Abbreviation => &mut self.abbreviations,
            Role::Former => &mut self.former,
            Role::Weak => &mut self.weak,
            Role::Name | Role::Alias | Role::Renamed => &mut self.accepted,
        };
        if !column.iter().any(|known| known == name) {
            column.push(name.to_owned());
        }
    }

    pub(super) fn has_names(&self) -> bool {
        [&self.abbreviations, &self.accepted, &self.former, &self.weak].iter().any(|names| !names.is_empty())
    }

    pub(super) fn take_names(&mut self, other: Proposal) {
        self.abbreviations = other.abbreviations;
        self.accepted = other.accepted;
        self.former = other.former;
        self.weak = other.weak;
    }

    fn write(&self, heading: &str, out: &mut String) {
        let _ = writeln!(out, "\n[[{heading}]]");
        let mut text = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(value));
            }
        };
        if let Some(why) = &self.why {
            text("why", why);
        }
        text("id", &self.id);
        text("name", &self.name);
        let mut list = |key: &str, values: &[String]| {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            let line = format!("{key} = [{}]", values.join(", "));
            if values.is_empty() {
            } else if line.chars().count() <= 120 {
                let _ = writeln!(out, "{line}");
            } else {
                let _ = writeln!(out, "{key} = [\n    {},\n]", values.join(",\n    "));
            }
        };
        list("abbreviations", &self.abbreviations);
        list("accepted", &self.accepted);
        list("variants", &self.variants);
        list("former", &self.former);
        list("weak", &self.weak);
        list("aliases", &self.aliases);
        list("hosts", &self.hosts);
        list("countries", &self.countries);
        list("languages", &self.languages);
        let mut text = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "{key} = {}", quoted(value));
            }
        };
        text("kind", &self.kind);
        text("founded", self.founded.as_deref().unwrap_or(""));
        text("dissolved", self.dissolved.as_deref().unwrap_or(""));
        text("note", &self.note);
        let from: Vec<String> = self.from.iter().map(|value| quoted(value)).collect();
        let _ = writeln!(out, "from = [{}]", from.join(", "));
    }

    /// The columns that are merged when several proposals concern one record.
    fn lists(&mut self) -> [&mut Vec<String>; 7] {
        [
            &mut self.abbreviations,
            &mut self.accepted,
            &mut self.former,
            &mut self.weak,
            &mut self.aliases,
            &mut self.hosts,
            &mut self.from,
        ]
    }

    fn actor(&self) -> gazetteer::Actor {
        let mut actor = gazetteer::Actor {
            id: kept(&self.id),
            name: kept(&self.name),
            founded: self.founded.as_deref().map(kept),
            dissolved: self.dissolved.as_deref().map(kept),
            note: kept(&self.note),
            countries: self.countries.iter().map(|code| kept(code)).collect(),
            kind: gazetteer::ActorKind::ALL
                .iter()
                .find(|(word, _)| *word == self.kind)
                .map(|(_, kind)| *kind)
                .unwrap_or_default(),
            ..gazetteer::Actor::default()
        };
        self.add_to_actor(&mut actor);
        actor
    }

    fn add_to_actor(&self, actor: &mut gazetteer::Actor) {
        join(&mut actor.abbreviations, &self.abbreviations);
        join(&mut actor.accepted, &self.accepted);
        join(&mut actor.variants, &self.variants);
        join(&mut actor.weak, &self.weak);
        let mut known: FxHashSet<Text> = actor.former.iter().map(|former| former.name.clone()).collect();
        for name in &self.former {
            let (name, until) =
                name.rsplit_once('@').map_or((&**name, None), |(name, until)| (name, Some(kept(until))));
            let name = kept(name);
            if known.insert(name.clone()) {
                actor.former.push(Former { name, until });
            }
        }
    }

    fn source(&self) -> gazetteer::Source {
        let mut source = gazetteer::Source {
            id: kept(&self.id),
            name: kept(&self.name),
            kind: kept(&self.kind),
            note: kept(&self.note),
            countries: self.countries.iter().map(|code| kept(code)).collect(),
            languages: self.languages.iter().map(|code| kept(code)).collect(),
            ..gazetteer::Source::default()
        };
        self.add_to_source(&mut source);
        source
    }

    fn add_to_source(&self, source: &mut gazetteer::Source) {
        join(&mut source.aliases, &self.aliases);
        join(&mut source.accepted, &self.accepted);
        join(&mut source.hosts, &self.hosts);
    }
}

fn kept(text: &str) -> Text {
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn join(list: &mut Vec<Text>, more: &[String]) {
    let mut known: FxHashSet<Text> = list.iter().cloned().collect();
    for value in more {
        let value = kept(value);
        if known.insert(value.clone()) {
            list.push(value);
        }
    }
}

impl Proposals {
    pub(super) fn fresh(&mut self, proposal: Proposal) {
        self.new.push(proposal);
    }

    pub(super) fn adds(&mut self, proposal: Proposal) {
        self.adds.push(proposal);
    }

    pub(super) fn conflict(&mut self, proposal: Proposal) {
        self.conflicts.push(proposal);
    }

    /// Merges additions to the same record, and sorts everything by id.
    pub(super) fn sort(&mut self) {
        let by_id = |a: &Proposal, b: &Proposal| a.id.cmp(&b.id);
        self.new.sort_by(by_id);
        self.adds.sort_by(by_id);
        self.conflicts.sort_by(by_id);
        self.adds = std::mem::take(&mut self.adds)
            .into_iter()
            .fold(Vec::new(), |mut joined: Vec<Joined>, more| {
                match joined.last_mut().filter(|last| last.proposal.id == more.id) {
                    Some(last) => last.add(more),
                    None => joined.push(Joined::new(more)),
                }
                joined
            })
            .into_iter()
            .map(|joined| joined.proposal)
            .collect();
    }

    /// Formats the proposals as TOML for a person to edit.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        if !self.terms.is_empty() {
            super::write::terms(&self.terms, &mut out);
        }
        let records = self.new.len() + self.adds.len() + self.conflicts.len();
        if records == 0 && !self.terms.is_empty() {
            return out;
        }
        let _ = writeln!(
            out,
            "# {}, {}, {}; {}.\n\
             # Delete what you do not want. To take a conflict, make its heading [[adds]] or [[new]].\n\
             # Then: copydesk gazetteer import proposals THIS-FILE --format tsv -o names/imported.tsv",
            counted(self.new.len(), "new record", "new records"),
            counted(self.adds.len(), "addition", "additions"),
            counted(self.conflicts.len(), "conflict", "conflicts"),
            counted(self.known, "record was known whole", "records were known whole"),
        );
        let list = match self.list {
            ListContents::Actors => "actors",
            ListContents::Sources => "sources",
        };
        let _ = writeln!(out, "list = \"{list}\"");
        for (heading, proposals) in [("new", &self.new), ("adds", &self.adds), ("conflicts", &self.conflicts)] {
            for proposal in proposals {
                proposal.write(heading, &mut out);
            }
        }
        out
    }

    /// Reads edited proposals.
    ///
    /// # Errors
    /// A message that says why they cannot be read, or where the text is not valid.
    pub fn read(input: &mut dyn BufRead) -> Result<Proposals, String> {
        Proposals::parse(&super::lines::whole_text(input)?)
    }

    /// Parses edited proposals.
    ///
    /// # Errors
    /// A message that says where the text is not valid.
    pub fn parse(text: &str) -> Result<Proposals, String> {
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("line {line}: {}", error.message())
        })
    }

    /// Formats the accepted proposals as list rows, with a message for each one that is invalid. Conflicts are skipped.
    #[must_use]
    pub fn to_tsv(&self, gazetteer: &Gazetteer) -> (String, Vec<String>) {
        let mut faults = Vec::new();
        let text = match self.list {
            ListContents::Actors => table::write(
                &self.records(|id| gazetteer.actor(id), Proposal::actor, Proposal::add_to_actor, &mut faults),
                '\t',
            ),
            ListContents::Sources => table::write(
                &self.records(|id| gazetteer.source(id), Proposal::source, Proposal::add_to_source, &mut faults),
                '\t',
            ),
        };
        (text, faults)
    }

    fn records<'g, R: Record + Clone>(
        &self,
        find: impl Fn(&str) -> Option<&'g R>,
        make: impl Fn(&Proposal) -> R,
        add: impl Fn(&Proposal, &mut R),
        faults: &mut Vec<String>,
    ) -> Vec<R> {
        let mut records: Vec<R> = Vec::new();
        let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
        for proposal in &self.new {
            let fault = if proposal.id.is_empty() || proposal.name.is_empty() {
                Some(format!("a new record needs an id and a name: “{}{}”", proposal.id, proposal.name))
            } else if find(&proposal.id).is_some() || by_id.contains_key(&*proposal.id) {
                Some(format!("the id {} is taken: give the new record another, or make it [[adds]]", proposal.id))
            } else {
                None
            };
            match fault {
                Some(fault) => faults.push(fault),
                None => {
                    by_id.insert(&proposal.id, records.len());
                    records.push(make(proposal));
                }
            }
        }
        for proposal in &self.adds {
            if let Some(&at) = by_id.get(&*proposal.id) {
                add(proposal, &mut records[at]);
            } else if let Some(known) = find(&proposal.id) {
                let mut record = known.clone();
                add(proposal, &mut record);
                by_id.insert(&proposal.id, records.len());
                records.push(record);
            } else {
                faults.push(format!("there is no record {} to add to", proposal.id));
            }
        }
        records.sort_by(|a, b| a.id().cmp(b.id()));
        records
    }
}

/// A proposal for a known record, merged from several.
struct Joined {
    proposal: Proposal,
    /// Its values, by column.
    held: FxHashSet<(usize, String)>,
}

impl Joined {
    fn new(mut proposal: Proposal) -> Joined {
        let lists = proposal.lists().map(|list| list.clone());
        let held = (0..).zip(lists).flat_map(|(column, list)| list.into_iter().map(move |value| (column, value)));
        Joined { held: held.collect(), proposal }
    }

    fn add(&mut self, mut more: Proposal) {
        for ((column, kept), more) in (0..).zip(self.proposal.lists()).zip(more.lists()) {
            for value in more.drain(..) {
                if self.held.insert((column, value.clone())) {
                    kept.push(value);
                }
            }
        }
    }
}
