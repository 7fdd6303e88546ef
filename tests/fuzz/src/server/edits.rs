//! Sequences of edits over the wire, against a plain model of the protocol's positions.
//!
//! An input is a script: the first byte selects the encoding, the second the text that is opened. Each edit takes six
//! bytes: two lines, two columns, the text to insert, and whether a new message starts.

use super::{answer, hello, message, session, status};
use crate::dice::Dice;
use crate::ensure;
use serde_json::json;

const URI: &str = "file:///desk/a.md";

const TEXTS: &[&str] = &[
    "",
    "a",
    "\n",
    "\r",
    "\r\n",
    "ab\r\ncd\n",
    "é😀x\n\r\r\nñ",
    "Boats left (Reuters, May 9).\n\nThe the crews met al-Shabab.\n",
    "one\rtwo\u{2028}three\u{85}four\n",
    "😀😀\n😀",
    "a\u{301}b\r\n\r\n\r\nc",
];

const PIECES: &[&str] = &[
    "",
    "",
    "x",
    "\n",
    "\r",
    "\r\n",
    "é",
    "😀",
    "a\u{301}",
    "\u{2028}",
    "two words",
    "a\nb\r\nc\rd",
    "(AFP, May 1)",
    "[",
    "\0",
];

/// Lines and columns: small ones, and some that do not exist in any text.
const NUMBERS: &[u32] = &[0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 12, 40, 1000, u32::MAX];

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

pub(crate) fn generate(dice: &mut Dice) -> Vec<u8> {
    (0..2 + 6 * dice.between(1, 30)).map(|_| dice.bits() as u8).collect()
}

pub(crate) fn run(data: &[u8]) -> Result<(), String> {
    let pick = |at: usize| usize::from(data.get(at).copied().unwrap_or_default());
    let (name, encoding) = match pick(0) % 3 {
        0 => ("utf-8", Encoding::Utf8),
        1 => ("utf-16", Encoding::Utf16),
        _ => ("utf-32", Encoding::Utf32),
    };
    let mut model = TEXTS[pick(1) % TEXTS.len()].to_owned();
    let mut input = hello(&[name, "utf-16"]);
    let opened = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": model});
    input.extend(message(
        &json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": opened}}),
    ));
    let (mut version, mut changes) = (1, Vec::new());
    let edits: Vec<&[u8]> = data.get(2..).unwrap_or_default().chunks_exact(6).take(64).collect();
    for (number, edit) in edits.iter().enumerate() {
        let place = |line: u8, column: u8| {
            (NUMBERS[usize::from(line) % NUMBERS.len()], NUMBERS[usize::from(column) % NUMBERS.len()])
        };
        let (from, to) = (place(edit[0], edit[1]), place(edit[2], edit[3]));
        let text = PIECES[usize::from(edit[4]) % PIECES.len()];
        if edit[5] % 29 == 0 {
            model = text.to_owned();
            changes.push(json!({"text": text}));
        } else {
            let (start, end) = (offset(&model, from, encoding), offset(&model, to, encoding));
            model.replace_range(start.min(end)..start.max(end), text);
            let position = |(line, character): (u32, u32)| json!({"line": line, "character": character});
            changes.push(json!({"range": {"start": position(from), "end": position(to)}, "text": text}));
        }
        if edit[5] % 2 == 0 || number + 1 == edits.len() {
            version += 1;
            let params = json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": std::mem::take(&mut changes)});
            input.extend(message(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})));
        }
    }
    input.extend(status("status", URI));
    let said = session(input)?;
    let chosen = &answer(&said, "hello")?["result"]["capabilities"]["positionEncoding"];
    ensure(chosen == name, || format!("{name} was offered, and {chosen} chosen"))?;
    let held = &answer(&said, "status")?["result"];
    let expected = json!({"version": version, "length": model.len(), "lines": lines(&model), "hash": format!("{:016x}", hash(&model))});
    ensure(*held == expected, || format!("the server holds {held}, the model {expected}: {model:?}"))
}

/// FNV-1a, as in the server’s status.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn lines(text: &str) -> usize {
    1 + text.replace("\r\n", "\n").matches(['\n', '\r']).count()
}

/// The byte at a position, or at the nearest existing one: past the end of a line its end, past the last line the end
/// of the text, inside a character its start.
fn offset(text: &str, (line, column): (u32, u32), encoding: Encoding) -> usize {
    let mut start = 0;
    for _ in 0..line {
        let Some(end) = text[start..].find(['\n', '\r']) else { return text.len() };
        let end = start + end;
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let body = &text[start..];
    let body = &body[..body.find(['\n', '\r']).unwrap_or(body.len())];
    let mut units = 0;
    for (at, c) in body.char_indices() {
        units += match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if units > column as usize {
            return start + at;
        }
    }
    start + body.len()
}
