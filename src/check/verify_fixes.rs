//! Verifies fixes before they are offered: a fix can expose a fault that its own fault was hiding, and a fix that merely
//! swaps one fault for another is not a fix.
//!
//! * Verifying a fix means applying it, checking the result and comparing: the fix's own finding must be gone, and no
//!   rule may have more findings that matter than before. If the change exposes faults whose fixes only concern form,
//!   those follow-up fixes are merged in and the result is verified again; if that does not help, the fix is dropped.
//! * If it takes no more than a millisecond or two, every fix is verified against the whole text; failing that, the risky
//!   ones are; failing that, the risky ones are verified against their paragraph only.
//! * Nothing is verified until someone asks for a fix, and nothing is verified twice.

mod risk;

use super::fix_guard::FixGuard;
use super::{Checked, Draft};
use crate::config::{Level, Settings};
use crate::rules::{Diagnostic, Document, Family, Fix};
use crate::text::edits::{Disjoint, apply, compose};
use crate::text::line_ends::line_end;
use crate::text::{Edit, Offset, Span};
use risk::blocks_of;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// Results are cached for texts up to this length, in bytes.
const SHORT: usize = 64 << 10;

/// Bytes that may be checked again to verify the fixes of one text: an issue is checked and shown within ten milliseconds.
const READ: usize = 96 << 10;

/// Paragraphs longer than this are not verified, which keeps the cost linear.
const LONGEST: Offset = 6000;

/// How often follow-up fixes are merged in.
const ROUNDS: usize = 2;

/// A tentative citation counts only if the text has others, so a paragraph that is checked alone is preceded by one.
const CITING: &str = "Guards fled (Reuters, May 9).\n\n";

/// Fixes of one finding, the best first.
type Fixes = SmallVec<[Fix; 1]>;

/// Cache of the verified fixes of a short text.
#[derive(Default)]
pub struct VerifiedFixes {
    plan: OnceLock<Plan>,
    /// The fixes of each finding that passed.
    fixes: OnceLock<Box<[OnceLock<Fixes>]>>,
}

/// How thoroughly the fixes of a text are verified; a function of the text alone, so that every caller gets the same answer.
#[derive(Clone, Copy)]
struct Plan {
    /// Verify every fix against the whole text.
    each: bool,
    /// Verify risky fixes against the whole text.
    whole: bool,
}

impl Checked {
    /// The verified fixes of a finding, given by its index. `draft` must be the draft that was checked.
    #[must_use]
    pub fn fixes(&self, draft: Draft<'_>, finding: usize) -> Cow<'_, [Fix]> {
        if self.diagnostics.get(finding).is_none_or(|found| found.fixes.is_empty()) {
            return Cow::Borrowed(&[]);
        }
        let look = || self.verify_with(draft, |verifier| verifier.fixes_of(finding));
        if is_longer(draft.text, SHORT) {
            return Cow::Owned(look().into_vec());
        }
        let all = self.verified.fixes.get_or_init(|| self.diagnostics.iter().map(|_| OnceLock::new()).collect());
        Cow::Borrowed(all.get(finding).map_or(&[], |fixes| fixes.get_or_init(look)))
    }

    /// The same document with only the verified fixes on each finding.
    #[must_use]
    pub fn with_verified_fixes(mut self, draft: Draft<'_>) -> Checked {
        let all = 0..self.diagnostics.len();
        let held: Vec<Fixes> =
            self.verify_with(draft, |verifier| all.map(|finding| verifier.fixes_of(finding)).collect());
        for (finding, fixes) in self.diagnostics.iter_mut().zip(held) {
            finding.fixes = fixes;
        }
        self
    }

    /// The same document with only those of its fixes that are valid without verification, and the number of findings
    /// that lost theirs. Costs next to nothing.
    #[must_use]
    pub fn with_certain_fixes(mut self, draft: Draft<'_>) -> (Checked, usize) {
        let all = 0..self.diagnostics.len();
        let held: Vec<Fixes> =
            self.verify_with(draft, |verifier| all.map(|finding| verifier.certain_fixes_of(finding)).collect());
        let mut lost = 0;
        for (finding, fixes) in self.diagnostics.iter_mut().zip(held) {
            lost += usize::from(fixes.is_empty() && !finding.fixes.is_empty());
            finding.fixes = fixes;
        }
        (self, lost)
    }

    fn verify_with<R>(&self, draft: Draft<'_>, work: impl FnOnce(&mut FixVerifier<'_>) -> R) -> R {
        let Draft { path, text, settings, gazetteer } = draft;
        let doc = Document { text, markdown: &self.markdown, bulletin: &self.bulletin, settings, gazetteer };
        let mut verifier = FixVerifier {
            path,
            doc: &doc,
            found: &self.diagnostics,
            guard: FixGuard::of(&doc, line_end(text)),
            plan: Plan { each: false, whole: false },
            alone: None,
            read: None,
            explained: None,
            balanced: FxHashMap::default(),
        };
        if !is_longer(text, SHORT) {
            verifier.plan = *self.verified.plan.get_or_init(|| verifier.plan());
        }
        work(&mut verifier)
    }
}

/// The length of a text in bytes, with line ends counted as LF, so that line ends do not affect how much is verified.
fn size(text: &str) -> usize {
    text.len() - memchr::memmem::find_iter(text.as_bytes(), b"\r\n").count()
}

/// Whether [`size`] exceeds `most`. A text of more than twice as many bytes is not counted: it may be asked about for each
/// of its fixes.
fn is_longer(text: &str, most: usize) -> bool {
    text.len() > 2 * most || size(text) > most
}

/// Verifies the fixes of one document.
struct FixVerifier<'a> {
    path: &'a str,
    doc: &'a Document<'a>,
    found: &'a [Diagnostic],
    guard: FixGuard<'a>,
    plan: Plan,
    /// How a paragraph is checked alone: the text put in front, and the settings with the document's date.
    alone: Option<(&'static str, Settings)>,
    /// The most recently checked paragraph, with its findings.
    read: Option<(Span, Vec<Diagnostic>)>,
    /// Where each short form in the document is explained, by the hash under which short forms are compared.
    explained: Option<FxHashMap<u64, SmallVec<[Span; 1]>>>,
    /// Whether brackets are balanced, by block.
    balanced: FxHashMap<usize, bool>,
}

/// One fix of a finding, both as indices.
#[derive(Clone, Copy)]
struct Choice {
    finding: usize,
    fix: usize,
}

impl<'a> FixVerifier<'a> {
    /// Chooses the plan for a short text.
    fn plan(&mut self) -> Plan {
        let size = size(self.doc.text);
        let cost = |fixes: usize| fixes * size;
        let each = cost(self.choices().count()) <= READ;
        let risky = self.choices().filter(|choice| self.is_risky(*choice)).count();
        Plan { each, whole: cost(risky) <= READ }
    }

    /// All fixes, by their finding.
    fn choices(&self) -> impl Iterator<Item = Choice> + use<'a> {
        let found = self.found.iter().enumerate();
        found.flat_map(|(finding, of)| (0..of.fixes.len()).map(move |fix| Choice { finding, fix }))
    }

    fn fix(&self, choice: Choice) -> &'a Fix {
        &self.found[choice.finding].fixes[choice.fix]
    }

    /// The fixes of a finding that pass.
    fn fixes_of(&mut self, finding: usize) -> Fixes {
        let choices = (0..self.found[finding].fixes.len()).map(|fix| Choice { finding, fix });
        choices.filter_map(|choice| self.verify(choice)).collect()
    }

    /// The fixes of a finding that are not risky.
    fn certain_fixes_of(&mut self, finding: usize) -> Fixes {
        let choices = (0..self.found[finding].fixes.len()).map(|fix| Choice { finding, fix });
        let certain: SmallVec<[Choice; 4]> = choices.filter(|choice| !self.is_risky(*choice)).collect();
        certain.into_iter().map(|choice| self.fix(choice).clone()).collect()
    }

    /// The fix, with the follow-up fixes it needs, if it passes.
    fn verify(&mut self, choice: Choice) -> Option<Fix> {
        if self.plan.each {
            return self.in_whole(choice);
        }
        match (self.is_risky(choice), self.plan.whole) {
            (false, _) => Some(self.fix(choice).clone()),
            (true, true) => self.in_whole(choice),
            (true, false) => self.in_paragraph(choice),
        }
    }

    /// Verifies a fix against the whole text.
    fn in_whole(&mut self, choice: Choice) -> Option<Fix> {
        let (found, whole) = (self.found, Span::at(0..self.doc.text.len()));
        let after = self.found_in_whole(&apply(self.doc.text, &self.fix(choice).edits));
        self.verify_with_follow_ups(choice, (whole, found), after, |verifier, text| verifier.found_in_whole(text))
    }

    /// Verifies a fix against its paragraph.
    fn in_paragraph(&mut self, choice: Choice) -> Option<Fix> {
        let (finding, fix) = (&self.found[choice.finding], self.fix(choice));
        let paragraph = self.lines_of(finding.rule.family, fix);
        if is_longer(self.doc.text(paragraph), LONGEST as usize - 1) {
            return Some(fix.clone());
        }
        let edits = moved(&fix.edits, |offset| offset - paragraph.start);
        let after = self.found_by_itself(paragraph, &apply(self.doc.text(paragraph), &edits));
        if self.tells_nothing_new(choice, paragraph, &edits, &after) {
            return Some(fix.clone());
        }
        let before = match self.read.take() {
            Some((last, found)) if last == paragraph => found,
            _ => self.found_by_itself(paragraph, self.doc.text(paragraph)),
        };
        let same =
            |other: &Diagnostic| other.rule == finding.rule && other.span.start + paragraph.start == finding.span.start;
        // A finding that depends on the rest of the document cannot be verified here.
        let held = if before.iter().any(same) {
            self.verify_with_follow_ups(choice, (paragraph, &before), after, |verifier, text| {
                verifier.found_by_itself(paragraph, text)
            })
        } else {
            Some(fix.clone())
        };
        self.read = Some((paragraph, before));
        held
    }

    /// Whether all findings that matter in a paragraph `after` a fix were already in the document, and the fix's
    /// finding is gone: then the paragraph need not be checked without the fix.
    fn tells_nothing_new(&self, choice: Choice, paragraph: Span, edits: &[Edit], after: &[Diagnostic]) -> bool {
        let mended = &self.found[choice.finding];
        let from = self.found.partition_point(|other| other.span.start < paragraph.start);
        let near = self.found[from..].iter().take_while(|other| other.span.start <= paragraph.end);
        let then = |offset: Offset| pushed(offset.saturating_sub(paragraph.start), edits);
        let old: SmallVec<[_; 16]> = near
            .filter(|other| other.rule != mended.rule || other.span != mended.span)
            .map(|other| (other.rule, then(other.span.start), then(other.span.end)))
            .collect();
        let mut new = after.iter().filter(|other| matters(other, mended.rule.name));
        new.all(|other| old.contains(&(other.rule, other.span.start, other.span.end)))
    }

    /// The fix, extended by the follow-up fixes it needs; `None` if it still makes things worse. `before` are the
    /// findings in `place` without it, `after` those with it; `read` checks the changed text of that place.
    fn verify_with_follow_ups(
        &mut self,
        choice: Choice,
        (place, before): (Span, &[Diagnostic]),
        after: Vec<Diagnostic>,
        read: impl Fn(&mut Self, &str) -> Vec<Diagnostic>,
    ) -> Option<Fix> {
        let (finding, fix) = (&self.found[choice.finding], self.fix(choice));
        let paragraph = self.lines_of(finding.rule.family, fix);
        let old = self.doc.text(place);
        let mut grown = fix.with_edits(moved(&fix.edits, |offset| offset - place.start));
        let mut after = Some(after);
        for _ in 0..=ROUNDS {
            let after = after.take().unwrap_or_else(|| read(self, &apply(old, &grown.edits)));
            let excess = excess(before, &after, finding.rule.name);
            if excess.is_empty() {
                return Some(grown.with_edits(moved(&grown.edits, |offset| offset + place.start)));
            }
            let then = |offset: Offset| pushed(offset, &grown.edits);
            let old_places = before
                .iter()
                .filter(|other| other.rule != finding.rule || other.span.start + place.start != finding.span.start);
            let old_places: Vec<_> =
                old_places.map(|other| (other.rule.name, then(other.span.start), then(other.span.end))).collect();
            let new = after.iter().filter(|other| {
                excess.contains(other.rule.name)
                    && !old_places.contains(&(other.rule.name, other.span.start, other.span.end))
            });
            let near = Span::new(paragraph.start - place.start, then(paragraph.end - place.start));
            let mut taken = Disjoint::default();
            let mut also: Vec<&Fix> = Vec::new();
            for other in new {
                let joins = |fix: &&Fix| other.rule != finding.rule && may_join(other, fix, near);
                let fix = other.fixes.first().filter(joins)?;
                if taken.take(&fix.edits) {
                    also.push(fix);
                }
            }
            let mut edits: Vec<Edit> = also.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
            edits.sort();
            let edits = compose(old, &grown.edits, &edits);
            let whole = moved(&edits, |offset| offset + place.start);
            let mut sources = |edits: &[Edit]| -> Vec<Span> {
                edits.iter().flat_map(|edit| self.guard.changed_sources(edit.span)).collect()
            };
            let own = sources(&fix.edits);
            let renames = sources(&whole).iter().any(|source| !own.contains(source));
            if also.is_empty() || renames || !self.guard.is_allowed(finding.rule, finding.span, &whole) {
                return None;
            }
            grown = also.iter().fold(grown, |grown, fix| grown.and(fix));
            grown.edits = edits.into();
        }
        None
    }

    /// The lines of the blocks that a fix touches, up to [`LONGEST`] bytes on each side; for a suppression comment, the next
    /// block too.
    fn lines_of(&self, family: Family, fix: &Fix) -> Span {
        let (bytes, blocks) = (self.doc.text.as_bytes(), &self.doc.markdown.blocks);
        let edits = fix.edits.iter().map(|edit| edit.span).reduce(Span::cover).unwrap_or_default();
        let touched = blocks_of(blocks, edits);
        let until = if family == Family::Tool { (touched.end + 1).min(blocks.len()) } else { touched.end };
        let touched = blocks.get(touched.start..until).unwrap_or_default();
        let ends = touched.first().into_iter().chain(touched.last());
        let whole = ends.map(|block| block.span).fold(edits, Span::cover);
        let in_line = |byte: &&u8| !matches!(byte, b'\n' | b'\r');
        let before = bytes[..whole.start as usize].iter().rev().take(LONGEST as usize).take_while(in_line).count();
        let after = bytes[whole.end as usize..].iter().take(LONGEST as usize).take_while(in_line).count();
        Span::new(whole.start - before as Offset, whole.end + after as Offset)
    }

    /// Findings in a text that takes the document's place.
    fn found_in_whole(&self, text: &str) -> Vec<Diagnostic> {
        super::check(Draft { path: self.path, text, settings: self.doc.settings, gazetteer: self.doc.gazetteer })
            .diagnostics
    }

    /// The short forms that need no definition in `paragraph`: those of the house style, and those that another
    /// paragraph defines or was the first to use undefined.
    fn abbreviations_explained_outside(&mut self, paragraph: Span) -> Arc<[String]> {
        let (doc, all) = (self.doc, &self.doc.bulletin.abbreviations);
        // Where each short form is explained, or first used without explanation.
        let explained = self.explained.get_or_insert_with(|| {
            let places = all.forms.iter().filter_map(|form| {
                let definition = all.definition_of(form).map(|definition| definition.short);
                Some((form.key, definition.or_else(|| form.first.map(|first| first.span))?))
            });
            let mut explained: FxHashMap<u64, SmallVec<[Span; 1]>> = FxHashMap::default();
            places.for_each(|(key, place)| explained.entry(key).or_default().push(place));
            explained
        });
        let outside =
            |key: u64| explained.get(&key).is_some_and(|places| places.iter().any(|at| !paragraph.contains(*at)));
        let known = all.uses_in(paragraph).iter().filter(|used| outside(used.key)).map(|used| doc.text(used.span));
        doc.settings.common_abbreviations.iter().cloned().chain(known.map(str::to_owned)).collect()
    }

    /// Findings in `paragraph`, the text at `place` with or without a fix, checked alone.
    fn found_by_itself(&mut self, place: Span, paragraph: &str) -> Vec<Diagnostic> {
        let doc = self.doc;
        let known = self.abbreviations_explained_outside(place);
        let (opening, settings) = self.alone.get_or_insert_with(|| {
            let cites = doc.bulletin.formal_items().any(|item| !item.dates.is_empty());
            let language = if doc.bulletin.language.is_english { "en" } else { "und" };
            let settings = Settings { date: doc.date(), language: Some(language.into()), ..doc.settings.clone() };
            (if cites { CITING } else { "" }, settings)
        });
        settings.common_abbreviations = known;
        let text = [opening, paragraph].concat();
        let mut found = super::check(Draft { path: "", text: &text, settings, gazetteer: doc.gazetteer }).diagnostics;
        let before = opening.len() as Offset;
        found.retain(|finding| finding.span.start >= before);
        for finding in &mut found {
            finding.span = Span::new(finding.span.start - before, finding.span.end - before);
            finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.span.start >= before));
            for fix in &mut finding.fixes {
                fix.edits = moved(&fix.edits, |offset| offset - before);
                // The line ends of the paragraph and of what is put in front need not be the document's.
                self.guard.write_line_ends(fix);
            }
        }
        found
    }
}

/// Whether a finding counts against a fix of a finding of the rule `mended`.
fn matters(finding: &Diagnostic, mended: &str) -> bool {
    finding.level >= Level::Warning || finding.rule.name == mended
}

/// The rules with too many findings after a finding of the rule `mended` was fixed: that rule must have fewer than
/// before, and every other rule no more that matter.
fn excess(before: &[Diagnostic], after: &[Diagnostic], mended: &str) -> BTreeSet<&'static str> {
    let count = |found: &[Diagnostic]| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in found.iter().filter(|finding| matters(finding, mended)) {
            *counts.entry(finding.rule.name).or_default() += 1;
        }
        counts
    };
    let (before, after) = (count(before), count(after));
    let most = |name: &str| {
        let count = before.get(name).copied().unwrap_or_default();
        if name == mended { count.saturating_sub(1) } else { count }
    };
    after.iter().filter(|(name, count)| **count > most(name)).map(|(name, _)| *name).collect()
}

/// Whether the fix of an exposed finding may be merged in as a follow-up: it is in the same paragraph and only concerns
/// the form of citations.
fn may_join(other: &Diagnostic, fix: &Fix, near: Span) -> bool {
    other.rule.family == Family::Citations
        && !other.rule.fix_effect.replaces
        && fix.edits.iter().all(|edit| near.contains(edit.span))
}

/// The edits with every offset mapped.
fn moved(edits: &[Edit], place: impl Fn(Offset) -> Offset) -> SmallVec<[Edit; 1]> {
    let moved =
        |edit: &Edit| Edit::replace(Span::new(place(edit.span.start), place(edit.span.end)), edit.text.as_str());
    edits.iter().map(moved).collect()
}

/// The offset after the edits are applied.
fn pushed(offset: Offset, edits: &[Edit]) -> Offset {
    let before = edits.iter().take_while(|edit| edit.span.end <= offset);
    before.fold(offset, |offset, edit| offset + edit.text.len() as Offset - edit.span.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::gazetteer::Gazetteer;
    use crate::rules::Safety;

    /// The verified fixes of each of a rule's findings: the text that each produces, and its safety.
    fn held(rule: &str, text: &str) -> Vec<Vec<(String, Safety)>> {
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let gazetteer = Gazetteer::shipped();
        let draft = Draft { path: "draft.md", text, settings: &settings, gazetteer: &gazetteer };
        let checked = check(draft);
        let of = |finding| -> Vec<Fix> { checked.fixes(draft, finding).into_owned() };
        let found: Vec<usize> = (0..checked.diagnostics.len()).collect();
        let all: Vec<Vec<Fix>> = found.iter().map(|finding| of(*finding)).collect();
        let of_rule = found.into_iter().filter(|finding| checked.diagnostics[*finding].rule.name == rule);
        let held = of_rule.map(|finding| of(finding).iter().map(|fix| (apply(text, &fix.edits), fix.safety)).collect());
        let held = held.collect();
        // Asking for all at once gives the same answer.
        let tried = check(draft).with_verified_fixes(draft);
        assert_eq!(tried.diagnostics.iter().map(|finding| finding.fixes.to_vec()).collect::<Vec<_>>(), all, "{text}");
        held
    }

    /// A faultless text, long enough that a document with it exceeds [`SHORT`].
    fn long() -> String {
        let clean = include_str!("../../tests/corpus/harbours.md");
        clean.repeat(SHORT / clean.len() + 1)
    }

    #[test]
    fn a_fix_that_brings_a_fault_is_not_offered() {
        for (rule, text, offered, in_long) in [
            // Another bracket stays open in the address.
            ("broken-citation-link", "Guards fled ([Dawn](https://dawn.com/1, May 9).", 1, 1),
            ("broken-citation-link", "Guards fled ([Dawn](https://da(wn.com/1), May 9).", 0, 0),
            // The rest of the month is cut off.
            ("citation-date-format", "Guards fled ([Dawn](https://dawn.com/1), 8 October).", 1, 1),
            ("citation-date-format", "Guards fled ([Dawn](https://dawn.com/1), 8 Octo/ber).", 0, 0),
            // Exposes a duplicate in the sentence, although the fix is not risky.
            ("citation-separator", "Guards fled (Dawn, May 9) (AFP, May 8).", 1, 1),
            ("citation-separator", "Guards fled (AFP, May 8) and ran (Dawn, May 9) (AFP, May 8).", 0, 1),
            // Findings that are suppressed do not count.
            (
                "unknown-rule",
                "<!-- copydesk-ignore undated-citatio: why -->\n\nGuards fled ([Dawn](https://dawn.com/1)).\n",
                1,
                1,
            ),
            ("unknown-rule", "<!-- copydesk-ignore undated-citatio: why -->\n\nGuards fled (Reuters, May 9).\n", 0, 0),
        ] {
            assert_eq!(held(rule, text)[0].len(), offered, "{rule}: {text}");
            let long = format!("{text}\n\n{}", long());
            assert_eq!(held(rule, &long)[0].len(), in_long, "{rule} in a long text: {text}");
        }
    }

    #[test]
    fn long_texts_need_not_be_counted() {
        for text in ["", "a", "\r\n", "a\r\n\r\n", "\r\n\r\n\r\n\r\n", "abcdefgh"] {
            for most in 0..9 {
                assert_eq!(is_longer(text, most), size(text) > most, "{text:?}, {most}");
            }
        }
    }

    #[test]
    fn as_much_is_verified_with_any_line_ends() {
        let mut counts = BTreeSet::new();
        for lines in 30..60 {
            let faults = "It left ([Dawn](https://dawn.com/2) May 7).\n\n".repeat(lines);
            let text = format!("Guards fled (AFP, May 8) and ran (Dawn, May 9) (AFP, May 8).\n\n{faults}");
            let offered = |text: &str| held("citation-separator", text).iter().map(Vec::len).sum::<usize>();
            assert_eq!(offered(&text), offered(&text.replace('\n', "\r\n")), "{lines} lines");
            counts.insert(offered(&text));
        }
        assert_eq!(counts.len(), 2, "short texts are verified whole, longer ones not");
    }

    #[test]
    fn follow_ups_have_the_line_ends_of_the_document() {
        let text = "Boats left ([Dawn](https://dawn.com/1), May 9.\n[AFP](https://afp.com/2), May 8; BBC, July 3";
        for end in ["\n", "\r\n", "\r"] {
            let long = format!("{text}\n\n{}", long()).replace('\n', end);
            let held = held("unbalanced-citation", &long);
            let fixed = &held[0][0].0;
            assert!(fixed.contains(&format!("May 9;{end}[AFP]")), "{end:?}: {:?}", fixed.get(..160));
            assert!(!fixed.replace(end, "").contains(['\n', '\r']), "{end:?}");
        }
    }

    #[test]
    fn a_fix_takes_in_follow_ups_of_form() {
        for (rule, text, expected) in [
            (
                "unbalanced-citation",
                "Guards fled,[Dawn](#), May 9) said he.",
                "Guards fled, ([Dawn](#), May 9) said he.",
            ),
            ("unbalanced-citation", "Guards fled ([Dawn](#), May 9.", "Guards fled ([Dawn](#), May 9)."),
            (
                "unbalanced-citation",
                "Guards fled (AFP, May 8) [Dawn](#), May 9).",
                "Guards fled (AFP, May 8; [Dawn](#), May 9).",
            ),
        ] {
            let expected = [[(expected.to_owned(), Safety::Review)]];
            assert_eq!(held(rule, text), expected, "{rule}: {text}");
        }
    }

    #[test]
    fn no_follow_up_writes_another_day() {
        let text = "Guards fled ([Dawn](#), May 8 [Reuters, Sept. 9](https://a.net/20180509/x.html); AFP, May 8";
        assert!(held("unbalanced-citation", text).iter().flatten().all(|(fixed, _)| fixed.contains("Sept")));
    }

    #[test]
    fn a_merged_fix_says_so_and_is_as_unsafe() {
        let one = Fix::insert(Safety::Safe, "Close the gap", 1, "x");
        let other = Fix::insert(Safety::Review, "Put a stop", 2, ".");
        let both = one.clone().and(&other);
        assert_eq!((both.title().as_ref(), both.safety), ("Close the gap and put a stop", Safety::Review));
        assert_eq!(both.and(&one).title(), "Close the gap and put a stop");
        assert_eq!(other.and(&one).safety, Safety::Review);
    }

    #[test]
    fn among_many_only_the_bad_is_dropped() {
        let good = "Guards fled to the north that day (Reuters May 9). The the road was open.\n\n";
        let bad = "Guards fled to Al Al-Shabaab in May.\n\n";
        let texts = [good.repeat(60), bad.to_owned(), good.repeat(60)];
        let (text, commas) = (texts.concat(), 120);
        assert!(text.len() * commas > READ, "not every fix is verified");
        assert_eq!(held("actor-case", bad), [[]]);
        assert_eq!(held("actor-case", &text), [[]]);
        let held = held("missing-citation-comma", &text);
        assert_eq!((held.len(), held.iter().map(Vec::len).sum::<usize>()), (commas, commas));
    }

    #[test]
    fn endless_paragraphs_are_not_verified() {
        let text = format!("Guards fled ([Dawn](https://da(wn.com/1), May 9). {}", "They ran. ".repeat(SHORT / 10));
        assert_eq!(held("broken-citation-link", &text)[0].len(), 1);
    }
}
