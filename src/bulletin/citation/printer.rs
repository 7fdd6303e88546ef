//! The house form of a citation.

use super::{Citation, Item, LinkForm};
use crate::calendar::{self, DateStyle, Written, YearPart};
use jiff::civil::Date;
use std::borrow::Cow;

/// The group in house form: `([Source](https://…), September 21; [Other](https://…), May 9, 2017)`.
///
/// Years are left out where they are the issue's, written where they are not, and left as they are where the issue
/// has no date. A missing name, date or link stays missing.
#[must_use]
pub fn print_group(text: &str, citation: &Citation, issue: Option<Date>, style: DateStyle) -> String {
    let mut out = String::with_capacity(citation.span.len() as usize + 8);
    out.push('(');
    if let Some(lead) = citation.lead {
        out.push_str(&plain(lead.of(text)));
        out.push(' ');
    }
    for (index, item) in citation.items.iter().enumerate() {
        if index > 0 {
            out.push_str(if citation.items[index - 1].shares_date { ", " } else { "; " });
        }
        out.push_str(&print_item(text, item, issue, style));
    }
    out.push(')');
    out
}

/// One item in house form.
#[must_use]
pub fn print_item(text: &str, item: &Item, issue: Option<Date>, style: DateStyle) -> String {
    let head_end = item.gap.map_or(item.span.end, |gap| gap.start);
    let head = crate::text::Span::new(item.span.start, head_end);
    let mut out = String::new();
    match item.link {
        Some(link) if matches!(link.form, LinkForm::Parted) => {
            out.push_str(&plain(crate::text::Span::new(head.start, link.span.start).of(text)));
            out.push('[');
            out.push_str(&plain(link.label.of(text)));
            out.push_str("](");
            out.push_str(link.target.of(text));
            out.push(')');
            out.push_str(&plain(crate::text::Span::new(link.span.end, head.end.max(link.span.end)).of(text)));
        }
        _ => out.push_str(&plain(head.of(text))),
    }
    for (index, date) in item.dates.iter().enumerate() {
        out.push_str(", ");
        if index == 0 && item.accessed {
            out.push_str("accessed ");
        }
        out.push_str(&print_date(date, issue, style));
    }
    if let Some(trailer) = item.trailer {
        let trailer = plain(trailer.of(text));
        out.push_str(if trailer.starts_with("from ") { " " } else { ", " });
        out.push_str(&trailer);
    }
    out
}

/// A date in house form, its year as the issue asks.
#[must_use]
pub fn print_date(date: &Written, issue: Option<Date>, style: DateStyle) -> String {
    let year = match (date.year, issue) {
        (Some(year), Some(issue)) if year.value == issue.year() && date.day.is_some() => YearPart::Without,
        (Some(year), _) => YearPart::With(year.value),
        (None, _) => YearPart::Without,
    };
    calendar::house_form(date, style, year)
}

/// Words without line breaks and doubled spaces.
fn plain(words: &str) -> Cow<'_, str> {
    if words.contains(['\n', '\r', '\t']) || words.contains("  ") {
        Cow::Owned(words.split_whitespace().filter(|word| *word != ">").collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(words)
    }
}
