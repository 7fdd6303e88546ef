//! Dates in running prose: those that do not name a day (`yesterday`, `last Tuesday`, `2016–2014`), and the house style
//! for a date that leaves its sentence intact.

use super::{Date, DateOrder, DateStyle, Weekday, Written};
use super::{
    Numbers, YearPart,
    format::{month_name, weekday_name},
    house_form,
    names::word_at,
    weekday_at,
};
use crate::text::{Slice, Span, map_spans};
use compact_str::{CompactString, ToCompactString, format_compact};
use smallvec::{SmallVec, smallvec};

/// A day relative to the issue date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeDay {
    /// A number of days from the issue date.
    Days(i8),
    /// The latest such weekday before the issue date.
    Last(Weekday),
    /// The first such weekday after the issue date.
    Next(Weekday),
    /// A week, month or year, or `this Tuesday`: no single day.
    Span,
}

/// A relative date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relative {
    /// The words.
    pub span: Span,
    /// What they mean.
    pub day: RelativeDay,
}

map_spans!(Relative { span; day });

impl Relative {
    /// The day meant, in an issue of the given date; `None` if no single day is meant.
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

/// The relative date at `at`: `yesterday`, `last Tuesday`, `this month`.
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
    let rest = text.slice(at + word.len()..);
    let space = rest.len() - rest.trim_start_matches([' ', '\n', '\u{a0}']).len();
    if space == 0 {
        return None;
    }
    let start = at + word.len() + space;
    if let Some((weekday, len)) = weekday_at(text, start) {
        let day = match which {
            b'n' => RelativeDay::Next(weekday),
            b'l' => RelativeDay::Last(weekday),
            // `this Tuesday` may be past or future.
            _ => RelativeDay::Span,
        };
        return Some(Relative { span: Span::at(at..start + len), day });
    }
    let unit = word_at(text, start);
    matches!(unit, "week" | "weekend" | "month" | "year" | "night" | "morning" | "evening")
        .then(|| Relative { span: Span::at(at..start + unit.len()), day: RelativeDay::Span })
}

/// Two years joined by a dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearRange {
    /// Both years and the dash.
    pub span: Span,
    /// The first.
    pub from: i16,
    /// The second; `2016–18` is 2018, `1998–02` is 2002.
    pub to: i16,
}

map_spans!(YearRange { span; from, to });

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
    let dash = text.slice(at + 4..).chars().next().filter(|c| matches!(c, '-' | '–'))?;
    let second = at + 4 + dash.len_utf8();
    let count = digits(second);
    if !matches!(count, 2 | 4) {
        return None;
    }
    let end = second + count;
    let after = text.slice(end..).chars().next();
    if after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '/' | '%')) {
        return None;
    }
    let year = |from: usize, to: usize| text.slice(from..to).parse::<i16>().ok();
    let from = year(at, at + 4).filter(|year| (1500..=2100).contains(year))?;
    let to = year(second, end)?;
    // `1998–02` ends in the next century.
    let next = i16::from(count == 2 && from % 100 >= 80 && to <= 30) * 100;
    let to = if count == 2 { from - from % 100 + next + to } else { to };
    (1500..=2100).contains(&to).then_some(YearRange { span: Span::at(at..end), from, to })
}

impl Written {
    /// The date in house style, as it appears in a sentence: the joints between several days (`to`, `and`, a dash) and
    /// the year stay as they are written. `None` if the house style would lose part of the date: a season, two months.
    #[must_use]
    pub fn prose_form(&self, text: &str, style: DateStyle) -> Option<CompactString> {
        let month = self.month?;
        if self.is_stretch() {
            return None;
        }
        if let Some(year) = self.year.filter(|_| style.numbers.is_some() && Numbers::can_write(self)) {
            return Some(house_form(self, style, YearPart::With(year.value)));
        }
        let mut out = CompactString::default();
        let month_first = style.order == DateOrder::MonthDay;
        if let Some(weekday) = self.weekday {
            out.push_str(&weekday_name(weekday, style.months));
            out.push_str(if style.commas().weekday { ", " } else { " " });
        }
        let name = |month| month_name(month, style.months);
        let Some(day) = self.day else {
            out.push_str(&name(month));
            out.extend(self.year.map(|year| format_compact!(" {}", year.value)));
            return Some(out);
        };
        let own_months = self.further.iter().any(|further| further.month.is_some());
        let mut days: SmallVec<[_; 2]> = smallvec![(CompactString::default(), Some(month), day.value)];
        let mut end = if month.span.end <= self.further.first().map_or(0, |further| further.span.start) {
            day.span.end.max(month.span.end)
        } else {
            day.span.end
        };
        for further in &self.further {
            let written = Span::new(end, further.span.start).of(text);
            // `the 20th to the 21st`: the articles go with the endings.
            let words: Vec<&str> = written.split_whitespace().filter(|word| !matches!(*word, ">" | "the")).collect();
            let joint = match words.as_slice() {
                [dash @ ("–" | "-" | "—" | "/")] => CompactString::from(*dash),
                [] => return None,
                words if words[0].starts_with(',') => format_compact!("{} ", words.join(" ")),
                words => format_compact!(" {} ", words.join(" ")),
            };
            days.push((joint, further.month, further.day.value));
            end = further.span.end;
        }
        for (index, (joint, month, day)) in days.iter().enumerate() {
            out.push_str(joint);
            // If all days share a month, it comes before the first day or after the last.
            let shown = if month_first || own_months { *month } else { None };
            match shown {
                Some(month) if month_first => out.push_str(&format_compact!("{} {day}", name(month))),
                Some(month) => out.push_str(&format_compact!("{day} {}", name(month))),
                None => out.push_str(&day.to_compact_string()),
            }
            if !month_first && !own_months && index + 1 == days.len() {
                out.push(' ');
                out.extend(days[0].1.map(name));
            }
        }
        let comma = if style.commas().year { "," } else { "" };
        out.extend(self.year.map(|year| format_compact!("{comma} {}", year.value)));
        Some(out)
    }

    /// Whether the date is in house style within its sentence; a line end counts as a space.
    #[must_use]
    pub fn is_prose_form(&self, text: &str, style: DateStyle) -> bool {
        if self.is_plain_house_form(text, style) || self.is_in_numbers(text, style) {
            return true;
        }
        let Some(house) = self.prose_form(text, style) else { return true };
        let written = self.span.of(text);
        let plain = |c: &char| !c.is_whitespace() && *c != '>';
        // A line may be indented.
        let spaced = |line: &str| line.trim_end().contains("  ") || line.contains(" ,");
        let mut lines = written.lines();
        written.chars().filter(plain).eq(house.chars().filter(plain))
            && !lines.next().is_some_and(spaced)
            && !lines.any(|line| spaced(line.trim_start_matches([' ', '\t', '>'])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{NumberOrder, written_at, written_in_citation_at};
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_house_form_keeps_the_sentence() {
        for (text, month_first, day_first) in [
            ("9 May", "May 9", "9 May"),
            ("May 9", "May 9", "9 May"),
            ("9th of May, 2018", "May 9, 2018", "9 May 2018"),
            ("Sept. 9th 2018", "September 9, 2018", "9 September 2018"),
            ("Tues. 9 May 2017", "Tuesday, May 9, 2017", "Tuesday 9 May 2017"),
            ("July 22 to 24", "July 22 to 24", "22 to 24 July"),
            ("20th to the 21st September 2018", "September 20 to 21, 2018", "20 to 21 September 2018"),
            ("3rd or the 4th of May", "May 3 or 4", "3 or 4 May"),
            ("3rd, 4th and 5th of May", "May 3, 4 and 5", "3, 4 and 5 May"),
            ("20/21 September", "September 20/21", "20/21 September"),
            ("31 March/1 April", "March 31/April 1", "31 March/1 April"),
            ("Tuesday the 21st of September 2018", "Tuesday, September 21, 2018", "Tuesday 21 September 2018"),
            ("Tuesday 09/21/2018", "Tuesday, September 21, 2018", "Tuesday 21 September 2018"),
            ("tuesday, 2018-09-21", "Tuesday, September 21, 2018", "Tuesday 21 September 2018"),
            ("22–24 July 2018", "July 22–24, 2018", "22–24 July 2018"),
            ("22 and 24 July", "July 22 and 24", "22 and 24 July"),
            ("July 22\nand 24", "July 22 and 24", "22 and 24 July"),
            ("July 22, and 24", "July 22, and 24", "22, and 24 July"),
            ("30 July to 2 August", "July 30 to August 2", "30 July to 2 August"),
            ("July 30–August 2, 2018", "July 30–August 2, 2018", "30 July–2 August 2018"),
            ("August, 2018", "August 2018", "August 2018"),
            ("Sept. 2018", "September 2018", "September 2018"),
            ("2018-09-21", "September 21, 2018", "21 September 2018"),
        ] {
            let date = written_at(text, 0).unwrap();
            assert_eq!(date.span.of(text), text);
            assert_eq!(date.prose_form(text, DateStyle::MONTH_DAY).as_deref(), Some(month_first), "{text}");
            assert_eq!(date.prose_form(text, DateStyle::DAY_MONTH).as_deref(), Some(day_first), "{text}");
        }
        for (text, style) in [
            ("9 May", DateStyle::MONTH_DAY),
            ("May 9", DateStyle::DAY_MONTH),
            ("May  9", DateStyle::MONTH_DAY),
            ("May 9 , 2018", DateStyle::MONTH_DAY),
            ("May 9,  2018", DateStyle::MONTH_DAY),
            ("May\n9 , 2018", DateStyle::MONTH_DAY),
            ("May\n9,  2018", DateStyle::MONTH_DAY),
            ("2018-09-21", DateStyle::MONTH_DAY),
        ] {
            assert!(!written_in_citation_at(text, 0).unwrap().is_prose_form(text, style), "{text}");
        }
        let numbers = Some(Numbers { order: NumberOrder::YearMonthDay, sign: '-' });
        let in_numbers = DateStyle { numbers, ..DateStyle::MONTH_DAY };
        assert!(written_at("2018-9-1", 0).unwrap().is_prose_form("2018-9-1", in_numbers));
        assert!(!written_at("May 9, 2018", 0).unwrap().is_prose_form("May 9, 2018", in_numbers));
        for text in ["May 9", "May 9 to 10, 2018", "Tuesday, May 9, 2017"] {
            assert!(written_at(text, 0).unwrap().is_prose_form(text, in_numbers), "{text}");
        }
        for text in ["Spring 2015", "May/June 2018", "May–June 2018"] {
            let date = written_at(text, 0).unwrap();
            assert!(date.is_prose_form(text, DateStyle::MONTH_DAY), "{text}");
        }
        for text in ["October 18,\n    2011", "October 18,\n    > 2011"] {
            assert!(written_at(text, 0).unwrap().is_prose_form(text, DateStyle::MONTH_DAY), "{text}");
        }
        assert!(written_at("May\n9,\n2018", 0).unwrap().is_prose_form("May\n9,\n2018", DateStyle::MONTH_DAY));
    }

    proptest! {
        #[test]
        fn what_is_written_in_house_form_is_in_house_form(
            text in "(9|22|30) (May|June|Sept\\.)( |, )(2018|and|to|–)?( 24| 3 July)?",
            day_first: bool,
        ) {
            let style = if day_first { DateStyle::DAY_MONTH } else { DateStyle::MONTH_DAY };
            if let Some(form) = written_at(&text, 0).and_then(|date| date.prose_form(&text, style)) {
                let again = written_at(&form, 0).unwrap();
                prop_assert!(again.is_prose_form(&form, style), "{:?}", form);
            }
        }
    }

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
            ("this Tuesday", None),
        ] {
            assert_eq!(relative_at(text, 0).unwrap().resolve(issue), expected, "{text}");
        }
        assert_eq!(relative_at("today", 0).unwrap().resolve(issue), Some(issue));
        for text in ["by yesterday", "by last Tuesday", "by this month", "by next\u{a0} Monday"] {
            assert_eq!(relative_at(text, 3).map(|date| date.span.of(text)), Some(&text[3..]));
        }
        for text in ["last summer", "last", "lasting", "last,week", "lastTuesday", "yesterdays", "this", "the"] {
            assert_eq!(relative_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn ranges_of_years() {
        let read = |text| year_range_at(text, 0).map(|range| (range.from, range.to));
        assert_eq!(read("1999–2004)"), Some((1999, 2004)));
        assert_eq!(read("2016-14."), Some((2016, 2014)));
        assert_eq!(read("2016–2014"), Some((2016, 2014)));
        assert_eq!(read("1998–02 season"), Some((1998, 2002)));
        for before in ["x", "9", "-", "–", "/", ".", ",", "$"] {
            assert_eq!(year_range_at(&format!("{before}1999–2004"), before.len()), None, "{before}");
        }
        let range = year_range_at("(1999–2004)", 1).unwrap();
        assert_eq!(range.span.of("(1999–2004)"), "1999–2004");
        for (text, expected) in [
            ("1980–30", Some((1980, 2030))),
            ("1979–30", Some((1979, 1930))),
            ("1980–31", Some((1980, 1931))),
            ("1500–2100", Some((1500, 2100))),
            ("1499–1600", None),
            ("2016–2101", None),
            ("2016–18%", None),
            ("2016–18/19", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in ["2016-9", "500-2000", "2018-09-21", "2016–201", "2016–20145", "2016-14a"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
