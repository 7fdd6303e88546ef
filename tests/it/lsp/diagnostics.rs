//! Who receives findings, when, and for which version.

use super::driver::Client;
use serde_json::{Value, json};
use std::time::Duration;

const DOC: &str = "file:///desk/a.md";

fn pulling() -> Value {
    json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}})
}

fn edit(client: &mut Client, version: i64) {
    let place = json!({"line": 0, "character": 0});
    let change = json!({"range": {"start": place, "end": place}, "text": "x"});
    let document = json!({"uri": DOC, "version": version});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
}

fn pull(client: &mut Client, previous: &Value) -> Value {
    let params = json!({"textDocument": {"uri": DOC}, "previousResultId": previous});
    client.request("textDocument/diagnostic", params)["result"].clone()
}

#[test]
fn a_client_that_does_not_pull_is_pushed_to_with_versions() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    let pushed = client.said("textDocument/publishDiagnostics");
    assert_eq!(pushed["params"], json!({"uri": DOC, "version": 1, "diagnostics": []}));
    for version in 2..200 {
        edit(&mut client, version);
    }
    // Versions ascend, some are skipped, and the last one arrives.
    let mut last = 1;
    while last < 199 {
        let version = client.said("textDocument/publishDiagnostics")["params"]["version"].as_i64().expect("set");
        assert!(version > last, "{version} after {last}");
        last = version;
    }
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": DOC}}));
    let pushed = client.said("textDocument/publishDiagnostics");
    assert_eq!(pushed["params"], json!({"uri": DOC, "diagnostics": []}));
}

#[test]
fn a_client_that_pulls_is_never_pushed_to() {
    let mut client = Client::spawn();
    let answer = client.initialize(json!({"capabilities": pulling()}));
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open(DOC, "text");
    edit(&mut client, 2);
    let first = pull(&mut client, &Value::Null);
    assert_eq!(first["kind"], "full");
    let same = pull(&mut client, &first["resultId"]);
    assert_eq!(same, json!({"kind": "unchanged", "resultId": first["resultId"]}));
    edit(&mut client, 3);
    let next = pull(&mut client, &first["resultId"]);
    assert_eq!(next["kind"], "full");
    assert_ne!(next["resultId"], first["resultId"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": DOC}}));
    let pushed = client.listen(Duration::from_millis(300));
    assert!(pushed.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "{pushed:?}");
}

#[test]
fn the_first_place_of_a_group_lists_the_others_which_are_hints() {
    let text = "Shiite men met Shiite boys in the Shiite town (Dawn, May 9).\n\nShia men, Shia boys and Shia girls came came.\n";
    let related = json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true}}});
    let mut pushing = Client::start(related.clone());
    pushing.open(DOC, text);
    let pushed = pushing.said("textDocument/publishDiagnostics")["params"]["diagnostics"].clone();
    let mut pulls = related;
    pulls["textDocument"]["diagnostic"] = json!({});
    let mut pulling = Client::start(pulls);
    pulling.open(DOC, text);
    let pulled = pull(&mut pulling, &Value::Null)["items"].clone();
    for found in [pushed, pulled] {
        let found: Vec<&Value> =
            found.as_array().expect("a list").iter().filter(|one| one["code"] != "undated-issue").collect();
        let levels: Vec<&Value> = found.iter().map(|one| &one["severity"]).collect();
        assert_eq!(levels, [2, 4, 4, 2], "{found:#?}");
        let others: Vec<&Value> = found[0]["relatedInformation"].as_array().expect("places").iter().collect();
        let columns = |place: &Value| place["start"]["character"].as_u64();
        let others: Vec<Option<u64>> = others.iter().map(|other| columns(&other["location"]["range"])).collect();
        assert!(others.ends_with(&[Some(10), Some(24)]), "{others:?}");
        let group = "inconsistent-term:1:Shiite";
        assert!(found[..3].iter().all(|one| one["data"]["group"] == group && one["message"] == found[0]["message"]));
        assert_eq!(found[1]["data"]["fix"]["edits"][0]["text"], "Shiite");
        assert_eq!(found[3]["data"].get("group"), None, "{found:#?}");
    }
}

#[test]
fn the_workspace_is_pulled_by_document() {
    let mut client = Client::start(pulling());
    client.open(DOC, "text");
    client.open("file:///desk/b.md", "text");
    let mut pull = |previous: Value| {
        let answer = client.request("workspace/diagnostic", json!({"previousResultIds": previous}));
        answer["result"]["items"].as_array().expect("a list").clone()
    };
    let items = pull(json!([]));
    let kinds = |items: &[Value]| -> Vec<String> {
        items.iter().map(|item| format!("{} {}", item["uri"].as_str().unwrap_or_default(), item["kind"])).collect()
    };
    assert_eq!(kinds(&items), ["file:///desk/a.md \"full\"", "file:///desk/b.md \"full\""]);
    let known = json!([{"uri": DOC, "value": items[0]["resultId"]}, {"uri": "file:///desk/gone.md", "value": "x"}]);
    assert_eq!(
        kinds(&pull(known)),
        ["file:///desk/a.md \"unchanged\"", "file:///desk/b.md \"full\"", "file:///desk/gone.md \"full\""]
    );
}

#[test]
fn a_file_of_the_workspace_that_nobody_opened_is_answered_for_as_it_stands_on_disk() {
    let desk = tempfile::tempdir().expect("a folder");
    let root = desk.path().canonicalize().expect("there");
    let folder = root.join("folder");
    std::fs::create_dir_all(folder.join("left")).expect("made");
    let fault = "😀 ([Dawn](https://www.dawn.com/news/1) May 9)\n";
    let write = |file: &std::path::Path, text: &[u8]| std::fs::write(file, text).expect("written");
    let far = folder.join("2018-10-10-far.md");
    write(&far, fault.as_bytes());
    write(&folder.join("left/out.md"), fault.as_bytes());
    write(&folder.join("notes.txt"), fault.as_bytes());
    write(&folder.join("bytes.md"), b"\xff\xfe");
    write(&folder.join("copydesk.toml"), b"[files]\nexclude = [\"left/**\"]\n[rules]\nno-such-rule = \"off\"\n");
    write(&root.join("outside.md"), fault.as_bytes());
    let url = |file: &std::path::Path| tower_lsp::lsp_types::Url::from_file_path(file).expect("a path").to_string();
    let mut client = Client::spawn();
    let folders = json!([{"uri": url(&folder), "name": "desk"}]);
    client.initialize(json!({"capabilities": pulling(), "workspaceFolders": folders}));
    let pull = |client: &mut Client, file: &std::path::Path| {
        let answer = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": url(file)}}));
        let items = answer["result"]["items"].as_array().expect("a list").clone();
        items
            .iter()
            .map(|found| format!("{} {}", found["code"], found["range"]["start"]["character"]))
            .collect::<Vec<_>>()
    };
    let comma = "\"missing-citation-comma\" 39";
    assert_eq!(pull(&mut client, &far), [comma]);
    assert_eq!(pull(&mut client, &folder.join("copydesk.toml")).len(), 1);
    let silent = [
        folder.join("left/out.md"),
        folder.join("notes.txt"),
        folder.join("bytes.md"),
        folder.join("gone.md"),
        root.join("outside.md"),
    ];
    for file in silent {
        assert_eq!(pull(&mut client, &file), Vec::<String>::new(), "{}", file.display());
    }
    // An open document's own state counts, and the file again once it is closed.
    client.open(&url(&far), "Clean.");
    assert_eq!(pull(&mut client, &far), Vec::<String>::new());
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": url(&far)}}));
    assert_eq!(pull(&mut client, &far), [comma]);
    write(&far, b"Clean.");
    assert_eq!(pull(&mut client, &far), Vec::<String>::new());
}

#[test]
fn new_settings_make_a_pulling_client_ask_again() {
    let mut client = Client::start(pulling());
    client.open(DOC, "text");
    let first = pull(&mut client, &Value::Null);
    let folder = json!({"uri": "file:///desk", "name": "desk"});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [folder], "removed": []}}));
    let refresh = client.said("workspace/diagnostic/refresh");
    assert_eq!(refresh.get("params"), None);
    client.reply(&refresh, Value::Null);
    assert_eq!(pull(&mut client, &first["resultId"])["kind"], "full");
}

#[test]
fn what_is_no_bulletin_is_not_spoken_of() {
    let mut client = Client::start(json!({}));
    let item = json!({"uri": "file:///desk/main.rs", "languageId": "rust", "version": 1, "text": "fn main() {}"});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    client.open("git:/desk/a.md", "text");
    let said = client.listen(Duration::from_millis(300));
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_client_that_counts_bytes_against_the_protocol_can_say_so() {
    let said = |options: Value| {
        let mut client = Client::spawn();
        let answer = client.initialize(json!({"capabilities": {}, "initializationOptions": options}));
        client.open(DOC, "😀 ([Dawn](https://www.dawn.com/news/1) May 9)");
        let pushed = client.said("textDocument/publishDiagnostics");
        let found = pushed["params"]["diagnostics"].as_array().expect("a list").clone();
        let comma = found.iter().find(|found| found["code"] == "missing-citation-comma").expect("the finding").clone();
        (answer["capabilities"]["positionEncoding"].clone(), comma["range"]["start"]["character"].clone())
    };
    assert_eq!(said(json!({})), (json!("utf-16"), json!(39)));
    assert_eq!(said(json!({"columns": "utf-8"})), (json!("utf-8"), json!(41)));
    assert_eq!(said(json!({"columns": "furlongs"})), (json!("utf-16"), json!(39)));
}
