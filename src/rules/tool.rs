//! Rules about copydesk's own comments and configuration, implemented in [`crate::check`] itself.

use super::Rule;

mod malformed_suppression;
mod unknown_rule;
mod unused_suppression;

pub(crate) use malformed_suppression::RULE as MALFORMED_SUPPRESSION;
pub(crate) use unknown_rule::RULE as UNKNOWN_RULE;
pub(crate) use unused_suppression::RULE as UNUSED_SUPPRESSION;

pub(super) static RULES: &[&Rule] = &[&UNUSED_SUPPRESSION, &MALFORMED_SUPPRESSION, &UNKNOWN_RULE];
