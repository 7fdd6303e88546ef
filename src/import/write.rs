//! Formats values and terms as TOML, whatever characters they contain.

use super::entry::{ImportedTerm, Verdict};
use crate::text::visible::{is_steering, one_line};
use std::fmt::Write;

/// Quotes a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if is_steering(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Formats a configuration entry.
pub(super) fn discouraged(term: &ImportedTerm) -> String {
    let mut out = String::from("[[terms.discouraged]]\n");
    let key = if term.is_pattern { "pattern" } else { "term" };
    let _ = writeln!(out, "{key} = {}", quoted(&term.written));
    match term.verdict.instead() {
        [] => {}
        [one] => {
            let _ = writeln!(out, "use = {}", quoted(one));
        }
        several => {
            let several: Vec<String> = several.iter().map(|text| quoted(text)).collect();
            let _ = writeln!(out, "use = [{}]", several.join(", "));
        }
    }
    if !term.note.is_empty() {
        let _ = writeln!(out, "note = {}", quoted(&term.note));
    }
    out
}

/// Writes terms as part of a configuration; those without a key become comments.
pub(super) fn terms(terms: &[ImportedTerm], out: &mut String) {
    out.push_str("# For copydesk.toml: take over what you want.\n");
    let unwanted = terms.iter().filter(|term| term.verdict != Verdict::Accepted);
    for term in unwanted {
        let _ = write!(out, "\n# {}\n{}", one_line(&term.from), discouraged(term));
    }
    let accepted: Vec<&ImportedTerm> = terms.iter().filter(|term| term.verdict == Verdict::Accepted).collect();
    let (short, long): (Vec<&ImportedTerm>, Vec<&ImportedTerm>) =
        accepted.into_iter().partition(|term| !term.is_pattern && super::clean::is_short_form(&term.written));
    if !short.is_empty() {
        out.push_str("\n[abbreviations]\ncommon = [\n");
        for term in short {
            let _ = writeln!(out, "    {}, # {}", quoted(&term.written), one_line(&term.from));
        }
        out.push_str("]\n");
    }
    if !long.is_empty() {
        out.push_str(
            "\n# Accepted there, and unknown here. Words need no entry; names may go to the house's list of actors.\n",
        );
        for term in long {
            let _ = writeln!(out, "# {} ({})", one_line(&term.written), one_line(&term.from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_their_comment() {
        let term = |written: &str, verdict| ImportedTerm {
            from: "vale a\n[files]\nexclude = ['*']\n:1".to_owned(),
            written: written.to_owned(),
            is_pattern: true,
            verdict,
            note: "\u{202e}\u{1b}".to_owned(),
        };
        let discouraged = Verdict::Discouraged(vec!["x\n".to_owned()]);
        let mut text = String::new();
        terms(&[term("a\rb", Verdict::Accepted), term("c\n", discouraged)], &mut text);
        assert!(!text.contains(|c| c != '\n' && is_steering(c)), "{text:?}");
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table.keys().collect::<Vec<_>>(), ["terms"]);
        assert_eq!(table["terms"]["discouraged"][0]["note"].as_str(), Some("\u{202e}\u{1b}"));
    }
}
