//! Prose in the past tense about a day after the issue date.

use crate::bulletin::citation::says_what_came_later;
use crate::bulletin::dates::{Mention, Place, Tense, tense_around};
use crate::calendar::{Date, Resolved};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Slice;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "future-date",
    family: Family::Dates,
    summary: "the past tense, of a day after the issue date",
    page: include_str!("../../../docs/rules/future-date.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::None,
    check: Check::document(check),
    ..Rule::DEFAULT
};

/// A day without a year that is at most this many days ahead is the coming one; further ahead, it is last year's.
const NEAR: i32 = 31;

fn check(doc: &Document<'_>, out: &mut Report) {
    let Some((issue, called)) = doc.last_day() else { return };
    for mention in &doc.bulletin.dates.written {
        let prose = matches!(mention.place, Place::Prose | Place::Item);
        if !prose || mention.quoted || mention.named || !is_ahead(doc, mention, issue) {
            continue;
        }
        let past = tense_around(doc.text, mention.sentence, mention.date.span) == Tense::Past;
        if past && !doc.bulletin.is_technical() && !is_of_a_revision(doc, mention) {
            let why = if in_note(doc, mention) { "Cited, but after" } else { "Told in the past tense, but after" };
            out.flag(mention.date.span, format!("{why} {called}, {issue}"));
        }
    }
}

/// Whether the text itself was changed on that day: `Revised October 7, 2018`.
fn is_of_a_revision(doc: &Document<'_>, mention: &Mention) -> bool {
    let before = doc.text.slice(..mention.date.span.start as usize).trim_end_matches([' ', ':', '*', '_']);
    let before = before.strip_suffix(" on").unwrap_or(before);
    says_what_came_later(before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
}

/// Whether a date is in a note, where sources are cited.
fn in_note(doc: &Document<'_>, mention: &Mention) -> bool {
    doc.bulletin.notes.iter().any(|note| note.span.contains(mention.date.span))
}

/// Whether a date is after the issue.
fn is_ahead(doc: &Document<'_>, mention: &Mention, issue: Date) -> bool {
    let slack = doc.settings.slack_days;
    let date = &mention.date;
    if date.year.is_some() {
        let limit = issue.checked_add(jiff::Span::new().days(i64::from(slack))).unwrap_or(issue);
        return match date.resolve(Some(issue), slack) {
            Resolved::Day(day) => day > limit,
            Resolved::Month(year, month) => {
                (year, i16::from(month)) > (limit.year(), i16::from(limit.month().unsigned_abs()))
            }
            _ => false,
        };
    }
    // A year mentioned earlier may be meant: `In 2012 he left Kabul. On November 1, he returned.`
    if mention.named_year.is_some_and(|year| year != issue.year()) || !date.lies_ahead(issue, slack) {
        return false;
    }
    let (Some(month), Some(day)) = (date.month, date.day) else { return false };
    let this = Date::new(issue.year(), month.value.number.cast_signed(), day.value.cast_signed());
    this.is_ok_and(|day| issue.until(day).is_ok_and(|ahead| ahead.get_days() <= NEAR))
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::rules::testing::{check, check_clean, check_with, findings, settings};

    #[test]
    fn an_update_moves_the_day_after_which_all_lies_ahead() {
        let settings = Settings { date: None, ..settings("future-date") };
        let said = |day: &str| -> Vec<String> {
            let text = format!(
                "# Ports\n\nPublished: 2018-10-10\\\nUpdated: 2018-10-17\n\nOn October {day}, 2018, they fled.\n"
            );
            findings("future-date", &text, &settings).into_iter().map(|found| found.message.into_owned()).collect()
        };
        assert_eq!(said("16"), [""; 0]);
        assert_eq!(said("18"), ["Told in the past tense, but after the last update, 2018-10-17"]);
    }

    #[test]
    fn the_past_that_lies_ahead() {
        check(
            "future-date",
            "Gunmen burned the market on October 11. On December 4, 2018, they returned. In May 2019, they fled.
                            ^^^^^^^^^^ Told in the past tense, but after the issue date, 2018-10-10
                                           ^^^^^^^^^^^^^^^^ Told in the past tense, but after the issue date, 2018-10-10
                                                                               ^^^^^^^^ Told in the past tense, but after the issue date, 2018-10-10
",
        );
    }

    #[test]
    fn a_source_that_lies_ahead() {
        check(
            "future-date",
            "\
Soldiers came.[^1]

[^1]: The camp sent its list on December 4, 2018.
                                ^^^^^^^^^^^^^^^^ Cited, but after the issue date, 2018-10-10
",
        );
    }

    #[test]
    fn plans_doubt_and_years_before() {
        for text in [
            "Gunmen burned the market on October 10.",
            "The vote will be held on December 4, 2018.",
            "Revised December 4, 2018: a paragraph was added.",
            "**Updated on** December 4, 2018, and corrected.",
            "The vote was scheduled for December 4, 2018.",
            "The club is hosting a tournament between all interested groups starting December 4, 2018.",
            "The envoys arranged talks to resume on December 4, 2018.",
            "He said the vote falls on December 4, 2018.",
            "In 2015 the town fell. Gunmen burned the market on October 11.",
            "Gunmen burned the market on December 30.",
            "Gunmen burned the market (Reuters, December 4, 2018).",
            "> Gunmen burned the market on December 4, 2018.",
            "“Gunmen burned the market on December 4, 2018,” he wrote.",
            "He wrote: \"Gunmen burned the market on December 4, 2018.\"",
            "The lease was renewed until December 4, 2018.",
            "The November 17 group bombed the bank.",
        ] {
            check_clean("future-date", text);
        }
        let slack = Settings { slack_days: 3, ..settings("future-date") };
        check_with("future-date", "Gunmen burned the market on October 13.", &slack);
        let undated = Settings { date: None, ..settings("future-date") };
        check_with("future-date", "Gunmen burned the market on October 13, 2030.", &undated);
    }
}
