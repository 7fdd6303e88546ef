//! A comment to copydesk that is unclosed, starts something that is never ended, or contains a word that copydesk does
//! not know.

use crate::config::Level;
use crate::rules::{Family, FixKind, Languages, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-suppression",
    family: Family::Tool,
    summary: "a suppression comment that is not closed, has no end, or says an unknown word",
    page: include_str!("../../../docs/rules/malformed-suppression.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::None,
    languages: Languages::Every,
    ..Rule::DEFAULT
};
