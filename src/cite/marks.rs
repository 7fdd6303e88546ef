//! Which notes the references in a text point to.

use crate::bulletin::Bulletin;
use crate::bulletin::notes::NoteReference;
use crate::text::{Offset, Span};
use rustc_hash::FxHashMap;

/// A note reference with its note.
pub(super) type Mark<'a> = (&'a NoteReference, Option<usize>);

/// The notes of a document by their labels. A footnote belongs to the whole document, an entry in a list to its article.
struct Labelled<'b> {
    bulletin: &'b Bulletin,
    notes: FxHashMap<(String, bool, Option<Offset>), usize>,
}

impl<'b> Labelled<'b> {
    fn of(bulletin: &'b Bulletin) -> Labelled<'b> {
        let mut labelled = Labelled { bulletin, notes: FxHashMap::default() };
        for (index, note) in bulletin.notes.iter().enumerate() {
            labelled.notes.entry(labelled.key(&note.label, note.footnote, note.span)).or_insert(index);
        }
        labelled
    }

    fn key(&self, label: &str, footnote: bool, span: Span) -> (String, bool, Option<Offset>) {
        let article = self.bulletin.article_at(span.start).filter(|_| !footnote).map(|article| article.span.start);
        (label.to_ascii_lowercase(), footnote, article)
    }

    /// The note with a label that stands at a place.
    fn find(&self, label: &str, footnote: bool, span: Span) -> Option<usize> {
        self.notes.get(&self.key(label, footnote, span)).copied()
    }
}

/// All note references with their notes.
pub(super) fn marks_with_notes(bulletin: &Bulletin) -> Vec<Mark<'_>> {
    let notes = Labelled::of(bulletin);
    let marks = bulletin.note_references.iter();
    marks.map(|mark| (mark, notes.find(&mark.label, mark.footnote, mark.span))).collect()
}
