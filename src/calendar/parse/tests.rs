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
fn mere_years() {
    assert_eq!(year_at("in 2018)", 3).unwrap().span, Span::new(3, 7));
    for text in ["2018a", "20185", "1899", "2,018", "2018.5"] {
        assert_eq!(year_at(text, 0), None, "{text}");
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
