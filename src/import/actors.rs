//! Compares imported actors with the gazetteer.
//!
//! * Short forms and short names match exactly, all others typographically: ignoring case, diacritics, apostrophes,
//!   hyphens and a leading `the`, but never phonetically.
//! * A record is a known actor if its name belongs to that actor alone, or if it shares two or more other names with one
//!   known actor and none with another. A single shared alias is left to a person.
//! * Names that belong to another actor or to several are reported as conflicts; the name, kind and countries of a known
//!   actor never change.

use super::entry::{ImportedActor, Role};
use super::proposals::{Proposal, Proposals};
use super::sources::{FreeIds, said};
use crate::gazetteer::{self, ActorKind, Gazetteer};
use crate::text::Slice;
use crate::text::words;
use rustc_hash::FxHashMap;

/// Names with at most this many letters and digits must match exactly.
const SHORT: usize = 3;

/// How strongly a name is tied to a known actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// It is the actor's own name.
    Firmly,
    /// Others may share it, or it is a common phrase.
    Weakly,
}

/// The names of the known actors.
struct Names<'g> {
    actors: Vec<&'g gazetteer::Actor>,
    /// The owners of each name.
    owners: FxHashMap<u64, Vec<(usize, Holds, &'g str, bool)>>,
}

impl<'g> Names<'g> {
    fn new(gazetteer: &'g Gazetteer) -> Names<'g> {
        let actors = gazetteer.actors();
        let mut owners: FxHashMap<u64, Vec<_>> = FxHashMap::default();
        for (at, actor) in actors.iter().enumerate() {
            let mut own =
                |name: &'g str, holds, exact| owners.entry(key(name)).or_default().push((at, holds, name, exact));
            own(&actor.name, Holds::Firmly, false);
            actor.abbreviations.iter().for_each(|name| own(name, Holds::Firmly, true));
            actor.accepted.iter().for_each(|name| own(name, Holds::Firmly, false));
            actor.variants.iter().for_each(|name| own(name, Holds::Firmly, false));
            actor.former.iter().for_each(|former| own(&former.name, Holds::Firmly, false));
            actor.weak.iter().for_each(|name| own(name, Holds::Weakly, false));
            actor.phrases.iter().for_each(|name| own(name, Holds::Weakly, false));
        }
        Names { actors, owners }
    }

    /// The owners of a name, each once, with the strongest tie.
    fn owners(&self, name: &str) -> Vec<(usize, Holds)> {
        let short = name.chars().filter(|c| c.is_alphanumeric()).count() <= SHORT;
        let mut found: Vec<(usize, Holds)> = Vec::new();
        for &(at, holds, known, exact) in self.owners.get(&key(name)).into_iter().flatten() {
            if (short || exact) && letters(known) != letters(name) {
                continue;
            }
            match found.iter_mut().find(|(other, _)| *other == at) {
                Some((_, before)) if holds == Holds::Firmly => *before = holds,
                Some(_) => {}
                None => found.push((at, holds)),
            }
        }
        found
    }
}

/// The lookup key of a name.
pub(super) fn key(name: &str) -> u64 {
    let bare = name.get(..4).filter(|start| start.eq_ignore_ascii_case("the ")).map_or(name, |_| name.slice(4..));
    words::hash(bare)
}

/// Letters and digits only, in their original case: `I.S.` gives `IS`.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Compares actors with the gazetteer and collects proposals.
pub(super) fn judge(found: Vec<ImportedActor>, gazetteer: &Gazetteer, out: &mut Proposals) {
    if found.is_empty() {
        return;
    }
    let names = Names::new(gazetteer);
    let mut judge = Judge {
        names,
        gazetteer,
        ids: FreeIds::new(gazetteer.actors().iter().map(|actor| actor.id.to_string())),
        fresh: FxHashMap::default(),
        out,
    };
    for actor in found {
        judge.one(&renamed(actor));
    }
}

/// Applies a newer name given by the list.
fn renamed(mut actor: ImportedActor) -> ImportedActor {
    if let Some(name) = actor.renamed.take() {
        let old = std::mem::replace(&mut actor.name, name);
        actor.former.insert(0, old);
    }
    actor
}

struct Judge<'g, 'o> {
    names: Names<'g>,
    gazetteer: &'g Gazetteer,
    ids: FreeIds,
    /// Names of new actors in this list, with the id of their proposal.
    fresh: FxHashMap<u64, String>,
    out: &'o mut Proposals,
}

impl Judge<'_, '_> {
    fn one(&mut self, actor: &ImportedActor) {
        let owners = self.names.owners(&actor.name);
        let firm: Vec<usize> = owners.iter().filter(|(_, holds)| *holds == Holds::Firmly).map(|(at, _)| *at).collect();
        match (&firm[..], owners.is_empty()) {
            ([one], _) => self.known(*one, actor),
            ([], true) => match self.by_other_names(actor) {
                Ok(None) => self.unknown(actor),
                Ok(Some(at)) => self.known(at, actor),
                Err(why) => self.conflict(actor, &why),
            },
            ([], false) => {
                let why = format!("“{}” is a weak name of {}", actor.name, self.ids(owners.iter().map(|(at, _)| *at)));
                self.conflict(actor, &why);
            }
            (several, _) => {
                let why = format!("“{}” is a name of {}", actor.name, self.ids(several.iter().copied()));
                self.conflict(actor, &why);
            }
        }
    }

    fn ids(&self, at: impl IntoIterator<Item = usize>) -> String {
        let ids: Vec<&str> = at.into_iter().map(|at| &*self.names.actors[at].id).collect();
        ids.join(" and ")
    }

    /// Identifies a known actor by the other names of a record; an error if they are inconclusive.
    fn by_other_names(&self, actor: &ImportedActor) -> Result<Option<usize>, String> {
        let mut shared: Vec<(&str, usize)> = Vec::new();
        for (_, name) in actor.names().filter(|(role, _)| !matches!(role, Role::Weak | Role::Name)) {
            let firm = self.names.owners(name).into_iter().filter(|(_, holds)| *holds == Holds::Firmly);
            shared.extend(firm.map(|(at, _)| (name, at)));
        }
        let Some(&(_, first)) = shared.first() else { return Ok(None) };
        let one = shared.iter().all(|(_, at)| *at == first);
        // Many actors share an abbreviation, so it is weak evidence.
        let telling = shared.iter().filter(|(name, _)| letters(name).len() > SHORT + 1).count();
        if one && telling >= 2 {
            return Ok(Some(first));
        }
        let others: Vec<String> =
            shared.iter().map(|(name, at)| format!("“{name}” of {}", self.names.actors[*at].id)).collect();
        Err(format!("the name is new, but it shares {}: is it the same?", others.join(", ")))
    }

    /// Proposes names that a known actor does not have yet.
    fn known(&mut self, at: usize, actor: &ImportedActor) {
        let known = &self.names.actors[at];
        if (known.kind == ActorKind::Person) != (actor.kind == ActorKind::Person) {
            let why = format!("{} is a {} here, and a {} in the list", known.id, known.kind.word(), actor.kind.word());
            return self.conflict(actor, &why);
        }
        let from = said(actor.from.clone());
        let mut adds = Proposal { id: known.id.to_string(), name: known.name.to_string(), ..Proposal::default() };
        for (role, name) in actor.names() {
            let owners = self.names.owners(name);
            if owners.iter().any(|(owner, _)| *owner == at) {
                continue;
            }
            let others: Vec<usize> = owners.iter().map(|(owner, _)| *owner).collect();
            let why = if let Some(&other) = others.first() {
                let other = &self.names.actors[other];
                let confused = known.confusables.contains(&other.id) || other.confusables.contains(&known.id);
                let ids = self.ids(others.iter().copied());
                Some(match confused {
                    true => format!("“{name}” is a name of {ids}, for which {} must never be taken", known.id),
                    false => format!("“{name}” is a name of {ids}"),
                })
            } else if self.gazetteer.is_rejected(name, &known.name) {
                Some(format!("the house says that “{name}” is not {}", known.name))
            } else {
                None
            };
            match why {
                Some(why) => {
                    let mut conflict = Proposal { why: Some(why), from: from.clone(), ..adds.bare() };
                    conflict.call(role, name);
                    self.out.conflict(conflict);
                }
                None => adds.call(role, name),
            }
        }
        if adds.has_names() {
            adds.from = from;
            self.out.adds(adds);
        } else {
            self.out.known += 1;
        }
    }

    /// Proposes a new record.
    fn unknown(&mut self, actor: &ImportedActor) {
        let hash = key(&actor.name);
        if let Some(id) = self.fresh.get(&hash) {
            let why = format!("the list has two records of this name: see {id}");
            return self.conflict(actor, &why);
        }
        let Some(id) = self.ids.take(&actor.name) else {
            let why = "the name has no letters for an id".to_owned();
            return self.conflict(actor, &why);
        };
        let mut proposal = whole(actor);
        proposal.id.clone_from(&id);
        let mut kept = Proposal { id: id.clone(), ..proposal.bare() };
        self.fresh.insert(hash, id.clone());
        for (role, name) in actor.names() {
            if role == Role::Name {
                continue;
            }
            let owners = self.names.owners(name);
            let hash = key(name);
            let why = match self.fresh.get(&hash) {
                Some(other) if *other != id && role != Role::Weak => {
                    Some(format!("“{name}” is a name of {other} in this list"))
                }
                _ if role == Role::Weak && owners.iter().all(|(_, holds)| *holds == Holds::Weakly) => None,
                _ if owners.is_empty() => None,
                _ => Some(format!("“{name}” is a name of {}", self.ids(owners.iter().map(|(at, _)| *at)))),
            };
            match why {
                Some(why) => {
                    let mut conflict = Proposal { why: Some(why), from: proposal.from.clone(), ..kept.bare() };
                    conflict.call(role, name);
                    self.out.conflict(conflict);
                }
                None => {
                    if role != Role::Weak {
                        self.fresh.entry(hash).or_insert_with(|| id.clone());
                    }
                    kept.call(role, name);
                }
            }
        }
        proposal.take_names(kept);
        self.out.fresh(proposal);
    }

    /// Reports the whole record as a conflict.
    fn conflict(&mut self, actor: &ImportedActor, why: &str) {
        let mut proposal = whole(actor);
        proposal.id = super::clean::id(&actor.name);
        proposal.why = Some(why.to_owned());
        self.out.conflict(proposal);
    }
}

fn whole(actor: &ImportedActor) -> Proposal {
    let mut proposal = Proposal {
        name: actor.name.clone(),
        kind: actor.kind.word().to_owned(),
        countries: actor.countries.clone(),
        founded: actor.founded.clone(),
        dissolved: actor.dissolved.clone(),
        note: actor.note.clone(),
        from: said(actor.from.clone()),
        ..Proposal::default()
    };
    for (role, name) in actor.names().filter(|(role, _)| *role != Role::Name) {
        proposal.call(role, name);
    }
    proposal
}
