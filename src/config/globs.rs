//! Path patterns, relative to the folder of the configuration file.

use crate::text::{Slice, Spanned};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// A list of patterns, compiled once.
///
/// `*` and `?` stay within one folder, `**` crosses folders, `{a,b}` is either, `[ab]` is one of the letters. A pattern
/// that matches a folder includes all files in it. Matching is case-sensitive on every system.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    written: Vec<Spanned<String>>,
    set: GlobSet,
}

impl Globs {
    /// Compiles the patterns. Invalid ones are skipped and returned, each with a message.
    pub(super) fn new(patterns: Vec<Spanned<String>>) -> (Globs, Vec<Spanned<String>>) {
        let mut globs = Globs::default();
        let mut faults = Vec::new();
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            match compile(&pattern.value) {
                Ok(glob) => {
                    builder.add(glob);
                    globs.written.push(pattern);
                }
                Err(message) => faults.push(Spanned::new(pattern.span, message)),
            }
        }
        match builder.build() {
            Ok(set) => globs.set = set,
            // Each compiles on its own; together they exceed the size limit of the automaton.
            Err(error) => {
                let span = globs.written.first().map(|pattern| pattern.span).unwrap_or_default();
                globs.written.clear();
                faults.push(Spanned::new(span, format!("the patterns from here on are too large together: {error}")));
            }
        }
        (globs, faults)
    }

    /// Whether a pattern matches the path or a folder above it.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        let path = path.strip_prefix("./").unwrap_or(path);
        if self.set.is_empty() {
            return false;
        }
        std::iter::successors(Some(path), |path| path.rfind('/').map(|slash| path.slice(..slash)))
            .any(|path| !path.is_empty() && self.set.is_match(path))
    }

    /// The patterns as written.
    #[must_use]
    pub fn written(&self) -> &[Spanned<String>] {
        &self.written
    }
}

fn compile(pattern: &str) -> Result<Glob, String> {
    if pattern.starts_with('!') {
        return Err("a pattern cannot undo another with “!”; write a narrower pattern".to_owned());
    }
    if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
        return Err("patterns are relative to the configuration file’s folder and stay within it".to_owned());
    }
    // `./folder` and `folder/` are common spellings.
    let bare = pattern.strip_prefix("./").unwrap_or(pattern).trim_end_matches('/');
    if bare.is_empty() {
        return Err("the pattern is empty; “**” is all files".to_owned());
    }
    // A folder's whole content counts as the folder, so that `archive/**` covers `archive` when a command names it.
    // `*/**` stays as it is: `*` would match files too.
    let folder = bare.strip_suffix("/**").filter(|folder| !folder.ends_with(['*', '?', ']', '}']));
    GlobBuilder::new(folder.unwrap_or(bare))
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|error| format!("not a path pattern: {}", error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn covers(pattern: &str, path: &str) -> bool {
        let (globs, faults) = Globs::new(vec![Spanned::new(Span::default(), pattern.to_owned())]);
        assert_eq!(faults, []);
        globs.covers(path)
    }

    #[test]
    fn folders_take_their_files() {
        for pattern in ["archive/**", "archive", "archive/", "./archive", "arch*", "**/archive"] {
            assert!(covers(pattern, "archive/2018/a.md"), "{pattern}");
            assert!(!covers(pattern, "issues/a.md"), "{pattern}");
        }
        assert!(covers("**", "a.md"));
        assert!(covers("a.md", "./a.md"));
        assert!(covers("archive/**", "archive"));
        assert!(!covers("archive/*/**", "archive/a.md"));
        assert!(covers("archive/*/**", "archive/2018/a.md"));
    }

    #[test]
    fn stars_stay_within_a_folder() {
        assert!(covers("*.md", "a.md"));
        assert!(!covers("*.md", "issues/a.md"));
        assert!(covers("**/*.md", "a.md"));
        assert!(covers("**/*.md", "issues/a.md"));
        assert!(!covers("archive", "archives/a.md"));
        assert!(!covers("Archive", "archive/a.md"));
    }

    #[test]
    fn what_is_no_pattern_is_named_and_left_out() {
        let written = ["a[", "", "/etc/**", "../x", "!keep.md", "fine/**"];
        let patterns = (0..).zip(written).map(|(n, p)| Spanned::new(Span::empty(n), p.to_owned())).collect();
        let (globs, faults) = Globs::new(patterns);
        assert!(globs.covers("fine/a.md"));
        assert_eq!(globs.written().len(), 1);
        let places: Vec<u32> = faults.iter().map(|fault| fault.span.start).collect();
        assert_eq!(places, [0, 1, 2, 3, 4]);
    }
}
