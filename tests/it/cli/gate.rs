//! The gate: exclusion, levels, baselines, several reports, changed lines, and the exit status of `fix`.

use super::{DATE, Desk, RIGHT, WRONG};

/// A sentence with one fault, about the given place.
fn fault(place: &str) -> String {
    format!("The road to {place} is open ([Dawn](https://www.dawn.com/news/1437001) October 1, 2017).")
}

fn git(desk: &Desk, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.current_dir(desk.folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(arguments);
    let output = command.output().expect("git starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with one commit of these files; `None` if there is no Git.
fn repository(files: &[(&str, &str)]) -> Option<Desk> {
    let desk = Desk::with(files);
    if std::process::Command::new("git").arg("--version").output().is_err() {
        super::skip("there is no Git");
        return None;
    }
    for arguments in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-q", "-m", "one"]] {
        git(&desk, arguments);
    }
    Some(desk)
}

fn excluding() -> Desk {
    Desk::with(&[
        ("a.md", WRONG),
        ("drafts/b.md", WRONG),
        ("drafts/deep/c.md", WRONG),
        ("copydesk.toml", "[files]\nexclude = ['drafts/**']\n"),
    ])
}

#[test]
fn what_the_house_excludes_is_neither_checked_nor_fixed() {
    let desk = excluding();
    for command in ["check", "fix"] {
        let ran = desk.run(&[command, DATE, "drafts/b.md"]);
        ran.ends(0).prints("").says("copydesk: drafts/b.md is excluded by copydesk.toml\n");
        // Walking skips them silently.
        assert!(!desk.run(&[command, DATE, "drafts"]).ends(0).talk.contains("excluded"));
    }
    let whole = desk.path("drafts/b.md").display().to_string();
    desk.run(&["fix", DATE, &whole]).ends(0).says("b.md is excluded by");
    assert_eq!(desk.read("drafts/b.md"), WRONG);
    desk.run_with(&["check", DATE, "-", "--stdin-filename=drafts/new.md"], WRONG)
        .ends(0)
        .prints("")
        .says("is excluded");
    desk.run_with(&["fix", DATE, "-", "--stdin-filename=drafts/new.md"], WRONG)
        .ends(0)
        .prints(WRONG)
        .says("is excluded");
    desk.run_with(&["fix", DATE, "-", "--diff", "--stdin-filename=drafts/new.md"], WRONG).ends(0).prints("");
    desk.run_with(&["check", DATE, "-", "--stdin-filename=new.md"], WRONG).ends(1);
}

#[test]
fn what_is_excluded_is_checked_where_it_is_named_and_asked_for() {
    let desk = excluding();
    assert_eq!(desk.run(&["check", DATE, "--no-exclude", "drafts/b.md"]).ends(1).out.lines().count(), 1);
    assert_eq!(desk.run(&["check", DATE, "--no-exclude", "drafts/deep"]).ends(1).out.lines().count(), 1);
    assert_eq!(desk.run(&["check", DATE, "--no-exclude", "drafts"]).ends(1).out.lines().count(), 2);
    assert_eq!(
        desk.run(&["check", DATE, "--no-exclude"]).ends(1).out.lines().count(),
        1,
        "walking leaves it out still"
    );
    desk.run(&["fix", DATE, "--no-exclude", "drafts/b.md"]).ends(0).says("1 fix applied in 1 file");
    assert_eq!(desk.read("drafts/b.md"), RIGHT);
    assert_eq!(desk.read("drafts/deep/c.md"), WRONG);
}

#[test]
fn levels_hold_in_every_format() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let hint = "--rule=missing-citation-comma=hint";
    for format in
        ["human", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"]
    {
        let format = format!("--format={format}");
        let holds = |arguments: &[&str]| {
            let out = desk.run(&[&["check", DATE, hint, &format][..], arguments].concat()).out;
            out.contains("No comma between")
        };
        assert!(!holds(&[]), "{format}");
        assert!(holds(&["--level=hint"]), "{format}");
        assert!(holds(&["--fail-on=hint"]), "{format}: a level that fails is reported");
        assert!(
            !desk
                .run(&["check", DATE, "--level=error", "--rule=missing-citation-comma=info", &format])
                .out
                .contains("No comma")
        );
    }
}

#[test]
fn nothing_fails_in_junit_where_the_run_does_not() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    for (level, fail_on, fails) in
        [("info", "warning", false), ("warning", "warning", true), ("warning", "error", false), ("hint", "hint", true)]
    {
        let (rule, fail_on) = (format!("--rule=missing-citation-comma={level}"), format!("--fail-on={fail_on}"));
        let ran = desk.run(&["check", DATE, &rule, &fail_on, "--format=junit"]);
        ran.ends(i32::from(fails));
        assert_eq!(ran.out.contains("<failure"), fails, "{rule} {fail_on}");
        assert!(ran.out.contains("No comma between"), "it is said all the same");
    }
}

#[test]
fn a_baseline_blames_the_new_fault() {
    let text = format!("# Note\n\n{} {}\n", fault("Lamu"), fault("Garissa"));
    let desk = Desk::with(&[("a.md", &text)]);
    desk.run(&["check", DATE, "--write-baseline=known.json"])
        .ends(0)
        .prints("")
        .says("2 findings written to known.json");
    let known = desk.read("known.json");
    assert!(known.contains("\"a.md\"") && known.contains("\"missing-citation-comma\""), "{known}");
    let check = |text: &str| {
        desk.write("a.md", text);
        desk.run(&["check", DATE, "--baseline=known.json", "a.md"])
    };
    check(&text).ends(0).prints("");
    // An identical fault above the known ones is the one that is reported.
    let more = text.replace("# Note\n\n", &format!("# Note\n\n{}\n\n", fault("Wajir")));
    assert!(check(&more).ends(1).out.starts_with("a.md:3:"));
    let moved = [
        format!("# Note\n\nNew.\n\nMore.\n\n{} {}\n", fault("Lamu"), fault("Garissa")),
        format!("# Note\n\n{}\n\n{}\n", fault("Garissa"), fault("Lamu")),
        text.replace(' ', "\n").replacen("#\n", "# ", 1),
        text.replace('\n', "\r\n"),
        format!("# Note\n\nSome left. {} Others stayed. {} It rained.\n", fault("Lamu"), fault("Garissa")),
    ];
    for text in moved {
        check(&text).ends(0).prints("");
    }
    // A fixed fault leaves a stale entry, which hides no other.
    let mended = format!("# Note\n\n{} {}\n", fault("Lamu").replace(") October", "), October"), fault("Mandera"));
    let ran = check(&mended);
    ran.ends(1).says("2 entries of known.json are stale");
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn of_equal_entries_each_hides_one() {
    let twice = format!("# Note\n\n{0} {0}\n", fault("Lamu"));
    let desk = Desk::with(&[("a.md", &twice)]);
    let counts = |desk: &Desk| {
        let ran = desk.run(&["check", DATE, "--baseline=known.json", "--rule=duplicate-citation=off"]);
        ran.out.lines().filter(|line| line.contains("missing-citation-comma")).count()
    };
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    assert_eq!(counts(&desk), 0);
    desk.write("a.md", format!("# Note\n\n{0} {0} {0}\n", fault("Lamu")));
    assert_eq!(counts(&desk), 1);
}

#[test]
fn stale_entries_are_pruned_and_others_left() {
    let desk = Desk::with(&[("in/a.md", WRONG), ("in/b.md", WRONG), ("out/c.md", WRONG)]);
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    std::fs::remove_file(desk.path("in/b.md")).unwrap();
    std::fs::remove_file(desk.path("out/c.md")).unwrap();
    desk.write("in/a.md", RIGHT);
    let before = desk.read("known.json");
    desk.run(&["check", DATE, "--baseline=known.json", "in/a.md"]).ends(0).says("1 entry of known.json is stale");
    desk.run(&["check", DATE, "--baseline=known.json", "in"]).ends(0).says("2 entries of known.json are stale");
    assert_eq!(desk.read("known.json"), before);
    desk.run(&["check", DATE, "--baseline=known.json", "--prune-baseline", "in"]).ends(0).says("2 entries removed");
    let after = desk.read("known.json");
    assert!(after.contains("out/c.md") && !after.contains("in/"), "{after}");
    desk.run(&["check", DATE, "--baseline=known.json", "--prune-baseline", "in"]).ends(0);
    assert_eq!(desk.read("known.json"), after);
    // It adds nothing.
    desk.write("in/a.md", WRONG);
    desk.run(&["check", DATE, "--baseline=known.json", "--prune-baseline", "in"]).ends(1);
    assert_eq!(desk.read("known.json"), after);
}

#[test]
fn a_baseline_is_written_the_same_from_anywhere() {
    let files = [("sub/a.md", WRONG), ("b.md", WRONG)];
    let Some(desk) = repository(&files) else { return };
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    let known = desk.read("known.json");
    let whole = desk.path("sub").display().to_string();
    for arguments in
        [&["sub/a.md", "b.md", "--threads=1"][..], &["b.md", &whole, "--threads=2"], &["b.md", "sub/../sub"]]
    {
        std::fs::remove_file(desk.path("known.json")).unwrap();
        desk.run(&[&["check", DATE, "--write-baseline=known.json"], arguments].concat()).ends(0);
        assert_eq!(desk.read("known.json"), known, "{arguments:?}");
    }
    // Entries for files that were not selected stay.
    desk.write("b.md", RIGHT);
    desk.run(&["check", DATE, "--write-baseline=known.json", "b.md"]).ends(0);
    let one = desk.read("known.json");
    assert!(one.contains("sub/a.md") && !one.contains("\"b.md\""), "{one}");
    let mut command = desk.command(&["check", DATE, "--baseline=../known.json", "a.md"]);
    assert!(command.current_dir(desk.path("sub")).output().unwrap().status.success(), "from another folder");
    assert_eq!(desk.run(&["check", DATE, "--write-baseline=-"]).ends(0).out, one);
    // Findings of every level are written.
    let hint = "--rule=missing-citation-comma=hint";
    assert_eq!(desk.run(&["check", DATE, hint, "--format=junit", "--write-baseline=-"]).ends(0).out, one);
}

#[test]
fn without_a_repository_a_baseline_counts_from_its_own_folder() {
    let desk = Desk::with(&[("desk/a.md", WRONG), ("desk/old/b.md", WRONG)]);
    desk.run(&["check", DATE, "desk", "--write-baseline=desk/known.json"]).ends(0);
    let known = desk.read("desk/known.json");
    assert!(known.contains("\"a.md\"") && known.contains("\"old/b.md\""), "{known}");
    // The folder may move, and the run may start anywhere.
    std::fs::rename(desk.path("desk"), desk.path("moved")).unwrap();
    desk.run(&["check", DATE, "moved", "--baseline=moved/known.json"]).ends(0).prints("");
    let mut command = desk.command(&["check", DATE, "b.md", "--baseline=../known.json"]);
    assert!(command.current_dir(desk.path("moved/old")).output().unwrap().status.success());
    // A list of rules and places in words.
    assert!(known.contains("missing-citation-comma"), "{known}");
}

#[test]
fn what_is_no_baseline_is_said_plainly() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    for broken in [
        "",
        "{",
        "[]",
        "{\"version\": \"2\"}",
        "{\"version\": 2}",
        "{\"version\": 2, \"findings\": [1]}",
        "{\"version\": 0}",
    ] {
        desk.write("known.json", broken);
        let ran = desk.run(&["check", DATE, "--baseline=known.json"]);
        ran.ends(2).says("copydesk: known.json is not a copydesk baseline; write a new one with --write-baseline\n");
        desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
        desk.run(&["check", DATE, "--baseline=known.json"]).ends(0);
    }
    let newer = "{\"version\": 9, \"findings\": {}}";
    desk.write("known.json", newer);
    for option in ["--baseline=known.json", "--write-baseline=known.json"] {
        desk.run(&["check", DATE, option]).ends(2).says("known.json is a baseline of version 9; this copydesk reads");
    }
    assert_eq!(desk.read("known.json"), newer);
    desk.run(&["check", DATE, "--baseline=none.json"]).ends(2).says("none.json does not exist");
}

#[test]
fn baselines_of_version_1_are_read() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    // The fingerprint that version 1 assigned to the finding in `WRONG`.
    let print = {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in "a.md\0missing-citation-comma\0".bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    };
    desk.write("known.json", format!("{{\"version\": 1, \"files\": {{\"a.md\": {{\"{print}\": 1, \"0\": 1}}}}}}"));
    desk.run(&["check", DATE, "--baseline=known.json"]).ends(0).prints("").says("1 entry of known.json is stale");
    desk.run(&["check", DATE, "--baseline=known.json", "--prune-baseline"])
        .ends(2)
        .says("version 1, which is only read");
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    assert!(desk.read("known.json").contains("\"version\": 2"));
}

#[test]
fn one_run_writes_several_reports() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let ran = desk.run(&["check", DATE, "--format=human", "--report", "sarif=out.sarif", "--report=gitlab=gl.json"]);
    assert!(ran.ends(1).out.contains("error[missing-citation-comma]"));
    for (format, file) in [("sarif", "out.sarif"), ("gitlab", "gl.json")] {
        let format = format!("--format={format}");
        assert_eq!(desk.run(&["check", DATE, &format]).ends(1).out, desk.read(file));
    }
    let ran = desk.run(&["check", DATE, "--output=main.txt", "--report=json=-"]);
    assert_eq!(ran.ends(1).json()["summary"]["errors"], 1);
    assert!(desk.read("main.txt").starts_with("a.md:3:60"));
    let plain = desk.run(&["check", DATE, "--format=concise"]).ends(1).out.clone();
    desk.run(&["check", DATE, "--format=concise", "--output=-"]).ends(1).prints(&plain);
    desk.run(&["check", DATE, "--report=json=-"]).ends(2).says("two reports go to standard output");
    desk.run(&["check", DATE, "--report=json=x", "--report=sarif=x"]).ends(2).says("two reports go to x");
    desk.run(&["check", DATE, "--report=sarif"]).ends(2).says("write it as FORMAT=FILE");
    desk.run(&["check", DATE, "--report=word=x"]).ends(2).says("there is no format “word”");
    desk.run(&["check", DATE, "--report=json=a.md"]).ends(2).says("was read by this run");
    assert_eq!(desk.read("a.md"), WRONG);
}

#[test]
fn programs_are_told_paths_of_the_repository() {
    let Some(desk) = repository(&[("sub dir/a.md", WRONG)]) else { return };
    let whole = desk.path("sub dir/a.md").display().to_string();
    let reports = |folder: &str, path: &str| -> Vec<String> {
        ["github", "gitlab", "sarif"]
            .map(|format| {
                let mut command = desk.command(&["check", DATE, "--format", format, path]);
                let output = command.current_dir(desk.path(folder)).output().unwrap();
                String::from_utf8(output.stdout).unwrap()
            })
            .to_vec()
    };
    let first = reports(".", "sub dir/a.md");
    assert!(first[0].contains("file=sub dir/a.md,") && first[1].contains("\"sub dir/a.md\""), "{first:?}");
    assert!(first[2].contains("\"sub%20dir/a.md\""), "{}", first[2]);
    for (folder, path) in [(".", "./sub dir/a.md"), ("sub dir", "a.md"), ("sub dir", "../sub dir"), (".", &whole)] {
        assert_eq!(reports(folder, path), first, "{path} in {folder}");
    }
}

#[test]
fn fingerprints_are_unique_and_stay() {
    let text = format!("# Note\n\n{} {}\n\n{}\n", fault("Lamu"), fault("Garissa"), fault("Lamu"));
    let desk = Desk::with(&[("a.md", &text)]);
    let text_of = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let prints = |path: &str| -> [Vec<String>; 2] {
        let report = desk.run(&["check", DATE, "--format=gitlab", path]).json();
        let gitlab = report.as_array().unwrap().iter().map(|one| text_of(&one["fingerprint"])).collect();
        let log = desk.run(&["check", DATE, "--format=sarif", path]).json();
        let results = log["runs"][0]["results"].as_array().unwrap().iter();
        [gitlab, results.map(|one| text_of(&one["partialFingerprints"]["copydesk/v2"])).collect()]
    };
    let before = prints("a.md");
    for before in &before {
        let unique: std::collections::BTreeSet<_> = before.iter().collect();
        assert!(before.len() > 2 && unique.len() == before.len(), "{before:?}");
    }
    let whole = desk.path("a.md").display().to_string();
    for path in ["./a.md", ".", &whole] {
        assert_eq!(prints(path), before, "{path}");
    }
    desk.write("a.md", text.replace("# Note\n\n", &format!("# Note\n\nMore.\n\n{}\n\n", fault("Wajir"))));
    for (before, after) in before.iter().zip(prints("a.md")) {
        assert!(before.iter().all(|print| after.contains(print)), "{before:?} {after:?}");
    }
}

#[test]
fn what_changed_since_the_merge_base_is_reported() {
    let Some(desk) = repository(&[("a.md", WRONG), ("old.md", &WRONG.repeat(3))]) else { return };
    git(&desk, &["checkout", "-q", "-b", "work"]);
    // Changes on main in the meantime do not count.
    git(&desk, &["checkout", "-q", "main"]);
    desk.write("a.md", format!("{WRONG}\n{}\n", fault("Lamu")));
    git(&desk, &["commit", "-q", "-a", "-m", "two"]);
    git(&desk, &["checkout", "-q", "work"]);
    let places = || -> Vec<String> {
        let ran = desk.run(&["check", DATE, "--since=main"]);
        ran.out.lines().filter_map(|line| line.split_once(": ")).map(|(at, _)| at.to_owned()).collect()
    };
    assert_eq!(places(), [""; 0]);
    // Committed, uncommitted, untracked; a renamed file is none of these.
    desk.write("b.md", WRONG);
    git(&desk, &["add", "b.md"]);
    git(&desk, &["commit", "-q", "-m", "three"]);
    desk.write("c.md", WRONG);
    git(&desk, &["mv", "old.md", "new.md"]);
    assert_eq!(places(), ["b.md:3:60", "c.md:3:60"]);
    // In a long line, only the words that changed.
    let line = format!("# Note\n\n{} {}\n", fault("Lamu"), fault("Garissa"));
    desk.write("d.md", &line);
    git(&desk, &["add", "."]);
    git(&desk, &["commit", "-q", "-m", "four"]);
    desk.write("d.md", line.replace("Garissa is open ([Dawn]", "Garissa is shut ([Dawn]").replace("Garissa", "Wajir"));
    let ran = desk.run(&["check", DATE, "--since=HEAD", "d.md"]);
    ran.ends(0).prints("");
    desk.write("d.md", format!("# Note\n\n{} {} {}\n", fault("Lamu"), fault("Wajir"), fault("Garissa")));
    assert_eq!(desk.run(&["check", DATE, "--since=HEAD", "d.md"]).ends(1).out.lines().count(), 1);
}

#[test]
fn a_shallow_clone_without_the_common_commit_is_told_what_to_do() {
    let Some(desk) = repository(&[("a.md", WRONG)]) else { return };
    git(&desk, &["checkout", "-q", "--orphan", "other"]);
    git(&desk, &["commit", "-q", "-m", "apart"]);
    desk.run(&["check", DATE, "--since=main"]).ends(2).says("no common commit").says("fetch-depth: 0");
    desk.run(&["check", DATE, "--since=gone"]).ends(2).says("Git knows no revision “gone”").says("git fetch");
    // A clone of the last commit of a branch, with and without the branch that it is compared with.
    let Some(desk) = repository(&[("a.md", RIGHT)]) else { return };
    git(&desk, &["checkout", "-q", "-b", "work"]);
    desk.write("a.md", WRONG);
    git(&desk, &["commit", "-q", "-a", "-m", "two"]);
    let address = format!("file://{}", desk.folder.path().display());
    let elsewhere = Desk::new();
    git(&elsewhere, &["clone", "-q", "--depth=1", "--branch=work", &address, "."]);
    elsewhere.run(&["check", DATE, "--since=origin/main"]).ends(2).says("Git knows no revision").says("fetch-depth: 0");
    git(&elsewhere, &["fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main"]);
    elsewhere.run(&["check", DATE, "--since=origin/main"]).ends(2).says("no common commit").says("--unshallow");
    git(&elsewhere, &["fetch", "-q", "--unshallow"]);
    elsewhere.run(&["check", DATE, "--since=origin/main"]).ends(1);
}

#[test]
fn a_diff_is_one_for_patch_and_git_apply() {
    let desk = Desk::with(&[("sub/a b.md", WRONG), ("sub/cr.md", ""), ("sub/crlf.md", "")]);
    desk.write("sub/cr.md", WRONG.replace('\n', "\r"));
    desk.write("sub/crlf.md", WRONG.replace('\n', "\r\n").trim_end());
    let whole = desk.path("sub/a b.md").display().to_string();
    let diff = desk.run(&["fix", DATE, "--diff", &whole]).ends(0).out.clone();
    for path in ["./sub/a b.md", "sub/../sub/./a b.md"] {
        desk.run(&["fix", DATE, "--diff", path]).ends(0).prints(&diff);
    }
    assert!(diff.starts_with("--- a/sub/a b.md\t\n+++ b/sub/a b.md\t\n"), "{diff}");
    if std::process::Command::new("git").arg("--version").output().is_err() {
        return super::skip("there is no Git");
    }
    for path in ["sub/a b.md", "sub/cr.md", "sub/crlf.md"] {
        desk.write("one.patch", desk.run(&["fix", DATE, "--diff", path]).ends(0).out.as_bytes());
        git(&desk, &["apply", "one.patch"]);
        desk.run(&["check", DATE, path]).ends(0).prints("");
    }
}

#[cfg(unix)]
#[test]
fn fix_follows_a_link_within_the_workspace_only() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with(&[("out.md", WRONG), ("in/a.md", WRONG), ("in/.git/HEAD", "")]);
    symlink("a.md", desk.path("in/to-a.md")).unwrap();
    symlink("../out.md", desk.path("in/to-out.md")).unwrap();
    for arguments in [&["fix", DATE, "in/to-out.md"][..], &["fix", DATE, "--diff", "in/to-out.md"]] {
        desk.run(arguments).ends(2).prints("").says("in/to-out.md leads out of its workspace by a link");
    }
    desk.run(&["fix", DATE, "in/to-a.md"]).ends(0);
    assert_eq!((desk.read("in/a.md").as_str(), desk.read("out.md").as_str()), (RIGHT, WRONG));
    assert!(desk.path("in/to-a.md").is_symlink());
    // Even if there is nothing to fix.
    desk.write("out.md", RIGHT);
    desk.run(&["fix", DATE, "in/to-out.md"]).ends(2);
}

#[cfg(unix)]
#[test]
fn paths_are_those_of_the_repository_by_whatever_links_they_were_typed() {
    use std::os::unix::fs::symlink;
    let Some(desk) = repository(&[("sub/a.md", WRONG)]) else { return };
    symlink("sub", desk.path("way")).unwrap();
    let path = |path: &str| -> String {
        desk.run(&["check", DATE, "--format=gitlab", path]).json()[0]["location"]["path"].as_str().unwrap().to_owned()
    };
    assert_eq!((path("sub/a.md").as_str(), path("way/a.md").as_str()), ("sub/a.md", "sub/a.md"));
    desk.run(&["check", DATE, "sub/a.md", "--write-baseline=known.json"]).ends(0);
    desk.run(&["check", DATE, "way/a.md", "--baseline=known.json"]).ends(0);
    // Without a repository, paths are relative to the working directory, even above it.
    let plain = Desk::with(&[("a.md", WRONG), ("sub/b.md", RIGHT)]);
    let mut command = plain.command(&["check", DATE, "--format=gitlab", "../a.md"]);
    let out = command.current_dir(plain.path("sub")).output().unwrap().stdout;
    assert!(String::from_utf8(out).unwrap().contains("\"path\":\"../a.md\""));
}

#[test]
fn fix_ends_by_what_is_left() {
    let left = "# Note\n\nIt is shut ([Saba](https://www.sabanew.net/a)).\n";
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", left)]);
    desk.run(&["fix", DATE, "--diff", "a.md"]).ends(0).says("1 fix would be applied in 1 file\n");
    desk.run(&["fix", DATE, "--diff", "--exit-non-zero-on-fix", "a.md"]).ends(1);
    desk.run(&["fix", DATE, "--diff"]).ends(1).says("1 fix would be applied in 1 file; 1 finding remains\n");
    desk.run(&["fix", DATE, "a.md", "--exit-non-zero-on-fix"]).ends(1).says("1 fix applied in 1 file\n");
    desk.run(&["fix", DATE, "a.md", "--exit-non-zero-on-fix"]).ends(0).says("nothing to fix");
    desk.run(&["fix", DATE, "b.md"]).ends(1).says("nothing fixed; 1 finding remains\n");
    desk.run_with(&["fix", DATE, "-"], left).ends(1).prints(left);
    desk.run_with(&["fix", DATE, "-"], WRONG).ends(0).prints(RIGHT);
    assert!(desk.run(&["fix", "--help"]).ends(0).out.contains("Exit status: 0 if"));
}

#[test]
fn hints_that_are_asked_for_are_counted() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let ran = desk.run(&["check", DATE, "--rule=missing-citation-comma=hint", "--level=hint", "--format=human"]);
    assert!(ran.ends(0).out.contains("1 hint in 1 file"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_list_that_check_refuses_is_refused_alone_too() {
    let desk = Desk::with(&[("out.tsv", "id\tname\nx\tX Men\n"), ("in/.git/HEAD", ""), ("in/a.md", RIGHT)]);
    std::os::unix::fs::symlink("../out.tsv", desk.path("in/l.tsv")).unwrap();
    desk.write("in/copydesk.toml", "[gazetteer]\nactors = ['l.tsv']\n");
    desk.run(&["check", DATE, "in"]).ends(2).says("is outside the workspace");
    desk.run(&["gazetteer", "check", "in/l.tsv"]).ends(2).prints("").says("leads out of the workspace");
    desk.run(&["gazetteer", "check", "out.tsv"]).ends(0);
}

#[test]
fn without_git_it_is_said_what_to_do() {
    let Some(desk) = repository(&[("a.md", WRONG)]) else { return };
    let output = desk.command(&["check", DATE, "--since=HEAD"]).env("PATH", desk.path("none")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("is not on the PATH: install it"), "{said}");
}
