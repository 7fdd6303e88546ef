//! `copydesk fix`: what is written, and what is left as it is.

use super::{DATE, Desk, RIGHT, WRONG};

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
    desk.run(&["fix", DATE, "--rule=unbalanced-citation"]).ends(0).says("nothing to fix");
    desk.run(&["fix", DATE, "--rule=unbalanced-citation", "--review"]).ends(0).says("1 fix applied");
    assert!(desk.read("a.md").contains("2017).\n"), "{}", desk.read("a.md"));
}

#[test]
fn one_rule_may_be_asked_for() {
    let text = ["# Note\n\nIt is ([Saba](https://www.sabanew.net/a)  , May 9, 2017).\n", WRONG].concat();
    let desk = Desk::with(&[("a.md", &text)]);
    desk.run(&["fix", DATE, "--rule=missing-citation-comma"]).ends(0).says("1 fix applied");
    assert_eq!(desk.read("a.md"), text.replace("1437001) October", "1437001), October"));
    desk.run(&["fix", "--rule=no-such-rule"]).ends(2).says("there is no rule “no-such-rule”");
}

#[test]
fn a_diff_writes_nothing() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    let ran = desk.run(&["fix", DATE, "--diff"]);
    ran.ends(1).prints(
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
