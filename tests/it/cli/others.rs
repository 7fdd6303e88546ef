//! The commands that explain, list and set up.

use super::{DATE, Desk, repository};
use copydesk::rules;
use serde_json::json;

#[test]
fn a_rule_is_explained_by_its_page() {
    let desk = Desk::new();
    for rule in rules::all() {
        desk.run(&["explain", rule.name]).ends(0).prints(rule.page);
    }
    desk.run(&["explain", "undated"])
        .ends(2)
        .says("no rule is named “undated”; did you mean “undated-citation” or “undated-issue”?");
    desk.run(&["explain", "Missing_Citation_Coma"]).ends(2).says("“missing-citation-comma”");
    desk.run(&["explain", "qqq"]).ends(2).says("`copydesk rules` lists them");
}

#[test]
fn rules_are_listed() {
    let desk = Desk::new();
    let list = desk.run(&["rules", "--format=json"]).ends(0).json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    assert_eq!(names, rules::all().iter().map(|rule| rule.name).collect::<Vec<_>>());
    assert_eq!(
        list.as_array().unwrap().iter().find(|rule| rule["name"] == "missing-citation-comma").unwrap(),
        &json!({
            "name": "missing-citation-comma", "family": "citations", "level": "error", "fix": "safe",
            "summary": "no comma between source and date",
        })
    );
    let off = list.as_array().unwrap().iter().find(|rule| rule["name"] == "uncited-paragraph").unwrap();
    assert_eq!((&off["level"], &off["fix"]), (&json!("off"), &json!("none")));
    let table = desk.run(&["rules"]).ends(0).out.clone();
    for rule in rules::all() {
        assert!(table.lines().any(|line| line.contains(rule.name) && line.ends_with(rule.summary)), "{table}");
    }
}

const ISSUE: &str = "\
---
volume: 16
issue: 19
date: 2018-10-10
---

# Smoke over Garissa

*Ruth Adhiambo*

The Rapid Action Battalion (RAB) came, the RAB left, and the RAB denies both ([Daily Nation](https://www.nation.co.ke/a), September 21; Reuters, July 22, 31).[^1]

Nobody knows (, June 3).

[^1]: See (KBC, May 2017).
";

#[test]
fn the_index_lists_what_a_document_says() {
    let desk = Desk::with(&[("a.md", ISSUE)]);
    let index = desk.run(&["index", "--format=json"]).ends(0).json();
    assert_eq!(index["version"], 1);
    let document = &index["documents"][0];
    assert_eq!(document["path"], "a.md");
    assert_eq!(document["issue"]["date"], "2018-10-10");
    // Whatever part of the document they are in.
    let parts: Vec<&serde_json::Value> =
        document["articles"].as_array().unwrap().iter().chain(document.get("outside")).collect();
    let all = |key: &str| -> Vec<serde_json::Value> {
        parts.iter().flat_map(|part| part[key].as_array().unwrap().clone()).collect()
    };
    let citations = all("citations");
    let first = citations.iter().find(|one| one["start"] == ISSUE.find("([Daily").unwrap()).unwrap();
    assert_eq!(first["end"], ISSUE.find(".[^1]").unwrap());
    let day = |text: &str, date: &str| json!({"text": text, "date": date, "precision": "day"});
    assert_eq!(first["items"][0]["source"], "Daily Nation");
    assert_eq!(first["items"][0]["url"], "https://www.nation.co.ke/a");
    assert_eq!(first["items"][0]["dates"], json!([day("September 21", "2018-09-21")]));
    assert_eq!(first["items"][1]["dates"], json!([day("July 22", "2018-07-22"), day("31", "2018-07-31")]));
    assert_eq!(first["items"][1]["url"], json!(null));
    let lost = citations.iter().find(|one| one["start"] == ISSUE.find("(, June").unwrap()).unwrap();
    assert_eq!(lost["items"][0]["source"], json!(null));
    let month = citations.iter().find(|one| one["start"] == ISSUE.find("(KBC").unwrap()).unwrap();
    assert_eq!(month["items"][0]["dates"], json!([{"text": "May 2017", "date": "2017-05", "precision": "month"}]));
    let abbreviation = &all("abbreviations")[0];
    assert_eq!((&abbreviation["short"], &abbreviation["uses"]), (&json!("RAB"), &json!(2)));
    assert_eq!(abbreviation["long"], "Rapid Action Battalion");
    let note = &all("notes")[0];
    assert_eq!((&note["label"], note["references"].as_array().unwrap().len()), (&json!("1"), 1));
    let text = desk.run(&["index"]).ends(0).out.clone();
    assert!(text.contains("Daily Nation, 2018-09-21") && text.contains("RAB: Rapid Action Battalion"), "{text}");
}

#[test]
fn the_index_says_for_people_what_a_note_refers_to() {
    let notes = "# Ferry\n\nThe ferry[^1] stopped[^2] and lies[^3] there.[^4]\n\n\
        [^1]: Ada Vale, “Boats on the Bank,” *Dawn*, May 8, 2018, https://www.dawn.com/news/1.\n\
        [^2]: Ibid.\n[^3]: Vale, “Boats on the Bank.”\n[^4]: Kranz, “The Bridge.”\n";
    let desk = Desk::with(&[("a.md", notes)]);
    let text = desk.run(&["index", DATE]).ends(0).out.clone();
    for line in [
        "     5  Dawn, 2018-05-08\n",
        "     6  Ibid., the work in note 1\n",
        "     7  shortened form, the work in note 1\n",
        "     8  shortened form, not traced to a note\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn a_date_of_no_known_year_keeps_its_text() {
    let desk = Desk::with(&[("a.md", "It is (Reuters, May 9).\n")]);
    let index = desk.run(&["index", "--format=json"]).ends(0).json();
    let document = &index["documents"][0];
    let part = document.get("outside").unwrap_or(&document["articles"][0]);
    let date = &part["citations"][0]["items"][0]["dates"][0];
    assert_eq!(date, &json!({"text": "May 9", "date": null, "precision": "day"}));
}

#[test]
fn init_writes_a_configuration_that_changes_nothing() {
    let desk = Desk::with(&[("a.md", super::WRONG)]);
    let before = desk.run(&["check", DATE]).out;
    desk.run(&["init"]).ends(0).says("copydesk.toml written");
    desk.run(&["check", DATE]).ends(1).prints(&before);
    desk.write("copydesk.toml", "# ours\n");
    desk.run(&["init"]).ends(2).says("is there already");
    assert_eq!(desk.read("copydesk.toml"), "# ours\n");
    desk.run(&["init", "no/such/folder"]).ends(2).says("cannot be written");
}

#[test]
fn config_shows_what_holds() {
    let desk = Desk::with(&[("a/copydesk.toml", "[style]\nlinks = 'required'\n")]);
    let shown = |path: &str| desk.run(&["config", "show", path]).ends(0).out.clone();
    assert!(shown("a").contains("links = \"required\"") && shown("a/x.md").contains("links = \"required\""));
    assert!(shown(".").starts_with("# no copydesk.toml") && shown(".").contains("links = \"optional\""));
    let schema = desk.run(&["config", "schema"]).ends(0).json();
    assert_eq!(schema["title"], "copydesk.toml");
    let sample: toml::Table =
        std::fs::read_to_string(repository("docs/sample/copydesk.toml")).unwrap().parse().unwrap();
    let sample = serde_json::to_value(sample).unwrap();
    assert!(jsonschema::draft7::new(&schema).unwrap().is_valid(&sample));
}

#[test]
fn config_says_what_auto_finds_in_a_file() {
    let days_first = "# Note\n\nOn 3 April they left; on 4 April they came. On 9 June it fell (Reuters, May 9).\n";
    let cites = "# Note\n\nIt fell (Reuters, 9 May). It rose (Dawn, 3 June). It was shut (AFP, 1 July).\n";
    let behind = "# Note\n\nIt fell. (Reuters, May 9) It rose. (Dawn, June 3) It was shut. (AFP, July 1)\n";
    let desk = Desk::with(&[("a.md", days_first), ("b.md", cites), ("c.md", behind), ("d/e.md", days_first)]);
    desk.write("d/copydesk.toml", "[style]\ndate-order = 'month-day'\n");
    for (path, line) in [
        (
            "a.md",
            "date-order = \"auto\"  # this file mostly writes “21 September”; its citations have no form of their own; default",
        ),
        (
            "b.md",
            "date-order = \"auto\"  # this file mostly writes “21 September” in citations; its prose has no form of its own; default",
        ),
        ("b.md", "citation-placement = \"auto\"  # this file mostly cites before the full stop; default"),
        ("c.md", "citation-placement = \"auto\"  # this file mostly cites after the full stop; default"),
        (
            "a.md",
            "citation-placement = \"auto\"  # this file has no form of its own: before the full stop holds; default",
        ),
        (".", "date-order = \"auto\"  # auto: what each document mostly does; default"),
        ("d/e.md", "date-order = \"month-day\"  # d/copydesk.toml"),
    ] {
        let shown = desk.run(&["config", "show", path]).ends(0).out.clone();
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
        assert!(shown.parse::<toml::Table>().is_ok(), "{shown}");
    }
    desk.run(&["check", DATE, "a.md"]).ends(0);
    let found = desk.run(&["check", DATE, "--format=concise", "d/e.md"]).ends(1).out.clone();
    assert!(found.contains("The house style is “April 3”"), "{found}");
}

#[test]
fn shells_and_man_learn_the_commands() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.run(&["completions", shell]).ends(0).out.clone();
        assert!(script.contains("stdin-filename"), "{shell}");
    }
    let man = desk.run(&["man"]).ends(0).out.clone();
    assert!(man.starts_with(".ie") && man.contains("copydesk\\-check") && man.contains("fail\\-on"), "{man}");
}

/// Each change is reported: to a document, and to anything that affects it.
#[test]
fn watching_reports_each_change() {
    use std::io::{BufRead, BufReader};
    let desk = Desk::with(&[("a.md", super::WRONG)]);
    let mut command = desk.command(&["check", DATE, "--watch"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A mistake in watching must not keep the tests from ending.
    let (send, lines) = std::sync::mpsc::channel();
    let mut talk = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let heard = send.clone();
    std::thread::spawn(move || {
        while let Some(Ok(line)) = talk.next() {
            let _ = heard.send(line);
        }
    });
    std::thread::spawn(move || {
        while let Some(Ok(line)) = out.next() {
            let _ = send.send(line);
        }
    });
    let hear = |part: &str| {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let left = end.saturating_duration_since(std::time::Instant::now());
            let line = lines.recv_timeout(left).unwrap_or_else(|_| panic!("never said: {part}"));
            if line.contains(part) {
                return;
            }
        }
    };
    hear("a.md:3:60: error");
    desk.write("b/new.md", super::WRONG);
    hear("b/new.md:3:60");
    desk.write("copydesk.toml", "[rules]\nmissing-citation-comma = 'info'\n");
    hear("a.md:3:60: info");
    desk.write("copydesk.toml", "[rules\n");
    hear("not valid TOML");
    child.kill().unwrap();
    child.wait().unwrap();
    desk.run_with(&["check", "--watch", "-"], "").ends(2).says("--watch needs files");
}
