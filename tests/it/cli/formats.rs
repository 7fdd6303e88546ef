//! Reports for tools: each meets its reader's expectations.

use super::{DATE, Desk, RIGHT, WRONG};
use serde_json::json;

/// A text whose path, words and columns need care.
const NAME: &str = "a & b/«1».md";
const WIDE: &str = "# Note\n\n😀 “Ä” ([Dawn](https://www.dawn.com/news/1437001?a=1&b=2) October 1, 2017).\n";

fn desk() -> Desk {
    Desk::with(&[(NAME, WIDE), ("right.md", RIGHT)])
}

fn report(format: &str) -> String {
    let ran = desk().run(&["check", DATE, "--format", format]);
    ran.ends(1);
    assert_eq!(ran.talk, "");
    ran.out
}

fn parsed(format: &str) -> serde_json::Value {
    serde_json::from_str(&report(format)).unwrap()
}

fn offset() -> usize {
    WIDE.find(" October").unwrap()
}

#[test]
fn json_is_as_promised() {
    let at = offset();
    let place = |offset: usize, column: usize| json!({"offset": offset, "line": 3, "column": column});
    let column = WIDE[..at].lines().last().unwrap().chars().count() + 1;
    assert_eq!(
        parsed("json"),
        json!({
            "version": 1,
            "issue_date": "2018-10-10",
            "diagnostics": [{
                "path": NAME,
                "rule": "missing-citation-comma",
                "level": "error",
                "message": "No comma between the source and its date",
                "start": place(at, column),
                "end": place(at + 1, column + 1),
                "fix": {
                    "safety": "safe",
                    "title": "Add a comma before the date",
                    "edits": [{"start": at, "end": at + 1, "text": ", "}],
                },
                "related": [],
                "group": null,
            }],
            "summary": {"files": 2, "errors": 1, "warnings": 0, "infos": 0, "hints": 0},
        })
    );
    let keys = report("json");
    assert!(
        keys.find("\"version\"") < keys.find("\"issue_date\"")
            && keys.find("\"diagnostics\"") < keys.find("\"summary\"")
    );
    let line = report("json-lines");
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), parsed("json")["diagnostics"][0]);
}

#[test]
fn a_finding_without_a_fix_says_null() {
    let desk = Desk::with(&[("a.md", "# Note\n\nIt is ([Saba](https://www.sabanew.net/a)).\n")]);
    let found = &desk.run(&["check", DATE, "--format=json"]).json()["diagnostics"][0];
    assert_eq!((&found["rule"], &found["fix"]), (&json!("undated-citation"), &json!(null)));
}

#[test]
fn only_fixes_that_hold_are_told_and_applied() {
    // The bracket in the address would stay open.
    let text = "# Note\n\nIt is shut ([Saba](https://www.saba(new.net/a), May 9, 2017).\n";
    let desk = Desk::with(&[("a.md", text)]);
    for format in ["json", "json-lines", "sarif", "rdjson", "human"] {
        let report = desk.run(&["check", DATE, "--format", format]).out;
        assert!(
            report.contains("broken-citation-link") && !report.contains("brackets of the link"),
            "{format}: {report}"
        );
    }
    let human = desk.run(&["check", DATE, "--format", "human"]).out;
    assert!(human.ends_with("1 error in 1 file; `copydesk fix --review` tries to repair 1\n"), "{human}");
    desk.run(&["fix", DATE, "--review"]).ends(1).says("nothing fixed; 1 finding remains");
    assert_eq!(desk.read("a.md"), text);
}

#[test]
fn several_choices_stand_in_fixes_the_best_first() {
    let desk = Desk::with(&[("a.md", "# Note\n\nIt came on Tuesday, October 3, 2018, they say.\n")]);
    let report = desk.run(&["check", DATE, "--format=json"]).json();
    let found = report["diagnostics"].as_array().unwrap().iter().find(|one| one["rule"] == "weekday-mismatch").unwrap();
    assert!(found["fixes"].as_array().unwrap().len() > 1, "{found}");
    assert_eq!(found["fixes"][0], found["fix"]);
}

#[test]
fn documents_of_several_dates_have_none_together() {
    let desk = Desk::with(&[("2018-10-10-a.md", RIGHT), ("2018-10-17-b.md", RIGHT)]);
    assert_eq!(desk.run(&["check", "--format=json"]).json()["issue_date"], json!(null));
}

#[test]
fn sarif_holds_rules_places_and_fixes() {
    let log = parsed("sarif");
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
    let run = &log["runs"][0];
    let result = &run["results"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], result["ruleId"]);
    assert_eq!((&result["ruleIndex"], &result["level"]), (&json!(0), &json!("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20%26%20b/%C2%AB1%C2%BB.md");
    let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["deletedRegion"], place["region"]);
    assert_eq!(change["insertedContent"]["text"], ", ");
}

#[test]
fn github_escapes_what_its_commands_are_made_of() {
    let column = WIDE[..offset()].lines().last().unwrap().chars().count() + 1;
    let end = column + 1;
    assert_eq!(
        report("github"),
        format!(
            "::error title=missing-citation-comma,file={NAME},line=3,endLine=3,col={column},endColumn={end}::\
             No comma between the source and its date\n"
        )
    );
}

#[test]
fn gitlab_knows_a_finding_again() {
    let desk = Desk::with(&[("a.md", &[WRONG, WRONG].concat())]);
    let prints = || -> Vec<String> {
        let report = desk.run(&["check", DATE, "--format=gitlab"]).json();
        report.as_array().unwrap().iter().map(|one| one["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints();
    assert!(before.len() == 2 && before[0] != before[1], "{before:?}");
    desk.write("a.md", ["New.\n\n", WRONG, WRONG].concat());
    assert_eq!(prints(), before);
}

/// The attributes of the elements with that name.
fn elements(xml: &str, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return found,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)
                if tag.name().as_ref() == name.as_bytes() =>
            {
                let pair = |pair: quick_xml::events::attributes::Attribute<'_>| {
                    let value = std::str::from_utf8(&pair.value).unwrap();
                    let value = quick_xml::escape::unescape(value).unwrap().into_owned();
                    (String::from_utf8(pair.key.as_ref().to_vec()).unwrap(), value)
                };
                found.push(tag.attributes().map(|one| pair(one.unwrap())).collect());
            }
            _ => {}
        }
    }
}

#[test]
fn checkstyle_is_xml() {
    let xml = report("checkstyle");
    assert_eq!(elements(&xml, "checkstyle").len(), 1);
    assert_eq!(elements(&xml, "file")[0]["name"], NAME);
    let error = &elements(&xml, "error")[0];
    assert_eq!((&*error["severity"], &*error["line"]), ("error", "3"));
    assert_eq!(error["source"], "copydesk.missing-citation-comma");
    let clean = Desk::new().run(&["check", "--format=checkstyle"]).out;
    assert_eq!((elements(&clean, "checkstyle").len(), elements(&clean, "file").len()), (1, 0));
}

#[test]
fn junit_is_xml_with_a_passing_case_for_a_clean_document() {
    let xml = report("junit");
    let all = &elements(&xml, "testsuites")[0];
    assert_eq!((&*all["tests"], &*all["failures"]), ("2", "1"));
    let suites = elements(&xml, "testsuite");
    assert_eq!((&*suites[0]["name"], &*suites[0]["failures"]), (NAME, "1"));
    assert_eq!((&*suites[1]["name"], &*suites[1]["failures"]), ("right.md", "0"));
    assert_eq!(elements(&xml, "failure")[0]["message"], "No comma between the source and its date");
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let report = parsed("rdjson");
    let found = &report["diagnostics"][0];
    let column = offset() - WIDE[..offset()].rfind('\n').unwrap();
    assert_eq!(found["location"]["range"]["start"], json!({"line": 3, "column": column}));
    assert_eq!(found["suggestions"][0]["range"], found["location"]["range"]);
    assert_eq!((&found["severity"], &found["suggestions"][0]["text"]), (&json!("ERROR"), &json!(", ")));
}

#[test]
fn sarif_tells_of_rules_fixes_and_baselines() {
    let desk = desk();
    desk.write("copydesk.toml", "[docs]\nbase = 'https://example.org/rules/'\n");
    let run = |report: &serde_json::Value| report["runs"][0].clone();
    let ran = run(&desk.run(&["check", DATE, "--format=sarif"]).json());
    let rule = &ran["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "missing-citation-comma");
    assert_eq!(rule["helpUri"], "https://example.org/rules/missing-citation-comma.html");
    assert_eq!(rule["properties"]["tags"], json!(["citations"]));
    for key in ["shortDescription", "fullDescription", "help"] {
        assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{key}");
    }
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    let result = &ran["results"][0];
    assert_eq!(result["fixes"][0]["properties"]["safety"], "safe");
    assert_eq!((&result["suppressions"], result.get("baselineState")), (&json!([]), None));
    assert_eq!(result["ruleId"], ran["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"]);
    // With a baseline, everything reported is new.
    desk.run(&["check", DATE, "--write-baseline=known.json"]).ends(0);
    desk.write(
        NAME,
        format!("{WIDE}\nThe pass is open ([Dawn](https://www.dawn.com/news/1437003) October 3, 2017).\n"),
    );
    let ran = run(&desk.run(&["check", DATE, "--baseline=known.json", "--format=sarif"]).json());
    assert_eq!(ran["results"].as_array().unwrap().len(), 1);
    assert_eq!(ran["results"][0]["baselineState"], "new");
    // rdjson and the server link to the same page.
    let found = desk.run(&["check", DATE, "--format=rdjson"]).json();
    assert_eq!(found["diagnostics"][0]["code"]["url"], "https://example.org/rules/missing-citation-comma.html");
    desk.write("copydesk.toml", "[docs]\nbase = 'https://example.org/tree/{rule}.md'\n");
    let found = desk.run(&["check", DATE, "--format=rdjson"]).json();
    assert_eq!(found["diagnostics"][0]["code"]["url"], "https://example.org/tree/missing-citation-comma.md");
    desk.write("copydesk.toml", "[docs]\nbase = 'rules/'\n");
    desk.run(&["check", DATE]).ends(2).says("copydesk.toml:2:8");
}

#[test]
fn sarif_lists_what_is_hidden_on_request() {
    let comment = "<!-- copydesk-ignore-file missing-citation-comma: as printed -->";
    let hidden = format!("{comment}\n{}", WRONG.replace("road", "pass"));
    let desk = Desk::with(&[("a.md", &*hidden), ("b.md", WRONG), ("c.md", RIGHT)]);
    desk.run(&["check", DATE, "b.md", "--write-baseline=known.json"]).ends(0);
    let results = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let all = [&["check", DATE, "--format=sarif"], arguments].concat();
        let log = desk.run(&all).ends(0).json();
        log["runs"][0]["results"].as_array().unwrap().clone()
    };
    assert!(results(&["--baseline=known.json"]).is_empty());
    let found = results(&["--baseline=known.json", "--show-suppressed"]);
    let told: Vec<_> = found.iter().map(|one| (&one["suppressions"], &one["baselineState"])).collect();
    let by_comment = json!([{"kind": "inSource", "status": "accepted", "justification": "as printed"}]);
    let by_baseline = json!([{"kind": "external", "status": "accepted", "justification": "Listed in the baseline"}]);
    assert_eq!(told, [(&by_comment, &json!("new")), (&by_baseline, &json!("unchanged"))]);
    for (one, (file, line)) in found.iter().zip([("a.md", 4), ("b.md", 3)]) {
        let place = &one["locations"][0]["physicalLocation"];
        assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&json!(file), &json!(line)));
        assert_eq!((&one["ruleId"], one.get("fixes")), (&json!("missing-citation-comma"), None));
    }
    // It keeps its fingerprint when it is no longer hidden.
    let print = &found[1]["partialFingerprints"];
    let log = desk.run(&["check", DATE, "b.md", "--format=sarif"]).ends(1).json();
    assert_eq!(&log["runs"][0]["results"][0]["partialFingerprints"], print);
    // What is below the level is not listed, whatever hides it, and a comment without a reason gives none.
    assert!(results(&["--show-suppressed", "--fail-on=error", "--level=error", "c.md"]).is_empty());
    desk.write("copydesk.toml", "[rules]\nmissing-citation-comma = 'hint'\n");
    assert!(results(&["--show-suppressed"]).is_empty());
    desk.write("a.md", hidden.replace(": as printed", ""));
    let found = results(&["--show-suppressed", "--level=hint", "a.md"]);
    assert_eq!(found[0]["suppressions"], json!([{"kind": "inSource", "status": "accepted"}]));
    // The other formats could not tell them from findings that count.
    desk.run(&["check", DATE, "--show-suppressed"]).ends(2).says("--show-suppressed needs a report in SARIF");
    let both =
        ["check", DATE, "--format=concise", "--report=sarif=out.sarif", "--show-suppressed", "--level=hint", "a.md"];
    desk.run(&both).ends(0).prints("");
    assert!(desk.read("out.sarif").contains("inSource"));
}

#[test]
fn reports_of_nothing_and_of_several_documents_are_whole() {
    let desk = Desk::with(&[("a.md", RIGHT)]);
    for (format, empty) in [("json", "diagnostics"), ("rdjson", "diagnostics"), ("sarif", "runs"), ("gitlab", "")] {
        let format = format!("--format={format}");
        let report = |count: usize| {
            let report = desk.run(&["check", DATE, &format]).json();
            let list = match empty {
                "" => &report,
                "runs" => &report["runs"][0]["results"],
                key => &report[key],
            };
            assert_eq!(list.as_array().map(Vec::len), Some(count), "{format}");
        };
        report(0);
        for name in ["b.md", "c.md", "e.md"] {
            desk.write(name, WRONG);
        }
        desk.write("d.md", RIGHT);
        report(3);
        for name in ["b.md", "c.md", "d.md", "e.md"] {
            std::fs::remove_file(desk.path(name)).unwrap();
        }
        // A run that fails does not report half of its results.
        desk.run(&["check", DATE, &format, "--baseline=none.json"]).ends(2).prints("");
    }
}
