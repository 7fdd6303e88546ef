//! Each work once: what documents cite in all styles, merged, with the places that cite it.
//!
//! * Two items are one work if they lead to the same page, or if title, source and year agree. An *Ibid.*, a shortened
//!   form or an author-date citation is a place that cites the work it means.
//! * In doubt, two items remain two works: works that are merged by mistake cannot be separated again.
//! * A key is derived from the work alone, whatever the order in which the documents are read; two works whose keys
//!   would be equal get a suffix based on their differences.

use super::names::{self, AuthorName};
use super::{Work, plain};
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::bulletin::{Bulletin, Item, ItemGroup};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::text::url::Url;
use crate::text::{LineIndex, within};
use rustc_hash::{FxHashMap, FxHashSet};

/// A place that cites a work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CitedAt {
    /// The document, by its index.
    pub document: usize,
    /// The byte at which the item starts.
    pub start: u32,
    /// Its line, counted from 1.
    pub line: u32,
}

/// A work, and the places that cite it.
#[derive(Clone, Debug)]
pub struct CollectedWork {
    /// The combined contents of the items.
    pub work: Work,
    /// Unique in the collection.
    pub key: String,
    /// In text order.
    pub cited: Vec<CitedAt>,
}

/// All works that a set of documents cites.
#[derive(Debug, Default)]
pub struct Collection {
    works: Vec<(Work, Vec<CitedAt>)>,
    /// The paths of the documents.
    documents: Vec<String>,
    by_page: FxHashMap<String, Vec<usize>>,
    by_title: FxHashMap<String, Vec<usize>>,
    by_rest: FxHashMap<String, usize>,
}

/// The maximum number of works with one page or one title that are compared.
const MOST: usize = 64;

impl Collection {
    /// The documents, in the order in which they were added.
    #[must_use]
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// Adds what a document cites.
    pub fn add(&mut self, path: &str, text: &str, bulletin: &Bulletin, gazetteer: &Gazetteer, settings: &Settings) {
        self.add_part(path, text, bulletin, gazetteer, settings, &|_, _, _| Part::Cited);
    }

    /// Adds what a part of a document cites. `part` determines the role of each item, given its style and its note, in
    /// the collection.
    pub(super) fn add_part(
        &mut self,
        path: &str,
        text: &str,
        bulletin: &Bulletin,
        gazetteer: &Gazetteer,
        settings: &Settings,
        part: &dyn Fn(&Item, CitationStyle, Option<u32>) -> Part,
    ) {
        let document = self.documents.len();
        self.documents.push(path.to_owned());
        let lines = LineIndex::new(text);
        let place =
            |item: &Item| CitedAt { document, start: item.span.start, line: lines.line_of(item.span.start) + 1 };
        let mut own = Own::default();
        let reader = WorkReader::of(text, bulletin, gazetteer, settings);
        let mut take = |item: &Item, dated: &Item, note: Option<u32>, style: CitationStyle| {
            if item.kind().points_back() || item.kind() == ItemKind::Text {
                return;
            }
            let part = part(item, style, note);
            let work = reader.read(item, dated);
            if part == Part::Elsewhere || !work.names_something() {
                return;
            }
            let at = self.keep(work, (part == Part::Cited).then(|| place(item)));
            if let Some(note) = note {
                own.of_notes.entry(note).or_default().push(at);
            }
            own.by_place.insert(item.span.start, at);
            if style == CitationStyle::Bibliography {
                own.listed.push(at);
            }
        };
        for citation in &bulletin.citations {
            for (item, dated) in citation.dated_items() {
                take(item, dated, None, CitationStyle::Inline);
            }
        }
        for group in &bulletin.item_groups {
            for item in &group.items {
                take(item, item, group.note, group.style);
            }
        }
        // What the document's own list of sources repeats is cited only in the text.
        for group in bulletin.source_lists.iter().flat_map(|list| &list.entries).flat_map(|entry| &entry.groups) {
            for item in group.items.iter().filter(|item| !item.kind().points_back() && item.kind() != ItemKind::Text) {
                let work = reader.read(item, item);
                if work.names_something() {
                    own.listed.push(self.keep(work, None));
                }
            }
        }
        // A note may contain bracketed citations.
        for (index, note) in bulletin.notes.iter().enumerate() {
            let cited = within(&bulletin.citations, note.body, |citation| citation.span);
            if cited.is_empty() {
                continue;
            }
            let starts = cited.iter().flat_map(|one| &one.items).map(|item| item.span.start);
            let found: Vec<usize> = starts.filter_map(|start| own.by_place.get(&start).copied()).collect();
            own.of_notes.entry(u32::try_from(index).unwrap_or(u32::MAX)).or_default().extend(found);
        }
        for group in &bulletin.item_groups {
            for item in group.items.iter().filter(|item| item.kind().points_back()) {
                if part(item, group.style, group.note) != Part::Cited {
                    continue;
                }
                if let Some(at) = self.meant(text, item, group, &own) {
                    let place = place(item);
                    self.works[at].1.push(place);
                }
            }
        }
    }

    /// The work that an *Ibid.*, a shortened form or an author-date citation means.
    fn meant(&self, text: &str, item: &Item, group: &ItemGroup, own: &Own) -> Option<usize> {
        let details = item.details.as_ref()?;
        if details.unresolved.is_some() || details.kind == ItemKind::Pandoc {
            return None;
        }
        if let Some(meant) = details.meant {
            return own.by_place.get(&meant.start).copied();
        }
        let words = |span: Option<crate::text::Span>| span.map(|span| plain(span.of(text))).unwrap_or_default();
        let (author, title) = (folded(&words(item.author)), folded(&words(details.title.map(|title| title.span))));
        let fits = |at: &&usize| {
            let work = &self.works[**at].0;
            let names = format!("{} {}", folded(&work.author), folded(&work.source));
            let year = item.date().and_then(|date| date.year).map(|year| year.value);
            (author.is_empty()
                || author.split(' ').any(|word| word.len() > 2 && names.split(' ').any(|name| name == word)))
                && (title.is_empty() || folded(&work.title).starts_with(&title))
                && (year.is_none() || work.date().is_none_or(|date| date.year() == year))
        };
        let note = group.note.filter(|_| details.kind != ItemKind::Ibid);
        match note.and_then(|note| own.of_notes.get(&note)) {
            Some(works) => works.iter().find(fits).or_else(|| own.listed.iter().find(fits)).copied(),
            None => own.listed.iter().find(fits).copied(),
        }
    }

    /// The works so far, each with the places that cite it; those that only a list names have none.
    pub(super) fn works(&self) -> &[(Work, Vec<CitedAt>)] {
        &self.works
    }

    /// Adds a work, and the place that cites it; returns its index.
    fn keep(&mut self, work: Work, place: Option<CitedAt>) -> usize {
        let known = self.same(&work);
        let at = known.unwrap_or(self.works.len());
        let (page, rest) = (page(&work), rest(&work));
        let title = (!work.title.is_empty()).then(|| main_title(&work.title));
        match known {
            Some(at) => {
                self.works[at].0.take_from(&work);
                self.works[at].1.extend(place);
            }
            None => self.works.push((work, place.into_iter().collect())),
        }
        let enter = |map: &mut FxHashMap<String, Vec<usize>>, key: String| {
            let works = map.entry(key).or_default();
            if works.len() < MOST && !works.contains(&at) {
                works.push(at);
            }
        };
        if let Some(page) = page {
            enter(&mut self.by_page, page);
        }
        if let Some(title) = title {
            enter(&mut self.by_title, title);
        }
        if let Some(rest) = rest {
            self.by_rest.entry(rest).or_insert(at);
        }
        at
    }

    /// An equal work.
    pub(super) fn same(&self, work: &Work) -> Option<usize> {
        let (page, title) = (page(work), folded(&work.title));
        let same_title = |at: &&usize| {
            let other = &self.works[**at].0;
            let theirs = folded(&other.title);
            // A subtitle may be omitted if author and date are given.
            let shortened = theirs == main_title(&work.title) || title == main_title(&other.title);
            let told =
                !work.author.is_empty() && folded(&work.author) == folded(&other.author) && work.same_date(other);
            (theirs == title || shortened && told) && agree(other, work)
        };
        if let Some(found) = page.as_ref().and_then(|page| self.by_page.get(page)) {
            // A front page or a channel contains many works.
            let is_front = Url::parse(&work.url).is_some_and(|url| url.is_site_root());
            let one = |at: &&usize| {
                let other = &self.works[**at].0;
                if is_front {
                    folded(&other.title) == title && work.same_date(other) && other.pages == work.pages
                } else {
                    title.is_empty() || other.title.is_empty() || folded(&other.title) == title || work.same_date(other)
                }
            };
            return found.iter().find(one).copied();
        }
        if !title.is_empty() {
            let found = self.by_title.get(&main_title(&work.title))?.iter().filter(same_title);
            // Two pages are two works, whatever their titles.
            return found.copied().find(|at| page.is_none() || self.works[*at].0.url.is_empty());
        }
        self.by_rest.get(&rest(work)?).copied()
    }

    /// The works with their keys, sorted by key.
    #[must_use]
    pub fn finish(mut self) -> (Vec<CollectedWork>, Vec<String>) {
        self.works.retain(|(_, cited)| !cited.is_empty());
        let mut bases: FxHashMap<String, usize> = FxHashMap::default();
        for (work, _) in &self.works {
            *bases.entry(base_key(work)).or_default() += 1;
        }
        let mut taken: FxHashSet<String> = FxHashSet::default();
        let mut works: Vec<CollectedWork> = Vec::with_capacity(self.works.len());
        for (work, mut cited) in self.works {
            let base = base_key(&work);
            let is_alone = bases.get(&base) == Some(&1) && (!work.title.is_empty() || work.url.is_empty());
            let mut key = if is_alone { base } else { format!("{base}-{:04x}", mark(&work) & 0xffff) };
            let mut more = mark(&work);
            while !taken.insert(key.clone()) {
                more = more.wrapping_mul(0x0100_0000_01b3).wrapping_add(1);
                key = format!("{key}{:02x}", more & 0xff);
            }
            cited.sort_unstable();
            cited.dedup();
            works.push(CollectedWork { work, key, cited });
        }
        works.sort_by(|a, b| a.key.cmp(&b.key));
        (works, self.documents)
    }
}

/// The role of an item in a collection of works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It cites its work.
    Cited,
    /// It lists a work that is cited elsewhere, or nowhere.
    Listed,
    /// It is not in the part that is being collected.
    Elsewhere,
}

/// Reads the works of one document.
pub(super) struct WorkReader<'a> {
    text: &'a str,
    bulletin: &'a Bulletin,
    gazetteer: &'a Gazetteer,
    slack_days: u32,
    countries: Vec<&'a str>,
}

impl<'a> WorkReader<'a> {
    pub(super) fn of(
        text: &'a str,
        bulletin: &'a Bulletin,
        gazetteer: &'a Gazetteer,
        settings: &Settings,
    ) -> WorkReader<'a> {
        let named = bulletin.cited_items().filter_map(|item| Some((item.source?.of(text), item.url(text))));
        let countries = gazetteer.countries_of(named);
        WorkReader { text, bulletin, gazetteer, slack_days: settings.slack_days, countries }
    }

    /// The contents of an item, in the letters that a reader sees. `dated` is as in [`Work::of`].
    pub(super) fn read(&self, item: &Item, dated: &Item) -> Work {
        let mut work = Work::of(self.text, item, dated, self.bulletin.issue.date, self.slack_days);
        let source = self.gazetteer.source_of(&work.source, item.url(self.text), &self.countries);
        work.source_id = source.map(|source| source.id.to_string()).unwrap_or_default();
        read_letters(&mut work);
        work
    }
}

/// What one document cites, by the index of the work.
#[derive(Default)]
struct Own {
    of_notes: FxHashMap<u32, Vec<usize>>,
    /// By where their items start.
    by_place: FxHashMap<u32, usize>,
    listed: Vec<usize>,
}

impl Work {
    /// Fills in missing fields, and a more precise date, from another item of the same work.
    pub(super) fn take_from(&mut self, other: &Work) {
        let general = |kind: ItemKind| matches!(kind, ItemKind::Link | ItemKind::Web | ItemKind::News);
        if self.kind == ItemKind::Link || general(self.kind) && !general(other.kind) {
            self.kind = other.kind;
        }
        for (own, theirs) in [
            (&mut self.author, &other.author),
            (&mut self.title, &other.title),
            (&mut self.source, &other.source),
            (&mut self.source_id, &other.source_id),
            (&mut self.place, &other.place),
            (&mut self.persons, &other.persons),
            (&mut self.platform, &other.platform),
            (&mut self.language, &other.language),
            (&mut self.number, &other.number),
            (&mut self.volume, &other.volume),
            (&mut self.issue, &other.issue),
            (&mut self.symbol, &other.symbol),
            (&mut self.url, &other.url),
            (&mut self.archived, &other.archived),
        ] {
            if own.is_empty() {
                own.clone_from(theirs);
            }
        }
        if other.title.len() > self.title.len() && main_title(&self.title) == main_title(&other.title) {
            self.title.clone_from(&other.title);
        }
        let exactness = |work: &Work| work.date().map_or(0, super::WorkDate::exactness);
        if exactness(other) > exactness(self) {
            self.dates.clone_from(&other.dates);
        }
        self.accessed = self.accessed.take().or_else(|| other.accessed.clone());
        self.modified = self.modified.take().or_else(|| other.modified.clone());
        // A page is a place in the work, and not part of its identity, unless all agree.
        if self.pages != other.pages {
            self.pages.clear();
        }
    }

    /// Whether both have a date, and the dates mean the same.
    fn same_date(&self, other: &Work) -> bool {
        let parts = |work: &Work| work.date().map(super::WorkDate::parts).filter(|parts| !parts.is_empty());
        parts(self).is_some_and(|own| parts(other) == Some(own))
    }
}

/// Whether the two works do not contradict each other: in source or author, and year.
fn agree(a: &Work, b: &Work) -> bool {
    let names = |work: &Work| folded(&format!("{} {}", work.author, work.source));
    let (one, other) = (names(a), names(b));
    let share = one.trim().is_empty()
        || other.trim().is_empty()
        || one.split(' ').any(|word| word.len() > 2 && other.split(' ').any(|name| name == word));
    let year = |work: &Work| work.date().and_then(super::WorkDate::year);
    share && (year(a).is_none() || year(b).is_none() || year(a) == year(b))
}

/// The page that its address leads to.
pub(super) fn page(work: &Work) -> Option<String> {
    Url::parse(&work.url).map(|url| url.page().key())
}

/// What identifies a work without address and title.
fn rest(work: &Work) -> Option<String> {
    if !work.title.is_empty() || !work.url.is_empty() {
        return None;
    }
    let date = work.date().map(super::WorkDate::iso).unwrap_or_default();
    let who = if work.source_id.is_empty() { folded(&work.source) } else { work.source_id.clone() };
    Some(format!(
        "{who}|{}|{date}|{}|{}|{}|{}",
        folded(&work.author),
        work.symbol,
        work.number,
        folded(&work.persons),
        folded(&work.place)
    ))
}

/// A title without its subtitle, folded.
pub(super) fn main_title(title: &str) -> String {
    folded(title.split_once(": ").map_or(title, |(main, _)| main))
}

/// Words in lower case without punctuation.
pub(super) fn folded(words: &str) -> String {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The letters that a reader sees, in every field.
fn read_letters(work: &mut Work) {
    for field in [
        &mut work.author,
        &mut work.title,
        &mut work.source,
        &mut work.place,
        &mut work.persons,
        &mut work.platform,
        &mut work.number,
        &mut work.symbol,
        &mut work.pages,
    ] {
        let seen = crate::markdown::seen(field);
        // Emphasis within a title is markup.
        let bare = seen.replace(['*', '`'], "");
        if bare != *field {
            *field = bare;
        }
    }
}

/// A key derived from author or source, date, and the first words of the title.
fn base_key(work: &Work) -> String {
    let first = names::authors(&work.author).into_iter().next();
    let mut who = match &first {
        Some(name @ AuthorName::Person { .. }) => names::short_slug(name.sort_name(), 24),
        Some(name) => names::short_slug(name.sort_name(), 24),
        None if !work.source_id.is_empty() => work.source_id.clone(),
        None => names::short_slug(&work.source, 24),
    };
    if who.is_empty() {
        let host = Url::parse(&work.url).map(|url| url.bare_host().to_owned()).unwrap_or_default();
        who = if host.is_empty() { names::short_slug(&work.symbol, 24) } else { names::short_slug(&host, 24) };
    }
    if who.is_empty() {
        who = work.kind.name().to_owned();
    }
    let words: Vec<String> = work
        .title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            !matches!(word.to_ascii_lowercase().as_str(), "the" | "a" | "an" | "of" | "in" | "on" | "and" | "to")
        })
        .map(|word| names::short_slug(word, 16))
        .filter(|word| !word.is_empty())
        .take(2)
        .collect();
    let date = work.date();
    let date = if words.is_empty() {
        date.map(super::WorkDate::iso).filter(|iso| !iso.is_empty())
    } else {
        date.and_then(super::WorkDate::year).map(|year| year.to_string())
    };
    let parts = std::iter::once(who).chain(date).chain(words);
    parts.collect::<Vec<_>>().join("-")
}

/// A number derived from everything that distinguishes a work from others.
fn mark(work: &Work) -> u64 {
    let page = page(work).unwrap_or_else(|| work.url.clone());
    let date = work.date().map(super::WorkDate::iso).unwrap_or_default();
    let title = if page.is_empty() { folded(&work.title) } else { String::new() };
    let words = format!("{page}|{title}|{date}|{}|{}|{}", work.symbol, work.number, folded(&work.persons));
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin;

    fn collect(texts: &[&str]) -> Vec<CollectedWork> {
        let settings = Settings { date: "2018-10-10".parse().ok(), ..Settings::default() };
        let gazetteer = Gazetteer::shipped();
        let mut collection = Collection::default();
        for text in texts {
            let read = bulletin::read("a.md", text, &gazetteer, &settings);
            collection.add("a.md", text, &read, &gazetteer, &settings);
        }
        collection.finish().0
    }

    const NOTE: &str = "A.[^1] B.[^2] C.[^3]\n\n[^1]: Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, \
                        https://www.reuters.com/convoy.\n\n[^2]: Ibid.\n\n[^3]: Mertz, “Convoy Leaves.”\n";

    #[test]
    fn one_work_in_all_styles_is_one() {
        let inline = "The lorries left ([Reuters](http://reuters.com/convoy/?utm_source=x), May 3).\n";
        let prose = "Lorries [left](https://www.reuters.com/convoy), Reuters reported.\n";
        let works = collect(&[NOTE, inline, prose]);
        assert_eq!(works.len(), 1, "{works:?}");
        let CollectedWork { work, key, cited } = &works[0];
        assert_eq!((&**key, &*work.author, &*work.title), ("mertz-2018-convoy-leaves", "Lena Mertz", "Convoy Leaves"));
        let places: Vec<_> = cited.iter().map(|place| (place.document, place.line)).collect();
        assert_eq!(places, [(0, 3), (0, 5), (0, 7), (1, 1), (2, 1)]);
        // Whatever the order in which they are read.
        let turned = collect(&[prose, inline, NOTE]);
        assert_eq!((turned.len(), &*turned[0].key), (1, "mertz-2018-convoy-leaves"));
        assert_eq!(turned[0].work.title, "Convoy Leaves");
    }

    #[test]
    fn two_works_are_two() {
        let works = collect(&[
            "A ([Dawn](https://www.dawn.com/news/1), May 3). B ([Dawn](https://www.dawn.com/news/2), May 3).\n",
            "C.[^1] D.[^2]\n\n[^1]: “Port Shut,” Dawn, May 3, 2018.\n\n[^2]: “Port Open,” Dawn, May 3, 2018.\n",
            "E (Reuters, May 3). F (Reuters, May 4). G (Reuters, May 3).\n",
        ]);
        let keys: Vec<&str> = works.iter().map(|work| &*work.key).collect();
        assert_eq!(keys.len(), 6, "{keys:?}");
        let distinct: FxHashSet<&&str> = keys.iter().collect();
        assert_eq!(distinct.len(), 6);
        assert!(keys.contains(&"dawn-2018-port-open") && keys.contains(&"reuters-2018-05-03"), "{keys:?}");
        // Reading other documents does not change a key.
        let alone = collect(&["A ([Dawn](https://www.dawn.com/news/1), May 3).\n"]);
        assert!(keys.contains(&&*alone[0].key), "{} {keys:?}", alone[0].key);
    }

    #[test]
    fn an_author_with_a_year_is_a_place_of_the_listed_work() {
        let works = collect(&[
            "The port was sold (Mertz 2018, 4).\n\n## References\n\nMertz, L. (2018). *The pier deal*. Hurst.\n",
        ]);
        assert_eq!((works.len(), works[0].cited.len()), (1, 2), "{works:?}");
        assert_eq!(works[0].key, "mertz-2018-pier-deal");
    }
}
