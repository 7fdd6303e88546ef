//! The documents that a command works on: files, folders, standard input.

use super::houses::Houses;
use crate::disk::{self, Fault};
use crate::panics;
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

/// A document not read yet.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its path, for finding its configuration and for reading it.
    pub(super) path: PathBuf,
    /// Its path as shown.
    pub(super) shown: String,
    /// Whether it comes from standard input.
    pub(super) stdin: bool,
}

impl Source {
    /// Does the work on the document; where it panics, a fault that names the document and says what to do.
    pub(super) fn guard<R>(&self, work: impl FnOnce() -> R) -> Result<R, Fault> {
        panics::catch(work)
            .map_err(|panic| Fault { path: self.shown.clone(), message: format!("could not be processed: {panic}") })
    }

    /// Its text, or why it has none.
    pub(super) fn read(&self) -> Result<String, Fault> {
        let text = if self.stdin { disk::read_stdin() } else { disk::read(&self.path, disk::FileKind::Document) };
        text.map_err(|message| Fault { path: self.shown.clone(), message })
    }
}

impl Paths {
    /// Whether standard input is one of them.
    pub(super) fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new("-"))
    }

    /// All documents that are there now, whether a configuration leaves them out or not.
    pub(super) fn all(&self) -> Vec<PathBuf> {
        let here = [PathBuf::from(".")];
        disk::walk(if self.paths.is_empty() { &here } else { &self.paths }, |_| false).files
    }

    /// Finds the documents, in the order of their paths, and what could not be looked at.
    pub(super) fn find(&self, houses: &Arc<Houses>) -> (Vec<Source>, Vec<Fault>) {
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() { &here } else { &self.paths[..] };
        let (stdin, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == Path::new("-"));
        let houses = Arc::clone(houses);
        let walked = disk::walk(&paths, move |path| houses.excludes(path));
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
