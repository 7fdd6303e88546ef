//! Rules on dates in prose, and on the issue date.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
