//! Identifies a finding independently of line numbers: by file, rule and text.

use crate::rules::Diagnostic;
use std::collections::HashMap;

/// Numbers equal findings within one file.
#[derive(Default)]
pub(in crate::cli) struct Fingerprints {
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, and the number of earlier findings with the same one.
    pub(in crate::cli) fn next(&mut self, path: &str, text: &str, found: &Diagnostic) -> (String, usize) {
        let print = fingerprint(path, text, found);
        let seen = self.seen.entry(print.clone()).or_default();
        *seen += 1;
        (print, *seen - 1)
    }
}

fn fingerprint(path: &str, text: &str, found: &Diagnostic) -> String {
    // FNV-1a: stable across machines and versions.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |part: &str| {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    feed(path);
    feed(found.rule.name);
    // Independent of how the paragraph is wrapped.
    found.span.of(text).split_whitespace().for_each(&mut feed);
    format!("{hash:016x}")
}
