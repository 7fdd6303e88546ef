//! The known sources: by name, alias and host.
//!
//! * Names are looked up by their letters and digits: case, diacritics, spaces, hyphens and a leading `The` do not
//!   count. [`Spelling`] describes the remaining differences. Names of up to three letters are matched letter by
//!   letter.
//! * A name may belong to several sources (`The Star`): the link's host decides, then the countries of the article;
//!   otherwise it stays open.
//! * A host belongs to its source with all subdomains (`edition.cnn.com`), unless a longer host or a path is listed.

use super::index::{self, Builder, Lookup};
use super::layers::{Layers, List, RecordRef};
use super::lists::pack::Packed;
use super::lists::record::Source;
use super::spelling::{source_key, without_article};
use crate::text::hash::{START, combine};
use crate::text::url::Url;
use crate::text::words::{self, is_alphanumeric};
use crate::text::{Slice, trim};
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::OnceLock;

/// What a name in an index of sources is to its source: its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum SourceKey {
    Name,
    /// Another accepted name.
    Accepted,
    /// A name to be corrected.
    Alias,
    /// The domain of one of its hosts.
    Host,
    Id,
}

impl SourceKey {
    const ALL: [SourceKey; 5] =
        [SourceKey::Name, SourceKey::Accepted, SourceKey::Alias, SourceKey::Host, SourceKey::Id];

    /// The key with that role; `None` if the index is damaged.
    fn of(role: u8) -> Option<SourceKey> {
        SourceKey::ALL.get(usize::from(role)).copied()
    }

    /// Whether it is a name that may appear in print.
    fn is_name(self) -> bool {
        matches!(self, SourceKey::Name | SourceKey::Accepted | SourceKey::Alias)
    }
}

/// Adds a source under everything it can be found by; returns its number.
pub(super) fn add(builder: &mut Builder, source: &Source) -> u32 {
    let mut row = String::new();
    source.pack(&mut row);
    let number = builder.record(&row);
    let mut name = |name: &str, role| builder.name(name, role as u8, number, Lookup::Hash(slot(source_key(name))));
    name(&source.name, SourceKey::Name);
    for accepted in &source.accepted {
        name(accepted, SourceKey::Accepted);
    }
    for alias in &source.aliases {
        name(alias, SourceKey::Alias);
    }
    for host in &source.hosts {
        let domain = domain(host);
        builder.name(domain, SourceKey::Host as u8, number, Lookup::Hash(slot(words::hash(domain))));
    }
    builder.name(&source.id, SourceKey::Id as u8, number, Lookup::HashOnly(slot(words::hash(&source.id))));
    number
}

/// The hash in an index of something that is looked up as a whole.
fn slot(hash: u64) -> u64 {
    combine(START, hash)
}

/// How a printed name relates to a source's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Its name, another accepted one, or one of its hosts.
    Accepted,
    /// The same in another case.
    Case,
    /// A listed alias, perhaps in another case.
    Alias,
    /// The same letters, written differently: `Tolo-News`.
    Near,
}

/// A source that a printed name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The source.
    pub source: &'a Source,
    /// How the name is written.
    pub spelling: Spelling,
    /// The preferred name: the source's own, or the accepted one that differs only in case.
    pub preferred: &'a str,
}

/// The verdict on a printed name, in short: enough for most questions, and stored with each citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// No source has this name.
    #[default]
    Unknown,
    /// It is an accepted name of this one source.
    Printed(SourceRef),
    /// It is an accepted name of several sources.
    Shared,
    /// It is listed but not accepted, or followed by a place: see [`Gazetteer::sources_named`].
    ///
    /// [`Gazetteer::sources_named`]: super::Gazetteer::sources_named
    Listed,
}

/// A source in one of the lists.
pub type SourceRef = RecordRef;

/// The known sources.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) lists: Layers<Source>,
    /// The letters of the names with their source, the shortest first, computed on first use; those of large lists are
    /// not included.
    letters: OnceLock<NamesByLength>,
}

impl Register {
    pub(super) fn new(lists: Layers<Source>) -> Register {
        Register { lists, letters: OnceLock::new() }
    }

    /// The source with that id.
    pub(super) fn of_id(&self, id: &str) -> Option<&Source> {
        if let Some(source) = self.lists.number_of(id) {
            return self.lists.record(source);
        }
        let under = |list| under(list, words::hash(id), |key| key == SourceKey::Id);
        self.lists.large().iter().flat_map(under).map(|(_, source)| source).find(|source| source.id == id)
    }

    /// Sources of large lists with a word in a name or host that starts with `prefix`, each once, with the matching
    /// name or host.
    pub(super) fn completing(&self, prefix: &str, limit: usize) -> Vec<(&Source, &str)> {
        let (key, len) = index::folded_bytes(prefix);
        let mut found: Vec<(&Source, &str)> = Vec::new();
        if len == 0 {
            return found;
        }
        for list in self.lists.large() {
            let mut met = rustc_hash::FxHashSet::default();
            for entry in list.view().completing(key, len).take(limit.saturating_mul(8)) {
                if found.len() == limit {
                    break;
                }
                if met.insert(entry.record) {
                    found.extend(list.record(entry.record).map(|source| (source, entry.text)));
                }
            }
        }
        found
    }

    /// The sources with a name of these letters; those in maintained lists first. `n = 1` is a figure, not the name N1.
    fn with_letters(&self, name: &str) -> impl Iterator<Item = (SourceRef, &Source)> {
        let hash = source_key(name);
        let lists = if name.contains(['=', '≈', '±']) { &[] } else { self.lists.all() };
        lists.iter().flat_map(move |list| under(list, hash, SourceKey::is_name))
    }

    /// The result of [`Register::named`], in short.
    pub(super) fn standing(&self, name: &str) -> Standing {
        let name = trim(name);
        let (mut printed, mut listed) = (None, false);
        for (place, source) in self.with_letters(name) {
            let Some((spelling, _)) = spelling(name, source) else { continue };
            listed = true;
            if spelling == Spelling::Accepted && printed.replace(place).is_some() {
                return Standing::Shared;
            }
        }
        match printed {
            Some(place) => Standing::Printed(place),
            None if !listed && self.named_otherwise(name).is_empty() => Standing::Unknown,
            None => Standing::Listed,
        }
    }

    /// The sources that a printed name may mean: only those with the best spelling found.
    pub(super) fn named<'a>(&'a self, name: &str) -> Vec<Candidate<'a>> {
        let name = trim(name);
        let spelled = |(place, source)| {
            let (spelling, preferred) = spelling(name, source)?;
            Some((place, Candidate { source, spelling, preferred }))
        };
        let mut found: Vec<(SourceRef, Candidate<'a>)> = self.with_letters(name).filter_map(spelled).collect();
        let Some(best) = found.iter().map(|(_, candidate)| candidate.spelling).min() else {
            return self.named_otherwise(name);
        };
        found.retain(|(_, candidate)| candidate.spelling == best);
        self.in_order(found, |(place, _)| *place).into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Sorts matches into the order in which sources are reported.
    fn in_order<T>(&self, mut found: Vec<T>, place: impl Fn(&T) -> SourceRef) -> Vec<T> {
        if found.len() > 1 {
            found.sort_by(|a, b| self.lists.order_of(place(a)).cmp(&self.lists.order_of(place(b))));
        }
        found
    }

    /// What a name that no source has may mean: a host, or a name followed by a place in brackets.
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

    /// The owners of a host, or of the folder in it that `path` starts with.
    pub(super) fn owners(&self, host: &str, path: &str) -> Vec<&Source> {
        let mut host = host;
        while host.contains('.') {
            let hash = words::hash(host);
            let living = self.lists.all().iter().flat_map(|list| under(list, hash, |key| key == SourceKey::Host));
            let mut longest = 0;
            let mut owners: Vec<(SourceRef, &Source)> = Vec::new();
            for (place, source) in living {
                for listed in &source.hosts {
                    let (domain, folder) = listed.split_at(domain(listed).len());
                    if !domain.eq_ignore_ascii_case(host) || !opens(path, folder) {
                        continue;
                    }
                    if folder.len() > longest {
                        longest = folder.len();
                        owners.clear();
                    }
                    if folder.len() == longest {
                        owners.push((place, source));
                    }
                }
            }
            if !owners.is_empty() {
                let owners = self.in_order(owners, |(place, _)| *place);
                return owners.into_iter().map(|(_, source)| source).collect();
            }
            host = host.split_once('.').map_or("", |(_, rest)| rest);
        }
        Vec::new()
    }

    /// The only source with a name that differs from `name` by a single letter; for names of at least six letters.
    pub(super) fn near(&self, name: &str) -> Option<&Source> {
        let mut wanted = Vec::new();
        add_letters(name, &mut wanted);
        if wanted.len() < 6 {
            return None;
        }
        let NamesByLength { letters, names } = self.letters.get_or_init(|| NamesByLength::of(self.lists.curated()));
        let which = which(&wanted);
        let from = names.partition_point(|known| known.letters.len() + 1 < wanted.len());
        let near = names[from..].iter().take_while(|known| known.letters.len() <= wanted.len() + 1);
        // A letter more, less or different changes at most two letters of the alphabet.
        let alike = |known: &&Letters| {
            (known.which ^ which).count_ones() <= 2 && one_edit(&letters[known.letters.clone()], &wanted)
        };
        let mut near = near.filter(alike).map(|known| known.source);
        let first = near.next()?;
        if near.all(|source| source == first) { self.lists.record(first) } else { None }
    }

    pub(super) fn owners_of(&self, address: &str) -> Vec<&Source> {
        Url::parse(address).map_or_else(Vec::new, |url| self.owners(url.bare_host(), url.path()))
    }
}

/// The sources in a list with one of the `wanted` keys under a hash; each once, in list order.
fn under(
    list: &List<Source>,
    hash: u64,
    wanted: impl Fn(SourceKey) -> bool,
) -> impl Iterator<Item = (SourceRef, &Source)> {
    let found = list.view().records_under(slot(hash));
    let found = found.filter(|(number, role)| SourceKey::of(*role).is_some_and(&wanted) && !list.is_hidden(*number));
    let mut numbers: SmallVec<[u32; 4]> = found.map(|(number, _)| number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().filter_map(|number| Some((RecordRef::new(list.layer, number), list.record(number)?)))
}

impl Source {
    /// Whether anyone may publish there, so that its address does not reveal who is speaking.
    #[must_use]
    pub fn is_platform(&self) -> bool {
        matches!(&*self.kind, "platform" | "archive" | "aggregator")
    }

    /// Whether other outlets print what it writes.
    #[must_use]
    pub fn is_agency(&self) -> bool {
        self.kind == "agency"
    }

    /// Whether one of its hosts has that domain.
    pub(crate) fn lives_at(&self, host: &str) -> bool {
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

/// A listed host without its path.
fn domain(host: &str) -> &str {
    memchr::memchr(b'/', host.as_bytes()).map_or(host, |at| host.slice(..at))
}

/// Whether a path is in a folder such as `/arabic`.
fn opens(path: &str, folder: &str) -> bool {
    path.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
        && matches!(path.as_bytes().get(folder.len()), None | Some(b'/'))
        || folder.is_empty()
}

/// How `name`, which has the letters of one of the source's names, is spelled.
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

/// Equality, ignoring case.
fn same_in_any_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { a.to_lowercase() == b.to_lowercase() }
}

/// Equality, except for the form of the apostrophe, and a line end in place of a space.
fn same(a: &str, b: &str) -> bool {
    let plain = |c: char| match c {
        '\n' => ' ',
        c if words::is_apostrophe(c) => '\'',
        c => c,
    };
    a == b || a.chars().map(plain).eq(b.chars().map(plain))
}

/// The letters of all names except aliases, the shortest names first.
#[derive(Debug)]
struct NamesByLength {
    /// Those of all names, one after another.
    letters: Vec<char>,
    names: Vec<Letters>,
}

/// The letters of a name, for comparison with those of others.
#[derive(Clone, Debug)]
struct Letters {
    /// Where they are among those of all names.
    letters: Range<usize>,
    /// Which letters they are; see [`which`].
    which: u64,
    /// The source with this name.
    source: SourceRef,
}

impl NamesByLength {
    fn of(lists: &[List<Source>]) -> NamesByLength {
        let mut all = NamesByLength { letters: Vec::new(), names: Vec::new() };
        for list in lists {
            let printed = list.view().entries().filter(|entry| {
                let printed = matches!(SourceKey::of(entry.role), Some(SourceKey::Name | SourceKey::Accepted));
                printed && !list.is_hidden(entry.record)
            });
            for entry in printed {
                let start = all.letters.len();
                add_letters(entry.text, &mut all.letters);
                let which = which(&all.letters[start..]);
                let source = RecordRef::new(list.layer, entry.record);
                all.names.push(Letters { letters: start..all.letters.len(), which, source });
            }
        }
        all.names.sort_by_key(|name| name.letters.len());
        all
    }
}

/// A bit for each letter that occurs; letters of other scripts share bits.
fn which(letters: &[char]) -> u64 {
    letters.iter().fold(0, |which, c| which | 1 << (u32::from(*c) % 64))
}

/// Appends the lower-case letters and digits of a name.
fn add_letters(name: &str, letters: &mut Vec<char>) {
    let name = without_article(name);
    if name.is_ascii() {
        // Most names are plain ASCII, and all are read when the first source is not found.
        let plain = name.bytes().filter(u8::is_ascii_alphanumeric);
        letters.extend(plain.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        letters.extend(name.chars().filter(|c| is_alphanumeric(*c)).flat_map(char::to_lowercase));
    }
}

/// Whether one letter more, less or different turns `a` into `b`.
fn one_edit(a: &[char], b: &[char]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    a.len().max(b.len()) - start - end == 1
}
