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
mod notes;
mod order;
mod repeats;
mod stops;

pub use house_form::in_house_form;
pub use order::{number_in_order, place_of_definition};

use crate::bulletin::items::CitationStyle;
use crate::bulletin::notes::{Note, UNNUMBERED as NEW};
use crate::bulletin::{Bulletin, Citation, Item};
use crate::check::{Checked, Draft, check};
use crate::config::{Level, RepeatedNotes, Settings};
use crate::text::edits::apply;
use crate::text::{Edit, Span, within};
use crate::works::{self, Work};
use rustc_hash::FxHashSet;

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

/// The maximum number of verifications; whatever is left then stays as it is.
const TRIES: usize = 120;

/// Converts the citations in a part of the text.
#[must_use]
pub fn turn(draft: Draft<'_>, checked: &Checked, target: Target, scope: Span) -> Turned {
    match target {
        Target::Notes => {
            let listed = lists::to_notes(draft, checked, scope);
            let noted = then(draft, listed, scope, |draft, checked, scope| {
                notes::of_brackets(draft, checked, scope, &|_| None)
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
            let listed = |offset| {
                let article = bulletin.article_at(offset).map_or(Span::at(0..draft.text.len()), |article| article.span);
                let has_list = within(&bulletin.notes, article, |note| note.span).iter().any(|note| !note.footnote);
                has_list.then_some(lists::LISTED)
            };
            let noted = notes::of_brackets(draft, checked, scope, &listed);
            let first = noted.count;
            let mut turned = then(draft, noted, scope, lists::of_notes);
            // A bracket that first became a note, and then an entry, is counted once.
            turned.count = turned.count.saturating_sub(first).max(first);
            turned.kept.extend(author_date::kept(bulletin, scope));
            turned
        }
    }
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

/// Converts as many candidates as possible: all at once if the result passes verification, otherwise one after the
/// other. `finish` puts the text in order after the edits.
fn settle(
    draft: Draft<'_>,
    checked: &Checked,
    candidates: &[Candidate],
    mut kept: Vec<Kept>,
    target: Target,
    finish: impl Fn(&str) -> String,
) -> Turned {
    let before = State::of(draft, checked);
    let mut tries = 0;
    let shortens = draft.settings.notes.repeat != RepeatedNotes::Off;
    let write = |chosen: &[&Candidate]| {
        let edits = chosen.iter().flat_map(|candidate| &candidate.edits);
        let mut edits: Vec<Edit> =
            edits.chain(chosen.iter().filter_map(|candidate| candidate.definition.as_ref())).cloned().collect();
        // Insertions at the same position follow one another.
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|next, last| {
            let together = next.span == last.span && next.span.is_empty();
            if together {
                last.text.push_str(&next.text);
            }
            together || next == last
        });
        let mut text = finish(&apply(draft.text, &edits));
        // The text keeps its ending.
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
        State::of(draft, &found).is_as_good_as(&before, target, shortens).then_some(text)
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

/// What a text cites, and its number of findings.
struct State {
    /// The works, each as often as it is cited, with the fields that every style contains.
    works: Vec<String>,
    /// Those that an *Ibid.* or a shortened form refers to.
    meant: Vec<String>,
    findings: usize,
    /// The number of suppression comments that hide nothing.
    unused_suppressions: usize,
    /// The number of *Ibid.* and shortened forms that refer to nothing.
    lost: usize,
}

impl State {
    fn of(draft: Draft<'_>, checked: &Checked) -> State {
        let bulletin = &checked.bulletin;
        let (mut works, mut back): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut lost = 0;
        for (item, dated, note) in all_items(bulletin) {
            if item.kind().points_back() {
                let details = item.details.as_ref();
                lost += usize::from(details.is_some_and(|details| details.unresolved.is_some()));
            }
            for work in works::meant(draft.text, bulletin, draft.settings.slack_days, item, dated, note) {
                if item.kind().points_back() {
                    back.push(work_key(&work));
                }
                works.push(work_key(&work));
            }
        }
        works.sort_unstable();
        back.sort_unstable();
        let findings = checked.diagnostics.iter().filter(|finding| finding.level >= Level::Info).count();
        // A finding in a suppression comment says that it hides nothing.
        let comments = bulletin.suppressions.iter().map(|suppression| suppression.comment);
        let unused = comments.map(|comment| within(&checked.diagnostics, comment, |finding| finding.span).len());
        State { works, meant: back, findings, unused_suppressions: unused.sum(), lost }
    }

    fn is_as_good_as(&self, before: &State, target: Target, shortens: bool) -> bool {
        let cites_the_same = match target {
            // A note with two references becomes two brackets. Whatever still points to a note keeps its meaning.
            Target::Brackets => {
                self.works.iter().collect::<FxHashSet<_>>() == before.works.iter().collect::<FxHashSet<_>>()
                    && (shortens || is_part(&self.meant, &before.meant))
            }
            Target::Notes | Target::Numbered => self.works == before.works,
        };
        let brings_none = self.findings <= before.findings && self.unused_suppressions <= before.unused_suppressions;
        brings_none && self.lost <= before.lost && cites_the_same
    }
}

/// Whether a sorted list contains all of another, each element at least as often.
fn is_part(part: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|one| rest.any(|other| other == one))
}

/// What every style says about a work: source, address and dates.
fn work_key(work: &Work) -> String {
    let days: Vec<String> = work.dates.iter().map(crate::works::WorkDate::iso).collect();
    format!("{}|{}|{}", work.source.replace(['*', '_'], ""), work.url, days.join(","))
}

/// All items in brackets and notes that have a source, their own or another item’s: each with the item whose date it
/// shares, and with its note.
fn all_items(bulletin: &Bulletin) -> impl Iterator<Item = (&Item, &Item, Option<u32>)> {
    let inline = bulletin.citations.iter().flat_map(Citation::dated_items).map(|(item, dated)| (item, dated, None));
    // A link in a sentence is never converted.
    let apart = bulletin.item_groups.iter().filter(|group| group.style != CitationStyle::Prose);
    inline.chain(apart.flat_map(|group| group.cited().map(move |item| (item, item, group.note))))
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
    let labels = bulletin.footnote_labels();
    let marks = bulletin.note_scopes().into_iter().flat_map(|scope| scope.marks(text, &labels));
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
