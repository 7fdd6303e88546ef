//! Unreadable input is named in a clear sentence; the rest continues, and nothing is lost.

use super::{DATE, Desk, RIGHT, WRONG, skip};

/// Checks a file next to a correct and a wrong one: the run prints `sentence`, reports the wrong one, and exits with 2.
#[track_caller]
fn refused(bytes: &[u8], sentence: &str) {
    let desk = Desk::with(&[("right.md", RIGHT), ("wrong.md", WRONG)]);
    desk.write("bad.md", bytes);
    let ran = desk.run(&["check", DATE]);
    ran.ends(2).says(&format!("copydesk: bad.md {sentence}\n"));
    assert!(ran.out.starts_with("wrong.md:3:60: error[") && ran.out.lines().count() == 1, "{ran:?}");
    desk.run(&["fix", DATE]).ends(2).says(sentence);
    assert_eq!(std::fs::read(desk.path("bad.md")).unwrap(), bytes);
    assert_eq!(desk.read("wrong.md"), RIGHT);
}

#[test]
fn invalid_utf8_is_named_by_its_byte() {
    refused(b"# A\n\n\xff\xfe", "is not UTF-8: byte 5 is 0xff");
    refused(
        "# Ä".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>().as_slice(),
        "is not a text file: there is a NUL at byte 1",
    );
    refused(b"# caf\xe9", "is not UTF-8: byte 5 is 0xe9");
}

#[test]
fn a_binary_file_is_no_text() {
    refused(b"\x7fELF\x02\x01\x01\0\0\0", "is not a text file: there is a NUL at byte 7");
}

#[test]
fn an_empty_file_has_no_faults_but_its_missing_date() {
    let desk = Desk::with(&[("a.md", "")]);
    desk.run(&["check", DATE, "a.md"]).ends(0).prints("");
    desk.run_with(&["check", DATE, "-"], "").ends(0).prints("");
}

#[test]
fn a_missing_path_is_named_and_others_go_on() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let ran = desk.run(&["check", DATE, "none.md", "a.md", "no/such/folder"]);
    ran.ends(2).says("copydesk: none.md does not exist\n").says("copydesk: no/such/folder does not exist\n");
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let desk = Desk::with(&[("x.md/a.md", WRONG)]);
    assert!(desk.run(&["check", DATE]).ends(1).out.starts_with("x.md/a.md:3:60"));
    assert!(desk.run(&["check", DATE, "x.md"]).ends(1).out.starts_with("x.md/a.md:3:60"));
    // A folder in place of a configuration is ignored.
    std::fs::create_dir(desk.path("copydesk.toml")).unwrap();
    desk.run(&["check", DATE]).ends(1);
}

#[cfg(unix)]
#[test]
fn links_that_go_round_end() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with(&[("a/a.md", WRONG)]);
    symlink("..", desk.path("a/up")).unwrap();
    symlink("round.md", desk.path("round.md")).unwrap();
    symlink("gone", desk.path("dangling.md")).unwrap();
    let ran = desk.run(&["check", DATE]);
    ran.ends(2).says("round.md is a link that leads back to itself").says("dangling.md does not exist");
    assert_eq!(ran.out.lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[("a.md", WRONG), ("locked.md", WRONG), ("shut/a.md", WRONG)]);
    std::fs::set_permissions(desk.path("locked.md"), PermissionsExt::from_mode(0o000)).unwrap();
    std::fs::set_permissions(desk.path("shut"), PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::read(desk.path("locked.md")).is_ok() {
        super::skip("the superuser may read everything");
        return;
    }
    let ran = desk.run(&["check", DATE]);
    ran.ends(2).says("locked.md cannot be read: permission denied").says("shut cannot be read: permission denied");
    assert_eq!(ran.out.lines().count(), 1);
    std::fs::set_permissions(desk.path("shut"), PermissionsExt::from_mode(0o755)).unwrap();
}

/// An error even for the superuser: a path through a file.
#[test]
fn a_path_through_a_file_is_refused() {
    let desk = Desk::with(&[("a.md", RIGHT)]);
    let ran = desk.run(&["check", DATE, "a.md/b.md"]);
    assert!(ran.ends(2).talk.starts_with("copydesk: a.md/b.md "), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_at_all_is_refused() {
    // A file that opens, and fails at the first byte, for everyone.
    let desk = Desk::new();
    desk.run(&["check", DATE, "/proc/self/mem"]).ends(2).says("/proc/self/mem cannot be read: ");
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let many = WRONG.repeat(5_000);
    let desk = Desk::with(&[("a.md", &many)]);
    let mut command = desk.command(&["check", DATE]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_large_file_is_read_whole() {
    // A hundred times as much takes the same path: docs/architecture.md has the measurement.
    let paragraph = "The road is open, and the pass is open, and so it has been for years. ".repeat(20) + "\n\n";
    let desk = Desk::with(&[("a.md", &format!("{}{WRONG}", paragraph.repeat(1_000)))]);
    let ran = desk.run(&["check", DATE]);
    assert!(
        ran.ends(1)
            .out
            .ends_with("a.md:2003:60: error[missing-citation-comma] No comma between the source and its date\n")
    );
}

/// A pipe that nobody writes to, in place of any file, does not hang anything; a device is not read.
#[cfg(unix)]
#[test]
fn special_files_hang_nothing() {
    let pipe = |desk: &Desk, name: &str| {
        let path = desk.path(name);
        let _ = std::fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
    };
    let lists = "[gazetteer]\nactors = ['actors.tsv']\nsources = ['sources.tsv']\n";
    let files = [
        ("a.md", WRONG),
        ("copydesk.toml", lists),
        ("actors.tsv", "id\tname\nridge-men\tRidge Men\n"),
        ("sources.tsv", "id\tname\nridge-echo\tRidge Echo\n"),
        ("base.json", ""),
        ("list.csv", ""),
    ];
    for name in ["a.md", "copydesk.toml", "actors.tsv", "sources.tsv"] {
        let desk = Desk::with(&files);
        pipe(&desk, name);
        desk.run(&["check", DATE, "a.md"]).ends(2).says(&format!("{name} is a pipe, not a file"));
        desk.run(&["fix", DATE, "a.md"]).ends(2).says(&format!("{name} is a pipe, not a file"));
        std::fs::remove_file(desk.path(name)).unwrap();
        std::os::unix::fs::symlink("/dev/zero", desk.path(name)).unwrap();
        desk.run(&["check", DATE, "a.md"]).ends(2).says(name);
    }
    let desk = Desk::with(&files);
    pipe(&desk, "base.json");
    pipe(&desk, "list.csv");
    desk.run(&["check", DATE, "a.md", "--baseline", "base.json"]).ends(2).says("base.json is a pipe, not a file");
    desk.run(&["gazetteer", "import", "csv", "list.csv"]).ends(2).says("list.csv is a pipe, not a file");
    desk.run(&["gazetteer", "check", "list.csv"]).ends(2).says("list.csv is a pipe, not a file");
    desk.run(&["check", DATE, "--config", "list.csv", "a.md"]).ends(2).says("list.csv is a pipe, not a file");
    // In a folder, a pipe is not a document.
    pipe(&desk, "pipe.md");
    desk.run(&["check", DATE]).ends(1);
    // Ignore rules that cannot be read hide nothing, and are reported.
    for name in [".gitignore", ".ignore", ".git/info/exclude", "sub/.gitignore"] {
        let desk = Desk::with(&[("a.md", WRONG), ("sub/b.md", WRONG), (".git/info/x", "")]);
        pipe(&desk, name);
        desk.run(&["check", DATE]).ends(2).says(&format!("{name} is a pipe, not a file"));
    }
}

#[test]
fn what_is_too_large_for_its_kind_is_refused() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    for (name, arguments, limit) in [
        ("copydesk.toml", &["check", DATE, "a.md"][..], "4 MiB"),
        ("base.json", &["check", DATE, "--no-config", "a.md", "--baseline", "base.json"], "256 MiB"),
        (".gitignore", &["check", DATE, "--no-config"], "4 MiB"),
        ("list.csv", &["gazetteer", "import", "--no-config", "csv", "list.csv"], "4 GiB"),
    ] {
        // A sparse file, which takes no space.
        let file = std::fs::File::create(desk.path(name)).expect("made");
        if file.set_len(5 << 30).is_err() {
            return skip("this file system knows no holes");
        }
        let ran = desk.run(arguments);
        ran.ends(2).says(&format!("{name} is too large")).says(&format!("of less than {limit}"));
        std::fs::remove_file(desk.path(name)).expect("removed");
    }
}
