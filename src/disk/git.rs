//! Questions to Git, and where repositories start.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Git in a folder, set up so that these questions run none of the repository's hooks, filters or drivers.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        // Objects that a partial clone lacks are not fetched.
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn cannot_start(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            "--since needs git, which is not on the PATH: install it, or check without --since".to_owned()
        }
        _ => format!("--since needs Git, which cannot be started: {error}"),
    }
}

/// Runs Git in a folder and returns its output; `None` if Git fails.
///
/// # Errors
/// If Git cannot be started.
pub fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, String> {
    let output = command(folder).args(arguments).output().map_err(|error| cannot_start(&error))?;
    Ok(output.status.success().then_some(output.stdout))
}

/// Reads files from a repository, with one process for all of them.
pub struct GitObjects {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl GitObjects {
    /// Starts Git in a folder.
    ///
    /// # Errors
    /// If Git cannot be started.
    pub fn open(folder: &Path) -> Result<GitObjects, String> {
        let mut command = command(folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| cannot_start(&error))?;
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("--since needs Git, which cannot be talked to".to_owned());
        };
        Ok(GitObjects { child, requests, answers: BufReader::new(answers) })
    }

    /// The file at a path, relative to the root, in a commit; `None` if there is none.
    ///
    /// # Errors
    /// If Git exits or answers something else.
    pub fn file(&mut self, commit: &str, path: &str) -> Result<Option<Vec<u8>>, String> {
        // A request is a line.
        if path.contains('\n') {
            return Ok(None);
        }
        self.ask(&format!("{commit}:{path}")).map_err(|error| format!("Git does not say what {path} was: {error}"))
    }

    fn ask(&mut self, object: &str) -> io::Result<Option<Vec<u8>>> {
        writeln!(self.requests, "{object}")?;
        self.requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        if head.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut words = head.trim_end().rsplit(' ');
        // `<object> missing`, `<id> <kind> <size>`
        let Some(size) = words.next().and_then(|size| size.parse::<usize>().ok()) else { return Ok(None) };
        let kind = words.next().unwrap_or_default();
        let mut content = vec![0; size + 1];
        self.answers.read_exact(&mut content)?;
        content.pop();
        Ok((kind == "blob").then_some(content))
    }
}

impl Drop for GitObjects {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The root of the Git repository that contains a file or folder: the nearest folder upwards with a `.git`, whether
/// that is the repository's folder or the file of a worktree.
#[must_use]
pub fn repository(path: &Path) -> Option<PathBuf> {
    super::absolute(path).ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The workspace of a file or folder: its repository, else the nearest folder upwards with a `copydesk.toml`; `None` if
/// there is neither.
#[must_use]
pub fn workspace(path: &Path) -> Option<PathBuf> {
    let configured = || {
        let path = super::absolute(path);
        let is_file = |folder: &&Path| super::size(&folder.join(crate::config::FILE_NAME)).is_some();
        path.ancestors().find(is_file).map(Path::to_owned)
    };
    repository(path).or_else(configured)
}

/// A path as programs that know the repository expect it: relative to the root of the Git repository that contains the
/// file, else to the working directory, wherever copydesk was started and however the path was typed.
#[must_use]
pub fn in_repository(path: &Path) -> PathBuf {
    let whole = located(path);
    let root = repository(&whole).unwrap_or_else(|| super::absolute(Path::new(".")));
    relative_to(&root, &whole)
}

/// Where a file is, with links in its folders resolved; a link to a file counts as being where the link is.
#[must_use]
pub fn located(path: &Path) -> PathBuf {
    let whole = super::absolute(path);
    let real = match (whole.parent(), whole.file_name()) {
        (Some(folder), Some(name)) if super::is_link(&whole) && super::size(&whole).is_some() => {
            super::real_path(folder).map(|folder| folder.join(name))
        }
        // A path that does not exist need not be a file.
        _ => super::real_path(path),
    };
    real.unwrap_or(whole)
}

/// The path from one absolute folder to an absolute path, with `..` if it is not below the folder.
#[must_use]
pub fn relative_to(folder: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for above in folder.ancestors() {
        if let Ok(below) = path.strip_prefix(above) {
            return up.join(below);
        }
        up.push("..");
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_from_a_folder_to_a_file() {
        let way = |folder: &str, path: &str| super::super::shown(&relative_to(Path::new(folder), Path::new(path)));
        assert_eq!(way("/a/b", "/a/b/c.md"), "c.md");
        assert_eq!(way("/a/b", "/a/c/d.md"), "../c/d.md");
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a/b", "/c.md"), "../../c.md");
    }
}
