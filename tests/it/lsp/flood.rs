//! A flood of edits with questions in between: each is answered from the text at the time it was asked.

use super::driver::{Client, Random, framed, status_of};
use serde_json::{Value, json};

const DOC: &str = "file:///desk/flood.md";

/// A random place within `limit` bytes after `from`, as the bytes before it and as the client would give it: with lines
/// and columns found by counting, independently of the server's code.
fn place(text: &str, random: &mut Random, from: usize, limit: usize, encoding: &str) -> (usize, Value) {
    let mut at = from + random.below(limit.min(text.len() - from) + 1);
    // Clients cannot name the place between CR and LF.
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at -= 1;
    }
    let before = text[..at].replace("\r\n", "\n").replace('\r', "\n");
    let column = before.rsplit('\n').next().unwrap_or_default();
    let character = match encoding {
        "utf-8" => column.len(),
        "utf-16" => column.encode_utf16().count(),
        _ => column.chars().count(),
    };
    (at, json!({"line": before.matches('\n').count(), "character": character}))
}

fn flood(encoding: &str) {
    let pieces = ["a", "Reuters, ", "😀", "👩‍💻", "العربية ", "é", "\r\n", "\n", "\r", "\r\n\r\n", "(", ") ", "一"];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut text: String = (0..4_000).map(|_| pieces[random.below(pieces.len())]).collect();
    let mut client = Client::spawn();
    let general = json!({"positionEncodings": [encoding]});
    let answer = client.initialize(json!({"processId": null, "capabilities": {"general": general}}));
    assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
    client.open(DOC, &text);

    let mut burst = Vec::new();
    let mut expected = Vec::new();
    for version in 2..2_002_i64 {
        let (a, from) = place(&text, &mut random, 0, usize::MAX, encoding);
        let (b, to) = place(&text, &mut random, a, 40, encoding);
        let new: String = (0..random.below(4)).map(|_| pieces[random.below(pieces.len())]).collect();
        text.replace_range(a..b, &new);
        let change = json!({"range": {"start": from, "end": to}, "text": new});
        let edit = json!({"jsonrpc": "2.0", "method": "textDocument/didChange",
            "params": {"textDocument": {"uri": DOC, "version": version}, "contentChanges": [change]}});
        burst.extend(framed(&edit.to_string()));
        if version % 20 == 0 {
            let question = json!({"jsonrpc": "2.0", "id": version + 10_000, "method": "copydesk/status",
                "params": {"textDocument": {"uri": DOC}}});
            burst.extend(framed(&question.to_string()));
            expected.push((version + 10_000, status_of(version, &text)));
        }
    }
    client.raw(&burst);
    for (id, status) in expected {
        assert_eq!(client.answer(id)["result"], status, "request {id}, {encoding}");
    }
    assert_eq!(client.status(DOC), status_of(2_001, &text));
}

#[test]
fn in_utf_8() {
    flood("utf-8");
}

#[test]
fn in_utf_16() {
    flood("utf-16");
}

#[test]
fn in_utf_32() {
    flood("utf-32");
}
