//! The integration tests: one binary.
#![expect(clippy::disallowed_methods, reason = "tests read and write files, and start the binary")]

mod architecture;
mod book;
mod circles;
mod cite;
mod cli;
mod fuzz;
mod import;
mod languages;
mod lsp;
mod marred_notes;
mod masks;
mod names;
mod note_corpus;
mod note_properties;
mod packaging;
mod pages;
mod printed_cases;
mod properties;
mod reference_properties;
mod safe_fixes;
mod sources;

mod citation_faults;
mod citation_properties;
mod citations;
mod structure;
mod suppressions;
mod thread_time;
mod weighed;
mod wording;
