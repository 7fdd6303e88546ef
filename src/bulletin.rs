//! A document understood as a bulletin: the answers to the questions that rules and editors ask.
//!
//! * [`Bulletin::read`] never fails and never panics, on any text.
//! * Everything is in text order, and every place is a span of the text.
//! * Each block is split into words once; every recognizer reads those words.
//! * A long text may be read in parts at the same time; the results do not depend on it.

pub mod abbreviations;
pub mod addresses;
mod candidates;
pub mod citation;
pub mod cross_references;
pub mod dates;
pub mod habits;
pub mod items;
pub mod language;
pub mod links;
pub mod mentions;
pub mod notes;
pub mod page_breaks;
mod reader;
mod references;
pub mod source_lists;
pub mod speech;
pub mod structure;
pub mod suppression;
pub mod terms;
pub mod typography;

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::{Letters, Markdown, Masked};
use crate::text::{LineFeeds, Span, map_spans, within};

pub use abbreviations::{Abbreviations, Definition};
pub use citation::Citation;
pub use cross_references::CrossReference;
pub use dates::Dates;
pub use habits::{Habits, Whose};
pub use items::{Item, ItemGroup};
pub use language::Language;
pub use mentions::Mention;
pub use notes::{Note, NoteReference};
pub use page_breaks::{PageBreak, SplitWord};
pub use references::{ListedWorks, YearMismatch};
pub use structure::{Article, ContentsEntry, Issue};
pub use suppression::Suppression;
pub use terms::TermUse;
pub use typography::Typography;

/// A document, understood.
#[derive(Clone, Debug, Default)]
pub struct Bulletin {
    /// Volume, number and date.
    pub issue: Issue,
    /// The contents before the first article.
    pub contents: Vec<ContentsEntry>,
    /// The articles; a text without headings that divide it is a single article.
    pub articles: Vec<Article>,
    /// Inline citations: groups in brackets.
    pub citations: Vec<Citation>,
    /// What is cited in any other style: in notes, lists, captions, sentences.
    pub item_groups: Vec<ItemGroup>,
    /// The lists of sources that are kept in step with what is cited.
    pub source_lists: Vec<source_lists::SourceList>,
    /// Brackets that were weighed as citations, and are not.
    pub refused: Vec<citation::Refused>,
    /// Dates in prose.
    pub dates: Dates,
    /// Names of actors in prose, in text order.
    pub mentions: Vec<Mention>,
    /// Capitalized names that are in no list, one entry per spelling, by first place.
    pub unknown_names: Vec<mentions::UnknownName>,
    /// Words that refer to a country, in text order.
    pub countries: Vec<mentions::CountryWord>,
    /// Terms with several spellings, in text order.
    pub terms: Vec<TermUse>,
    /// Paragraphs split by a page break.
    pub breaks: Vec<PageBreak>,
    /// Words split by a page break or a line end.
    pub split_words: Vec<SplitWord>,
    /// Abbreviations: where they are defined and where they are used.
    pub abbreviations: Abbreviations,
    /// Numbered notes and footnotes.
    pub notes: Vec<Note>,
    /// The note references in the text.
    pub note_references: Vec<NoteReference>,
    /// The places that name notes by their numbers: `see note 3 above`.
    pub cross_references: Vec<CrossReference>,
    /// Where a note names one that does not exist.
    pub unknown_notes: Vec<Span>,
    /// Links in prose, and definitions of links.
    pub links: links::ProseLinks,
    /// How the text and its list of works refer to each other.
    pub works: ListedWorks,
    /// Text in quotation marks, and block quotes: no fix changes anything there.
    pub quotations: Vec<Span>,
    /// Quotation marks, apostrophes, dashes, doubled words.
    pub typography: Typography,
    /// Suppression comments.
    pub suppressions: Vec<Suppression>,
    /// Comments that were meant to be suppressions but are not, or only in part.
    pub malformed_suppressions: Vec<suppression::Malformed>,
    /// Which parts are English.
    pub language: Language,
    /// What the document mostly does where any desk may choose.
    pub habits: Habits,
    technical: bool,
    /// Whether there is an author, in a byline or in front matter.
    signed: bool,
}

map_spans!(Bulletin {
    issue, contents, articles, citations, item_groups, source_lists, refused, dates, mentions, unknown_names, countries, terms, breaks,
    split_words, abbreviations, notes, note_references, cross_references, unknown_notes, links, works, quotations, typography, suppressions,
    malformed_suppressions, language;
    technical, signed, habits,
});

/// Reads a text with any line ends, and with the letters that its reader sees. `path` is its name as shown to the user;
/// it may contain the issue date.
#[must_use]
pub fn read(path: &str, text: &str, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
    let lf = LineFeeds::of(text);
    let masked = Masked::of(lf.text(), &settings.ignore.find_in(lf.text()));
    let mut markdown = masked.parse();
    let letters = Letters::of(masked.text(), &mut markdown);
    let mut bulletin = Bulletin::read(path, letters.text(), &markdown, gazetteer, settings);
    letters.restore(&mut bulletin);
    masked.restore(&mut bulletin);
    lf.restore(&mut bulletin);
    bulletin
}

impl Bulletin {
    /// Reads a text whose line ends are LF, and whose letters are those that its reader sees; see [`read`] for any
    /// other text.
    #[must_use]
    pub fn read(path: &str, text: &str, markdown: &Markdown, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
        reader::read(path, text, markdown, gazetteer, settings)
    }

    /// The article that contains `offset`.
    #[must_use]
    pub fn article_at(&self, offset: u32) -> Option<&Article> {
        structure::article_at(&self.articles, offset)
    }

    /// Whether this is a bulletin at all: something is cited, in brackets or in notes, or it has an author, in the text
    /// or in front matter. Rules about house wording do not apply to a manual or a changelog.
    #[must_use]
    pub fn is_bulletin(&self) -> bool {
        !self.citations.is_empty()
            || self.articles.iter().any(|article| article.byline.is_some())
            || !self.technical && (!self.notes.is_empty() || self.signed)
    }

    /// Whether it cites in a way that only bulletins do: in brackets, or in notes or source lines with a date.
    #[must_use]
    pub fn cites(&self) -> bool {
        let dated = |group: &ItemGroup| group.style.is_apart() && group.items.iter().any(|item| !item.dates.is_empty());
        self.citations.iter().any(|citation| !citation.is_tentative())
            || !self.technical && self.item_groups.iter().any(dated)
    }

    /// Whether links in prose are treated as citations: the document has a date or is a bulletin, and is not technical.
    #[must_use]
    pub fn cites_by_links(&self) -> bool {
        !self.technical && (self.issue.date.is_some() || self.is_bulletin())
    }

    /// The links in prose with what they cite, if links are citations.
    pub fn prose_links(&self) -> impl Iterator<Item = (&Item, &links::ProseLink)> {
        let links = if self.cites_by_links() { self.links.prose.as_slice() } else { &[] };
        let groups = if links.is_empty() { &[] } else { self.item_groups.as_slice() };
        let prose = groups.iter().filter(|group| group.style == items::CitationStyle::Prose);
        prose.flat_map(|group| &group.items).zip(links)
    }

    /// The addresses in prose, if links are citations: those of links that are written there, and those of definitions.
    pub fn linked_items(&self) -> impl Iterator<Item = &Item> {
        let definitions = if self.cites_by_links() { self.links.definitions.as_slice() } else { &[] };
        let written = |item: &&Item| item.link.is_some_and(|link| link.form != citation::LinkForm::Reference);
        let prose = self.prose_links().map(|(item, _)| item).filter(written);
        prose.chain(definitions.iter().map(|definition| &definition.item))
    }

    /// Whether the text at `span` is English. Elsewhere only the rules that apply to every language report, and only
    /// English text counts in determining a document's style.
    #[must_use]
    pub fn is_english(&self, span: Span) -> bool {
        self.language.is_english_at(span)
    }

    /// Whether any part of `span` is in a quotation.
    #[must_use]
    pub fn is_quoted(&self, span: Span) -> bool {
        typography::overlaps(&self.quotations, span)
    }

    /// How the notes of the article at `offset` are written.
    #[must_use]
    pub fn note_habit(&self, offset: u32) -> habits::NoteHabit {
        self.habits.notes.at(&self.articles, offset)
    }

    /// The item at a place, with the one whose date it has: what [`Details::meant`](items::Details::meant) leads to.
    #[must_use]
    pub fn cited_at(&self, place: Span) -> Option<(&Item, &Item)> {
        let groups = &self.item_groups[..self.item_groups.partition_point(|group| group.span.start <= place.start)];
        let in_group = groups.last().and_then(|group| group.items.iter().find(|item| item.span == place));
        let citations = &self.citations[..self.citations.partition_point(|one| one.span.start <= place.start)];
        let in_brackets = || citations.last()?.dated_items().find(|(item, _)| item.span == place);
        in_group.map(|item| (item, item)).or_else(in_brackets)
    }

    /// What a note cites; `note` is an index of [`Bulletin::notes`].
    #[must_use]
    pub fn cited_in_note(&self, note: u32) -> Option<&ItemGroup> {
        let span = self.notes.get(note as usize)?.span;
        within(&self.item_groups, span, |group| group.span).iter().find(|group| group.note == Some(note))
    }

    /// The notes of an article.
    #[must_use]
    pub fn notes_of(&self, article: &Article) -> &[Note] {
        within(&self.notes, article.span, |note| note.span)
    }
}
