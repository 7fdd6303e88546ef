//! References or notes that are out of order, have gaps or are duplicated.

use crate::bulletin::notes::{Note, Scope};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Languages, Report, Rule, Safety};
use crate::text::{Edit, Span, within};
use rustc_hash::{FxHashMap, FxHashSet};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "note-order",
    family: Family::Notes,
    summary: "references or notes out of order, with gaps or doubled",
    page: include_str!("../../../docs/rules/note-order.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    check: Check::document(check),
    languages: Languages::Every,
    fix_effect: FixEffect {
        leaves_block: Some("notes are moved, and every reference to them is numbered anew"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.bulletin.notes.is_empty() {
        return;
    }
    let mut last = 0;
    for scope in doc.bulletin.note_scopes() {
        let Some(numbers) = numbers(scope) else { continue };
        // A numbered list whose numbers the text never uses is not a list of notes.
        if scope.plain_references().next().is_none() {
            continue;
        }
        // Some issues continue counting from one article to the next.
        let start = if numbers.first() == Some(&(last + 1)) { last } else { 0 };
        last = numbers.last().copied().unwrap_or(last);
        judge(doc, scope, &numbers, start, out);
    }
}

/// The numbers of the notes, if there are notes and all of them are numbered.
fn numbers(scope: Scope<'_>) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = scope.plain_notes().map(|note| note.label.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

fn judge(doc: &Document<'_>, scope: Scope<'_>, numbers: &[u32], start: u32, out: &mut Report) {
    let mut faults: Vec<(Span, String)> = Vec::new();
    let mut known = FxHashSet::default();
    let (mut before, mut previous) = (start, start);
    for (note, &number) in scope.plain_notes().zip(numbers) {
        let fault = if !known.insert(number) {
            Some(format!("Two notes have the number {number}"))
        } else if number < previous {
            // Those that follow in order are where they should be, once this one is.
            Some(format!("Note {number} comes after note {previous}"))
        } else if number > before + 1 && before == start {
            Some(format!("The notes begin with {number}"))
        } else if number > before + 1 {
            Some(format!("Note {number} comes straight after note {before}"))
        } else {
            None
        };
        faults.extend(fault.map(|message| (note.mark, message)));
        (before, previous) = (before.max(number), number);
    }
    let mut seen = FxHashSet::default();
    let mut before = start;
    let mut late: Vec<(Span, String)> = Vec::new();
    for reference in scope.plain_references() {
        let number: u32 = reference.label.parse().unwrap_or(0);
        // A note may be referred to again; a number without a note is left to `undefined-note`.
        if !known.contains(&number) || !seen.insert(number) {
            continue;
        }
        if number < before {
            late.push((reference.span, format!("Note {number} is first referred to after note {before}")));
        }
        before = before.max(number);
    }
    // A list of works that is not in the order of the text has one of its own.
    let own_order = late.len() > 2 && late.len() * 4 > seen.len() && scope.plain_notes().all(|note| note.entry);
    if !own_order {
        faults.append(&mut late);
    }
    if faults.is_empty() {
        return;
    }
    let fix = renumber(doc, scope, start);
    for (span, message) in faults {
        out.flag(span, message).maybe_fix(fix.clone());
    }
}

/// One fix for references and notes together: numbers in the order in which the text refers to the notes, and the notes
/// in that order. `None` if it is not clear which note a number means.
fn renumber(doc: &Document<'_>, scope: Scope<'_>, start: u32) -> Option<Fix> {
    let notes: Vec<&Note> = scope.plain_notes().collect();
    let mut order: Vec<&str> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for reference in scope.plain_references() {
        if reference.linked || reference.mark.is_empty() || reference.quoted {
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
    let mut sorted = notes.clone();
    let labels: FxHashSet<&str> = notes.iter().map(|note| note.label.as_str()).collect();
    if labels.len() == notes.len() && notes.iter().all(|note| places.contains_key(note.label.as_str())) {
        sorted.sort_by_key(|note| places.get(note.label.as_str()).copied().unwrap_or(usize::MAX));
    } else if !order.iter().zip(start + 1..).all(|(label, number)| label.parse() == Ok(number)) {
        // The notes are numbered twice: as many as the text counts to are taken as they are.
        return None;
    }
    let moves = sorted.iter().zip(&notes).any(|(a, b)| a.body != b.body);
    // `Ibid.` refers to the note before: if notes change places, a person must review the fix.
    if moves && notes.iter().any(|note| doc.text(note.body).to_ascii_lowercase().contains("ibid")) {
        return None;
    }
    // A note that contains a reference, or names another note, cannot be moved and renumbered at the same time.
    let article = notes.first().and_then(|first| doc.bulletin.article_at(first.span.start)).map(|article| article.span);
    let place = article.unwrap_or(Span::at(0..doc.text.len()));
    let named = within(&doc.bulletin.cross_references, place, |one| one.span);
    let holds = |note: &&Note| {
        scope.plain_references().any(|reference| note.body.contains(reference.mark))
            || !within(named, note.body, |one| one.span).is_empty()
    };
    if moves && notes.iter().any(holds) {
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
    let numbers: FxHashMap<Span, String> =
        sorted.iter().zip(start + 1..).map(|(note, number)| (note.span, number.to_string())).collect();
    let number = |note: u32| numbers.get(&doc.bulletin.notes.get(note as usize)?.span).cloned();
    for one in named {
        edits.extend(one.renamed(doc.text, &doc.bulletin.notes, number));
    }
    edits.sort_by_key(|edit: &Edit| edit.span);
    (!edits.is_empty())
        .then(|| Fix::new(Safety::Review, "Renumber references and notes in the order of the text", edits))
}

fn push(edits: &mut Vec<Edit>, doc: &Document<'_>, span: Span, text: &str) {
    if doc.text(span) != text {
        edits.push(Edit::replace(span, text));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix, findings, settings};

    #[test]
    fn a_list_of_works_may_have_an_order_of_its_own() {
        let list = "\n\n## References\n\n1. Dawn, May 4, 2018.\n2. Dawn, May 5, 2018.\n3. Dawn, May 6, 2018.\n4. Dawn, May 7, 2018.\n\
            5. Dawn, May 8, 2018.\n";
        let late = |text: &str| findings("note-order", &format!("{text}{list}"), &settings("note-order")).len();
        assert_eq!(late("One. [5] Two. [2] Three. [4] Four. [1] Five. [3]"), 0);
        // One that slipped.
        assert_eq!(late("One. [1] Two. [3] Three. [2] Four. [4] Five. [5]"), 1);
        // Notes have the order of the text.
        let notes = list.replace("References", "Notes");
        let text = format!("One. [5] Two. [2] Three. [4] Four. [1] Five. [3]{notes}");
        assert!(findings("note-order", &text, &settings("note-order")).len() > 2);
    }

    #[test]
    fn gaps_doubles_and_order() {
        check(
            "note-order",
            "One. [1] Two. [2]

## Notes

2. Two.
^ The notes begin with 2

1. One.
^ Note 1 comes after note 2
",
        );
        check(
            "note-order",
            "One. [1] Three. [3] Two. [2] Again. [1]
                         ^^^ Note 2 is first referred to after note 3

## Notes

1. One.
2. Two.
3. Three.
3. Three again.
^ Two notes have the number 3
",
        );
    }

    #[test]
    fn notes_before_others_are_told_once() {
        check(
            "note-order",
            "One. [1] Two. [2] Three. [3] Four. [4]

## Notes

3. Three.
^ The notes begin with 3

4. Four.

1. One.
^ Note 1 comes after note 4

2. Two.
",
        );
    }

    #[test]
    fn a_note_that_points_to_another_is_not_moved() {
        let text = |note: &str| format!("One. [2] Two. [1]\n\n## Notes\n\n1. {note}\n2. Two.\n");
        let fixes = |note: &str| {
            let found = findings("note-order", &text(note), &settings("note-order"));
            found.iter().map(|finding| finding.fixes.len()).collect::<Vec<_>>()
        };
        assert_eq!(fixes("One."), [1]);
        assert_eq!(fixes("One, as in [2]."), [0]);
    }

    #[test]
    fn the_numbers_by_which_the_text_names_notes_follow() {
        check_fix(
            "note-order",
            "A. [3] B. [1] C. [2] D (see notes 1–3, and note 3 above).\n\n## Notes\n\n1. b\n2. c\n3. a\n",
            "A. [1] B. [2] C. [3] D (see notes 1–3, and note 1 above).\n\n## Notes\n\n1. a\n2. b\n3. c\n",
        );
        // In a note that does not move, too.
        check_fix(
            "note-order",
            "A. [2] B. [3]\n\n## Notes\n\n2. b\n3. See note 2 above.\n",
            "A. [1] B. [2]\n\n## Notes\n\n1. b\n2. See note 1 above.\n",
        );
        let moved = "A. [2] B. [1]\n\n## Notes\n\n1. See note 2 below.\n2. a\n";
        check_fix("note-order", moved, moved);
    }

    #[test]
    fn what_counts_on_is_in_order() {
        for text in [
            "One. [1] Two. [2]\n\n## Notes\n\n1. One.\n2. Two.\n",
            "One. [1–3]\n\n## Notes\n\n1. One.\n2. Two.\n3. Three.\n",
            "# A\n\nOne. [1]\n\n## Notes\n\n1. One.\n\n# B\n\nTwo. [2]\n\n## Notes\n\n2. Two.\n",
            "## Notes\n\n1. Do this.\n3. Do that.\n",
            "See [1] and a[5].\n",
            // A note without a reference, and a reference without a note, are left to other rules.
            "One. [1] Three. [3]\n\n## Notes\n\n1. One.\n2. Two.\n3. Three.\n",
            "One. [1] Nine. [9]\n\n## Notes\n\n1. One.\n",
        ] {
            check_clean("note-order", text);
        }
    }

    #[test]
    fn notes_move_with_their_numbers() {
        check_fix(
            "note-order",
            "A. [3] B. [1] C. [3, 2]\n\n## Notes\n\n1. b\n2. c\n3. a\n",
            "A. [1] B. [2] C. [1, 3]\n\n## Notes\n\n1. a\n2. b\n3. c\n",
        );
        let unsure = "A. [2] B. [1] C. [3]\n\n## Notes\n\n1. b\n2. a\n3. Ibid.\n";
        check_fix("note-order", unsure, unsure);
    }
}
