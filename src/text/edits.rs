//! Changes to a text: sorted, disjoint replacements.

use super::Span;
use compact_str::CompactString;

/// One replacement: the bytes of `span` give way to `text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion. Mostly a sign or a name, which needs no allocation.
    pub text: CompactString,
}

impl Edit {
    /// Puts `text` in the place of `span`.
    pub fn replace(span: Span, text: impl Into<CompactString>) -> Edit {
        Edit { span, text: text.into() }
    }

    /// Puts `text` before the byte at `offset`.
    pub fn insert(offset: super::Offset, text: impl Into<CompactString>) -> Edit {
        Edit { span: Span::empty(offset), text: text.into() }
    }

    /// Takes `span` away.
    #[must_use]
    pub fn delete(span: Span) -> Edit {
        Edit { span, text: CompactString::const_new("") }
    }
}

/// Whether two edits cannot both be applied: they share a byte, or insert at the same place,
/// or one inserts strictly inside the other.
#[must_use]
pub fn conflict(a: &Edit, b: &Edit) -> bool {
    a.span.overlaps(b.span)
        || a.span.is_empty() && (b.span.is_empty() && a.span.start == b.span.start || inside(a, b))
        || b.span.is_empty() && inside(b, a)
}

fn inside(insertion: &Edit, other: &Edit) -> bool {
    other.span.start < insertion.span.start && insertion.span.start < other.span.end
}

/// `text` with the edits applied. Edits need not be sorted; of two that conflict the earlier in the
/// text wins, and an edit that does not lie in the text on character boundaries is left out.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut at = 0;
    let mut last: Option<&Edit> = None;
    for edit in order {
        let range = edit.span.range();
        if text.get(range.clone()).is_none() || last.is_some_and(|last| conflict(last, edit)) {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&edit.text);
        at = range.end;
        last = Some(edit);
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_in_order_of_place() {
        let edits = [Edit::insert(5, "!"), Edit::replace(Span::new(0, 1), "J"), Edit::delete(Span::new(2, 3))];
        assert_eq!(apply("hello", &edits), "Jelo!");
    }

    #[test]
    fn the_earlier_of_two_that_conflict_wins() {
        let edits = [Edit::replace(Span::new(1, 4), "X"), Edit::replace(Span::new(3, 5), "Y")];
        assert_eq!(apply("hello", &edits), "hXo");
        let edits = [Edit::insert(2, "a"), Edit::insert(2, "b")];
        assert_eq!(apply("hello", &edits), "heallo");
    }

    #[test]
    fn neighbours_do_not_conflict() {
        let edits = [Edit::replace(Span::new(0, 2), "A"), Edit::insert(2, "-"), Edit::replace(Span::new(2, 4), "B")];
        assert!(!conflict(&edits[0], &edits[1]));
        assert_eq!(apply("hello", &edits), "A-Bo");
    }

    #[test]
    fn what_lies_outside_the_text_or_inside_a_character_is_left_out() {
        assert_eq!(apply("é", &[Edit::delete(Span::new(0, 1)), Edit::delete(Span::new(7, 9))]), "é");
    }
}
