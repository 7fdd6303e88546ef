//! Rules on the names of sources.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
