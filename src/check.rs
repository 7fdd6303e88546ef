//! Runs the rules over a document: levels, precedence, suppressions, order.
//!
//! * A rule that is off is never run.
//! * Where two rules speak about one fault, only the more exact does ([`PRECEDENCE`]), even where it is suppressed.
//! * A fix never reaches into what is not its rule's to change ([`fix_guard`]), and the line ends it inserts are the
//!   document's own.
//! * Whoever shows fixes or applies them asks for those that hold when they are tried ([`Checked::fixes`]); counting faults costs
//!   no trial.
//! * Findings stand by place, then by rule; the same text and settings give the same findings.

mod fix_guard;
pub mod rule_names;
mod suppressions;
mod verify_fixes;

pub use rule_names::unknown_rule;
pub use verify_fixes::VerifiedFixes;

use crate::bulletin::{Bulletin, Item};
use crate::config::{Level, Links, Settings};
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::parallel;
use crate::rules::tool::UNKNOWN_RULE;
use crate::rules::{self, Check, Cited, Diagnostic, Document, Report, Rule};
use crate::text::line_ends::{self, LineFeeds};
use crate::text::{Span, map_spans};
use fix_guard::FixGuard;
use std::ops::Range;
use std::sync::LazyLock;
use suppressions::Comments;

/// A text to be checked, with what that takes: the same for the command line, the server and the tests.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its path as shown to people; the file's name may carry the issue date.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
    /// The settings that hold for it.
    pub settings: &'a Settings,
    /// Known actors and sources.
    pub gazetteer: &'a Gazetteer,
}

/// A document that was read and checked.
pub struct Checked {
    /// Its Markdown.
    pub markdown: Markdown,
    /// What it says.
    pub bulletin: Bulletin,
    /// What is wrong with it, by place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Those of the fixes that hold, once somebody asked.
    pub verified: VerifiedFixes,
}

map_spans!(Checked { markdown, bulletin, diagnostics; verified });

/// Pairs of rules that may see one fault: where findings of both touch, only the first speaks, for it says more exactly
/// what is wrong.
const PRECEDENCE: [(&str, &str); 12] = [
    ("bare-url-citation", "unnamed-source"),
    ("broken-citation-link", "unbalanced-citation"),
    ("broken-citation-link", "citation-spacing"),
    ("unbalanced-citation", "citation-placement"),
    ("unbalanced-citation", "missing-full-stop"),
    ("ambiguous-citation-year", "url-date-conflict"),
    ("future-citation-date", "url-date-conflict"),
    ("url-date-conflict", "conflicting-citation"),
    ("url-source-conflict", "conflicting-citation"),
    ("wrong-expansion", "actor-alias"),
    ("wrong-expansion", "misspelled-actor"),
    ("wrong-expansion", "inconsistent-actor"),
];

/// From this length on, in bytes, rules may look at a text at once.
const LONG: usize = 16_000;

/// So many citations of a long text are looked at in one go.
const CITATIONS: usize = 256;

/// Reads and checks a draft.
#[must_use]
pub fn check(draft: Draft<'_>) -> Checked {
    let Draft { path, text, settings, gazetteer } = draft;
    let lf = LineFeeds::of(text);
    let own_line_end = line_ends::line_end(text);
    let text = lf.text();
    let markdown = crate::markdown::parse(text);
    let bulletin = Bulletin::read(path, text, &markdown, gazetteer, settings);
    let doc = Document { text, markdown: &markdown, bulletin: &bulletin, settings, gazetteer };
    let found = ask(&doc);
    let order = self::order(&found);
    let precedence = Precedence::of(&found);
    let mut comments = Comments::of(&doc);
    let mut guard = FixGuard::of(&doc, own_line_end);
    let mut diagnostics = Vec::with_capacity(found.len());
    for mut finding in take(found, order) {
        if !precedence.is_superseded(&finding) && !comments.hide(&finding) {
            guard.enforce(&mut finding);
            diagnostics.push(finding);
        }
    }
    let mut own = comments.judge();
    if !own.is_empty() {
        own.iter_mut().for_each(|finding| guard.enforce(finding));
        let found: Vec<_> = diagnostics.into_iter().chain(own).map(Some).collect();
        let order = self::order(&found);
        diagnostics = take(found, order).collect();
    }
    let mut checked = Checked { markdown, bulletin, diagnostics, verified: VerifiedFixes::default() };
    lf.restore(&mut checked);
    checked
}

/// What one rule asks, or what all rules ask of some citations.
enum Question {
    Document(On<OfDocument>),
    Citations(Range<usize>),
}

/// What all rules find that are on, in no order.
fn ask(doc: &Document<'_>) -> Vec<Option<Diagnostic>> {
    let mut questions = Vec::new();
    let mut by_citation = ByCitation::default();
    for &rule in rules::all() {
        let Some(level) = level(rule, doc.settings) else { continue };
        match rule.check {
            Check::Document(look) => questions.push(Question::Document(On(rule, level, look))),
            Check::Citation(look) => by_citation.citations.push(On(rule, level, look)),
            Check::Item(look) => by_citation.items.push(On(rule, level, look)),
            Check::ItemAndDocument(item, document) => {
                by_citation.items.push(On(rule, level, item));
                questions.push(Question::Document(On(rule, level, document)));
            }
            Check::Tool => {}
        }
    }
    let all = doc.bulletin.citations.len();
    let several = parallel::is_lent() && doc.text.len() >= LONG;
    let most = if several { CITATIONS } else { all.max(1) };
    questions.extend((0..all).step_by(most).map(|from| Question::Citations(from..all.min(from + most))));
    let answer = |question: Question, report: &mut Report| match question {
        Question::Document(On(rule, level, look)) => {
            report.begin_rule(rule, level);
            look(doc, report);
        }
        Question::Citations(range) => by_citation.look(doc, range, report),
    };
    if several {
        let found = parallel::map(questions, |question| {
            let mut report = Report::default();
            answer(question, &mut report);
            report.into_found()
        });
        return found.into_iter().flatten().collect();
    }
    // More than most texts have: room that is not used costs nothing, and moving what is found to larger room would.
    let mut report = Report::with_room(3 * all);
    questions.into_iter().for_each(|question| answer(question, &mut report));
    report.into_found()
}

/// A rule that is on, at what level it speaks, and the question it asks.
struct On<Look>(&'static Rule, Level, Look);

type OfDocument = fn(&Document<'_>, &mut Report);
type OfCitation = fn(&Document<'_>, Cited<'_>, &mut Report);
type OfItem = fn(&Document<'_>, &Item, &mut Report);

/// The rules that are on and look at citations or at their items.
#[derive(Default)]
struct ByCitation {
    citations: Vec<On<OfCitation>>,
    items: Vec<On<OfItem>>,
}

impl ByCitation {
    fn look(&self, doc: &Document<'_>, range: Range<usize>, report: &mut Report) {
        let all = &doc.bulletin.citations;
        for at in range {
            let citation = &all[at];
            let cited = Cited { citation, before: at.checked_sub(1).map(|before| &all[before]), after: &all[at + 1..] };
            for On(rule, level, look) in &self.citations {
                report.begin_rule(rule, *level);
                look(doc, cited, report);
            }
            for item in &citation.items {
                for On(rule, level, look) in &self.items {
                    report.begin_rule(rule, *level);
                    look(doc, item, report);
                }
            }
        }
    }
}

/// The level at which a rule speaks: what the house says of it, else what its settings ask for; none where it is off.
#[must_use]
pub fn level(rule: &Rule, settings: &Settings) -> Option<Level> {
    settings.rule(rule.name).unwrap_or_else(|| match rule.name {
        "unlinked-citation" if settings.style.links == Links::Required => Some(Level::Warning),
        _ => rule.level,
    })
}

/// The order of findings by place, then by rule; what a rule says of one place keeps its order.
fn order(found: &[Option<Diagnostic>]) -> Vec<usize> {
    // Findings are large, so their places are sorted first, and each finding is moved once. Those of one rule mostly stand
    // in order: sorting such runs costs little, and few lists are read, each from its start to its end.
    let place =
        |finding: &Option<Diagnostic>| finding.as_ref().map_or(0, |finding| u64::from(finding.span.start) << 32);
    let mut order: Vec<u64> = found.iter().zip(0..).map(|(finding, at)| place(finding) | at).collect();
    order.sort();
    let at_place = |key: &u64| (key & u64::from(u32::MAX)) as usize;
    for of_one_place in order.chunk_by_mut(|a, b| a >> 32 == b >> 32).filter(|of_one_place| of_one_place.len() > 1) {
        of_one_place.sort_by_key(|key| {
            let finding = found[at_place(key)].as_ref();
            finding.map(|finding| (finding.rule.name, finding.span.end))
        });
    }
    order.iter().map(at_place).collect()
}

/// The findings in that order.
fn take(mut found: Vec<Option<Diagnostic>>, order: Vec<usize>) -> impl Iterator<Item = Diagnostic> {
    order.into_iter().filter_map(move |at| found[at].take())
}

/// Where the more exact rules speak, by their pair in [`PRECEDENCE`].
struct Precedence([Vec<Span>; PRECEDENCE.len()]);

/// The rules of [`PRECEDENCE`].
fn precedence() -> &'static [[&'static Rule; 2]; PRECEDENCE.len()] {
    static RULES: LazyLock<[[&'static Rule; 2]; PRECEDENCE.len()]> = LazyLock::new(|| {
        PRECEDENCE.map(|(exact, general)| [exact, general].map(|name| rules::find(name).unwrap_or(&UNKNOWN_RULE)))
    });
    &RULES
}

impl Precedence {
    fn of(found: &[Option<Diagnostic>]) -> Precedence {
        let mut places = [const { Vec::new() }; PRECEDENCE.len()];
        for finding in found.iter().flatten() {
            let pairs = precedence().iter().zip(&mut places);
            for (_, places) in pairs.filter(|([exact, _], _)| std::ptr::eq(finding.rule, *exact)) {
                places.push(finding.span);
            }
        }
        places.iter_mut().for_each(join);
        Precedence(places)
    }

    /// Whether a more exact rule says what this finding does.
    fn is_superseded(&self, finding: &Diagnostic) -> bool {
        let mut pairs = precedence().iter().zip(&self.0).filter(|(_, places)| !places.is_empty());
        pairs.any(|([_, general], places)| std::ptr::eq(finding.rule, *general) && meets(places, finding.span))
    }
}

/// Sorts spans and makes those one that overlap.
fn join(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|span, last| {
        let overlap = span.start < last.end || span == last;
        if overlap {
            *last = last.cover(*span);
        }
        overlap
    });
}

/// Whether `span` shares a byte with one of the disjoint spans, or an empty one lies at its start or inside the other.
fn meets(disjoint: &[Span], span: Span) -> bool {
    let next = disjoint.partition_point(|other| other.end < span.start);
    let mut near = disjoint[next..].iter().take_while(|other| other.start <= span.end);
    near.any(|other| other.overlaps(span) || other.start == span.start || other.is_empty() || span.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_that_has_precedence_exists() {
        for (exact, general) in PRECEDENCE {
            for name in [exact, general] {
                assert!(rules::find(name).is_some(), "{name}");
            }
            assert!(!PRECEDENCE.contains(&(general, exact)), "{exact} and {general} silence one another");
        }
    }

    fn found(text: &str, settings: &Settings) -> Vec<Diagnostic> {
        check(Draft { path: "draft.md", text, settings, gazetteer: &Gazetteer::shipped() }).diagnostics
    }

    #[test]
    fn the_house_sets_levels() {
        let text = "Guards fled (Reuters).\n\nGuards fled (Reuters, May 9).\n";
        let names = |settings: &Settings| {
            let named = |d: Diagnostic| (d.rule.name, d.level);
            found(text, settings)
                .into_iter()
                .map(named)
                .filter(|(name, _)| name.ends_with("-citation"))
                .collect::<Vec<_>>()
        };
        let mut settings = Settings::default();
        assert_eq!(names(&settings), [("undated-citation", Level::Error)]);
        settings.style.links = Links::Required;
        assert!(names(&settings).contains(&("unlinked-citation", Level::Warning)));
        settings.rules =
            [("unlinked-citation".to_owned(), None), ("undated-citation".to_owned(), Some(Level::Hint))].into();
        assert_eq!(names(&settings), [("undated-citation", Level::Hint)]);
    }

    #[test]
    fn threads_change_no_finding() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let sample = include_str!("../docs/sample/issue.md");
        let clean = include_str!("../tests/corpus/harbours.md");
        // Days without a year that lean on one told before, at every place where a text may be parted.
        let days = "On Monday, May 9, they left. In 2012 they came, on June 8, a Friday, and stayed.\n\n";
        for text in [sample.repeat(12), clean.repeat(8), days.repeat(400), format!("{clean}{days}{sample}").repeat(6)] {
            let alone = check(Draft {
                path: "a.md",
                text: &text,
                settings: &Settings::default(),
                gazetteer: &Gazetteer::shipped(),
            });
            let together = pool.install(|| {
                check(Draft {
                    path: "a.md",
                    text: &text,
                    settings: &Settings::default(),
                    gazetteer: &Gazetteer::shipped(),
                })
            });
            assert_eq!(alone.diagnostics, together.diagnostics);
            assert_eq!(alone.bulletin.dates, together.bulletin.dates);
            assert_eq!(alone.bulletin.quotations, together.bulletin.quotations);
            assert_eq!(alone.bulletin.mentions, together.bulletin.mentions);
        }
    }

    #[test]
    fn names_dates_and_phrases_go_on_over_any_line_end() {
        let text = "Hashd\nal-Shaabi and Hasht\nal-Shaabi met on Monday,\nMay 9, said the\nRapid Action\nBattalion (RAB).\n\n\
            > He left last\n> year (Reuters, 9\n> May).\n\nGuards fled. [See](a\nb), (Ariana\nNews May\n9).\n\n\
            <!-- copydesk-ignore\n  undated-issue -->\n\nThe\nthe end.\n";
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let lf = |text: &str| LineFeeds::of(text).text().to_owned();
        let said = |text: &str| -> Vec<_> {
            let found = found(text, &settings).into_iter();
            found.map(|found| (found.rule.name, lf(found.span.of(text)), found.message)).collect()
        };
        let with_lf = said(text);
        let over_line_end = |name: &str| with_lf.iter().any(|(rule, place, _)| *rule == name && place.contains('\n'));
        for name in ["misspelled-actor", "doubled-word", "citation-date-format"] {
            assert!(over_line_end(name), "{name}: {with_lf:?}");
        }
        assert!(with_lf.iter().all(|(.., message)| !message.contains('\n')), "{with_lf:?}");
        for line_end in ["\r\n", "\r"] {
            assert_eq!(said(&text.replace('\n', line_end)), with_lf, "{line_end:?}");
        }
    }

    #[test]
    fn findings_stand_by_place_and_rule() {
        let text = include_str!("../docs/sample/issue.md").repeat(3);
        let sorted = found(&text, &Settings::default());
        let key = |finding: &Diagnostic| (finding.span.start, finding.rule.name, finding.span.end);
        assert!(sorted.len() > 60 && sorted.is_sorted_by_key(key));
        // Whatever way they come, each is moved to its place.
        for step in [1, 2, 7, sorted.len() - 1] {
            let mut mixed = sorted.clone();
            mixed.reverse();
            mixed.rotate_left(step);
            mixed.chunks_mut(step + 1).for_each(<[Diagnostic]>::reverse);
            let mixed: Vec<Option<Diagnostic>> = mixed.into_iter().map(Some).collect();
            let order = order(&mixed);
            let mixed: Vec<Diagnostic> = take(mixed, order).collect();
            assert!(mixed.is_sorted_by_key(key));
            assert_eq!(mixed.len(), sorted.len());
            assert!(sorted.iter().all(|finding| mixed.contains(finding)));
        }
    }

    #[test]
    fn exact_findings_silence_what_they_touch() {
        let mut exact = vec![Span::new(9, 9), Span::new(2, 4), Span::new(1, 3), Span::new(9, 9)];
        join(&mut exact);
        assert_eq!(exact, [Span::new(1, 4), Span::new(9, 9)]);
        for (start, end, meeting) in
            [(0, 1, false), (0, 2, true), (4, 5, false), (4, 4, true), (9, 10, true), (6, 7, false)]
        {
            assert_eq!(meets(&exact, Span::new(start, end)), meeting, "{start}..{end}");
        }
    }
}
