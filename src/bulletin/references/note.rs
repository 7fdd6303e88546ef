//! From the notes of a document to what they cite.

use super::addresses;
use super::lexer::{Atom, AtomKind, atoms};
use super::part::{self, Context};
use super::split;
use crate::bulletin::items::{CitationStyle, Details, Flaw, Item, ItemGroup, ItemKind};
use crate::bulletin::notes::Note;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::text::Span;

/// Reads the bodies of the notes.
pub(super) fn read(text: &str, markdown: &Markdown, notes: &[Note], gazetteer: &Gazetteer) -> Vec<ItemGroup> {
    let mut groups = Vec::with_capacity(notes.len());
    for (index, note) in notes.iter().enumerate() {
        let style = if note.entry { CitationStyle::Numbered } else { CitationStyle::Note };
        let Some(group) = body(Context { text, markdown, gazetteer, style }, note.body) else { continue };
        groups.push(ItemGroup { note: u32::try_from(index).ok(), ..group });
    }
    groups
}

/// Reads the sources in a stretch of text: a note, an entry of a list. None where it is a remark.
pub(super) fn body(context: Context<'_>, span: Span) -> Option<ItemGroup> {
    // Many a note is an address and nothing else.
    if let Some((items, flaws)) = addresses::read(context.text, span, context.style, context.gazetteer) {
        let span = items.first()?.span.cover(items.last()?.span);
        return Some(ItemGroup { span, style: context.style, note: None, items, flaws });
    }
    let mut flaws: Vec<Flaw> = Vec::new();
    let mut pieces = atoms(context.text, context.markdown, span);
    // The whole note in brackets.
    if let [Atom { kind: AtomKind::Round { inner }, .. }]
    | [Atom { kind: AtomKind::Round { inner }, .. }, Atom { kind: AtomKind::Sign(_), .. }] = pieces.as_slice()
    {
        pieces = atoms(context.text, context.markdown, *inner);
    }
    let mut items: Vec<Item> = Vec::new();
    for part in split::parts(context.text, context.gazetteer, pieces, &mut flaws) {
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
