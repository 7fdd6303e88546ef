//! What a document says as a bulletin: the questions that rules and editors ask have their answers here.
//!
//! * [`Bulletin::read`] never fails and never panics, on any text.
//! * Everything is in order of place, and every place is a span of the text.
//! * Each block is cut into words once; every recogniser reads those words.

pub mod breaks;
pub mod notes;
pub mod structure;
pub mod suppression;
pub mod typography;

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::text::{Span, within, words::Word};

pub use breaks::{PageBreak, SplitWord};
pub use notes::{Note, NoteReference};
pub use structure::{Article, Entry, Issue};
pub use suppression::Suppression;
pub use typography::Typography;

/// A document, understood.
#[derive(Clone, Debug, Default)]
pub struct Bulletin {
    /// Volume, number and date.
    pub issue: Issue,
    /// The contents before the first article.
    pub contents: Vec<Entry>,
    /// The articles; the whole text is one where it has no headings that part it.
    pub articles: Vec<Article>,
    /// Paragraphs cut by a page break.
    pub breaks: Vec<PageBreak>,
    /// Words cut by a page break or a line end.
    pub split_words: Vec<SplitWord>,
    /// Numbered notes and footnotes.
    pub notes: Vec<Note>,
    /// Where the text points to notes.
    pub note_references: Vec<NoteReference>,
    /// Text between quotation marks, and block quotes: no fix changes anything there.
    pub quotations: Vec<Span>,
    /// Quotation marks, apostrophes, dashes, doubled words.
    pub typography: Typography,
    /// Suppression comments.
    pub suppressions: Vec<Suppression>,
}

impl Bulletin {
    /// Reads `text`. `path` is its name as shown to the user: the name may carry the issue date.
    #[must_use]
    pub fn read(path: &str, text: &str, markdown: &Markdown, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
        let _ = gazetteer;
        let mut bulletin = Bulletin::default();
        structure::read(path, text, markdown, settings, &mut bulletin);
        breaks::read(text, markdown, &mut bulletin);
        notes::read(text, markdown, &mut bulletin);
        suppression::read(text, markdown, &mut bulletin);
        let mut words: Vec<Word> = Vec::new();
        for block in &markdown.blocks {
            words.clear();
            typography::read(text, markdown, block, &words, &mut bulletin);
        }
        bulletin
    }

    /// The article that covers `offset`.
    #[must_use]
    pub fn article_at(&self, offset: u32) -> Option<&Article> {
        let next = self.articles.partition_point(|article| article.span.start <= offset);
        self.articles[..next].last().filter(|article| offset < article.span.end)
    }

    /// Whether any of `span` stands in a quotation.
    #[must_use]
    pub fn is_quoted(&self, span: Span) -> bool {
        let next = self.quotations.partition_point(|quotation| quotation.end <= span.start);
        self.quotations.get(next).is_some_and(|quotation| quotation.start < span.end.max(span.start + 1))
    }

    /// The notes of an article.
    #[must_use]
    pub fn notes_of(&self, article: &Article) -> &[Note] {
        within(&self.notes, article.span, |note| note.span)
    }
}
