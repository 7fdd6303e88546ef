//! Citations in other styles than the bracketed one: in notes, lists, captions and sentences.
//!
//! * A reader of a style is a function that returns its [`ItemGroup`]s; [`read`] calls each and puts them in order.
//! * A note is cut into pieces ([`lexer`]), the pieces into parts of one source each ([`split`]), and a part is read by its
//!   anchors ([`part`]).

mod back;
mod lexer;
mod note;
mod part;
mod split;
mod words;

mod addresses;
mod author_date;
mod source_line;
mod works;

pub use author_date::{ListedWorks, YearMismatch};
pub(super) use back::{Document, resolve};

use super::items::{CitationStyle, ItemGroup};
use super::notes::Note;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use part::Context;

/// Finds the citations in all styles but the inline one, by place. It runs before the blocks are read: no reader of prose
/// looks inside an item.
pub(super) fn read(
    text: &str,
    markdown: &Markdown,
    notes: &[Note],
    gazetteer: &Gazetteer,
) -> (Vec<ItemGroup>, ListedWorks) {
    let mut groups: Vec<ItemGroup> = Vec::new();
    if !notes.is_empty() {
        groups.extend(note::read(text, markdown, notes, gazetteer));
    }
    groups.extend(source_line::read(text, markdown, gazetteer));
    let entries = works::entries(text, markdown);
    let full = Context { text, markdown, gazetteer, style: CitationStyle::Bibliography };
    groups.extend(entries.iter().filter_map(|entry| match entry.key {
        Some(_) => works::read(text, markdown, gazetteer, entry),
        None => note::body(full, entry.span),
    }));
    let (cites, works) = author_date::read(text, markdown, &entries);
    groups.extend(cites);
    groups.extend(author_date::keys(text, markdown));
    groups.sort_by_key(|group| group.span);
    (groups, works)
}
