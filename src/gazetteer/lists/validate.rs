//! The rules for lists: a test applies them to the shipped ones, `copydesk gazetteer check` to a publication's own.
//!
//! * Ids are kebab-case ASCII and unique.
//! * A name belongs to one actor, unless all who share it declare that: it is among the weak names of all but one, and
//!   they are one another's confusables. A name that a list accepts for several sources belongs to sources of different
//!   countries.
//! * Every parent or confusable exists; confusables name one another.
//! * Countries, dates and hosts are well-formed; a host belongs to one source.

use super::super::spelling::{source_key, without_article};
use super::column::{Record, Row, Text};
use super::record::{Actor, Source};
use crate::config::{Level, Problem};
use crate::text::hash::{START, combine};
use crate::text::{Span, words};
use std::collections::{BTreeMap, HashMap};

/// The problems of a list of actors on top of `under`, a list sorted by id; by place.
#[must_use]
pub fn actors(rows: &[Row<Actor>], under: &[&Actor]) -> Vec<Problem> {
    let mut found = Findings::default();
    ids(rows, &mut found);
    let places: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (&*row.record.id, at)).collect();
    let below = |id: &str| under.binary_search_by(|actor| (*actor.id).cmp(id)).ok().map(|at| under[at]);
    let of = |id: &str| places.get(id).map(|at| &rows[*at].record).or_else(|| below(id));
    let mut owners: BTreeMap<Key<'_>, Vec<(&Actor, Span, bool)>> = BTreeMap::new();
    let beneath = under.iter().copied().filter(|actor| !places.contains_key(&*actor.id));
    let all = rows.iter().map(|row| (&row.record, row.span)).chain(beneath.map(|actor| (actor, Span::default())));
    for (actor, span) in all {
        let former = actor.former.iter().map(|former| &former.name);
        let long = std::iter::once(&actor.name).chain(&actor.accepted).chain(&actor.variants).chain(former);
        let weak = |key: Key<'_>| actor.weak.iter().any(|weak| Key::of(weak) == key || Key::Short(weak) == key);
        let mut own: Vec<Key<'_>> = long.map(|name| Key::of(name)).collect();
        own.extend(actor.abbreviations.iter().map(|short| Key::Short(short)));
        let shorts = &actor.abbreviations;
        own.extend(actor.weak.iter().map(|weak| if shorts.contains(weak) { Key::Short(weak) } else { Key::of(weak) }));
        own.sort();
        own.dedup();
        for key in own {
            owners.entry(key).or_default().push((actor, span, weak(key)));
        }
    }
    for (name, owners) in &owners {
        let strong = owners.iter().filter(|(.., weak)| !weak).count();
        for (actor, span, _) in owners.iter().filter(|(_, span, _)| !span.is_empty()) {
            for (other, ..) in owners.iter().filter(|(other, ..)| other.id != actor.id) {
                if strong > 1 {
                    found.at(*span, format!("“{}” is a name of {} too: let it be weak", name.shown(actor), other.id));
                } else if !actor.confusables.contains(&other.id) {
                    let name = name.shown(actor);
                    found.at(*span, format!("“{name}” is a name of {} too: let it be a confusable", other.id));
                }
            }
        }
    }
    for Row { span, record: actor } in rows {
        for variant in &actor.variants {
            let mut fine = std::iter::once(&actor.name).chain(&actor.accepted);
            if let Some(own) = fine.find(|own| Key::of(own) == Key::of(variant)) {
                found.at(*span, format!("the variant “{variant}” is “{own}” but for case, marks, hyphens or spaces"));
            }
        }
        for id in &actor.confusables {
            match of(id) {
                _ if *id == actor.id => found.at(*span, "it is its own confusable"),
                None => found.at(*span, format!("there is no actor “{id}” to confuse it with")),
                Some(other) if places.contains_key(&**id) && !other.confusables.contains(&actor.id) => {
                    found.at(*span, format!("“{id}” does not name it as a confusable"));
                }
                Some(_) => {}
            }
        }
        if let Some(parent) = actor.parent.as_deref().filter(|id| *id == actor.id || of(id).is_none()) {
            found.at(*span, format!("there is no actor “{parent}” that it could be part of"));
        }
        countries(&actor.countries, *span, &mut found);
        let until = actor.former.iter().filter_map(|former| former.until.as_ref());
        for date in actor.founded.iter().chain(&actor.dissolved).chain(until) {
            if !is_date(date) {
                found.at(*span, format!("“{date}” is not a date: write 2016, 2016-07 or 2016-07-28"));
            }
        }
    }
    found.sorted()
}

/// The problems of a list of sources on top of `under`; by place.
#[must_use]
pub fn sources(rows: &[Row<Source>], under: &[&Source]) -> Vec<Problem> {
    let mut found = Findings::default();
    ids(rows, &mut found);
    let places: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (&*row.record.id, at)).collect();
    let beneath = under.iter().copied().filter(|source| !places.contains_key(&*source.id));
    let all: Vec<(&Source, Span)> = rows.iter().map(|row| (&row.record, row.span)).collect();
    let all: Vec<_> = all.into_iter().chain(beneath.map(|source| (source, Span::default()))).collect();
    let mut owners: HashMap<u64, Vec<(&Source, Span, &str, bool)>> = HashMap::new();
    let mut hosts: HashMap<String, Vec<(&Source, Span)>> = HashMap::new();
    for (source, span) in all {
        let fine = std::iter::once(&source.name).chain(&source.accepted).map(|name| (name, false));
        for (name, alias) in fine.chain(source.aliases.iter().map(|name| (name, true))) {
            owners.entry(source_key(name)).or_default().push((source, span, name, alias));
        }
        for host in &source.hosts {
            hosts.entry(host.to_lowercase()).or_default().push((source, span));
        }
    }
    for owners in owners.values() {
        for (source, span, name, alias) in owners.iter().filter(|(_, span, ..)| !span.is_empty()) {
            for (other, _, _, others) in owners.iter().filter(|(other, ..)| other.id != source.id) {
                let apart = source.countries.iter().all(|country| !other.countries.contains(country));
                let alike = !*alias && !*others || source.name == other.name;
                if !apart || !alike {
                    found.at(*span, format!("“{name}” is a name of {} too, and nothing tells them apart", other.id));
                }
            }
        }
    }
    for (host, owners) in &hosts {
        for (source, span) in owners.iter().filter(|(_, span)| !span.is_empty()) {
            if let Some((other, _)) = owners.iter().find(|(other, _)| other.id != source.id) {
                found.at(*span, format!("the host “{host}” is one of {}: let each have its folder", other.id));
            }
        }
    }
    for Row { span, record: source } in rows {
        for host in source.hosts.iter().filter(|host| !is_host(host)) {
            found.at(*span, format!("“{host}” is not a host: write dawn.com, or bbc.com/arabic for a folder"));
        }
        countries(&source.countries, *span, &mut found);
    }
    found.sorted()
}

#[derive(Default)]
struct Findings(Vec<Problem>);

impl Findings {
    fn at(&mut self, span: Span, message: impl Into<String>) {
        self.0.push(Problem { span, message: message.into(), severity: Level::Error });
    }

    fn sorted(mut self) -> Vec<Problem> {
        self.0.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        self.0.dedup();
        self.0
    }
}

/// What two spellings of one name have in common: long names are folded, short ones compared letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key<'a> {
    Long(u64),
    Short(&'a str),
}

impl Key<'_> {
    /// Word boundaries count, so that `Ansar Allah` and `Ansarullah` are two names.
    fn of(name: &str) -> Key<'static> {
        let words =
            without_article(name).split([' ', '-', '\u{2010}', '\u{2011}', '/']).filter(|word| !word.is_empty());
        Key::Long(words.fold(START, |hash, word| combine(hash, words::hash(word))))
    }

    fn shown(&self, actor: &Actor) -> String {
        let former = actor.former.iter().map(|former| &former.name);
        let long = std::iter::once(&actor.name).chain(&actor.accepted).chain(&actor.variants).chain(former);
        match self {
            Key::Short(short) => (*short).to_owned(),
            Key::Long(_) => {
                long.chain(&actor.weak).find(|name| Key::of(name) == *self).map_or("", |name| name).to_owned()
            }
        }
    }
}

fn ids<R: Record>(rows: &[Row<R>], found: &mut Findings) {
    let mut seen = HashMap::new();
    for row in rows {
        let id: &str = row.record.id();
        let kebab = id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if !kebab {
            found.at(row.span, format!("“{id}” is not an id: write small letters, digits and hyphens"));
        } else if seen.insert(id, ()).is_some() {
            found.at(row.span, format!("the id “{id}” is here twice"));
        }
        if row.record.name().is_empty() {
            found.at(row.span, "it has no name");
        }
    }
}

fn countries(countries: &[Text], span: Span, found: &mut Findings) {
    for country in countries {
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            found.at(span, format!("“{country}” is not a country code: write two capitals, such as KE"));
        }
    }
}

/// `2016`, `2016-07`, `2016-07-28`
fn is_date(date: &str) -> bool {
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

/// A host without `www.`, in lower case, perhaps with a path.
fn is_host(host: &str) -> bool {
    let domain = host.split_once('/').map_or(host, |(domain, _)| domain);
    !host.starts_with("www.")
        && !host.ends_with('/')
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c == '-' || c.is_alphanumeric() && !c.is_uppercase())
        })
}

#[cfg(test)]
mod tests {
    use super::super::reader::read;
    use super::*;

    fn actors_of(text: &str) -> Vec<String> {
        let (rows, problems) = read::<Actor>(text);
        problems.into_iter().chain(actors(&rows, &[])).map(|problem| problem.message).collect()
    }

    fn sources_of(text: &str) -> Vec<String> {
        let (rows, problems) = read::<Source>(text);
        problems.into_iter().chain(sources(&rows, &[])).map(|problem| problem.message).collect()
    }

    fn shown(text: &str, problems: &[Problem]) -> String {
        problems
            .iter()
            .map(|p| format!("{}: {}\n", p.span.of(text).split('\t').next().unwrap_or(""), p.message))
            .collect()
    }

    #[test]
    fn the_shipped_actors_keep_the_rules() {
        let text = include_str!("../data/actors.tsv");
        let (rows, mut problems) = read::<Actor>(text);
        problems.extend(actors(&rows, &[]));
        assert!(problems.is_empty(), "{}", shown(text, &problems));
        assert!(rows.is_sorted_by_key(|row| row.record.id.clone()), "sort the list by id");
        assert!(rows.len() >= 550);
    }

    #[test]
    fn the_shipped_sources_keep_the_rules() {
        let text = include_str!("../data/sources.tsv");
        let (rows, mut problems) = read::<Source>(text);
        problems.extend(sources(&rows, &[]));
        assert!(problems.is_empty(), "{}", shown(text, &problems));
        assert!(rows.is_sorted_by_key(|row| row.record.id.clone()), "sort the list by id");
        assert!(rows.len() >= 450);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(
            actors_of("id\tname\tvariants\tconfusables\tcountries\tparent\tfounded\nA b\tX\tx\tz\tKen\ty\t2016-13\n"),
            [
                "the variant “x” is “X” but for case, marks, hyphens or spaces",
                "there is no actor “y” that it could be part of",
                "there is no actor “z” to confuse it with",
                "“2016-13” is not a date: write 2016, 2016-07 or 2016-07-28",
                "“A b” is not an id: write small letters, digits and hyphens",
                "“Ken” is not a country code: write two capitals, such as KE",
            ]
        );
        assert_eq!(
            actors_of("id\tname\tconfusables\na\tGuards\tb\nb\tGuards\t\n"),
            [
                "“Guards” is a name of b too: let it be weak",
                "“b” does not name it as a confusable",
                "“Guards” is a name of a too: let it be weak"
            ]
        );
        assert_eq!(
            sources_of(
                "id\tname\thosts\tcountries\na\tThe Star\twww.star.ke\tKE\nb\tThe Star\tstar.my\tMY\nc\tStar\tstar.my\tMY\n"
            ),
            [
                "“www.star.ke” is not a host: write dawn.com, or bbc.com/arabic for a folder",
                "the host “star.my” is one of c: let each have its folder",
                "“The Star” is a name of c too, and nothing tells them apart",
                "the host “star.my” is one of b: let each have its folder",
                "“Star” is a name of b too, and nothing tells them apart",
            ]
        );
    }

    #[test]
    fn declared_homonyms_are_fine() {
        let list = "id\tname\tweak\tconfusables\na\tGuards\tGuards\tb\nb\tGuards\tGuards\ta\n";
        assert_eq!(actors_of(list), [""; 0]);
        assert_eq!(sources_of("id\tname\tcountries\na\tThe Star\tKE\nb\tThe Star\tMY\n"), [""; 0]);
    }
}
