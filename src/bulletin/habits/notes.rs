//! How the notes of an article are written: the order of the fields, the comma at the closing mark, the final stop.

use super::{Whose, is_habit};
use crate::bulletin::items::{CitationStyle, Item, ItemGroup, ItemKind, LinkForm, Title, TitleForm};
use crate::bulletin::notes::Note;
use crate::bulletin::structure::{self, Article};
use crate::config::{CommaPlace, FinalStop, NoteOrder, NoteStyle};
use crate::text::{Slice, split_at};
use std::collections::BTreeMap;

/// A form, and whose it is; `None` if the notes have several and none is declared.
pub type OwnForm<T> = Option<(T, Whose)>;

/// How the notes of an article are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteHabit {
    /// The order of the fields.
    pub order: OwnForm<NoteOrder>,
    /// The comma inside or outside the closing mark.
    pub comma: OwnForm<CommaPlace>,
    /// The final stop in notes that end in words or a date.
    pub final_stop: OwnForm<FinalStop>,
    /// The final stop in notes that end in an address.
    pub stop_behind_address: OwnForm<FinalStop>,
    /// Whether so many authors are inverted, `Mertz, Lena`, that this is no slip: more than one, and over a quarter.
    pub inverts_names: bool,
    /// Whether titles are in quotation marks.
    pub quotes_titles: bool,
    /// The marks around the first title that has any.
    pub title_marks: Option<(char, char)>,
    /// Whether at least three sources, and three quarters of them, have a date.
    pub dates_sources: bool,
    /// Whether none of several sources has a date.
    pub dates_none: bool,
    /// Whether four notes in five are nothing but addresses.
    pub bare_addresses: bool,
    /// Whether four entries in five of lists of sources are.
    pub bare_entries: bool,
    /// Whether addresses are mostly printed without `https://`.
    pub drops_schemes: bool,
}

/// The habits of all articles, by where they start.
#[derive(Clone, Debug, Default)]
pub struct NoteHabits(BTreeMap<u32, NoteHabit>);

impl NoteHabit {
    /// Whether the house declares any of the forms.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        fn by_house<T>(form: OwnForm<T>) -> bool {
            form.is_some_and(|(_, whose)| whose == Whose::House)
        }
        by_house(self.order) || by_house(self.comma) || by_house(self.final_stop) || by_house(self.stop_behind_address)
    }
}

impl NoteHabits {
    /// The habits of the article at an offset.
    #[must_use]
    pub fn at(&self, articles: &[Article], offset: u32) -> NoteHabit {
        if self.0.is_empty() {
            return NoteHabit::default();
        }
        self.0.get(&key(articles, offset)).copied().unwrap_or_default()
    }
}

fn key(articles: &[Article], offset: u32) -> u32 {
    structure::article_at(articles, offset).map_or(u32::MAX, |article| article.span.start)
}

/// The counts for one article.
#[derive(Default)]
struct Counts {
    orders: [usize; 4],
    commas: [usize; 2],
    stops: [usize; 2],
    stops_behind_address: [usize; 2],
    titles: [usize; 2],
    /// Authors, and those of them that are inverted.
    authors: usize,
    inverted: usize,
    marks: Option<(char, char)>,
    dated: usize,
    bare: usize,
    schemes: [usize; 2],
    cited: usize,
    /// Entries of lists of sources, and those of them that are only addresses.
    entries: usize,
    bare_entries: usize,
}

/// Counts the forms of the notes.
pub(in crate::bulletin) fn read(
    text: &str,
    groups: &[ItemGroup],
    notes: &[Note],
    articles: &[Article],
    declared: &NoteStyle,
) -> NoteHabits {
    let mut counts: BTreeMap<u32, Counts> = BTreeMap::default();
    for group in groups.iter().filter(|group| matches!(group.style, CitationStyle::Note | CitationStyle::Numbered)) {
        let counts = counts.entry(key(articles, group.span.start)).or_default();
        for item in group.cited() {
            counts.item(text, item);
        }
        let Some(note) = group.note.and_then(|note| notes.get(note as usize)) else { continue };
        if let Some((stop, behind_address)) = final_stop(text, group, note) {
            let counted = if behind_address { &mut counts.stops_behind_address } else { &mut counts.stops };
            counted[usize::from(stop)] += 1;
        }
    }
    for group in groups.iter().filter(|group| group.style == CitationStyle::Bibliography) {
        let counts = counts.entry(key(articles, group.span.start)).or_default();
        counts.entries += group.items.len();
        counts.bare_entries += group.items.iter().filter(|item| is_bare(item)).count();
    }
    NoteHabits(counts.into_iter().map(|(article, counts)| (article, counts.habit(declared))).collect())
}

impl Counts {
    fn item(&mut self, text: &str, item: &Item) {
        let Some(details) = &item.details else { return };
        if details.kind.points_back()
            || matches!(details.kind, ItemKind::Interview | ItemKind::Case | ItemKind::UnDocument)
        {
            return;
        }
        self.cited += 1;
        self.dated += usize::from(!item.dates.is_empty());
        if let Some(author) = item.author {
            self.authors += 1;
            self.inverted += usize::from(is_inverted(author.of(text)));
        }
        self.bare += usize::from(is_bare(item));
        if let Some(link) = item.link.filter(|link| link.form == LinkForm::Bare) {
            self.schemes[usize::from(split_at(link.target.of(text), "://").is_none())] += 1;
        }
        if let Some(order) = order(text, item) {
            self.orders[order as usize] += 1;
        }
        let Some(title) = details.title else { return };
        self.titles[usize::from(title.form == TitleForm::Quoted)] += 1;
        self.marks = self.marks.or_else(|| marks(text, &title));
        if let Some(place) = comma(text, item) {
            self.commas[usize::from(place == CommaPlace::Inside)] += 1;
        }
    }

    fn habit(&self, declared: &NoteStyle) -> NoteHabit {
        let stop = |counted: [usize; 2]| match declared.final_stop.declared() {
            Some(stop) => Some((stop, Whose::House)),
            None => majority(&counted).map(|at| ([FinalStop::Never, FinalStop::Always][at], Whose::Document)),
        };
        let orders = [NoteOrder::TitleFirst, NoteOrder::OutletFirst, NoteOrder::Mla, NoteOrder::Untitled];
        NoteHabit {
            order: match declared.order.declared() {
                Some(order) => Some((order, Whose::House)),
                None => majority(&self.orders).map(|at| (orders[at], Whose::Document)),
            },
            comma: match declared.comma.declared() {
                Some(place) => Some((place, Whose::House)),
                None => {
                    majority(&self.commas).map(|at| ([CommaPlace::Outside, CommaPlace::Inside][at], Whose::Document))
                }
            },
            final_stop: stop(self.stops),
            stop_behind_address: stop(self.stops_behind_address),
            inverts_names: self.inverted > 1 && self.inverted * 4 > self.authors,
            quotes_titles: majority(&self.titles) == Some(1),
            title_marks: self.marks,
            drops_schemes: majority(&self.schemes) == Some(1),
            dates_sources: is_habit(self.dated, self.cited),
            dates_none: self.dated == 0 && self.cited >= super::LEAST,
            bare_addresses: are_most(self.bare, self.cited),
            bare_entries: are_most(self.bare_entries, self.entries),
        }
    }
}

/// Whether at least three places, and four in five, are of a kind.
fn are_most(count: usize, all: usize) -> bool {
    count >= super::LEAST && count * 5 >= all * 4
}

fn majority(counted: &[usize]) -> Option<usize> {
    let all = counted.iter().sum();
    (0..counted.len()).find(|at| is_habit(counted[*at], all))
}

/// Whether authors are printed in the order of a list, `Mertz, Lena`: a single name before the first comma.
fn is_inverted(authors: &str) -> bool {
    let opens = |name: &str| name.starts_with(char::is_uppercase);
    split_at(authors, ", ").is_some_and(|(first, rest)| opens(first) && !first.contains(' ') && opens(rest))
}

/// Whether an item consists only of an address.
#[must_use]
pub fn is_bare(item: &Item) -> bool {
    let Some(details) = &item.details else { return false };
    item.link.is_some()
        && item.source.is_none()
        && item.author.is_none()
        && details.title.is_none()
        && details.anchor.is_none()
        && details.number.is_none()
        && details.symbol.is_none()
}

/// The order of the fields in a full form.
#[must_use]
pub fn order(text: &str, item: &Item) -> Option<NoteOrder> {
    let details = item.details.as_ref()?;
    if details.kind.points_back() || details.kind == ItemKind::Text {
        return None;
    }
    match (details.title, item.source) {
        (Some(title), Some(source)) if source.start < title.whole.start => Some(NoteOrder::OutletFirst),
        (Some(title), Some(_)) => {
            let inside = title.whole.of(text).trim_end_matches(['”', '"', '’', '\'', '»']);
            let stopped = title.form == TitleForm::Quoted && inside.ends_with('.') && !inside.ends_with("...");
            Some(if stopped { NoteOrder::Mla } else { NoteOrder::TitleFirst })
        }
        (None, Some(_)) if !item.dates.is_empty() => Some(NoteOrder::Untitled),
        _ => None,
    }
}

/// The quotation marks around a title.
#[must_use]
pub fn marks(text: &str, title: &Title) -> Option<(char, char)> {
    if title.form != TitleForm::Quoted {
        return None;
    }
    match title.whole.of(text).chars().find(|c| *c != '[')? {
        '“' => Some(('“', '”')),
        '‘' => Some(('‘', '’')),
        '"' => Some(('"', '"')),
        '\'' => Some(('\'', '\'')),
        '«' => Some(('«', '»')),
        '„' => Some(('„', '“')),
        _ => None,
    }
}

/// On which side of the closing mark the comma after a title is placed.
#[must_use]
pub fn comma(text: &str, item: &Item) -> Option<CommaPlace> {
    let title = item.details.as_ref()?.title.filter(|title| title.form == TitleForm::Quoted)?;
    let inside = title.whole.of(text).trim_end_matches(['”', '"', '’', '\'', '»', ')']);
    if inside.ends_with(',') {
        return Some(CommaPlace::Inside);
    }
    text.slice(title.whole.end as usize..).starts_with(',').then_some(CommaPlace::Outside)
}

/// Whether a note ends in a full stop, and whether an address precedes it. `None` for *Ibid.*, remarks, and other
/// punctuation.
#[must_use]
pub fn final_stop(text: &str, group: &ItemGroup, note: &Note) -> Option<(bool, bool)> {
    let last =
        group.items.last().filter(|item| !matches!(item.kind(), ItemKind::Text | ItemKind::Ibid | ItemKind::OpCit))?;
    let body = note.body.of(text).trim_end();
    // Most notes end in a letter or a point.
    let bare = if body.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
        body
    } else {
        body.trim_end_matches(['*', '_', '”', '"', '’', '\'', ')', '>', ' ', '↩', '\u{fe0e}'])
    };
    let link = last.link.filter(|link| {
        let behind = text.slice(link.span.end as usize..note.body.end as usize);
        matches!(behind, "" | ".") || behind.trim().trim_matches(['.', '>', '*']).is_empty()
    });
    if bare.ends_with(['?', '!', ';', ',']) {
        return None;
    }
    Some((bare.ends_with('.'), link.is_some()))
}
