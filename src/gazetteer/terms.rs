//! Terms that have several spellings: `Shia`/`Shiite`, `counterterrorism`/`counter-terrorism`.
//!
//! * A term has forms, and each form has the same endings in the same order; a word in the text is one ending of one
//!   form.
//! * A word is looked up by its hash; only [`first_word_hashes`] are worth looking up.
//! * The list is `data/terms.tsv`, read when the crate is compiled: reading it took a seventh of the check of one issue.

use super::tsv::{self, Buckets, Parts};
use crate::text::words::{Flags, Word, hash_ascii};

/// A term with all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name in the list.
    pub name: &'static str,
    /// Where its forms begin in [`List::written`].
    first: u16,
    /// The number of its forms.
    forms: u8,
    /// The number of endings of each form.
    endings: u8,
}

impl Term {
    /// Its forms, each with its endings.
    pub fn forms(&self) -> impl ExactSizeIterator<Item = &'static [&'static str]> {
        let (forms, endings) = (usize::from(self.forms), usize::from(self.endings));
        LIST.written[usize::from(self.first)..][..forms * endings].chunks_exact(endings)
    }
}

/// One way of writing a term, found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The term, an index of [`all`].
    pub term: u16,
    /// Its form, an index of [`Term::forms`].
    pub form: u8,
    /// Its ending, an index of the form.
    pub ending: u8,
    /// The number of words it takes.
    pub words: u8,
    /// Whether the form is a name, written with a capital: `Shia`.
    pub name: bool,
}

/// The words of a form after its first: hash, and how each is joined to the one before.
#[derive(Clone, Copy, Debug)]
struct Rest {
    hash: u64,
    hyphen: bool,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The hash of the first word.
    first: u64,
    found: Found,
    rest: [Option<Rest>; 2],
    /// `Shi’a` is a different form from `Shia`, although their hashes are equal.
    apostrophe: bool,
    /// The last word starts with a capital: `anti-Western`.
    capital_last: bool,
}

const DATA: &str = include_str!("data/terms.tsv");

/// The number of terms, and of the ways of writing them all.
const COUNTS: (usize, usize) = {
    let mut records = Parts::records(DATA);
    let (mut terms, mut written) = (0, 0);
    while let Some(record) = records.next() {
        terms += 1;
        written += 1;
        let mut at = 0;
        while at < record.len() {
            written += (record[at] == b',' || record[at] == b';') as usize;
            at += 1;
        }
    }
    (terms, written)
};
const WRITTEN: usize = COUNTS.1;

struct List {
    terms: [Term; COUNTS.0],
    /// The ways of writing all terms: by term, form and ending.
    written: [&'static str; WRITTEN],
    candidates: [Candidate; WRITTEN],
    /// The candidates by the hash of their first word; of those with the same one, the longest first.
    by_first_word: Buckets<2048, WRITTEN>,
}

static LIST: List = read();

#[expect(clippy::cast_possible_truncation, reason = "tests hold the list to these sizes")]
const fn read() -> List {
    const NO_TERM: Term = Term { name: "", first: 0, forms: 0, endings: 0 };
    const NOTHING: Found = Found { term: 0, form: 0, ending: 0, words: 0, name: false };
    const NO_CANDIDATE: Candidate =
        Candidate { first: 0, found: NOTHING, rest: [None; 2], apostrophe: false, capital_last: false };
    let mut list = List {
        terms: [NO_TERM; COUNTS.0],
        written: [""; WRITTEN],
        candidates: [NO_CANDIDATE; WRITTEN],
        by_first_word: Buckets::new(),
    };
    let (mut term, mut at) = (0, 0);
    let mut records = Parts::records(DATA);
    while let Some(record) = records.next() {
        let mut cells = Parts::of(record, b'\t');
        let (Some(name), Some(forms)) = (cells.next(), cells.next()) else { panic!("a term has forms") };
        let first = at as u16;
        let (mut form, mut endings) = (0, 0);
        let mut forms = Parts::of(forms, b';');
        while let Some(written) = forms.next() {
            endings = 0;
            let mut all = Parts::of(written, b',');
            while let Some(written) = all.next() {
                let written = match written {
                    [b' ', written @ ..] => written,
                    written => written,
                };
                list.written[at] = tsv::text(written);
                list.candidates[at] = candidate(written, (term as u16, form, endings));
                at += 1;
                endings += 1;
            }
            form += 1;
        }
        list.terms[term] = Term { name: tsv::text(name), first, forms: form, endings };
        term += 1;
    }
    let mut words = 3;
    while words > 0 {
        let mut at = 0;
        while at < WRITTEN {
            if list.candidates[at].found.words == words {
                list.by_first_word.add(list.candidates[at].first, at);
            }
            at += 1;
        }
        words -= 1;
    }
    list
}

const fn candidate(written: &[u8], (term, form, ending): (u16, u8, u8)) -> Candidate {
    let found = Found { term, form, ending, words: 0, name: written[0].is_ascii_uppercase() };
    let mut candidate = Candidate { first: 0, found, rest: [None; 2], apostrophe: false, capital_last: false };
    let (mut from, mut at) = (0, 0);
    while at <= written.len() {
        if at == written.len() || written[at] == b' ' || written[at] == b'-' {
            let word = written.split_at(at).0.split_at(from).1;
            let Some(hash) = hash_ascii(word) else { panic!("terms are written in ASCII") };
            match candidate.found.words {
                0 => candidate.first = hash,
                // Fails if there are more than three words.
                before => {
                    candidate.rest[before as usize - 1] = Some(Rest { hash, hyphen: written[from - 1] == b'-' });
                }
            }
            candidate.found.words += 1;
            candidate.capital_last = word[0].is_ascii_uppercase();
            from = at + 1;
        } else if written[at] == b'\'' {
            candidate.apostrophe = true;
        }
        at += 1;
    }
    candidate
}

/// The hashes of the words that terms start with.
pub fn first_word_hashes() -> impl Iterator<Item = u64> {
    LIST.candidates.iter().map(|candidate| candidate.first)
}

/// All terms, by name.
#[must_use]
pub fn all() -> &'static [Term] {
    &LIST.terms
}

/// The term that `written` is a form of, and the form: for profiles, which name terms by how they write them.
#[must_use]
pub fn find(written: &str) -> Option<(u16, u8)> {
    let place = |term: usize, form: usize| Some((u16::try_from(term).ok()?, u8::try_from(form).ok()?));
    all().iter().enumerate().find_map(|(term, entry)| {
        let form = entry.forms().position(|form| form.contains(&written))?;
        place(term, form)
    })
}

/// The form that starts at the first of `words`.
#[must_use]
pub fn at(words: &[Word]) -> Option<Found> {
    let first = words.first()?.hash;
    let mut candidates = LIST.by_first_word.at(first).map(|at| &LIST.candidates[at]);
    let found = candidates.find(|candidate| candidate.first == first && candidate.fits(words))?;
    Some(found.found)
}

impl Candidate {
    fn fits(&self, words: &[Word]) -> bool {
        let count = self.found.words as usize;
        let Some(taken) = words.get(..count) else { return false };
        let joined = self.rest.iter().flatten().zip(&taken[1..]).all(|(rest, word)| {
            let joint = if rest.hyphen { Flags::AFTER_HYPHEN } else { Flags::AFTER_SPACE };
            word.hash == rest.hash && word.flags.has(joint) && !word.flags.has(Flags::MAYBE_START)
        });
        // A word joined to further ones by a hyphen is a different word: `air-strike-proof`; `Shia-dominated` is the
        // term.
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
    use crate::text::{Span, words};

    fn found(text: &str) -> Vec<&'static str> {
        let mut words = Vec::new();
        words::split(text, Span::at(0..text.len()), Flags::default(), &mut words);
        let written =
            |found: Found| Some(all()[found.term as usize].forms().nth(found.form.into())?[found.ending as usize]);
        (0..words.len()).filter_map(|start| at(&words[start..])).filter_map(written).collect()
    }

    #[test]
    fn the_list_keeps_its_rules() {
        let mut last = "";
        let mut seen = std::collections::BTreeMap::new();
        for term in all() {
            assert!(last < term.name, "{} stands behind {last}: the list is sorted", term.name);
            last = term.name;
            assert!(term.forms().len() >= 2, "{}: one form is not a choice", term.name);
            for written in term.forms().flatten() {
                assert_eq!(seen.insert(*written, term.name), None, "{written} is listed twice");
                assert_eq!(written.trim(), *written);
            }
        }
        // Each form has the same endings: the list as it is written has as many.
        let mut lines = DATA.lines().filter(|line| !line.starts_with('#')).skip(1);
        for term in all() {
            let (name, forms) = lines.next().and_then(|line| line.split_once('\t')).expect("a term");
            let listed: Vec<Vec<&str>> = forms.split("; ").map(|form| form.split(", ").collect()).collect();
            assert!(term.forms().eq(listed), "{name}");
        }
        assert_eq!(lines.next(), None);
        assert!(all().len() >= 120, "{}", all().len());
    }

    #[test]
    fn every_form_is_found_as_itself() {
        for term in all() {
            for written in term.forms().flatten() {
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
