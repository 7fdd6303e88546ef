//! Rules on how a bulletin is put together.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
