//! One document in which copydesk panics, or one file that cannot be read, does not affect others.

use super::driver::Client;
use copydesk::panics::REHEARSAL;
use serde_json::{Value, json};
use std::path::Path;

const BAD: &str = "file:///desk/bad.md";
const GOOD: &str = "file:///desk/good.md";
const FAULT: &str = "It fell fell there.\n";

fn url(path: &Path) -> String {
    tower_lsp::lsp_types::Url::from_file_path(path).expect("a path").to_string()
}

/// Whether documents can be made to panic: in builds with debug assertions only.
fn rehearses() -> bool {
    cfg!(debug_assertions)
}

fn codes(items: &Value) -> Vec<&str> {
    items.as_array().into_iter().flatten().filter_map(|item| item["code"].as_str()).collect()
}

fn says_so(items: &Value) {
    assert_eq!(codes(items), ["internal-error"], "{items}");
    let message = items[0]["message"].as_str().expect("a message");
    assert!(message.contains(env!("CARGO_PKG_VERSION")) && message.contains("please report"), "{message}");
    assert_eq!(items[0]["severity"], 1);
}

/// A text that panics, either alone or read in parts on several threads.
fn texts() -> [String; 2] {
    let long = "Rain fell ([Dawn](https://dawn.com/a), May 9).\n\n".repeat(4_000);
    [format!("{FAULT}\nHere is {REHEARSAL}.\n"), format!("{long}Here is {REHEARSAL}.\n\n{long}")]
}

#[test]
fn a_document_that_panics_says_so_to_a_client_that_is_pushed_to() {
    if !rehearses() {
        return;
    }
    for text in texts() {
        let mut client = Client::start(json!({}));
        client.open(BAD, &text);
        client.open(GOOD, FAULT);
        let pushed = |client: &mut Client, uri: &str| {
            let of = |m: &Value| m["method"] == "textDocument/publishDiagnostics" && m["params"]["uri"] == uri;
            client.wait("diagnostics", of)["params"].clone()
        };
        let bad = pushed(&mut client, BAD);
        assert_eq!(bad["version"], 1);
        says_so(&bad["diagnostics"]);
        assert!(codes(&pushed(&mut client, GOOD)["diagnostics"]).contains(&"doubled-word"));
        // The next edit is read like any other.
        let document = json!({"uri": BAD, "version": 2});
        let changes = json!([{"text": FAULT}]);
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
        let mended = pushed(&mut client, BAD);
        assert_eq!(mended["version"], 2);
        assert!(codes(&mended["diagnostics"]).contains(&"doubled-word"));
    }
}

#[test]
fn a_document_that_panics_says_so_to_a_client_that_pulls() {
    if !rehearses() {
        return;
    }
    let mut client = Client::start(json!({"textDocument": {"diagnostic": {}}}));
    for text in texts() {
        client.open(BAD, &text);
        client.open(GOOD, FAULT);
        let pull = |client: &mut Client, uri: &str| {
            client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}))["result"]["items"].clone()
        };
        says_so(&pull(&mut client, BAD));
        says_so(&pull(&mut client, BAD));
        assert!(codes(&pull(&mut client, GOOD)).contains(&"doubled-word"));
        let all = client.request("workspace/diagnostic", json!({"previousResultIds": []}))["result"]["items"].clone();
        assert_eq!(all.as_array().map(Vec::len), Some(2));
        says_so(&all[0]["items"]);
        // Questions about it get no answer, but no error either: editors ask on every mouse move.
        let place = json!({"line": 0, "character": 4});
        let at = json!({"textDocument": {"uri": BAD}, "position": place});
        let mut change = at.clone();
        change["newName"] = json!("x");
        change["context"] = json!({"includeDeclaration": true, "diagnostics": [], "triggerKind": 1});
        change["range"] = json!({"start": place, "end": place});
        change["options"] = json!({"tabSize": 4, "insertSpaces": true});
        for method in
            ["hover", "completion", "references", "rename", "codeAction", "documentSymbol", "formatting", "inlayHint"]
        {
            let answer = client.request(&format!("textDocument/{method}"), change.clone());
            assert_eq!((&answer["result"], answer.get("error")), (&Value::Null, None), "{method}: {answer}");
        }
        for uri in [BAD, GOOD] {
            client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        }
    }
}

/// A workspace folder, and a client that has opened it.
fn desk(files: &[(&str, &str)]) -> (tempfile::TempDir, Client) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let mut client = Client::spawn();
    let pulls = json!({"textDocument": {"diagnostic": {}}});
    let folders = json!([{"uri": url(folder.path()), "name": "desk"}]);
    client.initialize(json!({"capabilities": pulls, "workspaceFolders": folders}));
    (folder, client)
}

/// Waits until the workspace has an article with this title.
fn indexed(client: &mut Client, title: &str) {
    let some = |found: &Value| found.as_array().is_some_and(|found| !found.is_empty());
    client.request_until("workspace/symbol", &json!({"query": title}), some);
}

const ARTICLE: &str = "*By Ada Vale*\n\nMen of al-Shabaab left.\n";

#[test]
fn the_workspace_is_read_past_a_document_that_panics() {
    if !rehearses() {
        return;
    }
    let [bad, _] = texts();
    let (first, last) = (format!("# First\n\n{ARTICLE}"), format!("# Last\n\n{ARTICLE}"));
    // The last one by name is read first.
    let (folder, mut client) = desk(&[("a.md", &first), ("m.md", &bad), ("z.md", &last)]);
    indexed(&mut client, "First");
    indexed(&mut client, "Last");
    let told = client.said("window/showMessage")["params"]["message"].as_str().expect("text").to_owned();
    assert!(told.contains("m.md could not be read: copydesk ") && told.contains("please report"), "{told}");
    // A pull of it reports that too, and later changes are read.
    let middle = folder.path().join("m.md");
    let pull = json!({"textDocument": {"uri": url(&middle)}});
    says_so(&client.request("textDocument/diagnostic", pull)["result"]["items"]);
    // A search for an actor reports that not everything was searched.
    client.open(&url(&folder.path().join("new.md")), "Men of al-Shabaab came.\n");
    let place = json!({"line": 0, "character": 9});
    let at = json!({"textDocument": {"uri": url(&folder.path().join("new.md"))}, "position": place,
        "context": {"includeDeclaration": true}});
    let found = client.request("textDocument/references", at.clone());
    assert_eq!(found["result"].as_array().map(Vec::len), Some(3), "{found}");
    let told = client.said("window/showMessage")["params"]["message"].as_str().expect("text").to_owned();
    assert!(told.contains("Only 2 of the 3 documents of the workspace were searched"), "{told}");
    // Once it is repaired, nothing is missing.
    std::fs::write(&middle, format!("# Middle\n\n{ARTICLE}")).expect("written");
    let changes = json!([{"uri": url(&middle), "type": 2}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    indexed(&mut client, "Middle");
    let found = client.request("textDocument/references", at);
    assert_eq!(found["result"].as_array().map(Vec::len), Some(4), "{found}");
    let said = client.listen(std::time::Duration::from_millis(200));
    assert!(said.iter().all(|message| message["method"] != "window/showMessage"), "{said:?}");
}

#[test]
fn a_rename_says_which_documents_it_did_not_reach() {
    let article = format!("# First\n\n{ARTICLE}");
    let (folder, mut client) = desk(&[("a.md", &article), ("b.md", "# Second\n")]);
    indexed(&mut client, "First");
    std::fs::write(folder.path().join("b.md"), b"\xff\xfe").expect("written");
    let second = url(&folder.path().join("b.md"));
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": second, "type": 2}]}));
    client.logged("b.md");
    let new = url(&folder.path().join("new.md"));
    client.open(&new, "Men of al-Shabaab came.\n");
    let at = json!({"textDocument": {"uri": new}, "position": {"line": 0, "character": 9}, "newName": "the Youth"});
    let until = std::time::Instant::now() + super::driver::SOON;
    loop {
        let edit = client.request("textDocument/rename", at.clone())["result"].clone();
        assert_eq!(edit["changes"].as_object().map(serde_json::Map::len), Some(2), "{edit}");
        let said = client.listen(std::time::Duration::from_millis(50));
        if said.iter().any(|m| m["params"]["message"].as_str().is_some_and(|m| m.contains("could not be read"))) {
            break;
        }
        assert!(std::time::Instant::now() < until, "nothing was said");
    }
}

#[cfg(unix)]
#[test]
fn a_fifo_hangs_nothing() {
    let (folder, mut client) = desk(&[
        ("list/copydesk.toml", "[gazetteer]\nactors = ['fifo.tsv']\n"),
        ("list/a.md", "# Beside a list\n\nRain fell.\n"),
        ("config/a.md", "# Below a configuration\n\nRain fell.\n"),
        ("ignore/a.md", "# Beside an ignore file\n\nRain fell.\n"),
        ("plain/a.md", "# In a plain folder\n\nRain fell.\n"),
    ]);
    let paths = ["plain/fifo.md", "config/copydesk.toml", "list/fifo.tsv", "ignore/.gitignore"];
    for path in paths {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(path)).status().expect("mkfifo");
        assert!(made.success());
    }
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": url(&folder.path().join("list/copydesk.toml")), "type": 2}]}),
    );
    for name in ["list", "config", "ignore", "plain"] {
        let uri = url(&folder.path().join(name).join("open.md"));
        client.open(&uri, FAULT);
        let pulled = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
        assert!(codes(&pulled["result"]["items"]).contains(&"doubled-word"), "{name}: {pulled}");
    }
    for path in paths {
        let pull = json!({"textDocument": {"uri": url(&folder.path().join(path))}});
        assert!(client.request("textDocument/diagnostic", pull)["result"].is_object(), "{path}");
    }
    for title in ["Beside a list", "Below a configuration", "Beside an ignore file", "In a plain folder"] {
        indexed(&mut client, title);
    }
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
}
