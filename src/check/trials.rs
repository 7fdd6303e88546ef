//! Tries fixes: what a fault hid from the reader its fix may bring to light, and a fix that puts a new fault in the place of
//! the old one is none.
//!
//! * A trial makes the change, checks again and compares: the fix's own finding must be gone, and no rule may find more
//!   that matters than before. Where the change brings faults that have fixes of form themselves, those are made part of
//!   it, and it is tried again; where that does not help, it is not offered.
//! * Where all that takes a millisecond or two, each fix is tried on the whole text; where only those in doubt can be, those
//!   are. Else a fix in doubt is tried on the paragraph that it touches.
//! * Nothing is tried before somebody asks for a fix, and nothing twice.

mod doubt;

use super::repairs::Repairs;
use super::{Checked, Draft};
use crate::config::{Level, Settings};
use crate::rules::{Diagnostic, Document, Family, Fix};
use crate::text::edits::{Disjoint, apply, compose};
use crate::text::line_ends::line_end;
use crate::text::{Edit, Offset, Span};
use doubt::blocks_of;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Of texts up to this length, in bytes, what the trials told is kept.
const SHORT: usize = 64 << 10;

/// So many bytes may be read whole for the trials of one text: an issue is checked and shown in ten milliseconds.
const READ: usize = 96 << 10;

/// Nobody writes longer paragraphs; in those of a long text nothing is tried, so that the cost stays linear.
const LONGEST: Offset = 6000;

/// Times that fixes of what a fix brings are made part of it.
const ROUNDS: usize = 2;

/// Brackets that may be citations are read as such where others are, and so they must be where a paragraph stands alone.
const CITING: &str = "Guards fled (Reuters, May 9).\n\n";

/// Rules about citations whose fixes name another source, lead elsewhere or take something away: no matter of form.
const REPLACING: &[&str] =
    &["bare-url-citation", "broken-citation-link", "duplicate-citation", "tracking-link", "url-source-conflict"];

/// Fixes of one finding, the best first.
type Fixes = SmallVec<[Fix; 1]>;

/// What trials of a short text told, kept for whoever asks again.
#[derive(Default)]
pub struct Held {
    plan: OnceLock<Plan>,
    /// The fixes that hold, of each finding.
    fixes: OnceLock<Box<[OnceLock<Fixes>]>>,
}

/// How the fixes of a text are tried: decided by the text alone, so that whoever asks is told the same.
#[derive(Clone, Copy)]
struct Plan {
    /// Each by itself.
    each: bool,
    /// Those in doubt by reading the whole text.
    whole: bool,
}

impl Checked {
    /// The fixes of a finding, named by its index, that hold when they are tried. `draft` is what was checked.
    #[must_use]
    pub fn fixes(&self, draft: Draft<'_>, finding: usize) -> Cow<'_, [Fix]> {
        if self.diagnostics.get(finding).is_none_or(|found| found.fixes.is_empty()) {
            return Cow::Borrowed(&[]);
        }
        let look = || self.trials(draft, |trials| trials.of(finding));
        if draft.text.len() > SHORT {
            return Cow::Owned(look().into_vec());
        }
        let all = self.held.fixes.get_or_init(|| self.diagnostics.iter().map(|_| OnceLock::new()).collect());
        Cow::Borrowed(all.get(finding).map_or(&[], |fixes| fixes.get_or_init(look)))
    }

    /// The same with the fixes that hold, of all findings.
    #[must_use]
    pub fn tried(mut self, draft: Draft<'_>) -> Checked {
        let all = 0..self.diagnostics.len();
        let held: Vec<Fixes> = self.trials(draft, |trials| all.map(|finding| trials.of(finding)).collect());
        for (finding, fixes) in self.diagnostics.iter_mut().zip(held) {
            finding.fixes = fixes;
        }
        self
    }

    fn trials<R>(&self, draft: Draft<'_>, work: impl FnOnce(&mut Trials<'_>) -> R) -> R {
        let Draft { path, text, settings, gazetteer } = draft;
        let doc = Document { text, markdown: &self.markdown, bulletin: &self.bulletin, settings, gazetteer };
        let mut trials = Trials {
            path,
            doc: &doc,
            found: &self.diagnostics,
            repairs: Repairs::of(&doc, line_end(text)),
            plan: Plan { each: false, whole: false },
            alone: None,
            read: None,
            balanced: FxHashMap::default(),
        };
        if text.len() <= SHORT {
            trials.plan = *self.held.plan.get_or_init(|| trials.plan());
        }
        work(&mut trials)
    }
}

/// The trials of one document's fixes.
struct Trials<'a> {
    path: &'a str,
    doc: &'a Document<'a>,
    found: &'a [Diagnostic],
    repairs: Repairs<'a>,
    plan: Plan,
    /// How a paragraph is read by itself: what stands before it, and the settings with the document's day.
    alone: Option<(&'static str, Settings)>,
    /// The paragraph that was read last, and what was found there.
    read: Option<(Span, Vec<Diagnostic>)>,
    /// Of blocks that were looked at, whether each bracket has its partner.
    balanced: FxHashMap<usize, bool>,
}

/// One fix of a finding, both named by their index.
#[derive(Clone, Copy)]
struct Choice {
    finding: usize,
    fix: usize,
}

impl<'a> Trials<'a> {
    /// How the fixes of a short text are tried.
    fn plan(&mut self) -> Plan {
        let cost = |fixes: usize| fixes * self.doc.text.len();
        let each = cost(self.choices().count()) <= READ;
        let doubtful = self.choices().filter(|choice| self.is_doubtful(*choice)).count();
        Plan { each, whole: cost(doubtful) <= READ }
    }

    /// All fixes, by their finding.
    fn choices(&self) -> impl Iterator<Item = Choice> + use<'a> {
        let found = self.found.iter().enumerate();
        found.flat_map(|(finding, of)| (0..of.fixes.len()).map(move |fix| Choice { finding, fix }))
    }

    fn fix(&self, choice: Choice) -> &'a Fix {
        &self.found[choice.finding].fixes[choice.fix]
    }

    /// The fixes of a finding that hold.
    fn of(&mut self, finding: usize) -> Fixes {
        let choices = (0..self.found[finding].fixes.len()).map(|fix| Choice { finding, fix });
        choices.filter_map(|choice| self.held(choice)).collect()
    }

    /// The fix, where it holds, with what had to be made part of it.
    fn held(&mut self, choice: Choice) -> Option<Fix> {
        if self.plan.each {
            return self.in_whole(choice);
        }
        match (self.is_doubtful(choice), self.plan.whole) {
            (false, _) => Some(self.fix(choice).clone()),
            (true, true) => self.in_whole(choice),
            (true, false) => self.in_paragraph(choice),
        }
    }

    /// A fix that was tried by reading the whole text.
    fn in_whole(&mut self, choice: Choice) -> Option<Fix> {
        let (found, whole) = (self.found, Span::at(0..self.doc.text.len()));
        self.grown(choice, (whole, found), |trials, text| trials.found_in_whole(text))
    }

    /// A fix that was tried by reading its paragraph.
    fn in_paragraph(&mut self, choice: Choice) -> Option<Fix> {
        let (finding, fix) = (&self.found[choice.finding], self.fix(choice));
        let paragraph = self.lines_of(finding.rule.family, fix);
        if paragraph.len() >= LONGEST {
            return Some(fix.clone());
        }
        let before = match self.read.take() {
            Some((last, found)) if last == paragraph => found,
            _ => self.found_by_itself(self.doc.text(paragraph)),
        };
        let same =
            |other: &Diagnostic| other.rule == finding.rule && other.span.start + paragraph.start == finding.span.start;
        // What is wrong only beside the rest of the document tells nothing here.
        let held = if before.iter().any(same) {
            self.grown(choice, (paragraph, &before), Self::found_by_itself)
        } else {
            Some(fix.clone())
        };
        self.read = Some((paragraph, before));
        held
    }

    /// The fix with what it takes to hold, where reading a place of the text finds so much before.
    fn grown(
        &mut self,
        choice: Choice,
        (place, before): (Span, &[Diagnostic]),
        read: impl Fn(&mut Self, &str) -> Vec<Diagnostic>,
    ) -> Option<Fix> {
        let (finding, fix) = (&self.found[choice.finding], self.fix(choice));
        let paragraph = self.lines_of(finding.rule.family, fix);
        let old = self.doc.text(place);
        let mut grown = fix.with_edits(moved(&fix.edits, |offset| offset - place.start));
        for _ in 0..=ROUNDS {
            let after = read(self, &apply(old, &grown.edits));
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
            let mut sources = |edits: &[Edit]| edits.iter().any(|edit| self.repairs.changes_source(edit.span));
            let renames = sources(&whole) && !sources(&fix.edits);
            if also.is_empty() || renames || !self.repairs.keeps_to_its_own(finding.rule.family, &whole) {
                return None;
            }
            grown = also.iter().fold(grown, |grown, fix| grown.and(fix));
            grown.edits = edits.into();
        }
        None
    }

    /// The lines of the blocks that a fix touches, as far as they are no longer than [`LONGEST`]; a comment speaks of the next
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

    /// What is found in a text that stands in the document's place.
    fn found_in_whole(&self, text: &str) -> Vec<Diagnostic> {
        super::check(Draft { path: self.path, text, settings: self.doc.settings, gazetteer: self.doc.gazetteer })
            .diagnostics
    }

    /// What is found in a paragraph by itself.
    fn found_by_itself(&mut self, paragraph: &str) -> Vec<Diagnostic> {
        let doc = self.doc;
        let (opening, settings) = self.alone.get_or_insert_with(|| {
            let cites = doc.bulletin.cited_items().any(|item| !item.dates.is_empty());
            (if cites { CITING } else { "" }, Settings { date: doc.date(), ..doc.settings.clone() })
        });
        let text = [opening, paragraph].concat();
        let mut found = super::check(Draft { path: "", text: &text, settings, gazetteer: doc.gazetteer }).diagnostics;
        let before = opening.len() as Offset;
        found.retain(|finding| finding.span.start >= before);
        for finding in &mut found {
            finding.span = Span::new(finding.span.start - before, finding.span.end - before);
            finding.fixes.retain(|fix| fix.edits.iter().all(|edit| edit.span.start >= before));
            for fix in &mut finding.fixes {
                fix.edits = moved(&fix.edits, |offset| offset - before);
            }
        }
        found
    }
}

/// Rules that find more than they may after a finding of `mended` was: of that rule fewer than before, and of others no more
/// that matter.
fn excess(before: &[Diagnostic], after: &[Diagnostic], mended: &str) -> BTreeSet<&'static str> {
    let count = |found: &[Diagnostic]| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in found.iter().filter(|finding| finding.level >= Level::Warning || finding.rule.name == mended) {
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

/// Whether a fix of what another brings may be made part of that: where it stands in the same paragraph, is about the form of
/// citations.
fn may_join(other: &Diagnostic, fix: &Fix, near: Span) -> bool {
    other.rule.family == Family::Citations
        && !REPLACING.contains(&other.rule.name)
        && fix.edits.iter().all(|edit| near.contains(edit.span))
}

/// The edits at other places.
fn moved(edits: &[Edit], place: impl Fn(Offset) -> Offset) -> SmallVec<[Edit; 1]> {
    let moved =
        |edit: &Edit| Edit::replace(Span::new(place(edit.span.start), place(edit.span.end)), edit.text.as_str());
    edits.iter().map(moved).collect()
}

/// Where a place is once the edits are made.
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

    /// The fixes that hold of a rule's findings: what each makes of the text, and how safe it is; a finding after the other.
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
        // Whoever asks for all is told the same.
        let tried = check(draft).tried(draft);
        assert_eq!(tried.diagnostics.iter().map(|finding| finding.fixes.to_vec()).collect::<Vec<_>>(), all, "{text}");
        held
    }

    /// A text without faults after which a document is too long to be read whole.
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
            // Twice the same in one sentence, which nobody doubts before.
            ("citation-separator", "Guards fled (Dawn, May 9) (AFP, May 8).", 1, 1),
            ("citation-separator", "Guards fled (AFP, May 8) and ran (Dawn, May 9) (AFP, May 8).", 0, 1),
            // Nothing that is hidden is named.
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
    fn a_fix_takes_in_the_form_of_what_it_brings() {
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
    fn what_takes_in_a_fix_says_so_and_is_as_unsafe() {
        let one = Fix::insert(Safety::Safe, "close the gap", 1, "x");
        let other = Fix::insert(Safety::Review, "put a stop", 2, ".");
        let both = one.clone().and(&other);
        assert_eq!((both.title().as_ref(), both.safety), ("close the gap and put a stop", Safety::Review));
        assert_eq!(both.and(&one).title(), "close the gap and put a stop");
        assert_eq!(other.and(&one).safety, Safety::Review);
    }

    #[test]
    fn among_many_only_the_bad_is_taken_away() {
        let good = "Guards fled to the north that day (Reuters May 9). The the road was open.\n\n";
        let bad = "Guards fled to Al Al-Shabaab in May.\n\n";
        let texts = [good.repeat(60), bad.to_owned(), good.repeat(60)];
        let (text, commas) = (texts.concat(), 120);
        assert!(text.len() * commas > READ, "not each is tried");
        assert_eq!(held("actor-case", bad), [[]]);
        assert_eq!(held("actor-case", &text), [[]]);
        let held = held("missing-citation-comma", &text);
        assert_eq!((held.len(), held.iter().map(Vec::len).sum::<usize>()), (commas, commas));
    }

    #[test]
    fn endless_paragraphs_are_not_tried() {
        let text = format!("Guards fled ([Dawn](https://da(wn.com/1), May 9). {}", "They ran. ".repeat(SHORT / 10));
        assert_eq!(held("broken-citation-link", &text)[0].len(), 1);
    }
}
