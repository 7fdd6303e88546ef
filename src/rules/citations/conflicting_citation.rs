//! One address with two dates or two sources.

use crate::bulletin::citation::Item;
use crate::calendar::Written;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
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

fn check<'a>(doc: &Document<'a>, out: &mut Report) {
    let mut seen: FxHashMap<&str, &Item> = FxHashMap::default();
    for item in doc.bulletin.cited_items() {
        let (Some(link), Some(address)) = (item.link, item.url(doc.text)) else { continue };
        if link.is_placeholder() {
            continue;
        }
        let first = *seen.entry(address.trim_end_matches('/')).or_insert(item);
        // A front page may stand for any report of that house.
        if std::ptr::eq(first, item) || link.url(doc.text).is_none_or(|url| url.is_site_root()) {
            continue;
        }
        // The day of a visit is not the day of print, and several days of one page may be of its parts.
        let printed = |item: &'a Item| match item.dates.as_slice() {
            [date] if !item.accessed => Some(date),
            _ => None,
        };
        let (place, message) = match (printed(first), printed(item)) {
            (Some(a), Some(b)) if are_two_days(doc, a, b) => (b.span, "another date for the same address"),
            _ if differ(doc, first, item, address) => (item.span, "another source for the same address"),
            _ => continue,
        };
        out.flag(place, message).related(first.span, "first cited here");
    }
}

/// Whether two dates mean different days.
fn are_two_days(doc: &Document<'_>, a: &Written, b: &Written) -> bool {
    // Nearly always they are the same, letter by letter.
    doc.text(a.span) != doc.text(b.span) && matches!((doc.resolve(a), doc.resolve(b)), (Some(a), Some(b)) if a != b)
}

/// Whether two items name different sources: two names of one source are for the rules on sources.
fn differ(doc: &Document<'_>, a: &Item, b: &Item, address: &str) -> bool {
    let (Some(a), Some(b)) = (a.source, b.source) else { return false };
    let (a, b) = (doc.text(a), doc.text(b));
    if a == b {
        return false;
    }
    let (a, b) = (a.trim(), b.trim());
    if a.eq_ignore_ascii_case(b) {
        return false;
    }
    let known = |name| doc.gazetteer.source_of(name, Some(address), &[]).map(|source| &source.id);
    known(a).is_none() || known(a) != known(b)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{findings, settings};

    #[test]
    fn one_page_has_one_date_and_one_owner() {
        let cite = |name: &str, date: &str| format!("Boats left ([{name}](https://a.net/boats), {date}).");
        let found = |second: &str| {
            findings(
                "conflicting-citation",
                &format!("{} {second}", cite("Dawn", "May 9")),
                &settings("conflicting-citation"),
            )
            .len()
        };
        assert_eq!(found(&cite("Dawn", "May 10")), 1);
        assert_eq!(found(&cite("Reuters", "May 9")), 1);
        assert_eq!(found(&cite("Dawn", "9 May 2018")), 0);
        assert_eq!(found(&cite("Dawn", "accessed June 1")), 0);
    }
}
