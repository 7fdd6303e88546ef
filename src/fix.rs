//! Applies fixes until none remains.
//!
//! * The text is checked again after each round. Of two fixes that touch the same bytes, the one earlier in the text
//!   goes first, and the other is considered again in the next round.
//! * Suppressed findings are not fixed, nothing in a quotation changes, and inserted line ends match the document's:
//!   [`crate::check`] ensures this for everyone who uses its findings.
//! * A fix that leads nowhere (its finding returns, or two fixes undo each other) is abandoned. The result is then what
//!   the others make of the text, never a half-fixed text, and fixing it again changes nothing.

use crate::check::{Draft, check};
use crate::rules::{Diagnostic, Fix, Rule, Safety};
use crate::text::Edit;
use crate::text::edits::{Disjoint, apply};
use std::collections::{BTreeMap, BTreeSet};

/// The number of rounds after which fixes count as leading nowhere. Real documents settle in two or three.
const ROUNDS: usize = 10;

/// Which fixes to apply.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Whether to apply review fixes too.
    pub review: bool,
    /// Only the fixes of these rules; of all rules if empty.
    pub rules: Vec<String>,
}

impl Wanted {
    fn asks_for(&self, rule: &Rule, fix: &Fix) -> bool {
        (self.review || fix.safety == Safety::Safe)
            && (self.rules.is_empty() || self.rules.iter().any(|name| name == rule.name))
    }
}

/// The result of fixing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The new text; equal to the old one if nothing was fixed.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
    /// The number for each rule, by name.
    pub rules: BTreeMap<&'static str, usize>,
}

/// Applies the wanted fixes to the draft's text until none remains.
#[must_use]
pub fn fix(draft: Draft<'_>, wanted: &Wanted) -> Fixed {
    to_fixed_point(draft.text, wanted, |text| findings(Draft { text, ..draft }, wanted))
}

/// The findings in a draft, with the wanted fixes that pass verification.
#[must_use]
pub fn findings(draft: Draft<'_>, wanted: &Wanted) -> Vec<Diagnostic> {
    let mut found = check(draft);
    for finding in &mut found.diagnostics {
        finding.fixes.retain(|fix| wanted.asks_for(finding.rule, fix));
    }
    found.with_verified_fixes(draft).diagnostics
}

/// The same for any source of findings, such as a cache of what [`findings`] returned.
#[must_use]
pub fn to_fixed_point(text: &str, wanted: &Wanted, find: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut given_up = GivenUp::default();
    loop {
        match attempt(text, wanted, &given_up, &find) {
            Ok(fixed) => return fixed,
            Err(restless) => given_up.add(restless),
        }
    }
}

/// Fixes that lead nowhere: first only those on these words and, if that does not help, the whole rule.
#[derive(Default)]
struct GivenUp {
    words: BTreeSet<(&'static str, String)>,
    rules: BTreeSet<&'static str>,
    times: usize,
}

impl GivenUp {
    /// Every call abandons something more, so that the loop ends: what is abandoned is never chosen again.
    fn add(&mut self, restless: Vec<(&'static str, String)>) {
        self.times += 1;
        if self.times > 2 {
            self.rules.extend(restless.into_iter().map(|(rule, _)| rule));
        } else {
            self.words.extend(restless);
        }
    }

    fn holds(&self, rule: &'static str, words: impl FnOnce() -> String) -> bool {
        self.times > 0 && (self.rules.contains(rule) || self.words.contains(&(rule, words())))
    }
}

/// Fixes round by round; if that does not settle, returns an error with what was still being fixed.
fn attempt(
    original: &str,
    wanted: &Wanted,
    given_up: &GivenUp,
    find: &impl Fn(&str) -> Vec<Diagnostic>,
) -> Result<Fixed, Vec<(&'static str, String)>> {
    let mut fixed = Fixed { text: original.to_owned(), applied: 0, rules: BTreeMap::new() };
    let mut seen: Vec<String> = Vec::new();
    let mut done: Vec<Vec<(&'static str, String)>> = Vec::new();
    loop {
        let found = find(&fixed.text);
        let chosen = choose(&fixed.text, &found, wanted, given_up);
        if chosen.is_empty() {
            return Ok(fixed);
        }
        let edits: Vec<Edit> = chosen.iter().flat_map(|(_, fix)| fix.edits.iter().cloned()).collect();
        let next = apply(&fixed.text, &edits);
        let again = seen.iter().position(|text| *text == next);
        done.push(chosen.iter().map(|(d, fix)| (d.rule.name, words(&fixed.text, d, fix))).collect());
        if again.is_some() || seen.len() == ROUNDS || next == fixed.text {
            // Everything in the cycle, wherever it is entered; else what was still being fixed.
            let from = again.unwrap_or(done.len() - 1);
            return Err(done.drain(from..).flatten().collect());
        }
        for (finding, _) in &chosen {
            fixed.applied += 1;
            *fixed.rules.entry(finding.rule.name).or_default() += 1;
        }
        seen.push(std::mem::replace(&mut fixed.text, next));
    }
}

/// What a fix does to which words, wherever they are.
fn words(text: &str, finding: &Diagnostic, fix: &Fix) -> String {
    let mut words = finding.span.of(text).to_owned();
    for edit in &fix.edits {
        words.push('\u{0}');
        words.push_str(edit.span.of(text));
        words.push('\u{0}');
        words.push_str(&edit.text);
    }
    words
}

/// One fix for each finding that has a wanted one, in text order, none in conflict with another.
fn choose<'a>(
    text: &str,
    found: &'a [Diagnostic],
    wanted: &Wanted,
    given_up: &GivenUp,
) -> Vec<(&'a Diagnostic, &'a Fix)> {
    let mut candidates: Vec<(&Diagnostic, &Fix)> = found
        .iter()
        .filter_map(|finding| Some((finding, best(text, finding, wanted)?)))
        .filter(|(finding, fix)| !given_up.holds(finding.rule.name, || words(text, finding, fix)))
        .collect();
    candidates.sort_by_key(|(_, fix)| fix.edits.iter().map(|edit| edit.span).min());
    let mut taken = Disjoint::default();
    candidates.retain(|(_, fix)| taken.take(&fix.edits));
    candidates
}

/// The best of a finding's fixes, if it is wanted and changes something.
fn best<'a>(text: &str, finding: &'a Diagnostic, wanted: &Wanted) -> Option<&'a Fix> {
    let wanted = |fix: &&Fix| {
        wanted.asks_for(finding.rule, fix)
            && fix.edits.iter().all(|edit| text.get(edit.span.range()).is_some())
            && fix.edits.iter().any(|edit| edit.span.of(text) != edit.text)
    };
    finding.fixes.iter().find(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::rules::{Family, FixKind};
    use crate::text::Span;

    static RULE: Rule = Rule {
        name: "test-rule",
        family: Family::Tool,
        summary: "",
        page: "",
        level: |_| Some(Level::Warning),
        fix: FixKind::Safe,
        ..Rule::DEFAULT
    };
    static OTHER: Rule = Rule { name: "other-rule", ..RULE };

    /// A finding at every `from`, with a fix that writes `to`.
    fn finder(rule: &'static Rule, safety: Safety, from: &str, to: &str) -> impl Fn(&str) -> Vec<Diagnostic> {
        move |text: &str| {
            let places = text.match_indices(from);
            let finding = |(at, word): (usize, &str)| Diagnostic {
                rule,
                level: Level::Warning,
                span: Span::at(at..at + word.len()),
                message: "".into(),
                fixes: [Fix::replace(safety, Span::at(at..at + word.len()), to)].into(),
                related: Vec::new(),
                group: None,
            };
            places.map(finding).collect()
        }
    }

    fn run(text: &str, wanted: &Wanted, find: impl Fn(&str) -> Vec<Diagnostic>) -> (String, usize) {
        let fixed = to_fixed_point(text, wanted, find);
        (fixed.text, fixed.applied)
    }

    #[test]
    fn every_place_is_mended_and_counted() {
        let find = finder(&RULE, Safety::Safe, "bad", "good");
        let fixed = to_fixed_point("bad, bad and worse", &Wanted::default(), find);
        assert_eq!((fixed.text.as_str(), fixed.applied), ("good, good and worse", 2));
        assert_eq!(fixed.rules, BTreeMap::from([("test-rule", 2)]));
    }

    #[test]
    fn review_fixes_wait_to_be_asked_for() {
        let find = || finder(&RULE, Safety::Review, "bad", "good");
        assert_eq!(run("bad", &Wanted::default(), find()).0, "bad");
        assert_eq!(run("bad", &Wanted { review: true, rules: vec![] }, find()).0, "good");
        assert_eq!(run("bad", &Wanted { review: true, rules: vec!["other-rule".into()] }, find()).0, "bad");
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left() {
        // In each round, the earlier of two that overlap is applied.
        assert_eq!(run("aaaa", &Wanted::default(), finder(&RULE, Safety::Safe, "aa", "a")), ("a".to_owned(), 3));
    }

    #[test]
    fn ten_rounds_are_enough_for_ten_steps() {
        // Each fix makes the next one possible.
        let steps = |text: &str| match text.parse::<u32>() {
            Ok(number @ 1..) => finder(&RULE, Safety::Safe, text, &(number - 1).to_string())(text),
            _ => Vec::new(),
        };
        assert_eq!(run("10", &Wanted::default(), steps), ("0".to_owned(), 10));
    }

    /// A finding at the start of the text with these fixes.
    fn with_fixes(fixes: &[Fix]) -> Diagnostic {
        let mut finding = finder(&RULE, Safety::Safe, "a", "")("a").remove(0);
        finding.fixes = fixes.iter().cloned().collect();
        finding
    }

    fn of_edits(edits: &[(std::ops::Range<usize>, &str)]) -> Fix {
        let edit = |(range, text): &(std::ops::Range<usize>, &str)| Edit::replace(Span::at(range.clone()), *text);
        Fix::new(Safety::Safe, "", edits.iter().map(edit).collect::<Vec<_>>())
    }

    #[test]
    fn a_fix_is_applied_as_a_whole_or_not_at_all() {
        let once = |first: &[Fix], second: &[Fix]| {
            let found = [with_fixes(first), with_fixes(second)];
            run("a b c", &Wanted::default(), |text| if text == "a b c" { found.to_vec() } else { Vec::new() })
        };
        // One of its edits conflicts with an earlier fix, so the other one is not made either.
        let earlier = of_edits(&[(0..1, "A")]);
        let both = of_edits(&[(0..1, "X"), (4..5, "C")]);
        assert_eq!(once(std::slice::from_ref(&earlier), &[both]), ("A b c".to_owned(), 1));
        // One of its edits is outside the text.
        let outside = of_edits(&[(4..5, "C"), (5..9, "")]);
        assert_eq!(once(std::slice::from_ref(&outside), &[]), ("a b c".to_owned(), 0));
        // The finding has another fix.
        let other = of_edits(&[(4..5, "D")]);
        assert_eq!(once(&[outside, other.clone()], &[]), ("a b D".to_owned(), 1));
        // One edit changes nothing, the other does.
        let half = of_edits(&[(0..1, "a"), (2..3, "B")]);
        assert_eq!(once(&[half], std::slice::from_ref(&other)), ("a B D".to_owned(), 2));
        // The order of the findings does not matter, only that of the text.
        assert_eq!(once(&[of_edits(&[(2..5, "late")])], &[of_edits(&[(0..3, "early")])]), ("early c".to_owned(), 1));
    }

    #[test]
    fn what_never_settles_does_not_keep_its_rule_from_the_rest() {
        let grows = finder(&RULE, Safety::Safe, "x", "xx");
        let mends = finder(&RULE, Safety::Safe, "bad", "good");
        let both = |text: &str| [grows(text), mends(text)].concat();
        assert_eq!(run("x bad x", &Wanted::default(), both), ("x good x".to_owned(), 1));
    }

    #[test]
    fn a_rule_that_never_settles_in_any_words_is_given_up() {
        // Every fix writes a number that was never seen, so that it does not help to give up its words.
        let numbers = std::cell::Cell::new(0u32);
        let counts = |text: &str| {
            numbers.set(numbers.get() + 1);
            let number = numbers.get().to_string();
            let start = text.find(|c: char| c.is_ascii_digit()).unwrap();
            vec![with_fixes(&[of_edits(&[(start..text.len(), number.as_str())])])]
        };
        let mends = finder(&OTHER, Safety::Safe, "bad", "good");
        let both = |text: &str| [mends(text), counts(text)].concat();
        assert_eq!(run("bad 0", &Wanted::default(), both), ("good 0".to_owned(), 1));
    }

    #[test]
    fn two_that_never_settle_do_not_keep_their_rule_from_the_rest() {
        // The second circle is hidden by the first, and turns only once that is given up.
        let circle = |from: &'static str, to: &'static str| {
            let (there, back) = (finder(&RULE, Safety::Safe, from, to), finder(&RULE, Safety::Safe, to, from));
            move |text: &str| [there(text), back(text)].concat()
        };
        let (outer, inner) = (circle("xu", "xv"), circle("u", "v"));
        let mends = finder(&RULE, Safety::Safe, "bad", "good");
        let all = |text: &str| [outer(text), inner(text), mends(text)].concat();
        assert_eq!(run("xu bad", &Wanted::default(), all), ("xu good".to_owned(), 1));
    }

    #[test]
    fn the_text_is_checked_again_after_each_round() {
        let (settings, gazetteer) = (crate::config::Settings::default(), crate::gazetteer::Gazetteer::shipped());
        let text = "The the talks ended.\n";
        let draft = Draft { path: "draft.md", text, settings: &settings, gazetteer: &gazetteer };
        let fixed = fix(draft, &Wanted { review: true, rules: vec!["doubled-word".into()] });
        assert_eq!((fixed.text.as_str(), fixed.applied), ("The talks ended.\n", 1));
    }

    #[test]
    fn what_never_settles_is_given_up_and_the_rest_is_mended() {
        let grows = finder(&RULE, Safety::Safe, "x", "xx");
        let mends = finder(&OTHER, Safety::Safe, "bad", "good");
        let both = |text: &str| [grows(text), mends(text)].concat();
        let fixed = to_fixed_point("x bad", &Wanted::default(), both);
        assert_eq!((fixed.text.as_str(), fixed.applied), ("x good", 1));
    }

    #[test]
    fn fixes_that_undo_one_another_are_given_up() {
        let there = finder(&RULE, Safety::Safe, "up", "down");
        let back = finder(&OTHER, Safety::Safe, "down", "up");
        let both = |text: &str| [there(text), back(text)].concat();
        for text in ["up", "down"] {
            assert_eq!(run(text, &Wanted::default(), both), (text.to_owned(), 0));
        }
    }

    #[test]
    fn a_fix_that_changes_nothing_is_none() {
        assert_eq!(run("same", &Wanted::default(), finder(&RULE, Safety::Safe, "same", "same")).1, 0);
    }
}
