//! Words that a publication discourages: `[terms] discouraged`.
//!
//! Plain terms, of which a style guide has thousands, are matched by hand: a compiled regular expression takes about
//! forty kilobytes each.

use crate::text::Spanned;
use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::LazyLock;

/// The size limit for a pattern; larger ones are a mistake, such as `(a{1000}){1000}`.
const SIZE_LIMIT: usize = 1 << 20;

/// A discouraged term.
#[derive(Clone, Debug)]
pub struct Discouraged {
    /// The term or the pattern as written, with its place in the configuration.
    pub written: Spanned<String>,
    /// Whether `written` is a regular expression (`pattern`) rather than plain words (`term`).
    pub is_pattern: bool,
    /// What to look for. It never matches empty text.
    pub(super) matcher: Matcher,
    /// What to write instead, the best first; none of them is itself discouraged by this term. May be empty.
    pub instead: Vec<String>,
    /// Why, for the reader of the message.
    pub note: Option<String>,
}

impl Discouraged {
    /// The matches of the term in `text`, from left to right; they do not overlap.
    pub fn find_in<'t>(&'t self, text: &'t str) -> Box<dyn Iterator<Item = Range<usize>> + 't> {
        self.matcher.find_in(text)
    }
}

/// Compiles a regular expression of the configuration.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let compiled = RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
        // The last line says what is wrong; those before it repeat the pattern.
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            format!("not a regular expression: {}", last.trim_start_matches("error: "))
        }
    })?;
    if compiled.is_match("") {
        return Err("this matches the empty text, so it would be found everywhere".to_owned());
    }
    Ok(compiled)
}

/// What finds a term.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    Phrase(Phrase),
    Pattern(Regex),
}

impl Matcher {
    /// The matcher of a plain term.
    pub(super) fn phrase(term: &str) -> Matcher {
        Matcher::Phrase(Phrase::new(term))
    }

    /// The matcher of a regular expression as written.
    pub(super) fn pattern(pattern: &str) -> Result<Matcher, String> {
        compile(pattern).map(Matcher::Pattern)
    }

    fn find_in<'t>(&'t self, text: &'t str) -> Box<dyn Iterator<Item = Range<usize>> + 't> {
        match self {
            Matcher::Phrase(phrase) => {
                let mut from = 0;
                Box::new(std::iter::from_fn(move || {
                    let found = phrase.find(text, from)?;
                    from = found.end;
                    Some(found)
                }))
            }
            Matcher::Pattern(pattern) => Box::new(pattern.find_iter(text).map(|found| found.range())),
        }
    }

    /// Whether `text` contains the term.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.find_in(text).next().is_some()
    }
}

/// A plain term: whole words, any white space between them, either apostrophe. A term in lower case matches in any
/// case; one with a capital matches only as written, so that `ISIS` is not the river.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Its words with one space between them, folded if any case matches.
    signs: Box<[char]>,
    any_case: bool,
    /// Whether it starts, and ends, with a letter or digit: then there must not be another one next to it.
    bounds: (bool, bool),
}

impl Phrase {
    fn new(term: &str) -> Phrase {
        let any_case = !term.chars().any(char::is_uppercase);
        let plain = term.split_whitespace().collect::<Vec<_>>().join(" ");
        let signs = plain.chars().map(|c| if any_case { folded(c) } else { c }).map(apostrophe).collect();
        let opens_word = |c: char| c.is_alphanumeric() || c == '_';
        Phrase { signs, any_case, bounds: (term.starts_with(opens_word), term.ends_with(opens_word)) }
    }

    /// The first match at or after `from`.
    fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let first = *self.signs.first()?;
        let mut at = from;
        loop {
            at += self.candidate(first, text.as_bytes().get(at..)?)?;
            // A byte inside a character never starts a term.
            if let Some(end) = text.get(at..).and_then(|rest| self.len_at(rest)).map(|len| at + len)
                && (!self.bounds.0 || is_bound(text, at))
                && (!self.bounds.1 || is_bound(text, end))
            {
                return Some(at..end);
            }
            at += 1;
        }
    }

    /// Where the first character of the term may be.
    fn candidate(&self, first: char, bytes: &[u8]) -> Option<usize> {
        // Letters of other scripts may fold to an ASCII one: the long s, the Kelvin sign.
        let wide = || bytes.iter().position(|byte| !byte.is_ascii());
        match u8::try_from(first) {
            Ok(byte @ (b's' | b'k')) if self.any_case => {
                let lead = if byte == b's' { 0xc5 } else { 0xe2 };
                memchr::memchr3(byte, byte.to_ascii_uppercase(), lead, bytes)
            }
            Ok(b'\'') => memchr::memchr2(b'\'', 0xe2, bytes),
            Ok(byte) if byte.is_ascii() && self.any_case => memchr::memchr2(byte, byte.to_ascii_uppercase(), bytes),
            Ok(byte) if byte.is_ascii() => memchr::memchr(byte, bytes),
            _ => wide(),
        }
    }

    /// The length of the term at the start of `text`.
    fn len_at(&self, text: &str) -> Option<usize> {
        let mut rest = text.chars();
        for &sign in &self.signs {
            if sign == ' ' {
                let behind = rest.as_str().trim_start();
                if behind.len() == rest.as_str().len() {
                    return None;
                }
                rest = behind.chars();
                continue;
            }
            let c = apostrophe(rest.next()?);
            if c != sign && !(self.any_case && folded(c) == sign) {
                return None;
            }
        }
        Some(text.len() - rest.as_str().len())
    }
}

/// The same apostrophe for both forms.
fn apostrophe(c: char) -> char {
    if c == '’' { '\'' } else { c }
}

/// A letter without its case: both cases of a letter, and its other forms, are equal.
fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let one = |mut letters: Box<dyn Iterator<Item = char>>| letters.next().filter(|_| letters.next().is_none());
    match c {
        // Its capital would be that of the dotted i.
        'ı' => c,
        _ => {
            let large = one(Box::new(c.to_uppercase())).unwrap_or(c);
            one(Box::new(large.to_lowercase())).unwrap_or(large)
        }
    }
}

/// Whether a word starts or ends at `at`.
fn is_bound(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at..).and_then(|after| after.chars().next());
    before.is_some_and(is_word) != after.is_some_and(is_word)
}

/// Whether a character belongs to a word, as in regular expressions.
fn is_word(c: char) -> bool {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\w$").ok());
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    WORD.as_ref().is_some_and(|word| word.is_match(c.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Slice;
    use proptest::prelude::*;

    fn found<'t>(term: &str, text: &'t str) -> Option<&'t str> {
        Matcher::phrase(term).find_in(text).next().map(|found| text.slice(found))
    }

    /// The regular expression that defines what a plain term matches.
    fn expression(term: &str) -> Regex {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<String> =
            term.split_whitespace().map(|word| regex::escape(word).replace(['\'', '’'], "['’]")).collect();
        let bound = |bound: bool| if bound { r"\b" } else { "" };
        let pattern =
            format!("{}{}{}", bound(term.starts_with(is_word)), words.join(r"\s+"), bound(term.ends_with(is_word)));
        RegexBuilder::new(&pattern).case_insensitive(!term.chars().any(char::is_uppercase)).build().unwrap()
    }

    #[test]
    fn a_term_is_whole_words() {
        assert_eq!(found("terror group", "a Terror\n  group said"), Some("Terror\n  group"));
        assert_eq!(found("terror group", "terror groups"), None);
        assert_eq!(found("ISIS", "the isis flows"), None);
        assert_eq!(found("da'esh", "Da’esh"), Some("Da’esh"));
        assert_eq!(found("c++ (old)", "in C++ (old), x"), Some("C++ (old)"));
        assert_eq!(found("émigré", "Émigré"), Some("Émigré"));
        assert_eq!(found("kin", "in \u{212a}in"), Some("\u{212a}in"));
        assert_eq!(found("s's", "mis’s \u{17f}’S"), Some("\u{17f}’S"));
        assert_eq!(found("ılık", "Ilik ILIK ILık"), None);
        assert_eq!(found("a a", "a a a"), Some("a a"));
    }

    #[test]
    fn an_expression_says_what_is_wrong_with_it() {
        let fault = |pattern: &str| Matcher::pattern(pattern).unwrap_err();
        assert!(Matcher::pattern(r"terror(ist)? groups?").is_ok());
        assert_eq!(fault("(a"), "not a regular expression: unclosed group");
        assert_eq!(fault("a*"), "this matches the empty text, so it would be found everywhere");
        assert_eq!(fault("(a{1000}){1000}"), "this regular expression is too large");
    }

    proptest! {
        #[test]
        fn a_term_matches_as_its_expression_does(
            term in "[a-cskSKé'’ \\-+.²ß_ſ\u{130}ıσ]{1,5}",
            text in "[a-cA-CsSkKſ\u{212a}éÉ'’ \n\u{a0}\\-+.²ßẞ_\u{130}ıiσςΣ]{0,24}",
        ) {
            prop_assume!(!term.trim().is_empty() && term.trim() == term);
            let by_hand: Vec<_> = Matcher::phrase(&term).find_in(&text).collect();
            let by_expression: Vec<_> = expression(&term).find_iter(&text).map(|found| found.range()).collect();
            prop_assert_eq!(by_hand, by_expression, "{:?} in {:?}", term, text);
        }
    }
}
