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
use crate::text::Span;
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
    // A paragraph between two notes belongs to the first of them; one line may introduce those below it.
    entries.retain_mut(|entry| {
        let next = notes.partition_point(|note| note.span.end <= entry.span.start);
        let Some(note) = notes.get(next).filter(|note| note.span.overlaps(entry.span)) else { return true };
        if note.span.start <= entry.span.start {
            return false;
        }
        let kept = Span::new(entry.span.start, note.span.start).of(text).trim_end().len();
        *entry = works::entry(text, entry.span.start as usize..entry.span.start as usize + kept);
        true
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

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn a_note_is_read_once_whatever_introduces_it() {
        let notes = "[1] [Dawn](https://a.net/x), May 9.\n[2] AFP, May 8.\n";
        for introduction in [
            "",
            "All pages were read in May.\n",
            "All pages were read in May.\n\n",
            "Osten, Tobin. 2016. *The Pier Deal*. Hurst.\n",
            "* Osten, Tobin. 2016. *The Pier Deal*. Hurst.\n\n",
        ] {
            let text = format!("Boats left.[1] It rained.[2]\n\n## Sources\n\n{introduction}{notes}");
            let bulletin = crate::bulletin::read("draft.md", &text, &Gazetteer::shipped(), &Settings::default());
            let spans: Vec<_> = bulletin.item_groups.iter().map(|group| group.span).collect();
            assert!(spans.is_sorted_by(|one, next| one.end <= next.start), "{text}");
            let first = (text.len() - notes.len()) as u32;
            assert_eq!(spans.iter().filter(|span| span.end > first).count(), 2, "{text}");
        }
    }
}
