//! Words that tell a day from where the writer stands.

use crate::calendar::{self, Date, MONTHS, Relative, RelativeDay, month_at};
use crate::config::Level;
use crate::rules::{Check, Document, Family, Fix, FixKind, Report, Rule, Safety};
use crate::text::Span;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "relative-date",
    family: Family::Dates,
    summary: "a day told from where the writer stands: yesterday, last Tuesday",
    page: include_str!("../../../docs/rules/relative-date.md"),
    level: Some(Level::Info),
    fix: FixKind::Review,
    check: Check::Document(check),
};

/// Words after which a day stands without `on`, and a month or year without `in`.
const PREPOSITIONS: [&str; 21] = [
    "on", "in", "since", "until", "till", "by", "from", "before", "after", "for", "of", "as", "around", "through",
    "between", "and", "to", "during", "than", "into", "about",
];

fn check(doc: &Document<'_>, out: &mut Report) {
    let Some(issue) = doc.date() else { return };
    for relative in &doc.bulletin.dates.relative {
        let words = doc.text(relative.span);
        match relative.resolve(issue) {
            Some(day) => {
                let house = calendar::print_day(day, doc.settings.date_style(), Some(issue));
                out.flag(relative.span, format!("“{words}” is {house}"))
                    .maybe_fix(written_out(doc, relative, "on", &house));
            }
            None => {
                let named = named(words, issue);
                let message = format!("“{words}” holds for the day of writing only: name it");
                let fix = named.and_then(|(house, year)| {
                    after_month(doc, relative, issue, year).or_else(|| written_out(doc, relative, "in", &house))
                });
                out.flag(relative.span, message).maybe_fix(fix);
            }
        }
    }
}

/// The month or year that `last month`, `this year` mean: in words, and its year.
fn named(words: &str, issue: Date) -> Option<(String, i16)> {
    let (which, unit) = words.split_once(|c: char| c.is_whitespace())?;
    let by = match which.to_ascii_lowercase().as_str() {
        "last" => -1,
        "this" => 0,
        _ => 1,
    };
    match unit.trim_start() {
        "year" => Some(((issue.year() + by).to_string(), issue.year() + by)),
        "month" => {
            let month = issue.first_of_month().checked_add(jiff::Span::new().months(by)).ok()?;
            let name = MONTHS[usize::from(month.month().unsigned_abs().clamp(1, 12)) - 1];
            let year = if month.year() == issue.year() { String::new() } else { format!(" {}", month.year()) };
            Some((format!("{name}{year}"), month.year()))
        }
        _ => None,
    }
}

/// `July this year` → `July`, `February next year` → `February 2019`
fn after_month(doc: &Document<'_>, relative: &Relative, issue: Date, year: i16) -> Option<Fix> {
    let before = &doc.text[..relative.span.start as usize];
    let month = before.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let bare = month_at(month, 0).is_some_and(|(month, _)| month.capital);
    if !bare || !before.ends_with(' ') || !doc.text(relative.span).ends_with("year") {
        return None;
    }
    if year != issue.year() {
        return Some(Fix::replace(Safety::Review, relative.span, year.to_string()));
    }
    let gap = before.len() - before.trim_end().len();
    let all = Span::new(relative.span.start - u32::try_from(gap).unwrap_or(0), relative.span.end);
    Some(Fix::replace(Safety::Review, all, ""))
}

/// The words written out, with the preposition that the sentence wants.
fn written_out(doc: &Document<'_>, relative: &Relative, preposition: &str, house: &str) -> Option<Fix> {
    let start = relative.span.start as usize;
    let rest = &doc.text[relative.span.end as usize..];
    let capital = doc.text[start..].starts_with(char::is_uppercase);
    let cased = |word: &str| match (capital, word.split_at_checked(1)) {
        (true, Some((first, more))) => format!("{}{more}", first.to_ascii_uppercase()),
        _ => word.to_owned(),
    };
    if rest.starts_with('-') {
        return None;
    }
    // `yesterday’s attack` → `the October 9 attack`
    if let Some(genitive) = ["’s", "'s"].into_iter().find(|genitive| rest.starts_with(genitive)) {
        if matches!(relative.day, RelativeDay::Span) {
            return None;
        }
        let all = Span::new(relative.span.start, relative.span.end + u32::try_from(genitive.len()).unwrap_or(0));
        return Some(Fix::replace(Safety::Review, all, format!("{} {house}", cased("the"))));
    }
    let before = doc.text[..start].trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let adverb = ["earlier", "later", "early", "late"].iter().any(|word| word.eq_ignore_ascii_case(before));
    if adverb && relative.day == RelativeDay::Span {
        return None;
    }
    let follows =
        doc.text[..start].ends_with([' ', '\n']) && PREPOSITIONS.iter().any(|word| word.eq_ignore_ascii_case(before));
    let written = if follows { house.to_owned() } else { format!("{} {house}", cased(preposition)) };
    Some(Fix::replace(Safety::Review, relative.span, written))
}
