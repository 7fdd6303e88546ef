//! `--since`: keeps only findings on lines that changed since a Git revision.
//!
//! Git only provides the old text, through fixed arguments that run no hook, filter or driver of the repository; the
//! changed lines are computed here.

use super::Failure;
use super::files::Source;
use super::format::Checked;
use crate::disk;
use crate::text::{LineIndex, Span};
use similar::{Algorithm, DiffOp};

/// A Git revision to compare with.
pub(super) struct Since {
    revision: String,
}

impl Since {
    /// Takes the revision as the user wrote it.
    pub(super) fn new(revision: &str) -> Result<Since, Failure> {
        // Git would treat it as an option, or as the path of a file.
        if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
            return Err(format!("“{revision}” is no Git revision").into());
        }
        Ok(Since { revision: revision.to_owned() })
    }

    /// Removes the findings that touch no changed line.
    pub(super) fn keep_changed(&self, file: &mut Checked, source: &Source) -> Result<(), Failure> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let path = disk::absolute(&source.path);
        let folder = path.parent().unwrap_or(&path);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let commit = format!("{}^{{commit}}", self.revision);
        if disk::git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?.is_none() {
            let shown = disk::shown(folder);
            return Err(format!("Git knows no revision “{}” in {shown}", self.revision).into());
        }
        // In a file that did not exist, every line is new.
        let Some(old) = disk::git(folder, &["cat-file", "blob", &format!("{}:./{name}", self.revision)])? else {
            return Ok(());
        };
        let changed = changed(&String::from_utf8_lossy(&old), &file.text);
        file.diagnostics.retain(|found| {
            let next = changed.partition_point(|lines| lines.end < found.span.start);
            changed.get(next).is_some_and(|lines| lines.start <= found.span.end)
        });
        Ok(())
    }
}

/// The lines of `new` that are not in `old`, in order and without their line ends.
fn changed(old: &str, new: &str) -> Vec<Span> {
    let index = LineIndex::new(new);
    let lines = |text: &'_ str, index: &LineIndex| -> Vec<Span> {
        (0..index.lines()).map(|line| index.line(text, line)).collect()
    };
    let old_index = LineIndex::new(old);
    let (a, b) = (lines(old, &old_index), lines(new, &index));
    let (a, b_texts): (Vec<&str>, Vec<&str>) =
        (a.iter().map(|span| span.of(old)).collect(), b.iter().map(|span| span.of(new)).collect());
    similar::capture_diff_slices(Algorithm::Patience, &a, &b_texts)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .flat_map(|op| op.new_range())
        .map(|line| b[line])
        .collect()
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
    }
}
