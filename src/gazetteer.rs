//! Actors and sources: the shipped lists, overlaid by a publication's own.
//!
//! * The shipped lists are text that people edit, `data/actors.tsv` and `data/sources.tsv`, compiled into bytes of the
//!   executable ([`shipped`]). A process that does not use them pays nothing for them.
//! * All lists are compiled into the same form ([`index`]) and layered ([`layers`]): a record overrides one with the
//!   same id in the lists below, and a new id is a new record.
//! * Nothing here opens a file: the edge passes in the text.

pub mod abbreviations;
pub mod actors;
pub mod codes;
pub mod compile;
pub mod countries;
pub mod english;
pub mod index;
pub mod institutions;
pub mod layers;
pub mod lists;
pub mod phonetic;
pub mod profiles;
mod shipped;
pub mod sources;
pub mod spelling;
pub mod terms;
mod tsv;

pub use actors::Form;
pub use lists::{Actor, ActorKind, CustomLists, Former, Source, Text};
pub use sources::{Candidate, SourceRef, Spelling, Standing};

use crate::text::url::Url;
use actors::{ActorRef, Completion, Finder, Guess, Matcher, NameRef, Owner};
use layers::Layers;
use lists::RejectedPairs;
use phonetic::PhoneticName;
use sources::Register;
use std::sync::{Arc, OnceLock};

/// The known actors and sources.
#[derive(Debug, Default)]
pub struct Gazetteer {
    actors: Matcher,
    sources: Register,
    rejected: RejectedPairs,
}

impl Gazetteer {
    /// The shipped lists.
    #[must_use]
    pub fn shipped() -> Arc<Gazetteer> {
        static SHIPPED: OnceLock<Arc<Gazetteer>> = OnceLock::new();
        let open = || {
            let actors = Matcher { lists: Layers::new(shipped::actors(), None, None) };
            let sources = Register::new(Layers::new(shipped::sources(), None, None));
            Arc::new(Gazetteer { actors, sources, rejected: RejectedPairs::default() })
        };
        SHIPPED.get_or_init(open).clone()
    }

    /// The shipped lists, overlaid by a publication's own records.
    #[must_use]
    pub fn with(lists: CustomLists) -> Arc<Gazetteer> {
        if lists.is_empty() {
            return Gazetteer::shipped();
        }
        let CustomLists { actors, sources, rejected, large, large_sources } = lists;
        let own_actors = compile::own(actors, large.as_deref());
        let own_sources = compile::own(sources, large_sources.as_deref());
        let actors = Matcher { lists: Layers::new(shipped::actors(), own_actors, large) };
        let sources = Register::new(Layers::new(shipped::sources(), own_sources, large_sources));
        Arc::new(Gazetteer { actors, sources, rejected: RejectedPairs::new(&rejected) })
    }

    /// All actors except those of large lists, sorted by id.
    #[must_use]
    pub fn actors(&self) -> Vec<&Actor> {
        self.actors.lists.records()
    }

    /// The actor with that id, except in large lists.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actor_of(self.number_of(id)?)
    }

    /// The referenced actor.
    #[must_use]
    pub fn actor_of(&self, actor: ActorRef) -> Option<&Actor> {
        self.actors.lists.record(actor)
    }

    /// A reference to the actor with that id, except in large lists.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<ActorRef> {
        self.actors.lists.number_of(id)
    }

    /// The actors with a short form, by its [key](abbreviations::key), sorted by id, and whether it is certainly
    /// theirs: other things also have a weak one.
    #[must_use]
    pub fn bearers(&self, key: u64) -> Vec<(&Actor, bool)> {
        self.actors.bearers(key)
    }

    /// The finder of names in running text.
    #[must_use]
    pub fn finder(&self) -> Finder<'_> {
        self.actors.finder()
    }

    /// The actors with the name `text`, among the names that share the words of `name`; each with the most trusted of
    /// its forms.
    #[must_use]
    pub fn owners(&self, name: NameRef, text: &str) -> Vec<Owner> {
        self.actors.owners(name, text)
    }

    /// The actors with the name `text`, ignoring typography and case.
    #[must_use]
    pub fn named(&self, text: &str) -> Vec<Owner> {
        self.actors.named(text)
    }

    /// The names that the unknown `name` may be meant as, the most likely first, one per actor.
    ///
    /// Returns nothing for short names, short forms, names of persons, and rejected pairs.
    #[must_use]
    pub fn guesses(&self, name: &str, sound: &PhoneticName) -> Vec<Guess<'_>> {
        self.actors.guesses(name, sound, &self.rejected)
    }

    /// Whether a listed person has the word as the last of several words in a name.
    #[must_use]
    pub fn is_family_name(&self, word: &str) -> bool {
        self.actors.is_family_name(word)
    }

    /// Names that `prefix` completes to, the best first: by their own first word, by any other word, by sound; at most
    /// `limit`, each actor's name once.
    #[must_use]
    pub fn complete(&self, prefix: &str, limit: usize) -> Vec<Completion<'_>> {
        self.actors.complete(prefix, limit)
    }

    /// All sources except those of large lists, sorted by id.
    #[must_use]
    pub fn sources(&self) -> Vec<&Source> {
        self.sources.lists.records()
    }

    /// The source with that id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.of_id(id)
    }

    /// Sources of a large list with a word in a name or host that starts with `prefix`, with the matching name or host;
    /// at most `limit`.
    #[must_use]
    pub fn complete_sources(&self, prefix: &str, limit: usize) -> Vec<(&Source, &str)> {
        self.sources.completing(prefix, limit)
    }

    /// Whether the two names are a rejected pair.
    #[must_use]
    pub fn is_rejected(&self, a: &str, b: &str) -> bool {
        self.rejected.has(a, b)
    }

    /// The sources that a printed name may mean; all with the same kind of spelling.
    #[must_use]
    pub fn sources_named(&self, name: &str) -> Vec<Candidate<'_>> {
        self.sources.named(name)
    }

    /// What the lists contain about a printed name, in short.
    #[must_use]
    pub fn standing(&self, name: &str) -> Standing {
        self.sources.standing(name)
    }

    /// The source in a [`Standing::Printed`].
    #[must_use]
    pub fn source_by(&self, source: SourceRef) -> Option<&Source> {
        self.sources.lists.record(source)
    }

    /// Whether a list contains the name of a source, in any case, with or without `The`.
    #[must_use]
    pub fn knows_source(&self, name: &str) -> bool {
        self.sources.standing(name) != Standing::Unknown
    }

    /// The name of the only listed source whose name differs from `name` by a single letter.
    #[must_use]
    pub fn source_near(&self, name: &str) -> Option<&str> {
        self.sources.near(name).map(|source| &*source.name)
    }

    /// The name of the only source that an address belongs to.
    #[must_use]
    pub fn source_name_of(&self, address: &str) -> Option<&str> {
        self.source_at(address).filter(|source| !matches!(&*source.kind, "archive")).map(|source| &*source.name)
    }

    /// The only source that an address belongs to.
    #[must_use]
    pub fn source_at(&self, address: &str) -> Option<&Source> {
        match *self.sources.owners_of(address) {
            [source] => Some(source),
            _ => None,
        }
    }

    /// The only source that a printed name means: decided by the address, then by the countries that the article is
    /// about (the most significant first), else left open. Without a name the address decides.
    #[must_use]
    pub fn source_of(&self, name: &str, address: Option<&str>, countries: &[&str]) -> Option<&Source> {
        if name.trim().is_empty() {
            return self.source_at(address?);
        }
        let candidates = self.sources.named(name);
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

    /// The countries of the cited sources, each given as `(name, address)`, the most frequent first and those of the
    /// world press last: the input for [`Gazetteer::source_of`]. Names that several sources share do not count.
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
        // The press of these countries writes about the whole world.
        let world = |country: &str| matches!(country, "US" | "GB" | "FR" | "QA");
        counts.sort_by(|a, b| world(a.1).cmp(&world(b.1)).then(b.0.cmp(&a.0)).then(a.1.cmp(b.1)));
        counts.into_iter().map(|(_, country)| country).collect()
    }

    /// The listed source that an address belongs to, if the printed name is that of another listed source. `standing`
    /// is that of `name`.
    ///
    /// Returns nothing if the address belongs to a platform, an archive or an aggregator; if the named source is an
    /// agency, which others publish; or if the named source has a home on the same host.
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
        let named = self.sources.named(name);
        if named.is_empty() || named.iter().any(|candidate| excused(candidate.source)) {
            return None;
        }
        let [owner] = *self.sources.owners(host, url.path()) else { return None };
        let same = |candidate: &Candidate<'_>| self.is_rejected(&candidate.source.name, &owner.name);
        (!owner.is_platform() && !named.iter().any(same)).then_some(&*owner.name)
    }
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
        let bearers = |short| gazetteer.bearers(abbreviations::key(short));
        assert_eq!(bearers("KDF"), [(gazetteer.actor("kenya-defence-forces").unwrap(), true)]);
        assert!(bearers("SNA").len() >= 2 && bearers("SNA").iter().all(|(_, sure)| !sure));
        assert_eq!(bearers("QQQ"), []);
        // Nothing is copied.
        let owned = |text: &Text| matches!(text, Text::Owned(_));
        assert!(!gazetteer.actors().iter().any(|actor| owned(&actor.name) || actor.variants.iter().any(owned)));
    }
}
