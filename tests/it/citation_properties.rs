//! Properties of citations in any text.

use super::citation_faults::{findings, fixed, settings};
use copydesk::bulletin::citation::print_group;
use copydesk::check::{Draft, check};
use copydesk::gazetteer::Gazetteer;
use copydesk::rules::Family;
use copydesk::text::edits;
use copydesk_fuzz::citations::{PIECES, places_hold};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}

/// A sentence with one group of well-formed or slightly damaged items.
fn cited() -> impl Strategy<Value = String> {
    let source = prop::sample::select(vec!["[Dawn](https://www.dawn.com/1)", "Reuters", "[ABC](#)", "*AFP*", "BBC"]);
    let gap = prop::sample::select(vec![", ", ",", " ", " , ", " - ", ", accessed "]);
    let date = prop::sample::select(vec![
        "May 9",
        "9 May",
        "May 9, 2018",
        "Sept 9, 2017",
        "November 3",
        "July 22, 31",
        "May 2018",
        "2018-09-01",
        "Septmber 3",
    ]);
    let item = (source, gap, date).prop_map(|(source, gap, date)| format!("{source}{gap}{date}"));
    let separator = prop::sample::select(vec!["; ", ";", ", ", " "]);
    let end = prop::sample::select(vec![").", ")", ".).", ") Thus they sank.", ")) .", " ).", ";)."]);
    let open = prop::sample::select(vec![" (", "(", " (see ", ". (", "  ( "]);
    (open, prop::collection::vec(item, 1..4), separator, end)
        .prop_map(|(open, items, separator, end)| format!("Boats left the bay{open}{}{end}", items.join(separator)))
}

/// All spans are in the text, and every fix does what it says.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let settings = settings();
    let checked = check(Draft { path: "draft.md", text, settings: &settings, gazetteer: &Gazetteer::shipped() });
    places_hold(text).map_err(TestCaseError::fail)?;
    let before = findings(text, &settings);
    for finding in &before {
        prop_assert!(text.get(finding.span.range()).is_some(), "{text:?}");
        for fix in &finding.fixes {
            for edit in &fix.edits {
                prop_assert!(text.get(edit.span.range()).is_some(), "{text:?} {finding:?}");
                let quoted = !edit.span.is_empty() && checked.bulletin.is_quoted(edit.span);
                prop_assert!(!quoted, "{text:?} {finding:?}");
            }
        }
    }
    Ok(())
}

fn counts(text: &str) -> Vec<(&'static str, usize)> {
    let found = findings(text, &settings());
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for finding in &found {
        match counts.iter_mut().find(|(name, _)| *name == finding.rule.name) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.rule.name, 1)),
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn places_lie_in_the_text(text in text()) {
        holds(&text)?;
    }

    #[test]
    fn any_string_is_read(text in "(?s).{0,80}") {
        holds(&text)?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn a_fix_removes_its_finding_and_brings_none(text in cited()) {
        holds(&text)?;
        let before = counts(&text);
        // The fixes that are shown: one citation less may change what the document mostly does, which verification
        // notices.
        let (settings, gazetteer) = (settings(), Gazetteer::shipped());
        let draft = Draft { path: "draft.md", text: &text, settings: &settings, gazetteer: &gazetteer };
        let shown = check(draft).with_verified_fixes(draft).diagnostics;
        for finding in shown.into_iter().filter(|finding| finding.rule.family == Family::Citations) {
            for fix in &finding.fixes {
                let mended = edits::apply(&text, &fix.edits);
                for (name, count) in counts(&mended) {
                    let was = before.iter().find(|(other, _)| *other == name).map_or(0, |(_, count)| *count);
                    let most = if name == finding.rule.name { was - 1 } else { was };
                    prop_assert!(count <= most, "{text:?}\n{finding:?}\n{mended:?}: {name}");
                }
            }
        }
    }

    #[test]
    fn all_fixes_end_where_nothing_is_left_to_fix(text in cited()) {
        let mended = fixed(&text, &settings());
        let left = findings(&mended, &settings());
        prop_assert!(left.iter().all(|finding| finding.fixes.is_empty()), "{text:?}\n{mended:?}\n{left:#?}");
    }

    #[test]
    fn what_is_printed_is_read_back(text in cited()) {
        let read = |text: &str| check(Draft { path: "draft.md", text, settings: &settings(), gazetteer: &Gazetteer::shipped() }).bulletin.citations;
        let shape = |text: &str, citation: &copydesk::bulletin::Citation| -> Vec<_> {
            citation.items.iter().map(|item| {
                let dates: Vec<_> = item.dates.iter().map(|date| {
                    let year = date.year.map(|year| year.value).filter(|year| *year != 2018);
                    (date.month.map(|month| month.value.number), date.day.map(|day| day.value), year, date.further.len())
                }).collect();
                let source = item.source.map(|source| source.of(text).to_owned());
                (source, item.url(text).map(str::to_owned), dates, item.accessed)
            }).collect()
        };
        for citation in read(&text) {
            let style = settings().date_style();
            let printed = format!("Boats left {}.", print_group(&text, &citation, settings().date, style));
            let again = read(&printed);
            prop_assert_eq!(again.len(), 1, "{:?} {:?}", text, printed);
            prop_assert_eq!(shape(&printed, &again[0]), shape(&text, &citation), "{:?} {:?}", text, printed);
        }
    }
}

#[test]
fn unclosed_and_doubled_brackets_end() {
    let texts = [
        "([".repeat(20_000),
        "(".repeat(200_000),
        "([A](".repeat(20_000),
        "(Reuters, May 9".repeat(10_000),
        "[a](#), May 9".repeat(10_000),
    ];
    for text in texts {
        let found = findings(&text, &settings());
        assert!(found.iter().all(|finding| text.get(finding.span.range()).is_some()));
    }
}
