//! The other bulletins of a workspace: who cites what, who is named where, who writes.
//!
//! * A [`Summary`] stands for a document that is not open: names and places, not its text.
//! * A [`Workspace`] never changes once it is shared; [`Workspace::changed`] gives a new one that shares the summaries.
//! * Totals over all documents are computed lazily, once per state of the workspace.

use crate::bulletin::Bulletin;
use crate::gazetteer::Gazetteer;
use crate::text::{LineIndex, Offset, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A document's identifier, chosen by its owner: a URI, say.
pub type Id = Arc<str>;

/// The most addresses kept per source.
const KEPT_ADDRESSES: usize = 20;

/// The summary of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Titles of its articles, with the lines (from 0) of their headings.
    pub titles: Vec<(Box<str>, u32)>,
    /// Who wrote them.
    pub authors: Vec<Box<str>>,
    /// The sources cited, by place.
    pub cited: Vec<Cited>,
    /// The actors named, by place.
    pub named: Vec<Named>,
}

/// A source cited once.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Its name as printed, on one line.
    pub source: Box<str>,
    /// The address, where it is a real one.
    pub address: Option<Box<str>>,
    /// Where the item starts.
    pub offset: Offset,
}

/// An actor named once.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The actor's id.
    pub actor: Box<str>,
    /// Where the name stands.
    pub span: Span,
}

impl Summary {
    /// Its approximate size in memory, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let lists = self.titles.capacity() * size_of::<(Box<str>, u32)>()
            + self.authors.capacity() * size_of::<Box<str>>()
            + self.cited.capacity() * size_of::<Cited>()
            + self.named.capacity() * size_of::<Named>();
        let titles = self.titles.iter().map(|(title, _)| title.len());
        let authors = self.authors.iter().map(|author| author.len());
        let cited = self.cited.iter().map(|c| c.source.len() + c.address.as_ref().map_or(0, |a| a.len()));
        let named = self.named.iter().map(|named| named.actor.len());
        let words = titles.chain(authors).chain(cited).chain(named).map(|len| len + 16);
        size_of::<Summary>() + lists + words.sum::<usize>()
    }

    /// Summarises `bulletin`, which was read from `text` with this gazetteer.
    #[must_use]
    pub fn of(text: &str, bulletin: &Bulletin, gazetteer: &Gazetteer) -> Summary {
        let mut cited = Vec::new();
        for item in bulletin.cited_items() {
            let Some(source) = item.source else { continue };
            let address = item.url(text).filter(|url| crate::text::url::Url::parse(url).is_some());
            cited.push(Cited {
                source: one_line(&crate::markdown::seen(source.of(text))).into(),
                address: address.map(Into::into),
                offset: item.span.start,
            });
        }
        let titles = bulletin.articles.iter().filter(|article| !article.title.value.is_empty());
        let lines = LineIndex::new(text);
        let mut authors: Vec<Box<str>> =
            bulletin.articles.iter().flat_map(|a| &a.authors).map(|author| author.value.as_str().into()).collect();
        authors.sort_unstable();
        authors.dedup();
        Summary {
            titles: titles
                .map(|article| (article.title.value.as_str().into(), lines.line_of(article.title.span.start)))
                .collect(),
            authors,
            cited,
            named: bulletin
                .mentions
                .iter()
                .filter_map(|mention| {
                    let actor = mention.actor(gazetteer)?;
                    Some(Named { actor: (&*actor.id).into(), span: mention.span })
                })
                .collect(),
        }
    }
}

/// Words with single spaces and no line ends.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All documents that are not open.
#[derive(Debug, Default)]
pub struct Workspace {
    documents: BTreeMap<Id, Arc<Summary>>,
    /// The size of all summaries together.
    weight: usize,
    counts: OnceLock<Counts>,
}

/// Totals over all documents.
#[derive(Debug, Default)]
struct Counts {
    sources: FxHashMap<Box<str>, SourceUse>,
    actors: FxHashMap<Box<str>, usize>,
    authors: FxHashMap<Box<str>, usize>,
}

/// How a source was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceUse {
    /// How often it is cited.
    pub count: usize,
    /// Its addresses, the latest documents' first; a few.
    pub addresses: Vec<Box<str>>,
}

impl Workspace {
    /// The workspace after documents were read again or (`None`) removed.
    #[must_use]
    pub fn changed(&self, changes: impl IntoIterator<Item = (Id, Option<Summary>)>) -> Workspace {
        let mut documents = self.documents.clone();
        let mut weight = self.weight;
        for (id, summary) in changes {
            let old = match summary {
                Some(summary) => {
                    weight += summary.weight();
                    documents.insert(id, Arc::new(summary))
                }
                None => documents.remove(&id),
            };
            weight -= old.map_or(0, |old| old.weight());
        }
        Workspace { documents, weight, counts: OnceLock::new() }
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// What the [summaries weigh](Summary::weight) together.
    #[must_use]
    pub const fn weight(&self) -> usize {
        self.weight
    }

    /// Whether a document of that id is known.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.documents.contains_key(id)
    }

    /// The documents, by id.
    pub fn documents(&self) -> impl Iterator<Item = (&Id, &Summary)> {
        self.documents.iter().map(|(id, summary)| (id, &**summary))
    }

    /// How a source of this name was used.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&SourceUse> {
        self.counts().sources.get(name)
    }

    /// Every source that is cited, in no order.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &SourceUse)> {
        self.counts().sources.iter().map(|(name, used)| (&**name, used))
    }

    /// The documents that name an actor, by id, with the places.
    pub fn naming<'a>(&'a self, actor: &'a str) -> impl Iterator<Item = (&'a Id, Vec<Span>)> {
        self.documents.iter().filter_map(move |(id, summary)| {
            let named = summary.named.iter().filter(|named| *named.actor == *actor);
            let places: Vec<Span> = named.map(|named| named.span).collect();
            (!places.is_empty()).then_some((id, places))
        })
    }

    /// How often an actor is named.
    #[must_use]
    pub fn actor(&self, id: &str) -> usize {
        self.counts().actors.get(id).copied().unwrap_or_default()
    }

    /// Every author, in no order, with the number of documents that they wrote for.
    pub fn authors(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts().authors.iter().map(|(name, count)| (&**name, *count))
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let mut counts = Counts::default();
            // Names of files and issues rise with time: the last are the latest.
            for summary in self.documents.values().rev() {
                for cited in &summary.cited {
                    if !counts.sources.contains_key(&cited.source) {
                        counts.sources.insert(cited.source.clone(), SourceUse::default());
                    }
                    let Some(used) = counts.sources.get_mut(&cited.source) else { continue };
                    used.count += 1;
                    if let Some(address) = &cited.address
                        && used.addresses.len() < KEPT_ADDRESSES
                        && !used.addresses.contains(address)
                    {
                        used.addresses.push(address.clone());
                    }
                }
                for named in &summary.named {
                    *counts.actors.entry(named.actor.clone()).or_default() += 1;
                }
                for author in &summary.authors {
                    *counts.authors.entry(author.clone()).or_default() += 1;
                }
            }
            counts
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn summary(text: &str) -> Summary {
        let gazetteer = Gazetteer::shipped();
        let checked = crate::check::check(crate::check::Draft {
            path: "a.md",
            text,
            settings: &Settings::default(),
            gazetteer: &gazetteer,
        });
        Summary::of(text, &checked.bulletin, &gazetteer)
    }

    #[test]
    fn sources_are_counted_over_all_documents() {
        let a = summary("It rained ([Dawn](https://dawn.com/1), May 9; [Dawn](#), May 10; Reuters, May 9).");
        let b = summary("It rained ([Dawn](https://dawn.com/2), May 9).");
        let workspace = Workspace::default().changed([("a".into(), Some(a)), ("b".into(), Some(b))]);
        let used = workspace.source("Dawn").unwrap();
        assert_eq!(used.count, 3);
        assert_eq!(used.addresses, ["https://dawn.com/2".into(), "https://dawn.com/1".into()]);
        let less = workspace.changed([("a".into(), None)]);
        assert_eq!((less.len(), less.weight()), (1, workspace.weight() - workspace.documents["a"].weight()));
        assert_eq!(less.changed([("b".into(), None)]).weight(), 0);
        assert_eq!(less.source("Dawn").unwrap().count, 1);
        assert_eq!(less.source("Reuters"), None);
        // The one that is shared stays as it was.
        assert_eq!(workspace.source("Reuters").unwrap().count, 1);
    }
}
