//! Reports: what was found, in the form that a person or a tool reads.

mod concise;
mod json;
pub(super) mod problems;

use crate::config::Level;
use crate::rules::Diagnostic;
use jiff::civil::Date;
use std::collections::BTreeMap;
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
    issue_dates: std::collections::BTreeSet<Option<Date>>,
}

impl Summary {
    /// Counts a document.
    pub(super) fn add(&mut self, file: &Checked) {
        self.files += 1;
        self.issue_dates.insert(file.issue_date);
        for found in &file.diagnostics {
            *self.levels.entry(found.level).or_default() += 1;
            self.worst = self.worst.max(Some(found.level));
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// path:line:column: level[rule] message
    #[default]
    Concise,
    /// One object
    Json,
    /// One object a finding, each on its line
    JsonLines,
}

impl Format {
    /// A writer of this form.
    pub(super) fn reporter(self) -> Box<dyn Reporter> {
        match self {
            Format::Concise => Box::new(concise::Concise),
            Format::Json => Box::<json::Json>::default(),
            Format::JsonLines => Box::new(json::JsonLines),
        }
    }
}
