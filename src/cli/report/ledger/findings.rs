//! What is wrong with a document, and what would fix it.

use super::Entry;
use crate::check::Draft;
use crate::cli::format::fingerprint::Fingerprints;
use crate::cli::format::{Checked, excerpt};
use crate::config::Level;
use crate::rules::{Decision, Diagnostic, Safety};
use crate::text::{Encoding, LineIndex, Span};
use serde::Serialize;

/// How many places of a group are shown.
const SHOWN: usize = 3;

/// The maximum length in bytes of a change that is shown word by word; for a longer one, its title is shown.
const LONG_CHANGE: u32 = 160;

/// A finding, or several that one decision settles.
#[derive(Serialize)]
pub(in crate::cli::report) struct Finding {
    pub(in crate::cli::report) rule: &'static str,
    pub(in crate::cli::report) level: &'static str,
    pub(in crate::cli::report) message: String,
    /// The title of its article; `None` outside articles.
    pub(in crate::cli::report) article: Option<String>,
    pub(in crate::cli::report) line: u32,
    pub(in crate::cli::report) column: u32,
    /// The number of places at which it occurs.
    pub(in crate::cli::report) places: usize,
    /// The first of these places.
    pub(in crate::cli::report) excerpts: Vec<Excerpt>,
    /// The best fix.
    pub(in crate::cli::report) change: Option<Change>,
    pub(in crate::cli::report) fingerprint: String,
    /// The index of its article in the list of parts.
    #[serde(skip)]
    pub(in crate::cli::report) part: Option<usize>,
}

impl Finding {
    pub(in crate::cli::report) fn is_error(&self) -> bool {
        self.level == Level::Error.name()
    }
}

/// A part of a line, with the place in question.
#[derive(Serialize)]
pub(in crate::cli::report) struct Excerpt {
    pub(in crate::cli::report) line: u32,
    pub(in crate::cli::report) before: String,
    pub(in crate::cli::report) text: String,
    pub(in crate::cli::report) after: String,
}

/// A proposed change.
#[derive(Serialize)]
pub(in crate::cli::report) struct Change {
    pub(in crate::cli::report) title: String,
    pub(in crate::cli::report) safe: bool,
    /// The words it replaces at the first place, if they are one stretch of a line, and their replacement.
    pub(in crate::cli::report) words: Option<Replaced>,
}

/// A stretch of a line, and its replacement.
#[derive(Serialize)]
pub(in crate::cli::report) struct Replaced {
    pub(in crate::cli::report) before: String,
    pub(in crate::cli::report) old: String,
    pub(in crate::cli::report) new: String,
    pub(in crate::cli::report) after: String,
}

/// The fixes that the report proposes: for errors those that pass verification, for the rest those that are valid
/// without it, because verification takes longer than the check itself.
pub(super) fn with_changes(found: crate::check::Checked, draft: Draft<'_>) -> crate::check::Checked {
    let errors = found.diagnostics.iter().enumerate().filter(|(_, one)| one.level == Level::Error);
    let verified: Vec<_> = errors.map(|(at, _)| (at, found.fixes(draft, at).into_owned())).collect();
    let (mut found, _) = found.with_certain_fixes(draft);
    for (at, fixes) in verified {
        found.diagnostics[at].fixes = fixes.into();
    }
    found
}

/// Adds the findings to the report.
pub(super) fn add_findings(entry: &mut Entry, checked: &Checked, lines: &LineIndex) {
    let mut prints = Fingerprints::default();
    // The text outside articles comes last, and spans the whole text.
    let titled = entry.articles.partition_point(|part| part.title.is_some());
    for decision in checked.decisions().iter() {
        let first = &checked.diagnostics[decision.first()];
        let begun = entry.articles[..titled].partition_point(|part| part.span.start <= first.span.start);
        let part = begun.checked_sub(1).filter(|part| first.span.start < entry.articles[*part].span.end);
        entry.counts.add(first.level);
        if let Some(part) = part {
            entry.articles[part].counts.add(first.level);
        }
        let at = lines.position(&checked.text, first.span.start, Encoding::Utf32);
        let places = decision.places().iter().take(SHOWN).map(|place| checked.diagnostics[*place].span);
        entry.findings.push(Finding {
            rule: first.rule.name,
            level: first.level.name(),
            message: decision.message(&checked.diagnostics).into_owned(),
            article: part.map(|part| entry.articles[part].name().to_owned()),
            line: at.line + 1,
            column: at.column + 1,
            places: decision.places().len(),
            excerpts: places.map(|place| shown(checked, lines, place)).collect(),
            change: change(checked, lines, decision, first),
            fingerprint: prints.unique("", checked, first),
            part,
        });
    }
    entry.printable = entry.counts.errors == 0;
}

fn shown(checked: &Checked, lines: &LineIndex, place: Span) -> Excerpt {
    let number = lines.line_of(place.start);
    let (before, text, after) = excerpt(&checked.text, lines.line(&checked.text, number), place);
    Excerpt { line: number + 1, before, text, after }
}

/// The best fix for a decision.
fn change(checked: &Checked, lines: &LineIndex, decision: &Decision, first: &Diagnostic) -> Option<Change> {
    let fixes = decision.fixes(&checked.diagnostics);
    let best = fixes.first()?;
    let words = first.fixes.first().and_then(|fix| {
        let number = lines.line_of(first.span.start);
        let line = lines.line(&checked.text, number);
        let inside = |span: Span| line.start <= span.start && span.end <= line.end;
        let edits: Vec<_> = fix.edits.iter().collect();
        let whole = edits.iter().map(|edit| edit.span).reduce(Span::cover)?;
        if !edits.iter().all(|edit| inside(edit.span) && !edit.text.contains('\n')) || whole.len() > LONG_CHANGE {
            return None;
        }
        let (mut new, mut at) = (String::new(), whole.start);
        for edit in edits {
            new.push_str(Span::new(at, edit.span.start).of(&checked.text));
            new.push_str(&edit.text);
            at = edit.span.end;
        }
        // White space that stays is not part of the change.
        let old = whole.of(&checked.text);
        let same = |a: (usize, char), b: (usize, char)| a.1 == b.1 && a.1.is_whitespace();
        let back = old.char_indices().rev().zip(new.char_indices().rev()).take_while(|(a, b)| same(*a, *b)).count();
        let kept: usize = old.chars().rev().take(back).map(char::len_utf8).sum();
        let whole = Span::at(whole.start as usize..whole.end as usize - kept);
        new.truncate(new.len() - kept);
        let (before, old, after) = excerpt(&checked.text, line, whole);
        let new = crate::text::visible::source_line(&new).into_owned();
        // If the excerpt had to truncate the replaced words, no change is shown.
        (old == crate::text::visible::source_line(whole.of(&checked.text))).then_some(Replaced {
            before,
            old,
            new,
            after,
        })
    });
    Some(Change { title: best.title().into_owned(), safe: best.safety == Safety::Safe, words })
}
