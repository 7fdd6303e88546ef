//! The only place that writes to standard output and standard error.
//!
//! * What people read comes from drafts, file names, addresses and configurations that nobody vouches for. It goes
//!   through [`crate::text::visible`] here, whoever wrote it: no character in it controls the terminal.
//! * What programs read, and documents themselves, are output exactly as they are.
//! * If nobody is reading standard output any more, the command ends silently ([`Failure::Output`]).

use super::Failure;
use crate::text::Slice;
use crate::text::visible;
use std::io::{self, IsTerminal, StdoutLock, Write};

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR or a similar variable says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether output is colored; a file (`to_stdout` is false) only on request.
    pub(super) fn wanted(self, to_stdout: bool) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => to_stdout && wants_colour(),
        }
    }
}

/// Prints a result for people, with its own line ends.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_exact(&visible::lines(text))
}

/// Prints a result for programs, or a document, as it is.
pub(super) fn print_exact(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints text that a program may process further, such as a diff or a document: exact, but escaped on a terminal.
pub(super) fn print_document(text: &str) -> Result<(), Failure> {
    if is_stdout_terminal() { print(&text.replace("\r\n", "\n")) } else { print_exact(text) }
}

/// Prints a message to the user: one line on standard error. If nobody is reading, nothing is lost.
pub(super) fn say(message: &str) {
    note(&format!("copydesk: {}\n", visible::escape(message)));
}

/// Writes lines to standard error without a name before them.
pub(super) fn note(text: &str) {
    let _ = io::stderr().write_all(visible::lines(text).as_bytes());
}

/// Writes lines with our own styles to standard error, which are shown if the reader wants them.
pub(super) fn note_styled(text: &str, color: Color) {
    let choice = match color {
        Color::Auto => anstream::AutoStream::choice(&io::stderr()),
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    let _ = anstream::AutoStream::new(io::stderr().lock(), choice).write_all(keep_styles(text).as_bytes());
}

/// Prints an error about the command line, or the requested help, in color if the reader wants it.
pub(super) fn say_usage(error: &clap::Error) -> io::Result<()> {
    let text = keep_styles(&error.render().ansi().to_string());
    if error.use_stderr() {
        note_styled(&text, Color::Auto);
        return Ok(());
    }
    anstream::stdout().write_all(text.as_bytes())
}

/// Escapes everything except line feeds and the sequences that set a style (`ESC [ … m`).
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

/// A report for people: line feeds and styles are kept, other terminal control characters are escaped. Reports escape
/// what they quote themselves, because they know what it is; this catches whatever they miss.
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

/// Whether the environment wants colors on standard error.
pub(super) fn wants_colour_on_stderr() -> bool {
    anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
}

/// Whether the environment wants colors on standard output.
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
