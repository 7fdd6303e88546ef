//! The guides are followed: every command in them runs in a repository as they describe.

use super::{DATE, Desk, RIGHT, WRONG, repository};
use std::process::Command;

/// The lines in a guide's shell blocks and YAML scripts that start copydesk, in order.
fn commands(guide: &str) -> Vec<String> {
    let page = std::fs::read_to_string(repository(&format!("docs/guide/{guide}.md"))).expect("the guide");
    let page = page.replace('\r', "");
    let blocks =
        page.split("```").skip(1).step_by(2).filter(|block| block.starts_with("sh\n") || block.starts_with("yaml\n"));
    let lines =
        blocks.flat_map(str::lines).map(|line| line.trim().trim_start_matches("- ").trim_start_matches("run: "));
    lines.filter(|line| line.starts_with("copydesk ")).map(str::to_owned).collect()
}

/// Runs a line in a shell in which copydesk is this binary, as in CI. The issue date is set, because the texts have
/// none.
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

/// The first check: look, fix, gate, with the draft shown on the page.
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

/// Lists are imported with the commands on the page.
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

/// The shell lines of a page in the repository, in order, without their comments.
#[cfg(unix)]
fn shell_lines(page: &str) -> Vec<String> {
    let page = std::fs::read_to_string(repository(page)).expect("the page").replace('\r', "");
    let blocks = page.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n"));
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap_or_default().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// A desk in which `copydesk` is on the PATH once `cargo install --path .` has put it there.
#[cfg(unix)]
struct Newcomer {
    desk: Desk,
}

#[cfg(unix)]
impl Newcomer {
    /// Stands in for Cargo, whose work was done before any test could run: it starts the program that it would build, or
    /// installs it.
    const CARGO: &str = "#!/bin/sh\ncase \"$*\" in\n'run --release -- '*) shift 3; exec \"$BUILT\" \"$@\" ;;\n\
        'test') exit 0 ;;\n'install --path .') ln -s \"$BUILT\" \"$(dirname \"$0\")/copydesk\" ;;\n\
        *) echo \"cargo $*: this is not known\" >&2; exit 9 ;;\nesac\n";

    /// Runs a line as it is printed.
    fn types(&self, line: &str) -> (i32, String) {
        let path = format!("{}:{}", self.desk.path("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.desk.folder.path()).env("PATH", path);
        let output = shell.env("BUILT", env!("CARGO_BIN_EXE_copydesk")).output().expect("a shell");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code().expect("no signal"), said)
    }

    /// The same; a status other than the expected one, or words that are missing, end the test.
    #[track_caller]
    fn sees(&self, line: &str, status: i32, words: &str) {
        let (ended, said) = self.types(line);
        assert!(ended == status && said.contains(words), "{line}: {ended}, {said}");
    }
}

/// A newcomer opens the README, types what it says, follows its links to the first check and to the gate, and ends with a gate
/// that stops a fault and lets the mended draft pass. No line is changed on the way.
#[cfg(unix)]
#[test]
fn the_way_from_the_readme_to_a_gate_is_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    let read = |page: &str| std::fs::read_to_string(repository(page)).expect("a page").replace('\r', "");
    let first_check = read("docs/guide/first-check.md");
    let draft = first_check.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a draft");
    let Some(desk) = repository_with(&[
        ("docs/sample/copydesk.toml", &read("docs/sample/copydesk.toml")),
        ("docs/sample/issue.md", &read("docs/sample/issue.md")),
        ("docs/sample/notes.md", &read("docs/sample/notes.md")),
        ("bin/cargo", Newcomer::CARGO),
    ]) else {
        return;
    };
    std::fs::set_permissions(desk.path("bin/cargo"), std::fs::Permissions::from_mode(0o755)).expect("executable");
    let newcomer = Newcomer { desk };

    // The README.
    let readme = read("README.md");
    for (words, target) in [
        ("The first check in five minutes", "docs/guide/first-check.md"),
        ("Gate publication in CI", "docs/guide/ci.md"),
    ] {
        assert!(
            readme.replace('\n', " ").contains(&format!("[{words}]({target})")),
            "the README does not link {target}"
        );
    }
    let expected = [
        ("cargo run --release -- check docs/sample", 1, "error[missing-citation-comma]"),
        ("cargo test", 0, ""),
        ("copydesk check drafts/", 1, "missing-citation-comma"),
        ("copydesk fix --diff drafts/", 1, "+The ferry was shut"),
        ("copydesk explain weekday-mismatch", 0, "# weekday-mismatch"),
        ("copydesk name \"Hasht al-Shaabi\"", 0, "Hashd al-Shaabi"),
        ("copydesk report drafts/ -o a.html", 0, "a.html written: 1 document"),
        ("copydesk init", 0, ""),
    ];
    assert_eq!(shell_lines("README.md"), expected.map(|(line, ..)| line));
    assert!(readme.contains("`cargo install --path .` puts `copydesk` on your path"));
    for (line, status, words) in &expected[..2] {
        newcomer.sees(line, *status, words);
    }
    newcomer.sees("cargo install --path .", 0, "");
    newcomer.desk.write("drafts/draft.md", draft);
    for (line, status, words) in &expected[2..] {
        newcomer.sees(line, *status, words);
    }

    // The first check, with the draft of the page; what `init` wrote above is in the way of another.
    newcomer.desk.write("draft.md", draft);
    std::fs::remove_file(newcomer.desk.path("copydesk.toml")).expect("init wrote it");
    let lines = shell_lines("docs/guide/first-check.md");
    assert!(lines.len() >= 6, "{lines:?}");
    for line in &lines {
        let (status, said) = newcomer.types(line);
        assert!(status < 2, "{line}: {status}, {said}");
    }
    assert!(first_check.contains("[Gate publication in CI](ci.md)"));

    // The gate: a draft with an error stops it, for the whole folder and for a change; the mended draft passes.
    let gate = shell_lines("docs/guide/ci.md");
    assert_eq!(gate, ["copydesk check --fail-on error", "copydesk check --since main"]);
    for line in ["rm -r docs drafts", "git checkout -q -b work"] {
        newcomer.sees(line, 0, "");
    }
    for line in &gate {
        newcomer.sees(line, 1, "weekday-mismatch");
    }
    let mended = newcomer.desk.read("draft.md").replace("Monday", "Tuesday").replace("the\nthe", "the");
    newcomer.desk.write("draft.md", mended);
    for line in &gate {
        newcomer.sees(line, 0, "");
    }
}

/// What the guide on citing says is typed, in a folder with drafts.
#[cfg(unix)]
#[test]
fn the_guide_to_citing_is_followed() {
    let letter = "---\ndate: 2018-10-10\n---\n\n# The road\n\nThe convoy left ([Reuters](https://www.reuters.com/convoy), May 3). \
        It came back ([Dawn](https://www.dawn.com/news/1), May 4).\n";
    let desk = Desk::with(&[("drafts/a.md", letter), ("draft.md", letter)]);
    let expected = [
        ("copydesk cite --as note drafts", "2 citations turned in 1 file"),
        (
            "copydesk source https://www.dawn.com/news/1 --style note",
            "“[title],” Dawn, [date], https://www.dawn.com/news/1.",
        ),
        (
            "copydesk source https://www.dawn.com/news/1 --document draft.md",
            "[Dawn](https://www.dawn.com/news/1), May 4",
        ),
        ("copydesk index --format csl-json . > works.json", ""),
        ("copydesk index --format bibtex . > works.bib", ""),
        ("copydesk index --format ris . > works.ris", ""),
    ];
    assert_eq!(shell_lines("docs/guide/citing.md"), expected.map(|(line, _)| line));
    for (line, says) in expected {
        let (status, said) = run(&desk, ".", line);
        assert!(status == 0 && said.contains(says), "{line}: {status}, {said}");
    }
    assert!(desk.read("drafts/a.md").contains("The convoy left.[^1]"));
    for (file, part) in [
        ("works.json", "\"container-title\":\"Reuters\""),
        ("works.bib", "journal = {Reuters}"),
        ("works.ris", "T2  - Reuters"),
    ] {
        assert!(desk.read(file).contains(part), "{file}: {}", desk.read(file));
    }
}

/// A list is imported, edited and named in the configuration, as the guide says; the check then knows its names.
#[cfg(unix)]
#[test]
fn the_guide_to_importing_is_followed() {
    let entity = "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Valley Lions Front\"],\"weakAlias\":[\"VLF\"]}}\n";
    let desk = Desk::with(&[("entities.ftm.json", entity), ("a.md", "# Note\n\nThe valley lions front is far.\n")]);
    std::fs::create_dir(desk.path("names")).expect("a folder");
    let page = std::fs::read_to_string(repository("docs/guide/importing.md")).expect("the guide").replace('\r', "");
    let own = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a configuration");
    let lines = commands("importing");
    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in &lines {
        let (status, said) = run(&desk, ".", line);
        assert_eq!(status, 0, "{line}: {said}");
    }
    assert!(desk.read("names/imported.tsv").contains("Valley Lions Front"));
    let known = || run(&desk, ".", "copydesk name \"Valley Lions Front\"");
    assert_ne!(known().0, 0, "{}", known().1);
    desk.write("copydesk.toml", own);
    assert_eq!(known().0, 0, "{}", known().1);
}

/// No guide has commands that no test types.
#[test]
fn every_guide_with_commands_is_followed() {
    let tests = std::fs::read_to_string(repository("tests/it/cli/guides.rs")).expect("these tests");
    let guides =
        std::fs::read_dir(repository("docs/guide")).expect("guides").map(|entry| entry.expect("readable").path());
    let mut seen = 0;
    for guide in guides {
        let name = guide.file_stem().expect("a name").to_string_lossy().into_owned();
        let page = std::fs::read_to_string(&guide).expect("a guide");
        if page.contains("```sh\n") && page.contains("\ncopydesk ") {
            seen += 1;
            let typed = [format!("commands(\"{name}\")"), format!("shell_lines(\"docs/guide/{name}.md\")")];
            assert!(typed.iter().any(|call| tests.contains(call)), "no test types what {name}.md says");
        }
    }
    assert!(seen >= 6, "{seen}");
}
