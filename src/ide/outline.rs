//! The outline: issue, articles, sections, citations.
//!
//! * Every heading is in it once, in order, and is within the item above it.
//! * An article extends to the next article, whatever the levels of its headings: in real bulletins the number of `#`
//!   marks cannot be trusted.

use super::View;
use crate::check::Draft;
use crate::markdown::{BlockKind, Markdown};
use crate::text::{Slice, Span};

/// One entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its kind.
    pub kind: Kind,
    /// Its title without markup; never empty.
    pub name: String,
    /// Its authors, if known.
    pub detail: Option<String>,
    /// The whole entry, up to the next one at its level.
    pub span: Span,
    /// Its heading.
    pub heading: Span,
    /// Its children.
    pub items: Vec<Item>,
}

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A signed article.
    Article,
    /// A part of an article, or of a text that has no articles.
    Section,
    /// A source that is cited, with its date.
    Citation,
}

/// The document's outline.
#[must_use]
pub fn outline(view: View<'_>) -> Vec<Item> {
    let View { draft: Draft { text, .. }, checked } = view;
    let articles = &checked.bulletin.articles;
    let mut flat: Vec<(u8, Item)> = Vec::new();
    for (index, block) in checked.markdown.blocks.iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else { continue };
        let known = articles.binary_search_by_key(&Some(index), |article| article.heading);
        let article = known.ok().map(|at| &articles[at]);
        let name = title(text, &checked.markdown, index);
        let (rank, kind) = if article.is_some() { (0, Kind::Article) } else { (level, Kind::Section) };
        let detail = article.map(|article| {
            let names: Vec<&str> = article.authors.iter().map(|author| author.value.as_str()).collect();
            names.join(", ")
        });
        let detail = detail.filter(|detail| !detail.is_empty());
        let span = Span::new(block.span.start, end_of_text(text));
        flat.push((rank, Item { kind, name, detail, span, heading: block.span, items: Vec::new() }));
    }
    // Each extends to the next one at its level or above.
    for at in 0..flat.len() {
        let rank = flat[at].0;
        if let Some((_, next)) = flat[at + 1..].iter().find(|(other, _)| *other <= rank) {
            let next = next.heading.start;
            flat[at].1.span.end = last_byte(text, flat[at].1.heading.end, next);
        }
    }
    let mut items = nest(flat);
    for item in checked.bulletin.cited_items() {
        let name = one_line(item.span.of(text));
        let cited =
            Item { kind: Kind::Citation, name, detail: None, span: item.span, heading: item.span, items: Vec::new() };
        // Anything before the first heading is not in a part.
        if let Some(part) = holder(&mut items, cited.span) {
            put(&mut part.items, cited);
        }
    }
    items
}

/// The last part that starts before `span`, if it contains it.
fn holder(items: &mut [Item], span: Span) -> Option<&mut Item> {
    let next = items.partition_point(|item| item.span.start <= span.start);
    items[..next].last_mut().filter(|item| item.kind != Kind::Citation && item.span.contains(span))
}

/// Inserts a citation into the smallest part that contains it.
fn put(items: &mut Vec<Item>, cited: Item) {
    if let Some(part) = holder(items, cited.span) {
        return put(&mut part.items, cited);
    }
    let next = items.partition_point(|item| item.span.start <= cited.span.start);
    items.insert(next, cited);
}

/// What a source and its date look like in a list: the words of a link without its address or label, on one line.
pub(super) fn one_line(item: &str) -> String {
    let mut plain = String::with_capacity(item.len());
    let mut rest = item;
    while let Some((target, close)) = rest.match_indices(']').find_map(|(at, _)| match rest.as_bytes().get(at + 1) {
        Some(b'(') => Some((at, ')')),
        Some(b'[') => Some((at, ']')),
        _ => None,
    }) {
        plain.push_str(rest.slice(..target));
        let after = rest.slice(target + 1..);
        rest = after.find(close).map_or("", |close| after.slice(close + 1..));
    }
    plain.push_str(rest);
    let mut plain = plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(['[', ']'], "");
    // `Mertz (2018)` ends with its year.
    if plain.matches('(').count() == plain.matches(')').count() + 1 {
        plain.push(')');
    }
    plain
}

/// Moves each item into the last one of a higher level.
fn nest(flat: Vec<(u8, Item)>) -> Vec<Item> {
    let mut top = Vec::new();
    let mut open: Vec<(u8, Item)> = Vec::new();
    let close = |open: &mut Vec<(u8, Item)>, top: &mut Vec<Item>| {
        let Some((_, item)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, outer)) => outer.items.push(item),
            None => top.push(item),
        }
    };
    for (rank, item) in flat {
        while open.last().is_some_and(|(outer, _)| *outer >= rank) {
            close(&mut open, &mut top);
        }
        open.push((rank, item));
    }
    while !open.is_empty() {
        close(&mut open, &mut top);
    }
    top
}

/// The words of a heading, with single spaces.
fn title(text: &str, markdown: &Markdown, block: usize) -> String {
    let block = &markdown.blocks[block];
    let words: String = markdown.runs(block).iter().map(|run| run.span.of(text)).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    if words.is_empty() { "(no title)".to_owned() } else { words.join(" ") }
}

fn end_of_text(text: &str) -> u32 {
    Span::at(0..text.trim_end().len()).end
}

/// The end of the text before `end` without trailing white space, but not before `start`.
fn last_byte(text: &str, start: u32, end: u32) -> u32 {
    let body = Span::new(start, end).of(text);
    start + Span::at(0..body.trim_end().len()).end
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    /// The outline as an indented list, each item with its last words.
    fn drawn(text: &str) -> String {
        fn draw(items: &[Item], depth: usize, text: &str, out: &mut String) {
            for item in items {
                let last = item.span.of(text).rsplit('\n').next().unwrap_or_default();
                out.push_str(&format!("{}{} … {last}\n", "  ".repeat(depth), item.name));
                draw(&item.items, depth + 1, text, out);
            }
        }
        let mut out = String::new();
        draw(&ask(text, outline), 0, text, &mut out);
        out
    }

    #[test]
    fn sections_nest_and_end_where_the_next_begins() {
        let text = "# **One**\n\na\n\n### Deep\n\nb\n\n## Less\n\nc\n\n# Two [link](x)\n\nd\n\n";
        assert_eq!(drawn(text), "One … c\n  Deep … b\n  Less … c\nTwo link … d\n");
    }

    #[test]
    fn citations_stand_in_the_part_that_holds_them() {
        let text = "# One\n\nRain ([Dawn](https://dawn.com/a), May 9).\n\n## In\n\nMore ([Daily\nNation](#), May 10; Reuters, May 9).\n";
        let items = ask(text, outline);
        let names = |items: &[Item]| items.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&items[0].items), ["Dawn, May 9", "In"]);
        assert_eq!(names(&items[0].items[1].items), ["Daily Nation, May 10", "Reuters, May 9"]);
    }

    #[test]
    fn a_text_without_headings_has_no_outline() {
        assert_eq!(ask("Just words.\n", outline), []);
        assert_eq!(ask("", outline), []);
    }

    #[test]
    fn an_empty_heading_has_a_name() {
        assert_eq!(ask("#\n\ntext", outline)[0].name, "(no title)");
    }
}
