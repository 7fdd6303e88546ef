//! Findings that one decision settles: each report either lists them or shows them once.

use super::{DATE, Desk};
use serde_json::{Value, json};

/// One form of a term three times, the other twice in one paragraph; and a fault that stands alone.
const TEXT: &str = "\
# Note

Shiite clerics met, and Shiite elders left the Shiite quarter ([Dawn](https://www.dawn.com/news/1437001), October 1).

Shia men and Shia boys came to to the gate.
";
const MESSAGE: &str = "“Shia” here, “Shiite” elsewhere in this article";

fn desk() -> Desk {
    Desk::with(&[("a.md", TEXT), ("b.md", TEXT)])
}

fn parsed(format: &str) -> Value {
    desk().run(&["check", DATE, "--format", format, "a.md"]).json()
}

#[test]
fn json_and_concise_list_every_place_at_its_own_level() {
    let desk = desk();
    let report = desk.run(&["check", DATE, "--format=json"]).json();
    let found = report["diagnostics"].as_array().unwrap();
    let groups: Vec<(&Value, &Value, &Value)> = found.iter().map(|d| (&d["path"], &d["level"], &d["group"])).collect();
    let [of_a, of_b] = ["a.md:inconsistent-term:1:Shiite", "b.md:inconsistent-term:1:Shiite"].map(|id| json!(id));
    let (a, b, warning, none) = (json!("a.md"), json!("b.md"), json!("warning"), Value::Null);
    let expected = [
        (&a, &warning, &of_a),
        (&a, &warning, &of_a),
        (&a, &warning, &none),
        (&b, &warning, &of_b),
        (&b, &warning, &of_b),
        (&b, &warning, &none),
    ];
    assert_eq!(groups, expected);
    // The number listed equals the number counted.
    assert_eq!(report["summary"]["warnings"], 6);
    let lines = desk.run(&["check", DATE, "--format=json-lines"]).out;
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, found);
    let concise = desk.run(&["check", DATE, "--format=concise", "a.md"]).out;
    assert_eq!(concise.matches(&format!(": warning[inconsistent-term] {MESSAGE}\n")).count(), 2, "{concise}");
}

#[test]
fn people_read_a_group_once() {
    let human = desk().run(&["check", DATE, "--format=human", "a.md"]).out;
    let group = format!("warning[inconsistent-term]: {MESSAGE} (2 places)\n --> a.md:5:1\n");
    assert!(human.contains(&group), "{human}");
    for line in [
        " --> a.md:5:14\n",
        " ::: a.md:3:1\n",
        "help: Write “Shiite” at both places (for review)\n",
        "\n2 warnings at 3 places in 1 file; `copydesk fix --review` repairs 3\n",
    ] {
        assert_eq!(human.matches(line).count(), 1, "{line}: {human}");
    }
    let desk = desk();
    desk.run(&["report", DATE, "a.md", "-o", "r.html"]).ends(0);
    let page = desk.read("r.html");
    assert_eq!(page.matches(&format!("{MESSAGE} (2 places)")).count(), 1, "{page}");
    assert_eq!(page.matches("<mark>Shia</mark>").count(), 2, "{page}");
    assert!(page.contains("To look at: 2 warnings."), "{page}");
}

#[test]
fn the_first_places_of_a_long_group_are_shown_and_the_others_named() {
    let places = |many: usize| {
        let text = TEXT
            .replace("Shia boys", &"Shia boys, ".repeat(many - 1))
            .replace("# Note\n", &format!("# Note\n\n{}\n", "Shiite men left. ".repeat(many)));
        let human = Desk::with(&[("a.md", &text)]).run(&["check", DATE, "--format=human"]).out;
        let rest = human.lines().find_map(|line| line.trim_start().strip_prefix("= also at ")).unwrap_or("").to_owned();
        assert_eq!(human.matches(" ^^^^\n").count(), many.min(3), "{human}");
        (human.contains(&format!("({many} places)")), rest)
    };
    assert_eq!(places(3), (true, String::new()));
    assert_eq!(places(4), (true, "7:36".to_owned()));
    assert_eq!(places(6), (true, "7:36, 7:47 and 7:58".to_owned()));
    let (counted, rest) = places(40);
    assert!(counted && rest.matches("7:").count() == 8 && rest.ends_with(" and 29 more places"), "{rest}");
}

#[test]
fn tools_get_one_result_for_a_group() {
    let counted = format!("{MESSAGE} (2 places)");
    let sarif = parsed("sarif");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["message"]["text"]), (2, &json!(counted)), "{results:#?}");
    let region = |place: &Value| place["physicalLocation"]["region"]["startColumn"].as_u64();
    assert_eq!(
        (results[0]["locations"].as_array().map(Vec::len), region(&results[0]["locations"][0])),
        (Some(1), Some(1))
    );
    let related = results[0]["relatedLocations"].as_array().unwrap();
    assert!(
        related.iter().any(|place| region(place) == Some(14) && place["message"]["text"] == MESSAGE),
        "{related:#?}"
    );
    let changes = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"];
    let texts: Vec<&Value> = changes.as_array().unwrap().iter().map(|one| &one["insertedContent"]["text"]).collect();
    assert_eq!(texts, ["Shiite", "Shiite"]);

    let gitlab = parsed("gitlab");
    assert_eq!((gitlab.as_array().map(Vec::len), &gitlab[0]["description"]), (Some(2), &json!(counted)));
    let rdjson = parsed("rdjson");
    let found = rdjson["diagnostics"].as_array().unwrap();
    assert_eq!((found.len(), &found[0]["message"]), (2, &json!(counted)));
    assert_eq!(found[0]["suggestions"], json!([]), "a suggestion has one edit");
    let places = found[0]["related_locations"].as_array().unwrap();
    assert!(places.iter().any(|place| place["location"]["range"]["start"] == json!({"line": 5, "column": 14})));

    let text = |format: &str| desk().run(&["check", DATE, "--format", format, "a.md"]).out;
    let github = text("github");
    assert_eq!((github.lines().count(), github.matches(&format!("::{counted}\n")).count()), (2, 1), "{github}");
    let junit = text("junit");
    assert!(junit.contains("tests=\"2\" failures=\"2\"") && junit.matches(&counted).count() == 1, "{junit}");
    let checkstyle = text("checkstyle");
    assert_eq!((checkstyle.matches("<error ").count(), checkstyle.matches(&counted).count()), (2, 1), "{checkstyle}");
}

#[test]
fn a_group_is_known_again_whichever_of_its_places_is_the_first() {
    let print = |text: &str| {
        let report = Desk::with(&[("a.md", text)]).run(&["check", DATE, "--format=gitlab"]).json();
        let found = report.as_array().unwrap().iter().find(|one| one["check_name"] == "inconsistent-term").cloned();
        found.unwrap()["fingerprint"].clone()
    };
    let known = print(TEXT);
    assert_eq!(print(&TEXT.replace("Shia men", "Men")), known);
    assert_eq!(print(&TEXT.replace("# Note\n", "# Note\n\nShia women and Shiite women came too.\n")), known);
}

#[test]
fn gates_hold_every_place_and_statistics_count_both() {
    let desk = desk();
    let statistics = desk.run(&["check", DATE, "--statistics", "--format=concise"]).out;
    assert!(statistics.contains("     4  inconsistent-term (2 decisions)\n     2  doubled-word\n"), "{statistics}");
    let statistics = desk.run(&["check", DATE, "--statistics", "--format=concise", "a.md"]).out;
    assert!(statistics.contains("     2  inconsistent-term (1 decision)\n"), "{statistics}");
    // A baseline records places: one more in a known group is new, and then stands alone.
    desk.run(&["check", DATE, "--write-baseline", "known.json", "a.md"]).ends(0);
    desk.run(&["check", DATE, "--baseline", "known.json", "a.md"]).ends(0);
    desk.write("a.md", format!("{TEXT}\nShia girls came too.\n"));
    let report = desk.run(&["check", DATE, "--baseline", "known.json", "--format=json", "a.md"]).json();
    let found = report["diagnostics"].as_array().unwrap();
    assert_eq!((found.len(), &found[0]["start"]["line"], &found[0]["group"]), (1, &json!(7), &Value::Null));
    desk.run(&["check", DATE, "--baseline", "known.json", "a.md"]).ends(1);
    // Fixing is by place, as always.
    desk.run(&["fix", DATE, "--review", "b.md"]).ends(0);
    assert!(!desk.read("b.md").contains("Shia "));
}

#[test]
fn what_is_hidden_leaves_its_group() {
    let text = TEXT.replace("Shia men", "Shia men <!-- copydesk-ignore inconsistent-term: a name -->\n");
    let report = Desk::with(&[("a.md", &text)]).run(&["check", DATE, "--format=json"]).json();
    let found: Vec<&Value> = report["diagnostics"].as_array().unwrap().iter().map(|one| &one["group"]).collect();
    assert_eq!(found, [&Value::Null, &Value::Null], "{report:#}");
}
