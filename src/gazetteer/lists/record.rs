//! What is known of one actor and of one source.
//!
//! The shipped records are in `data/actors.tsv` and `data/sources.tsv`, one per line; a publication's own lists have
//! the same columns ([`Record::COLUMNS`]). Several values in one column are separated by `; `.

use super::column::{Column, Record, Text};
use crate::text::Slice;
use std::borrow::Cow;

/// What kind of actor a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ActorKind {
    /// An armed group, a party with an armed wing, a network, a people.
    #[default]
    Group,
    /// A person: spellings are folded typographically only.
    Person,
    /// A state's army, police, service or mission.
    Force,
    /// A ministry, party, agency, company, charity, or a group's media outlet.
    Organisation,
    /// A place with a preferred spelling.
    Place,
    /// A thing: `improvised explosive device`.
    Thing,
}

impl ActorKind {
    /// The kinds and their words in a list.
    pub const ALL: [(&'static str, ActorKind); 6] = [
        ("group", ActorKind::Group),
        ("person", ActorKind::Person),
        ("force", ActorKind::Force),
        ("organisation", ActorKind::Organisation),
        ("place", ActorKind::Place),
        ("thing", ActorKind::Thing),
    ];

    /// Its word in a list.
    #[must_use]
    pub fn word(self) -> &'static str {
        ActorKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// A name that was correct for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The name.
    pub name: Text,
    /// The last day, month or year for which it was correct, as `2016`, `2016-07` or `2016-07-28`; `None` if that is
    /// unknown.
    pub until: Option<Text>,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Actor {
    /// Kebab-case ASCII; stable.
    pub id: Text,
    /// The preferred name. If two actors share one, it is among the weak names of both.
    pub name: Text,
    /// Its short forms, the preferred one first; compared letter by letter, including case.
    pub abbreviations: Vec<Text>,
    /// Other accepted names and spellings: short names, translations, noms de guerre.
    pub accepted: Vec<Text>,
    /// Spellings that are not accepted: see [`Actor::correction`].
    pub variants: Vec<Text>,
    /// Names of its past.
    pub former: Vec<Former>,
    /// Names that other things also have: they count only if the article names the actor in another way too.
    /// Abbreviations that several actors share are here as well.
    pub weak: Vec<Text>,
    /// Phrases that mean it but are not names, such as `Somali army`: they are listed, and never judged.
    pub phrases: Vec<Text>,
    /// Ids of actors that it must never be confused with.
    pub confusables: Vec<Text>,
    /// What it is.
    pub kind: ActorKind,
    /// Countries, ISO 3166-1 alpha-2, and `XK` for Kosovo.
    pub countries: Vec<Text>,
    /// Id of the actor that it is part of.
    pub parent: Option<Text>,
    /// The date it was founded, as year, month or day; for a person, of birth.
    pub founded: Option<Text>,
    /// The date it ended, as year, month or day; for a person, of death.
    pub dissolved: Option<Text>,
    /// A sentence for people who look it up.
    pub note: Text,
}

impl Actor {
    /// All its names, the preferred one first, without short forms.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let former = self.former.iter().map(|former| &former.name);
        let others = [&self.accepted, &self.variants, &self.weak, &self.phrases].into_iter().flatten();
        std::iter::once(&self.name).chain(others).chain(former).map(|name| &**name)
    }

    /// Whether a body was founded after a day, written `2018-10-10`: the listed year, month or day neither precedes nor
    /// includes it.
    #[must_use]
    pub fn is_founded_after(&self, day: &str) -> bool {
        let after = |founded: &str| founded > day.get(..founded.len()).unwrap_or(day);
        self.kind != ActorKind::Person && self.founded.as_deref().is_some_and(after)
    }

    /// The name that a variant is corrected to: the nearest of the preferred and accepted names. A long form thus stays
    /// a long form, and the singular of a people a singular: `Huthi` becomes `Houthi`, although the name is `Houthis`.
    #[must_use]
    pub fn correction(&self, variant: &str) -> &str {
        let folded = variant.to_lowercase();
        let near = |name: &str| strsim::normalized_levenshtein(&folded, &name.to_lowercase());
        let single = |name: &str| !name.contains([' ', '-']);
        let phrases = self.phrases.iter().filter(|phrase| single(phrase) && single(variant));
        let mut best = (near(&self.name), &*self.name);
        for name in self.accepted.iter().chain(phrases) {
            let score = near(name);
            if score > best.0 {
                best = (score, name);
            }
        }
        let plural = single(best.1) && best.1.ends_with('s') && !variant.ends_with('s');
        let singular = best.1.strip_suffix('s').filter(|singular| plural && near(singular) > best.0);
        singular.filter(|_| self.kind == ActorKind::Group).unwrap_or(best.1)
    }
}

/// An outlet, agency, account or institution that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Source {
    /// Kebab-case ASCII; stable.
    pub id: Text,
    /// The preferred name. Two sources of different countries may share one.
    pub name: Text,
    /// Names that are corrected to it.
    pub aliases: Vec<Text>,
    /// Other names that are accepted in print; several sources may share one (`The Star`).
    pub accepted: Vec<Text>,
    /// Hosts without `www.`, perhaps with the start of a path: `bbc.com/arabic`.
    pub hosts: Vec<Text>,
    /// Countries, ISO 3166-1 alpha-2, and `XK` for Kosovo.
    pub countries: Vec<Text>,
    /// Languages: ISO 639-1 if there is a code.
    pub languages: Vec<Text>,
    /// `newspaper`, `agency`, `broadcaster`, `web`, `journal`, `ngo`, `government`, `platform`, …
    pub kind: Text,
    /// A sentence for people who look it up.
    pub note: Text,
}

impl Record for Actor {
    const LIST: &'static str = "actors";

    const COLUMNS: &'static [Column<Actor>] = &[
        Column { name: "id", read: |a, cell| cell.text(&mut a.id), write: |a, out| out.text(&a.id) },
        Column { name: "name", read: |a, cell| cell.text(&mut a.name), write: |a, out| out.text(&a.name) },
        Column {
            name: "abbreviations",
            read: |a, cell| cell.list(&mut a.abbreviations),
            write: |a, out| out.list(&a.abbreviations),
        },
        Column { name: "accepted", read: |a, cell| cell.list(&mut a.accepted), write: |a, out| out.list(&a.accepted) },
        Column { name: "variants", read: |a, cell| cell.list(&mut a.variants), write: |a, out| out.list(&a.variants) },
        Column {
            name: "former",
            read: |a, cell| {
                let mut names = Vec::new();
                cell.list(&mut names)?;
                a.former = names.into_iter().map(former).collect();
                Ok(())
            },
            write: |a, out| {
                let names = a.former.iter().map(|former| match &former.until {
                    Some(until) => Cow::Owned(format!("{}@{until}", former.name)),
                    None => former.name.clone(),
                });
                out.list(&names.collect::<Vec<_>>());
            },
        },
        Column { name: "weak", read: |a, cell| cell.list(&mut a.weak), write: |a, out| out.list(&a.weak) },
        Column { name: "phrases", read: |a, cell| cell.list(&mut a.phrases), write: |a, out| out.list(&a.phrases) },
        Column {
            name: "confusables",
            read: |a, cell| cell.list(&mut a.confusables),
            write: |a, out| out.list(&a.confusables),
        },
        Column {
            name: "kind",
            read: |a, cell| {
                let word = cell.word();
                a.kind = ActorKind::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind).ok_or_else(
                    || {
                        let words: Vec<&str> = ActorKind::ALL.iter().map(|(word, _)| *word).collect();
                        format!("there is no kind “{word}”: it is one of {}", words.join(", "))
                    },
                )?;
                Ok(())
            },
            write: |a, out| out.text(a.kind.word()),
        },
        Column {
            name: "countries",
            read: |a, cell| cell.list(&mut a.countries),
            write: |a, out| out.list(&a.countries),
        },
        Column { name: "parent", read: |a, cell| cell.maybe(&mut a.parent), write: |a, out| out.maybe(&a.parent) },
        Column { name: "founded", read: |a, cell| cell.maybe(&mut a.founded), write: |a, out| out.maybe(&a.founded) },
        Column {
            name: "dissolved",
            read: |a, cell| cell.maybe(&mut a.dissolved),
            write: |a, out| out.maybe(&a.dissolved),
        },
        Column { name: "note", read: |a, cell| cell.text(&mut a.note), write: |a, out| out.text(&a.note) },
    ];

    fn id(&self) -> &Text {
        &self.id
    }

    fn name(&self) -> &Text {
        &self.name
    }
}

/// `Jabhat al-Nusra@2016-07`
fn former(cell: Text) -> Former {
    let Some((name, until)) = cell.rsplit_once('@') else { return Former { name: cell, until: None } };
    match cell {
        Cow::Borrowed(whole) => {
            let at = name.len();
            Former { name: Cow::Borrowed(whole.slice(..at)), until: Some(Cow::Borrowed(whole.slice(at + 1..))) }
        }
        Cow::Owned(_) => Former { name: name.to_owned().into(), until: Some(until.to_owned().into()) },
    }
}

impl Record for Source {
    const LIST: &'static str = "sources";

    const COLUMNS: &'static [Column<Source>] = &[
        Column { name: "id", read: |s, cell| cell.text(&mut s.id), write: |s, out| out.text(&s.id) },
        Column { name: "name", read: |s, cell| cell.text(&mut s.name), write: |s, out| out.text(&s.name) },
        Column { name: "aliases", read: |s, cell| cell.list(&mut s.aliases), write: |s, out| out.list(&s.aliases) },
        Column { name: "accepted", read: |s, cell| cell.list(&mut s.accepted), write: |s, out| out.list(&s.accepted) },
        Column { name: "hosts", read: |s, cell| cell.list(&mut s.hosts), write: |s, out| out.list(&s.hosts) },
        Column {
            name: "countries",
            read: |s, cell| cell.list(&mut s.countries),
            write: |s, out| out.list(&s.countries),
        },
        Column {
            name: "languages",
            read: |s, cell| cell.list(&mut s.languages),
            write: |s, out| out.list(&s.languages),
        },
        Column { name: "kind", read: |s, cell| cell.text(&mut s.kind), write: |s, out| out.text(&s.kind) },
        Column { name: "note", read: |s, cell| cell.text(&mut s.note), write: |s, out| out.text(&s.note) },
    ];

    fn id(&self) -> &Text {
        &self.id
    }

    fn name(&self) -> &Text {
        &self.name
    }
}
