//! JSON for programs: findings, what documents say, the rules. The command line and the web print the same bytes.

pub(crate) mod findings;
pub(crate) mod index;
pub(crate) mod rules;
