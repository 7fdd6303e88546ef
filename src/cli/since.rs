//! `--since`: keeps only findings in text that changed since the merge base of a Git revision and `HEAD`.
//!
//! * The current text counts, whether it is committed or not. A file unknown to Git is new; a renamed file is compared
//!   with its former version.
//! * In changed lines only the words that changed count, because a line is often a whole paragraph.
//! * Git only provides the old texts, through fixed arguments that run no hook, filter or driver of the repository; the
//!   changes are computed here.

use super::Failure;
use super::files::Source;
use super::format::Checked;
use crate::disk::{self, GitObjects};
use crate::text::diff::operations;
use crate::text::{LineIndex, Span};
use similar::DiffOp;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

/// A Git revision to compare with, in each repository that contains a document of the run.
pub(super) struct Since {
    repositories: HashMap<PathBuf, Repository>,
}

/// A repository, and the commit to compare with.
struct Repository {
    base: String,
    objects: GitObjects,
    /// The files in the commit that are gone, by path; listed when a new file needs its old name.
    gone: Option<Vec<String>>,
}

/// With more lost files than this, renames are not detected.
const MOST_GONE: usize = 200;

impl Since {
    /// Takes the revision as the user wrote it, and resolves it in the repositories of the documents.
    pub(super) fn new(revision: &str, sources: &[Source]) -> Result<Since, Failure> {
        // Git would treat it as an option, or as the path of a file.
        if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
            return Err(format!("“{revision}” is not a Git revision").into());
        }
        let mut repositories = HashMap::new();
        for source in sources {
            let root = root(&source.path)?;
            if let Entry::Vacant(entry) = repositories.entry(root) {
                let repository = Repository::open(entry.key(), revision)?;
                entry.insert(repository);
            }
        }
        Ok(Since { repositories })
    }

    /// Removes the findings in text that did not change.
    pub(super) fn keep_changed(&mut self, file: &mut Checked, source: &Source) -> Result<(), Failure> {
        if file.diagnostics.is_empty() && file.hidden.is_empty() {
            return Ok(());
        }
        let root = root(&source.path)?;
        let Some(repository) = self.repositories.get_mut(&root) else { return Ok(()) };
        let name = disk::shown(&disk::relative_to(&root, &disk::located(&source.path)));
        // In a file that did not exist, everything is new.
        let Some(old) = repository.old_text(&root, &name, &file.text)? else { return Ok(()) };
        let changed = changed(&old, &file.text);
        file.retain(|found| {
            let next = changed.partition_point(|part| part.end < found.span.start);
            changed.get(next).is_some_and(|part| part.start <= found.span.end)
        });
        Ok(())
    }
}

fn root(path: &Path) -> Result<PathBuf, Failure> {
    let none = || {
        format!(
            "{} is not in a Git repository, which --since needs; run it in a clone (git clone, or actions/checkout), or check without --since",
            disk::shown(path)
        )
    };
    disk::repository(&disk::located(path)).ok_or_else(|| none().into())
}

impl Repository {
    fn open(root: &Path, revision: &str) -> Result<Repository, Failure> {
        let shown = disk::shown(root);
        let line = |output: Vec<u8>| String::from_utf8_lossy(&output).trim().to_owned();
        let is_commit = |revision: &str| -> Result<bool, Failure> {
            let commit = format!("{revision}^{{commit}}");
            Ok(disk::git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?.is_some())
        };
        let Some(base) = disk::git(root, &["merge-base", "--", revision, "HEAD"])?.map(line) else {
            return Err(if is_commit(revision)? && is_commit("HEAD")? {
                format!(
                    "“{revision}” and HEAD have no common commit in {shown}; if the clone is shallow, fetch its history: \
                     fetch-depth: 0 in GitHub Actions, or git fetch --unshallow"
                )
            } else {
                format!(
                    "Git knows no revision “{revision}” in {shown}; fetch it first: fetch-depth: 0 in GitHub Actions, or git fetch"
                )
            }
            .into());
        };
        Ok(Repository { base, objects: GitObjects::open(root)?, gone: None })
    }

    /// The old text of a file; `None` if it is new.
    fn old_text(&mut self, root: &Path, name: &str, new: &str) -> Result<Option<String>, Failure> {
        let text = |old: Vec<u8>| String::from_utf8_lossy(&old).into_owned();
        if let Some(old) = self.objects.file(&self.base, name)? {
            return Ok(Some(text(old)));
        }
        if self.gone.is_none() {
            self.gone = Some(self.list_gone(root)?);
        }
        // The most similar of those that share at least half of their lines.
        let mut best: Option<(usize, String)> = None;
        for path in self.gone.iter().flatten() {
            let Some(old) = self.objects.file(&self.base, path)?.map(text) else { continue };
            let (shared, all) = alike(&old, new);
            if shared * 2 >= all && best.as_ref().is_none_or(|(most, _)| shared > *most) {
                best = Some((shared, old));
            }
        }
        Ok(best.map(|(_, old)| old))
    }

    fn list_gone(&self, root: &Path) -> Result<Vec<String>, Failure> {
        let list =
            disk::git(root, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &self.base])?.unwrap_or_default();
        let names = String::from_utf8_lossy(&list);
        let is_gone = |name: &&str| disk::is_markdown(Path::new(name)) && disk::size(&root.join(name)).is_none();
        let gone: Vec<String> =
            names.split('\0').filter(|name| !name.is_empty()).filter(is_gone).map(str::to_owned).collect();
        Ok(if gone.len() > MOST_GONE { Vec::new() } else { gone })
    }
}

/// How many bytes of lines two texts share, and how many the longer one has.
fn alike(old: &str, new: &str) -> (usize, usize) {
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for line in old.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    let mut shared = 0;
    for line in new.lines().map(str::trim) {
        if let Some(count) = lines.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            shared += line.len();
        }
    }
    let size = |text: &str| text.lines().map(|line| line.trim().len()).sum::<usize>();
    (shared, size(old).max(size(new)).max(1))
}

/// What is in `new` but not in `old`: whole lines that were added and, in lines that were changed, the words. If
/// something is missing now, the empty place.
fn changed(old: &str, new: &str) -> Vec<Span> {
    let lines = |text: &str| -> Vec<Span> {
        let index = LineIndex::new(text);
        (0..index.lines()).map(|line| index.line(text, line)).collect()
    };
    let (a, b) = (lines(old), lines(new));
    let mut parts = Vec::new();
    for op in diff(old, &a, new, &b) {
        match op {
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => {}
            DiffOp::Insert { new_index, new_len, .. } => parts.extend(&b[new_index..new_index + new_len]),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let words =
                    |text: &str, lines: &[Span]| lines.iter().flat_map(|line| words(text, *line)).collect::<Vec<_>>();
                let (a, b) =
                    (words(old, &a[old_index..old_index + old_len]), words(new, &b[new_index..new_index + new_len]));
                changed_words(old, &a, new, &b, &mut parts);
            }
        }
    }
    parts
}

/// More words than this are not compared with one another.
const MOST_WORDS: usize = 20_000;

fn changed_words(old: &str, a: &[Span], new: &str, b: &[Span], parts: &mut Vec<Span>) {
    if a.len() + b.len() > MOST_WORDS {
        parts.extend(b);
        return;
    }
    for op in diff(old, a, new, b) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                parts.extend(&b[new_index..new_index + new_len]);
            }
            DiffOp::Delete { new_index, .. } => {
                let before = new_index.checked_sub(1).and_then(|before| b.get(before)).map(|word| word.end);
                let at = before.or_else(|| b.get(new_index).map(|word| word.start));
                parts.extend(at.map(|at| Span::new(at, at)));
            }
        }
    }
}

fn diff(old: &str, a: &[Span], new: &str, b: &[Span]) -> Vec<DiffOp> {
    let [old, new] =
        [(old, a), (new, b)].map(|(text, spans)| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>());
    operations(&old, &new)
}

/// The words between white space.
fn words(text: &str, line: Span) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = line.start as usize;
    for word in line.of(text).split(char::is_whitespace) {
        if !word.is_empty() {
            words.push(Span::at(at..at + word.len()));
        }
        at += word.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_found_whatever_their_ends() {
        let changed = |old, new| -> Vec<&str> { changed(old, new).into_iter().map(|span| span.of(new)).collect() };
        assert_eq!(changed("a\nb\nc\n", "a\r\nB\r\nc\r\nd\r\n"), ["B", "d"]);
        assert_eq!(changed("a\nb\n", "b\n"), [""; 0]);
        assert_eq!(changed("", "a\n"), ["a"]);
        // In a line that changed, the words; if one is missing now, its place.
        assert_eq!(changed("one two three\n", "one too three\n"), ["too"]);
        assert_eq!(changed("one two three\n", "one three\n"), [""]);
        assert_eq!(changed("one\ntwo\n", "one more\ntwo\u{a0}x\n"), ["more", "x"]);
    }

    #[test]
    fn renamed_files_are_known_by_their_lines() {
        assert_eq!(alike("a\nbb\n", "a\nbb\n"), (3, 3));
        let (shared, all) = alike("one\ntwo\nthree\n", "one\ntwo\nfour\n");
        assert!(shared * 2 >= all);
        assert_eq!(alike("", "x"), (0, 1));
    }
}
