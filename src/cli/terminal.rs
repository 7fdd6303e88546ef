//! The one place that writes to standard output and standard error.
//!
//! * What people read comes from drafts, names of files, addresses and configurations that nobody vouches for. It passes
//!   through [`crate::text::visible`] here, whoever wrote it: no character of it steers the terminal.
//! * What programs read, and documents themselves, go out exactly as they are.
//! * Where nobody listens any longer on standard output, the command ends without a word ([`Failure::Output`]).

use super::Failure;
use crate::text::Slice;
use crate::text::visible;
use std::io::{self, IsTerminal, StdoutLock, Write};

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR or the like says otherwise
    #[default]
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

impl Color {
    /// Whether output is coloured; a file (`to_stdout` is false) only if asked for.
    pub(super) fn wanted(self, to_stdout: bool) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => to_stdout && wants_colour(),
        }
    }
}

/// Prints a result for people, with the line ends that it has.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_exact(&visible::lines(text))
}

/// Prints a result for programs, or a document, as it is.
pub(super) fn print_exact(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints text that a program may read further, such as a diff or a document: exact, but escaped on a terminal.
pub(super) fn print_document(text: &str) -> Result<(), Failure> {
    if is_stdout_terminal() { print(&text.replace("\r\n", "\n")) } else { print_exact(text) }
}

/// Talks to the user: one line on standard error. Where nobody listens, nothing is lost.
pub(super) fn say(message: &str) {
    note(&format!("copydesk: {}\n", visible::escape(message)));
}

/// Writes lines to standard error that need no name before them.
pub(super) fn note(text: &str) {
    let _ = io::stderr().write_all(visible::lines(text).as_bytes());
}

/// Writes lines to standard error that carry styles of ours, which are shown where the reader wants them.
pub(super) fn note_styled(text: &str, color: Color) {
    let choice = match color {
        Color::Auto => anstream::AutoStream::choice(&io::stderr()),
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    let _ = anstream::AutoStream::new(io::stderr().lock(), choice).write_all(keep_styles(text).as_bytes());
}

/// Prints what is wrong with the command line, or the help that was asked for, in colour where the reader wants it.
pub(super) fn say_usage(error: &clap::Error) -> io::Result<()> {
    let text = keep_styles(&error.render().ansi().to_string());
    if error.use_stderr() {
        note_styled(&text, Color::Auto);
        return Ok(());
    }
    anstream::stdout().write_all(text.as_bytes())
}

/// Escapes all but line feeds and the sequences that set a style (`ESC [ … m`).
fn keep_styles(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&visible::lines(rest.slice(..at)));
        let style = rest.slice(at + 1..).strip_prefix('[').and_then(|codes| {
            let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            codes.slice(end..).starts_with('m').then_some(at + 2 + end + 1)
        });
        let end = style.unwrap_or(at + 1);
        match style {
            Some(end) => out.push_str(rest.slice(at..end)),
            None => out.push_str(&visible::escape(rest.slice(at..end))),
        }
        rest = rest.slice(end..);
    }
    out.push_str(&visible::lines(rest));
    out
}

/// Standard output, for reports that are written piece by piece.
pub(super) fn stdout() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// A report for people: line feeds and styles are kept, and what else steers a terminal is escaped. Reports escape what
/// they quote themselves, where they know what it is; this holds whatever they forget.
pub(super) fn screened(report: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&report) {
        Ok(text) if !visible::steers(text) => report,
        Ok(text) => keep_styles(text).into_bytes(),
        Err(_) => keep_styles(&String::from_utf8_lossy(&report)).into_bytes(),
    }
}

/// Whether people see standard output as it is written.
pub(super) fn is_stdout_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether people see standard error as it is written.
pub(super) fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether the environment wants colours on standard error.
pub(super) fn wants_colour_on_stderr() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Whether the environment wants colours on standard output.
pub(super) fn wants_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_kept_and_all_else_is_escaped() {
        let styled = "\x1b[1m\x1b[38;5;1mbold\x1b[0m\n";
        assert_eq!(keep_styles(styled), styled);
        assert_eq!(
            keep_styles("a\x1b]0;title\x07b\x1b[2Jc\x1b[31\x1b\u{202e}\r\x1b["),
            r"a\u{1b}]0;title\u{7}b\u{1b}[2Jc\u{1b}[31\u{1b}\u{202e}\u{d}\u{1b}["
        );
    }

    #[test]
    fn a_report_that_forgot_to_escape_is_screened() {
        assert_eq!(screened(b"a\n\x1b[31mb\x1b[0m\x07\n".to_vec()), b"a\n\x1b[31mb\x1b[0m\\u{7}\n");
        assert_eq!(screened("漢\n".into()), "漢\n".as_bytes());
        assert_eq!(screened(vec![b'a', 0xff]), "a\u{fffd}".as_bytes());
    }
}
