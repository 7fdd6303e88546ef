//! Answers queries from the command line, one line each: shared by `copydesk name` and `copydesk source`.

use super::args::{self, SettingsArgs};
use super::terminal::Color;
use super::{Failure, Listing, Outcome, Status, terminal};
use crate::project::Context;
use crate::text::visible;
use serde_json::Value;
use std::path::Path;

/// The answer to one query.
pub(super) struct Reply {
    /// Whether anything is known.
    pub(super) known: bool,
    /// The answer on one line, for people.
    pub(super) line: String,
    /// The answer as JSON.
    pub(super) json: Value,
}

/// Prints the answer to each query, under the settings for the current folder. The status is [`Status::Found`] if
/// nothing is known about one of them.
pub(super) fn each(
    questions: &[String],
    format: Listing,
    settings: &SettingsArgs,
    answer: impl Fn(&str, &Context) -> Reply,
) -> Outcome {
    each_for(Path::new("draft.md"), questions, format, settings, |question, context| Ok(answer(question, context)))
}

/// The same, under the settings for a file.
pub(super) fn each_for(
    draft: &Path,
    questions: &[String],
    format: Listing,
    settings: &SettingsArgs,
    mut answer: impl FnMut(&str, &Context) -> Result<Reply, Failure>,
) -> Outcome {
    let project = settings.project(&[]);
    args::settle(&project, [draft], Color::Auto)?;
    let context = project.for_path(draft);
    let mut text = String::new();
    let mut status = Status::Clean;
    for question in questions {
        let reply = answer(question, &context)?;
        if !reply.known {
            status = Status::Found;
        }
        text.push_str(&match format {
            Listing::Human => visible::one_line(&reply.line).into_owned(),
            Listing::Json => reply.json.to_string(),
        });
        text.push('\n');
    }
    match format {
        Listing::Human => terminal::print(&text)?,
        Listing::Json => terminal::print_exact(&text)?,
    }
    Ok(status)
}
