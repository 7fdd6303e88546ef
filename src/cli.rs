//! The command line: arguments, commands, reports.

pub mod schema;

use std::process::ExitCode;

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|command| command == "lsp") {
        return crate::lsp::run();
    }
    ExitCode::SUCCESS
}
