//! Questions on the command line, each answered on a line: what `copydesk name` and `copydesk source` share.

use super::args::{self, SettingsArgs};
use super::output::Color;
use super::{Listing, Outcome, Status, terminal};
use crate::project::Context;
use crate::text::visible;
use serde_json::Value;
use std::path::Path;

/// An answer, for people and for programs.
pub(super) struct Told {
    /// Whether anything is known.
    pub(super) known: bool,
    /// One line for people.
    pub(super) line: String,
    /// The same as JSON.
    pub(super) json: Value,
}

/// Prints the answer to each question by what holds for a document in this folder; the run has found something where
/// nothing is known of one.
pub(super) fn each(
    questions: &[String],
    format: Listing,
    settings: &SettingsArgs,
    answer: impl Fn(&str, &Context) -> Told,
) -> Outcome {
    let (project, draft) = (settings.project(&[]), Path::new("draft.md"));
    args::settle(&project, [draft], Color::Auto)?;
    let context = project.for_path(draft);
    let mut text = String::new();
    let mut status = Status::Clean;
    for question in questions {
        let told = answer(question, &context);
        if !told.known {
            status = Status::Found;
        }
        text.push_str(&match format {
            Listing::Human => visible::one_line(&told.line).into_owned(),
            Listing::Json => told.json.to_string(),
        });
        text.push('\n');
    }
    match format {
        Listing::Human => terminal::print(&text)?,
        Listing::Json => terminal::print_exact(&text)?,
    }
    Ok(status)
}
