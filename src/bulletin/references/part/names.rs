//! The kind of name that words are: a person’s, an institution’s, an outlet’s.

use super::super::words::INSTITUTIONAL;
use crate::bulletin::citation::words::{GIVEN_NAMES, MEDIA, OFFICES, PLACES, PUBLISHERS};
use crate::gazetteer::institutions::institution;
use crate::text::words::{WordSet, is_alphanumeric};
use crate::text::{first_word, trim};

/// Words that titles write with a capital, and that no name of a person ends in.
static SMALL_WORDS: WordSet = WordSet::new(&[
    "About", "After", "Against", "Among", "And", "Are", "At", "Before", "Between", "By", "During", "For", "From",
    "How", "In", "Into", "Is", "Of", "On", "Or", "Over", "The", "Through", "Toward", "Towards", "Under", "Was", "What",
    "When", "Why", "With", "Within", "Without",
]);

/// Whether words can only be those of a title: a colon, a genitive or a small word at the end is in no author's name.
pub(super) fn opens_title(words: &str) -> bool {
    words.contains(": ")
        || words.contains("'s ")
        || words.contains("’s ")
        || words.split_whitespace().next_back().is_some_and(|last| SMALL_WORDS.has_in_any_case(last))
}

/// Two to four words in the form of a person's name.
pub(super) fn is_person(words: &str) -> bool {
    let words = trim(words);
    let count = words.split_whitespace().count();
    if words.starts_with('@') {
        return false;
    }
    if GIVEN_NAMES.has(first_word(words)) && (2..=5).contains(&count) && !is_outlet_word(words) {
        return true;
    }
    (2..=4).contains(&count)
        && !words.starts_with("The ")
        // `Managing Harbours Through “Tides”`: the opening of a title.
        && words.split_whitespace().next_back().is_none_or(|last| !SMALL_WORDS.has(last))
        && words.split_whitespace().all(|word| {
            let mut letters = word.chars();
            let first = letters.next().is_some_and(char::is_uppercase);
            let rest = letters.as_str();
            let plain = !rest.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let joined = rest.contains(['-', '’', '\'']) || opens_with_particle(word);
            (first && (plain || joined))
                || matches!(
                    word,
                    "al" | "el"
                        | "bin"
                        | "ibn"
                        | "van"
                        | "von"
                        | "de"
                        | "der"
                        | "den"
                        | "di"
                        | "da"
                        | "du"
                        | "la"
                        | "le"
                        | "abu"
                        | "ul"
                )
                || word.starts_with("al-")
                || word.starts_with("el-")
        })
        && !PLACES.has(words)
        && !is_body(words)
}

/// Whether words are a list of persons: `Lena Mertz and Tobin Osten`, `Mertz, L.`
pub(super) fn is_person_list(words: &str) -> bool {
    let words = words.trim_end_matches('.');
    let several = words.strip_suffix(" et al").or_else(|| words.strip_suffix(" et. al"));
    if several.is_some_and(|first| first.starts_with(char::is_uppercase) && !first.contains(',')) {
        return true;
    }
    words.split(" and ").flat_map(|name| name.split(", ")).all(|name| {
        let name = name.trim_start_matches("and ").trim();
        is_person(name) || name.split_whitespace().count() == 1 || name.ends_with('.')
    })
}

/// Whether a word marks a name as that of a body: `Ministry`, `Institute`, `University`.
pub(in crate::bulletin::references) fn is_body(words: &str) -> bool {
    words.split(|c: char| !is_alphanumeric(c)).any(|word| {
        // `Leo XIV` is a person.
        let numeral = || word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
        OFFICES.has(word)
            || INSTITUTIONAL.has(word)
            || PUBLISHERS.has(word)
            || word.len() > 2 && is_acronym(word) && !numeral()
    }) || is_outlet_word(words)
        || institution(words).is_some()
}

/// Whether a word marks a name as that of a news outlet.
pub(super) fn is_outlet_word(words: &str) -> bool {
    words.split(|c: char| !is_alphanumeric(c)).any(|word| word.starts_with(char::is_uppercase) && MEDIA.has(word))
        || words.starts_with("Al-") && !words.contains(' ')
        || words.split_whitespace().any(|word| {
            // `TOLOnews`, `NewsHour`
            let upper = word.as_bytes().iter().skip(1).any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
            upper
                && word.chars().skip(1).any(char::is_uppercase)
                && word.chars().any(char::is_lowercase)
                && !word.contains(['-', '’', '\'', '.'])
                && !opens_with_particle(word)
        })
}

/// Whether a word is a family name with a particle before its second capital: `McGuinness`, `DiResta`.
fn opens_with_particle(word: &str) -> bool {
    let particles = ["Mac", "Mc", "De", "Di", "Du", "Fitz", "La", "Le", "Van", "Von"];
    particles
        .iter()
        .any(|particle| word.strip_prefix(*particle).is_some_and(|rest| rest.starts_with(char::is_uppercase)))
}

/// `ACLED`, `UN`
pub(super) fn is_acronym(words: &str) -> bool {
    (2..12).contains(&words.len())
        && words.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'.' | b'&'))
}

/// `Alwatan.com.sa`
pub(super) fn is_domain(words: &str) -> bool {
    let Some((name, tld)) = words.rsplit_once('.') else { return false };
    !words.contains(' ')
        && name.len() > 1
        && (2..=6).contains(&tld.len())
        && tld.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `L.`, `L. M.`, `J.-P.`
pub(super) fn is_initials(words: &str) -> bool {
    words.split([' ', '-']).all(|word| {
        let mut letters = word.trim_end_matches('.').chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    })
}
