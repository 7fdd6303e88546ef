//! Positions in a text, and changes to it.
//!
//! * An [`Offset`] counts bytes of UTF-8 from the start of the text; a byte order mark counts too.
//! * Lines, columns and UTF-16 exist only in [`lines`], and only the edges ask for them.
//! * Edits are sorted and disjoint ([`edits`]); nothing outside an edit's span ever changes.

pub mod diff;
pub mod edits;
pub mod hash;
pub mod letters;
pub mod line_ends;
pub mod lines;
pub mod reading;
pub mod url;
pub mod visible;
pub mod words;

pub use edits::Edit;
pub(crate) use line_ends::map_spans;
pub use line_ends::{LineFeeds, MapSpans};
pub use lines::{Encoding, LineColumn, LineIndex};
pub use reading::Reading;

use std::ops::{Bound, Deref, Range, RangeBounds};

/// Bytes from the start of the text. Texts of 4 GiB and more are refused when they are read.
pub type Offset = u32;

/// A half-open range of bytes, `start..end`, on character boundaries of its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: Offset,
    /// One past the last byte.
    pub end: Offset,
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Span {
    /// The span `start..end`; if the end is before the start, an empty span at `start`.
    #[must_use]
    #[inline]
    pub const fn new(start: Offset, end: Offset) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// A span from `usize` bounds.
    ///
    /// # Panics
    /// Never for texts within [`Offset`]; larger bounds are clamped to the largest offset.
    #[must_use]
    #[inline]
    pub fn at(range: Range<usize>) -> Span {
        let cut = |n: usize| Offset::try_from(n).unwrap_or(Offset::MAX);
        Span::new(cut(range.start), cut(range.end))
    }

    /// An empty span: the position before the byte at `offset`.
    #[must_use]
    #[inline]
    pub const fn empty(offset: Offset) -> Span {
        Span { start: offset, end: offset }
    }

    /// The bytes as a range to slice with.
    #[must_use]
    #[inline]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text in this span; empty if the span is not in the text.
    #[must_use]
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in bytes.
    #[must_use]
    #[inline]
    pub const fn len(self) -> Offset {
        self.end - self.start
    }

    /// Whether the span is empty.
    #[must_use]
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` is entirely within this span.
    #[must_use]
    #[inline]
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` is in the span.
    #[must_use]
    #[inline]
    pub const fn covers(self, offset: Offset) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two spans share a byte.
    #[must_use]
    #[inline]
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// From the first byte of either to the last byte of either.
    #[must_use]
    #[inline]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The start of the character that contains `at`; the end of `text` if `at` is beyond it.
#[must_use]
#[inline]
pub const fn floor_boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut at = at;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The start of the first character at or after `at`; the end of `text` if there is none.
#[must_use]
#[inline]
pub const fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at;
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    if at < text.len() { at } else { text.len() }
}

/// Slicing with computed bounds. The core slices text with this or with [`Span::of`], never with `[…]` (Clippy's
/// `string_slice` enforces that).
pub trait Slice {
    /// The bytes in `range`. A bound inside a character moves to that character's start, one beyond the end moves to
    /// the end, and a start after the end yields an empty text. It never panics, and adjacent ranges stay adjacent.
    #[must_use]
    fn slice(&self, range: impl RangeBounds<usize>) -> &str;
}

impl Slice for str {
    #[inline]
    fn slice(&self, range: impl RangeBounds<usize>) -> &str {
        let start = match range.start_bound() {
            Bound::Included(&at) => at,
            Bound::Excluded(&at) => at.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&at) => at.saturating_add(1),
            Bound::Excluded(&at) => at,
            Bound::Unbounded => self.len(),
        };
        match self.get(start..end) {
            Some(slice) => slice,
            None => slice_at_boundaries(self, start, end),
        }
    }
}

#[cold]
fn slice_at_boundaries(text: &str, start: usize, end: usize) -> &str {
    let (start, end) = (floor_boundary(text, start), floor_boundary(text, end));
    text.get(start..end).unwrap_or_default()
}

/// A value and where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Spanned<T> {
    /// The span.
    pub span: Span,
    /// The value.
    pub value: T,
}

impl<T> Spanned<T> {
    /// `value` as written at `span`.
    #[inline]
    pub const fn new(span: Span, value: T) -> Spanned<T> {
        Spanned { span, value }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The items of `sorted` (by span, disjoint or nested at equal start) that start within `span`.
pub fn within<T>(sorted: &[T], span: Span, place: impl Fn(&T) -> Span) -> &[T] {
    let from = sorted.partition_point(|item| place(item).start < span.start);
    let len = sorted[from..].partition_point(|item| place(item).start < span.end);
    &sorted[from..from + len]
}

/// A position in a sorted list. A lookup costs as much as its distance from the previous one, so lookups in roughly
/// list order are cheap.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor(usize);

impl Cursor {
    /// The first item of `sorted` for which `before` is false, as [`slice::partition_point`] returns it.
    pub fn seek<T>(&mut self, sorted: &[T], before: impl Fn(&T) -> bool) -> usize {
        let mut step = 1;
        let near = if sorted.get(self.0).is_some_and(&before) {
            let mut low = self.0 + 1;
            while sorted.get(low + step - 1).is_some_and(&before) {
                (low, step) = (low + step, step * 2);
            }
            low..sorted.len().min(low + step)
        } else {
            let mut high = sorted.len().min(self.0);
            while high >= step && !before(&sorted[high - step]) {
                (high, step) = (high - step, step * 2);
            }
            high.saturating_sub(step)..high
        };
        self.0 = near.start + sorted[near].partition_point(before);
        self.0
    }
}

/// `text` without white space at its ends. Fast path: two bytes are enough to show that most names have none.
#[must_use]
#[inline]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// What precedes and follows the first occurrence of `part`, as `str::split_once` does it, but without preparing a search:
/// faster for texts of a few words.
#[must_use]
pub fn split_at<'t>(text: &'t str, part: &str) -> Option<(&'t str, &'t str)> {
    let first = part.as_bytes().first()?;
    let at =
        memchr::memchr_iter(*first, text.as_bytes()).find(|at| text.as_bytes()[*at..].starts_with(part.as_bytes()))?;
    Some((text.slice(..at), text.slice(at + part.len()..)))
}

/// What comes before the first space of a text; all of it if there is none.
#[must_use]
pub fn first_word(text: &str) -> &str {
    text.slice(..text.bytes().position(|byte| byte == b' ').unwrap_or(text.len()))
}

/// What comes after the last space of a text; all of it if there is none.
#[must_use]
pub fn last_word(text: &str) -> &str {
    text.slice(text.bytes().rposition(|byte| byte == b' ').map_or(0, |space| space + 1)..)
}

/// The end of a text, in whole characters: at most so many bytes. For what stands directly before a place and is asked for
/// again and again, as in a text without spaces.
#[must_use]
pub fn tail(text: &str, most: usize) -> &str {
    text.slice(ceil_boundary(text, text.len().saturating_sub(most))..)
}

/// The one of the disjoint, sorted spans that covers `offset`.
#[must_use]
pub fn covering(sorted: &[Span], offset: Offset) -> Option<Span> {
    let next = sorted.partition_point(|span| span.start <= offset);
    let last = sorted[..next].last()?;
    last.covers(offset).then_some(*last)
}

/// Whether two characters are the first two bytes of one in UTF-8 that was read as Windows-1252: `Ã©`, `â€`, `ðŸ`.
#[must_use]
pub const fn is_misread(first: char, second: char) -> bool {
    matches!(first, 'â' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ð' | 'Ñ' | 'Ø' | 'Ù' | 'ð')
        && matches!(
            second,
            // Not the marks that may follow a word.
            '€' | '™' | '¢' | '©' | '®' | '°' | '±' | '¶' | '§' | '¨' | '¡' | '¼' | '¤' | 'Ÿ'
        )
}

/// The text with an initial capital: `improvised` → `Improvised`.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number with its noun, as in a sentence: `1 entry`, `2 entries`.
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `once`, `3 times`
#[must_use]
pub fn times(number: usize) -> String {
    if number == 1 { "once".to_owned() } else { format!("{number} times") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_trimmed_at_both_ends() {
        for text in ["", " ", "a", "ab", " a b ", "\u{a0}é", "a\u{2009}", "(a)\n", "ʿAyn", "\u{1f}a"] {
            assert_eq!(trim(text), text.trim(), "{text:?}");
        }
    }

    #[test]
    fn the_first_and_the_last_word_end_at_spaces() {
        for (text, first, last) in
            [("", "", ""), ("é", "é", "é"), ("a b c", "a", "c"), (" a ", "", ""), ("a\nb", "a\nb", "a\nb")]
        {
            assert_eq!((first_word(text), last_word(text)), (first, last), "{text:?}");
        }
    }

    #[test]
    fn slices_never_fall_inside_a_character() {
        let text = "a é — 😀 ’x";
        for start in 0..text.len() + 3 {
            let floor = floor_boundary(text, start);
            assert!(text.is_char_boundary(floor) && floor <= start && text.len().min(start) - floor < 4, "{start}");
            let ceil = ceil_boundary(text, start);
            assert!(
                text.is_char_boundary(ceil) && (start > text.len() || ceil >= start && ceil - start < 4),
                "{start}"
            );
            assert_eq!(format!("{}{}", text.slice(..start), text.slice(start..)), text, "{start}");
            for end in 0..text.len() + 3 {
                let slice = text.slice(start..end);
                if let Some(exact) = text.get(start..end) {
                    assert_eq!(slice, exact);
                }
                assert_eq!(
                    slice,
                    text.slice(start..=end.wrapping_sub(1).min(99)).slice(..slice.len()),
                    "{start}..{end}"
                );
            }
        }
        assert_eq!(text.slice(usize::MAX..), "");
        assert_eq!(text.slice(..=usize::MAX), text);
    }

    #[test]
    fn a_cursor_finds_what_a_search_finds() {
        let sorted: Vec<u32> = (0..100).map(|n| n / 3 * 4).collect();
        let mut cursor = Cursor::default();
        for wanted in (0..150).chain((0..150).rev()).chain([70, 3, 200, 0, 64, 65, 1]) {
            let before = |n: &u32| *n < wanted;
            assert_eq!(cursor.seek(&sorted, before), sorted.partition_point(before), "{wanted}");
        }
        assert_eq!(cursor.seek(&sorted[..0], |_| true), 0);
    }
}
