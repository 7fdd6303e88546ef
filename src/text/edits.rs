//! Changes to a text: sorted, disjoint replacements.

use super::{Offset, Span};
use crate::text::Slice;
use compact_str::CompactString;
use std::collections::BTreeSet;

/// One replacement: `text` replaces the bytes of `span`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// The bytes to replace; empty for an insertion.
    pub span: Span,
    /// The new text; empty for a deletion. Mostly a character or a name, which needs no allocation.
    pub text: CompactString,
}

super::map_spans!(Edit { span; text });

impl Edit {
    /// Replaces `span` with `text`.
    pub fn replace(span: Span, text: impl Into<CompactString>) -> Edit {
        Edit { span, text: text.into() }
    }

    /// Inserts `text` before the byte at `offset`.
    pub fn insert(offset: Offset, text: impl Into<CompactString>) -> Edit {
        Edit { span: Span::empty(offset), text: text.into() }
    }

    /// Deletes `span`.
    #[must_use]
    pub fn delete(span: Span) -> Edit {
        Edit { span, text: CompactString::const_new("") }
    }
}

/// Whether two edits cannot both be applied: they share a byte, insert at the same place, or one inserts strictly
/// inside the other.
#[must_use]
pub fn conflict(a: &Edit, b: &Edit) -> bool {
    a.span.overlaps(b.span)
        || a.span.is_empty() && (b.span.is_empty() && a.span.start == b.span.start || inside(a, b))
        || b.span.is_empty() && inside(b, a)
}

fn inside(insertion: &Edit, other: &Edit) -> bool {
    other.span.start < insertion.span.start && insertion.span.start < other.span.end
}

/// `text` with the edits applied. Edits need not be sorted. Of two that conflict, the one earlier in the text wins; an
/// edit outside the text or off a character boundary is skipped.
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
        out.push_str(text.slice(at..range.start));
        out.push_str(&edit.text);
        at = range.end;
        last = Some(edit);
    }
    out.push_str(text.slice(at..));
    out
}

/// Edits collected one after another, none in conflict with another.
#[derive(Debug, Default)]
pub struct Disjoint<'a>(BTreeSet<(Span, &'a str)>);

impl<'a> Disjoint<'a> {
    /// Adds edits that belong together, unless one of them conflicts with those already added.
    pub fn take(&mut self, edits: &'a [Edit]) -> bool {
        let free = edits.iter().all(|edit| self.fits(edit));
        if free {
            self.0.extend(edits.iter().map(|edit| (edit.span, edit.text.as_str())));
        }
        free
    }

    /// Only the adjacent edits can conflict with an edit.
    fn fits(&self, edit: &Edit) -> bool {
        let key = (edit.span, edit.text.as_str());
        let before = self.0.range(..key).rev().take(2);
        before.chain(self.0.range(key..).take(2)).all(|(span, text)| !conflict(edit, &Edit::replace(*span, *text)))
    }
}

/// The edits that do in one step what `first` and then `second` do. Each list is sorted and disjoint; the spans of
/// `second` refer to the text that `first` produces. Adjacent edits are merged; those that change nothing are left out.
#[must_use]
pub fn compose(text: &str, first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let between = apply(text, first);
    // The position of each edit in the intermediate text: what the first wrote, and what the second removes. With it,
    // how far the first shifted the text that follows.
    let mut pushed = 0i64;
    let mut places: Vec<(Span, i64, Option<&Edit>)> = Vec::with_capacity(first.len() + second.len());
    for edit in first {
        let start = (i64::from(edit.span.start) + pushed) as usize;
        let grown = edit.text.len() as i64 - i64::from(edit.span.len());
        pushed += grown;
        places.push((Span::at(start..start + edit.text.len()), grown, None));
    }
    places.extend(second.iter().map(|edit| (edit.span, 0, Some(edit))));
    places.sort_by_key(|(span, ..)| *span);
    let mut composed = Vec::new();
    let (mut before, mut from) = (0, 0);
    while from < places.len() {
        let (mut whole, mut after, mut until) = (places[from].0, before, from);
        while let Some((span, grown, _)) = places.get(until).filter(|(span, ..)| span.start <= whole.end) {
            (whole, after, until) = (whole.cover(*span), after + grown, until + 1);
        }
        let later = places[from..until].iter().filter_map(|(.., edit)| *edit);
        let inside = later.map(|edit| {
            Edit::replace(Span::new(edit.span.start - whole.start, edit.span.end - whole.start), edit.text.as_str())
        });
        let written = apply(whole.of(&between), &inside.collect::<Vec<_>>());
        let old = |offset: Offset, pushed: i64| (i64::from(offset) - pushed) as Offset;
        let place = Span::new(old(whole.start, before), old(whole.end, after));
        if place.of(text) != written {
            composed.push(Edit::replace(place, written));
        }
        (before, from) = (after, until);
    }
    composed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn an_insertion_conflicts_inside_another_edit_only() {
        let other = Edit::replace(Span::new(1, 4), "X");
        for (at, expected) in [(0, false), (1, false), (2, true), (3, true), (4, false)] {
            let insertion = Edit::insert(at, "-");
            assert_eq!(conflict(&insertion, &other), expected, "{at}");
            assert_eq!(conflict(&other, &insertion), expected, "{at}");
        }
    }

    #[test]
    fn edits_that_belong_together_are_taken_together() {
        let edit = |start, end, text: &str| Edit::replace(Span::new(start, end), text);
        let (first, part, after) = ([edit(2, 4, "A")], [edit(3, 5, "B"), edit(7, 8, "C")], [edit(7, 8, "D")]);
        let around = [edit(0, 2, "E"), edit(4, 5, "F")];
        let mut taken = Disjoint::default();
        assert!(taken.take(&first));
        // One of the two conflicts, so neither is taken, and the place of the other stays free.
        assert!(!taken.take(&part));
        assert!(taken.take(&after));
        assert!(taken.take(&around));
        for again in [&first[..], &after, &around, &[edit(7, 8, "Z")], &[edit(1, 8, "")]] {
            assert!(!taken.take(&again.to_vec().leak()[..]), "{again:?}");
        }
    }

    #[test]
    fn what_lies_outside_the_text_or_inside_a_character_is_left_out() {
        assert_eq!(apply("é", &[Edit::delete(Span::new(0, 1)), Edit::delete(Span::new(7, 9))]), "é");
    }

    #[test]
    fn two_changes_are_one() {
        let text = "(Dawn May 9) .";
        let comma = [Edit::insert(5, ","), Edit::delete(Span::new(12, 13))];
        // A change elsewhere, one inside the inserted text, one beside it, and one that removes it.
        for (second, expected, edits) in [
            (Edit::replace(Span::new(7, 10), "June"), "(Dawn, June 9).", 3),
            (Edit::replace(Span::new(5, 6), " on"), "(Dawn on May 9).", 2),
            (Edit::insert(0, "See "), "See (Dawn, May 9).", 3),
            (Edit::delete(Span::new(1, 12)), "().", 2),
            // One that undoes a change, and one that writes what is there.
            (Edit::delete(Span::new(5, 6)), "(Dawn May 9).", 1),
            (Edit::replace(Span::new(0, 1), "("), "(Dawn, May 9).", 2),
        ] {
            let composed = compose(text, &comma, std::slice::from_ref(&second));
            assert_eq!(apply(text, &composed), expected, "{second:?}");
            assert_eq!(apply(text, &composed), apply(&apply(text, &comma), &[second]));
            assert_eq!(composed.len(), edits, "{composed:?}");
            assert!(composed.is_sorted_by(|a, b| a.span.end < b.span.start));
        }
    }

    /// Sorted edits of a text of that many letters, none in conflict with another.
    fn some(letters: u32) -> impl Strategy<Value = Vec<Edit>> {
        let edit = (0..=letters, 0..4u32, "[xyz]{0,3}");
        let edit = edit.prop_map(move |(at, len, text)| Edit::replace(Span::new(at, (at + len).min(letters)), text));
        prop::collection::vec(edit, 0..6).prop_map(|mut edits| {
            edits.sort();
            let mut kept: Vec<Edit> = Vec::new();
            for edit in edits {
                if kept.last().is_none_or(|last| last.span.end <= edit.span.start && !conflict(last, &edit)) {
                    kept.push(edit);
                }
            }
            kept
        })
    }

    proptest! {
        #[test]
        fn composed_edits_do_what_both_do((text, first) in ("[a-f]{0,12}", some(12)), second in some(12)) {
            let lies = |len: usize| move |edit: &Edit| edit.span.end as usize <= len;
            let first: Vec<Edit> = first.into_iter().filter(lies(text.len())).collect();
            let between = apply(&text, &first);
            let second: Vec<Edit> = second.into_iter().filter(lies(between.len())).collect();
            let composed = compose(&text, &first, &second);
            prop_assert_eq!(apply(&text, &composed), apply(&between, &second));
            prop_assert!(composed.is_sorted_by(|a, b| a.span.end < b.span.start));
        }
    }
}
