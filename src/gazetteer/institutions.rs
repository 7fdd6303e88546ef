//! The words that make a name an institution's: `Ministry of Health`, `Coast Guard`, `Union of Drivers`.
//!
//! Whoever has to tell an institution from a person asks here. Small letters make no name: `the bank` is none.

use super::Kind;
use crate::text::words::{WordSet, is_alphanumeric};

static ORGANISATIONS: WordSet = WordSet::new(&[
    "academy",
    "administration",
    "agency",
    "archive",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "cabinet",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "company",
    "congress",
    "consulate",
    "corporation",
    "council",
    "court",
    "department",
    "directorate",
    "embassy",
    "federation",
    "foundation",
    "fund",
    "government",
    "headquarters",
    "initiative",
    "institute",
    "institution",
    "library",
    "ministry",
    "museum",
    "network",
    "observatory",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "program",
    "programme",
    "project",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "syndicate",
    "treasury",
    "tribunal",
    "trust",
    "union",
    "university",
]);

static FORCES: WordSet = WordSet::new(&[
    "army",
    "brigade",
    "command",
    "corps",
    "force",
    "forces",
    "gendarmerie",
    "guard",
    "guards",
    "mission",
    "navy",
    "police",
]);

/// Words of institutions that may be of any kind.
static GROUPS: WordSet = WordSet::new(&[
    "amnesty",
    "coalition",
    "fellowship",
    "forum",
    "front",
    "group",
    "international",
    "league",
    "movement",
    "nations",
    "panel",
    "survey",
    "team",
]);

/// What the words of a name say of its bearer: the kind of the institution, [`Kind::Group`] where they leave it open. None
/// where no word is an institution's.
#[must_use]
pub fn institution(name: &str) -> Option<Kind> {
    // `Anna Court-Hill` is a person.
    let words = || {
        let words = name.split(|c: char| !is_alphanumeric(c) && c != '-');
        words.filter(|word| word.starts_with(char::is_uppercase))
    };
    let kinds = [(&ORGANISATIONS, Kind::Organisation), (&FORCES, Kind::Force), (&GROUPS, Kind::Group)];
    kinds.into_iter().find(|(set, _)| words().any(|word| set.has_in_any_case(word))).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_makes_an_institution() {
        for (name, kind) in [
            ("Union of Elwak Drivers", Some(Kind::Organisation)),
            ("MINISTRY OF HEALTH", Some(Kind::Organisation)),
            ("Ministry of the Army", Some(Kind::Organisation)),
            ("Bank’s Board", Some(Kind::Organisation)),
            ("Ridge Army", Some(Kind::Force)),
            ("Coast Guard", Some(Kind::Force)),
            ("Amnesty International", Some(Kind::Group)),
            ("River Front", Some(Kind::Group)),
            ("Lena Mertz", None),
            ("Anna Court-Hill", None),
            ("men of the bank", None),
            ("Жители", None),
            ("", None),
        ] {
            assert_eq!(institution(name), kind, "{name}");
        }
    }
}
