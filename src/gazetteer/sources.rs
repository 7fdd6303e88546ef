//! The register of sources: by name, alias and host.
//!
//! * Names are looked up by their letters and digits: case, diacritics, spaces, hyphens and an opening `The` do not
//!   count. What then differs is said by [`Spelling`]. Names of up to three letters are taken letter by letter.
//! * A name may belong to several sources (`The Star`): the link's host decides, then the countries of the article,
//!   else nobody does.
//! * A host belongs to its source with all below it (`edition.cnn.com`), unless a longer host or a path says otherwise.

pub(super) mod large;

use super::index::Index;
use super::lists::record::Source;
use crate::text::Slice;
use crate::text::trim;
use crate::text::url::Url;
use crate::text::words::{self, is_alphanumeric};
use std::sync::{Arc, OnceLock};

/// How a printed name stands to a source's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Its name, another one that the house accepts, or one of its hosts.
    Accepted,
    /// The same in another case.
    Case,
    /// A listed alias, perhaps in another case.
    Alias,
    /// The same letters, written otherwise: `Tolo-News`.
    Near,
}

/// A source that a printed name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The source.
    pub source: &'a Source,
    /// How the name is written.
    pub spelling: Spelling,
    /// What the house writes: the source's name, or the accepted name that differs in case alone.
    pub preferred: &'a str,
}

/// What the register says of a printed name, in short: enough for most questions, and kept with each citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// It is nobody's.
    #[default]
    Unknown,
    /// It is this one source's, and the house prints it so.
    Printed(SourceRef),
    /// It is that of several sources, which the house all prints so.
    Shared,
    /// It is not what the house prints, or has a place behind it: [`Gazetteer::sources_named`] tells.
    ///
    /// [`Gazetteer::sources_named`]: super::Gazetteer::sources_named
    Listed,
}

/// A source, by its place in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRef(pub(super) u32);

/// The sources with their indexes.
#[derive(Clone, Debug, Default)]
pub(super) struct Register {
    /// Sorted by id.
    pub(super) sources: Vec<Source>,
    /// Hashes of the names and aliases, with the source's place.
    names: ByHash<u32>,
    /// Hashes of the hosts, with the source's place and the host's.
    hosts: ByHash<(u32, u32)>,
    /// Letters of the names with the source's place, the shortest first, made when first asked for.
    letters: OnceLock<Vec<Letters>>,
    /// Sources of lists too large to be held. [`Register::near`] passes them over.
    large: Option<large::Large>,
}

/// Set in the places of the large list.
const LARGE: u32 = 1 << 31;

impl Register {
    pub(super) fn new(sources: Vec<Source>) -> Register {
        let mut names = Vec::with_capacity(sources.len() * 4);
        let mut hosts = Vec::with_capacity(sources.len() * 2);
        for (place, source) in (0..).zip(&sources) {
            let all = std::iter::once(&source.name).chain(&source.accepted).chain(&source.aliases);
            names.extend(all.map(|name| (key(name), place)));
            hosts.extend((0..).zip(&source.hosts).map(|(at, host)| (words::hash(domain(host)), (place, at))));
        }
        let (names, hosts) = (ByHash::new(names), ByHash::new(hosts));
        Register { sources, names, hosts, letters: OnceLock::new(), large: None }
    }

    /// With the sources of a large list beside.
    pub(super) fn with_large_list(self, index: Option<Arc<Index>>) -> Register {
        Register { large: index.map(large::Large::new), ..self }
    }

    /// The source at a place.
    pub(super) fn at(&self, place: SourceRef) -> Option<&Source> {
        if place.0 & LARGE == 0 {
            return self.sources.get(place.0 as usize);
        }
        self.large.as_ref()?.at(place.0 & !LARGE)
    }

    /// The source of that id.
    pub(super) fn of_id(&self, id: &str) -> Option<&Source> {
        let own = self.sources.binary_search_by(|source| (*source.id).cmp(id)).ok().map(|at| &self.sources[at]);
        own.or_else(|| self.large.as_ref()?.of_id(id))
    }

    /// Sources of the large list one of whose names or hosts has a word that `prefix` begins, with what it begins.
    pub(super) fn completing(&self, prefix: &str, limit: usize) -> Vec<(&Source, &str)> {
        self.large.as_ref().map_or_else(Vec::new, |large| large.completing(prefix, limit))
    }

    /// The sources of the large list with a name of these letters, and their places.
    fn named_large<'a>(&'a self, name: &str) -> Vec<(u32, &'a Source)> {
        self.large.as_ref().map_or_else(Vec::new, |large| large.named(name))
    }

    /// What [`Register::named`] says, in short.
    pub(super) fn standing(&self, name: &str) -> Standing {
        let name = trim(name);
        let own = self.names.of(words::hash(behind_article(name))).map(|place| (place, &self.sources[place as usize]));
        let large = self.named_large(name).into_iter().map(|(place, source)| (place | LARGE, source));
        let (mut printed, mut listed) = (None, false);
        for (place, source) in own.chain(large) {
            let Some((spelling, _)) = spelling(name, source) else { continue };
            listed = true;
            if spelling == Spelling::Accepted && printed.replace(place).is_some() {
                return Standing::Shared;
            }
        }
        match printed {
            Some(place) => Standing::Printed(SourceRef(place)),
            None if !listed && self.named_otherwise(name).is_empty() => Standing::Unknown,
            None => Standing::Listed,
        }
    }

    /// The sources that a printed name may mean, the best spelling first; those of a worse spelling are left out.
    pub(super) fn named<'a>(&'a self, name: &str) -> Vec<Candidate<'a>> {
        let name = trim(name);
        let mut found: Vec<Candidate<'a>> = Vec::new();
        let hash = key(name);
        for place in self.names.of(hash) {
            let source = &self.sources[place as usize];
            if let Some((spelling, preferred)) = spelling(name, source) {
                found.push(Candidate { source, spelling, preferred });
            }
        }
        for (_, source) in self.named_large(name) {
            if let Some((spelling, preferred)) = spelling(name, source) {
                found.push(Candidate { source, spelling, preferred });
            }
        }
        if found.is_empty() {
            return self.named_otherwise(name);
        }
        let best = found.iter().map(|candidate| candidate.spelling).min();
        found.retain(|candidate| Some(candidate.spelling) == best);
        found
    }

    /// Who is meant by a name that nobody has: a host, or a name with a place in brackets behind it.
    fn named_otherwise<'a>(&'a self, name: &str) -> Vec<Candidate<'a>> {
        if name.contains('.') {
            let host =
                name.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map_or(name, |_| name.slice(4..));
            let owners = self.owners(host, "");
            if !owners.is_empty() {
                let named =
                    |source: &'a Source| Candidate { source, spelling: Spelling::Accepted, preferred: &source.name };
                return owners.into_iter().map(named).collect();
            }
        }
        // `The Star [Nairobi]`, `The Nation (Pakistan)`
        let plain = name.trim_end_matches([']', ')', '\\']);
        if plain.len() == name.len() {
            return Vec::new();
        }
        let before = [" [", " (", " \\["].iter().find_map(|open| plain.rsplit_once(open));
        before.map_or_else(Vec::new, |(before, _)| self.named(before))
    }

    /// Who owns a host, or the folder of it that `path` starts with.
    pub(super) fn owners(&self, host: &str, path: &str) -> Vec<&Source> {
        let mut host = host;
        while host.contains('.') {
            let mut best = (0, Vec::new());
            let own = self.hosts.of(words::hash(host)).map(|(place, at)| {
                let source = &self.sources[place as usize];
                (source, &source.hosts[at as usize])
            });
            let large = self.large.as_ref().map_or_else(Vec::new, |large| large.living_at(host));
            let large = large.into_iter().flat_map(|source| source.hosts.iter().map(move |listed| (source, listed)));
            for (source, listed) in own.chain(large) {
                let (domain, folder) = listed.split_at(domain(listed).len());
                if !domain.eq_ignore_ascii_case(host) || !opens(path, folder) {
                    continue;
                }
                if folder.len() > best.0 {
                    best = (folder.len(), Vec::new());
                }
                if folder.len() == best.0 {
                    best.1.push(source);
                }
            }
            if !best.1.is_empty() {
                return best.1;
            }
            host = host.split_once('.').map_or("", |(_, rest)| rest);
        }
        Vec::new()
    }

    /// The one source with a name that a single letter parts from `name`; names under six letters have none.
    pub(super) fn near(&self, name: &str) -> Option<&Source> {
        let wanted = letters(name);
        if wanted.len() < 6 {
            return None;
        }
        let all = self.letters.get_or_init(|| {
            let names = (0..).zip(&self.sources).flat_map(|(place, source)| {
                std::iter::once(&source.name).chain(&source.accepted).map(move |name| (letters(name), place))
            });
            let mut all: Vec<Letters> =
                names.map(|(letters, place)| Letters { which: which(&letters), letters, place }).collect();
            all.sort_by_key(|known| known.letters.len());
            all
        });
        let which = which(&wanted);
        let from = all.partition_point(|known| known.letters.len() + 1 < wanted.len());
        let near = all[from..].iter().take_while(|known| known.letters.len() <= wanted.len() + 1);
        // A letter more, less or other changes two letters of the alphabet at most.
        let alike = |known: &&Letters| (known.which ^ which).count_ones() <= 2 && one_edit(&known.letters, &wanted);
        let mut near = near.filter(alike).map(|known| known.place);
        let first = near.next()?;
        near.all(|place| place == first).then(|| &self.sources[first as usize])
    }

    pub(super) fn owners_of(&self, address: &str) -> Vec<&Source> {
        Url::parse(address).map_or_else(Vec::new, |url| self.owners(url.bare_host(), url.path()))
    }
}

impl Source {
    /// Whether anyone may publish there, so that its address says nothing of who speaks.
    #[must_use]
    pub fn is_platform(&self) -> bool {
        matches!(&*self.kind, "platform" | "archive" | "aggregator")
    }

    /// Whether other outlets print what it writes.
    #[must_use]
    pub fn is_agency(&self) -> bool {
        self.kind == "agency"
    }

    /// Whether any of its hosts has that domain.
    pub(super) fn lives_at(&self, host: &str) -> bool {
        self.hosts.iter().any(|listed| {
            if **listed == *host {
                return true;
            }
            let domain = domain(listed);
            let Some(before) = host.len().checked_sub(domain.len()) else { return false };
            let ends = host.ends_with(domain) || host.as_bytes()[before..].eq_ignore_ascii_case(domain.as_bytes());
            ends && (before == 0 || host.as_bytes()[before - 1] == b'.')
        })
    }
}

/// A listed host without its folder.
fn domain(host: &str) -> &str {
    memchr::memchr(b'/', host.as_bytes()).map_or(host, |at| host.slice(..at))
}

/// Whether a path lies in a folder such as `/arabic`.
fn opens(path: &str, folder: &str) -> bool {
    path.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
        && matches!(path.as_bytes().get(folder.len()), None | Some(b'/'))
        || folder.is_empty()
}

/// What a name is looked up by: its letters and digits without an opening `The`, hashed.
pub(crate) fn key(name: &str) -> u64 {
    words::hash(without_article(name))
}

/// A name without an opening `The`.
pub(crate) fn without_article(name: &str) -> &str {
    behind_article(trim(name))
}

/// The same of a name without white space around it.
fn behind_article(name: &str) -> &str {
    let [b't' | b'T', b'h' | b'H', b'e' | b'E', b' ', ..] = name.as_bytes() else { return name };
    let rest = name.slice(4..).trim_start();
    if rest.is_empty() { name } else { rest }
}

/// How `name`, which has the letters of one of the source's names, is written.
fn spelling<'a>(name: &str, source: &'a Source) -> Option<(Spelling, &'a str)> {
    if name == source.name {
        return Some((Spelling::Accepted, &source.name));
    }
    let plain = without_article(name);
    let accepted = || std::iter::once(&source.name).chain(&source.accepted);
    if let Some(own) = accepted().find(|own| same(without_article(own), plain)) {
        return Some((Spelling::Accepted, own));
    }
    if source.hosts.iter().any(|host| **host == *name) {
        return Some((Spelling::Accepted, &source.name));
    }
    if source.aliases.iter().any(|alias| same(without_article(alias), plain)) {
        return Some((Spelling::Alias, &source.name));
    }
    if plain.chars().count() <= 3 {
        return None;
    }
    let folds = |own: &str| same_in_any_case(without_article(own), plain);
    if let Some(own) = accepted().find(|own| folds(own)) {
        return Some((Spelling::Case, own));
    }
    if source.aliases.iter().any(|alias| folds(alias)) {
        return Some((Spelling::Alias, &source.name));
    }
    Some((Spelling::Near, &source.name))
}

/// Equality up to the case of letters.
fn same_in_any_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { a.to_lowercase() == b.to_lowercase() }
}

/// Equality up to the form of the apostrophe and a line end for a space.
fn same(a: &str, b: &str) -> bool {
    let plain = |c: char| match c {
        '\n' => ' ',
        c if words::is_apostrophe(c) => '\'',
        c => c,
    };
    a == b || a.chars().map(plain).eq(b.chars().map(plain))
}

/// Values by their hashes, of which several may be the same; a look costs two steps, for hashes are spread evenly.
#[derive(Clone, Debug, Default)]
struct ByHash<T> {
    /// Sorted.
    entries: Vec<(u64, T)>,
    /// Where the hashes with these highest bits begin.
    starts: Vec<u32>,
}

impl<T: Copy + Ord> ByHash<T> {
    /// How many of a hash's bits tell where it is looked for.
    const BITS: u32 = 12;

    fn new(mut entries: Vec<(u64, T)>) -> ByHash<T> {
        entries.sort_unstable();
        entries.dedup();
        let mut starts = vec![0; (1 << Self::BITS) + 1];
        for (hash, _) in &entries {
            starts[Self::place(*hash) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        ByHash { entries, starts }
    }

    const fn place(hash: u64) -> usize {
        (hash >> (64 - Self::BITS)) as usize
    }

    /// The values of that hash, in order.
    fn of(&self, hash: u64) -> impl Iterator<Item = T> {
        let place = Self::place(hash);
        let near = match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(from), Some(to)) => &self.entries[*from as usize..*to as usize],
            _ => &[],
        };
        near.iter().filter(move |(known, _)| *known == hash).map(|(_, value)| *value)
    }
}

/// The letters of a name, to be compared with those of others.
#[derive(Clone, Debug)]
struct Letters {
    letters: Vec<char>,
    /// Which letters they are; see [`which`].
    which: u64,
    /// The source's place.
    place: u32,
}

/// A bit for each letter that occurs; letters of other scripts share bits.
fn which(letters: &[char]) -> u64 {
    letters.iter().fold(0, |which, c| which | 1 << (u32::from(*c) % 64))
}

/// Small letters and digits of a name.
fn letters(name: &str) -> Vec<char> {
    without_article(name).chars().filter(|c| is_alphanumeric(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether one letter more, less or other makes `a` into `b`.
fn one_edit(a: &[char], b: &[char]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    a.len().max(b.len()) - start - end == 1
}
