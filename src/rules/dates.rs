//! Rules about dates in prose, and about the issue date.

use super::Rule;

mod date_format;
mod future_date;
mod impossible_date;
mod relative_date;
mod reversed_range;
mod undated_issue;
mod weekday_mismatch;

pub(super) static RULES: &[&Rule] = &[
    &undated_issue::RULE,
    &impossible_date::RULE,
    &weekday_mismatch::RULE,
    &future_date::RULE,
    &relative_date::RULE,
    &date_format::RULE,
    &reversed_range::RULE,
];
