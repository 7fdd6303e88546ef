//! The guides are followed: every command in them runs in a repository as they describe it.

use super::{DATE, Desk, RIGHT, WRONG, repository};
use std::process::Command;

/// The lines of a guide's shell blocks and YAML scripts that start copydesk, in order.
fn commands(guide: &str) -> Vec<String> {
    let page = std::fs::read_to_string(repository(&format!("docs/guide/{guide}.md"))).expect("the guide");
    let page = page.replace('\r', "");
    let blocks =
        page.split("```").skip(1).step_by(2).filter(|block| block.starts_with("sh\n") || block.starts_with("yaml\n"));
    let lines =
        blocks.flat_map(str::lines).map(|line| line.trim().trim_start_matches("- ").trim_start_matches("run: "));
    lines.filter(|line| line.starts_with("copydesk ")).map(str::to_owned).collect()
}

/// Runs a line in a shell in which copydesk is this one, as CI would. The issue date is set, as the texts have none.
fn run(desk: &Desk, folder: &str, line: &str) -> (i32, String) {
    let binary = env!("CARGO_BIN_EXE_copydesk");
    let command = match line.starts_with("copydesk check") {
        true => line.replacen("copydesk check", &format!("'{binary}' check {DATE}"), 1),
        false => line.replacen("copydesk", &format!("'{binary}'"), 1),
    };
    let command = command.replace("origin/${{ github.base_ref }}", "main");
    let output = Command::new("sh").args(["-c", &command]).current_dir(desk.path(folder)).output().expect("a shell");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().expect("no signal"), said)
}

fn git(desk: &Desk, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(desk.folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(arguments);
    assert!(command.output().expect("git starts").status.success(), "{arguments:?}");
}

fn repository_with(files: &[(&str, &str)]) -> Option<Desk> {
    if Command::new("git").arg("--version").output().is_err() {
        super::skip("there is no Git");
        return None;
    }
    let desk = Desk::with(files);
    for arguments in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-q", "-m", "one"]] {
        git(&desk, arguments);
    }
    Some(desk)
}

#[cfg(unix)]
#[test]
fn the_guide_to_ci_is_followed() {
    let commands = commands("ci");
    assert_eq!(commands.len(), 4, "{commands:?}");
    let Some(desk) = repository_with(&[("a.md", RIGHT)]) else { return };
    git(&desk, &["checkout", "-q", "-b", "work"]);
    for line in &commands {
        assert_eq!(run(&desk, ".", line), (0, run(&desk, ".", line).1), "{line}");
    }
    desk.write("b.md", WRONG);
    for line in &commands {
        let (status, said) = run(&desk, ".", line);
        assert!(status == 1 && said.contains("b.md"), "{line}: {said}");
    }
    for report in ["copydesk.sarif", "gl-code-quality-report.json"] {
        assert!(desk.read(report).contains("missing-citation-comma"), "{report}");
    }
}

#[cfg(unix)]
#[test]
fn the_guide_to_archives_is_followed() {
    let commands = commands("archive");
    assert_eq!(commands.len(), 4, "{commands:?}");
    let Some(desk) = repository_with(&[("archive/a.md", WRONG), ("new/b.md", RIGHT)]) else { return };
    assert!(run(&desk, ".", &commands[0]).1.contains("1 finding written"));
    assert_eq!(run(&desk, ".", &commands[1]).0, 0);
    desk.write("new/b.md", WRONG.replace("road", "pass"));
    assert_eq!(run(&desk, ".", &commands[1]).0, 1);
    desk.write("archive/a.md", RIGHT);
    let (status, said) = run(&desk, ".", &commands[2]);
    assert!(status == 1 && said.contains("1 entry removed"), "{said}");
    assert_eq!(run(&desk, ".", &commands[3]).0, 0);
}

#[cfg(unix)]
#[test]
fn the_guide_to_house_style_is_followed() {
    let page = std::fs::read_to_string(repository("docs/guide/house-style.md")).expect("the guide").replace('\r', "");
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [house, own] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let desk = Desk::with(&[
        ("house/copydesk.toml", house),
        ("house/names/actors.tsv", "id\tname\nridge-men\tRidge Men\n"),
        ("desk/copydesk.toml", own),
        ("desk/issue.md", RIGHT),
        ("desk/letters/a.md", WRONG),
    ]);
    let commands = commands("house-style");
    assert_eq!(commands.len(), 1, "{commands:?}");
    let (status, said) = run(&desk, "desk", &commands[0]);
    assert_eq!(status, 0, "{said}");
    let line = |start: &str| said.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert!(line("links = ").ends_with("house/copydesk.toml"), "{said}");
    assert!(
        line("placeholder-link = \"info\"").ends_with("copydesk.toml")
            && line("heading-level = \"warning\"").contains("house")
    );
    assert!(line("missing-byline = \"info\"").contains("by “structure”"), "{said}");
    assert_eq!(run(&desk, "desk", "copydesk check").0, 0, "letters are let alone");
}

/// The first check: look, repair, gate, with the draft that the page shows.
#[cfg(unix)]
#[test]
fn the_first_check_is_followed() {
    let page = std::fs::read_to_string(repository("docs/guide/first-check.md")).expect("the guide").replace('\r', "");
    let draft = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a draft");
    let desk = Desk::with(&[("draft.md", draft)]);
    let commands = commands("first-check");
    let expected = [
        ("copydesk check draft.md", 1, "missing-citation-comma"),
        ("copydesk explain missing-citation-comma", 0, "# missing-citation-comma"),
        (
            "copydesk fix --diff draft.md",
            1,
            "+The ferry was shut in the night ([Daily Nation](https://nation.africa/ferry), September 21)",
        ),
        ("copydesk fix draft.md", 1, ""),
        ("copydesk init", 0, ""),
        ("copydesk check", 1, "weekday-mismatch"),
        ("copydesk report draft.md -o draft.html", 0, "draft.html written: 1 document"),
    ];
    assert_eq!(commands, expected.map(|(line, ..)| line));
    for (line, status, says) in expected {
        let (ended, said) = run(&desk, ".", line);
        assert!(ended == status && said.contains(says), "{line}: {ended}, {said}");
    }
    assert!(desk.read("draft.html").contains("No: one error stops it."));
    desk.write("draft.md", desk.read("draft.md").replace("Monday", "Tuesday").replace("the\nthe", "the"));
    let (ended, said) = run(&desk, ".", "copydesk check");
    assert_eq!(ended, 0, "{said}");
}

/// Lists are taken over with the commands of the page.
#[cfg(unix)]
#[test]
fn the_guide_for_users_of_other_tools_is_followed() {
    let desk = Desk::with(&[
        ("Vocab/accept.txt", "Ridge Men\n"),
        ("prh.yml", "version: 1\nrules:\n  - expected: Ridge Men\n    pattern: Ridgemen\n"),
    ]);
    let commands = commands("coming-from");
    assert_eq!(commands.len(), 2, "{commands:?}");
    for line in &commands {
        let (status, said) = run(&desk, ".", line);
        assert!(status == 0 && said.contains("Ridge Men"), "{line}: {said}");
    }
}
