//! A note that nothing refers to.

use crate::bulletin::notes::{Scope, folded};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};
use crate::text::Span;
use compact_str::CompactString;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unreferenced-note",
    family: Family::Notes,
    summary: "a note that nothing points to",
    page: include_str!("../../../docs/rules/unreferenced-note.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.bulletin.notes.is_empty() {
        return;
    }
    for scope in doc.bulletin.note_scopes() {
        if scope.plain_notes().next().is_none() {
            continue;
        }
        let referenced: FxHashSet<&str> = scope.plain_references().map(|reference| reference.label.as_str()).collect();
        if referenced.is_empty() && !is_noted(doc, scope) {
            continue;
        }
        let mut seen = FxHashSet::default();
        for note in scope.plain_notes() {
            // A duplicate number is left to note-order.
            if seen.insert(note.label.as_str()) && !referenced.contains(note.label.as_str()) {
                out.flag(note.mark, ["The text never refers to note ", &note.label]);
            }
        }
    }
    let mut referenced = vec![false; doc.bulletin.notes.len()];
    for note in doc.bulletin.note_references.iter().filter_map(|reference| reference.note) {
        referenced[note as usize] = true;
    }
    let labels = || -> FxHashSet<CompactString> {
        let notes = doc.bulletin.notes.iter().zip(&referenced).filter(|(_, referenced)| **referenced);
        notes.map(|(note, _)| folded(&note.label)).collect()
    };
    let labels = LazyCell::new(labels);
    for (note, _) in doc.bulletin.notes.iter().zip(&referenced).filter(|(note, known)| note.footnote && !**known) {
        // A reference means the first of two footnotes with one label; the text refers to the second, too.
        if !labels.contains(&folded(&note.label)) {
            out.flag(note.mark, ["The text never refers to footnote ", &note.label]);
        }
    }
}

/// Whether a list under *Notes* contains notes although nothing refers to any of them: in a bulletin, if the text has
/// no other note references. A list of references may be numbered for its own sake.
fn is_noted(doc: &Document<'_>, scope: Scope<'_>) -> bool {
    let Some(first) = scope.plain_notes().next().filter(|first| !first.entry) else { return false };
    let start = doc.bulletin.article_at(first.span.start).map_or(0, |article| article.span.start);
    let before = doc.text(Span::new(start, first.span.start));
    doc.bulletin.cites_dated()
        && !before.contains(['¹', '²', '³', '†', '‡'])
        && !before.contains("<sup")
        && !doc.bulletin.is_technical()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn notes_that_nothing_points_to() {
        check(
            "unreferenced-note",
            "One. [1] Three. [3–4]

#### Endnotes

[1] One.

[2] Two.
 ^ The text never refers to note 2

[3] Three.

[4] Four.
",
        );
        check(
            "unreferenced-note",
            "Rain fell (Reuters, May 9).

## Notes

1. One.
^ The text never refers to note 1
",
        );
    }

    #[test]
    fn lists_that_are_no_notes() {
        for text in [
            "## Notes\n\n1. Do this.\n2. Do that.\n",
            "Rain¹ fell (Reuters, May 9).\n\n## Notes\n\n1. One.\n",
            "One.[^a]\n\n[^A]: One.\n",
            "One<sup>1</sup> and two.[[2]](#n2)\n\n## Notes\n\n1. One.\n2. Two.\n",
        ] {
            check_clean("unreferenced-note", text);
        }
    }
}
