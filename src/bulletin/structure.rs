//! Issue, contents, articles: the structure of a bulletin.
//!
//! * Heading levels are not trusted: a heading with a byline below it starts an article, whatever its level, and so
//!   does one that the contents announce.
//! * A text without bylines and without a masthead is one article, whatever headings it has: a manual or a changelog is
//!   not an issue.
//! * The front and the articles cover the text in order and do not overlap.
//! * The issue date is never guessed.

mod byline;
mod contents;
mod front_matter;
mod later_part;
mod masthead;
mod parts;

use super::Bulletin;
use crate::config::{Settings, SourceListStyle};
use crate::markdown::{Block, BlockKind, InlineKind, Markdown, RunStyle};
use crate::text::{Cursor, MapSpans, Offset, Span, Spanned, map_spans, trim};
use byline::Byline;
use compact_str::CompactString;
use jiff::civil::Date;
use parts::{Parts, part};
use std::ops::Range;

pub use byline::{same_name, same_person};
pub use contents::{same_title, without_number};

/// Where the issue date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrigin {
    /// Given on the command line.
    Option,
    /// In the front matter.
    FrontMatter(Span),
    /// In a line of the masthead.
    Masthead(Span),
    /// In the file's name.
    FileName,
    /// In the configuration.
    Configuration,
}

impl MapSpans for DateOrigin {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        match self {
            DateOrigin::FrontMatter(span) | DateOrigin::Masthead(span) => span.map_spans(map),
            DateOrigin::Option | DateOrigin::FileName | DateOrigin::Configuration => {}
        }
    }
}

/// The issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issue {
    /// Its date; never guessed.
    pub date: Option<Date>,
    /// Where the date comes from.
    pub date_origin: Option<DateOrigin>,
    /// The day on which it was last revised, if it says so.
    pub updated: Option<Date>,
    /// Where the lines of its masthead tell its days.
    pub days: Vec<Span>,
    /// The publication's title, without markup.
    pub title: Option<Spanned<CompactString>>,
    /// `VOLUME XVI`
    pub volume: Option<Spanned<u32>>,
    /// `ISSUE 19`
    pub number: Option<Spanned<u32>>,
    /// The masthead and contents: everything before the first article.
    pub front: Span,
}

map_spans!(Issue { date_origin, days, title, volume, number, front; date, updated });

/// One line of the contents: what it announces.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentsEntry {
    /// All of it.
    pub span: Span,
    /// The announced title, without markup.
    pub title: Spanned<CompactString>,
    /// The announced authors.
    pub authors: Vec<Spanned<CompactString>>,
    /// `p.4`
    pub page: Option<Spanned<u32>>,
    /// A department such as BRIEFS that stands for several articles rather than one title.
    pub department: bool,
    /// The article that it announces, an index of [`Bulletin::articles`].
    pub article: Option<usize>,
    /// The section that it announces, an index of [`Article::sections`], if a single article lists its own.
    pub section: Option<usize>,
}

map_spans!(ContentsEntry { span, title, authors, page; department, article, section });

/// An article, signed or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// From its heading (or the name of a department above it) to that of the next article.
    pub span: Span,
    /// Its title, without markup; empty if the document has none.
    pub title: Spanned<CompactString>,
    /// The level of its heading; 0 if it has none.
    pub level: u8,
    /// The block of its heading.
    pub heading: Option<usize>,
    /// Its authors, from the byline, or from front matter if the whole document is the article.
    pub authors: Vec<Spanned<CompactString>>,
    /// The byline's block.
    pub byline: Option<Span>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The paragraphs about the authors at its end, each with its subject: a single one, or one per author.
    pub biographies: Vec<Biography>,
}

map_spans!(Article { span, title, authors, byline, sections, biographies; level, heading });

/// A paragraph about an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Biography {
    /// The block.
    pub span: Span,
    /// The person it is about, as written there.
    pub subject: Spanned<CompactString>,
}

map_spans!(Biography { span, subject });

/// A section of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading's block, an index of `Markdown::blocks`.
    pub heading: usize,
    /// Its title, without markup.
    pub title: Spanned<CompactString>,
    /// The level of its heading; 0 if it is a line in bold instead.
    pub level: u8,
    /// Whether it is a list of notes or sources.
    pub notes: bool,
    /// Whether it is the list of sources declared in the settings, at the declared level.
    pub kept: bool,
}

map_spans!(Section { title; heading, level, notes, kept });

impl Article {
    /// Whether a block of the article is its text, as opposed to heading, byline, notes or biography.
    #[must_use]
    pub fn is_body(&self, block: Span) -> bool {
        let last = self.sections.partition_point(|section| section.title.span.start < block.end);
        let section = self.sections[..last].last();
        self.span.contains(block)
            && block.start >= self.title.span.end
            && section.is_none_or(|section| !section.notes && !block.contains(section.title.span))
            && self.byline != Some(block)
            && self.biographies.iter().all(|biography| biography.span != block)
    }

    /// Its list of notes: the heading and what follows it, up to the next section, a biography or the end of the
    /// article.
    #[must_use]
    pub fn notes_section(&self) -> Option<Span> {
        let at = self.sections.iter().position(|section| section.notes)?;
        let start = self.sections[at].title.span.start;
        let next = self.sections.get(at + 1).map_or(self.span.end, |section| section.title.span.start);
        let biography = self.biographies.iter().map(|biography| biography.span.start).find(|place| *place > start);
        Some(Span::new(start, biography.map_or(next, |place| place.min(next))))
    }
}

impl Bulletin {
    /// Whether the contents announce each article: by its title, or as a piece in a department.
    #[must_use]
    pub fn announced(&self) -> Vec<bool> {
        let mut announced = vec![false; self.articles.len()];
        for article in self.contents.iter().filter_map(|entry| entry.article) {
            announced[article] = true;
        }
        let departments: Vec<&ContentsEntry> =
            self.contents.iter().filter(|entry| entry.department).take(contents::DEPARTMENTS).collect();
        for (article, announced) in self.articles.iter().zip(&mut announced) {
            let shares = |entry: &&ContentsEntry| {
                let mut pairs = entry.authors.iter().flat_map(|a| article.authors.iter().map(move |b| (a, b)));
                entry.authors.is_empty()
                    || article.authors.is_empty()
                    || pairs.any(|(a, b)| same_person(&a.value, &b.value))
            };
            *announced = *announced || departments.iter().any(shares);
        }
        announced
    }

    /// The blocks of an article's own text: without heading, byline, notes and biography.
    pub fn body_blocks<'a>(
        &self,
        markdown: &'a Markdown,
        article: &'a Article,
    ) -> impl Iterator<Item = (usize, &'a Block)> {
        let from = markdown.blocks.partition_point(|block| block.span.start < article.span.start);
        let blocks = markdown.blocks[from..].iter().take_while(|block| block.span.start < article.span.end);
        blocks.enumerate().map(move |(at, block)| (from + at, block)).filter(|(_, block)| article.is_body(block.span))
    }
}

/// Whether a title is in capitals: it has at least two letters, none of them lower-case.
#[must_use]
pub fn in_capitals(title: &str) -> bool {
    let mut letters = title.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.all(|c| !c.is_lowercase())
}

/// A heading, and the byline below it.
struct Heading {
    block: usize,
    level: u8,
    title: Spanned<CompactString>,
    byline: Option<Byline>,
    byline_block: usize,
    /// Whether it is the heading of the list of sources declared in the settings.
    kept: bool,
}

/// The structure of a document.
pub(super) struct Structure {
    pub(super) issue: Issue,
    pub(super) contents: Vec<ContentsEntry>,
    pub(super) articles: Vec<Article>,
    /// Whether there is an author: in a byline, or in front matter.
    pub(super) signed: bool,
    /// Whether it is a later part of a longer work, whose earlier parts are in other files.
    pub(super) later_part: bool,
    /// The language stated in the front matter.
    pub(super) language: Option<CompactString>,
}

/// Reads the issue, its contents and its articles.
pub(super) fn read(path: &str, text: &str, markdown: &Markdown, settings: &Settings) -> Structure {
    let front_matter = front_matter::read(text, markdown);
    let title_day = front_matter.day_in_title(text);
    let headings = headings(text, markdown, settings.source_list.as_deref());
    let mut masthead = Masthead::default();
    masthead.read(text, markdown, &headings);
    let parts = part(text, markdown, &headings, &masthead, front_matter.title.is_some());

    let start = markdown.front_matter.map_or(0, |front| front.span.end);
    let first = parts.articles.first().map(|article| article.start);
    let front_end = first.filter(|_| parts.issue).unwrap_or(start).max(start);
    let mut articles = articles(text, markdown, headings, &parts, front_end);
    let mut contents: Vec<ContentsEntry> = parts.entries.into_iter().map(|(entry, _)| entry).collect();
    if parts.issue {
        announce(&mut contents, &parts.announced, &articles);
    } else if let [article] = &articles[..] {
        for (entry, heading) in contents.iter_mut().zip(&parts.announced) {
            let block = heading.and_then(|block| article.sections.iter().position(|section| section.heading == block));
            entry.section = block;
        }
    }

    let signed = !front_matter.authors.is_empty() || articles.iter().any(|article| article.byline.is_some());
    // The front matter of an issue names its editor or nobody; that of an article, its author.
    if let [article] = &mut articles[..]
        && !parts.issue
    {
        if article.authors.is_empty() {
            article.authors = front_matter.authors;
        }
        if article.heading.is_none()
            && let Some(title) = &front_matter.title
        {
            article.title = Spanned::new(title.span, contents::without_entities(&title.value));
        }
    }
    let dates = [
        settings.date.map(|date| (date, DateOrigin::Option)),
        front_matter.date.map(|date| (date.value, DateOrigin::FrontMatter(date.span))),
        masthead.date.map(|date| (date.value, DateOrigin::Masthead(date.span))),
        title_day.map(|date| (date.value, DateOrigin::FrontMatter(date.span))),
        masthead.day_in_title.map(|date| (date.value, DateOrigin::Masthead(date.span))),
        masthead::day_in_name(path).map(|date| (date, DateOrigin::FileName)),
        settings.fallback_date.map(|date| (date, DateOrigin::Configuration)),
    ];
    let date = dates.into_iter().flatten().next();
    let issue = Issue {
        date: date.map(|(date, _)| date),
        date_origin: date.map(|(_, origin)| origin),
        updated: front_matter.updated.max(masthead.updated),
        days: masthead.days,
        title: if parts.issue { masthead.title.or(front_matter.title) } else { front_matter.title },
        volume: front_matter.volume.or(masthead.volume),
        number: front_matter.number.or(masthead.number),
        front: Span::new(start, front_end),
    };
    let titles = articles.first().map(|article| &article.title).into_iter().chain(&issue.title);
    let later_part = later_part::is_later_part(path, titles.map(|title| title.value.as_str()), signed);
    Structure { issue, contents, articles, language: front_matter.language, signed, later_part }
}

/// The article that covers `offset`.
pub(super) fn article_at(articles: &[Article], offset: Offset) -> Option<&Article> {
    let next = articles.partition_point(|article| article.span.start <= offset);
    articles[..next].last().filter(|article| offset < article.span.end)
}

/// The headings at the margin, in order, each with the byline below it.
fn headings(text: &str, markdown: &Markdown, list: Option<&SourceListStyle>) -> Vec<Heading> {
    let mut headings = Vec::new();
    for (index, block) in markdown.blocks.iter().enumerate() {
        let level = match block.kind {
            BlockKind::Heading(level) if is_at_margin(block) => level,
            _ => continue,
        };
        let title = plain(text, markdown, block);
        // There may be a date line or a picture between the title and the byline.
        let mut byline = None;
        let mut byline_block = index + 1;
        for (at, next) in markdown.blocks.iter().enumerate().skip(index + 1).take(3) {
            // `**New Features**` above a list is the title of the list, as it is directly above a block quote.
            let titles = markdown.blocks.get(at + 1).is_some_and(|below| {
                let gap = || Span::new(next.span.end.min(below.span.start), below.span.start).of(text);
                below.item.is_some() || below.quotes > 0 && !gap().contains("\n\n")
            });
            byline = byline::read(text, markdown, next).filter(|byline| byline.told || !titles);
            byline_block = at;
            if byline.is_some() || !stands_above_byline(text, markdown, next) {
                break;
            }
        }
        let kept = list.is_some_and(|list| list.is_heading(&title.value));
        headings.push(Heading { block: index, level, title, byline: byline.filter(|_| !kept), byline_block, kept });
    }
    headings
}

fn stands_above_byline(text: &str, markdown: &Markdown, block: &Block) -> bool {
    let date = || masthead::day_at(text, block.span);
    match block.kind {
        BlockKind::Html => true,
        BlockKind::Paragraph if is_at_margin(block) => {
            is_picture(markdown, block)
                || date().is_some_and(|date| masthead::is_date_line(text, block.span, date.span))
        }
        _ => false,
    }
}

/// Whether a block consists of one image.
fn is_picture(markdown: &Markdown, block: &Block) -> bool {
    matches!(markdown.inlines(block), [image] if image.kind == InlineKind::Image && image.span == block.span)
}

/// Whether a block is outside lists, block quotes and footnotes.
fn is_at_margin(block: &Block) -> bool {
    block.quotes == 0 && block.item.is_none() && block.footnote.is_none()
}

/// The words of a block without markup.
fn plain(text: &str, markdown: &Markdown, block: &Block) -> Spanned<CompactString> {
    let runs = markdown.runs(block);
    if let [run] = runs
        && markdown.inlines(block).is_empty()
    {
        // Most headings.
        return Spanned::new(byline::trim(text, run.span), trim(run.span.of(text)).into());
    }
    let code = markdown.inlines(block).iter().filter(|inline| inline.kind == InlineKind::Code);
    let mut pieces: Vec<Span> = runs.iter().map(|run| run.span).chain(code.map(|code| code.label)).collect();
    pieces.sort_unstable();
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return Spanned::new(block.span, CompactString::default());
    };
    let span = byline::trim(text, first.cover(*last));
    let title: CompactString = pieces.iter().map(|piece| piece.of(text)).collect();
    let title = if title.trim().len() == title.len() { title } else { title.trim().into() };
    Spanned::new(span, title)
}

/// What precedes the first article.
#[derive(Default)]
struct Masthead {
    title: Option<Spanned<CompactString>>,
    volume: Option<Spanned<u32>>,
    number: Option<Spanned<u32>>,
    date: Option<Spanned<Date>>,
    /// The last day of a revision.
    updated: Option<Date>,
    days: Vec<Span>,
    day_in_title: Option<Spanned<Date>>,
}

/// How many headings may stand above the date of an issue: those of the issue, a subtitle, `Document information`.
/// Below more of them a date is that of a report or a source.
const HEADINGS_ABOVE_DATE: u32 = 3;

impl Masthead {
    /// Whether it contains volume and number: this is an issue.
    fn is_issue(&self) -> bool {
        self.volume.is_some() && self.number.is_some()
    }

    /// Uses a day and the words before it.
    fn take(&mut self, label: &str, day: Spanned<Date>) {
        if masthead::is_label_of_revision(label) {
            self.updated = self.updated.max(Some(day.value));
        }
        self.days.push(day.span);
        self.date = self.date.or(Some(day));
    }

    /// Reads the lines at the top, up to the first text.
    fn read(&mut self, text: &str, markdown: &Markdown, headings: &[Heading]) {
        // Below a title with a byline, only a line that consists of a date counts.
        let signed =
            headings.iter().find(|heading| heading.byline.is_some()).map_or(usize::MAX, |heading| heading.block);
        let several = headings.iter().filter(|heading| heading.byline.is_some()).nth(1).is_some();
        let mut at_top = Vec::new();
        // How many lines more may be those of a masthead: below the title, and before a quotation or text.
        let mut fields = 3_u32;
        let mut behind_picture = false;
        let mut passed = 0;
        for (index, block) in markdown.blocks.iter().enumerate().take(60) {
            let in_front = index < signed;
            if matches!(block.kind, BlockKind::Html | BlockKind::Break) {
                continue;
            }
            let heading = matches!(block.kind, BlockKind::Heading(_));
            passed += u32::from(heading);
            let at_date = passed <= HEADINGS_ABOVE_DATE;
            if block.kind == BlockKind::Cell && at_date {
                if let Some((label, day)) = day_in_row(text, &markdown.blocks[index..]) {
                    self.take(label, day);
                }
                continue;
            }
            if !in_front && several || !heading && block.kind != BlockKind::Paragraph {
                break;
            }
            if block.span.len() > 4 * masthead::LINE {
                break;
            }
            if is_picture(markdown, block) {
                behind_picture = true;
                continue;
            }
            if !is_at_margin(block) {
                fields = 0;
                // `- **Date:** October 10, 2018`
                if at_date {
                    labelled_days(text, block).into_iter().for_each(|(label, day)| self.take(label, day));
                }
                continue;
            }
            if at_date && !heading {
                labelled_days(text, block).into_iter().for_each(|(label, day)| self.take(label, day));
            }
            let mut at = block.span.start as usize;
            for line in block.span.of(text).split_inclusive('\n') {
                let span = byline::unmarked(text, Span::at(at..at + line.len()));
                at += line.len();
                let (volume, number) = masthead::volume_and_number(text, span);
                let told = volume.is_some() || number.is_some();
                self.volume = self.volume.or(volume);
                self.number = self.number.or(number);
                if self.date.is_none() && (told || !heading && at_date) {
                    let is_dated = |date: Span| {
                        masthead::is_date_line(text, span, date)
                            || fields > 0
                                && (!behind_picture || masthead::opens_byline(text, span))
                                && masthead::is_line_of_fields(text, span, date)
                    };
                    if let Some(day) = masthead::day_at(text, span).filter(|date| told || is_dated(date.span)) {
                        self.take("", day);
                    }
                }
                if !heading && span.len() > masthead::LINE {
                    fields = 0;
                } else if !heading {
                    fields = fields.saturating_sub(1);
                }
                if !told && in_front {
                    at_top.push((heading, index));
                }
            }
            behind_picture = false;
        }
        if self.date.is_none() {
            // `Written: October 10, 2018`, at the end.
            let last = markdown.blocks.iter().rev().take(3).filter(|block| block.kind == BlockKind::Paragraph);
            let labelled = |block: &Block| labelled_days(text, block).into_iter().next();
            self.date = last.filter(|block| is_at_margin(block)).find_map(labelled).map(|(_, day)| day);
        }
        let first = headings.first().map(|heading| &markdown.blocks[heading.block]);
        self.day_in_title = first.and_then(|block| masthead::day_in_title(text, byline::unmarked(text, block.span)));
        let title = at_top.iter().find(|(heading, _)| *heading).or(at_top.first());
        self.title = title.map(|(_, index)| plain(text, markdown, &markdown.blocks[*index]));
    }
}

/// The labels of the fields of a block, and their days: `**Published** October 10, 2018 · **Series** Ports`. In a block quote
/// only one of several fields counts: the date of a quoted letter is not the issue's.
fn labelled_days<'t>(text: &'t str, block: &Block) -> Vec<(&'t str, Spanned<Date>)> {
    let mut found = Vec::new();
    // Most blocks have no numbers, or are text.
    let figures = block.span.of(text).bytes().filter(u8::is_ascii_digit).take(4).count();
    if figures < 4 || block.span.len() > 4 * masthead::LINE {
        return found;
    }
    let mut at = block.span.start as usize;
    for line in block.span.of(text).split_inclusive('\n') {
        for field in line.split_inclusive(['·', '|', '•']) {
            let len = field.trim_end_matches(['·', '|', '•']).len();
            let span = byline::unmarked(text, Span::at(at..at + len));
            at += field.len();
            let whole = span.len() as usize + 3 >= line.trim().len();
            let day = masthead::day_at(text, span).filter(|_| block.quotes == 0 || !whole);
            if let Some(day) = day.filter(|day| masthead::is_labelled(text, span, day.span)) {
                found.push((masthead::label_before(text, span, day.span), day));
            }
        }
    }
    found
}

/// The label and the day in a row of a table of the issue's data that starts with the first of `cells`:
/// `| Date | October 10, 2018 |`
fn day_in_row<'t>(text: &'t str, cells: &[Block]) -> Option<(&'t str, Spanned<Date>)> {
    let [label, value, ..] = cells else { return None };
    let label = Some(label.span.of(text)).filter(|label| masthead::is_label(label))?;
    let value = Some(byline::unmarked(text, value.span)).filter(|_| value.kind == BlockKind::Cell)?;
    let day = masthead::day_at(text, value)?;
    masthead::is_date_line(text, value, day.span).then_some((label, day))
}

/// The articles with their sections and biographies.
fn articles(text: &str, markdown: &Markdown, headings: Vec<Heading>, parts: &Parts, front_end: Offset) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::with_capacity(parts.articles.len());
    let end = Span::at(0..text.len()).end;
    for (index, part) in parts.articles.iter().enumerate() {
        let next = parts.articles.get(index + 1).map_or(end, |next| next.start);
        let span = Span::new(part.start.max(front_end), next);
        articles.push(Article {
            span,
            title: Spanned::new(Span::empty(span.start), CompactString::default()),
            ..Article::default()
        });
    }
    let mut at = 0;
    for (index, heading) in headings.into_iter().enumerate() {
        let place = markdown.blocks[heading.block].span.start;
        while articles.get(at).is_some_and(|article| article.span.end <= place) {
            at += 1;
        }
        let (Some(article), Some(part)) = (articles.get_mut(at), parts.articles.get(at)) else { break };
        if place < article.span.start {
            continue;
        }
        if part.heading == Some(index) {
            article.title = heading.title;
            article.level = heading.level;
            article.heading = Some(heading.block);
            if let Some(byline) = heading.byline {
                article.byline = Some(markdown.blocks[heading.byline_block].span);
                article.authors = byline.authors;
            }
        } else if part.heading.is_none_or(|own| own < index) {
            let notes = heading.kept || is_notes(&heading.title.value);
            article.sections.push(Section {
                heading: heading.block,
                title: heading.title,
                level: heading.level,
                notes,
                kept: heading.kept,
            });
        }
    }
    let mut near = Cursor::default();
    for article in &mut articles {
        let from = near.seek(&markdown.blocks, |block| block.span.start < article.span.start);
        let until = near.seek(&markdown.blocks, |block| block.span.start < article.span.end);
        bold_notes(text, markdown, from..until, article);
        article.biographies = biographies(text, &markdown.blocks[from..until], markdown, article);
    }
    articles
}

/// A bold *Notes* line above the notes serves as a heading.
fn bold_notes(text: &str, markdown: &Markdown, blocks: Range<usize>, article: &mut Article) {
    if article.sections.iter().any(|section| section.notes) {
        return;
    }
    let line = blocks.rev().find(|index| {
        let block = &markdown.blocks[*index];
        block.kind == BlockKind::Paragraph
            && block.span.len() < 24
            && is_at_margin(block)
            && block.span.of(text).starts_with("**")
            && is_notes(byline::unmarked(text, block.span).of(text))
    });
    if let Some(heading) = line {
        let title = plain(text, markdown, &markdown.blocks[heading]);
        let at = article.sections.partition_point(|section| section.heading < heading);
        article.sections.insert(at, Section { heading, title, level: 0, notes: true, kept: false });
    }
}

/// The paragraphs in italics that end the article and start with a name.
fn biographies(text: &str, blocks: &[Block], markdown: &Markdown, article: &Article) -> Vec<Biography> {
    let mut found = Vec::new();
    for block in blocks.iter().rev() {
        if matches!(block.kind, BlockKind::Break | BlockKind::Html) && found.is_empty() {
            continue;
        }
        if !is_biography(text, markdown, block) || article.byline == Some(block.span) {
            break;
        }
        let Some(subject) = byline::subject(text, block.span, &article.authors) else { break };
        found.push(Biography { span: block.span, subject });
    }
    found.reverse();
    found
}

/// Whether a block is a paragraph entirely in italics, long enough to describe a person.
fn is_biography(text: &str, markdown: &Markdown, block: &Block) -> bool {
    block.kind == BlockKind::Paragraph
        && is_at_margin(block)
        && block.span.len() >= 30
        && block.span.of(text).starts_with(['*', '_'])
        && markdown
            .runs(block)
            .iter()
            .all(|run| run.style.has(RunStyle::EMPHASIS) || !run.span.of(text).contains(char::is_alphanumeric))
}

/// Whether a heading starts the list of notes.
fn is_notes(title: &str) -> bool {
    let title = title.trim_matches(|c: char| !c.is_alphanumeric());
    ["notes", "note", "endnotes", "footnotes", "references"].iter().any(|name| title.eq_ignore_ascii_case(name))
}

/// Assigns each entry its article, and each department the first piece that nothing else announces.
fn announce(contents: &mut [ContentsEntry], announced: &[Option<usize>], articles: &[Article]) {
    // An article without a heading comes first, so all are sorted.
    let by_heading = |heading: usize| articles.binary_search_by_key(&Some(heading), |article| article.heading).ok();
    let mut taken = vec![false; articles.len()];
    for (entry, heading) in contents.iter_mut().zip(announced) {
        entry.article = heading.and_then(by_heading);
        if let Some(article) = entry.article {
            taken[article] = true;
        }
    }
    for entry in
        contents.iter_mut().filter(|entry| entry.department && entry.article.is_none()).take(contents::DEPARTMENTS)
    {
        let by = |article: &Article| {
            entry.authors.is_empty()
                || article.authors.is_empty()
                || article.authors.iter().any(|a| entry.authors.iter().any(|b| byline::same_name(&a.value, &b.value)))
        };
        entry.article = (0..articles.len()).find(|index| !taken[*index] && by(&articles[*index]));
    }
}

#[cfg(test)]
mod tests;
