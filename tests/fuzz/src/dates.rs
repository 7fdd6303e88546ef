//! Dates: a date read at a place starts there, is in the text, and resolves to an existing day, in any issue.

use crate::dice::Dice;
use crate::{ensure, text_of};
use copydesk::calendar::{Resolved, Written, relative_at, url_date, written_at, written_in_citation_at, year_range_at};
use jiff::civil::date;

const PIECES: &[&str] = &[
    "May",
    "9",
    "10",
    "31",
    "30",
    "29",
    "Feb",
    "February",
    "Sept.",
    "Sep",
    "september",
    "Monday",
    "Tues.",
    "2018",
    "’18",
    "18",
    "1900",
    "2016",
    "9999",
    "10000",
    "0",
    "00",
    "99",
    ",",
    ", ",
    " ",
    "–",
    "-",
    "—",
    "/",
    ".",
    " and ",
    " to ",
    "th",
    "st",
    "of ",
    "the ",
    "early ",
    "late ",
    "yesterday",
    "last week",
    "tomorrow",
    "мая",
    "mai",
    "Mai",
    "janvier",
    "1440",
    "é",
    "\n",
    "\r\n",
    "\u{a0}",
    "https://a.net/2018/05/09/x",
    "/20180509/",
    "2018-05-09",
    "05.09.2018",
    "12:30",
    "a.m.",
    "accessed ",
    "II",
    "😀",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    (0..dice.between(1, 14)).map(|_| dice.one_of(PIECES)).collect::<String>().into_bytes()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let text = &*text_of(data);
    for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).take(400) {
        for written in [written_at(text, at), written_in_citation_at(text, at)].into_iter().flatten() {
            holds(text, at, &written)?;
        }
        if let Some(relative) = relative_at(text, at) {
            ensure(text.get(relative.span.range()).is_some(), || format!("{relative:?} lies outside the text"))?;
            let _ = relative.resolve(date(2018, 10, 10));
        }
        if let Some(range) = year_range_at(text, at) {
            ensure(text.get(range.span.range()).is_some(), || format!("{range:?} lies outside the text"))?;
        }
    }
    if let Some(found) = url_date(text) {
        let _ = found.to_date();
    }
    Ok(())
}

fn holds(text: &str, at: usize, written: &Written) -> Result<(), String> {
    ensure(written.span.start as usize == at, || format!("read at {at}, and begins elsewhere: {written:?}"))?;
    ensure(text.get(written.span.range()).is_some_and(|words| !words.is_empty()), || {
        format!("{written:?} lies outside the text")
    })?;
    let parts = written.further.iter().map(|further| further.span);
    for part in parts.chain(written.day.map(|day| day.span)).chain(written.year.map(|year| year.span)) {
        ensure(written.span.contains(part) && text.get(part.range()).is_some(), || {
            format!("{part:?} leaves {written:?}")
        })?;
    }
    for issue in
        [None, Some(date(2018, 10, 10)), Some(date(2016, 2, 29)), Some(date(1, 1, 1)), Some(date(9999, 12, 31))]
    {
        for slack in [0, 3, 366, u32::MAX] {
            let resolved = written.resolve(issue, slack);
            if let (Resolved::Day(day), Some(said)) = (resolved, written.day) {
                ensure(i16::from(day.day()) == i16::from(said.value), || format!("{written:?} resolves to {day}"))?;
            }
            for further in written.resolve_further(issue, slack) {
                let _ = further.day();
            }
        }
    }
    Ok(())
}
