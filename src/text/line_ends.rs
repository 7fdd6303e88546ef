//! Line ends: a text is read with every line end as LF, and findings are mapped back to the original text.
//!
//! * CRLF, a lone CR and LF are equivalent; no reader has to know the other two.
//! * [`MapSpans`] moves every span of a value. [`map_spans!`](crate::text::map_spans) implements it field by field;
//!   leaving out a field is a compile error.

use super::{Offset, Span, Spanned};
use smallvec::{Array, SmallVec};
use std::borrow::Cow;

/// A text with each line end as LF.
#[derive(Clone, Debug)]
pub struct LineFeeds<'t> {
    text: Cow<'t, str>,
    /// The line ends that are a byte shorter here than in the original.
    shortened: Vec<Offset>,
}

impl<'t> LineFeeds<'t> {
    /// Converts the line ends of a text; a text that has only LF is not copied.
    #[must_use]
    pub fn of(text: &'t str) -> LineFeeds<'t> {
        let Some(first) = memchr::memchr(b'\r', text.as_bytes()) else {
            return LineFeeds { text: Cow::Borrowed(text), shortened: Vec::new() };
        };
        let mut lf = String::with_capacity(text.len());
        let mut shortened = Vec::new();
        let (head, mut rest) = text.split_at(first);
        lf.push_str(head);
        while let Some(after) = rest.strip_prefix('\r') {
            let after =
                after.strip_prefix('\n').inspect(|_| shortened.push(Span::at(lf.len()..0).start)).unwrap_or(after);
            let (line, next) = after.split_at(memchr::memchr(b'\r', after.as_bytes()).unwrap_or(after.len()));
            lf.push('\n');
            lf.push_str(line);
            rest = next;
        }
        LineFeeds { text: Cow::Owned(lf), shortened }
    }

    /// The text with LF line ends.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position in the original of a byte of this text.
    #[must_use]
    pub fn original(&self, offset: Offset) -> Offset {
        let before = self.shortened.partition_point(|line_end| *line_end < offset);
        offset + Offset::try_from(before).unwrap_or(Offset::MAX)
    }

    /// Maps the spans of `value` from this text to the original.
    pub fn restore<T: MapSpans>(&self, value: &mut T) {
        if !self.shortened.is_empty() {
            value.map_spans(&|span| Span::new(self.original(span.start), self.original(span.end)));
        }
    }
}

/// The first line end of a text, taken as the form of all; LF if it has none.
#[must_use]
pub fn line_end(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', bytes).map(|at| &bytes[at..]) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    }
}

/// The words on one line: a line end, with the spaces and block quote marks around it, becomes a space.
#[must_use]
pub fn join_lines(words: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', words.as_bytes()).is_none() {
        return words;
    }
    let mut line = String::with_capacity(words.len());
    for (at, part) in words.split(['\n', '\r']).enumerate() {
        let part = if at == 0 { part } else { part.trim_start_matches([' ', '\t', '>']) };
        if !line.ends_with(' ') && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    Cow::Owned(line)
}

/// A value whose spans can be moved.
pub trait MapSpans {
    /// Moves each span by `map`, which never changes their order.
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span);
}

impl MapSpans for Offset {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        *self = map(Span::empty(*self)).start;
    }
}

impl MapSpans for Span {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        *self = map(*self);
    }
}

impl<T> MapSpans for Spanned<T> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        let Spanned { span, value: _ } = self;
        span.map_spans(map);
    }
}

impl<T: MapSpans> MapSpans for Option<T> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        self.iter_mut().for_each(|one| one.map_spans(map));
    }
}

impl<T: MapSpans> MapSpans for Box<T> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        (**self).map_spans(map);
    }
}

impl<T: MapSpans> MapSpans for Vec<T> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        self.iter_mut().for_each(|one| one.map_spans(map));
    }
}

impl<A: Array<Item: MapSpans>> MapSpans for SmallVec<A> {
    fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        self.iter_mut().for_each(|one| one.map_spans(map));
    }
}

/// Implements [`MapSpans`] for a struct: the fields with spans first, then those without.
macro_rules! map_spans {
    ($type:ty { $($moved:ident),* $(,)? $(; $($kept:ident),* $(,)?)? }) => {
        impl crate::text::MapSpans for $type {
            fn map_spans(&mut self, map: &dyn Fn(crate::text::Span) -> crate::text::Span) {
                let Self { $($moved,)* $($($kept: _,)*)? } = self;
                $(crate::text::MapSpans::map_spans($moved, map);)*
            }
        }
    };
}
pub(crate) use map_spans;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_line_end_is_the_texts() {
        for (text, expected) in
            [("", "\n"), ("a", "\n"), ("a\nb\r\n", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb\n", "\r"), ("a\r", "\r")]
        {
            assert_eq!(line_end(text), expected, "{text:?}");
        }
    }

    #[test]
    fn words_stand_join_lines() {
        for (words, expected) in [
            ("Hasht al-Shaabi", "Hasht al-Shaabi"),
            ("Hasht\nal-Shaabi", "Hasht al-Shaabi"),
            ("Hasht\r\nal-Shaabi", "Hasht al-Shaabi"),
            ("Hasht\ral-Shaabi", "Hasht al-Shaabi"),
            ("Hasht \n> al-Shaabi", "Hasht al-Shaabi"),
            ("a\n\nb\n", "a b "),
        ] {
            assert_eq!(join_lines(Cow::Borrowed(words)), expected, "{words:?}");
        }
    }

    #[test]
    fn a_line_end_is_where_it_starts() {
        let feeds = LineFeeds::of("a\r\nb\rc\r\n");
        assert_eq!(feeds.text(), "a\nb\nc\n");
        let places: Vec<Offset> = (0..=6).map(|at| feeds.original(at)).collect();
        assert_eq!(places, [0, 1, 3, 4, 5, 6, 8]);
    }

    #[test]
    fn every_place_in_a_value_is_moved() {
        let (read, original) = (Span::new(2, 3), Span::new(3, 4));
        fn restored<T: MapSpans>(text: &str, mut value: T) -> T {
            LineFeeds::of(text).restore(&mut value);
            value
        }
        let text = "a\r\nb";
        assert_eq!(restored(text, read), original);
        assert_eq!(restored(text, 2 as Offset), 3);
        assert_eq!(restored(text, Spanned::new(read, 'b')), Spanned::new(original, 'b'));
        assert_eq!(restored(text, Some(read)), Some(original));
        assert_eq!(restored(text, Box::new(read)), Box::new(original));
        assert_eq!(restored(text, vec![Span::new(0, 1), read]), [Span::new(0, 1), original]);
        assert_eq!(restored(text, SmallVec::<[Span; 1]>::from_elem(read, 2)).as_slice(), [original; 2]);
        assert_eq!(restored("a\nb", read), read);
        assert_eq!(restored("a\rb", read), read);
    }

    proptest! {
        #[test]
        fn each_byte_stands_where_it_stood(text in "[a\r\né]{0,30}") {
            let feeds = LineFeeds::of(&text);
            prop_assert_eq!(feeds.text(), text.replace("\r\n", "\n").replace('\r', "\n"));
            let mut last = None;
            for (at, c) in feeds.text().char_indices() {
                let original = feeds.original(u32::try_from(at).unwrap()) as usize;
                let there = text[original..].chars().next();
                prop_assert!(there == Some(c) || c == '\n' && there == Some('\r'));
                prop_assert!(last < Some(original));
                last = Some(original);
            }
            prop_assert_eq!(feeds.original(u32::try_from(feeds.text().len()).unwrap()) as usize, text.len());
        }
    }
}
