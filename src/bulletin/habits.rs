//! What the document mostly does where any desk may choose: the form of its dates, the side of the full stop for
//! citations, the spelling of listed names, the kind of quotation marks.
//!
//! * A form declared in the settings takes precedence ([`Whose::House`]). Otherwise a form is the document's own if it
//!   occurs at least three times, and in three quarters of all places ([`Whose::Document`]). Otherwise the shipped
//!   default applies, or nothing.
//! * Quotations, titles, and text that is not prose do not count. Dates in prose and in citations are counted
//!   separately.
//! * Rules ask here, and messages state whose form it is ([`Whose::says`]).

pub mod english;
pub mod notes;
pub(super) mod spellings;

use super::Bulletin;
use super::citation::Citation;
use super::dates::Dates;
use super::items::ItemGroup;
use super::language::Language;
use super::typography::Mark;
use crate::calendar::{
    Commas, DateOrder, DateStyle, Month, MonthForm, MonthStyle, NumberOrder, Numbers, Order, Written,
};
use crate::config::{CitationPlacement, Settings};
use crate::text::{Offset, Slice, Span, floor_boundary};

pub use notes::{NoteHabit, NoteHabits};
pub use spellings::Spellings;

/// The minimum number of places that make a habit.
const LEAST: usize = 3;

/// Whether `count` of `all` places make a habit.
const fn is_habit(count: usize, all: usize) -> bool {
    count >= LEAST && count * 4 >= all * 3
}

/// Whose form it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Whose {
    /// The house style declares it.
    House,
    /// It is what the document mostly does.
    Document,
    /// Nothing is declared or prevalent, and copydesk has a default.
    #[default]
    Shipped,
    /// It is in the shipped list of names.
    ShippedList,
    /// It is correct in any style.
    Anybody,
}

impl Whose {
    /// The start of a message, before the form.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Whose::House => "The house style is",
            Whose::Document => "This issue mostly writes",
            Whose::Shipped => "The shipped style is",
            Whose::ShippedList => "The shipped list prefers",
            Whose::Anybody => "The usual form is",
        }
    }
}

/// The habits of a document, and what its settings declare instead.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// Dates in prose.
    pub prose_dates: DateHabit,
    /// Dates in citations.
    pub citation_dates: DateHabit,
    /// Citations before or after the full stop.
    pub citation_placement: CitationPlacement,
    /// Whether this placement comes from the document or the house style.
    pub placed_by: Whose,
    /// The spelling of names.
    pub spellings: Spellings,
    /// Notes, article by article.
    pub notes: NoteHabits,
}

/// How dates are written. Whatever is not decided is left to each date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateHabit {
    order: Option<DateOrder>,
    months: Option<MonthStyle>,
    /// How months are written in brackets, where desks like them short.
    in_brackets: Option<MonthStyle>,
    numbers: Option<Numbers>,
    /// Whether a comma parts the weekday from a day in front of its month: `Tuesday, 9 May`.
    weekday_comma: Option<bool>,
    /// Whether a comma parts the year from a month behind its day: `9 May, 2017`.
    year_comma: bool,
    ordered_by: Whose,
    spelt_by: Whose,
    /// Whether it is the prose that writes so, for lack of citations: their dates may also have the shipped order.
    of_prose: bool,
    /// Whether the issue's own year is written out.
    pub own_year: bool,
}

impl DateHabit {
    /// The form that we suggest where a document has none of its own.
    fn shipped() -> DateHabit {
        DateHabit { order: Some(DateOrder::default()), months: Some(MonthStyle::default()), ..DateHabit::default() }
    }

    /// How a new date is written.
    #[must_use]
    pub fn style(&self) -> DateStyle {
        DateStyle {
            order: self.order.unwrap_or_default(),
            months: self.months.unwrap_or_default(),
            numbers: self.numbers,
            commas: Commas { weekday: self.weekday_comma.unwrap_or_default(), year: self.year_comma },
        }
    }

    /// How this date is written.
    #[must_use]
    pub fn style_of(&self, date: &Written, text: &str) -> DateStyle {
        let month = date.month.map(|month| month.value);
        let in_words = month.is_some_and(|month| month.form != MonthForm::Numeric);
        let own = own_order(date);
        let numbers = match self.numbers {
            Some(numbers) => Numbers::can_write(date).then_some(numbers),
            None if self.order.is_none() => Numbers::of(date, text),
            None => None,
        };
        // If numbers are the habit, dates that cannot be written that way are not judged by anyone's order.
        let stays = self.numbers.is_some() || self.of_prose && own == Some(DateOrder::default());
        let order = if stays { own } else { self.order.or(own) };
        let months = self.in_brackets.filter(|_| is_in_brackets(text, date)).or(self.months);
        let months = months.or_else(|| month.filter(|_| in_words).map(MonthStyle::of));
        let (order, months) = (order.unwrap_or_default(), months.unwrap_or_default());
        let weekday = self.weekday_comma.unwrap_or_else(|| {
            date.weekday.is_some() && date.day.is_some_and(|day| has_comma_before(text, day.span.start))
        });
        DateStyle { order, months, numbers, commas: Commas { weekday, year: self.year_comma } }
    }

    /// Whose form a date violates.
    #[must_use]
    pub fn whose(&self, date: &Written, text: &str) -> Whose {
        let style = self.style_of(date, text);
        let in_words = matches!(date.order, Order::MonthDay | Order::DayMonth);
        let other_order = own_order(date).is_some_and(|own| in_words && own != style.order);
        // A two-digit year and an ambiguous date never follow a form.
        let in_numbers = !in_words && Numbers::of(date, text).is_some();
        if date.day.is_some() && (other_order || in_words && style.numbers.is_some() || in_numbers) {
            return self.ordered_by;
        }
        let month = date.month.map(|month| month.value);
        let is_word = |form| matches!(form, MonthForm::Full | MonthForm::Abbreviated { .. });
        match month.filter(|month| is_word(month.form)) {
            Some(month) if !style.months.fits(month) => {
                let in_brackets = self.in_brackets.is_some() && is_in_brackets(text, date);
                if in_brackets { Whose::Document } else { self.spelt_by }
            }
            _ => Whose::Anybody,
        }
    }

    /// The form in words, if the document has decided it for these dates: an example of it.
    #[must_use]
    pub fn example(&self) -> Option<(&'static str, Whose)> {
        let order = match (self.numbers, self.order.filter(|_| !self.of_prose)?) {
            (Some(numbers), _) => match numbers.order {
                NumberOrder::YearMonthDay => "2018-09-21",
                NumberOrder::MonthDayYear => "09/21/2018",
                NumberOrder::DayMonthYear => "21/09/2018",
            },
            (None, DateOrder::MonthDay) => "September 21",
            (None, DateOrder::DayMonth) => "21 September",
        };
        Some((order, self.ordered_by))
    }
}

impl Bulletin {
    /// The author's own quotation marks and apostrophes: those in a quotation or in a citation are as the source wrote
    /// them.
    pub fn own_marks(&self) -> impl Iterator<Item = &Mark> {
        let is_cited = |span: Span| {
            let before = self.citations.partition_point(|citation| citation.span.start <= span.start);
            self.citations[..before].last().is_some_and(|citation| citation.span.contains(span))
        };
        let is_own = move |span| !is_cited(span) && !self.is_quoted(span) && self.is_english(span);
        self.typography.marks.iter().filter(move |mark| is_own(mark.span))
    }

    /// Whether the author writes curly marks, including when the two kinds are equally frequent; false if there are
    /// none.
    #[must_use]
    pub fn prefers_curly_marks(&self) -> bool {
        let (all, curly) =
            self.own_marks().fold((0, 0), |(all, curly), mark| (all + 1, curly + usize::from(mark.curly)));
        curly > 0 && curly * 2 >= all
    }
}

/// The order of day and month in a date.
const fn own_order(date: &Written) -> Option<DateOrder> {
    match date.order {
        Order::MonthDay | Order::Numeric { day_first: Some(false) } => Some(DateOrder::MonthDay),
        Order::DayMonth | Order::Numeric { day_first: Some(true) } => Some(DateOrder::DayMonth),
        _ => None,
    }
}

/// Determines the habits. `front` is the masthead, whose dates are the issue's own.
pub(super) fn read(
    text: &str,
    settings: &Settings,
    (dates, citations, language): (&Dates, &[Citation], &Language),
    (front, issue_year): (Span, Option<i16>),
    spellings: Spellings,
    (groups, notes): (&[ItemGroup], NoteHabits),
) -> Habits {
    let in_prose = dates.written.iter().filter(|mention| mention.is_plain());
    let in_prose = in_prose.map(|mention| &mention.date).filter(|date| !front.covers(date.span.start));
    let in_prose = in_prose.filter(|date| language.is_english_at(date.span));
    let items = || citations.iter().filter(|citation| !citation.is_tentative()).flat_map(|citation| &citation.items);
    let (citation_placement, placed_by) = match settings.style.citation_placement.declared() {
        Some(declared) => (declared, Whose::House),
        None => placement(citations),
    };
    let mut habits = Habits {
        prose_dates: DateHabit::default(),
        citation_dates: DateHabit::default(),
        citation_placement,
        placed_by,
        spellings,
        notes,
    };
    if let Some(order) = settings.style.date_order.declared() {
        let (order, months) = (Some(order), Some(MonthStyle::Full));
        let declared =
            DateHabit { order, months, ordered_by: Whose::House, spelt_by: Whose::House, ..DateHabit::default() };
        (habits.prose_dates, habits.citation_dates) = (declared, declared);
    } else {
        habits.prose_dates = count(in_prose.clone(), text, false).unwrap_or_else(DateHabit::shipped);
        if let Some(short) = short_months_in_brackets(in_prose.clone(), text) {
            let running = in_prose.filter(|date| !is_in_brackets(text, date));
            let DateHabit { months, spelt_by, .. } = count(running, text, false).unwrap_or_else(DateHabit::shipped);
            habits.prose_dates = DateHabit { months, spelt_by, in_brackets: Some(short), ..habits.prose_dates };
        }
        let apart = groups.iter().filter(|group| group.style.is_read_whole()).flat_map(ItemGroup::cited);
        let cited = items().chain(apart).flat_map(|item| item.dates.iter().chain(item.other_dates()));
        // A few citations have no form of their own. They may follow prose that writes days first, or numbers.
        habits.citation_dates = count(cited, text, true).unwrap_or_else(|| {
            let prose = habits.prose_dates;
            let differs = prose.order == Some(DateOrder::DayMonth) || prose.numbers.is_some();
            if prose.ordered_by == Whose::Document && differs {
                DateHabit { of_prose: true, ..prose }
            } else {
                DateHabit::shipped()
            }
        });
    }
    habits.citation_dates.own_year = issue_year.is_some_and(|year| writes_year(citations, year));
    habits
}

/// How the dates in brackets write their months, if they mostly shorten them: `in the spring (Feb. 2018)`.
fn short_months_in_brackets<'d>(dates: impl Iterator<Item = &'d Written> + Clone, text: &str) -> Option<MonthStyle> {
    let is_short =
        |date: &&Written| date.month.is_some_and(|month| matches!(month.value.form, MonthForm::Abbreviated { .. }));
    // Few texts shorten any.
    dates.clone().find(is_short)?;
    let named = |date: &&Written| date.month.is_some_and(|month| month.value.form != MonthForm::Numeric);
    let inside: Vec<Month> = dates
        .filter(|date| named(date) && is_in_brackets(text, date))
        .filter_map(|date| Some(date.month?.value))
        .collect();
    let fitting = |style: &MonthStyle| inside.iter().filter(|month| style.fits(**month)).count();
    let styles = MonthStyle::ALL.into_iter().filter(|style| *style != MonthStyle::Full);
    styles.rev().max_by_key(fitting).filter(|style| is_habit(fitting(style), inside.len()))
}

/// How far before a date the bracket around it may open, in bytes.
const BRACKET: usize = 80;

/// Whether a date is in brackets.
fn is_in_brackets(text: &str, date: &Written) -> bool {
    let start = date.span.start as usize;
    let before = text.slice(floor_boundary(text, start.saturating_sub(BRACKET))..start);
    let last = memchr::memrchr2(b'(', b')', before.as_bytes());
    last.is_some_and(|at| before.as_bytes()[at] == b'(' && !before.slice(at..).contains("\n\n"))
}

fn has_comma_before(text: &str, at: Offset) -> bool {
    text.slice(..at as usize).trim_end().ends_with(',')
}

/// Counts the forms of dates; `None` if there are too few. Without a majority, citations keep to the default.
fn count<'d>(dates: impl Iterator<Item = &'d Written>, text: &str, has_default: bool) -> Option<DateHabit> {
    let (mut all, mut in_words, mut of_order, mut of_numbers) = (0, 0, [0_usize; 2], [0_usize; 3]);
    let (mut fits, mut shows) = ([0_usize; 4], [0_usize; 4]);
    let mut sign = None;
    let (mut weekdays, mut years) = ([0_usize; 2], [0_usize; 2]);
    for date in dates.filter(|date| date.day.is_some()) {
        all += 1;
        match (date.order, date.month) {
            (Order::MonthDay | Order::DayMonth, Some(month)) => {
                of_order[usize::from(date.order == Order::DayMonth)] += 1;
                in_words += 1;
                if date.order == Order::DayMonth {
                    let comma_before = |at: Offset| usize::from(has_comma_before(text, at));
                    if let (Some(_), Some(day)) = (date.weekday, date.day) {
                        weekdays[comma_before(day.span.start)] += 1;
                    }
                    if let Some(year) = date.year {
                        years[comma_before(year.span.start)] += 1;
                    }
                }
                for (at, style) in MonthStyle::ALL.into_iter().enumerate() {
                    fits[at] += usize::from(style.fits(month.value));
                    shows[at] += usize::from(style.fits(month.value) && !MonthStyle::Full.fits(month.value));
                }
            }
            _ => {
                if let Some(numbers) = Numbers::of(date, text) {
                    of_numbers[numbers.order as usize] += 1;
                    sign = sign.or(Some(numbers));
                }
            }
        }
    }
    if all < LEAST {
        return None;
    }
    let mut habit = if has_default { DateHabit::shipped() } else { DateHabit::default() };
    let numbers = [NumberOrder::YearMonthDay, NumberOrder::MonthDayYear, NumberOrder::DayMonthYear];
    if let Some(order) = numbers.into_iter().find(|order| is_habit(of_numbers[*order as usize], all)) {
        let sign = sign.map_or('-', |numbers| numbers.sign);
        habit = DateHabit { numbers: Some(Numbers { order, sign }), ordered_by: Whose::Document, ..habit };
    } else if let Some(at) = (0..2).find(|at| is_habit(of_order[*at], all)) {
        habit.order = Some([DateOrder::MonthDay, DateOrder::DayMonth][at]);
        habit.ordered_by = Whose::Document;
    }
    let is_usual = |counted: usize, others: usize| is_habit(counted, counted + others);
    let [without, with] = weekdays;
    habit.weekday_comma = is_usual(with, without).then_some(true).or(is_usual(without, with).then_some(false));
    habit.year_comma = is_usual(years[1], years[0]);
    // `May` is both short and full: it proves nothing about short months.
    let own = (0..4).filter(|at| is_habit(fits[*at], in_words) && (*at == 0 || shows[*at] > 1));
    if let Some(at) = own.rev().max_by_key(|at| fits[*at]) {
        habit.months = Some(MonthStyle::ALL[at]);
        habit.spelt_by = Whose::Document;
    } else if in_words < LEAST {
        habit.months = Some(MonthStyle::default());
    }
    Some(habit)
}

/// Whether the citations mostly write out the issue's own year.
fn writes_year(citations: &[Citation], issue_year: i16) -> bool {
    let dates = citations.iter().flat_map(|citation| &citation.items).filter(|item| item.dates.len() == 1);
    let (mut all, mut written) = (0, 0);
    for date in dates.flat_map(|item| &item.dates).filter(|date| date.day.is_some()) {
        let own = date.year.is_none_or(|year| year.value == issue_year);
        all += usize::from(own);
        written += usize::from(own && date.year.is_some());
    }
    is_habit(written, all)
}

/// On which side of the full stop citations are mostly placed.
fn placement(citations: &[Citation]) -> (CitationPlacement, Whose) {
    let (mut before, mut after) = (0, 0);
    for citation in citations.iter().filter(|citation| citation.close.is_some() && !citation.is_tentative()) {
        after += usize::from(citation.around.stop_before.is_some());
        before += usize::from(citation.around.stop_before.is_none() && citation.around.stop_after.is_some());
    }
    if is_habit(after, before + after) {
        return (CitationPlacement::AfterFullStop, Whose::Document);
    }
    let own = is_habit(before, before + after);
    (CitationPlacement::BeforeFullStop, if own { Whose::Document } else { Whose::Shipped })
}
