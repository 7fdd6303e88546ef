//! `copydesk explain`: prints a rule's page.

use super::{Outcome, Status, terminal};
use crate::{check, rules};

/// Print a rule's page: what it flags, and why
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule's name
    rule: String,
}

pub(super) fn run(args: &Args) -> Outcome {
    let rule = rules::find(&args.rule).ok_or_else(|| check::unknown_rule(&args.rule))?;
    terminal::print_exact(rule.page)?;
    Ok(Status::Clean)
}
