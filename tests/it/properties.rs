//! Properties of every text: arbitrary bytes, Markdown assembled from the forms of bulletins, and our own issues and
//! pages, damaged: lines, words and letters lost, doubled, swapped, inserted.
//!
//! * Nothing panics, and every span is in the text, on character boundaries.
//! * The same text yields the same findings, by place and then by rule, whatever its line ends.
//! * Every fix that is offered, safe or not, removes its own finding when applied alone and causes no warning or error
//!   from any rule. In a correct text no fix is withheld.
//! * A fix changes nothing outside its edits, and nothing in a quotation or in code; addresses and sources are changed
//!   only by the rules about them, and titles and the words of links never by rules about wording.
//! * Fixing everything leaves nothing to fix, in any text.
//!
//! The fuzz targets check the same properties of their inputs, so the checks themselves are in
//! `tests/fuzz/src/document.rs` and `tests/fuzz/src/line_ends.rs`.

mod accepted;
mod applied;
mod asked;
mod texts;
mod written;

use copydesk::check::Checked;
use copydesk_fuzz::document::{GAZETTEER, all_hold, fixing_settles, places_hold, run_check, settings, tried};
use copydesk_fuzz::line_ends;
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, RngSeed};
use texts::{EXAMPLES, ISSUES, at_limits, long_paragraph, markdown, marred};

#[test]
fn the_fixes_of_our_issues_and_pages_hold() {
    let mut wrong = Vec::new();
    for text in EXAMPLES.iter().chain(ISSUES.iter()) {
        wrong.extend(all_hold(text).err());
    }
    assert!(wrong.is_empty(), "{} wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Verification removes and changes none of our fixes, not even if the text is too long to be checked whole for each.
#[test]
fn every_fix_of_our_issues_and_pages_is_offered() {
    let clean = include_str!("../corpus/harbours.md");
    let long = format!("\n\n{}", clean.repeat((64 << 10) / clean.len() + 1));
    let mut lost = Vec::new();
    for text in EXAMPLES.iter().chain(ISSUES.iter()).flat_map(|text| [text.clone(), format!("{text}{long}")]) {
        let offered = |checked: Checked| -> Vec<String> {
            let found = checked.diagnostics.iter();
            let fixes = found.flat_map(|finding| finding.fixes.iter().map(|fix| (finding.rule, fix)));
            fixes.map(|(rule, fix)| format!("{rule:?}: {} {:?} {:?}", fix.title(), fix.safety, fix.edits)).collect()
        };
        let kept = offered(tried(&text));
        lost.extend(offered(run_check(&text)).into_iter().filter(|fix| !kept.contains(fix)));
    }
    assert!(lost.is_empty(), "{} lost\n{}", lost.len(), lost.join("\n"));
}

/// Readers look a limited number of bytes ahead and back: none splits a character there.
#[test]
fn no_limit_falls_inside_a_letter() {
    for text in at_limits() {
        assert_eq!(places_hold(&text, &run_check(&text)), Ok(()), "{text}");
    }
}

/// Every test run uses the same few texts; `COPYDESK_CASES=1000` uses that many others.
fn runs(few: u32) -> Runs {
    let more = std::env::var("COPYDESK_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if more.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_181_010) };
    Runs { cases: more.unwrap_or(few), rng_seed, failure_persistence: None, ..Runs::default() }
}

proptest! {
    #![proptest_config(runs(200))]

    #[test]
    fn arbitrary_bytes_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert_eq!(places_hold(&text, &run_check(&text)), Ok(()));
    }

    #[test]
    fn markdown_breaks_nothing(text in markdown()) {
        let checked = run_check(&text);
        prop_assert_eq!(places_hold(&text, &checked), Ok(()));
        prop_assert_eq!(&run_check(&text).diagnostics, &checked.diagnostics);
    }

    #[test]
    fn long_paragraphs_break_nothing(text in long_paragraph()) {
        prop_assert_eq!(places_hold(&text, &run_check(&text)), Ok(()));
    }

    #[test]
    fn slips_break_nothing(text in marred()) {
        prop_assert_eq!(places_hold(&text, &run_check(&text)), Ok(()));
    }
}

#[test]
fn line_ends_say_the_same_in_our_issues_and_pages() {
    let width = [30, 72];
    let texts = EXAMPLES.iter().chain(ISSUES.iter()).zip(width.into_iter().cycle());
    let texts = texts.map(|(text, width)| line_ends::wrapped(text, width));
    let wrong: Vec<String> = texts.filter_map(|text| line_ends::agree(&text, &settings(), &GAZETTEER).err()).collect();
    assert!(wrong.is_empty(), "{} wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

proptest! {
    #![proptest_config(runs(24))]

    #[test]
    fn line_ends_say_the_same_in_any_markdown(text in markdown()) {
        prop_assert_eq!(line_ends::agree(&text, &settings(), &GAZETTEER), Ok(()), "{}", text);
    }

    #[test]
    fn line_ends_say_the_same_in_marred_issues(text in marred(), width in prop::sample::select(&[1, 8, 30, 72][..])) {
        let text = line_ends::wrapped(&text, width);
        prop_assert_eq!(line_ends::agree(&text, &settings(), &GAZETTEER), Ok(()), "{}", text);
    }

    #[test]
    fn fixing_any_markdown_settles(text in markdown()) {
        prop_assert_eq!(fixing_settles(&text), Ok(()), "{}", text);
    }

    #[test]
    fn fixes_hold_in_marred_issues(text in marred()) {
        prop_assert_eq!(all_hold(&text), Ok(()), "{}", text);
    }
}
