//! Periods that take the place of a date without naming a day: `Spring/Summer 2018`, `Q3 2018`, `mid-September`,
//! `week of September 3`.

use super::names::word_at;
use super::scan::Parser;
use super::{Order, Spanned, Written, month_at};
use crate::text::{Slice, Span};

/// Words that introduce a part of a month, quarter or year: `end of May 2018`.
const PARTS: [&str; 4] = ["beginning", "start", "middle", "end"];

/// Words that count weeks, quarters and halves.
const ORDINALS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "last", "1st", "2nd", "3rd", "4th"];

/// What is counted with them, and whether it may be part of a month and of a year.
const COUNTED: [(&str, bool, bool); 5] = [
    ("week", true, false),
    ("weekend", true, false),
    ("half", true, true),
    ("quarter", false, true),
    ("trimester", false, true),
];

/// What joins a week to one of its days.
const WEEK_JOINTS: [&str; 6] = ["of", "beginning", "starting", "commencing", "ending", "from"];

/// `Spring 2015`, `Spring/Summer 2018`, `Winter 2017/18`, `Fall 2017/Winter 2018`
pub(super) fn season(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let small = parser.citation;
    let mut end = season_at(parser, at, small)?;
    let mut first_year = None;
    if let Some((start, year, stop)) = year_of(parser, end)
        && let Some(next) = joint(parser, stop).and_then(|next| season_at(parser, next, false))
    {
        (end, first_year) = (next, Some((start, year)));
    } else if let Some(next) = joint(parser, end).and_then(|next| season_at(parser, next, small)) {
        end = next;
    }
    let (start, year, mut stop) = year_of(parser, end)?;
    // `Winter 2017/18`, `Winter 2017–2018`
    if let Some(next) = joint(parser, stop) {
        let digits = parser.text.as_bytes().get(next..).unwrap_or_default();
        let digits = digits.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        if matches!(digits, 2 | 4) && !parser.byte(next + digits).is_ascii_alphanumeric() {
            stop = next + digits;
        }
    }
    let (start, year) = first_year.unwrap_or((start, year));
    Some(of_year(at..stop, start, year))
}

/// The period at `at` in a citation, where words with many other meanings in prose serve as a date.
pub(super) fn in_citation(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let byte = parser.byte(at);
    if byte.is_ascii_digit() {
        return counted(parser, at).or_else(|| quarter(parser, at));
    }
    match byte | 0x20 {
        b'q' | b'h' => quarter(parser, at),
        b'w' => week(parser, at),
        b'f' | b's' | b't' | b'l' | b'm' | b'e' | b'b' => part(parser, at).or_else(|| counted(parser, at)),
        _ => None,
    }
}

/// Where the season that starts at `at` ends.
fn season_at(parser: &Parser<'_>, at: usize, small: bool) -> Option<usize> {
    if !matches!(parser.byte(at) | 0x20, b's' | b'a' | b'f' | b'w') {
        return None;
    }
    let word = word_at(parser.text, at);
    let known = ["Spring", "Summer", "Autumn", "Fall", "Winter"]
        .iter()
        .any(|season| if small { season.eq_ignore_ascii_case(word) } else { *season == word });
    known.then_some(at + word.len())
}

/// The position after a slash or dash at `end`.
fn joint(parser: &Parser<'_>, end: usize) -> Option<usize> {
    let sign = parser.text.get(end..)?.chars().next().filter(|c| matches!(c, '/' | '-' | '–'))?;
    Some(end + sign.len_utf8())
}

/// The year after `end`, with a comma or `of` between: where it starts, which one it is, where it ends.
fn year_of(parser: &Parser<'_>, end: usize) -> Option<(usize, i16, usize)> {
    let end = end + usize::from(parser.byte(end) == b',');
    let mut start = parser.space(end).filter(|start| *start > end)?;
    if parser.citation && matches!(word_at(parser.text, start), "of" | "in") {
        start = parser.space(start + 2).filter(|next| *next > start + 2)?;
    }
    let (year, stop) = parser.year(start)?;
    Some((start, year, stop))
}

fn of_year(range: std::ops::Range<usize>, start: usize, year: i16) -> Written {
    let year = Spanned::new(Span::at(start..start + 4), year);
    Written { year: Some(year), ..Written::bare(Span::at(range), Order::Period) }
}

/// `Q3 2018`, `Q3/2018`, `3Q 2018`, `H1 2018`
fn quarter(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let (letter, number) = match [parser.byte(at), parser.byte(at + 1)] {
        [letter @ (b'Q' | b'H'), number] => (letter, number),
        [number, letter @ (b'Q' | b'H')] => (letter, number),
        _ => return None,
    };
    let most = if letter == b'Q' { b'4' } else { b'2' };
    if !(b'1'..=most).contains(&number) {
        return None;
    }
    let end = at + 2;
    let (start, year, stop) = year_of(parser, end).or_else(|| {
        let start = joint(parser, end)?;
        let (year, stop) = parser.year(start)?;
        Some((start, year, stop))
    })?;
    Some(of_year(at..stop, start, year))
}

/// `week 34 of 2018`, `Week 34/2018`
fn week(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let start = gap(parser, at + week_at(parser, at)?.len())?;
    let digits = parser.text.as_bytes()[start..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let number: Option<u8> = parser.text.slice(start..start + digits).parse().ok();
    let end = start + digits;
    number.filter(|week| (1..=53).contains(week))?;
    let (year_at, year, stop) = year_of(parser, end).or_else(|| {
        let start = joint(parser, end)?;
        let (year, stop) = parser.year(start)?;
        Some((start, year, stop))
    })?;
    Some(of_year(at..stop, year_at, year))
}

/// The start of the day that identifies the week at `at`: `week of September 3`, `week ending 9 May 2018`.
pub(super) fn day_of_week(parser: &Parser<'_>, at: usize) -> Option<usize> {
    let start = gap(parser, at + week_at(parser, at)?.len())?;
    let joint = word_at(parser.text, start);
    if !WEEK_JOINTS.contains(&joint) {
        return None;
    }
    let start = gap(parser, start + joint.len())?;
    if word_at(parser.text, start) == "the" { gap(parser, start + 3) } else { Some(start) }
}

fn week_at<'t>(parser: &Parser<'t>, at: usize) -> Option<&'t str> {
    let word = if parser.byte(at) | 0x20 == b'w' { word_at(parser.text, at) } else { "" };
    ["week", "weekend"].iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(word)
}

/// `mid-September 2018`, `late September`, `early 2018`, `end of May 2018`
fn part(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let word = word_at(parser.text, at);
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    let end = at + word.len();
    if ["mid", "early", "late"].iter().any(is) {
        let start = if parser.byte(end) == b'-' { end + 1 } else { gap(parser, end)? };
        return month_or_year(parser, at, start);
    }
    if !PARTS.iter().any(is) {
        return None;
    }
    of_month_or_year(parser, at, end, (true, true))
}

/// `first week of May 2018`, `third quarter of 2018`
fn counted(parser: &Parser<'_>, at: usize) -> Option<Written> {
    let rest = parser.text.slice(at..);
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let word = rest.slice(..len);
    if !ORDINALS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return None;
    }
    let start = gap(parser, at + len)?;
    let counted = word_at(parser.text, start);
    let (_, month, year) = COUNTED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(counted))?;
    let end = start + counted.len();
    if *year && let Some((year_at, year, stop)) = year_of(parser, end) {
        return Some(of_year(at..stop, year_at, year));
    }
    of_month_or_year(parser, at, end, (*month, *year))
}

/// `of May 2018`, `of 2018` after `end`; `wanted` says whether a month and a year are allowed.
fn of_month_or_year(parser: &Parser<'_>, at: usize, end: usize, (month, year): (bool, bool)) -> Option<Written> {
    let of = gap(parser, end)?;
    if word_at(parser.text, of) != "of" {
        return None;
    }
    let found = month_or_year(parser, at, gap(parser, of + 2)?)?;
    (if found.month.is_some() { month } else { year }).then_some(found)
}

/// The month at `start`, with its year or at the end of the piece, or the year there.
fn month_or_year(parser: &Parser<'_>, at: usize, start: usize) -> Option<Written> {
    if let Some((year, stop)) = parser.year(start) {
        return Some(of_year(at..stop, start, year));
    }
    let (month, len) = month_at(parser.text, start).filter(|(month, _)| month.capital)?;
    let end = start + len;
    let month = Some(Spanned::new(Span::at(start..end), month));
    if let Some((year_at, year, stop)) = year_of(parser, end) {
        return Some(Written { month, ..of_year(at..stop, year_at, year) });
    }
    parser.ends(end).then(|| Written { month, ..Written::bare(Span::at(at..end), Order::Period) }).filter(|_| {
        // `late May, 9`
        !parser.byte(parser.space(end + 1).unwrap_or(end)).is_ascii_digit()
    })
}

/// The next position after a space at `end`.
fn gap(parser: &Parser<'_>, end: usize) -> Option<usize> {
    parser.space(end).filter(|start| *start > end)
}

#[cfg(test)]
mod tests {
    use crate::calendar::{Precision, written_at, written_in_citation_at};

    #[test]
    fn stretches_in_citations() {
        for (text, precision, month, year) in [
            ("Spring 2015", Precision::Year, 0, 2015),
            ("Spring/Summer 2018", Precision::Year, 0, 2018),
            ("summer 2018", Precision::Year, 0, 2018),
            ("Summer of 2018", Precision::Year, 0, 2018),
            ("Autumn–Winter 2017", Precision::Year, 0, 2017),
            ("Winter 2017/18", Precision::Year, 0, 2017),
            ("Winter 2017–2018", Precision::Year, 0, 2017),
            ("Fall 2017/Winter 2018", Precision::Year, 0, 2017),
            ("Q3 2018", Precision::Year, 0, 2018),
            ("Q3/2018", Precision::Year, 0, 2018),
            ("3Q 2018", Precision::Year, 0, 2018),
            ("H1 2018", Precision::Year, 0, 2018),
            ("third quarter of 2018", Precision::Year, 0, 2018),
            ("the third quarter of 2018", Precision::Year, 0, 2018),
            ("2nd quarter 2018", Precision::Year, 0, 2018),
            ("first half of 2018", Precision::Year, 0, 2018),
            ("early 2018", Precision::Year, 0, 2018),
            ("mid-2018", Precision::Year, 0, 2018),
            ("end of 2018", Precision::Year, 0, 2018),
            ("week 34 of 2018", Precision::Year, 0, 2018),
            ("Week 34/2018", Precision::Year, 0, 2018),
            ("week of September 3", Precision::Month, 9, 0),
            ("Week of September 3, 2018", Precision::Month, 9, 2018),
            ("the week of September 3", Precision::Month, 9, 0),
            ("week ending 9 May 2018", Precision::Month, 5, 2018),
            ("weekend of the 9th of May", Precision::Month, 5, 0),
            ("mid-September", Precision::Month, 9, 0),
            ("Mid-September 2018", Precision::Month, 9, 2018),
            ("late September, 2018", Precision::Month, 9, 2018),
            ("end of May 2018", Precision::Month, 5, 2018),
            ("first week of May", Precision::Month, 5, 0),
            ("May/June 2018", Precision::Month, 5, 2018),
        ] {
            let closed = format!("{text})");
            let date = written_in_citation_at(&closed, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(date.span.of(&closed), text);
            assert_eq!(date.precision(), precision, "{text}");
            assert_eq!(
                (date.month.map_or(0, |m| m.value.number), date.year.map_or(0, |y| y.value)),
                (month, year),
                "{text}"
            );
        }
    }

    #[test]
    fn words_that_are_no_stretch() {
        for text in [
            "Week of India, May 9",
            "The Week, May 9",
            "Spring, Texas",
            "Q5 2018",
            "H3 2018",
            "week 54 of 2018",
            "early riser",
            "Late Show, May 9",
            "late May, 9",
            "end of an era",
            "first quarter of May",
            "second thoughts",
            "fall of 1918 soldiers",
            "half 2018",
            "Summer of2018",
            "Summer,2018",
            "week34 of 2018",
            "weekof May 9",
            "early2018",
        ] {
            let whole =
                written_in_citation_at(text, 0).filter(|date| date.span.of(text) == text || date.span.len() > 8);
            assert!(whole.is_none() || text.starts_with("fall of 1918"), "{text}: {whole:?}");
        }
        for text in ["summer 2018", "Q3 2018", "mid-September 2018", "week of September 3", "early 2018"] {
            assert_eq!(written_at(text, 0), None, "{text}");
        }
    }
}
