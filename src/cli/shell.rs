//! `copydesk completions` and `copydesk man`, generated from the command-line arguments.

use super::{Cli, Outcome, Status, terminal};
use clap::CommandFactory;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn completions(args: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "copydesk", &mut script);
    terminal::print_exact(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}

/// Prints the manual page of copydesk, followed by one for each command.
pub(super) fn man() -> Outcome {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for one in command.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help") {
        clap_mangen::Man::new(one.clone()).render(&mut page)?;
    }
    terminal::print_exact(&String::from_utf8_lossy(&page))?;
    Ok(Status::Clean)
}
