//! Where results are written: to standard output, or to a file.

use super::{Failure, terminal};
use crate::disk::{self, WritePolicy};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// Standard output, or a file that appears at its destination once it is complete.
pub(super) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(PathBuf, Box<disk::Writer<'static>>),
}

/// The option `--force` of commands that write a file.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Force {
    /// Overwrite a file that this run reads, or write through a link
    #[arg(long)]
    force: bool,
}

impl Force {
    fn policy(&self) -> WritePolicy<'static> {
        if self.force { WritePolicy::Force } else { WritePolicy::Report }
    }

    /// Opens the output of a command: the named file, or standard output if there is none or it is `-`.
    pub(super) fn open(&self, file: Option<&Path>) -> Result<Output, Failure> {
        match file.filter(|file| *file != Path::new("-")) {
            Some(file) => {
                let writer = disk::Writer::create(file, self.policy()).map_err(|fault| about(file, &fault))?;
                Ok(Output::File(file.to_owned(), Box::new(writer)))
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

    /// Flushes, and moves a file to its destination. Dropping an output without finishing it leaves no file.
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
