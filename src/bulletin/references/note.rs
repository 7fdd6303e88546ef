//! Reads what the notes of a document cite.

use super::addresses;
use super::lexer::{Atom, AtomKind, Sign, atoms};
use super::part::{self, Context, Names, Source};
use super::split;
use super::works;
use crate::bulletin::items::{CitationStyle, Details, Flaw, Item, ItemGroup, ItemKind};
use crate::bulletin::notes::Note;
use crate::parallel;
use crate::text::{Offset, Slice, Span, split_at};
use std::ops::Range;

/// The minimum size of a part of the notes that is read on a thread of its own, in bytes: a byte of a note takes several
/// times as long as one of prose.
const PART: Offset = 3_000;

/// Reads the bodies of the notes.
pub(super) fn read(notes: &[Note], source: Source<'_>) -> Vec<ItemGroup> {
    let parts = if parallel::is_lent() { parts_of(notes) } else { std::iter::once(0..notes.len()).collect() };
    let read = |part: Range<usize>| {
        let names = Names::default();
        let mut groups = Vec::with_capacity(part.len());
        for index in part {
            let note = &notes[index];
            let style = if note.entry { CitationStyle::Numbered } else { CitationStyle::Note };
            let Some(group) = body(source.in_style(style, &names), note.body) else { continue };
            groups.push(ItemGroup { note: u32::try_from(index).ok(), ..group });
        }
        groups
    };
    let mut groups = Vec::new();
    parallel::map(parts, read).into_iter().for_each(|part| parallel::join(&mut groups, part));
    groups
}

/// Divides the notes into parts that take some time each.
fn parts_of(notes: &[Note]) -> Vec<Range<usize>> {
    let (mut parts, mut from, mut size) = (Vec::new(), 0, 0);
    for (index, note) in notes.iter().enumerate() {
        size += note.body.len();
        if size >= PART {
            parts.push(from..index + 1);
            (from, size) = (index + 1, 0);
        }
    }
    if from < notes.len() {
        parts.push(from..notes.len());
    }
    parts
}

/// Reads the sources in a stretch of text: a note or an entry of a list. `None` if it is a remark.
pub(super) fn body(context: Context<'_>, span: Span) -> Option<ItemGroup> {
    // Many notes are only an address.
    if let Some((items, flaws)) = addresses::read(context.source.text, span, context.style, context.source.gazetteer) {
        let span = items.first()?.span.cover(items.last()?.span);
        return Some(ItemGroup { span, style: context.style, note: None, items, flaws });
    }
    if context.style != CitationStyle::Bibliography
        && let Some(group) = in_author_date_form(context, span)
    {
        return Some(group);
    }
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut pieces = atoms(context.source.text, context.source.markdown, span);
    // The whole note in brackets.
    if let [Atom { kind: AtomKind::Round { inner }, .. }]
    | [Atom { kind: AtomKind::Round { inner }, .. }, Atom { kind: AtomKind::Sign(_), .. }] = pieces.as_slice()
    {
        pieces = atoms(context.source.text, context.source.markdown, *inner);
    }
    // `See the statement ([Harbour Office](…), May 9).`: a bracketed citation is read as one in a note, too.
    if pieces.iter().any(|piece| is_inline_citation(context, piece)) {
        return None;
    }
    let parts = split::parts(context.source.text, context.source.gazetteer, pieces, &mut flaws);
    let mut items: Vec<Item> = Vec::with_capacity(parts.len());
    for part in parts {
        let Some(whole) = part.span() else { continue };
        match part::read(context, part, &mut flaws) {
            Some(item) => items.push(item),
            None => match items.last_mut() {
                Some(last) if last.kind() == ItemKind::Text => last.span = last.span.cover(whole),
                _ => {
                    let details = Details { style: context.style, kind: ItemKind::Text, ..Details::default() };
                    items.push(Item { details: Some(Box::new(details)), ..Item::bare(whole) });
                }
            },
        }
    }
    if items.iter().all(|item| item.kind() == ItemKind::Text) {
        return None;
    }
    let span = items.iter().map(|item| item.span).reduce(Span::cover)?;
    flaws.sort_by_key(|flaw| flaw.span);
    Some(ItemGroup { span, style: context.style, note: None, items, flaws })
}

/// Whether brackets contain a link that names a listed source, a comma and a date.
fn is_inline_citation(context: Context<'_>, piece: &Atom) -> bool {
    let AtomKind::Round { inner } = piece.kind else { return false };
    if !inner.of(context.source.text).starts_with('[') {
        return false;
    }
    let inside = atoms(context.source.text, context.source.markdown, inner);
    let kinds: Vec<&AtomKind> = inside.iter().map(|atom| &atom.kind).collect();
    let [AtomKind::Label { link }, AtomKind::Sign(Sign::Comma), AtomKind::Date(_), ..] = kinds.as_slice() else {
        return false;
    };
    context.source.gazetteer.knows_source(link.label.of(context.source.text))
}

/// A note in the form of a list entry: `Mertz, L. (2018). *The pier deal*. Hurst.`,
/// `Mertz, Lena. 2018. *The pier deal*.`
fn in_author_date_form(context: Context<'_>, span: Span) -> Option<ItemGroup> {
    let text = context.source.text;
    let head = span.of(text);
    let year = memchr::memchr(b'(', head.as_bytes()).or_else(|| Some(split_at(head, ". ")?.0.len()))?;
    if year > 200 {
        return None;
    }
    let start = span.end - Offset::try_from(head.trim_start().len()).unwrap_or(0);
    let entry = works::Entry { span: Span::new(start, span.end), key: works::key(text, Span::new(start, span.end)) };
    let year = entry.key.as_ref()?.year.span;
    let (before, behind) = (text.slice(..year.start as usize), text.slice(year.end as usize..span.end as usize));
    let bracket = before.ends_with('(') && behind.split_once(')').is_some_and(|(_, rest)| rest.starts_with('.'));
    let stops = before.ends_with(". ") && behind.starts_with(". ");
    let group = (bracket || stops)
        .then(|| works::read(text, context.source.markdown, context.source.gazetteer, &entry))
        .flatten()?;
    Some(ItemGroup { style: context.style, ..group })
}
