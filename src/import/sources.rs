//! Compares imported sources with the gazetteer.
//!
//! * Entries with the same name and host are merged: a library cites an outlet many times.
//! * A known host with an unknown name proposes an alias; a known name with an unknown host proposes a host. If name and
//!   host belong to different sources, a person decides.
//! * Hosts say nothing about agencies, which others publish, or about platforms, on which anyone can publish.

use super::clean;
use super::entry::ImportedSource;
use super::proposals::{Proposal, Proposals};
use crate::gazetteer::{self, Gazetteer};
use crate::text::Slice;
use crate::text::words;
use rustc_hash::{FxHashMap, FxHashSet};

/// Extracts the outlet from a title: `Dhaka Tribune | Breaking News` gives `Dhaka Tribune`. A bare host is not a name.
pub(super) fn outlet(title: &str) -> Option<String> {
    let title = clean::plain(title);
    let cut = [" | ", " – ", " — ", " :: ", " » ", " - "];
    let end = cut.iter().filter_map(|mark| title.find(mark)).filter(|at| *at > 0).min().unwrap_or(title.len());
    let name = clean::name(title.slice(..end))?;
    let is_host = !name.contains(' ') && name.contains('.') && clean::host(&name).is_some();
    (!is_host).then_some(name)
}

/// Compares sources with the gazetteer and collects proposals.
pub(super) fn judge(found: Vec<ImportedSource>, gazetteer: &Gazetteer, out: &mut Proposals) {
    let mut ids = FreeIds::new(gazetteer.sources().iter().map(|source| source.id.to_string()));
    let mut fresh: FxHashMap<u64, usize> = FxHashMap::default();
    for source in gathered(found) {
        judge_one(source, gazetteer, &mut ids, &mut fresh, out);
    }
}

/// Merges entries with the same name and first host.
fn gathered(found: Vec<ImportedSource>) -> Vec<ImportedSource> {
    let mut all: Vec<ImportedSource> = Vec::new();
    let mut known: FxHashMap<(u64, String), usize> = FxHashMap::default();
    for source in found {
        let key = (words::hash(&source.name), source.hosts.first().cloned().unwrap_or_default());
        match known.get(&key) {
            Some(&at) => {
                let kept = &mut all[at];
                // Each entry is another place.
                kept.from.extend(source.from);
                join(&mut kept.aliases, source.aliases);
                join(&mut kept.hosts, source.hosts);
                join(&mut kept.countries, source.countries);
                join(&mut kept.languages, source.languages);
            }
            None => {
                known.insert(key, all.len());
                all.push(source);
            }
        }
    }
    all
}

/// Adds new values, up to a hundred.
fn join(kept: &mut Vec<String>, more: Vec<String>) {
    for value in more {
        if kept.len() < 100 && !kept.contains(&value) {
            kept.push(value);
        }
    }
}

fn judge_one(
    mut source: ImportedSource,
    gazetteer: &Gazetteer,
    ids: &mut FreeIds,
    fresh: &mut FxHashMap<u64, usize>,
    out: &mut Proposals,
) {
    source.hosts.retain(|host| owner(gazetteer, host).is_none_or(|owner| !owner.is_platform()));
    let from = said(source.from.clone());
    let named: Vec<&gazetteer::Source> = match source.name.is_empty() {
        true => Vec::new(),
        false => gazetteer.sources_named(&source.name).iter().map(|candidate| candidate.source).collect(),
    };
    let owners: Vec<&gazetteer::Source> = source.hosts.iter().filter_map(|host| owner(gazetteer, host)).collect();
    let conflict = |why: String, id: &str| Proposal {
        id: id.to_owned(),
        name: source.name.clone(),
        hosts: source.hosts.clone(),
        countries: source.countries.clone(),
        why: Some(why),
        from: from.clone(),
        ..Proposal::default()
    };
    let target = match (&named[..], &owners[..]) {
        (_, []) if named.is_empty() => None,
        ([known], []) => {
            if known.is_agency() && !source.hosts.is_empty() {
                let why = format!("others print {}: whose host is this?", known.name);
                return out.conflict(conflict(why, &known.id));
            }
            Some(*known)
        }
        ([], [owner, rest @ ..]) if rest.iter().all(|other| other.id == owner.id) => Some(*owner),
        ([], [first, ..]) => {
            return out.conflict(conflict("the hosts belong to several sources".to_owned(), &first.id));
        }
        (_, []) => {
            if source.hosts.is_empty() {
                return out.known += 1;
            }
            let ids: Vec<&str> = named.iter().map(|source| &*source.id).collect();
            let why = format!("the name is that of several sources: {}", ids.join(", "));
            return out.conflict(conflict(why, ids[0]));
        }
        (_, [owner, ..]) => match named.iter().find(|known| owners.iter().any(|owner| owner.id == known.id)) {
            Some(known) => Some(*known),
            None if named.iter().any(|known| known.is_agency()) => return out.known += 1,
            None => {
                let why = format!("the name is that of {}, the host that of {}", named[0].name, owner.name);
                return out.conflict(conflict(why, &named[0].id));
            }
        },
    };
    match target {
        Some(known) => add(known, &source, from, gazetteer, out),
        None => new(source, from, gazetteer, ids, fresh, out),
    }
}

fn owner<'g>(gazetteer: &'g Gazetteer, host: &str) -> Option<&'g gazetteer::Source> {
    gazetteer.source_at(&format!("https://{host}/"))
}

/// Proposes names and hosts that a known source does not have yet.
fn add(
    known: &gazetteer::Source,
    source: &ImportedSource,
    from: Vec<String>,
    gazetteer: &Gazetteer,
    out: &mut Proposals,
) {
    let mut adds = Proposal { id: known.id.to_string(), name: known.name.to_string(), ..Proposal::default() };
    for name in std::iter::once(&source.name).chain(&source.aliases).filter(|name| !name.is_empty()) {
        let owners = gazetteer.sources_named(name);
        if owners.iter().any(|owner| owner.source.id == known.id) {
            continue;
        }
        if let Some(owner) = owners.first() {
            out.conflict(Proposal {
                aliases: vec![name.clone()],
                why: Some(format!("“{name}” is a name of {} ({})", owner.source.name, owner.source.id)),
                from: from.clone(),
                ..adds.bare()
            });
        } else if gazetteer.is_rejected(name, &known.name) {
            out.conflict(Proposal {
                aliases: vec![name.clone()],
                why: Some(format!("the house says that “{name}” is not {}", known.name)),
                from: from.clone(),
                ..adds.bare()
            });
        } else {
            adds.aliases.push(name.clone());
        }
    }
    for host in &source.hosts {
        match owner(gazetteer, host) {
            None => adds.hosts.push(host.clone()),
            Some(owner) if owner.id == known.id => {}
            Some(owner) => out.conflict(Proposal {
                hosts: vec![host.clone()],
                why: Some(format!("{host} belongs to {} ({})", owner.name, owner.id)),
                from: from.clone(),
                ..adds.bare()
            }),
        }
    }
    adds.from = from;
    if adds.aliases.is_empty() && adds.hosts.is_empty() { out.known += 1 } else { out.adds(adds) }
}

fn new(
    source: ImportedSource,
    from: Vec<String>,
    gazetteer: &Gazetteer,
    ids: &mut FreeIds,
    fresh: &mut FxHashMap<u64, usize>,
    out: &mut Proposals,
) {
    let Some(first) = Some(&source.name).filter(|name| !name.is_empty()).or(source.hosts.first()) else {
        return out.known += 1;
    };
    let hash = words::hash(first);
    let mut proposal = Proposal {
        name: first.clone(),
        aliases: Vec::new(),
        hosts: source.hosts.clone(),
        countries: source.countries,
        languages: source.languages,
        kind: source.kind.to_owned(),
        from,
        ..Proposal::default()
    };
    for alias in source.aliases {
        match gazetteer.sources_named(&alias).first() {
            Some(owner) => out.conflict(Proposal {
                aliases: vec![alias.clone()],
                why: Some(format!("“{alias}” is a name of {} ({})", owner.source.name, owner.source.id)),
                ..proposal.bare()
            }),
            None => proposal.aliases.push(alias),
        }
    }
    // The list has two records of this name: one outlet that moved, or two outlets.
    if let Some(&at) = fresh.get(&hash) {
        proposal.id = out.new[at].id.clone();
        proposal.why = Some("the list has two records of this name: one outlet with two hosts, or two?".to_owned());
        return out.conflict(proposal);
    }
    let Some(id) = ids.take(first) else { return };
    proposal.id = id;
    fresh.insert(hash, out.new.len());
    out.fresh(proposal);
}

/// Generates unused ids.
pub(super) struct FreeIds {
    taken: FxHashSet<String>,
    /// The suffix for the next record of each name.
    next: FxHashMap<String, u32>,
}

impl FreeIds {
    pub(super) fn new(taken: impl Iterator<Item = String>) -> FreeIds {
        FreeIds { taken: taken.collect(), next: FxHashMap::default() }
    }

    /// An unused id for a name; `None` if the name has no ASCII letters.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let plain = clean::id(name);
        if plain.is_empty() {
            return None;
        }
        let number = self.next.entry(plain.clone()).or_insert(1);
        loop {
            let id = if *number == 1 { plain.clone() } else { format!("{plain}-{number}") };
            *number += 1;
            if self.taken.insert(id.clone()) {
                return Some(id);
            }
        }
    }
}

/// The first places, and the number of the others.
pub(super) fn said(mut from: Vec<String>) -> Vec<String> {
    const SAID: usize = 3;
    if from.len() > SAID + 1 {
        let more = from.len() - SAID;
        from.truncate(SAID);
        from.push(format!("and {more} more"));
    }
    from
}
