//! Abbreviations: the common ones, which need no definition, and what abbreviations stand for.
//!
//! * Short forms are compared by [`key`]: letters and digits, case too, without points, hyphens and a plural s.
//! * One short form may stand for several things; all of them are right ([`expansions`]).
//! * What is listed stands in `data/abbreviations.tsv`.

use crate::text::hash::{START, combine};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is known of a short form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Listed {
    expansions: Vec<&'static str>,
    /// Its expansions are names of several things.
    shared: bool,
    /// Every reader knows it, or it shortens no name: a unit, a word in capitals.
    common: bool,
}

const DATA: &str = include_str!("data/abbreviations.tsv");

/// The records of the list: short form, expansions, the last column.
fn records() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = DATA.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

/// The expansions in a cell.
fn each(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(" | ").flat_map(|thing| thing.split("; "))
}

static LIST: LazyLock<FxHashMap<u64, Listed>> = LazyLock::new(|| {
    let mut list: FxHashMap<u64, Listed> = FxHashMap::default();
    for (short, expansions, known) in records() {
        let listed = list.entry(key(short)).or_default();
        listed.shared |= expansions.contains(" | ");
        listed.expansions.extend(each(expansions).filter(|expansion| !expansion.is_empty()));
        listed.common |= !known.is_empty();
    }
    list
});

/// What short forms are compared by: `IS-K` and `ISK`, `U.S.` and `US`, `IEDs` and `IED` are each one; case counts.
#[must_use]
pub fn key(short: &str) -> u64 {
    let letters = singular(short).bytes().filter(|byte| !matches!(byte, b'.' | b'-' | b' '));
    letters.fold(START, |hash, byte| combine(hash, u64::from(byte)))
}

/// `IEDs` → `IED`; `JeMs` → `JeM`
#[must_use]
pub fn singular(short: &str) -> &str {
    match short.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 && stem.ends_with(|c: char| c.is_uppercase()) => stem,
        _ => short,
    }
}

/// Whether a short form needs no definition anywhere: UN, EU, BBC; units; words in capitals.
#[must_use]
pub fn is_common(key: u64) -> bool {
    LIST.get(&key).is_some_and(|listed| listed.common)
}

/// What a short form may stand for, as far as is listed; the best first.
#[must_use]
pub fn expansions(key: u64) -> &'static [&'static str] {
    LIST.get(&key).map_or(&[], |listed| &listed.expansions)
}

/// Whether the list knows several things that bear a short form: `SNA` is the army of two countries.
#[must_use]
pub fn is_shared(key: u64) -> bool {
    LIST.get(&key).is_some_and(|listed| listed.shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_keeps_its_rules() {
        let mut last = "";
        let mut seen: FxHashMap<u64, &str> = FxHashMap::default();
        for (short, expansions, known) in records() {
            assert!(last < short, "{short} stands behind {last}: the list is sorted");
            last = short;
            assert!(["", "common", "unit", "word"].contains(&known), "{short}: {known}");
            assert!(!short.contains('.') && singular(short) == short, "{short}: without points and plural s");
            if let Some(other) = seen.insert(key(short), short) {
                panic!("{short} and {other} have one key");
            }
            let expansions: Vec<_> = each(expansions).collect();
            assert!(!(known.is_empty() && expansions[0].is_empty()), "{short}: listed for nothing");
            for (n, expansion) in expansions.iter().enumerate() {
                assert_eq!(expansion.trim(), *expansion, "{short}");
                assert!(!expansion.contains('\''), "{short}: {expansion}: write ’");
                assert!(!expansions[..n].contains(expansion), "{short}: {expansion} twice");
            }
        }
        let common = records().filter(|record| record.2 == "common").count();
        assert!(common >= 150, "{common}");
    }

    #[test]
    fn keys_meet() {
        assert_eq!(key("IS-K"), key("ISK"));
        assert_eq!(key("U.S."), key("US"));
        assert_eq!(key("IEDs"), key("IED"));
        assert_ne!(key("JeM"), key("JEM"));
    }

    #[test]
    fn what_is_common_and_what_stands_for_what() {
        for short in ["UN", "U.S.", "UK", "NATO", "NGOs", "BBC", "MW"] {
            assert!(is_common(key(short)), "{short}");
        }
        for short in ["RAB", "IED", "AMISOM", "IS"] {
            assert!(!is_common(key(short)), "{short}");
        }
        assert_eq!(expansions(key("IEDs")), ["improvised explosive device"]);
        assert_eq!(expansions(key("QQQ")), [] as [&str; 0]);
        assert!(is_shared(key("SNA")) && !is_shared(key("KDF")));
    }
}
