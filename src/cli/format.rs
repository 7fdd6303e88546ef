//! Reports: what was found, in the form that a person or a tool reads.

mod checkstyle;
mod concise;
pub(super) mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
pub(super) mod problems;
mod rdjson;
mod sarif;

pub(super) use human::excerpt;

use crate::config::Level;
use crate::rules::{Diagnostic, Safety};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// A document that was checked.
pub(super) struct Checked {
    /// Its path as shown.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// The issue date, where one is known.
    pub(super) issue_date: Option<Date>,
    /// What was found, in order.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How many of what were found.
#[derive(Default)]
pub(super) struct Summary {
    /// Documents that were checked.
    pub(super) files: usize,
    /// Findings of each level.
    pub(super) levels: BTreeMap<Level, usize>,
    /// The worst of them.
    pub(super) worst: Option<Level>,
    /// The issue dates of the documents, each once.
    issue_dates: BTreeSet<Option<Date>>,
    /// Findings that `copydesk fix` repairs unasked.
    pub(super) safe: usize,
    /// Findings that it repairs on request.
    pub(super) review: usize,
    /// Findings of each rule.
    pub(super) rules: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// Counts a document.
    pub(super) fn add(&mut self, file: &Checked) {
        self.files += 1;
        self.issue_dates.insert(file.issue_date);
        for found in &file.diagnostics {
            *self.levels.entry(found.level).or_default() += 1;
            self.worst = self.worst.max(Some(found.level));
            *self.rules.entry(found.rule.name).or_default() += 1;
            match found.fixes.first().map(|fix| fix.safety) {
                Some(Safety::Safe) => self.safe += 1,
                Some(Safety::Review) => self.review += 1,
                None => {}
            }
        }
    }

    /// The issue date of all documents; none where they differ or it is not known.
    pub(super) fn issue_date(&self) -> Option<Date> {
        if self.issue_dates.len() > 1 { None } else { self.issue_dates.first().copied().flatten() }
    }

    /// Findings of a level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.levels.get(&level).copied().unwrap_or_default()
    }
}

/// Writes one report.
pub(super) trait Reporter {
    /// Reports a document. Documents come in the order of their paths.
    fn file(&mut self, file: &Checked, out: &mut dyn Write) -> io::Result<()>;

    /// Closes the report.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// The lines with their faults underlined; the default on a terminal
    Human,
    /// `path:line:column: level[rule] message`; the default elsewhere
    Concise,
    /// One JSON object
    Json,
    /// One JSON object a finding, each on its line
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
    /// A writer of this form, in colour or not; a quiet one says nothing but what was found.
    pub(super) fn reporter(self, colour: bool, quiet: bool) -> Box<dyn Reporter> {
        match self {
            Format::Human => Box::new(human::Human::new(colour, quiet)),
            Format::Concise => Box::new(concise::Concise),
            Format::Json => Box::<json::Json>::default(),
            Format::JsonLines => Box::new(json::JsonLines),
            Format::Sarif => Box::<sarif::Sarif>::default(),
            Format::GitHub => Box::new(github::GitHub),
            Format::GitLab => Box::<gitlab::GitLab>::default(),
            Format::JUnit => Box::<junit::JUnit>::default(),
            Format::Checkstyle => Box::<checkstyle::Checkstyle>::default(),
            Format::Rdjson => Box::<rdjson::Rdjson>::default(),
        }
    }

    /// Whether it tells of fixes.
    pub(super) fn shows_fixes(self) -> bool {
        matches!(self, Format::Human | Format::Json | Format::JsonLines | Format::Sarif | Format::Rdjson)
    }

    /// Whether people read it, so that hints, which are for editors, are left out.
    pub(super) fn for_people(self) -> bool {
        matches!(self, Format::Human | Format::Concise | Format::GitHub)
    }
}

/// Text within XML or HTML. Characters that XML cannot hold are replaced.
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
