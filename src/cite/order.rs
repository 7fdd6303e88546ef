//! The positions of footnote definitions, and their numbering in text order.

use super::labels::renumbering;
use super::lines_of;
use crate::bulletin::{self, Bulletin, Note};
use crate::check::{Checked, Draft};
use crate::text::edits::apply;
use crate::text::{Edit, Offset, Slice, Span, diff, line_ends};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// The definitions in a document, for adding one.
pub(super) struct Definitions<'b> {
    text: &'b str,
    bulletin: &'b Bulletin,
    notes: FxHashMap<CompactString, &'b Note>,
    first: Option<&'b Note>,
}

impl<'b> Definitions<'b> {
    pub(super) fn of(text: &'b str, bulletin: &'b Bulletin) -> Definitions<'b> {
        // A note inside a sentence, `^[…]`, is not a definition.
        let defined = |note: &&Note| note.footnote && !note.mark.is_empty();
        let mut notes = FxHashMap::default();
        for note in bulletin.notes.iter().filter(defined) {
            notes.entry(note.label.to_ascii_lowercase()).or_insert(note);
        }
        Definitions { text, bulletin, notes, first: bulletin.notes.iter().find(defined) }
    }

    /// The edit that adds a definition for a reference at a place: after that of the preceding reference in the text.
    pub(super) fn insert(&self, mark: Offset, definition: &str, end: &str) -> Edit {
        let marks = &self.bulletin.note_references;
        let before = marks.partition_point(|reference| reference.span.start < mark);
        let before = marks[..before].iter().rev().filter(|reference| reference.footnote);
        let before = before.take(8).find_map(|reference| self.notes.get(&reference.label.to_ascii_lowercase()));
        match (before, self.first) {
            (Some(note), _) => {
                let at = note.span.start as usize + note.span.of(self.text).trim_end().len();
                Edit::insert(at as Offset, format!("{end}{end}{definition}"))
            }
            (None, Some(first)) => Edit::insert(first.span.start, format!("{definition}{end}{end}")),
            (None, None) => {
                let at = self.text.trim_end().len() as Offset;
                Edit::insert(at, format!("{end}{end}{definition}"))
            }
        }
    }
}

/// The edit that adds a definition, such as `[^3]: …`, for a footnote reference at a place.
#[must_use]
pub fn place_of_definition(text: &str, bulletin: &Bulletin, mark: Offset, definition: &str) -> Edit {
    Definitions::of(text, bulletin).insert(mark, definition, line_ends::line_end(text))
}

/// The edits that number the footnotes in the order in which the text refers to them, and sort their definitions in
/// that order if they are adjacent. `None` if they are in order, if a reference has no note, or if two notes share a
/// label.
#[must_use]
pub fn number_in_order(draft: Draft<'_>, checked: &Checked) -> Option<Vec<Edit>> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let mut labels: FxHashSet<CompactString> = FxHashSet::default();
    let footnotes = || bulletin.notes.iter().filter(|note| note.footnote && !note.mark.is_empty());
    let distinct = footnotes().all(|note| labels.insert(note.label.to_lowercase()));
    let mut marks = bulletin.note_references.iter().filter(|mark| mark.footnote);
    if !distinct || !marks.all(|mark| labels.contains(&mark.label.to_lowercase())) {
        return None;
    }
    let numbered = apply(text, &renumbering(bulletin, text, true));
    let sorted = sorted(draft, &numbered);
    (sorted != text).then(|| diff::edits(text, &sorted))
}

/// The text with its numbered definitions in order, if there is nothing between them.
fn sorted(draft: Draft<'_>, text: &str) -> String {
    let bulletin = bulletin::read(draft.path, text, draft.gazetteer, draft.settings);
    let mut slots: Vec<Span> = Vec::new();
    let mut notes: Vec<(u32, Span)> = Vec::new();
    for note in bulletin.notes.iter().filter(|note| note.footnote && !note.mark.is_empty()) {
        let Ok(number) = note.label.parse() else { return text.to_owned() };
        let lines = lines_of(text, note);
        let whole = Span::at(lines.start as usize..lines.start as usize + lines.of(text).trim_end().len());
        if slots.last().is_some_and(|last| {
            last.end > whole.start || !text.slice(last.end as usize..whole.start as usize).trim().is_empty()
        }) {
            return text.to_owned();
        }
        slots.push(whole);
        notes.push((number, whole));
    }
    notes.sort_by_key(|(number, _)| *number);
    let edits: Vec<Edit> = slots
        .iter()
        .zip(&notes)
        .filter(|(slot, (_, note))| *slot != note)
        .map(|(slot, (_, note))| Edit::replace(*slot, note.of(text)))
        .collect();
    apply(text, &edits)
}
