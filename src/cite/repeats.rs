//! *Ibid.* and shortened forms, when the notes around them are added or removed.
//!
//! * An *Ibid.* or a shortened form keeps its meaning: if another note has come in between, it is rewritten in the form
//!   that means the same there.
//! * If the house style uses *Ibid.* or shortened forms (`[notes] repeat`), a full form that occurs again becomes one.

use super::words::{WORDS_BACK, holds_words, not_words};
use super::work_key;
use crate::bulletin::items::ItemKind;
use crate::bulletin::{self, Bulletin, Item, ItemGroup};
use crate::check::Draft;
use crate::config::RepeatedNotes;
use crate::text::edits::apply;
use crate::text::{Edit, Offset, Span};
use crate::works::print::{HouseForm, finish};
use crate::works::{self, Work};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// What the notes that refer to other notes mean, and how the document writes its notes.
pub(super) struct Meanings {
    /// The kind and the work of each, by label.
    of: FxHashMap<CompactString, (ItemKind, Work)>,
    form: HouseForm,
}

impl Meanings {
    /// Collects this for all footnotes with a single source.
    pub(super) fn of(draft: Draft<'_>, bulletin: &Bulletin) -> Meanings {
        let mut meanings = FxHashMap::default();
        for (note, index) in bulletin.notes.iter().zip(0u32..).filter(|(note, _)| note.footnote) {
            let Some(item) = single(bulletin.cited_in_note(index)).filter(|item| item.kind().points_back()) else {
                continue;
            };
            let works = works::meant(draft.text, bulletin, draft.settings.slack_days, item, item, Some(index));
            if let [work] = works.as_slice() {
                meanings.insert(note.label.to_lowercase(), (item.kind(), work.clone()));
            }
        }
        // The style of the first notes; adding and removing notes does not change it.
        let first = bulletin.notes.first().map_or(0, |note| note.span.start);
        Meanings { of: meanings, form: HouseForm::of(draft.text, bulletin, draft.settings, first) }
    }
}

/// The only source of a note, if the note contains nothing else.
fn single(group: Option<&ItemGroup>) -> Option<&Item> {
    match group?.items.as_slice() {
        [item] if item.kind() != ItemKind::Text => Some(item),
        _ => None,
    }
}

/// Whether a work is known at all.
fn says_something(work: &Work) -> bool {
    [&work.source, &work.title, &work.author, &work.url, &work.symbol, &work.persons]
        .iter()
        .any(|field| !field.is_empty())
}

/// The text in which each form whose meaning has changed, and each full form that the house style shortens, is
/// rewritten. `old` contains what the notes meant.
pub(super) fn mend(draft: Draft<'_>, text: &str, old: &Meanings) -> String {
    let repeat = draft.settings.notes.repeat;
    if repeat == RepeatedNotes::Off && old.of.is_empty() {
        return text.to_owned();
    }
    let bulletin = bulletin::read(draft.path, text, draft.gazetteer, draft.settings);
    let labels: FxHashMap<CompactString, u32> = bulletin
        .notes
        .iter()
        .zip(0u32..)
        .filter(|(note, _)| note.footnote)
        .map(|(note, index)| (note.label.to_lowercase(), index))
        .collect();
    let mut edits: Vec<Edit> = Vec::new();
    let mut done: FxHashSet<u32> = FxHashSet::default();
    let mut before = Before::default();
    // Whether the preceding note is rewritten: then the text does not show yet what an *Ibid.* means.
    let mut rewritten = false;
    for mark in bulletin.note_references.iter().filter(|mark| mark.footnote) {
        let label = mark.label.to_lowercase();
        let Some(&index) = labels.get(&label).filter(|index| done.insert(**index)) else { continue };
        let article = bulletin.article_at(mark.span.start).map(|article| article.span.start);
        let group = bulletin.cited_in_note(index);
        let follows_new = std::mem::take(&mut rewritten);
        let Some(item) = single(group) else {
            before.several(group, article, |item| {
                Work::of(text, item, item, bulletin.issue.date, draft.settings.slack_days)
            });
            continue;
        };
        let known = old.of.get(&label);
        let now = works::meant(text, &bulletin, draft.settings.slack_days, item, item, Some(index)).pop();
        let stands = now.as_ref().zip(known).is_some_and(|(now, (_, work))| !follows_new && same(now, work));
        // An *Ibid.* behind one that means nothing means nothing either.
        let Some(work) = known.map(|(_, work)| work.clone()).or(now).filter(says_something) else {
            before.last = None;
            continue;
        };
        let (is_last, full) = (before.is_last(article, &work), before.full(article, &work));
        let holds = match item.kind() {
            ItemKind::Ibid => is_last || stands,
            kind if kind.points_back() => full.is_some() || stands,
            _ => repeat == RepeatedNotes::Off || full.is_none(),
        };
        let led = item.details.as_ref().is_some_and(|details| details.lead.is_some());
        let ibid = is_last && (repeat == RepeatedNotes::Ibid || known.is_some_and(|(kind, _)| *kind == ItemKind::Ibid));
        let words = match full.as_ref() {
            _ if holds || led => None,
            Some(_) if ibid => Some(ibid_words(&work, &old.form)),
            Some(full) => Work { pages: work.pages.clone(), ..full.clone() }.short(&old.form),
            None => None,
        };
        let words = words.or_else(|| (!holds && item.kind().points_back()).then(|| in_full(&work, &old.form)));
        if let (Some(words), Some(group)) = (words, group) {
            let note = &bulletin.notes[index as usize];
            let place = trimmed(text, note.body);
            // A note that says more, such as a remark after *Ibid.*, stays.
            let told = format!("{words} {} {WORDS_BACK}", in_full(&work, &old.form));
            if !holds_words(text, place, not_words(&bulletin, note, group), &told) {
                before.last = None;
                continue;
            }
            edits.push(Edit::replace(place, words));
            rewritten = true;
        }
        before.one(article, work);
    }
    edits.sort_by_key(|edit| edit.span);
    apply(text, &edits)
}

/// What precedes a note, in the order in which the text refers to them.
#[derive(Default)]
struct Before {
    /// The work of the preceding note.
    last: Option<(Option<Offset>, Work)>,
    /// The works that an article has cited in full, by the details that every style includes.
    full: FxHashMap<(Option<Offset>, String), Vec<Work>>,
}

impl Before {
    fn is_last(&self, article: Option<Offset>, work: &Work) -> bool {
        self.last.as_ref().is_some_and(|(own, last)| *own == article && same(last, work))
    }

    /// The full form.
    fn full(&self, article: Option<Offset>, work: &Work) -> Option<Work> {
        self.full.get(&(article, work_key(work)))?.iter().find(|full| same(full, work)).cloned()
    }

    fn one(&mut self, article: Option<Offset>, work: Work) {
        if self.full(article, &work).is_none() {
            self.full.entry((article, work_key(&work))).or_default().push(work.clone());
        }
        self.last = Some((article, work));
    }

    fn several(&mut self, group: Option<&ItemGroup>, article: Option<Offset>, read: impl Fn(&Item) -> Work) {
        for item in group.into_iter().flat_map(ItemGroup::cited).filter(|item| !item.kind().points_back()) {
            let work = read(item);
            self.full.entry((article, work_key(&work))).or_default().push(work);
        }
        self.last = None;
    }
}

/// Whether two forms cite the same work: a bracket does not include the title.
fn same(a: &Work, b: &Work) -> bool {
    work_key(a) == work_key(b) && (a.title.is_empty() || b.title.is_empty() || a.title == b.title)
}

/// `Ibid.`, `Ibid., p. 4.`
fn ibid_words(work: &Work, form: &HouseForm) -> String {
    match works::print::pages(&work.pages) {
        pages if pages.is_empty() => "Ibid.".to_owned(),
        pages => finish(format!("Ibid., {pages}"), form.final_stop, form),
    }
}

/// The work in the form of a note.
pub(super) fn in_full(work: &Work, form: &HouseForm) -> String {
    work.print(bulletin::items::CitationStyle::Note, form)
}

/// The words of a body.
pub(super) fn trimmed(text: &str, body: Span) -> Span {
    let words = body.of(text);
    let start = body.start as usize + words.len() - words.trim_start().len();
    Span::at(start..start + words.trim().len())
}
