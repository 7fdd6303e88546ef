//! Inlay hints: the year of a date, the outlet of a bare address, the source that *Ibid.* refers to.

use super::View;
use crate::bulletin::citation::LinkForm;
use crate::bulletin::items::{Item, ItemKind};
use crate::calendar::{Order, Written};
use crate::text::{Offset, Slice, Span, within};
use crate::works;

/// Words that are shown in the text but are not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The byte before which it is shown.
    pub offset: Offset,
    /// What is shown.
    pub label: String,
}

/// The hints within `span`, in order. The year of the issue is omitted, unless `all_years` is set.
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
    for group in bulletin.item_groups.iter().filter(|group| group.span.overlaps(span)) {
        hints.extend(group.items.iter().filter_map(|item| meant(view, item, group.note)));
    }
    let written = within(&bulletin.dates.written, span, |mention| mention.date.span);
    hints.extend(written.iter().filter_map(|mention| year(view, &mention.date, all_years)));
    hints.retain(|hint| span.start <= hint.offset && hint.offset <= span.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

/// Author and title of the work that an *Ibid.* or *op. cit.* refers to; its source and date if those are unknown.
fn meant(view: View<'_>, item: &Item, note: Option<u32>) -> Option<Hint> {
    if !matches!(item.kind(), ItemKind::Ibid | ItemKind::OpCit) {
        return None;
    }
    let slack = view.settings.slack_days;
    let works = works::meant(view.text, &view.checked.bulletin, slack, item, item, note);
    let [work] = works.as_slice() else { return None };
    let who = if work.author.is_empty() { &work.source } else { &work.author };
    let what = match work.title.is_empty() {
        true => work.date().map(|date| date.words.clone()).unwrap_or_default(),
        false => format!("“{}”", work.title),
    };
    let words: Vec<&str> = [who.as_str(), &what].into_iter().filter(|words| !words.is_empty()).collect();
    // After the stop that ends the note.
    let end = item.span.end + u32::from(view.text.slice(item.span.end as usize..).starts_with('.'));
    (!words.is_empty()).then(|| Hint { offset: end, label: format!(" → {}", words.join(", ")) })
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
        // The issue's own year is omitted.
        assert_eq!(labels(false), [", 2017"]);
        assert!(text[..shown(false)[0].offset as usize].ends_with("December 1"));
        // Without an issue date there is no year: nothing is guessed.
        assert_eq!(ask(text, |view| hints(view, Span::at(0..text.len()), true)), []);
        assert_eq!(ask_dated(text, |view| hints(view, Span::new(0, 12), true)), []);
    }

    #[test]
    fn ibid_shows_what_it_means() {
        let shown = |first: &str, second: &str| -> Vec<String> {
            let text = format!(
                "# Rain\n\nIt rained.[^1] It blew.[^2] It froze.[^3]\n\n[^1]: {first}\n\n[^2]: {second}\n\n[^3]: Ibid.\n"
            );
            let found = ask_dated(&text, |view| hints(view, Span::at(0..text.len()), false));
            found
                .into_iter()
                .map(|hint| text[..hint.offset as usize].lines().last().unwrap().to_owned() + &hint.label)
                .collect()
        };
        let mertz = "Lena Mertz, “Convoy Leaves,” Reuters, May 3, 2018, p. 4.";
        let means = " → Lena Mertz, “Convoy Leaves”";
        for (first, second, expected) in [
            (mertz, "Ibid.", vec![format!("[^2]: Ibid.{means}"), format!("[^3]: Ibid.{means}")]),
            (mertz, "Ibid., p. 7.", vec![format!("[^2]: Ibid., p. 7.{means}"), format!("[^3]: Ibid.{means}")]),
            (mertz, "*Ibid*.", vec![format!("[^2]: *Ibid*.{means}"), format!("[^3]: Ibid.{means}")]),
            ("Reuters, May 3, 2018.", "Dawn, May 4, 2018.", vec!["[^3]: Ibid. → Dawn, May 4, 2018".to_owned()]),
            // An item that refers to nothing, or to one of several, has no hint.
            ("The harbour master says otherwise.", "The same was said before.", vec![]),
            (mertz, "Reuters, May 3, 2018; Dawn, May 4, 2018.", vec![]),
        ] {
            assert_eq!(shown(first, second), expected, "{first} {second}");
        }
    }
}
