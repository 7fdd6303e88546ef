//! Citations turned from one style into another: brackets, notes, numbered lists.
//!
//! * What is turned is verified before anybody sees it: the new text is read and checked again. It cites the same works, brings no
//!   finding that the old one did not have, and differs from it in citations and notes alone.
//! * A citation that cannot be turned so stays as it is, and is told with a reason.
//! * No field is lost: a title, which a bracket has no place for, stays in the note.

mod brackets;
mod labels;
mod lists;
mod notes;

use crate::bulletin::items::CitationStyle;
use crate::bulletin::notes::Note;
use crate::bulletin::{Bulletin, Citation, Item};
use crate::check::{Checked, Draft, check};
use crate::config::{Level, Settings};
use crate::text::edits::apply;
use crate::text::{Edit, Span, within};
use crate::works::{self, Work};

/// The style that citations are turned into.
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
    /// Where it stands.
    pub span: Span,
    /// Why, in a few words: `a bracket has no place for its symbol`.
    pub why: String,
    /// How many citations it is: of a list, all of its entries.
    pub count: usize,
}

impl Kept {
    fn one(span: Span, why: impl Into<String>) -> Kept {
        Kept { span, why: why.into(), count: 1 }
    }
}

/// What was turned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turned {
    /// The new text; the same as the old where nothing was turned.
    pub text: String,
    /// How many citations.
    pub count: usize,
    /// What stays as it is.
    pub kept: Vec<Kept>,
    /// Titles and the like that stay in notes.
    pub in_notes: usize,
}

/// Verifications after which what is left stays as it is.
const TRIES: usize = 120;

/// Turns the citations in a part of the text.
#[must_use]
pub fn turn(draft: Draft<'_>, checked: &Checked, target: Target, scope: Span) -> Turned {
    match target {
        Target::Notes => {
            let listed = lists::to_notes(draft, checked, scope);
            then(draft, listed, scope, |draft, checked, scope| notes::of_brackets(draft, checked, scope, &|_| None))
        }
        Target::Brackets => brackets::of_notes(draft, checked, scope),
        Target::Numbered => {
            let bulletin = &checked.bulletin;
            // A bracket becomes an entry, or stays a bracket.
            let listed = |offset| {
                let article = bulletin.article_at(offset).map_or(Span::at(0..draft.text.len()), |article| article.span);
                let has_list = within(&bulletin.notes, article, |note| note.span).iter().any(|note| !note.footnote);
                has_list.then_some(lists::LISTED)
            };
            let noted = notes::of_brackets(draft, checked, scope, &listed);
            let first = noted.count;
            let mut turned = then(draft, noted, scope, lists::of_notes);
            // What became a note at first is counted again as an entry.
            turned.count = turned.count.saturating_sub(first).max(first);
            turned
        }
    }
}

/// Goes on with what a first step made. Its places are those of the text that it made.
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
    // Reasons of the first step stand; their places are those of the old text, which no edit before them moved.
    second.kept.splice(0..0, first.kept);
    second
}

/// Something that can be turned by itself.
struct Candidate {
    span: Span,
    edits: Vec<Edit>,
    /// A definition that is put behind all else at its place.
    definition: Option<Edit>,
    /// How many citations it is.
    count: usize,
    /// Something of it stays in a note.
    leaves_note: bool,
}

/// Turns as many candidates as can be: all at once where that holds, else one after the other. `finish` puts the text in order
/// once the edits are made.
fn settle(
    draft: Draft<'_>,
    checked: &Checked,
    candidates: &[Candidate],
    mut kept: Vec<Kept>,
    finish: impl Fn(&str) -> String,
) -> Turned {
    let before = State::of(draft, checked);
    let mut tries = 0;
    let write = |chosen: &[&Candidate]| {
        let edits = chosen.iter().flat_map(|candidate| &candidate.edits);
        let mut edits: Vec<Edit> =
            edits.chain(chosen.iter().filter_map(|candidate| candidate.definition.as_ref())).cloned().collect();
        // What is put in one place stands there one behind the other.
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|next, last| {
            let together = next.span == last.span && next.span.is_empty();
            if together {
                last.text.push_str(&next.text);
            }
            together || next == last
        });
        let mut text = finish(&apply(draft.text, &edits));
        // The text ends as it ended.
        let end = draft.text.trim_end().len();
        text.truncate(text.trim_end().len());
        text.push_str(draft.text.get(end..).unwrap_or_default());
        text
    };
    let mut holds = |chosen: &[&Candidate]| {
        tries += 1;
        if tries > TRIES {
            return None;
        }
        let text = write(chosen);
        let draft = Draft { text: &text, ..draft };
        let found = check(draft);
        State::of(draft, &found).is_as_good_as(&before).then_some(text)
    };
    let mut chosen: Vec<&Candidate> = Vec::new();
    let mut text = draft.text.to_owned();
    let mut left: Vec<&[Candidate]> = if candidates.is_empty() { Vec::new() } else { vec![candidates] };
    while let Some(part) = left.pop() {
        let with: Vec<&Candidate> = chosen.iter().copied().chain(part).collect();
        match (holds(&with), part) {
            (Some(new), _) => (text, chosen) = (new, with),
            (None, [one]) => kept.push(Kept {
                span: one.span,
                why: "turning it would bring a finding, or change what is cited".to_owned(),
                count: one.count,
            }),
            (None, _) => {
                let (head, tail) = part.split_at(part.len() / 2);
                left.extend([tail, head]);
            }
        }
    }
    kept.sort_by_key(|kept| kept.span);
    let in_notes = chosen.iter().filter(|candidate| candidate.leaves_note).count();
    let count = chosen.iter().map(|candidate| candidate.count).sum();
    Turned { text, count, kept, in_notes }
}

/// What a text cites, and how many findings it has.
struct State {
    /// The works with the times that each is cited, as far as every style tells them.
    works: Vec<String>,
    findings: usize,
    /// *Ibid.* and shortened forms that mean nothing.
    lost: usize,
}

impl State {
    fn of(draft: Draft<'_>, checked: &Checked) -> State {
        let bulletin = &checked.bulletin;
        let mut works: Vec<String> = Vec::new();
        let mut lost = 0;
        for (item, dated, note) in all_items(bulletin) {
            if item.kind().points_back() {
                let details = item.details.as_ref();
                lost += usize::from(details.is_some_and(|details| details.unresolved.is_some()));
            }
            for work in works::meant(draft.text, bulletin, draft.settings.slack_days, item, dated, note) {
                works.push(work_key(&work));
            }
        }
        works.sort_unstable();
        works.dedup();
        let findings = checked.diagnostics.iter().filter(|finding| finding.level >= Level::Info).count();
        State { works, findings, lost }
    }

    fn is_as_good_as(&self, before: &State) -> bool {
        self.findings <= before.findings && self.lost <= before.lost && self.works == before.works
    }
}

/// What each style tells of a work: who says it, where, when.
fn work_key(work: &Work) -> String {
    let days: Vec<String> = work.dates.iter().map(crate::works::WorkDate::iso).collect();
    format!("{}|{}|{}", work.source.replace(['*', '_'], ""), work.url, days.join(","))
}

/// All items with a source of their own or of another, in brackets and notes: each with the item whose date it shares and its
/// note.
fn all_items(bulletin: &Bulletin) -> impl Iterator<Item = (&Item, &Item, Option<u32>)> {
    let inline = bulletin.citations.iter().flat_map(Citation::dated_items).map(|(item, dated)| (item, dated, None));
    let apart = bulletin.item_groups.iter().filter(|group| !group.style.is_in_sentence());
    inline.chain(apart.flat_map(|group| group.cited().map(move |item| (item, item, group.note))))
}

/// Whether a note stands in a list that is written by hand, and is no footnote.
fn is_entry(note: &Note) -> bool {
    !note.footnote && note.entry
}

/// The lines that a note takes up, with the blank lines behind it.
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

/// Which side of a stop the marks of notes stand on: `before dawn[^1].`
fn marks_before_stop(text: &str, bulletin: &Bulletin, settings: &Settings) -> bool {
    use crate::bulletin::notes::placement::Side;
    use crate::config::NotePlacement;
    if let Some(placement) = settings.notes.placement.declared() {
        return placement == NotePlacement::Before;
    }
    let labels = bulletin.footnote_labels();
    let marks = bulletin.note_scopes().into_iter().flat_map(|scope| scope.marks(text, &labels));
    let (mut before, mut after) = (0, 0);
    for mark in marks {
        *(if mark.side == Side::Before { &mut before } else { &mut after }) += 1;
    }
    before > after
}

/// Whether a group is one of a note or list, and not of a sentence.
fn stands_apart(style: CitationStyle) -> bool {
    matches!(style, CitationStyle::Note | CitationStyle::Numbered)
}
