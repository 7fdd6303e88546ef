//! `copydesk gazetteer`: lists the known actors and sources, validates custom lists, and compiles large ones.

mod import;

use super::args::{self, SettingsArgs};
use super::terminal::Color;
use super::{Failure, Outcome, Status, say, terminal};
use crate::config::Problem;
use crate::disk;
use crate::gazetteer::lists::ListKind;
use crate::gazetteer::lists::column::{Record, Row};
use crate::gazetteer::lists::validate;
use crate::gazetteer::lists::{reader, table, toml};
use crate::gazetteer::{Actor, Gazetteer, Source};
use crate::project::ConfigFile;
use crate::text::{Encoding, LineIndex, visible};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// List the known actors and sources, check your own lists, or import other people's
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the known names: the shipped lists, with your own taking precedence
    List {
        /// What to list
        #[arg(value_enum, default_value_t)]
        what: What,
        /// The format of the list; tsv and csv can be edited and named in copydesk.toml
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: Format,
        #[command(flatten)]
        settings: SettingsArgs,
    },
    /// Check lists of actors or sources against the rules that the shipped lists follow
    Check {
        /// The lists [default: those that copydesk.toml names]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        settings: SettingsArgs,
    },
    Import(import::Args),
    /// Compile lists that are too large to read at every start into an index beside copydesk.toml
    Build {
        /// Build the index even if it is up to date
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        settings: SettingsArgs,
    },
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum What {
    #[default]
    Actors,
    Sources,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// Ids and names, for people
    #[default]
    Human,
    Json,
    Tsv,
    Csv,
    Toml,
}

pub(super) fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::List { what, format, settings } => {
            let (project, draft) = (settings.project(&[]), Path::new("draft.md"));
            args::settle(&project, [draft], Color::Auto)?;
            let gazetteer = project.for_path(draft).gazetteer;
            let text = match what {
                What::Actors => listed(&gazetteer.actors(), *format, actor),
                What::Sources => listed(&gazetteer.sources(), *format, source),
            };
            match format {
                Format::Human => terminal::print(&text)?,
                _ => terminal::print_exact(&text)?,
            }
            Ok(Status::Clean)
        }
        Command::Check { files, settings } => check_files(files, settings),
        Command::Import(args) => import::run(args),
        Command::Build { force, settings } => build(*force, settings),
    }
}

fn listed<R: Record>(records: &[&R], format: Format, json: fn(&R) -> Value) -> String {
    match format {
        Format::Human => {
            let lines = records.iter().map(|record| format!("{}  {}\n", record.id(), record.name()));
            lines.collect()
        }
        Format::Json => {
            let list: Vec<Value> = records.iter().map(|record| json(record)).collect();
            format!("{}\n", serde_json::to_string_pretty(&list).unwrap_or_default())
        }
        Format::Tsv => table::write(records.iter().copied(), '\t'),
        Format::Csv => table::write(records.iter().copied(), ','),
        Format::Toml => toml::write(records.iter().copied()),
    }
}

fn actor(actor: &Actor) -> Value {
    let former: Vec<Value> =
        actor.former.iter().map(|former| json!({"name": former.name, "until": former.until})).collect();
    json!({
        "id": actor.id, "name": actor.name, "abbreviations": actor.abbreviations, "accepted": actor.accepted,
        "variants": actor.variants, "former": former, "weak": actor.weak, "phrases": actor.phrases,
        "confusables": actor.confusables, "kind": actor.kind.word(), "countries": actor.countries,
        "parent": actor.parent, "founded": actor.founded, "dissolved": actor.dissolved, "note": actor.note,
    })
}

fn source(source: &Source) -> Value {
    json!({
        "id": source.id, "name": source.name, "aliases": source.aliases, "accepted": source.accepted,
        "hosts": source.hosts, "countries": source.countries, "languages": source.languages, "kind": source.kind,
        "note": source.note,
    })
}

/// Compiles the large lists that the configuration names, unless their index is up to date.
fn build(force: bool, settings: &SettingsArgs) -> Outcome {
    let file = named_lists(settings)?;
    let folder = file.as_ref().map_or(Path::new(""), |file| &file.folder);
    let mut any = false;
    for kind in [ListKind::Actors, ListKind::Sources] {
        let named = file.iter().flat_map(|file| &file.lists).filter(|(of, path)| *of == kind && disk::is_large(path));
        let lists: Vec<PathBuf> = named.map(|(_, path)| path.clone()).collect();
        if !lists.is_empty() {
            any = true;
            build_one(kind, &lists, &folder.join(disk::index_name(kind)), force)?;
        }
    }
    if !any {
        terminal::print("no list is large enough to need an index\n")?;
    }
    Ok(Status::Clean)
}

/// The configuration of the working directory, without reading its lists.
fn named_lists(settings: &SettingsArgs) -> Result<Option<Arc<ConfigFile>>, Failure> {
    let project = settings.project_without_lists();
    let draft = Path::new("draft.md");
    args::settle(&project, [draft], Color::Auto)?;
    Ok(project.for_path(draft).config)
}

/// Compiles the lists of one kind into an index.
fn build_one(kind: ListKind, lists: &[PathBuf], path: &Path, force: bool) -> Result<(), Failure> {
    let shown = visible::escape(&disk::shown(path)).into_owned();
    if !force {
        match disk::open_index(path, Some(disk::stamp(lists))) {
            Ok(index) => {
                terminal::print(&format!("{shown} fits its lists: {} names\n", index.view().len()))?;
                return Ok(());
            }
            Err(why) if disk::is_present(path) => say(&format!("{shown} {why}; it is built again")),
            Err(_) => {}
        }
    }
    let (index, count) = disk::compile(kind, lists, path)?;
    let what = match kind {
        ListKind::Actors => "actors",
        ListKind::Sources => "sources",
    };
    terminal::print(&format!("{shown}: {count} {what}, {} names\n", index.view().len()))?;
    Ok(())
}

fn check_files(files: &[PathBuf], settings: &SettingsArgs) -> Outcome {
    let mut lists: Vec<(PathBuf, Option<ListKind>)> = files.iter().map(|file| (file.clone(), None)).collect();
    if files.is_empty() {
        let file = named_lists(settings)?;
        lists.extend(file.iter().flat_map(|file| &file.lists).map(|(kind, path)| (path.clone(), Some(*kind))));
        if lists.is_empty() {
            return Err(Failure::Message("copydesk.toml names no lists here, so name a file".to_owned()));
        }
    }
    let mut text = String::new();
    let (mut count, mut failed) = (0, false);
    for (path, list) in lists {
        match leads_out(&path).map_or_else(|| disk::read(&path, disk::FileKind::List), Err) {
            Ok(content) => {
                let problems = problems(&content, list.unwrap_or_else(|| guess(&content)));
                count += problems.len();
                let lines = LineIndex::new(&content);
                let shown = disk::shown(&path);
                let shown = visible::escape(&shown);
                for problem in problems {
                    let place = lines.position(&content, problem.span.start, Encoding::Utf32);
                    let (line, column) = (place.line + 1, place.column + 1);
                    let message = visible::one_line(&problem.message);
                    text.push_str(&format!("{shown}:{line}:{column}: {message}\n"));
                }
            }
            Err(fault) => {
                say(&format!("{} {fault}", disk::shown(&path)));
                failed = true;
            }
        }
    }
    terminal::print(&text)?;
    Ok(match (failed, count) {
        (true, _) => Status::Failed,
        (false, 0) => Status::Clean,
        (false, _) => Status::Found,
    })
}

/// Why `check` would not read a list that is a link: a sentence that follows the path.
fn leads_out(list: &Path) -> Option<String> {
    let whole = disk::absolute(list);
    let workspace = disk::workspace(&whole).or_else(|| whole.parent().map(Path::to_owned))?;
    let leads_out = disk::size(&whole).is_some() && !disk::is_within(&whole, &workspace);
    leads_out.then(|| format!("leads out of the workspace {} by a link, and was not read", disk::shown(&workspace)))
}

/// Guesses from its first row what a list contains: only sources have hosts and aliases.
fn guess(text: &str) -> ListKind {
    if toml::is_toml(text) {
        return if text.contains("[[sources]]") { ListKind::Sources } else { ListKind::Actors };
    }
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    let mut names = header.split(['\t', ',', ';']).map(|name| name.trim_matches(['"', ' ', '\u{feff}']));
    let is_sources = names.any(|name| name.eq_ignore_ascii_case("hosts") || name.eq_ignore_ascii_case("aliases"));
    if is_sources { ListKind::Sources } else { ListKind::Actors }
}

fn problems(text: &str, list: ListKind) -> Vec<Problem> {
    fn all<R: Record>(text: &str, check: impl Fn(&[Row<R>]) -> Vec<Problem>) -> Vec<Problem> {
        let (rows, mut problems) = reader::read::<R>(text);
        problems.extend(check(&rows));
        problems.sort_by_key(|problem| problem.span);
        problems
    }
    let shipped = Gazetteer::shipped();
    match list {
        ListKind::Actors => all(text, |rows| validate::actors(rows, &shipped.actors())),
        ListKind::Sources => all(text, |rows| validate::sources(rows, &shipped.sources())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_lists_are_held_to_the_same_rules() {
        let actors = "id\tname\tconfusables\nal-shabaab\tAl-Shabaab\t\nridge-men\tRidge Men\tnobody\n";
        let messages: Vec<_> = problems(actors, guess(actors)).into_iter().map(|problem| problem.message).collect();
        assert!(
            messages.iter().any(|message| message == "there is no actor “nobody” to confuse it with"),
            "{messages:?}"
        );
        let sources = "name,id,hosts\nRidge Echo,ridge-echo,dawn.com\n";
        let messages: Vec<_> = problems(sources, guess(sources)).into_iter().map(|problem| problem.message).collect();
        assert_eq!(messages, ["the host “dawn.com” is one of dawn: let each have its folder"]);
    }

    #[test]
    fn lists_can_be_read_again() {
        let gazetteer = Gazetteer::shipped();
        for format in [Format::Csv, Format::Tsv, Format::Toml] {
            let text = listed(&gazetteer.sources(), format, source);
            assert_eq!(problems(&text, guess(&text)), []);
        }
        assert!(listed(&gazetteer.actors(), Format::Json, actor).contains("\"al-shabaab\""));
    }
}
