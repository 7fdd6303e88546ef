//! A month or a year where a day belongs.

use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "incomplete-citation-date",
    family: Family::Citations,
    summary: "a month or year without a day",
    page: include_str!("../../../docs/rules/incomplete-citation-date.md"),
    level: Some(Level::Warning),
    fix: FixKind::None,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    for item in doc.bulletin.cited_items() {
        for date in item.dates.iter().filter(|date| date.day.is_none()) {
            let missing = if date.month.is_some() { "the day" } else { "month and day" };
            out.flag(date.span, format!("“{}” lacks {missing}", doc.text(date.span)));
        }
    }
}
