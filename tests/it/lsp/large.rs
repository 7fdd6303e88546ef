//! A workspace larger than anybody's: answers stay quick while it is read, and omissions are reported.

use super::driver::Client;
use serde_json::json;
use std::time::{Duration, Instant};

/// Files in the workspace, about a tenth of which are documents.
const FILES: usize = 100_000;

/// Documents; more than are summarized.
const DOCUMENTS: usize = 10_200;

/// How long an answer may take while the workspace is read. The machine is busy with other tests.
const QUICK: Duration = Duration::from_secs(2);

#[test]
fn a_workspace_of_a_hundred_thousand_files_stops_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = 100;
    for at in 0..folders {
        std::fs::create_dir(folder.path().join(format!("{at:03}"))).expect("made");
    }
    for at in 0..FILES {
        let within = folder.path().join(format!("{:03}", at % folders));
        let done = if at < DOCUMENTS {
            let text = format!("# Rain {at}\n\n*By Ada Vale*\n\nRain fell ([Dawn](https://dawn.com/{at}), May 9).\n");
            std::fs::write(within.join(format!("{at:05}.md")), text)
        } else {
            std::fs::File::create(within.join(format!("{at:05}.txt"))).map(drop)
        };
        done.expect("written");
    }

    let mut client = Client::spawn();
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let capabilities = json!({"window": {"workDoneProgress": true}});
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": [{"uri": root, "name": "desk"}]}));
    let here = root.join("new.md").expect("a URL").to_string();
    client.open(&here, "# Now\n\nRain fell ([Daw");
    let end = Instant::now() + Duration::from_secs(60);
    let mut version = 1;
    let mut slowest = Duration::ZERO;
    let mut read = false;
    while !read {
        assert!(Instant::now() < end, "the workspace was not read\n{}", client.log());
        version += 1;
        let place = json!({"line": 2, "character": 15});
        let change = match version % 2 {
            0 => json!([{"range": {"start": place, "end": place}, "text": "n"}]),
            _ => json!([{"range": {"start": place, "end": {"line": 2, "character": 16}}, "text": ""}]),
        };
        let document = json!({"uri": here, "version": version});
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}));
        let asked = Instant::now();
        let params = json!({"textDocument": {"uri": here}, "position": place});
        let answer = client.request("textDocument/completion", params);
        slowest = slowest.max(asked.elapsed());
        assert!(answer["result"]["items"].as_array().is_some_and(|items| !items.is_empty()), "{answer}");
        for message in client.listen(Duration::from_millis(5)) {
            if message["method"] == "window/workDoneProgress/create" {
                client.reply(&message, json!(null));
            }
            read |= message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end";
        }
    }
    assert!(slowest < QUICK, "an answer took {slowest:?}");
    client.logged("the workspace holds 10200 documents: the last 10000 by name are read");
    // The last ones by name are known, the first ones are not.
    let known = |client: &mut Client, query: &str| {
        let found = client.request("workspace/symbol", json!({"query": query}));
        found["result"].as_array().is_some_and(|found| !found.is_empty())
    };
    assert!(known(&mut client, "Rain 10199") && !known(&mut client, "Rain 10100"));
    if let Some(memory) = client.memory() {
        assert!(memory < 150 << 20, "{} MB", memory >> 20);
    }
    // Requests about all documents report that these are not all.
    let other = root.join("newer.md").expect("a URL").to_string();
    client.open(&other, "Men of al-Shabaab left.\n");
    let at = json!({"textDocument": {"uri": other}, "position": {"line": 0, "character": 10}, "newName": "the Youth",
        "context": {"includeDeclaration": true}});
    // For references once, for a rename each time.
    for method in ["textDocument/references", "textDocument/rename", "textDocument/rename"] {
        assert!(client.request(method, at.clone()).get("error").is_none());
        let said = client.said("window/showMessage")["params"]["message"].as_str().expect("text").to_owned();
        assert_eq!(
            said,
            "Only 10000 of the 10200 documents of the workspace were searched: the index of the workspace is full."
        );
    }
    assert!(client.request("textDocument/references", at).get("error").is_none());
    let said = client.listen(Duration::from_millis(100));
    assert!(said.iter().all(|message| message["method"] != "window/showMessage"), "{said:?}");
    assert_eq!(client.status(&here)["version"], version);
}

#[test]
fn people_can_end_the_reading_of_a_workspace() {
    const MANY: usize = 3000;
    let folder = tempfile::tempdir().expect("a folder");
    for at in 0..MANY {
        let text = format!("# Snow {at}\n\n*By Ada Vale*\n\nSnow fell ([Dawn](https://dawn.com/{at}), May 9).\n");
        std::fs::write(folder.path().join(format!("{at:05}.md")), text).expect("written");
    }
    let mut client = Client::spawn();
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let capabilities = json!({"window": {"workDoneProgress": true}});
    client.initialize(json!({"capabilities": capabilities, "workspaceFolders": [{"uri": root, "name": "desk"}]}));
    let create = client.said("window/workDoneProgress/create");
    client.reply(&create, json!(null));
    let token = &create["params"]["token"];
    client.notify("window/workDoneProgress/cancel", json!({"token": token}));
    client.wait("the end of the reading", |message| {
        message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end"
    });
    client.logged("reading the workspace was ended after");
    // The last ones by name were read first; the server keeps running.
    let found = client.request("workspace/symbol", json!({"query": "Snow 10"}));
    assert!(found["result"].as_array().is_none_or(Vec::is_empty), "{found}");
}
