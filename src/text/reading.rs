//! A text as it is read: some stretches are replaced or removed, and findings are mapped back to the text as written.

use super::{Edit, MapSpans, Offset, Slice, Span};
use std::borrow::Cow;

/// A text with some stretches replaced.
#[derive(Clone, Debug)]
pub struct Reading<'t> {
    text: Cow<'t, str>,
    replaced: Vec<Replaced>,
}

/// A stretch that is read differently from how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Its place in the text as it is written.
    pub written: Span,
    /// Its place in the text as it is read; empty if nothing is left of it.
    pub read: Span,
}

impl<'t> Reading<'t> {
    /// The text as it is written.
    #[must_use]
    pub fn whole(text: &'t str) -> Reading<'t> {
        Reading { text: Cow::Borrowed(text), replaced: Vec::new() }
    }

    /// Applies these edits to the text. They are sorted and disjoint; an edit that is not is skipped.
    #[must_use]
    pub fn new(text: &'t str, edits: &[Edit]) -> Reading<'t> {
        if edits.is_empty() {
            return Reading::whole(text);
        }
        let mut read = String::with_capacity(text.len() + edits.len() * 8);
        let mut replaced = Vec::with_capacity(edits.len());
        let mut at = 0;
        for edit in edits {
            let Span { start, end } = edit.span;
            if (start as usize) < at || text.get(edit.span.range()).is_none() {
                continue;
            }
            read.push_str(text.slice(at..start as usize));
            let from = read.len();
            read.push_str(&edit.text);
            replaced.push(Replaced { written: edit.span, read: Span::at(from..read.len()) });
            at = end as usize;
        }
        read.push_str(text.slice(at..));
        Reading { text: Cow::Owned(read), replaced }
    }

    /// The text as it is read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The stretches that are read differently, in order.
    #[must_use]
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// Where a stretch of the text as read is written. It starts after anything removed before it, ends before anything
    /// removed after it, and includes whole whatever was replaced within it.
    #[must_use]
    pub fn written(&self, span: Span) -> Span {
        let end = self.end(span.end);
        if span.is_empty() {
            return Span::empty(end);
        }
        Span::new(self.start(span.start), end)
    }

    fn start(&self, offset: Offset) -> Offset {
        let before = self.replaced.partition_point(|replaced| replaced.read.start <= offset);
        let Some(Replaced { written, read }) = before.checked_sub(1).and_then(|at| self.replaced.get(at)) else {
            return offset;
        };
        if offset < read.end { written.start } else { written.end + (offset - read.end) }
    }

    fn end(&self, offset: Offset) -> Offset {
        let before = self.replaced.partition_point(|replaced| replaced.read.start < offset);
        let Some(Replaced { written, read }) = before.checked_sub(1).and_then(|at| self.replaced.get(at)) else {
            return offset;
        };
        if offset <= read.end { written.end } else { written.end + (offset - read.end) }
    }

    /// Maps the spans of `value` from the text as read to the text as written.
    pub fn restore<T: MapSpans>(&self, value: &mut T) {
        if !self.replaced.is_empty() {
            value.map_spans(&|span| self.written(span));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_lie_beside_what_is_gone() {
        let text = "ab<x>cd<y>ef";
        let edits = [Edit::delete(Span::new(2, 5)), Edit::replace(Span::new(7, 10), "§")];
        let reading = Reading::new(text, &edits);
        assert_eq!(reading.text(), "abcd§ef");
        for (span, written) in [
            (Span::new(0, 2), "ab"),
            (Span::new(2, 4), "cd"),
            (Span::new(1, 3), "b<x>c"),
            (Span::new(4, 6), "<y>"),
            (Span::new(3, 7), "d<y>e"),
            (Span::new(6, 8), "ef"),
        ] {
            assert_eq!(reading.written(span).of(text), written, "{span:?}");
        }
        assert_eq!(reading.written(Span::empty(2)), Span::empty(2));
        assert_eq!(reading.written(Span::empty(4)), Span::empty(7));
        assert_eq!(reading.written(Span::empty(6)), Span::empty(10));
    }

    proptest! {
        #[test]
        fn what_is_not_replaced_stands_where_it_stood(
            text in "[a-zé]{0,40}",
            cuts in prop::collection::vec((0usize..42, 0usize..6, "[A-Z]{0,3}"), 0..6),
        ) {
            let mut edits: Vec<Edit> =
                cuts.into_iter().map(|(at, len, new)| Edit::replace(Span::at(at..at + len), new)).collect();
            edits.sort();
            let reading = Reading::new(&text, &edits);
            let mut last = 0;
            for (at, c) in reading.text().char_indices() {
                let span = Span::at(at..at + c.len_utf8());
                let written = reading.written(span);
                prop_assert!(text.get(written.range()).is_some());
                prop_assert!(written.start >= last);
                last = written.start;
                if !c.is_ascii_uppercase() {
                    prop_assert_eq!(written.of(&text), span.of(reading.text()));
                }
            }
        }
    }
}
