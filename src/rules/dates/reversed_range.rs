//! A range of two years or days in which the second precedes the first.

use crate::bulletin::Item;
use crate::calendar::{Join, Written};
use crate::config::Level;
use crate::rules::{Check, Document, Family, FixKind, Report, Rule};
use crate::text::Slice;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "reversed-range",
    family: Family::Dates,
    summary: "a range that ends before it begins",
    page: include_str!("../../../docs/rules/reversed-range.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    check: Check { item: Some(cited), document: Some(check), ..Check::NONE },
    ..Rule::DEFAULT
};

/// Words before years that make them a period: `in 2016-14`.
const TIMES: [&str; 9] = ["in", "from", "between", "during", "since", "of", "the", "years", "("];

/// Words that show that two numbers are not years: eras, hours, measures.
const UNITS: [&str; 16] = [
    "BC", "BCE", "B.C", "hours", "hrs", "GMT", "UTC", "local", "m", "km", "feet", "ft", "meters", "metres", "men",
    "people",
];

fn cited(_: &Document<'_>, item: &Item, out: &mut Report) {
    for date in &item.dates {
        judge(date, out);
    }
}

fn check(doc: &Document<'_>, out: &mut Report) {
    let dates = &doc.bulletin.dates;
    for range in dates.ranges.iter().filter(|range| range.to < range.from) {
        let text = doc.text(range.span);
        let before = doc.text.slice(..range.span.start as usize).trim_end();
        let behind = doc.text.slice(range.span.end as usize..).trim_start_matches([' ', '\u{a0}']);
        let unit = behind.split(|c: char| !c.is_ascii_alphabetic() && c != '.').next().unwrap_or("");
        let timed = TIMES.iter().any(|word| before.ends_with(word));
        // `2016-14` may number anything, `(202) 2018-1999` is a telephone number, `2018-09` is a month.
        let hyphen = text.contains('-');
        let number =
            hyphen && (!timed || text.len() == 7 && range.to % 100 <= 12) || before.ends_with([')', '+', '#', '№']);
        if !number && !UNITS.iter().any(|known| unit.trim_end_matches('.') == *known) {
            out.flag(range.span, format!("The range runs backwards: {} comes before {}", range.to, range.from));
        }
    }
    for mention in dates.written.iter().filter(|mention| !mention.quoted) {
        judge(&mention.date, out);
    }
}

fn judge(date: &Written, out: &mut Report) {
    let (Some(month), Some(day)) = (date.month, date.day) else { return };
    let (mut month, mut day) = (month.value.number, day.value);
    for further in &date.further {
        let next = further.month.map_or(month, |month| month.value.number);
        // `December 30–January 2` continues in the next year.
        let over = month >= 10 && next <= 3;
        if further.join == Join::Through && !over && (next, further.day.value) < (month, day) {
            let name = |month: u8| crate::calendar::MONTHS[usize::from(month.clamp(1, 12)) - 1];
            let message = format!(
                "The range runs backwards: {} {} comes before {} {day}",
                name(next),
                further.day.value,
                name(month)
            );
            out.flag(date.span, message);
            return;
        }
        (month, day) = (next, further.day.value);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_clean};

    #[test]
    fn ranges_that_run_backwards() {
        check(
            "reversed-range",
            "He ruled (2016–2014) and fought September 21–19; the truce of May 30–May 2 failed (AFP, 9–7 May).
          ^^^^^^^^^ The range runs backwards: 2014 comes before 2016
                                ^^^^^^^^^^^^^^^ The range runs backwards: September 19 comes before September 21
                                                              ^^^^^^^^^^^^ The range runs backwards: May 2 comes before May 30
                                                                                        ^^^^^^^ The range runs backwards: May 7 comes before May 9
",
        );
        check(
            "reversed-range",
            "He ruled in 2016-14.\n            ^^^^^^^ The range runs backwards: 2014 comes before 2016\n",
        );
    }

    #[test]
    fn numbers_that_are_no_range() {
        for text in [
            "He ruled 2014–2016, 2016–18 and 1998–02, from December 30–January 2.",
            "Call (202) 2018-1999 or +49 2018-1999.",
            "It is 1600–1500 BC, 2000–1800 hours, file 2016-14, month 2018-09, day 2018-09-21.",
            "They won 21–19; see pages 340–12 and pp. 21–9.",
            "Open [x](https://a.org/2016-2014) and `2016–2014`.",
            "> He ruled 2016–2014.",
            "“He ruled 2016–2014 and fought September 21–19,” said he.",
            "He wrote: \"He ruled 2016–2014 and fought September 21–19.\"",
        ] {
            check_clean("reversed-range", text);
        }
    }
}
