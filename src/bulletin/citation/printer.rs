//! The house style of a citation.

use super::{Citation, DatePlace, Item, LinkForm};
use crate::calendar::{self, DateStyle, Written, YearPart};
use crate::text::Span;
use compact_str::CompactString;
use jiff::civil::Date;
use std::borrow::Cow;

/// The group in house style: `([Source](https://…), September 21; [Other](https://…), May 9, 2017)`.
///
/// Years are omitted if they are the issue's, written if they are not, and left as they are if the issue has no date. A
/// missing name, date or link stays missing.
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

/// One item in house style.
#[must_use]
pub fn print_item(text: &str, item: &Item, issue: Option<Date>, style: DateStyle) -> String {
    let mut out = String::new();
    match (item.link, item.source) {
        (Some(link), Some(source)) if item.date_place != DatePlace::Behind && link.form != LinkForm::Bare => {
            print_link(&mut out, source.of(text), link.target.of(text));
        }
        (link, source) => {
            let dated = item.marker.or(item.dates.first().map(|date| date.span));
            let behind = dated.filter(|_| item.has_comma_in_quotation());
            let gap = item.gap.or(behind).map_or(item.span.end, |gap| gap.start);
            let named = link.map(|link| link.span).into_iter().chain(source).reduce(Span::cover);
            // A date before the name, or in brackets behind it, is not part of it.
            let head = match named.filter(|_| item.date_place != DatePlace::Behind) {
                Some(named) => named,
                None => Span::new(item.span.start, gap),
            };
            match link.filter(|link| matches!(link.form, LinkForm::Detached | LinkForm::MissingBracket)) {
                Some(link) => {
                    out.push_str(&plain(Span::new(head.start, link.span.start).of(text)));
                    print_link(&mut out, link.label.of(text), link.target.of(text));
                    out.push_str(&plain(Span::new(link.span.end, head.end.max(link.span.end)).of(text)));
                }
                None => out.push_str(&plain(head.of(text))),
            }
        }
    }
    let lone = item.dates.len() == 1;
    out.truncate(out.trim_end().len());
    for (index, date) in item.dates.iter().enumerate() {
        out.push_str(if index == 0 && item.has_comma_in_quotation() { " " } else { ", " });
        if let (0, Some(marker)) = (index, item.marker) {
            out.push_str(&plain(marker.of(text)));
            out.push(' ');
        }
        out.push_str(&print_date(text, date, lone, issue, style));
    }
    if let Some(trailer) = item.trailer {
        let trailer = plain(trailer.of(text));
        out.push_str(if trailer.starts_with("from ") || trailer.starts_with('(') { " " } else { ", " });
        out.push_str(&trailer);
    }
    out
}

fn print_link(out: &mut String, label: &str, target: &str) {
    out.push('[');
    out.push_str(&plain(label));
    out.push_str("](");
    out.push_str(target);
    out.push(')');
}

/// A date in house style. The issue's own year is omitted if the date is the only one of its source (`lone`) and not
/// after the issue. A season or a week stays as it is written.
#[must_use]
pub fn print_date(text: &str, date: &Written, lone: bool, issue: Option<Date>, style: DateStyle) -> CompactString {
    if date.is_stretch() {
        return plain(date.span.of(text)).into();
    }
    let own = |year: i16| lone && issue.is_some_and(|issue| issue.year() == year && !lies_after(date, issue));
    let year = match date.year {
        Some(year) if date.day.is_some() && own(year.value) => YearPart::Without,
        Some(year) => YearPart::With(year.value),
        None => YearPart::Without,
    };
    calendar::house_form(date, style, year)
}

fn lies_after(date: &Written, issue: Date) -> bool {
    date.resolve(None, 0).day().is_none_or(|day| day > issue)
}

/// Words without line breaks, the marks of a block quote behind them, and double spaces.
fn plain(words: &str) -> Cow<'_, str> {
    if words.contains(['\n', '\r', '\t']) || words.contains("  ") {
        let mut lines = words.split(['\n', '\r']);
        let first = lines.next().into_iter();
        let unquoted = lines.map(|line| line.trim_start_matches([' ', '\t', '>']));
        Cow::Owned(first.chain(unquoted).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_block_quote_become_one() {
        assert_eq!(plain("Daily\n> >  Times  > Weekly"), "Daily Times > Weekly");
        assert_eq!(plain("Daily\r\n\tTimes >"), "Daily Times >");
    }

    #[test]
    fn groups_in_house_style() {
        let issue = jiff::civil::date(2018, 10, 10);
        let settings = crate::config::Settings { date: Some(issue), ..crate::config::Settings::default() };
        for (written, expected) in [
            ("(Reuters, May 9; AFP, May 10, 2017)", "(Reuters, May 9; AFP, May 10, 2017)"),
            ("(see  also Reuters ,9 May 2018)", "(see also Reuters, May 9)"),
            // The issue's own year is left out, unless the day is still to come or is none.
            ("(Reuters, October 10, 2018)", "(Reuters, October 10)"),
            ("(Reuters, October 11, 2018)", "(Reuters, October 11, 2018)"),
            ("(Reuters, May 2018)", "(Reuters, May 2018)"),
            ("(Reuters, May 9, 2018, June 9, 2018)", "(Reuters, May 9, 2018, June 9, 2018)"),
            ("(Reuters, February 30, 2018)", "(Reuters, February 30, 2018)"),
            // A date in the wrong place, a link that is none.
            ("([ABC, May 9](https://a.net/x))", "([ABC](https://a.net/x), May 9)"),
            ("(ABC, [May 9](https://a.net/x))", "([ABC](https://a.net/x), May 9)"),
            ("(May 9, Reuters)", "(Reuters, May 9)"),
            ("(Reuters (May 9))", "(Reuters, May 9)"),
            ("([ABC] (https://a.net/x), May 9)", "([ABC](https://a.net/x), May 9)"),
            ("(Karim Sadat, [ABC](https://a.net/x May 9)", "(Karim Sadat, [ABC](https://a.net/x), May 9)"),
            ("(https://a.net/x, May 9)", "(https://a.net/x, May 9)"),
            ("(May 9, https://a.net/x)", "(https://a.net/x, May 9)"),
            ("(https://a.net/x (May 9))", "(https://a.net/x, May 9)"),
            ("(Dawn https://a.net/x (May 9))", "(Dawn https://a.net/x, May 9)"),
            ("(May 9, [](https://a.net/x))", "([](https://a.net/x), May 9)"),
            // Several sources of one date, what describes the date, and what follows it.
            (
                "(NTV, [RTR](https://rtr.net/x), [ORT](https://ort.net/x), June 27)",
                "(NTV, [RTR](https://rtr.net/x), [ORT](https://ort.net/x), June 27)",
            ),
            ("(Dawn, accessed 9 May)", "(Dawn, accessed May 9)"),
            ("(Daily Times, May 9, from AFP)", "(Daily Times, May 9 from AFP)"),
            ("(Daily Times, May 9, p. 4)", "(Daily Times, May 9, p. 4)"),
            ("(Daily\n  Times, May 9)", "(Daily Times, May 9)"),
            ("([Daily Times](https://a.net/x); AFP, May 10)", "([Daily Times](https://a.net/x); AFP, May 10)"),
        ] {
            let text = format!("It rained {written} there. It rained (Reuters, May 9).");
            let read = crate::bulletin::read("draft.md", &text, &crate::gazetteer::Gazetteer::shipped(), &settings);
            let printed = print_group(&text, &read.citations[0], Some(issue), DateStyle::MONTH_DAY);
            assert_eq!(printed, expected, "{written}");
        }
    }
}
