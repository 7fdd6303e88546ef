//! The command line: arguments, commands, reports.
//!
//! * A command is a file in this folder with its arguments and a `run`, and a line in [`Command`].
//! * Results go to standard output, talk to standard error.

mod check;
mod files;
mod houses;
mod report;
pub mod schema;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// What a command leaves behind.
type Outcome = Result<Status, Failure>;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing to object to.
    Clean,
    /// Something at or above the level that was asked for.
    Found,
    /// copydesk could not do all of its work, and said so.
    Failed,
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// A sentence for the user: lower case, no full stop.
    Message(String),
    /// It was said already.
    Said,
    /// Output could not be written.
    Output(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Failure {
        Failure::Message(message)
    }
}

/// A copy desk for analytical bulletins in Markdown: citations, names, dates, notes.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    /// Serve an editor over standard input and output
    Lsp {
        /// What clients add of their own: standard input and output are used in any case
        #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
        ignored: Vec<std::ffi::OsString>,
    },
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Lsp { .. } => return crate::lsp::run(),
    };
    match outcome {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        Ok(Status::Failed) | Err(Failure::Said) => ExitCode::from(2),
        Err(Failure::Message(message)) => {
            say(&message);
            ExitCode::from(2)
        }
        // Whoever read the output has seen enough.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            say(&format!("the output cannot be written: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Talks to the user. Where nobody listens, nothing is lost.
fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "copydesk: {message}");
}
