//! Runs the rules over a document: levels, suppressions, precedence, order.

use crate::bulletin::Bulletin;
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::markdown::Markdown;
use crate::rules::{self, Check, Diagnostic, Document, Report};

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
    let doc = Document { text, markdown: &markdown, bulletin: &bulletin, settings, gazetteer };
    let mut report = None;
    for rule in rules::all() {
        let Some(level) = settings.rule(rule.name).unwrap_or(rule.level) else { continue };
        let report = report.get_or_insert_with(|| Report::new(rule));
        report.turn_to(rule, level);
        if let Check::Document(look) = rule.check {
            look(&doc, report);
        }
    }
    let mut diagnostics = report.map(Report::into_diagnostics).unwrap_or_default();
    diagnostics.sort_by(|a, b| (a.span, a.rule.name).cmp(&(b.span, b.rule.name)));
    Checked { markdown, bulletin, diagnostics }
}
