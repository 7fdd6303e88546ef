//! Notes turned into brackets.

use super::labels::{renumber, run_in_order};
use super::{Candidate, Kept, Turned, lines_of, settle, stands_apart};
use crate::bulletin::Bulletin;
use crate::bulletin::items::{CitationStyle, ItemKind};
use crate::bulletin::notes::{Note, NoteReference};
use crate::check::{Checked, Draft};
use crate::config::CitationPlacement;
use crate::markdown::BlockKind;
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::print::HouseForm;
use crate::works::{self, Work};
use rustc_hash::FxHashMap;

/// Marks that stand behind each other: they become one bracket.
struct Run<'a> {
    span: Span,
    marks: Vec<Mark<'a>>,
}

/// A mark with the note that it points to.
type Mark<'a> = (&'a NoteReference, Option<usize>);

/// What a note becomes.
struct Plan {
    note: usize,
    /// The items of the bracket.
    words: String,
    lead: String,
    /// What stays in the note, where something does.
    rest: Option<String>,
}

pub(super) fn of_notes(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let bulletin = &checked.bulletin;
    let mut kept: Vec<Kept> = Vec::new();
    let mut plans: FxHashMap<usize, Plan> = FxHashMap::default();
    let mut marks: FxHashMap<usize, Vec<&NoteReference>> = FxHashMap::default();
    let pairs = marks_with_notes(bulletin);
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
        match plan(draft, bulletin, index, note, all) {
            Ok(plan) => {
                plans.insert(index, plan);
            }
            Err(why) => kept.push(Kept::one(note.span, why)),
        }
    }
    let candidates = candidates(draft, checked, scope, &plans, &pairs, &marks, &mut kept);
    let run = run_in_order(bulletin);
    settle(draft, checked, &candidates, kept, |text| {
        let text = without_empty_lists(draft, bulletin, text);
        renumber(draft, &text, run)
    })
}

/// All marks with the notes that they point to.
fn marks_with_notes(bulletin: &Bulletin) -> Vec<Mark<'_>> {
    // A footnote is the whole document's, an entry of a list its article's.
    let key = |label: &str, footnote: bool, span: Span| {
        let article = bulletin.article_at(span.start).filter(|_| !footnote).map(|article| article.span.start);
        (label.to_ascii_lowercase(), footnote, article)
    };
    let mut notes = FxHashMap::default();
    for (index, note) in bulletin.notes.iter().enumerate() {
        notes.entry(key(&note.label, note.footnote, note.span)).or_insert(index);
    }
    let note = |mark: &NoteReference| notes.get(&key(&mark.label, mark.footnote, mark.span)).copied();
    bulletin.note_references.iter().map(|mark| (mark, note(mark))).collect()
}

fn plan(
    draft: Draft<'_>,
    bulletin: &Bulletin,
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
    let form = HouseForm::of(text, bulletin, draft.settings, note.span.start);
    let mut works: Vec<Work> = Vec::new();
    let mut beyond: Vec<&'static str> = Vec::new();
    for item in &group.items {
        let means = works::meant(text, bulletin, draft.settings.slack_days, item, item, group.note);
        if means.is_empty() {
            return Err("what it points to is not known".to_owned());
        }
        // What it says itself of the work has to find a place; what the other note says stands there.
        if !item.kind().points_back() {
            beyond.extend(means.iter().flat_map(Work::beyond_brackets));
        }
        works.extend(means);
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
        ["title"] => {
            let titles = works.iter().map(|work| &*work.title).filter(|title| !title.is_empty());
            Some(titles.map(|title| form.quoted_sentence(title)).collect::<Vec<_>>().join(" "))
        }
        others => return Err(format!("a bracket has no place for its {}", others.join(", "))),
    };
    let lead = group.items.first().and_then(|item| item.details.as_ref()?.lead);
    let lead = lead.map(|lead| {
        let words = lead.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut letters = words.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        format!("{first}{} ", letters.as_str())
    });
    let items: Vec<String> = works.iter().map(|work| work.print(CitationStyle::Inline, &form)).collect();
    Ok(Plan { note: index, words: items.join("; "), lead: lead.unwrap_or_default(), rest })
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
    // Marks in a row go together, and with them all other marks of their notes.
    let mut runs: Vec<Run<'_>> = Vec::new();
    for mark @ (reference, _) in pairs.iter().copied() {
        let touches = runs.last().is_some_and(|run| {
            matches!(text.get(run.span.end as usize..reference.span.start as usize), Some("" | " " | ","))
        });
        match runs.last_mut().filter(|_| touches) {
            Some(run) => {
                run.span = run.span.cover(reference.span);
                run.marks.push(mark);
            }
            None => runs.push(Run { span: reference.span, marks: vec![mark] }),
        }
    }
    let mut edits: FxHashMap<usize, Vec<Edit>> = FxHashMap::default();
    let mut joined: FxHashMap<usize, usize> = FxHashMap::default();
    let mut turned: FxHashMap<usize, usize> = FxHashMap::default();
    for run in runs.iter().filter(|run| scope.overlaps(run.span)) {
        let of: Vec<Option<&Plan>> = run.marks.iter().map(|(_, note)| plans.get(&(*note)?)).collect();
        let Some(first) = of.iter().flatten().next().copied() else { continue };
        let is_plain = run.marks.iter().all(|(one, _)| {
            let written = one.span.of(text);
            !one.linked && (written.starts_with("[^") || written == format!("[{}]", one.label))
        });
        let block = checked.markdown.block_at(run.span.start).map(|block| &checked.markdown.blocks[block]);
        let why = match () {
            () if of.iter().any(Option::is_none) => Some("a mark beside it stays"),
            () if !is_plain => Some("its mark stands with others in one bracket, or in a link"),
            () if run.marks.iter().any(|(one, _)| one.quoted) => Some("it stands in a quotation"),
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
        let plans: Vec<&Plan> = of.into_iter().flatten().collect();
        let words: Vec<&str> = plans.iter().map(|plan| &*plan.words).collect();
        let bracket = format!("({}{})", first.lead, words.join("; "));
        let stays: String = run
            .marks
            .iter()
            .zip(&plans)
            .filter(|(_, plan)| plan.rest.is_some())
            .map(|((one, _), _)| one.span.of(text))
            .collect();
        let key = first.note;
        for plan in &plans {
            joined.insert(plan.note, key);
            *turned.entry(plan.note).or_default() += 1;
        }
        edits.entry(key).or_default().extend(place(draft, bulletin, run.span, &bracket, &stays));
    }
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (note, key) in &joined {
        groups.entry(*key).or_default().push(*note);
    }
    let mut candidates = Vec::new();
    for (key, notes) in groups {
        let mut own = edits.remove(&key).unwrap_or_default();
        let mut leaves_note = false;
        for note in &notes {
            let all = marks.get(note).map_or(0, Vec::len);
            let place = &bulletin.notes[*note];
            match &plans[note].rest {
                Some(rest) => {
                    leaves_note = true;
                    own.push(Edit::replace(trimmed(text, place.body), rest.as_str()));
                }
                // The others of its marks still need it.
                None if turned.get(note) != Some(&all) => {}
                None => own.push(Edit::delete(lines_of(text, place))),
            }
        }
        candidates.push(Candidate {
            span: bulletin.notes[key].span,
            edits: own,
            definition: None,
            count: notes.len(),
            leaves_note,
        });
    }
    candidates.sort_by_key(|candidate| candidate.span);
    candidates
}

fn trimmed(text: &str, body: Span) -> Span {
    let words = body.of(text);
    let start = body.start as usize + words.len() - words.trim_start().len();
    Span::at(start..start + words.trim().len())
}

/// The bracket in the place of the marks: before the stop that they stand behind, unless the house puts citations behind it.
/// What stays of the marks stands where they stood.
fn place(draft: Draft<'_>, bulletin: &Bulletin, marks: Span, bracket: &str, stays: &str) -> Vec<Edit> {
    let text = draft.text;
    let before = text.slice(..marks.start as usize);
    let words = before.trim_end_matches([' ', '\u{a0}']);
    let gap = Span::at(words.len()..marks.end as usize);
    let sign = words.chars().next_back().filter(|c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!'));
    let behind = bulletin.habits.citation_placement == CitationPlacement::AfterFullStop;
    match sign {
        Some('?' | '!') | None => vec![Edit::replace(gap, format!(" {bracket}{stays}"))],
        Some('.') if behind => vec![Edit::replace(gap, format!(" {bracket}{stays}"))],
        Some(sign) => {
            let at = (words.len() - sign.len_utf8()) as Offset;
            vec![Edit::insert(at, format!(" {bracket}")), Edit::replace(gap, stays)]
        }
    }
}

/// A heading of notes below which no note is left goes with them; an empty one that was there before stays.
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
