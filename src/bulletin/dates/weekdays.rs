//! Weekdays next to a date: `Tuesday night, September 21`, `September 21, a Tuesday`, and in the next table cell.

use crate::calendar::{self, Weekday};
use crate::text::{Slice, Span, Spanned};
use smallvec::SmallVec;

/// What joins a weekday to the date before it, the longer ones first.
const LEADS: [&str; 13] = [
    ", which fell on a ",
    ", which was a ",
    ", being a ",
    " falls on a ",
    " fell on a ",
    " was on a ",
    " was a ",
    " is a ",
    ", on a ",
    ", a ",
    ", ",
    " (",
    " [",
];

/// Parts of a day: `Tuesday night`.
const PARTS: [&str; 10] =
    ["morning", "noon", "midday", "afternoon", "evening", "night", "midnight", "dawn", "dusk", "lunchtime"];

/// The weekday after a date that ends at `end`: `May 9 (Tuesday)`, `May 9, a Tuesday`, `2017-05-09, Tuesday`.
pub(super) fn behind(text: &str, end: usize) -> Option<Spanned<Weekday>> {
    let rest = text.slice(end..);
    let lead = LEADS.iter().find(|lead| rest.starts_with(**lead))?;
    let at = end + lead.len();
    let (weekday, len) = calendar::weekday_at(text, at)?;
    let mut after = text.slice(at + len..).chars();
    let closed = match (after.next(), after.next()) {
        (Some(')'), _) => *lead != " [",
        (Some(']'), _) => *lead == " [",
        (Some(',' | '.' | ';' | ':' | '—' | '\n') | None, _) => !lead.ends_with(['(', '[']),
        (Some(' '), Some('(' | '–' | '—' | '[')) => !lead.ends_with(['(', '[']),
        // `May 9 was a Tuesday like any other`
        (Some(' '), _) => lead.ends_with(" a ") && !lead.starts_with(','),
        _ => false,
    };
    // `On May 9, Tuesday, May 16, and later`: the weekday belongs to the next date.
    let next = || *lead == ", " && calendar::written_at(text, at).is_some();
    (closed && !next()).then(|| Spanned::new(Span::at(at..at + len), weekday))
}

/// The weekday before a date that starts at `start`, with a part of the day or a dash between: `Tuesday night, May 9`.
pub(super) fn before(text: &str, start: usize) -> Option<Spanned<Weekday>> {
    let head = text.slice(..start);
    let gap = head.trim_end_matches([' ', '\n', '\u{a0}']);
    if gap.len() == head.len() && !gap.ends_with('(') {
        return None;
    }
    let mut words = gap.trim_end_matches([',', '(']).trim_end();
    let (mut last, mut from) = last_word(words);
    if gap.len() == words.len() && matches!(last, "of" | "on") {
        words = words.slice(..from).trim_end();
        (last, from) = last_word(words);
    }
    if PARTS.contains(&last) {
        let earlier = words.slice(..from).trim_end();
        let (_, at) = last_word(earlier);
        return whole(text, at, earlier.len());
    }
    // `Tuesday – May 9`
    let dashed = gap.strip_suffix(['–', '—']).filter(|rest| rest.ends_with(' '))?.trim_end();
    let (_, at) = last_word(dashed);
    whole(text, at, dashed.len())
}

/// The weekdays joined to the one that starts at `start`, in order: `Monday and Tuesday, May 8 and 9`,
/// `from Monday to Wednesday, May 8–10`.
#[must_use]
pub fn joined_before(text: &str, start: usize) -> SmallVec<[Spanned<Weekday>; 2]> {
    let mut found = SmallVec::new();
    let mut end = start;
    // As many as there are days in a week.
    while found.len() < 7 {
        let head = text.slice(..end).trim_end();
        let (last, from) = last_word(head);
        let words = match last {
            "and" | "or" | "to" | "through" | "until" | "till" => head.slice(..from),
            _ => match head.strip_suffix(['–', '—', '-', '/', ',', '&']) {
                Some(words) => words,
                None => break,
            },
        };
        let words = words.trim_end().trim_end_matches(',');
        let (_, at) = last_word(words);
        let Some(weekday) = whole(text, at, words.len()) else { break };
        found.push(weekday);
        end = at;
    }
    found.reverse();
    found
}

/// The weekday in the cell next to that of a date, if only one neighboring cell has one: `| Tuesday | May 9 |`.
pub(super) fn in_row(text: &str, date: Span) -> Option<Spanned<Weekday>> {
    let is_blank = |c: char| c != '\n' && c.is_whitespace();
    let before = text.slice(..date.start as usize).trim_end_matches(is_blank).strip_suffix('|');
    let left = before.and_then(|before| {
        let cell = before.rfind(['|', '\n']).map_or(0, |bar| bar + 1);
        cell_weekday(text, cell, before.len())
    });
    let rest = text.slice(date.end as usize..);
    let right = rest.trim_start_matches(' ').strip_prefix('|').and_then(|after| {
        let start = text.len() - after.len();
        let len = after.find(['|', '\n']).unwrap_or(after.len());
        cell_weekday(text, start, start + len)
    });
    match (left, right) {
        (Some(weekday), None) | (None, Some(weekday)) => Some(weekday),
        _ => None,
    }
}

fn cell_weekday(text: &str, start: usize, end: usize) -> Option<Spanned<Weekday>> {
    let cell = text.slice(start..end);
    let at = end - cell.trim_start().len();
    whole(text, at, start + cell.trim_end().len())
}

/// The weekday from `start` to `end`, if there is nothing else.
fn whole(text: &str, start: usize, end: usize) -> Option<Spanned<Weekday>> {
    let (weekday, len) = calendar::weekday_at(text, start)?;
    (start + len == end).then(|| Spanned::new(Span::at(start..end), weekday))
}

/// The last word and its position.
fn last_word(words: &str) -> (&str, usize) {
    let at = words.trim_end_matches('.').rfind(|c: char| !c.is_alphanumeric());
    let at = at.map_or(0, |at| at + words.slice(at..).chars().next().map_or(1, char::len_utf8));
    (words.slice(at..), at)
}
