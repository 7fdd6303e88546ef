//! Citations in styles other than the bracketed one: in notes, lists, captions and sentences.
//!
//! * A style’s reader is a function that returns its [`ItemGroup`]s; [`read`] calls each and sorts the results.
//! * A note is cut into pieces ([`lexer`]), the pieces are grouped into parts of one source each ([`split`]), and the
//!   fields of a part are found by its anchors ([`part`]).

mod back;
mod lexer;
mod near_names;
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
use crate::config::SourceListStyle;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use part::{Names, Ordinary, Source};

/// Finds the citations in all styles except the inline one, in text order. It runs before the blocks are read: no
/// reader of prose looks inside an item.
pub(super) fn read(
    text: &str,
    markdown: &Markdown,
    notes: &[Note],
    gazetteer: &Gazetteer,
    kept: Option<&SourceListStyle>,
) -> (Vec<ItemGroup>, ListedWorks) {
    let mut groups: Vec<ItemGroup> = Vec::new();
    let ordinary = Ordinary::default();
    let source = Source { ordinary: &ordinary, text, markdown, gazetteer };
    if !notes.is_empty() {
        groups.extend(note::read(notes, source));
    }
    let names = Names::default();
    groups.extend(source_line::read(source.in_style(CitationStyle::Caption, &names)));
    let mut entries = works::entries(text, markdown, kept);
    // A paragraph between two notes belongs to the first of them.
    entries.retain(|entry| {
        let next = notes.partition_point(|note| note.span.end <= entry.span.start);
        notes.get(next).is_none_or(|note| !note.span.contains(entry.span))
    });
    let full = source.in_style(CitationStyle::Bibliography, &names);
    let listed: Vec<Option<ItemGroup>> = entries
        .iter()
        .map(|entry| match entry.key {
            Some(_) => works::read(text, markdown, gazetteer, entry),
            None => note::body(full, entry.span),
        })
        .collect();
    let (cites, works) = author_date::read(text, markdown, &entries, &listed);
    groups.extend(listed.into_iter().flatten());
    groups.extend(cites);
    groups.extend(author_date::keys(text, markdown));
    groups.sort_by_key(|group| group.span);
    (groups, works)
}
