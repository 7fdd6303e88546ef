//! Where results go, and whether in colour.

use super::{Failure, terminal};
use crate::disk;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

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
    /// Whether what goes to standard output, or else to a file, is coloured.
    pub(super) fn wanted(self, to_stdout: bool) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => to_stdout && terminal::wants_colour(),
        }
    }
}

/// Standard output, or a file that is replaced once all is written.
pub(super) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(PathBuf, Vec<u8>),
}

impl Output {
    /// Writes to a file where one is named.
    pub(super) fn new(file: Option<&Path>) -> Output {
        match file {
            Some(file) => Output::File(file.to_owned(), Vec::new()),
            None => Output::Stdout(BufWriter::with_capacity(1 << 16, terminal::stdout())),
        }
    }

    /// Writes what is left.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Output::Stdout(mut out) => Ok(out.flush()?),
            Output::File(path, bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                Ok(disk::replace(&path, &text).map_err(|fault| format!("{} {fault}", disk::shown(&path)))?)
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::File(_, all) => all.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::File(..) => Ok(()),
        }
    }
}
