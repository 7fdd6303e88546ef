//! Brackets turned into footnotes.

use super::labels::{NEW, renumber, run_in_order};
use super::{Candidate, Kept, Turned, marks_before_stop, settle};
use crate::bulletin::{Bulletin, Citation};
use crate::check::{Checked, Draft};
use crate::config::RepeatedNotes;
use crate::markdown::BlockKind;
use crate::text::{Edit, Offset, Slice, Span, line_ends};
use crate::works::print::{HouseForm, finish};
use crate::works::{self, Work};

/// Turns brackets; `refuse` gives a reason why those at a place stay.
pub(super) fn of_brackets(
    draft: Draft<'_>,
    checked: &Checked,
    scope: Span,
    refuse: &dyn Fn(Offset) -> Option<&'static str>,
) -> Turned {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let mut kept = Vec::new();
    let before_stop = marks_before_stop(text, bulletin, draft.settings);
    let cited = bulletin.citations.iter().filter(|citation| scope.overlaps(citation.span));
    let mut places: Vec<(&Citation, Edit, Edit)> = Vec::new();
    for citation in cited {
        let number = places.len();
        if let Some(why) = refuse(citation.span.start) {
            kept.push(Kept::one(citation.span, why));
            continue;
        }
        match place(draft, checked, citation, before_stop, &format!("[^{NEW}{number}]")) {
            Ok((delete, mark)) => places.push((citation, delete, mark)),
            Err(why) => kept.push(Kept::one(citation.span, why)),
        }
    }
    let definitions = definitions(draft, bulletin, &places);
    let candidates: Vec<Candidate> = places
        .into_iter()
        .zip(definitions)
        .map(|((citation, delete, mark), definition)| Candidate {
            span: citation.span,
            // A mark takes the bracket's place, or stands behind the stop.
            edits: [delete, mark].into_iter().filter(|edit| !edit.span.is_empty() || !edit.text.is_empty()).collect(),
            definition: Some(definition),
            count: 1,
            leaves_note: false,
        })
        .collect();
    let run = run_in_order(bulletin);
    settle(draft, checked, &candidates, kept, |text| renumber(draft, text, run))
}

/// What goes, and the mark that comes.
fn place(
    draft: Draft<'_>,
    checked: &Checked,
    citation: &Citation,
    before_stop: bool,
    mark: &str,
) -> Result<(Edit, Edit), &'static str> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let block = &checked.markdown.blocks[citation.block];
    if block.kind != BlockKind::Paragraph || citation.in_caption {
        return Err("it stands in a heading, a table or a caption");
    }
    if bulletin.notes.iter().any(|note| note.span.contains(citation.span)) {
        return Err("it stands in a note");
    }
    if bulletin.is_quoted(citation.span) {
        return Err("it stands in a quotation");
    }
    if citation.around.before.is_none() {
        return Err("it opens its paragraph");
    }
    if citation.items.iter().any(|item| item.interview) {
        return Err("it tells of an interview");
    }
    if citation.open.is_none() || citation.close.is_none() || citation.surplus.is_some() {
        return Err("its brackets do not pair");
    }
    let around = &citation.around;
    if let Some(stop) = around.stop_before {
        if around.stop_after.is_some() {
            return Err("a full stop stands on either side of it");
        }
        let gap = Span::new(stop.end, citation.span.end);
        return Ok((Edit::replace(gap, mark), Edit::insert(citation.span.end, "")));
    }
    let gap = Span::new(around.space_before.start.min(citation.span.start), citation.span.end);
    let behind = text.slice(citation.span.end as usize..block.span.end.max(citation.span.end) as usize);
    let sign = behind.chars().next().filter(|c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!'));
    match sign.filter(|_| !before_stop) {
        Some(sign) => {
            let closers: usize = behind
                .slice(sign.len_utf8()..)
                .chars()
                .take_while(|c| matches!(c, '”' | '’' | '»'))
                .map(char::len_utf8)
                .sum();
            let at = citation.span.end + (sign.len_utf8() + closers) as Offset;
            Ok((Edit::delete(gap), Edit::insert(at, mark)))
        }
        None => Ok((Edit::replace(gap, mark), Edit::insert(citation.span.end, ""))),
    }
}

/// The definition of each new note: where it is put, and its words.
fn definitions(draft: Draft<'_>, bulletin: &Bulletin, places: &[(&Citation, Edit, Edit)]) -> Vec<Edit> {
    let text = draft.text;
    let end = line_ends::line_end(text);
    let footnotes: Vec<_> = bulletin.notes.iter().filter(|note| note.footnote).collect();
    // Who was cited last, as the text is read: to say Ibid.
    let mut seen: Vec<(Offset, Option<Work>)> = Vec::new();
    if draft.settings.notes.repeat == RepeatedNotes::Ibid {
        for reference in bulletin.note_references.iter().filter(|reference| reference.footnote) {
            let note = bulletin.notes.iter().position(|note| note.footnote && note.label == reference.label);
            let group = note.and_then(|note| bulletin.cited_in_note(u32::try_from(note).ok()?));
            let items: Vec<_> = group.into_iter().flat_map(|group| group.cited()).collect();
            let work = match items.as_slice() {
                [item] => {
                    let (slack, note) = (draft.settings.slack_days, group.and_then(|group| group.note));
                    works::meant(text, bulletin, slack, item, item, note).pop()
                }
                _ => None,
            };
            seen.push((reference.span.start, work));
        }
    }
    let mut definitions = Vec::with_capacity(places.len());
    let mut last_new: Option<(Offset, Option<Work>)> = None;
    for (number, (citation, ..)) in places.iter().enumerate() {
        let form = HouseForm::of(text, bulletin, draft.settings, citation.span.start);
        let work = |(item, dated)| Work::of(text, item, dated, bulletin.issue.date, draft.settings.slack_days);
        let works: Vec<Work> = citation.dated_items().map(work).collect();
        let before = seen.iter().rev().find(|(at, _)| *at < citation.span.start);
        let before = before.into_iter().chain(&last_new).max_by_key(|(at, _)| *at).and_then(|(_, work)| work.as_ref());
        let is_same = |work: &Work| before.is_some_and(|before| super::work_key(before) == super::work_key(work));
        let is_ibid = draft.settings.notes.repeat == RepeatedNotes::Ibid && works.len() == 1 && is_same(&works[0]);
        let words = if is_ibid { "Ibid.".to_owned() } else { body(text, citation, &works, &form) };
        last_new =
            Some((citation.span.start, Some(works).filter(|works| works.len() == 1).and_then(|mut works| works.pop())));
        let definition = format!("[^{NEW}{number}]: {words}");
        // Behind the definition of the note before it, as the text points to them.
        let before = bulletin
            .note_references
            .iter()
            .rev()
            .find(|reference| reference.footnote && reference.span.start < citation.span.start);
        let before = before.and_then(|reference| footnotes.iter().find(|note| note.label == reference.label));
        let edit = match (before, footnotes.first()) {
            (Some(note), _) => {
                let at = note.span.start as usize + note.span.of(text).trim_end().len();
                Edit::insert(at as Offset, format!("{end}{end}{definition}"))
            }
            (None, Some(first)) => Edit::insert(first.span.start, format!("{definition}{end}{end}")),
            (None, None) => {
                let at = text.trim_end().len() as Offset;
                Edit::insert(at, format!("{end}{end}{definition}"))
            }
        };
        definitions.push(edit);
    }
    definitions
}

/// What the note says.
fn body(text: &str, citation: &Citation, works: &[Work], form: &HouseForm) -> String {
    let mut words = String::new();
    if let Some(lead) = citation.lead {
        let lead = lead.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut letters = lead.chars();
        words.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        words.push_str(letters.as_str());
        words.push(' ');
    }
    let mut ends_in_address = false;
    for (at, work) in works.iter().enumerate() {
        if at > 0 {
            words.push_str("; ");
        }
        let part = work.part(form);
        words.push_str(&part.0);
        ends_in_address = part.1;
    }
    finish(words, if ends_in_address { form.stop_behind_address } else { form.final_stop }, form)
}
