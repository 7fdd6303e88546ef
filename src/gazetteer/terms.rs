//! Terms that are written in several ways: `Shia`/`Shiite`, `counterterrorism`/`counter-terrorism`.
//!
//! * A term has forms, and each form the same endings in one order; a word in the text is one ending of one form.
//! * A word is looked up by its hash; only [`first_word_hashes`] are worth looking up.
//! * What is listed stands in `data/terms.tsv`.

use crate::text::words::{self, Flags, Word};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A term with all its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name in the list.
    pub name: &'static str,
    /// Its forms, each with its endings.
    pub forms: Vec<Vec<&'static str>>,
}

/// One way to write a term, found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The term, an index of [`all`].
    pub term: u16,
    /// Its form, an index of [`Term::forms`].
    pub form: u8,
    /// Its ending, an index of the form.
    pub ending: u8,
    /// How many words it takes.
    pub words: u8,
    /// The form is a name, written with a capital: `Shia`.
    pub name: bool,
}

/// The words of a form behind its first: hash, and how it is joined to the one before.
#[derive(Clone, Copy, Debug)]
struct Rest {
    hash: u64,
    hyphen: bool,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    found: Found,
    rest: [Option<Rest>; 2],
    /// `Shi’a` is another form than `Shia`, though their hash is one.
    apostrophe: bool,
    /// The last word begins with a capital: `anti-Western`.
    capital_last: bool,
}

struct Table {
    terms: Vec<Term>,
    starts: FxHashMap<u64, Range<u32>>,
    /// By first word; of one first word the longest first.
    candidates: Vec<Candidate>,
}

const DATA: &str = include_str!("data/terms.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let lines = DATA.lines().filter(|line| !line.starts_with('#')).skip(1);
    let terms: Vec<Term> = lines
        .filter_map(|line| {
            let (name, forms) = line.split_once('\t')?;
            Some(Term { name, forms: parts(forms, ';').map(|form| parts(form, ',').collect()).collect() })
        })
        .collect();
    let mut listed: Vec<(u64, Candidate)> = Vec::new();
    for (term, entry) in terms.iter().enumerate() {
        for (form, endings) in entry.forms.iter().enumerate() {
            for (ending, written) in endings.iter().enumerate() {
                let place = (term, form, ending);
                listed.extend(candidate(written, place));
            }
        }
    }
    listed.sort_by_key(|(first, candidate)| (*first, std::cmp::Reverse(candidate.found.words)));
    let mut table = Table {
        terms,
        starts: FxHashMap::default(),
        candidates: listed.iter().map(|(_, candidate)| *candidate).collect(),
    };
    for (index, (first, _)) in (0u32..).zip(&listed) {
        table.starts.entry(*first).or_insert(index..index).end = index + 1;
    }
    table
});

/// What stands between the signs, without the space behind each.
fn parts(list: &'static str, sign: char) -> impl Iterator<Item = &'static str> {
    list.split(sign).map(|part| part.strip_prefix(' ').unwrap_or(part))
}

fn candidate(written: &str, (term, form, ending): (usize, usize, usize)) -> Option<(u64, Candidate)> {
    let mut parts = written.split([' ', '-']);
    let first = parts.next()?;
    let mut rest = [None; 2];
    let (mut at, mut words, mut last) = (first.len(), 1, first);
    for part in parts {
        *rest.get_mut(words - 1)? = Some(Rest { hash: words::hash(part), hyphen: written.as_bytes()[at] == b'-' });
        at += 1 + part.len();
        words += 1;
        last = part;
    }
    let found = Found {
        term: u16::try_from(term).ok()?,
        form: u8::try_from(form).ok()?,
        ending: u8::try_from(ending).ok()?,
        words: u8::try_from(words).ok()?,
        name: written.starts_with(char::is_uppercase),
    };
    let candidate = Candidate {
        found,
        rest,
        apostrophe: written.contains('\''),
        capital_last: last.starts_with(char::is_uppercase),
    };
    Some((words::hash(first), candidate))
}

/// The hashes of the words with which terms start.
pub fn first_word_hashes() -> impl Iterator<Item = u64> {
    TABLE.starts.keys().copied()
}

/// All terms, by name.
#[must_use]
pub fn all() -> &'static [Term] {
    &TABLE.terms
}

/// The term that `written` is a form of, and the form: for profiles, which name terms by how they write them.
#[must_use]
pub fn find(written: &str) -> Option<(u16, u8)> {
    let place = |term: usize, form: usize| Some((u16::try_from(term).ok()?, u8::try_from(form).ok()?));
    all().iter().enumerate().find_map(|(term, entry)| {
        let form = entry.forms.iter().position(|form| form.contains(&written))?;
        place(term, form)
    })
}

/// Looks words up. The table is made when the first word is looked up.
pub struct Finder {
    table: &'static LazyLock<Table>,
}

impl Finder {
    /// The one finder.
    #[must_use]
    pub fn new() -> Finder {
        Finder { table: &TABLE }
    }

    /// The form that starts at the first of `words`.
    #[must_use]
    pub fn at(&self, words: &[Word]) -> Option<Found> {
        let range = self.table.starts.get(&words.first()?.hash)?;
        let candidates = &self.table.candidates[range.start as usize..range.end as usize];
        candidates.iter().find(|candidate| candidate.fits(words)).map(|candidate| candidate.found)
    }
}

impl Default for Finder {
    fn default() -> Finder {
        Finder::new()
    }
}

impl Candidate {
    fn fits(&self, words: &[Word]) -> bool {
        let count = self.found.words as usize;
        let Some(taken) = words.get(..count) else { return false };
        let joined = self.rest.iter().flatten().zip(&taken[1..]).all(|(rest, word)| {
            let joint = if rest.hyphen { Flags::AFTER_HYPHEN } else { Flags::AFTER_SPACE };
            word.hash == rest.hash && word.flags.has(joint) && !word.flags.has(Flags::MAYBE_START)
        });
        // A word that a hyphen joins to more is another word: `air-strike-proof`; `Shia-dominated` is the term.
        joined
            && taken[0].flags.has(Flags::APOSTROPHE) == self.apostrophe
            && (!self.found.name || taken[0].flags.has(Flags::CAPITAL))
            && (count == 1
                || taken[count - 1].flags.has(Flags::CAPITAL) == self.capital_last
                || taken[0].flags.has(Flags::CAPITAL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn found(text: &str) -> Vec<&'static str> {
        let mut words = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut words);
        let finder = Finder::new();
        (0..words.len())
            .filter_map(|at| finder.at(&words[at..]))
            .map(|found| all()[found.term as usize].forms[found.form as usize][found.ending as usize])
            .collect()
    }

    #[test]
    fn the_list_keeps_its_rules() {
        let mut last = "";
        let mut seen = std::collections::BTreeMap::new();
        for term in all() {
            assert!(last < term.name, "{} stands behind {last}: the list is sorted", term.name);
            last = term.name;
            assert!(term.forms.len() >= 2, "{}: one form is no choice", term.name);
            for form in &term.forms {
                assert_eq!(form.len(), term.forms[0].len(), "{}: each form has the same endings", term.name);
                for written in form {
                    assert_eq!(seen.insert(*written, term.name), None, "{written} is listed twice");
                    assert!(candidate(written, (0, 0, 0)).is_some(), "{written}: at most three words");
                    assert_eq!(written.trim(), *written);
                }
            }
        }
        assert!(all().len() >= 120, "{}", all().len());
    }

    #[test]
    fn every_form_is_found_as_itself() {
        for term in all() {
            for written in term.forms.iter().flatten() {
                assert_eq!(found(&format!("so {written}, too"))[0], *written);
            }
        }
    }

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(found("Shia, Shi’a, Shi'ite and Shiites’ rites"), ["Shia", "Shi'a", "Shi'ite", "Shiites"]);
        assert_eq!(found("a counter-terror force, air strikes, shia"), ["counter-terror", "air strikes"]);
        assert_eq!(found("Airstrikes hit; the air. Strikes went on."), ["airstrikes"]);
        assert_eq!(find("counter-terrorism"), find("counter-terror"));
        assert_eq!(find("nonsense"), None);
    }
}
