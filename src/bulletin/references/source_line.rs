//! Lines that name the sources of a table, a figure or a paragraph: `Source: ACLED, May 4.`
//!
//! Such a line is a paragraph of its own, or the last line of one. Its text is read as the body of a note; its years
//! and missing dates follow the rules for bracketed citations.

use super::note;
use super::part::{Context, Source};
use crate::bulletin::items::{CitationStyle, Details, Item, ItemGroup, ItemKind};
use crate::bulletin::notes::bracket;
use crate::gazetteer::{Gazetteer, Standing};
use crate::markdown::{Block, BlockKind, InlineKind, Markdown};
use crate::text::words::WordSet;
use crate::text::{Slice, Span};
use std::collections::BTreeSet;

/// The maximum length of a paragraph that may be a source line, in bytes.
const LONGEST: u32 = 1200;

/// Reads the source lines.
pub(super) fn read(context: Context<'_>) -> Vec<ItemGroup> {
    let Source { text, markdown, gazetteer, .. } = context.source;
    // Nearly all texts have none: only paragraphs that contain the word are examined.
    let named = ["ource", "OURCE"].map(|word| memchr::memmem::find_iter(text.as_bytes(), word));
    let named = named.into_iter().flatten();
    let block_at = |at: usize| markdown.blocks.partition_point(|block| block.span.end as usize <= at);
    let named: BTreeSet<usize> = named.map(block_at).collect();
    let is_line = |block: &Block| {
        block.kind == BlockKind::Paragraph
            && block.footnote.is_none()
            && block.quotes == 0
            && block.span.len() <= LONGEST
    };
    let mut groups = Vec::new();
    let blocks = named.into_iter().filter_map(|index| Some((index, markdown.blocks.get(index)?)));
    for (index, block) in blocks.filter(|(_, block)| is_line(block)) {
        let Some(span) = sources(text, block.span).filter(|_| !is_in_record(text, markdown, index)) else { continue };
        let mut items = Vec::new();
        let read = note::body(context, span);
        let flaws = read.as_ref().map_or(Vec::new(), |group| group.flaws.clone());
        for item in read.map_or_else(|| vec![remark(span)], |group| group.items) {
            match item.kind() {
                ItemKind::Text => items.extend(names(text, item.span, gazetteer)),
                _ => items.push(item),
            }
        }
        // Under a picture, names without dates are a credit.
        let dated = items.iter().any(|item| !item.dates.is_empty() || item.link.is_some());
        if items.is_empty() || !dated && is_under_picture(markdown, index) {
            continue;
        }
        let span = items.iter().map(|item| item.span).reduce(Span::cover).unwrap_or(span);
        groups.push(ItemGroup { span, style: CitationStyle::Caption, note: None, items, flaws });
    }
    groups
}

fn remark(span: Span) -> Item {
    let details = Details { style: CitationStyle::Caption, kind: ItemKind::Text, ..Details::default() };
    Item { details: Some(Box::new(details)), ..Item::bare(span) }
}

/// Outlets named between semicolons, without any details: `Xinhua`.
fn names(text: &str, span: Span, gazetteer: &Gazetteer) -> Vec<Item> {
    let mut found = Vec::new();
    let mut at = span.start as usize;
    for part in span.of(text).split(';') {
        let lead = part.len() - part.trim_start_matches([' ', '\n', '*', '_', '&']).len();
        let name = part.trim_matches([' ', '\n', '*', '_', '&', '.', ',']);
        let name = name.strip_prefix("and ").unwrap_or(name);
        let from = at + part.find(name).unwrap_or(lead);
        at += part.len() + 1;
        if name.is_empty() || gazetteer.standing(name) == Standing::Unknown {
            continue;
        }
        let place = Span::at(from..from + name.len());
        let details = Details { style: CitationStyle::Caption, kind: ItemKind::News, ..Details::default() };
        let (source, standing) = (Some(place), gazetteer.standing(name));
        found.push(Item { source, standing, details: Some(Box::new(details)), ..Item::bare(place) });
    }
    found
}

/// Whether other fields beside the source describe the same report: `- Source: Dawn`, `- Date: May 9`.
fn is_in_record(text: &str, markdown: &Markdown, index: usize) -> bool {
    let lines = |block: &Block| block.span.of(text).lines().any(is_field_of_source);
    let blocks = &markdown.blocks;
    // The other items of the list, as far as they are near.
    let is_item = |block: &&Block| block.kind == BlockKind::Paragraph && block.item.is_some();
    let listed = blocks.get(index).filter(is_item).map_or(0, |_| NEAR);
    let before = blocks.iter().take(index).rev().take(listed).take_while(is_item);
    let behind = blocks.iter().skip(index + 1).take(listed).take_while(is_item);
    blocks.get(index).into_iter().chain(before).chain(behind).any(lines)
}

/// How many items of a list before and behind that of a source may describe the same report.
const NEAR: usize = 6;

/// Whether a line is a field that a citation would contain.
fn is_field_of_source(line: &str) -> bool {
    static FIELDS: WordSet = WordSet::new(&[
        "Accessed",
        "Archive URL",
        "Author",
        "Authors",
        "Date",
        "Dates",
        "Dated",
        "DOI",
        "Link",
        "Links",
        "Pages",
        "Published",
        "Publisher",
        "Publication date",
        "Publication Date",
        "Retrieved",
        "Title",
        "URL",
        "Year",
    ]);
    let marks = |c: char| matches!(c, '*' | '_' | ' ' | '-' | '+' | '\t');
    let Some((label, _)) = line.trim_start_matches(marks).split_once(':') else { return false };
    FIELDS.has(label.trim_end_matches(marks))
}

/// Whether a block is below a picture, or contains one.
fn is_under_picture(markdown: &Markdown, index: usize) -> bool {
    let near = [index.checked_sub(1), Some(index)].into_iter().flatten().filter_map(|at| markdown.blocks.get(at));
    near.flat_map(|block| markdown.inlines(block)).any(|inline| inline.kind == InlineKind::Image)
}

/// The sources that a paragraph names: the text after `Source:` in its first or last line.
fn sources(text: &str, block: Span) -> Option<Span> {
    let body = block.of(text);
    let marks = |c: char| matches!(c, '*' | '_' | '(' | '[' | ' ');
    let behind = |line: &str| {
        let rest = line.trim_start_matches(marks);
        let named = ["Sources", "Source", "sources", "source", "SOURCES", "SOURCE", "Data source", "Data sources"]
            .into_iter()
            .find_map(|name| rest.strip_prefix(name))?;
        let sign = named.trim_start_matches(['*', '_']).strip_prefix(':')?;
        Some(sign.trim_start_matches(['*', '_', ' ', '\u{a0}']).len())
    };
    let last = body.rfind('\n').map_or(0, |at| at + 1);
    let len = behind(body).or_else(|| behind(body.slice(last..)))?;
    let start = block.end as usize - len;
    // The next line may begin with a label of its own: `**Quote:** …`.
    let rest = text.slice(start..block.end as usize);
    let labelled = |at: &usize| {
        let line = rest.slice(at + 1..).trim_start().strip_prefix("**");
        line.and_then(|line| line.split_once("**"))
            .is_some_and(|(label, behind)| !label.contains('\n') && (label.ends_with(':') || behind.starts_with(':')))
    };
    let end = memchr::memchr_iter(b'\n', rest.as_bytes()).find(labelled).unwrap_or(rest.len());
    let kept = rest.slice(..end).trim_end_matches(['*', '_', ' ', '\\', '\n']);
    // `(Source: Dawn, May 9)`, `[Source: Dawn, May 9](https://…)`
    let line = text.slice(block.start as usize..start).rsplit('\n').next().unwrap_or_default();
    let lead = line.trim_start_matches(['*', '_', ' ']);
    let kept = match lead.chars().next() {
        Some('(') if kept.ends_with(')') => kept.len() - 1,
        Some('[') => {
            bracket(text.slice(start - lead.len()..start + kept.len())).map_or(kept.len(), |len| len - lead.len())
        }
        _ => kept.len(),
    };
    (kept > 2).then(|| Span::at(start..start + kept))
}

#[cfg(test)]
mod tests {
    use super::super::part::{Names, Ordinary, Source};
    use super::*;

    #[test]
    fn lines_that_name_sources() {
        for (text, found) in [
            ("Source: ACLED, May 4.", Some("ACLED, May 4.")),
            ("*Sources: Reuters, May 3; Xinhua.*", Some("Reuters, May 3; Xinhua.")),
            ("**Source:** ACLED, May 4.", Some("ACLED, May 4.")),
            ("Figure 2. Raids by year.\nSource: ACLED, May 4.", Some("ACLED, May 4.")),
            ("The source of the river is dry.", None),
            ("Source of the river: the hills.", None),
            ("Sources:", None),
            ("**Source:** Dawn, May 3\n**Quote:** “It rains.”", Some("Dawn, May 3")),
            ("**Source:** Dawn, May 3\n**Quote**: “It rains.”", Some("Dawn, May 3")),
            ("It rains.\n(Source: Dawn, May 3)", Some("Dawn, May 3")),
            ("(Source: Dawn, May 3 (in Urdu))", Some("Dawn, May 3 (in Urdu)")),
            ("Source: Dawn (May 3)", Some("Dawn (May 3)")),
            ("[SOURCE: Dawn, p. 42]", Some("Dawn, p. 42")),
            ("[Source: Dawn, May 3](https://dawn.com/1)", Some("Dawn, May 3")),
            ("[Source: [Dawn](https://dawn.com/1), May 3] [Source: Geo]", Some("[Dawn](https://dawn.com/1), May 3")),
            ("**[Source: Dawn, May 3]**", Some("Dawn, May 3")),
            ("**Source:** Dawn,\n**May 3**", Some("Dawn,\n**May 3")),
        ] {
            let span = Span::at(0..text.len());
            assert_eq!(sources(text, span).map(|span| span.of(text)), found, "{text}");
        }
    }

    #[test]
    fn a_source_among_fields_is_part_of_a_record() {
        for (text, read) in [
            ("- Quote: “It rains.”\n- Source: Dawn\n- Date: May 3\n", false),
            ("- **Source**: Dawn\n- **URL**: https://a.net/b\n", false),
            ("**Title:** Rain\\\n**Source:** Dawn\n", false),
            ("- The dam broke.\n- Source: Dawn\n", true),
            ("- Source: Dawn\n\nDate: May 3\n", true),
        ] {
            let markdown = crate::markdown::parse(text);
            let (gazetteer, ordinary, names) = (Gazetteer::shipped(), Ordinary::default(), Names::default());
            let source = Source { ordinary: &ordinary, text, markdown: &markdown, gazetteer: &gazetteer };
            assert_eq!(!super::read(source.in_style(CitationStyle::Caption, &names)).is_empty(), read, "{text}");
        }
    }

    #[test]
    fn only_paragraphs_with_the_word_are_read() {
        let gazetteer = Gazetteer::shipped();
        let text = "The dam broke.\n\nSOURCE: Reuters, May 3.\n\nIt rains.\n\nSource: Dawn, May 4.\n";
        let markdown = crate::markdown::parse(text);
        let ordinary = Ordinary::default();
        let style = CitationStyle::Caption;
        let source = Source { ordinary: &ordinary, text, markdown: &markdown, gazetteer: &gazetteer };
        let names = Names::default();
        let places: Vec<&str> = read(source.in_style(style, &names)).iter().map(|group| group.span.of(text)).collect();
        assert_eq!(places, ["Reuters, May 3", "Dawn, May 4"]);
    }
}
