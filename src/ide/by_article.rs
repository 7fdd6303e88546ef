//! Which article cites what.

use crate::bulletin::{Bulletin, Item};
use crate::text::Offset;
use rustc_hash::FxHashMap;

/// The items that each article cites, in the order of `items`. A footnote belongs to the article that first points to it, wherever
/// it is defined.
pub(super) fn by_article<'a>(bulletin: &'a Bulletin, items: impl Iterator<Item = &'a Item>) -> Vec<Vec<&'a Item>> {
    let mut marks: FxHashMap<&str, Offset> = FxHashMap::default();
    for mark in bulletin.note_references.iter().filter(|mark| mark.footnote) {
        marks.entry(&mark.label).or_insert(mark.span.start);
    }
    let mut notes: Vec<_> = bulletin.notes.iter().filter(|note| note.footnote).collect();
    notes.sort_by_key(|note| note.span);
    let place = |item: &Item| {
        let next = notes.partition_point(|note| note.span.start <= item.span.start);
        let note = notes[..next].last().filter(|note| note.span.contains(item.span));
        note.and_then(|note| marks.get(note.label.as_str()).copied()).unwrap_or(item.span.start)
    };
    let mut found = vec![Vec::new(); bulletin.articles.len()];
    for item in items {
        let at = place(item);
        let next = bulletin.articles.partition_point(|article| article.span.start <= at);
        let article = next.checked_sub(1).filter(|article| at < bulletin.articles[*article].span.end);
        if let Some(article) = article {
            found[article].push(item);
        }
    }
    found
}
