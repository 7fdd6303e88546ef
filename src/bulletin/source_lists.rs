//! The lists of sources that are kept in step with what a document cites (`[citations] list`).
//!
//! * A list consists of what follows its heading: list items, or paragraphs that cite something.
//! * Nothing in it counts as a citation: it repeats what the text cites. Only in a text with author-date citations are
//!   its entries the works themselves, which also remain among the document's citations.

use super::items::{CitationStyle, ItemGroup};
use super::notes::{Note, NoteReference};
use super::structure::Article;
use crate::config::SourceListStyle;
use crate::markdown::{Block, BlockKind, Markdown};
use crate::text::{Offset, Span, map_spans, within};

/// A list of sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceList {
    /// Its heading.
    pub heading: Span,
    /// The heading with the lines that introduce the list.
    pub head: Span,
    /// Its entries, in text order; empty if there is only the heading.
    pub entries: Vec<ListedSource>,
    /// The character of its bullets; `None` if its entries are paragraphs.
    pub bullet: Option<char>,
    /// Whether the text refers to its entries by their numbers: then they are notes.
    pub is_of_notes: bool,
}

map_spans!(SourceList { heading, head, entries; bullet, is_of_notes });

/// An entry of a list of sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedSource {
    /// The whole entry, including its bullet.
    pub span: Span,
    /// Its words.
    pub body: Span,
    /// What it cites.
    pub groups: Vec<ItemGroup>,
}

map_spans!(ListedSource { span, body, groups });

/// Finds the lists.
pub(super) fn read(text: &str, markdown: &Markdown, style: &SourceListStyle) -> Vec<SourceList> {
    let mut lists: Vec<SourceList> = Vec::new();
    // The level of the heading of the open list.
    let mut open: Option<u8> = None;
    for block in &markdown.blocks {
        match block.kind {
            BlockKind::Heading(level) if block.quotes == 0 && block.item.is_none() && block.footnote.is_none() => {
                if style.is_heading(block.span.of(text)) {
                    open = Some(level);
                    let (heading, head) = (block.span, block.span);
                    lists.push(SourceList { heading, head, bullet: Some('*'), ..SourceList::default() });
                } else {
                    open = open.filter(|list| level > *list);
                }
            }
            BlockKind::Break => open = None,
            BlockKind::Paragraph if open.is_some() && block.quotes == 0 && block.footnote.is_none() => {
                if let Some(list) = lists.last_mut() {
                    open = open.filter(|_| list.take(text, markdown, block));
                }
            }
            _ => {}
        }
    }
    lists
}

impl SourceList {
    /// Adds a paragraph; returns whether the list may continue after it.
    fn take(&mut self, text: &str, markdown: &Markdown, block: &Block) -> bool {
        let Some(item) = markdown.item(block) else {
            // A line that introduces the list, or an entry of its own; text after bullets is not part of them.
            if self.bullet.is_some() && !self.entries.is_empty() || is_in_italics(text, block) {
                return false;
            }
            if self.entries.is_empty() && block.span.of(text).trim_end().ends_with(':') {
                self.head = self.head.cover(block.span);
            } else {
                self.bullet = None;
                self.entries.push(ListedSource { span: block.span, body: block.span, groups: Vec::new() });
            }
            return true;
        };
        let goes_on = self.entries.last().is_some_and(|last| last.span.contains(item.span));
        if item.depth > 1 || goes_on {
            return true;
        }
        if self.bullet.is_none() {
            // Paragraphs before bullets are not entries.
            self.entries.clear();
        }
        let sign = item.span.of(text).chars().next().filter(|c| matches!(c, '*' | '-' | '+'));
        if self.entries.is_empty() {
            self.bullet = Some(sign.unwrap_or('*'));
        }
        let whole = item.span.of(text).trim_end().len() as Offset;
        let span = Span::new(item.span.start, item.span.start + whole);
        self.entries.push(ListedSource { span, body: Span::new(block.span.start, span.end), groups: Vec::new() });
        true
    }

    /// The span of all entries; `None` if there are none.
    #[must_use]
    pub fn span_of_entries(&self) -> Option<Span> {
        Some(self.entries.first()?.span.cover(self.entries.last()?.span))
    }
}

/// Whether a paragraph is entirely in italics, like one about an author.
fn is_in_italics(text: &str, block: &Block) -> bool {
    let words = block.span.of(text).trim();
    ['*', '_'].iter().any(|mark| {
        let inner = words.strip_prefix(*mark).and_then(|words| words.strip_suffix(*mark));
        inner.is_some_and(|inner| !inner.contains(*mark))
    })
}

/// Moves what the entries cite from the document's citations to the lists. In a text with author-date citations it is
/// copied instead, because the entries are the works themselves.
pub(super) fn take_groups(
    lists: &mut [SourceList],
    groups: &mut Vec<ItemGroup>,
    notes: &[Note],
    (references, articles): (&[NoteReference], &[Article]),
) {
    for list in lists.iter_mut() {
        let Some(span) = list.span_of_entries() else { continue };
        let scope = super::structure::article_at(articles, span.start).map(|article| article.span);
        let references = scope.map_or(references, |scope| within(references, scope, |reference| reference.span));
        let listed = within(notes, span, |note| note.span);
        list.is_of_notes = listed
            .iter()
            .any(|note| references.iter().any(|reference| !reference.footnote && reference.label == note.label));
    }
    // A paragraph that cites nothing is not an entry.
    let by_author = groups.iter().any(|group| group.style == CitationStyle::AuthorDate);
    for list in lists.iter_mut().filter(|list| !list.is_of_notes) {
        for entry in &mut list.entries {
            entry.groups = within(groups, entry.span, |group| group.span).to_vec();
        }
        if list.bullet.is_none() {
            let read = list.entries.iter().take_while(|entry| !entry.groups.is_empty()).count();
            list.entries.truncate(read);
            list.bullet = if read == 0 { Some('*') } else { None };
        }
    }
    if !by_author {
        let kept: Vec<Span> = lists
            .iter()
            .filter(|list| !list.is_of_notes)
            .flat_map(|list| list.entries.iter().map(|entry| entry.span))
            .collect();
        groups.retain(|group| !super::typography::overlaps(&kept, group.span));
    }
}

/// The spans of all entries, because no reader of prose looks inside them.
pub(super) fn places(lists: &[SourceList]) -> Vec<Span> {
    let bullets = lists.iter().filter(|list| list.bullet.is_some());
    bullets.flat_map(|list| list.entries.iter().map(|entry| entry.body)).collect()
}
