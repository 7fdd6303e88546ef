//! What a document says as a bulletin: the questions that rules and editors ask have their answers here.
//!
//! * [`Bulletin::read`] never fails and never panics, on any text.
//! * Everything is in order of place, and every place is a span of the text.
//! * Each block is cut into words once; every recogniser reads those words.
//! * A long text may be read in parts at once; nothing that is found depends on it.

pub mod abbreviations;
pub mod addresses;
mod candidates;
pub mod citation;
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
pub use dates::Dates;
pub use habits::{Habits, Whose};
pub use items::{Item, ItemGroup};
pub use language::Language;
pub use mentions::Mention;
pub use notes::{Note, NoteReference};
pub use page_breaks::{PageBreak, SplitWord};
pub use references::{ListedWorks, YearMismatch};
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
    /// Inline citations: groups in brackets.
    pub citations: Vec<Citation>,
    /// What is cited in any other style: in notes, lists, captions, sentences.
    pub item_groups: Vec<ItemGroup>,
    /// Brackets that were weighed as citations, and are none.
    pub refused: Vec<citation::Refused>,
    /// Dates in prose.
    pub dates: Dates,
    /// Names of actors in prose, by place.
    pub mentions: Vec<Mention>,
    /// Capitalised names that no list knows, each spelling once, by its first place.
    pub unknown_names: Vec<mentions::UnknownName>,
    /// Words that speak of a country, by place.
    pub countries: Vec<mentions::CountryWord>,
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
    /// Links in prose, and definitions of links.
    pub links: links::ProseLinks,
    /// What the text and its list of works say of each other.
    pub works: ListedWorks,
    /// Text between quotation marks, and block quotes: no fix changes anything there.
    pub quotations: Vec<Span>,
    /// Quotation marks, apostrophes, dashes, doubled words.
    pub typography: Typography,
    /// Suppression comments.
    pub suppressions: Vec<Suppression>,
    /// Comments that were meant to be suppressions and are none, or only half.
    pub malformed_suppressions: Vec<suppression::Malformed>,
    /// Which parts are English.
    pub language: Language,
    /// What the document mostly does where any desk may choose.
    pub habits: Habits,
    technical: bool,
    /// Somebody signs, in a byline or in front matter.
    signed: bool,
}

map_spans!(Bulletin {
    issue, contents, articles, citations, item_groups, refused, dates, mentions, unknown_names, countries, terms, breaks,
    split_words, abbreviations, notes, note_references, links, works, quotations, typography, suppressions,
    malformed_suppressions, language;
    technical, signed, habits,
});

/// Reads a text with any line ends, and with the letters that its reader sees. `path` is its name as shown to the user:
/// the name may carry the issue date.
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
    /// Reads a text whose line ends are LF, and whose letters are those that its reader sees; see [`read`] for any other.
    #[must_use]
    pub fn read(path: &str, text: &str, markdown: &Markdown, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
        reader::read(path, text, markdown, gazetteer, settings)
    }

    /// The article that covers `offset`.
    #[must_use]
    pub fn article_at(&self, offset: u32) -> Option<&Article> {
        structure::article_at(&self.articles, offset)
    }

    /// Whether this is a bulletin at all: something is cited, in brackets or in notes, or it is signed, in the text or in
    /// front matter. Rules on the house's wording say nothing of a manual or a list of changes.
    #[must_use]
    pub fn is_bulletin(&self) -> bool {
        !self.citations.is_empty()
            || self.articles.iter().any(|article| article.byline.is_some())
            || !self.technical && (!self.notes.is_empty() || self.signed)
    }

    /// Whether it cites in a way that nothing but a bulletin does: in brackets, or in notes or lines of sources with a date.
    #[must_use]
    pub fn cites(&self) -> bool {
        let dated = |group: &ItemGroup| group.style.is_apart() && group.items.iter().any(|item| !item.dates.is_empty());
        self.citations.iter().any(|citation| !citation.is_tentative())
            || !self.technical && self.item_groups.iter().any(dated)
    }

    /// Whether links in prose are read as what the text cites: it has a date or is a bulletin, and is no technical text.
    #[must_use]
    pub fn cites_by_links(&self) -> bool {
        !self.technical && (self.issue.date.is_some() || self.is_bulletin())
    }

    /// The links in prose with what they cite, where links cite.
    pub fn prose_links(&self) -> impl Iterator<Item = (&Item, &links::ProseLink)> {
        let links = if self.cites_by_links() { self.links.prose.as_slice() } else { &[] };
        let groups = if links.is_empty() { &[] } else { self.item_groups.as_slice() };
        let prose = groups.iter().filter(|group| group.style == items::CitationStyle::Prose);
        prose.flat_map(|group| &group.items).zip(links)
    }

    /// The addresses in prose, where links cite: those of links that are written there, and those of definitions.
    pub fn linked_items(&self) -> impl Iterator<Item = &Item> {
        let definitions = if self.cites_by_links() { self.links.definitions.as_slice() } else { &[] };
        let written = |item: &&Item| item.link.is_some_and(|link| link.form != citation::LinkForm::Reference);
        let prose = self.prose_links().map(|(item, _)| item).filter(written);
        prose.chain(definitions.iter().map(|definition| &definition.item))
    }

    /// Whether what stands at `span` is English: all rules but those that hold in every language are silent elsewhere, and
    /// what is counted to find a document's style is counted in English only.
    #[must_use]
    pub fn is_english(&self, span: Span) -> bool {
        self.language.is_english_at(span)
    }

    /// Whether any of `span` stands in a quotation.
    #[must_use]
    pub fn is_quoted(&self, span: Span) -> bool {
        typography::overlaps(&self.quotations, span)
    }

    /// How the notes of the article at `offset` are written.
    #[must_use]
    pub fn note_habit(&self, offset: u32) -> habits::NoteHabit {
        self.habits.notes.at(&self.articles, offset)
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
