//! A rule name that does not exist, in a suppression or the configuration.

use crate::config::Level;
use crate::rules::{Family, FixEffect, FixKind, Languages, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-rule",
    family: Family::Tool,
    summary: "a rule name that does not exist",
    page: include_str!("../../../docs/rules/unknown-rule.md"),
    level: |_| Some(Level::Error),
    fix: FixKind::Review,
    languages: Languages::Every,
    fix_effect: FixEffect { reveals: true, ..FixEffect::FORM },
    ..Rule::DEFAULT
};
