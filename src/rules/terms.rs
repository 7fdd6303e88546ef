//! Rules about the choice of words.

use super::Rule;

mod discouraged_term;
mod inconsistent_term;

pub(super) static RULES: &[&Rule] = &[&discouraged_term::RULE, &inconsistent_term::RULE];
