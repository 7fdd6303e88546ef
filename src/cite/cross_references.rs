//! Where a note names another note by its number: `see note 3 above`, `supra note 4`, `(n. 5)`. When the notes get other
//! numbers, these change with them.

use super::NEW;
use crate::bulletin::notes::Note;
use crate::text::edits::apply;
use crate::text::{Edit, Slice, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Words that can only mean a note of the same document. The numbers are the first group that matched.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let number = format!(r"(?:{NEW})?\d{{1,4}}");
    let numbers = format!(r"({number}(?:(?:,\s*|,?\s+and\s+|,?\s+or\s+|\s*&\s*){number})*)");
    let note = r"(?:(?:foot|end)?notes?\s+|nn?\.?\s*|fnn?\.?\s*)";
    let pattern = format!(
        r"(?ix) \b(?: supra | infra | above | below | see | see\s+also | cf\.? )[*_]{{0,2}},?\s+ {note} {numbers} \b
        | \b (?:foot|end)?notes?\s+ {numbers} ,?\s+[*_]{{0,2}} (?: above | below | supra | infra ) \b
        | \( {note} {numbers} \)"
    );
    Regex::new(&pattern).expect("the pattern is well formed")
});

/// The places of the numbers of other notes in the words of a note.
fn numbers(words: &str) -> Vec<Span> {
    // Most notes name no other one.
    if !words.contains(['n', 'N']) || !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for named in NAMED.captures_iter(words) {
        let Some(list) = named.iter().skip(1).flatten().next() else { continue };
        let rest = words.slice(list.end()..);
        // `notes 3–5` names what stands between its ends too; `note 3 to the accounts` and `note 3 of the report` are
        // notes of another document.
        let goes_on = rest.trim_start().starts_with(['-', '–', '—', '/']);
        let elsewhere = [" of ", " to ", " in ", " on "].iter().any(|word| rest.starts_with(word));
        if goes_on || elsewhere {
            continue;
        }
        let mut at = list.start();
        for part in list.as_str().split_inclusive([' ', ',', '&']) {
            let number = part.trim_end_matches([' ', ',', '&']);
            if number.ends_with(|last: char| last.is_ascii_digit()) {
                found.push(Span::at(at..at + number.len()));
            }
            at += part.len();
        }
    }
    found
}

/// The places of these numbers in the text.
fn places(text: &str, note: &Note) -> impl Iterator<Item = Span> {
    let from = note.body.start;
    numbers(note.body.of(text)).into_iter().map(move |place| Span::new(from + place.start, from + place.end))
}

/// The edits that give other numbers to the notes that a note names. `number` gives the new number of a note by its
/// label, if it has one.
pub(super) fn renamed(text: &str, note: &Note, number: impl Fn(&str) -> Option<String>) -> Vec<Edit> {
    let edit = |place: Span| {
        let label = place.of(text);
        number(label).filter(|number| number != label).map(|number| Edit::replace(place, number))
    };
    places(text, note).filter_map(edit).collect()
}

/// The words of a note with these edits.
pub(super) fn body(text: &str, note: &Note, number: impl Fn(&str) -> Option<String>) -> String {
    let from = note.body.start;
    let mut edits = renamed(text, note, number);
    for edit in &mut edits {
        edit.span = Span::new(edit.span.start - from, edit.span.end - from);
    }
    apply(note.body.of(text), &edits)
}

/// The labels of the notes that a note names.
pub(super) fn labels<'t>(text: &'t str, note: &Note) -> impl Iterator<Item = &'t str> {
    places(text, note).map(move |place| place.of(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<&str> {
        numbers(words).into_iter().map(|place| place.of(words)).collect()
    }

    #[test]
    fn numbers_of_other_notes() {
        assert_eq!(found("See note 3 above."), ["3"]);
        assert_eq!(found("See also notes 3, 4 and 12."), ["3", "4", "12"]);
        assert_eq!(found("Lind, *supra* note 4, p. 7; cf. n. 5"), ["4", "5"]);
        assert_eq!(found("Lind, supra note 4, p. 7; infra nn. 5 & 6; note 7, *supra*."), ["4", "5", "6", "7"]);
        assert_eq!(found("Lind, “The Bridge” (n 3) 14; Berg (note 2), 8; footnote 9 below"), ["3", "2", "9"]);
        assert_eq!(found(&format!("See note {NEW}7.")), [format!("{NEW}7")]);
    }

    #[test]
    fn other_numbers() {
        for words in [
            "Note 3 to the accounts.",
            "See note 3 to the accounts.",
            "See note 3 of the report, p. 4.",
            "Diplomatic note 17 was handed over.",
            "Rivista, vol. 3, n. 8, 2019.",
            "See notes 3–5 above.",
            "See p. 3.",
            "See Dawn, May 3, 2019.",
            "A/HRC/38/65, note 12.",
        ] {
            assert!(found(words).is_empty(), "{words}");
        }
    }
}
