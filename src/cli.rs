//! The command line: arguments, commands, output formats.
//!
//! * Each command has a file in this folder, with its arguments and a `run` function, and a variant of [`Command`].
//! * Results go to standard output, messages to standard error; both go through `terminal`.

mod answers;
mod args;
mod baseline;
mod check;
mod cite;
mod config;
mod explain;
mod export;
mod files;
mod fix;
mod format;
mod gazetteer;
mod index;
mod init;
mod keyboard;
mod name;
mod output;
mod report;
mod reports;
mod rules;
pub mod schema;
mod shell;
mod since;
mod source;
mod terminal;

use crate::panics;
use crate::text::visible;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;
use terminal::say;

/// The result of a command.
type Outcome = Result<Status, Failure>;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing was found.
    Clean,
    /// Something was found at or above the requested level.
    Found,
    /// Part of the work failed, and the user has been told.
    Failed,
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// A message for the user, in lower case and without a full stop.
    Message(String),
    /// The user has already been told.
    Said,
    /// The output could not be written.
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
    Fix(fix::Args),
    Cite(cite::Args),
    Explain(explain::Args),
    Rules(rules::Args),
    Index(index::Args),
    Name(name::Args),
    Report(report::Args),
    Source(source::Args),
    Gazetteer(gazetteer::Args),
    Init(init::Args),
    Config(config::Args),
    Completions(shell::Completions),
    /// Print the manual page
    Man,
    /// Serve an editor over standard input and output
    #[cfg(feature = "lsp")]
    Lsp {
        /// Ignored options that some clients add: standard input and output are always used
        #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
        ignored: Vec<std::ffi::OsString>,
    },
}

/// Output format of the commands that list things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Listing {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    // `RUST_BACKTRACE=1` is often set permanently: only the fullest backtrace is worth the noise.
    panics::install_hook(std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value == "full"), say);
    let command = match parse() {
        Ok(Cli { command }) => command,
        Err(exit) => return exit,
    };
    #[cfg(feature = "lsp")]
    if let Command::Lsp { .. } = command {
        return crate::lsp::run();
    }
    // Each document has its own guard; this one catches panics in between.
    let outcome = panics::catch(|| run(&command)).unwrap_or_else(|panic| Err(Failure::Message(panic.to_string())));
    match outcome {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        Ok(Status::Failed) | Err(Failure::Said) => ExitCode::from(2),
        Err(Failure::Message(message)) => {
            say(&message);
            ExitCode::from(2)
        }
        // The reader closed the pipe on purpose, as `head` does.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            say(&format!("the output cannot be written: {error}"));
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Outcome {
    match command {
        Command::Check(args) => check::run(args),
        Command::Fix(args) => fix::run(args),
        Command::Cite(args) => cite::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Index(args) => index::run(args),
        Command::Name(args) => name::run(args),
        Command::Report(args) => report::run(args),
        Command::Source(args) => source::run(args),
        Command::Gazetteer(args) => gazetteer::run(args),
        Command::Init(args) => init::run(args),
        Command::Config(args) => config::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man => shell::man(),
        // `main` starts it, because it has its own exit codes.
        #[cfg(feature = "lsp")]
        Command::Lsp { .. } => Ok(Status::Clean),
    }
}

/// Parses the command line. If there is nothing to run, prints the error or the requested help and returns the exit
/// code.
fn parse() -> Result<Cli, ExitCode> {
    let error = match Cli::try_parse() {
        Ok(cli) => return Ok(cli),
        Err(error) => error,
    };
    // Errors quote the arguments, so the arguments are escaped and parsed again for the message.
    let typed: Vec<OsString> = std::env::args_os().collect();
    let escaped = typed.iter().map(|argument| visible::escape(&argument.to_string_lossy()).into_owned());
    let error = Cli::try_parse_from(escaped).err().unwrap_or(error);
    match terminal::say_usage(&error) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Err(ExitCode::SUCCESS),
        Err(_) => return Err(ExitCode::from(2)),
    }
    Err(if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}
