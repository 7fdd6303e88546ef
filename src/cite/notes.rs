//! Converts brackets to footnotes.

use super::labels::{renumber, run_in_order};
use super::order::Definitions;
use super::repeats::{Meanings, mend};
use super::settle::settle;
use super::stops::Stops;
use super::words::holds_words;
use super::{Candidate, Kept, NEW, Target, Turned, is_in_note, marks_before_stop};
use crate::bulletin::{Bulletin, Citation};
use crate::check::{Checked, Draft};
use crate::markdown::BlockKind;
use crate::text::{Edit, Offset, Span, line_ends};
use crate::works::Work;
use crate::works::print::{HouseForm, HouseForms, finish};

/// Converts brackets; if `refuse` returns a reason for a position, the bracket there stays.
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
    let stops = Stops::of(text, bulletin);
    let forms = HouseForms::of(text, bulletin, draft.settings);
    let mut new: Vec<NewNote> = Vec::new();
    for citation in cited {
        if let Some(why) = refuse(citation.span.start) {
            kept.push(Kept::one(citation.span, why));
            continue;
        }
        let form = forms.at(citation.span.start);
        let body = body(draft, bulletin, citation, &form);
        let edits = place(checked, citation, (before_stop, &stops, &form), &new_mark(new.len()));
        match edits {
            Ok(_) if !holds_words(text, citation.span, dates_and_addresses(citation), &body) => {
                kept.push(Kept::one(citation.span, "it holds words that belong to no source"));
            }
            Ok(edits) => new.push(NewNote { span: citation.span, edits, body }),
            Err(why) => kept.push(Kept::one(citation.span, why)),
        }
    }
    write(draft, checked, new, kept)
}

/// A note that replaces a citation.
pub(super) struct NewNote {
    /// The citation.
    pub(super) span: Span,
    /// What is removed, and the reference that is added.
    pub(super) edits: Vec<Edit>,
    /// The text of the note.
    pub(super) body: String,
}

/// The reference to the new note with an index.
pub(super) fn new_mark(index: usize) -> String {
    format!("[^{NEW}{index}]")
}

/// Adds the notes with their definitions, and numbers them.
pub(super) fn write(draft: Draft<'_>, checked: &Checked, new: Vec<NewNote>, kept: Vec<Kept>) -> Turned {
    let bulletin = &checked.bulletin;
    let put = Definitions::of(draft.text, bulletin);
    let end = line_ends::line_end(draft.text);
    // A document whose notes are in its sentences, `^[…]`, gets others like them.
    let in_sentences = bulletin.notes.iter().any(|note| note.footnote)
        && bulletin.notes.iter().filter(|note| note.footnote).all(|note| note.mark.is_empty());
    let candidate = |(index, mut note): (usize, NewNote)| {
        if in_sentences {
            for edit in &mut note.edits {
                edit.text = edit.text.replace(&new_mark(index), &format!("^[{}]", note.body)).into();
            }
            return Candidate { span: note.span, definition: None, edits: note.edits, count: 1, leaves_note: false };
        }
        let definition = format!("{}: {}", new_mark(index), note.body);
        Candidate {
            span: note.span,
            definition: Some(put.insert(note.span.start, &definition, end)),
            edits: note.edits,
            count: 1,
            leaves_note: false,
        }
    };
    let candidates: Vec<Candidate> = new.into_iter().enumerate().map(candidate).collect();
    let run = run_in_order(bulletin);
    let meanings = Meanings::of(draft, bulletin);
    settle(draft, checked, &candidates, kept, Target::Notes, |text| renumber(draft, &mend(draft, text, &meanings), run))
}

/// What is removed, and the reference that is added.
fn place(
    checked: &Checked,
    citation: &Citation,
    (before_stop, stops, form): (bool, &Stops<'_>, &HouseForm),
    mark: &str,
) -> Result<Vec<Edit>, &'static str> {
    let bulletin = &checked.bulletin;
    let block = &checked.markdown.blocks[citation.block];
    if block.kind != BlockKind::Paragraph || citation.in_caption {
        return Err("it stands in a heading, a table or a caption");
    }
    if is_in_note(bulletin, citation.span) {
        return Err("it stands in a note");
    }
    // A title inside the bracket is also in quotation marks.
    if bulletin.is_quoted(Span::new(citation.span.start, citation.span.start + 1)) {
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
        return Ok(vec![Edit::replace(gap, mark)]);
    }
    Ok(stops.mark_for(citation.span, block.span.end, before_stop, mark, form))
}

/// The text of the note.
fn body(draft: Draft<'_>, bulletin: &Bulletin, citation: &Citation, form: &HouseForm) -> String {
    let text = draft.text;
    let work = |item, dated| Work::of(text, item, dated, bulletin.issue.date, draft.settings.slack_days);
    let mut end = citation.span.end;
    let parts = citation.dated_items().enumerate().map(|(at, (item, dated))| {
        let lead = match at {
            0 => citation.lead.map(|lead| lead.of(text)),
            // `Dawn, May 4; see also Reuters, May 5`
            _ => Some(Span::new(end.min(item.span.start), item.span.start).of(text)).map(|between| {
                between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '*' | '_' | '['))
            }),
        };
        end = item.span.end;
        (lead.filter(|lead| !matches!(*lead, "" | "and" | "&")), work(item, dated))
    });
    of_works(parts, form, separator(citation.span.of(text), form))
}

/// What separates the sources of a citation in its new form: French has a space before the semicolon.
pub(super) fn separator(written: &str, form: &HouseForm) -> &'static str {
    let spaced = [" ;", "\u{a0};", "\u{202f};"].iter().any(|sign| written.contains(sign));
    if form.foreign && spaced { "\u{a0}; " } else { "; " }
}

/// The text of a note that cites works, each with the words that lead to it: `See …; see also …`
pub(super) fn of_works<'t>(
    parts: impl Iterator<Item = (Option<&'t str>, Work)>,
    form: &HouseForm,
    separator: &str,
) -> String {
    let mut words = String::new();
    let mut ends_in_address = false;
    for (lead, work) in parts {
        if !words.is_empty() {
            words.push_str(separator);
        }
        if let Some(lead) = lead {
            let lead = lead.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut letters = lead.chars();
            match letters.next() {
                Some(first) if words.is_empty() => words.extend(first.to_uppercase()),
                first => words.extend(first),
            }
            words.push_str(letters.as_str());
            words.push(' ');
        }
        let part = work.part(form);
        words.push_str(&part.0);
        ends_in_address = part.1;
    }
    finish(words, if ends_in_address { form.stop_behind_address } else { form.final_stop }, form)
}

fn dates_and_addresses(citation: &Citation) -> Vec<Span> {
    let addresses = citation.items.iter().filter_map(|item| Some(item.link?.target));
    addresses.chain(citation.items.iter().flat_map(|item| &item.dates).map(|date| date.span)).collect()
}
