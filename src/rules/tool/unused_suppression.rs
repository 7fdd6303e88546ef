//! A suppression comment that hides nothing.

use crate::config::Level;
use crate::rules::{Family, FixEffect, FixKind, Languages, Rule, Tag};

pub(crate) static RULE: Rule = Rule {
    name: "unused-suppression",
    family: Family::Tool,
    summary: "a suppression that hides nothing",
    page: include_str!("../../../docs/rules/unused-suppression.md"),
    level: |_| Some(Level::Warning),
    fix: FixKind::Safe,
    languages: Languages::Every,
    tag: Some(Tag::Unnecessary),
    fix_effect: FixEffect {
        changes_addresses: Some("a comment goes with whatever its reason says"),
        leaves_block: Some("a range is hidden by a comment at each end"),
        ..FixEffect::FORM
    },
    ..Rule::DEFAULT
};
