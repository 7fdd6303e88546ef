//! Em dashes and slashes with a space on only one side.

use super::{BlockReader, UnevenSpacing};
use crate::text::words::WordSet;
use crate::text::{Offset, Slice, Span};

impl BlockReader<'_> {
    pub(super) fn dash(&mut self, dash: Span, before: Option<char>, after: Option<char>) {
        match (before, after) {
            (Some(' '), Some(' ')) => self.found.typography.dashes.spaced += 1,
            (Some(before), Some(after)) if before.is_alphanumeric() && after.is_alphanumeric() => {
                self.found.typography.dashes.closed += 1;
            }
            (Some(_), Some(' ')) if self.is_behind_words(dash) && !self.is_note(dash) => self.uneven_after(dash, true),
            (Some(' '), Some(_)) if self.is_before_words(dash) && !self.signs(dash) => self.uneven_before(dash, true),
            _ => {}
        }
    }

    /// Whether the dash directly follows words, emphasized or quoted ones too. It does not if it opens a stretch of its
    /// own: `*— the end —*`, `(— the end)`. Between other signs, a mark of emphasis may open or close.
    fn is_behind_words(&self, dash: Span) -> bool {
        let lead = self.text.slice(self.block.start as usize..dash.start as usize);
        let set = lead.trim_end_matches(['*', '_']);
        if set.len() < lead.len() {
            return set.ends_with(char::is_alphanumeric);
        }
        let words = lead.trim_end_matches(['"', '\'']);
        words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '”' | '’' | ')' | ']' | ',' | '.' | '%'))
    }

    /// Whether words directly follow the dash: it does not close a stretch of its own.
    fn is_before_words(&self, dash: Span) -> bool {
        let tail = self.text.slice(dash.end as usize..self.block.end as usize);
        let set = tail.trim_start_matches(['*', '_']);
        if set.len() < tail.len() {
            return set.starts_with(char::is_alphanumeric);
        }
        let words = tail.trim_start_matches(['"', '\'']);
        words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '‘' | '(' | '['))
    }

    /// Whether a note reference follows a space after the dash.
    fn is_note(&self, dash: Span) -> bool {
        let mut after = self.text.slice(dash.end as usize..self.block.end as usize).trim_start().bytes();
        after.next() == Some(b'[') && after.next().is_some_and(|byte| byte == b'^' || byte.is_ascii_digit())
    }

    /// Whether the dash precedes the name of the person quoted before it: `“The gate is shut.” —Ada Vale`
    fn signs(&self, dash: Span) -> bool {
        let lead = self.text.slice(self.block.start as usize..dash.start as usize).trim_end();
        let name = self.text.slice(dash.end as usize..self.block.end as usize).lines().next().unwrap_or("");
        lead.ends_with(['”', '"', '’', '»', '.', '!', '?', '*', '_'])
            && name.trim_start_matches(['*', '_', '[']).starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= 6
            && name.len() <= 80
    }

    pub(super) fn slash(&mut self, at: usize) {
        let slash = Span::at(at..at + 1);
        let (before, after) = (self.before(at), self.after(at + 1));
        match (before, after) {
            (Some(before), Some(' ')) if before.is_alphabetic() && self.parts_words(at) => {
                self.uneven_after(slash, false);
            }
            (Some(' '), Some(' ')) if self.around(at).is_some() => self.found.typography.slashes.spaced += 1,
            // The words on both sides are not checked here: in a long path, each slash would check them again.
            (Some(before), Some(after)) if before.is_alphabetic() && after.is_alphabetic() => {
                self.found.typography.slashes.closed += 1;
            }
            (Some(' '), Some(after)) if after.is_uppercase() && self.parts_names(at) => {
                self.uneven_before(slash, false);
            }
            _ => {}
        }
    }

    /// Whether the slash at `at` is between two words, rather than at the end of a folder's name (`src/ and tests/`) or
    /// in a short form (`w/ milk`).
    fn parts_words(&self, at: usize) -> bool {
        self.around(at).is_some_and(|(first, second)| {
            are_proper(first, second) || !is_layout(second) && (!is_small(second) || is_small(first))
        })
    }

    /// Whether it is between two capitalized words: `in /Users` is a path.
    fn parts_names(&self, at: usize) -> bool {
        self.around(at).is_some_and(|(first, second)| are_proper(first, second))
    }

    /// The words before and after the slash at `at`, if there are words on both sides.
    fn around(&self, at: usize) -> Option<(&str, &str)> {
        let lead = self.text.slice(self.block.start as usize..at).trim_end();
        let tail = self.text.slice(at + 1..self.block.end as usize).trim_start();
        let first = lead.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let second = tail.split(|c: char| c.is_whitespace()).next().unwrap_or("");
        let second = second.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = |word: &str, least: usize| {
            word.chars().count() >= least && word.chars().all(|c| c.is_alphabetic() || c == '-')
        };
        // `standalone /documents/ nodes`: a slash at the start makes it a path.
        let first = first.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '/');
        (is_word(first, 3) && is_word(second, 2)).then_some((first, second))
    }

    fn uneven_after(&mut self, sign: Span, dash: bool) {
        let rest = self.text.slice(sign.end as usize..self.block.end as usize);
        let len = rest.len() - rest.trim_start_matches(' ').len();
        if rest.slice(len..).starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '‘' | '(' | '['))
        {
            let space = Span::new(sign.end, sign.end + len as Offset);
            self.found.typography.uneven_spacing.push(UnevenSpacing { span: sign.cover(space), space, dash });
        }
    }

    fn uneven_before(&mut self, sign: Span, dash: bool) {
        let lead = self.text.slice(self.block.start as usize..sign.start as usize);
        let words = lead.trim_end_matches(' ');
        if words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '”' | '"' | '’' | ')' | ']' | ',')) {
            let space = Span::new(sign.start - (lead.len() - words.len()) as Offset, sign.start);
            self.found.typography.uneven_spacing.push(UnevenSpacing { span: sign.cover(space), space, dash });
        }
    }
}

fn are_proper(first: &str, second: &str) -> bool {
    first.starts_with(char::is_uppercase) && second.starts_with(char::is_uppercase)
}

/// Words that follow the name of a folder, `src/ holds`, `logs/ Directory`, rather than half of a pair.
fn is_layout(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "contains",
        "crate",
        "directory",
        "directories",
        "folder",
        "folders",
        "files",
        "file",
        "holds",
        "here",
        "including",
        "instead",
        "module",
        "namespace",
        "path",
        "repository",
        "subdirectory",
        "subdirectories",
    ]);
    WORDS.has_in_any_case(word)
}

/// Small words, which go on after the name of a folder, `backup/ out of the way`; half of a pair only beside another,
/// `and/ or`.
fn is_small(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "and", "are", "as", "at", "before", "but", "by", "can", "for", "from", "has", "if", "in", "into", "is", "it",
        "not", "of", "off", "on", "or", "out", "so", "that", "the", "then", "to", "under", "was", "were", "when",
        "where", "which", "while", "will", "with", "without",
    ]);
    WORDS.has_in_any_case(word)
}
