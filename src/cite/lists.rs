//! Converts footnotes to a numbered list of references, and back.

use super::author_date;
use super::labels::renumber;
use super::settle::settle;
use super::{Candidate, Kept, NEW, Target, Turned, is_entry, lines_of};
use crate::bulletin::cross_references::renamed_body;
use crate::bulletin::notes::{Note, NoteReference};
use crate::bulletin::{Bulletin, CrossReference};
use crate::check::{Checked, Draft};
use crate::text::{Edit, Offset, Slice, Span, line_ends, within};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// The reason why nothing is added to a list.
pub(super) const LISTED: &str = "its article has a list of notes already";

/// The signs that make a range of two marks: `[3]–[5]`
pub(super) const DASHES: [char; 3] = ['-', '–', '—'];

/// The heading of a new list.
const HEADING: &str = "References";

/// The highest number in a list: a larger one is read as a year.
const MOST: usize = 999;

/// Converts footnotes to the entries of a numbered list at the end of their article.
pub(super) fn of_notes(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let whole = [Span::at(0..text.len())];
    let articles: Vec<Span> = bulletin.articles.iter().map(|article| article.span).collect();
    let parts: &[Span] = if articles.len() < 2 { &whole } else { &articles };
    let mut candidates = Vec::new();
    let mut kept = Vec::new();
    let footnotes = Footnotes::of(bulletin);
    let named_across = footnotes.named_across(bulletin, parts);
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| scope.overlaps(**part)) {
        let references: Vec<&NoteReference> =
            within(&bulletin.note_references, *part, |one| one.span).iter().filter(|one| one.footnote).collect();
        if references.is_empty() {
            continue;
        }
        let list = match named_across.contains(&index) {
            true => Err("its notes and those of another article name each other by number"),
            false => list_of(draft, checked, *part, &references, &footnotes),
        };
        match list {
            Ok(list) => candidates.push(list),
            Err(why) => {
                let count = count_notes(&references);
                kept.push(Kept { span: references[0].span, why: why.to_owned(), count });
            }
        }
    }
    settle(draft, checked, &candidates, kept, Target::Numbered, str::to_owned)
}

fn list_of(
    draft: Draft<'_>,
    checked: &Checked,
    part: Span,
    references: &[&NoteReference],
    footnotes: &Footnotes<'_>,
) -> Result<Candidate, &'static str> {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    if within(&bulletin.notes, part, |note| note.span).iter().any(|note| !note.footnote) {
        return Err(LISTED);
    }
    if author_date::is_used(bulletin, part) {
        return Err("its article has a list of works by author and year");
    }
    let mut order: Vec<&Note> = Vec::new();
    let mut numbers: FxHashMap<Offset, usize> = FxHashMap::default();
    let mut edits: Vec<Edit> = Vec::new();
    for reference in references {
        let label = reference.label.to_ascii_lowercase();
        let Some(&note) = footnotes.notes.get(&label) else {
            return Err("a mark of its article has no note");
        };
        if footnotes.marked.get(&label).is_some_and(|marked| !part.contains(*marked)) {
            return Err("another article points to the same note");
        }
        let at = *numbers.entry(note.span.start).or_insert_with(|| {
            order.push(note);
            order.len() - 1
        });
        edits.push(Edit::replace(reference.span, format!("[{}]", at + 1)));
    }
    if order.len() > MOST {
        return Err("its article has more notes than a list has numbers: [1000] may be a year");
    }
    let end = line_ends::line_end(text);
    // One level below the heading of the article.
    let article = bulletin.articles.iter().find(|article| part.contains(article.span) || article.span.contains(part));
    let level = article.map_or(1, |article| article.level).clamp(1, 5) + 1;
    let mut entries = String::new();
    let number = |note: u32| numbers.get(&bulletin.notes[note as usize].span.start).map(|at| (at + 1).to_string());
    let named = within(&bulletin.cross_references, part, |named| named.span).iter();
    for named in named.filter(|named| named.within.is_none()) {
        edits.extend(named.renamed(text, &bulletin.notes, number));
    }
    for (at, note) in order.iter().enumerate() {
        let body = renamed_body(text, &bulletin.notes, &bulletin.cross_references, note, number);
        let body = body.trim();
        entries.push_str(&format!("{end}{}. {body}", at + 1));
        // A note in a sentence is replaced by its number.
        if !note.mark.is_empty() {
            edits.push(Edit::delete(lines_of(text, note)));
        }
    }
    // After the last words of the article that are not a note, be it its own or another article’s.
    let mut at = part.end as usize;
    for note in within(&bulletin.notes, part, |note| note.span).iter().rev() {
        if !note.footnote || note.mark.is_empty() {
            continue;
        }
        let lines = lines_of(text, note);
        let between = text.slice(lines.end.min(part.end) as usize..at);
        if between.trim().is_empty() && lines.start as usize <= at {
            at = at.min(lines.start as usize);
        }
    }
    let at = text.slice(..at).trim_end().len();
    // The list goes under an existing heading of the notes.
    let heading = match heading_of_notes(text.slice(..at)) {
        Some(_) => String::new(),
        None => format!("{end}{end}{} {HEADING}", "#".repeat(level.into())),
    };
    let list = format!("{heading}{end}{entries}");
    // The blank lines before the notes are removed, too.
    edits.push(Edit::insert(at as Offset, list));
    Ok(Candidate { span: part, edits, definition: None, count: order.len(), leaves_note: false })
}

/// The footnotes of a document by their labels in lower case, each with the stretch from its first reference to its
/// last.
struct Footnotes<'b> {
    notes: FxHashMap<CompactString, &'b Note>,
    marked: FxHashMap<CompactString, Span>,
}

impl<'b> Footnotes<'b> {
    fn of(bulletin: &'b Bulletin) -> Footnotes<'b> {
        let mut footnotes = Footnotes { notes: FxHashMap::default(), marked: FxHashMap::default() };
        for note in bulletin.notes.iter().filter(|note| note.footnote) {
            footnotes.notes.entry(note.label.to_ascii_lowercase()).or_insert(note);
        }
        for mark in bulletin.note_references.iter().filter(|mark| mark.footnote) {
            let marked = footnotes.marked.entry(mark.label.to_ascii_lowercase()).or_insert(mark.span);
            *marked = marked.cover(mark.span);
        }
        footnotes
    }

    /// The parts of a document that name notes of other parts by number, and those whose notes are named.
    fn named_across(&self, bulletin: &Bulletin, parts: &[Span]) -> FxHashSet<usize> {
        let part_at = |offset: Offset| parts.partition_point(|part| part.end <= offset);
        let of_note = |note: u32| {
            let note = bulletin.notes.get(note as usize)?;
            let marked = self.marked.get(&note.label.to_ascii_lowercase()).filter(|_| note.footnote)?;
            Some(part_at(marked.start))
        };
        let mut found = FxHashSet::default();
        for named in &bulletin.cross_references {
            let own = named.within.map_or(Some(part_at(named.span.start)), of_note);
            for other in named.notes().map(of_note).filter(|other| *other != own) {
                found.extend([own, other].into_iter().flatten());
            }
        }
        found
    }
}

/// The number of different notes that the references point to.
fn count_notes(references: &[&NoteReference]) -> usize {
    references.iter().map(|reference| reference.label.to_ascii_lowercase()).collect::<FxHashSet<_>>().len()
}

/// Converts the entries of numbered lists to footnotes.
pub(super) fn to_notes(draft: Draft<'_>, checked: &Checked, scope: Span) -> Turned {
    let (text, bulletin) = (draft.text, &checked.bulletin);
    let mut candidates = Vec::new();
    let mut kept = Vec::new();
    let mut lists: Vec<Vec<&Note>> = Vec::new();
    for note in bulletin.notes.iter().filter(|note| is_entry(note)) {
        match lists.last_mut() {
            Some(list) if list.last().is_some_and(|last| last.list == note.list) => list.push(note),
            _ => lists.push(vec![note]),
        }
    }
    let mut named: FxHashMap<u32, Vec<&CrossReference>> = FxHashMap::default();
    for one in bulletin.cross_references.iter().filter(|one| one.within.is_none()) {
        let note = one.notes().next().and_then(|note| bulletin.notes.get(note as usize));
        named.entry(note.map_or(0, |note| note.list)).or_default().push(one);
    }
    let mut number = 0;
    for list in lists {
        let Some((first, last)) = list.first().zip(list.last()) else { continue };
        let whole = first.span.cover(last.span);
        let references = references_of(bulletin, &list);
        if !scope.overlaps(whole) && !references.iter().any(|one| scope.overlaps(one.span)) {
            continue;
        }
        let named = named.get(&first.list).map_or(&[][..], Vec::as_slice);
        match notes_of(text, bulletin, &list, (&references, named), &mut number) {
            Ok(mut edits) => {
                edits.extend(heading_before(text, first));
                candidates.push(Candidate {
                    span: whole,
                    edits,
                    definition: None,
                    count: list.len(),
                    leaves_note: false,
                });
            }
            Err(why) => kept.push(Kept { span: whole, why: why.to_owned(), count: list.len() }),
        }
    }
    settle(draft, checked, &candidates, kept, Target::Notes, |text| renumber(draft, text, true))
}

/// The references to the entries of a list.
fn references_of<'b>(bulletin: &'b Bulletin, list: &[&Note]) -> Vec<&'b NoteReference> {
    let scopes = bulletin.note_scopes();
    let holds = |notes: &[Note]| list.first().is_some_and(|first| notes.iter().any(|note| note.span == first.span));
    let scope = scopes.into_iter().find(|scope| holds(scope.notes));
    let references = scope.map_or(&[][..], |scope| scope.references).iter();
    references.filter(|one| !one.footnote && list.iter().any(|note| note.label == one.label)).collect()
}

fn notes_of(
    text: &str,
    bulletin: &Bulletin,
    list: &[&Note],
    (references, named): (&[&NoteReference], &[&CrossReference]),
    number: &mut usize,
) -> Result<Vec<Edit>, &'static str> {
    let end = line_ends::line_end(text);
    let mut edits = Vec::new();
    let from = *number;
    *number += list.len();
    let new = |label: &str| {
        let at = list.iter().position(|note| note.label == label)?;
        Some(format!("{NEW}{}", from + at))
    };
    let renamed = |note: u32| {
        let note = bulletin.notes.get(note as usize)?;
        list.iter().any(|own| own.span == note.span).then(|| new(&note.label)).flatten()
    };
    let label = |label: &str| new(label).unwrap_or_else(|| format!("{NEW}{from}"));
    let mut done = 0;
    for reference in references {
        if reference.linked {
            return Err("its marks are links");
        }
        // `[1, 3]`: the bracket with all its numbers.
        let (open, close) = bracket_around(text, reference.span).ok_or("its marks stand in no brackets")?;
        if open < done {
            continue;
        }
        if done > 0 && text.slice(done..open).strip_prefix(DASHES) == Some("") {
            return Err("its marks form a range");
        }
        let inside: Vec<&&NoteReference> =
            references.iter().filter(|one| open <= one.span.start as usize && one.span.end as usize <= close).collect();
        let marks: String = inside.iter().map(|one| format!("[^{}]", label(&one.label))).collect();
        // The mark of a footnote stands right behind its word.
        let open = text.slice(..open).trim_end_matches([' ', '\u{a0}']).len();
        edits.push(Edit::replace(Span::at(open..close), marks));
        done = close;
    }
    for named in named {
        edits.extend(named.renamed(text, &bulletin.notes, renamed));
    }
    for note in list {
        let lines = lines_of(text, note);
        let body = renamed_body(text, &bulletin.notes, &bulletin.cross_references, note, renamed);
        let body = body.trim();
        let mut words = String::new();
        for (at, line) in body.lines().enumerate() {
            if at > 0 {
                words.push_str(end);
                let bare = line.trim_start();
                words.push_str(if bare.is_empty() { "" } else { "    " });
                words.push_str(bare);
            } else {
                words.push_str(line);
            }
        }
        let whole = Span::at(lines.start as usize..lines.start as usize + lines.of(text).trim_end().len());
        edits.push(Edit::replace(whole, format!("[^{}]: {words}", label(&note.label))));
    }
    Ok(edits)
}

/// The brackets around a reference: `[1]`, `\[1\]`, `[1, 3]`.
pub(super) fn bracket_around(text: &str, mark: Span) -> Option<(usize, usize)> {
    let written = mark.of(text);
    if written.starts_with('[') {
        return Some((mark.start as usize, mark.end as usize));
    }
    if written.starts_with("\\[") {
        return Some((mark.start as usize, mark.end as usize));
    }
    let head = text.slice(..mark.start as usize);
    let open = head.rfind('[').filter(|open| mark.start as usize - open < 64)?;
    let close = mark.end as usize + text.slice(mark.end as usize..).find(']').filter(|len| *len < 64)? + 1;
    let is_list = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '–' | '-' | ';' | '[' | ']');
    text.slice(open..close).chars().all(is_list).then_some((open, close))
}

/// The heading directly before a list is removed with it.
fn heading_before(text: &str, first: &Note) -> Option<Edit> {
    let lines = lines_of(text, first);
    let start = heading_of_notes(text.slice(..lines.start as usize).trim_end())?;
    Some(Edit::delete(Span::at(start..lines.start as usize)))
}

/// Where the last line of a text starts, if it is a heading such as *Notes*, *References* or *Sources*.
fn heading_of_notes(text: &str) -> Option<usize> {
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let line = text.slice(start..);
    (line.starts_with('#') && crate::bulletin::notes::is_title(line)).then_some(start)
}
