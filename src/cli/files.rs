//! The documents a command works on: files, folders, standard input.

use crate::disk::{self, Fault};
use crate::panics;
use crate::project::{Context, Project};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which documents a command works on.
#[derive(Debug, clap::Args)]
pub(super) struct Paths {
    /// Files, folders, or - for standard input; the current folder where none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The name of what is read from standard input: finds its configuration, and may carry the issue date
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
}

/// A document that has not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The path it is read from and its configuration is found by.
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

/// The documents of a project, with or without those that its configurations leave out.
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

    /// All documents that exist now, including those that a configuration excludes.
    pub(super) fn all(&self, project: &Arc<Project>) -> Vec<PathBuf> {
        let here = [PathBuf::from(".")];
        let selection = Selection { project: Arc::clone(project), leaves_out: false };
        disk::walk(if self.paths.is_empty() { &here } else { &self.paths }, selection).files
    }

    /// Finds the documents, sorted by path, and the paths that could not be read.
    pub(super) fn find(&self, project: &Arc<Project>) -> (Vec<Source>, Vec<Fault>) {
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() { &here } else { &self.paths[..] };
        let (stdin, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == Path::new("-"));
        let walked = disk::walk(&paths, Selection { project: Arc::clone(project), leaves_out: true });
        let mut sources: Vec<Source> =
            walked.files.into_iter().map(|path| Source { shown: disk::shown(&path), path, stdin: false }).collect();
        if !stdin.is_empty() {
            let path = self.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
            sources.push(Source { shown: disk::shown(&path), path, stdin: true });
            sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        }
        (sources, walked.faults)
    }
}
