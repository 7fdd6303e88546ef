//! The questions of a page, as received.

use crate::cite::Target;
use crate::ide::completion::Subject;
use crate::text::Offset;
use serde::Deserialize;

/// A text and its name, which may contain the issue date.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    #[serde(default = "unnamed")]
    pub(super) path: String,
    pub(super) text: String,
}

fn unnamed() -> String {
    "draft.md".to_owned()
}

/// The settings for the documents of a question.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The text of a `copydesk.toml`.
    #[serde(default)]
    pub(super) config: String,
    /// The issue date, which takes precedence over the text: `2018-10-10`.
    pub(super) date: Option<String>,
    /// The profile, which takes precedence over the configuration.
    pub(super) profile: Option<String>,
}

/// A decision whose fixes are requested.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) rank: usize,
}

/// The style to which citations are converted.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Style {
    /// Footnotes.
    Note,
    /// Brackets.
    Inline,
    /// A numbered list.
    Numbered,
}

impl From<Style> for Target {
    fn from(style: Style) -> Target {
        match style {
            Style::Note => Target::Notes,
            Style::Inline => Target::Brackets,
            Style::Numbered => Target::Numbered,
        }
    }
}

/// What the documentation of a completion is about.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum About {
    Actor(String),
    Source(String),
    Rule(String),
}

impl From<About> for Subject {
    fn from(about: About) -> Subject {
        match about {
            About::Actor(id) => Subject::Actor(id),
            About::Source(id) => Subject::Source(id),
            About::Rule(name) => Subject::Rule(name),
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum Question {
    /// `copydesk check --format json`
    Check {
        documents: Vec<Given>,
        #[serde(default)]
        settings: Settings,
        level: Option<String>,
    },
    /// `copydesk index --format json`
    Index {
        documents: Vec<Given>,
        #[serde(default)]
        settings: Settings,
    },
    /// `copydesk fix`
    Fix {
        document: Given,
        #[serde(default)]
        settings: Settings,
        #[serde(default)]
        review: bool,
        #[serde(default)]
        rules: Vec<String>,
    },
    Hover {
        document: Given,
        #[serde(default)]
        settings: Settings,
        offset: Offset,
    },
    Complete {
        document: Given,
        #[serde(default)]
        settings: Settings,
        offset: Offset,
        /// Whether a space was typed, which seldom requests anything.
        #[serde(default)]
        typed_space: bool,
    },
    /// The documentation of a completion.
    Card {
        document: Given,
        #[serde(default)]
        settings: Settings,
        subject: About,
    },
    /// The actions for a stretch of the text.
    Actions {
        document: Given,
        #[serde(default)]
        settings: Settings,
        start: Offset,
        end: Offset,
    },
    /// The edits of an action that was sent without them.
    Edits {
        document: Given,
        #[serde(default)]
        settings: Settings,
        rule: Option<String>,
        group: Option<Group>,
    },
    /// Converts the citations in a stretch of the text to another style.
    Turn {
        document: Given,
        #[serde(default)]
        settings: Settings,
        start: Offset,
        end: Offset,
        style: Style,
    },
    /// The problems of the settings.
    Problems {
        #[serde(default)]
        settings: Settings,
    },
    /// `copydesk rules --format json`
    Rules {},
    Profiles {},
    /// `copydesk explain`
    Explain {
        rule: String,
    },
}
