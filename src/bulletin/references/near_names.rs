//! Names that differ by one letter from the name in a shortened form: `Compardon` for `Campardon`.

use crate::bulletin::citation::words::GIVEN_NAMES;
use crate::text::Span;
use crate::text::hash::{START, combine};
use crate::text::words::{self, Flags};
use rustc_hash::FxHashMap;

/// Shorter names differ by a letter too easily.
const SHORTEST: usize = 5;

/// The maximum number of names that are alike in all letters but one.
const MOST: usize = 16;

/// Surnames, by what is left of them without one of their letters. Two names that differ by a letter have one such rest
/// in common, so a look-up costs no more than the length of a name.
pub(super) struct NearNames<'t> {
    text: &'t str,
    by_rest: FxHashMap<u64, Vec<Span>>,
}

impl<'t> NearNames<'t> {
    /// The surnames in these places.
    pub(super) fn of(text: &'t str, places: impl Iterator<Item = Span>) -> NearNames<'t> {
        let mut names = NearNames { text, by_rest: FxHashMap::default() };
        for name in places.flat_map(|place| surnames(text, place)) {
            for rest in rests(name.of(text)) {
                let alike = names.by_rest.entry(rest).or_default();
                if alike.len() < MOST {
                    alike.push(name);
                }
            }
        }
        names
    }

    /// The place of the only name that differs by one letter from one in `place`.
    pub(super) fn near(&self, place: Span) -> Option<Span> {
        let mut found: Option<Span> = None;
        for name in surnames(self.text, place) {
            let written = name.of(self.text);
            for other in rests(written).filter_map(|rest| self.by_rest.get(&rest)).flatten() {
                let known = other.of(self.text);
                if strsim::osa_distance(&written.to_lowercase(), &known.to_lowercase()) != 1 {
                    continue;
                }
                if found.is_some_and(|found| found.of(self.text) != known) {
                    return None;
                }
                found = found.or(Some(*other));
            }
        }
        found
    }
}

/// The words of names that are long, capitalized and no common given names.
fn surnames(text: &str, place: Span) -> impl Iterator<Item = Span> {
    let mut found = Vec::new();
    words::split(text, place, Flags::default(), &mut found);
    found.into_iter().filter(|word| word.flags.has(Flags::CAPITAL)).map(|word| word.span).filter(|word| {
        let letters = word.of(text);
        letters.chars().count() >= SHORTEST && !GIVEN_NAMES.has(letters)
    })
}

/// Hashes of a name as a whole, and without each of its letters.
fn rests(name: &str) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    (0..=letters.len()).map(move |left_out| {
        let kept = letters.iter().enumerate().filter(|(at, _)| *at != left_out);
        kept.fold(START, |hash, (_, letter)| combine(hash, u64::from(*letter)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(known: &str, written: &str) -> Option<String> {
        let text = format!("{known}\n{written}");
        let names = NearNames::of(&text, std::iter::once(Span::at(0..known.len())));
        names.near(Span::at(known.len() + 1..text.len())).map(|place| place.of(&text).to_owned())
    }

    #[test]
    fn one_letter_is_near() {
        for written in ["Compardon", "Campardn", "Campparadon", "Campadron", "CAMPARDOM"] {
            let expected = (written != "Campparadon").then(|| "Campardon".to_owned());
            assert_eq!(near("Emile Campardon and Lena Mertz", written), expected, "{written}");
        }
        assert_eq!(near("Émile Ouédraogo", "Ouédraougo").as_deref(), Some("Ouédraogo"));
    }

    #[test]
    fn other_names_are_not() {
        assert_eq!(near("Lena Mertz", "Mertz"), None);
        assert_eq!(near("Jan Berg", "Borg"), None);
        assert_eq!(near("Maria Holt", "Marta"), None);
        // Two may be meant.
        assert_eq!(near("Adam Harsen and Ida Hansen", "Harnsen"), None);
    }
}
