//! Notes turned into brackets.

use super::labels::{renumber, run_in_order};
use super::{Candidate, Kept, Turned, lines_of, meant, settle, stands_apart};
use crate::bulletin::Bulletin;
use crate::bulletin::items::{ItemGroup, ItemKind};
use crate::bulletin::notes::{Note, NoteReference};
use crate::check::{Checked, Draft};
use crate::config::CitationPlacement;
use crate::markdown::BlockKind;
use crate::text::{Edit, Offset, Slice, Span};
use crate::works::Work;
use crate::works::print::HouseForm;
use rustc_hash::FxHashMap;

/// Marks that stand behind each other: they become one bracket.
struct Run<'a> {
    span: Span,
    references: Vec<&'a NoteReference>,
}

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
    for reference in &bulletin.note_references {
        if let Some(note) = note_of(bulletin, reference) {
            marks.entry(note).or_default().push(reference);
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
            Err(why) => kept.push(Kept { span: note.span, why }),
        }
    }
    let candidates = candidates(draft, checked, scope, &plans, &marks, &mut kept);
    let run = run_in_order(bulletin);
    settle(draft, checked, &candidates, kept, |text| {
        let text = without_empty_lists(draft, bulletin, text);
        renumber(draft, &text, run)
    })
}

/// The note that a mark points to.
fn note_of(bulletin: &Bulletin, reference: &NoteReference) -> Option<usize> {
    let article = |offset| bulletin.article_at(offset).map(|article| article.span.start);
    bulletin.notes.iter().position(|note| {
        note.footnote == reference.footnote
            && note.label.eq_ignore_ascii_case(&reference.label)
            && (note.footnote || article(note.span.start) == article(reference.span.start))
    })
}

fn plan(
    draft: Draft<'_>,
    bulletin: &Bulletin,
    index: usize,
    note: &Note,
    marks: &[&NoteReference],
) -> Result<Plan, String> {
    let text = draft.text;
    let number = u32::try_from(index).ok();
    let group: Option<&ItemGroup> =
        bulletin.item_groups.iter().find(|group| group.note == number && stands_apart(group.style));
    let Some(group) = group else { return Err("it is a remark".to_owned()) };
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
        let means = meant(draft, bulletin, item, item, group.note);
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
            let (open, close) = form.marks;
            let titles: Vec<String> = works
                .iter()
                .filter(|work| !work.title.is_empty())
                .map(|work| {
                    let stop = if work.title.ends_with(['?', '!', '.']) { "" } else { "." };
                    format!("{open}{}{stop}{close}", work.title)
                })
                .collect();
            Some(titles.join(" "))
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
    let items: Vec<String> =
        works.iter().map(|work| work.print(crate::bulletin::items::CitationStyle::Inline, &form)).collect();
    Ok(Plan { note: index, words: items.join("; "), lead: lead.unwrap_or_default(), rest })
}

fn candidates(
    draft: Draft<'_>,
    checked: &Checked,
    scope: Span,
    plans: &FxHashMap<usize, Plan>,
    marks: &FxHashMap<usize, Vec<&NoteReference>>,
    kept: &mut Vec<Kept>,
) -> Vec<Candidate> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    // Marks in a row go together, and with them all other marks of their notes.
    let mut runs: Vec<Run<'_>> = Vec::new();
    for reference in &bulletin.note_references {
        let touches = runs.last().is_some_and(|run| {
            matches!(text.get(run.span.end as usize..reference.span.start as usize), Some("" | " " | ","))
        });
        match runs.last_mut().filter(|_| touches) {
            Some(run) => {
                run.span = run.span.cover(reference.span);
                run.references.push(reference);
            }
            None => runs.push(Run { span: reference.span, references: vec![reference] }),
        }
    }
    let mut edits: FxHashMap<usize, Vec<Edit>> = FxHashMap::default();
    let mut joined: FxHashMap<usize, usize> = FxHashMap::default();
    let mut turned: FxHashMap<usize, usize> = FxHashMap::default();
    for run in runs.iter().filter(|run| scope.overlaps(run.span)) {
        let of: Vec<Option<&Plan>> =
            run.references.iter().map(|one| note_of(bulletin, one).and_then(|note| plans.get(&note))).collect();
        let Some(first) = of.iter().flatten().next().copied() else { continue };
        let is_plain = run.references.iter().all(|one| {
            let written = one.span.of(text);
            !one.linked && (written.starts_with("[^") || written == format!("[{}]", one.label))
        });
        let block = checked.markdown.block_at(run.span.start).map(|block| &checked.markdown.blocks[block]);
        let why = match () {
            () if of.iter().any(Option::is_none) => Some("a mark beside it stays"),
            () if !is_plain => Some("its mark stands with others in one bracket, or in a link"),
            () if run.references.iter().any(|one| one.quoted) => Some("it stands in a quotation"),
            () if block.is_none_or(|block| block.kind != BlockKind::Paragraph) => {
                Some("it stands in a heading or a table")
            }
            () => None,
        };
        if let Some(why) = why {
            for plan in of.iter().flatten() {
                kept.push(Kept { span: bulletin.notes[plan.note].span, why: why.to_owned() });
            }
            continue;
        }
        let plans: Vec<&Plan> = of.into_iter().flatten().collect();
        let words: Vec<&str> = plans.iter().map(|plan| &*plan.words).collect();
        let bracket = format!("({}{})", first.lead, words.join("; "));
        let stays: String = run
            .references
            .iter()
            .zip(&plans)
            .filter(|(_, plan)| plan.rest.is_some())
            .map(|(one, _)| one.span.of(text))
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
        candidates.push(Candidate { span: bulletin.notes[key].span, edits: own, definition: None, leaves_note });
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
