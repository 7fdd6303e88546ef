//! Answers about the structure of a document, in the client's units.

use super::driver::Client;
use serde_json::{Value, json};

const DOC: &str = "file:///desk/a.md";

/// Wide characters precede everything that is asked for.
const TEXT: &str = "# 😀 العربية One\r\n\r\n😀 é ([Daily Nation](https://a.example/x), May 9).\r\n\r\n## In\r\n\r\nb\r\n\r\n# Two\r\n\r\nc\r\n";

fn opened(encoding: &str, capabilities: Value) -> Client {
    let mut capabilities = capabilities;
    capabilities["general"] = json!({"positionEncodings": [encoding]});
    let mut client = Client::start(capabilities);
    client.open(DOC, TEXT);
    client
}

fn ask(client: &mut Client, method: &str, more: Value) -> Value {
    let mut params = json!({"textDocument": {"uri": DOC}});
    for (key, value) in more.as_object().into_iter().flatten() {
        params[key] = value.clone();
    }
    client.request(method, params)["result"].clone()
}

/// The text between two positions, found by counting.
fn between(range: &Value, encoding: &str) -> String {
    let at = |place: &Value| {
        let (line, column) = (place["line"].as_u64().expect("set"), place["character"].as_u64().expect("set"));
        let start: usize = TEXT.split_inclusive('\n').take(usize::try_from(line).expect("small")).map(str::len).sum();
        let mut left = usize::try_from(column).expect("small");
        let mut at = start;
        for c in TEXT[start..].chars() {
            if left == 0 {
                break;
            }
            left -= match encoding {
                "utf-8" => c.len_utf8(),
                "utf-16" => c.len_utf16(),
                _ => 1,
            };
            at += c.len_utf8();
        }
        at
    };
    TEXT[at(&range["start"])..at(&range["end"])].to_owned()
}

#[test]
fn links_stand_at_the_same_place_in_all_encodings() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = opened(encoding, json!({}));
        let links = ask(&mut client, "textDocument/documentLink", Value::Null);
        assert_eq!(links[0]["target"], "https://a.example/x");
        assert_eq!(between(&links[0]["range"], encoding), "https://a.example/x", "{encoding}");
    }
}

#[test]
fn symbols_are_a_tree_where_the_client_knows_trees() {
    let tree = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}});
    let mut client = opened("utf-16", tree);
    let symbols = ask(&mut client, "textDocument/documentSymbol", Value::Null);
    assert_eq!(symbols[0]["name"], "😀 العربية One");
    assert_eq!(symbols[0]["children"][0]["name"], "Daily Nation, May 9");
    assert_eq!(symbols[0]["children"][1]["name"], "In");
    assert!(between(&symbols[0]["range"], "utf-16").ends_with("\r\nb"));
    assert_eq!(between(&symbols[1]["selectionRange"], "utf-16"), "# Two");

    let mut client = opened("utf-16", json!({}));
    let symbols = ask(&mut client, "textDocument/documentSymbol", Value::Null);
    let names: Vec<&Value> = symbols.as_array().expect("a list").iter().map(|symbol| &symbol["name"]).collect();
    assert_eq!(names, ["😀 العربية One", "Daily Nation, May 9", "In", "Two"]);
    assert_eq!(symbols[2]["containerName"], "😀 العربية One");
    assert_eq!(symbols[2]["location"]["uri"], DOC);
}

#[test]
fn parts_fold_by_line() {
    let mut client = opened("utf-16", json!({"textDocument": {"foldingRange": {"lineFoldingOnly": true}}}));
    let folds = ask(&mut client, "textDocument/foldingRange", Value::Null);
    assert_eq!(
        folds,
        json!([{"startLine": 0, "endLine": 6}, {"startLine": 4, "endLine": 6}, {"startLine": 8, "endLine": 10}])
    );
}

#[test]
fn a_selection_grows() {
    let mut client = opened("utf-16", json!({}));
    let positions = json!({"positions": [{"line": 2, "character": 9}, {"line": 99, "character": 0}]});
    let ranges = ask(&mut client, "textDocument/selectionRange", positions);
    assert_eq!(between(&ranges[0]["range"], "utf-16"), "Daily");
    assert_eq!(between(&ranges[0]["parent"]["range"], "utf-16"), "Daily Nation");
    assert!(ranges[1]["range"].is_object());
}

#[test]
fn what_is_no_bulletin_has_no_answers() {
    let mut client = opened("utf-16", json!({}));
    for method in ["documentSymbol", "foldingRange", "documentLink"] {
        let params = json!({"textDocument": {"uri": "file:///desk/unknown.md"}});
        assert_eq!(client.request(&format!("textDocument/{method}"), params)["result"], Value::Null);
    }
}

#[test]
fn what_is_switched_off_is_neither_offered_nor_answered() {
    let mut client = Client::spawn();
    let options = json!({"copydesk": {"features": {"folding": false}}});
    let answer = client.initialize(json!({"capabilities": {}, "initializationOptions": options}));
    assert_eq!(answer["capabilities"].get("foldingRangeProvider"), None);
    assert_eq!(answer["capabilities"]["documentSymbolProvider"], true);
    client.open(DOC, TEXT);
    assert_eq!(ask(&mut client, "textDocument/foldingRange", Value::Null), Value::Null);
    assert!(ask(&mut client, "textDocument/documentSymbol", Value::Null).is_array());
}
