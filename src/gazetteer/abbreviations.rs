//! Abbreviations: the common ones, which need no definition, and what abbreviations stand for.
//!
//! * Short forms are compared by [`key`]: letters and digits, including case, without points, hyphens and a plural s.
//! * One short form may stand for several things; all of them are correct ([`expansions`]).
//! * The list is `data/abbreviations.tsv`, read when the crate is compiled.

use super::tsv::{self, Buckets, Parts};
use crate::text::hash::{START, combine};

/// A short form, and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Listed {
    key: u64,
    short: &'static str,
    /// What it stands for, as in the list.
    expansions: &'static str,
    /// Its expansions are names of different things.
    shared: bool,
    /// `common`, `unit` or `word` if every reader knows it, or if it does not abbreviate a name; else empty.
    known: &'static str,
}

const DATA: &str = include_str!("data/abbreviations.tsv");

const COUNT: usize = {
    let mut records = Parts::records(DATA);
    let mut count = 0;
    while records.next().is_some() {
        count += 1;
    }
    count
};

struct List {
    records: [Listed; COUNT],
    by_key: Buckets<1024, COUNT>,
}

static LIST: List = read();

const fn read() -> List {
    const NOTHING: Listed = Listed { key: 0, short: "", expansions: "", shared: false, known: "" };
    let mut list = List { records: [NOTHING; COUNT], by_key: Buckets::new() };
    let mut records = Parts::records(DATA);
    let mut at = 0;
    while let Some(record) = records.next() {
        let mut cells = Parts::of(record, b'\t');
        let (Some(short), Some(expansions)) = (cells.next(), cells.next()) else { panic!("a record has two cells") };
        let known = match cells.next() {
            Some(known) => tsv::text(known),
            None => "",
        };
        let mut shared = false;
        let mut byte = 0;
        while byte < expansions.len() {
            shared |= expansions[byte] == b'|';
            byte += 1;
        }
        let key = letters_key(short);
        list.records[at] = Listed { key, short: tsv::text(short), expansions: tsv::text(expansions), shared, known };
        list.by_key.add(key, at);
        at += 1;
    }
    list
}

fn listed(key: u64) -> Option<&'static Listed> {
    LIST.by_key.at(key).map(|at| &LIST.records[at]).find(|listed| listed.key == key)
}

/// The key for comparing short forms: `IS-K` and `ISK`, `U.S.` and `US`, `IEDs` and `IED` are equal; case counts.
#[must_use]
pub fn key(short: &str) -> u64 {
    letters_key(singular(short).as_bytes())
}

const fn letters_key(short: &[u8]) -> u64 {
    let (mut hash, mut at) = (START, 0);
    while at < short.len() {
        if !matches!(short[at], b'.' | b'-' | b' ') {
            hash = combine(hash, short[at] as u64);
        }
        at += 1;
    }
    hash
}

/// `IEDs` → `IED`; `JeMs` → `JeM`; `VPSes` → `VPS`
#[must_use]
pub fn singular(short: &str) -> &str {
    if let Some(stem) = short.strip_suffix("es").filter(|stem| stem.len() > 2 && stem.ends_with('S')) {
        return stem;
    }
    match short.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 && stem.ends_with(|c: char| c.is_uppercase()) => stem,
        _ => short,
    }
}

/// Whether a short form needs no definition anywhere: UN, EU, BBC; units; words in capitals.
#[must_use]
pub fn is_common(key: u64) -> bool {
    listed(key).is_some_and(|listed| !listed.known.is_empty())
}

/// What a short form may stand for, as far as listed; the best first.
pub fn expansions(key: u64) -> impl Iterator<Item = &'static str> + Clone {
    let things = listed(key).map_or("", |listed| listed.expansions).split(" | ");
    things.flat_map(|thing| thing.split("; ")).filter(|expansion| !expansion.is_empty())
}

/// Whether the list contains several things with this short form: `SNA` is the army of two countries.
#[must_use]
pub fn is_shared(key: u64) -> bool {
    listed(key).is_some_and(|listed| listed.shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_keeps_its_rules() {
        let mut last = "";
        for (at, Listed { key, short, known, .. }) in LIST.records.iter().enumerate() {
            assert!(last < *short, "{short} stands behind {last}: the list is sorted");
            last = short;
            assert!(["", "common", "unit", "word"].contains(known), "{short}: {known}");
            assert!(!short.contains('.') && singular(short) == *short, "{short}: without points and plural s");
            if let Some(other) = LIST.records[..at].iter().find(|other| other.key == *key) {
                panic!("{short} and {} have one key", other.short);
            }
            assert_eq!(listed(*key).map(|listed| listed.short), Some(*short));
            let all: Vec<_> = expansions(*key).collect();
            assert!(!(known.is_empty() && all.is_empty()), "{short}: listed for nothing");
            for (n, expansion) in all.iter().enumerate() {
                assert_eq!(expansion.trim(), *expansion, "{short}");
                assert!(!expansion.contains('\''), "{short}: {expansion}: write ’");
                assert!(!all[..n].contains(expansion), "{short}: {expansion} twice");
            }
        }
        let common = LIST.records.iter().filter(|record| record.known == "common").count();
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
        assert!(expansions(key("IEDs")).eq(["improvised explosive device"]));
        assert_eq!(expansions(key("QQQ")).count(), 0);
        assert!(is_shared(key("SNA")) && !is_shared(key("KDF")));
    }
}
