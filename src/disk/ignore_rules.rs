//! The rules of `.ignore`, `.gitignore` and `.git/info/exclude`.
//!
//! The `ignore` crate matches the patterns. The files are read here because the crate would open anything, FIFOs
//! included, and compiles a whole file at once: 2 MB of patterns took 1.6 GB.

use super::Fault;
use super::files::{FileKind, read_bytes_optional};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Patterns are compiled in pieces of this many bytes, which bounds the compiler's memory.
const PIECE: usize = 16 << 10;

/// The limit in bytes for patterns with wildcards that apply in one folder. Each becomes a regular expression of about
/// a thousand times its length. Plain names, and patterns such as `*.md`, are looked up in tables.
const WILDCARDS: usize = 128 << 10;

/// The rules that apply during a walk, including those of the folders above its root.
pub(super) struct IgnoreRules {
    /// The root as it was given, and its real path.
    root: (PathBuf, PathBuf),
    global: Gitignore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The rules of the folders from the top down to the current one.
    open: Vec<Folder>,
    faults: Vec<Fault>,
}

/// The rules in one folder.
struct Folder {
    path: PathBuf,
    ignore: Patterns,
    gitignore: Patterns,
    exclude: Patterns,
    /// Git's rules from above a repository do not apply in it.
    is_repository: bool,
    /// The length of its patterns with wildcards.
    wildcards: usize,
}

/// The patterns of one file, in pieces.
#[derive(Default)]
struct Patterns(Vec<Gitignore>);

/// Whether a path is ignored, if the rules say anything about it.
type Verdict = Option<bool>;

impl IgnoreRules {
    /// The rules for a walk that starts at `root`.
    pub(super) fn new(root: &Path) -> IgnoreRules {
        let real = std::fs::canonicalize(root).unwrap_or_else(|_| super::absolute(root));
        let rules = IgnoreRules {
            root: (root.to_owned(), real),
            global: GitignoreBuilder::new(super::absolute(Path::new("."))).build_global().0,
            state: Mutex::default(),
        };
        rules.state().enter(&rules.root.1);
        rules
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a file or folder below the root is ignored. Hidden ones are, unless a rule includes them.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let below = path.strip_prefix(&self.root.0).unwrap_or(path);
        let path = self.root.1.join(below);
        let Some(folder) = path.parent() else { return false };
        let mut state = self.state();
        state.enter(folder);
        let (mut ignore, mut gitignore, mut exclude) = (None, None, None);
        let mut in_repository = true;
        for folder in state.open.iter().rev() {
            ignore = ignore.or_else(|| folder.ignore.verdict(&path, is_folder));
            if in_repository {
                gitignore = gitignore.or_else(|| folder.gitignore.verdict(&path, is_folder));
                exclude = exclude.or_else(|| folder.exclude.verdict(&path, is_folder));
            }
            in_repository &= !folder.is_repository;
        }
        let global = || verdict(&self.global.matched(&path, is_folder));
        let hidden = || path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        ignore.or(gitignore).or(exclude).or_else(global).unwrap_or_else(hidden)
    }

    /// Takes the faults of ignore files that could not be read.
    pub(super) fn faults(&self) -> Vec<Fault> {
        std::mem::take(&mut self.state().faults)
    }
}

impl State {
    /// Loads the rules of a folder and the folders above it, and drops all others.
    fn enter(&mut self, folder: &Path) {
        while self.open.last().is_some_and(|last| !folder.starts_with(&last.path)) {
            self.open.pop();
        }
        let known = self.open.len();
        let above: Vec<&Path> = folder.ancestors().collect();
        for path in above.into_iter().rev().skip(known) {
            let folder = self.read(path);
            self.open.push(folder);
        }
    }

    fn read(&mut self, folder: &Path) -> Folder {
        let git = folder.join(".git");
        let git_folder = git_folder(&git);
        let above: usize = self.open.iter().map(|folder| folder.wildcards).sum();
        let mut wildcards = 0;
        let mut patterns = |file: &Path| {
            let used = above + wildcards;
            let (patterns, more) = self.patterns(folder, file, used);
            wildcards += more;
            patterns
        };
        Folder {
            path: folder.to_owned(),
            ignore: patterns(&folder.join(".ignore")),
            gitignore: patterns(&folder.join(".gitignore")),
            exclude: git_folder.map(|git| patterns(&git.join("info/exclude"))).unwrap_or_default(),
            is_repository: super::is_present(&git) || super::is_present(&folder.join(".jj")),
            wildcards,
        }
    }

    /// The patterns of a file, and the length of those with wildcards; `used` is the length of those already loaded.
    fn patterns(&mut self, folder: &Path, file: &Path, used: usize) -> (Patterns, usize) {
        let read = read_bytes_optional(file, FileKind::IgnoreFile).map(|bytes| {
            let text = String::from_utf8_lossy(&bytes?).into_owned();
            let wildcards = text.lines().filter(|line| has_wildcards(line)).map(str::len).sum();
            if used + wildcards > WILDCARDS {
                let limit = WILDCARDS >> 10;
                let message = format!("is not obeyed: more than {limit} KiB of patterns with wildcards hold here");
                return Err(message);
            }
            Ok((Patterns::new(folder, &text), wildcards))
        });
        match read {
            None => (Patterns::default(), 0),
            Some(Ok(read)) => read,
            Some(Err(why)) => {
                self.faults.push(Fault::new(file, why));
                (Patterns::default(), 0)
            }
        }
    }
}

impl Patterns {
    fn new(folder: &Path, text: &str) -> Patterns {
        let mut pieces = Vec::new();
        let mut builder = GitignoreBuilder::new(folder);
        let mut held = 0;
        for line in text.trim_start_matches('\u{feff}').lines() {
            // Invalid patterns are skipped, as Git does.
            let _ = builder.add_line(None, line);
            held += line.len();
            if held > PIECE {
                pieces.extend(builder.build().ok().filter(|piece| !piece.is_empty()));
                builder = GitignoreBuilder::new(folder);
                held = 0;
            }
        }
        pieces.extend(builder.build().ok().filter(|piece| !piece.is_empty()));
        Patterns(pieces)
    }

    /// The verdict of the last matching pattern.
    fn verdict(&self, path: &Path, is_folder: bool) -> Verdict {
        self.0.iter().rev().find_map(|piece| verdict(&piece.matched(path, is_folder)))
    }
}

/// Whether a line becomes a regular expression.
fn has_wildcards(line: &str) -> bool {
    let pattern = line.trim_start_matches('!');
    let rest = pattern.strip_prefix("**/").unwrap_or(pattern);
    let rest = rest.strip_prefix("*.").unwrap_or(rest);
    !line.starts_with('#') && rest.contains(['*', '?', '[', '{', '\\'])
}

fn verdict<T>(found: &Match<T>) -> Verdict {
    match found {
        Match::None => None,
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
    }
}

/// The Git folder: `.git`, or the folder that the `.git` file of a worktree points to.
fn git_folder(git: &Path) -> Option<PathBuf> {
    if std::fs::metadata(git).ok()?.is_dir() {
        return Some(git.to_owned());
    }
    let first_line = |path: &Path| {
        let bytes = read_bytes_optional(path, FileKind::IgnoreFile)?.ok()?;
        Some(String::from_utf8_lossy(&bytes).lines().next()?.trim().to_owned())
    };
    let own = git.parent()?.join(first_line(git)?.strip_prefix("gitdir:")?.trim());
    let common = first_line(&own.join("commondir"));
    Some(common.map_or_else(|| own.clone(), |common| own.join(common)))
}
