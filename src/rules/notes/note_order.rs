//! References or notes out of order, with gaps, or doubled.

use crate::bulletin::notes::{Note, Scope};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Span};
use std::collections::{HashMap, HashSet};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "note-order",
    family: Family::Notes,
    summary: "references or notes out of order, with gaps or doubled",
    page: include_str!("../../../docs/rules/note-order.md"),
    level: Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let mut last = 0;
    for scope in doc.bulletin.note_scopes() {
        let Some(numbers) = numbers(scope) else { continue };
        // A list of numbers that the text never uses is no list of notes.
        if scope.plain_references().next().is_none() {
            continue;
        }
        // Some issues go on counting from one article to the next.
        let start = if numbers.first() == Some(&(last + 1)) { last } else { 0 };
        last = numbers.last().copied().unwrap_or(last);
        judge(doc, scope, &numbers, start, out);
    }
}

/// The numbers of the notes, where there are notes and all have one.
fn numbers(scope: Scope<'_>) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = scope.plain_notes().map(|note| note.label.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

fn judge(doc: &Document<'_>, scope: Scope<'_>, numbers: &[u32], start: u32, out: &mut Report) {
    let mut faults: Vec<(Span, String)> = Vec::new();
    let mut known = HashSet::new();
    let mut before = start;
    for (note, &number) in scope.plain_notes().zip(numbers) {
        let fault = if !known.insert(number) {
            Some(format!("note {number} stands twice"))
        } else if number < before {
            Some(format!("note {number} comes after note {before}"))
        } else if number > before + 1 && before == start {
            Some(format!("the notes begin with {number}"))
        } else if number > before + 1 {
            Some(format!("note {number} follows note {before}"))
        } else {
            None
        };
        faults.extend(fault.map(|message| (note.mark, message)));
        before = before.max(number);
    }
    let mut seen = HashSet::new();
    let mut before = start;
    for reference in scope.plain_references() {
        let number: u32 = reference.label.parse().unwrap_or(0);
        // A note may be pointed to again; a number without a note is undefined-note's.
        if !known.contains(&number) || !seen.insert(number) {
            continue;
        }
        if number < before {
            faults.push((reference.span, format!("note {number} is pointed to after note {before}")));
        }
        before = before.max(number);
    }
    if faults.is_empty() {
        return;
    }
    let fix = renumber(doc, scope, start);
    for (span, message) in faults {
        out.flag(span, message).maybe_fix(fix.clone());
    }
}

/// One fix for references and notes together: numbers in the order in which the text points to the notes, and the notes
/// in that order. None where it is not plain which note a number means.
fn renumber(doc: &Document<'_>, scope: Scope<'_>, start: u32) -> Option<Fix> {
    let notes: Vec<&Note> = scope.plain_notes().collect();
    let mut order: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for reference in scope.plain_references() {
        if reference.linked || doc.bulletin.is_quoted(reference.span) {
            return None;
        }
        places.entry(&reference.label).or_insert_with(|| {
            order.push(&reference.label);
            order.len() - 1
        });
    }
    if order.len() != notes.len() {
        return None;
    }
    // Notes with a number twice, or one too few, are taken as they stand, if the text counts without fault.
    let counts = order.iter().zip(start + 1..).all(|(label, number)| label.parse() == Ok(number));
    let sorted: Vec<&Note> =
        if counts && notes.iter().any(|note| !places.contains_key(note.label.as_str())) || doubled(&notes) {
            if !counts {
                return None;
            }
            notes.clone()
        } else {
            let mut sorted = notes.clone();
            sorted.sort_by_key(|note| places.get(note.label.as_str()).copied().unwrap_or(usize::MAX));
            sorted
        };
    let moves = sorted.iter().zip(&notes).any(|(a, b)| a.body != b.body);
    let depends = |note: &&Note| doc.text(note.body).to_ascii_lowercase().contains("ibid");
    // `Ibid.` points to the note before: where notes change places, a person must see to it.
    if moves && notes.iter().any(depends)
        || sorted.iter().any(|note| !places.contains_key(note.label.as_str())) && !counts
    {
        return None;
    }
    let mut edits = Vec::new();
    for reference in scope.plain_references() {
        let number = start + 1 + u32::try_from(*places.get(reference.label.as_str())?).ok()?;
        push(&mut edits, doc, reference.mark, &number.to_string());
    }
    for ((slot, note), number) in notes.iter().zip(&sorted).zip(start + 1..) {
        push(&mut edits, doc, slot.mark, &number.to_string());
        push(&mut edits, doc, slot.body, doc.text(note.body));
    }
    edits.sort_by_key(|edit: &Edit| edit.span);
    (!edits.is_empty()).then(|| Fix::new(Safety::Review, "number references and notes in the order of the text", edits))
}

fn doubled(notes: &[&Note]) -> bool {
    let mut seen = HashSet::new();
    !notes.iter().all(|note| seen.insert(note.label.as_str()))
}

fn push(edits: &mut Vec<Edit>, doc: &Document<'_>, span: Span, text: &str) {
    if doc.text(span) != text {
        edits.push(Edit::replace(span, text));
    }
}
