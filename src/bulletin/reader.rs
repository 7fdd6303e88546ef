//! The order of reading: what is read first, and what each reader is given.
//!
//! 1. The frame, from Markdown alone: structure, page breaks, notes, comments.
//! 2. Block by block, on several threads if a pool is provided ([`Readers::read_block`]): quotations and punctuation,
//!    then citations, then the words, then what they contain.
//! 3. Whatever requires the whole document ([`read`]), after which the [`Bulletin`] is assembled.
//!
//! A reader keeps what it finds and returns it as a value at the end. The readers of parts are merged field by field.

use super::cross_references::CrossReferences;
use super::items::CitationStyle;
use super::typography::overlaps;
use super::{Bulletin, Citation, ItemGroup, PageBreak};
use super::{
    abbreviations, candidates, citation, cross_references, dates, habits, language, links, mentions, notes,
    page_breaks, references, source_lists, structure, suppression, terms, typography,
};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::{Block, BlockKind, Markdown, RunStyle};
use crate::text::words::{self, Flags, Word};
use crate::text::{Offset, Slice, Span};
use crate::{panics, parallel};
use std::iter::Peekable;
use std::ops::Range;

/// Reads a text whose line ends are LF.
pub(super) fn read(
    path: &str,
    text: &str,
    markdown: &Markdown,
    gazetteer: &Gazetteer,
    settings: &Settings,
) -> Bulletin {
    let structure::Structure { issue, contents, articles, language: declared, signed, later_part } =
        structure::read(path, text, markdown, settings);
    let page_breaks::Breaks { breaks, split_words } = page_breaks::read(text, markdown);
    let notes = notes::read(text, markdown);
    let (mut item_groups, works) = references::read(text, markdown, &notes, gazetteer, settings.source_list.as_deref());
    let mut source_lists =
        settings.source_list.as_deref().map(|style| source_lists::read(text, markdown, style)).unwrap_or_default();
    let suppression::Comments { suppressions, malformed: malformed_suppressions } = suppression::read(text, markdown);

    // No other reader looks at what a list of sources repeats, whether it is read as a work or not.
    let listed = source_lists::places(&source_lists);
    let cited = CitedPlaces::of(&item_groups, &listed);
    let source = Source { text, markdown, gazetteer, breaks: &breaks, cited: &cited };
    let whole = 0..markdown.blocks.len();
    let parts = if parallel::is_lent() { parts_of(markdown, &breaks) } else { vec![whole] };
    let mut found = parallel::map(parts, |blocks| source.read(blocks)).into_iter();
    let mut readers = found.next().unwrap_or_else(|| Readers::new((text, markdown, gazetteer), Span::empty(0), 0));
    found.for_each(|later| readers.append(later));

    let Readers { language, typography, citations, references, dates, mut names, mut terms, mut abbreviations, links } =
        readers;
    let language = language.finish(declared.as_deref(), settings);
    let (typography, mut quotations) = typography.finish();
    let (mut citations, refused) = citations.finish();
    // `(World Bank, 2017)` in a text with a list of works is not a citation of an outlet.
    let by_author: Vec<Span> =
        item_groups.iter().filter(|group| group.style == CitationStyle::AuthorDate).map(|group| group.span).collect();
    if !item_groups.is_empty() {
        citations.retain(|one| !overlaps(&by_author, one.span) && !crosses_a_border(&item_groups, one.span));
    }
    // Only the rest of the document showed that these are citations: their words were read as those of a sentence.
    let late: Vec<Span> = citations.iter().filter(|one| one.is_tentative()).map(|one| one.span).collect();
    if !late.is_empty() {
        abbreviations.leave_out(&late);
        names.leave_out(&late);
        terms.leave_out(&late);
    }
    let (links, linked) = links.finish(text, markdown, |place| {
        let covers = |span: Span| span.covers(place.start);
        let before = |ends: usize| ends.checked_sub(1);
        before(citations.partition_point(|citation| citation.span.start <= place.start))
            .is_some_and(|at| covers(citations[at].span))
            || before(notes.partition_point(|note| note.span.start <= place.start))
                .is_some_and(|at| covers(notes[at].span))
            || before(item_groups.partition_point(|group| group.span.start <= place.start))
                .is_some_and(|at| covers(item_groups[at].span))
            || overlaps(&listed, place)
    });
    if !linked.is_empty() {
        item_groups.extend(linked);
        item_groups.sort_by_key(|group| group.span);
    }
    let note_references = notes::resolve_references(text, markdown, &notes, references);
    let around = references::Document {
        text,
        notes: &notes,
        references: &note_references,
        articles: &articles,
        citations: &citations,
        later_part,
    };
    references::resolve(&around, &mut item_groups);
    if !source_lists.is_empty() {
        source_lists::take_groups(&mut source_lists, &mut item_groups, &notes, (&note_references, &articles));
        // The marks around a listed title do not mark speech.
        let entries: Vec<Span> = source_lists.iter().flat_map(|list| &list.entries).map(|entry| entry.body).collect();
        quotations.retain(|quotation| !overlaps(&entries, *quotation));
    }
    let CrossReferences { found: cross_references, unknown: unknown_notes } =
        cross_references::read(cross_references::Document {
            text,
            markdown,
            notes: &notes,
            references: &note_references,
            articles: &articles,
            quotations: &quotations,
            later_part,
        });
    let abbreviations = abbreviations::resolve_forms(text, abbreviations, &articles, &markdown.abbreviations);
    let mentions::Names { mentions, countries, unknown: unknown_names } =
        names.finish(text, gazetteer, &articles, &abbreviations);
    let mut dates = dates.finish(&citations);
    dates::settle(text, (&mut citations, &mut item_groups), &mut dates, issue.date, settings.slack_days);
    let spellings = habits::spellings::read(text, gazetteer, &articles, &mentions);
    let of_issue = (issue.front, issue.date.map(|date| date.year()));
    let note_habits = habits::notes::read(text, &item_groups, &notes, &articles, &settings.notes);
    Bulletin {
        habits: habits::read(
            text,
            settings,
            (&dates, &citations, &language),
            of_issue,
            spellings,
            (&item_groups, note_habits),
        ),
        dates,
        abbreviations,
        note_references,
        cross_references,
        unknown_notes,
        terms: terms.finish(),
        technical: dates::is_technical(markdown, &citations, signed),
        signed,
        language,
        issue,
        contents,
        articles,
        citations,
        item_groups,
        source_lists,
        refused,
        mentions,
        unknown_names,
        countries,
        breaks,
        split_words,
        notes,
        links,
        works,
        quotations,
        typography,
        suppressions,
        malformed_suppressions,
    }
}

/// The minimum size of a part, in bytes: each part has a fixed cost.
const PART: Offset = 8_000;

/// Divides the blocks into parts that can be read independently: only the last year mentioned and an open quotation
/// carry over from one part to the next, and merging takes care of both.
fn parts_of(markdown: &Markdown, breaks: &[PageBreak]) -> Vec<Range<usize>> {
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

/// Whether a bracket begins in one of the groups and ends outside it, or the other way round: it opens in one note, say,
/// and closes in the next.
fn crosses_a_border(groups: &[ItemGroup], bracket: Span) -> bool {
    let from = groups.partition_point(|group| group.span.end <= bracket.start);
    let touched = groups[from..].iter().map(|group| group.span).take_while(|group| group.start < bracket.end);
    touched.into_iter().any(|group| !group.contains(bracket) && !bracket.contains(group))
}

/// What is read, and what is known before its blocks are.
struct Source<'a, 'g> {
    text: &'a str,
    markdown: &'a Markdown,
    gazetteer: &'g Gazetteer,
    breaks: &'a [PageBreak],
    cited: &'a CitedPlaces,
}

/// Where something is cited in a style other than the inline one.
struct CitedPlaces {
    /// The items, in text order: they contain no inline citations.
    items: Vec<Span>,
    /// The items without their authors, as far as these are known, in text order: they contain no names, dates or terms
    /// of the prose.
    words: Vec<Span>,
}

impl CitedPlaces {
    fn of(groups: &[ItemGroup], listed: &[Span]) -> CitedPlaces {
        let mut places = CitedPlaces { items: Vec::new(), words: Vec::new() };
        for item in groups.iter().filter(|group| group.style.is_read_whole()).flat_map(ItemGroup::cited) {
            places.items.push(item.span);
            let author = item.author.filter(|_| !item.is_undated_page()).unwrap_or(Span::empty(item.span.start));
            places.words.push(Span::new(item.span.start, author.start));
            places.words.push(Span::new(author.end, item.span.end));
        }
        if !listed.is_empty() {
            for list in [&mut places.items, &mut places.words] {
                list.retain(|place| !overlaps(listed, *place));
                list.extend(listed);
                list.sort_unstable();
            }
        }
        places
    }

    /// The sorted places that are in a block.
    fn in_block(places: &[Span], block: Span) -> &[Span] {
        let from = places.partition_point(|place| place.end <= block.start);
        let len = places[from..].partition_point(|place| place.start < block.end);
        &places[from..from + len]
    }
}

impl<'a, 'g> Source<'a, 'g> {
    /// Reads the blocks of a part.
    fn read(&self, blocks: Range<usize>) -> Readers<'a, 'g> {
        let part = self.markdown.blocks.get(blocks.clone()).unwrap_or_default();
        let span = match part {
            [first, .., last] => first.span.cover(last.span),
            [only] => only.span,
            [] => Span::empty(0),
        };
        panics::rehearse(span.of(self.text));
        // About as much as a text with many sources needs.
        let links = match part {
            [first, .., last] => last.inlines.end.saturating_sub(first.inlines.start) as usize,
            [only] => only.inlines.len(),
            [] => 0,
        };
        let mut readers = Readers::new((self.text, self.markdown, self.gazetteer), span, links + links / 4);
        let mut buffers = Buffers { words: Vec::with_capacity(256), candidates: Vec::new() };
        for (index, block) in blocks.zip(part) {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::Cell | BlockKind::Heading(_)) {
                readers.read_block(self, (index, block), &mut buffers);
            }
        }
        readers
    }
}

/// Buffers that are reused from block to block.
struct Buffers {
    /// The words of the block, and of those that it continues across page breaks.
    words: Vec<Word>,
    /// The words at which something may start, by their index in the block.
    candidates: Vec<usize>,
}

/// The readers of a part, with what they have found.
struct Readers<'a, 'g> {
    language: language::Reader,
    typography: typography::Reader,
    citations: citation::Reader,
    references: notes::References,
    dates: dates::Reader,
    names: mentions::Reader<'g>,
    terms: terms::Reader,
    abbreviations: abbreviations::Reader,
    links: links::Reader<'a>,
}

impl<'a, 'g> Readers<'a, 'g> {
    fn new(
        (text, markdown, gazetteer): (&str, &'a Markdown, &'g Gazetteer),
        part: Span,
        citations: usize,
    ) -> Readers<'a, 'g> {
        Readers {
            language: language::Reader::default(),
            typography: typography::Reader::new(text, part),
            citations: citation::Reader::with_capacity(citations),
            references: notes::References::default(),
            dates: dates::Reader::default(),
            names: mentions::Reader::new(gazetteer),
            terms: terms::Reader::default(),
            abbreviations: abbreviations::Reader::default(),
            links: links::Reader::new(text, markdown),
        }
    }

    /// Reads a block of prose.
    fn read_block(&mut self, source: &Source<'_, '_>, (index, block): (usize, &Block), buffers: &mut Buffers) {
        let Source { text, markdown, gazetteer, breaks, cited } = *source;
        let Buffers { words, candidates } = buffers;
        // A paragraph split by a page break continues: `Rapid Action Battalion` ⏎⏎ `(RAB)`.
        if breaks.binary_search_by_key(&index, |cut| cut.after).is_err() {
            words.clear();
        }
        let first = words.len();
        let quoted_before = self.typography.quotations().len();
        self.typography.read(text, markdown, block, breaks);
        let quotations = self.typography.quotations();
        let elsewhere = CitedPlaces::in_block(&cited.items, block.span);
        let citations = self.citations.read(text, markdown, (index, block), gazetteer, elsewhere);
        let cited_words = if elsewhere.is_empty() { &[] } else { CitedPlaces::in_block(&cited.words, block.span) };
        tokenize_block(text, markdown, block, (citations, cited_words), words);
        part_lines(text, block.span, &mut words[first..]);
        mark(&mut words[first..], quotations[quoted_before..].iter().copied(), Flags::QUOTED);
        let own = &words[first..];
        self.language.read(text, block, own, block.footnote.is_some() || !elsewhere.is_empty());
        candidates::find(own, candidates);
        let references = self.references.read(text, own, candidates, quotations);
        self.dates.read(text, block, own, candidates, (quotations, references));
        self.typography.read_doubled(text, own, candidates);
        self.abbreviations.read(text, block, words, first, candidates);
        self.names.read(text, block, words, first);
        self.terms.read(block, own, candidates);
        if block.footnote.is_none() {
            let sure = |place: Span| {
                let next = citations.partition_point(|citation| citation.span.start <= place.start);
                let around = next.checked_sub(1).map(|at| &citations[at]);
                around.is_some_and(|citation| !citation.is_tentative() && citation.span.contains(place))
            };
            self.links.read((text, markdown, block), own, sure, gazetteer);
        }
    }

    /// Appends the results for a later part of the same text.
    fn append(&mut self, later: Readers<'a, '_>) {
        let Readers { language, typography, citations, references, dates, names, terms, abbreviations, links } = later;
        self.language.append(language);
        self.typography.append(typography);
        self.citations.append(citations);
        self.references.append(references);
        self.dates.append(dates);
        self.names.append(names);
        self.terms.append(terms);
        self.abbreviations.append(abbreviations);
        self.links.append(links);
    }
}

/// Splits the prose of a block into words. A citation, or what an item cites, is one word among them, because no reader
/// looks inside it, unless it may repeat a word: then it is split too.
fn tokenize_block(
    text: &str,
    markdown: &Markdown,
    block: &Block,
    (citations, cited): (&[Citation], &[Span]),
    words: &mut Vec<Word>,
) {
    let first = words.len();
    let mut repeating = Vec::new();
    let mut is_whole = |place: Span| {
        let repeats = typography::may_repeat(place.of(text));
        if repeats {
            repeating.push(place);
        }
        !repeats
    };
    // A tentative group is split like any other text.
    let inline = citations.iter().filter(|citation| !citation.is_tentative());
    let inline = inline.map(|citation| (citation.span, Span::new(citation.span.start, citation.inner().end)));
    let mut inline = inline.peekable();
    let mut cited = cited.iter().filter(|place| !place.is_empty()).map(|place| (*place, *place)).peekable();
    let mut from = block.span.start;
    for run in markdown.runs(block) {
        let style = style_flags(block, run.style);
        from = from.max(run.span.start);
        while let Some((place, word)) = next_of(&mut inline, &mut cited, run.span.end) {
            if !is_whole(place) {
                continue;
            }
            if from < word.start {
                words::split(text, Span::new(from, word.start), style, words);
            }
            let flags = style_flags(block, RunStyle::default()) | Flags::CITED;
            words.push(Word { span: word, hash: 0, flags });
            from = from.max(word.end);
        }
        if from < run.span.end {
            words::split(text, Span::new(from, run.span.end), style, words);
        }
    }
    mark(&mut words[first..], repeating.into_iter(), Flags::CITED);
}

/// A place in the text, and the part of it that stands for a word.
type Cited = (Span, Span);

/// The next of two sorted lists of places, if it starts before `end`.
fn next_of(
    a: &mut Peekable<impl Iterator<Item = Cited>>,
    b: &mut Peekable<impl Iterator<Item = Cited>>,
    end: Offset,
) -> Option<Cited> {
    let starts = |place: &Cited| place.0.start < end;
    match (a.peek(), b.peek()) {
        (Some((first, _)), Some((second, _))) if second.start < first.start => b.next_if(starts),
        (None, _) => b.next_if(starts),
        _ => a.next_if(starts),
    }
}

/// Separates the words of lines that stand on their own: fields (`Location: Idlib` ⏎ `Hospital: …`) and lines that end
/// in a Markdown line break. No name, date or term extends across their ends.
fn part_lines(text: &str, block: Span, words: &mut [Word]) {
    let written = block.of(text);
    let bytes = written.as_bytes();
    let mut ends = memchr::memchr_iter(b'\n', bytes).peekable();
    // Nearly all paragraphs are a single line.
    if ends.peek().is_none() {
        return;
    }
    let fields = is_field(written.lines().next().unwrap_or_default());
    for end in ends {
        let ends = bytes[..end].ends_with(b"  ") || bytes[..end].ends_with(b"\\");
        let field = || fields && is_field(written.slice(end + 1..).lines().next().unwrap_or_default());
        if !ends && !field() {
            continue;
        }
        let from = block.start + Offset::try_from(end).unwrap_or(Offset::MAX);
        let next = words.partition_point(|word| word.span.start < from);
        if let Some(word) = words.get_mut(next).filter(|word| word.is_joined()) {
            word.flags.clear(Flags::AFTER_SPACE | Flags::AFTER_HYPHEN);
            word.flags.set(Flags::MAYBE_START);
        }
    }
}

/// Whether a line starts with a label for what follows: `Place of death: Idlib`.
fn is_field(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '*', '_', '-', '+', '>']);
    let Some((label, value)) = line.split_once(':') else { return false };
    let value = value.trim_start_matches(['*', '_']);
    label.len() <= 30
        && label.starts_with(char::is_uppercase)
        && label.split_whitespace().count() <= 4
        && label.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '’' | '\''))
        && (value.is_empty() || value.starts_with([' ', '\t']))
}

/// The flags that a run's style gives its words.
fn style_flags(block: &Block, style: RunStyle) -> Flags {
    let mut flags = Flags::default();
    if style.has(RunStyle::LINK) {
        flags.set(Flags::LINK);
    }
    if style.has(RunStyle::EMPHASIS) {
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
