//! The rules.

use crate::rules::{self, FixKind, Rule};
use serde_json::json;

/// The level that a rule has where no configuration speaks.
pub(crate) fn level(rule: &Rule) -> &'static str {
    rule.default_level().map_or("off", |level| level.name())
}

/// What fixes a rule has.
pub(crate) fn fix(rule: &Rule) -> &'static str {
    match rule.fix {
        FixKind::None => "none",
        FixKind::Review => "review",
        FixKind::Safe => "safe",
    }
}

/// All rules.
pub(crate) fn rules() -> String {
    let rule = |rule: &&'static Rule| {
        json!({
            "name": rule.name, "family": rule.family.name(), "level": level(rule), "fix": fix(rule),
            "summary": rule.summary,
        })
    };
    let list: Vec<_> = rules::all().iter().map(rule).collect();
    format!("{}\n", serde_json::to_string_pretty(&list).unwrap_or_default())
}
