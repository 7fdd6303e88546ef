//! `copydesk rules`: lists the rules.

use super::{Outcome, Status, terminal};
use crate::json::rules::{self as json, fix, level};
use crate::rules::{self, FixKind};
use unicode_width::UnicodeWidthStr;

/// List the rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The format of the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: super::Listing,
}

pub(super) fn run(args: &Args) -> Outcome {
    let rules = rules::all();
    terminal::print_exact(&match args.format {
        super::Listing::Human => {
            let width = rules.iter().map(|rule| rule.name.width()).max().unwrap_or_default();
            let mut text = String::new();
            let mut last = "";
            for rule in rules {
                let family = rule.family.name();
                if family != last {
                    let gap = if last.is_empty() { "" } else { "\n" };
                    text.push_str(&format!("{gap}{family}\n"));
                    last = family;
                }
                let fix = if rule.fix == FixKind::None { "" } else { fix(rule) };
                text.push_str(&format!("  {:width$}  {:7}  {fix:6}  {}\n", rule.name, level(rule), rule.summary));
            }
            text
        }
        super::Listing::Json => json::rules(),
    })?;
    Ok(Status::Clean)
}
