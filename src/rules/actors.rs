//! Rules on the names of actors.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
