//! The labels of footnotes, numbered in the order in which the text points to them.

use crate::bulletin;
use crate::check::Draft;
use crate::text::edits::apply;
use crate::text::{Edit, Span};
use rustc_hash::FxHashMap;

/// What opens the label of a note that has no number yet.
pub(super) const NEW: &str = "copydesk-new-";

/// Whether the numbers of the footnotes run as the text points to them: then they still do when some come or go.
pub(super) fn run_in_order(bulletin: &bulletin::Bulletin) -> bool {
    let mut last = 0;
    for reference in bulletin.note_references.iter().filter(|reference| reference.footnote) {
        let Ok(number) = reference.label.parse::<u32>() else { continue };
        if number > last + 1 {
            return false;
        }
        last = last.max(number);
    }
    true
}

/// Numbers the footnotes from 1 in the order of their first marks, where they `run` in order; else new ones get the next free
/// numbers. Names stay.
pub(super) fn renumber(draft: Draft<'_>, text: &str, run: bool) -> String {
    let bulletin = bulletin::read(draft.path, text, draft.gazetteer, draft.settings);
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let footnotes = || bulletin.note_references.iter().filter(|reference| reference.footnote);
    let highest = bulletin.notes.iter().filter(|note| note.footnote).filter_map(|note| note.label.parse().ok()).max();
    let mut next: u32 = if run { 1 } else { highest.unwrap_or(0) + 1 };
    for reference in footnotes() {
        let label = reference.label.as_str();
        let is_new = label.starts_with(NEW);
        if (is_new || run && is_number(label)) && !numbers.contains_key(label) {
            numbers.insert(label, next);
            next += 1;
        }
    }
    // Those that nothing points to come last.
    for note in bulletin.notes.iter().filter(|note| note.footnote && run && is_number(&note.label)) {
        if !numbers.contains_key(note.label.as_str()) {
            numbers.insert(note.label.as_str(), next);
            next += 1;
        }
    }
    let marks = footnotes().map(|reference| (reference.mark, reference.label.as_str()));
    let labels = bulletin.notes.iter().filter(|note| note.footnote).map(|note| (note.mark, note.label.as_str()));
    let edits: Vec<Edit> = marks
        .chain(labels)
        .filter_map(|(span, label): (Span, &str)| {
            let number = numbers.get(label)?.to_string();
            (span.of(text) != number).then(|| Edit::replace(span, number))
        })
        .collect();
    apply(text, &edits)
}
