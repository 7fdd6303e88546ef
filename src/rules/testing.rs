//! How rules are tested: text as a person would type it, with marks under the words.
//!
//! ```text
//! check("doubled-word", "It was the the end.
//!                               ^^^^^^^ “the” is written twice");
//! ```
//!
//! A line of spaces and `^` marks belongs to the line above it; columns count characters. The marks must cover the
//! finding, and the words after them must be its message. All texts are read as an issue of October 10, 2018.

use crate::check::{Draft, check as run};
use crate::config::{Level, Settings};
use crate::fix::{Wanted, fix};
use crate::gazetteer::Gazetteer;
use crate::rules::{Diagnostic, find};
use std::sync::Arc;

/// Three notes in one form, and references to four: the test supplies the last one, which deviates from the others or
/// does not.
pub(crate) const NOTES: &str = "A.[^1] B.[^2] C.[^3] D.[^4]

[^1]: “Quay Reopens,” Al Jazeera, May 5, 2018.

[^2]: “Bakers Meet,” Reuters, May 6, 2018.

[^3]: “Boats Found,” Xinhua, May 7, 2018.

[^4]: ";

/// The settings under which a rule is tested: the issue date, and the rule switched on.
pub(crate) fn settings(rule: &str) -> Settings {
    let known = find(rule).unwrap_or_else(|| panic!("no rule is named {rule}"));
    let level = known.default_level().unwrap_or(Level::Warning);
    Settings {
        date: Some(jiff::civil::date(2018, 10, 10)),
        rules: Arc::from([(rule.to_owned(), Some(level))]),
        ..Settings::default()
    }
}

/// What `rule` finds in `text`.
pub(crate) fn findings(rule: &str, text: &str, settings: &Settings) -> Vec<Diagnostic> {
    let found = run(Draft { path: "draft.md", text, settings, gazetteer: &Gazetteer::shipped() }).diagnostics;
    found.into_iter().filter(|finding| finding.rule.name == rule).collect()
}

/// Asserts that the rule finds what the marks indicate, and nothing else.
#[track_caller]
pub(crate) fn check(rule: &str, fixture: &str) {
    check_with(rule, fixture, &settings(rule));
}

/// The same with other settings.
#[track_caller]
pub(crate) fn check_with(rule: &str, fixture: &str, settings: &Settings) {
    let (text, expected) = unmark(fixture);
    let found = findings(rule, &text, settings);
    let found: Vec<_> = found.iter().map(|d| (d.span.start, d.span.end, d.message.to_string())).collect();
    let show = |list: &[(u32, u32, String)]| {
        let lines = list.iter().map(|(start, end, message)| {
            format!("  {start}..{end} {:?}: {message}", text.get(*start as usize..*end as usize).unwrap_or("?"))
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(found == expected, "{rule}\nexpected\n{}\nfound\n{}", show(&expected), show(&found));
}

/// Asserts that the rule finds nothing.
#[track_caller]
pub(crate) fn check_clean(rule: &str, text: &str) {
    let found = findings(rule, text, &settings(rule));
    let found: Vec<_> = found.iter().map(|d| (d.span.of(text), &d.message)).collect();
    assert!(found.is_empty(), "{rule} finds in {text:?}: {found:?}");
}

/// Asserts that the rule's fixes, including review fixes, turn `before` into `after`, and that nothing remains to be
/// done.
#[track_caller]
pub(crate) fn check_fix(rule: &str, before: &str, after: &str) {
    check_fix_with(rule, before, after, &settings(rule));
}

/// The same under these settings.
#[track_caller]
pub(crate) fn check_fix_with(rule: &str, before: &str, after: &str, settings: &Settings) {
    let wanted = Wanted { review: true, rules: vec![rule.to_owned()] };
    let draft = Draft { path: "draft.md", text: before, settings, gazetteer: &Gazetteer::shipped() };
    assert_eq!(fix(draft, &wanted).text, after, "{rule}");
}

/// The text without its marks, and what the marks indicate: start, end, message.
fn unmark(fixture: &str) -> (String, Vec<(u32, u32, String)>) {
    let mut text = String::new();
    let mut expected = Vec::new();
    let mut last = 0;
    for line in fixture.split_inclusive('\n') {
        let marks = line.trim_start();
        if !marks.starts_with('^') {
            last = text.len();
            text.push_str(line);
            continue;
        }
        let column = line.chars().take_while(|c| *c == ' ').count();
        let width = marks.chars().take_while(|c| *c == '^').count();
        let place = |column: usize| {
            let above = &text[last..];
            last + above.char_indices().nth(column).map_or(above.len(), |(at, _)| at)
        };
        let offset = |at: usize| u32::try_from(at).unwrap();
        let message = marks.trim_start_matches('^').trim().to_owned();
        expected.push((offset(place(column)), offset(place(column + width)), message));
    }
    expected.sort();
    (text, expected)
}
