//! The words that mark a name as an institution's: `Ministry of Health`, `Coast Guard`, `Union of Drivers`.
//!
//! Use this to tell an institution from a person. Lower-case words do not make a name: `the bank` is not one.

use super::ActorKind;
use crate::text::words::{WordSet, is_alphanumeric};

static ORGANISATIONS: WordSet = WordSet::new(&[
    "academy",
    "administration",
    "agency",
    "archive",
    "archives",
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

/// Words for institutions of any kind.
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

/// Whether a name is that of what an archive keeps, or of an archive: `Cocke Family Papers`, `Rainbow Sign archive`.
#[must_use]
pub fn is_collection(name: &str) -> bool {
    static HOLDINGS: WordSet =
        WordSet::new(&["archive", "archives", "collection", "collections", "library", "museum", "papers", "records"]);
    name.starts_with(char::is_uppercase)
        && name.contains(' ')
        && name.rsplit(' ').next().is_some_and(|last| HOLDINGS.has_in_any_case(last))
}

/// What the words of a name reveal about its bearer: the kind of the institution, or [`ActorKind::Group`] if they leave
/// it open; `None` if none of the words is an institution's.
#[must_use]
pub fn institution(name: &str) -> Option<ActorKind> {
    // `Anna Court-Hill` is a person.
    let words = name.split(|c: char| !is_alphanumeric(c) && c != '-');
    let kinds = [(&ORGANISATIONS, ActorKind::Organisation), (&FORCES, ActorKind::Force), (&GROUPS, ActorKind::Group)];
    let mut best = kinds.len();
    for word in words.filter(|word| word.starts_with(char::is_uppercase)) {
        let earlier = kinds.iter().take(best);
        best = earlier.into_iter().position(|(set, _)| set.has_in_any_case(word)).unwrap_or(best);
    }
    kinds.get(best).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holdings_of_archives() {
        for name in ["Cocke Family Papers", "Rainbow Sign archive", "Sorvik City Library"] {
            assert!(is_collection(name), "{name}");
        }
        for name in ["Papers", "the old archive", "Archive of Rain", "The Papers Say"] {
            assert!(!is_collection(name), "{name}");
        }
    }

    #[test]
    fn a_word_makes_an_institution() {
        for (name, kind) in [
            ("Union of Elwak Drivers", Some(ActorKind::Organisation)),
            ("MINISTRY OF HEALTH", Some(ActorKind::Organisation)),
            ("Ministry of the Army", Some(ActorKind::Organisation)),
            ("Bank’s Board", Some(ActorKind::Organisation)),
            ("Ridge Army", Some(ActorKind::Force)),
            ("Coast Guard", Some(ActorKind::Force)),
            ("Amnesty International", Some(ActorKind::Group)),
            ("River Front", Some(ActorKind::Group)),
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
