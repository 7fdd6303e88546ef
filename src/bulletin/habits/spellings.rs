//! How the document spells the names of listed actors.
//!
//! * A name is compared part by part: the `al-Qa'ida` in `al-Qa'ida in Iraq` also counts for `al-Qa'ida` alone. The
//!   kind of apostrophe and the case of the first letter do not count.
//! * A publication's own lists are declared style: their names apply as listed.

use super::is_habit;
use crate::bulletin::mentions::Mention;
use crate::bulletin::structure::Article;
use crate::gazetteer::actors::ActorRef;
use crate::gazetteer::layers::Layer;
use crate::gazetteer::spelling::is_article;
use crate::gazetteer::{Form, Gazetteer};
use crate::text::words::is_apostrophe;
use crate::text::{Offset, Slice};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The spellings that a document has of its own, and where it mixes two.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    /// How it writes listed names or parts of them: by the [`key`] of the listed spelling.
    own: FxHashMap<String, String>,
    /// The names that have another spelling at least once.
    respelt: FxHashSet<(ActorRef, String)>,
    /// The spellings kept to by articles that write a name in several ways.
    kept: FxHashMap<Name, String>,
}

/// A name in an article: the article's number, the actor, the [`key`] of the listed spelling.
type Name = (usize, ActorRef, String);

impl Spellings {
    /// Whether the document has no spellings of its own and mixes none.
    #[must_use]
    pub fn are_listed(&self) -> bool {
        self.own.is_empty() && self.kept.is_empty()
    }

    /// How the document mostly writes a name with this listed spelling, if it uses another.
    #[must_use]
    pub fn own(&self, listed: &str) -> Option<String> {
        if self.own.is_empty() {
            return None;
        }
        if let Some(whole) = self.own_part(listed) {
            return Some(whole);
        }
        let mut written = String::new();
        let (mut end, mut differs) = (0, false);
        for part in parts(listed) {
            let own = self.own_part(listed.slice(part.clone()));
            differs |= own.is_some();
            written.push_str(listed.slice(end..part.start));
            written.push_str(own.as_deref().unwrap_or(listed.slice(part.clone())));
            end = part.end;
        }
        differs.then_some(written)
    }

    /// How the document writes a part of a name; a singular follows the plural, and a plural the singular: `Huthis`,
    /// `Huthi`.
    fn own_part(&self, listed: &str) -> Option<String> {
        let key = key(listed);
        let own = |key: &str| self.own.get(key).cloned();
        own(&key)
            .or_else(|| own(&format!("{key}s"))?.strip_suffix('s').map(str::to_owned))
            .or_else(|| own(key.strip_suffix('s')?).map(|own| own + "s"))
    }

    /// Whether the document writes a name of an actor in another than the listed spelling at least once.
    #[must_use]
    pub fn are_respelt(&self, actor: ActorRef, listed: &str) -> bool {
        !self.respelt.is_empty() && self.respelt.contains(&(actor, key(listed)))
    }

    /// The spelling that an article keeps to, if it has several for one name of an actor.
    #[must_use]
    pub fn kept(&self, articles: &[Article], at: Offset, actor: ActorRef, listed: &str) -> Option<&str> {
        if self.kept.is_empty() {
            return None;
        }
        self.kept.get(&(number(articles, at), actor, key(listed))).map(String::as_str)
    }
}

/// The number of an article; the same for all places outside articles before it.
fn number(articles: &[Article], at: Offset) -> usize {
    articles.partition_point(|article| article.span.start <= at)
}

/// A spelling, ignoring case and the kind of apostrophes.
fn key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase().replace('`', "'");
    }
    name.chars().map(|c| if is_apostrophe(c) || c == '`' { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

/// The parts of a name, between spaces and hyphens; an article belongs to the word after it.
fn parts(name: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, sign) in name.char_indices().filter(|(_, c)| matches!(c, ' ' | '-')) {
        if at > start && !is_article(name.slice(start..at)) {
            parts.push(start..at);
            start = at + sign.len_utf8();
        } else if at == start {
            start = at + sign.len_utf8();
        }
    }
    if start < name.len() {
        parts.push(start..name.len());
    }
    parts
}

/// A name as listed and as written.
struct Use {
    name: Name,
    listed: String,
    written: String,
    /// The [`key`] of the written name.
    written_key: String,
}

impl Use {
    /// The parts that are spelled differently, in pairs; the whole name if its parts do not correspond.
    fn deviations(&self) -> Vec<(&str, &str)> {
        if self.name.2 == self.written_key {
            return Vec::new();
        }
        let (listed, written) = (parts(&self.listed), parts(&self.written));
        let pairs = listed.iter().zip(&written);
        let pairs = pairs.map(|(a, b)| (self.listed.slice(a.clone()), self.written.slice(b.clone())));
        let differing: Vec<_> = pairs.filter(|(a, b)| key(a) != key(b)).collect();
        if listed.len() == written.len() && !differing.is_empty() {
            differing
        } else {
            vec![(&self.listed, &self.written)]
        }
    }
}

/// The maximum number of spellings of one name that are distinguished in an article.
const MOST: usize = 16;

/// Reads the spellings of a document. Most have none of their own, which is recognized at once.
pub(in crate::bulletin) fn read(
    text: &str,
    gazetteer: &Gazetteer,
    articles: &[Article],
    mentions: &[Mention],
) -> Spellings {
    let is_name = |mention: &&Mention| matches!(mention.form, Form::Name | Form::Accepted | Form::Variant);
    let deviates = |mention: &Mention| mention.form == Form::Variant || !mention.exact;
    let named = || mentions.iter().filter(|mention| !mention.place.is_fixed()).filter(is_name);
    if !named().any(deviates) {
        return Spellings::default();
    }
    let uses: Vec<Use> = named()
        .filter(|mention| !mention.is_other_name(text, mentions))
        .filter_map(|mention| {
            let actor = mention.actor.filter(|actor| actor.layer() != Layer::Custom)?;
            let listed = mention.house_spelling(text, mention.actor(gazetteer)?);
            let written = mention.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let name = (number(articles, mention.span.start), actor, key(&listed));
            let written_key = key(&written);
            Some(Use { name, listed, written, written_key })
        })
        .collect();
    let own = habits(&uses);
    let respelt = uses.iter().filter(|one| one.name.2 != one.written_key);
    let respelt = respelt.map(|one| (one.name.1, one.name.2.clone())).collect();
    let mut spellings = Spellings { own, respelt, kept: FxHashMap::default() };
    spellings.kept = mixed(&uses, &spellings);
    spellings
}

/// The spellings used in three quarters of at least three places.
fn habits(uses: &[Use]) -> FxHashMap<String, String> {
    let mut counts: FxHashMap<(String, String), (usize, &str)> = FxHashMap::default();
    let mut all: FxHashMap<String, usize> = FxHashMap::default();
    for one in uses {
        let parts = parts(&one.listed);
        if parts.len() > 1 {
            *all.entry(one.name.2.clone()).or_default() += 1;
        }
        for part in parts {
            *all.entry(key(one.listed.slice(part))).or_default() += 1;
        }
        for (listed, written) in one.deviations() {
            let (count, example) = counts.entry((key(listed), key(written))).or_insert((0, written));
            *count += 1;
            // `Al-Qa'ida` may be the start of a sentence.
            if written.starts_with(char::is_lowercase) && !example.starts_with(char::is_lowercase) {
                *example = written;
            }
        }
    }
    let all_of = |listed: &str| all.get(listed).copied().unwrap_or_default();
    let habits = counts.into_iter().filter(|((listed, _), (count, _))| is_habit(*count, all_of(listed)));
    habits.map(|((listed, _), (_, example))| (listed, example.to_owned())).collect()
}

/// The spelling kept to by each article that has two of one name: the document's own, else the more frequent, else the
/// listed one.
fn mixed(uses: &[Use], spellings: &Spellings) -> FxHashMap<Name, String> {
    let mut written: FxHashMap<&Name, Vec<(&String, usize, &Use)>> = FxHashMap::default();
    for one in uses {
        let spelt = written.entry(&one.name).or_default();
        if let Some((_, count, example)) = spelt.iter_mut().find(|(known, ..)| **known == one.written_key) {
            *count += 1;
            if one.written.starts_with(char::is_lowercase) && !example.written.starts_with(char::is_lowercase) {
                *example = one;
            }
        } else if spelt.len() < MOST {
            spelt.push((&one.written_key, 1, one));
        }
    }
    let several = written.into_iter().filter(|(_, spelt)| spelt.len() > 1);
    let kept = several.filter_map(|(name, spelt)| {
        let own = spelt.first().and_then(|(.., one)| spellings.own(&one.listed)).map(|own| key(&own));
        let best = spelt
            .iter()
            .max_by_key(|(spelling, count, _)| (own.as_ref() == Some(*spelling), *count, **spelling == name.2));
        best.map(|(.., one)| (name.clone(), one.written.clone()))
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulletin::Bulletin;
    use crate::config::Settings;

    fn read(text: &str) -> Spellings {
        let gazetteer = Gazetteer::shipped();
        let markdown = crate::markdown::parse(text);
        Bulletin::read("a.md", text, &markdown, &gazetteer, &Settings::default()).habits.spellings
    }

    #[test]
    fn names_part_by_part() {
        let of = |name: &'static str| parts(name).into_iter().map(|part| &name[part]).collect::<Vec<_>>();
        assert_eq!(of("al-Qaeda in Iraq"), ["al-Qaeda", "in", "Iraq"]);
        assert_eq!(of("Lashkar-e-Jhangvi al-Alami"), ["Lashkar", "e", "Jhangvi", "al-Alami"]);
        assert_eq!(of("al Qaeda"), ["al Qaeda"]);
        assert_eq!(of("- x"), ["x"]);
        assert_eq!(of("al-"), ["al-"]);
    }

    #[test]
    fn three_of_four_are_a_habit() {
        let text = "Men of al-Qa'ida met al-Qa’ida in Iraq. Al-Qa'ida denied it; al-Qaeda denied it.\n";
        let spellings = read(text);
        assert_eq!(spellings.own("al-Qaeda").as_deref(), Some("al-Qa'ida"));
        assert_eq!(
            spellings.own("al-Qaeda in the Arabian Peninsula").as_deref(),
            Some("al-Qa'ida in the Arabian Peninsula")
        );
        assert_eq!(spellings.own("Hezbollah"), None);
        for text in [
            "Men of al-Qa'ida met al-Qa'ida in Iraq.\n",
            "Men of al-Qa'ida met al-Qa'ida in Iraq. Al-Qa'ida denied it; al-Qaeda denied it; al-Qaeda left.\n",
            "> Men of al-Qa'ida met al-Qa'ida in Iraq. Al-Qa'ida denied it.\n",
            "Men of al-Qaeda met al-Qaeda in Iraq. Al-Qaeda denied it.\n",
        ] {
            assert_eq!(read(text).own("al-Qaeda"), None, "{text}");
        }
    }
}
