//! Selection ranges: word, words in parentheses, link, paragraph, section, article, document.

use super::{View, outline};
use crate::check::Draft;
use crate::text::{Offset, Slice, Span, floor_boundary};

/// The ranges around `offset` through which a selection grows, the smallest first. Each is strictly contained in the
/// next, and the last is the whole text.
#[must_use]
pub fn around(view: View<'_>, offset: Offset) -> Vec<Span> {
    let View { draft: Draft { text, .. }, checked } = view;
    let markdown = &checked.markdown;
    let whole = Span::at(0..text.len());
    let offset = Span::at(floor_boundary(text, offset as usize)..0).start;
    let mut spans = vec![word(text, offset), whole];
    // Touching counts, because the cursor is between characters.
    let touches = |span: &Span| span.start <= offset && offset <= span.end;
    if let Some(block) = markdown.blocks.iter().rev().find(|block| touches(&block.span)) {
        spans.push(block.span);
        spans.extend(markdown.runs(block).iter().map(|run| run.span).filter(touches));
        for inline in markdown.inlines(block) {
            spans.extend([inline.label, inline.target, inline.span].into_iter().filter(touches));
        }
        spans.extend(brackets(text, block.span, offset));
        spans.extend(markdown.item(block).map(|item| item.span).filter(touches));
    }
    parts(&outline::outline(view), offset, &mut spans);
    spans.sort_by_key(|span| (span.len(), span.start));
    let mut grown: Vec<Span> = Vec::new();
    for span in spans {
        let inside = grown.last().is_none_or(|last| span.contains(*last) && span != *last);
        if inside && span.start <= offset && offset <= span.end {
            grown.push(span);
        }
    }
    grown
}

fn parts(items: &[outline::Item], offset: Offset, spans: &mut Vec<Span>) {
    for item in items.iter().filter(|item| item.span.start <= offset && offset <= item.span.end) {
        spans.push(item.span);
        parts(&item.items, offset, spans);
    }
}

/// The letters, digits, hyphens and apostrophes around `offset`.
fn word(text: &str, offset: Offset) -> Span {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | 'ʿ' | 'ʾ');
    let (before, after) = text.split_at(offset as usize);
    let start =
        before.rfind(|c| !joins(c)).map_or(0, |at| at + before.slice(at..).chars().next().map_or(0, char::len_utf8));
    let end = offset as usize + after.find(|c| !joins(c)).unwrap_or(after.len());
    Span::at(start..end)
}

/// The innermost parentheses around `offset` within a block, first their content and then with the parentheses.
fn brackets(text: &str, block: Span, offset: Offset) -> Vec<Span> {
    let body = block.of(text);
    let at = (offset - block.start) as usize;
    let mut open = Vec::new();
    for (place, c) in body.char_indices() {
        match c {
            '(' => open.push(place),
            ')' => {
                let Some(start) = open.pop() else { continue };
                if start < at && at <= place {
                    let base = block.start as usize;
                    return vec![Span::at(base + start + 1..base + place), Span::at(base + start..base + place + 1)];
                }
            }
            _ => {}
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, place};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_selection_grows_from_the_word_to_the_text() {
        let text = "# One\n\nSaid so ([Daily Nation](https://a.example), May 9). More.\n\n# Two\n";
        let at = place(text, "Nation").start + 2;
        let grown: Vec<&str> = ask(text, |view| around(view, at)).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(
            grown,
            [
                "Nation",
                "Daily Nation",
                "[Daily Nation](https://a.example)",
                "[Daily Nation](https://a.example), May 9",
                "([Daily Nation](https://a.example), May 9)",
                "Said so ([Daily Nation](https://a.example), May 9). More.",
                "# One\n\nSaid so ([Daily Nation](https://a.example), May 9). More.",
                text,
            ]
        );
    }

    proptest! {
        #[test]
        fn each_holds_the_one_before(text in "[#a\u{e9}😀()\\[\\]>`\n -]{0,60}", at in 0u32..80) {
            let grown = ask(&text, |view| around(view, at));
            prop_assert_eq!(grown.last().copied(), Some(Span::at(0..text.len())));
            for pair in grown.windows(2) {
                prop_assert!(pair[1].contains(pair[0]) && pair[1].len() > pair[0].len());
            }
            for span in &grown {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
