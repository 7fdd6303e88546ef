//! Messages as they arrive, with what real clients get wrong put right.
//!
//! * A lone surrogate (`"\ud83d"`, half of an emoji) is no Unicode; it becomes U+FFFD, which counts one UTF-16 unit as
//!   the half did, so that the positions of the edits that follow stay true. To drop such an edit would be to lose the text.
//! * Numbers that no position can have (negative, fractional, `Number.MAX_VALUE`) become the nearest that one can.
//! * `"params": null` is no params.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Id, Request};

/// What a client sends.
#[derive(Debug)]
pub(super) enum Message {
    /// A request or a notification.
    Call(Request),
    /// The answer to a request of ours.
    Reply(Id, Result<Value, Error>),
}

#[derive(Deserialize)]
struct Envelope {
    id: Option<Id>,
    method: Option<String>,
    params: Option<Value>,
    result: Option<Value>,
    error: Option<Error>,
}

/// Reads a frame's body.
///
/// # Errors
/// A sentence for the log, where the body is no message.
pub(super) fn read(body: &[u8]) -> Result<Message, String> {
    let envelope: Envelope = match serde_json::from_slice(body) {
        Ok(envelope) => envelope,
        Err(error) => match mend(body).map(|mended| serde_json::from_str(&mended)) {
            Some(Ok(envelope)) => envelope,
            _ => return Err(format!("a message that is no JSON-RPC was dropped: {error}")),
        },
    };
    let Envelope { id, method, params, result, error } = envelope;
    match (method, id) {
        (Some(method), id) => {
            let mut request = Request::build(method);
            if let Some(id) = id {
                request = request.id(id);
            }
            if let Some(mut params) = params {
                tame(&mut params);
                request = request.params(params);
            }
            Ok(Message::Call(request.finish()))
        }
        (None, Some(id)) => Ok(Message::Reply(id, error.map_or(Ok(result.unwrap_or_default()), Err))),
        (None, None) => Err("a message without method and id was dropped".to_owned()),
    }
}

/// The body with bytes that are no UTF-8 and surrogates without their half replaced by U+FFFD; `None` where there are none.
fn mend(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    let mut mended = matches!(text, std::borrow::Cow::Owned(_));
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (taken, written) = match (unit(escape), unit(escape.get(6..).unwrap_or_default())) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => (12, &escape[..12]),
            (Some(0xD800..0xE000), _) => {
                mended = true;
                (6, "\\ufffd")
            }
            // Any other escape: two characters are enough to step over `\\` and `\"`.
            _ => {
                let two = escape.char_indices().nth(2).map_or(escape.len(), |(at, _)| at);
                (two, &escape[..two])
            }
        };
        out.push_str(written);
        rest = &escape[taken..];
    }
    out.push_str(rest);
    mended.then_some(out)
}

/// The code unit of a `\uXXXX` that `text` begins with.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Brings the lines, characters and versions in `value` to numbers that the protocol's types can hold: otherwise the
/// whole message, perhaps an edit, would be refused for one of them.
fn tame(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tame),
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), &mut *value) {
                    ("line" | "character", Value::Number(number)) => {
                        if number.as_u64().is_none_or(|n| n > i32::MAX as u64) {
                            *value = whole(number, 0).into();
                        }
                    }
                    ("version", Value::Number(number)) => {
                        if number.as_i64().is_none_or(|n| i32::try_from(n).is_err()) {
                            *value = whole(number, i32::MIN).into();
                        }
                    }
                    _ => tame(value),
                }
            }
        }
        _ => {}
    }
}

fn whole(number: &serde_json::Number, least: i32) -> i32 {
    // A float that is cast goes to the nearest bound, and what is no number to 0.
    #[expect(clippy::cast_possible_truncation, reason = "the cut is what is wanted")]
    let whole = number.as_f64().unwrap_or_default() as i32;
    whole.max(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call(body: &str) -> Request {
        match read(body.as_bytes()) {
            Ok(Message::Call(request)) => request,
            other => panic!("no call: {other:?}"),
        }
    }

    #[test]
    fn half_an_emoji_loses_nothing_else() {
        let request = call(r#"{"method":"m","params":["a\ud83d","\ud83d\ude00","\\ud83d \" \udc00x","\ud83d\u0041"]}"#);
        assert_eq!(request.params(), Some(&json!(["a\u{fffd}", "😀", "\\ud83d \" \u{fffd}x", "\u{fffd}A"])));
    }

    #[test]
    fn bytes_that_are_no_utf_8_lose_nothing_else() {
        let Ok(Message::Call(request)) = read(b"{\"method\":\"m\",\"params\":[\"a\xff\"]}") else { panic!() };
        assert_eq!(request.params(), Some(&json!(["a\u{fffd}"])));
    }

    #[test]
    fn absurd_positions_are_brought_near() {
        let request = call(
            r#"{"method":"m","params":{"a":[{"line":-1,"character":1.7976931348623157e+308}],"line":3,
                "version":99999999999,"b":{"version":null,"character":4294967296}}}"#,
        );
        assert_eq!(
            request.params(),
            Some(&json!({"a": [{"line": 0, "character": i32::MAX}], "line": 3,
                "version": i32::MAX, "b": {"version": null, "character": i32::MAX}}))
        );
    }

    #[test]
    fn null_params_are_none() {
        assert_eq!(call(r#"{"method":"shutdown","id":"x","params":null}"#).params(), None);
    }

    #[test]
    fn replies_keep_their_result_or_error() {
        let reply = |body: &str| match read(body.as_bytes()) {
            Ok(Message::Reply(id, result)) => (id, result.map_err(|e| e.code.code())),
            other => panic!("no reply: {other:?}"),
        };
        assert_eq!(reply(r#"{"id":1,"result":null}"#), (Id::Number(1), Ok(Value::Null)));
        assert_eq!(reply(r#"{"id":1,"error":{"code":-1,"message":"no"}}"#), (Id::Number(1), Err(-1)));
    }

    #[test]
    fn what_is_no_message_is_said() {
        for body in ["", "{", "[]", "1", "{}", "{\"id\":1.5,\"method\":\"m\"}", "{\"method\":\"\\ud83d"] {
            assert!(read(body.as_bytes()).is_err(), "{body}");
        }
    }
}
