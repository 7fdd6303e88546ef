//! A date without a year that has not yet occurred in the issue's year.

use crate::bulletin::Item;
use crate::calendar::{self, YearPart};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "ambiguous-citation-year",
    family: Family::Citations,
    summary: "no year, and this year's date lies after the issue date",
    page: include_str!("../../../docs/rules/ambiguous-citation-year.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    fix_effect: FixEffect { replaces: true, ..FixEffect::FORM },
    check: Check::item(check),
    supersedes: &["url-date-conflict"],
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some(issue) = doc.date() else { return };
    for date in item.dates.iter().filter(|date| date.year.is_none()) {
        if !date.lies_ahead(issue, doc.settings.slack_days) {
            continue;
        }
        let flag =
            out.flag(date.span, ["“", doc.text(date.span), "” needs its year: this year’s is after the issue date"]);
        // The year from the address, if it contains the same day and month; if it contains another day, the year is
        // unknown.
        let told = item.url(doc.text).and_then(calendar::url_date).and_then(|told| told.to_date());
        let Some(day) = doc.resolve(date) else { continue };
        let year = match told {
            Some(told) if (told.month(), told.day()) == (day.month(), day.day()) => told.year(),
            Some(told) if told.until(day).is_ok_and(|span| span.get_days().abs() > 1) => continue,
            _ => day.year(),
        };
        let style = doc.bulletin.habits.citation_dates.style_of(date, doc.text);
        let house = calendar::house_form(date, style, YearPart::With(year));
        flag.fix(Fix::replace(Safety::Review, date.span, house));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn a_day_that_is_still_to_come_needs_its_year() {
        check(
            "ambiguous-citation-year",
            "Boats left (Reuters, November 3; AFP, October 10).
                     ^^^^^^^^^^ “November 3” needs its year: this year’s is after the issue date
",
        );
        check_fix(
            "ambiguous-citation-year",
            "Boats left (Reuters, 3 November).",
            "Boats left (Reuters, November 3, 2017).",
        );
        // The year is in the address.
        let linked = "Boats left ([Dawn](https://www.dawn.com/2016/11/03/boats), November 3).";
        check_fix("ambiguous-citation-year", linked, &linked.replace("November 3)", "November 3, 2016)"));
    }
}
