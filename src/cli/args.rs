//! Arguments that several commands share: how documents are read, and which rules report.

use super::format::problems;
use super::{Failure, terminal};
use crate::check;
use crate::config::Level;
use crate::project::{ConfigSource, Options, Project};
use crate::rules::{self, Family};
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The options that say how documents are read.
#[derive(Debug, Default, clap::Args)]
pub(super) struct SettingsArgs {
    /// The issue date, from which the year of other dates is worked out
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) date: Option<Date>,
    /// Use this configuration file instead of the nearest copydesk.toml in or above each file's folder
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(super) no_config: bool,
}

impl SettingsArgs {
    /// The project for these options. `rules` override every configuration.
    pub(super) fn project(&self, rules: &[RuleLevel]) -> Project {
        Project::new(self.options(rules))
    }

    /// The same, without reading its lists.
    pub(super) fn project_without_lists(&self) -> Project {
        Project::new(Options { skip_lists: true, ..self.options(&[]) })
    }

    fn options(&self, rules: &[RuleLevel]) -> Options {
        let source = match &self.config {
            Some(path) => ConfigSource::File(path.clone()),
            None if self.no_config => ConfigSource::None,
            None => ConfigSource::Nearest,
        };
        let rules = rules.iter().map(|rule| (rule.name, rule.level)).collect();
        Options { source, date: self.date, rules, ..Options::default() }
    }
}

/// The options that say how documents are checked.
#[derive(Debug, Default, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    /// Set the level of a rule, or of a family of rules (see `copydesk rules`): error, warning, info, hint or off. A family
    /// does not switch on the rules that are off by default, and a rule's own level takes precedence. May be given several
    /// times
    #[arg(long = "rule", value_name = "NAME=LEVEL", value_parser = rule_level)]
    pub(super) rules: Vec<RuleLevel>,
}

impl CheckArgs {
    /// The project for these options.
    pub(super) fn project(&self) -> Project {
        self.settings.project(&self.rules)
    }
}

/// Reads the configuration of each of these paths, and reports the problems of all that have been read so far. Fails if
/// one is broken: its intent is unknown, so nothing is reported rather than half of it.
pub(super) fn settle<'a>(
    project: &Project,
    paths: impl IntoIterator<Item = &'a Path>,
    color: terminal::Color,
) -> Result<(), Failure> {
    for path in paths {
        let _ = project.for_path(path);
    }
    let found = project.problems();
    problems::show(&found, color);
    if found.iter().any(crate::project::FileProblem::is_error) { Err(Failure::Said) } else { Ok(()) }
}

/// A rule or a family, and the level it is set to; `None` if it is switched off.
#[derive(Clone, Debug)]
pub(super) struct RuleLevel {
    name: &'static str,
    level: Option<Level>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write it as 2018-10-10".to_owned())
}

fn rule_level(text: &str) -> Result<RuleLevel, String> {
    let (name, level) = text.split_once('=').ok_or("write it as NAME=LEVEL, such as undated-citation=off")?;
    let family = Family::named(name).map(Family::name);
    let name = family.or_else(|| Some(rules::find(name)?.name)).ok_or_else(|| check::unknown_rule(name))?;
    let level = match level {
        "off" => None,
        level => Some(Level::named(level).ok_or("the level is error, warning, info, hint or off")?),
    };
    Ok(RuleLevel { name, level })
}

/// The name of a rule that exists.
pub(super) fn rule_name(name: &str) -> Result<String, String> {
    rules::find(name).map(|rule| rule.name.to_owned()).ok_or_else(|| check::unknown_rule(name))
}

/// Levels as option values.
pub(super) fn levels() -> PossibleValuesParser {
    PossibleValuesParser::new(Level::ALL.map(Level::name))
}
