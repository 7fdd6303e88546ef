//! A library of references beside the drafts: what it knows of an address.

use super::Work;
use crate::text::url::Url;
use rustc_hash::FxHashMap;

/// The works of some libraries, by the pages that they lead to.
#[derive(Clone, Debug, Default)]
pub struct Library {
    works: Vec<(String, Work)>,
    by_page: FxHashMap<String, usize>,
}

impl Library {
    /// Adds works with their keys. What was added first wins.
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
