//! Inlay hints: the year of a date, the outlet of a bare address.

use super::View;
use crate::bulletin::citation::LinkForm;
use crate::calendar::{Order, Written};
use crate::text::{Offset, Span, within};

/// Words that are shown in the text and are not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte before which it is shown.
    pub offset: Offset,
    /// What is shown.
    pub label: String,
}

/// The hints within `span`, in order. The year of the issue goes without saying, unless `all_years` are wanted.
#[must_use]
pub fn hints(view: View<'_>, span: Span, all_years: bool) -> Vec<Hint> {
    let bulletin = &view.checked.bulletin;
    let mut hints = Vec::new();
    for citation in bulletin.citations.iter().filter(|citation| citation.span.overlaps(span)) {
        for item in &citation.items {
            if let Some(link) = item.link.filter(|link| link.form == LinkForm::Bare && item.source.is_none())
                && let Some(name) = view.gazetteer.source_name_of(link.target.of(view.text))
            {
                hints.push(Hint { offset: link.span.end, label: format!(" {name}") });
            }
            hints.extend(item.dates.iter().filter_map(|date| year(view, date, all_years)));
        }
    }
    let written = within(&bulletin.dates.written, span, |mention| mention.date.span);
    hints.extend(written.iter().filter_map(|mention| year(view, &mention.date, all_years)));
    hints.retain(|hint| span.start <= hint.offset && hint.offset <= span.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

/// The year that a date without one resolves to.
fn year(view: View<'_>, date: &Written, all_years: bool) -> Option<Hint> {
    if date.year.is_some() {
        return None;
    }
    let issue = view.checked.bulletin.issue.date;
    let day = date.resolve(issue, view.settings.slack_days).day()?;
    if !all_years && issue.is_some_and(|issue| issue.year() == day.year()) {
        return None;
    }
    let comma = if date.order == Order::MonthDay { "," } else { "" };
    Some(Hint { offset: date.span.end, label: format!("{comma} {}", day.year()) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, ask_dated};
    use super::*;

    #[test]
    fn years_are_shown_where_none_is_written() {
        let text = "It rained (Reuters, December 1; Dawn, May 9; AFP, May 9, 2016).";
        let shown = |all| ask_dated(text, |view| hints(view, Span::at(0..text.len()), all));
        let labels = |all| shown(all).into_iter().map(|hint| hint.label).collect::<Vec<_>>();
        assert_eq!(labels(true), [", 2017", ", 2018"]);
        // That of the issue goes without saying.
        assert_eq!(labels(false), [", 2017"]);
        assert!(text[..shown(false)[0].offset as usize].ends_with("December 1"));
        // No issue date, no year: none is guessed.
        assert_eq!(ask(text, |view| hints(view, Span::at(0..text.len()), true)), []);
        assert_eq!(ask_dated(text, |view| hints(view, Span::new(0, 12), true)), []);
    }
}
