//! Words the house does not want to read: `[terms] discouraged`.

use crate::text::Spanned;
use regex::{Regex, RegexBuilder};

/// A pattern needs no more than this; larger ones are a slip, such as `(a{1000}){1000}`.
const SIZE_LIMIT: usize = 1 << 20;

/// A term the house discourages.
#[derive(Clone, Debug)]
pub struct Discouraged {
    /// The term or the pattern as written, with its place in the configuration.
    pub written: Spanned<String>,
    /// Whether `written` is a regular expression (`pattern`) and not plain words (`term`).
    pub is_pattern: bool,
    /// What to look for. It matches no empty text.
    pub pattern: Regex,
    /// What to write instead, the best first; none of them is itself discouraged by this term. May be empty.
    pub instead: Vec<String>,
    /// Why, for the reader of the message.
    pub note: Option<String>,
}

/// The pattern for a plain term: whole words, any white space between them, either apostrophe. A term in small letters
/// matches in any case; one with a capital matches only as written, so that `ISIS` is not the river.
pub(super) fn plain(term: &str) -> Result<Regex, String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut pattern = String::new();
    if term.starts_with(is_word) {
        pattern.push_str(r"\b");
    }
    for (n, word) in term.split_whitespace().enumerate() {
        if n > 0 {
            pattern.push_str(r"\s+");
        }
        pattern.push_str(&regex::escape(word).replace(['\'', '’'], "['’]"));
    }
    if term.ends_with(is_word) {
        pattern.push_str(r"\b");
    }
    compile(&pattern, !term.chars().any(char::is_uppercase))
}

/// The pattern for a regular expression as written.
pub(super) fn expression(pattern: &str) -> Result<Regex, String> {
    let compiled = compile(pattern, false)?;
    if compiled.is_match("") {
        return Err("this matches the empty text, so it would be found everywhere".to_owned());
    }
    Ok(compiled)
}

fn compile(pattern: &str, any_case: bool) -> Result<Regex, String> {
    RegexBuilder::new(pattern).case_insensitive(any_case).size_limit(SIZE_LIMIT).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
        // The last line says what is wrong; those before it draw the pattern again.
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            format!("not a regular expression: {}", last.trim_start_matches("error: "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(term: &str, text: &'t str) -> Option<&'t str> {
        plain(term).ok()?.find(text).map(|found| found.as_str())
    }

    #[test]
    fn a_term_is_whole_words() {
        assert_eq!(found("terror group", "a Terror\n  group said"), Some("Terror\n  group"));
        assert_eq!(found("terror group", "terror groups"), None);
        assert_eq!(found("ISIS", "the isis flows"), None);
        assert_eq!(found("da'esh", "Da’esh"), Some("Da’esh"));
        assert_eq!(found("c++ (old)", "in C++ (old), x"), Some("C++ (old)"));
        assert_eq!(found("émigré", "Émigré"), Some("Émigré"));
    }

    #[test]
    fn an_expression_says_what_is_wrong_with_it() {
        assert!(expression(r"terror(ist)? groups?").is_ok());
        assert_eq!(expression("(a").unwrap_err(), "not a regular expression: unclosed group");
        assert_eq!(expression("a*").unwrap_err(), "this matches the empty text, so it would be found everywhere");
        assert_eq!(expression("(a{1000}){1000}").unwrap_err(), "this regular expression is too large");
    }
}
