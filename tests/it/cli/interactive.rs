//! `fix --interactive` on a terminal, which `script` provides.
#![cfg(unix)]

use super::{DATE, Desk, RIGHT, Ran, WRONG};
use std::io::{Read, Write};
use std::process::{Command, Stdio};

/// Runs a shell command on a terminal of its own, and types these keys at the first question; those after a NUL at the
/// next one. `None` if there is no `script`.
fn on_terminal(desk: &Desk, command: &str, keys: &str) -> Option<Ran> {
    let mut parts = keys.split('\0');
    answering(desk, command, || parts.next().unwrap_or_default().to_owned())
}

/// The same, with keys that are decided at each question.
fn answering(desk: &Desk, command: &str, mut keys: impl FnMut() -> String) -> Option<Ran> {
    if Command::new("script").arg("--version").output().is_err() {
        super::skip("there is no script");
        return None;
    }
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", command, "/dev/null"]).current_dir(desk.folder.path());
    script.env("NO_COLOR", "1").env("TERM", "xterm").env("XDG_CACHE_HOME", desk.cache());
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = script.spawn().expect("script starts");
    let mut input = child.stdin.take().expect("piped");
    let mut output = child.stdout.take().expect("piped");
    let (mut out, mut piece, mut asked) = (Vec::new(), [0; 4096], 0);
    // Ctrl-C would end what precedes the question.
    while let Ok(read @ 1..) = output.read(&mut piece) {
        out.extend_from_slice(&piece[..read]);
        if String::from_utf8_lossy(&out).matches("q quit?").count() > asked {
            asked += 1;
            input.write_all(keys().as_bytes()).expect("typed");
        }
    }
    let status = child.wait().expect("it ends");
    let out = String::from_utf8_lossy(&out).replace("\r\n", "\n");
    Some(Ran { status: status.code().expect("no signal"), out, talk: String::new() })
}

fn fix(desk: &Desk, arguments: &str, keys: &str) -> Option<Ran> {
    let binary = env!("CARGO_BIN_EXE_copydesk");
    on_terminal(desk, &format!("'{binary}' fix {DATE} --interactive {arguments}"), keys)
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    desk.run_with(&["fix", DATE, "--interactive"], "y\n").ends(2).prints("").says("needs a terminal");
    assert_eq!(desk.read("a.md"), WRONG);
    for other in ["--diff", "--review"] {
        desk.run(&["fix", "--interactive", other]).ends(2);
    }
    desk.run(&["fix", "--plain"]).ends(2);
}

#[test]
fn each_fix_is_asked_for_and_written_at_the_end() {
    let other = WRONG.replace("road", "pass");
    let desk = || Desk::with(&[("a.md", WRONG), ("b.md", &*other)]);
    let right = RIGHT.replace("road", "pass");
    // Keys, the result for each document, status.
    for (keys, a, b, status) in [
        ("yy", RIGHT, &*right, 0),
        ("y\ny\n", RIGHT, &*right, 0),
        ("ys", RIGHT, &*other, 1),
        ("sy", WRONG, &*right, 1),
        ("a", RIGHT, &*right, 0),
        ("yq", RIGHT, &*other, 1),
        ("q", WRONG, &*other, 1),
        ("yusy", WRONG, &*right, 1),
        ("yuq", WRONG, &*other, 1),
        ("uuu?x\u{1b}[Ayy", RIGHT, &*right, 0),
        ("n1s", RIGHT, &*other, 1),
    ] {
        let desk = desk();
        let Some(ran) = fix(&desk, "", keys) else { return };
        ran.ends(status);
        assert_eq!((&*desk.read("a.md"), &*desk.read("b.md")), (a, b), "{keys}\n{}", ran.out);
        assert!(ran.out.contains("1 of 1 in a.md") && ran.out.contains("y apply, s skip"), "{}", ran.out);
    }
}

#[test]
fn what_is_ignored_gets_a_comment() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let Some(ran) = fix(&desk, "a.md", "i") else { return };
    assert!(ran.ends(0).out.contains("1 ignored; 0 findings remain"), "{}", ran.out);
    assert!(desk.read("a.md").contains("<!-- copydesk-ignore missing-citation-comma -->\nThe road"));
    desk.run(&["check", DATE]).ends(0).prints("");
}

#[test]
fn an_interrupted_run_writes_nothing_and_restores_the_terminal() {
    for (keys, mode) in [("y\u{3}", "130"), ("yq", "1"), ("yy", "0")] {
        let desk = Desk::with(&[("a.md", WRONG), ("b.md", WRONG)]);
        let binary = env!("CARGO_BIN_EXE_copydesk");
        let command = format!(
            "trap : INT; stty -a | grep -o '.icanon'; '{binary}' fix {DATE} --interactive; echo ended $?; stty -a | grep -o '.icanon'"
        );
        let Some(ran) = on_terminal(&desk, &command, keys) else { return };
        assert!(ran.out.contains(&format!("ended {mode}")), "{}", ran.out);
        assert_eq!(ran.out.matches(" icanon").count(), 2, "{}", ran.out);
        if mode == "130" {
            assert_eq!((desk.read("a.md").as_str(), desk.read("b.md").as_str()), (WRONG, WRONG));
        }
    }
}

#[test]
fn a_stopped_run_restores_the_terminal_and_asks_again() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let binary = env!("CARGO_BIN_EXE_copydesk");
    // A shell with job control continues after a stopped command, and `fg` resumes it.
    let lines = format!(
        "set -m; '{binary}' fix {DATE} --interactive; echo stopped; stty -a | grep -o '.icanon'; fg; echo ended"
    );
    let Some(ran) = on_terminal(&desk, &format!("bash -c \"{lines}\""), "\u{1a}\0y") else { return };
    assert!(ran.out.contains("stopped\n icanon\n") && ran.out.contains("ended\n"), "{}", ran.out);
    assert_eq!(ran.out.matches("q quit?").count(), 2, "{}", ran.out);
    assert_eq!(desk.read("a.md"), RIGHT);
}

#[test]
fn a_panic_restores_the_terminal_and_loses_no_answer() {
    if !cfg!(debug_assertions) {
        return super::skip("a release build does not panic when asked");
    }
    let bad = format!("{WRONG}\nHere is {}.\n", copydesk::panics::REHEARSAL);
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", &*bad), ("c.md", WRONG)]);
    let binary = env!("CARGO_BIN_EXE_copydesk");
    let mode = "stty -a | grep -o '.icanon'";
    let command = format!("{mode}; '{binary}' fix {DATE} --interactive; echo ended $?; {mode}");
    let Some(ran) = on_terminal(&desk, &command, "y\0y") else { return };
    assert!(ran.out.contains("b.md could not be processed") && ran.out.contains("ended 2"), "{}", ran.out);
    assert_eq!(ran.out.matches(" icanon").count(), 2, "{}", ran.out);
    assert_eq!((desk.read("a.md").as_str(), desk.read("c.md").as_str()), (RIGHT, RIGHT));
    assert_eq!(desk.read("b.md"), bad);
}

#[test]
fn a_window_that_changes_its_size_ends_nothing() {
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", WRONG)]);
    let binary = env!("CARGO_BIN_EXE_copydesk");
    let resize = "(until [ -e asked ]; do sleep 0.05; done; stty rows 9 cols 30 < /dev/tty; : > resized) &";
    let command = format!(
        "{resize} '{binary}' fix {DATE} --interactive a.md b.md; echo ended $?; stty size; stty -a | grep -o '.icanon'"
    );
    let (asked, resized) = (desk.path("asked"), desk.path("resized"));
    let keys = || {
        std::fs::write(&asked, "").unwrap();
        while !resized.exists() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        "y".to_owned()
    };
    let Some(ran) = answering(&desk, &command, keys) else { return };
    assert!(ran.out.contains("ended 0\n9 30\n icanon"), "{}", ran.out);
    assert_eq!(ran.out.matches("q quit?").count(), 2, "{}", ran.out);
    assert_eq!((desk.read("a.md").as_str(), desk.read("b.md").as_str()), (RIGHT, RIGHT));
}

#[test]
fn a_plain_question_is_one_line() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let Some(ran) = fix(&desk, "--plain", "y") else { return };
    let question =
        ran.ends(0).out.lines().find(|line| line.starts_with("1 of 1, a.md line 3 column 60: ")).expect("asked");
    assert!(
        question.contains("No comma between") && question.contains("Fix: ") && question.ends_with("q quit?"),
        "{question}"
    );
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains("-->"), "{}", ran.out);
}

const SPELLED: &str = "# Note\n\nThe Hasht al-Shaabi left. A second column of the Hasht al-Shaabi stayed.\n";

#[test]
fn a_spelling_is_accepted_in_the_house_s_list() {
    let desk = Desk::with(&[("desk/a.md", SPELLED)]);
    let before = desk.run(&["check", DATE, "desk"]).ends(1).out.clone();
    let Some(ran) = fix(&desk, "desk/a.md", "n") else { return };
    assert!(ran.ends(0).out.contains("“Hasht al-Shaabi” is accepted from now on"), "{before}\n{}", ran.out);
    assert_eq!(desk.read("desk/a.md"), SPELLED);
    assert!(desk.read("desk/names/actors.tsv").contains("Hasht al-Shaabi"));
    assert!(desk.read("desk/copydesk.toml").contains("actors = [\"names/actors.tsv\"]"));
    desk.run(&["check", DATE, "desk"]).ends(0).prints("");
    desk.run(&["gazetteer", "check", "desk/names/actors.tsv"]).ends(0);
    // An existing list gets the row, and is not listed in the configuration a second time.
    desk.write("desk/copydesk.toml", "[gazetteer]\nactors = ['own.tsv']\n");
    desk.write("desk/own.tsv", "# ours\nid\tname\nridge-men\tRidge Men\n");
    std::fs::remove_dir_all(desk.path("desk/names")).unwrap();
    fix(&desk, "desk/a.md", "n").expect("script").ends(0);
    let list = desk.read("desk/own.tsv");
    assert!(list.contains("Ridge Men") && list.contains("Hasht al-Shaabi"), "{list}");
    assert_eq!(desk.read("desk/copydesk.toml"), "[gazetteer]\nactors = ['own.tsv']\n");
    assert!(!desk.path("desk/names").exists());
    desk.run(&["check", DATE, "desk"]).ends(0).prints("");
    // Undone, or after Ctrl-C, nothing is written.
    let desk = Desk::with(&[("a.md", SPELLED), ("b.md", WRONG)]);
    fix(&desk, "", "nuq").expect("script").ends(1);
    fix(&desk, "", "n\u{3}").expect("script");
    assert!(!desk.path("names").exists() && !desk.path("copydesk.toml").exists());
}

#[test]
fn a_document_that_changes_meanwhile_is_left() {
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", WRONG)]);
    let binary = env!("CARGO_BIN_EXE_copydesk");
    // The change comes while the second question waits.
    let command = format!("(sleep 1; echo more >> a.md) & '{binary}' fix {DATE} --interactive; echo ended $?");
    if Command::new("script").arg("--version").output().is_err() {
        return super::skip("there is no script");
    }
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", &command, "/dev/null"]).current_dir(desk.folder.path());
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = script.spawn().expect("script starts");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(b"y").unwrap();
    while !desk.read("a.md").ends_with("more\n") {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    input.write_all(b"y").unwrap();
    let output = child.wait_with_output().expect("it ends");
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("a.md was changed while it was being fixed") && out.contains("ended 2"), "{out}");
    assert!(out.contains("1 fix applied in 1 file; 1 finding remains"), "{out}");
    assert_eq!((desk.read("a.md"), desk.read("b.md")), (format!("{WRONG}more\n"), RIGHT.to_owned()));
}
