//! Walks folders to find documents.

use super::ignore_rules::IgnoreRules;
use super::{Fault, is_within, plain, sentence, shown};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result of a walk through folders.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files, sorted, each once.
    pub files: Vec<PathBuf>,
    /// Paths that could not be read.
    pub faults: Vec<Fault>,
}

/// What a walk selects from a folder, in addition to the rules of `.gitignore`.
pub trait Selection: Send + Sync + 'static {
    /// Whether a file, or a folder with everything in it, is excluded.
    fn excludes(&self, path: &Path) -> bool;
    /// Whether a file is read although its name does not mark it as Markdown ([`is_markdown`]).
    fn takes(&self, path: &Path) -> bool;
}

/// Finds the documents that `paths` name: files as they are, and in folders Markdown files and others that are
/// `selected`, subject to the rules of `.gitignore`. Links to folders are not followed, so that nothing is visited
/// twice, and links to files outside the workspace are skipped.
pub fn walk(paths: &[PathBuf], selected: impl Selection) -> Walked {
    let selected = Arc::new(selected);
    let mut found = Walked::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(about) if about.is_dir() => walk_folder(path, &selected, &mut found),
            Ok(_) => found.files.push(plain(path)),
            Err(error) => found.faults.push(Fault::new(path, sentence(&error))),
        }
    }
    found.files.sort_by_cached_key(|path| shown(path));
    found.files.dedup();
    found
}

fn walk_folder(root: &Path, selected: &Arc<impl Selection>, found: &mut Walked) {
    let selection = Arc::clone(selected);
    let rules = Arc::new(IgnoreRules::new(root));
    let ignored = Arc::clone(&rules);
    let workspace = super::workspace(root).unwrap_or_else(|| root.to_owned());
    let entries = ignore::WalkBuilder::new(root)
        // `IgnoreRules` applies the rules instead.
        .standard_filters(false)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            entry.depth() == 0 || !ignored.ignores(entry.path(), is_folder) && !selection.excludes(entry.path())
        })
        .build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.faults.push(walk_fault(root, &error));
                continue;
            }
        };
        let path = entry.path();
        if entry.file_type().is_some_and(|kind| kind.is_dir()) || !is_markdown(path) && !selected.takes(path) {
            continue;
        }
        match std::fs::metadata(entry.path()) {
            // A link that leads out of the workspace.
            Ok(_) if entry.path_is_symlink() && !is_within(entry.path(), &workspace) => {}
            Ok(about) if about.is_file() => found.files.push(plain(entry.path())),
            Ok(_) => {}
            Err(error) => found.faults.push(Fault::new(entry.path(), sentence(&error))),
        }
    }
    found.faults.append(&mut rules.faults());
}

fn walk_fault(root: &Path, error: &ignore::Error) -> Fault {
    fn path(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path(err),
            _ => None,
        }
    }
    let message = error.io_error().map_or_else(|| error.to_string(), sentence);
    Fault::new(path(error).unwrap_or(root), message)
}

/// Whether a file's name marks it as Markdown.
#[must_use]
pub fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|is| ["md", "markdown", "mdown", "mkd"].iter().any(|known| is.eq_ignore_ascii_case(known)))
}
