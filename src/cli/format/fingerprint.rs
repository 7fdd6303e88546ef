//! Identifies a finding by its rule and its sentence, regardless of the surrounding text.
//!
//! * Other sentences, lines and wrapping do not count, nor do white space and punctuation. A finding thus keeps its
//!   fingerprint when text is inserted above it, its paragraph is rewrapped, or a neighboring sentence is rewritten.
//! * Baselines, GitLab's fingerprints and SARIF's partial fingerprints are derived from it.

use super::Checked;
use crate::rules::Diagnostic;
use crate::text::words::{self, Flags, Word};
use crate::text::{Slice, Span};
use std::collections::HashMap;
use std::ops::Range;

/// The fingerprints of one document's findings. Fastest in text order, because the words of a block are split only
/// once.
#[derive(Default)]
pub(in crate::cli) struct Fingerprints {
    block: Option<Span>,
    words: Vec<Word>,
    /// The sentence that was last hashed, as words of the block.
    last: Option<(Range<usize>, u64)>,
    seen: HashMap<u64, usize>,
}

impl Fingerprints {
    /// The fingerprint of the sentence with a finding: its words.
    pub(in crate::cli) fn sentence(&mut self, file: &Checked, found: &Diagnostic) -> u64 {
        let block = block(file, found.span);
        if self.block != Some(block) {
            self.block = Some(block);
            self.last = None;
            self.words.clear();
            words::split(&file.text, block, Flags::default(), &mut self.words);
        }
        let sentence = sentence(&self.words, found.span);
        if let Some((_, hash)) = self.last.as_ref().filter(|(last, _)| *last == sentence) {
            return *hash;
        }
        let mut hash = Hash::default();
        for word in &self.words[sentence.clone()] {
            hash.feed(word.span.of(&file.text));
        }
        self.last = Some((sentence, hash.0));
        hash.0
    }

    /// A fingerprint of the next finding that is unique in a report: of the path `path`, the rule, the sentence, and
    /// the number of equal findings before it. For a group it is the same, whichever of its places comes first.
    pub(in crate::cli) fn unique(&mut self, path: &str, file: &Checked, found: &Diagnostic) -> String {
        let mut hash = Hash::default();
        hash.feed(path);
        hash.feed(found.rule.name);
        match &found.group {
            Some(group) => ["group", group.key()].into_iter().for_each(|part| hash.feed(part)),
            None => hash.feed(&format!("{:016x}", self.sentence(file, found))),
        }
        let before = self.seen.entry(hash.0).or_default();
        *before += 1;
        format!("{:016x}-{}", hash.0, *before - 1)
    }
}

/// The block of text that contains a place; outside blocks, as in front matter, its line.
fn block(file: &Checked, place: Span) -> Span {
    let next = file.blocks.partition_point(|block| block.end < place.start);
    if let Some(block) = file.blocks.get(next).filter(|block| block.start <= place.start) {
        return *block;
    }
    let at = place.start as usize;
    let start = file.text.slice(..at).rfind('\n').map_or(0, |at| at + 1);
    let end = file.text.slice(at..).find('\n').map_or(file.text.len(), |end| at + end);
    Span::at(start..end)
}

/// The words of the sentence at a place: that of the first word in it, if it contains any, else that of the word before
/// it.
fn sentence(words: &[Word], place: Span) -> Range<usize> {
    let next = words.partition_point(|word| word.span.end <= place.start);
    let holds = words.get(next).is_some_and(|word| word.span.start < place.end.max(place.start + 1));
    let at = if holds { next } else { next.saturating_sub(1) };
    let starts = |word: &Word| word.flags.has(Flags::SENTENCE_START);
    let first = words[..words.len().min(at + 1)].iter().rposition(starts).unwrap_or(0);
    let end = words.iter().skip(at + 1).position(starts).map_or(words.len(), |next| at + 1 + next);
    first..end
}

/// FNV-1a: the same on every machine and in every version.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn feed(&mut self, part: &str) {
        for byte in part.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// Fingerprints as in version 1 baselines: of the path as it was typed, the rule, and the words of the finding.
pub(in crate::cli) fn of_version_1(path: &str, text: &str, found: &Diagnostic) -> String {
    let mut hash = Hash::default();
    hash.feed(path);
    hash.feed(found.rule.name);
    found.span.of(text).split_whitespace().for_each(|word| hash.feed(word));
    format!("{:016x}", hash.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::gazetteer::Gazetteer;

    /// The fingerprints of all findings of a text.
    fn prints(text: &str) -> Vec<(&'static str, u64)> {
        let settings = Settings { date: Some(jiff::civil::date(2018, 10, 10)), ..Settings::default() };
        let found = crate::check::check(crate::check::Draft {
            path: "a.md",
            text,
            settings: &settings,
            gazetteer: &Gazetteer::shipped(),
        });
        let file = Checked::new("a.md".to_owned(), text.to_owned(), found);
        let mut prints = Fingerprints::default();
        file.diagnostics.iter().map(|found| (found.rule.name, prints.sentence(&file, found))).collect()
    }

    const ONE: &str = "The road is shut ([Dawn](https://www.dawn.com/a) October 1).";

    #[test]
    fn only_the_sentence_counts() {
        let alone = prints(&format!("# Note\n\n{ONE}\n"));
        assert_eq!(alone.len(), 1, "{alone:?}");
        for text in [
            format!("# Note\n\nIt rains. {ONE} Nobody left.\n"),
            format!("# Note\n\n“It rains.” {ONE} “Nobody left.”\n"),
            format!("# Note\n\nOne.\n\n> {}\n", ONE.replace(' ', "\n> ")),
            format!("# Note\n\n{}\n", ONE.replace(' ', "\n")),
            format!("# Note\r\n\r\n{ONE}\r\n\r\nMore.\r\n"),
            format!("# Note\n\n* one\n* {ONE}\n* three\n"),
        ] {
            assert_eq!(prints(&text), alone, "{text}");
        }
        for other in ["The path is shut", "The road is shut again"] {
            assert_ne!(prints(&format!("# Note\n\n{}\n", ONE.replace("The road is shut", other))), alone);
        }
    }

    #[test]
    fn sentences_of_one_paragraph_are_told_apart() {
        let two = prints(&format!("# Note\n\n{ONE} {}\n", ONE.replace("road", "pass")));
        assert_eq!(two.len(), 2);
        assert_ne!(two[0], two[1]);
        let again = prints(&format!("# Note\n\n{ONE} {ONE}\n"));
        let same: Vec<_> = again.iter().filter(|(rule, _)| *rule == two[0].0).collect();
        assert!(same.len() == 2 && same[0] == same[1], "{again:?}");
    }
}
