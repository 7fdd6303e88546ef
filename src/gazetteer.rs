//! Actors and sources: the lists that are shipped, and a house's own laid over them.
//!
//! * The shipped lists are text that people edit, `data/actors.tsv` and `data/sources.tsv`, compiled into the binary.
//! * They are read once in a process, when first asked for, and stay slices of the binary.
//! * A house's record overrides the shipped one of the same id; a new id is a new record.
//! * Nothing here opens a file: the edge hands in the text.

pub mod abbreviations;
pub mod actors;
pub mod index;
pub mod lists;
pub mod phonetic;
pub mod profiles;
pub mod sources;
pub mod spelling;
pub mod terms;

pub use lists::{Actor, CustomLists, Former, Kind, Source, Text};
pub use sources::{Candidate, SourceRef, Spelling, Standing};

use crate::text::url::Url;
use abbreviations::Bearers;
use actors::Names;
use lists::{compile, table};
use sources::Register;
use std::sync::{Arc, OnceLock};

/// The actors and sources that are known to a lists.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Sorted by id.
    actors: Vec<Actor>,
    /// The actors' names.
    names: Names,
    /// Which of them bear which short form; found out when first asked for.
    bearers: OnceLock<Bearers>,
    register: Register,
    /// Pairs of names that are not the same, folded; sorted.
    rejected: Vec<(u64, u64)>,
}

impl Gazetteer {
    /// What is shipped.
    #[must_use]
    pub fn shipped() -> Arc<Gazetteer> {
        static SHIPPED: OnceLock<Arc<Gazetteer>> = OnceLock::new();
        let read = || {
            let (actors, sources) = shipped_records();
            let names = Names::new(&actors);
            Arc::new(Gazetteer { actors, names, register: Register::new(sources), ..Gazetteer::default() })
        };
        SHIPPED.get_or_init(read).clone()
    }

    /// What is shipped, with a house's own records over it.
    #[must_use]
    pub fn with(lists: CustomLists) -> Arc<Gazetteer> {
        if lists.is_empty() {
            return Gazetteer::shipped();
        }
        let (mut actors, mut sources) = shipped_records();
        if let Some(large) = &lists.large {
            overlay(&mut actors, compile::overriding(large.view()).into_iter().filter_map(compile::actor).collect());
        }
        if let Some(large) = &lists.large_sources {
            overlay(&mut sources, compile::overriding(large.view()).into_iter().filter_map(compile::source).collect());
        }
        overlay(&mut actors, lists.actors);
        overlay(&mut sources, lists.sources);
        let mut rejected: Vec<_> = lists.rejected.iter().map(|[a, b]| pair(a, b)).collect();
        rejected.sort_unstable();
        let names = Names::new(&actors).with_large_list(lists.large);
        let register = Register::new(sources).with_large_list(lists.large_sources);
        Arc::new(Gazetteer { actors, names, register, rejected, ..Gazetteer::default() })
    }

    /// All actors, sorted by id.
    #[must_use]
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The actor of that id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.binary_search_by(|actor| (*actor.id).cmp(id)).ok().map(|at| &self.actors[at])
    }

    /// The actors that bear a short form, by its [key](abbreviations::key), and whether it is surely theirs: other
    /// things bear a weak one too.
    pub fn bearers(&self, key: u64) -> impl Iterator<Item = (&Actor, bool)> {
        let bearers = self.bearers.get_or_init(|| Bearers::new(&self.actors));
        bearers.of(key).iter().map(|(at, sure)| (&self.actors[*at as usize], *sure))
    }

    /// All sources that are held, sorted by id; not those of a large list.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.register.sources
    }

    /// The source of that id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.register.of_id(id)
    }

    /// Sources of a large list one of whose names or hosts has a word that `prefix` begins, with what it begins; at most
    /// `limit`.
    #[must_use]
    pub fn complete_sources(&self, prefix: &str, limit: usize) -> Vec<(&Source, &str)> {
        self.register.completing(prefix, limit)
    }

    /// Whether the house said that these two names are not the same.
    #[must_use]
    pub fn is_rejected(&self, a: &str, b: &str) -> bool {
        !self.rejected.is_empty() && self.rejected.binary_search(&pair(a, b)).is_ok()
    }

    /// The sources that a printed name may mean; all are written alike.
    #[must_use]
    pub fn sources_named(&self, name: &str) -> Vec<Candidate<'_>> {
        self.register.named(name)
    }

    /// What the register says of a printed name, in short.
    #[must_use]
    pub fn standing(&self, name: &str) -> Standing {
        self.register.standing(name)
    }

    /// The source of a [`Standing::Printed`].
    #[must_use]
    pub fn source_by(&self, source: SourceRef) -> Option<&Source> {
        self.register.at(source)
    }

    /// Whether the register holds the name, in whatever case, with or without `The`.
    #[must_use]
    pub fn knows_source(&self, name: &str) -> bool {
        self.register.standing(name) != Standing::Unknown
    }

    /// The name of the one listed source whose name a single letter parts from `name`.
    #[must_use]
    pub fn source_near(&self, name: &str) -> Option<&str> {
        self.register.near(name).map(|source| &*source.name)
    }

    /// The name of the one source that an address belongs to.
    #[must_use]
    pub fn source_name_of(&self, address: &str) -> Option<&str> {
        self.source_at(address).filter(|source| !matches!(&*source.kind, "archive")).map(|source| &*source.name)
    }

    /// The one source that an address belongs to.
    #[must_use]
    pub fn source_at(&self, address: &str) -> Option<&Source> {
        match *self.register.owners_of(address) {
            [source] => Some(source),
            _ => None,
        }
    }

    /// The one source that a printed name means: decided by the address, then by the countries that the article speaks
    /// of (the most telling first), else left open. Without a name the address decides.
    #[must_use]
    pub fn source_of(&self, name: &str, address: Option<&str>, countries: &[&str]) -> Option<&Source> {
        if name.trim().is_empty() {
            return self.source_at(address?);
        }
        let candidates = self.register.named(name);
        if let [candidate] = *candidates {
            return Some(candidate.source);
        }
        if let Some(url) = address.and_then(Url::parse) {
            let mut living = candidates.iter().filter(|candidate| candidate.source.lives_at(url.bare_host()));
            if let (Some(candidate), None) = (living.next(), living.next()) {
                return Some(candidate.source);
            }
        }
        for country in countries {
            let mut there =
                candidates.iter().filter(|candidate| candidate.source.countries.iter().any(|c| c == country));
            match (there.next(), there.next()) {
                (Some(candidate), None) => return Some(candidate.source),
                (Some(_), Some(_)) => return None,
                _ => {}
            }
        }
        None
    }

    /// Countries of the sources that are cited, `(name, address)` each, the most frequent first and those of the world
    /// press last: what [`Gazetteer::source_of`] asks for. Names that several sources share do not count.
    #[must_use]
    pub fn countries_of<'n>(&self, cited: impl IntoIterator<Item = (&'n str, Option<&'n str>)>) -> Vec<&str> {
        let mut counts: Vec<(usize, &str)> = Vec::new();
        for (name, address) in cited {
            let Some(source) = self.source_of(name, address, &[]) else { continue };
            if source.is_platform() {
                continue;
            }
            for country in &source.countries {
                match counts.iter_mut().find(|(_, known)| known == country) {
                    Some((count, _)) => *count += 1,
                    None => counts.push((1, country)),
                }
            }
        }
        // The press of these countries writes of the whole world.
        let world = |country: &str| matches!(country, "US" | "GB" | "FR" | "QA");
        counts.sort_by(|a, b| world(a.1).cmp(&world(b.1)).then(b.0.cmp(&a.0)).then(a.1.cmp(b.1)));
        counts.into_iter().map(|(_, country)| country).collect()
    }

    /// The listed source that an address belongs to, where the printed name is that of another listed one.
    ///
    /// Silent where the address is a platform's, an archive's or an aggregator's; where an agency is named, which others
    /// print; and where the named source has a home on the same host. `standing` is what the register says of `name`.
    #[must_use]
    pub fn source_conflict(&self, name: &str, standing: Standing, url: Url<'_>) -> Option<&str> {
        let host = url.bare_host();
        let excused = |source: &Source| {
            source.lives_at(host) || source.is_agency() || source.is_platform() || source.hosts.is_empty()
        };
        match standing {
            Standing::Unknown => return None,
            // Nearly every outlet is cited by its name, with its own address.
            Standing::Printed(source) if excused(self.source_by(source)?) => return None,
            Standing::Printed(_) | Standing::Shared | Standing::Listed => {}
        }
        let named = self.register.named(name);
        if named.is_empty() || named.iter().any(|candidate| excused(candidate.source)) {
            return None;
        }
        let [owner] = *self.register.owners(host, url.path()) else { return None };
        let same = |candidate: &Candidate<'_>| self.is_rejected(&candidate.source.name, &owner.name);
        (!owner.is_platform() && !named.iter().any(same)).then_some(&*owner.name)
    }
}

fn shipped_records() -> (Vec<Actor>, Vec<Source>) {
    (
        table::read_shipped(include_str!("gazetteer/data/actors.tsv")),
        table::read_shipped(include_str!("gazetteer/data/sources.tsv")),
    )
}

/// Lays `over` over records that are sorted by id.
fn overlay<R: table::Record>(records: &mut Vec<R>, over: Vec<R>) {
    for record in over {
        match records.binary_search_by(|known| known.id().cmp(record.id())) {
            Ok(at) => records[at] = record,
            Err(at) => records.insert(at, record),
        }
    }
}

fn pair(a: &str, b: &str) -> (u64, u64) {
    let (a, b) = (crate::text::words::hash(a), crate::text::words::hash(b));
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_lives_below_its_hosts() {
        let gazetteer = Gazetteer::shipped();
        let dawn = gazetteer.source("dawn").unwrap();
        for (host, lives) in
            [("dawn.com", true), ("epaper.Dawn.com", true), ("com", false), ("mydawn.com", false), ("éawn.com", false)]
        {
            assert_eq!(dawn.lives_at(host), lives, "{host}");
        }
    }

    #[test]
    fn the_shipped_lists_load() {
        let gazetteer = Gazetteer::shipped();
        assert!(gazetteer.actors().len() >= 550, "{}", gazetteer.actors().len());
        assert!(gazetteer.sources().len() >= 450, "{}", gazetteer.sources().len());
        assert_eq!(gazetteer.actor("al-shabaab").unwrap().name, "al-Shabaab");
        assert_eq!(gazetteer.source("dawn").unwrap().name, "Dawn");
        let bearers = |short| gazetteer.bearers(abbreviations::key(short)).collect::<Vec<_>>();
        assert_eq!(bearers("KDF"), [(gazetteer.actor("kenya-defence-forces").unwrap(), true)]);
        assert!(bearers("SNA").len() >= 2 && bearers("SNA").iter().all(|(_, sure)| !sure));
        assert_eq!(bearers("QQQ"), []);
        // Nothing is copied.
        let owned = |text: &Text| matches!(text, Text::Owned(_));
        assert!(!gazetteer.actors().iter().any(|actor| owned(&actor.name) || actor.variants.iter().any(owned)));
    }
}
