//! A suppression comment that hides nothing.

use crate::config::Level;
use crate::rules::{Family, FixKind, Rule, Tag};

pub(crate) static RULE: Rule = Rule {
    name: "unused-suppression",
    family: Family::Tool,
    summary: "a suppression that hides nothing",
    page: include_str!("../../../docs/rules/unused-suppression.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    tag: Some(Tag::Unnecessary),
    ..Rule::DEFAULT
};
