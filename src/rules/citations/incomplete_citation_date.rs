//! A month or a year where a day belongs.

use crate::bulletin::Item;
use crate::bulletin::items::CitationStyle;
use crate::calendar::Order;
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "incomplete-citation-date",
    family: Family::Citations,
    summary: "a month or year without a day",
    page: include_str!("../../../docs/rules/incomplete-citation-date.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::item(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    // In notes and lists, journals, books, reports and interviews give no day; news does.
    if item.is_author_date_entry() || item.style() != CitationStyle::Inline && !doc.is_news(item) {
        return;
    }
    // A week is `citation-date-format`'s.
    for date in item.dates.iter().filter(|date| date.day.is_none() && date.order != Order::Week) {
        // `June, 2018` is `citation-date-format`'s.
        if item.style().is_apart() && doc.text(date.span).contains(',') {
            continue;
        }
        let missing = if date.order == Order::YearOnly { "month and day" } else { "the day" };
        out.flag(date.span, ["“", doc.text(date.span), "” lacks ", missing]);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn a_citation_names_the_day() {
        check(
            "incomplete-citation-date",
            "Boats left (Reuters, August 2018; AFP, 2017; TASS, June).
                     ^^^^^^^^^^^ “August 2018” lacks the day
                                       ^^^^ “2017” lacks month and day
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
