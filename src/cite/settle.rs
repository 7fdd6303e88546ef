//! Which of many conversions hold: they are made on a copy, which is read and checked.
//!
//! * First all are made at once. If that brings a fault, the paragraphs with faults are found, and only the conversions in
//!   these are tried one after the other, in all paragraphs at the same time: so a document of a thousand notes needs hardly
//!   more attempts than one of ten.
//! * A fault where nothing was converted, such as an *Ibid.* that means another note now, is blamed on the nearest
//!   conversion before it.

use super::marks::marks_with_notes;
use super::{Candidate, Kept, Target, Turned, is_in_note, work_key};
use crate::bulletin::items::CitationStyle;
use crate::bulletin::{Bulletin, Citation, Item};
use crate::check::{Checked, Draft, check};
use crate::config::{Level, RepeatedNotes};
use crate::markdown::BlockKind;
use crate::rules::Family;
use crate::text::edits::apply;
use crate::text::{Edit, Offset, Span, within};
use crate::works;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of verifications; whatever is left then stays as it is.
const TRIES: usize = 48;

/// The maximum number of paragraphs in which a note counts: in how many the text points to it.
const MOST_MARKS: usize = 24;

/// Converts as many candidates as possible. `finish` puts the text in order after the edits.
pub(super) fn settle(
    draft: Draft<'_>,
    checked: &Checked,
    candidates: &[Candidate],
    mut kept: Vec<Kept>,
    target: Target,
    finish: impl Fn(&str) -> String,
) -> Turned {
    let trial = Trial {
        draft,
        target,
        before: States::of(draft, checked),
        shortens: draft.settings.notes.repeat != RepeatedNotes::Off,
        finish,
    };
    let clustered = clustered(candidates, &trial.before.paragraphs);
    let mut clusters: Vec<Cluster<'_, '_>> = clustered
        .iter()
        .map(|(paragraphs, members)| Cluster { paragraphs: paragraphs.clone(), left: vec![members.as_slice()] })
        .collect();
    let mut text = draft.text.to_owned();
    let mut chosen: Vec<&Candidate> = Vec::new();
    let mut tries = 0;
    while clusters.iter().any(|cluster| !cluster.left.is_empty()) {
        // What is tried now: the next part of each cluster.
        let mut tried: Vec<Tried<'_, '_>> = Vec::new();
        for (index, cluster) in clusters.iter_mut().enumerate() {
            tried.extend(cluster.left.pop().map(|part| (index, part)));
        }
        // Without all that brings a fault, the rest holds.
        while !tried.is_empty() {
            if tries == TRIES {
                let left = clusters.iter_mut().flat_map(|cluster| std::mem::take(&mut cluster.left));
                let left = left.chain(std::mem::take(&mut tried).into_iter().map(|(_, part)| part));
                kept.extend(left.flatten().map(|one| one.kept("too much else in the document cannot be turned")));
                break;
            }
            tries += 1;
            let with: Vec<&Candidate> =
                chosen.iter().copied().chain(tried.iter().flat_map(|(_, part)| part.iter().copied())).collect();
            let faults = match trial.judge(&with) {
                Ok(new) => {
                    (text, chosen) = (new, with);
                    break;
                }
                Err(faults) => faults,
            };
            let blamed = blamed(&clusters, &tried, &faults);
            if blamed.is_empty() && tried.len() > 1 {
                // A fault of the document as a whole: half of it is tried later.
                for (index, part) in tried.split_off(tried.len() / 2) {
                    clusters[index].left.push(part);
                }
                continue;
            }
            let is_blamed = |tried: &Tried<'_, '_>| blamed.is_empty() || blamed.contains(&tried.0);
            let (gone, rest): (Vec<_>, Vec<_>) = tried.into_iter().partition(is_blamed);
            tried = rest;
            for (index, part) in gone {
                clusters[index].fail(part, &mut kept);
            }
        }
    }
    // A note with several marks stays once.
    kept.sort_by_key(|kept| kept.span);
    kept.dedup_by_key(|kept| kept.span);
    let in_notes = chosen.iter().filter(|candidate| candidate.leaves_note).count();
    let count = chosen.iter().map(|candidate| candidate.count).sum();
    Turned { text, count, kept, in_notes }
}

/// A part of a cluster, given by its index, that is tried.
type Tried<'p, 'c> = (usize, &'p [&'c Candidate]);

/// Candidates that share paragraphs.
struct Cluster<'p, 'c> {
    paragraphs: BTreeSet<usize>,
    /// The parts that are yet to be tried, the next one last.
    left: Vec<&'p [&'c Candidate]>,
}

impl<'p, 'c> Cluster<'p, 'c> {
    /// A part brings a fault: its halves are tried one after the other.
    fn fail(&mut self, part: &'p [&'c Candidate], kept: &mut Vec<Kept>) {
        if let [one] = part {
            kept.push(one.kept("turning it would bring a finding, or change what is cited"));
            return;
        }
        let (head, tail) = part.split_at(part.len() / 2);
        self.left.extend([tail, head]);
    }
}

impl Candidate {
    fn kept(&self, why: &str) -> Kept {
        Kept { span: self.span, why: why.to_owned(), count: self.count }
    }
}

/// The candidates that share paragraphs, each with these, in the order of the candidates.
fn clustered<'c>(candidates: &'c [Candidate], paragraphs: &Paragraphs) -> Vec<(BTreeSet<usize>, Vec<&'c Candidate>)> {
    // For each paragraph, the cluster to which it belongs; a cluster may have become part of an earlier one.
    let mut of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut clusters: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let edits = candidate.edits.iter().flat_map(|edit| paragraphs.at(edit.span.start));
        let own: BTreeSet<usize> = edits.chain(paragraphs.at(candidate.span.start)).copied().collect();
        let mut found: Vec<usize> = own.iter().filter_map(|paragraph| of.get(paragraph).copied()).collect();
        found.sort_unstable();
        found.dedup();
        // The largest one takes in the others.
        let into = found.iter().copied().max_by_key(|cluster| clusters[*cluster].1.len()).unwrap_or(clusters.len());
        if into == clusters.len() {
            clusters.push((BTreeSet::new(), Vec::new()));
        }
        for other in found.into_iter().filter(|other| *other != into) {
            let (paragraphs, members) = std::mem::take(&mut clusters[other]);
            of.extend(paragraphs.iter().map(|paragraph| (*paragraph, into)));
            clusters[into].0.extend(paragraphs);
            clusters[into].1.extend(members);
        }
        of.extend(own.iter().map(|paragraph| (*paragraph, into)));
        clusters[into].0.extend(own);
        clusters[into].1.push(index);
    }
    let filled = clusters.into_iter().filter(|(_, members)| !members.is_empty());
    let sorted = filled.map(|(paragraphs, mut members)| {
        members.sort_unstable();
        (paragraphs, members.into_iter().map(|member| &candidates[member]).collect())
    });
    sorted.collect()
}

/// The clusters that are blamed for faults in paragraphs: those that were tried there, else the nearest one before, else
/// the next.
fn blamed(clusters: &[Cluster<'_, '_>], tried: &[Tried<'_, '_>], faults: &[usize]) -> FxHashSet<usize> {
    let there = tried.iter().flat_map(|(index, _)| clusters[*index].paragraphs.iter().map(|one| (*one, *index)));
    let there: BTreeMap<usize, usize> = there.collect();
    let nearest = |fault: &usize| {
        let before = there.range(..=*fault).next_back();
        before.or_else(|| there.range(fault..).next()).map(|(_, cluster)| *cluster)
    };
    faults.iter().filter_map(nearest).collect()
}

/// How a set of candidates is judged.
struct Trial<'a, F> {
    draft: Draft<'a>,
    target: Target,
    before: States,
    shortens: bool,
    finish: F,
}

impl<F: Fn(&str) -> String> Trial<'_, F> {
    /// The text with the candidates, or the paragraphs in which it is worse.
    fn judge(&self, chosen: &[&Candidate]) -> Result<String, Vec<usize>> {
        let text = self.write(chosen);
        let draft = Draft { text: &text, ..self.draft };
        let after = States::of(draft, &check(draft));
        let holds = |after: &State, before: &State| after.is_as_good_as(before, self.target, self.shortens);
        if holds(&after.whole, &self.before.whole) {
            return Ok(text);
        }
        let (after, before) = (&after.parts, &self.before.parts);
        if after.len() != before.len() {
            return Err(Vec::new());
        }
        let pairs = after.iter().zip(before).enumerate();
        Err(pairs.filter(|(_, (after, before))| !holds(after, before)).map(|(paragraph, _)| paragraph).collect())
    }

    fn write(&self, chosen: &[&Candidate]) -> String {
        let text = self.draft.text;
        // In the order of the text, in which definitions at the same place follow one another.
        let mut chosen = chosen.to_vec();
        chosen.sort_by_key(|candidate| candidate.span);
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
        let mut out = (self.finish)(&apply(text, &edits));
        // The text keeps its ending.
        let end = text.trim_end().len();
        out.truncate(out.trim_end().len());
        out.push_str(text.get(end..).unwrap_or_default());
        out
    }
}

/// The paragraphs of a text that are in no note.
struct Paragraphs {
    /// Where they start.
    starts: Vec<Offset>,
    /// The paragraphs of the notes: those that refer to them.
    notes: Vec<(Span, Vec<usize>)>,
    /// For text that is in no paragraph: the one before it.
    numbers: Vec<usize>,
}

impl Paragraphs {
    fn of(checked: &Checked) -> Paragraphs {
        let bulletin = &checked.bulletin;
        let blocks = checked.markdown.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        let starts: Vec<Offset> =
            blocks.filter(|block| !is_in_note(bulletin, block.span)).map(|block| block.span.start).collect();
        let mut notes: Vec<(Span, Vec<usize>)> = bulletin.notes.iter().map(|note| (note.span, Vec::new())).collect();
        for (mark, note) in marks_with_notes(bulletin) {
            let paragraph = paragraph_at(&starts, mark.span.start);
            let Some((_, paragraphs)) = note.and_then(|note| notes.get_mut(note)) else { continue };
            if paragraphs.last() != Some(&paragraph) && paragraphs.len() < MOST_MARKS {
                paragraphs.push(paragraph);
            }
        }
        let numbers = (0..=starts.len()).collect();
        Paragraphs { starts, notes, numbers }
    }

    fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The paragraph at a place; in a note, those that refer to it.
    fn at(&self, offset: Offset) -> &[usize] {
        let next = self.notes.partition_point(|(note, _)| note.start <= offset);
        let note = next.checked_sub(1).map(|at| &self.notes[at]).filter(|(note, _)| offset < note.end);
        match note {
            Some((_, paragraphs)) if !paragraphs.is_empty() => paragraphs,
            _ => {
                let at = paragraph_at(&self.starts, offset);
                &self.numbers[at..=at]
            }
        }
    }
}

/// The number of the paragraph at a place, counted from 1; 0 before the first.
fn paragraph_at(starts: &[Offset], offset: Offset) -> usize {
    starts.partition_point(|start| *start <= offset)
}

/// What a text cites, as a whole and in each paragraph.
struct States {
    whole: State,
    parts: Vec<State>,
    paragraphs: Paragraphs,
}

impl States {
    fn of(draft: Draft<'_>, checked: &Checked) -> States {
        let bulletin = &checked.bulletin;
        let paragraphs = Paragraphs::of(checked);
        let mut whole = State::default();
        let mut parts: Vec<State> = (0..paragraphs.count()).map(|_| State::default()).collect();
        // In the whole, and in each paragraph that a place belongs to.
        let mut add = |offset: Offset, add: &dyn Fn(&mut State)| {
            add(&mut whole);
            for at in paragraphs.at(offset) {
                parts.get_mut(*at).into_iter().for_each(add);
            }
        };
        for (item, dated, note) in all_items(bulletin) {
            let points_back = item.kind().points_back();
            let unresolved = item.details.as_ref().is_some_and(|details| details.unresolved.is_some());
            let works = works::meant(draft.text, bulletin, draft.settings.slack_days, item, dated, note);
            let works: Vec<String> = works.iter().map(work_key).collect();
            add(item.span.start, &|state| {
                state.lost += usize::from(points_back && unresolved);
                if points_back {
                    state.meant.extend_from_slice(&works);
                }
                state.works.extend_from_slice(&works);
            });
        }
        for finding in checked.diagnostics.iter().filter(|finding| finding.level >= Level::Info) {
            let of_form = matches!(finding.rule.family, Family::Citations | Family::Notes | Family::Dates);
            let name = if of_form { "" } else { finding.rule.name };
            add(finding.span.start, &|state| state.findings.push(name));
        }
        // A finding in a suppression comment says that it hides nothing.
        for comment in bulletin.suppressions.iter().map(|suppression| suppression.comment) {
            let unused = within(&checked.diagnostics, comment, |finding| finding.span).len();
            add(comment.start, &|state| state.unused_suppressions += unused);
        }
        for state in parts.iter_mut().chain([&mut whole]) {
            state.works.sort_unstable();
            state.meant.sort_unstable();
            state.findings.sort_unstable();
        }
        States { whole, parts, paragraphs }
    }
}

/// What a text or a paragraph cites, and its number of findings.
#[derive(Default)]
struct State {
    /// The works, each as often as it is cited, with the fields that every style contains.
    works: Vec<String>,
    /// Those that an *Ibid.* or a shortened form refers to.
    meant: Vec<String>,
    /// Its findings: one that goes makes up for one that comes only if both are about citations. The others count by rule.
    findings: Vec<&'static str>,
    /// The number of suppression comments that hide nothing.
    unused_suppressions: usize,
    /// The number of *Ibid.* and shortened forms that refer to nothing.
    lost: usize,
}

impl State {
    fn is_as_good_as(&self, before: &State, target: Target, shortens: bool) -> bool {
        let cites_the_same = match target {
            // A note with two references becomes two brackets. Whatever still points to a note keeps its meaning.
            Target::Brackets => {
                self.works.iter().collect::<FxHashSet<_>>() == before.works.iter().collect::<FxHashSet<_>>()
                    && (shortens || is_part(&self.meant, &before.meant))
            }
            Target::Notes | Target::Numbered => self.works == before.works,
        };
        let brings_none =
            is_part(&self.findings, &before.findings) && self.unused_suppressions <= before.unused_suppressions;
        brings_none && self.lost <= before.lost && cites_the_same
    }
}

/// Whether a sorted list contains all of another, each element at least as often.
fn is_part<T: PartialEq>(part: &[T], whole: &[T]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|one| rest.any(|other| other == one))
}

/// All items in brackets and notes that have a source, their own or another item’s: each with the item whose date it
/// shares, and with its note.
fn all_items(bulletin: &Bulletin) -> impl Iterator<Item = (&Item, &Item, Option<u32>)> {
    let inline = bulletin.citations.iter().flat_map(Citation::dated_items).map(|(item, dated)| (item, dated, None));
    // A link in a sentence is never converted.
    let apart = bulletin.item_groups.iter().filter(|group| group.style != CitationStyle::Prose);
    inline.chain(apart.flat_map(|group| group.cited().map(move |item| (item, item, group.note))))
}
