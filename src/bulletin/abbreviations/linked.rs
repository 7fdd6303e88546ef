//! Short forms that a link explains: it leads to a page about what they stand for.
//!
//! * A wikilink whose label is the short form, `[[gaesa|GAESA]]`, leads to the page of its own that tells readers what it
//!   is.
//! * Any other link explains it if its address spells it out: `[ADL](https://a.example.net/anti-defamation-league)`.
//! * One linked use anywhere in an article is enough.

use super::{Cursor, Use, key, singular};
use crate::bulletin::Bulletin;
use crate::bulletin::citation::naming::shortens;
use crate::markdown::{InlineKind, Markdown, Mask, MaskKind};
use crate::text::words::WordSet;
use crate::text::{Slice, Span, capitalised, within};
use rustc_hash::FxHashSet;

/// The short forms that links explain, by their articles and keys.
#[derive(Clone, Debug, Default)]
pub struct Linked(FxHashSet<(Option<usize>, u64)>);

impl Linked {
    /// The short forms in a document that links explain.
    #[must_use]
    pub fn of(text: &str, markdown: &Markdown, bulletin: &Bulletin) -> Linked {
        let uses = &bulletin.abbreviations.uses;
        let is_wikilink = |mask: &&Mask| mask.kind == MaskKind::Wikilink;
        let has_wikilinks = markdown.masks.iter().any(|mask| is_wikilink(&mask));
        let in_wikilinks = uses.iter().filter(|used| has_wikilinks && is_label_of_wikilink(text, markdown, used.span));
        let addressed = markdown.inlines.iter().filter(|inline| inline.kind == InlineKind::Link);
        let in_links = addressed.filter_map(|link| {
            let [used] = within(uses, link.label, |used| used.span) else { return None };
            is_spelled_in(used.span.of(text), link.target.of(text)).then_some(used)
        });
        let mut explained: Vec<&Use> = in_wikilinks.chain(in_links).collect();
        explained.sort_unstable_by_key(|used| used.span);
        let mut articles = Cursor { articles: &bulletin.articles, next: 0 };
        let mut linked = Linked::default();
        for used in explained {
            let Some(article) = articles.at(used.span) else { continue };
            // `[[afl-cio|AFL-CIO]]` may be used as one or as two.
            let parts = used.span.of(text).split('-').map(key);
            linked.0.extend(parts.chain([used.key]).map(|key| (article, key)));
        }
        linked
    }

    /// Whether a link in an article explains the short form with this key.
    #[must_use]
    pub fn explain(&self, article: Option<usize>, key: u64) -> bool {
        self.0.contains(&(article, key))
    }
}

/// Whether a short form is the whole label of a wikilink: `[[justice-department|the DOJ]]`. The target and the brackets
/// are not read; masks are left in their places.
fn is_label_of_wikilink(text: &str, markdown: &Markdown, short: Span) -> bool {
    let is_mark = |at: u32| {
        let from = markdown.masks.partition_point(|mask| mask.span.end < at);
        markdown.masks[from..]
            .iter()
            .take_while(|mask| mask.span.start <= at)
            .any(|mask| mask.kind == MaskKind::Wikilink && mask.span.is_empty())
    };
    let (before, after) = (text.slice(..short.start as usize), text.slice(short.end as usize..));
    let articles = ["", "the ", "The "].into_iter().filter(|article| before.ends_with(article));
    let endings = ["", "s", "es", "’s", "'s"].into_iter().filter(|ending| after.starts_with(ending));
    articles.into_iter().any(|article| is_mark(short.start - article.len() as u32))
        && endings.into_iter().any(|ending| is_mark(short.end + ending.len() as u32))
}

/// Whether the last part of an address spells a short form out: `https://a.example.net/wiki/Anti-Defamation_League`.
fn is_spelled_in(short: &str, address: &str) -> bool {
    static SMALL: WordSet = WordSet::new(&[
        "a", "an", "and", "at", "by", "de", "del", "der", "des", "di", "du", "el", "for", "in", "la", "of", "on",
        "the", "to",
    ]);
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let Some((_, page)) = path.split_once("://").map_or(path, |(_, rest)| rest).rsplit_once('/') else { return false };
    let page = page.rsplit_once('.').map_or(page, |(name, _)| name);
    let words = page.split(['-', '_', '+']).flat_map(|words| words.split("%20")).filter(|word| !word.is_empty());
    let words: Vec<String> =
        words.map(|word| if SMALL.has(word) { word.to_owned() } else { capitalised(word) }).collect();
    let short = singular(short);
    short.chars().filter(|c| c.is_uppercase()).count() >= 2 && words.len() >= 2 && shortens(short, &words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_spell_short_forms_out() {
        for (short, address) in [
            ("ADL", "https://a.example.net/anti-defamation-league"),
            ("ADLs", "/wiki/Anti-Defamation_League/"),
            ("RAB", "https://a.example.net/wiki/Rapid%20Action%20Battalion?old=1"),
            ("DOJ", "https://a.example.net/department-of-justice.html#top"),
            ("ICE", "../immigration-and-customs-enforcement.md"),
        ] {
            assert!(is_spelled_in(short, address), "{short} {address}");
        }
        for (short, address) in [
            ("ADL", "https://adl.example.org"),
            ("ADL", "https://adl.example.org/anti-league"),
            ("ADL", "https://a.example.net/adl"),
            ("ADL", "https://anti-defamation-league"),
            ("A", "https://a.example.net/wiki/antwerp"),
        ] {
            assert!(!is_spelled_in(short, address), "{short} {address}");
        }
    }
}
