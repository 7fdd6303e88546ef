//! The side of a punctuation mark on which note references are placed: `before dawn.[^1]` or `before dawn[^1].`

use super::{NoteReference, Scope};
use crate::text::{Slice, Span};

/// The side of the punctuation mark on which a reference is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `before dawn.[^1]`
    After,
    /// `before dawn[^1].`
    Before,
    /// `“before dawn.[^1]”`
    InQuotation,
}

/// A note reference, or several in a row, next to a punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The references, with the space before them.
    pub span: Span,
    /// The punctuation mark, with the quotation mark that closes with it.
    pub stop: Span,
    /// The side of it on which they are placed.
    pub side: Side,
}

/// Whether a character ends a sentence or separates its clauses.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '?' | '!')
}

fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '"')
}

impl Scope<'_> {
    /// The references next to a punctuation mark, in text order.
    #[must_use]
    pub fn marks(self, text: &str) -> Vec<Mark> {
        let plain = self.plain_labels();
        let counts = |reference: &&NoteReference| {
            let defined = match reference.footnote {
                true => reference.note.is_some(),
                false => plain.contains(reference.label.as_str()),
            };
            defined && !reference.linked && !reference.quoted
        };
        let mut marks = Vec::new();
        let mut done = 0;
        let mut references = self.references.iter().filter(counts).peekable();
        while let Some(first) = references.next() {
            if first.span.start < done {
                continue;
            }
            let mut whole = brackets(text, first.span);
            // `[^1][^2]`, `[1], [2]`
            while let Some(next) = references.next_if(|next| {
                let between = text.get(whole.end as usize..next.span.start.max(whole.end) as usize).unwrap_or("x");
                matches!(between, "" | " " | "," | ", ")
            }) {
                whole = whole.cover(brackets(text, next.span));
            }
            done = whole.end;
            marks.extend(beside_stop(text, whole));
        }
        marks
    }
}

/// The brackets around a number in `[1, 2]`.
fn brackets(text: &str, span: Span) -> Span {
    if !span.of(text).starts_with(|c: char| c.is_ascii_digit()) {
        return span;
    }
    let floor = crate::text::floor_boundary(text, (span.start as usize).saturating_sub(64));
    let open = text.slice(floor..span.start as usize).rfind('[').map_or(span.start as usize, |at| floor + at);
    let limit = crate::text::floor_boundary(text, (span.end as usize + 64).min(text.len()));
    let close =
        text.slice(span.end as usize..limit).find(']').map_or(span.end as usize, |at| span.end as usize + at + 1);
    Span::at(open..close)
}

/// The punctuation mark next to a reference, if there is one on only one side.
fn beside_stop(text: &str, mark: Span) -> Option<Mark> {
    let before = text.slice(..mark.start as usize);
    let after = text.slice(mark.end as usize..);
    let words = before.strip_suffix(' ').unwrap_or(before);
    let span = Span::at(words.len()..mark.end as usize);
    let last = words.chars().next_back()?;
    let next = after.chars().next();
    let ends_behind = |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || closes(c) || c == ')');
    match next {
        Some(c) if is_stop(c) && !is_stop(last) => {
            let mut end = mark.end as usize + c.len_utf8();
            if let Some(quote) = text.slice(end..).chars().next().filter(|c| closes(*c)) {
                end += quote.len_utf8();
            }
            // `[1]..`, `[1].5` and a colon before a locator do not count.
            let whole = ends_behind(text.slice(end..)) && c != ':';
            whole.then(|| Mark { span, stop: Span::at(mark.end as usize..end), side: Side::Before })
        }
        Some(c) if closes(c) && is_stop(last) && words.len() == before.len() => {
            let end = mark.end as usize + c.len_utf8();
            let stop = Span::at(mark.end as usize..end);
            ends_behind(text.slice(end..)).then_some(Mark { span, stop, side: Side::InQuotation })
        }
        _ => {
            let quote = if closes(last) { last.len_utf8() } else { 0 };
            let inner = words.slice(..words.len() - quote);
            let stop = inner.chars().next_back().filter(|c| is_stop(*c) && *c != ':')?;
            let start = inner.len() - stop.len_utf8();
            // A point inside a sentence belongs to an abbreviation: `the U.S. [1] army`.
            let opens = after.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
            let shortens = stop == '.' && !opens || inner.slice(..start).ends_with(is_stop);
            (!shortens && (next.is_none_or(|c| c.is_whitespace() || c == ')'))).then(|| Mark {
                span,
                stop: Span::at(start..words.len()),
                side: Side::After,
            })
        }
    }
}

/// The side on which most of an article's references are placed: at least three, and three quarters of them.
#[must_use]
pub fn habit(marks: &[Mark]) -> Option<Side> {
    let after = marks.iter().filter(|mark| mark.side == Side::After).count();
    let before = marks.iter().filter(|mark| mark.side == Side::Before).count();
    let (most, side) = if after >= before { (after, Side::After) } else { (before, Side::Before) };
    (most >= 3 && most * 4 >= marks.len() * 3).then_some(side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    fn sides(text: &str) -> Vec<(String, String, Side)> {
        let text = format!("{text}\n\n[^1]: A.\n\n[^2]: B.\n\n## Notes\n\n1. C.\n2. D.\n");
        let markdown = crate::markdown::parse(&text);
        let bulletin = Bulletin::read("draft.md", &text, &markdown, &Gazetteer::shipped(), &Settings::default());
        let marks = bulletin.note_scopes().into_iter().flat_map(|scope| scope.marks(&text));
        marks.map(|mark| (mark.span.of(&text).to_owned(), mark.stop.of(&text).to_owned(), mark.side)).collect()
    }

    #[test]
    fn each_mark_beside_a_stop() {
        use Side::{After, Before, InQuotation};
        for (text, mark, stop, side) in [
            ("It left.[^1] It came.", "[^1]", ".", After),
            ("It left. [1] It came.", " [1]", ".", After),
            ("It left,[^1] and came.", "[^1]", ",", After),
            ("It left[^1]. It came.", "[^1]", ".", Before),
            ("It left [1].", " [1]", ".", Before),
            ("It left[^1][^2].", "[^1][^2]", ".", Before),
            ("It left [1, 2].", " [1, 2]", ".", Before),
            ("“It left.”[^1] It came.", "[^1]", ".”", After),
            ("“It left.[^1]” It came.", "[^1]", "”", InQuotation),
            ("“It left[^1].” It came.", "[^1]", ".”", Before),
        ] {
            assert_eq!(sides(text), [(mark.to_owned(), stop.to_owned(), side)], "{text}");
        }
        for text in [
            "It left[^1] and came.",
            "The U.S.[^1] army left.",
            "It left[^1]—and came.",
            "It left [3].",
            "So [[1]](#n1).",
        ] {
            assert_eq!(sides(text), [], "{text}");
        }
    }
}
