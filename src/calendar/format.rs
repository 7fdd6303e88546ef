//! Dates in house style.

use super::{Date, DateOrder, Join, MONTHS, Month, MonthForm, Order, Written};
use crate::text::Spanned;
use compact_str::{CompactString, format_compact};

/// How dates are written: the order of day and month, the months, or numbers only. Days have no ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DateStyle {
    /// Month or day first.
    pub order: DateOrder,
    /// How months are written.
    pub months: MonthStyle,
    /// A single complete date is written in numbers.
    pub numbers: Option<Numbers>,
    /// The commas in dates whose day comes first; other dates have both.
    pub commas: Commas,
}

/// The commas in a date whose day comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Commas {
    /// `Tuesday, 9 May`
    pub weekday: bool,
    /// `9 May, 2017`
    pub year: bool,
}

impl Commas {
    /// Both.
    pub const BOTH: Commas = Commas { weekday: true, year: true };
}

impl DateStyle {
    /// `September 21, 2018`
    pub const MONTH_DAY: DateStyle = DateStyle::of(DateOrder::MonthDay);
    /// `21 September 2018`
    pub const DAY_MONTH: DateStyle = DateStyle::of(DateOrder::DayMonth);

    /// The given order, with months in full.
    #[must_use]
    pub const fn of(order: DateOrder) -> DateStyle {
        DateStyle { order, months: MonthStyle::Full, numbers: None, commas: Commas { weekday: false, year: false } }
    }

    /// The commas of a date.
    pub(super) const fn commas(self) -> Commas {
        match self.order {
            DateOrder::MonthDay => Commas::BOTH,
            DateOrder::DayMonth => self.commas,
        }
    }
}

/// How months are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MonthStyle {
    /// `September`
    #[default]
    Full,
    /// `Sept.`, but `March` to `July` in full, as news agencies do.
    News,
    /// `Sept.`, `Mar.`
    Stopped,
    /// `Sept`, `Mar`
    Bare,
}

impl MonthStyle {
    /// All of them.
    pub const ALL: [MonthStyle; 4] = [MonthStyle::Full, MonthStyle::News, MonthStyle::Stopped, MonthStyle::Bare];

    /// Whether it writes this month in full.
    const fn is_full(self, number: u8) -> bool {
        match self {
            MonthStyle::Full => true,
            MonthStyle::News => matches!(number, 3..=7),
            MonthStyle::Stopped | MonthStyle::Bare => number == 5,
        }
    }

    /// Whether a month of a date is written in this style.
    #[must_use]
    pub const fn fits(self, month: Month) -> bool {
        match month.form {
            MonthForm::Full => self.is_full(month.number),
            MonthForm::Abbreviated { stop } => !self.is_full(month.number) && stop != matches!(self, MonthStyle::Bare),
            MonthForm::Numeric | MonthForm::Misspelt | MonthForm::Foreign => false,
        }
    }

    /// The style in which a month is written; in full if it is a number or not an English word.
    #[must_use]
    pub fn of(month: Month) -> MonthStyle {
        let abbreviated = matches!(month.form, MonthForm::Abbreviated { .. });
        let all = MonthStyle::ALL.into_iter().rev().filter(|style| abbreviated && *style != MonthStyle::News);
        all.into_iter().find(|style| style.fits(month)).unwrap_or_default()
    }
}

/// The order of a numeric date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberOrder {
    /// `2018-09-21`
    YearMonthDay,
    /// `09/21/2018`
    MonthDayYear,
    /// `21.09.2018`
    DayMonthYear,
}

/// A numeric date with a four-digit year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What comes first.
    pub order: NumberOrder,
    /// The separator.
    pub sign: char,
}

impl Numbers {
    /// How a date is written, if it is a single, unambiguous numeric day with a full year.
    #[must_use]
    pub fn of(date: &Written, text: &str) -> Option<Numbers> {
        let order = match date.order {
            Order::YearMonthDay => NumberOrder::YearMonthDay,
            Order::Numeric { day_first: Some(true) } => NumberOrder::DayMonthYear,
            Order::Numeric { day_first: Some(false) } => NumberOrder::MonthDayYear,
            _ => return None,
        };
        date.year.filter(|year| year.span.len() == 4)?;
        let sign = date.span.of(text).chars().find(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != ',')?;
        Some(Numbers { order, sign })
    }

    /// Whether a date can be written like this: one day of a known year.
    #[must_use]
    pub fn can_write(date: &Written) -> bool {
        date.day.is_some() && date.year.is_some() && date.weekday.is_none() && date.further.is_empty()
    }

    fn print(self, year: i16, month: u8, day: u8) -> CompactString {
        let sign = self.sign;
        match self.order {
            NumberOrder::YearMonthDay => format_compact!("{year:04}{sign}{month:02}{sign}{day:02}"),
            NumberOrder::MonthDayYear => format_compact!("{month:02}{sign}{day:02}{sign}{year:04}"),
            NumberOrder::DayMonthYear => format_compact!("{day:02}{sign}{month:02}{sign}{year:04}"),
        }
    }
}

/// What to do with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearPart {
    /// Write this one.
    With(i16),
    /// Omit it.
    Without,
}

/// The date in house style: `September 21`, `September 21, 2018`, `21 September 2018`; several days keep their joints:
/// `July 22, 31`, `January 15 and 23`, `July 22–24`.
#[must_use]
pub fn house_form(date: &Written, style: DateStyle, year: YearPart) -> CompactString {
    if let (Some(numbers), Some(month), Some(day), YearPart::With(year)) = (style.numbers, date.month, date.day, year)
        && Numbers::can_write(date)
    {
        return numbers.print(year, month.value.number, day.value);
    }
    let month = date.month.map(|month| month_name(month, style.months));
    let mut out = CompactString::default();
    if let Some(weekday) = date.weekday {
        let named = super::WEEKDAYS.iter().find(|(_, day)| *day == weekday.value);
        out.push_str(named.map_or("", |(name, _)| name));
        out.push_str(if style.commas().weekday { ", " } else { " " });
    }
    match (date.day, month) {
        (Some(day), Some(month)) if style.order == DateOrder::MonthDay => {
            put(&mut out, format_args!("{month} {}", day.value));
            for further in &date.further {
                out.push_str(joint(further.join));
                if let Some(month) = further.month {
                    put(&mut out, format_args!("{} ", month_name(month, style.months)));
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
                    put(&mut out, format_args!(" {}", month_name(month, style.months)));
                }
            }
            if !own_months {
                put(&mut out, format_args!(" {month}"));
            }
            if let YearPart::With(year) = year {
                let comma = if style.commas().year { "," } else { "" };
                put(&mut out, format_args!("{comma} {year}"));
            }
        }
        (None, Some(month)) => {
            put(&mut out, format_args!("{month}"));
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

/// Appends to a text, which cannot fail.
fn put(out: &mut CompactString, words: std::fmt::Arguments<'_>) {
    let _ = std::fmt::Write::write_fmt(out, words);
}

/// A day in house style, with its year only if that is not the issue's.
#[must_use]
pub fn print_day(day: Date, style: DateStyle, issue: Option<Date>) -> CompactString {
    let number = day.month().unsigned_abs().clamp(1, 12);
    if let Some(numbers) = style.numbers {
        return numbers.print(day.year(), number, day.day().unsigned_abs());
    }
    let month = short_or_full(number, style.months, None);
    let comma = if style.commas().year { "," } else { "" };
    let year = issue.is_none_or(|issue| issue.year() != day.year()).then(|| day.year());
    match (style.order, year) {
        (DateOrder::MonthDay, None) => format_compact!("{month} {}", day.day()),
        (DateOrder::MonthDay, Some(year)) => format_compact!("{month} {}{comma} {year}", day.day()),
        (DateOrder::DayMonth, None) => format_compact!("{} {month}", day.day()),
        (DateOrder::DayMonth, Some(year)) => format_compact!("{} {month}{comma} {year}", day.day()),
    }
}

impl Written {
    /// Whether the date is in house style; a line end counts as a space, and the year is ignored.
    #[must_use]
    pub fn is_house_form(&self, text: &str, style: DateStyle) -> bool {
        if self.is_plain_house_form(text, style) || self.is_in_numbers(text, style) {
            return true;
        }
        let year = self.year.map_or(YearPart::Without, |year| YearPart::With(year.value));
        same_but_line_ends(self.span.of(text), &house_form(self, style, year))
    }
}

impl Written {
    /// Whether the date is one day or month in house style with single spaces: `September 21`, `21 September 2018`,
    /// `September 2018`. Nearly every date is, and this is cheap to determine.
    pub(super) fn is_plain_house_form(&self, text: &str, style: DateStyle) -> bool {
        let (Some(month), None, []) = (self.month, self.weekday, self.further.as_slice()) else { return false };
        if style.months != MonthStyle::Full || style.numbers.is_some() {
            return false;
        }
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
        let comma: &[u8] = if style.commas().year { b", " } else { b" " };
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

impl Written {
    /// Whether the date is in the numeric form of the style; leading zeros and the separator are ignored.
    pub(super) fn is_in_numbers(&self, text: &str, style: DateStyle) -> bool {
        let own = style.numbers.and_then(|_| Numbers::of(self, text));
        own.is_some_and(|own| style.numbers.is_some_and(|numbers| numbers.order == own.order))
    }
}

/// What follows `number`, which is written without leading zeros.
fn without_number(written: &[u8], number: i16) -> Option<&[u8]> {
    let len = written.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = written.split_at(len);
    let value = digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
    (len > 0 && digits[0] != b'0' && value == i32::from(number)).then_some(rest)
}

/// Whether the two are equal, except that a line end may replace a space and a hyphen a dash; the copy rules handle
/// those.
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

/// A month of a date in a style. A month that is already short stays as it is: `Sep.`, `Sept.`
pub(super) fn month_name(month: Spanned<Month>, style: MonthStyle) -> CompactString {
    let own = match month.value.form {
        MonthForm::Abbreviated { stop } => Some(month.span.len() as usize - usize::from(stop)),
        _ => None,
    };
    short_or_full(month.value.number, style, own)
}

/// A month in a style; shortened to `letters`, or in the usual short form.
fn short_or_full(number: u8, style: MonthStyle, letters: Option<usize>) -> CompactString {
    let full = MONTHS[usize::from(number.clamp(1, 12)) - 1];
    if style.is_full(number) {
        return full.into();
    }
    let usual = if number == 9 { 4 } else { 3 };
    let short = full.get(..letters.unwrap_or(usual)).unwrap_or(full);
    format_compact!("{short}{}", if style == MonthStyle::Bare { "" } else { "." })
}

fn joint(join: Join) -> &'static str {
    match join {
        Join::Comma => ", ",
        Join::And => " and ",
        Join::Through | Join::Slash => "–",
        Join::Or => " or ",
    }
}
