//! Settings: the configuration file, the editor's own, and how their changes are noticed.

use super::driver::Client;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn watching() -> Value {
    json!({"workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": true}, "didChangeConfiguration": {"dynamicRegistration": true}
    }})
}

/// A folder with one open document, and the client that opened it.
fn desk(capabilities: Value) -> (tempfile::TempDir, Client, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut client = Client::spawn();
    let folders = json!([{"uri": uri(folder.path()), "name": "desk"}]);
    client.initialize(json!({"processId": null, "capabilities": capabilities, "workspaceFolders": folders}));
    let doc = uri(&folder.path().join("a/b.md"));
    client.open(&doc, "text");
    assert_eq!(client.said("textDocument/publishDiagnostics")["params"]["uri"], doc.as_str());
    (folder, client, doc)
}

fn write(folder: &tempfile::TempDir, text: &str) -> String {
    let path = folder.path().join("copydesk.toml");
    std::fs::write(&path, text).expect("written");
    uri(&path)
}

fn heard(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 2}]}));
}

#[test]
fn a_client_that_watches_is_asked_to() {
    let (_folder, mut client, _) = desk(watching());
    let asked = client.said("client/registerCapability");
    let methods: Vec<&Value> =
        asked["params"]["registrations"].as_array().expect("a list").iter().map(|r| &r["method"]).collect();
    assert_eq!(methods, ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
    let options = &asked["params"]["registrations"][0]["registerOptions"];
    assert_eq!(options["watchers"][0]["globPattern"], "**/copydesk.toml");
    client.reply(&asked, Value::Null);
}

#[test]
fn a_change_that_the_client_missed_takes_effect_when_a_document_is_saved() {
    let (folder, mut client, doc) = desk(watching());
    write(&folder, "[rules]\ndoubled-word = \"off\"\n");
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": doc}}));
    assert_eq!(client.said("textDocument/publishDiagnostics")["params"]["version"], 1);
}

#[test]
fn a_changed_file_takes_effect_and_a_broken_one_is_told_once() {
    let (folder, mut client, doc) = desk(watching());
    let file = write(&folder, "[rules]\ndoubled-word = \"off\"\n");
    heard(&mut client, &file);
    // The same version, checked again.
    assert_eq!(client.said("textDocument/publishDiagnostics")["params"]["version"], 1);

    write(&folder, "[rules\n");
    heard(&mut client, &file);
    let told = client.said("window/showMessage");
    assert_eq!(told["params"]["type"], 1);
    let message = told["params"]["message"].as_str().expect("text");
    assert!(message.contains("copydesk.toml: line 1: not valid TOML"), "{message}");
    assert!(message.contains("What it said before holds"), "{message}");

    write(&folder, "[rules\n\n");
    heard(&mut client, &file);
    heard(&mut client, &doc);
    let said = client.listen(Duration::from_millis(300));
    assert!(said.iter().all(|message| message["method"] != "window/showMessage"), "{said:?}");
}

#[test]
fn a_client_that_watches_nothing_is_not_needed() {
    let (folder, mut client, _) = desk(json!({}));
    write(&folder, "[rules]\ndoubled-word = \"off\"\n");
    assert_eq!(client.said("textDocument/publishDiagnostics")["params"]["version"], 1);
    std::fs::remove_file(folder.path().join("copydesk.toml")).expect("removed");
    assert_eq!(client.said("textDocument/publishDiagnostics")["params"]["version"], 1);
}

#[test]
fn a_client_that_refuses_to_watch_is_not_needed_either() {
    let (folder, mut client, _) = desk(watching());
    let asked = client.said("client/registerCapability");
    client
        .send(&json!({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32601, "message": "never heard of it"}}));
    write(&folder, "[rules]\ndoubled-word = \"off\"\n");
    client.said("textDocument/publishDiagnostics");
}

#[test]
fn a_file_that_says_the_same_checks_nothing_anew() {
    let (folder, mut client, _) = desk(watching());
    let file = write(&folder, "");
    heard(&mut client, &file);
    client.said("textDocument/publishDiagnostics");
    heard(&mut client, &file);
    let said = client.listen(Duration::from_millis(300));
    assert!(said.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "{said:?}");
}

#[test]
fn the_editor_is_asked_for_settings() {
    let capabilities = json!({"workspace": {"configuration": true}});
    let (_folder, mut client, _) = desk(capabilities);
    let asked = client.said("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([{"section": "copydesk"}]));
    client.reply(&asked, json!([{"rules": {"doubled-word": "off"}, "style": null}]));
    client.said("textDocument/publishDiagnostics");

    // A client that only reports that something changed is asked again.
    client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    let asked = client.said("workspace/configuration");
    client.reply(&asked, json!([null]));
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": {"copydesk": {"style": {"links": "required"}}}}),
    );
    client.said("textDocument/publishDiagnostics");
}

#[test]
fn the_problems_of_a_configuration_stand_in_it() {
    let mut client = Client::start(json!({}));
    let text = "# 😀\n[rules]\ndoubled-word = 7\n";
    let item = json!({"uri": "file:///desk/copydesk.toml", "languageId": "toml", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    let pushed = client.said("textDocument/publishDiagnostics");
    let found = &pushed["params"]["diagnostics"][0];
    assert_eq!(found["range"]["start"], json!({"line": 2, "character": 15}));
    assert_eq!((&found["source"], &found["severity"]), (&json!("copydesk"), &json!(1)));
}

#[test]
fn names_that_nobody_knows_are_shown_in_the_configuration_and_told() {
    let (folder, mut client, _) = desk(watching());
    let text = "[rules]\ndoubled-word = \"off\"\ndoubled-words = \"off\"\n[style]\nprofile = \"tass\"\n";
    let file = write(&folder, text);
    heard(&mut client, &file);
    let told = client.said("window/showMessage");
    let message = told["params"]["message"].as_str().expect("text");
    assert!(message.contains("line 3: no rule is named “doubled-words”; did you mean “doubled-word”?"), "{message}");

    let item = json!({"uri": file, "languageId": "toml", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    let found = loop {
        let pushed = client.said("textDocument/publishDiagnostics");
        if pushed["params"]["uri"] == file.as_str() {
            break pushed["params"]["diagnostics"].clone();
        }
    };
    assert_eq!(found.as_array().map(Vec::len), Some(2), "{found}");
    let place = |at: usize| (&found[at]["range"]["start"]["line"], &found[at]["range"]["start"]["character"]);
    assert_eq!(place(0), (&json!(2), &json!(0)));
    assert_eq!(place(1), (&json!(4), &json!(10)));
    let message = found[1]["message"].as_str().expect("text");
    assert!(message.contains("No profile is named “tass”"), "{message}");
}

#[test]
fn the_extension_for_vs_code_names_each_feature() {
    let package = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/editors/vscode/package.json"));
    let package: Value = serde_json::from_str(&package.expect("the extension")).expect("JSON");
    let setting = &package["contributes"]["configuration"]["properties"]["copydesk.features"];
    let named = setting["properties"].as_object().expect("features");
    // The editor itself lists headings in the outline.
    let is_on = |name: &String| name != "document-symbols";
    assert_eq!(setting["default"], named.keys().map(|name| (name.clone(), json!(is_on(name)))).collect::<Value>());
    // With all of them off, only what the editor needs to show findings remains.
    let off: Value = named.keys().map(|name| (name.clone(), json!(false))).collect();
    let mut client = Client::spawn();
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let answer = client.initialize(json!({"capabilities": pulls, "initializationOptions": {"features": off}}));
    let left: Vec<&str> =
        answer["capabilities"].as_object().expect("capabilities").keys().map(String::as_str).collect();
    assert_eq!(left, ["positionEncoding", "textDocumentSync", "workspace", "diagnosticProvider"]);
    assert!(!client.log().contains("there is no feature"), "{}", client.log());
}
