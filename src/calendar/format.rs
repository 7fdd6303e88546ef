//! Dates in house style.

use super::{Date, DateOrder, Join, MONTHS, Month, Written};
use compact_str::{CompactString, format_compact};

/// How the house writes dates: the order of day and month. Months are written in full, days without ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DateStyle {
    /// Month or day first.
    pub order: DateOrder,
}

impl DateStyle {
    /// `September 21, 2018`
    pub const MONTH_DAY: DateStyle = DateStyle { order: DateOrder::MonthDay };
    /// `21 September 2018`
    pub const DAY_MONTH: DateStyle = DateStyle { order: DateOrder::DayMonth };
}

/// What to do with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearPart {
    /// Write this one.
    With(i16),
    /// Write none.
    Without,
}

/// The date in house form: `September 21`, `September 21, 2018`, `21 September 2018`; several days keep their joints:
/// `July 22, 31`, `January 15 and 23`, `July 22–24`.
#[must_use]
pub fn house_form(date: &Written, style: DateStyle, year: YearPart) -> CompactString {
    let month = date.month.map(|month| name(month.value));
    let mut out = CompactString::default();
    if let Some(weekday) = date.weekday {
        let named = super::WEEKDAYS.iter().find(|(_, day)| *day == weekday.value);
        out.push_str(named.map_or("", |(name, _)| name));
        out.push_str(if style.order == DateOrder::MonthDay { ", " } else { " " });
    }
    match (date.day, month) {
        (Some(day), Some(month)) if style.order == DateOrder::MonthDay => {
            put(&mut out, format_args!("{month} {}", day.value));
            for further in &date.further {
                out.push_str(joint(further.join));
                if let Some(month) = further.month {
                    out.push_str(name(month.value));
                    out.push(' ');
                }
                put(&mut out, format_args!("{}", further.day.value));
            }
            if let YearPart::With(year) = year {
                put(&mut out, format_args!(", {year}"));
            }
        }
        (Some(day), Some(month)) => {
            let own_months = date.further.iter().any(|further| further.month.is_some());
            put(&mut out, format_args!("{}", day.value));
            if own_months {
                put(&mut out, format_args!(" {month}"));
            }
            for further in &date.further {
                out.push_str(joint(further.join));
                put(&mut out, format_args!("{}", further.day.value));
                if let Some(month) = further.month {
                    put(&mut out, format_args!(" {}", name(month.value)));
                }
            }
            if !own_months {
                put(&mut out, format_args!(" {month}"));
            }
            if let YearPart::With(year) = year {
                put(&mut out, format_args!(" {year}"));
            }
        }
        (None, Some(month)) => {
            out.push_str(month);
            if let YearPart::With(year) = year {
                put(&mut out, format_args!(" {year}"));
            }
        }
        (_, None) => {
            if let YearPart::With(year) = year {
                put(&mut out, format_args!("{year}"));
            }
        }
    }
    out
}

/// Adds to a text, which cannot fail.
fn put(out: &mut CompactString, words: std::fmt::Arguments<'_>) {
    let _ = std::fmt::Write::write_fmt(out, words);
}

/// A day in house form; its year only where it is not the issue's.
#[must_use]
pub fn print_day(day: Date, style: DateStyle, issue: Option<Date>) -> CompactString {
    let month = MONTHS[usize::from(day.month().unsigned_abs().clamp(1, 12)) - 1];
    let year = issue.is_none_or(|issue| issue.year() != day.year()).then(|| day.year());
    match (style.order, year) {
        (DateOrder::MonthDay, None) => format_compact!("{month} {}", day.day()),
        (DateOrder::MonthDay, Some(year)) => format_compact!("{month} {}, {year}", day.day()),
        (DateOrder::DayMonth, None) => format_compact!("{} {month}", day.day()),
        (DateOrder::DayMonth, Some(year)) => format_compact!("{} {month} {year}", day.day()),
    }
}

impl Written {
    /// Whether the date stands in house form; a line end counts as a space, and the year is not judged.
    #[must_use]
    pub fn is_house_form(&self, text: &str, style: DateStyle) -> bool {
        if self.is_plain_house_form(text, style) {
            return true;
        }
        let year = self.year.map_or(YearPart::Without, |year| YearPart::With(year.value));
        same_but_line_ends(self.span.of(text), &house_form(self, style, year))
    }
}

impl Written {
    /// Whether the date is one day or month in house form with single spaces: `September 21`, `21 September 2018`,
    /// `September 2018`. Nearly every date is, and this is cheap to see.
    pub(super) fn is_plain_house_form(&self, text: &str, style: DateStyle) -> bool {
        let (Some(month), None, []) = (self.month, self.weekday, self.further.as_slice()) else { return false };
        let (written, month) = (self.span.of(text).as_bytes(), name(month.value));
        let Some(day) = self.day else {
            let rest = written.strip_prefix(month.as_bytes()).and_then(|rest| rest.strip_prefix(b" "));
            let year = self.year.and_then(|year| without_number(rest?, year.value));
            return year.is_some_and(<[u8]>::is_empty);
        };
        let day = i16::from(day.value);
        let rest = match style.order {
            DateOrder::MonthDay => {
                let rest = written.strip_prefix(month.as_bytes()).and_then(|rest| rest.strip_prefix(b" "));
                rest.and_then(|rest| without_number(rest, day))
            }
            DateOrder::DayMonth => {
                let rest = without_number(written, day).and_then(|rest| rest.strip_prefix(b" "));
                rest.and_then(|rest| rest.strip_prefix(month.as_bytes()))
            }
        };
        let comma: &[u8] = if style.order == DateOrder::MonthDay { b", " } else { b" " };
        match (rest, self.year) {
            (Some(rest), Some(year)) => {
                let year = rest.strip_prefix(comma).and_then(|rest| without_number(rest, year.value));
                year.is_some_and(<[u8]>::is_empty)
            }
            (Some(rest), None) => rest.is_empty(),
            (None, _) => false,
        }
    }
}

/// What follows `number`, written without leading noughts.
fn without_number(written: &[u8], number: i16) -> Option<&[u8]> {
    let len = written.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = written.split_at(len);
    let value = digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
    (len > 0 && digits[0] != b'0' && value == i32::from(number)).then_some(rest)
}

/// Whether the two are the same, but that a line end may stand for a space and a hyphen for a dash, which is for the
/// copy rules.
fn same_but_line_ends(written: &str, house: &str) -> bool {
    let mut written = written.chars().peekable();
    for expected in house.chars() {
        if expected != ' ' {
            if written.next().map(|c| if c == '-' { '–' } else { c }) != Some(expected) {
                return false;
            }
            continue;
        }
        let (mut spaces, mut line) = (0, false);
        while let Some(c) = written.next_if(|c| c.is_whitespace() || line && *c == '>') {
            spaces += 1;
            line |= c == '\n';
        }
        if spaces == 0 || spaces > 1 && !line {
            return false;
        }
    }
    written.next().is_none()
}

fn name(month: Month) -> &'static str {
    MONTHS[usize::from(month.number.clamp(1, 12)) - 1]
}

fn joint(join: Join) -> &'static str {
    match join {
        Join::Comma => ", ",
        Join::And => " and ",
        Join::Through => "–",
    }
}
