//! `copydesk fix`: what is written, and what is left unchanged.

use super::{DATE, Desk, RIGHT, WRONG};
use std::process::Stdio;
use std::time::Duration;

#[test]
fn safe_fixes_are_written() {
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", RIGHT)]);
    let before = std::fs::metadata(desk.path("b.md")).unwrap().modified().unwrap();
    desk.run(&["fix", DATE]).ends(0).prints("").says("1 fix applied in 1 file");
    assert_eq!(desk.read("a.md"), RIGHT);
    assert_eq!(std::fs::metadata(desk.path("b.md")).unwrap().modified().unwrap(), before);
    desk.run(&["fix", DATE]).ends(0).says("nothing to fix");
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 2, "nothing else is left behind");
}

#[test]
fn what_asks_for_review_waits_for_it() {
    let text = "# Note\n\nIt is shut ([Saba](https://www.sabanew.net/a), May 9, 2017.\n";
    let desk = Desk::with(&[("a.md", text)]);
    desk.run(&["fix", DATE, "--rule=unbalanced-citation"]).ends(1).says("nothing fixed; 1 finding remains");
    desk.run(&["fix", DATE, "--rule=unbalanced-citation", "--review"]).ends(0).says("1 fix applied");
    assert!(desk.read("a.md").contains("2017).\n"), "{}", desk.read("a.md"));
}

#[test]
fn one_rule_may_be_asked_for() {
    let text = ["# Note\n\nIt is ([Saba](https://www.sabanew.net/a)  , May 9, 2017).\n", WRONG].concat();
    let desk = Desk::with(&[("a.md", &text)]);
    desk.run(&["fix", DATE, "--rule=missing-citation-comma"])
        .ends(1)
        .says("1 fix applied in 1 file; 1 finding remains");
    assert_eq!(desk.read("a.md"), text.replace("1437001) October", "1437001), October"));
    desk.run(&["fix", "--rule=no-such-rule"]).ends(2).says("no rule is named “no-such-rule”");
}

#[test]
fn fixes_that_nobody_wants_are_not_made() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    desk.write("copydesk.toml", "[fix]\nnever = [\"missing-citation-comma\"]\n");
    desk.run(&["fix", DATE]).ends(1).says("nothing fixed; 1 finding remains");
    desk.run(&["fix", DATE, "--review", "--rule=missing-citation-comma"]).says("nothing fixed");
    assert_eq!(desk.read("a.md"), WRONG);
    let found = desk.run(&["check", DATE, "--format=json"]).ends(1).json();
    let finding = &found["diagnostics"][0];
    assert_eq!((&finding["rule"], &finding["fix"]), (&"missing-citation-comma".into(), &serde_json::Value::Null));
    desk.write("copydesk.toml", "[fix]\nnever = [\"mixed-quote\"]\n");
    desk.run(&["fix", DATE]).ends(2).says("no rule is named “mixed-quote”; did you mean “mixed-quotes”?");
}

#[test]
fn a_diff_writes_nothing() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let ran = desk.run(&["fix", DATE, "--diff"]);
    ran.ends(0).prints(
        "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n # Note\n \n\
         -The road is open ([Dawn](https://www.dawn.com/news/1437001) October 1, 2017).\n\
         +The road is open ([Dawn](https://www.dawn.com/news/1437001), October 1, 2017).\n",
    );
    assert_eq!(desk.read("a.md"), WRONG);
    desk.write("a.md", RIGHT);
    desk.run(&["fix", DATE, "--diff"]).ends(0).prints("");
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let desk = Desk::new();
    desk.run_with(&["fix", DATE, "-"], WRONG).ends(0).prints(RIGHT);
    desk.run_with(&["fix", DATE, "-"], RIGHT).ends(0).prints(RIGHT);
}

#[test]
fn line_ends_and_byte_order_mark_stay() {
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let desk = Desk::with(&[("a.md", &crlf(WRONG)), ("b.md", WRONG.trim_end())]);
    desk.run(&["fix", DATE]).ends(0);
    assert_eq!(desk.read("a.md"), crlf(RIGHT));
    assert_eq!(desk.read("b.md"), RIGHT.trim_end());
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[("house/a.md", WRONG)]);
    let mode = |name| std::fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o7777;
    std::fs::set_permissions(desk.path("house/a.md"), PermissionsExt::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("house/a.md", desk.path("link.md")).unwrap();
    desk.run(&["fix", DATE, "link.md"]).ends(0);
    assert_eq!(desk.read("house/a.md"), RIGHT);
    assert_eq!(mode("house/a.md"), 0o640);
    assert!(std::fs::symlink_metadata(desk.path("link.md")).unwrap().is_symlink());
}

#[test]
fn a_read_only_file_is_left_as_it_is_and_others_go_on() {
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", WRONG)]);
    let mut locked = std::fs::metadata(desk.path("a.md")).unwrap().permissions();
    locked.set_readonly(true);
    std::fs::set_permissions(desk.path("a.md"), locked).unwrap();
    desk.run(&["fix", DATE]).ends(2).says("a.md is read-only, and was left as it is");
    assert_eq!((desk.read("a.md"), desk.read("b.md")), (WRONG.to_owned(), RIGHT.to_owned()));
}

/// A run that is killed at any point leaves each draft whole, either unchanged or fixed; the next one completes the
/// work.
#[test]
fn a_run_that_is_killed_leaves_every_draft_whole() {
    const DRAFTS: usize = 60;
    // Long enough that writing takes a while.
    let filler = "The road is open, and the pass is open.\n\n".repeat(2_000);
    let (wrong, right) = (format!("{WRONG}\n{filler}"), format!("{RIGHT}\n{filler}"));
    let desk = Desk::new();
    let name = |n: usize| format!("{n:03}.md");
    for round in 0..3 {
        (0..DRAFTS).for_each(|n| desk.write(&name(n), &wrong));
        let mut command = desk.command(&["fix", DATE, "--quiet"]);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts");
        // Drafts are fixed in order: once this one is, others are still waiting.
        let first = desk.path(&name(round * 7));
        let long = std::fs::metadata(&first).unwrap().len();
        while std::fs::metadata(&first).unwrap().len() == long && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(700 * round as u64));
        child.kill().expect("it is killed, or has ended");
        child.wait().expect("it ends");
        let mut mended = 0;
        for n in 0..DRAFTS {
            let text = desk.read(&name(n));
            assert!(text == wrong || text == right, "{} is neither old nor new: {} bytes", name(n), text.len());
            mended += usize::from(text == right);
        }
        assert!(mended > 0, "round {round}: nothing was mended before the run was killed");
        let left = std::fs::read_dir(desk.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let others: Vec<String> =
            left.map(|name| name.into_string().unwrap()).filter(|name| !name.ends_with(".md")).collect();
        assert!(others.iter().all(|name| name.starts_with(".copydesk-") && name.ends_with(".tmp")), "{others:?}");
        // Unfinished files are never read.
        let found = desk.run(&["check", DATE]);
        assert_eq!(found.out.lines().count(), DRAFTS - mended, "{found:?}");
    }
    desk.run(&["fix", DATE]).ends(0);
    assert!((0..DRAFTS).all(|n| desk.read(&name(n)) == right));
}

#[test]
fn what_a_killed_run_left_is_swept_away_in_time() {
    let desk = Desk::with(&[("a.md", WRONG), (".copydesk-Ab12Cd.tmp", "half"), (".copydesk-Ef34Gh.tmp", "half")]);
    let an_age_ago = std::time::SystemTime::now() - Duration::from_secs(24 * 60 * 60);
    let old = std::fs::File::options().write(true).open(desk.path(".copydesk-Ab12Cd.tmp")).unwrap();
    old.set_modified(an_age_ago).unwrap();
    drop(old);
    desk.run(&["check", DATE]);
    assert!(desk.path(".copydesk-Ab12Cd.tmp").exists(), "checking writes nothing");
    desk.run(&["fix", DATE]).ends(0);
    assert!(!desk.path(".copydesk-Ab12Cd.tmp").exists());
    // Another run may be writing this one.
    assert!(desk.path(".copydesk-Ef34Gh.tmp").exists());
}
