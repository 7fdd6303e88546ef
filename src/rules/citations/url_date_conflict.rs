//! An address whose date differs from the printed one.

use crate::bulletin::Item;
use crate::calendar;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use memchr::memmem::Finder;
use std::sync::LazyLock;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "url-date-conflict",
    family: Family::Citations,
    summary: "the address's own date is not the printed date",
    page: include_str!("../../../docs/rules/url-date-conflict.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    fix_effect: FixEffect { replaces: true, ..FixEffect::FORM },
    check: Check { item: Some(check), document: Some(check_links), ..Check::NONE },
    supersedes: &["conflicting-citation"],
    ..Rule::DEFAULT
};

/// Links in prose with a publication date.
fn check_links(doc: &Document<'_>, out: &mut Report) {
    doc.bulletin.prose_links().for_each(|(item, _)| check(doc, item, out));
}

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    archived_before(doc, item, out);
    let (Some(address), [date]) = (item.url(doc.text), item.dates.as_slice()) else { return };
    if item.accessed || !date.further.is_empty() || date.day.is_none() {
        return;
    }
    let Some(told) = calendar::url_date(address).and_then(|told| told.to_date()) else { return };
    let Some(printed) = doc.resolve(date) else { return };
    // A date after the issue is wrong for that reason alone, and other rules report it.
    if doc.date().is_some_and(|issue| printed > issue || date.lies_ahead(issue, doc.settings.slack_days)) {
        return;
    }
    // An address with a future date is not evidence.
    if doc.date().is_some_and(|issue| told > issue && printed <= issue) {
        return;
    }
    // A report goes online in its own time zone and is printed a day later: a difference of one day is not a conflict.
    if told.until(printed).is_ok_and(|span| span.get_days().abs() <= 1) {
        return;
    }
    // Notes always write the year.
    let issue = doc.date().filter(|_| !item.style().is_apart());
    let house = calendar::print_day(told, doc.bulletin.habits.citation_dates.style(), issue);
    out.flag(date.span, ["The address says ", &house]).fix(Fix::replace(Safety::Review, date.span, house));
}

/// An archived copy that is older than the report: `https://web.archive.org/web/20180504101010/…`
fn archived_before(doc: &Document<'_>, item: &Item, out: &mut Report) {
    static ARCHIVE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("archive.org/web/"));
    let copy = item.details.as_ref().and_then(|details| details.archived);
    let places = copy.into_iter().chain(item.link).map(|link| link.target);
    let Some(place) = places.into_iter().find(|place| ARCHIVE.find(doc.text(*place).as_bytes()).is_some()) else {
        return;
    };
    let stamp = doc.text(place).split("/web/").nth(1).unwrap_or_default();
    let number = |range: std::ops::Range<usize>| stamp.get(range)?.parse::<i16>().ok();
    let part = |range| number(range).and_then(|number| i8::try_from(number).ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), part(4..6), part(6..8)) else { return };
    let (Ok(taken), Some(date)) = (calendar::Date::new(year, month, day), item.date()) else { return };
    // A report goes online in its own time zone.
    if doc.resolve(date).is_some_and(|printed| taken.until(printed).is_ok_and(|span| span.get_days() > 1)) {
        out.flag(date.span, format!("The archived copy was taken on {taken}, before this day"))
            .related(place, "The copy");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_verb_of_publishing_tells_the_day() {
        check(
            "url-date-conflict",
            "Dawn [reported on August 5](https://dawn.com/2018/09/05/x) that the road was mined.
                  ^^^^^^^^ The address says September 5
",
        );
        check_clean(
            "url-date-conflict",
            "The dam was [closed on August 5](https://dawn.com/2018/09/05/x), Dawn reported.",
        );
        check_clean("url-date-conflict", "Dawn [reported on September 6](https://dawn.com/2018/09/05/x) that it shut.");
        check_clean(
            "url-date-conflict",
            "Dawn [reported on August 5 raids](https://dawn.com/2018/09/05/x) in the north.",
        );
    }

    #[test]
    fn the_address_has_its_own_date() {
        check(
            "url-date-conflict",
            "Boats left ([Dawn](https://dawn.com/2018/09/05/x), August 5).
                                                   ^^^^^^^^ The address says September 5
",
        );
        check_clean(
            "url-date-conflict",
            "Boats left ([Dawn](https://dawn.com/2018/09/05/x), September 6; [A](https://a.net/2018/02/01/x), accessed May 9).",
        );
    }
}
