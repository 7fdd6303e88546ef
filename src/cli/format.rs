//! Output formats of `copydesk check`, one file each.
//!
//! Findings that one decision settles form a group. JSON, JSON lines and `concise` list each finding, because tools
//! filter and count places; all other formats report a group once, with its number of places.

mod checkstyle;
mod concise;
pub(super) mod fingerprint;
mod github;
mod gitlab;
pub(super) mod human;
mod json;
mod junit;
pub(super) mod problems;
mod rdjson;
mod sarif;

pub(super) use human::excerpt;

use super::files::STDIN;
use super::terminal;
use crate::config::Level;
use crate::disk;
use crate::rules::{Decisions, Diagnostic, Safety};
use crate::text::Span;
use compact_str::CompactString;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// The fixes that a report needs: verifying them costs about as much as the check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NeededFixes {
    /// No fixes.
    None,
    /// Fixes that are valid without verification.
    Certain,
    /// All fixes that pass verification.
    Verified,
}

/// A document that has been checked.
pub(super) struct Checked {
    /// Its path as shown to people.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// Its issue date, if known.
    pub(super) issue_date: Option<Date>,
    /// The findings, in order.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The findings that are not reported, in no particular order.
    pub(super) hidden: Vec<Hidden>,
    /// Its blocks of text, in order.
    pub(super) blocks: Vec<Span>,
    /// Number of findings whose fixes were not verified and are omitted.
    pub(super) unverified: usize,
    /// The address of the folder with the pages of the rules, if the settings give one.
    pub(super) docs: Option<Arc<str>>,
}

impl Checked {
    /// The result of checking the document at `path`.
    pub(super) fn new(path: String, text: String, found: crate::check::Checked) -> Checked {
        let issue_date = found.bulletin.issue.date;
        let blocks = found.markdown.blocks.iter().map(|block| block.span).collect();
        let hidden = found.suppressed.into_iter();
        let hidden = hidden.map(|one| Hidden { finding: one.finding, by: HiddenBy::Comment(one.reason) }).collect();
        Checked { path, text, issue_date, diagnostics: found.diagnostics, hidden, blocks, unverified: 0, docs: None }
    }

    /// Keeps only these findings, reported or hidden.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(&Diagnostic) -> bool) {
        self.diagnostics.retain(&is_wanted);
        self.hidden.retain(|one| is_wanted(&one.finding));
    }

    /// The same, with the address of the rules’ pages.
    pub(super) fn with_docs(self, docs: Option<Arc<str>>) -> Checked {
        Checked { docs, ..self }
    }

    /// Its path for programs that know its repository; for standard input without a name, `<stdin>`.
    fn repository_path(&self) -> String {
        if self.path == STDIN {
            return self.path.clone();
        }
        disk::shown(&disk::in_repository(Path::new(&self.path)))
    }

    /// The decisions that the findings require.
    pub(super) fn decisions(&self) -> Decisions {
        Decisions::of(&self.diagnostics)
    }
}

/// A finding that is not reported; a report may list it as suppressed.
pub(super) struct Hidden {
    /// The finding.
    pub(super) finding: Diagnostic,
    /// Why it is not reported.
    pub(super) by: HiddenBy,
}

/// What hides a finding.
pub(super) enum HiddenBy {
    /// A suppression comment, with the reason that it gives.
    Comment(Option<CompactString>),
    /// The baseline.
    Baseline,
}

/// Totals over all documents.
#[derive(Default)]
pub(super) struct Summary {
    /// Number of documents checked.
    pub(super) files: usize,
    /// Number of findings of each level.
    levels: BTreeMap<Level, usize>,
    /// Number of decisions of each level.
    decisions: BTreeMap<Level, usize>,
    /// The most severe level found.
    pub(super) worst: Option<Level>,
    /// The distinct issue dates of the documents.
    issue_dates: BTreeSet<Option<Date>>,
    /// Number of findings with a safe fix.
    pub(super) safe: usize,
    /// Number of findings whose best fix needs review.
    pub(super) review: usize,
    /// Number of findings whose fixes were not verified.
    pub(super) unverified: usize,
    /// For each rule, the number of findings, and of the decisions that settle them.
    pub(super) rules: BTreeMap<&'static str, (usize, usize)>,
}

impl Summary {
    /// Adds a document to the totals.
    pub(super) fn add(&mut self, file: &Checked) {
        self.files += 1;
        self.unverified += file.unverified;
        self.issue_dates.insert(file.issue_date);
        for found in &file.diagnostics {
            *self.levels.entry(found.level).or_default() += 1;
            self.worst = self.worst.max(Some(found.level));
            self.rules.entry(found.rule.name).or_default().0 += 1;
            match found.fixes.first().map(|fix| fix.safety) {
                Some(Safety::Safe) => self.safe += 1,
                Some(Safety::Review) => self.review += 1,
                None => {}
            }
        }
        for decision in file.decisions().iter() {
            let first = &file.diagnostics[decision.first()];
            *self.decisions.entry(first.level).or_default() += 1;
            self.rules.entry(first.rule.name).or_default().1 += 1;
        }
    }

    /// The common issue date of all documents, if they have one.
    pub(super) fn issue_date(&self) -> Option<Date> {
        crate::json::findings::common_date(&self.issue_dates)
    }

    /// The number of findings of a level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.levels.get(&level).copied().unwrap_or_default()
    }

    /// The number of decisions of a level; a group of findings counts once.
    pub(super) fn decisions(&self, level: Level) -> usize {
        self.decisions.get(&level).copied().unwrap_or_default()
    }
}

/// Writes a report in one format.
pub(super) trait Reporter {
    /// Writes what precedes all findings.
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What separates the findings of two documents.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Writes the findings of one document. Documents arrive sorted by path.
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the end of the report.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// How reports look.
pub(super) struct Style {
    pub(super) color: terminal::Color,
    pub(super) quiet: bool,
    /// The lowest level that fails the run.
    pub(super) fail_on: Level,
    /// Whether the findings of a baseline are omitted.
    pub(super) has_baseline: bool,
    /// Whether hidden findings are listed as suppressed, which only SARIF can do.
    pub(super) shows_suppressed: bool,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// The lines with their faults underlined; the default on a terminal
    Human,
    /// `path:line:column: level[rule] message`; the default elsewhere
    Concise,
    /// One JSON object
    Json,
    /// One JSON object per finding, each on its own line
    JsonLines,
    /// SARIF 2.1.0, with fixes
    Sarif,
    /// Annotations of GitHub Actions
    #[value(name = "github")]
    GitHub,
    /// Code Quality of GitLab
    #[value(name = "gitlab")]
    GitLab,
    /// JUnit's XML
    #[value(name = "junit")]
    JUnit,
    /// Checkstyle's XML
    Checkstyle,
    /// The Reviewdog Diagnostic Format
    Rdjson,
}

impl Format {
    /// Creates a reporter; `colour` is whether it may use colours.
    pub(super) fn reporter(self, colour: bool, style: &Style) -> Box<dyn Reporter> {
        match self {
            Format::Human => Box::new(human::Human::new(colour, style.quiet)),
            Format::Concise => Box::new(concise::Concise),
            Format::Json => Box::new(json::Json),
            Format::JsonLines => Box::new(json::JsonLines),
            Format::Sarif => Box::new(sarif::Sarif::new(style)),
            Format::GitHub => Box::new(github::GitHub),
            Format::GitLab => Box::new(gitlab::GitLab),
            Format::JUnit => Box::new(junit::JUnit::new(style.fail_on)),
            Format::Checkstyle => Box::new(checkstyle::Checkstyle),
            Format::Rdjson => Box::new(rdjson::Rdjson),
        }
    }

    /// The fixes that a report in this format needs.
    pub(super) fn needs_fixes(self) -> NeededFixes {
        match self {
            Format::Json | Format::JsonLines | Format::Sarif => NeededFixes::Verified,
            Format::Human | Format::Rdjson => NeededFixes::Certain,
            _ => NeededFixes::None,
        }
    }

    /// Whether the format is meant for people, and may contain terminal escape sequences.
    pub(super) fn for_people(self) -> bool {
        matches!(self, Format::Human | Format::Concise | Format::GitHub)
    }
}

/// A path as a relative or `file` URI.
pub(super) fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Escapes text for XML or HTML. Characters that XML does not allow are replaced.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
