//! The only module that touches the file system.
//!
//! * Errors are sentences that name the cause; nothing here panics.
//! * Only regular files are read, up to a size limit for each kind.
//! * Files are replaced atomically.

mod files;
mod git;
mod ignore_rules;
mod index_cache;
mod lists;
mod unfinished;
mod walk;
mod write;

pub use files::{
    FileKind, changed, is_link, is_present, is_within, open, protect, read, read_bytes, read_optional, read_stdin,
    read_to_replace, real_path, size,
};
pub use git::{GitObjects, git, in_repository, located, relative_to, repository, workspace};
pub use index_cache::IndexCache;
pub use lists::{LargeLists, compile, index_name, is_large, open_index, open_large, stamp};
#[cfg(unix)]
pub use unfinished::end_by_signal;
pub use unfinished::sweep;
pub use walk::{Selection, Walked, is_markdown, walk};
pub use write::{WritePolicy, Writer, leads_to_draft, make_folder, write};

use std::io;
use std::path::{Component, Path, PathBuf};

/// A path that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The path as shown to people.
    pub path: String,
    /// Why, in lower case, without a full stop: it follows the path.
    pub message: String,
}

impl Fault {
    fn new(path: &Path, message: impl Into<String>) -> Fault {
        Fault { path: shown(&plain(path)), message: message.into() }
    }
}

/// Describes the cause of an error in plain words.
fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
        _ if is_link_loop(error) => "is a link that leads back to itself".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Whether the error is ELOOP, which has no stable name in the standard library.
fn is_link_loop(error: &io::Error) -> bool {
    cfg!(unix)
        && error.raw_os_error() == Some(if cfg!(any(target_os = "linux", target_os = "android")) { 40 } else { 62 })
}

/// The path as it is shown to people and written in reports: `/` between folders.
#[must_use]
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The absolute path of a file or folder that need not exist, without `.` and `..`.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

/// The path without `.` components, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.collect()
}
