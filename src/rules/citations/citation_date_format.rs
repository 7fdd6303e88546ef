//! A citation date that is understood, and not in house form.

use crate::calendar::{MonthForm, Order, YearPart};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "citation-date-format",
    family: Family::Citations,
    summary: "a date that is understood but not in house form",
    page: include_str!("../../../docs/rules/citation-date-format.md"),
    level: Some(Level::Warning),
    fix: FixKind::Safe,
    check: Check::Document(check),
};

fn check(doc: &Document<'_>, out: &mut Report) {
    let style = doc.settings.date_style();
    for item in doc.bulletin.cited_items() {
        for date in item.dates.iter().filter(|date| date.day.is_some()) {
            if date.is_house_form(doc.text, style) {
                continue;
            }
            if let Order::Numeric { day_first: None } = date.order {
                out.flag(date.span, format!("“{}” may be read as two days", doc.text(date.span)));
                continue;
            }
            let year = date.year.map_or(YearPart::Without, |year| YearPart::With(year.value));
            let house = crate::calendar::house_form(date, style, year);
            let misspelt = date.month.is_some_and(|month| month.value.form == MonthForm::Misspelt);
            // A misspelt month may be another month: a person decides.
            let safety = if misspelt { Safety::Review } else { Safety::Safe };
            out.flag(date.span, format!("the house writes “{house}”")).fix(Fix::replace(safety, date.span, house));
        }
    }
}
