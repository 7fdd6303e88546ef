//! Any sequence of edits over the wire produces the same text as a plain model.

use super::driver::{Client, status_of};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::RefCell;

/// A line and a column as sent by a client.
type Place = (u32, u32);

/// One change: to a range, or to the whole text without one.
type Change = (Option<(Place, Place)>, String);

/// The bytes at which lines start, and at which their content ends.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let length = match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => 2,
            (b'\r' | b'\n', _) => 1,
            _ => {
                at += 1;
                continue;
            }
        };
        found.push((start, at));
        at += length;
        start = at;
    }
    found.push((start, text.len()));
    found
}

/// The byte at a place, found by counting: past the end of a line its end, past the last line the end of the text, inside
/// a character its start.
fn offset(text: &str, (line, column): Place, encoding: &str) -> usize {
    let Some(&(start, end)) = lines(text).get(line as usize) else { return text.len() };
    let mut left = column as usize;
    for (at, c) in text[start..end].char_indices() {
        let units = match encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        if left < units {
            return start + at;
        }
        left -= units;
    }
    end
}

fn apply(text: &mut String, (range, new): &Change, encoding: &str) {
    match range {
        Some((from, to)) => {
            let (a, b) = (offset(text, *from, encoding), offset(text, *to, encoding));
            text.replace_range(a.min(b)..a.max(b), new);
        }
        None => text.clone_from(new),
    }
}

fn place() -> impl Strategy<Value = Place> {
    let far = (prop_oneof![0u32..12, Just(u32::MAX >> 1)], prop_oneof![0u32..20, Just(u32::MAX >> 1)]);
    prop_oneof![5 => (0u32..12, 0u32..24), 1 => far]
}

fn change() -> impl Strategy<Value = Change> {
    let range = prop_oneof![12 => (place(), place()).prop_map(Some), 1 => Just(None)];
    (range, "[ab(\u{645}\u{e9}👩😀\r\n ]{0,8}")
}

fn hold(encoding: &'static str) {
    let client = RefCell::new(Client::start(json!({"general": {"positionEncodings": [encoding]}})));
    let number = RefCell::new(0);
    let texts = "[a\u{e9}\u{627}😀\r\n\u{2028}\u{85}\u{c} ]{0,80}";
    let edits = prop::collection::vec(prop::collection::vec(change(), 1..4), 0..30);
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let held = runner.run(&(texts, edits), |(mut text, edits)| {
        let (mut client, mut number) = (client.borrow_mut(), number.borrow_mut());
        *number += 1;
        let uri = format!("file:///desk/{number}.md");
        client.open(&uri, &text);
        let mut version = 1;
        for changes in edits {
            version += 1;
            let sent = changes.iter().map(|(range, new)| match range {
                Some((from, to)) => {
                    let place = |(line, character): &Place| json!({"line": line, "character": character});
                    json!({"range": {"start": place(from), "end": place(to)}, "text": new})
                }
                None => json!({"text": new}),
            });
            let sent: Vec<Value> = sent.collect();
            let document = json!({"uri": uri, "version": version});
            client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": sent}));
            changes.iter().for_each(|change| apply(&mut text, change, encoding));
        }
        prop_assert_eq!(client.status(&uri), status_of(version, &text));
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        Ok(())
    });
    held.unwrap_or_else(|error| panic!("{encoding}: {error}"));
}

#[test]
fn in_utf_8() {
    hold("utf-8");
}

#[test]
fn in_utf_16() {
    hold("utf-16");
}

#[test]
fn in_utf_32() {
    hold("utf-32");
}

#[test]
fn the_model_counts_as_the_protocol_does() {
    let text = "é😀\r\nb\rc\n";
    assert_eq!(lines(text), [(0, 6), (8, 9), (10, 11), (12, 12)]);
    for (encoding, columns) in [("utf-8", [2, 6]), ("utf-16", [1, 3]), ("utf-32", [1, 2])] {
        assert_eq!(columns.map(|column| offset(text, (0, column), encoding)), [2, 6], "{encoding}");
        assert_eq!(offset(text, (0, 99), encoding), 6);
        assert_eq!(offset(text, (1, 1), encoding), 9);
        assert_eq!(offset(text, (9, 0), encoding), 12);
    }
    assert_eq!((offset(text, (0, 2), "utf-16"), offset(text, (0, 1), "utf-8")), (2, 0));
}
