//! Runs the rules over a document: levels, precedence, suppressions, order.
//!
//! * A rule that is off is never run.
//! * If a text is not English, only rules that apply to every language report ([`Languages`]).
//! * If two rules see one fault, only the more exact one reports it ([`Rule::supersedes`]), even if its finding is
//!   suppressed.
//! * No fix changes what its rule must not change ([`fix_guard`]), and the line ends that fixes insert match the
//!   document's.
//! * Fixes are verified for callers that show or apply them ([`Checked::fixes`]); counting faults does not wait for
//!   that.
//! * Findings are sorted by place, then by rule, and each is told once; the same text and settings give the same
//!   findings.

mod fix_guard;
mod precedence;
pub mod rule_names;
mod suppressions;
mod verify_fixes;

pub use rule_names::unknown_rule;
pub use verify_fixes::VerifiedFixes;

use crate::bulletin::{Bulletin, Item};
use crate::config::{Level, Settings};
use crate::gazetteer::Gazetteer;
use crate::markdown::{Letters, Markdown, Masked};
use crate::parallel;
use crate::rules::{
    self, Check, CheckCitation, CheckDocument, CheckGroup, CheckItem, Cited, Diagnostic, Document, Languages, Report,
    Rule,
};
use crate::text::line_ends::{self, LineFeeds};
use crate::text::map_spans;
use compact_str::CompactString;
use fix_guard::FixGuard;
use precedence::Precedence;
use std::ops::Range;
use suppressions::Suppressor;

/// A text to be checked, with everything that requires: the same for the command line, the server and the tests.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its path as shown to people; the file name may contain the issue date.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
    /// The settings that apply to it.
    pub settings: &'a Settings,
    /// Known actors and sources.
    pub gazetteer: &'a Gazetteer,
}

/// A document that has been read and checked.
pub struct Checked {
    /// Its Markdown.
    pub markdown: Markdown,
    /// Its content as a bulletin.
    pub bulletin: Bulletin,
    /// What is wrong with it, by place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that suppression comments hide, by place and rule.
    pub suppressed: Vec<Suppressed>,
    /// The fixes that passed verification, once someone asks for them.
    pub verified: VerifiedFixes,
}

map_spans!(Checked { markdown, bulletin, diagnostics, suppressed; verified });

/// A finding that a suppression comment hides.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppressed {
    /// The finding, without fixes.
    pub finding: Diagnostic,
    /// The reason that the comment gives.
    pub reason: Option<CompactString>,
}

map_spans!(Suppressed { finding; reason });

/// Rules run in parallel over texts of this length or more, in bytes.
const LONG: usize = 16_000;

/// How many citations of a long text are one piece of work.
const CITATIONS: usize = 256;

/// Reads and checks a draft.
#[must_use]
pub fn check(draft: Draft<'_>) -> Checked {
    let Draft { path, text, settings, gazetteer } = draft;
    let lf = LineFeeds::of(text);
    let own_line_end = line_ends::line_end(text);
    let masked = Masked::of(lf.text(), &settings.ignore.find_in(lf.text()));
    let mut markdown = masked.parse();
    let letters = Letters::of(masked.text(), &mut markdown);
    let text = letters.text();
    let bulletin = Bulletin::read(path, text, &markdown, gazetteer, settings);
    let doc = Document { text, markdown: &markdown, bulletin: &bulletin, settings, gazetteer };
    let mut diagnostics = run_rules(&doc);
    keep_to_languages(&doc, &mut diagnostics);
    sort(&mut diagnostics);
    resolve_precedence(&mut diagnostics);
    let mut suppressor = Suppressor::new(&doc);
    let suppressed = suppress(&mut suppressor, &mut diagnostics);
    guard_fixes(&doc, own_line_end, &mut diagnostics);
    judge_suppressions(&doc, own_line_end, suppressor, &mut diagnostics);
    let mut checked = Checked { markdown, bulletin, diagnostics, suppressed, verified: VerifiedFixes::default() };
    restore_letters(&letters, &mut checked);
    masked.restore(&mut checked);
    checked.markdown.masks = masked.masks().to_vec();
    lf.restore(&mut checked);
    checked
}

/// Maps all spans from the letters as read to the letters as written; fixes change only the letters they need to.
fn restore_letters(letters: &Letters<'_>, checked: &mut Checked) {
    if letters.is_plain() {
        return;
    }
    for fix in checked.diagnostics.iter_mut().flat_map(|finding| &mut finding.fixes) {
        *fix = fix.written(letters.written_edits(&fix.edits));
    }
    let fixes: Vec<_> = checked.diagnostics.iter_mut().map(|finding| std::mem::take(&mut finding.fixes)).collect();
    letters.restore(checked);
    for (finding, fixes) in checked.diagnostics.iter_mut().zip(fixes) {
        finding.fixes = fixes;
    }
}

/// A unit of work: one rule on the document, or all rules on some citations or groups of items.
enum Task {
    Document(Enabled<CheckDocument>),
    Citations(Range<usize>),
    Groups(Range<usize>),
}

/// Runs all enabled rules; their findings are in no particular order.
fn run_rules(doc: &Document<'_>) -> Vec<Diagnostic> {
    let mut tasks = Vec::new();
    let mut by_citation = ByCitation::default();
    for &rule in rules::all() {
        let Some(level) = rule.level_under(doc.settings) else { continue };
        let Check { document, citation, item, group } = rule.check;
        tasks.extend(document.map(|check| Task::Document(Enabled(rule, level, check))));
        by_citation.citations.extend(citation.map(|check| Enabled(rule, level, check)));
        by_citation.items.extend(item.map(|check| Enabled(rule, level, check)));
        by_citation.groups.extend(group.map(|check| Enabled(rule, level, check)));
    }
    let all = doc.bulletin.citations.len();
    let in_parallel = parallel::is_lent() && doc.text.len() >= LONG;
    let most = if in_parallel { CITATIONS } else { all.max(1) };
    tasks.extend((0..all).step_by(most).map(|from| Task::Citations(from..all.min(from + most))));
    let groups = doc.bulletin.item_groups.len();
    let most = if in_parallel { CITATIONS } else { groups.max(1) };
    tasks.extend((0..groups).step_by(most).map(|from| Task::Groups(from..groups.min(from + most))));
    let run = |task: Task, report: &mut Report| match task {
        Task::Document(Enabled(rule, level, check)) => {
            report.begin_rule(rule, level);
            check(doc, report);
        }
        Task::Citations(range) => by_citation.run(doc, range, report),
        Task::Groups(range) => by_citation.run_groups(doc, range, report),
    };
    if in_parallel {
        let found = parallel::map(tasks, |task| {
            let mut report = Report::default();
            run(task, &mut report);
            report.into_diagnostics()
        });
        return found.into_iter().flatten().collect();
    }
    // Over-allocate: unused capacity is free, a reallocation moves every diagnostic.
    let mut report = Report::with_capacity(3 * all);
    tasks.into_iter().for_each(|task| run(task, &mut report));
    report.into_diagnostics()
}

/// An enabled rule, its level, and one of its functions.
struct Enabled<F>(&'static Rule, Level, F);

/// The enabled rules that look at citations or at their items.
#[derive(Default)]
struct ByCitation {
    citations: Vec<Enabled<CheckCitation>>,
    items: Vec<Enabled<CheckItem>>,
    groups: Vec<Enabled<CheckGroup>>,
}

impl ByCitation {
    fn run(&self, doc: &Document<'_>, range: Range<usize>, report: &mut Report) {
        let all = &doc.bulletin.citations;
        for at in range {
            let citation = &all[at];
            let cited = Cited { citation, before: at.checked_sub(1).map(|before| &all[before]), after: &all[at + 1..] };
            for Enabled(rule, level, check) in &self.citations {
                report.begin_rule(rule, *level);
                check(doc, cited, report);
            }
            self.run_items(doc, citation.cited(), report);
        }
    }

    fn run_groups(&self, doc: &Document<'_>, range: Range<usize>, report: &mut Report) {
        for group in &doc.bulletin.item_groups[range] {
            for Enabled(rule, level, check) in &self.groups {
                report.begin_rule(rule, *level);
                check(doc, group, report);
            }
            if !group.style.is_in_sentence() {
                self.run_items(doc, group.cited(), report);
            }
        }
    }

    fn run_items<'i>(&self, doc: &Document<'_>, items: impl IntoIterator<Item = &'i Item>, report: &mut Report) {
        for item in items {
            for Enabled(rule, level, check) in &self.items {
                report.begin_rule(rule, *level);
                check(doc, item, report);
            }
        }
    }
}

/// Sorts findings by place, then by rule; those of one rule at one place keep their order. What says the same of the
/// same place, as where two citations share a date or a link, becomes one finding.
fn sort(found: &mut Vec<Diagnostic>) {
    // Findings are large: their keys are sorted, and each finding is moved once.
    found.sort_by_cached_key(|finding| (finding.span.start, finding.rule.name, finding.span.end));
    found.dedup_by(|next, first| {
        let same = next.span == first.span && next.rule.name == first.rule.name && next.message == first.message;
        if same {
            next.related.retain(|related| first.related.last() != Some(related));
            first.related.append(&mut next.related);
            if first.fixes.is_empty() {
                first.fixes = std::mem::take(&mut next.fixes);
            }
        }
        same
    });
}

/// Drops findings in text in a language that the rule does not cover, and those that depend on such text.
fn keep_to_languages(doc: &Document<'_>, found: &mut Vec<Diagnostic>) {
    if doc.bulletin.language.is_all_english() {
        return;
    }
    let english = |span| doc.bulletin.is_english(span);
    found.retain(|finding| match finding.rule.languages {
        Languages::Every => true,
        Languages::English => english(finding.span) && finding.related.iter().all(|related| english(related.span)),
    });
}

/// Drops the findings that a more exact rule reports too.
fn resolve_precedence(found: &mut Vec<Diagnostic>) {
    let precedence = Precedence::of(found);
    found.retain(|finding| !precedence.is_superseded(finding));
}

/// Takes out the findings that suppression comments hide.
fn suppress(suppressor: &mut Suppressor<'_>, found: &mut Vec<Diagnostic>) -> Vec<Suppressed> {
    let mut suppressed = Vec::new();
    found.retain_mut(|finding| {
        let Some(by) = suppressor.hidden_by(finding) else { return true };
        finding.fixes.clear();
        let reason = by.reason.as_ref().map(|reason| reason.value.clone());
        suppressed.push(Suppressed { finding: finding.clone(), reason });
        false
    });
    suppressed
}

/// Drops the fixes that change protected text; `line_end` is the document's own.
fn guard_fixes(doc: &Document<'_>, line_end: &'static str, found: &mut [Diagnostic]) {
    let mut guard = FixGuard::of(doc, line_end);
    found.iter_mut().for_each(|finding| guard.enforce(finding));
}

/// Adds what is wrong with the suppression comments themselves.
fn judge_suppressions(
    doc: &Document<'_>,
    line_end: &'static str,
    suppressor: Suppressor<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let mut own = suppressor.judge();
    if !own.is_empty() {
        guard_fixes(doc, line_end, &mut own);
        found.append(&mut own);
        sort(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Links;

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
        // Days without a year that depend on an earlier one, at every place where a text may be split.
        let days = "On Monday, May 9, they left. In 2012 they came, on June 8, a Friday, and stayed.\n\n";
        // Notes are read in parts too, and refer to one another across them.
        let references: String = (1..=400).map(|n| format!("The quay is shut.[^{n}] ")).collect();
        let note = |n: usize| match n % 4 {
            0 => format!("[^{n}]: Ibid., p. {n}.\n\n"),
            1 => format!("[^{n}]: Vale, “Quay {}.”\n\n", n / 2),
            _ => format!("[^{n}]: Ada Vale, “Quay {n}” Reuters, May 3, 2018, https://www.reuters.com/{n}.\n\n"),
        };
        let notes = format!("# Quays\n\n{references}\n\n{}", (1..=400).map(note).collect::<String>());
        for text in
            [sample.repeat(12), clean.repeat(8), days.repeat(400), format!("{clean}{days}{sample}").repeat(6), notes]
        {
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
            assert_eq!(alone.bulletin.item_groups, together.bulletin.item_groups);
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
    fn other_languages_get_what_holds_in_every_language() {
        let french = "# La trêve\n\nLe réseau al-Qaida annonce le 20.4.20 une trêve, et les les villes ( du nord ) sont calmes.\n\n\
            Dans la ville, selon ([Le Monde](#), le 5 aout 2017; [AFP](https://a.fr/x?utm_source=y)), l'armée n’est pas là.\n\n\
            La note[^1] est absente, et le 2020-02-30 n'est pas un jour; « le Hezbollah » et le Hizbullah sont là— dit-il.\n";
        let german =
            french.replace("# La", "# Die").replace("Le réseau", "Das Netz und die Partei, sagt der Sprecher,");
        for text in [
            french.to_owned(),
            german,
            String::from("---\nlang: fr\n---\n\nSee See the the Hizbullah ([Dawn](#), May 9 ).\n"),
        ] {
            let names: Vec<_> = found(&text, &Settings::default()).into_iter().map(|found| found.rule.name).collect();
            assert!(names.contains(&"placeholder-link"), "{names:?}");
            let every = |name: &&str| rules::find(name).is_some_and(|rule| rule.languages == Languages::Every);
            assert!(names.iter().all(every), "{names:?}");
        }
        let said: Vec<_> = found(french, &Settings::default()).into_iter().map(|found| found.rule.name).collect();
        assert!(said.contains(&"tracking-link") && said.contains(&"impossible-date"), "{said:?}");
        // Among English paragraphs, and in an English block quote, the other rules report.
        let english = "The guards of the port met the the men of the north and left with them.";
        let mixed = format!("{english}\n\n{french}\n\n{english}\n\n{english} {english} {english}\n");
        let doubled = found(&mixed, &Settings::default()).into_iter().filter(|found| found.rule.name == "doubled-word");
        assert_eq!(doubled.count(), 5);
    }

    #[test]
    fn letters_are_compared_as_they_look() {
        let plain = "# Raids\n\n*Amina Hassan*\n\nAl Qaida came on Tuesday, September 21, to the the port ([Dawn](https://dawn.com/a), Sept. 21).\n";
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let said = |text: &str| -> Vec<_> {
            let found = found(text, &settings).into_iter().filter(|found| found.rule.name != "invisible-character");
            found.map(|found| (found.rule.name, found.message)).collect()
        };
        let expected = said(plain);
        for name in ["actor-alias", "weekday-mismatch", "doubled-word", "citation-date-format"] {
            assert!(expected.iter().any(|(rule, _)| *rule == name), "{name}: {expected:?}");
        }
        for (old, new) in [
            ("Al Qaida", "Al\u{a0}Qaida"),
            ("Al Qaida", "Al&nbsp;Qai\u{200b}da"),
            ("Al Qaida", "Al Qа\u{456}da"),
            ("Tuesday, September", "Tues\u{ad}day,&#160;Septem\u{ad}ber"),
            ("Sept. 21", "Sept.&nbsp;21"),
            ("the the port", "the\u{200b} the port"),
            ("the the port", "the&nbsp;the port"),
        ] {
            let text = plain.replace(old, new);
            assert_eq!(said(&text), expected, "{text:?}");
            assert_eq!(said(&text.replace('\n', "\r\n")), expected, "{text:?}");
        }
    }

    #[test]
    fn the_same_of_one_place_is_told_once() {
        let text = "The dam broke ([Dawn](https://www.dawn.com/2018/05/09/dam), May 8, 2018).\n\n\
                    It rained ([Dawn](https://www.dawn.com/2018/05/09/dam), May 9, 2018).\n\n\
                    It snowed ([Dawn](https://www.dawn.com/2018/05/09/dam), May 9, 2018).\n";
        let found = found(text, &Settings::default());
        let conflicts: Vec<_> = found.iter().filter(|found| found.rule.name == "conflicting-citation").collect();
        let [only] = conflicts.as_slice() else { panic!("{conflicts:?}") };
        assert_eq!(only.span.of(text), "May 8, 2018");
        let lines: Vec<usize> =
            only.related.iter().map(|related| text[..related.span.start as usize].matches('\n').count()).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn findings_stand_by_place_and_rule() {
        let text = include_str!("../docs/sample/issue.md").repeat(3);
        let sorted = found(&text, &Settings::default());
        let key = |finding: &Diagnostic| (finding.span.start, finding.rule.name, finding.span.end);
        assert!(sorted.len() > 60 && sorted.is_sorted_by_key(key));
        // Whatever order they come in.
        for step in [1, 2, 7, sorted.len() - 1] {
            let mut mixed = sorted.clone();
            mixed.reverse();
            mixed.rotate_left(step);
            mixed.chunks_mut(step + 1).for_each(<[Diagnostic]>::reverse);
            sort(&mut mixed);
            assert!(mixed.is_sorted_by_key(key));
            assert_eq!(mixed.len(), sorted.len());
            assert!(sorted.iter().all(|finding| mixed.contains(finding)));
        }
    }
}
