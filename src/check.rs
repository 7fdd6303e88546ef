//! Runs the rules over a document: levels, precedence, suppressions, order.
//!
//! * A rule that is off is never run.
//! * Where two rules speak about one fault, only the more exact does ([`PRECEDENCE`]), even where it is suppressed.
//! * A fix never reaches into what is not its rule's to change ([`repairs`]), and the line ends it inserts are the
//!   document's own.
//! * Findings stand by place, then by rule; the same text and settings give the same findings.

mod configuration;
mod repairs;
mod suppressions;

pub use configuration::{problems, unknown_rule};

use crate::bulletin::Bulletin;
use crate::config::{Level, Links, Settings};
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::parallel;
use crate::rules::{self, Check, Diagnostic, Document, Report, Rule};
use crate::text::{Offset, Span};

/// A document that was read and checked.
pub struct Checked {
    /// Its Markdown.
    pub markdown: Markdown,
    /// What it says.
    pub bulletin: Bulletin,
    /// What is wrong with it, by place and rule.
    pub diagnostics: Vec<Diagnostic>,
}

/// Pairs of rules that may see one fault: where findings of both touch, only the first speaks, for it says more exactly
/// what is wrong.
const PRECEDENCE: &[(&str, &str)] = &[
    ("bare-url-citation", "unnamed-source"),
    ("broken-citation-link", "unbalanced-citation"),
    ("broken-citation-link", "citation-spacing"),
    ("unbalanced-citation", "citation-placement"),
    ("unbalanced-citation", "missing-full-stop"),
    ("ambiguous-citation-year", "url-date-conflict"),
    ("future-citation-date", "url-date-conflict"),
    ("wrong-expansion", "actor-alias"),
    ("wrong-expansion", "misspelled-actor"),
    ("wrong-expansion", "inconsistent-actor"),
];

/// From this length on, in bytes, rules may look at a text at once.
const LONG: usize = 16_000;

/// Reads and checks `text`. `path` is the file's path as shown to the user; its name may carry the issue date.
#[must_use]
pub fn check(path: &str, text: &str, settings: &Settings, gazetteer: &Gazetteer) -> Checked {
    let markdown = crate::markdown::parse(text);
    let bulletin = Bulletin::read(path, text, &markdown, gazetteer, settings);
    let doc = Document { text, markdown: &markdown, bulletin: &bulletin, settings, gazetteer };
    let look = |rules: &[&'static Rule]| {
        let mut report: Option<Report> = None;
        for rule in rules {
            let (Some(level), Check::Document(look)) = (level(rule, settings), rule.check) else { continue };
            let report = report.get_or_insert_with(|| Report::new(rule));
            report.turn_to(rule, level);
            look(&doc, report);
        }
        report.map(Report::into_diagnostics).unwrap_or_default()
    };
    let mut diagnostics = if parallel::is_lent() && text.len() >= LONG {
        parallel::map(rules::all().chunks(1).collect(), look).into_iter().flatten().collect()
    } else {
        look(rules::all())
    };
    sort(&mut diagnostics);
    prefer_exact(&mut diagnostics);
    suppressions::apply(&doc, &mut diagnostics);
    repairs::settle(&doc, &mut diagnostics);
    Checked { markdown, bulletin, diagnostics }
}

/// The level at which a rule speaks: what the house says of it, else what its settings ask for; none where it is off.
#[must_use]
pub fn level(rule: &Rule, settings: &Settings) -> Option<Level> {
    settings.rule(rule.name).unwrap_or_else(|| match rule.name {
        "unlinked-citation" if settings.style.links == Links::Required => Some(Level::Warning),
        _ => rule.level,
    })
}

fn sort(diagnostics: &mut Vec<Diagnostic>) {
    // Findings are large, so their places are sorted first; what a rule says of one place keeps its order.
    let key = |at: u32| {
        let finding = &diagnostics[at as usize];
        (finding.rule.name, finding.span.end, at)
    };
    let mut order: Vec<(Offset, u32)> = diagnostics.iter().map(|finding| finding.span.start).zip(0..).collect();
    order.sort_unstable_by(|(a, at), (b, other)| a.cmp(b).then_with(|| key(*at).cmp(&key(*other))));
    if order.iter().map(|(_, at)| *at).eq(0..) {
        return;
    }
    let mut unsorted: Vec<Option<Diagnostic>> = std::mem::take(diagnostics).into_iter().map(Some).collect();
    diagnostics.extend(order.iter().filter_map(|(_, at)| unsorted[*at as usize].take()));
}

/// Drops what a more exact rule says better.
fn prefer_exact(diagnostics: &mut Vec<Diagnostic>) {
    let mut dropped = vec![false; diagnostics.len()];
    for (exact, general) in PRECEDENCE {
        if !diagnostics.iter().any(|d| d.rule.name == *general) {
            continue;
        }
        let exact = diagnostics.iter().filter(|d| d.rule.name == *exact).map(|d| d.span);
        let exact = disjoint(exact);
        for (finding, dropped) in diagnostics.iter().zip(&mut dropped) {
            *dropped |= finding.rule.name == *general && meets(&exact, finding.span);
        }
    }
    let mut dropped = dropped.into_iter();
    diagnostics.retain(|_| !dropped.next().unwrap_or(false));
}

/// Sorted spans, those that overlap made one.
fn disjoint(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end || span == *last => *last = last.cover(span),
            _ => out.push(span),
        }
    }
    out
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
        check("draft.md", text, settings, &Gazetteer::shipped()).diagnostics
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
            let alone = check("a.md", &text, &Settings::default(), &Gazetteer::shipped());
            let together = pool.install(|| check("a.md", &text, &Settings::default(), &Gazetteer::shipped()));
            assert_eq!(alone.diagnostics, together.diagnostics);
            assert_eq!(alone.bulletin.dates, together.bulletin.dates);
            assert_eq!(alone.bulletin.quotations, together.bulletin.quotations);
            assert_eq!(alone.bulletin.mentions, together.bulletin.mentions);
        }
    }

    #[test]
    fn exact_findings_silence_what_they_touch() {
        let exact = disjoint([Span::new(1, 3), Span::new(2, 4), Span::new(9, 9)].into_iter());
        assert_eq!(exact, [Span::new(1, 4), Span::new(9, 9)]);
        for (start, end, meeting) in
            [(0, 1, false), (0, 2, true), (4, 5, false), (4, 4, true), (9, 10, true), (6, 7, false)]
        {
            assert_eq!(meets(&exact, Span::new(start, end)), meeting, "{start}..{end}");
        }
    }
}
