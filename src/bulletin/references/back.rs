//! Whom *Ibid.* and shortened forms mean.
//!
//! * Notes are judged in the order in which the text points to them, article by article.
//! * The full form stands before: in an earlier note, earlier in the same note, or in a list of works.
//! * A form that fits two works means neither.

use crate::bulletin::Citation;
use crate::bulletin::items::{CitationStyle, Item, ItemGroup, ItemKind, Unresolved};
use crate::bulletin::notes::{Note, NoteReference};
use crate::bulletin::structure::{self, Article};
use crate::text::within;
use crate::text::words::{hash, is_alphanumeric};
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Works that share a word are compared with a shortened form up to so many.
const MOST: usize = 64;

/// What the resolver looks at.
pub(in crate::bulletin) struct Document<'a> {
    pub text: &'a str,
    pub notes: &'a [Note],
    pub references: &'a [NoteReference],
    pub articles: &'a [Article],
    pub citations: &'a [Citation],
}

/// Resolves *Ibid.* and shortened forms in the groups, and says of each that means nothing why.
pub(in crate::bulletin) fn resolve(document: &Document<'_>, groups: &mut [ItemGroup]) {
    if groups.is_empty() {
        return;
    }
    let order = reading_order(document);
    let mut by_note: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, group) in groups.iter().enumerate() {
        if let Some(note) = group.note {
            by_note.insert(note, at);
        }
    }
    let mut scopes: FxHashMap<Option<u32>, Vec<usize>> = FxHashMap::default();
    let mut listed: FxHashMap<Option<u32>, Vec<usize>> = FxHashMap::default();
    for &(note, article) in &order {
        scopes.entry(article).or_default().push(note);
    }
    for (at, group) in groups.iter().enumerate() {
        if group.note.is_none() && group.style == CitationStyle::Bibliography {
            listed.entry(article_of(document, group.span.start)).or_default().push(at);
        }
    }
    for (article, notes) in scopes {
        let mut works = Works::default();
        for &at in listed.get(&article).into_iter().flatten() {
            for item in &groups[at].items {
                works.add(document.text, None, item);
            }
        }
        // Where the full form comes too late, the message names its note.
        let mut later = Works::default();
        let groups_of = |note: &usize| by_note.get(&index(*note)).map(|at| &groups[*at]);
        let shortens = |item: &Item| matches!(item.kind(), ItemKind::Short | ItemKind::OpCit);
        let any = notes.iter().filter_map(groups_of).flat_map(|group| &group.items).any(shortens);
        for &note in notes.iter().filter(|_| any) {
            if let Some(&at) = by_note.get(&(index(note))) {
                for item in &groups[at].items {
                    later.add(document.text, Some(index(note)), item);
                }
            }
        }
        let mut before: Option<Before> = None;
        for &note in &notes {
            let number = index(note);
            let Some(&at) = by_note.get(&number) else {
                before = Some(remark(document, note));
                continue;
            };
            before = Some(read_note(document.text, &mut groups[at], number, before, &mut works, &later));
        }
        // Where more sources have no full form than have one, author and title are the article's full form.
        let places = || notes.iter().filter_map(|note| by_note.get(&index(*note)).copied());
        let (mut bare, mut full) = (0, works.works.len());
        for item in places().flat_map(|at| &groups[at].items) {
            let Some(details) = item.details.as_ref().filter(|details| details.kind == ItemKind::Short) else {
                continue;
            };
            bare += usize::from(details.unresolved == Some(Unresolved::Nothing));
            full += usize::from(details.refers.is_some());
        }
        if bare > full {
            for at in places().collect::<Vec<_>>() {
                let short = groups[at].items.iter_mut().filter_map(|item| item.details.as_mut());
                for details in short.filter(|details| details.kind == ItemKind::Short) {
                    details.unresolved = details.unresolved.filter(|unresolved| *unresolved != Unresolved::Nothing);
                }
            }
        }
    }
}

fn index(note: usize) -> u32 {
    u32::try_from(note).unwrap_or(u32::MAX)
}

/// The notes in the order of their first references, each with its article.
fn reading_order(document: &Document<'_>) -> Vec<(usize, Option<u32>)> {
    let mut first: FxHashMap<(CompactString, bool, Option<u32>), u32> = FxHashMap::default();
    for reference in document.references {
        // Footnotes hold in the whole document.
        let article = if reference.footnote { None } else { article_of(document, reference.span.start) };
        first.entry((reference.label.to_lowercase(), reference.footnote, article)).or_insert(reference.span.start);
    }
    let mut last = 0;
    let mut order: Vec<(u32, usize, Option<u32>)> = Vec::with_capacity(document.notes.len());
    for (at, note) in document.notes.iter().enumerate() {
        let own = article_of(document, note.span.start);
        let scope = if note.footnote { None } else { own };
        let place = first.get(&(note.label.to_lowercase(), note.footnote, scope)).copied();
        // One that nothing points to stands behind the one before it.
        let article = match place {
            Some(place) => article_of(document, place),
            None => own,
        };
        last = place.unwrap_or(last);
        order.push((last, at, article));
    }
    order.sort_by_key(|(place, at, _)| (*place, *at));
    order.into_iter().map(|(_, at, article)| (at, article)).collect()
}

fn article_of(document: &Document<'_>, offset: u32) -> Option<u32> {
    structure::article_at(document.articles, offset).map(|article| article.span.start)
}

/// What the note before cites.
#[derive(Clone, Copy)]
enum Before {
    /// One source, by the note that gives it in full.
    One(u32),
    /// Several, of this note.
    Several(u32),
    /// Nothing: a remark.
    Remark(u32),
}

/// A note that cites nothing by itself; in a sentence it may, in brackets.
fn remark(document: &Document<'_>, note: usize) -> Before {
    let number = index(note);
    let Some(note) = document.notes.get(note) else { return Before::Remark(number) };
    let cited: usize = within(document.citations, note.body, |citation| citation.span)
        .iter()
        .map(|citation| citation.items.len())
        .sum();
    match cited {
        0 => Before::Remark(number),
        1 => Before::One(number),
        _ => Before::Several(number),
    }
}

fn read_note(
    text: &str,
    group: &mut ItemGroup,
    number: u32,
    before: Option<Before>,
    works: &mut Works,
    later: &Works,
) -> Before {
    let mut last = before;
    let mut cited = 0;
    let mut root = number;
    for item in &mut group.items {
        let kind = item.kind();
        if kind == ItemKind::Text {
            continue;
        }
        cited += 1;
        root = number;
        match kind {
            ItemKind::Ibid => {
                let (refers, unresolved) = match last {
                    Some(Before::One(note)) => (Some(note), None),
                    Some(Before::Several(note)) => (None, Some(Unresolved::Several(note))),
                    Some(Before::Remark(note)) => (None, Some(Unresolved::Remark(note))),
                    None => (None, Some(Unresolved::Nothing)),
                };
                root = refers.unwrap_or(number);
                if let Some(details) = &mut item.details {
                    (details.refers, details.unresolved) = (refers, unresolved);
                }
            }
            ItemKind::Short | ItemKind::OpCit => {
                let found = works.find(text, item);
                let (refers, unresolved) = match found {
                    Found::One(note) => (note, None),
                    Found::Several(a, b) => (None, Some(Unresolved::Two(a, b))),
                    Found::OtherDate(note) => (None, Some(Unresolved::OtherDate(note))),
                    Found::None => match later.find(text, item) {
                        Found::One(Some(note)) if note != number => (None, Some(Unresolved::Later(note))),
                        _ => (None, Some(Unresolved::Nothing)),
                    },
                };
                root = refers.unwrap_or(number);
                settle(item, refers, unresolved);
                if item.kind() == ItemKind::Text {
                    cited -= 1;
                } else if !item.kind().points_back() {
                    works.add(text, Some(number), item);
                }
            }
            _ => {
                let work = Work::of(text, Some(number), item);
                let before = works.same(&work);
                let is_dated = before.is_some_and(|before| before.day.is_some());
                let again = before.and_then(|before| before.note);
                // `“Quay Reopens,” Dawn.` behind the same with its date: a shortened form.
                let shortened = item.dates.is_empty() && item.link.is_none() && item.undated.is_none();
                if let (Some(details), Some(again)) = (&mut item.details, again)
                    && shortened
                    && details.accessed.is_none()
                    && details.title.is_some()
                    && is_dated
                {
                    (details.kind, details.refers) = (ItemKind::Short, Some(again));
                    root = again;
                    last = Some(Before::One(root));
                    continue;
                }
                if let (Some(details), Some(again)) = (&mut item.details, again) {
                    details.repeats = Some(again);
                }
                works.keep(work);
            }
        }
        last = Some(Before::One(root));
    }
    match cited {
        0 => Before::Remark(number),
        1 => Before::One(root),
        _ => Before::Several(number),
    }
}

/// What becomes of a form that may be a shortened one.
fn settle(item: &mut Item, refers: Option<u32>, unresolved: Option<Unresolved>) {
    let Some(details) = &mut item.details else { return };
    details.refers = refers;
    details.unresolved = unresolved;
    if unresolved.is_none() {
        return;
    }
    let titled = details.title.is_some();
    let named = item.author.is_some() || item.source.is_some();
    if details.kind == ItemKind::OpCit {
        return;
    }
    if titled && !named && unresolved == Some(Unresolved::Nothing) {
        // A quotation, with nobody's full form before it.
        details.kind = ItemKind::Text;
        details.unresolved = None;
    } else if !titled && !item.dates.is_empty() && unresolved == Some(Unresolved::Nothing) {
        // `Al-Hayat, May 3, 2018`: an outlet.
        details.kind = ItemKind::News;
        details.unresolved = None;
        item.source = item.author.take();
    } else if titled
        && item.author.is_none()
        && unresolved == Some(Unresolved::Nothing)
        && item.standing != Default::default()
    {
        // `Reuters, “Convoy”`: it lacks its date.
        details.kind = ItemKind::News;
        details.unresolved = None;
    }
}

/// A work that is cited in full.
struct Work {
    note: Option<u32>,
    /// The words of author and source.
    who: Words,
    title: Words,
    page: Option<CompactString>,
    day: Option<(Option<i16>, Option<u8>, Option<u8>)>,
}

/// The works that were cited in full, by their words.
#[derive(Default)]
struct Works {
    works: Vec<Work>,
    by_word: FxHashMap<u64, Vec<usize>>,
}

enum Found {
    None,
    One(Option<u32>),
    Several(Option<u32>, Option<u32>),
    /// The author's work, under another date than the one given.
    OtherDate(Option<u32>),
}

/// The hashes of words, without case, accents and signs.
type Words = SmallVec<[u64; 8]>;

/// The words of a title; articles are none.
fn title_words(text: &str) -> Words {
    hashes(text, &["the", "a", "an"])
}

/// The words of names; what joins them is none.
fn name_words(text: &str) -> Words {
    hashes(text, &["the", "a", "an", "and", "et", "al", "eds", "ed"])
}

fn hashes(text: &str, left_out: &[&str]) -> Words {
    let split = text.split(|c: char| !is_alphanumeric(c) && !matches!(c, '’' | '\''));
    let words = split.map(|word| word.trim_matches(['’', '\'']).trim_end_matches("’s").trim_end_matches("'s"));
    let kept = |word: &&str| !word.is_empty() && !left_out.iter().any(|other| other.eq_ignore_ascii_case(word));
    words.filter(kept).map(hash).collect()
}

fn day(item: &Item) -> Option<(Option<i16>, Option<u8>, Option<u8>)> {
    let date = item.date()?;
    Some((date.year.map(|year| year.value), date.month.map(|month| month.value.number), date.day.map(|day| day.value)))
}

impl Work {
    fn of(text: &str, note: Option<u32>, item: &Item) -> Work {
        let mut who = item.author.map_or_else(Words::new, |author| name_words(author.of(text)));
        who.extend(item.source.map_or_else(Words::new, |source| name_words(source.of(text))));
        let title = item.details.as_ref().and_then(|details| details.title);
        let title = title.map_or_else(Words::new, |title| title_words(title.span.of(text)));
        Work { note, who, title, page: item.url(text).map(CompactString::from), day: day(item) }
    }

    fn is_same(&self, other: &Work) -> bool {
        if !self.title.is_empty() && self.title == other.title {
            return self.who == other.who
                || self.who.is_empty()
                || other.who.is_empty()
                || self.who.iter().any(|word| other.who.contains(word));
        }
        self.title.is_empty() && other.title.is_empty() && self.page.is_some() && self.page == other.page
    }
}

/// Whether the words of a shortened title stand in a full one, in order, from its start or in one piece.
fn holds(full: &[u64], short: &[u64]) -> bool {
    if short.is_empty() || full.len() < short.len() {
        return false;
    }
    let mut rest = full.iter();
    full.windows(short.len()).any(|window| window == short)
        || short.len() > 1 && short.iter().all(|word| rest.any(|other| other == word))
}

impl Works {
    fn add(&mut self, text: &str, note: Option<u32>, item: &Item) {
        if !item.kind().points_back() && item.kind() != ItemKind::Text {
            self.keep(Work::of(text, note, item));
        }
    }

    fn keep(&mut self, work: Work) {
        let at = self.works.len();
        for word in work.who.iter().chain(work.title.iter().take(12)) {
            let places = self.by_word.entry(*word).or_default();
            if places.last() != Some(&at) && places.len() < MOST {
                places.push(at);
            }
        }
        self.works.push(work);
    }

    /// The same work, cited in full before.
    fn same(&self, work: &Work) -> Option<&Work> {
        let places = |word: &u64| self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        let rarest = work.title.iter().map(places).min_by_key(|places| places.len())?;
        rarest.iter().filter_map(|at| self.works.get(*at)).find(|other| work.is_same(other))
    }

    fn find(&self, text: &str, item: &Item) -> Found {
        let who = item.author.or(item.source).map_or_else(Words::new, |who| name_words(who.of(text)));
        let title = item.details.as_ref().and_then(|details| details.title);
        let title = title.map_or_else(Words::new, |title| title_words(title.span.of(text)));
        let Some(rarest) = who.iter().chain(&title).min_by_key(|word| self.by_word.get(*word).map_or(0, Vec::len))
        else {
            return Found::None;
        };
        let Some(places) = self.by_word.get(rarest) else { return Found::None };
        let fits = |work: &&Work| {
            who.iter().all(|word| work.who.contains(word)) && (title.is_empty() || holds(&work.title, &title))
        };
        let mut fitting: Vec<&Work> = places.iter().filter_map(|at| self.works.get(*at)).filter(fits).collect();
        if fitting.is_empty() {
            return Found::None;
        }
        // The same title in full is meant before a longer one.
        if !title.is_empty() && fitting.iter().any(|work| work.title == title) {
            fitting.retain(|work| work.title == title);
        }
        if let Some(day) = day(item)
            && title.is_empty()
        {
            let other = fitting[0].note;
            let agrees = |work: &&Work| match (work.day, day) {
                (Some(full), (year, month, date)) => {
                    full.0 == year
                        && (month.is_none() || full.1.is_none() || full.1 == month)
                        && (date.is_none() || full.2.is_none() || full.2 == date)
                }
                (None, _) => true,
            };
            fitting.retain(agrees);
            if fitting.is_empty() {
                return Found::OtherDate(other);
            }
        }
        let first = fitting[0];
        match fitting.iter().skip(1).find(|work| !work.is_same(first)) {
            Some(second) => Found::Several(first.note, second.note),
            None => Found::One(first.note),
        }
    }
}
