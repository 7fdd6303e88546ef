//! Dates in house style.

use super::{Date, DateOrder, Join, MONTHS, Month, MonthForm, Order, SHORT_WEEKDAYS, WEEKDAYS, Weekday, Written};
use crate::text::{Spanned, capitalised};
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
        out.push_str(&weekday_name(weekday, style.months));
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

/// A weekday in a style. Beside months that are always short it stays as short as it is written; elsewhere it stands in
/// full, as news agencies write it.
pub(super) fn weekday_name(weekday: Spanned<Weekday>, months: MonthStyle) -> CompactString {
    let full = WEEKDAYS.iter().find(|(_, day)| *day == weekday.value).map_or("", |(name, _)| *name);
    let len = weekday.span.len() as usize;
    let of_len = |len: usize| {
        SHORT_WEEKDAYS.iter().find(|(short, day)| *day == weekday.value && short.len() == len).map(|(short, _)| *short)
    };
    // Its stop counts.
    let short = of_len(len).or_else(|| of_len(len.checked_sub(1)?));
    match (short, months) {
        (Some(short), MonthStyle::Bare) => capitalised(short).into(),
        (Some(short), MonthStyle::Stopped) => format_compact!("{}.", capitalised(short)),
        _ => full.into(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{written_at, written_in_citation_at, year_at};
    use jiff::civil::date as day;

    fn read(text: &str) -> Written {
        written_in_citation_at(text, 0).or_else(|| year_at(text, 0)).unwrap_or_else(|| panic!("{text}"))
    }

    fn with_months(months: MonthStyle) -> DateStyle {
        DateStyle { months, ..DateStyle::MONTH_DAY }
    }

    fn in_numbers(order: NumberOrder, sign: char) -> DateStyle {
        DateStyle { numbers: Some(Numbers { order, sign }), ..DateStyle::MONTH_DAY }
    }

    fn printed(text: &str, style: DateStyle) -> CompactString {
        let date = read(text);
        house_form(&date, style, date.year.map_or(YearPart::Without, |year| YearPart::With(year.value)))
    }

    #[test]
    fn a_short_weekday_stays_beside_short_months() {
        for (text, months, expected) in [
            ("Sat Jun 20", MonthStyle::Bare, "Sat, Jun 20"),
            ("Tues. Jun. 20", MonthStyle::Stopped, "Tues., Jun. 20"),
            ("Weds Jun 20, 2018", MonthStyle::Bare, "Weds, Jun 20, 2018"),
            ("Saturday, Jun 20", MonthStyle::Bare, "Saturday, Jun 20"),
            ("Sat Jun 20", MonthStyle::News, "Saturday, June 20"),
            ("Sat June 20", MonthStyle::Full, "Saturday, June 20"),
        ] {
            assert_eq!(printed(text, with_months(months)), expected, "{text}");
        }
    }

    #[test]
    fn the_style_of_a_month() {
        for (text, expected) in [
            ("September 9", MonthStyle::Full),
            ("May 9", MonthStyle::Full),
            ("Sept. 9", MonthStyle::Stopped),
            ("Sept 9", MonthStyle::Bare),
            ("Septmber 9", MonthStyle::Full),
            ("2018-09-21", MonthStyle::Full),
        ] {
            assert_eq!(MonthStyle::of(read(text).month.unwrap().value), expected, "{text}");
        }
    }

    #[test]
    fn months_are_shortened_as_the_style_does_it() {
        for (text, style, expected) in [
            ("September 9", MonthStyle::News, "Sept. 9"),
            ("March 9", MonthStyle::News, "March 9"),
            ("Mar. 9", MonthStyle::News, "March 9"),
            ("August 9", MonthStyle::News, "Aug. 9"),
            ("February 9", MonthStyle::News, "Feb. 9"),
            ("March 9", MonthStyle::Stopped, "Mar. 9"),
            ("May 9", MonthStyle::Stopped, "May 9"),
            ("October 9", MonthStyle::Bare, "Oct 9"),
            ("September 9", MonthStyle::Bare, "Sept 9"),
            // What is short already keeps its letters.
            ("Sep. 9", MonthStyle::Stopped, "Sep. 9"),
            ("Sep 9", MonthStyle::Stopped, "Sep. 9"),
            ("Sept. 9", MonthStyle::Bare, "Sept 9"),
            ("Sept. 9", MonthStyle::Full, "September 9"),
        ] {
            assert_eq!(printed(text, with_months(style)), expected, "{text}");
        }
        assert!(!read("September 9").is_house_form("September 9", with_months(MonthStyle::News)));
        assert!(read("Sept. 9").is_house_form("Sept. 9", with_months(MonthStyle::News)));
    }

    #[test]
    fn several_days_keep_their_joints() {
        for (text, month_first, day_first) in [
            ("July 22, 31", "July 22, 31", "22, 31 July"),
            ("January 15 and 23", "January 15 and 23", "15 and 23 January"),
            ("July 22 to 24", "July 22–24", "22–24 July"),
            ("March 3/4, 2018", "March 3–4, 2018", "3–4 March 2018"),
            ("3 or 4 March", "March 3 or 4", "3 or 4 March"),
            ("July 30–August 2, 2018", "July 30–August 2, 2018", "30 July–2 August 2018"),
            ("Tuesday, May 9, 2017", "Tuesday, May 9, 2017", "Tuesday 9 May 2017"),
            ("August, 2018", "August 2018", "August 2018"),
            ("2018", "2018", "2018"),
        ] {
            assert_eq!(printed(text, DateStyle::MONTH_DAY), month_first, "{text}");
            assert_eq!(printed(text, DateStyle::DAY_MONTH), day_first, "{text}");
        }
        let commas = DateStyle { commas: Commas::BOTH, ..DateStyle::DAY_MONTH };
        assert_eq!(printed("Tuesday, May 9, 2017", commas), "Tuesday, 9 May, 2017");
    }

    #[test]
    fn dates_in_numbers() {
        let iso = in_numbers(NumberOrder::YearMonthDay, '-');
        for (text, style, expected) in [
            ("May 9, 2018", iso, "2018-05-09"),
            ("May 9, 2018", in_numbers(NumberOrder::MonthDayYear, '/'), "05/09/2018"),
            ("May 9, 2018", in_numbers(NumberOrder::DayMonthYear, '.'), "09.05.2018"),
            ("May 9", iso, "May 9"),
            ("May 2018", iso, "May 2018"),
            ("Tuesday, May 9, 2017", iso, "Tuesday, May 9, 2017"),
            ("May 9 and 10, 2018", iso, "May 9 and 10, 2018"),
        ] {
            assert_eq!(printed(text, style), expected, "{text}");
            assert_eq!(Numbers::can_write(&read(text)), text == "May 9, 2018", "{text}");
        }
        for (text, expected) in [
            ("2018-09-21", Some((NumberOrder::YearMonthDay, '-'))),
            ("21.09.2018", Some((NumberOrder::DayMonthYear, '.'))),
            ("09/21/2018", Some((NumberOrder::MonthDayYear, '/'))),
            ("Tuesday, 2018-09-21", Some((NumberOrder::YearMonthDay, '-'))),
            ("09.21.16", None),
            ("05/09/2018", None),
            ("May 9, 2018", None),
        ] {
            let numbers = Numbers::of(&read(text), text);
            assert_eq!(numbers.map(|numbers| (numbers.order, numbers.sign)), expected, "{text}");
        }
        for (text, style, expected) in [
            ("2018-9-1", iso, true),
            ("2018/09/21", iso, true),
            ("21.09.2018", iso, false),
            ("May 9, 2018", iso, false),
            ("2018-09-21", DateStyle::MONTH_DAY, false),
        ] {
            assert_eq!(read(text).is_house_form(text, style), expected, "{text}");
        }
    }

    #[test]
    fn days_are_printed_with_their_year_unless_it_is_the_issues() {
        let commas = DateStyle { commas: Commas::BOTH, ..DateStyle::DAY_MONTH };
        for (style, with_year, without) in [
            (DateStyle::MONTH_DAY, "September 9, 2018", "September 9"),
            (DateStyle::DAY_MONTH, "9 September 2018", "9 September"),
            (commas, "9 September, 2018", "9 September"),
            (with_months(MonthStyle::Bare), "Sept 9, 2018", "Sept 9"),
            (in_numbers(NumberOrder::YearMonthDay, '-'), "2018-09-09", "2018-09-09"),
        ] {
            let date = day(2018, 9, 9);
            assert_eq!(print_day(date, style, None), with_year);
            assert_eq!(print_day(date, style, Some(day(2017, 9, 9))), with_year);
            assert_eq!(print_day(date, style, Some(day(2018, 12, 31))), without);
        }
    }

    #[test]
    fn what_is_in_house_form() {
        for (text, month_first, day_first) in [
            ("September 21", true, false),
            ("September 21, 2018", true, false),
            ("September 2018", true, true),
            ("Tuesday, May 9, 2017", true, false),
            ("Tuesday 9 May 2017", false, true),
            ("9 May 2018", false, true),
            ("9 May, 2018", false, false),
            ("July 22–24", true, false),
            ("July 22-24", true, false),
            // A line end is a space, and so are the marks of a block quote after it.
            ("May\n9, 2018", true, false),
            ("May 9,\n> 2018", true, false),
            ("May 9,  2018", false, false),
            ("May  9", false, false),
            ("May 09", false, false),
            ("May 09, 2018", false, false),
            ("May 9 2018", false, false),
            ("May 9 , 2018", false, false),
            ("May 9th", false, false),
            ("Sept. 21", false, false),
            ("May 9, ’18", false, false),
            ("Tuesday, May 9,2017", false, false),
        ] {
            let date = read(text);
            assert_eq!(date.span.of(text), text);
            assert_eq!(date.is_house_form(text, DateStyle::MONTH_DAY), month_first, "{text}");
            assert_eq!(date.is_house_form(text, DateStyle::DAY_MONTH), day_first, "{text}");
        }
        let commas = DateStyle { commas: Commas::BOTH, ..DateStyle::DAY_MONTH };
        let text = "9 May, 2018";
        assert!(written_at(text, 0).unwrap().is_house_form(text, commas));
    }
}
