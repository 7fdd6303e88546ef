//! Completion over a real pipe: what is offered, where it is inserted, and what is shown about it later.

use super::driver::Client;
use serde_json::{Value, json};

const DOC: &str = "file:///desk/2018-10-10-a.md";

fn opened(encoding: &str, snippets: bool, text: &str) -> Client {
    let mut client = Client::start(json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"completion": {"completionItem": {"snippetSupport": snippets}}}
    }));
    client.open(DOC, text);
    client
}

/// Requests completion at the end of `text`.
fn at_end(client: &mut Client, text: &str, encoding: &str) -> Vec<Value> {
    let start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let last = &text[start..];
    let column = match encoding {
        "utf-8" => last.len(),
        "utf-16" => last.encode_utf16().count(),
        _ => last.chars().count(),
    };
    let place = json!({"line": text.matches('\n').count(), "character": column});
    let answer = client.request("textDocument/completion", json!({"textDocument": {"uri": DOC}, "position": place}));
    answer["result"]["items"].as_array().cloned().unwrap_or_default()
}

const CITED: &str = "# Дожди\r\n\r\n*By Ada Vale*\r\n\r\nПо сообщениям 😀 العربية rain fell ([Dawn](https://www.dawn.com/1), May 9).\r\n\r\nДождь 😀 прошёл ([Daily Na";

#[test]
fn a_source_is_put_where_its_name_began() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = opened(encoding, true, CITED);
        let items = at_end(&mut client, CITED, encoding);
        assert_eq!(items[0]["label"], "Daily Nation", "{encoding}");
        assert_eq!(items[0]["textEdit"]["newText"], "[Daily Nation](${1:url}), ${2:October 10}");
        assert_eq!(items[0]["insertTextFormat"], 2);
        let range = &items[0]["textEdit"]["range"];
        let width = range["end"]["character"].as_u64().unwrap() - range["start"]["character"].as_u64().unwrap();
        assert_eq!(width, "[Daily Na".len() as u64);
        // Its documentation is sent when the item is looked at.
        assert_eq!(items[0].get("documentation"), None);
        let looked = client.request("completionItem/resolve", items[0].clone());
        let card = looked["result"]["documentation"]["value"].as_str().expect("a card");
        assert!(card.starts_with("Daily Nation · nation.africa"), "{card}");
    }
}

/// The labels, the first inserted text, and whether it is preselected, after a character was typed at the end.
fn triggered(client: &mut Client, text: &str, character: &str) -> Option<(Vec<String>, String, bool)> {
    let line = text.rfind('\n').map_or(text, |newline| &text[newline + 1..]);
    let place = json!({"line": text.matches('\n').count(), "character": line.encode_utf16().count()});
    let context = json!({"triggerKind": 2, "triggerCharacter": character});
    let params = json!({"textDocument": {"uri": DOC}, "position": place, "context": context});
    let answer = client.request("textDocument/completion", params);
    let items = answer["result"]["items"].as_array()?.clone();
    let labels = items.iter().map(|item| item["label"].as_str().unwrap_or_default().to_owned()).collect();
    let inserted = items.first().and_then(|item| item["textEdit"]["newText"].as_str()).unwrap_or_default().to_owned();
    Some((labels, inserted, items.first().is_some_and(|item| item["preselect"] == true)))
}

#[test]
fn the_date_of_the_address_comes_first_with_or_without_the_space() {
    let cited = "Rain fell ([Daily Nation](https://www.nation.co.ke/news/2018/10/02/y.html),";
    for (text, character, inserted) in [(cited.to_owned(), ",", " October 2"), (format!("{cited} "), " ", "October 2")]
    {
        let mut client = opened("utf-16", true, &text);
        let (labels, first, chosen) = triggered(&mut client, &text, character).expect("dates");
        assert_eq!((labels[0].as_str(), first.as_str(), chosen), ("October 2", inserted, true), "{text}");
    }
    // Within a name the list stays open.
    let text = "Rain fell ([Daily ";
    let mut client = opened("utf-16", true, text);
    assert!(triggered(&mut client, text, " ").expect("sources").0.contains(&"Daily Nation".to_owned()));
    // A space between words requests nothing.
    let text = "Rain fell on men of al-Shab ";
    let mut client = opened("utf-16", true, text);
    assert_eq!(triggered(&mut client, text, " "), None);
}

#[test]
fn a_short_form_is_the_one_that_the_article_defines() {
    let text = "# Rain\n\n*By Ada Vale*\n\nThe Popular Mobilization Forces (PMF) left (Reuters, May 9). Then the PM";
    let mut client = opened("utf-16", true, text);
    let items = at_end(&mut client, text, "utf-16");
    assert_eq!(items[0]["label"], "PMF");
    assert!(items.iter().all(|item| item["label"] != "PMU"));
}

#[test]
fn names_that_begin_with_what_was_typed_come_first() {
    for (text, labels) in [
        ("The al-Sh", &["al-Shabaab"][..]),
        ("It rained. Al-Sh", &["Al-Shabaab"]),
        ("Men of IS-K", &["Islamic State-Khurasan", "Islamic State-Khurasan (IS-K)"]),
        ("Men of al-Q", &["al-Qaeda"]),
        ("Men of Boko", &["Boko Haram", "Boko Haram (JAS)"]),
        ("Many pro-Houth", &["Houthis"]),
    ] {
        let mut client = opened("utf-16", true, text);
        let items = at_end(&mut client, text, "utf-16");
        let offered: Vec<&str> = items.iter().filter_map(|item| item["label"].as_str()).collect();
        assert!(offered.starts_with(labels), "{text}: {offered:?}");
    }
    // What only sounds like it is not what was begun.
    let mut client = opened("utf-16", true, "Troops took Mosu");
    let items = at_end(&mut client, "Troops took Mosu", "utf-16");
    assert!(items.iter().all(|item| item["label"] != "Hamas"), "{items:?}");
}

#[test]
fn a_client_without_snippets_gets_plain_text() {
    let mut client = opened("utf-16", false, CITED);
    let items = at_end(&mut client, CITED, "utf-16");
    assert_eq!(items[0]["textEdit"]["newText"], "[Daily Nation](), October 10");
    assert_eq!(items[0]["insertTextFormat"], 1);
}

#[test]
fn sources_of_one_name_are_told_apart_where_the_client_can_show_it() {
    let offered = |item: Value| {
        let mut client = Client::start(json!({"textDocument": {"completion": {"completionItem": item}}}));
        let (uri, text) = ("file:///desk/a.md", "Rain fell ([Daily Mirror");
        client.open(uri, text);
        let place = json!({"line": 0, "character": text.len()});
        let answer =
            client.request("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": place}));
        let items = answer["result"]["items"].as_array().expect("items").clone();
        let same = items.into_iter().filter(|item| item["label"] == "Daily Mirror");
        same.map(|item| (item["detail"].clone(), item["labelDetails"]["description"].clone())).collect::<Vec<_>>()
    };
    let told = offered(json!({"labelDetailsSupport": true}));
    assert!(told.len() == 2 && told[0].1 != told[1].1, "{told:?}");
    assert!(told.iter().all(|(detail, description)| detail.is_string() && detail == description), "{told:?}");
    assert!(offered(json!({})).iter().all(|(detail, description)| detail.is_string() && description.is_null()));
}

#[test]
fn the_keys_of_a_configuration_are_completed() {
    let mut client = Client::start(json!({}));
    let uri = "file:///desk/copydesk.toml";
    let item = json!({"uri": uri, "languageId": "toml", "version": 1, "text": "[style]\nli"});
    client.notify("textDocument/didOpen", json!({"textDocument": item}));
    let place = json!({"line": 1, "character": 2});
    let answer = client.request("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": place}));
    let items = answer["result"]["items"].as_array().expect("items").clone();
    assert!(items.iter().any(|item| item["label"] == "links"), "{items:?}");
}

#[test]
fn other_bulletins_are_read_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("a.md", "# Rain at Zongo\n\n*By Ada Vale*\n\nRain fell ([The Zongo Paper](https://zongo.net/1), May 9).\n");
    write("copydesk.toml", "[files]\nexclude = ['left-out/**']\n");
    std::fs::create_dir(folder.path().join("left-out")).expect("made");
    write("left-out/b.md", "# Never read\n\n*By Ada Vale*\n\nRain fell (Reuters, May 9).\n");
    let uri = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let mut client = Client::spawn();
    client.initialize(json!({
        "capabilities": {}, "workspaceFolders": [{"uri": uri, "name": "desk"}]
    }));
    let names = |found: &Value| -> Vec<Value> {
        found.as_array().into_iter().flatten().map(|symbol| symbol["name"].clone()).collect()
    };
    let all = json!({"query": ""});
    let found = client.request_until("workspace/symbol", &all, |found| !names(found).is_empty());
    assert_eq!(names(&found), ["Rain at Zongo"]);
    // A source that only another bulletin cites is offered here.
    let text = "Rain fell ([The Zon";
    let here = uri.join("new.md").expect("a URL").to_string();
    client.open(&here, text);
    let place = json!({"line": 0, "character": text.len()});
    let answer = client.request("textDocument/completion", json!({"textDocument": {"uri": here}, "position": place}));
    assert_eq!(answer["result"]["items"][0]["label"], "The Zongo Paper");
    // Removed documents are forgotten.
    std::fs::remove_file(folder.path().join("a.md")).expect("removed");
    let gone = uri.join("a.md").expect("a URL");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": gone, "type": 3}]}));
    client.request_until("workspace/symbol", &all, |found| names(found).is_empty());
}

#[test]
fn an_actor_is_found_and_renamed_in_all_documents() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = "# One\n\n*By Ada Vale*\n\nЛюди 😀 al-Shabaab said “al-Shabaab lives”. ([Dawn](#), May 9)\n";
    std::fs::write(folder.path().join("a.md"), other).expect("written");
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = Client::spawn();
        client.initialize(json!({
            "capabilities": {
                "general": {"positionEncodings": [encoding]}, "workspace": {"workspaceEdit": {"documentChanges": true}}
            },
            "workspaceFolders": [{"uri": root, "name": "desk"}]
        }));
        let here = root.join("new.md").expect("a URL").to_string();
        client.open(&here, "Men of al-Shabaab left.");
        let place = json!({"textDocument": {"uri": here}, "position": {"line": 0, "character": 10}});
        let mut params = place.clone();
        params["context"] = json!({"includeDeclaration": true});
        let three = |found: &Value| found.as_array().is_some_and(|found| found.len() == 3);
        let found = client.request_until("textDocument/references", &params, three);
        let before = "Люди 😀 ";
        let column = match encoding {
            "utf-8" => before.len(),
            "utf-16" => before.encode_utf16().count(),
            _ => before.chars().count(),
        };
        assert_eq!(found[1]["range"]["start"], json!({"line": 4, "character": column}), "{encoding}");
        let mut params = place;
        params["newName"] = json!("the Youth");
        let edit = client.request("textDocument/rename", params)["result"]["documentChanges"].clone();
        let edits = |at: usize| edit[at]["edits"].as_array().map_or(0, Vec::len);
        // Quoted words stay as they were said.
        assert_eq!((edits(0), edits(1)), (1, 1), "{edit}");
    }
}

#[test]
fn the_sources_of_a_large_list_are_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    crate::sources::large_list(folder.path());
    let root = tower_lsp::lsp_types::Url::from_directory_path(folder.path()).expect("a URL");
    let mut client = Client::spawn();
    client.initialize(json!({"capabilities": {}, "workspaceFolders": [{"uri": root, "name": "desk"}]}));
    let here = root.join("2018-10-10-a.md").expect("a URL").to_string();
    let text = "Rain fell ([Zebrunda Post 7])";
    client.open(&here, text);
    let place = json!({"line": 0, "character": text.len() - 2});
    let answer = client.request("textDocument/completion", json!({"textDocument": {"uri": here}, "position": place}));
    let item = &answer["result"]["items"][0];
    assert_eq!(item["label"], "The Zebrunda Post 7", "{answer}");
    assert_eq!(item["textEdit"]["newText"], "[The Zebrunda Post 7](), October 10");
    assert_eq!(item["textEdit"]["range"]["end"]["character"], text.len() - 1);
    let looked = client.request("completionItem/resolve", item.clone());
    assert!(looked["result"]["documentation"]["value"].as_str().is_some_and(|card| card.contains("zebpost7.net")));
}
