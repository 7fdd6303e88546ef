//! A citation dated after the issue.

use crate::bulletin::Item;
use crate::calendar::{Date, Resolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "future-citation-date",
    family: Family::Citations,
    summary: "a date, its year written, later than the issue date",
    page: include_str!("../../../docs/rules/future-citation-date.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check::item(check),
    supersedes: &["url-date-conflict"],
    ..Rule::DEFAULT
};

fn check(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let Some((issue, called)) = doc.last_day() else { return };
    for date in item.dates.iter().filter(|date| date.year.is_some()) {
        if doc.resolve(date).is_some_and(|day| lies_after(day, issue, doc.settings.slack_days)) {
            out.flag(date.span, format!("This day is after {called}, {issue}"));
        } else if item.style().is_apart()
            && let Resolved::Month(year, month) = date.resolve(Some(issue), doc.settings.slack_days)
            && (year, i8::try_from(month).unwrap_or(i8::MAX)) > (issue.year(), issue.month())
        {
            out.flag(date.span, format!("This month is after {called}, {issue}"));
        }
    }
}

fn lies_after(day: Date, issue: Date, slack: u32) -> bool {
    issue.until(day).is_ok_and(|ahead| i64::from(ahead.get_days()) > i64::from(slack))
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::rules::testing::{check, findings, settings};

    #[test]
    fn an_update_may_cite_what_came_before_it() {
        let settings = Settings { date: None, ..settings("future-citation-date") };
        let said = |day: &str| -> Vec<String> {
            let text = format!(
                "---\ndate: 2018-10-10\nupdated: 2018-10-17\n---\n\nBoats left (Reuters, October {day}, 2018).\n"
            );
            let found = findings("future-citation-date", &text, &settings);
            found.into_iter().map(|found| found.message.into_owned()).collect()
        };
        assert_eq!(said("16"), [""; 0]);
        assert_eq!(said("18"), ["This day is after the last update, 2018-10-17"]);
    }

    #[test]
    fn nothing_is_cited_before_it_is_printed() {
        check(
            "future-citation-date",
            "Boats left (Reuters, October 11, 2018; AFP, October 10, 2018).
                     ^^^^^^^^^^^^^^^^ This day is after the issue date, 2018-10-10
",
        );
        let slack = Settings { slack_days: 2, ..settings("future-citation-date") };
        assert!(findings("future-citation-date", "Boats left (Reuters, October 12, 2018).", &slack).is_empty());
        let undated = Settings { date: None, ..slack };
        assert!(findings("future-citation-date", "Boats left (Reuters, October 12, 2028).", &undated).is_empty());
    }
}
