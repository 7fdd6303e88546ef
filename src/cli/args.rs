//! Arguments that several commands share: how documents are read, and which rules speak.

use super::format::problems;
use super::{Failure, terminal};
use crate::check;
use crate::config::Level;
use crate::project::{Options, Project, Source};
use crate::rules::{self, Family};
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The options that say how documents are read.
#[derive(Debug, Default, clap::Args)]
pub(super) struct SettingsArgs {
    /// The issue date, which dates without a year are read by
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) date: Option<Date>,
    /// The configuration file, in place of the nearest copydesk.toml upwards from each file
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(super) no_config: bool,
}

impl SettingsArgs {
    /// The project that the options ask for. `rules` are set over whatever a configuration says.
    pub(super) fn project(&self, rules: &[RuleLevel]) -> Project {
        Project::new(self.options(rules))
    }

    /// The same, whose lists are left unread.
    pub(super) fn project_without_lists(&self) -> Project {
        Project::new(Options { skip_lists: true, ..self.options(&[]) })
    }

    fn options(&self, rules: &[RuleLevel]) -> Options {
        let source = match &self.config {
            Some(path) => Source::File(path.clone()),
            None if self.no_config => Source::None,
            None => Source::Nearest,
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
    /// The level of a rule, or of all rules of a family (`copydesk rules`) that are not off of themselves: error, warning,
    /// info, hint or off; a rule's own level is stronger; may be given several times
    #[arg(long = "rule", value_name = "NAME=LEVEL", value_parser = rule_level)]
    pub(super) rules: Vec<RuleLevel>,
}

impl CheckArgs {
    /// The project that the options ask for.
    pub(super) fn project(&self) -> Project {
        self.settings.project(&self.rules)
    }
}

/// Reads the configuration of each of these paths, and says what is wrong with any that was read so far. Fails where one
/// is broken: what it asks for is not known, so nothing is reported by halves.
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

/// A rule or a family, and the level it is set to; none where it is switched off.
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

/// Levels as an option takes them.
pub(super) fn levels() -> PossibleValuesParser {
    PossibleValuesParser::new(Level::ALL.map(Level::name))
}
