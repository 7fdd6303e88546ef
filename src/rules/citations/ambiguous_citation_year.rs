//! A date without a year that this year has not seen yet.

use crate::calendar::YearPart;
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "ambiguous-citation-year",
    family: Family::Citations,
    summary: "no year, and this year's date lies after the issue date",
    page: include_str!("../../../docs/rules/ambiguous-citation-year.md"),
    level: Some(Level::Error),
    fix: FixKind::Review,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let Some(issue) = doc.date() else { return };
    let style = doc.settings.date_style();
    for item in doc.bulletin.cited_items() {
        for date in item.dates.iter().filter(|date| date.year.is_none()) {
            if !date.lies_ahead(issue, doc.settings.slack_days) {
                continue;
            }
            let flag = out.flag(
                date.span,
                format!("“{}” of which year? this year’s lies after the issue date", doc.text(date.span)),
            );
            if let Some(day) = doc.resolve(date) {
                let house = crate::calendar::house_form(date, style, YearPart::With(day.year()));
                flag.fix(Fix::replace(Safety::Review, date.span, house));
            }
        }
    }
}
