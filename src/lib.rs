//! copydesk reads analytical bulletins in Markdown and does what a copy desk does before print.
//!
//! The modules in reading order, lowest first; a module uses only those before it:
//!
//! * [`panics`]: keeps a panic in one document from affecting the others.
//! * [`parallel`]: runs independent parts in parallel when the caller provides a thread pool.
//! * [`text`]: positions in a text, lines and columns, edits, words.
//! * [`markdown`]: the structure of Markdown: blocks, runs of prose, links, front matter, comments.
//! * [`calendar`]: how dates are written, which days they mean, and how the house style writes them.
//! * [`config`]: the settings of the house style.
//! * [`gazetteer`]: known actors and sources, and which spellings belong to one name.
//! * [`bulletin`]: the document as a bulletin: articles, citations, dates, names, notes.
//! * [`works`]: the works cited, independent of how and where: merged, and printed in the house style.
//! * [`workspace`]: what the other bulletins of a workspace contain.
//! * [`rules`]: the registry of rules, one file per rule.
//! * [`check`]: runs the rules.
//! * [`fix`]: applies their fixes.
//! * [`cite`]: converts citations from one style to another.
//! * [`ide`]: what an editor asks about a document, one file per question.
//! * [`import`]: reads other people's lists and proposes records for the user's own lists.
//! * [`disk`]: the only place that touches the file system.
//! * [`project`]: settings, known names and texts for a path, the same for both edges.
//! * [`json`]: what the edges print for programs.
//! * [`cli`]: the command line.
//! * [`lsp`]: the language server.
//! * [`web`]: the same for a page in a browser.

// Computed offsets may fall inside a character, where plain slicing would panic: slice with `text::Slice` or
// `Span::of`.
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
#[cfg(any(feature = "cli", feature = "web"))]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "some of it the command line alone prints"))]
pub mod json;
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
#[cfg(feature = "web")]
pub mod web;
pub mod works;
pub mod workspace;
