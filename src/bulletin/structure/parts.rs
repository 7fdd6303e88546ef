//! Where articles start, according to bylines, contents and masthead.

use super::{ContentsEntry, Heading, Masthead, contents, is_biography, is_notes, masthead};
use crate::markdown::{Block, BlockKind, Markdown};
use crate::text::Offset;
use crate::text::words::WordSet;

/// Where an article starts.
pub(super) struct Start {
    /// The heading, an index of the headings; `None` if there is text above all of them.
    pub(super) heading: Option<usize>,
    pub(super) start: Offset,
}

/// How the document is divided.
pub(super) struct Parts {
    /// Whether it is an issue: everything above its first article is the front.
    pub(super) issue: bool,
    pub(super) articles: Vec<Start>,
    pub(super) entries: Vec<(ContentsEntry, Option<usize>)>,
    /// For each entry, the block of the heading that it announces.
    pub(super) announced: Vec<Option<usize>>,
}

/// `titled`: whether the front matter gives the document a title.
pub(super) fn part(text: &str, markdown: &Markdown, headings: &[Heading], masthead: &Masthead, titled: bool) -> Parts {
    let start = |index: usize| markdown.blocks[headings[index].block].span.start;
    let signed: Vec<usize> = (0..headings.len()).filter(|index| headings[*index].byline.is_some()).collect();
    // If everything that looks like a byline is below a section, there are no bylines.
    let within = signed.iter().all(|index| is_name_in_section(text, markdown, headings, *index))
        || matches!(signed[..], [lone] if has_unsigned_sibling(text, markdown, headings, lone))
        || !masthead.is_issue() && is_lone_among_sections(text, markdown, headings, &signed);
    let signed = if within { Vec::new() } else { signed };
    let mut parts = Parts { issue: false, articles: Vec::new(), entries: Vec::new(), announced: Vec::new() };
    let issue = masthead.is_issue() || signed.len() > 1 || signed.first().is_some_and(|first| *first > 0);
    if !issue {
        // A single article; its title is the first heading if that ranks above the others.
        let title =
            headings.first().filter(|first| headings[1..].iter().all(|other| other.kept || other.level > first.level));
        let lone = title.or_else(|| headings.first().filter(|heading| heading.byline.is_some()));
        let lone = lone.filter(|lone| !is_section(text, markdown, lone, titled));
        if !markdown.blocks.is_empty() {
            parts.articles.push(Start { heading: lone.map(|_| 0), start: 0 });
            parts.entries = contents::read_sections(text, markdown, headings);
            parts.announced = announced(&parts.entries, headings);
        }
        return parts;
    }
    let announced_until = signed.first().map_or_else(|| text_starts(text, markdown), |first| headings[*first].block);
    parts.entries = contents::read(text, markdown, 0..announced_until, headings);
    if parts.entries.len() == 1 && parts.entries[0].1.is_none() {
        parts.entries.clear();
    }
    parts.announced = announced(&parts.entries, headings);
    let contents_end = parts.entries.last().map_or(0, |(entry, _)| entry.span.end);
    let mut is_article: Vec<bool> = (0..headings.len()).map(|index| signed.binary_search(&index).is_ok()).collect();
    for (_, heading) in &parts.entries {
        if let Some(index) = *heading
            && start(index) >= contents_end
        {
            is_article[index] = true;
        }
    }
    if !is_article.contains(&true) {
        unsigned(headings, masthead, contents_end, &start, &mut is_article);
    }
    unannounced(text, markdown, headings, &mut is_article);
    let first = is_article.iter().position(|is| *is);
    let Some(first) = first else {
        parts.articles.push(Start { heading: None, start: 0 });
        parts.entries.clear();
        parts.announced.clear();
        return parts;
    };
    // Text above an article's first heading is not a masthead but an article of its own.
    let body = text_starts(text, markdown);
    if body < headings[first].block {
        let lone = headings[..first].iter().rposition(|heading| heading.block < body);
        let whole = lone.map_or(0, &start);
        parts.articles.push(Start { heading: lone, start: whole });
    }
    parts.issue = true;
    for index in (0..headings.len()).filter(|index| is_article[*index]) {
        let mut from = start(index);
        // The name of a department is directly above its first piece.
        if index > first
            && !is_article[index - 1]
            && headings[index - 1].block + 1 == headings[index].block
            && headings[index - 1].level < headings[index].level
        {
            from = start(index - 1);
        }
        parts.articles.push(Start { heading: Some(index), start: from });
    }
    parts
}

/// For each entry, the block of the heading that it announces.
fn announced(entries: &[(ContentsEntry, Option<usize>)], headings: &[Heading]) -> Vec<Option<usize>> {
    entries.iter().map(|(_, heading)| heading.map(|index| headings[index].block)).collect()
}

/// Whether a name in bold is below a heading that is a section of another one, with text between the two headings. The
/// name in bold is then the section's subject, not its author.
fn is_name_in_section(text: &str, markdown: &Markdown, headings: &[Heading], index: usize) -> bool {
    let heading = &headings[index];
    // Below the document's own title comes a masthead, not a section's text.
    let parent = parent_of(headings, index).filter(|parent| *parent > 0);
    let Some(parent) = parent.filter(|_| is_bold_name(text, markdown, heading)) else { return false };
    headings[parent].byline.is_none() && has_text(text, markdown, &headings[parent], headings.get(parent + 1))
}

/// Whether a name in bold is below a heading that is one of several sections of another one, and a section beside it has
/// text and no name.
fn has_unsigned_sibling(text: &str, markdown: &Markdown, headings: &[Heading], index: usize) -> bool {
    let heading = &headings[index];
    let parent = parent_of(headings, index).filter(|parent| *parent > 0);
    let Some(parent) = parent.filter(|_| is_bold_name(text, markdown, heading)) else { return false };
    let within = parent + 1..headings.len();
    let own = within.take_while(|at| headings[*at].level > headings[parent].level);
    let is_sibling = |at: &usize| *at != index && headings[*at].level == heading.level;
    own.filter(is_sibling)
        .any(|at| headings[at].byline.is_none() && has_text(text, markdown, &headings[at], headings.get(at + 1)))
}

/// The heading that another one is a section of.
fn parent_of(headings: &[Heading], index: usize) -> Option<usize> {
    headings[..index].iter().rposition(|above| above.level < headings[index].level)
}

/// Whether what stands below a heading is a name in bold, without *By*.
fn is_bold_name(text: &str, markdown: &Markdown, heading: &Heading) -> bool {
    let Some(byline) = &heading.byline else { return false };
    let mut signs = markdown.blocks[heading.byline_block].span.of(text).chars();
    let is_sign = |sign: Option<char>| matches!(sign, Some('*' | '_'));
    !byline.told && is_sign(signs.next()) && is_sign(signs.next())
}

/// Whether the only heading with a name below it is one section among others: the title above them all has text of its
/// own, and a heading of the same rank has no name below it.
fn is_lone_among_sections(text: &str, markdown: &Markdown, headings: &[Heading], signed: &[usize]) -> bool {
    let [lone] = *signed else { return false };
    let level = headings[lone].level;
    let told = headings[lone].byline.as_ref().is_some_and(|byline| byline.told);
    let sections = headings[1..].iter().filter(|heading| heading.level == level && !heading.kept).count();
    !told
        && sections > 1
        && headings.first().is_some_and(|title| title.level < level && has_text(text, markdown, title, headings.get(1)))
}

/// Whether there is text between a heading and the next one.
fn has_text(text: &str, markdown: &Markdown, heading: &Heading, next: Option<&Heading>) -> bool {
    let until = next.map_or(markdown.blocks.len(), |next| next.block);
    markdown.blocks[heading.block + 1..until].iter().any(|block| {
        let words = block.span.of(text).trim();
        block.kind == BlockKind::Paragraph
            && !words.starts_with(['*', '_'])
            && words.ends_with(['.', ':', '?', '!', ')'])
    })
}

/// Whether the first heading is not a title but a section's: in a document with a title in the front matter, or with
/// text above it.
fn is_section(text: &str, markdown: &Markdown, heading: &Heading, titled: bool) -> bool {
    if heading.byline.is_some() {
        return false;
    }
    let below_text = markdown.blocks[..heading.block].iter().any(|block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Code | BlockKind::Cell)
            && !block.span.of(text).trim_start().starts_with("<!--")
    });
    titled && (below_text || heading.level > 1) || below_text && is_stock(heading)
}

/// Without bylines, the highest headings below the masthead are the articles.
fn unsigned(
    headings: &[Heading],
    masthead: &Masthead,
    contents_end: Offset,
    start: &impl Fn(usize) -> Offset,
    is_article: &mut [bool],
) {
    let title = masthead.title.as_ref().map_or(0, |title| title.span.end);
    let low = (0..headings.len()).filter(|index| start(*index) >= title.max(contents_end));
    let low: Vec<usize> =
        low.filter(|index| !headings[*index].kept && !contents::is_contents(&headings[*index].title.value)).collect();
    let Some(level) = low.iter().map(|index| headings[*index].level).min() else { return };
    for index in low {
        is_article[index] = headings[index].level == level && !is_stock(&headings[index]);
    }
}

/// Headings that start an article without a byline or an entry in the contents: directly after the end of another
/// article, a biography or a list of notes, and no deeper.
fn unannounced(text: &str, markdown: &Markdown, headings: &[Heading], is_article: &mut [bool]) {
    let mut level = None;
    let mut notes = false;
    for index in 0..headings.len() {
        let heading = &headings[index];
        if is_article[index] {
            level = Some(heading.level);
            notes = false;
            continue;
        }
        let Some(current) = level else { continue };
        let after_biography = || {
            heading.block.checked_sub(1).is_some_and(|above| {
                let above = &markdown.blocks[above];
                let closed = above.kind == BlockKind::Break;
                let above = if closed { &markdown.blocks[heading.block.saturating_sub(2)] } else { above };
                is_biography(text, markdown, above)
            })
        };
        if heading.level <= current && !is_stock(heading) && (notes || after_biography()) {
            is_article[index] = true;
            level = Some(heading.level);
            notes = false;
        } else {
            notes |= heading.kept || is_notes(&heading.title.value);
        }
    }
}

/// The first block that is text and not part of a masthead.
fn text_starts(text: &str, markdown: &Markdown) -> usize {
    let is_text = |block: &Block| match block.kind {
        BlockKind::Paragraph => {
            block.item.is_none() && block.span.len() > 2 * masthead::LINE && block.span.of(text).lines().count() < 8
                || block.item.is_none()
                    && block.span.of(text).lines().any(|line| line.len() > 2 * masthead::LINE as usize)
        }
        BlockKind::Code | BlockKind::Cell => true,
        _ => false,
    };
    markdown.blocks.iter().position(is_text).unwrap_or(markdown.blocks.len())
}

/// Titles that are used for sections, never for articles.
fn is_stock(heading: &Heading) -> bool {
    static STOCK: WordSet = WordSet::new(&[
        "acknowledgements",
        "acknowledgments",
        "appendix",
        "about the author",
        "about the authors",
        "background",
        "bibliography",
        "conclusion",
        "conclusions",
        "contributors",
        "discussion",
        "further reading",
        "introduction",
        "implications",
        "key points",
        "key takeaways",
        "methodology",
        "outlook",
        "overview",
        "summary",
        "sources",
        "takeaways",
    ]);
    let title = heading.title.value.trim_matches(|c: char| !c.is_alphanumeric());
    heading.kept || is_notes(title) || STOCK.has_in_any_case(title)
}
