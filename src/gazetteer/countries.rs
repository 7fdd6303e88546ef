//! Countries, with their names and the names of their people: `data/countries.tsv`.

use crate::text::words::WordSet;

/// Neighbors in the dictionary that are two countries or peoples, in lower case: one is no misspelling of the other.
pub static NEIGHBORS: WordSet = WordSet::new(&[
    "australia",
    "australian",
    "austria",
    "austrian",
    "congo",
    "dominica",
    "dominican",
    "gambia",
    "gambian",
    "guiana",
    "guianese",
    "guinea",
    "guinean",
    "guyana",
    "guyanese",
    "iran",
    "iranian",
    "iraq",
    "iraqi",
    "mali",
    "malian",
    "niger",
    "nigeria",
    "nigerian",
    "nigerien",
    "slovak",
    "slovakia",
    "slovene",
    "slovenia",
    "togo",
    "zambia",
    "zambian",
]);

/// A country as a number.
#[must_use]
pub fn code(country: &str) -> u32 {
    country.bytes().fold(0, |number, byte| number << 8 | u32::from(byte))
}

/// The countries by their [codes](code), each with the names that refer to it.
pub(super) fn all() -> impl Iterator<Item = (u32, impl Iterator<Item = &'static str>)> {
    include_str!("data/countries.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (country, names) = line.split_once('\t')?;
        Some((code(country), names.split("; ")))
    })
}

/// The country that a word, in any case, names or whose people it names.
#[must_use]
pub fn named(word: &str) -> Option<u32> {
    all().find_map(|(code, mut names)| names.any(|name| name.eq_ignore_ascii_case(word)).then_some(code))
}
