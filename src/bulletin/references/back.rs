//! What *Ibid.* and shortened forms refer to.
//!
//! * Notes are resolved in the order in which the text points to them, article by article.
//! * The full form must come first: in an earlier note, earlier in the same note, or in a list of works.
//! * A form that fits two works refers to neither.
//! * In a later chapter of a longer work, the full form may be in the file of an earlier one.

use super::near_names::NearNames;
use super::part::is_body;
use crate::bulletin::Citation;
use crate::bulletin::citation::words::GIVEN_NAMES;
use crate::bulletin::items::{CitationStyle, Item, ItemGroup, ItemKind, Unresolved};
use crate::bulletin::notes::{Note, NoteReference};
use crate::bulletin::structure::{self, Article};
use crate::gazetteer::Standing;
use crate::markdown::mask::JOINT;
use crate::text::words::{self, Flags, Word, WordSet, hash};
use crate::text::{Span, split_at, within};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use smallvec::SmallVec;
use std::cell::OnceCell;
use std::hash::{Hash, Hasher};

/// The maximum number of works sharing a word that are compared with a shortened form.
const MOST: usize = 64;

/// The same for one whose title is other words.
const MOST_LOOSELY: usize = 8;

/// The number of works that may share the last word of their titles before all words tell them apart.
const CROWD: usize = 16;

/// The parts of a document that the resolver reads.
pub(in crate::bulletin) struct Document<'a> {
    pub text: &'a str,
    pub notes: &'a [Note],
    pub references: &'a [NoteReference],
    pub articles: &'a [Article],
    pub citations: &'a [Citation],
    /// Whether it is a later part of a longer work: an earlier part, in another file, may give a source in full.
    pub later_part: bool,
}

/// Resolves *Ibid.* and shortened forms in the groups, and records the reason for each that refers to nothing.
pub(in crate::bulletin) fn resolve(document: &Document<'_>, groups: &mut [ItemGroup]) {
    if groups.is_empty() {
        return;
    }
    let order = reading_order(document);
    // The group of each note.
    let mut by_note: Vec<Option<usize>> = vec![None; document.notes.len()];
    for (at, group) in groups.iter().enumerate() {
        if let Some(of_note) = group.note.and_then(|note| by_note.get_mut(note as usize)) {
            *of_note = Some(at);
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
        let mut works = Works::with_capacity(notes.len());
        for &at in listed.get(&article).into_iter().flatten() {
            for item in &groups[at].items {
                works.add(document.text, None, item);
            }
        }
        // If the full form comes too late, the message names its note.
        let mut later = Works::default();
        let groups_of = |note: &usize| by_note[*note].map(|at| &groups[at]);
        let shortens = |item: &Item| matches!(item.kind(), ItemKind::Short | ItemKind::OpCit);
        let any = notes.iter().filter_map(groups_of).flat_map(|group| &group.items).any(shortens);
        for &note in notes.iter().filter(|_| any) {
            if let Some(at) = by_note[note] {
                for item in &groups[at].items {
                    later.add(document.text, Some(index(note)), item);
                }
            }
        }
        // A sentence may give a source in full: `The best map is in Lena Mertz, *Maps of Sarnak* (…).`
        let mut told: FxHashSet<u64> = FxHashSet::default();
        let mut before: Option<Before> = None;
        for &note in &notes {
            let number = index(note);
            let Some(at) = by_note[note] else {
                if let Some(note) = document.notes.get(note).filter(|_| any) {
                    told.extend(hashes(note.body.of(document.text), None));
                }
                before = Some(remark(document, note));
                continue;
            };
            before =
                Some(read_note(document.text, &mut groups[at], (number, before), &mut works, (&mut later, &mut told)));
        }
        // If more sources lack a full form than have one, author and title are the article’s full form. In a later
        // chapter, what has none may have it in an earlier one.
        let places = || notes.iter().filter_map(|note| by_note[*note]);
        let (mut bare, mut full) = (0, works.works.len());
        for item in places().flat_map(|at| &groups[at].items) {
            let Some(details) = item.details.as_ref().filter(|details| details.kind == ItemKind::Short) else {
                continue;
            };
            bare += usize::from(details.unresolved == Some(Unresolved::Nothing));
            full += usize::from(details.refers.is_some());
        }
        let elsewhere = |kind: ItemKind| match kind {
            ItemKind::Short => bare > full || document.later_part,
            ItemKind::OpCit => document.later_part,
            _ => false,
        };
        for at in places().filter(|_| bare > full || document.later_part).collect::<Vec<_>>() {
            let back = groups[at].items.iter_mut().filter_map(|item| item.details.as_mut());
            for details in back.filter(|details| elsewhere(details.kind)) {
                details.unresolved = details.unresolved.filter(|unresolved| *unresolved != Unresolved::Nothing);
            }
        }
        let places: Vec<usize> = places().collect();
        let listed = listed.get(&article).map_or(&[][..], Vec::as_slice);
        find_near_names(document.text, groups, &places, listed);
    }
}

/// For shortened forms that refer to nothing: the author whose name differs by a letter. `cited` and `listed` are the
/// groups of the notes and of the list of works.
fn find_near_names(text: &str, groups: &mut [ItemGroup], cited: &[usize], listed: &[usize]) {
    let lacks = |item: &Item| {
        let details = item.details.as_ref();
        details.is_some_and(|details| details.unresolved == Some(Unresolved::Nothing) && details.kind != ItemKind::Ibid)
    };
    if !cited.iter().flat_map(|at| &groups[*at].items).any(lacks) {
        return;
    }
    let full = cited.iter().chain(listed).flat_map(|at| &groups[*at].items).filter(|item| !item.kind().points_back());
    let names = NearNames::of(text, full.filter_map(|item| item.author));
    for at in cited {
        for item in groups[*at].items.iter_mut().filter(|item| lacks(item)) {
            let near = item.author.or(item.source).and_then(|who| names.near(who));
            if let Some(details) = &mut item.details {
                details.near = near;
            }
        }
    }
}

fn index(note: usize) -> u32 {
    u32::try_from(note).unwrap_or(u32::MAX)
}

/// The notes in the order of their first references, each with its article.
fn reading_order(document: &Document<'_>) -> Vec<(usize, Option<u32>)> {
    // Where the text first refers to each footnote, which is visible in the whole document, and to each number of a list.
    let mut footnotes: Vec<Option<u32>> = vec![None; document.notes.len()];
    let mut numbers: FxHashMap<(&str, Option<u32>), u32> = FxHashMap::default();
    for reference in document.references {
        let place = reference.span.start;
        if !reference.footnote {
            numbers.entry((&reference.label, article_of(document, place))).or_insert(place);
        } else if let Some(note) = reference.note {
            footnotes[note as usize].get_or_insert(place);
        }
    }
    let mut last = 0;
    let mut order: Vec<(u32, usize, Option<u32>)> = Vec::with_capacity(document.notes.len());
    for (at, note) in document.notes.iter().enumerate() {
        let own = || article_of(document, note.span.start);
        let place = if note.footnote { footnotes[at] } else { numbers.get(&(note.label.as_str(), own())).copied() };
        // A note without references comes after the preceding note.
        let article = place.map_or_else(own, |place| article_of(document, place));
        last = place.unwrap_or(last);
        order.push((last, at, article));
    }
    order.sort_by_key(|(place, at, _)| (*place, *at));
    order.into_iter().map(|(_, at, article)| (at, article)).collect()
}

fn article_of(document: &Document<'_>, offset: u32) -> Option<u32> {
    structure::article_at(document.articles, offset).map(|article| article.span.start)
}

/// What the preceding note cites.
#[derive(Clone, Copy)]
enum Before {
    /// One source, by the note that gives it in full, and its item there.
    One(u32, Span),
    /// Several sources, by their note.
    Several(u32),
    /// Nothing: it is a remark.
    Remark(u32),
}

/// A note that cites nothing itself; its sentences may contain bracketed citations.
fn remark(document: &Document<'_>, note: usize) -> Before {
    let number = index(note);
    let Some(note) = document.notes.get(note) else { return Before::Remark(number) };
    let citations = within(document.citations, note.body, |citation| citation.span);
    let mut cited = citations.iter().flat_map(|citation| &citation.items);
    match (cited.next(), cited.next()) {
        (None, _) => Before::Remark(number),
        (Some(item), None) => Before::One(number, item.span),
        (Some(_), Some(_)) => Before::Several(number),
    }
}

fn read_note(
    text: &str,
    group: &mut ItemGroup,
    (number, before): (u32, Option<Before>),
    works: &mut Works,
    (later, told): (&mut Works, &mut FxHashSet<u64>),
) -> Before {
    let mut last = before;
    let mut cited = 0;
    let mut root = (number, group.span);
    for item in &mut group.items {
        let kind = item.kind();
        if kind == ItemKind::Text {
            told.extend(hashes(item.span.of(text), None));
            continue;
        }
        cited += 1;
        root = (number, item.span);
        match kind {
            ItemKind::Ibid => {
                let (found, unresolved) = match last {
                    Some(Before::One(note, item)) => (Some((note, item)), None),
                    Some(Before::Several(note)) => (None, Some(Unresolved::Several(note))),
                    Some(Before::Remark(note)) => (None, Some(Unresolved::Remark(note))),
                    None => (None, Some(Unresolved::Nothing)),
                };
                root = found.unwrap_or(root);
                if let Some(details) = &mut item.details {
                    (details.refers, details.meant) = (found.map(|(note, _)| note), found.map(|(_, item)| item));
                    details.unresolved = unresolved;
                }
            }
            ItemKind::Short | ItemKind::OpCit => {
                let (found, unresolved) = match works.find_as_may_be(text, item) {
                    Found::One(place) => (Some(place), None),
                    Found::Several(a, b) => (None, Some(Unresolved::Two(a, b))),
                    Found::OtherDate(note) => (None, Some(Unresolved::OtherDate(note))),
                    Found::GivenName(note) => (None, Some(Unresolved::GivenName(note))),
                    Found::None => match later.find(text, item) {
                        Found::One(Place { note: Some(note), .. }) if note != number => {
                            (None, Some(Unresolved::Later(note)))
                        }
                        _ if is_told(text, item, told) || is_known_otherwise(text, item) => (None, None),
                        _ => (None, Some(Unresolved::Nothing)),
                    },
                };
                root = found.map_or(root, |place| (place.note.unwrap_or(number), place.item));
                settle(text, item, found, unresolved);
                if item.kind() == ItemKind::Text {
                    cited -= 1;
                } else if !item.kind().points_back() {
                    works.add(text, Some(number), item);
                }
            }
            _ => match named_before(text, item, works) {
                Some(place) => {
                    // `Mertz, “Early Digs,” https://…`: a shortened form with its address.
                    item.author = item.source.take();
                    if let Some(details) = &mut item.details {
                        details.kind = ItemKind::Short;
                        (details.refers, details.meant) = (place.note, Some(place.item));
                    }
                    root = (place.note.unwrap_or(number), place.item);
                }
                None => {
                    let work = Work::of(text, Some(number), item);
                    let before = works.same(text, &work);
                    let is_dated = before.is_some_and(|before| before.day.is_some());
                    let again = before.and_then(|before| Some((before.place.note?, before.place.item)));
                    // `“Quay Reopens,” Dawn.` after the same with its date: a shortened form.
                    let shortened = item.dates.is_empty() && item.link.is_none() && item.undated.is_none();
                    if let (Some(details), Some(again)) = (&mut item.details, again)
                        && shortened
                        && details.accessed.is_none()
                        && details.title.is_some()
                        && is_dated
                    {
                        details.kind = ItemKind::Short;
                        (details.refers, details.meant) = (Some(again.0), Some(again.1));
                        root = again;
                        last = Some(Before::One(root.0, root.1));
                        continue;
                    }
                    if let (Some(details), Some(again)) = (&mut item.details, again) {
                        details.repeats = Some(again.0);
                    }
                    works.keep(text, work);
                }
            },
        }
        last = Some(Before::One(root.0, root.1));
    }
    match cited {
        0 => Before::Remark(number),
        1 => Before::One(root.0, root.1),
        _ => Before::Several(number),
    }
}

/// The work that a name, a title and an address refer to, if the name is not that of an outlet.
fn named_before(text: &str, item: &Item, works: &mut Works) -> Option<Place> {
    let details = item.details.as_ref().filter(|details| details.title.is_some() && details.accessed.is_none())?;
    let source = item.source.filter(|_| item.author.is_none() && item.dates.is_empty())?;
    let before = details.title.is_some_and(|title| source.end <= title.whole.start);
    if !before || item.standing != Standing::Unknown || source.of(text).contains(' ') {
        return None;
    }
    match works.find(text, item) {
        Found::One(place) => Some(place),
        _ => None,
    }
}

/// The words of the names and of the title in a shortened form.
fn words_of(text: &str, item: &Item) -> (Words, Words) {
    let who = item.author.or(item.source).map_or_else(Words::new, |who| name_words(who.of(text)));
    let title = item.details.as_ref().and_then(|details| details.title);
    (who, title.map_or_else(Words::new, |title| title_words(title.span.of(text))))
}

/// Whether all words of a shortened form occur in earlier remarks.
fn is_told(text: &str, item: &Item, told: &FxHashSet<u64>) -> bool {
    let (who, title) = words_of(text, item);
    !who.is_empty() && title.len() > 1 && who.iter().chain(&title).all(|word| told.contains(word))
}

/// Whether nobody looks for an earlier note: a classic is cited by its books or sections, *Politics*, bk. 1; a chapter is
/// found in the book that the form names; a template is filled in elsewhere.
fn is_known_otherwise(text: &str, item: &Item) -> bool {
    let words = item.span.of(text);
    let title = item.details.as_ref().and_then(|details| details.title);
    let (before, behind) = title.map_or(("", ""), |title| {
        let at = |offset: u32| offset.clamp(item.span.start, item.span.end);
        let before = Span::new(item.span.start, at(title.whole.start)).of(text);
        (before, Span::new(at(title.whole.end), item.span.end).of(text).trim_start_matches([',', ' ']))
    });
    [", bk. ", ", book ", ", canto ", ", §"].iter().any(|division| words.contains(division))
        || before.contains(" in ")
        || behind.starts_with("in ")
        || words.contains(JOINT)
}

/// Decides what a form that may be a shortened one becomes.
fn settle(text: &str, item: &mut Item, found: Option<Place>, unresolved: Option<Unresolved>) {
    let Some(details) = &mut item.details else { return };
    details.refers = found.and_then(|place| place.note);
    details.meant = found.map(|place| place.item);
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
        // A quotation, without a full form before it.
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
        && (item.standing != Default::default()
            || details.pages.is_none() && item.source.is_some_and(|source| is_body(source.of(text))))
    {
        // `Reuters, “Convoy”`: its date is missing.
        details.kind = ItemKind::News;
        details.unresolved = None;
    }
}

/// Where a work is cited in full.
#[derive(Clone, Copy)]
struct Place {
    /// Its note; `None` if it is in a list.
    note: Option<u32>,
    /// Its item.
    item: Span,
}

/// A work that is cited in full.
struct Work {
    place: Place,
    author: Option<Span>,
    source: Option<Span>,
    title: Option<Span>,
    /// What comes before the title of a work without an author: editors are not authors, but a shortened form names
    /// them, as in `Osten and Mertz, eds., *The Pier*`.
    editors: Option<Span>,
    /// The last word of the title: works with the same title have the same.
    last_word: Option<u64>,
    /// The address of a work without a title.
    page: Option<CompactString>,
    day: Option<(Option<i16>, Option<u8>, Option<u8>)>,
    /// Read when a shortened form or a similar title asks for them.
    title_words: OnceCell<Words>,
    names: OnceCell<Names>,
}

/// The words of a work by which shortened forms find it.
struct Names {
    /// The words of author and source.
    who: Words,
    /// Those of them that are given names.
    given: Words,
    /// How many words of the title come before the colon of a subtitle.
    main: usize,
}

/// The works that were cited in full so far.
#[derive(Default)]
struct Works {
    works: Vec<Work>,
    /// Their places by the last word of their title, or by their address; where many share it, by the whole title.
    by_title: FxHashMap<u64, SmallVec<[usize; 1]>>,
    /// Their places by each word; without the works since the last shortened form.
    by_word: FxHashMap<u64, Vec<usize>>,
    /// How many of the works that map contains.
    indexed: usize,
}

enum Found {
    None,
    One(Place),
    Several(Option<u32>, Option<u32>),
    /// The author’s work, but with a different date.
    OtherDate(Option<u32>),
    /// A work by an author with that given name.
    GivenName(Option<u32>),
}

/// The hashes of words, ignoring case, accents and punctuation.
type Words = SmallVec<[u64; 8]>;

/// The words of a title, without articles.
fn title_words(text: &str) -> Words {
    static LEFT_OUT: WordSet = WordSet::new(&["a", "an", "the"]);
    hashes(text, Some(&LEFT_OUT))
}

/// The last of the [`title_words`].
fn last_title_word(text: &str) -> Option<u64> {
    text.split_ascii_whitespace().rev().find_map(|word| title_words(word).last().copied())
}

/// The words of names, without conjunctions and without an abbreviation in brackets after them.
fn name_words(text: &str) -> Words {
    static LEFT_OUT: WordSet = WordSet::new(&["a", "al", "an", "and", "ed", "eds", "et", "the"]);
    let bracketed = text.ends_with(')').then(|| text.split_once(" (")).flatten();
    hashes(bracketed.map_or(text, |(name, _)| name), Some(&LEFT_OUT))
}

/// The given names of authors, if they are common ones and not inverted: `Lena` of `Lena Mertz and Tobin Osten`.
fn given_names(authors: &str) -> Words {
    let mut rest = Some(authors);
    let parties = std::iter::from_fn(|| {
        let (first, others) = split_at(rest?, " and ").map_or((rest?, None), |(first, others)| (first, Some(others)));
        rest = others;
        Some(first)
    });
    let names = parties.flat_map(|name| name.split(", ")).map(|name| name.strip_prefix("and ").unwrap_or(name).trim());
    let given = names.filter_map(|name| name.split_once(' ')).filter(|(given, rest)| {
        GIVEN_NAMES.has(given) && rest.rsplit(' ').next() != Some(*given) && !rest.ends_with('.')
    });
    given.map(|(given, _)| hash(given)).collect()
}

fn hashes(text: &str, left_out: Option<&WordSet>) -> Words {
    let mut words = Vec::with_capacity(16);
    words::split(text, Span::at(0..text.len()), Flags::default(), &mut words);
    let kept = |word: &&Word| {
        let letters = word.span.of(text);
        // `W. Bush`: an initial identifies no one.
        (letters.chars().nth(1).is_some() || word.flags.has(Flags::DIGIT))
            && !left_out.is_some_and(|left_out| left_out.has_in_any_case(letters))
    };
    words.iter().filter(kept).map(|word| word.hash).collect()
}

fn day(item: &Item) -> Option<(Option<i16>, Option<u8>, Option<u8>)> {
    let date = item.date()?;
    Some((date.year.map(|year| year.value), date.month.map(|month| month.value.number), date.day.map(|day| day.value)))
}

impl Work {
    fn of(text: &str, note: Option<u32>, item: &Item) -> Work {
        let title = item.details.as_ref().and_then(|details| details.title);
        let editors = title.filter(|title| item.author.is_none() && title.whole.start > item.span.start);
        let last_word = title.and_then(|title| last_title_word(title.span.of(text)));
        Work {
            place: Place { note, item: item.span },
            author: item.author,
            source: item.source,
            title: title.map(|title| title.span),
            editors: editors.map(|title| Span::new(item.span.start, title.whole.start)),
            page: if last_word.is_none() { item.url(text).map(CompactString::from) } else { None },
            last_word,
            day: day(item),
            title_words: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    fn title_words(&self, text: &str) -> &Words {
        self.title_words.get_or_init(|| self.title.map_or_else(Words::new, |title| title_words(title.of(text))))
    }

    fn names(&self, text: &str) -> &Names {
        self.names.get_or_init(|| {
            let named = [self.author, self.source, self.editors].into_iter().flatten();
            let title = self.title.map_or("", |title| title.of(text));
            Names {
                who: named.flat_map(|name| name_words(name.of(text))).collect(),
                given: self.author.map_or_else(Words::new, |author| given_names(author.of(text))),
                main: split_at(title, ": ").map_or(self.title_words(text).len(), |(main, _)| title_words(main).len()),
            }
        })
    }

    /// The same for all works with the same title.
    fn whole_title_key(&self, text: &str) -> u64 {
        let mut hasher = FxHasher::default();
        (&self.page, self.title_words(text)).hash(&mut hasher);
        hasher.finish()
    }

    /// The same for all works whose titles end in the same word, or that have the same address and no title.
    fn title_key(&self) -> Option<u64> {
        let Some(page) = &self.page else { return self.last_word };
        let mut hasher = FxHasher::default();
        page.hash(&mut hasher);
        Some(hasher.finish())
    }

    fn is_same(&self, text: &str, other: &Work) -> bool {
        let same_end = self.last_word.is_some() && self.last_word == other.last_word;
        if same_end && self.title_words(text) == other.title_words(text) {
            let (own, others) = (&self.names(text).who, &other.names(text).who);
            return own == others
                || own.is_empty()
                || others.is_empty()
                || own.iter().any(|word| others.contains(word));
        }
        self.page.is_some() && self.page == other.page
    }
}

/// Whether the words of a shortened title occur in a full one, in order, from its start or contiguously.
fn holds(full: &[u64], short: &[u64]) -> bool {
    if short.is_empty() || full.len() < short.len() {
        return false;
    }
    let mut rest = full.iter();
    full.windows(short.len()).any(|window| window == short)
        || short.len() > 1 && short.iter().all(|word| rest.any(|other| other == word))
}

impl Works {
    fn with_capacity(works: usize) -> Works {
        let by_title = FxHashMap::with_capacity_and_hasher(works, Default::default());
        Works { works: Vec::with_capacity(works), by_title, ..Works::default() }
    }

    fn add(&mut self, text: &str, note: Option<u32>, item: &Item) {
        if !item.kind().points_back() && item.kind() != ItemKind::Text {
            self.keep(text, Work::of(text, note, item));
        }
    }

    fn keep(&mut self, text: &str, work: Work) {
        if let Some(key) = work.title_key() {
            let place = self.works.len();
            let sharing = self.by_title.entry(key).or_default();
            if sharing.len() < CROWD {
                sharing.push(place);
            } else {
                self.by_title.entry(work.whole_title_key(text)).or_default().push(place);
            }
        }
        self.works.push(work);
    }

    /// Completes the words by which shortened forms find works.
    fn index(&mut self, text: &str) {
        for (at, work) in self.works.iter().enumerate().skip(self.indexed) {
            for word in work.names(text).who.iter().chain(work.title_words(text).iter().take(12)) {
                let places = self.by_word.entry(*word).or_default();
                if places.last() != Some(&at) && places.len() < MOST {
                    places.push(at);
                }
            }
        }
        self.indexed = self.works.len();
    }

    /// The same work, already cited in full.
    fn same(&self, text: &str, work: &Work) -> Option<&Work> {
        let sharing = self.by_title.get(&work.title_key()?)?;
        let crowded = if sharing.len() < CROWD { None } else { self.by_title.get(&work.whole_title_key(text)) };
        let places = sharing.iter().chain(crowded.into_iter().flatten().take(MOST));
        places.filter_map(|at| self.works.get(*at)).find(|other| work.is_same(text, other))
    }

    /// The work that a shortened form means, even if its title is in other words.
    fn find_as_may_be(&mut self, text: &str, item: &Item) -> Found {
        match self.find(text, item) {
            Found::None => self.find_loosely(text, item),
            found => found,
        }
    }

    /// The only work of an author that a title may mean though its words are others: one of a volume, or half of whose
    /// words agree.
    fn find_loosely(&self, text: &str, item: &Item) -> Found {
        let (who, title) = words_of(text, item);
        let Some(rarest) = who.iter().min_by_key(|word| self.by_word.get(*word).map_or(0, Vec::len)) else {
            return Found::None;
        };
        let places = self.by_word.get(rarest).map_or(&[][..], Vec::as_slice);
        if title.is_empty() || places.len() > MOST_LOOSELY {
            return Found::None;
        }
        let means = |work: &&Work| {
            let shared = title.iter().filter(|word| work.title_words(text).contains(word)).count();
            who.iter().all(|word| work.names(text).who.contains(word))
                && (shared > 0 && shared * 2 >= title.len() || holds(&hashes(work.place.item.of(text), None), &title))
        };
        let mut meant = places.iter().filter_map(|at| self.works.get(*at)).filter(means);
        match (meant.next(), meant.next()) {
            (Some(work), None) => Found::One(work.place),
            _ => Found::None,
        }
    }

    fn find(&mut self, text: &str, item: &Item) -> Found {
        self.index(text);
        let (who, title) = words_of(text, item);
        let Some(rarest) = who.iter().chain(&title).min_by_key(|word| self.by_word.get(*word).map_or(0, Vec::len))
        else {
            return Found::None;
        };
        let Some(places) = self.by_word.get(rarest) else { return Found::None };
        let fits = |work: &&Work| {
            who.iter().all(|word| work.names(text).who.contains(word))
                && (title.is_empty() || holds(work.title_words(text), &title))
        };
        let mut fitting: Vec<&Work> = places.iter().filter_map(|at| self.works.get(*at)).filter(fits).collect();
        if fitting.is_empty() {
            return Found::None;
        }
        // An identical title takes precedence over a longer one.
        if !title.is_empty() && fitting.iter().any(|work| *work.title_words(text) == title) {
            fitting.retain(|work| *work.title_words(text) == title);
        }
        if !title.is_empty() && fitting.iter().any(|work| work.title_words(text).starts_with(&title)) {
            fitting.retain(|work| work.title_words(text).starts_with(&title));
        }
        // `Theory of Rain` before `Critical Rain: A Theory of Rain`.
        let in_main =
            |work: &&Work| work.title_words(text).get(..work.names(text).main).is_some_and(|main| holds(main, &title));
        if fitting.len() > 1 && !title.is_empty() && fitting.iter().any(in_main) {
            fitting.retain(in_main);
        }
        if let Some(day) = day(item)
            && title.is_empty()
        {
            let other = fitting[0].place.note;
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
        // `Lena, *Water Kings*, 44`
        if let [name] = who.as_slice()
            && fitting.iter().all(|work| work.names(text).given.contains(name))
        {
            return Found::GivenName(first.place.note);
        }
        match fitting.iter().skip(1).find(|work| !work.is_same(text, first)) {
            Some(second) => Found::Several(first.place.note, second.place.note),
            None => Found::One(first.place),
        }
    }
}
