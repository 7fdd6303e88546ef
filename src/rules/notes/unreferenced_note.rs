//! A note that nothing points to.

use crate::bulletin::notes::Scope;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Span;
use std::collections::HashSet;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unreferenced-note",
    family: Family::Notes,
    summary: "a note that nothing points to",
    page: include_str!("../../../docs/rules/unreferenced-note.md"),
    level: Some(Level::Warning),
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for scope in doc.bulletin.note_scopes() {
        let referenced: HashSet<&str> = scope.plain_references().map(|reference| reference.label.as_str()).collect();
        if scope.plain_notes().next().is_none() || referenced.is_empty() && !is_noted(doc, scope) {
            continue;
        }
        let mut seen = HashSet::new();
        for note in scope.plain_notes() {
            // A number that stands twice is note-order's.
            if seen.insert(note.label.as_str()) && !referenced.contains(note.label.as_str()) {
                out.flag(note.mark, format!("nothing points to note {}", note.label));
            }
        }
    }
    let references = doc.bulletin.note_references.iter().filter(|reference| reference.footnote);
    let referenced: HashSet<String> = references.map(|reference| reference.label.to_lowercase()).collect();
    for note in doc.bulletin.notes.iter().filter(|note| note.footnote) {
        if !referenced.contains(&note.label.to_lowercase()) {
            out.flag(note.mark, format!("nothing points to footnote {}", note.label));
        }
    }
}

/// Whether a list under *Notes* holds notes though nothing points to any of them: in a bulletin, where the text has no
/// other marks for notes.
fn is_noted(doc: &Document<'_>, scope: Scope<'_>) -> bool {
    let Some(first) = scope.plain_notes().next() else { return false };
    let start = doc.bulletin.article_at(first.span.start).map_or(0, |article| article.span.start);
    let before = doc.text(Span::new(start, first.span.start));
    doc.bulletin.cites_dated()
        && !before.contains(['¹', '²', '³', '†', '‡'])
        && !before.contains("<sup")
        && !doc.bulletin.is_technical(doc.markdown)
}
