//! Names that a sentence gives as another name, or another spelling, of what it has just named: `the Houthis (also spelled
//! Huthis)`. The writer chose them, so that they are no slip.

use crate::text::words::WordSet;
use crate::text::{Slice, Span};

/// The maximum distance between the two names, in bytes.
const FAR: usize = 60;

/// Words that introduce another name.
static INTRODUCING: WordSet = WordSet::new(&[
    "aka",
    "alias",
    "aliases",
    "also",
    "called",
    "dubbed",
    "known",
    "likewise",
    "listed",
    "named",
    "or",
    "rendered",
    "romanised",
    "romanized",
    "sometimes",
    "spelled",
    "spelling",
    "spellings",
    "spelt",
    "styled",
    "transcribed",
    "transliterated",
    "variously",
    "written",
]);

/// Words that may stand beside those.
static BESIDE: WordSet = WordSet::new(&[
    "a",
    "and",
    "arabic",
    "as",
    "better",
    "by",
    "commonly",
    "dari",
    "elsewhere",
    "english",
    "farsi",
    "formally",
    "former",
    "formerly",
    "french",
    "german",
    "hausa",
    "in",
    "is",
    "k",
    "kurdish",
    "less",
    "locally",
    "more",
    "name",
    "officially",
    "often",
    "other",
    "otherwise",
    "pashto",
    "persian",
    "russian",
    "simply",
    "somali",
    "spanish",
    "swahili",
    "the",
    "turkish",
    "urdu",
    "usually",
    "was",
    "widely",
]);

/// Whether the second of two names is given as another one of the first.
#[must_use]
pub fn is_given_as_another(text: &str, first: Span, second: Span) -> bool {
    let (from, to) = (first.end as usize, second.start as usize);
    if to <= from || to - from > FAR {
        return false;
    }
    let gap = text.slice(from..to);
    let mut words = gap.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_foreign = |word: &str| !word.starts_with(|c: char| c.is_ascii() || c.is_lowercase() && c.len_utf8() < 3);
    let may_stand = |word: &str| INTRODUCING.has_in_any_case(word) || BESIDE.has_in_any_case(word) || is_foreign(word);
    if gap.contains(['?', '!']) || !words.clone().all(may_stand) {
        return false;
    }
    // `a.k.a.`
    let introduced = words.any(|word| INTRODUCING.has_in_any_case(word)) || gap.contains("k.a.");
    let signs = gap.trim_matches([' ', '“', '"', '‘', '\'', '*', '_', '\n']);
    let apart = signs.starts_with(['(', '[', ',', ';', ':', '/', '—', '–', '-']);
    if introduced {
        // `the Houthis or Huthis`
        return apart || signs.eq_ignore_ascii_case("or") || signs.to_lowercase().starts_with('a');
    }
    // `the Houthis (Huthis)`, `Houthis/Huthis`
    let behind = text.slice(second.end as usize..).trim_start_matches(['”', '"', '’', '*', '_']);
    signs == "/" || matches!(signs, "(" | "[") && behind.starts_with([')', ']', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_given(text: &str) -> bool {
        let span = |name: &str| text.find(name).map(|at| Span::at(at..at + name.len())).expect("the name is there");
        is_given_as_another(text, span("Sayf al-Adl"), span("Saif al-Adel"))
    }

    #[test]
    fn other_names_and_spellings() {
        for text in [
            "Sayf al-Adl (a.k.a. Saif al-Adel) left.",
            "Sayf al-Adl aka Saif al-Adel left.",
            "Sayf al-Adl, also spelled “Saif al-Adel,” left.",
            "Sayf al-Adl (also known as *Saif al-Adel*) left.",
            "Sayf al-Adl, or Saif al-Adel, left.",
            "Sayf al-Adl or Saif al-Adel left.",
            "Sayf al-Adl (in other spellings Saif al-Adel) left.",
            "Sayf al-Adl (Arabic: سيف العدل; also Saif al-Adel) left.",
            "Sayf al-Adl – otherwise known as Saif al-Adel – left.",
            "Sayf al-Adl (Saif al-Adel) left.",
            "Sayf al-Adl/Saif al-Adel left.",
        ] {
            assert!(is_given(text), "{text}");
        }
    }

    #[test]
    fn names_that_only_follow() {
        for text in [
            "Sayf al-Adl left. Saif al-Adel stayed.",
            "Sayf al-Adl left, Saif al-Adel stayed.",
            "Sayf al-Adl, Saif al-Adel and others left.",
            "Sayf al-Adl left (Saif al-Adel stayed).",
            "Sayf al-Adl (Saif al-Adel said so) left.",
            "Sayf al-Adl and Saif al-Adel left.",
            "Sayf al-Adl? Also Saif al-Adel.",
        ] {
            assert!(!is_given(text), "{text}");
        }
    }
}
