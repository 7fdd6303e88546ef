//! Style profiles: preferences among names and terms that are all correct.
//!
//! * Profiles are data: `data/profiles.tsv`. `style.profile` selects one.
//! * Without a profile nothing is preferred, and a document is measured by its own majority.

use super::{abbreviations, terms};
use crate::config::{Config, Level, Problem};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// When a short form is given after its long form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Define {
    /// At the first mention, whether used again or not.
    Always,
    /// Only if it is used again.
    #[default]
    UsedAgain,
}

/// How the article of Arabic names is written inside a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ArticleCase {
    /// `al-Shabaab`
    #[default]
    Lower,
    /// `Al-Shabaab`
    Upper,
}

/// The preferences of a style guide.
#[derive(Debug, Default)]
pub struct Profile {
    /// Its name in `style.profile`.
    pub name: &'static str,
    /// Its policy on short forms.
    pub define: Define,
    /// The case of *al-* inside a sentence.
    pub article: ArticleCase,
    terms: FxHashMap<u16, u8>,
    abbreviations: FxHashMap<u64, &'static str>,
    actors: Vec<(&'static str, &'static str)>,
}

impl Profile {
    /// The preferred form of a term, an index of [`terms::Term::forms`].
    #[must_use]
    pub fn term(&self, term: u16) -> Option<u8> {
        self.terms.get(&term).copied()
    }

    /// The preferred form of an abbreviation, with or without points: `U.S.`
    #[must_use]
    pub fn abbreviation(&self, key: u64) -> Option<&'static str> {
        self.abbreviations.get(&key).copied()
    }

    /// The preferred name of an actor.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&'static str> {
        self.actors.iter().find(|(actor, _)| *actor == id).map(|(_, name)| *name)
    }
}

const DATA: &str = include_str!("data/profiles.tsv");

fn records() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = DATA.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let mut profiles: Vec<Profile> = Vec::new();
    for (name, what, preferred) in records() {
        if profiles.last().is_none_or(|last| last.name != name) {
            profiles.push(Profile { name, ..Profile::default() });
        }
        let Some(profile) = profiles.last_mut() else { continue };
        match what {
            "term" => profile.terms.extend(preferred.split("; ").filter_map(terms::find)),
            "abbreviation" => {
                profile.abbreviations.extend(preferred.split("; ").map(|short| (abbreviations::key(short), short)));
            }
            "define" if preferred == "always" => profile.define = Define::Always,
            "article" if preferred == "upper" => profile.article = ArticleCase::Upper,
            _ => profile.actors.extend(what.strip_prefix("actor:").map(|id| (id, preferred))),
        }
    }
    profiles
});

/// The profile with that name.
#[must_use]
pub fn profile(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.name == name)
}

/// The names of all profiles, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|profile| profile.name)
}

/// The problems with the profiles that a configuration names: unknown ones, each with its span.
#[must_use]
pub fn problems(config: &Config) -> Vec<Problem> {
    let unknown = config.profiles().filter(|name| profile(&name.value).is_none());
    unknown
        .map(|name| Problem {
            span: name.span,
            message: format!(
                "no profile is named “{}”; the known ones are {}",
                name.value,
                names().collect::<Vec<_>>().join(", ")
            ),
            severity: Level::Error,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_keeps_its_rules() {
        let mut last = ("", "");
        for (name, what, preferred) in records() {
            assert!(last < (name, what), "{name} {what}: the list is sorted, and says a thing once");
            last = (name, what);
            for one in preferred.split("; ") {
                let known = match what {
                    "term" => terms::find(one).is_some(),
                    "abbreviation" => one.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.'),
                    "define" => matches!(one, "always" | "used-again"),
                    "article" => matches!(one, "lower" | "upper"),
                    actor => actor.starts_with("actor:"),
                };
                assert!(known, "{name} {what}: {one}");
            }
        }
    }

    #[test]
    fn a_profile_prefers() {
        let (ap, guardian) = (profile("ap").unwrap(), profile("guardian").unwrap());
        let (shia, form) = terms::find("Shiite").unwrap();
        assert_eq!(ap.term(shia), Some(form));
        assert_eq!(guardian.term(shia), terms::find("Shia").map(|(_, form)| form));
        assert_eq!(ap.abbreviation(abbreviations::key("US")), Some("U.S."));
        assert_eq!(guardian.abbreviation(abbreviations::key("U.S.")), Some("US"));
        assert_eq!(ap.actor("al-qaeda"), Some("al-Qaida"));
        assert_eq!((ap.define, guardian.define), (Define::Always, Define::UsedAgain));
        assert_eq!(names().collect::<Vec<_>>(), ["ap", "bbc", "economist", "guardian", "jamestown", "reuters", "un"]);
    }

    #[test]
    fn an_unknown_profile_is_shown_where_it_stands() {
        let text = "[style]\nprofile = 'ap'\n[[overrides]]\npaths = ['a']\nstyle = { profile = 'tass' }\n";
        let (config, _) = Config::parse(text);
        let problems = problems(&config);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].span.of(text), "'tass'");
        assert!(problems[0].message.starts_with("no profile is named “tass”; the known ones are ap, bbc"));
    }
}
