//! One address with two dates, two sources or two titles.

use crate::bulletin::ItemGroup;
use crate::bulletin::citation::Item;
use crate::bulletin::items::{FlawKind, TitleForm};
use crate::calendar::{self, Written};
use crate::config::Level;
use crate::gazetteer::spelling::without_article;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::url::Page;
use rustc_hash::FxHashMap;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "conflicting-citation",
    family: Family::Citations,
    summary: "one address with two dates, sources or titles",
    page: include_str!("../../../docs/rules/conflicting-citation.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check { group: Some(two_dates), ..Check::document(check) },
    ..Rule::DEFAULT
};

fn check<'a>(doc: &Document<'a>, out: &mut Report) {
    let mut seen: FxHashMap<Result<Page<'_>, &str>, &Item> = FxHashMap::default();
    for item in doc.bulletin.formal_items() {
        let (Some(link), Some(address)) = (item.link, item.url(doc.text)) else { continue };
        if link.is_placeholder() {
            continue;
        }
        let url = link.url(doc.text);
        let first = *seen.entry(url.map(|url| url.page()).ok_or(address)).or_insert(item);
        // A front page may stand for any report of that outlet.
        if std::ptr::eq(first, item) || url.is_none_or(|url| url.is_site_root()) {
            continue;
        }
        // An access date is not a publication date, and several dates of one page may belong to its parts.
        let printed = |item: &'a Item| match item.dates.as_slice() {
            [date] if !item.accessed => Some(date),
            _ => None,
        };
        let (place, message, first_is_wrong) = match (printed(first), printed(item)) {
            (Some(a), Some(b)) if are_two_days(doc, a, b) => {
                // If the address contains the date, the other one is wrong.
                let told = calendar::url_date(address).and_then(|told| told.to_date());
                let wrong = told.is_some() && told == doc.resolve(b);
                (if wrong { a } else { b }.span, "The same address is cited with another date", wrong)
            }
            _ if differ(doc, first, item, address) => {
                let wrong = is_anothers(doc, first);
                (if wrong { first } else { item }.span, "The same address is cited under another source", wrong)
            }
            _ if two_titles(doc, first, item) => {
                let title = item.details.as_ref().and_then(|details| details.title);
                (title.map_or(item.span, |title| title.whole), "The same address is cited with another title", false)
            }
            _ => continue,
        };
        let (other, message_there) =
            if first_is_wrong { (item, "Cited again here") } else { (first, "First cited here") };
        out.flag(place, message).related(other.span, message_there);
    }
}

/// Whether two dates mean different days.
fn are_two_days(doc: &Document<'_>, a: &Written, b: &Written) -> bool {
    // They are nearly always the same, letter by letter.
    doc.text(a.span) != doc.text(b.span) && matches!((doc.resolve(a), doc.resolve(b)), (Some(a), Some(b)) if a != b)
}

/// Whether the address belongs to another source.
fn is_anothers(doc: &Document<'_>, item: &Item) -> bool {
    let (Some(source), Some(url)) = (item.source, item.link.and_then(|link| link.url(doc.text))) else { return false };
    doc.gazetteer.source_conflict(doc.text(source), item.standing, url).is_some()
}

/// Whether two items name different sources: two names of one source are left to the rules on sources.
fn differ(doc: &Document<'_>, a: &Item, b: &Item, address: &str) -> bool {
    let (Some(a), Some(b)) = (a.source, b.source) else { return false };
    let (a, b) = (doc.text(a), doc.text(b));
    if a == b {
        return false;
    }
    let (a, b) = (a.trim(), b.trim());
    let words = |name| without_article(name).split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase);
    if words(a).eq(words(b)) {
        return false;
    }
    let known = |name| doc.gazetteer.source_of(name, Some(address), &[]).map(|source| &source.id);
    known(a).is_none() || known(a) != known(b)
}

/// Whether two items in notes give different titles to one page. A part of a report, cited with its pages, may have its
/// own.
fn two_titles(doc: &Document<'_>, a: &Item, b: &Item) -> bool {
    let titled = |item: &Item| {
        let details = item.details.as_ref().filter(|details| details.pages.is_none() && details.style.is_apart())?;
        let title = details.title.filter(|title| title.form == TitleForm::Quoted)?;
        let letters = doc.text(title.span).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        Some(letters.collect::<String>())
    };
    let (Some(a), Some(b)) = (titled(a), titled(b)) else { return false };
    !a.is_empty() && !b.is_empty() && !a.contains(&b) && !b.contains(&a)
}

/// Two dates of one source in a note, neither of which is marked as an access date.
fn two_dates(doc: &Document<'_>, group: &ItemGroup, out: &mut Report) {
    for flaw in group.flaws.iter().filter(|flaw| flaw.kind == FlawKind::SecondDate) {
        out.flag(flaw.span, ["What day is “", doc.text(flaw.span), "”? “accessed” may be missing before it"]);
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
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
        // However the address of the page is written.
        for address in ["http://www.a.net/boats/", "https://a.net/boats#comments", "https://A.net/boats?utm_source=x"] {
            assert_eq!(found(&format!("Boats left ([Dawn]({address}), May 10).")), 1, "{address}");
        }
        assert_eq!(found("Boats left ([Dawn](https://a.net/boats?page=2), May 10)."), 0);
    }

    /// The rules about a single address that report something in a text.
    fn speaking(text: &str) -> Vec<&'static str> {
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let all = crate::check::check(crate::check::Draft {
            path: "a.md",
            text,
            settings: &settings,
            gazetteer: &Gazetteer::shipped(),
        })
        .diagnostics;
        all.iter().map(|finding| finding.rule.name).filter(|name| name.contains("conflict")).collect()
    }

    #[test]
    fn what_the_address_denies_is_marked() {
        let cite = |name: &str, url: &str, date: &str| format!("Boats left ([{name}]({url}), {date}).");
        let dated = "https://a.net/2018/05/10/boats";
        let dawn = "https://www.dawn.com/news/1";
        for (right, wrong, rule) in [
            (cite("Post", dated, "May 10"), cite("Post", dated, "June 19"), "url-date-conflict"),
            (cite("Dawn", dawn, "May 9"), cite("Haaretz", dawn, "May 9"), "url-source-conflict"),
        ] {
            // The more specific rule marks the same place, and is the only one to report.
            assert_eq!(speaking(&format!("{wrong} {right}")), [rule]);
            assert_eq!(speaking(&format!("{right} {wrong}")), [rule]);
            assert_eq!(speaking(&format!("{wrong} {wrong}")), [rule, rule]);
        }
        let page = "https://a.net/boats";
        let both = format!("{} {}", cite("Post", page, "May 9"), cite("Post", page, "June 19"));
        assert_eq!(speaking(&both), ["conflicting-citation"]);
    }
}
