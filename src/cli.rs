//! The command line: arguments, commands, reports.

use std::process::ExitCode;

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
