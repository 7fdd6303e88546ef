//! Where results go, and whether in colour.

use super::{Failure, terminal};
use crate::disk::{self, WritePolicy};
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

/// Standard output, or a file that appears once all is written.
pub(super) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(PathBuf, disk::Writer<'static>),
}

/// Where a command writes its result, and whether it may write over anything.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Force {
    /// Write over a file that this run reads, or through a link
    #[arg(long)]
    force: bool,
}

impl Force {
    fn policy(&self) -> WritePolicy<'static> {
        if self.force { WritePolicy::Force } else { WritePolicy::Report }
    }

    /// Opens what a command writes to: a file where one is named, standard output where none is or it is called `-`.
    pub(super) fn open(&self, file: Option<&Path>) -> Result<Output, Failure> {
        match file.filter(|file| *file != Path::new("-")) {
            Some(file) => {
                let writer = disk::Writer::create(file, self.policy()).map_err(|fault| about(file, &fault))?;
                Ok(Output::File(file.to_owned(), writer))
            }
            None => Ok(Output::stdout()),
        }
    }
}

fn about(path: &Path, fault: &str) -> Failure {
    Failure::Message(format!("{} {fault}", disk::shown(path)))
}

impl Output {
    /// Standard output.
    pub(super) fn stdout() -> Output {
        Output::Stdout(BufWriter::with_capacity(1 << 16, terminal::stdout()))
    }

    /// Writes what is left, and puts a file in its place. An output that is dropped instead leaves no file.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Output::Stdout(mut out) => Ok(out.flush()?),
            Output::File(path, writer) => writer.finish().map_err(|fault| about(&path, &fault)),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::File(_, file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::File(_, file) => file.flush(),
        }
    }
}
