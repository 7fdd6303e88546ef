//! Rules on the choice of words.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
