//! What a document says as a bulletin: the questions that rules and editors ask have their answers here.
//!
//! * [`Bulletin::read`] never fails and never panics, on any text.
//! * Everything is in order of place, and every place is a span of the text.
//! * Each block is cut into words once; every recogniser reads those words.
//! * A long text may be read in parts at once; nothing that is found depends on it.

pub mod abbreviation;
pub mod breaks;
pub mod citation;
pub mod dates;
pub mod mention;
pub mod notes;
pub mod structure;
pub mod suppression;
mod telling;
pub mod terms;
pub mod typography;

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::{Block, BlockKind, Markdown, Style};
use crate::text::words::{self, Flags, Word};
use crate::text::{LineFeeds, Offset, Span, map_spans, within};
use crate::{panics, parallel};
use std::ops::Range;

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
    /// Comments that were meant to be suppressions and are none, or only half.
    pub malformed_suppressions: Vec<suppression::Malformed>,
    technical: bool,
}

map_spans!(Bulletin {
    issue, contents, articles, citations, dates, mentions, strangers, countries, terms, breaks, split_words,
    abbreviations, notes, note_references, quotations, typography, suppressions, malformed_suppressions;
    technical,
});

/// Reads a text with any line ends. `path` is its name as shown to the user: the name may carry the issue date.
#[must_use]
pub fn read(path: &str, text: &str, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
    let lf = LineFeeds::of(text);
    let markdown = crate::markdown::parse(lf.text());
    let mut bulletin = Bulletin::read(path, lf.text(), &markdown, gazetteer, settings);
    lf.restore(&mut bulletin);
    bulletin
}

impl Bulletin {
    /// Reads a text whose line ends are LF; see [`read`] for any other.
    #[must_use]
    pub fn read(path: &str, text: &str, markdown: &Markdown, gazetteer: &Gazetteer, settings: &Settings) -> Bulletin {
        let mut bulletin = Bulletin::default();
        structure::read(path, text, markdown, settings, &mut bulletin);
        breaks::read(text, markdown, &mut bulletin);
        notes::read(text, markdown, &mut bulletin);
        suppression::read(text, markdown, &mut bulletin);
        let whole = 0..markdown.blocks.len();
        let parts = if parallel::is_lent() { parts(markdown, &bulletin.breaks) } else { vec![whole] };
        let reader = PartReader { text, markdown, gazetteer, breaks: &bulletin.breaks };
        let mut names = mention::Reader::new(gazetteer);
        let found = parallel::map(parts, |blocks| reader.read(blocks));
        for part in found {
            bulletin.append(part.bulletin);
            names.append(part.names);
        }
        citation::settle(&mut bulletin);
        names.settle(text, gazetteer, &mut bulletin);
        dates::settle(markdown, &mut bulletin);
        notes::settle(text, markdown, &mut bulletin);
        abbreviation::settle(text, &mut bulletin);
        bulletin.typography.end();
        bulletin
    }

    /// Adds what a later part of the same text says.
    fn append(&mut self, part: Bulletin) {
        parallel::join(&mut self.citations, part.citations);
        self.dates.append(part.dates);
        parallel::join(&mut self.mentions, part.mentions);
        parallel::join(&mut self.countries, part.countries);
        parallel::join(&mut self.terms, part.terms);
        self.abbreviations.append(part.abbreviations);
        parallel::join(&mut self.note_references, part.note_references);
        parallel::join(&mut self.quotations, part.quotations);
        self.typography.append(part.typography);
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

/// The least that a part holds, in bytes: parts may be read at once, and each costs a little.
const PART: Offset = 8_000;

/// Parts the blocks, so that each part can be read by itself: nothing but the last year told goes on from one to the next.
fn parts(markdown: &Markdown, breaks: &[PageBreak]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut first = 0;
    for (index, block) in markdown.blocks.iter().enumerate() {
        let full = block.span.start - markdown.blocks[first].span.start >= PART;
        if full && breaks.binary_search_by_key(&index, |cut| cut.after).is_err() {
            parts.push(first..index);
            first = index;
        }
    }
    parts.push(first..markdown.blocks.len());
    parts
}

/// Reads parts of a text.
struct PartReader<'a, 'g> {
    text: &'a str,
    markdown: &'a Markdown,
    gazetteer: &'g Gazetteer,
    breaks: &'a [PageBreak],
}

/// What one part says, and what is settled when all are read.
struct Part<'g> {
    bulletin: Bulletin,
    names: mention::Reader<'g>,
}

impl<'g> PartReader<'_, 'g> {
    fn read(&self, blocks: Range<usize>) -> Part<'g> {
        let PartReader { text, markdown, gazetteer, breaks } = *self;
        if let (Some(first), Some(last)) = (blocks.clone().next(), blocks.clone().next_back()) {
            panics::rehearse(markdown.blocks[first].span.cover(markdown.blocks[last].span).of(text));
        }
        let mut bulletin = Bulletin::default();
        let from = breaks.partition_point(|cut| cut.after < blocks.start);
        let to = breaks.partition_point(|cut| cut.after < blocks.end);
        bulletin.breaks = breaks[from..to].to_vec();
        // About as much as a text with many sources needs.
        let first = blocks.clone().next().map_or(0, |first| markdown.blocks[first].inlines.start);
        let last = blocks.clone().next_back().map_or(0, |last| markdown.blocks[last].inlines.end);
        let links = last.saturating_sub(first) as usize;
        bulletin.citations.reserve(links + links / 4);
        let (mut words, mut telling) = (Vec::with_capacity(256), Vec::new());
        let mut cited = citation::Reader::default();
        let mut names = mention::Reader::new(gazetteer);
        let listed = crate::gazetteer::terms::Finder::new();
        for (index, block) in markdown.blocks[blocks.clone()].iter().enumerate() {
            let index = blocks.start + index;
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell | BlockKind::Heading(_)) {
                continue;
            }
            // A paragraph that a page break cuts goes on: `Rapid Action Battalion` ⏎⏎ `(RAB)`.
            let goes_on = bulletin.breaks.binary_search_by_key(&index, |cut| cut.after).is_ok();
            if !goes_on {
                words.clear();
            }
            let first = words.len();
            let quotations = bulletin.quotations.len();
            typography::read(text, markdown, block, &mut bulletin);
            let citations = bulletin.citations.len();
            cited.read(text, markdown, (index, block), gazetteer, &mut bulletin);
            cut(text, markdown, block, &bulletin.citations[citations..], &mut words);
            mark(&mut words[first..], bulletin.quotations[quotations..].iter().copied(), Flags::QUOTED);
            let own = &words[first..];
            telling::pick(own, &mut telling);
            typography::read_doubled(text, own, &telling, &mut bulletin);
            abbreviation::read(text, block, &words, first, &telling, &mut bulletin);
            dates::read(text, block, own, &telling, &mut bulletin);
            names.read(text, block, &words, first, &mut bulletin);
            terms::read(&listed, block, own, &telling, &mut bulletin);
        }
        Part { bulletin, names }
    }
}

/// Cuts the prose of a block into words. A citation stands among them as one word, for no reader of words looks into it;
/// but where a word may stand twice in it, it is cut like all else.
fn cut(text: &str, markdown: &Markdown, block: &Block, citations: &[Citation], words: &mut Vec<Word>) {
    let first = words.len();
    let mut repeating = Vec::new();
    // A group that may turn out to be none is cut like all else.
    let is_whole = |citation: &&Citation| {
        if citation.doubtful {
            return false;
        }
        let repeats = typography::may_repeat(citation.span.of(text));
        if repeats {
            repeating.push(citation.span);
        }
        !repeats
    };
    let mut whole = citations.iter().filter(is_whole).peekable();
    let mut from = block.span.start;
    for run in markdown.runs(block) {
        let style = style_flags(block, run.style);
        from = from.max(run.span.start);
        while let Some(citation) = whole.next_if(|citation| citation.span.start < run.span.end) {
            let Span { start, .. } = citation.span;
            let end = citation.inner().end;
            if from < start {
                words::split(text, Span::new(from, start), style, words);
            }
            let flags = style_flags(block, Style::default()) | Flags::CITED;
            words.push(Word { span: Span::new(start, end), hash: 0, flags });
            from = from.max(end);
        }
        if from < run.span.end {
            words::split(text, Span::new(from, run.span.end), style, words);
        }
    }
    mark(&mut words[first..], repeating.into_iter(), Flags::CITED);
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
fn mark(words: &mut [Word], places: impl Iterator<Item = Span>, flag: Flags) {
    for place in places {
        let from = words.partition_point(|word| word.span.start < place.start);
        for word in &mut words[from..] {
            if word.span.start >= place.end {
                break;
            }
            word.flags.set(flag);
        }
    }
}
