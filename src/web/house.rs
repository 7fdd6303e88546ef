//! The settings of a page: the text of a configuration, an issue date, a profile.

use super::questions;
use crate::check::rule_names;
use crate::config::{Config, Level, Problem, Settings};
use crate::gazetteer::profiles;
use crate::text::{Encoding, LineIndex, Offset, Span, capitalised};
use jiff::civil::Date;
use serde::Serialize;

/// A problem in a configuration, with its place.
#[derive(Debug, Serialize)]
pub(super) struct Complaint {
    start: Offset,
    end: Offset,
    /// Counted from 1.
    line: u32,
    level: &'static str,
    message: String,
}

/// The settings of a page, parsed.
pub(super) struct House {
    said: questions::Settings,
    config: Config,
    date: Option<Date>,
    problems: Vec<Complaint>,
}

impl House {
    /// Reads the settings of a question.
    pub(super) fn new(said: questions::Settings) -> Result<House, String> {
        let date = match said.date.as_deref() {
            None | Some("") => None,
            Some(text) => Some(text.parse().map_err(|_| format!("“{text}” is no date: write it as 2018-10-10"))?),
        };
        let (mut config, mut problems) = Config::parse(&said.config);
        problems.extend(rule_names::problems(&config));
        problems.extend(unread(&config));
        problems.sort_by_key(|problem| problem.span);
        let lines = LineIndex::new(&said.config);
        let complaint = |problem: Problem| Complaint {
            start: problem.span.start,
            end: problem.span.end,
            line: lines.position(&said.config, problem.span.start, Encoding::Utf32).line + 1,
            level: problem.severity.name(),
            message: capitalised(&problem.message),
        };
        let problems = problems.into_iter().map(complaint).collect();
        if let Some(name) = said.profile.as_deref().filter(|name| !name.is_empty()) {
            let known = profiles::profile(name).ok_or_else(|| {
                let known: Vec<_> = profiles::names().collect();
                format!("no profile is named “{name}”; the known ones are {}", known.join(", "))
            })?;
            config = Config::parse(&format!("[style]\nprofile = \"{}\"\n", known.name)).0.over(config);
        }
        Ok(House { said, config, date, problems })
    }

    /// Whether it was made from these settings.
    pub(super) fn is_of(&self, said: &questions::Settings) -> bool {
        self.said == *said
    }

    /// The problems of the configuration.
    pub(super) fn problems(&self) -> &[Complaint] {
        &self.problems
    }

    /// The settings for a document; `None` if the configuration excludes it.
    pub(super) fn settings(&self, path: &str) -> Option<Settings> {
        (!self.config.excludes(path)).then(|| Settings { date: self.date, ..self.config.settings(path) })
    }
}

/// Problems for the settings that name files, which a page cannot read.
fn unread(config: &Config) -> Vec<Problem> {
    let lists = [config.actors(), config.sources(), config.library()].into_iter().flatten();
    let all = lists.chain(config.extends()).map(|named| (named.span, &named.value));
    let problem = |(span, name): (Span, &String)| Problem {
        span,
        message: format!("“{name}” is not read: no files can be opened here. The rest of the configuration applies"),
        severity: Level::Warning,
    };
    all.map(problem).collect()
}
