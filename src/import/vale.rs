//! Vale vocabularies: one word, phrase or regular expression per line. The file name tells which list it is:
//! `accept.txt` contains accepted terms, `reject.txt` discouraged ones.

use super::entry::{Found, Term, Verdict};
use super::{Input, Options, clean, lines};

pub(super) fn read(input: &mut Input<'_>, _: &Options, found: &mut Found) {
    let rejects = input.name.to_ascii_lowercase().contains("reject");
    lines::each(&mut *input.text, found, |found, number, line| {
        let entry = line.trim();
        if entry.is_empty() || entry.starts_with('#') {
            return;
        }
        let is_pattern = entry.contains(['\\', '^', '$', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|']);
        let place = format!(":{number}");
        let written = match is_pattern && rejects {
            // Vale matches whole words.
            true => format!(r"\b(?:{entry})\b"),
            false if is_pattern => entry.to_owned(),
            false => clean::plain(entry),
        };
        let verdict = if rejects { Verdict::Discouraged(Vec::new()) } else { Verdict::Accepted };
        let from = found.from(&place, "");
        found.term(&place, Term { from, written, is_pattern, verdict, note: String::new() });
    });
}
