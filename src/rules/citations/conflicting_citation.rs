//! One address with two dates or two sources.

use crate::bulletin::citation::{Item, is_placeholder};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::url::Url;
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "conflicting-citation",
    family: Family::Citations,
    summary: "one address with two dates or two sources",
    page: include_str!("../../../docs/rules/conflicting-citation.md"),
    level: Some(Level::Warning),
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let mut seen: FxHashMap<&str, &Item> = FxHashMap::default();
    for item in doc.bulletin.cited_items() {
        let Some(address) = item.url(doc.text) else { continue };
        // A front page may stand for any report of that house.
        if is_placeholder(address) || Url::parse(address).is_none_or(|url| url.is_site_root()) {
            continue;
        }
        let first = *seen.entry(address.trim_end_matches('/')).or_insert(item);
        if std::ptr::eq(first, item) {
            continue;
        }
        let name = |item: &Item| item.source.map(|source| doc.text(source).trim().to_lowercase());
        let (place, message) = match (first.date(), item.date()) {
            (Some(a), Some(b))
                if doc.resolve(a) != doc.resolve(b) && doc.resolve(b).is_some() && doc.resolve(a).is_some() =>
            {
                (b.span, "another date for the same address")
            }
            _ if name(first).is_some() && name(item).is_some() && name(first) != name(item) => {
                (item.span, "another source for the same address")
            }
            _ => continue,
        };
        out.flag(place, message).related(first.span, "first cited here");
    }
}
