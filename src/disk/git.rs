//! Questions to Git, and where repositories begin.

use std::path::{Path, PathBuf};

/// Runs Git in a folder and returns its output; none if Git fails. The commands that `--since` uses run no hook, filter
/// or driver of the repository.
///
/// # Errors
/// Where Git cannot be started.
pub fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, String> {
    let output = std::process::Command::new("git")
        .current_dir(folder)
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        // What a partial clone lacks is not fetched.
        .env("GIT_NO_LAZY_FETCH", "1")
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output()
        .map_err(|error| format!("--since needs Git, which cannot be started: {error}"))?;
    Ok(output.status.success().then_some(output.stdout))
}

/// The root of the Git repository that a file or folder lies in: the nearest folder upwards that holds `.git`, be it
/// the repository's folder or the file of a worktree.
#[must_use]
pub fn repository(path: &Path) -> Option<PathBuf> {
    super::absolute(path).ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The workspace of a file or folder: its repository, else the nearest folder upwards with a `copydesk.toml`; none
/// where there is neither.
#[must_use]
pub fn workspace(path: &Path) -> Option<PathBuf> {
    let configured = || {
        let path = super::absolute(path);
        let is_file = |folder: &&Path| super::size(&folder.join(crate::config::FILE_NAME)).is_some();
        path.ancestors().find(is_file).map(Path::to_owned)
    };
    repository(path).or_else(configured)
}
