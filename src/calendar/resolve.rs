//! Which day a written date means.

use super::{Date, Order, Written};

/// What a written date means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// This day.
    Day(Date),
    /// A month of a year.
    Month(i16, u8),
    /// A year.
    Year(i16),
    /// No such day: February 30.
    Impossible,
    /// A day or month of an unknown year, February 29 if the last year had none, or `05/09/16`, which could be two
    /// days.
    Unknown,
}

impl Resolved {
    /// The day, if one is meant.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        if let Resolved::Day(day) = self { Some(day) } else { None }
    }
}

impl Written {
    /// What the first day of the date means in an issue of the given date; a day without a year may be `slack` days
    /// later than it.
    #[must_use]
    pub fn resolve(&self, issue: Option<Date>, slack: u32) -> Resolved {
        let Some(month) = self.month else {
            return self.year.map_or(Resolved::Unknown, |year| Resolved::Year(year.value));
        };
        let month = month.value.number;
        if self.is_ambiguous() {
            return Resolved::Unknown;
        }
        let Some(day) = self.day else {
            return match (self.year, issue) {
                (Some(year), _) => Resolved::Month(year.value, month),
                (None, Some(issue)) => {
                    let this = u8::try_from(issue.month()).unwrap_or(1);
                    Resolved::Month(issue.year() - i16::from(month > this), month)
                }
                (None, None) => Resolved::Unknown,
            };
        };
        day_of(month, day.value, self.year.map(|year| year.value), issue, slack)
    }

    /// Whether it could be two days: `05/09/16`.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        matches!(self.order, Order::Numeric { day_first: None })
    }

    /// What each further day means, in order; the years follow that of the first.
    pub fn resolve_further(&self, issue: Option<Date>, slack: u32) -> impl Iterator<Item = Resolved> {
        let mut month = self.month.map_or(1, |month| month.value.number);
        let year = self.year.map(|year| year.value).or(self.resolve(issue, slack).day().map(Date::year));
        self.further.iter().map(move |further| {
            if let Some(own) = further.month {
                month = own.value.number;
            }
            day_of(month, further.day.value, year, issue, slack)
        })
    }

    /// Whether the date has no year, and this year's falls after the issue date plus the slack.
    #[must_use]
    pub fn lies_ahead(&self, issue: Date, slack: u32) -> bool {
        let (Some(month), Some(day), None) = (self.month, self.day, self.year) else { return false };
        if self.is_ambiguous() {
            return false;
        }
        let (month, day) = (month.value.number, day.value);
        // Most are past, which needs no calendar. February 29 in a year without one is not ahead.
        (month.cast_signed(), day.cast_signed()) > (issue.month(), issue.day())
            && date(issue.year(), month, day).is_some_and(|day| day > limit(issue, slack))
    }
}

fn day_of(month: u8, day: u8, year: Option<i16>, issue: Option<Date>, slack: u32) -> Resolved {
    if let Some(year) = year {
        return date(year, month, day).map_or(Resolved::Impossible, Resolved::Day);
    }
    // A leap year shows whether the day exists at all.
    if date(2000, month, day).is_none() {
        return Resolved::Impossible;
    }
    let Some(issue) = issue else { return Resolved::Unknown };
    let limit = limit(issue, slack);
    if (month, day) == (2, 29) {
        // The most recent February that may have had it: only the author knows whether another year was meant.
        let year = limit.year() - i16::from((limit.month(), limit.day()) < (2, 29));
        return date(year, month, day).map_or(Resolved::Unknown, Resolved::Day);
    }
    // Unless the slack reaches into the next year, a past day of this year is the one.
    if u32::from(issue.day_of_year().unsigned_abs()).saturating_add(slack) <= 365
        && let Some(day) = date(issue.year(), month, day).filter(|day| *day <= issue)
    {
        return Resolved::Day(day);
    }
    (0..=1)
        .filter_map(|back| date(limit.year() - back, month, day))
        .find(|day| *day <= limit)
        .map_or(Resolved::Unknown, Resolved::Day)
}

pub(super) fn limit(issue: Date, slack: u32) -> Date {
    // More than a year makes no difference: by then, every day without a year has occurred.
    issue.checked_add(jiff::Span::new().days(slack.min(366))).unwrap_or(issue)
}

pub(super) fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // jiff's errors are made for people, and cost accordingly.
    let first = Date::new(year, month, 1).ok()?;
    if day <= first.days_in_month() { Date::new(year, month, day).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{month_alone_at, written_in_citation_at, year_at};
    use jiff::civil::date as day;

    fn resolved(text: &str, issue: Option<Date>, slack: u32) -> Resolved {
        written_in_citation_at(text, 0).unwrap().resolve(issue, slack)
    }

    #[test]
    fn without_a_year_the_latest_not_after_the_issue() {
        let issue = Some(day(2018, 10, 10));
        for (text, expected) in [
            ("September 21", day(2018, 9, 21)),
            ("October 10", day(2018, 10, 10)),
            ("October 11", day(2017, 10, 11)),
            ("December 31", day(2017, 12, 31)),
            ("May 9, 2012", day(2012, 5, 9)),
            ("November 1, 2018", day(2018, 11, 1)),
        ] {
            assert_eq!(resolved(text, issue, 0), Resolved::Day(expected), "{text}");
        }
        // The last February before an issue of 2018 has no such day; before one of early 2017 it had.
        assert_eq!(resolved("February 29", issue, 0), Resolved::Unknown);
        assert_eq!(resolved("February 29", Some(day(2017, 1, 15)), 0), Resolved::Day(day(2016, 2, 29)));
        assert_eq!(resolved("February 29", Some(day(2016, 2, 28)), 0), Resolved::Unknown);
        assert_eq!(resolved("February 29", Some(day(2016, 2, 28)), 1), Resolved::Day(day(2016, 2, 29)));
        assert_eq!(resolved("October 12", issue, 3), Resolved::Day(day(2018, 10, 12)));
        assert_eq!(resolved("January 2", Some(day(2018, 12, 30)), 5), Resolved::Day(day(2019, 1, 2)));
        assert_eq!(resolved("May 9", None, 0), Resolved::Unknown);
        assert_eq!(resolved("February 30", issue, 0), Resolved::Impossible);
        assert_eq!(resolved("February 29, 2018", issue, 0), Resolved::Impossible);
        assert_eq!(resolved("August 2018", None, 0), Resolved::Month(2018, 8));
    }

    #[test]
    fn a_month_without_a_year_is_the_latest_that_has_begun() {
        let issue = Some(day(2018, 10, 10));
        for (text, year) in [("September", 2018), ("October", 2018), ("November", 2017)] {
            let month = month_alone_at(text, 0).unwrap();
            let number = month.month.unwrap().value.number;
            assert_eq!(month.resolve(issue, 0), Resolved::Month(year, number), "{text}");
            assert_eq!(month.resolve(None, 0), Resolved::Unknown, "{text}");
        }
        let year = Written::of_year(crate::text::Span::new(0, 4), 2018);
        for year in [year_at("2018", 0).unwrap(), year] {
            assert_eq!(year.resolve(None, 0), Resolved::Year(2018));
        }
    }

    #[test]
    fn the_slack_reaches_to_its_last_day() {
        let issue = day(2018, 10, 10);
        for (text, year, ahead) in
            [("October 10", 2018, false), ("October 13", 2018, false), ("October 14", 2017, true)]
        {
            let date = written_in_citation_at(text, 0).unwrap();
            assert_eq!(date.resolve(Some(issue), 3).day().map(Date::year), Some(year), "{text}");
            assert_eq!(date.lies_ahead(issue, 3), ahead, "{text}");
        }
        // Into the next year, and no farther.
        for (text, year) in [("December 31", 2018), ("January 4", 2019), ("January 5", 2018)] {
            assert_eq!(resolved(text, Some(day(2018, 12, 30)), 5).day().map(Date::year), Some(year), "{text}");
        }
        // With the slack of a year, every day is ahead of the issue.
        for slack in [365, u32::MAX] {
            assert_eq!(resolved("October 9", Some(issue), slack), Resolved::Day(day(2019, 10, 9)));
        }
    }

    #[test]
    fn leap_days() {
        for (issue, slack, expected) in [
            (day(2016, 2, 29), 0, Resolved::Day(day(2016, 2, 29))),
            (day(2016, 3, 1), 0, Resolved::Day(day(2016, 2, 29))),
            (day(2017, 2, 28), 0, Resolved::Day(day(2016, 2, 29))),
            (day(2017, 3, 1), 0, Resolved::Unknown),
            (day(2016, 2, 27), 1, Resolved::Unknown),
            (day(2016, 2, 27), 2, Resolved::Day(day(2016, 2, 29))),
        ] {
            assert_eq!(resolved("February 29", Some(issue), slack), expected, "{issue} {slack}");
        }
        // The last day of a leap year is its 366th.
        assert_eq!(resolved("December 31", Some(day(2016, 12, 31)), 0), Resolved::Day(day(2016, 12, 31)));
        assert_eq!(resolved("January 1", Some(day(2016, 12, 31)), 1), Resolved::Day(day(2017, 1, 1)));
        let ahead = |issue| written_in_citation_at("February 29", 0).unwrap().lies_ahead(issue, 0);
        assert!(ahead(day(2016, 2, 28)));
        assert!(!ahead(day(2016, 2, 29)));
        assert!(!ahead(day(2018, 2, 28)));
        for (text, exists) in [
            ("February 29, 2016", true),
            ("February 29, 1900", false),
            ("February 29, 2000", true),
            ("February 29, 2018", false),
        ] {
            let exists_here = resolved(text, None, 0) != Resolved::Impossible;
            assert_eq!(exists_here, exists, "{text}");
        }
    }

    #[test]
    fn what_lies_ahead() {
        let issue = day(2018, 10, 10);
        let ahead = |text: &str, slack| {
            let date = written_in_citation_at(text, 0).or_else(|| month_alone_at(text, 0));
            date.unwrap().lies_ahead(issue, slack)
        };
        assert!(ahead("October 11", 0));
        assert!(!ahead("October 11", 1));
        assert!(!ahead("October 10", 0));
        assert!(!ahead("November 11, 2017", 0));
        assert!(!ahead("September 30", 0));
        // A month alone and two numbers of unknown order name no day.
        assert!(!ahead("December", 0) && !ahead("11/12", 0));
    }

    #[test]
    fn several_days_share_a_year() {
        let date = written_in_citation_at("December 30–January 2, 2018", 0).unwrap();
        assert_eq!(date.resolve_further(None, 0).collect::<Vec<_>>(), [Resolved::Day(day(2018, 1, 2))]);
        let date = written_in_citation_at("July 22, 31", 0).unwrap();
        let issue = Some(day(2018, 10, 10));
        assert_eq!(date.resolve_further(issue, 0).collect::<Vec<_>>(), [Resolved::Day(day(2018, 7, 31))]);
    }
}
