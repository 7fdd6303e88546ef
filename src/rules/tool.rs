//! Rules on copydesk's own comments and configuration: decided by [`crate::check`] itself.

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
