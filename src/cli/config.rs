//! `copydesk config`: shows the effective configuration, and the schema.

use super::args::{self, SettingsArgs};
use super::terminal::Color;
use super::{Failure, Outcome, Status, schema, terminal};
use crate::bulletin::Whose;
use crate::bulletin::habits::{DateHabit, Habits};
use crate::config::{CitationPlacement, FormChoice, Printing};
use crate::disk;
use crate::project::Project;
use crate::rules;
use crate::text::visible;
use std::path::{Path, PathBuf};

/// Show the configuration
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print the configuration that applies to a file or folder, with each key explained
    Show {
        /// The file or folder [default: the current folder]
        path: Option<PathBuf>,
        #[command(flatten)]
        settings: SettingsArgs,
    },
    /// Print the JSON Schema of copydesk.toml
    Schema,
}

pub(super) fn run(args: &Args) -> Outcome {
    let text = match &args.what {
        What::Show { path, settings } => {
            let project = settings.project(&[]);
            show(path.as_deref().unwrap_or(Path::new(".")), &project)?
        }
        What::Schema => format!("{:#}\n", schema::schema()),
    };
    terminal::print_document(&text)?;
    Ok(Status::Clean)
}

/// The configuration of a file, with its overrides applied, or of a folder with all overrides; each value with the file
/// that sets it.
fn show(path: &Path, project: &Project) -> Result<String, Failure> {
    let is_folder = disk::is_present(path) && disk::size(path).is_none();
    let (config, file) = match is_folder {
        true => project.config_in(path),
        false => project.config_in(disk::absolute(path).parent().unwrap_or(path)),
    };
    args::settle(project, [], Color::Auto)?;
    let mut text = match &file {
        None => "# no copydesk.toml: these are the defaults\n".to_owned(),
        Some(file) => format!("# from {}\n", name(&file.path)),
    };
    for extended in file.iter().flat_map(|file| &file.extends) {
        text.push_str(&format!("# which extends {}\n", name(extended)));
    }
    text.push('\n');
    let relative = project.path_in_config(path);
    let settings = config.settings(&relative);
    let levels: Vec<_> = rules::all()
        .iter()
        .map(|rule| {
            let by = |name: &str| settings.rule(name).and(config.origin_of_rule(&relative, name));
            let family = rule.family.name();
            let origin = match (by(rule.name), by(family).filter(|_| (rule.level)(&settings).is_some())) {
                (Some(file), _) => name(file),
                (None, Some(file)) => format!("{}, by “{family}”", name(file)),
                (None, None) => "default".to_owned(),
            };
            (rule.name, rule.level_under(&settings), origin)
        })
        .collect();
    Ok(text
        + &config.print(&Printing {
            path: (!is_folder).then_some(&*relative),
            remarks: &remarks(path, project)?,
            origin: Some(&name),
            extends: file
                .as_ref()
                .and_then(|file| file.extends.first().filter(|_| file.leads_outside()))
                .map(|path| &**path),
            rules: (!is_folder).then_some(&*levels),
        }))
}

/// How a file is named in a comment: relative to the working directory if it is in it, else as an absolute path.
fn name(file: &Path) -> String {
    let here = disk::absolute(Path::new("."));
    visible::escape(&disk::shown(file.strip_prefix(here).unwrap_or(file))).into_owned()
}

/// What `auto` resolves to: in a document what it mostly does, in a folder nothing yet.
fn remarks(path: &Path, project: &Project) -> Result<Vec<(&'static str, String)>, Failure> {
    let Ok((text, context)) = project.read(path) else {
        let each = || "auto: what each document mostly does".to_owned();
        return Ok(vec![("date-order", each()), ("citation-placement", each())]);
    };
    let shown = crate::disk::shown(path);
    let draft = context.draft(&shown, &text);
    let style = draft.settings.style.clone();
    let read = || crate::bulletin::read(draft.path, draft.text, draft.gazetteer, draft.settings).habits;
    let habits = crate::panics::catch(read).map_err(|panic| Failure::Message(format!("{shown}: {panic}")))?;
    let mut remarks = Vec::new();
    if style.date_order == FormChoice::Auto {
        remarks.push(("date-order", dates(&habits)));
    }
    if style.citation_placement == FormChoice::Auto {
        remarks.push(("citation-placement", placement(&habits)));
    }
    Ok(remarks)
}

/// The document's own form of dates, and where it has none.
fn dates(habits: &Habits) -> String {
    let own = |habit: &DateHabit| habit.example().filter(|(_, whose)| *whose == Whose::Document).map(|(form, _)| form);
    match (own(&habits.prose_dates), own(&habits.citation_dates)) {
        (Some(prose), Some(cited)) if prose == cited => format!("this file mostly writes “{prose}”"),
        (Some(prose), Some(cited)) => format!("this file mostly writes “{prose}”, and “{cited}” in citations"),
        (Some(prose), None) => format!("this file mostly writes “{prose}”; its citations have no form of their own"),
        (None, Some(cited)) => {
            format!("this file mostly writes “{cited}” in citations; its prose has no form of its own")
        }
        (None, None) => "this file has no form of its own: “September 21” holds where a form is needed".to_owned(),
    }
}

/// On which side of the full stop a document mostly cites.
fn placement(habits: &Habits) -> String {
    let side = match habits.citation_placement {
        CitationPlacement::BeforeFullStop => "before",
        CitationPlacement::AfterFullStop => "after",
    };
    match habits.placed_by {
        Whose::Document => format!("this file mostly cites {side} the full stop"),
        _ => format!("this file has no form of its own: {side} the full stop holds"),
    }
}
