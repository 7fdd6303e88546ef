//! Lines and columns, in bytes, UTF-16 code units or characters.
//!
//! * Lines end at LF, CRLF and a lone CR, as in the LSP; U+2028, form feed and the like do not end a line.
//! * Both directions are total: a column past the end of its line becomes the line's end, a line past the last becomes
//!   the text's end, and an offset inside a character becomes that character's start.
//! * A lookup costs a binary search and at most [`STRIDE`] bytes of scanning, however long the line.

use super::{Offset, Slice, ceil_boundary, floor_boundary};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units: what an LSP client counts unless it says otherwise.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The number of lines before this one.
    pub line: u32,
    /// Units of the encoding before this position on its line.
    pub column: u32,
}

/// Bytes between two counting marks.
const STRIDE: usize = 1024;

/// Where the lines of one text start, and how many units precede every [`STRIDE`]th byte.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<Offset>,
    /// At the first character boundary at or after `k * STRIDE`: the characters and surrogate pairs before it. Empty if
    /// the text is ASCII, because then every encoding counts bytes.
    marks: Vec<Mark>,
    len: Offset,
}

#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: Offset,
    characters: u32,
    pairs: u32,
}

impl LineIndex {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(offset(at + 1));
        }
        LineIndex { starts, marks: marks(text), len: offset(bytes.len()) }
    }

    /// Number of lines; a text that ends in a line end has an empty last line.
    #[must_use]
    pub fn lines(&self) -> u32 {
        offset(self.starts.len())
    }

    /// The bytes of `line` (from 0) without its line end. Empty past the last line.
    #[must_use]
    pub fn line(&self, text: &str, line: u32) -> super::Span {
        let Some(&start) = self.starts.get(line as usize) else { return super::Span::empty(self.len) };
        let next = self.starts.get(line as usize + 1).copied().unwrap_or(self.len);
        let body = text.get(start as usize..next as usize).unwrap_or("");
        let body = body.strip_suffix('\n').unwrap_or(body);
        let body = body.strip_suffix('\r').unwrap_or(body);
        super::Span::new(start, start + offset(body.len()))
    }

    /// The line (from 0) that contains `offset`.
    #[must_use]
    pub fn line_of(&self, offset: Offset) -> u32 {
        self::offset(self.starts.partition_point(|&start| start <= offset) - 1)
    }

    /// The line and column of a byte.
    #[must_use]
    pub fn position(&self, text: &str, offset: Offset, encoding: Encoding) -> LineColumn {
        let at = self::offset(floor_boundary(text, offset.min(self.len) as usize));
        let line = self.line_of(at);
        let start = self.starts[line as usize];
        let column = if ((at - start) as usize) < STRIDE && encoding != Encoding::Utf8 && !self.marks.is_empty() {
            // Nearly all lines are this short: the text before the line need not be counted.
            let (characters, pairs) = count(&text.as_bytes()[start as usize..at as usize]);
            Mark { at, characters, pairs }.units(encoding)
        } else {
            self.units(text, at, encoding) - self.units(text, start, encoding)
        };
        LineColumn { line, column }
    }

    /// The byte at a line and column; a position outside the text is moved to the nearest one inside.
    #[must_use]
    pub fn offset(&self, text: &str, place: LineColumn, encoding: Encoding) -> Offset {
        let line = self.line(text, place.line);
        if place.line >= self.lines() {
            return self.len;
        }
        if encoding == Encoding::Utf8 || self.marks.is_empty() {
            return self::offset(floor_boundary(text, line.start.saturating_add(place.column).min(line.end) as usize));
        }
        let goal = u64::from(self.units(text, line.start, encoding)) + u64::from(place.column);
        let mark = self.marks.partition_point(|mark| u64::from(mark.units(encoding)) <= goal);
        let mark = self.marks[..mark].last().copied().unwrap_or_default();
        let (mut at, mut count) = if mark.at < line.start {
            (line.start, u64::from(self.units(text, line.start, encoding)))
        } else {
            (mark.at, u64::from(mark.units(encoding)))
        };
        for c in text.slice(at as usize..(line.end.max(at)) as usize).chars() {
            let width = if encoding == Encoding::Utf16 { c.len_utf16() as u64 } else { 1 };
            if count + width > goal {
                break;
            }
            count += width;
            at += offset(c.len_utf8());
        }
        at.min(line.end)
    }

    /// Units from the start of the text to `at`, a character boundary.
    fn units(&self, text: &str, at: Offset, encoding: Encoding) -> u32 {
        if encoding == Encoding::Utf8 || self.marks.is_empty() {
            return at;
        }
        let mark = self.marks.partition_point(|mark| mark.at <= at);
        let mark = self.marks[..mark].last().copied().unwrap_or_default();
        let (characters, pairs) = count(&text.as_bytes()[mark.at as usize..at as usize]);
        Mark { at, characters: mark.characters + characters, pairs: mark.pairs + pairs }.units(encoding)
    }
}

impl Mark {
    fn units(&self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Utf8 => self.at,
            Encoding::Utf16 => self.characters + self.pairs,
            Encoding::Utf32 => self.characters,
        }
    }
}

fn marks(text: &str) -> Vec<Mark> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut mark = Mark::default();
    marks.push(mark);
    let mut goal = STRIDE;
    while goal < text.len() {
        goal = ceil_boundary(text, goal);
        let (characters, pairs) = count(&text.as_bytes()[mark.at as usize..goal]);
        mark = Mark { at: offset(goal), characters: mark.characters + characters, pairs: mark.pairs + pairs };
        marks.push(mark);
        goal += STRIDE;
    }
    marks
}

/// Characters, and characters that take two UTF-16 units, in whole characters of UTF-8.
fn count(bytes: &[u8]) -> (u32, u32) {
    let mut characters = 0;
    let mut pairs = 0;
    for &byte in bytes {
        characters += u32::from(byte & 0xC0 != 0x80);
        pairs += u32::from(byte >= 0xF0);
    }
    (characters, pairs)
}

/// `n` as an offset; texts are below 4 GiB (see [`Offset`]).
fn offset(n: usize) -> Offset {
    Offset::try_from(n).unwrap_or(Offset::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    #[test]
    fn only_the_line_ends_of_the_lsp_end_lines() {
        let index = LineIndex::new("a\nb\r\nc\rd\u{2028}e\u{c}f\u{85}g");
        assert_eq!(index.lines(), 4);
        let empty = LineIndex::new("");
        assert_eq!(empty.lines(), 1);
        assert_eq!(LineIndex::new("a\n").lines(), 2);
    }

    #[test]
    fn columns_count_what_the_encoding_counts() {
        let text = "x\n👩‍💻é العربية b";
        let index = LineIndex::new(text);
        let b = u32::try_from(text.find('b').unwrap()).unwrap();
        let column = |encoding| index.position(text, b, encoding).column;
        assert_eq!(column(Encoding::Utf8), b - 2);
        assert_eq!(column(Encoding::Utf32), 13);
        assert_eq!(column(Encoding::Utf16), 15);
    }

    #[test]
    fn no_place_is_far_from_a_mark() {
        for text in ["é".repeat(5000), "x😀".repeat(1500), "漢".repeat(STRIDE)] {
            let marks = marks(&text);
            let ends = marks.iter().skip(1).map(|mark| mark.at as usize).chain([text.len()]);
            for (mark, end) in marks.iter().zip(ends) {
                assert!(end - mark.at as usize <= STRIDE + 4);
                let before = &text[..mark.at as usize];
                assert_eq!(mark.characters as usize, before.chars().count());
                assert_eq!((mark.characters + mark.pairs) as usize, before.encode_utf16().count());
            }
        }
        assert!(marks("plain").is_empty());
    }

    #[test]
    fn absurd_places_are_brought_inside() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(text);
        let at = |line, column| index.offset(text, LineColumn { line, column }, Encoding::Utf16);
        assert_eq!(at(0, 99), 2);
        assert_eq!(at(7, 0), 6);
        assert_eq!(at(1, u32::MAX), 6);
        assert_eq!(index.position(text, 999, Encoding::Utf16), LineColumn { line: 1, column: 2 });
    }

    proptest! {
        #[test]
        fn there_and_back(text in "(?s)[a\u{e9}\u{4e16}😀\r\n\u{2028} ]{0,40}", long in 0usize..3) {
            let text = text.repeat(1 + long * 60);
            let index = LineIndex::new(&text);
            for (at, _) in text.char_indices() {
                let at = u32::try_from(at).unwrap();
                for encoding in ENCODINGS {
                    let place = index.position(&text, at, encoding);
                    let line = index.line(&text, place.line);
                    let back = index.offset(&text, place, encoding);
                    prop_assert_eq!(back, at.min(line.end), "{:?} {:?}", place, encoding);
                    let naive = &text[line.start as usize..at.max(line.start) as usize];
                    let columns = match encoding {
                        Encoding::Utf8 => naive.len(),
                        Encoding::Utf16 => naive.encode_utf16().count(),
                        Encoding::Utf32 => naive.chars().count(),
                    };
                    prop_assert_eq!(place.column as usize, columns);
                }
            }
        }
    }
}
