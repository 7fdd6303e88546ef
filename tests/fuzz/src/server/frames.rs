//! Frames: whatever bytes it receives, the server ends when its input ends, sends only whole messages, and answers each
//! request in a whole frame once, without an internal error.
//!
//! An input is split at NUL bytes. Each piece is a body that is framed correctly, unless it starts with `!`: then it is
//! sent without a frame.

use super::{answer, framed, hello, message, session, status};
use crate::dice::Dice;
use crate::{ensure, text_of};
use serde_json::json;

const BODIES: &[&str] = &[
    r#"{"jsonrpc":"2.0","id":1,"method":"shutdown"}"#,
    r#"{"jsonrpc":"2.0","id":"a","method":"textDocument/hover","params":{"textDocument":{"uri":"file:///desk/a.md"},"position":{"line":0,"character":3}}}"#,
    r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///desk/a.md","languageId":"markdown","version":1,"text":"The the (Reuters, May 9).\n"}}}"#,
    r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///desk/a.md","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":1}},"text":"\ud83d"}]}}"#,
    r#"{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///desk/a.md"}}}"#,
    r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/diagnostic","params":{"textDocument":{"uri":"file:///desk/a.md"}}}"#,
    r#"{"jsonrpc":"2.0","id":3,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///desk/a.md"},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}},"context":{"diagnostics":[]}}}"#,
    r#"{"jsonrpc":"2.0","id":4,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///desk/a.md"},"position":{"line":0,"character":10}}}"#,
    r#"{"jsonrpc":"2.0","id":5,"method":"workspace/symbol","params":{"query":"é"}}"#,
    r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}"#,
    r#"{"jsonrpc":"2.0","id":6,"method":"no/such"}"#,
    r#"{"jsonrpc":"2.0","id":null,"method":"shutdown"}"#,
    r#"{"jsonrpc":"2.0","id":1.5,"method":"shutdown","params":[]}"#,
    r#"{"jsonrpc":"1.0","id":7,"method":7}"#,
    r#"{"jsonrpc":"2.0","id":8,"result":null}"#,
    r#"{"jsonrpc":"2.0","id":{},"error":{"code":1,"message":"x"}}"#,
    r#"[{"jsonrpc":"2.0","id":9,"method":"shutdown"},1]"#,
    "[]",
    "{",
    "",
    "nonsense",
    r#"{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":{"copydesk":{"rules":7}}}}"#,
    r#"{"jsonrpc":"2.0","method":"workspace/didChangeWorkspaceFolders","params":{"event":{"added":[{"uri":"no uri","name":"x"}],"removed":[]}}}"#,
];

const BARE: &[&str] = &[
    "!Content-Length: 2\r\n\r\n{}",
    "!Content-Length: 0\r\n\r\n",
    "!Content-Length: many\r\n\r\n",
    "!Content-Length: -1\r\n\r\n",
    "!Content-Type: x\r\n\r\n{}",
    "!\r\n\r\n",
    "!\n",
    "!content-length:2\n\n{}",
    "!x",
];

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    let pieces: Vec<String> = (0..dice.between(1, 12))
        .map(|_| {
            let pieces = if dice.once_in(8) { BARE } else { BODIES };
            let mut piece = dice.one_of(pieces).to_owned();
            if dice.once_in(3) && piece.is_ascii() && !piece.is_empty() {
                let at = dice.below(piece.len());
                match dice.below(3) {
                    0 => drop(piece.remove(at)),
                    1 => piece.insert_str(at, dice.one_of(&["\"", "{", "}", "[", "1", "null,", "é", "\\u0000"])),
                    _ => piece.truncate(at),
                }
            }
            piece
        })
        .collect();
    pieces.join("\0").into_bytes()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let mut input = hello(&["utf-16"]);
    let mut asked = Vec::new();
    // After an unframed piece the next frame may be read as its body, so nothing is guaranteed from there on.
    let (mut promised, mut over) = (true, false);
    for (number, piece) in data.split(|byte| *byte == 0).take(32).enumerate() {
        if let Some(bare) = piece.strip_prefix(b"!") {
            input.extend_from_slice(bare);
            promised = false;
            continue;
        }
        input.extend(framed(piece));
        // The server also accepts bytes that are not UTF-8, with replacements.
        let read = serde_json::from_str::<serde_json::Value>(&text_of(piece)).unwrap_or_default();
        let method = read["method"].as_str().unwrap_or_default();
        if method == "exit" || method == "copydesk/debug/panic" {
            break;
        }
        over |= method == "shutdown";
        let id = format!("probe {number}");
        input.extend(status(&id, "file:///desk/b.md"));
        if promised {
            asked.push((id, over));
        }
    }
    input.extend(message(&json!({"jsonrpc": "2.0", "method": "$/setTrace", "params": {"value": "off"}})));
    let said = session(input)?;
    answer(&said, "hello")?;
    for (id, over) in asked {
        let answer = answer(&said, &id)?;
        ensure(over || answer.get("result").is_some(), || format!("{id} is refused: {answer}"))?;
    }
    let broken = said.iter().find(|message| message["error"]["code"] == -32603);
    ensure(broken.is_none(), || format!("an internal error: {broken:?}"))
}
