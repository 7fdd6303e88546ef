//! Settles what a date leaves open, based on its document: the century of a two-digit year, the order of two numbers.

use super::resolve::{date, limit};
use super::{Date, Order, Written};

/// How old a source with a two-digit year may be without anyone having to check it.
const OLD: i16 = 50;

/// This many dates of one order make the order of all clear.
const CLEAR: u32 = 3;

/// The orders in which a document writes numeric dates, as far as they are recognizable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumericOrders {
    /// Dates that can only have the day first: `21/09/2016`.
    day_first: u32,
    /// Dates that can only have the month first: `09/21/2016`.
    month_first: u32,
    /// Whether there is a date whose order is not recognizable.
    open: bool,
}

impl NumericOrders {
    /// Counts a date.
    pub fn count(&mut self, date: &Written) {
        let Order::Numeric { day_first } = date.order else { return };
        let same = date.month.map(|month| month.value.number) == date.day.map(|day| day.value);
        match day_first {
            // `05/05/16`
            _ if same => {}
            Some(true) => self.day_first += 1,
            Some(false) => self.month_first += 1,
            None => self.open = true,
        }
    }

    /// Whether the day comes first, if the dates show one order, and whether that is clear without asking anyone.
    fn day_first(self) -> Option<(bool, bool)> {
        match (self.day_first, self.month_first) {
            (0, 0) => None,
            (count, 0) => Some((true, count >= CLEAR)),
            (0, count) => Some((false, count >= CLEAR)),
            _ => None,
        }
    }
}

impl Written {
    /// Settles what the date leaves open, in an issue of the given date whose other dates have these orders.
    pub fn settle(&mut self, issue: Option<Date>, slack: u32, orders: NumericOrders) {
        if self.is_ambiguous()
            && let Some((day_first, clear)) = orders.day_first()
            && let (Some(month), Some(day)) = (&mut self.month, &mut self.day)
        {
            if day_first {
                std::mem::swap(&mut month.span, &mut day.span);
                std::mem::swap(&mut month.value.number, &mut day.value);
            }
            self.order = Order::Numeric { day_first: Some(day_first) };
            self.assumed |= !clear;
        }
        if self.short_year {
            self.settle_century(issue, slack);
        }
    }

    /// Settles which of two numbers is the day, if the address of the source contains the date.
    pub fn settle_by(&mut self, told: Date) {
        let ambiguous = self.is_ambiguous();
        let (Some(month), Some(day)) = (&mut self.month, &mut self.day) else { return };
        let other_year = self.year.is_some_and(|year| year.value != told.year());
        if !ambiguous || other_year {
            return;
        }
        let read = (month.value.number.cast_signed(), day.value.cast_signed());
        let day_first = if read == (told.month(), told.day()) {
            false
        } else if read == (told.day(), told.month()) {
            std::mem::swap(&mut month.span, &mut day.span);
            std::mem::swap(&mut month.value.number, &mut day.value);
            true
        } else {
            return;
        };
        self.order = Order::Numeric { day_first: Some(day_first) };
        self.assumed = true;
    }

    /// A source is not later than its issue: `8/27/45` in an issue of 2018 is from 1945. The issue's year and the next
    /// one are kept even if the day is ahead; other rules report that.
    fn settle_century(&mut self, issue: Option<Date>, slack: u32) {
        let Some(year) = &mut self.year else { return };
        let Some(issue) = issue else {
            self.assumed = true;
            return;
        };
        let latest = issue.year() + 1;
        year.value = latest - (latest - year.value).rem_euclid(100);
        let year = year.value;
        let ahead = || {
            let (month, day) = (self.month?.value.number, self.day?.value);
            Some(date(year, month, day)? > limit(issue, slack))
        };
        self.assumed |= year < issue.year() - OLD || ahead().unwrap_or(year > issue.year());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::written_in_citation_at;
    use jiff::civil::date as day;

    fn settled(text: &str, others: &[&str]) -> Written {
        let mut orders = NumericOrders::default();
        for other in others {
            orders.count(&written_in_citation_at(other, 0).unwrap());
        }
        let mut date = written_in_citation_at(text, 0).unwrap();
        date.settle(Some(day(2018, 10, 10)), 0, orders);
        date
    }

    #[test]
    fn years_of_two_digits_are_not_after_the_issue() {
        for (text, year, assumed) in [
            ("8/27/18", 2018, false),
            ("8/27/09", 2009, false),
            ("8/27/99", 1999, false),
            ("8/27/68", 1968, false),
            ("8/27/67", 1967, true),
            ("8/27/45", 1945, true),
            ("8/27/20", 1920, true),
            // The day is ahead: that is the fault, and nobody knows whose.
            ("8/27/19", 2019, true),
            ("10/10/18", 2018, false),
            ("10/11/18", 2018, true),
            // No such day: only the year can be compared.
            ("2/30/18", 2018, false),
            ("2/30/19", 2019, true),
            ("11/27/18", 2018, true),
            ("May 9, ’17", 2017, false),
            ("May 9, ’45", 1945, true),
            ("May 9, 1930", 1930, false),
        ] {
            let date = settled(text, &[]);
            assert_eq!((date.year.map(|year| year.value), date.assumed), (Some(year), assumed), "{text}");
        }
        let mut undated = written_in_citation_at("8/27/09", 0).unwrap();
        undated.settle(None, 0, NumericOrders::default());
        assert!(undated.assumed);
    }

    #[test]
    fn the_address_shows_the_order() {
        for (text, told, month, date, settled) in [
            ("05/09/2016", day(2016, 5, 9), 5, 9, true),
            ("05/09/2016", day(2016, 9, 5), 9, 5, true),
            ("05/09/2016", day(2016, 9, 6), 5, 9, false),
            ("05/09/2016", day(2015, 5, 9), 5, 9, false),
            ("05/09/2016", day(2016, 5, 8), 5, 9, false),
            ("09/21/2016", day(2016, 9, 21), 9, 21, false),
        ] {
            let mut read = written_in_citation_at(text, 0).unwrap();
            let order = read.order;
            read.settle_by(told);
            assert_eq!((read.month.unwrap().value.number, read.day.unwrap().value), (month, date), "{text} {told}");
            assert_eq!((read.assumed, read.order != order), (settled, settled), "{text} {told}");
            assert_eq!(read.month.unwrap().span.of(text).trim_start_matches('0'), month.to_string(), "{text} {told}");
        }
    }

    #[test]
    fn other_dates_show_the_order() {
        let read = |text, others: &[&str]| {
            let date = settled(text, others);
            (date.month.unwrap().value.number, date.day.unwrap().value, date.is_ambiguous(), date.assumed)
        };
        assert_eq!(read("05/09/16", &["21/09/2016"]), (9, 5, false, true));
        assert_eq!(read("05/09/16", &["09/21/2016"]), (5, 9, false, true));
        assert_eq!(read("05/09/16", &["21.09.2016", "22/09/16"]), (9, 5, false, true));
        assert_eq!(read("05/09/16", &["9/21/2016", "9/22/16", "8/31/2016"]), (5, 9, false, false));
        assert_eq!(read("05/09/16", &["21.09.2016", "22/09/16", "31/8/2016"]), (9, 5, false, false));
        for others in [&[][..], &["21/09/2016", "09/21/2016"], &["05/05/2016", "6/7/2016", "2016-09-21"]] {
            assert_eq!(read("05/09/16", others), (5, 9, true, false), "{others:?}");
        }
    }
}
