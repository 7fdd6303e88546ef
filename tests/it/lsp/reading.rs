//! Cards, hints, lenses, colors, locations, renames: over a real pipe, in the client's units.

use super::driver::Client;
use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

const DOC: &str = "file:///desk/2018-10-10-a.md";

/// Wide characters and CRLF precede everything that is asked for.
const TEXT: &str = "# Отчёт 😀 One\r\n\r\n*By Ada Vale*\r\n\r\n😀 العربية the Rapid Response Unit (RRU) left ([Daily Nation](https://nation.africa/x),May 9). The RRU came.[^a]\r\n\r\n[^a]: See the 😀 decree.\r\n";

fn opened(encoding: &str) -> Client {
    let mut client = Client::start(json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"hover": {"contentFormat": ["markdown"]}, "rename": {"prepareSupport": true}},
        "workspace": {"workspaceEdit": {"documentChanges": true}}
    }));
    client.open(DOC, TEXT);
    client
}

/// The position `skip` bytes after the start of `words`.
fn position(words: &str, skip: usize, encoding: &str) -> Value {
    let at = TEXT.find(words).expect("the words stand in the text") + skip;
    let start = TEXT[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &TEXT[start..at];
    let column = match encoding {
        "utf-8" => before.len(),
        "utf-16" => before.encode_utf16().count(),
        _ => before.chars().count(),
    };
    json!({"line": TEXT[..start].matches('\n').count(), "character": column})
}

fn at(client: &mut Client, method: &str, place: &Value, more: Value) -> Value {
    let mut params = json!({"textDocument": {"uri": DOC}, "position": place});
    for (key, value) in more.as_object().into_iter().flatten() {
        params[key] = value.clone();
    }
    client.request(method, params)
}

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

#[test]
fn a_source_has_a_card() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let card = at(&mut client, "textDocument/hover", &position("Nation", 0, encoding), Value::Null);
        let said = card["result"]["contents"]["value"].as_str().expect("a card").to_owned();
        assert!(said.starts_with("**Daily Nation** · nation.africa"), "{said}");
        assert!(said.contains("Wednesday, May 9, 2018"), "{said}");
        assert_eq!(card["result"]["range"]["start"], position("[Daily", 0, encoding));
        let nothing = at(&mut client, "textDocument/hover", &position("came", 0, encoding), Value::Null);
        assert_eq!(nothing["result"], Value::Null);
    }
}

#[test]
fn short_forms_and_notes_lead_to_where_they_are_told() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let told = at(&mut client, "textDocument/definition", &position("RRU came", 1, encoding), Value::Null);
        assert_eq!(told["result"]["range"]["start"], position("RRU)", 0, encoding));
        let note = at(&mut client, "textDocument/definition", &position("[^a]\r", 2, encoding), Value::Null);
        assert_eq!(note["result"]["range"]["start"], position("[^a]:", 2, encoding));
        let more = json!({"context": {"includeDeclaration": true}});
        let all = at(&mut client, "textDocument/references", &position("RRU)", 0, encoding), more);
        assert_eq!(all["result"].as_array().map(Vec::len), Some(2));
        let marks = at(&mut client, "textDocument/documentHighlight", &position("RRU)", 0, encoding), Value::Null);
        assert_eq!(marks["result"][0]["kind"], 3);
    }
}

#[test]
fn a_short_form_gets_a_new_name() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let place = position("RRU came", 0, encoding);
        let ready = at(&mut client, "textDocument/prepareRename", &place, Value::Null);
        assert_eq!(ready["result"]["placeholder"], "RRU");
        let edit = at(&mut client, "textDocument/rename", &place, json!({"newName": "RFU"}));
        let edits = &edit["result"]["documentChanges"][0]["edits"];
        assert_eq!(edits.as_array().map(Vec::len), Some(2));
        assert_eq!(edits[0]["range"]["start"], position("RRU)", 0, encoding));
        let refused = at(&mut client, "textDocument/rename", &position("came", 0, encoding), json!({"newName": "x"}));
        assert!(refused["error"]["message"].as_str().expect("words").contains("no name here"));
    }
}

#[test]
fn what_is_left_unsaid_is_shown() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let params = json!({"textDocument": {"uri": DOC}, "range": whole});
        let hints = client.request("textDocument/inlayHint", params.clone());
        assert_eq!(hints["result"], json!([]), "the year of the issue goes without saying");
        client.notify("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"years": "all"}}}));
        let hints = client.request("textDocument/inlayHint", params.clone());
        assert_eq!(hints["result"][0]["label"], ", 2018");
        assert_eq!(hints["result"][0]["position"], position("May 9)", 5, encoding));
        let lens = client.request("textDocument/codeLens", params);
        assert_eq!(lens["result"][0]["command"]["title"], "1 source");
    }
}

#[test]
fn colours_are_counted_in_the_clients_units() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let tokens = client.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": DOC}}));
        let data: Vec<u64> =
            tokens["result"]["data"].as_array().expect("data").iter().filter_map(Value::as_u64).collect();
        let first = position("RRU)", 0, encoding);
        assert_eq!(data[..5], [first["line"].as_u64().unwrap(), first["character"].as_u64().unwrap(), 3, 3, 0]);
        assert_eq!(data.len() % 5, 0);
    }
}

#[test]
fn colours_are_told_anew_only_where_they_changed() {
    let mut client = opened("utf-16");
    let whole = client.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": DOC}}));
    let mut data = whole["result"]["data"].as_array().expect("data").clone();
    let mut id = whole["result"]["resultId"].clone();
    let place = position("The RRU came", 0, "utf-16");
    let edits = [json!("\r\nThen RRU "), json!("x"), json!("([Dawn](https://dawn.com/1), May 8) ")];
    for (text, version) in edits.into_iter().zip(2..) {
        let change = json!([{"range": {"start": place, "end": place}, "text": text}]);
        let document = json!({"uri": DOC, "version": version});
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": change}));
        let params = json!({"textDocument": {"uri": DOC}, "previousResultId": id});
        let delta = client.request("textDocument/semanticTokens/full/delta", params)["result"].clone();
        let edits = delta["edits"].as_array().expect("edits").clone();
        assert!(edits.len() <= 1 && delta.get("data").is_none(), "{delta}");
        for edit in &edits {
            let number = |key: &str| usize::try_from(edit[key].as_u64().expect("a number")).expect("small");
            let added = edit["data"].as_array().cloned().unwrap_or_default();
            assert!(number("start") % 5 == 0 && added.len() < data.len(), "{edit}");
            data.splice(number("start")..number("start") + number("deleteCount"), added);
        }
        id = delta["resultId"].clone();
        let whole = client.request(
            "textDocument/semanticTokens/range",
            json!({
                "textDocument": {"uri": DOC},
                "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
            }),
        );
        assert_eq!(whole["result"]["data"], json!(data));
    }
    // A previous result that is no longer known gets a full response.
    let params = json!({"textDocument": {"uri": DOC}, "previousResultId": "of yesterday"});
    let whole = client.request("textDocument/semanticTokens/full/delta", params);
    assert_eq!(whole["result"]["data"], json!(data));
}

#[test]
fn citations_are_brought_to_house_form_and_nothing_else() {
    for encoding in ENCODINGS {
        let mut client = opened(encoding);
        let options = json!({"tabSize": 4, "insertSpaces": true});
        let params = json!({"textDocument": {"uri": DOC}, "options": options});
        let edits = client.request("textDocument/formatting", params);
        let edits = edits["result"].as_array().expect("edits").clone();
        assert_eq!(edits.len(), 1);
        let place = position("May 9)", 0, encoding);
        assert_eq!((&edits[0]["range"]["start"], &edits[0]["newText"]), (&place, &json!(" ")));
        // For a part of the text, the tokens in that part.
        let mut within = |first: u32, end: u32| {
            let lines = json!({"start": {"line": first, "character": 0}, "end": {"line": end, "character": 0}});
            let params = json!({"textDocument": {"uri": DOC}, "range": lines, "options": options});
            client.request("textDocument/rangeFormatting", params)["result"].as_array().cloned().unwrap_or_default()
        };
        let line = u32::try_from(place["line"].as_u64().expect("a line")).expect("a line");
        assert_eq!(within(line, line + 1), edits);
        assert_eq!((within(0, line), within(line + 1, 99)), (Vec::new(), Vec::new()));
    }
}

#[test]
fn a_listed_name_leads_to_its_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| Url::from_file_path(folder.path().join(name)).expect("a path").to_string();
    std::fs::write(folder.path().join("copydesk.toml"), "[gazetteer]\nsources = ['ours.tsv']\n").expect("written");
    std::fs::write(folder.path().join("ours.tsv"), "# 😀\nid\tname\nzongo\tThe Zongo\n").expect("written");
    let draft = place("2018-10-10 №1.md");
    let text = "# One\n\nMen of al-Shabaab left (The Zongo, May 9; Dawn, May 8; The Unlisted, May 8).\n";
    let defined = |client: &mut Client, words: &str| {
        let line = text.lines().nth(2).expect("a line");
        let position = json!({"line": 2, "character": line.find(words).expect("the words")});
        let params = json!({"textDocument": {"uri": draft}, "position": position});
        client.request("textDocument/definition", params)["result"].clone()
    };
    let start = |capabilities: Value| {
        let mut client = Client::start(capabilities);
        client.open(&draft, text);
        client
    };
    // A client that cannot show records is led to the first mention; a publication's list is a file.
    let mut plain = start(json!({}));
    assert_eq!(defined(&mut plain, "al-Shabaab")["uri"], draft.as_str());
    let own = defined(&mut plain, "The Zongo");
    assert_eq!((&own["uri"], &own["range"]["start"]["line"]), (&json!(place("ours.tsv")), &json!(2)));

    let mut client = start(json!({"experimental": {"records": true}}));
    for (words, what, id) in [("al-Shabaab", "actor", "al-shabaab"), ("Dawn", "source", "dawn")] {
        let uri = defined(&mut client, words)["uri"].as_str().expect("an address").to_owned();
        let query = uri.strip_prefix(&format!("copydesk-record://{what}/{id}.toml?")).expect("a record");
        assert_eq!(query.replace("%25", "%"), draft);
        let asked = json!({"textDocument": {"uri": draft}, "what": what, "id": id});
        let page = client.request("copydesk/listed", asked)["result"].as_str().expect("a page").to_owned();
        assert!(page.contains(&format!("[[{what}s]]\nid = \"{id}\"\n")), "{page}");
    }
    assert_eq!(defined(&mut client, "The Zongo")["uri"], place("ours.tsv").as_str());
    assert_eq!(defined(&mut client, "The Unlisted")["uri"], draft.as_str());
    for (what, id) in [("actor", "nobody"), ("ship", "dawn")] {
        let asked = json!({"textDocument": {"uri": draft}, "what": what, "id": id});
        assert_eq!(client.request("copydesk/listed", asked)["result"], Value::Null);
    }
}

#[test]
fn notes_and_links_count_like_citations_in_brackets() {
    const URI: &str = "file:///desk/2018-10-10-notes.md";
    let text = "# One\n\nThe pier shut.[^1] It sank.[^2] [Dawn reported](https://www.dawn.com/news/1) so (Reuters, May 9).\n\n\
        [^1]: Lena Holt, “Pier Shut,” *The Star*, May 3, 2018.\n\n[^2]: Ibid.\n";
    let mut client = Client::start(json!({
        "textDocument": {
            "hover": {"contentFormat": ["markdown"]},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}
        }
    }));
    client.open(URI, text);
    let document = json!({"uri": URI});
    let contents = client.request("copydesk/contents", json!({"textDocument": document}))["result"].clone();
    let cited = contents["articles"][0]["cited"].as_array().expect("what is cited").clone();
    let names: Vec<&str> = cited.iter().filter_map(|cited| cited["name"].as_str()).collect();
    assert_eq!(names, ["Dawn", "Reuters", "The Star", "Ibid"]);
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": document}))["result"].clone();
    assert_eq!(symbols[0]["children"].as_array().map(Vec::len), Some(4), "{symbols}");
    let tokens = client.request("textDocument/semanticTokens/full", json!({"textDocument": document}));
    // Five numbers per token: an outlet in the sentence, the brackets with theirs and a date, an outlet and a date in
    // the note.
    assert_eq!(tokens["result"]["data"].as_array().map(Vec::len), Some(7 * 5), "{tokens}");
    let place = json!({"line": 2, "character": 16});
    let card = client.request("textDocument/hover", json!({"textDocument": document, "position": place}));
    let said = card["result"]["contents"]["value"].as_str().expect("a card");
    assert!(said.contains("Pier Shut") && said.contains("The Star"), "{said}");
    let told = client.request("textDocument/definition", json!({"textDocument": document, "position": place}));
    assert_eq!(told["result"]["range"]["start"]["line"], 4, "{told}");
}
