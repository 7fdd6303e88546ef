//! Documents: opening, editing and closing them, and messages that no editor should send.

use super::driver::{Client, status_of};
use serde_json::{Value, json};

const DOC: &str = "file:///desk/a.md";

fn change(client: &mut Client, uri: &str, version: i64, changes: Value) {
    let document = json!({"uri": uri, "version": version});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
}

fn range(from: (u64, u64), to: (u64, u64)) -> Value {
    let place = |(line, character)| json!({"line": line, "character": character});
    json!({"start": place(from), "end": place(to)})
}

#[test]
fn edits_past_the_end_and_backwards_clamp() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "ab\r\ncd");
    change(&mut client, DOC, 2, json!([{"range": range((7, 0), (7, 9)), "text": "!"}]));
    assert_eq!(client.status(DOC), status_of(2, "ab\r\ncd!"));
    change(&mut client, DOC, 3, json!([{"range": range((1, 1), (0, 1)), "text": "-"}]));
    assert_eq!(client.status(DOC), status_of(3, "a-d!"));
    change(&mut client, DOC, 4, json!([{"range": range((0, 4_294_967_296), (u64::MAX, u64::MAX)), "text": "?"}]));
    assert_eq!(client.status(DOC), status_of(4, "a-d!?"));
}

#[test]
fn a_version_that_goes_back_is_logged_and_loses_nothing() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "ab");
    change(&mut client, DOC, 9, json!([{"range": range((0, 2), (0, 2)), "text": "c"}]));
    change(&mut client, DOC, 3, json!([{"range": range((0, 3), (0, 3)), "text": "d"}]));
    assert_eq!(client.status(DOC), status_of(3, "abcd"));
    client.logged("went from version 9 to 3");
}

#[test]
fn half_an_emoji_loses_no_edit() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "ab");
    let body = r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"URI","version":2},
        "contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":1}},"text":"\ud83d"}]}}"#;
    client.raw(&super::driver::framed(&body.replace("URI", DOC)));
    change(&mut client, DOC, 3, json!([{"range": range((0, 2), (0, 3)), "text": "B"}]));
    assert_eq!(client.status(DOC), status_of(3, "a\u{fffd}B"));
}

#[test]
fn documents_that_are_no_files_are_kept_like_others() {
    let mut client = Client::start(json!({}));
    let uris = [
        "untitled:Untitled-1",
        "git:/desk/a.md?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-notebook-cell:/desk/a.ipynb#W0",
        "file:///desk/%D8%A3%20b.md",
        "zipfile:///a.zip::b.md",
        "data:,x",
    ];
    for uri in uris {
        client.open(uri, uri);
        assert_eq!(client.status(uri), status_of(1, uri));
    }
}

#[test]
fn unknown_documents_are_answered_and_logged() {
    let mut client = Client::start(json!({"textDocument": {"diagnostic": {}}}));
    change(&mut client, DOC, 2, json!([{"range": range((0, 0), (0, 0)), "text": "x"}]));
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": DOC}}));
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": "no uri"}}));
    assert_eq!(client.status(DOC), Value::Null);
    let pulled = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": DOC}}));
    assert_eq!(pulled["result"]["items"], json!([]));
    client.logged("was edited and is not open");
    client.logged("was closed and is not open");
}

#[test]
fn a_document_may_be_closed_and_opened_again() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "one");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": DOC}}));
    assert_eq!(client.status(DOC), Value::Null);
    client.open(DOC, "two");
    assert_eq!(client.status(DOC), status_of(1, "two"));
}
