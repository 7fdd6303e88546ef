//! Parses one date at one offset.

use super::names::word_at;
use super::scan::Parser;
use super::{Further, Join, Month, MonthForm, Order, Spanned, Weekday, Written, month_at, periods, weekday_at};
use crate::text::{Slice, Span};

/// The date that starts at byte `at` of `text`: the longest reading.
///
/// Recognized are `May 9`, `May 9, 2018`, `9 May`, `Sept. 9th`, `Tuesday, May 9`, `August 2018`, `2018-09-21`,
/// `09.21.16`, `January 15 and 23`, `July 22–24`. A year alone is not a date; see [`year_at`]. Whether the day exists
/// is not checked here.
#[must_use]
pub fn written_at(text: &str, at: usize) -> Option<Written> {
    Parser { text, citation: false }.date(at)
}

/// The same in a citation, where a comma may separate several days: `July 22, 31`.
#[must_use]
pub fn written_in_citation_at(text: &str, at: usize) -> Option<Written> {
    Parser { text, citation: true }.date(at)
}

/// The year from 1900 to 2100 at `at`, if it is not joined to anything.
#[must_use]
pub fn year_at(text: &str, at: usize) -> Option<Written> {
    let parser = Parser { text, citation: false };
    let (year, end) = parser.year(at)?;
    let span = Span::at(at..end);
    Some(Written { year: Some(Spanned::new(span, year)), ..Written::bare(span, Order::YearOnly) })
}

/// The month at `at` without day or year: `June` in `(Source, June)`.
#[must_use]
pub fn month_alone_at(text: &str, at: usize) -> Option<Written> {
    let (month, len) = month_at(text, at).filter(|(month, _)| month.capital && month.form != MonthForm::Misspelt)?;
    let span = Span::at(at..at + len);
    let parser = Parser { text, citation: true };
    Some(parser.found(at..at + len, Some(Spanned::new(span, month)), None, Order::MonthYear))
}

impl Parser<'_> {
    fn date(&self, at: usize) -> Option<Written> {
        if !self.text.is_char_boundary(at) {
            return None;
        }
        let byte = self.byte(at);
        if byte.is_ascii_digit() {
            let date = self.numeric(at, None).or_else(|| self.day_month(at, None));
            return if self.citation {
                date.or_else(|| self.hyphenated(at)).or_else(|| self.two_numbers(at)).or_else(|| self.period(at))
            } else {
                date
            };
        }
        if !byte.is_ascii_alphabetic() {
            return None;
        }
        // The first letter rules out most words.
        let may_open = match byte | 0x20 {
            b'a' | b'd' | b'f' | b'j' | b'm' | b'n' | b'o' | b's' | b't' | b'w' => true,
            b'b' | b'e' | b'h' | b'l' | b'q' => self.citation,
            _ => false,
        };
        if !may_open {
            return None;
        }
        if self.citation && byte == b't' && word_at(self.text, at) == "the" {
            // `the 9th of May`, `the week of May 9`
            let start = self.space(at + 3).filter(|start| *start > at + 3)?;
            let date = self.day_month(start, None).or_else(|| self.period(start))?;
            return Some(Written { span: Span::new(Span::at(at..at).start, date.span.end), ..date });
        }
        if let Some((weekday, len)) = weekday_at(self.text, at) {
            let weekday = Spanned::new(Span::at(at..at + len), weekday);
            let mut next = at + len;
            next += usize::from(self.byte(next) == b',');
            let mut start = self.space(next).filter(|start| *start > next)?;
            // `Tuesday the 21st of September`
            if word_at(self.text, start) == "the" {
                start = self.space(start + 3).filter(|next| *next > start + 3)?;
            }
            let date = if self.byte(start).is_ascii_digit() {
                self.numeric(start, Some(weekday)).or_else(|| self.day_month(start, Some(weekday)))
            } else {
                self.month_day(start, Some(weekday))
            }?;
            return Some(Written { span: Span::new(weekday.span.start, date.span.end), ..date });
        }
        let date = self.month_day(at, None).or_else(|| periods::season(self, at));
        if self.citation { date.or_else(|| self.period(at)) } else { date }
    }

    /// In a citation, a period: `Q3 2018`, `week of September 3`
    fn period(&self, at: usize) -> Option<Written> {
        let Some(start) = periods::day_of_week(self, at) else { return periods::in_citation(self, at) };
        let date = self.date(start).filter(|date| date.day.is_some() && !date.is_ambiguous())?;
        let span = Span::new(Span::at(at..at).start, date.span.end);
        let Written { month, year, short_year, .. } = date;
        Some(Written { month, year, short_year, ..Written::bare(span, Order::Week) })
    }

    /// `May 9`, `May 9, 2018`, `May 2018`, `May/June 2018`
    fn month_day(&self, at: usize, weekday: Option<Spanned<Weekday>>) -> Option<Written> {
        let (month, len) = month_at(self.text, at)?;
        let span = Span::at(at..at + len);
        if let Some(start) = self.day_behind(at + len)
            && let Some((day, end)) = self.day(start)
            && (start > at + len || self.ends(end))
        {
            let mut date = self.found(at..end, Some(Spanned::new(span, month)), Some(day), Order::MonthDay);
            date.weekday = weekday;
            // Usually the closing bracket of a citation follows.
            if self.byte(end) != b')' {
                self.further(&mut date, end);
                // `March 3/4 of them`: a fraction.
                let pair = date.further.first().is_some_and(|further| further.join == Join::Slash);
                if self.byte(end) == b'/' && !pair {
                    return None;
                }
                self.year_after(&mut date);
            }
            return Some(date);
        }
        if weekday.is_some() || !month.capital {
            return None;
        }
        self.month_year(at, Spanned::new(span, month))
    }

    /// Where the day after a month starts: after a space; in a citation also `May, 9`, `May. 9`, `May9`.
    fn day_behind(&self, end: usize) -> Option<usize> {
        let sign = usize::from(self.citation && matches!(self.byte(end), b',' | b'.'));
        self.space(end + sign).filter(|start| *start > end + sign || self.citation && sign == 0)
    }

    /// `9-May-2017`, `9/May/2017`
    fn hyphenated(&self, at: usize) -> Option<Written> {
        let digits = self.text.as_bytes()[at..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let day = self.text.get(at..at + digits)?.parse().ok().filter(|day| (1..=31).contains(day))?;
        let sign = self.byte(at + digits);
        let start = at + digits + 1;
        let (month, len) = month_at(self.text, start).filter(|_| matches!(sign, b'-' | b'/' | b'.'))?;
        let end = start + len;
        let day = Spanned::new(Span::at(at..at + digits), day);
        let month = Some(Spanned::new(Span::at(start..end), month));
        let mut date = self.found(at..end, month, Some(day), Order::DayMonth);
        if self.byte(end) == sign
            && let Some((year, stop)) = self.year(end + 1)
        {
            date.year = Some(Spanned::new(Span::at(end + 1..stop), year));
            date.span.end = Span::at(0..stop).end;
        }
        self.ends(date.span.end as usize).then_some(date)
    }

    /// `9/21`: two numbers on their own.
    fn two_numbers(&self, at: usize) -> Option<Written> {
        let number = |from: usize| {
            let digits =
                self.text.as_bytes().get(from..)?.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            let value: u8 = self.text.get(from..from + digits)?.parse().ok()?;
            (1..=31).contains(&value).then_some((value, from + digits))
        };
        let (a, slash) = number(at)?;
        let (b, end) = number(slash + 1).filter(|_| self.byte(slash) == b'/')?;
        let day_first = day_first(a, b);
        let (first, second) = (Span::at(at..slash), Span::at(slash + 1..end));
        let (month, day) = if day_first == Some(true) { ((second, b), (first, a)) } else { ((first, a), (second, b)) };
        // Words after it make it a fraction or a score.
        let counts = self.space(end).is_some_and(|next| next > end && self.byte(next).is_ascii_alphanumeric());
        if month.1 > 12 || counts || !self.ends(end) {
            return None;
        }
        let number = Month { number: month.1, form: MonthForm::Numeric, capital: true };
        let day = Some(Spanned::new(day.0, day.1));
        Some(self.found(at..end, Some(Spanned::new(month.0, number)), day, Order::Numeric { day_first }))
    }

    /// `August 2018`, `August, 2018`, `May/June 2018`, `May–June 2018`
    fn month_year(&self, at: usize, month: Spanned<Month>) -> Option<Written> {
        let mut end = month.span.end as usize;
        let mut order = Order::MonthYear;
        let joint = self.text.slice(end..).chars().next().filter(|c| matches!(c, '/' | '-' | '–'));
        if let Some(joint) = joint
            && let Some((second, len)) = month_at(self.text, end + joint.len_utf8())
            && second.capital
        {
            end += joint.len_utf8() + len;
            order = Order::Period;
        }
        let comma = usize::from(self.byte(end) == b',');
        let start = self.space(end + comma).filter(|start| *start > end + comma)?;
        let (year, stop) = self.year(start)?;
        let mut date = self.found(at..stop, Some(month), None, order);
        date.year = Some(Spanned::new(Span::at(start..stop), year));
        Some(date)
    }

    /// `9 May`, `9th of May, 2018`, `15 and 23 January`, `22–24 July`
    fn day_month(&self, at: usize, weekday: Option<Spanned<Weekday>>) -> Option<Written> {
        let (day, mut end) = self.day(at)?;
        let mut further = Vec::new();
        // `3rd, 4th and 5th May`: only days have an ending, whereas `Article 3, 9 May` is a number and a day.
        let ordinal = self.byte(end - 1).is_ascii_alphabetic();
        while let Some((join, start)) = self.join(end).or_else(|| self.comma(end).filter(|_| ordinal)) {
            let Some((day, stop)) = self.day(start) else { break };
            further.push(Further { span: day.span, join, month: None, day });
            end = stop;
        }
        // `9. May`
        end += usize::from(self.citation && self.byte(end) == b'.');
        let mut start = self.space(end)?;
        if word_at(self.text, start) == "of" {
            start = self.space(start + 2)?;
        }
        let (month, len) = month_at(self.text, start)?;
        // `9 may have died`: a lower-case month must be followed by a year or the end.
        let stop = start + len;
        if !month.capital && matches!(month.number, 3 | 5) && self.year_behind(stop).is_none() {
            return None;
        }
        let mut date =
            self.found(at..stop, Some(Spanned::new(Span::at(start..stop), month)), Some(day), Order::DayMonth);
        date.weekday = weekday;
        date.further = further;
        if date.further.is_empty() {
            self.further_months(&mut date, stop);
        }
        self.year_after(&mut date);
        Some(date)
    }

    /// `30 July–2 August`, `31 July/1 August`
    fn further_months(&self, date: &mut Written, end: usize) {
        if let Some((join @ (Join::Through | Join::Slash), start)) = self.join(end)
            && let Some((day, stop)) = self.day(start)
            && let Some(next) = self.space(stop)
            && let Some((month, len)) = month_at(self.text, next)
            && month.capital
        {
            let month = Some(Spanned::new(Span::at(next..next + len), month));
            date.further.push(Further { span: Span::at(start..next + len), join, month, day });
            date.span.end = Span::at(0..next + len).end;
        }
    }

    /// The days that a comma, `and` or a dash joins to `May 9`.
    fn further(&self, date: &mut Written, mut end: usize) {
        while let Some((join, start)) = self.join(end) {
            let month = month_at(self.text, start).filter(|(month, _)| month.capital);
            let day_at = match month {
                Some((_, len)) if matches!(join, Join::Through | Join::Slash) || self.citation && join == Join::And => {
                    match self.space(start + len) {
                        Some(at) if at > start + len => at,
                        _ => return,
                    }
                }
                Some(_) => return,
                None => start,
            };
            let Some((day, stop)) = self.day(day_at) else { return };
            // `July 22, 31 people`: a number that counts something is not a day.
            if join != Join::Through && month.is_none() && self.counts(stop) {
                return;
            }
            // In prose, `March 3/4 the size` is a fraction.
            if join == Join::Slash && month.is_none() && !self.ends_clause(stop) {
                return;
            }
            let month = month.map(|(month, len)| Spanned::new(Span::at(start..start + len), month));
            let span = Span::at(start..stop);
            date.further.push(Further { span, join, month, day });
            date.span.end = span.end;
            end = stop;
        }
    }

    /// What joins one more day after `end`, and where that day starts.
    fn join(&self, end: usize) -> Option<(Join, usize)> {
        let rest = self.text.get(end..)?;
        let first = rest.chars().next()?;
        if matches!(first, '–' | '-' | '—') {
            let after = end + first.len_utf8();
            return (self.byte(after).is_ascii_alphanumeric()).then_some((Join::Through, after));
        }
        if first == ',' {
            let start = self.space(end + 1)?;
            if word_at(self.text, start) == "and" {
                return Some((Join::And, self.space(start + 3).filter(|next| *next > start + 3)?));
            }
            return self.citation.then_some((Join::Comma, start));
        }
        if first == '/' {
            return Some((Join::Slash, end + 1));
        }
        let start = self.space(end).filter(|start| *start > end)?;
        let word = word_at(self.text, start);
        let after = self.space(start + word.len()).filter(|next| *next > start + word.len());
        match word {
            "and" => Some((Join::And, self.article(after?))),
            "or" => Some((Join::Or, self.article(after?))),
            "to" | "through" | "until" => Some((Join::Through, self.article(after?))),
            "" if self.text.slice(start..).starts_with('&') => Some((Join::And, self.space(start + 1)?)),
            "" => {
                // `July 22 – 24`, but a hyphen that opens a line marks the next item of a list.
                let dash = self.text.slice(start..).chars().next().filter(|c| matches!(c, '–' | '-'))?;
                let opens_item = dash == '-' && self.text.slice(end..start).contains('\n');
                let start = self.space(start + dash.len_utf8())?;
                (!opens_item).then_some((Join::Through, start))
            }
            _ => None,
        }
    }

    /// What a comma joins: `3rd, 4th`.
    fn comma(&self, end: usize) -> Option<(Join, usize)> {
        (self.byte(end) == b',').then(|| Some((Join::Comma, self.article(self.space(end + 1)?))))?
    }

    /// Where the day starts at `at`, after its article: `the 21st`.
    fn article(&self, at: usize) -> usize {
        let behind = || self.space(at + 3).filter(|next| *next > at + 3 && self.byte(*next).is_ascii_digit());
        if self.byte(at) == b't' && word_at(self.text, at) == "the" { behind().unwrap_or(at) } else { at }
    }

    /// Whether a clause, or the phrase with the day, ends at `end`, or its year follows.
    fn ends_clause(&self, end: usize) -> bool {
        let next = self.text.slice(end..).trim_start().chars().next();
        next.is_none_or(|c| matches!(c, ')' | ']' | ',' | ';' | '.' | ':' | '(' | '—' | '–'))
            || self.year_behind(end).is_some()
    }

    /// Whether the number that ends at `end` counts what follows.
    fn counts(&self, end: usize) -> bool {
        self.year_behind(end).is_none() && self.has_noun_behind(end)
    }

    /// Whether a word follows that may be what a number counts.
    pub(super) fn has_noun_behind(&self, end: usize) -> bool {
        let next = self.space(end).unwrap_or(end);
        let word = word_at(self.text, next);
        !word.is_empty() && !matches!(word, "and" | "to" | "in" | "at" | "on" | "from" | "the" | "when" | "as")
    }

    /// Adds the year after the date, if there is one.
    fn year_after(&self, date: &mut Written) {
        if let Some((start, year, end)) = self.year_behind(date.span.end as usize) {
            date.year = Some(Spanned::new(Span::at(start..end), year));
            date.short_year = !self.byte(start).is_ascii_digit();
            date.span.end = Span::at(start..end).end;
        }
    }

    /// The year after `end`: where it starts, which one it is, where it ends.
    pub(super) fn year_behind(&self, end: usize) -> Option<(usize, i16, usize)> {
        let comma_at = if self.citation { self.space(end)? } else { end };
        let comma = self.byte(comma_at) == b',';
        let start = self.space(if comma { comma_at + 1 } else { end })?;
        if start == end {
            return None;
        }
        let (year, stop) = self.year(start).or_else(|| self.short_year(start)).or_else(|| self.old_year(start))?;
        Some((start, year, stop))
    }

    /// `’17`
    fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        let sign = self.text.slice(at..).chars().next().filter(|c| matches!(c, '\'' | '’' | '‘'))?;
        let start = at + sign.len_utf8();
        let digits =
            self.text.get(start..start + 2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let stop = self.byte(start + 2) == b'.' && !self.byte(start + 3).is_ascii_alphanumeric();
        (stop || self.ends(start + 2)).then_some((century(digits.parse().ok()?), start + 2))
    }

    /// `2018-09-21`, `2018/09/21`, `09.21.16`, `8/27/09`, `27.08.2009`
    fn numeric(&self, at: usize, weekday: Option<Spanned<Weekday>>) -> Option<Written> {
        if at > 0 && matches!(self.byte(at - 1), b'.' | b'/' | b'-' | b':' | b'$' | b'v') {
            return None;
        }
        let bytes = &self.text.as_bytes()[at..];
        let number =
            |from: usize| bytes.get(from..).map_or(0, |b| b.iter().take(5).take_while(|b| b.is_ascii_digit()).count());
        let first = number(0);
        let sign = *bytes.get(first)?;
        let second = number(first + 1);
        let third_at = first + 1 + second + 1;
        if !matches!(sign, b'-' | b'/' | b'.')
            || bytes.get(first + 1 + second) != Some(&sign)
            || !(1..=2).contains(&second)
        {
            return None;
        }
        let third = number(third_at);
        let end = third_at + third;
        let next = self.text.slice(at + end..).chars().next();
        let goes_on = next.is_some_and(|c| c.is_alphanumeric())
            || next.is_some_and(|c| matches!(c, '.' | '/' | '-' | ':')) && number(end + 1) > 0;
        if goes_on {
            return None;
        }
        // `8.27.53` is a time, a version or a section, unless something shows that it is a day.
        let bare = !self.citation && weekday.is_none() && sign == b'.' && third == 2;
        if bare && !self.tells_a_day(at) {
            return None;
        }
        let value = |from: usize, len: usize| self.text.slice(at + from..at + from + len).parse::<u16>().unwrap_or(0);
        let (a, b, c) = (value(0, first), value(first + 1, second), value(third_at, third));
        let place = |from: usize, len: usize| Span::at(at + from..at + from + len);
        let parts = match (first, third) {
            (4, 1..=2) if sign != b'.' => {
                (Order::YearMonthDay, place(0, 4), a, place(first + 1, second), b, place(third_at, third), c)
            }
            (1..=2, 2 | 4) if sign != b'-' || third == 4 => {
                let day_first = day_first(u8::try_from(a).ok()?, u8::try_from(b).ok()?);
                let order = Order::Numeric { day_first };
                let year = if third == 2 { century(i16::try_from(c).ok()?).unsigned_abs() } else { c };
                let year_at = place(third_at, third);
                if day_first == Some(true) {
                    (order, year_at, year, place(first + 1, second), b, place(0, first), a)
                } else {
                    (order, year_at, year, place(0, first), a, place(first + 1, second), b)
                }
            }
            _ => return None,
        };
        let (order, year_at, year, month_at, month, day_at, day) = parts;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1900..=2100).contains(&year) {
            return None;
        }
        let month = Month { number: u8::try_from(month).ok()?, form: MonthForm::Numeric, capital: true };
        let day = Spanned::new(day_at, u8::try_from(day).ok()?);
        let mut date = self.found(at..at + end, Some(Spanned::new(month_at, month)), Some(day), order);
        date.year = Some(Spanned::new(year_at, i16::try_from(year).ok()?));
        date.weekday = weekday;
        (date.short_year, date.assumed) = (year_at.len() == 2, bare);
        Some(date)
    }

    /// Whether the words before `at` show that a day follows: `on 8.27.16`.
    fn tells_a_day(&self, at: usize) -> bool {
        let before = self.text.slice(..at);
        let word = before.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        before.ends_with([' ', '\n', '\u{a0}']) && ["on", "dated"].iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    pub(super) fn found(
        &self,
        range: std::ops::Range<usize>,
        month: Option<Spanned<Month>>,
        day: Option<Spanned<u8>>,
        order: Order,
    ) -> Written {
        Written { month, day, ..Written::bare(Span::at(range), order) }
    }
}

/// Whether the first of two numbers is the day; unknown if both may be months and they differ.
fn day_first(a: u8, b: u8) -> Option<bool> {
    match (a > 12, b > 12) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => (a == b).then_some(false),
    }
}

/// The year that two digits mean without an issue date: 1970 to 2069.
fn century(year: i16) -> i16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests;
