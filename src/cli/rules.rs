//! `copydesk rules`: lists the rules.

use super::{Outcome, Status, terminal};
use crate::rules::{self, FixKind, Rule};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

/// List the rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How they are listed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: super::Listing,
}

fn level(rule: &Rule) -> &'static str {
    rule.default_level().map_or("off", |level| level.name())
}

fn fix(rule: &Rule) -> &'static str {
    match rule.fix {
        FixKind::None => "none",
        FixKind::Review => "review",
        FixKind::Safe => "safe",
    }
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
        super::Listing::Json => {
            let list: Vec<_> = rules
                .iter()
                .map(|rule| {
                    json!({
                        "name": rule.name, "family": rule.family.name(), "level": level(rule), "fix": fix(rule),
                        "summary": rule.summary,
                    })
                })
                .collect();
            format!("{}\n", serde_json::to_string_pretty(&list).unwrap_or_default())
        }
    })?;
    Ok(Status::Clean)
}
