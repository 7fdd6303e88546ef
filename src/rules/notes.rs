//! Rules on notes and what points to them, article by article.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
