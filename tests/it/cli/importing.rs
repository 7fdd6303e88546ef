//! `copydesk gazetteer import` from a script's point of view: each format yields proposals, broken input names its line
//! and exits with 2, and what could be read is still written. `tests/it/import.rs` tests the proposals in detail.

use super::Desk;

/// A format, its options, a file in it, the contents of the proposals; a broken file, and where the fault is reported.
struct Case {
    format: &'static str,
    options: &'static [&'static str],
    whole: &'static str,
    holds: &'static str,
    broken: &'static str,
    fault: &'static str,
}

const CASES: [Case; 12] = [
    Case {
        format: "opensanctions",
        options: &[],
        whole: "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Valley Lions Front\"]}}\n",
        holds: "from = [\"opensanctions list:1 a\"]",
        broken: "{\"id\":\"a\",\"schema\":\"Organization\",\"properties\":{\"name\":[\"Valley Lions Front\"]}}\n{\"id\":\n",
        fault: "list:2:",
    },
    Case {
        format: "un",
        options: &[],
        whole: "<CONSOLIDATED_LIST><ENTITIES><ENTITY>\n<FIRST_NAME>VALLEY LIONS FRONT</FIRST_NAME>\n\
            <REFERENCE_NUMBER>QDe.9</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>\n",
        holds: "name = \"Valley Lions Front\"",
        broken: "<CONSOLIDATED_LIST>\n<ENTITIES>\n</CONSOLIDATED_LIST>\n",
        fault: "list:3: this is not XML",
    },
    Case {
        format: "ofac",
        options: &[],
        whole: "7,\"VALLEY LIONS FRONT\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
        holds: "name = \"Valley Lions Front\"",
        broken: "7,\"VALLEY LIONS FRONT\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\nname,x\r\n",
        fault: "list:2: this is not a row of sdn.csv, alt.csv or add.csv",
    },
    Case {
        format: "wikidata",
        options: &[],
        whole: "[{\"item\":\"http://www.wikidata.org/entity/Q3\",\"itemLabel\":\"Valley Lions Front\"}]\n",
        holds: "name = \"Valley Lions Front\"",
        broken: "{\"results\":{\"bindings\":[\n{\"item\":]}\n",
        fault: "list:2:9: this is not JSON as expected",
    },
    Case {
        format: "misp",
        options: &[],
        whole: "{\"type\":\"threat-actor\",\"values\":[{\"value\":\"Ridge Viper\",\"uuid\":\"u-1\",\"meta\":{}}]}\n",
        holds: "from = [\"misp list: values[0] u-1\"]",
        broken: "{\"type\":\"threat-actor\",\n\"values\":[{\"value\":}]}\n",
        fault: "list:2:",
    },
    Case {
        format: "attack",
        options: &[],
        whole: "{\"type\":\"bundle\",\"objects\":[{\"type\":\"intrusion-set\",\"id\":\"i\",\"name\":\"Ridge Viper\"}]}\n",
        holds: "name = \"Ridge Viper\"",
        broken: "{\"type\":\"bundle\",\n\n\"objects\":[{]}\n",
        fault: "list:3:",
    },
    Case {
        format: "csl",
        options: &[],
        whole: "[{\"id\":\"a\",\"type\":\"article-newspaper\",\"container-title\":\"Ridge Courier\",\
            \"URL\":\"https://ridgecourier.example/1\"}]\n",
        holds: "hosts = [\"ridgecourier.example\"]",
        broken: "[{\"id\":\"a\",\n\"type\"}]\n",
        fault: "list:2:",
    },
    Case {
        format: "bibtex",
        options: &[],
        whole: "@online{a, organization={Ridge Courier}, url={https://ridgecourier.example/1}}\n",
        holds: "hosts = [\"ridgecourier.example\"]",
        broken: "@online{a, organization={Ridge Courier}}\n@online{x, title={open\n",
        fault: "list:2: ",
    },
    Case {
        format: "ris",
        options: &[],
        whole: "TY  - NEWS\nT2  - Ridge Courier\nUR  - https://ridgecourier.example/1\nER  - \n",
        holds: "hosts = [\"ridgecourier.example\"]",
        broken: "TY  - NEWS\nT2  - Ridge Courier\nER  - \nno tag\n",
        fault: "list:4: this is not a line of RIS",
    },
    Case {
        format: "vale",
        options: &[],
        whole: "terror group\n",
        holds: "terror group",
        broken: "terror group\n(?=ahead)\n",
        fault: "reject.txt:2: ",
    },
    Case {
        format: "prh",
        options: &[],
        whole: "version: 1\nrules:\n  - expected: armed group\n    patterns:\n      - terror group\n",
        holds: "use = \"armed group\"",
        broken: "version: 1\nrules:\n  - pattern: nothing\n",
        fault: "list:3: the rule has no “expected”",
    },
    Case {
        format: "csv",
        options: &["--map", "name=Group"],
        whole: "Group;Land\nValley Lions Front;ne\n",
        holds: "from = [\"csv list:2\"]",
        broken: "Gruppe;Land\nValley Lions Front;ne\n",
        fault: "list:1: there is no column “Group”",
    },
];

#[test]
fn every_format_makes_proposals_and_names_the_line_of_a_fault() {
    let desk = Desk::new();
    for case in &CASES {
        let import = |text: &str| {
            // For Vale, the file name marks the terms as discouraged.
            let file = if case.format == "vale" { "reject.txt" } else { "list" };
            desk.write(file, text);
            desk.run(&[&["gazetteer", "import", case.format, file], case.options].concat())
        };
        let whole = import(case.whole);
        assert!(whole.out.contains(case.holds), "{}: {whole:#?}", case.format);
        whole.ends(0);
        import(case.broken).ends(2).says(case.fault);
        // A file would be mistaken for the whole list.
        desk.write("kept", "of an earlier run");
        let file = if case.format == "vale" { "reject.txt" } else { "list" };
        let to_file = [&["gazetteer", "import", case.format, file, "-o", "kept"], case.options].concat();
        desk.run(&to_file).ends(2).says(case.fault).says("kept was not written");
        assert_eq!(desk.read("kept"), "of an earlier run");
    }
    let formats = copydesk::import::FORMATS.iter().map(|format| format.name);
    assert!(formats.eq(CASES.iter().map(|case| case.format)), "a format has no case");
}

#[test]
fn proposals_are_written_edited_and_become_a_list_that_is_read() {
    let desk = Desk::with(&[
        ("list.csv", "Group,AKA\nValley Lions Front,VLF\nal-Shabaab,Lions of Kismayo\n"),
        ("copydesk.toml", "[gazetteer]\nactors = ['ours.tsv']\n"),
        ("ours.tsv", "id\tname\n"),
    ]);
    let import = ["gazetteer", "import", "csv", "list.csv", "--map", "name=Group,aliases=AKA", "-o", "proposals.toml"];
    desk.run(&import).ends(0).prints("");
    let proposals = desk.read("proposals.toml");
    assert!(
        proposals.contains("[[new]]\nid = \"valley-lions-front\"") && proposals.contains("[[adds]]"),
        "{proposals}"
    );
    // Nothing is known until a person has adopted it.
    assert!(desk.run(&["name", "Valley Lions Front"]).out.contains("not a known name"));
    assert_eq!(desk.read("ours.tsv"), "id\tname\n");
    // The list itself is also read, to know what is new.
    let import = ["gazetteer", "import", "proposals", "proposals.toml", "-o", "ours.tsv"];
    desk.run(&import).ends(2).says("ours.tsv was read by this run, and was left as it is: --force replaces it");
    assert_eq!(desk.read("ours.tsv"), "id\tname\n");
    desk.run(&[&import[..], &["--force"]].concat()).ends(0);
    desk.run(&["gazetteer", "check"]).ends(0).prints("");
    desk.run(&["name", "Valley Lions Front"]).prints("Valley Lions Front: so the list has it\n");
    desk.run(&["name", "Lions of Kismayo"]).prints("Lions of Kismayo: accepted; the name is al-Shabaab\n");
}

#[test]
fn two_names_that_are_not_the_same_are_asked_about_once() {
    let text = "Men of Hasht al-Shaabi left.\n";
    let desk = Desk::with(&[("a.md", text)]);
    let check = ["check", "--format", "concise", super::DATE, "a.md"];
    desk.run(&check).ends(1);
    desk.write("copydesk.toml", "[gazetteer]\nreject = [['Hashd al-Shaabi', 'Hasht al-Shaabi']]\n");
    desk.run(&check).ends(0);
    let name = desk.run(&["name", "--format", "json", "Hasht al-Shaabi"]).json();
    assert_eq!((&name["verdict"], &name["candidates"]), (&"unknown".into(), &serde_json::json!([])), "{name}");
}

#[test]
fn a_failing_import_gives_no_empty_proposal() {
    let desk = Desk::with(&[("list.json", "[{"), ("list.csv", "name\n")]);
    desk.run(&["gazetteer", "import", "json", "list.json"]).ends(2).prints("");
    // An empty but readable list yields proposals without records.
    assert!(!desk.run(&["gazetteer", "import", "csv", "list.csv"]).ends(0).out.is_empty());
}
