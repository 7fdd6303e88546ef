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

    /// Whether the slash at `at` is between two words, rather than in a path (`src/ and tests/`) or a short form
    /// (`w/ milk`).
    fn parts_words(&self, at: usize) -> bool {
        self.around(at).is_some_and(|(second, proper)| proper || !is_layout(second))
    }

    /// Whether it is between two capitalized words: `in /Users` is a path.
    fn parts_names(&self, at: usize) -> bool {
        self.around(at).is_some_and(|(_, proper)| proper)
    }

    /// The word after the slash at `at`, if there are words on both sides, and whether both are capitalized.
    fn around(&self, at: usize) -> Option<(&str, bool)> {
        let lead = self.text.slice(self.block.start as usize..at).trim_end();
        let tail = self.text.slice(at + 1..self.block.end as usize).trim_start();
        let first = lead.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let second = tail.split(|c: char| c.is_whitespace()).next().unwrap_or("");
        let second = second.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = |word: &str| word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-');
        let first = first.trim_start_matches(|c: char| !c.is_alphanumeric());
        let proper = first.starts_with(char::is_uppercase) && second.starts_with(char::is_uppercase);
        (is_word(first) && is_word(second)).then_some((second, proper))
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

/// Words that follow the name of a folder, `src/ holds`, rather than half of a pair.
fn is_layout(word: &str) -> bool {
    static WORDS: WordSet = WordSet::new(&[
        "and",
        "are",
        "contains",
        "crate",
        "can",
        "directory",
        "folder",
        "for",
        "from",
        "files",
        "file",
        "holds",
        "has",
        "here",
        "instead",
        "into",
        "module",
        "namespace",
        "path",
        "repository",
        "subdirectory",
        "the",
        "that",
        "with",
        "which",
        "will",
    ]);
    WORDS.has(word)
}
