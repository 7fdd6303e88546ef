//! The other bulletins of a workspace: who cites what, who is named where, who writes.
//!
//! * A [`Summary`] represents a document that is not open: names and places, not its text.
//! * A [`Workspace`] never changes once it is shared; [`Workspace::changed`] returns a new one that shares the
//!   summaries.
//! * Totals over all documents are computed lazily, once per state of the workspace.

use crate::bulletin::Bulletin;
use crate::gazetteer::Gazetteer;
use crate::text::{LineIndex, Offset, Span};
use crate::works::{Work, WorkDate};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A document's identifier, chosen by its owner: a URI, for example.
pub type Id = Arc<str>;

/// The maximum number of addresses kept per source.
const KEPT_ADDRESSES: usize = 20;

/// The summary of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Titles of its articles, with the lines (from 0) of their headings.
    pub titles: Vec<(Box<str>, u32)>,
    /// Their authors.
    pub authors: Vec<Box<str>>,
    /// What is cited, in every style, in text order.
    pub cited: Vec<Cited>,
    /// The actors named, in text order.
    pub named: Vec<Named>,
}

/// A source cited once.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// Its name as printed, on one line; empty if none is named.
    pub source: Box<str>,
    /// The address, if it is a real one.
    pub address: Option<Box<str>>,
    /// Where the item starts.
    pub offset: Offset,
    /// Further details of the work; `None` if it has neither title nor date.
    pub details: Option<Box<CitedDetails>>,
}

/// The details of a cited work besides its source and address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CitedDetails {
    /// All authors, as printed.
    pub author: Box<str>,
    /// The title.
    pub title: Box<str>,
    /// The day, month or year: `2018-09-21`, `2018-09`, `2018`.
    pub date: Box<str>,
}

impl CitedDetails {
    fn of(work: &Work) -> Option<Box<CitedDetails>> {
        let date = work.date().map(|date| date.iso()).unwrap_or_default();
        let says = !work.title.is_empty() || !date.is_empty();
        let details = || CitedDetails {
            author: one_line(&crate::markdown::seen(&work.author)).into(),
            title: one_line(&crate::markdown::seen(&work.title)).into(),
            date: date.into(),
        };
        says.then(|| Box::new(details()))
    }
}

impl Cited {
    /// The work, with the details that are stored.
    #[must_use]
    pub fn to_work(&self) -> Work {
        let details = self.details.as_deref();
        let words =
            |field: fn(&CitedDetails) -> &Box<str>| details.map_or_else(String::new, |said| field(said).to_string());
        let parts: Vec<i16> = words(|said| &said.date).split('-').filter_map(|part| part.parse().ok()).collect();
        Work {
            author: words(|said| &said.author),
            title: words(|said| &said.title),
            source: self.source.to_string(),
            url: self.address.as_deref().unwrap_or_default().to_owned(),
            dates: WorkDate::of_parts(&parts).into_iter().collect(),
            ..Work::default()
        }
    }
}

/// An actor named once.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The actor's id.
    pub actor: Box<str>,
    /// The name's span.
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
        let details = self.cited.iter().filter_map(|c| c.details.as_ref());
        let details = details.map(|d| size_of::<CitedDetails>() + d.author.len() + d.title.len() + d.date.len() + 32);
        let words = titles.chain(authors).chain(cited).chain(named).chain(details).map(|len| len + 16);
        size_of::<Summary>() + lists + words.sum::<usize>()
    }

    /// Summarizes `bulletin`, which was read from `text` with this gazetteer.
    #[must_use]
    pub fn of(text: &str, bulletin: &Bulletin, gazetteer: &Gazetteer) -> Summary {
        let mut cited = Vec::new();
        for item in bulletin.cited_items() {
            let address = item.url(text).filter(|url| crate::text::url::Url::parse(url).is_some());
            let details = CitedDetails::of(&Work::of(text, item, item, bulletin.issue.date, 0));
            // What names no source is kept if something else tells what it is.
            let tells = (address.is_some() || details.is_some()) && !item.kind().points_back();
            if item.source.is_none() && !tells {
                continue;
            }
            let source =
                item.source.map_or_else(String::new, |source| one_line(&crate::markdown::seen(source.of(text))));
            cited.push(Cited {
                source: source.into(),
                address: address.map(Into::into),
                offset: item.span.start,
                details,
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
    /// The total size of all summaries.
    weight: usize,
    counts: OnceLock<Counts>,
}

/// Totals over all documents.
#[derive(Debug, Default)]
struct Counts {
    sources: FxHashMap<Box<str>, SourceUse>,
    actors: FxHashMap<Box<str>, usize>,
    authors: FxHashMap<Box<str>, usize>,
    /// Works with a date, each once, those of the latest documents first.
    works: Vec<Cited>,
}

/// The maximum number of works that are kept.
const KEPT_WORKS: usize = 4_000;

/// How a source was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceUse {
    /// How often it is cited.
    pub count: usize,
    /// A few of its addresses, those of the latest documents first.
    pub addresses: Vec<Box<str>>,
}

impl Workspace {
    /// The workspace after documents were reread or (`None`) removed.
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

    /// The number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The total [weight](Summary::weight) of the summaries.
    #[must_use]
    pub const fn weight(&self) -> usize {
        self.weight
    }

    /// Whether a document with that id is known.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.documents.contains_key(id)
    }

    /// The documents, by id.
    pub fn documents(&self) -> impl Iterator<Item = (&Id, &Summary)> {
        self.documents.iter().map(|(id, summary)| (id, &**summary))
    }

    /// How the source with this name was used.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&SourceUse> {
        self.counts().sources.get(name)
    }

    /// Every source that is cited, in no particular order.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &SourceUse)> {
        self.counts().sources.iter().map(|(name, used)| (&**name, used))
    }

    /// The documents that name an actor, by id, with the spans.
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

    /// Every author, in no particular order, with the number of documents that they wrote for.
    pub fn authors(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts().authors.iter().map(|(name, count)| (&**name, *count))
    }

    /// Works that are cited with a date, each once, those of the latest documents first; only the latest few thousand.
    #[must_use]
    pub fn works(&self) -> &[Cited] {
        &self.counts().works
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let mut counts = Counts::default();
            let mut known: FxHashSet<(&str, &str, &str)> = FxHashSet::default();
            // File and issue names ascend with time: the last are the latest.
            for summary in self.documents.values().rev() {
                for cited in &summary.cited {
                    if let Some(said) = cited.details.as_deref().filter(|said| !said.date.is_empty())
                        && counts.works.len() < KEPT_WORKS
                        && known.insert((&cited.source, cited.address.as_deref().unwrap_or(&said.title), &said.date))
                    {
                        counts.works.push(cited.clone());
                    }
                    if cited.source.is_empty() {
                        continue;
                    }
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
        // The shared one stays as it was.
        assert_eq!(workspace.source("Reuters").unwrap().count, 1);
    }

    #[test]
    fn every_style_is_kept() {
        let kept = |text: &str| -> Vec<(String, String, String)> {
            let text = format!("---\ndate: 2019-06-01\n---\n\n# Rain\n\n{text}\n");
            let workspace = Workspace::default().changed([("a".into(), Some(summary(&text)))]);
            let works = workspace.works().iter().map(Cited::to_work);
            works
                .map(|work| (work.source, work.title, work.dates.first().map(WorkDate::iso).unwrap_or_default()))
                .collect()
        };
        let one = |source: &str, title: &str, date: &str| vec![(source.to_owned(), title.to_owned(), date.to_owned())];
        for (text, found) in [
            ("It rained ([Dawn](https://dawn.com/1), May 9).", one("Dawn", "", "2019-05-09")),
            ("It rained.[^1]\n\n[^1]: “Rain,” Dawn, May 9, 2019.", one("Dawn", "Rain", "2019-05-09")),
            ("It rained.^[Dawn, “Rain” (May 9, 2019).]", one("Dawn", "Rain", "2019-05-09")),
            ("It rained. [1]\n\n## Notes\n\n1. “Rain,” Dawn, May 9, 2019.", one("Dawn", "Rain", "2019-05-09")),
            ("It rained. [1]\n\n## Sources\n\n1. Dawn, May 9, 2019.", one("Dawn", "", "2019-05-09")),
            ("[Dawn reported on May 9](https://dawn.com/1) that it rained.", one("Dawn", "", "2019-05-09")),
            ("![Rain](a.png)\n\n*Rain in Sorvik (Dawn, May 9)*", one("Dawn", "", "2019-05-09")),
            ("It rained.\n\nSource: Dawn, May 9.", one("Dawn", "", "2019-05-09")),
            ("## Bibliography\n\nVale, Ada. 2018. *Rain*. London: Hurst.", one("Hurst", "Rain", "2018")),
            // Nobody publishes an interview, and some books name no publisher.
            ("It rained.[^1]\n\n[^1]: Author interview with a miller, Sorvik, May 9, 2019.", one("", "", "2019-05-09")),
            ("It rained.[^1]\n\n[^1]: Ada Vale, *Rain* (2018), 12.", one("", "Rain", "2018")),
        ] {
            assert_eq!(kept(text), found, "{text}");
        }
        // What only refers to another note is that note's.
        let short = "It rained.[^1] It snowed.[^2] It froze.[^3]\n\n[^1]: Ada Vale, “Rain,” Dawn, May 9, 2019.\n\n[^2]: Ibid.\n\n[^3]: Vale, “Rain.”";
        assert_eq!(kept(short), one("Dawn", "Rain", "2019-05-09"));
    }
}
