//! Which dates are recognized as people write them, and what is not a date.

use super::*;
use crate::calendar::{DateStyle, YearPart, house_form};
use proptest::prelude::*;

/// The date recognized, and what follows it: its text, its parts.
fn read(text: &str) -> Option<(&str, i16, u8, Vec<u8>)> {
    let date = written_in_citation_at(text, 0)?;
    let mut days: Vec<u8> = date.day.iter().map(|day| day.value).collect();
    days.extend(date.further.iter().map(|further| further.day.value));
    Some((date.span.of(text), date.year.map_or(0, |y| y.value), date.month.map_or(0, |m| m.value.number), days))
}

#[test]
fn forms_that_bulletins_hold() {
    for (text, span, year, month, days) in [
        ("May 9).", "May 9", 0, 5, vec![9]),
        ("May 9, 2018.", "May 9, 2018", 2018, 5, vec![9]),
        ("May 9 2018.", "May 9 2018", 2018, 5, vec![9]),
        ("9 May, then", "9 May", 0, 5, vec![9]),
        ("9 May 2018", "9 May 2018", 2018, 5, vec![9]),
        ("9th of May, 2018", "9th of May, 2018", 2018, 5, vec![9]),
        ("May 9th, 2018", "May 9th, 2018", 2018, 5, vec![9]),
        ("Sept. 9)", "Sept. 9", 0, 9, vec![9]),
        ("Septmber 9)", "Septmber 9", 0, 9, vec![9]),
        ("Tuesday, May 9, 2017", "Tuesday, May 9, 2017", 2017, 5, vec![9]),
        ("Tues. 9 May", "Tues. 9 May", 0, 5, vec![9]),
        ("August 2018)", "August 2018", 2018, 8, vec![]),
        ("August, 2018)", "August, 2018", 2018, 8, vec![]),
        ("May/June 2018)", "May/June 2018", 2018, 5, vec![]),
        ("March 3/4)", "March 3/4", 0, 3, vec![3, 4]),
        ("March 3/4, 2018)", "March 3/4, 2018", 2018, 3, vec![3, 4]),
        ("3/4 March 2018)", "3/4 March 2018", 2018, 3, vec![3, 4]),
        ("March 31/April 1)", "March 31/April 1", 0, 3, vec![31, 1]),
        ("3 or 4 March)", "3 or 4 March", 0, 3, vec![3, 4]),
        ("Tuesday 09/21/2018)", "Tuesday 09/21/2018", 2018, 9, vec![21]),
        ("the 20th to the 21st September)", "the 20th to the 21st September", 0, 9, vec![20, 21]),
        ("09.21.16)", "09.21.16", 2016, 9, vec![21]),
        ("8/27/09)", "8/27/09", 2009, 8, vec![27]),
        ("27.08.2009)", "27.08.2009", 2009, 8, vec![27]),
        ("2018-09-21)", "2018-09-21", 2018, 9, vec![21]),
        ("2018/09/21)", "2018/09/21", 2018, 9, vec![21]),
        ("July 22, 31)", "July 22, 31", 0, 7, vec![22, 31]),
        ("July 22, 31, 2016)", "July 22, 31, 2016", 2016, 7, vec![22, 31]),
        ("January 15 and 23)", "January 15 and 23", 0, 1, vec![15, 23]),
        ("March 3, 5 and 9, 2018", "March 3, 5 and 9, 2018", 2018, 3, vec![3, 5, 9]),
        ("July 22–24)", "July 22–24", 0, 7, vec![22, 24]),
        ("July 30-August 2, 2018", "July 30-August 2, 2018", 2018, 7, vec![30, 2]),
        ("30 July–2 August 2018", "30 July–2 August 2018", 2018, 7, vec![30, 2]),
        ("15 and 23 January", "15 and 23 January", 0, 1, vec![15, 23]),
        ("May\n9, 2018", "May\n9, 2018", 2018, 5, vec![9]),
        ("February 30", "February 30", 0, 2, vec![30]),
        ("May 9, 500 people", "May 9", 0, 5, vec![9]),
        ("22 May 1733 and was", "22 May 1733", 1733, 5, vec![22]),
        ("May 22, 1733, he", "May 22, 1733", 1733, 5, vec![22]),
        ("29 May to 3 August 1795.", "29 May to 3 August 1795", 1795, 5, vec![29, 3]),
        ("May 9, 1500 people", "May 9", 0, 5, vec![9]),
        ("9 May 1500 people", "9 May", 0, 5, vec![9]),
        ("July 22, 31 people died", "July 22", 0, 7, vec![22]),
        ("May 9, 2,000 men", "May 9", 0, 5, vec![9]),
        ("may 9", "may 9", 0, 5, vec![9]),
        ("May, 9)", "May, 9", 0, 5, vec![9]),
        ("May. 9)", "May. 9", 0, 5, vec![9]),
        ("May9)", "May9", 0, 5, vec![9]),
        ("9. May)", "9. May", 0, 5, vec![9]),
        ("the 9th of May, 2017)", "the 9th of May, 2017", 2017, 5, vec![9]),
        ("9-May-2017)", "9-May-2017", 2017, 5, vec![9]),
        ("May 9,2017)", "May 9,2017", 2017, 5, vec![9]),
        ("May 9 , 2017)", "May 9 , 2017", 2017, 5, vec![9]),
        ("May 9, ’17)", "May 9, ’17", 2017, 5, vec![9]),
        ("9/21)", "9/21", 0, 9, vec![21]),
        ("21/9)", "21/9", 0, 9, vec![21]),
        ("05/05/16)", "05/05/16", 2016, 5, vec![5]),
    ] {
        assert_eq!(read(text), Some((span, year, month, days)), "{text}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "May",
        "May be 9",
        "may 2018",
        "9 may die",
        "31.5 percent",
        "1.2.3",
        "10.0.0.1",
        "2018",
        "32 May",
        "May 32",
        "13/14",
        "1/2 cup of",
        "13.13.13",
        "March on",
        "9 Mayors",
        "May 9%",
        "9,000 May",
        "2018-13-40",
        "1.10.0",
        "5 marches",
        "May9a",
        "24/7 News",
        "Sept11.org",
        "the May 9",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(written_at("July 22, 31)", 0).unwrap().span.len(), 7, "prose joins days by no comma");
    let prose = |text: &str| written_at(text, text.find(|c: char| c.is_ascii_digit()).unwrap());
    for text in ["at 8.27.53 in the morning", "At 6.20.44 PM", "8.27.16", "version 1.10.18", "9/8 March", "3/5 March"] {
        assert_eq!(prose(text), None, "{text}");
    }
    assert_eq!(written_at("March 3/4 of them", 0), None);
    assert_eq!(written_at("March 3/5", 0), None);
    for text in ["on 8.27.16", "dated 8.27.16", "8.27.2016", "On\n21.09.16", "8/27/16"] {
        assert!(prose(text).is_some(), "{text}");
    }
    assert!(written_at("Tuesday, 8.27.16", 0).is_some());
}

#[test]
fn what_joins_a_date_to_the_words_around_it() {
    let in_prose = |text: &'static str| written_at(text, 0).map(|date| date.span.of(text));
    let in_citation = |text: &'static str| written_in_citation_at(text, 0).map(|date| date.span.of(text));
    for (text, prose, citation) in [
        ("the 9th of May", None, Some("the 9th of May")),
        ("the9 May", None, None),
        ("Tuesday,May 9", None, None),
        ("Tuesday the9 May", None, None),
        ("May9", None, Some("May9")),
        ("May.9", None, None),
        ("August2018", None, None),
        ("August,2018", None, None),
        ("12/21", None, Some("12/21")),
        ("9/21 (see", None, Some("9/21")),
        ("9/21 men", None, None),
        ("May 9 and June 3", Some("May 9"), Some("May 9 and June 3")),
        ("May 9, June 3", Some("May 9"), Some("May 9")),
        ("July 30 or August 2", Some("July 30"), Some("July 30")),
        ("July 30–August 2", Some("July 30–August 2"), Some("July 30–August 2")),
        ("July 30–August2", Some("July 30"), Some("July 30")),
        ("July 22 & 24", Some("July 22 & 24"), Some("July 22 & 24")),
        ("July 22 – 24", Some("July 22 – 24"), Some("July 22 – 24")),
        ("July 22, and 24", Some("July 22, and 24"), Some("July 22, and 24")),
        ("July 22, and24", Some("July 22"), Some("July 22")),
        ("July 22 and the 24th", Some("July 22 and the 24th"), Some("July 22 and the 24th")),
        ("July 22–24 people", Some("July 22–24"), Some("July 22–24")),
        ("July 22 and 24 people", Some("July 22"), Some("July 22")),
        ("July 22 and 24 in Iraq", Some("July 22 and 24"), Some("July 22 and 24")),
        ("March 3/4 the size", None, None),
        ("March 3/4; then", Some("March 3/4"), Some("March 3/4")),
        ("30 July–2 August", Some("30 July–2 August"), Some("30 July–2 August")),
        ("9.May 2017", None, Some("9.May 2017")),
        ("July 22& 24", Some("July 22"), Some("July 22")),
        ("July 22 and24", Some("July 22"), Some("July 22")),
        ("July 22 and the24th", Some("July 22"), Some("July 22")),
        ("July 22 and ten 24", Some("July 22"), Some("July 22")),
        ("May 9 and the June 3", Some("May 9"), Some("May 9")),
        ("July 22, 31 (see", Some("July 22"), Some("July 22, 31")),
        ("July 22/ 23", None, None),
        ("Winter 2017/181", Some("Winter 2017"), Some("Winter 2017")),
        ("Winter 2017/18a", Some("Winter 2017"), Some("Winter 2017")),
        ("late May, 9", None, None),
        ("late May, Dawn", None, Some("late May")),
        ("March 31/April 1", Some("March 31/April 1"), Some("March 31/April 1")),
        ("March 27/April 1", None, None),
        ("March 31/April 2", None, None),
        ("March 3/4/5", None, None),
        ("week of May 2018", None, None),
        ("week of 5/9/16", None, None),
        ("on 9 May", None, None),
    ] {
        assert_eq!(in_prose(text), prose, "{text}");
        assert_eq!(in_citation(text), citation, "{text}");
    }
}

#[test]
fn each_part_has_its_place() {
    // Not at the start of the text: places are counted from there.
    for (text, weekday, month, day, year) in [
        ("on Tuesday, May 9, 2017", "Tuesday", "May", "9", "2017"),
        ("on 9-May-2017", "", "May", "9", "2017"),
        ("on 9/21", "", "9", "21", ""),
        ("on 21/9", "", "9", "21", ""),
        ("on 2018-09-21", "", "09", "21", "2018"),
        ("on 2018/9/21", "", "9", "21", "2018"),
        ("on 09/21/2018", "", "09", "21", "2018"),
        ("on 21.09.2018", "", "09", "21", "2018"),
        ("on August 2018", "", "August", "", "2018"),
        ("on Winter 2017/18", "", "", "", "2017"),
        ("on Q3 2018", "", "", "", "2018"),
        ("on the 9th of May, ’17", "", "May", "9th", "’17"),
    ] {
        let date = written_in_citation_at(text, 3).unwrap();
        assert_eq!(date.span.of(text), &text[3..], "{text}");
        assert_eq!(date.weekday.map_or("", |part| part.span.of(text)), weekday, "{text}");
        assert_eq!(date.month.map_or("", |part| part.span.of(text)), month, "{text}");
        assert_eq!(date.day.map_or("", |part| part.span.of(text)), day, "{text}");
        assert_eq!(date.year.map_or("", |part| part.span.of(text)), year, "{text}");
    }
    for (text, joined, month, day) in [
        ("on July 30–August 2", "August 2", "August", "2"),
        ("on 30 July–2 August", "2 August", "August", "2"),
        ("on July 22 and 24", "24", "", "24"),
    ] {
        let date = written_in_citation_at(text, 3).unwrap();
        let further = date.further[0];
        assert_eq!(further.span.of(text), joined, "{text}");
        assert_eq!(further.month.map_or("", |part| part.span.of(text)), month, "{text}");
        assert_eq!(further.day.span.of(text), day, "{text}");
    }
    let alone = month_alone_at("in June", 3).unwrap();
    assert_eq!((alone.span, alone.month.unwrap().span), (Span::new(3, 7), Span::new(3, 7)));
    for text in ["june", "Septmber", "Mayor"] {
        assert_eq!(month_alone_at(text, 0), None, "{text}");
    }
}

#[test]
fn years_of_two_digits() {
    for (text, year) in [
        ("May 9, ’17", Some(2017)),
        ("May 9, '17", Some(2017)),
        ("May 9, ’17.", Some(2017)),
        ("May 9, ’69", Some(2069)),
        ("May 9, ’70", Some(1970)),
        ("May 9, ’17a", None),
        ("May 9, ’17.5", None),
        ("May 9, ’1", None),
        ("5/9/69", Some(2069)),
        ("5/9/70", Some(1970)),
    ] {
        let date = written_in_citation_at(text, 0).unwrap();
        assert_eq!(date.year.map(|year| year.value), year, "{text}");
        assert_eq!(date.short_year, year.is_some(), "{text}");
    }
    assert!(written_in_citation_at("week of May 9, ’17", 0).unwrap().short_year);
    assert!(!written_in_citation_at("May 9, 2017", 0).unwrap().short_year);
}

#[test]
fn three_numbers_that_are_a_day() {
    for (text, expected) in [
        ("2018-9-1", true),
        ("2018.09.21", false),
        ("09-21-2018", true),
        ("09-21-18", false),
        ("9/21-2018", false),
        ("123/9/2018", false),
        ("2018-009-21", false),
        ("9/21/2018/4", false),
        ("9/21/2018/ then", true),
        ("9/21/2018.", true),
        ("9/21/2018a", false),
        ("9/21/201", false),
        ("12/12/1900", true),
        ("12/12/2100", true),
        ("12/12/1899", false),
        ("0/12/2018", false),
        ("31/12/2018", true),
        ("12/0/2018", false),
        ("13/13/2018", false),
        ("32/12/2018", false),
    ] {
        let whole = |date: &Written| date.order != Order::DayMonth && date.year.is_some();
        assert_eq!(written_in_citation_at(text, 0).is_some_and(|date| whole(&date)), expected, "{text}");
    }
    for text in ["x.9/21/2018", "1:09/21/2018", "$9/21/2018"] {
        assert_eq!(written_in_citation_at(text, 2).filter(|date| date.year.is_some()), None, "{text}");
    }
    // The same number twice needs no order; two different ones that may be months do.
    for (text, ambiguous) in [("05/05/2018", false), ("12/12/2018", false), ("05/06/2018", true), ("12/11/2018", true)]
    {
        assert_eq!(written_in_citation_at(text, 0).unwrap().is_ambiguous(), ambiguous, "{text}");
    }
}

#[test]
fn a_line_may_end_within_a_date() {
    for text in [
        "May\n9",
        "May \n  9",
        "May\r\n9",
        "May\n> 9",
        "May\n>> 9",
        "May\u{a0}9",
        "May\t9",
        "May\u{2009}9",
        "May\u{202f}9",
    ] {
        assert_eq!(written_at(text, 0).map(|date| date.span.of(text)), Some(text), "{text:?}");
    }
    for text in ["May\n\n9", "May > 9", "May\n \n9"] {
        assert_eq!(written_at(text, 0), None, "{text:?}");
    }
}

#[test]
fn mere_years() {
    assert_eq!(year_at("in 2018)", 3).unwrap().span, Span::new(3, 7));
    for text in ["2018a", "20185", "1899", "2101", "2,018", "2018.5", "2018,5"] {
        assert_eq!(year_at(text, 0), None, "{text}");
    }
    assert_eq!(year_at("in 2018,5", 3), None);
    for text in ["1900", "2100", "2018, 5", "2018."] {
        assert!(year_at(text, 0).is_some(), "{text}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in "(?s)(May|9|31|2018|,| |\n|-|–|/|\\.|and|Tuesday|sept|é|th){0,10}") {
        for at in 0..=text.len() + 1 {
            for date in [written_at(&text, at), written_in_citation_at(&text, at), year_at(&text, at.min(text.len()))].into_iter().flatten() {
                prop_assert!(text.get(date.span.range()).is_some());
                prop_assert!(date.further.iter().all(|further| text.get(further.span.range()).is_some()));
            }
        }
    }

    #[test]
    fn the_house_form_is_read_back(month in 1u8..=12, day in 1u8..=28, year in proptest::option::of(1950i16..2099), order in 0..2) {
        let style = if order == 0 { DateStyle::MONTH_DAY } else { DateStyle::DAY_MONTH };
        let month = Month { number: month, form: MonthForm::Full, capital: true };
        let date = Written {
            month: Some(Spanned::new(Span::default(), month)),
            day: Some(Spanned::new(Span::default(), day)), ..Written::bare(Span::default(), Order::MonthDay)
        };
        let printed = house_form(&date, style, year.map_or(YearPart::Without, YearPart::With));
        let again = written_at(&printed, 0).unwrap();
        prop_assert_eq!(again.day.unwrap().value, day);
        prop_assert_eq!(again.month.unwrap().value, month);
        prop_assert_eq!(again.year.map(|year| year.value), year);
        prop_assert!(again.is_house_form(&printed, style));
    }
}
