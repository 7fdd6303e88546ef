//! Fuzz targets of copydesk.
//!
//! A [`Target`] takes bytes and describes what is wrong. libFuzzer runs it through `fuzz_targets/`; the plain [`driver`]
//! runs it on inputs that [`Target::generate`] writes and [`mutate`] changes; and copydesk’s `cargo test` runs it on its
//! corpus and on the driver's first inputs, so that the targets cannot rot.

pub mod bulletin;
pub mod citations;
mod configuration;
mod dates;
pub mod dice;
pub mod document;
pub mod driver;
pub mod importers;
mod index;
pub mod line_ends;
mod lists;
pub mod mutate;
mod server;

use dice::Dice;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

/// A fuzz target.
pub struct Target {
    /// Its name, also that of its file in `fuzz_targets` and its folder in `corpus`.
    pub name: &'static str,
    /// The property that it checks, in one line.
    pub about: &'static str,
    /// Tries one input.
    ///
    /// # Errors
    /// A description of what does not hold.
    pub run: fn(&[u8]) -> Result<(), String>,
    /// Writes an input that is likely to get past the first checks.
    pub generate: fn(&mut Dice) -> Vec<u8>,
}

/// All targets, by name.
pub const TARGETS: &[Target] = &[
    Target {
        name: "citations",
        about: "citations and their parts lie in the text, in order, and print",
        run: citations::run,
        generate: citations::generate,
    },
    Target {
        name: "configuration",
        about: "a configuration is read, its problems lie in it, and what it prints is read back",
        run: configuration::run,
        generate: configuration::generate,
    },
    Target {
        name: "dates",
        about: "dates lie where they were looked for, and resolve",
        run: dates::run,
        generate: dates::generate,
    },
    Target {
        name: "document",
        about: "check, fix, check: places, order, protected text, idempotence",
        run: document::run,
        generate: bulletin::generate_mostly_short,
    },
    Target {
        name: "edits",
        about: "any edits over the wire leave the text of a model",
        run: server::edits::run,
        generate: server::edits::generate,
    },
    Target {
        name: "frames",
        about: "no bytes stop the server, and every request is answered once",
        run: server::frames::run,
        generate: server::frames::generate,
    },
    Target {
        name: "importers",
        about: "no list stops a reader, and proposals are read back as written",
        run: importers::run,
        generate: importers::generate,
    },
    Target {
        name: "index",
        about: "a damaged index is refused or answers, and never panics or loops",
        run: index::run,
        generate: index::generate,
    },
    Target {
        name: "line_ends",
        about: "LF, CRLF and CR give the same findings, bulletin and fixes",
        run: line_ends::run,
        generate: bulletin::generate,
    },
    Target {
        name: "lists",
        about: "a list is read, its problems lie in it, and a text is checked with it",
        run: lists::run,
        generate: lists::generate,
    },
];

/// The target with that name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Tries one input; a panic is a fault like any other.
///
/// # Errors
/// A description of what does not hold.
pub fn attempt(target: &Target, data: &[u8]) -> Result<(), String> {
    std::panic::catch_unwind(AssertUnwindSafe(|| (target.run)(data))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("of no known kind");
        Err(format!("panicked: {said}"))
    })
}

/// Tries one input for libFuzzer, which treats a panic as a fault.
///
/// # Panics
/// If a property does not hold.
pub fn libfuzzer(name: &str, data: &[u8]) {
    let target = target(name).unwrap_or_else(|| panic!("there is no target {name}"));
    if let Err(fault) = (target.run)(data) {
        panic!("{fault}");
    }
}

/// The seeds of a target in `corpus`, by file name.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn seeds(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(&path).expect("readable"))).collect()
}

/// The bytes as text, with replacements if they are not valid UTF-8.
fn text_of(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// `Err` with the message unless the condition is true.
fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}
