//! The small steps of reading a date: spaces, days, years.

use super::{Spanned, month_at};
use crate::text::{Slice, Span};

/// Reads a date, in prose or in a citation.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) citation: bool,
}

impl Parser<'_> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Whether a piece of a citation ends at `end`.
    pub(super) fn ends(&self, end: usize) -> bool {
        self.text.slice(end..).chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | ',' | ';'))
    }

    /// A four-digit year that is not joined to anything.
    pub(super) fn year(&self, at: usize) -> Option<(i16, usize)> {
        self.year_in(at, 1900..=2100)
    }

    /// A year before 1900 behind a day or month. `May 9, 1500 men left` has none: the number counts what follows.
    pub(super) fn old_year(&self, at: usize) -> Option<(i16, usize)> {
        self.year_in(at, 1000..=1899).filter(|(_, end)| !self.has_noun_behind(*end))
    }

    fn year_in(&self, at: usize, years: std::ops::RangeInclusive<i16>) -> Option<(i16, usize)> {
        let digits = self.text.get(at..at + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i16 = digits.parse().ok().filter(|year| years.contains(year))?;
        let next = self.text.slice(at + 4..).chars().next();
        let joined = next.is_some_and(|c| c.is_alphanumeric());
        // `1,900` and `2000.5` are numbers.
        let fraction = next.is_some_and(|c| matches!(c, ',' | '.')) && self.byte(at + 5).is_ascii_digit();
        (!joined && !fraction).then_some((year, at + 4))
    }

    /// A day of the month, with or without an ordinal ending, and where it ends.
    pub(super) fn day(&self, at: usize) -> Option<(Spanned<u8>, usize)> {
        let digits = self.text.as_bytes().get(at..)?.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=2).contains(&digits) {
            return None;
        }
        let day: u8 = self.text.slice(at..at + digits).parse().ok()?;
        let mut end = at + digits;
        // `May 32, 2018` is not a day, but was meant as one.
        let slip = || self.citation && self.year_behind(end).is_some();
        if day == 0 || day > 31 && !slip() {
            return None;
        }
        if self.byte(end).is_ascii_alphabetic() {
            let ending = self.text.get(end..end + 2).unwrap_or("");
            end += 2 * usize::from(["st", "nd", "rd", "th"].iter().any(|known| known.eq_ignore_ascii_case(ending)));
        }
        let next = self.text.slice(end..).chars().next();
        // `9,2017` lacks a space; `9,000` is a number.
        let year = next == Some(',') && self.year(end + 1).is_some();
        let pair = next == Some('/') && self.follows_day(end + 1, day);
        let fraction = !pair
            && (!year && matches!(next, Some('.' | ',' | ':')) && self.byte(end + 1).is_ascii_digit()
                || matches!(next, Some('%' | '/' | '°')));
        if next.is_some_and(char::is_alphanumeric) || fraction {
            return None;
        }
        Some((Spanned::new(Span::at(at..end), day), end))
    }

    /// Whether the day after `day` comes at `at`: `3/4 March`, `March 31/April 1`.
    fn follows_day(&self, at: usize, day: u8) -> bool {
        if let Some((_, len)) = month_at(self.text, at) {
            let next = self.space(at + len).unwrap_or(at);
            return day >= 28 && self.day(next).is_some_and(|(day, _)| day.value == 1);
        }
        let digits = self.text.as_bytes().get(at..).unwrap_or_default();
        let digits = digits.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let next: Option<u8> = self.text.get(at..at + digits).and_then(|digits| digits.parse().ok());
        digits <= 2 && self.byte(at + digits) != b'/' && next.is_some_and(|next| next == day + 1)
    }

    /// The next position after spaces and at most one line end (with block quote marks after it).
    pub(super) fn space(&self, mut at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        // Usually there is one space, or none.
        match rest.as_bytes() {
            [b' ', byte, ..] if byte.is_ascii_graphic() => return Some(at + 1),
            [byte, ..] if byte.is_ascii_graphic() => return Some(at),
            _ => {}
        }
        let mut line = false;
        for c in rest.chars() {
            match c {
                ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
                '\r' => {}
                '\n' if !line => line = true,
                '>' if line => {}
                _ => return Some(at),
            }
            at += c.len_utf8();
        }
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parser(text: &str) -> Parser<'_> {
        Parser { text, citation: false }
    }

    #[test]
    fn a_line_end_and_its_quote_marks_are_space() {
        for (text, end) in
            [(" x", 1), ("x", 0), (" \t\u{a0}x", 4), ("\n> x", 3), (" \r\n>> x", 6), ("  > x", 2), ("\n\n", 1)]
        {
            assert_eq!(parser(text).space(0), Some(end), "{text:?}");
        }
    }

    #[test]
    fn days() {
        for (text, end) in [
            ("3 March", Some(1)),
            ("31st", Some(4)),
            ("3RD", Some(3)),
            ("3/4 March", Some(1)),
            ("31/April 1", Some(2)),
            ("3/4/18", None),
            ("3/4/5 March", None),
            ("3/6 March", None),
            ("3/45 March", None),
            ("3/400 March", None),
            ("9,2017", Some(1)),
            ("9,000", None),
            ("9.5", None),
            ("9%", None),
            ("9a", None),
            ("0", None),
            ("32", None),
            ("123", None),
        ] {
            assert_eq!(parser(text).day(0).map(|(_, end)| end), end, "{text}");
        }
    }
}
