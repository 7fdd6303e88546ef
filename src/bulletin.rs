//! What a document says as a bulletin: the questions that rules and editors ask have their answers here.
//!
//! * [`Bulletin::read`] never fails and never panics, on any text.
//! * Everything is in order of place, and every place is a span of the text.
//! * Each block is cut into words once; every recogniser reads those words.

pub mod abbreviation;
pub mod breaks;
pub mod citation;
pub mod dates;
pub mod mention;
pub mod notes;
pub mod structure;
pub mod suppression;
pub mod terms;
pub mod typography;

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::{Block, BlockKind, Markdown, Style};
use crate::text::words::{self, Flags, Word};
use crate::text::{Span, within};

pub use abbreviation::{Abbreviations, Definition};
pub use breaks::{PageBreak, SplitWord};
pub use citation::{Citation, Item};
pub use dates::Dates;
pub use mention::Mention;
pub use notes::{Note, NoteReference};
pub use structure::{Article, Entry, Issue};
pub use suppression::Suppression;
pub use terms::TermUse;
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
    /// Citation groups.
    pub citations: Vec<Citation>,
    /// Dates in prose.
    pub dates: Dates,
    /// Names of actors in prose, by place.
    pub mentions: Vec<Mention>,
    /// Capitalised names that no list knows, each spelling once, by its first place.
    pub strangers: Vec<mention::Stranger>,
    /// Words that speak of a country, by place.
    pub countries: Vec<mention::CountryWord>,
    /// Terms that are written in several ways, by place.
    pub terms: Vec<TermUse>,
    /// Paragraphs cut by a page break.
    pub breaks: Vec<PageBreak>,
    /// Words cut by a page break or a line end.
    pub split_words: Vec<SplitWord>,
    /// Abbreviations: where they are defined and where they are used.
    pub abbreviations: Abbreviations,
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
        let mut bulletin = Bulletin::default();
        structure::read(path, text, markdown, settings, &mut bulletin);
        breaks::read(text, markdown, &mut bulletin);
        notes::read(text, markdown, &mut bulletin);
        suppression::read(text, markdown, &mut bulletin);
        let mut words: Vec<Word> = Vec::new();
        let mut cited = citation::Reader::default();
        bulletin.citations.reserve(markdown.inlines.len() / 2);
        let mut names = mention::Reader::new(gazetteer);
        let listed = crate::gazetteer::terms::Finder::new();
        for (index, block) in markdown.blocks.iter().enumerate() {
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell | BlockKind::Heading(_)) {
                continue;
            }
            // A paragraph that a page break cuts goes on: `Rapid Action Battalion` ⏎⏎ `(RAB)`.
            let goes_on = bulletin.breaks.binary_search_by_key(&index, |cut| cut.after).is_ok();
            if !goes_on {
                words.clear();
            }
            let first = words.len();
            for run in markdown.runs(block) {
                words::split(text, run.span, style_flags(block, run.style), &mut words);
            }
            let quotations = bulletin.quotations.len();
            typography::read(text, markdown, block, &words[first..], &mut bulletin);
            mark(&mut words[first..], &bulletin.quotations[quotations..], |span| *span, Flags::QUOTED);
            let citations = bulletin.citations.len();
            cited.read(text, markdown, (index, block), gazetteer, &mut bulletin);
            mark(&mut words[first..], &bulletin.citations[citations..], |citation| citation.span, Flags::CITED);
            abbreviation::read(text, block, &words, first, &mut bulletin);
            dates::read(text, block, &words[first..], &mut bulletin);
            names.read(text, block, &words, first, &mut bulletin);
            terms::read(&listed, block, &words[first..], &mut bulletin);
        }
        cited.settle(&mut bulletin);
        names.settle(text, gazetteer, &mut bulletin);
        dates::settle(&mut bulletin);
        notes::settle(text, markdown, &mut bulletin);
        abbreviation::settle(text, &mut bulletin);
        bulletin
    }

    /// The items of all citations.
    pub fn cited_items(&self) -> impl Iterator<Item = &Item> {
        self.citations.iter().flat_map(|citation| &citation.items)
    }

    /// The article that covers `offset`.
    #[must_use]
    pub fn article_at(&self, offset: u32) -> Option<&Article> {
        let next = self.articles.partition_point(|article| article.span.start <= offset);
        self.articles[..next].last().filter(|article| offset < article.span.end)
    }

    /// Whether this is a bulletin at all: something is cited or signed. Rules on the house's wording say nothing of a
    /// manual or a list of changes.
    #[must_use]
    pub fn is_bulletin(&self) -> bool {
        !self.citations.is_empty() || self.articles.iter().any(|article| article.byline.is_some())
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

/// What a run's style says of its words.
fn style_flags(block: &Block, style: Style) -> Flags {
    let mut flags = Flags::default();
    if style.has(Style::LINK) {
        flags.set(Flags::LINK);
    }
    if style.has(Style::EMPHASIS) {
        flags.set(Flags::EMPHASIS);
    }
    if block.quotes > 0 {
        flags.set(Flags::QUOTED);
    }
    flags
}

/// Sets `flag` on the words that start within one of the sorted places.
fn mark<T>(words: &mut [Word], places: &[T], span: impl Fn(&T) -> Span, flag: Flags) {
    for place in places {
        let place = span(place);
        let from = words.partition_point(|word| word.span.start < place.start);
        for word in &mut words[from..] {
            if word.span.start >= place.end {
                break;
            }
            word.flags.set(flag);
        }
    }
}
