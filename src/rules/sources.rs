//! Rules about the names of sources.

use super::Rule;

mod inconsistent_source;
mod source_alias;
mod unknown_source;

pub(super) static RULES: &[&Rule] = &[&source_alias::RULE, &inconsistent_source::RULE, &unknown_source::RULE];
