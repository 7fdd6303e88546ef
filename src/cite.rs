//! Converts citations from one style into another: brackets, notes, numbered lists, and author and year into notes.
//!
//! * Each conversion is verified before anybody sees it: the new text is read and checked. It must cite the same works,
//!   bring no new findings, and differ from the old text only in citations and notes.
//! * A citation that cannot be converted this way stays as it is, and is reported with the reason.
//! * No field is lost: a title, for which a bracket has no place, stays in the note.

mod author_date;
mod brackets;
mod house_form;
mod labels;
mod lists;
mod marks;
mod notes;
mod order;
mod repeats;
mod settle;
mod stops;
mod words;

pub use house_form::in_house_form;
pub use order::{number_in_order, place_of_definition};

use crate::bulletin::Bulletin;
use crate::bulletin::items::CitationStyle;
use crate::bulletin::notes::{Note, UNNUMBERED as NEW};
use crate::check::{Checked, Draft, check};
use crate::config::Settings;
use crate::text::{Edit, Offset, Span, within};
use crate::works::Work;

/// The style to which citations are converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Footnotes: `[^1]`
    Notes,
    /// Brackets: `([Source](https://…), May 9)`
    Brackets,
    /// A numbered list of references at the end of each article: `[1]`
    Numbered,
}

/// A citation that stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its position.
    pub span: Span,
    /// The reason, in a few words: `a bracket has no place for its symbol`.
    pub why: String,
    /// How many citations it represents: for a list, all its entries.
    pub count: usize,
}

impl Kept {
    fn one(span: Span, why: impl Into<String>) -> Kept {
        Kept { span, why: why.into(), count: 1 }
    }
}

/// The result of a conversion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turned {
    /// The new text; equal to the old one if nothing was converted.
    pub text: String,
    /// How many citations were converted.
    pub count: usize,
    /// The citations that stay as they are.
    pub kept: Vec<Kept>,
    /// How many titles and the like stay in notes.
    pub in_notes: usize,
}

/// Converts the citations in a part of the text.
#[must_use]
pub fn turn(draft: Draft<'_>, checked: &Checked, target: Target, scope: Span) -> Turned {
    match target {
        Target::Notes => {
            let listed = lists::to_notes(draft, checked, scope);
            let noted = then(draft, listed, scope, |draft, checked, scope| {
                notes::of_brackets(draft, checked, scope, &|offset| has_list(draft, &checked.bulletin, offset))
            });
            if !author_date::is_used(&checked.bulletin, scope) {
                return noted;
            }
            then(draft, noted, scope, author_date::to_notes)
        }
        Target::Brackets => {
            let mut turned = brackets::of_notes(draft, checked, scope);
            turned.kept.extend(author_date::kept(&checked.bulletin, scope));
            turned
        }
        Target::Numbered => {
            let bulletin = &checked.bulletin;
            // A bracket becomes an entry, or stays a bracket.
            let noted = notes::of_brackets(draft, checked, scope, &|offset| has_list(draft, &checked.bulletin, offset));
            let first = noted.count;
            let mut turned = then(draft, noted, scope, lists::of_notes);
            // A bracket that first became a note, and then an entry, is counted once.
            turned.count = turned.count.saturating_sub(first).max(first);
            turned.kept.extend(author_date::kept(bulletin, scope));
            turned
        }
    }
}

/// The reason why nothing is added at a place: its article has a list of notes, and one more kind of notes would count
/// from 1 again.
fn has_list(draft: Draft<'_>, bulletin: &Bulletin, offset: Offset) -> Option<&'static str> {
    let article = bulletin.article_at(offset).map_or(Span::at(0..draft.text.len()), |article| article.span);
    let has_list = within(&bulletin.notes, article, |note| note.span).iter().any(|note| !note.footnote);
    has_list.then_some(lists::LISTED)
}

/// Continues with the result of a first step. Its positions are those in the new text.
fn then(
    draft: Draft<'_>,
    first: Turned,
    scope: Span,
    next: impl FnOnce(Draft<'_>, &Checked, Span) -> Turned,
) -> Turned {
    let whole = scope.len() as usize >= draft.text.len();
    let scope = if whole { Span::at(0..first.text.len()) } else { scope };
    let text = first.text.clone();
    let draft = Draft { text: &text, ..draft };
    let mut second = next(draft, &check(draft), scope);
    second.count += first.count;
    second.in_notes += first.in_notes;
    // The reasons of the first step still apply. Their positions are those in the old text, which no edit before them
    // moved.
    second.kept.splice(0..0, first.kept);
    second
}

/// Something that can be converted separately.
struct Candidate {
    span: Span,
    edits: Vec<Edit>,
    /// A definition that is inserted after everything else at its position.
    definition: Option<Edit>,
    /// How many citations it represents.
    count: usize,
    /// Whether a part of it stays in a note.
    leaves_note: bool,
}

/// What every style says about a work: source, address and dates.
fn work_key(work: &Work) -> String {
    let days: Vec<String> = work.dates.iter().map(crate::works::WorkDate::iso).collect();
    format!("{}|{}|{}", work.source.replace(['*', '_'], ""), work.url, days.join(","))
}

/// Whether a note contains a citation.
fn is_in_note(bulletin: &Bulletin, citation: Span) -> bool {
    let notes = &bulletin.notes;
    let next = notes.partition_point(|note| note.span.start <= citation.start);
    next.checked_sub(1).is_some_and(|at| notes[at].span.contains(citation))
}

/// Whether a note is in a list written by hand, and not a footnote.
fn is_entry(note: &Note) -> bool {
    !note.footnote && note.entry
}

/// The lines that a note takes up, including the blank lines after it.
fn lines_of(text: &str, note: &Note) -> Span {
    let start = text.get(..note.span.start as usize).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let body = text.get(note.span.start as usize..note.span.end as usize).unwrap_or_default();
    let mut end = note.span.start as usize + body.trim_end().len();
    end += text.get(end..).map_or(0, |rest| rest.find('\n').map_or(rest.len(), |at| at + 1));
    while let Some(rest) = text.get(end..) {
        let line = rest.find('\n').map_or(rest.len(), |at| at + 1);
        if line == 0 || !rest.get(..line).is_some_and(|line| line.trim().is_empty()) {
            break;
        }
        end += line;
    }
    Span::at(start..end)
}

/// Whether note references come before a full stop: `before dawn[^1].`
pub(crate) fn marks_before_stop(text: &str, bulletin: &Bulletin, settings: &Settings) -> bool {
    use crate::bulletin::notes::placement::Side;
    use crate::config::NotePlacement;
    if let Some(placement) = settings.notes.placement.declared() {
        return placement == NotePlacement::Before;
    }
    let marks = bulletin.note_scopes().into_iter().flat_map(|scope| scope.marks(text));
    let (mut before, mut after) = (0, 0);
    for mark in marks {
        *(if mark.side == Side::Before { &mut before } else { &mut after }) += 1;
    }
    before > after
}

/// Whether a group belongs to a note or list, and not to a sentence.
fn stands_apart(style: CitationStyle) -> bool {
    matches!(style, CitationStyle::Note | CitationStyle::Numbered)
}
