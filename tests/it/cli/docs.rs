//! Pages that show what copydesk prints: compared here, and written anew where `COPYDESK_UPDATE` is set.

use super::{Desk, repository};
use std::process::Command;

/// Compares a page of the repository with what it ought to be, or writes it.
#[track_caller]
fn holds(page: &str, expected: &str) {
    let path = repository(page);
    if std::env::var_os("COPYDESK_UPDATE").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    let text = std::fs::read_to_string(path).unwrap_or_default().replace('\r', "");
    assert!(text == expected, "{page} is out of date: `COPYDESK_UPDATE=1 cargo test cli::` writes it anew");
}

/// The names of the commands, in their order.
fn commands(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let name = |line: &str| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).map(str::to_owned);
    let names = list.lines().filter_map(name).filter_map(|line| line.split(' ').next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

#[test]
fn the_page_on_the_command_line_is_what_help_prints() {
    let desk = Desk::new();
    let help = |command: &[&str]| {
        let text = desk.run(&[command, &["--help"]].concat()).ends(0).out.clone();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let mut page = "# The command line\n\nWhat `copydesk --help` and `copydesk COMMAND --help` print; a test keeps it so.\n\n\
        Exit status: 0 where nothing stands at or above `--fail-on`, 1 where something does, 2 where copydesk could not do\n\
        its work: a bad option, an unreadable file, a broken configuration. Results go to standard output, talk to standard\n\
        error. Files are replaced whole, so that a run that is stopped leaves no half of one.\n"
        .to_owned();
    let top = help(&[]);
    page += &format!("\n## copydesk\n\n```text\n{}\n```\n", top.trim_end());
    let found = commands(&top);
    assert!(found.iter().any(|name| name == "check") && found.len() > 5, "{found:?}");
    for name in found {
        let text = help(&[&name]);
        page += &format!("\n## copydesk {name}\n\n```text\n{}\n```\n", text.trim_end());
        for below in commands(&text) {
            let text = help(&[&name, &below]);
            page += &format!("\n### copydesk {name} {below}\n\n```text\n{}\n```\n", text.trim_end());
        }
    }
    holds("docs/cli.md", &page);
}

/// The README shows the head of the report on the sample.
#[test]
fn the_picture_in_the_readme_is_the_report() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(repository("")).args(["check", "docs/sample", "--format=human", "--color=never"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stdout).unwrap();
    let findings: Vec<&str> = report.split("\n\n").collect();
    let picture = format!("{}\n\n[…]", findings[..4].join("\n\n"));
    let readme = std::fs::read_to_string(repository("README.md")).unwrap().replace('\r', "");
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (_, after) = rest.split_once("\n```\n").unwrap();
    holds("README.md", &format!("{before}```text\n{picture}\n```\n{after}"));
}

/// The schema that the extension for VS Code ships is the one that copydesk prints.
#[test]
fn the_schema_in_the_extension_is_what_is_printed() {
    let desk = Desk::new();
    let schema = desk.run(&["config", "schema"]).ends(0).out.clone();
    assert!(schema.contains("\"undated-citation\""), "{schema}");
    holds("editors/vscode/schemas/copydesk.schema.json", &schema);
}
