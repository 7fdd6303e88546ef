//! What a document calls the sources that are in no list, and which of two names for one source it uses less.

use super::naming;
use super::words::{MEDIA, PARTICLES};
use crate::bulletin::{Bulletin, Item};
use crate::gazetteer::spelling::{equal_in_print, source_key, without_article};
use crate::gazetteer::{Gazetteer, Source, SourceRef, Standing};
use crate::text::words::is_alphanumeric;
use crate::text::{Offset, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Shorter names are initials, and their case may distinguish two outlets.
const SHORTEST: usize = 5;
/// Shorter names that differ in a letter are different names.
const SHORTEST_NEAR: usize = 8;
/// The maximum number of spellings of one name that are distinguished.
const MOST: usize = 16;
/// How many alphabetical neighbors a name is compared with.
const NEIGHBOURS: usize = 4;
/// The maximum number of searches of the text for words of similar names.
const SEARCHES: u8 = 32;

/// A name that deviates from the document's usual name for the same source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Its span.
    pub span: Span,
    /// The more frequent name; of two equally frequent ones, the earlier.
    pub preferred: String,
    /// Where the preferred name occurs.
    pub model: Span,
}

/// A place that names a source in no list.
#[derive(Clone, Copy)]
struct Label<'t> {
    span: Span,
    name: &'t str,
    host: Option<&'t str>,
    /// Whether it is in a sentence, whose article is not part of the name.
    in_prose: bool,
}

/// All places of one name, that is, with the same letters.
struct Name<'t> {
    labels: Vec<Label<'t>>,
}

impl Name<'_> {
    fn first(&self) -> &Label<'_> {
        &self.labels[0]
    }

    /// How often and how early it is written: the greater is preferred.
    fn rank(&self) -> (usize, std::cmp::Reverse<Span>) {
        (self.labels.len(), std::cmp::Reverse(self.first().span))
    }
}

/// The names that deviate: in case, hyphens and spaces, by a letter, or at the same host.
pub(in crate::bulletin) fn deviations(bulletin: &Bulletin, text: &str, gazetteer: &Gazetteer) -> Vec<Deviation> {
    let mut labels = cited(bulletin, text);
    labels.extend(in_prose(bulletin, text, gazetteer));
    // A name is nearly always written in the same way, so its letters are read once.
    let mut as_written: FxHashMap<&str, Vec<Label<'_>>> = FxHashMap::default();
    for label in labels {
        as_written.entry(label.name).or_default().push(label);
    }
    let mut by_letters: FxHashMap<u64, Vec<Label<'_>>> = FxHashMap::default();
    for (name, labels) in as_written {
        by_letters.entry(source_key(name)).or_default().extend(labels);
    }
    let mut names: Vec<Name<'_>> = by_letters.into_values().map(|labels| Name { labels }).collect();
    for name in &mut names {
        name.labels.sort_by_key(|label| label.span);
    }
    names.sort_by_key(|name| name.first().span);
    let mut found = Vec::new();
    for name in &names {
        in_other_signs(name, &mut found);
    }
    // Names that only occur in sentences are compared by `inconsistent-name`.
    names.retain(|name| !name.labels.iter().all(|label| label.in_prose));
    for (rarer, better) in pairs(&names, text, gazetteer) {
        let (rarer, better) = (&names[rarer], &names[better]);
        for label in rarer.labels.iter().filter(|label| !label.in_prose) {
            found.push(Deviation {
                span: label.span,
                preferred: better.first().name.split_whitespace().collect::<Vec<_>>().join(" "),
                model: better.first().span,
            });
        }
    }
    near_listed(bulletin, text, gazetteer, &names, &mut found);
    two_listed(bulletin, text, gazetteer, &mut found);
    found.sort_by_key(|deviation| deviation.span);
    found.dedup_by_key(|deviation| deviation.span);
    found
}

/// Adds unlisted names that differ by a letter from a listed source that is also cited: `Council on Forieng Relations`.
fn near_listed(bulletin: &Bulletin, text: &str, gazetteer: &Gazetteer, names: &[Name<'_>], found: &mut Vec<Deviation>) {
    let mut listed: Vec<(Vec<char>, &str, Span)> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for item in bulletin.formal_items() {
        let (Some(span), Standing::Printed(_)) = (item.source, item.standing) else { continue };
        let name = span.of(text);
        if !seen.insert(name) {
            continue;
        }
        let letters = letters(name);
        if letters.len() >= SHORTEST_NEAR && listed.len() < 400 && !listed.iter().any(|(known, ..)| *known == letters) {
            listed.push((letters, name, span));
        }
    }
    for name in names.iter().filter(|name| !name.first().in_prose).take(400) {
        let own = letters(name.first().name);
        let near = listed.iter().find(|(known, ..)| own.len() >= SHORTEST_NEAR && differ_in_a_letter(known, &own));
        let Some((_, preferred, model)) = near else { continue };
        if gazetteer.is_rejected(name.first().name, preferred) {
            continue;
        }
        for label in name.labels.iter().filter(|label| !label.in_prose) {
            found.push(Deviation { span: label.span, preferred: (*preferred).to_owned(), model: *model });
        }
    }
}

/// Adds, in notes, the second of two accepted names of one listed source: `New York Times` and `NYT`.
fn two_listed(bulletin: &Bulletin, text: &str, gazetteer: &Gazetteer, found: &mut Vec<Deviation>) {
    let mut by_source: FxHashMap<(Option<Offset>, SourceRef), Vec<Span>> = FxHashMap::default();
    // A shortened form may shorten the name too: `HRW, “Lake of Fear.”`
    let in_full = |item: &&Item| item.style().is_apart() && !item.kind().points_back();
    for item in bulletin.formal_items().filter(in_full) {
        let (Some(span), Standing::Printed(source)) = (item.source, item.standing) else { continue };
        let article = bulletin.article_at(span.start).map(|article| article.span.start);
        by_source.entry((article, source)).or_default().push(span);
    }
    for ((_, source), spans) in by_source {
        let printed = |span: &Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut names: Vec<(String, usize, Span)> = Vec::new();
        for span in &spans {
            let name = printed(span);
            match names.iter().position(|(known, ..)| without_article(known) == without_article(&name)) {
                Some(at) => names[at].1 += 1,
                None if names.len() < MOST => names.push((name, 1, *span)),
                None => {}
            }
        }
        if names.len() < 2 {
            continue;
        }
        let main = gazetteer.source_by(source).map(|source| source.name.to_string());
        let rank = |(name, count, span): &&(String, usize, Span)| {
            (
                *count,
                main.as_deref().is_some_and(|main| without_article(main) == without_article(name)),
                std::cmp::Reverse(*span),
            )
        };
        let Some((preferred, _, model)) = names.iter().max_by_key(rank) else { continue };
        for span in spans.iter().filter(|span| without_article(&printed(span)) != without_article(preferred)) {
            found.push(Deviation { span: *span, preferred: preferred.clone(), model: *model });
        }
    }
}

/// The unlisted sources of the citations. Accounts have spellings of their own, and an interview does not name an
/// outlet.
fn cited<'t>(bulletin: &Bulletin, text: &'t str) -> Vec<Label<'t>> {
    let unlisted = bulletin.formal_items().filter(|item| item.standing == Standing::Unknown && !item.interview);
    let labels = unlisted.filter_map(|item| {
        let span = item.source?;
        let name = span.of(text);
        let letters = name.chars().filter(|c| is_alphanumeric(*c)).take(SHORTEST).count();
        if letters < SHORTEST || name.starts_with('@') || bulletin.is_quoted(span) {
            return None;
        }
        // A page may be called anything.
        if item.is_undated_page() {
            return None;
        }
        let published = !item.style().is_apart() || !item.dates.is_empty();
        let host = item.link.filter(|_| published).and_then(|link| link.url(text)).map(|url| url.bare_host());
        Some(Label { span, name, host, in_prose: false })
    });
    labels.collect()
}

/// Names of several words in sentences, one of which marks them as a medium: `Smart News Agency`.
fn in_prose<'t>(bulletin: &Bulletin, text: &'t str, gazetteer: &Gazetteer) -> Vec<Label<'t>> {
    let mut labels = Vec::new();
    for unknown in &bulletin.unknown_names {
        let Some(first) = unknown.spans.first() else { continue };
        if !is_medium(without_genitive(first.of(text))) {
            continue;
        }
        for span in &unknown.spans {
            let name = without_genitive(without_article(span.of(text)));
            let start = span.start + offset(span.of(text).find(name).unwrap_or(0));
            let span = Span::new(start, start + offset(name.len()));
            if !gazetteer.knows_source(name) {
                labels.push(Label { span, name, host: None, in_prose: true });
            }
        }
    }
    labels
}

fn without_genitive(name: &str) -> &str {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name)
}

fn offset(len: usize) -> Offset {
    Offset::try_from(len).unwrap_or(Offset::MAX)
}

/// Adds the places that write the letters of `name` in a less frequent form: `UplandCourier` for `Upland Courier`.
fn in_other_signs(name: &Name<'_>, found: &mut Vec<Deviation>) {
    // They are nearly always the same, letter by letter.
    if name.labels.iter().all(|label| label.name == name.first().name) {
        return;
    }
    let in_prose = name.labels.iter().any(|label| label.in_prose);
    let written = |label: &Label<'_>| {
        // The article of a sentence is not part of the name.
        let name = if in_prose { without_article(label.name) } else { label.name };
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut spellings: Vec<(String, &Label<'_>, usize)> = Vec::new();
    for label in &name.labels {
        let written = written(label);
        match spellings.iter().position(|(known, ..)| *known == written) {
            Some(at) => spellings[at].2 += 1,
            None if spellings.len() < MOST => spellings.push((written, label, 1)),
            None => {}
        }
    }
    // The more frequent spelling; of two equally frequent ones, the earlier.
    let Some((preferred, model, _)) =
        spellings.iter().max_by_key(|(_, label, count)| (*count, std::cmp::Reverse(label.span)))
    else {
        return;
    };
    for label in &name.labels {
        let spelled = written(label);
        // Differences between two sentences beyond case and spaces are left to `inconsistent-name`.
        if spelled == *preferred || label.in_prose && !equal_in_print(&spelled, preferred) {
            continue;
        }
        let span = if in_prose {
            Span::new(label.span.end - offset(without_article(label.name).len()), label.span.end)
        } else {
            label.span
        };
        found.push(Deviation { span, preferred: preferred.clone(), model: model.span });
    }
}

/// Pairs of names for one source, the less frequent first.
fn pairs(names: &[Name<'_>], text: &str, gazetteer: &Gazetteer) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut by_host: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, name) in names.iter().enumerate() {
        let mut hosts: Vec<&str> = name.labels.iter().filter_map(|label| label.host).collect();
        hosts.sort_unstable();
        hosts.dedup();
        for host in hosts {
            by_host.entry(host).or_default().push(at);
        }
    }
    for (host, at_host) in by_host {
        // A host of several names is a platform, or a government's; `doi.org` and its like are everybody's.
        let [one, other] = at_host[..] else { continue };
        if ["doi.org", "handle.net", "jstor.org", "archive.org", "ssrn.com"].iter().any(|all| host.ends_with(all)) {
            continue;
        }
        if gazetteer.source_at(&format!("https://{host}/")).is_none() {
            found.extend(at_one_host(names, one, other, host));
        }
    }
    // If two names differ by a letter, either their first or their last halves are equal.
    let mut letters: Vec<(Vec<char>, usize)> =
        names.iter().enumerate().map(|(at, name)| (letters(name.first().name), at)).collect();
    letters.retain(|(letters, at)| letters.len() >= SHORTEST_NEAR && !is_numbered(names[*at].first().name));
    let spelling = Spelling { text, gazetteer, searches: std::cell::Cell::new(SEARCHES) };
    for _ in 0..2 {
        letters.sort_unstable();
        for (at, (one, first)) in letters.iter().enumerate() {
            let next = letters[at + 1..].iter().take(NEIGHBOURS).filter(|(other, _)| differ_in_a_letter(one, other));
            found.extend(next.filter_map(|(_, second)| near_spelling(names, *first, *second, &spelling)));
        }
        letters.iter_mut().for_each(|(letters, _)| letters.reverse());
    }
    found
}

/// Whether a name ends in a number, as `Channel 4` and `Letter LXXVI` do: another number is another thing.
fn is_numbered(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let roman = |byte: u8| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C');
    name.contains(' ')
        && !last.is_empty()
        && (last.bytes().all(|byte| byte.is_ascii_digit()) || last.bytes().all(roman))
}

/// The letters and digits of a name, in lower case, without its article.
fn letters(name: &str) -> Vec<char> {
    without_article(name).chars().filter(|c| is_alphanumeric(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether two names differ by a letter more, less, changed or moved.
#[must_use]
pub fn are_near(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    one.len() >= SHORTEST_NEAR && differ_in_a_letter(&one, &other)
}

/// Whether two words differ by a letter more, less or changed, or in the order of a few letters.
fn differ_in_a_letter(one: &[char], other: &[char]) -> bool {
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[before..], &other[before..]);
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - behind], &other[..other.len() - behind]) {
        ([_], [] | [_]) | ([], [_]) => true,
        // `Forieng`
        (one, other) => {
            one.len() == other.len() && one.len() < 6 && {
                let (mut one, mut other) = (one.to_vec(), other.to_vec());
                one.sort_unstable();
                other.sort_unstable();
                !one.is_empty() && one == other
            }
        }
    }
}

/// Two names at one host: the rarer and the other, if one of them is clearly rarer, or if they are similar.
fn at_one_host(names: &[Name<'_>], one: usize, other: usize, host: &str) -> Option<(usize, usize)> {
    let (rarer, better) = if names[one].rank() < names[other].rank() { (one, other) } else { (other, one) };
    let there = |name: &Name<'_>| name.labels.iter().filter(|label| label.host == Some(host)).count();
    let (few, most) = (there(&names[rarer]), there(&names[better]));
    let (short, long) = (names[rarer].first().name, names[better].first().name);
    let alike = share_a_word(short, long) || share_a_word(long, short);
    // If both occur once, the second is a mistake if the host matches a name and the second adds nothing.
    let same =
        alike && (naming::is_at_host(long, host) || naming::is_at_host(short, host)) && adds_nothing(short, long);
    (few > 0 && (most > few && (most >= 3 || alike) || same)).then_some((rarer, better))
}

/// Whether all words of one name are in the other.
fn adds_nothing(one: &str, other: &str) -> bool {
    let words = |name| str::split(name, |c: char| !is_alphanumeric(c)).filter(|word: &&str| !word.is_empty());
    let telling = |word: &&str| !PARTICLES.has_in_any_case(word);
    words(one).filter(telling).all(|word| words(other).any(|second| second.eq_ignore_ascii_case(word)))
}

/// Whether both share a word that does not merely indicate a medium.
fn share_a_word(one: &str, other: &str) -> bool {
    let words = |name| str::split(name, |c: char| !is_alphanumeric(c));
    let telling = |word: &&str| word.len() > 2 && !MEDIA.has(word) && !PARTICLES.has_in_any_case(word);
    words(one).filter(telling).any(|word| words(other).any(|second| second.eq_ignore_ascii_case(word)))
}

/// Whether the first or last word of a name marks it as a medium: `Smart News Agency`, `Radio Kwizera`.
fn is_medium(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    MEDIA.has_in_any_case(last) || MEDIA.has_in_any_case(first)
}

/// Two names that differ by a letter, one of them rarer, and not at different hosts.
fn near_spelling(names: &[Name<'_>], one: usize, other: usize, spelling: &Spelling<'_>) -> Option<(usize, usize)> {
    let (rarer, better) = if names[one].rank() < names[other].rank() { (one, other) } else { (other, one) };
    let (few, most) = (&names[rarer], &names[better]);
    let host = |name: &Name<'_>| name.labels.iter().find_map(|label| label.host.map(str::to_owned));
    let apart = matches!((host(few), host(most)), (Some(a), Some(b)) if a != b);
    let digits = |name: &Name<'_>| name.first().name.chars().filter(char::is_ascii_digit).collect::<String>();
    if apart || digits(few) != digits(most) {
        return None;
    }
    if most.labels.len() > few.labels.len() {
        return Some((rarer, better));
    }
    // Equally frequent: the one with a word that occurs nowhere else is misspelled.
    let (a, b) = other_word(few.first().name, most.first().name)?;
    match (spelling.is_written(a, few), spelling.is_written(b, most)) {
        (false, true) => Some((rarer, better)),
        (true, false) => Some((better, rarer)),
        _ => None,
    }
}

/// The only long word in which two names differ, in each.
fn other_word<'t>(one: &'t str, other: &'t str) -> Option<(&'t str, &'t str)> {
    let (one, other) = (without_article(one).split_whitespace(), without_article(other).split_whitespace());
    if one.clone().count() != other.clone().count() || one.clone().count() < 2 {
        return None;
    }
    let mut differing = one.zip(other).filter(|(a, b)| a != b);
    let (a, b) = differing.next()?;
    // A plural may be a different name.
    let plural = a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a);
    (differing.next().is_none() && a.len().min(b.len()) > 5 && !plural).then_some((a, b))
}

/// What determines which of two spellings is the right one.
struct Spelling<'a> {
    text: &'a str,
    gazetteer: &'a Gazetteer,
    /// How many more times the text may be searched.
    searches: std::cell::Cell<u8>,
}

impl Spelling<'_> {
    /// Whether a word of a name occurs in the name of a listed source, or elsewhere in the text.
    fn is_written(&self, word: &str, name: &Name<'_>) -> bool {
        let left = self.searches.get();
        if left == 0 {
            return false;
        }
        self.searches.set(left - 1);
        let is_it = |other: &str| other.eq_ignore_ascii_case(word);
        let names = |source: &&Source| {
            let names = std::iter::once(&source.name).chain(&source.accepted).chain(&source.aliases);
            names.flat_map(|name| name.split_whitespace()).any(is_it)
        };
        self.gazetteer.sources().iter().any(names)
            || memchr::memmem::find_iter(self.text.as_bytes(), word.as_bytes()).count() > name.labels.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_parts_near_names() {
        let near = |a: &str, b: &str| differ_in_a_letter(&letters(a), &letters(b));
        for (a, b) in [
            ("Upland Courier", "Upland Couriers"),
            ("Upland Courier", "Uplond Courier"),
            ("Upland Courier", "Uplnad Courier"),
            ("The Upland Courier", "Upland-Courer"),
            // The order of five letters, and not of six.
            ("Hill Abcde Post", "Hill Bcdea Post"),
        ] {
            assert!(near(a, b), "{a}, {b}");
        }
        assert!(!near("Hill Abcdef Post", "Hill Bcdefa Post"));
        assert!(!near("Upland Courier", "Lowland Courier") && !near("Upland Courier", "Upland-Courier"));
    }
}
