//! copydesk reads analytical bulletins in Markdown and does what a copy desk does before print.
//!
//! The modules in reading order, lowest first; a module uses those before it, never those after:
//!
//! * [`panics`]: keeps a panic in one document from harming the others.
//! * [`parallel`]: runs independent parts in parallel when the caller provides a thread pool.
//! * [`text`]: places in a text, lines and columns, edits, words.
//! * [`markdown`]: what Markdown says: blocks, runs of prose, links, front matter, comments.
//! * [`calendar`]: dates as they are written, what day they mean, and how the house writes them.
//! * [`config`]: the house's settings.
//! * [`gazetteer`]: known actors and sources, and which spellings are one name.
//! * [`bulletin`]: what the document says as a bulletin: articles, citations, dates, names, notes.
//! * [`works`]: what is cited, apart from how and where it is written: merged, printed in the house's form.
//! * [`workspace`]: what the other bulletins of a workspace say.
//! * [`rules`]: the registry of rules, one file each.
//! * [`check`]: runs the rules.
//! * [`fix`]: applies their fixes.
//! * [`cite`]: turns citations from one style into another.
//! * [`ide`]: what an editor asks about a document, one question a file.
//! * [`import`]: reads other people's lists and proposes records for the user's own lists.
//! * [`disk`]: the only place that touches the file system.
//! * [`project`]: settings, known names and texts for a path, the same for both edges.
//! * [`cli`]: the command line.
//! * [`lsp`]: the language server.

// Offsets into a text are computed, and one inside a character would panic: slice with `text::Slice` or `Span::of`.
#![cfg_attr(not(test), warn(clippy::string_slice))]

pub mod bulletin;
pub mod calendar;
pub mod check;
pub mod cite;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, reason = "an edge: arguments, environment and clock are read here")]
pub mod cli;
pub mod config;
#[cfg(feature = "disk")]
#[expect(clippy::disallowed_methods, reason = "the only place that touches the file system")]
pub mod disk;
pub mod fix;
pub mod gazetteer;
pub mod ide;
pub mod import;
#[cfg(feature = "lsp")]
#[expect(clippy::disallowed_methods, reason = "an edge: environment and clock are read here")]
pub mod lsp;
pub mod markdown;
pub mod panics;
pub mod parallel;
#[cfg(feature = "disk")]
pub mod project;
pub mod rules;
pub mod text;
pub mod works;
pub mod workspace;
