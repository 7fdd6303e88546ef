//! The issue's own year, written out.

use crate::bulletin::Item;
use crate::calendar::YearPart;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety, Tag};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "redundant-citation-year",
    family: Family::Citations,
    summary: "the issue's own year written out",
    page: include_str!("../../../docs/rules/redundant-citation-year.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::item(check),
    tag: Some(Tag::Unnecessary),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // Notes and lists always write the year.
    let Some(issue) = doc.date().filter(|_| !item.style().is_apart()) else { return };
    let habit = doc.bulletin.habits.citation_dates;
    if habit.own_year {
        return;
    }
    let several = item.dates.len() > 1;
    for date in &item.dates {
        let Some(year) = date.year.filter(|year| year.value == issue.year()) else { continue };
        // Without its year the date must still mean the same day; in a list of full dates the year stays.
        let ahead = doc.resolve(date).is_none_or(|day| day > issue);
        let style = habit.style_of(date, doc.text);
        // Numeric dates include the year.
        if style.numbers.is_some() || date.day.is_none() || several || ahead || !date.is_house_form(doc.text, style) {
            continue;
        }
        let house = crate::calendar::house_form(date, style, YearPart::Without);
        out.flag(year.span, "Leave the year out: it is the issue’s own").fix(Fix::replace(
            Safety::Safe,
            date.span,
            house,
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_own_year_is_understood() {
        check(
            "redundant-citation-year",
            "Boats left (Reuters, May 9, 2018; AFP, May 9, 2017).
                            ^^^^ Leave the year out: it is the issue’s own
",
        );
        check_fix("redundant-citation-year", "Boats left (Reuters, May 9, 2018).", "Boats left (Reuters, May 9).");
        // An author who writes it everywhere does so on purpose.
        let own = "Boats left (Reuters, May 9, 2018; AFP, May 8, 2018; Dawn, May 3, 2018; TASS, June 2, 2017).";
        check_clean("redundant-citation-year", own);
        check_clean("redundant-citation-year", "Boats left (Reuters, November 9, 2018; AFP, May 2018).");
    }
}
