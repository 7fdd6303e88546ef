//! Text as a terminal may show it: nothing of it moves the cursor, changes colours or turns the direction of writing.
//!
//! One form of escape is used throughout: `\u{1b}`, `\u{202e}`.

use std::borrow::Cow;

/// Whether a terminal obeys a character rather than shows it: C0, C1 and DEL, marks of direction, and line ends of any
/// kind.
#[must_use]
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every such character escaped, for names: `a\nb` and `a b` stay apart.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    with(text, |_| None)
}

/// The text on one line, for messages: a line end or a tab is a blank, what else steers is escaped.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(with(&text, |c| is_white(c).then_some(" ")).into_owned())
}

/// The text with its line feeds and tabs, all else that steers escaped: for what has several lines.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    with(text, |c| match c {
        '\n' => Some("\n"),
        '\t' => Some("\t"),
        _ => None,
    })
}

/// A line of a source, for people: a tab is a few blanks, what else steers is escaped.
#[must_use]
pub fn source_line(text: &str) -> Cow<'_, str> {
    with(text, |c| (c == '\t').then_some(TAB))
}

/// What [`source_line`] shows for a tab.
pub const TAB: &str = "    ";

fn is_white(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Escapes what steers, but for the characters that `instead` has another text for.
fn with(text: &str, instead: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match instead(c) {
            Some(text) => out.push_str(text),
            None if is_steering(c) => out.extend(c.escape_unicode()),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_escaped_and_the_rest_stays() {
        assert_eq!(escape("a\x1b[31mb\nc\td\x7f\u{9b}"), r"a\u{1b}[31mb\u{a}c\u{9}d\u{7f}\u{9b}");
        assert_eq!(escape("\u{202e}x\u{2066}\u{200f}\u{61c}\u{2028}"), r"\u{202e}x\u{2066}\u{200f}\u{61c}\u{2028}");
        for plain in ["Ünïcode 漢字 👩‍👧 العربية", "a\u{200d}b\u{200c}", ""] {
            assert!(matches!(escape(plain), Cow::Borrowed(text) if text == plain));
        }
    }

    #[test]
    fn a_message_stands_on_one_line() {
        assert_eq!(one_line("a\r\nb\rc\nd\te\u{85}f\u{2029}g\x1b"), r"a b c d e f g\u{1b}");
        assert_eq!(lines("a\n\tb\r\n\x07"), "a\n\tb\\u{d}\n\\u{7}");
        assert_eq!(source_line("a\tb\x07"), r"a    b\u{7}");
    }

    #[test]
    fn nothing_that_steers_is_left() {
        let all: String = (0..0x3000).filter_map(char::from_u32).collect();
        for text in [escape(&all), one_line(&all), source_line(&all)] {
            assert!(!text.contains(is_steering));
        }
    }
}
