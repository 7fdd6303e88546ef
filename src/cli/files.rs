//! The documents a command works on: files, folders, standard input.

use super::say;
use crate::disk::{self, Fault};
use crate::panics;
use crate::project::{Context, Project};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of standard input.
pub(super) const STDIN: &str = "<stdin>";

/// Which documents a command works on.
#[derive(Debug, clap::Args)]
pub(super) struct Paths {
    /// Files, folders, or - for standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file name to give standard input: it decides which configuration applies, and may contain the issue date
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// Also read files that are named here even if files.exclude leaves them out
    #[arg(long)]
    no_exclude: bool,
}

/// The documents that a command was asked for.
#[derive(Default)]
pub(super) struct Documents {
    /// The documents to work on, sorted by path.
    pub(super) sources: Vec<Source>,
    /// The paths that could not be read.
    pub(super) faults: Vec<Fault>,
    /// Documents that were named, but are excluded by a configuration.
    pub(super) excluded: Vec<Excluded>,
}

/// A document that was named, but is excluded by a configuration.
pub(super) struct Excluded {
    /// The document.
    pub(super) source: Source,
    /// The configuration, as shown to people.
    config: String,
}

impl Documents {
    /// Tells the user what cannot be read and what is excluded. Returns whether anything cannot be read.
    pub(super) fn tell(&self) -> bool {
        self.faults.iter().for_each(say_fault);
        for excluded in &self.excluded {
            say(&format!("{} is excluded by {}", excluded.source.shown, excluded.config));
        }
        !self.faults.is_empty()
    }
}

/// Reports a path that cannot be used.
pub(super) fn say_fault(fault: &Fault) {
    say(&format!("{} {}", fault.path, fault.message));
}

/// A document that has not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The path that it is read from, and that determines its configuration.
    pub(super) path: PathBuf,
    /// The path as shown to people.
    pub(super) shown: String,
    /// Whether it is read from standard input.
    pub(super) stdin: bool,
}

impl Source {
    /// Runs `work` on this document. A panic becomes a fault that names the document and says how to report the bug.
    pub(super) fn guard<R>(&self, work: impl FnOnce() -> R) -> Result<R, Fault> {
        panics::catch(work)
            .map_err(|panic| Fault { path: self.shown.clone(), message: format!("could not be processed: {panic}") })
    }

    /// Reads the text and finds its settings.
    pub(super) fn read(&self, project: &Project) -> Result<(String, Context), Fault> {
        let read = if self.stdin {
            disk::read_stdin().map(|text| (text, project.for_path(&self.path)))
        } else {
            project.read(&self.path)
        };
        read.map_err(|message| Fault { path: self.shown.clone(), message })
    }
}

/// The documents in a project, with or without those that its configurations exclude.
struct Selection {
    project: Arc<Project>,
    leaves_out: bool,
}

impl disk::Selection for Selection {
    fn excludes(&self, path: &Path) -> bool {
        self.leaves_out && self.project.excludes(path)
    }

    fn takes(&self, path: &Path) -> bool {
        self.project.takes(path)
    }
}

impl Paths {
    /// Whether standard input is among them.
    pub(super) fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new("-"))
    }

    /// The files and folders that the command was asked for, without standard input.
    pub(super) fn named(&self) -> impl Iterator<Item = &Path> {
        let here = self.paths.is_empty().then_some(Path::new("."));
        here.into_iter().chain(self.paths.iter().map(PathBuf::as_path).filter(|path| *path != Path::new("-")))
    }

    /// All documents that exist now, including those that a configuration excludes.
    pub(super) fn all(&self, project: &Arc<Project>) -> Vec<PathBuf> {
        let here = [PathBuf::from(".")];
        let selection = Selection { project: Arc::clone(project), leaves_out: false };
        disk::walk(if self.paths.is_empty() { &here } else { &self.paths }, selection).files
    }

    /// Finds the documents.
    pub(super) fn find(&self, project: &Arc<Project>) -> Documents {
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() { &here } else { &self.paths[..] };
        let (stdin, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == Path::new("-"));
        // With --no-exclude, a folder that is named is walked whole.
        let is_whole = |path: &PathBuf| self.no_exclude && project.excludes(path);
        let (whole, paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_whole);
        let select = |leaves_out| Selection { project: Arc::clone(project), leaves_out };
        let mut walked = disk::walk(&paths, select(true));
        if !whole.is_empty() {
            let all = disk::walk(&whole, select(false));
            walked.files.extend(all.files);
            walked.faults.extend(all.faults);
        }
        let mut sources: Vec<Source> =
            walked.files.into_iter().map(|path| Source { shown: disk::shown(&path), path, stdin: false }).collect();
        if !stdin.is_empty() {
            let path = self.stdin_filename.clone().unwrap_or_else(|| PathBuf::from(STDIN));
            sources.push(Source { shown: disk::shown(&path), path, stdin: true });
        }
        sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        sources.dedup_by(|a, b| a.path == b.path && a.stdin == b.stdin);
        let mut documents = Documents { faults: walked.faults, ..Documents::default() };
        for source in sources {
            // For paths found by the walk, this has been checked before. A text without a name is not in a folder.
            let is_named = if source.stdin { self.stdin_filename.is_some() } else { paths.contains(&source.path) };
            let excluded = is_named && !self.no_exclude && project.excludes(&source.path);
            match project.excluded_by(&source.path).filter(|_| excluded) {
                Some(config) => {
                    let here = disk::absolute(Path::new("."));
                    let config = disk::shown(config.strip_prefix(here).unwrap_or(&config));
                    documents.excluded.push(Excluded { source, config });
                }
                None => documents.sources.push(source),
            }
        }
        documents
    }
}
