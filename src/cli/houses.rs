//! What the house decides for each file: the nearest `copydesk.toml` upwards from it.

use super::report::problems;
use super::{Failure, say};
use crate::check;
use crate::config::{Config, FILE_NAME, Level, Settings};
use crate::disk;
use crate::gazetteer::Gazetteer;
use crate::rules;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The options that say how documents are read.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Reading {
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

/// The options that say how documents are checked.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// The level of a rule: error, warning, info, hint or off; may be given several times
    #[arg(long = "rule", value_name = "NAME=LEVEL", value_parser = rule_level)]
    pub(super) rules: Vec<RuleLevel>,
}

/// A rule and the level it is set to; none where it is switched off.
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
    let rule = rules::find(name).ok_or_else(|| check::unknown_rule(name))?;
    let level = match level {
        "off" => None,
        level => Some(Level::named(level).ok_or("the level is error, warning, info, hint or off")?),
    };
    Ok(RuleLevel { name: rule.name, level })
}

/// The name of a rule that exists.
pub(super) fn rule_name(name: &str) -> Result<String, String> {
    rules::find(name).map(|rule| rule.name.to_owned()).ok_or_else(|| check::unknown_rule(name))
}

/// Levels as an option takes them.
pub(super) fn levels() -> PossibleValuesParser {
    PossibleValuesParser::new(Level::ALL.map(Level::name))
}

/// What is decided for one file.
pub(super) struct Decided {
    /// Its settings.
    pub(super) settings: Settings,
    /// Known actors and sources.
    pub(super) gazetteer: Arc<Gazetteer>,
}

/// A configuration as it was read.
struct House {
    config: Config,
    /// The folder that paths in it are relative to.
    folder: PathBuf,
    /// Where it stands, where it does.
    file: Option<PathBuf>,
    gazetteer: Arc<Gazetteer>,
}

/// The configurations that were read, by the folders they hold for.
pub(super) struct Houses {
    date: Option<Date>,
    rules: Vec<RuleLevel>,
    /// Holds for all files.
    fixed: Option<Arc<House>>,
    known: Mutex<HashMap<PathBuf, Arc<House>>>,
    broken: Mutex<bool>,
    /// Whether the house's lists are read too.
    lists: bool,
}

impl Houses {
    /// Reads the configuration file that the options name. `rules` are set over whatever it says.
    pub(super) fn new(options: &Reading, rules: &[RuleLevel]) -> Result<Houses, Failure> {
        Houses::read(options, rules, true)
    }

    /// Houses whose lists are left unread.
    pub(super) fn unread(options: &Reading) -> Result<Houses, Failure> {
        Houses::read(options, &[], false)
    }

    fn read(options: &Reading, rules: &[RuleLevel], lists: bool) -> Result<Houses, Failure> {
        let mut houses = Houses {
            date: options.date,
            rules: rules.to_vec(),
            fixed: None,
            known: Mutex::default(),
            broken: Mutex::new(false),
            lists,
        };
        if let Some(path) = &options.config {
            let text = disk::read(path, disk::FileKind::Configuration)
                .map_err(|fault| format!("{} {fault}", disk::shown(path)))?;
            let house = houses.house(path, &text);
            houses.check_whole()?;
            houses.fixed = Some(Arc::new(house));
        } else if options.no_config {
            houses.fixed = Some(Arc::new(houses.no_house(Path::new(""))));
        }
        Ok(houses)
    }

    /// Fails where a configuration is broken, which was said when it was read: what it asks for is not known, so
    /// nothing is reported by halves.
    pub(super) fn check_whole(&self) -> Result<(), Failure> {
        if *self.broken.lock().unwrap_or_else(PoisonError::into_inner) { Err(Failure::Said) } else { Ok(()) }
    }

    /// What holds for a file, which need not exist.
    pub(super) fn of(&self, path: &Path) -> Decided {
        let path = disk::absolute(path);
        let house = self.house_of(path.parent().unwrap_or(&path));
        let mut settings = house.config.settings(&below(&house.folder, &path));
        settings.date = self.date;
        Decided { settings, gazetteer: Arc::clone(&house.gazetteer) }
    }

    /// Whether the configuration leaves a file or folder out.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        let path = disk::absolute(path);
        let house = self.house_of(path.parent().unwrap_or(&path));
        house.config.excludes(&below(&house.folder, &path))
    }

    /// The configuration that holds for a file or in a folder, and the file it was read from.
    pub(super) fn config_of(&self, path: &Path) -> (Config, Option<PathBuf>) {
        let house = self.house_of(&disk::absolute(path));
        (house.config.clone(), house.file.clone())
    }

    /// The configurations that were looked for, whether they are there or not, and the lists that they name.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files: Vec<PathBuf> = known.keys().map(|folder| folder.join(FILE_NAME)).collect();
        for house in known.values().chain(&self.fixed) {
            files.extend(house.file.clone());
            let lists = house.config.actors().iter().chain(house.config.sources());
            files.extend(lists.map(|list| house.folder.join(&list.value)));
        }
        files.sort();
        files.dedup();
        files
    }

    fn house_of(&self, folder: &Path) -> Arc<House> {
        if let Some(house) = &self.fixed {
            return Arc::clone(house);
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut house = None;
        for at in folder.ancestors() {
            house = known.get(at).cloned().or_else(|| {
                let path = at.join(FILE_NAME);
                match disk::read_optional(&path, disk::FileKind::Configuration)? {
                    Ok(text) => Some(Arc::new(self.house(&path, &text))),
                    Err(fault) => {
                        say(&format!("{} {fault}", disk::shown(&path)));
                        *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = true;
                        Some(Arc::new(self.no_house(at)))
                    }
                }
            });
            if house.is_some() {
                break;
            }
        }
        let house = house.unwrap_or_else(|| Arc::new(self.no_house(folder.ancestors().last().unwrap_or(folder))));
        // Every folder on the way has the same house, so that the next file asks no disk.
        for at in folder.ancestors().take_while(|at| at.starts_with(&house.folder)) {
            known.entry(at.to_owned()).or_insert_with(|| Arc::clone(&house));
        }
        house
    }

    /// Reads a configuration; says what is wrong with it.
    fn house(&self, path: &Path, text: &str) -> House {
        let (config, mut problems) = Config::parse(text);
        problems.extend(check::problems(&config));
        problems.sort_by_key(|problem| problem.span);
        if !problems.is_empty() {
            problems::say(&disk::shown(path), text, &problems);
        }
        if problems.iter().any(|problem| problem.severity == Level::Error) {
            *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        let folder = disk::absolute(path).parent().map(Path::to_owned).unwrap_or_default();
        let (house, lists) = if self.lists { disk::read_house(&folder, &config) } else { Default::default() };
        for list in lists {
            if let Some(note) = &list.note {
                say(&format!("{} {note}", disk::shown(&list.path)));
            }
            match &list.text {
                Ok(text) if !list.problems.is_empty() => problems::say(&disk::shown(&list.path), text, &list.problems),
                Ok(_) => continue,
                Err(fault) => say(&format!("{} {fault}", disk::shown(&list.path))),
            }
            *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        }
        let file = Some(path.to_owned());
        House { config: self.overruled(config), folder, file, gazetteer: Gazetteer::with(house) }
    }

    /// No configuration, in a folder.
    fn no_house(&self, folder: &Path) -> House {
        House {
            config: self.overruled(Config::default()),
            folder: folder.to_owned(),
            file: None,
            gazetteer: Gazetteer::shipped(),
        }
    }

    fn overruled(&self, mut config: Config) -> Config {
        for rule in &self.rules {
            config.set_rule(rule.name, rule.level);
        }
        config
    }
}

/// A path below its folder, with `/` between folders.
fn below(folder: &Path, path: &Path) -> String {
    disk::shown(path.strip_prefix(folder).unwrap_or(path))
}
