//! Rules about abbreviations, applied within each article.

use super::Rule;

mod conflicting_abbreviation;
mod inconsistent_abbreviation;
mod late_abbreviation;
mod redefined_abbreviation;
mod undefined_abbreviation;
mod unused_abbreviation;
mod wrong_expansion;

pub(super) static RULES: &[&Rule] = &[
    &undefined_abbreviation::RULE,
    &late_abbreviation::RULE,
    &redefined_abbreviation::RULE,
    &conflicting_abbreviation::RULE,
    &wrong_expansion::RULE,
    &unused_abbreviation::RULE,
    &inconsistent_abbreviation::RULE,
];
