//! Problems of configurations and lists, as values.

use crate::config::{Level, Problem, key_at};
use crate::disk;
use crate::text::{LineIndex, counted};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The maximum number of problems shown; the others are counted.
pub const MOST_SHOWN: usize = 100;

/// A problem with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It could not be read, or must not be: a sentence that follows the path.
    Unread(String),
    /// A note about something that was done and needs no action: a sentence that follows the path.
    Note(String),
    /// Something is wrong at a place in its text.
    At {
        /// The whole text.
        text: Arc<str>,
        /// The line, from 1.
        line: u32,
        /// What is wrong, and where.
        problem: Problem,
    },
    /// Something is wrong at a key of an extended configuration. That file may be anywhere, so none of its text is
    /// shown.
    AtKey {
        /// The line, from 1.
        line: u32,
        /// The key, with its tables; `None` if it cannot be determined.
        key: Option<String>,
        /// What is wrong.
        message: String,
        /// As in [`Problem`].
        severity: Level,
    },
}

impl FileProblem {
    /// Whether the file, or a part of it, is not in effect.
    #[must_use]
    pub fn is_error(&self) -> bool {
        match &self.what {
            What::Unread(_) => true,
            What::Note(_) => false,
            What::At { problem: Problem { severity, .. }, .. } | What::AtKey { severity, .. } => {
                *severity == Level::Error
            }
        }
    }

    /// The problem in one line: the file, the line if there is one, and what is wrong.
    #[must_use]
    pub fn sentence(&self) -> String {
        let path = disk::shown(&self.path);
        match &self.what {
            What::Unread(message) | What::Note(message) => format!("{path} {message}"),
            What::At { line, problem, .. } => format!("{path}: line {line}: {}", problem.message),
            What::AtKey { line, key: Some(key), message, .. } => format!("{path}: line {line}: {key}: {message}"),
            What::AtKey { line, key: None, message, .. } => format!("{path}: line {line}: {message}"),
        }
    }
}

/// Problems with their places in a text.
pub(super) fn at_places(path: &Path, text: &str, problems: Vec<Problem>) -> Vec<FileProblem> {
    if problems.is_empty() {
        return Vec::new();
    }
    let (lines, text) = (LineIndex::new(text), Arc::<str>::from(text));
    let placed = problems.into_iter().map(|problem| FileProblem {
        path: path.to_owned(),
        what: What::At { text: Arc::clone(&text), line: lines.line_of(problem.span.start) + 1, problem },
    });
    placed.collect()
}

/// Problems at keys of a text that is not shown.
pub(super) fn named_places(path: &Path, text: &str, problems: Vec<Problem>) -> Vec<FileProblem> {
    if problems.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let named = problems.into_iter().map(|problem| {
        let (key, is_value) = key_at(text, problem.span);
        let value = problem.span.of(text).trim_matches(['"', '\'']);
        let message = match is_value && !value.is_empty() {
            true => problem.message.replace(&format!("“{value}”"), "this value"),
            false => problem.message,
        };
        let line = lines.line_of(problem.span.start) + 1;
        FileProblem { path: path.to_owned(), what: What::AtKey { line, key, message, severity: problem.severity } }
    });
    named.collect()
}

/// The message about the problems that are not shown; `None` if all are shown.
#[must_use]
pub fn and_more(all: usize) -> Option<String> {
    let more = all.checked_sub(MOST_SHOWN).filter(|more| *more > 0)?;
    Some(format!("and {}", counted(more, "more problem", "more problems")))
}

/// The problems to show; the last of them, at the first problem left out, says how many more there are.
#[must_use]
pub fn most_shown(mut problems: Vec<Problem>) -> Vec<Problem> {
    if let Some(more) = and_more(problems.len()) {
        problems.truncate(MOST_SHOWN + 1);
        if let Some(last) = problems.last_mut() {
            last.message = more;
        }
    }
    problems
}
