//! The letters that a reader sees, when they are written differently in the text.
//!
//! * A letter with its combining marks becomes the composed letter; a no-break space of any width a space, a no-break
//!   hyphen a hyphen; an entity the character it stands for. Soft hyphens, zero-width characters and direction marks
//!   are dropped. A Cyrillic or Greek letter within a Latin word becomes the Latin letter it looks like.
//! * Joiners that emoji, Arabic, Persian or Indic scripts need are kept, and so are direction marks next to such
//!   scripts.
//! * [`LetterMap`] knows where each letter is written. An edit of the text as read preserves how everything else is
//!   written: only the letters that it changes are replaced ([`LetterMap::written_edits`]).

use super::{Edit, Offset, Slice, Span};
use crate::text::words::is_alphanumeric;
use compact_str::CompactString;
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A place where the text is read differently from how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterChange {
    /// What is written.
    pub written: Span,
    /// What is read instead.
    pub read: CompactString,
    /// The character at fault, which a reader cannot see or takes for another; `None` if the form is as good as any.
    pub fault: Option<char>,
}

/// What kind of text the letters are in, which decides what is read differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterPlace {
    /// Words of the text.
    Prose,
    /// The target of a link: its letters count, but nobody sees invisible characters there.
    Address,
    /// Front matter, which has no entities.
    Data,
}

/// Whether a text may be read differently from how it is written. Most texts are not, and pay only for this test.
#[must_use]
pub fn may_differ(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Curly marks and dashes are frequent: their first byte is searched for separately, the other bytes in chunks.
    if memchr::memchr_iter(SIGN, bytes).any(|at| opens(bytes, at)) {
        return true;
    }
    let chunks = bytes.chunks(32).zip((0..).step_by(32));
    let rare = |byte: u8| may_open(byte) && byte != SIGN;
    let suspect = chunks.filter(|(chunk, _)| chunk.iter().fold(false, |any, byte| any | rare(*byte)));
    suspect.flat_map(|(chunk, from)| from..from + chunk.len()).any(|at| rare(bytes[at]) && opens(bytes, at))
}

/// The first byte of quotation marks and dashes, and of many zero-width characters.
const SIGN: u8 = 0xe2;

/// Whether a byte may start something that is read differently.
const fn may_open(byte: u8) -> bool {
    byte == b'&' || byte >= 0xc2
}

/// Whether the text at `at` may be read differently.
fn opens(bytes: &[u8], at: usize) -> bool {
    match bytes[at..] {
        [b'&', ..] => entity_len(&bytes[at..]).is_some(),
        [0xc2, next, ..] => matches!(next, 0xa0 | 0xad),
        [0xcc, ..] => true,
        [0xcd, next, ..] => next <= 0xaf,
        [0xce..=0xd3, ..] => {
            let beside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
            beside(at.checked_sub(1).and_then(|before| bytes.get(before))) || beside(bytes.get(at + 2))
        }
        [0xd8, next, ..] => next == 0x9c,
        [0xe1, 0xa0, next, ..] => next == 0x8e,
        [0xe2, 0x80, next, ..] => matches!(next, 0x80..=0x91 | 0xaa..=0xaf),
        [0xe2, 0x81, next, ..] => matches!(next, 0x9f..=0xaf),
        [0xef, 0xbb, next, ..] => next == 0xbf,
        [0xf3, 0xa0, next, ..] => matches!(next, 0x80 | 0x81),
        _ => false,
    }
}

/// The length of the text at this place if it looks like an entity: `&nbsp;`, `&#160;`, `&#xa0;`.
fn entity_len(bytes: &[u8]) -> Option<usize> {
    const LONGEST: usize = 33;
    let name = bytes.get(1..)?;
    let len = name.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    (len > 1 && name.get(len) == Some(&b';')).then_some(len + 2)
}

/// Adds what is read differently in a part of a text, in text order. `decode` returns the character of an entity.
pub fn collect(
    text: &str,
    part: Span,
    place: LetterPlace,
    decode: &mut dyn FnMut(&str) -> Option<char>,
    changes: &mut Vec<LetterChange>,
) {
    Collector { text, part, place, right_to_left: None, changes }.run(decode);
}

struct Collector<'a> {
    text: &'a str,
    part: Span,
    place: LetterPlace,
    /// Whether the part contains right-to-left letters, computed on first use.
    right_to_left: Option<bool>,
    changes: &'a mut Vec<LetterChange>,
}

impl Collector<'_> {
    fn run(mut self, decode: &mut dyn FnMut(&str) -> Option<char>) {
        let bytes = self.text.as_bytes();
        let end = self.part.end as usize;
        let mut at = self.part.start as usize;
        while at < end {
            if !may_open(bytes[at]) || !opens(bytes, at) {
                at += 1;
                continue;
            }
            let Some(c) = self.text.slice(at..end).chars().next() else { return };
            at = match c {
                '&' => self.entity(at, decode),
                _ if is_combining_mark(c) && c != '\u{34f}' => self.combining(at),
                _ if is_alphanumeric(c) => self.word(at),
                _ => self.sign(at..at + c.len_utf8(), c, false),
            };
        }
    }

    fn push(&mut self, written: std::ops::Range<usize>, read: &str, fault: Option<char>) -> usize {
        let end = written.end;
        self.changes.push(LetterChange { written: Span::at(written), read: read.into(), fault });
        end
    }

    /// Reads an entity; returns where to continue.
    fn entity(&mut self, at: usize, decode: &mut dyn FnMut(&str) -> Option<char>) -> usize {
        let rest = &self.text.as_bytes()[at..self.part.end as usize];
        let Some(len) = entity_len(rest).filter(|_| self.place != LetterPlace::Data) else { return at + 1 };
        let written = at..at + len;
        let Some(c) = decode(self.text.slice(written.clone())) else { return at + 1 };
        let is_sign = c.is_ascii_punctuation() && !matches!(c, '(' | ')');
        match c {
            // Anything that would be read as markup, or as another entity, stays as it is written.
            '[' | ']' | '<' | '>' | '\\' | '`' => written.end,
            '&' if entity_len(
                &["&", self.text.slice(written.end..(written.end + 40).min(self.text.len()))].concat().into_bytes(),
            )
            .is_some() =>
            {
                written.end
            }
            _ if self.place == LetterPlace::Address && !is_sign && !is_invisible(c) => written.end,
            _ if c.is_control() => written.end,
            _ if is_space(c) || is_hyphen(c) || is_invisible(c) => self.sign(written, c, true),
            _ => self.push(written, c.encode_utf8(&mut [0; 4]), None),
        }
    }

    /// Composes a letter with the combining marks after it.
    fn combining(&mut self, at: usize) -> usize {
        let end = self.part.end as usize;
        let marks = self.text.slice(at..end);
        let marks = marks.find(|c: char| !is_combining_mark(c)).map_or(end, |len| at + len);
        let free = self.changes.last().map_or(0, |change| change.written.end).max(self.part.start) as usize;
        let letter = self.text.slice(free..at).chars().next_back().map_or(0, char::len_utf8);
        let written = at - letter..marks;
        let decomposed = self.text.slice(written.clone());
        if letter > 0 && self.place != LetterPlace::Address {
            let composed: CompactString = decomposed.nfc().collect();
            if composed != decomposed {
                return self.push(written, &composed, None);
            }
        }
        marks
    }

    /// Reads a word with letters of several scripts. If all its non-Latin letters look like Latin ones, they are read
    /// as such.
    fn word(&mut self, at: usize) -> usize {
        const LONGEST: usize = 64;
        let from = at.saturating_sub(LONGEST).max(self.part.start as usize);
        let before = self.text.slice(from..at);
        let start =
            before.char_indices().rev().take_while(|(_, c)| is_of_word(*c)).last().map_or(at, |(i, _)| from + i);
        let rest = self.text.slice(at..self.part.end as usize);
        let end = rest.find(|c: char| !is_of_word(c)).map_or(self.part.end as usize, |len| at + len);
        if self.place == LetterPlace::Address {
            return end;
        }
        let (text, mut latin, mut other) = (self.text, 0, 0);
        for c in text.slice(start..end).chars().filter(|c| c.is_alphabetic()) {
            match c as u32 {
                0x41..=0x24f | 0x1e00..=0x1eff => latin += 1,
                _ if looks_like(c).is_some() => other += 1,
                _ => return end,
            }
        }
        // `kΩ` is a unit, the `Аl` of `Аl-Qaeda` a part of a name.
        let joins =
            |c: Option<char>, next: Option<char>| c == Some('-') && next.is_some_and(|c| c.is_ascii_alphabetic());
        let is_part = || {
            let (mut before, mut after) = (text.slice(..start).chars().rev(), text.slice(end..).chars());
            joins(before.next(), before.next()) || joins(after.next(), after.next())
        };
        if latin == 0 || other == 0 || latin + other < 3 && !is_part() {
            return end;
        }
        for (i, c) in text.slice(start..end).char_indices() {
            if let Some(latin) = looks_like(c) {
                self.push(start + i..start + i + c.len_utf8(), latin.encode_utf8(&mut [0; 4]), Some(c));
            }
        }
        end
    }

    /// Reads a space or an invisible character; returns where to continue.
    fn sign(&mut self, written: std::ops::Range<usize>, c: char, entity: bool) -> usize {
        if is_space(c) {
            return if self.place == LetterPlace::Address { written.end } else { self.push(written, " ", None) };
        }
        if is_hyphen(c) && self.place == LetterPlace::Prose {
            return self.push(written, "-", None);
        }
        if !is_invisible(c) {
            return written.end;
        }
        let (start, end) = (self.part.start as usize, self.part.end as usize);
        let before = self.text.slice(start..written.start).chars().next_back();
        let after = self.text.slice(written.end..end).chars().next();
        let needed = match c {
            '\u{ad}' => false,
            '\u{202d}' | '\u{202e}' => false,
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}' => {
                self.has_right_to_left()
            }
            // The tag characters of a flag.
            '\u{e0020}'..='\u{e007f}' => {
                let tags = |c: char| matches!(c, '\u{e0020}'..='\u{e007f}');
                self.text.slice(start..written.start).trim_end_matches(tags).ends_with('\u{1f3f4}')
            }
            '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {
                before.is_some_and(needs_joiners) || after.is_some_and(needs_joiners)
            }
            _ => false,
        };
        if needed {
            return written.end;
        }
        let is_fault = match (self.place, c) {
            (LetterPlace::Data, _) => false,
            (LetterPlace::Address, _) => true,
            (LetterPlace::Prose, '\u{ad}') => !entity && self.is_in_name(written.start),
            // It joins a dash or a symbol to the word beside it.
            (LetterPlace::Prose, '\u{2060}') => [before, after].iter().all(|c| c.is_some_and(is_alphanumeric)),
            // It allows a line break after a slash or a dash.
            (LetterPlace::Prose, '\u{200b}') => ![before, after]
                .iter()
                .any(|c| c.is_some_and(|c| matches!(c, '/' | '-' | '_' | '–' | '—' | '.' | '·' | '|' | '=' | '&'))),
            (LetterPlace::Prose, _) => true,
        };
        self.push(written, "", is_fault.then_some(c))
    }

    /// Whether the part contains right-to-left letters.
    fn has_right_to_left(&mut self) -> bool {
        let part = self.part.of(self.text);
        *self.right_to_left.get_or_insert_with(|| part.chars().any(is_right_to_left))
    }

    /// Whether the soft hyphen is in a name or a number: a capitalized word that does not start a sentence, or a word
    /// with a digit.
    fn is_in_name(&self, at: usize) -> bool {
        let inside = |c: char| is_alphanumeric(c) || matches!(c, '\u{ad}' | '\'' | '’');
        let before = self.text.slice(at.saturating_sub(200)..at);
        let head = before.trim_end_matches(inside);
        let word = before.slice(head.len()..);
        if word.contains(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let opening = |c: char| matches!(c, '[' | '(' | '*' | '_' | '“' | '‘' | '"' | '\'' | ' ' | '\u{a0}');
        let last = head.trim_end_matches(opening).chars().next_back();
        word.starts_with(char::is_uppercase) && !last.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '\n'))
    }
}

/// Letters, with the marks and signs that occur inside words.
fn is_of_word(c: char) -> bool {
    is_alphanumeric(c) || is_combining_mark(c)
}

/// A space other than the plain one: it does not break, or has a width of its own.
const fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// A hyphen other than the plain one: Unicode's own, or the non-breaking one.
const fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}')
}

/// Whether a character is invisible.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a character belongs to emoji or to a script in which joiners and zero-width breaks are part of the spelling.
/// Latin, Greek, Cyrillic, Georgian, punctuation, arrows and mathematical symbols need none.
const fn needs_joiners(c: char) -> bool {
    let c = c as u32;
    c >= 0x590 && !matches!(c, 0x10a0..=0x10ff | 0x1d00..=0x22ff | 0xfeff | 0xff01..=0xff5e | 0xe0000..=0xe007f)
}

/// Whether a letter is written right to left.
const fn is_right_to_left(c: char) -> bool {
    matches!(c as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

/// The Latin letter that a Cyrillic or Greek one looks like, in any typeface.
#[must_use]
pub const fn looks_like(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        'һ' => 'h',
        'ԁ' => 'd',
        'ԛ' => 'q',
        'ԝ' => 'w',
        'ё' => 'ë',
        'ї' => 'ï',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ү' | 'Υ' => 'Y',
        'Х' | 'Χ' => 'X',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// The letters in text order, and where each is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterMap {
    pieces: Vec<Mapped>,
    /// The end of the text, as written and as read.
    end: Mapped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Mapped {
    written: Span,
    read: Span,
}

impl LetterMap {
    /// The text with its changes applied (they are in text order), and where each part of it is written.
    #[must_use]
    pub fn apply(text: &str, changes: &[LetterChange]) -> (String, LetterMap) {
        let mut read = String::with_capacity(text.len());
        let mut map = Vec::with_capacity(changes.len());
        let mut from = 0;
        for change in changes {
            read.push_str(text.slice(from..change.written.start as usize));
            let start = read.len();
            read.push_str(&change.read);
            map.push(Mapped { written: change.written, read: Span::at(start..read.len()) });
            from = change.written.end as usize;
        }
        read.push_str(text.slice(from..));
        let end = Mapped { written: Span::at(text.len()..text.len()), read: Span::at(read.len()..read.len()) };
        (read, LetterMap { pieces: map, end })
    }

    /// Whether the whole text is read as it is written.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Where the letter at `read` is written. Anything written there but not read comes after it, except at the end of
    /// the text.
    #[must_use]
    pub fn written(&self, read: Offset) -> Offset {
        if read == self.end.read.start {
            return self.end.written.start;
        }
        let passed = self.pieces.partition_point(|piece| piece.read.start < read);
        match self.pieces[..passed].last() {
            None => read,
            Some(piece) if read < piece.read.end => piece.written.start,
            Some(piece) => piece.written.end + (read - piece.read.end),
        }
    }

    /// Where the text written at `written` is read.
    #[must_use]
    pub fn read(&self, written: Offset) -> Offset {
        let passed = self.pieces.partition_point(|piece| piece.written.start < written);
        match self.pieces[..passed].last() {
            None => written,
            Some(piece) if written < piece.written.end => piece.read.start,
            Some(piece) => piece.read.end + (written - piece.written.end),
        }
    }

    /// The pieces that touch a span of the text as read.
    fn pieces(&self, read: Span) -> &[Mapped] {
        let from = self.pieces.partition_point(|piece| piece.read.end < read.start);
        let len = self.pieces[from..].partition_point(|piece| piece.read.start <= read.end);
        &self.pieces[from..from + len]
    }

    /// Translates edits of the text as read into edits of the text as written. Only the letters that change are
    /// replaced, and spaces keep their form if their number stays the same. An edit that changes no letter writes
    /// everything as it is read.
    #[must_use]
    pub fn written_edits(&self, (read, written): (&str, &str), edits: &[Edit]) -> SmallVec<[Edit; 1]> {
        edits.iter().flat_map(|edit| self.written_edit((read, written), edit)).collect()
    }

    fn written_edit(&self, (read, written): (&str, &str), edit: &Edit) -> SmallVec<[Edit; 1]> {
        let place = |span: Span| Span::new(self.written(span.start), self.written(span.end));
        let pieces = self.pieces(edit.span);
        let whole = || smallvec![Edit { span: place(edit.span), text: edit.text.clone() }];
        if pieces.is_empty() || edit.span.is_empty() {
            return whole();
        }
        let old = edit.span.of(read);
        // The line ends of an edit already match the document's; a reader sees only one kind.
        let own_line_ends = edit.text.contains('\r');
        let new = match own_line_ends {
            true => Cow::Owned(edit.text.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(edit.text.as_str()),
        };
        if *old == *new {
            let inside = pieces.iter().filter(|piece| edit.span.contains(piece.read));
            let all = place(edit.span);
            let inside = inside.filter(|piece| all.contains(piece.written));
            return inside.map(|piece| Edit::replace(piece.written, piece.read.of(read))).collect();
        }
        let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (rest, new) = (old.slice(head..), new.slice(head..));
        let tail: usize =
            rest.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        let (rest, new) = (rest.slice(..rest.len() - tail), new.slice(..new.len() - tail));
        if own_line_ends && new.contains('\n') {
            return whole();
        }
        let start = edit.span.start as usize + head;
        let changed = Span::at(start..start + rest.len());
        let spaces = |text: &str| text.bytes().filter(|byte| *byte == b' ').count();
        let mut text = CompactString::from(new);
        if spaces(rest) == spaces(new) {
            let own = pieces.iter().filter(|piece| changed.contains(piece.read) && piece.read.of(read) == " ");
            let own: Vec<(usize, &str)> = own
                .map(|piece| (spaces(read.slice(start..piece.read.start as usize)), piece.written.of(written)))
                .collect();
            if !own.is_empty() {
                let mut parts = new.split(' ');
                text = parts.next().unwrap_or_default().into();
                for (at, part) in parts.enumerate() {
                    let space = own.iter().find(|(space, _)| *space == at).map_or(" ", |(_, written)| written);
                    text.push_str(space);
                    text.push_str(part);
                }
            }
        }
        self.keep_words((read, written), changed, pieces, &mut text);
        smallvec![Edit { span: place(changed), text }]
    }

    /// Writes the words of `changed` that are still in the new text, perhaps elsewhere, as they were written. If a word is
    /// there several times, the one between the same letters counts.
    fn keep_words(&self, (read, written): (&str, &str), changed: Span, pieces: &[Mapped], text: &mut CompactString) {
        let pieces = || pieces.iter().filter(|piece| changed.contains(piece.read) && piece.read.of(read) != " ");
        let old = changed.of(read);
        let mut end = changed.start;
        // Where in the new text, which words, and whether their line end has become a space.
        let mut kept: Vec<(usize, Span, bool)> = Vec::new();
        for piece in pieces() {
            if piece.read.start < end {
                continue;
            }
            let in_word = |at: usize, c: char| {
                c.is_alphanumeric() || pieces().any(|piece| piece.read.covers(changed.start + at as Offset))
            };
            let (mut from, mut to) =
                ((piece.read.start - changed.start) as usize, (piece.read.end - changed.start) as usize);
            let before = old.slice(..from).char_indices().rev();
            from = before.take_while(|(at, c)| in_word(*at, *c)).last().map_or(from, |(at, _)| at);
            let behind = old.slice(to..).char_indices();
            let last = behind.take_while(|(at, c)| in_word(to + *at, *c)).last();
            to += last.map_or(0, |(at, c)| at + c.len_utf8());
            // What nobody sees is written before the next character, which may be no letter.
            let hides = |at: usize| pieces().any(|piece| piece.read == Span::empty(changed.start + at as Offset));
            while hides(to) && to < old.len() {
                to += old.slice(to..).chars().next().map_or(0, char::len_utf8);
            }
            end = changed.start + to as Offset;
            let find = |from: usize, to: usize| {
                let word = old.slice(from..to);
                if word.is_empty() {
                    return None;
                }
                let same = |at: usize| {
                    let (head, tail) = (text.slice(..at).chars().rev(), text.slice(at + word.len()..).chars());
                    // A line end may have become a space.
                    let is_same = |(a, b): &(char, char)| a == b || a.is_whitespace() && b.is_whitespace();
                    let before = old.slice(..from).chars().rev().zip(head).take_while(is_same);
                    before.count() + old.slice(to..).chars().zip(tail).take_while(is_same).count()
                };
                let free = |at: &usize| {
                    kept.iter().all(|(taken, own, _)| at + word.len() <= *taken || *taken + own.range().len() <= *at)
                };
                // A mark alone may be another one, unless there is only one of it.
                let is_known = word.contains(char::is_alphanumeric)
                    || old.matches(word).take(2).count() == 1 && text.matches(word).take(2).count() == 1;
                let find = |word: &str| {
                    let found = text.match_indices(word).map(|(at, _)| at).filter(free);
                    found.filter(|at| is_known || same(*at) > 0).min_by_key(|at| std::cmp::Reverse(same(*at)))
                };
                let in_one_line = || find(&word.replace('\n', " ")).map(|at| (at, true));
                let found = find(word).map(|at| (at, false));
                let (at, joined) = found.or_else(|| word.contains('\n').then(in_one_line).flatten())?;
                Some((at, Span::at(changed.start as usize + from..changed.start as usize + to), joined))
            };
            let found = find(from, to).or_else(|| {
                // The word has been cut: `R&amp;9 May`.
                end = piece.read.end;
                find((piece.read.start - changed.start) as usize, (piece.read.end - changed.start) as usize)
            });
            kept.extend(found);
        }
        if kept.is_empty() {
            return;
        }
        kept.sort_by_key(|(at, ..)| *at);
        let mut whole = CompactString::default();
        let mut done = 0;
        for (at, word, joined) in kept {
            whole.push_str(text.slice(done..at));
            let own = Span::new(self.written(word.start), self.written(word.end)).of(written);
            match joined {
                true => whole.push_str(&own.replace('\n', " ")),
                false => whole.push_str(own),
            }
            done = at + word.range().len();
        }
        whole.push_str(text.slice(done..));
        *text = whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::edits::apply;

    fn changes(text: &str, place: LetterPlace) -> Vec<LetterChange> {
        let mut decode = |entity: &str| match entity {
            "&nbsp;" => Some('\u{a0}'),
            "&rsquo;" => Some('’'),
            "&amp;" => Some('&'),
            "&lt;" => Some('<'),
            "&shy;" => Some('\u{ad}'),
            _ => None,
        };
        let mut changes = Vec::new();
        collect(text, Span::at(0..text.len()), place, &mut decode, &mut changes);
        changes
    }

    fn read(text: &str) -> String {
        let changes = changes(text, LetterPlace::Prose);
        assert_eq!(may_differ(text), may_differ(text) || !changes.is_empty(), "{text:?}");
        LetterMap::apply(text, &changes).0
    }

    fn faults(text: &str) -> Vec<char> {
        changes(text, LetterPlace::Prose).into_iter().filter_map(|change| change.fault).collect()
    }

    #[test]
    fn letters_are_read_as_they_look() {
        for (written, seen) in [
            ("aou\u{302}t in El Pai\u{301}s", "août in El País"),
            ("Septem\u{ad}ber\u{a0}21\u{202f}%", "September 21 %"),
            ("al\u{2011}Shabaab, al\u{2010}Qaida", "al-Shabaab, al-Qaida"),
            ("Al\u{200b} Qa\u{200d}ida\u{feff}", "Al Qaida"),
            ("Sept.&nbsp;21, Ka&rsquo;ib & R&amp;D", "Sept. 21, Ka’ib & R&D"),
            ("Al-Qаidа met Наmаs and ІSIS", "Al-Qaida met Hamas and ISIS"),
        ] {
            assert_eq!(read(written), seen);
            assert!(may_differ(written), "{written:?}");
        }
    }

    #[test]
    fn what_script_or_markup_needs_stays() {
        for text in [
            "plain – “curly” ’s, 漢字, Ü",
            "می\u{200c}خواهم and क\u{94d}\u{200d}ष and 👩\u{200d}👧",
            "بيان\u{200f} (Dawn)",
            "Россия и ОПЕК, 5 μm, kΩ, β-carotene, ΔT, Aβ42",
            "x & y; a&b &lt; &unknown; &;",
            "x\u{302} stays",
        ] {
            assert_eq!(read(text), text);
        }
        assert!(!may_differ("plain – “curly” ’s, 漢字, Ü, a?b=1&c=2"));
        assert_eq!(read("&amp;nbsp;"), "&amp;nbsp;");
    }

    #[test]
    fn faults_are_what_nobody_sees() {
        for (text, expected) in [
            ("Al\u{200b} Qaida", "\u{200b}"),
            ("in Septem\u{ad}ber", "\u{ad}"),
            ("the Com\u{ad}mander but\u{ad}ter", "\u{ad}"),
            ("But\u{ad}ter is ordi\u{ad}nary", ""),
            ("in Septem&shy;ber", ""),
            ("and/\u{200b}or x\u{2060}— y", ""),
            ("a\u{2060}b", "\u{2060}"),
            ("safe \u{202e}txt.exe", "\u{202e}"),
            ("Qаida", "а"),
            ("Qa\u{e0041}ida", "\u{e0041}"),
            ("a\u{a0}b é", ""),
        ] {
            assert_eq!(faults(text).into_iter().collect::<String>(), expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_keep_their_letters() {
        let text = "https://a.b/e\u{301}?x=1&amp;y=2&nbsp;\u{200b}";
        let (read, _) = LetterMap::apply(text, &changes(text, LetterPlace::Address));
        assert_eq!(read, "https://a.b/e\u{301}?x=1&y=2&nbsp;");
    }

    #[test]
    fn places_lead_there_and_back() {
        let text = "Qa\u{301}&nbsp;\u{200b}\u{ad}ida\u{a0}x";
        let (seen, map) = LetterMap::apply(text, &changes(text, LetterPlace::Prose));
        assert_eq!(seen, "Qá ida x");
        for at in (0..=seen.len()).filter(|at| seen.is_char_boundary(*at)) {
            let written = map.written(at as Offset);
            assert!(text.is_char_boundary(written as usize), "{at}");
            assert_eq!(map.read(written), at as Offset, "{at}");
        }
        assert_eq!(Span::new(map.written(4), map.written(7)).of(text), "\u{200b}\u{ad}ida");
    }

    #[test]
    fn edits_keep_what_they_do_not_change() {
        for (text, old, new, expected) in [
            ("on Sept.&nbsp;21 x", "Sept. 21", "September 21", "on September&nbsp;21 x"),
            ("Al&nbsp;Qaida", "Al Qaida", "al-Qaeda", "al-Qaeda"),
            (
                "on 21&nbsp;September\u{a0}2018",
                "21 September 2018",
                "September 21, 2018",
                "on September&nbsp;21,\u{a0}2018",
            ),
            ("the\u{200b} the man", " the", "", "the man"),
            ("Septem\u{ad}ber x", "September ", "September ", "September x"),
            ("Qаidа", "Qaida", "Qaida", "Qaida"),
            ("cafe\u{301}s", "cafés", "cafés", "cafés"),
            // What moves keeps its letters too.
            ("May 1, Cafe\u{301} x", "May 1, Café", "Café, May 1", "Cafe\u{301}, May 1 x"),
            ("1 May, B&amp;C x", "1 May, B&C", "B&C, May 1", "B&amp;C, May 1 x"),
            ("May 1, Pier\u{ad}side x", "May 1, Pierside", "Pierside, May 1", "Pier\u{ad}side, May 1 x"),
            ("Café, Cafe\u{301}s, x", "Café, Cafés,", "the Cafés, Café", "the Cafe\u{301}s, Café x"),
            ("May 1, Cafe\u{301}, Café x", "May 1, Café, Café", "Café, Café, May 1", "Cafe\u{301}, Café, May 1 x"),
            // What nobody sees may stand beside no letter.
            (
                "May 1](a\u{200b}.b/“\u{200b}“) x",
                "May 1](a.b/““)",
                "](a.b/““), May 1",
                "](a\u{200b}.b/“\u{200b}“), May 1 x",
            ),
            ("May 1](a\u{200b}b\u{200b}.c) x", "May 1](ab.c)", "](ab.c), May 1", "](a\u{200b}b\u{200b}.c), May 1 x"),
            ("May 1, \u{200b}“B” x", "May 1, “B”", "“B”, May 1", "\u{200b}“B”, May 1 x"),
            ("B &amp;9 May]() x", "B &9 May]()", "B &](), May 9", "B &amp;](), May 9 x"),
            (
                "`\u{202e}\nn &a\nn &amp;9 May]() x",
                "`\nn &a\nn &9 May]()",
                "` n &a n &](), May 9",
                "`\u{202e} n &a n &amp;](), May 9 x",
            ),
            ("n `\u{202e}&amp;9 May]() x", "n `&9 May]()", "n `&](), May 9", "n `\u{202e}&amp;](), May 9 x"),
            ("`\u{202e}  &amp;9 May]() x", "`  &9 May]()", "` &](), May 9", "`\u{202e} &amp;](), May 9 x"),
            ("`\u{202e}\nn &amp;9 May]() x", "`\nn &9 May]()", "` n &](), May 9", "`\u{202e} n &amp;](), May 9 x"),
            ("`\u{202e}\nB May 1] x", "`\nB May 1]", "` B], May 1", "`\u{202e} B], May 1 x"),
        ] {
            let (seen, map) = LetterMap::apply(text, &changes(text, LetterPlace::Prose));
            let at = seen.find(old).unwrap();
            let edits = [Edit::replace(Span::at(at..at + old.len()), new)];
            assert_eq!(apply(text, &map.written_edits((&seen, text), &edits)), expected, "{text:?}");
        }
    }
}
