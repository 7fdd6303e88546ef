//! Vale vocabularies: one word, phrase or regular expression per line. The file name shows which list it is:
//! `accept.txt` contains accepted terms, `reject.txt` discouraged ones.

use super::entry::{Imported, ImportedTerm, Verdict};
use super::{ImportOptions, Input, clean, lines};

pub(super) fn read(input: &mut Input<'_>, _: &ImportOptions, found: &mut Imported) {
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
        found.term(&place, ImportedTerm { from, written, is_pattern, verdict, note: String::new() });
    });
}
