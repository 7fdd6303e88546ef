//! The edits that turn one text into another: small ones, so that cursors, folds and marks of others stay in place.

use crate::text::{Edit, Slice, Span};
use similar::{Algorithm, DiffOp};

/// Sorted, disjoint edits that turn `old` into `new`: by line, and within changed lines only from the first to the last
/// character that differs.
#[must_use]
pub fn edits(old: &str, new: &str) -> Vec<Edit> {
    let (a, b) = (lines(old), lines(new));
    let texts = |spans: &[Span], text| spans.iter().map(|span| span.of(text)).collect::<Vec<&str>>();
    // Fixes leave most lines unchanged, and most lines differ from each other: then this takes linear time.
    let ops = similar::capture_diff_slices(Algorithm::Patience, &texts(&a, old), &texts(&b, new));
    let mut edits = Vec::new();
    for op in ops {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (gone, come) = (cover(&a, op.old_range(), old), cover(&b, op.new_range(), new));
        edits.push(narrow(gone, gone.of(old), come.of(new)));
    }
    edits
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

/// The replacement of `old`, which is at `span`, without their common prefix and suffix.
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

    proptest! {
        #[test]
        fn the_edits_make_the_new_text(old in "[ab\u{e9}😀\r\n]{0,40}", new in "[ab\u{e9}😀\r\n]{0,40}") {
            prop_assert_eq!(apply(&old, &edits(&old, &new)), new);
        }

        #[test]
        fn no_change_no_edit(text in "[ab\n]{0,40}") {
            prop_assert!(edits(&text, &text).is_empty());
        }
    }
}
