//! The cache of compiled indexes, in the user's cache folder.
//!
//! The folder is created with mode 0700, and used only if no other user can write to it. Its files can be deleted at
//! any time; they are rebuilt.

use super::{WritePolicy, unfinished, write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Older indexes are removed when a new one is stored.
const UNUSED: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Where compiled indexes are cached.
#[derive(Clone, Debug)]
pub struct IndexCache {
    folder: Option<PathBuf>,
}

impl Default for IndexCache {
    fn default() -> IndexCache {
        IndexCache::of_user()
    }
}

impl IndexCache {
    /// `copydesk` in the user's cache folder: `$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`.
    #[must_use]
    pub fn of_user() -> IndexCache {
        use etcetera::BaseStrategy;
        let folders = etcetera::base_strategy::choose_native_strategy().ok();
        IndexCache { folder: folders.map(|folders| folders.cache_dir().join("copydesk")) }
    }

    /// A cache in this folder, which need not exist.
    #[must_use]
    pub fn at(folder: &Path) -> IndexCache {
        IndexCache { folder: Some(folder.to_owned()) }
    }

    /// The path of a cached index; `None` if the folder is missing or not trusted.
    pub(super) fn file(&self, name: &str) -> Option<PathBuf> {
        let folder = self.folder.as_deref()?;
        trusted(folder).ok()?;
        Some(folder.join(name))
    }

    /// Stores an index.
    ///
    /// # Errors
    /// If it cannot be written: a sentence.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let folder = self.folder.as_deref().ok_or("there is no cache folder")?;
        let about = |why: String| format!("the cache folder {} {why}", super::shown(folder));
        create(folder).map_err(|error| about(super::write::refusal(&error)))?;
        trusted(folder).map_err(about)?;
        let path = folder.join(name);
        unfinished::sweep(&path);
        sweep(folder);
        write(&path, bytes, WritePolicy::Own).map_err(about)
    }
}

fn create(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Checks that this is a folder, and that only the user can write to it.
fn trusted(folder: &Path) -> Result<(), String> {
    let about = std::fs::symlink_metadata(folder).map_err(|error| super::sentence(&error))?;
    if !about.is_dir() {
        return Err("is not a folder".to_owned());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if about.uid() != rustix::process::geteuid().as_raw() {
            return Err("is somebody else's".to_owned());
        }
        if about.mode() & 0o022 != 0 {
            return Err("can be written to by others".to_owned());
        }
    }
    Ok(())
}

/// Removes old indexes.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.path().extension().is_some_and(|end| end == "index");
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > UNUSED) {
            // Best effort.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
