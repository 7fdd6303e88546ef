//! What can be done at a place, over a real pipe: offered by title, resolved later if the client asks for that, and
//! applied to the text as a client would.

use super::driver::Client;
use serde_json::{Value, json};

/// A document with its client.
struct Desk {
    client: Client,
    uri: String,
    text: String,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A folder with a configuration, and an open document of October 10, 2018.
    fn new(text: &str) -> Desk {
        Desk::configured("", text)
    }

    /// The same with the given configuration.
    fn configured(configuration: &str, text: &str) -> Desk {
        Desk::open(configuration, text, &[])
    }

    /// The same in an editor that has the commands of copydesk’s own clients.
    fn with_commands(configuration: &str, text: &str) -> Desk {
        Desk::open(configuration, text, &["copydesk.addRecord", "copydesk.insertSnippet", "copydesk.explain"])
    }

    fn open(configuration: &str, text: &str, commands: &[&str]) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("copydesk.toml"), configuration).expect("written");
        let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
        let mut client = Client::spawn();
        client.initialize(json!({
            "capabilities": {
                "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
                "experimental": {"commands": {"commands": commands}},
                "textDocument": {"codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": true,
                    "isPreferredSupport": true,
                    "resolveSupport": {"properties": ["edit"]}
                }}
            },
            "workspaceFolders": [{"uri": root, "name": "desk"}]
        }));
        let uri = root.join("2018-10-10-a.md").expect("a URL").to_string();
        client.open(&uri, text);
        Desk { client, uri, text: text.to_owned(), _folder: folder }
    }

    /// The actions directly after the first letter of `words`.
    fn actions(&mut self, words: &str) -> Vec<Value> {
        let at = self.text.find(words).expect("the words stand in the text");
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let column = self.text[start..at].encode_utf16().count() + 1;
        let place = json!({"line": self.text[..at].matches('\n').count(), "character": column});
        let params = json!({
            "textDocument": {"uri": self.uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}
        });
        let answer = self.client.request("textDocument/codeAction", params);
        answer["result"].as_array().cloned().unwrap_or_default()
    }

    /// What is at the words, for adding it to the publication’s lists.
    fn record(&mut self, words: &str) -> Value {
        let at = self.text.find(words).expect("the words stand in the text");
        let place = |at: usize| json!({"line": 0, "character": self.text[..at].encode_utf16().count()});
        let range = json!({"start": place(at), "end": place(at + words.len())});
        let params = json!({"textDocument": {"uri": self.uri}, "range": range});
        self.client.request("copydesk/record", params)["result"].clone()
    }

    /// The edit of the action whose title starts with `title`.
    fn edit(&mut self, words: &str, title: &str) -> Value {
        let actions = self.actions(words);
        let chosen = actions.iter().find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title)));
        let chosen = chosen.unwrap_or_else(|| panic!("no “{title}” in {actions:#?}")).clone();
        match &chosen["edit"] {
            Value::Null => self.client.request("codeAction/resolve", chosen)["result"]["edit"].clone(),
            edit => edit.clone(),
        }
    }

    /// The text after that action.
    fn after(&mut self, words: &str, title: &str) -> String {
        let edit = self.edit(words, title);
        let changes = edit["documentChanges"].as_array().expect("changes");
        assert_eq!((changes.len(), &changes[0]["textDocument"]["uri"]), (1, &json!(self.uri)), "{edit}");
        let mut text = self.text.clone();
        let offset = |place: &Value| {
            let line = place["line"].as_u64().expect("a line");
            let column = place["character"].as_u64().expect("a column");
            let start: usize = self.text.split_inclusive('\n').take(line as usize).map(str::len).sum();
            let units: Vec<u16> = self.text[start..].encode_utf16().take(column as usize).collect();
            start + String::from_utf16(&units).expect("whole letters").len()
        };
        for edit in changes[0]["edits"].as_array().expect("edits").iter().rev() {
            let range = &edit["range"];
            text.replace_range(
                offset(&range["start"])..offset(&range["end"]),
                edit["newText"].as_str().expect("a text"),
            );
        }
        text
    }
}

#[test]
fn fixes_that_nobody_wants_are_not_offered() {
    let text = "Rain fell ([Dawn](https://dawn.com/a) May 9). It fell on on Monday.\n";
    let mut desk = Desk::configured("[fix]\nnever = ['missing-citation-comma']\n", text);
    let titles = |actions: &[Value]| -> Vec<String> {
        actions.iter().filter_map(|action| action["title"].as_str()).map(str::to_owned).collect()
    };
    let offered = titles(&desk.actions(" May 9"));
    assert!(offered.iter().any(|title| title.starts_with("Leave it here, with a reason: no comma")), "{offered:?}");
    assert!(!offered.iter().any(|title| title.starts_with("Insert") || title.starts_with("Fix all")), "{offered:?}");
    let mut desk = Desk::new(text);
    assert_ne!(titles(&desk.actions(" May 9")), offered);
}

#[test]
fn all_of_a_rule_is_fixed_in_the_file() {
    let text = "Rain fell ([Dawn](https://dawn.com/a),May 9). 😀 It fell ([Dawn](https://dawn.com/b), May 10 ).\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("0 )", "Fix all in this file: a missing or extra space"),
        "Rain fell ([Dawn](https://dawn.com/a), May 9). 😀 It fell ([Dawn](https://dawn.com/b), May 10).\n"
    );
}

#[test]
fn one_action_repairs_all_places_of_a_decision() {
    let text =
        "# 😀\n\nShiite clerics met Shiite elders in the Shiite town (Dawn, May 9).\n\nShia men and Shias came.\n";
    let mut desk = Desk::new(text);
    let titles = |desk: &mut Desk, words: &str| -> Vec<String> {
        let actions = desk.actions(words);
        actions.iter().filter_map(|action| action["title"].as_str().map(str::to_owned)).take(2).collect()
    };
    let all = "Fix everywhere: “Shia” here, “Shiite” elsewhere in this article";
    assert_eq!(titles(&mut desk, "Shia men"), ["Write “Shiite”", all]);
    assert_eq!(titles(&mut desk, "Shias"), ["Write “Shiites”", all]);
    let fixed = text.replace("Shia men and Shias", "Shiite men and Shiites");
    assert_eq!(desk.after("Shias", all), fixed);
    assert_eq!(desk.after("Shia men", all), fixed);
    // The whole document uses one kind of mark.
    let text = "The port’s “gate” and the “hut” fell. The \"wall\" did not, nor the men's boat.\n";
    let mut desk = Desk::new(text);
    let fixed = "The port’s “gate” and the “hut” fell. The “wall” did not, nor the men’s boat.\n";
    assert_eq!(desk.after("\"wall", "Write curly marks everywhere"), fixed);
}

#[test]
fn a_finding_is_silenced_with_a_reason() {
    let mut desk = Desk::new("One.\n\nIt fell fell there.\n");
    assert_eq!(
        desk.after("fell fell", "Leave it here, with a reason: a word written twice"),
        "One.\n\n<!-- copydesk-ignore doubled-word -->\nIt fell fell there.\n"
    );
    assert_eq!(
        desk.after("fell fell", "Leave it in this whole file, with a reason: a word written twice"),
        "<!-- copydesk-ignore-file doubled-word -->\n\nOne.\n\nIt fell fell there.\n"
    );
    let edit = desk.edit("fell fell", "Never report this in this house: a word written twice");
    assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], "[rules]\ndoubled-word = \"off\"\n");
    // If the editor supports placeholders, the reason is typed there; if it shows pages, the rule is explained.
    let mut desk = Desk::with_commands("", "One.\n\nIt fell fell there.\n");
    let actions = desk.actions("fell fell");
    let command = |title: &str| {
        let found = actions.iter().find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title)));
        found.unwrap_or_else(|| panic!("no “{title}” in {actions:#?}"))["command"].clone()
    };
    let silence = command("Leave it here");
    assert_eq!(silence["command"], "copydesk.insertSnippet");
    assert_eq!(silence["arguments"][2], "<!-- copydesk-ignore doubled-word: ${1} -->\n$0");
    assert_eq!(command("Explain: ")["arguments"], json!(["doubled-word"]));
    let page = desk.client.request("copydesk/explain", json!({"rule": "doubled-word"}))["result"].clone();
    assert!(page.as_str().is_some_and(|page| page.contains("**Wrong**") && page.contains("**Right**")), "{page}");
    assert_eq!(desk.client.request("copydesk/explain", json!({"rule": "no-such"}))["result"], Value::Null);
}

#[test]
fn names_go_to_the_lists_of_the_house() {
    let text = "Rain fell ([The Zongo Paper](https://zongo.net/1), May 9). Men of Hasht al-Shaabi left.\n";
    let mut desk = Desk::new(text);
    let edit = desk.edit("The Zongo", "Add “The Zongo Paper” to the house’s sources");
    let written = edit["documentChanges"][1]["edits"][0]["newText"].as_str().expect("text");
    assert!(written.contains("\nthe-zongo-paper\tThe Zongo Paper\t") && written.contains("zongo.net"), "{written}");
    let edit = desk.edit("Hasht", "Add “Hasht al-Shaabi” to the house’s actors");
    assert!(edit.to_string().contains("hasht-al-shaabi"), "{edit}");
    let edit = desk.edit("Hasht", "“Hasht al-Shaabi” and “Hashd al-Shaabi” are two different names");
    assert!(edit.to_string().contains("reject = "), "{edit}");
    let edit = desk.edit("Hasht", "Accept “Hasht al-Shaabi” as a spelling of “");
    let written = edit["documentChanges"][1]["edits"][0]["newText"].as_str().expect("text");
    assert!(written.contains("Hasht al-Shaabi"), "{written}");
    // An editor that can ask for values is given the place, and asks.
    let mut desk = Desk::with_commands("", text);
    let actions = desk.actions("The Zongo");
    let add =
        actions.iter().find(|action| action["title"] == "Add “The Zongo Paper” to the house’s sources").expect("it");
    assert_eq!(
        (&add["command"]["command"], &add["command"]["arguments"][2]),
        (&json!("copydesk.addRecord"), &json!("source"))
    );
    assert_eq!(add.get("edit"), None);
}

#[test]
fn what_stands_there_is_told_before_it_is_recorded() {
    let text = "Rain fell ([Al Jazzera](https://www.aljazeera.com/2018/10/05/a), October 5). On Sunday al-Shabaab and Boko Haram \
        met the Ridge Men (RM).\n";
    let mut desk = Desk::new(text);
    let found = desk.record("Al Jazzera");
    assert_eq!((&found["what"], &found["near"][0]["title"]), (&json!("source"), &json!("Write “Al Jazeera”")));
    assert_eq!(found["form"]["host"], "");
    let said = |found: &Value| found["message"].as_str().unwrap_or_default().to_owned();
    for (words, message) in [("Sunday", "is a date"), ("al-Shabaab and Boko Haram", "more than one name")] {
        let found = desk.record(words);
        assert!(found["form"].is_null() && said(&found).contains(message), "{found}");
    }
    let found = desk.record("Ridge Men");
    assert_eq!((&found["form"]["name"], &found["form"]["abbreviation"]), (&json!("Ridge Men"), &json!("RM")));
    let uri = desk.uri.clone();
    let mut add = |name: &str, short: &str, host: &str, what: &str| {
        let params =
            json!({"textDocument": {"uri": uri}, "what": what, "name": name, "abbreviation": short, "host": host});
        desk.client.request("copydesk/addRecord", params)["result"].clone()
    };
    let added = add("Ridge Men", "RM9", "", "actor");
    assert!(added["list"].as_str().is_some_and(|list| list.ends_with("/names/actors.tsv")), "{added}");
    assert!(added["edit"].to_string().contains("ridge-men\\tRidge Men\\tRM9"), "{added}");
    for (name, short, host, what, why) in [
        ("Boko Haram", "", "", "actor", "already"),
        ("Ridge Men", "PMU", "", "actor", "short form"),
        ("Jazzera", "", "aljazeera.com", "source", "host of “Al Jazeera”"),
    ] {
        let refused = add(name, short, host, what);
        assert!(
            refused["edit"].is_null() && refused["refused"].as_str().is_some_and(|said| said.contains(why)),
            "{refused}"
        );
    }
}

#[test]
fn the_date_of_the_address_is_the_preferred_fix() {
    let text = "Rain fell ([Dawn](https://www.dawn.com/2018/10/05/a); [AFP](https://www.afp.com/2018/09/30/b), September 2018).\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("[Dawn", "Add the date of the address, October 5"),
        text.replace("/05/a)", "/05/a), October 5")
    );
    assert_eq!(
        desk.after("September 2018", "Write the date of the address, September 30"),
        text.replace("September 2018", "September 30")
    );
    let preferred = desk.actions("[Dawn").into_iter().find(|action| action["isPreferred"] == true);
    assert!(preferred.is_some_and(|action| action["title"] == "Add the date of the address, October 5"));
}

#[test]
fn a_name_of_several_offers_each_of_them() {
    let mut desk = Desk::new("The ADF took the town.\n");
    assert_eq!(desk.after("ADF", "Write “Ambazonia"), "The Ambazonia Defence Forces (ADF) took the town.\n");
    // Two rules find fault with the name, and each candidate is offered once.
    let mut desk = Desk::new("The ADF took the town. The ADF left ([Dawn](https://dawn.com/a), May 9).\n");
    let offered = desk.actions("ADF took");
    let titles: Vec<&str> = offered.iter().filter_map(|action| action["title"].as_str()).collect();
    let candidates: Vec<&&str> = titles.iter().filter(|title| title.contains("Defence Forces (ADF)")).collect();
    assert_eq!(candidates, [&"Write “Ambazonia Defence Forces (ADF)”"], "{titles:?}");
}

#[test]
fn an_address_is_cited_where_it_is_pasted() {
    let mut desk = Desk::new("Rain fell.\n");
    let mut cite = |character: u32, address: &str| {
        let place = json!({"line": 0, "character": character});
        let params =
            json!({"textDocument": {"uri": desk.uri}, "range": {"start": place, "end": place}, "address": address});
        desk.client.request("copydesk/citation", params)["result"].clone()
    };
    let cited = cite(10, "https://www.dawn.com/2018/10/05/a?utm_source=x");
    assert_eq!(cited["text"], " ([Dawn](https://www.dawn.com/2018/10/05/a), October 5).");
    assert_eq!(cited["range"]["start"]["character"], 9);
    let cited = cite(9, "https://unlisted.test/a");
    assert_eq!(cited["snippet"], " ([${1:unlisted.test}](https://unlisted.test/a), ${2:October 10})$0");
    assert!(cite(9, "rain")["refused"].as_str().is_some_and(|why| why.contains("not the address")));
}

/// One work in the three formats of libraries.
const LIBRARIES: [(&str, &str); 3] = [
    (
        "works.bib",
        "@article{a, author={Mertz, Lena}, title={Convoy Leaves}, journal={Reuters}, date={2018-05-03}, url={https://www.reuters.com/convoy}}\n",
    ),
    (
        "works.json",
        r#"[{"id":"a","type":"article-newspaper","title":"Convoy Leaves","author":[{"family":"Mertz","given":"Lena"}],"container-title":"Reuters","URL":"https://www.reuters.com/convoy","issued":{"date-parts":[[2018,5,3]]}}]"#,
    ),
    (
        "works.ris",
        "TY  - NEWS\nAU  - Mertz, Lena\nTI  - Convoy Leaves\nT2  - Reuters\nDA  - 2018/05/03/\nUR  - https://www.reuters.com/convoy\nER  - \n",
    ),
];

#[test]
fn a_library_beside_the_draft_tells_what_is_cited() {
    const NOTED: &str = "Rain fell.\n\nIt stopped.[^1] Boats came.[^2]\n\n[^1]: Lena Holt, “Quay Reopens,” *Reuters*, May 5, \
                         2018.\n\n[^2]: “Boats Found,” *Xinhua*, May 7, 2018.\n";
    for (name, library) in LIBRARIES {
        for (text, written) in [
            ("Rain fell.\n", " (By Lena Mertz, [Reuters](https://www.reuters.com/convoy), May 3)"),
            (NOTED, "[^3]: Lena Mertz, “[Convoy Leaves](https://www.reuters.com/convoy),” Reuters, May 3, 2018."),
        ] {
            let mut desk = Desk::configured(&format!("[citations]\nlibrary = ['{name}']\n"), text);
            std::fs::write(desk._folder.path().join(name), library).expect("written");
            let place = json!({"line": 0, "character": 9});
            let params = json!({
                "textDocument": {"uri": desk.uri}, "range": {"start": place, "end": place},
                "address": "https://reuters.com/convoy/?utm_source=x"
            });
            let cited = desk.client.request("copydesk/citation", params)["result"].clone();
            // Italics are the document’s own.
            let told = cited.to_string().replace('*', "");
            let told = told.replace("https://reuters.com/convoy/", "https://www.reuters.com/convoy");
            let written = json!(written).to_string();
            assert!(told.contains(written.trim_matches('"')), "{name}: {told}");
        }
    }
    // So does the action at an address that stands in the text.
    let (name, library) = LIBRARIES[0];
    let text = "Rain fell https://www.reuters.com/convoy.\n";
    let mut desk = Desk::configured(&format!("[citations]\nlibrary = ['{name}']\n"), text);
    std::fs::write(desk._folder.path().join(name), library).expect("written");
    let place = json!({"line": 0, "character": 20});
    let params = json!({
        "textDocument": {"uri": desk.uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}
    });
    let offered = desk.client.request("textDocument/codeAction", params)["result"].to_string();
    assert!(offered.contains("(By Lena Mertz, [Reuters](https://www.reuters.com/convoy), May 3)"), "{offered}");
    // The document itself tells what it has cited before, and without either there are places to fill in.
    let text = "Rain fell.\n\nIt stopped (By Ada Vale, [Zed Post](https://www.zed-post.test/a), May 4, 2017).\n";
    let mut desk = Desk::new(text);
    let place = json!({"line": 0, "character": 9});
    let mut cite = |address: &str| {
        let params =
            json!({"textDocument": {"uri": desk.uri}, "range": {"start": place, "end": place}, "address": address});
        desk.client.request("copydesk/citation", params)["result"].clone()
    };
    assert_eq!(
        cite("https://www.zed-post.test/a")["text"],
        " (By Ada Vale, [Zed Post](https://www.zed-post.test/a), May 4, 2017)"
    );
    assert!(cite("https://www.zed-post.test/b")["snippet"].as_str().is_some_and(|snippet| snippet.contains("${1:")));
}

#[test]
fn the_server_says_what_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let start = |enable: &str| {
        let mut client = Client::spawn();
        client.initialize(json!({
            "capabilities": {"textDocument": {"diagnostic": {}}}, "workspaceFolders": [{"uri": root, "name": "desk"}],
            "initializationOptions": {"enable": enable}
        }));
        client
    };
    let uri = root.join("a.md").expect("a URL").to_string();
    let asked = |client: &mut Client, text: &str| {
        client.open(&uri, text);
        let contents = client.request("copydesk/contents", json!({"textDocument": {"uri": uri}}))["result"].clone();
        let found = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        (contents, found["result"]["items"].as_array().map_or(0, Vec::len))
    };
    let (plain, cites) = ("It rained rained there.\n", "It rained rained there (Reuters, Oct 23).\n");
    let (contents, found) = asked(&mut start("auto"), plain);
    assert_eq!((&contents["checked"], found), (&json!(false), 0));
    assert!(contents["why"].as_str().is_some_and(|why| why.contains("cites nothing")), "{contents}");
    for (enable, text) in [("auto", cites), ("always", plain)] {
        let (contents, found) = asked(&mut start(enable), text);
        assert!(contents["checked"] == true && found > 0, "{enable} {contents}");
    }
    assert_eq!(asked(&mut start("never"), cites).1, 0);
    // On request, and if a configuration applies to it: one in another folder does not.
    let mut client = start("auto");
    asked(&mut client, plain);
    client.request("copydesk/check", json!({"textDocument": {"uri": uri}}));
    assert!(asked(&mut client, plain).1 > 0);
    std::fs::create_dir(folder.path().join("other")).expect("made");
    std::fs::write(folder.path().join("other/copydesk.toml"), "").expect("written");
    assert_eq!(asked(&mut start("auto"), plain).1, 0);
    std::fs::write(folder.path().join("copydesk.toml"), "").expect("written");
    let mut client = start("auto");
    assert!(asked(&mut client, plain).1 > 0);
    // Settings that a broken configuration no longer contains are kept: both the contents and the date.
    std::fs::write(folder.path().join("copydesk.toml"), "[issue]\ndate = 2018-10-10\n").expect("written");
    let config = root.join("copydesk.toml").expect("a URL").to_string();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": config, "type": 2}]}));
    let document = json!({"textDocument": {"uri": uri}});
    client.request_until("copydesk/contents", &document, |contents| contents["date"] == "2018-10-10");
    std::fs::write(folder.path().join("copydesk.toml"), "[issue\n").expect("written");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": config, "type": 2}]}));
    client.said("window/showMessage");
    let contents = client.request("copydesk/contents", document)["result"].clone();
    assert_eq!((&contents["date"], &contents["checked"]), (&json!("2018-10-10"), &json!(true)));
}

#[test]
fn earlier_issues_and_closed_documents_are_changed_on_request() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["2018-09-01-a.md", "2018-11-01-b.md"] {
        std::fs::write(folder.path().join(name), "Men of al-Shabaab left (Reuters, May 9).\n").expect("written");
    }
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let mut client = Client::spawn();
    client.initialize(json!({
        "capabilities": {"workspace": {"workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}}}},
        "workspaceFolders": [{"uri": root, "name": "desk"}]
    }));
    let uri = root.join("2018-10-10-c.md").expect("a URL").to_string();
    client.open(&uri, "Men of al-Shabaab left.");
    let params =
        json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 10}, "newName": "the Youth"});
    let all = |edit: &Value| edit["documentChanges"].as_array().is_some_and(|changes| changes.len() == 3);
    let edit = client.request_until("textDocument/rename", &params, all);
    let label = |name: &str| {
        let changes = edit["documentChanges"].as_array().expect("changes");
        let change =
            changes.iter().find(|change| change["textDocument"]["uri"].as_str().is_some_and(|u| u.ends_with(name)));
        change.expect("the document")["edits"][0]["annotationId"].clone()
    };
    assert_eq!(label("a.md"), "In earlier issues");
    assert_eq!(label("b.md"), "In documents that are not open");
    for asked in ["In earlier issues", "In documents that are not open"] {
        assert_eq!(edit["changeAnnotations"][asked]["needsConfirmation"], true, "{edit}");
    }
    assert_ne!(edit["changeAnnotations"][label("c.md").as_str().expect("a label")]["needsConfirmation"], true);
}

#[test]
fn a_pasted_address_becomes_a_citation() {
    let mut desk = Desk::new("Rain fell https://www.dhakatribune.com/2018/10/05/rain.\n");
    assert_eq!(
        desk.after("dhaka", "Cite Dhaka Tribune"),
        "Rain fell ([Dhaka Tribune](https://www.dhakatribune.com/2018/10/05/rain), October 5).\n"
    );
}

#[test]
fn short_forms_are_defined_and_expanded() {
    let text = "The RAB came. Then the RAB left ([Dawn](https://dawn.com/a), May 9).\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("RAB came", "Write “"),
        "The Rapid Action Battalion (RAB) came. Then the RAB left ([Dawn](https://dawn.com/a), May 9).\n"
    );
    let mut desk = Desk::new("The Rapid Response Unit (RRU) left. The RRU came.\n");
    assert_eq!(
        desk.after("RRU came", "Write “Rapid Response Unit”"),
        "The Rapid Response Unit (RRU) left. The Rapid Response Unit came.\n"
    );
}

#[test]
fn notes_are_numbered_anew() {
    let text = "One. [2] Two. [1]\n\n## Notes\n\n1. See the second.\n2. See the first.\n";
    let mut desk = Desk::new(text);
    assert_eq!(
        desk.after("[1]", "Renumber references and notes"),
        "One. [1] Two. [2]\n\n## Notes\n\n1. See the first.\n2. See the second.\n"
    );
}

#[test]
fn one_spelling_serves_the_article() {
    let text = "# One\n\nMen of Harakat al-Zumrani left. Then Harakat al-Zumraani came, and 😀 Harakat al-Zumraani \
        stayed. “Harakat al-Zumraani lives,” they said.\n";
    let mut desk = Desk::new(text);
    // The actual spelling, and the one that the issue uses more often.
    let after = desk.after("Harakat al-Zumrani left", "Use “Harakat al-Zumrani” everywhere in the article");
    assert!(after.contains("Then Harakat al-Zumrani came, and 😀 Harakat al-Zumrani stayed. “Harakat al-Zumraani"));
    let mut desk = Desk::new("Jabhat al-Nusra came. Men of al-Nusra Front left. So did the al-Nusra Front.\n");
    assert_eq!(
        desk.after("al-Nusra Front left", "Write “Jabhat al-Nusra” everywhere"),
        "Jabhat al-Nusra came. Men of Jabhat al-Nusra left. So did the Jabhat al-Nusra.\n"
    );
}

#[test]
fn a_fix_is_offered_where_it_holds() {
    let titles = |actions: &[Value]| -> Vec<String> {
        actions.iter().filter_map(|action| action["title"].as_str()).map(str::to_owned).collect()
    };
    // The bracket in the address would stay open, so the citation would not be any better.
    let mut desk = Desk::new("Guards fled ([Dawn](https://da(wn.com/1), May 9).\n");
    let offered = titles(&desk.actions("[Dawn"));
    assert!(offered.iter().any(|title| title.starts_with("Leave it here, with a reason: ")), "{offered:?}");
    assert!(!offered.iter().any(|title| title.starts_with("Set the brackets")), "{offered:?}");
    // The bracket alone would leave the citation without a space before it.
    let mut desk = Desk::new("Guards fled,[Dawn](https://dawn.com/1), May 9) said he.\n");
    assert_eq!(
        desk.after("[Dawn", "Add the opening bracket “(” and correct the spacing"),
        "Guards fled, ([Dawn](https://dawn.com/1), May 9) said he.\n"
    );
}
