//! Rules about the structure of a bulletin.

use super::Rule;

mod byline_mismatch;
mod contents_mismatch;
mod heading_emphasis;
mod heading_level;
mod missing_biography;
mod missing_byline;

pub(super) static RULES: &[&Rule] = &[
    &contents_mismatch::RULE,
    &byline_mismatch::RULE,
    &missing_byline::RULE,
    &missing_biography::RULE,
    &heading_level::RULE,
    &heading_emphasis::RULE,
];
