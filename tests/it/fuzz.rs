//! Runs the fuzz targets over their corpora and over the driver's first cases, the same on every machine. `.ci/fuzz`
//! runs the following ones.

use copydesk_fuzz::driver::{SEED, input};
use copydesk_fuzz::{TARGETS, attempt, seeds, target};
use std::path::Path;

/// How many times as many cases are wanted: `COPYDESK_FUZZ`. CI wants more than a person who waits.
fn times() -> u64 {
    std::env::var("COPYDESK_FUZZ").map_or(1, |times| times.parse().expect("COPYDESK_FUZZ is a number"))
}

/// Runs a target on its corpus, and on its first `few` cases.
fn try_out(name: &str, few: u64) {
    let target = target(name).expect("a target");
    let corpus = seeds(target);
    assert!(!corpus.is_empty(), "{name} has no corpus");
    for (path, seed) in &corpus {
        assert_eq!(attempt(target, seed), Ok(()), "{}", path.display());
    }
    let corpus: Vec<Vec<u8>> = corpus.into_iter().map(|(_, seed)| seed).collect();
    for case in 0..few * times() {
        let input = input(target, SEED, case, &corpus);
        assert_eq!(attempt(target, &input), Ok(()), "{name}, case {case}: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn citations() {
    try_out("citations", 200);
}

#[test]
fn configuration() {
    try_out("configuration", 200);
}

#[test]
fn dates() {
    try_out("dates", 200);
}

#[test]
fn documents() {
    try_out("document", 40);
}

#[test]
fn edits() {
    try_out("edits", 40);
}

#[test]
fn frames() {
    try_out("frames", 40);
}

#[test]
fn importers() {
    try_out("importers", 200);
}

#[test]
fn index() {
    try_out("index", 100);
}

#[test]
fn line_ends() {
    try_out("line_ends", 40);
}

#[test]
fn lists() {
    try_out("lists", 100);
}

/// A fault is detected: the targets' checks can fail.
#[test]
fn a_fault_is_seen() {
    let broken = copydesk_fuzz::Target {
        name: "broken",
        about: "",
        run: |data| if data.is_empty() { panic!("asked to") } else { Err("a fault".to_owned()) },
        generate: |_| Vec::new(),
    };
    assert_eq!(attempt(&broken, b"x"), Err("a fault".to_owned()));
    assert_eq!(attempt(&broken, b""), Err("panicked: asked to".to_owned()));
}

/// Each target is also a libFuzzer target, under its own name.
#[test]
fn every_target_has_its_entry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("readable");
    for target in TARGETS {
        let entry = format!("fuzz_targets/{}.rs", target.name);
        let text = std::fs::read_to_string(root.join(&entry)).unwrap_or_else(|error| panic!("{entry}: {error}"));
        assert!(text.contains(&format!("libfuzzer(\"{}\", data)", target.name)), "{entry} runs another target");
        assert!(manifest.contains(&format!("path = \"{entry}\"")), "{entry} is not in Cargo.toml");
    }
    assert!(TARGETS.is_sorted_by_key(|target| target.name), "the targets are not in order");
}
