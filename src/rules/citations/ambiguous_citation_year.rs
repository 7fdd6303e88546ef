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
    let (Some(issue), Some((last, _))) = (doc.date(), doc.last_day()) else { return };
    for date in item.dates.iter().filter(|date| date.year.is_none()) {
        let is_ahead = |of| date.lies_ahead(of, doc.settings.slack_days);
        // `Updated: October 24` above the text tells that October 21 is this year’s.
        if !is_ahead(issue) || last.year() == issue.year() && !is_ahead(last) {
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
    use crate::config::Settings;
    use crate::rules::testing::{check, check_fix, findings, settings};

    #[test]
    fn an_update_tells_the_year_of_what_came_before_it() {
        let settings = Settings { date: None, ..settings("ambiguous-citation-year") };
        let count = |updated: &str, day: &str| {
            let text = format!("---\ndate: 2018-10-10\nupdated: {updated}\n---\n\nBoats left (Reuters, {day}).\n");
            findings("ambiguous-citation-year", &text, &settings).len()
        };
        assert_eq!(count("2018-10-24", "October 21"), 0);
        assert_eq!(count("2018-10-24", "October 25"), 1);
        // Years later it may be any of them.
        assert_eq!(count("2021-10-24", "October 21"), 1);
    }

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
