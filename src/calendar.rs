//! Parsing dates, resolving them to days, and writing them in house style.
//!
//! * [`written_at`] reads the longest date that starts at a byte; it never fails, and its cost is linear in the date's
//!   length.
//! * What a date leaves open (`05/09/16`) is settled once, from the issue date and the other dates of its document
//!   ([`Written::settle`]).
//! * A date without a year is the latest such day not after the issue date ([`Written::resolve`]). Without an issue
//!   date its year stays unknown: nothing is guessed.
//! * The facts of the calendar (leap years, weekdays) come from jiff.

mod foreign;
mod format;
mod names;
mod parse;
mod periods;
mod prose;
mod resolve;
mod scan;
mod settle;
mod url;

use crate::text::{Span, Spanned, map_spans};

pub use foreign::foreign_date;
pub use format::{Commas, DateStyle, MonthStyle, NumberOrder, Numbers, YearPart, house_form, print_day};
pub use jiff::civil::{Date, Weekday};
pub(crate) use names::SHORT_WEEKDAYS;
pub use names::{MONTHS, WEEKDAYS, month_at, weekday_at};
pub use parse::{month_alone_at, written_at, written_in_citation_at, year_at};
pub use prose::{Relative, RelativeDay, YearRange, relative_at, year_range_at};
pub use resolve::Resolved;
pub use settle::NumericOrders;
pub use url::{UrlDate, url_date};

/// The order of day and month in dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `September 21, 2018`
    #[default]
    MonthDay,
    /// `21 September 2018`
    DayMonth,
}

/// How a month is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthForm {
    /// `September`
    Full,
    /// `Sept.`, `Sep`
    Abbreviated {
        /// With its stop.
        stop: bool,
    },
    /// `09`
    Numeric,
    /// `Septmber`: one typo away from a month.
    Misspelt,
    /// `Septembre`: in another language, in a citation.
    Foreign,
}

/// A month in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub number: u8,
    /// How it is written.
    pub form: MonthForm,
    /// Whether it starts with a capital.
    pub capital: bool,
}

/// The order in which a date's parts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `September 21, 2018`
    MonthDay,
    /// `21 September 2018`
    DayMonth,
    /// `2018-09-21`, `2018/09/21`
    YearMonthDay,
    /// `09.21.16`, `8/27/09`
    Numeric {
        /// Whether the day comes first; unknown if both numbers may be months.
        day_first: Option<bool>,
    },
    /// `August 2018`
    MonthYear,
    /// A period other than a single month: `May/June 2018`, `Spring 2015`, `mid-September`, `Q3 2018`
    Period,
    /// `week of September 3`
    Week,
    /// `2018`
    YearOnly,
}

/// What joins one more day to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `July 22, 31`
    Comma,
    /// `January 15 and 23`
    And,
    /// `July 22–24`, `July 22 to 24`
    Through,
    /// `July 22 or 23`
    Or,
    /// `July 22/23`, two consecutive days
    Slash,
}

/// One more day of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Further {
    /// The day with its month, if it has one.
    pub span: Span,
    /// What joins it.
    pub join: Join,
    /// Its own month: `July 30–August 2`.
    pub month: Option<Spanned<Month>>,
    /// The day of the month.
    pub day: Spanned<u8>,
}

map_spans!(Further { span, month, day; join });

/// A date as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The whole date.
    pub span: Span,
    /// `Tuesday, May 9`
    pub weekday: Option<Spanned<Weekday>>,
    /// The month; none in a year alone or a season.
    pub month: Option<Spanned<Month>>,
    /// The first day.
    pub day: Option<Spanned<u8>>,
    /// The year; two digits are expanded to four.
    pub year: Option<Spanned<i16>>,
    /// Whether the year is written with two digits.
    pub short_year: bool,
    /// Whether the reading is based on more than what is written: a century far back, the order of other dates. A
    /// person must confirm it.
    pub assumed: bool,
    /// Further days of the same source or event.
    pub further: Vec<Further>,
    /// How its parts are ordered.
    pub order: Order,
}

map_spans!(Written { span, weekday, month, day, year, further; short_year, assumed, order });

/// How precisely a date identifies a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Written {
    /// A date of which nothing has been read yet.
    fn bare(span: Span, order: Order) -> Written {
        Written {
            span,
            weekday: None,
            month: None,
            day: None,
            year: None,
            short_year: false,
            assumed: false,
            further: Vec::new(),
            order,
        }
    }

    /// A year at `span`, whatever follows it: `2018a`.
    #[must_use]
    pub fn of_year(span: Span, year: i16) -> Written {
        Written { year: Some(Spanned::new(span, year)), ..Written::bare(span, Order::YearOnly) }
    }

    /// Whether it is a season, a week or another period that is not a single month.
    #[must_use]
    pub const fn is_stretch(&self) -> bool {
        matches!(self.order, Order::Period | Order::Week)
    }

    /// How precise it is.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match (self.day, self.month) {
            (Some(_), _) => Precision::Day,
            (None, Some(_)) => Precision::Month,
            (None, None) => Precision::Year,
        }
    }
}
