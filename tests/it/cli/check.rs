//! `copydesk check`: which files, which settings, which status.

use super::{DATE, Desk, RIGHT, WRONG};

#[test]
fn the_status_says_how_it_went() {
    let desk = Desk::with(&[("wrong.md", WRONG), ("right.md", RIGHT)]);
    desk.run(&["check", DATE, "right.md"]).ends(0).prints("");
    desk.run(&["check", DATE, "wrong.md"])
        .ends(1)
        .prints("wrong.md:3:60: error[missing-citation-comma] No comma between the source and its date\n");
    let level = "--rule=missing-citation-comma=info";
    desk.run(&["check", DATE, "wrong.md", level]).ends(0);
    desk.run(&["check", DATE, "wrong.md", level, "--fail-on=info"]).ends(1);
    desk.run(&["check", DATE, "wrong.md", "--rule=missing-citation-comma=off"]).ends(0).prints("");
    desk.run(&["check", "--fail-on=never"]).ends(2).says("hint, info, warning, error");
    desk.run(&["check", "--date=10/10/18"]).ends(2).says("write it as 2018-10-10");
    desk.run(&["check", "--rule=missing-comma=off"]).ends(2).says("no rule is named “missing-comma”");
    desk.run(&["check", "--rule=undated-citation=on"]).ends(2).says("error, warning, info, hint or off");
    desk.run(&["chekc"]).ends(2).says("check");
}

#[test]
fn hints_are_reported_on_request() {
    let desk = Desk::with(&[("wrong.md", WRONG)]);
    let level = "--rule=missing-citation-comma=hint";
    desk.run(&["check", DATE, level]).ends(0).prints("");
    assert_eq!(desk.run(&["check", DATE, level, "--format=json"]).ends(0).json()["summary"]["hints"], 0);
    assert_eq!(
        desk.run(&["check", DATE, level, "--format=json", "--level=hint"]).ends(0).json()["summary"]["hints"],
        1
    );
    assert!(desk.run(&["check", DATE, level, "--fail-on=hint"]).ends(1).out.contains("hint["));
}

#[test]
fn folders_are_walked_by_gitignore_and_configuration() {
    let desk = Desk::with(&[
        ("b.md", WRONG),
        ("a/x.MD", WRONG),
        ("a/y.markdown", WRONG),
        ("a/z.txt", WRONG),
        ("ignored/a.md", WRONG),
        ("drafts/a.md", WRONG),
        (".hidden/a.md", WRONG),
        (".gitignore", "/ignored\n"),
        ("copydesk.toml", "[files]\nexclude = ['drafts']\n"),
    ]);
    let paths = |ran: &super::Ran| -> Vec<String> {
        ran.out.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(paths(desk.run(&["check", DATE]).ends(1)), ["a/x.MD", "a/y.markdown", "b.md"]);
    assert_eq!(paths(desk.run(&["check", DATE, "./a/../a", "b.md", "./b.md"]).ends(1)).len(), 3);
    // Files that are named are checked, unless the configuration excludes them.
    let named = desk.run(&["check", DATE, "ignored/a.md", "drafts/a.md", "a/z.txt"]);
    assert_eq!(paths(named.ends(1).says("copydesk: drafts/a.md is excluded by copydesk.toml\n")).len(), 2);
}

#[test]
fn a_configuration_takes_other_extensions_in() {
    let desk = Desk::with(&[
        ("a.md", WRONG),
        ("b.mdx", WRONG),
        ("c.QMD", WRONG),
        ("d.txt", WRONG),
        ("sub/e.txt", WRONG),
        ("sub/f.mdx", WRONG),
        ("copydesk.toml", "[files]\nextensions = ['mdx', '.qmd']\n"),
        ("sub/copydesk.toml", "[files]\nextensions = ['txt']\n"),
    ]);
    let ran = desk.run(&["check", DATE]);
    let paths: Vec<_> = ran.ends(1).out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(paths, ["a.md", "b.mdx", "c.QMD", "sub/e.txt"]);
}

#[test]
fn no_file_is_said_aloud() {
    let desk = Desk::with(&[("a.txt", WRONG)]);
    desk.run(&["check"]).ends(0).prints("").says("0 files checked: ");
    desk.run(&["check", "--quiet"]).ends(0);
    assert_eq!(desk.run(&["check", "--format=json"]).ends(0).json()["summary"]["files"], 0);
}

#[test]
fn standard_input_has_a_name() {
    let desk = Desk::with(&[("house/copydesk.toml", "[rules]\nmissing-citation-comma = 'off'\n")]);
    let ran = desk.run_with(&["check", DATE, "-"], WRONG);
    assert!(ran.ends(1).out.starts_with("<stdin>:3:60: error["), "{ran:?}");
    desk.run_with(&["check", DATE, "-", "--stdin-filename", "house/2018-10-10.md"], WRONG).ends(0).prints("");
    // The name may contain the issue date.
    let ran = desk.run_with(&["check", "-", "--stdin-filename=2018-10-10-a.md", "--format=json"], RIGHT);
    assert_eq!(ran.json()["issue_date"], "2018-10-10");
}

#[test]
fn the_nearest_configuration_decides() {
    let off = "[rules]\nmissing-citation-comma = 'off'\n";
    let desk = Desk::with(&[
        ("a.md", WRONG),
        ("old/a.md", WRONG),
        ("old/deep/er/a.md", WRONG),
        ("old/own/a.md", WRONG),
        ("old/copydesk.toml", off),
        ("old/own/copydesk.toml", ""),
        ("other.toml", off),
        ("late/a.md", WRONG),
        ("copydesk.toml", "[[overrides]]\npaths = ['late']\nrules = { missing-citation-comma = 'info' }\n"),
    ]);
    let ran = desk.run(&["check", DATE]);
    let found: Vec<&str> = ran.out.lines().filter_map(|line| line.split_once('[')).map(|(place, _)| place).collect();
    assert_eq!(found, ["a.md:3:60: error", "late/a.md:3:60: info", "old/own/a.md:3:60: error"]);
    desk.run(&["check", DATE, "--config=other.toml"]).ends(0).prints("");
    assert_eq!(desk.run(&["check", DATE, "--no-config"]).ends(1).out.lines().count(), 5);
    desk.run(&["check", "--config=none.toml"]).ends(2).says("none.toml does not exist");
}

#[test]
fn a_broken_configuration_ends_the_run_with_its_faults_in_place() {
    for (text, part) in [
        ("[style]\nlinks = 3\n", "2 | links = 3"),
        ("[style]\nlink = 'required'\n", "did you mean “links”?"),
        (
            "[rules]\nundated-citatoin = 'off'\n",
            "no rule is named “undated-citatoin”; did you mean “undated-citation”?",
        ),
        ("[rules\n", "1 | [rules"),
    ] {
        let desk = Desk::with(&[("a.md", WRONG), ("copydesk.toml", text)]);
        desk.run(&["check", DATE]).ends(2).prints("").says(part).says("copydesk.toml:");
        desk.run(&["fix", DATE]).ends(2).says(part);
        assert_eq!(desk.read("a.md"), WRONG);
    }
}

#[test]
fn any_number_of_threads_says_the_same() {
    let names: Vec<String> = (0..60).map(|n| format!("{}/{n}.md", n % 7)).collect();
    let desk = Desk::with(&names.iter().map(|name| (name.as_str(), WRONG)).collect::<Vec<_>>());
    let one = desk.run(&["check", DATE, "--threads=1", "--format=json"]);
    assert_eq!(one.ends(1).json()["summary"]["errors"], 60);
    for threads in ["--threads=0", "--threads=3", "--threads=16"] {
        assert_eq!(desk.run(&["check", DATE, threads, "--format=json"]).ends(1).out, one.out);
    }
}

#[test]
fn a_report_may_go_to_a_file() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    desk.run(&["check", DATE, "--output=report.json", "--format=json"]).ends(1).prints("");
    assert!(desk.read("report.json").contains("\"errors\":1"));
    desk.run(&["check", DATE, "--output=no/such/report"]).ends(2).says("cannot be written");
}

#[test]
fn statistics_count_the_rules() {
    let desk = Desk::with(&[("a.md", &[WRONG, WRONG].concat())]);
    let count = "     2  missing-citation-comma\n";
    assert!(desk.run(&["check", DATE, "--statistics"]).ends(1).out.ends_with(count));
    let ran = desk.run(&["check", DATE, "--statistics", "--format=json"]);
    ran.says(count).json();
}

#[test]
fn known_findings_are_left_out() {
    let desk = Desk::with(&[("a.md", WRONG)]);
    desk.run(&["check", DATE, "--write-baseline=known.json"])
        .ends(0)
        .prints("")
        .says("1 finding written to known.json");
    desk.run(&["check", DATE, "--baseline=known.json"]).ends(0).prints("");
    // The lines move, and another of the kind is added.
    desk.write("a.md", ["# Editorial\n\nNew.\n\n", WRONG].concat());
    desk.run(&["check", DATE, "--baseline=known.json"]).ends(0).prints("");
    desk.write("a.md", [WRONG, "\nMore ([Saba](https://www.sabanew.net/a) May 9, 2017).\n", WRONG].concat());
    assert_eq!(desk.run(&["check", DATE, "--baseline=known.json"]).ends(1).out.lines().count(), 2);
    desk.run(&["check", "--baseline=a.md"]).ends(2).says("a.md is not a copydesk baseline");
    desk.run(&["check", "--baseline=none.json"]).ends(2).says("none.json does not exist");
}

#[test]
fn the_report_for_people_shows_the_line_and_counts_at_the_end() {
    let desk = Desk::with(&[("a.md", WRONG), ("b.md", RIGHT)]);
    let plain = "\
error[missing-citation-comma]: No comma between the source and its date
 --> a.md:3:60
3 | …road is open ([Dawn](https://www.dawn.com/news/1437001) October 1, 2017).
  |                                                         ^
  = help: Add a comma before the date

";
    let closing = "1 error in 2 files; `copydesk fix` repairs 1\n";
    desk.run(&["check", DATE, "--format=human"]).ends(1).prints(&[plain, closing].concat());
    desk.run(&["check", DATE, "--format=human", "--quiet"]).ends(1).prints(plain);
    desk.run(&["check", DATE, "--format=human", "b.md"]).ends(0).prints("1 file checked, nothing found\n");
    let coloured = desk.run(&["check", DATE, "--format=human", "--color=always"]).out;
    let colour = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    assert!(coloured.contains('\x1b'));
    assert_eq!(colour.replace_all(&coloured, ""), [plain, closing].concat());
}

/// Which files are found in a folder: ignore rules of each kind, from above, inside a repository and outside.
#[test]
fn rules_of_what_is_ignored_hold() {
    let files = [
        (".gitignore", "/top.md\n*.draft.md\n!kept.draft.md\nbuild/\n# a comment\n\n[broken\n"),
        (".ignore", "mine.md\n!ours.md\n"),
        (".git/info/exclude", "excluded.md\n!top.md\n"),
        ("sub/.gitignore", "!a.draft.md\nours.md\nleaf.md\n!.hidden.md\n"),
        ("repo/.git/HEAD", ""),
        ("repo/.ignore", "x.md\n"),
        ("tree/.git", "gitdir: ../.git/worktrees/tree\n"),
        (".git/worktrees/tree/commondir", "../..\n"),
    ];
    let documents = [
        ("a.md", true),
        ("top.md", false),
        ("sub/top.md", true),
        ("a.draft.md", false),
        ("kept.draft.md", true),
        ("sub/a.draft.md", true),
        ("sub/b.draft.md", false),
        ("build/a.md", false),
        ("sub/build/a.md", false),
        ("mine.md", false),
        ("sub/mine.md", false),
        ("ours.md", true),
        ("sub/ours.md", true),
        ("sub/leaf.md", false),
        ("excluded.md", false),
        ("sub/excluded.md", false),
        (".hidden.md", false),
        ("sub/.hidden.md", true),
        (".folder/a.md", false),
        // Git's rules end at a repository, those in `.ignore` do not.
        ("repo/a.draft.md", true),
        ("repo/excluded.md", true),
        ("repo/mine.md", false),
        ("repo/x.md", false),
        ("tree/a.draft.md", true),
        ("tree/excluded.md", false),
    ];
    let desk = Desk::with(&files);
    for (name, _) in documents {
        desk.write(name, WRONG);
    }
    let found = |folder: &str| {
        let ran = desk.run(&["check", DATE, "--no-config", "--format=concise", folder]);
        let mut names: Vec<String> =
            ran.out.lines().filter_map(|line| Some(line.split_once(":")?.0.to_owned())).collect();
        names.dedup();
        names
    };
    let mut expected: Vec<&str> = documents.iter().filter(|(_, met)| *met).map(|(name, _)| *name).collect();
    expected.sort_unstable();
    assert_eq!(found("."), expected);
    // From below, and through other names of the folder.
    let sub: Vec<&str> = expected.iter().copied().filter(|name| name.starts_with("sub/")).collect();
    assert_eq!(found("sub"), sub);
    assert_eq!(found("./sub/"), sub);
    let absolute = desk.path("sub").to_string_lossy().into_owned();
    assert_eq!(found(&absolute).len(), sub.len());
    // An ignored folder is searched if it is named.
    assert_eq!(found("build"), ["build/a.md"]);
}

#[test]
fn problems_of_a_configuration_keep_to_the_wanted_colours() {
    let list = "id\tname\tvariant\n";
    let config = "[rules]\nnonsense = 'off'\n[gazetteer]\nactors = ['names.tsv']\n";
    let desk = Desk::with(&[("a.md", WRONG), ("copydesk.toml", config), ("names.tsv", list)]);
    let plain = desk.run(&["check", "--color", "never"]);
    plain.ends(2).says("no rule is named “nonsense”").says("there is no column “variant”");
    assert!(!plain.talk.contains('\u{1b}'), "{plain:?}");
    let coloured = desk.run(&["check", "--color=always"]);
    coloured.ends(2).says("\u{1b}[");
    // Standard error is not a terminal here, so there are no colors.
    assert!(!desk.run(&["check"]).talk.contains('\u{1b}'));
}

/// However many patterns there are, memory and time stay bounded: those looked up in tables are obeyed, an excess of
/// wildcard patterns is refused.
#[test]
fn a_huge_file_of_what_is_ignored_is_bounded() {
    let desk = Desk::with(&[("a.md", WRONG), ("b-7.md", WRONG), ("sub/c.md", WRONG)]);
    let names: String = (0..120_000).map(|n| format!("b-{n}.md\n*.end{n}\n")).collect();
    assert!(names.len() > 2_000_000);
    desk.write(".gitignore", &names);
    let ran = desk.run(&["check", DATE, "--format=concise"]);
    ran.ends(1);
    assert!(!ran.out.contains("b-7.md") && ran.out.lines().count() == 2, "{ran:?}");
    let wild: String = (0..5_000).map(|n| format!("a{n}*b{n}[x].md\n")).collect();
    desk.write(".gitignore", &wild);
    desk.run(&["check", DATE]).ends(1);
    desk.write("sub/.gitignore", &wild);
    desk.run(&["check", DATE])
        .ends(2)
        .says("sub/.gitignore is not obeyed: more than 128 KiB of patterns with wildcards");
}
