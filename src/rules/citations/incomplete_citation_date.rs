//! A month or a year in place of a full date.

use crate::bulletin::Item;
use crate::bulletin::items::CitationStyle;
use crate::calendar::{self, Order, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixEffect, FixKind, Report, Rule, Safety};
use crate::text::Edit;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "incomplete-citation-date",
    family: Family::Citations,
    summary: "a month or year without a day",
    page: include_str!("../../../docs/rules/incomplete-citation-date.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Review,
    fix_effect: FixEffect { replaces: true, ..FixEffect::FORM },
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // In notes and lists, journals, books, reports and interviews need no day; news does.
    // A week is left to `citation-date-format`.
    let is_incomplete = |date: &&Written| date.day.is_none() && date.order != Order::Week;
    if !item.dates.iter().any(|date| is_incomplete(&date))
        || item.is_author_date_entry()
        || item.style() != CitationStyle::Inline && !doc.is_news(item)
    {
        return;
    }
    for date in item.dates.iter().filter(is_incomplete) {
        // `June, 2018` is left to `citation-date-format`.
        if item.style().is_apart() && doc.text(date.span).contains(',') {
            continue;
        }
        let missing = if date.order == Order::YearOnly { "the month and the day" } else { "the day" };
        out.flag(date.span, ["“", doc.text(date.span), "” lacks ", missing]).maybe_fix(from_address(doc, item, date));
    }
}

/// The day in the address, if it falls in the printed month or year.
fn from_address(doc: &Document<'_>, item: &Item, date: &Written) -> Option<Fix> {
    let plain = item.dates.len() == 1 && date.further.is_empty() && !date.is_stretch() && !date.short_year;
    let told = calendar::url_date(item.url(doc.text).filter(|_| plain)?)?;
    let agrees = date.year.is_none_or(|year| year.value == told.year)
        && date.month.as_ref().is_none_or(|month| month.value.number == told.month)
        && (date.year.is_some() || date.month.is_some());
    let day = told.to_date().filter(|day| agrees && doc.date().is_none_or(|issue| *day <= issue))?;
    let written = calendar::print_day(day, doc.bulletin.habits.citation_dates.style(), doc.date());
    let title = format!("Write the date of the address, {written}");
    Some(Fix::new(Safety::Review, title, [Edit::replace(date.span, written)]))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, check_fix};

    #[test]
    fn the_address_may_hold_the_day() {
        for (before, after) in [
            ("October 2017", "October 5, 2017"),
            ("October", "October 5, 2017"),
            ("2017", "October 5, 2017"),
            // A different month, a different year, a season, a part of a month.
            ("September 2017", "September 2017"),
            ("October 2018", "October 2018"),
            ("Fall 2017", "Fall 2017"),
        ] {
            let text = |date: &str| format!("Boats left ([Dawn](https://dawn.com/2017/10/05/boats), {date}).");
            check_fix("incomplete-citation-date", &text(before), &text(after));
        }
    }

    #[test]
    fn a_citation_names_the_day() {
        check(
            "incomplete-citation-date",
            "Boats left (Reuters, August 2018; AFP, 2017; TASS, June).
                     ^^^^^^^^^^^ “August 2018” lacks the day
                                       ^^^^ “2017” lacks the month and the day
                                                   ^^^^ “June” lacks the day
",
        );
        check(
            "incomplete-citation-date",
            "Boats left (Survival, Spring/Summer 2018; AFP, Q3 2018; TASS, mid-June).
                      ^^^^^^^^^^^^^^^^^^ “Spring/Summer 2018” lacks the day
                                               ^^^^^^^ “Q3 2018” lacks the day
                                                              ^^^^^^^^ “mid-June” lacks the day
",
        );
        check_clean(
            "incomplete-citation-date",
            "Boats left (Reuters, July 22–24), as in August 2018 (Astana, May 2018).",
        );
    }
}
