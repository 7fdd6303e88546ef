//! What a short form stands for, according to the list of abbreviations and the actors.
//!
//! * The actor's own name comes first, because a publication maintains its own records; then what is listed.
//! * A short form shared by several things has no certain meaning.

use super::expansion::{Agreement, compare, differs_in_a_common_word, is_spelled_by};
use crate::gazetteer::abbreviations::{expansions, is_shared, key};
use crate::gazetteer::{Actor, Gazetteer};

/// What the lists contain about a short form.
#[derive(Clone, Debug, Default)]
pub struct Meaning<'g> {
    /// The actor whose short form it certainly is.
    actor: Option<&'g Actor>,
    /// Other actors that share it.
    others: Vec<&'g Actor>,
    /// The meanings in the list of abbreviations.
    listed: Vec<&'static str>,
    /// Whether nothing indicates which of several things is meant.
    disputed: bool,
}

impl<'g> Meaning<'g> {
    /// What the lists contain about the short form with this key.
    #[must_use]
    pub fn of(short: u64, gazetteer: &'g Gazetteer) -> Meaning<'g> {
        let listed = expansions(short).collect();
        let mut meaning = Meaning { actor: None, others: Vec::new(), listed, disputed: false };
        for (actor, sure) in gazetteer.bearers(short) {
            match meaning.actor {
                None if sure => meaning.actor = Some(actor),
                _ => {
                    meaning.disputed |= sure;
                    meaning.others.push(actor);
                }
            }
        }
        meaning.disputed |= match meaning.actor {
            None => !meaning.others.is_empty(),
            // The list may have the short form for something else.
            Some(actor) => {
                let same =
                    |long: &&str| names(actor).any(|name| is(long, name) || compare(long, name) == Agreement::Same);
                !meaning.listed.is_empty() && !meaning.listed.iter().any(same)
            }
        };
        meaning
    }

    /// Whether it is in no list.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.actor.is_none() && self.others.is_empty() && self.listed.is_empty()
    }

    /// Whether nothing indicates which of several things is meant: then none of its long forms is judged.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.disputed
    }

    /// The correct long forms, the best first.
    pub fn longs(&self) -> impl Iterator<Item = &'g str> {
        let listed = self.listed.iter().copied();
        self.actor.into_iter().flat_map(names).chain(listed)
    }

    /// The long form that `written` is a typo for; `None` if it is correct, may be correct, or is something else.
    #[must_use]
    pub fn slip(&self, written: &str) -> Option<&'g str> {
        if self.disputed || self.longs().any(|right| is(written, right)) {
            return None;
        }
        let mut near = None;
        for right in self.longs() {
            match compare(written, right) {
                Agreement::Same => return None,
                Agreement::Near => near = near.or(Some(right)),
                Agreement::Different => {}
            }
        }
        // A difference in one common word is a typo only if nobody else has the short form.
        if near.is_none() && self.others.is_empty() {
            near = self.longs().find(|right| differs_in_a_common_word(written, right));
        }
        let another = |actor: &&Actor| names(actor).any(|name| compare(written, name) != Agreement::Different);
        near.filter(|_| !self.others.iter().any(another))
    }

    /// The only long form to write for `short`; `None` if something else may be meant.
    #[must_use]
    pub fn long_for(&self, short: &str) -> Option<&'g str> {
        if self.disputed || !self.others.is_empty() || is_shared(key(short)) {
            return None;
        }
        let listed = self.listed.first().copied();
        let Some(actor) = self.actor else { return listed };
        let spells = |name: &&str| is_spelled_by(short, name);
        // `PKK` spells none of its English names: the preferred name is meant if it is the actor's first short form.
        let first = actor.abbreviations.first().is_some_and(|first| key(first) == key(short));
        let name = Some(&*actor.name);
        name.filter(spells).or(listed).or(name.filter(|_| first)).or_else(|| names(actor).find(spells))
    }
}

/// The correct names: the preferred one, then accepted ones, then former ones.
fn names(actor: &Actor) -> impl Iterator<Item = &str> {
    let accepted = actor.accepted.iter().map(|name| &**name);
    let former = actor.former.iter().map(|former| &*former.name);
    std::iter::once(&*actor.name).chain(accepted).chain(former)
}

fn is(written: &str, right: &str) -> bool {
    let written = written.strip_suffix('s').unwrap_or(written);
    written.eq_ignore_ascii_case(right.strip_suffix('s').unwrap_or(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(short: &str) -> Option<String> {
        let gazetteer = Gazetteer::shipped();
        Meaning::of(key(short), &gazetteer).long_for(short).map(str::to_owned)
    }

    #[test]
    fn the_lists_are_one() {
        for (short, right) in [
            ("KDF", "Kenya Defence Forces"),
            ("IED", "improvised explosive device"),
            ("AMYC", "Ansar Muslim Youth Center"),
            ("PMF", "Popular Mobilization Forces"),
            ("PJAK", "Kurdistan Free Life Party"),
        ] {
            assert_eq!(long(short).as_deref(), Some(right), "{short}");
        }
        for short in ["SNA", "JI", "ADF", "UPC", "AKP", "MSC", "QQQ"] {
            assert_eq!(long(short), None, "{short}");
        }
    }

    #[test]
    fn what_several_bear_is_disputed() {
        let gazetteer = Gazetteer::shipped();
        for (short, disputed) in
            [("SNA", true), ("UPC", true), ("AKP", true), ("SDF", false), ("PMC", true), ("KDF", false), ("QQQ", false)]
        {
            assert_eq!(Meaning::of(key(short), &gazetteer).is_disputed(), disputed, "{short}");
        }
    }
}
