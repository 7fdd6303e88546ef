//! The edits that turn one text into another: small ones, so that an editor's cursors, folds and marks stay in place.

use crate::text::{Edit, Slice, Span};
use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, patience};

/// The operations that turn `old` into `new`, whose pieces are lines or words. If most pieces stay and most differ from
/// each other, this takes linear time.
#[must_use]
pub fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    // The library's function that takes any algorithm compiles all six of them, for each type of piece.
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = patience::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    found.into_inner().into_inner().into_ops()
}

/// Sorted, disjoint edits that turn `old` into `new`: by line, and within changed lines only from the first to the last
/// character that differs.
#[must_use]
pub fn edits(old: &str, new: &str) -> Vec<Edit> {
    let (a, b) = (lines(old), lines(new));
    let texts = |spans: &[Span], text| spans.iter().map(|span| span.of(text)).collect::<Vec<&str>>();
    let mut edits = Vec::new();
    for op in operations(&texts(&a, old), &texts(&b, new)) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (gone, come) = (cover(&a, op.old_range(), old), cover(&b, op.new_range(), new));
        edits.push(narrow(gone, gone.of(old), come.of(new)));
    }
    edits
}

/// The same edits widened to whole words so that each can be read: `Sept` becomes `September`, rather than `ember`
/// being added.
#[must_use]
pub fn word_edits(old: &str, new: &str) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    let whole = Span::at(0..old.len());
    for hunk in edits(old, new) {
        // The words in which the hunk begins and ends, with what is left of them in the new text.
        let before = ends_in_word(Span::new(whole.start, hunk.span.start).of(old));
        let after = begins_in_word(Span::new(hunk.span.end, whole.end).of(old));
        let span =
            Span::new(hunk.span.start - Span::at(0..before.len()).end, hunk.span.end + Span::at(0..after.len()).end);
        let text = format!("{before}{}{after}", hunk.text);
        // An unchanged line separates two hunks, so no word is in both.
        if text.len() > LARGEST {
            all.push(Edit::replace(span, text));
        } else {
            tokens(span, &text, old, &mut all);
        }
    }
    all
}

/// The largest replacement that is compared word by word.
const LARGEST: usize = 1 << 14;

/// The edits that turn the words of `old` at `span` into those of `new`.
fn tokens(span: Span, new: &str, old: &str, all: &mut Vec<Edit>) {
    let (a, b) = (words(span.of(old)), words(new));
    let mut at = span.start;
    let len = |words: &[&str]| Span::at(0..words.iter().map(|word| word.len()).sum()).end;
    for op in operations(&a, &b) {
        let (from, to) = (&a[op.old_range()], &b[op.new_range()]);
        let end = at + len(from);
        if !matches!(op, DiffOp::Equal { .. }) {
            all.push(Edit::replace(Span::new(at, end), to.concat()));
        }
        at = end;
    }
}

/// Words, and every other character by itself.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first.is_alphanumeric() {
            true => rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        found.push(rest.slice(..end));
        rest = rest.slice(end..);
    }
    found
}

fn ends_in_word(text: &str) -> &str {
    text.slice(text.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| crate::text::ceil_boundary(text, at + 1))..)
}

fn begins_in_word(text: &str) -> &str {
    text.slice(..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len()))
}

/// The lines of a text, including their line ends.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            start += line.len();
            Span::at(start - line.len()..start)
        })
        .collect()
}

fn cover(lines: &[Span], range: std::ops::Range<usize>, text: &str) -> Span {
    let start = lines.get(range.start).map_or(Span::at(0..text.len()).end, |line| line.start);
    let end = if range.is_empty() { start } else { lines[range.end - 1].end };
    Span::new(start, end)
}

/// The replacement for `old`, which is at `span`, without the common prefix and suffix.
fn narrow(span: Span, old: &str, new: &str) -> Edit {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let head = same(&mut old.chars(), &mut new.chars());
    let tail = same(&mut old.slice(head..).chars().rev(), &mut new.slice(head..).chars().rev());
    let start = span.start + Span::at(0..head).end;
    let end = span.end - Span::at(0..tail).end;
    Edit::replace(Span::new(start, end), new.slice(head..new.len() - tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::edits::apply;
    use proptest::prelude::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let found = edits("one\ntwo (x May 9)\nthree\n", "one\ntwo (x, May 9)\nthree\n");
        assert_eq!(found, [Edit::insert(10, ",")]);
    }

    #[test]
    fn whole_words_are_replaced() {
        let found = word_edits("on Sept 9 and Octbr 10, here\n", "on September 9 and October 10 here\n");
        assert_eq!(
            found,
            [
                Edit::replace(Span::new(3, 7), "September"),
                Edit::replace(Span::new(14, 19), "October"),
                Edit::replace(Span::new(22, 23), ""),
            ]
        );
    }

    proptest! {
        #[test]
        fn the_edits_make_the_new_text(old in "[ab\u{e9}😀\r\n]{0,40}", new in "[ab\u{e9}😀\r\n]{0,40}") {
            prop_assert_eq!(apply(&old, &edits(&old, &new)), new);
        }

        #[test]
        fn the_edits_by_words_make_the_new_text(old in "[ab\u{e9}😀. \n]{0,40}", new in "[ab\u{e9}😀. \n]{0,40}") {
            let found = word_edits(&old, &new);
            prop_assert!(found.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{:?}", found);
            prop_assert_eq!(apply(&old, &found), new);
        }

        #[test]
        fn no_change_no_edit(text in "[ab\n]{0,40}") {
            prop_assert!(edits(&text, &text).is_empty());
        }
    }
}
