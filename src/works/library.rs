//! What is known about an address: from a library of references next to the drafts, from a document, from the address.

use super::{Work, WorkDate};
use crate::bulletin::Bulletin;
use crate::calendar;
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::text::url::{Url, tracking};
use rustc_hash::FxHashMap;

/// The works in some libraries, by the pages that they lead to.
#[derive(Clone, Debug, Default)]
pub struct Library {
    works: Vec<(String, Work)>,
    by_page: FxHashMap<String, usize>,
}

impl Library {
    /// The works that a document cites with their addresses.
    #[must_use]
    pub fn of_document(text: &str, bulletin: &Bulletin, settings: &Settings) -> Library {
        let items = bulletin.cited_items().filter(|item| !item.shares_date);
        let works = items.map(|item| Work::of(text, item, item, bulletin.issue.date, settings.slack_days));
        // The most complete item for a page is the most informative.
        let mut works: Vec<Work> = works.filter(|work| !work.url.is_empty()).collect();
        works.sort_by_key(|work| std::cmp::Reverse((!work.title.is_empty(), !work.dates.is_empty())));
        let mut library = Library::default();
        library.add(works.into_iter().map(|work| (String::new(), work)));
        library
    }

    /// Adds works with their keys. The first one added wins.
    pub fn add(&mut self, works: impl IntoIterator<Item = (String, Work)>) {
        for (key, work) in works {
            if let Some(url) = Url::parse(&work.url) {
                self.by_page.entry(url.page().key()).or_insert(self.works.len());
            }
            self.works.push((key, work));
        }
    }

    /// The work at an address.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<&Work> {
        let page = Url::parse(address)?.page().key();
        self.by_page.get(&page).and_then(|at| self.works.get(*at)).map(|(_, work)| work)
    }

    /// The works with their keys, in the order of their libraries.
    pub fn works(&self) -> impl Iterator<Item = (&str, &Work)> {
        self.works.iter().map(|(key, work)| (&**key, work))
    }
}

/// The work at an address: as the document, `said`, cites it, then as a library lists it; otherwise the source that the
/// gazetteer knows, and the date in the address.
#[must_use]
pub fn work_at(address: &str, gazetteer: &Gazetteer, said: &Library, library: &Library) -> Work {
    let (own, listed) = (said.at(address), library.at(address));
    let mut work = own.or(listed).cloned().unwrap_or_default();
    if let (Some(_), Some(listed)) = (own, listed) {
        for (own, other) in [(&mut work.title, &listed.title), (&mut work.author, &listed.author)] {
            if own.is_empty() {
                own.clone_from(other);
            }
        }
        if work.dates.is_empty() {
            work.dates.clone_from(&listed.dates);
        }
    }
    // What tracks readers is not part of the address.
    work.url = tracking::cleaned(address);
    // Where it was found in the other document is not part of the new citation.
    if work.extent().is_none() {
        work.pages.clear();
    }
    if work.source.is_empty() || listed.is_some() {
        let named = gazetteer.source_name_of(address).map(str::to_owned);
        work.source = named.unwrap_or(work.source);
    }
    if work.dates.is_empty() {
        let told = calendar::url_date(address).and_then(|told| told.to_date());
        work.dates = told.and_then(WorkDate::of_day).into_iter().collect();
    }
    work
}
