//! Converts notes to brackets.

use super::labels::{lists_run, renumber, renumber_lists, run_in_order};
use super::lists::DASHES;
use super::lists::bracket_around;
use super::marks::{Mark, marks_with_notes};
use super::notes::separator;
use super::repeats::{Meanings, in_full, mend, trimmed};
use super::settle::settle;
use super::stops::Stops;
use super::words::{WORDS_BACK, holds_words, not_words};
use super::{Candidate, Kept, Target, Turned, lines_of, stands_apart};
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::bulletin::notes::{Note, NoteReference};
use crate::bulletin::{Bulletin, Item};
use crate::check::{Checked, Draft};
use crate::config::CitationPlacement;
use crate::markdown::BlockKind;
use crate::text::{Edit, Slice, Span};
use crate::works::print::{HouseForm, HouseForms};
use crate::works::{self, Work};
use rustc_hash::{FxHashMap, FxHashSet};

/// Adjacent note references: they become one bracket.
struct Run<'a> {
    span: Span,
    marks: Vec<Mark<'a>>,
}

/// What a note becomes.
struct Plan {
    note: usize,
    /// The items of the bracket.
    words: String,
    lead: String,
    /// What stays in the note, if anything does.
    rest: Option<String>,
}

pub(super) fn of_notes(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let bulletin = &checked.bulletin;
    let mut kept: Vec<Kept> = Vec::new();
    let mut plans: FxHashMap<usize, Plan> = FxHashMap::default();
    let mut marks: FxHashMap<usize, Vec<&NoteReference>> = FxHashMap::default();
    let pairs = marks_with_notes(bulletin);
    let forms = HouseForms::of(draft.text, bulletin, draft.settings);
    for (reference, note) in &pairs {
        if let Some(note) = note {
            marks.entry(*note).or_default().push(reference);
        }
    }
    for (index, note) in bulletin.notes.iter().enumerate() {
        let asked = |reference: &&NoteReference| scope.overlaps(reference.span);
        let all = marks.get(&index).map_or(&[][..], Vec::as_slice);
        if !all.iter().any(asked) && !scope.overlaps(note.span) {
            continue;
        }
        match plan(draft, (bulletin, &forms), index, note, all) {
            Ok(plan) => {
                plans.insert(index, plan);
            }
            Err(why) => kept.push(Kept::one(note.span, why)),
        }
    }
    keep_named(bulletin, &pairs, &mut plans, &mut kept);
    let candidates = candidates(draft, checked, scope, &plans, &pairs, &marks, &mut kept);
    let run = run_in_order(bulletin);
    let meanings = Meanings::of(draft, bulletin);
    let has_lists = bulletin.notes.iter().any(|note| !note.footnote) && lists_run(bulletin);
    settle(draft, checked, &candidates, kept, Target::Brackets, |text| {
        let text = without_empty_lists(draft, bulletin, text);
        let text = renumber(draft, &mend(draft, &text, &meanings), run);
        if has_lists { renumber_lists(draft, &text) } else { text }
    })
}

/// A note stays if the text, or a note that stays, names it by its number, or if an *Ibid.* that stays follows it.
fn keep_named(bulletin: &Bulletin, pairs: &[Mark<'_>], plans: &mut FxHashMap<usize, Plan>, kept: &mut Vec<Kept>) {
    keep_before_ibid(bulletin, pairs, plans, kept);
    let mut named: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut left: Vec<(usize, &str)> = Vec::new();
    let mut in_text: Vec<(usize, &str)> = Vec::new();
    for one in &bulletin.cross_references {
        let notes = one.notes().map(|note| note as usize);
        match one.within {
            Some(within) => named.entry(within as usize).or_default().extend(notes),
            None => in_text.extend(notes.map(|note| (note, "the text names it by its number"))),
        }
    }
    let by_note = |note: &usize, named: &mut FxHashMap<usize, Vec<usize>>| -> Vec<(usize, &str)> {
        let notes = named.remove(note).unwrap_or_default();
        notes.into_iter().map(|note| (note, "another note names it by its number")).collect()
    };
    for note in (0..bulletin.notes.len()).filter(|note| !plans.contains_key(note)) {
        left.extend(by_note(&note, &mut named));
    }
    left.append(&mut in_text);
    while let Some((note, why)) = left.pop() {
        if plans.get(&note).is_some_and(|plan| plan.rest.is_none()) {
            plans.remove(&note);
            kept.push(Kept::one(bulletin.notes[note].span, why));
            left.extend(by_note(&note, &mut named));
        }
    }
}

/// A note stays whole if an *Ibid.* follows it whose work is not known: nobody but its reader can tell what it means.
fn keep_before_ibid(bulletin: &Bulletin, pairs: &[Mark<'_>], plans: &mut FxHashMap<usize, Plan>, kept: &mut Vec<Kept>) {
    let mut before: Option<usize> = None;
    let mut done: FxHashSet<usize> = FxHashSet::default();
    for note in pairs.iter().filter_map(|(_, note)| *note).filter(|note| done.insert(*note)) {
        let group = u32::try_from(note).ok().and_then(|note| bulletin.cited_in_note(note));
        let first = group.and_then(|group| group.items.first()).filter(|item| item.kind() == ItemKind::Ibid);
        let is_open = first.and_then(|item| item.details.as_ref()?.unresolved).is_some();
        if let Some(before) = before.filter(|_| is_open)
            && plans.remove(&before).is_some()
        {
            kept.push(Kept::one(bulletin.notes[before].span, "an “Ibid.” with an unknown meaning follows it"));
        }
        before = Some(note);
    }
}

fn plan(
    draft: Draft<'_>,
    (bulletin, forms): (&Bulletin, &HouseForms<'_>),
    index: usize,
    note: &Note,
    marks: &[&NoteReference],
) -> Result<Plan, String> {
    let text = draft.text;
    let group = u32::try_from(index).ok().and_then(|note| bulletin.cited_in_note(note));
    let Some(group) = group.filter(|group| stands_apart(group.style)) else { return Err("it is a remark".to_owned()) };
    if group.items.iter().any(|item| item.kind() == ItemKind::Text) {
        return Err("it holds a remark".to_owned());
    }
    if marks.is_empty() {
        return Err("nothing points to it".to_owned());
    }
    let form = forms.at(note.span.start);
    if form.foreign && group.items.iter().any(|item| item.author.is_some()) {
        return Err("a bracket has no words for its author in this language".to_owned());
    }
    let mut titles: Vec<String> = Vec::new();
    let mut works: Vec<Work> = Vec::new();
    let mut beyond: Vec<&'static str> = Vec::new();
    for item in &group.items {
        let means = works::meant(text, bulletin, draft.settings.slack_days, item, item, group.note);
        let [work] = means.as_slice() else { return Err("what it points to is not known".to_owned()) };
        // The note's own statements about the work need a place in the bracket; the other note's are there already.
        if item.kind().points_back() {
            // What it cites has no form without these; its title is in the other note.
            let told = ["title", "day of the visit"];
            beyond.extend(work.beyond_brackets().into_iter().filter(|field| !told.contains(field)));
        } else {
            beyond.extend(work.beyond_brackets());
            // A title keeps its marks.
            let own = HouseForm { marks: HouseForm::of_item(text, item).marks, ..form.clone() };
            titles.extend(Some(&work.title).filter(|title| !title.is_empty()).map(|title| own.quoted_sentence(title)));
        }
        works.push(work.clone());
    }
    if works.iter().any(|work| work.kind == ItemKind::Interview) {
        return Err("it tells of an interview".to_owned());
    }
    if works.iter().any(|work| work.source.is_empty()) {
        return Err("it names no source".to_owned());
    }
    beyond.sort_unstable();
    beyond.dedup();
    let rest = match beyond.as_slice() {
        [] => None,
        ["title"] => Some(titles.join(" ")),
        [head @ .., last] => {
            let others = if head.is_empty() { String::new() } else { format!("{} and ", head.join(", ")) };
            return Err(format!("a bracket has no place for its {others}{last}"));
        }
    };
    let lead_of = |item: &Item| {
        let lead = item.details.as_ref().and_then(|details| details.lead)?;
        let comma = if text.slice(lead.end as usize..).starts_with(',') { "," } else { "" };
        let words = lead.of(text).split_whitespace().collect::<Vec<_>>().join(" ") + comma;
        let mut letters = words.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        Some(format!("{first}{} ", letters.as_str()))
    };
    let lead = group.items.first().and_then(lead_of);
    let mut items: Vec<String> = Vec::new();
    for (at, (item, work)) in group.items.iter().zip(&works).enumerate() {
        let words = work.print(CitationStyle::Inline, &form);
        items.push(match lead_of(item).filter(|_| at > 0) {
            Some(lead) => {
                format!("{lead}{}", words.strip_prefix("By ").map_or(words.clone(), |rest| format!("by {rest}")))
            }
            None => words,
        });
    }
    // Words that are no field, such as `press release`, would be lost.
    let mut told =
        format!("{} {} {}", lead.as_deref().unwrap_or_default(), items.join(" "), rest.as_deref().unwrap_or_default());
    // A form that points back has those of another note.
    for (_, work) in group.items.iter().zip(&works).filter(|(item, _)| item.kind().points_back()) {
        told.push_str(&format!(" {} {}", WORDS_BACK, in_full(work, &form)));
    }
    if !holds_words(text, trimmed(text, note.body), not_words(bulletin, note, group), &told) {
        return Err("a bracket has no place for some of its words".to_owned());
    }
    let separator = separator(note.body.of(text), &form);
    Ok(Plan { note: index, words: items.join(separator), lead: lead.unwrap_or_default(), rest })
}

/// A reference with its brackets, and whatever else stands in them: `[2, 3]`
fn whole_mark(text: &str, mark: &NoteReference) -> Span {
    if mark.footnote || mark.linked {
        return mark.span;
    }
    bracket_around(text, mark.span).map_or(mark.span, |(open, close)| Span::at(open..close))
}

fn candidates(
    draft: Draft<'_>,
    checked: &Checked,
    scope: Span,
    plans: &FxHashMap<usize, Plan>,
    pairs: &[Mark<'_>],
    marks: &FxHashMap<usize, Vec<&NoteReference>>,
    kept: &mut Vec<Kept>,
) -> Vec<Candidate> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    // References in a row are converted together, along with all other references to their notes.
    let mut runs: Vec<Run<'_>> = Vec::new();
    for mark @ (reference, _) in pairs.iter().copied() {
        let span = whole_mark(text, reference);
        let touches = runs.last().is_some_and(|run| {
            run.span.contains(span)
                || matches!(text.get(run.span.end as usize..span.start as usize), Some("" | " " | ","))
        });
        match runs.last_mut().filter(|_| touches) {
            Some(run) => {
                run.span = run.span.cover(span);
                run.marks.push(mark);
            }
            None => runs.push(Run { span, marks: vec![mark] }),
        }
    }
    let stops = Stops::of(text, bulletin);
    let after_stop = bulletin.habits.citation_placement == CitationPlacement::AfterFullStop;
    let mut edits: Vec<(usize, Vec<Edit>)> = Vec::new();
    let mut joined = Joined::default();
    let mut turned: FxHashMap<usize, usize> = FxHashMap::default();
    for run in runs.iter().filter(|run| scope.overlaps(run.span)) {
        let of: Vec<Option<&Plan>> = run.marks.iter().map(|(_, note)| plans.get(&(*note)?)).collect();
        let Some(first) = of.iter().flatten().next().copied() else { continue };
        let is_plain = run.marks.iter().all(|(one, _)| {
            let written = whole_mark(text, one).of(text);
            let is_number = |label: &str| run.marks.iter().any(|(one, _)| one.label == label);
            let numbers = || written.trim_matches(['[', ']']).split([',', ' ']).filter(|label| !label.is_empty());
            !one.linked
                && (written.starts_with("[^")
                    || written.starts_with("^[")
                    || written.starts_with('[') && numbers().all(is_number))
        });
        let block = checked.markdown.block_at(run.span.start).map(|block| &checked.markdown.blocks[block]);
        let why = match () {
            () if stands_in_range(text, run.span) => Some("its mark is the end of a range"),
            () if !is_plain => Some("its mark stands in a link, or in a bracket with other words"),
            () if run.marks.iter().any(|(one, _)| one.quoted)
                || bulletin.is_quoted(Span::new(run.span.start, run.span.start + 1)) =>
            {
                Some("it stands in a quotation")
            }
            () if block.is_none_or(|block| block.kind != BlockKind::Paragraph) => {
                Some("it stands in a heading or a table")
            }
            () => None,
        };
        if let Some(why) = why {
            for plan in of.iter().flatten() {
                kept.push(Kept::one(bulletin.notes[plan.note].span, why));
            }
            continue;
        }
        let plans: Vec<&Plan> = of.iter().copied().flatten().collect();
        // The lead of the first note opens the bracket.
        let led = plans.iter().enumerate().map(|(at, plan)| match at {
            0 => plan.words.clone(),
            _ => format!("{}{}", plan.lead, plan.words),
        });
        let mut words = led.collect::<Vec<_>>().join("; ").replace("; By ", "; by ");
        for plan in plans.iter().skip(1).filter(|plan| !plan.lead.is_empty()) {
            words = words.replace(&format!("; {}By ", plan.lead), &format!("; {}by ", plan.lead));
        }
        // Only what opens the bracket has a capital.
        if !first.lead.is_empty() && words.starts_with("By ") {
            words.replace_range(..1, "b");
        }
        let bracket = format!("({}{words})", first.lead);
        let stays: String = run
            .marks
            .iter()
            .zip(&of)
            .filter_map(|((one, _), plan)| {
                let mark = || match one.footnote {
                    true => one.span.of(text).to_owned(),
                    false => format!("[{}]", one.label),
                };
                // A mark whose note stays, stays behind the bracket.
                let Some(plan) = plan else { return Some(mark()) };
                let rest = plan.rest.as_ref()?;
                Some(if one.mark.is_empty() { format!("^[{rest}]") } else { mark() })
            })
            .collect();
        for plan in &plans {
            joined.join(first.note, plan.note);
            *turned.entry(plan.note).or_default() += 1;
        }
        let end = block.map_or(run.span.end, |block| block.span.end);
        edits.push((first.note, stops.bracket_for(run.span, end, after_stop, &bracket, &stays)));
    }
    let mut groups: FxHashMap<usize, (Vec<usize>, Vec<Edit>)> = FxHashMap::default();
    for note in turned.keys() {
        groups.entry(joined.root(*note)).or_default().0.push(*note);
    }
    for (note, own) in edits {
        groups.entry(joined.root(note)).or_default().1.extend(own);
    }
    let mut candidates = Vec::new();
    let mut back: FxHashMap<Span, bool> = FxHashMap::default();
    for (key, (mut notes, mut own)) in groups {
        notes.sort_unstable();
        let mut leaves_note = false;
        for note in &notes {
            let all = marks.get(note).map_or(0, Vec::len);
            let place = &bulletin.notes[*note];
            match &plans[note].rest {
                // A note in the sentence is gone with its reference.
                rest if place.mark.is_empty() => leaves_note |= rest.is_some(),
                // The note's other references still need it.
                _ if turned.get(note) != Some(&all) => {}
                Some(rest) => {
                    leaves_note = true;
                    own.push(Edit::replace(trimmed(text, place.body), rest.as_str()));
                }
                None => own.push(Edit::delete(lines_of(text, place))),
            }
        }
        let points_back = |note: &usize| {
            let group = u32::try_from(*note).ok().and_then(|note| bulletin.cited_in_note(note));
            group.is_some_and(|group| group.items.iter().all(|item| item.kind().points_back()))
        };
        back.insert(bulletin.notes[key].span, notes.iter().all(points_back));
        candidates.push(Candidate {
            span: bulletin.notes[key].span,
            edits: own,
            definition: None,
            count: notes.len(),
            leaves_note,
        });
    }
    // A form that refers to another note is converted before that note.
    candidates.sort_by_key(|candidate| (back.get(&candidate.span) != Some(&true), candidate.span));
    candidates
}

/// Whether a dash leads from a mark to the next one: `[3]–[5]`.
fn stands_in_range(text: &str, marks: Span) -> bool {
    let before = text.slice(..marks.start as usize).strip_suffix(DASHES);
    let behind = text.slice(marks.end as usize..).strip_prefix(DASHES);
    before.is_some_and(|before| before.ends_with(']')) || behind.is_some_and(|behind| behind.starts_with('['))
}

/// Which notes are converted together.
#[derive(Default)]
struct Joined(FxHashMap<usize, usize>);

impl Joined {
    /// The note that represents all those that go with a note.
    fn root(&mut self, note: usize) -> usize {
        let mut at = note;
        while let Some(next) = self.0.get(&at).copied() {
            // The next search is shorter.
            if let Some(over) = self.0.get(&next).copied() {
                self.0.insert(at, over);
            }
            at = next;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}

/// Removes headings of notes without any notes left below them; one that was empty before stays.
fn without_empty_lists(draft: Draft<'_>, before: &Bulletin, text: &str) -> String {
    if before.notes.iter().all(|note| note.footnote) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (index, line) in lines.iter().enumerate() {
        let is_heading = line.starts_with('#') && crate::bulletin::notes::is_title(line.trim_end());
        let next = lines[index + 1..].iter().find(|line| !line.trim().is_empty());
        let is_empty = is_heading && next.is_none_or(|line| line.starts_with('#'));
        if is_empty && draft.text.contains(line) {
            let kept = out.trim_end().len();
            out.truncate(kept);
            out.push('\n');
            continue;
        }
        out.push_str(line);
    }
    out
}
