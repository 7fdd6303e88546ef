//! A weekday that does not match its date.

use crate::bulletin::Item;
use crate::bulletin::dates::joined_before;
use crate::calendar::{Date, DateOrder, MONTHS, Order, Resolved, WEEKDAYS, Weekday, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::{Edit, Spanned};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "weekday-mismatch",
    family: Family::Dates,
    summary: "the weekday is not that date's",
    page: include_str!("../../../docs/rules/weekday-mismatch.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    check: Check { item: Some(cited), document: Some(check), ..Check::NONE },
    ..Rule::DEFAULT
};

fn cited(doc: &Document<'_>, item: &Item, out: &mut Report) {
    for date in &item.dates {
        if let Some(weekday) = date.weekday {
            judge(doc, date, weekday, None, out);
        }
    }
}

fn check(doc: &Document<'_>, out: &mut Report) {
    // The last year in which the text so far dates a day in each month.
    let mut years = [None; 13];
    for mention in &doc.bulletin.dates.written {
        let date = &mention.date;
        let Some(month) = date.month.map(|month| month.value.number) else { continue };
        let last = &mut years[usize::from(month.min(12))];
        if let Some(year) = date.year {
            *last = Some(year.value);
        }
        let Some(weekday) = mention.weekday.filter(|_| !mention.quoted) else { continue };
        // A history of April 2024 may go on with `Tuesday, April 16`.
        let day = date.day.filter(|_| date.year.is_none()).zip(*last);
        let day = day.and_then(|(day, year)| Date::new(year, month.cast_signed(), day.value.cast_signed()).ok());
        if day.is_none_or(|day| day.weekday() != weekday.value) {
            judge(doc, date, weekday, mention.named_year, out);
        }
    }
}

fn judge(doc: &Document<'_>, date: &Written, weekday: Spanned<Weekday>, told: Option<i16>, out: &mut Report) {
    // Without a year, the date must be unambiguous: neither ahead, nor in a year mentioned earlier.
    if date.year.is_none() {
        let Some(issue) = doc.date() else { return };
        let elsewhere = told.is_some_and(|year| year != issue.year());
        if elsewhere || date.lies_ahead(issue, doc.settings.slack_days) {
            return;
        }
    }
    // Old days may be those of the Julian calendar.
    let Some(day) = doc.resolve(date).filter(|day| day.year() >= 1900) else { return };
    let before = joined_before(doc.text, weekday.span.start as usize);
    if date.further.is_empty() {
        // Of `Monday, Tuesday and Friday, May 7, 8 and 11` only the first day is read.
        if before.iter().all(|weekday| weekday.value != day.weekday()) {
            one(doc, date, weekday, day, out);
        }
        return;
    }
    if before.is_empty() {
        one(doc, date, weekday, day, out);
        return;
    }
    // `Monday and Tuesday, May 8 and 9` pairs them; of `Monday to Wednesday, May 8–10` the first and the last are told.
    let further = date.resolve_further(doc.date(), doc.settings.slack_days).map(Resolved::day);
    let Some(days) = std::iter::once(Some(day)).chain(further).collect::<Option<Vec<Date>>>() else { return };
    let weekdays: Vec<Spanned<Weekday>> = before.into_iter().chain([weekday]).collect();
    let (last, last_day) = (weekdays.len() - 1, days.len() - 1);
    for (at, weekday) in weekdays.into_iter().enumerate() {
        let day = match at {
            _ if last == last_day => days[at],
            0 => days[0],
            _ if at == last => days[last_day],
            _ => continue,
        };
        one(doc, date, weekday, day, out);
    }
}

/// Flags a weekday that is not that of its `day`, one of those in `date`.
fn one(doc: &Document<'_>, date: &Written, weekday: Spanned<Weekday>, day: Date, out: &mut Report) {
    if day.weekday() == weekday.value {
        return;
    }
    let name = |weekday: Weekday| WEEKDAYS.iter().find(|(_, day)| *day == weekday).map_or("", |(name, _)| name);
    let right = name(day.weekday());
    let month = MONTHS[usize::from(day.month().unsigned_abs().clamp(1, 12)) - 1];
    let message = format!("{month} {}, {}, is a {right}", day.day(), day.year());
    out.flag(weekday.span, message).fix(Fix::replace(Safety::Review, weekday.span, right)).maybe_fix(moved(
        doc,
        date,
        day,
        weekday.value,
    ));
}

/// The fix for the other half: the nearest day with that weekday.
fn moved(doc: &Document<'_>, date: &Written, day: Date, weekday: Weekday) -> Option<Fix> {
    let span = |days: i64| jiff::Span::new().days(days);
    let near = [-1, 1, -2, 2, -3, 3].into_iter().filter_map(|days| day.checked_add(span(days)).ok());
    // No fix moves a day beyond the issue.
    let to_come = |moved: &Date| doc.date().is_some_and(|issue| *moved > issue && day <= issue);
    let moved = near.into_iter().find(|moved| moved.weekday() == weekday && !to_come(moved))?;
    let own = date.day?;
    if !date.further.is_empty() || !matches!(date.order, Order::MonthDay | Order::DayMonth) {
        return None;
    }
    if (moved.year(), moved.month()) == (day.year(), day.month()) {
        let written = doc.text(own.span);
        let ordinal = written.ends_with(|c: char| c.is_ascii_alphabetic());
        let ending = match moved.day() {
            _ if !ordinal => "",
            1 | 21 | 31 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        };
        return Some(Fix::replace(Safety::Review, own.span, format!("{}{ending}", moved.day())));
    }
    // Across the end of a month the name changes too; across the end of a year that is not written, another day would
    // be meant.
    if moved.year() != day.year() && date.year.is_none() {
        return None;
    }
    let month = MONTHS[usize::from(moved.month().unsigned_abs().clamp(1, 12)) - 1];
    let name = date.month?;
    let (first, second) = match date.order {
        Order::MonthDay => ((name.span, month.to_owned()), (own.span, moved.day().to_string())),
        _ => ((own.span, moved.day().to_string()), (name.span, month.to_owned())),
    };
    let mut edits = vec![Edit::replace(first.0, first.1), Edit::replace(second.0, second.1)];
    if let Some(year) = date.year.filter(|year| year.value != moved.year()) {
        edits.push(Edit::replace(year.span, moved.year().to_string()));
    }
    let shown = match doc.bulletin.habits.prose_dates.style_of(date, doc.text).order {
        DateOrder::MonthDay => format!("Write “{month} {}”", moved.day()),
        DateOrder::DayMonth => format!("Write “{} {month}”", moved.day()),
    };
    Some(Fix::new(Safety::Review, shown, edits))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean, findings, settings};

    #[test]
    fn weekdays_of_other_days() {
        check(
            "weekday-mismatch",
            "On Monday, October 2, he left (Reuters, Sun. 9 May 2017), and on January 1, 2018 (Tuesday) came back.
   ^^^^^^ October 2, 2018, is a Tuesday
                                        ^^^^ May 9, 2017, is a Tuesday
                                                                                  ^^^^^^^ January 1, 2018, is a Monday
",
        );
    }

    #[test]
    fn weekdays_of_several_days() {
        check(
            "weekday-mismatch",
            "\
It fell on Monday and Tuesday, October 1 and 2; it rose from Monday to Wednesday, October 1–4.
                                                                       ^^^^^^^^^ October 4, 2018, is a Thursday

It sank on Sunday or Tuesday (October 1 or 2), and on Tuesday and Friday, October 1.
           ^^^^^^ October 1, 2018, is a Monday
                                                                  ^^^^^^ October 1, 2018, is a Monday
",
        );
        for text in [
            "It rained from Saturday to Monday, September 29–October 1.",
            "It rained on Monday/Tuesday, October 1/2.",
            "It rained on Tuesday, May 9, 1525.",
            "It rained on Monday, Tuesday and Wednesday, October 1, 2 and 3.",
            "It rained Mon–Weds, Oct. 1–3.",
            "It rained on Saturday and Sunday, September 29–30, 2018.",
        ] {
            check_clean("weekday-mismatch", text);
        }
    }

    #[test]
    fn only_where_one_day_is_meant() {
        for text in [
            "On Tuesday, October 2, he left.",
            "On Monday, October 15, he leaves.",
            "In 2017, all was quiet. On Tuesday, October 3, he left.",
            "On Monday, February 29, he left.",
            "> On Monday, October 2, he left.",
            "“On Monday, October 2, he left,” she said.",
            "She said: \"On Monday, October 2, he left.\"",
            "Her letter of ‘Monday, October 2’ was lost.",
        ] {
            check_clean("weekday-mismatch", text);
        }
    }

    #[test]
    fn a_history_may_leave_its_year_out() {
        let far = "The men of the quay waited, and the boats stayed away.\n\n".repeat(40);
        let count = |first: &str, then: &str| {
            findings("weekday-mismatch", &format!("{first}\n\n{far}{then}"), &settings("weekday-mismatch")).len()
        };
        let first = "On October 3, 2016, the gate opened.";
        assert_eq!(count(first, "It opened again on Tuesday, October 4."), 0);
        // Neither in 2016 nor in 2018.
        assert_eq!(count(first, "It opened again on Wednesday, October 4."), 1);
        assert_eq!(count("On May 3, 2016, the gate opened.", "It opened again on Tuesday, October 4."), 1);
    }

    #[test]
    fn words_beside_a_quotation_are_the_authors() {
        check(
            "weekday-mismatch",
            "\
“He left,” she said on Monday, October 2, “for good.”
                       ^^^^^^ October 2, 2018, is a Tuesday
",
        );
    }

    /// The text after each fix of the only finding.
    fn fixed(text: &str) -> Vec<String> {
        let settings = settings("weekday-mismatch");
        let found = findings("weekday-mismatch", text, &settings);
        assert_eq!(found.len(), 1, "{text}");
        let texts: Vec<String> = found[0].fixes.iter().map(|fix| crate::text::edits::apply(text, &fix.edits)).collect();
        for fixed in &texts {
            assert!(findings("weekday-mismatch", fixed, &settings).is_empty(), "{fixed}");
        }
        texts
    }

    #[test]
    fn both_halves_may_be_meant() {
        assert_eq!(
            fixed("On Monday, October 2, he left."),
            ["On Tuesday, October 2, he left.", "On Monday, October 1, he left."]
        );
        assert_eq!(
            fixed("On Friday, the road closed; on Sunday, 1st May 2017, it opened."),
            [
                "On Friday, the road closed; on Monday, 1st May 2017, it opened.",
                "On Friday, the road closed; on Sunday, 30 April 2017, it opened."
            ]
        );
        assert_eq!(
            fixed("It was Saturday, December 31, 2017."),
            ["It was Sunday, December 31, 2017.", "It was Saturday, December 30, 2017."]
        );
        // Not beyond the issue of Wednesday, October 10.
        assert_eq!(
            fixed("It was Friday, October 10."),
            ["It was Wednesday, October 10."].into_iter().map(str::to_owned).collect::<Vec<_>>()
        );
    }
}
