//! Dates of running prose that name no day: `yesterday`, `last Tuesday`, `2016–2014`.

use super::{Date, Weekday, names::word_at, weekday_at};
use crate::text::Span;

/// A day told from where the writer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeDay {
    /// So many days from the issue date.
    Days(i8),
    /// The latest such weekday before the issue date.
    Last(Weekday),
    /// The first such weekday after the issue date.
    Next(Weekday),
    /// A week, month or year: no single day.
    Span,
}

/// Words that tell a day from where the writer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relative {
    /// The words.
    pub span: Span,
    /// What they mean.
    pub day: RelativeDay,
}

impl Relative {
    /// The day meant in an issue of that date, where one is meant.
    #[must_use]
    pub fn resolve(&self, issue: Date) -> Option<Date> {
        match self.day {
            RelativeDay::Days(days) => issue.checked_add(jiff::Span::new().days(days)).ok(),
            RelativeDay::Last(weekday) => issue.nth_weekday(-1, weekday).ok(),
            RelativeDay::Next(weekday) => issue.nth_weekday(1, weekday).ok(),
            RelativeDay::Span => None,
        }
    }
}

/// The words at `at` that tell a day from where the writer stands: `yesterday`, `last Tuesday`, `this month`.
#[must_use]
pub fn relative_at(text: &str, at: usize) -> Option<Relative> {
    if !text.is_char_boundary(at) {
        return None;
    }
    let word = word_at(text, at);
    let single = |days| Some(Relative { span: Span::at(at..at + word.len()), day: RelativeDay::Days(days) });
    let which = match word {
        "yesterday" | "Yesterday" => return single(-1),
        "today" | "Today" => return single(0),
        "tomorrow" | "Tomorrow" => return single(1),
        "last" | "Last" | "this" | "This" | "next" | "Next" => word.as_bytes()[0] | 0x20,
        _ => return None,
    };
    let rest = &text[at + word.len()..];
    let space = rest.len() - rest.trim_start_matches([' ', '\n', '\u{a0}']).len();
    if space == 0 {
        return None;
    }
    let start = at + word.len() + space;
    if let Some((weekday, len)) = weekday_at(text, start) {
        let day = match which {
            b'n' => RelativeDay::Next(weekday),
            _ => RelativeDay::Last(weekday),
        };
        return Some(Relative { span: Span::at(at..start + len), day });
    }
    let unit = word_at(text, start);
    matches!(unit, "week" | "weekend" | "month" | "year")
        .then(|| Relative { span: Span::at(at..start + unit.len()), day: RelativeDay::Span })
}

/// Two years with a dash between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearRange {
    /// Both and the dash.
    pub span: Span,
    /// The first.
    pub from: i16,
    /// The second; `2016–18` is 2018.
    pub to: i16,
}

/// The range of years that starts at `at`: `1999–2004`, `2016-18`.
#[must_use]
pub fn year_range_at(text: &str, at: usize) -> Option<YearRange> {
    let digits = |from: usize| {
        text.as_bytes().get(from..).map_or(0, |b| b.iter().take(5).take_while(|b| b.is_ascii_digit()).count())
    };
    let before = text.get(..at)?.chars().next_back();
    if digits(at) != 4 || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | '.' | ',' | '$'))
    {
        return None;
    }
    let dash = text[at + 4..].chars().next().filter(|c| matches!(c, '-' | '–'))?;
    let second = at + 4 + dash.len_utf8();
    let count = digits(second);
    if !matches!(count, 2 | 4) {
        return None;
    }
    let end = second + count;
    let after = text[end..].chars().next();
    if after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | '%')) {
        return None;
    }
    let year = |from: usize, to: usize| text[from..to].parse::<i16>().ok();
    let from = year(at, at + 4).filter(|year| (1500..=2100).contains(year))?;
    let to = year(second, end)?;
    let to = if count == 2 { from - from % 100 + to } else { to };
    (1500..=2100).contains(&to).then_some(YearRange { span: Span::at(at..end), from, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_from_where_the_writer_stands() {
        let issue = date(2018, 10, 10); // a Wednesday
        for (text, expected) in [
            ("yesterday,", Some(date(2018, 10, 9))),
            ("tomorrow", Some(date(2018, 10, 11))),
            ("last Tuesday", Some(date(2018, 10, 9))),
            ("last Wednesday", Some(date(2018, 10, 3))),
            ("next Monday", Some(date(2018, 10, 15))),
            ("this month", None),
        ] {
            assert_eq!(relative_at(text, 0).unwrap().resolve(issue), expected, "{text}");
        }
        for text in ["last summer", "lasting", "yesterdays", "this", "the"] {
            assert_eq!(relative_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn ranges_of_years() {
        let read = |text| year_range_at(text, 0).map(|range| (range.from, range.to));
        assert_eq!(read("1999–2004)"), Some((1999, 2004)));
        assert_eq!(read("2016-14."), Some((2016, 2014)));
        assert_eq!(read("2016–2014"), Some((2016, 2014)));
        for text in ["2016-9", "500-2000", "2018-09-21", "2016–201", "2016–20145", "2016-14a"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
