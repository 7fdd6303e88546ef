//! A bulletin whose date is stated nowhere.

use crate::bulletin::dates::{Place, Tense, tense_around};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "undated-issue",
    family: Family::Dates,
    summary: "no issue date anywhere",
    page: include_str!("../../../docs/rules/undated-issue.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, out: &mut Report) {
    if doc.date().is_some() || !needs_date(doc) {
        return;
    }
    let title = doc.bulletin.issue.title.as_ref().map(|title| title.span).filter(|span| !span.is_empty());
    let first = || doc.markdown.blocks.iter().map(|block| block.span).find(|span| !span.is_empty());
    let place = title.or_else(first).unwrap_or_default();
    let line = doc.text(place).lines().next().unwrap_or("").trim_end().len();
    let place = Span::at(place.range().start..place.range().start + line);
    out.flag(place, "No issue date is given: put one in the masthead or front matter, or in the name of the file");
}

/// Whether the document is a bulletin with dates that depend on the issue date.
fn needs_date(doc: &Document<'_>) -> bool {
    let mut cited = 0;
    for date in doc.bulletin.formal_items().flat_map(|item| &item.dates).filter(|date| date.day.is_some()) {
        cited += 1;
        if date.year.is_none() || cited > 1 {
            return true;
        }
    }
    let mut open = doc.bulletin.dates.written.iter().filter(|mention| {
        let day = mention.date.day.is_some() && mention.date.year.is_none();
        day && mention.place == Place::Prose && !mention.quoted && !mention.named
    });
    // Outside a bulletin, a day without a year is rare, and mostly in the future.
    let Some(first) = open.next() else { return false };
    let told = open.next().is_some() || tense_around(doc.text, first.sentence, first.date.span) == Tense::Past;
    told && !doc.bulletin.is_technical()
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::rules::testing::{check_with, settings};

    #[test]
    fn where_the_date_is_missed() {
        let undated = Settings { date: None, ..settings("undated-issue") };
        let message = "No issue date is given: put one in the masthead or front matter, or in the name of the file";
        for (text, marks) in [("# Sahel Watch\n", "^^^^^^^^^^^^^"), ("", "")] {
            let first = if text.is_empty() { "Rain fell (Reuters, May 9).\n^^^^^^^^^^^^^^^^^^^^^^^^^^^" } else { text };
            let fixture = if text.is_empty() {
                format!("{first} {message}\n")
            } else {
                format!("{text}{marks} {message}\n\nRain fell (Reuters, May 9).\n")
            };
            check_with("undated-issue", &fixture, &undated);
        }
        for text in [
            "Rain fell (Reuters, May 9, 2018).",
            "The next release is due on March 15.",
            "Rain fell on May 9 in `main` and `next`.",
            "Rain fell on May 9, 2016, and in June 2017.",
            "",
        ] {
            check_with("undated-issue", text, &undated);
        }
        check_with("undated-issue", "Rain fell (Reuters, May 9).", &settings("undated-issue"));
    }
}
