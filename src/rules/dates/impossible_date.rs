//! A day that no calendar has.

use crate::bulletin::Item;
use crate::bulletin::dates::Place;
use crate::calendar::{MONTHS, Order, Resolved, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Languages, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "impossible-date",
    family: Family::Dates,
    summary: "a day that no calendar has",
    page: include_str!("../../../docs/rules/impossible-date.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check { item: Some(cited), document: Some(check), ..Check::NONE },
    languages: Languages::Every,
    ..Rule::DEFAULT
};

fn cited(doc: &Document<'_>, item: &Item, out: &mut Report) {
    let dates = item.dates.iter().chain(item.other_dates());
    for date in dates.filter(|date| is_late(date) && is_read(doc, date)) {
        judge(doc, date, None, out);
    }
}

fn check(doc: &Document<'_>, out: &mut Report) {
    for mention in doc.bulletin.dates.written.iter().filter(|mention| !mention.quoted && is_late(&mention.date)) {
        // Texts about software mention such days on purpose.
        let on_purpose = mention.place != Place::Heading && doc.bulletin.is_technical();
        if is_read(doc, &mention.date) && !on_purpose {
            judge(doc, &mention.date, mention.named_year, out);
        }
    }
}

/// Whether a day is too late for some months.
fn is_late(date: &Written) -> bool {
    date.day.is_some_and(|day| day.value > 28) || date.further.iter().any(|further| further.day.value > 28)
}

/// Whether a date is read as intended: in languages other than English, only in the form `2018-09-31`.
fn is_read(doc: &Document<'_>, date: &Written) -> bool {
    date.order == Order::YearMonthDay || doc.bulletin.is_english(date.span)
}

/// Flags a day that does not exist; `told` is the year mentioned earlier in the prose.
fn judge(doc: &Document<'_>, date: &Written, told: Option<i16>, out: &mut Report) {
    let slack = doc.settings.slack_days;
    let (Some(month), Some(day)) = (date.month, date.day) else { return };
    let mut number = month.value.number;
    let resolved = date.resolve(doc.date(), slack);
    if resolved == Resolved::Impossible {
        out.flag(date.span, message(number, day.value, date));
        return;
    }
    if let Some(issue) = doc.date()
        && (number, day.value, date.year) == (2, 29, None)
        && resolved == Resolved::Unknown
        && told.is_none_or(|year| year == issue.year())
    {
        out.flag(date.span, format!("February 29 needs its year: there was none in {}", issue.year()));
        return;
    }
    for (further, day) in date.further.iter().zip(date.resolve_further(doc.date(), slack)) {
        number = further.month.map_or(number, |month| month.value.number);
        if day == Resolved::Impossible {
            out.flag(further.span, message(number, further.day.value, date));
        }
    }
}

fn message(month: u8, day: u8, date: &Written) -> String {
    let name = MONTHS[usize::from(month.clamp(1, 12)) - 1];
    match date.year {
        Some(year) if month == 2 && day == 29 => format!("There is no February 29 in {}", year.value),
        _ => format!("There is no {name} {day}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::rules::testing::{check, check_clean, check_with, settings};

    #[test]
    fn days_that_no_calendar_has() {
        check(
            "impossible-date",
            "On February 30, he left; on the 31st of June, 2017, he came (Reuters, April 31; AFP, 2018-09-31).
   ^^^^^^^^^^^ There is no February 30
                                ^^^^^^^^^^^^^^^^^^ There is no June 31
                                                                      ^^^^^^^^ There is no April 31
                                                                                     ^^^^^^^^^^ There is no September 31
",
        );
        check(
            "impossible-date",
            "On February 29, 2018, he left. He stayed from June 28–31.
   ^^^^^^^^^^^^^^^^^ There is no February 29 in 2018
                                                      ^^ There is no June 31
",
        );
    }

    #[test]
    fn a_leap_day_needs_its_year_where_the_last_february_had_none() {
        check(
            "impossible-date",
            "On February 29, he left (Reuters, February 29; AFP, 29 February 2016).
   ^^^^^^^^^^^ February 29 needs its year: there was none in 2018
                                  ^^^^^^^^^^^ February 29 needs its year: there was none in 2018
",
        );
        for date in ["2016-03-01", "2016-02-29", "2017-01-09"] {
            let leap = Settings { date: date.parse().ok(), ..settings("impossible-date") };
            check_with("impossible-date", "On February 29, he left (Reuters, February 29).", &leap);
        }
        let undated = Settings { date: None, ..settings("impossible-date") };
        check_with("impossible-date", "On February 29, he left (Reuters, February 29).", &undated);
    }

    #[test]
    fn leap_days_and_others() {
        for text in [
            "In 2016, all was quiet. On February 29, he left.",
            "On February 29, 2000, and February 29, 2016, he left.",
            "In February 1930, he left.",
            "> On February 30, he left.",
            "He said: “I left on February 30, I swear.”",
            "He said: \"I left on February 30, I swear.\" He had not.",
            "The ‘February 30’ note was found.",
            "`f` and `g` know no February 30.",
        ] {
            check_clean("impossible-date", text);
        }
    }
}
