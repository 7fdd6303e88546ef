//! Questions of an editor about a document, one per file.
//!
//! Answers are plain values: spans, edits, words for people. No question fails, and none knows a protocol; [`crate::lsp`]
//! converts the answers.

pub mod accept_spelling;
pub mod across_files;
pub mod actions;
pub mod addition;
pub mod articles;
pub mod bearers;
mod by_article;
pub mod cards;
pub mod cite;
mod cite_in_note;
pub mod completion;
pub mod contents;
pub mod folding;
pub mod format;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod links;
pub mod listed;
pub mod outline;
pub mod records;
pub mod refactorings;
pub mod rename;
pub mod selection;
pub mod symbol;
pub mod tokens;
pub mod turn_citation;
pub mod unify_spelling;

use crate::check::{Checked, Draft};
use crate::rules::Fix;
use std::borrow::Cow;
use std::ops::Deref;

/// A document as it was read and checked, with what that took.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The text, and the inputs of its check.
    pub draft: Draft<'a>,
    /// The result of reading and checking it.
    pub checked: &'a Checked,
}

impl<'a> View<'a> {
    /// The fixes that pass verification for a finding, given by its index.
    #[must_use]
    pub fn fixes(&self, finding: usize) -> Cow<'a, [Fix]> {
        self.checked.fixes(self.draft, finding)
    }
}

impl<'a> Deref for View<'a> {
    type Target = Draft<'a>;

    fn deref(&self) -> &Draft<'a> {
        &self.draft
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;
    use crate::text::Span;

    /// Asks a question about `text` as an undated document without settings.
    pub(crate) fn ask<T>(text: &str, question: impl FnOnce(View<'_>) -> T) -> T {
        ask_with(text, &Settings::default(), question)
    }

    /// Asks a question about `text` as an issue of October 10, 2018.
    pub(crate) fn ask_dated<T>(text: &str, question: impl FnOnce(View<'_>) -> T) -> T {
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        ask_with(text, &settings, question)
    }

    /// Asks a question about `text` with these settings.
    pub(crate) fn ask_with<T>(text: &str, settings: &Settings, question: impl FnOnce(View<'_>) -> T) -> T {
        let gazetteer = Gazetteer::shipped();
        let draft = Draft { path: "a.md", text, settings, gazetteer: &gazetteer };
        question(View { draft, checked: &crate::check::check(draft) })
    }

    /// The first place of `words` in `text`.
    pub(crate) fn place(text: &str, words: &str) -> Span {
        let at = text.find(words).expect("the words stand in the text");
        Span::at(at..at + words.len())
    }
}
