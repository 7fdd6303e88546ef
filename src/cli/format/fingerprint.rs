//! Identifies a finding independently of line numbers: by file, rule and text.

use crate::rules::{Diagnostic, Rule};
use std::collections::HashMap;

/// Numbers equal findings within one file.
#[derive(Default)]
pub(in crate::cli) struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, and the number of earlier findings with the same one.
    pub(in crate::cli) fn next(&mut self, path: &str, text: &str, found: &Diagnostic) -> (String, usize) {
        // Independent of how the paragraph is wrapped.
        self.number(fingerprint(path, found.rule, found.span.of(text).split_whitespace()))
    }

    /// The fingerprint of the decision whose first finding is the next: the same whichever of its places is the first.
    pub(super) fn of_decision(&mut self, path: &str, text: &str, first: &Diagnostic) -> (String, usize) {
        match &first.group {
            // Not that of a finding on the same words.
            Some(group) => self.number(fingerprint(path, first.rule, ["group", group.key()].into_iter())),
            None => self.next(path, text, first),
        }
    }

    /// The number of earlier ones with the same fingerprint.
    fn number(&mut self, print: String) -> (String, usize) {
        let seen = self.seen.entry(print.clone()).or_default();
        *seen += 1;
        (print, *seen - 1)
    }
}

fn fingerprint<'a>(path: &str, rule: &Rule, words: impl Iterator<Item = &'a str>) -> String {
    // FNV-1a: stable across machines and versions.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |part: &str| {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    feed(path);
    feed(rule.name);
    words.for_each(&mut feed);
    format!("{hash:016x}")
}
