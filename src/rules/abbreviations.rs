//! Rules on abbreviations, article by article.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
