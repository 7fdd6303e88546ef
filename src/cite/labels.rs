//! The labels of footnotes, numbered in the order in which the text refers to them.

use super::NEW;
use crate::bulletin;
use crate::bulletin::notes::Scope;
use crate::check::Draft;
use crate::text::edits::apply;
use crate::text::{Edit, Span};
use rustc_hash::FxHashMap;

/// Whether the footnotes are numbered in the order in which the text refers to them: then they still are when some are
/// added or removed.
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

/// Numbers the footnotes from 1 in the order of their first references, if they `run` in order; otherwise new ones get
/// the next free numbers. Names stay.
pub(super) fn renumber(draft: Draft<'_>, text: &str, run: bool) -> String {
    let bulletin = bulletin::read(draft.path, text, draft.gazetteer, draft.settings);
    apply(text, &renumbering(&bulletin, text, run))
}

/// The edits for that; where the text or a note names a note by its number, it follows.
pub(super) fn renumbering(bulletin: &bulletin::Bulletin, text: &str, run: bool) -> Vec<Edit> {
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
    // Those without references come last.
    for note in bulletin.notes.iter().filter(|note| note.footnote && run && is_number(&note.label)) {
        if !numbers.contains_key(note.label.as_str()) {
            numbers.insert(note.label.as_str(), next);
            next += 1;
        }
    }
    let marks = footnotes().map(|reference| (reference.mark, reference.label.as_str()));
    let labels = bulletin.notes.iter().filter(|note| note.footnote).map(|note| (note.mark, note.label.as_str()));
    let mut edits: Vec<Edit> = marks
        .chain(labels)
        .filter(|(span, _)| !span.is_empty())
        .filter_map(|(span, label): (Span, &str)| {
            let number = numbers.get(label)?.to_string();
            (span.of(text) != number).then(|| Edit::replace(span, number))
        })
        .collect();
    let number = |note: u32| {
        let note = bulletin.notes.get(note as usize).filter(|note| note.footnote)?;
        numbers.get(note.label.as_str()).map(u32::to_string)
    };
    edits.extend(bulletin.cross_references.iter().flat_map(|one| one.renamed(text, &bulletin.notes, number)));
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    edits
}

/// Whether the entries of each numbered list are numbered from 1 without gaps.
pub(super) fn lists_run(bulletin: &bulletin::Bulletin) -> bool {
    let runs =
        |scope: Scope<'_>| scope.plain_notes().zip(1u32..).all(|(note, number)| note.label.parse() == Ok(number));
    bulletin.note_scopes().into_iter().all(runs)
}

/// Closes the gaps that removed entries have left in numbered lists, and changes the references to them.
pub(super) fn renumber_lists(draft: Draft<'_>, text: &str) -> String {
    let bulletin = bulletin::read(draft.path, text, draft.gazetteer, draft.settings);
    let mut edits: Vec<Edit> = Vec::new();
    let mut renamed: FxHashMap<Span, String> = FxHashMap::default();
    for scope in bulletin.note_scopes() {
        let numbers: FxHashMap<&str, u32> =
            scope.plain_notes().zip(1u32..).map(|(note, number)| (note.label.as_str(), number)).collect();
        let marks = scope.plain_references().map(|reference| (reference.mark, reference.label.as_str()));
        let labels = scope.plain_notes().map(|note| (note.mark, note.label.as_str()));
        for (span, label) in marks.chain(labels) {
            let Some(number) = numbers.get(label).map(u32::to_string).filter(|number| number != label) else {
                continue;
            };
            edits.push(Edit::replace(span, number));
        }
        renamed.extend(scope.plain_notes().zip(1u32..).map(|(note, number)| (note.span, number.to_string())));
    }
    let number = |note: u32| renamed.get(&bulletin.notes.get(note as usize)?.span).cloned();
    edits.extend(bulletin.cross_references.iter().flat_map(|one| one.renamed(text, &bulletin.notes, number)));
    // `[1–3]` names only its ends, and a link has the number in its target.
    let is_linked = bulletin.note_references.iter().any(|reference| !reference.footnote && reference.linked);
    if is_linked || edits.iter().any(|edit| edit.span.is_empty()) {
        return text.to_owned();
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    apply(text, &edits)
}
