//! Incoming messages, corrected for what real clients get wrong.
//!
//! * A lone surrogate (`"\ud83d"`, half of an emoji) is not Unicode; it becomes U+FFFD, which counts as one UTF-16 unit
//!   like the original, so the positions of later edits stay correct. Dropping such an edit would lose text.
//! * Numbers that are impossible in a position (negative, fractional, `Number.MAX_VALUE`) become the nearest possible
//!   one.
//! * `"params": null` means no params. Params for a method without any (`shutdown`, `exit`) are ignored, and optional
//!   params of a notification are filled in.
//! * `initialize` loses only the capabilities that our protocol types do not know.
//! * Anything that is not a message gets an error response: malformed JSON -32700; a batch (which the protocol does not
//!   have), an id that is neither an integer nor a string, or a method that is not a string -32600.

use crate::text::Slice;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Id, Request};
use tower_lsp::lsp_types as lsp;

/// What a client sends.
#[derive(Debug)]
pub(super) enum Message {
    /// A request or a notification.
    Call(Request),
    /// The response to a request of ours.
    Reply(Id, Result<Value, Error>),
}

/// A frame that does not contain a message.
#[derive(Debug)]
pub(super) struct Invalid {
    /// A sentence for the log.
    pub(super) reason: String,
    /// The error response; `None` if the frame itself seems to be a response.
    pub(super) answer: Option<Value>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: Option<Value>,
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<Value>,
}

/// A member that is present, even if it is null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The error response to anything that is not a request: `id` is what could be read of its id, else null.
pub(super) fn refusal(id: &Value, error: &Error, reason: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": error.code.code(), "message": error.message, "data": reason}})
}

/// Parses the body of a frame.
///
/// # Errors
/// If it is not a message.
pub(super) fn parse(body: &[u8]) -> Result<Message, Invalid> {
    let refused =
        |id: &Value, error: &Error, reason: String| Invalid { answer: Some(refusal(id, error, &reason)), reason };
    let invalid = |id: &Value, reason: &str| refused(id, &Error::invalid_request(), reason.to_owned());
    let envelope = match envelope(body) {
        Ok(envelope) => envelope,
        Err(error) => {
            let reason = format!("a message that is not JSON-RPC was dropped: {error}");
            let error = if error.is_data() { Error::invalid_request() } else { Error::parse_error() };
            return Err(refused(&Value::Null, &error, reason));
        }
    };
    // Only now: an array that is not JSON is malformed, and any other is a batch.
    let Some(Envelope { id, method, params, result, error }) = envelope else {
        return Err(invalid(&Value::Null, "a batch of messages was dropped: the protocol has none"));
    };
    let is_reply = method.is_none() && (result.is_some() || error.is_some());
    let number = match &id {
        None => None,
        Some(Value::String(id)) => Some(Id::String(id.clone())),
        Some(Value::Number(id)) if id.is_i64() => id.as_i64().map(Id::Number),
        // Older versions of JSON-RPC write a notification like this.
        Some(Value::Null) if method.as_ref().and_then(Value::as_str).is_some_and(is_notification) => None,
        Some(_) if is_reply => {
            return Err(Invalid { reason: "an answer with an impossible id was dropped".to_owned(), answer: None });
        }
        Some(id) => {
            // A number can be sent back, so that its sender learns which request failed.
            let id = if id.is_number() { id } else { &Value::Null };
            return Err(invalid(id, "a request whose id is neither an integer nor a string was dropped"));
        }
    };
    match (method, number) {
        (Some(Value::String(method)), number) => Ok(Message::Call(call(method, number, params))),
        (Some(_), _) => Err(invalid(&id.unwrap_or_default(), "a message whose method is not a string was dropped")),
        (None, Some(number)) => {
            let failed = |error: Value| serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error());
            Ok(Message::Reply(number, error.map_or(Ok(result.unwrap_or_default()), |error| Err(failed(error)))))
        }
        (None, None) if is_reply => {
            Err(Invalid { reason: "an answer without an id was dropped".to_owned(), answer: None })
        }
        (None, None) => Err(invalid(&Value::Null, "a message without method and id was dropped")),
    }
}

/// The members of a message; `None` for an array.
fn envelope(body: &[u8]) -> serde_json::Result<Option<Envelope>> {
    // Deserialization would also accept an array as a sequence of members.
    if body.trim_ascii_start().first() == Some(&b'[') {
        return serde_json::from_slice::<serde::de::IgnoredAny>(body).map(|_| None);
    }
    serde_json::from_slice(body)
        .or_else(|error| match mend(body) {
            Some(mended) => serde_json::from_str(&mended),
            None => Err(error),
        })
        .map(Some)
}

/// Whether a method of the protocol is a notification from the client.
fn is_notification(method: &str) -> bool {
    let name = method.rsplit('/').next().unwrap_or_default();
    method.starts_with("$/")
        || name.starts_with("did")
        || matches!(method, "initialized" | "exit" | "textDocument/willSave" | "window/workDoneProgress/cancel")
}

/// The request or notification, with params as our protocol types expect them.
fn call(method: String, id: Option<Id>, params: Option<Value>) -> Request {
    let is_empty = |params: &Value| params.as_array().is_some_and(Vec::is_empty);
    let params = match (method.as_str(), params) {
        ("shutdown" | "exit", _) => None,
        ("initialized", None) => Some(json!({})),
        ("initialized", Some(params)) if is_empty(&params) => Some(json!({})),
        ("workspace/didChangeConfiguration", params) if params.as_ref().is_none_or(|p| p.get("settings").is_none()) => {
            Some(json!({"settings": null}))
        }
        ("initialize", Some(params)) => Some(understood(params)),
        (_, params) => params,
    };
    let mut request = Request::build(method);
    if let Some(id) = id {
        request = request.id(id);
    }
    if let Some(mut params) = params {
        clamp_numbers(&mut params);
        request = request.params(params);
    }
    request.finish()
}

/// The params of `initialize` without the parts that our protocol types do not know. A client with newer or unusual
/// params loses the capability in question; otherwise it could not start at all.
fn understood(mut params: Value) -> Value {
    // Our types call the protocol's `workspace.diagnostics` `workspace.diagnostic`.
    if let Some(workspace) = params.pointer_mut("/capabilities/workspace").and_then(Value::as_object_mut)
        && let Some(diagnostics) = workspace.remove("diagnostics")
    {
        workspace.insert("diagnostic".to_owned(), diagnostics);
    }
    let parses = |params: &Value| serde_json::from_value::<lsp::InitializeParams>(params.clone());
    let Some(error) = parses(&params).err() else { return params };
    tracing::warn!("some of what the client says of itself was not understood and is left out: {error}");
    if let Some(sections) = params.get_mut("capabilities").and_then(Value::as_object_mut) {
        for (section, members) in sections.iter_mut() {
            let Some(members) = members.as_object_mut() else { continue };
            members.retain(|name, value| {
                let alone = json!({ section: { name: value } });
                serde_json::from_value::<lsp::ClientCapabilities>(alone).is_ok()
            });
        }
        sections.retain(|section, value| {
            serde_json::from_value::<lsp::ClientCapabilities>(json!({ section: value })).is_ok()
        });
    }
    if let Some(folders) = params.get_mut("workspaceFolders").and_then(Value::as_array_mut) {
        folders.retain(|folder| serde_json::from_value::<lsp::WorkspaceFolder>(folder.clone()).is_ok());
    }
    if let Some(members) = params.as_object_mut() {
        members.retain(|name, value| {
            name == "capabilities" || parses(&json!({ "capabilities": {}, name: value })).is_ok()
        });
    }
    params
}

/// The body with invalid UTF-8 and lone surrogates replaced by U+FFFD; `None` if there are none.
fn mend(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    let mut mended = matches!(text, std::borrow::Cow::Owned(_));
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (taken, written) = match (unit(escape), unit(escape.get(6..).unwrap_or_default())) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => (12, escape.slice(..12)),
            (Some(0xD800..0xE000), _) => {
                mended = true;
                (6, "\\ufffd")
            }
            // Any other escape: two characters are enough to step over `\\` and `\"`.
            _ => {
                let two = escape.char_indices().nth(2).map_or(escape.len(), |(at, _)| at);
                (two, escape.slice(..two))
            }
        };
        out.push_str(written);
        rest = escape.slice(taken..);
    }
    out.push_str(rest);
    mended.then_some(out)
}

/// The code unit of the `\uXXXX` at the start of `text`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Clamps the lines, characters and versions in `value` to the range of the protocol types: otherwise the whole
/// message, perhaps an edit, would be rejected because of one of them.
fn clamp_numbers(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(clamp_numbers),
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
                    _ => clamp_numbers(value),
                }
            }
        }
        _ => {}
    }
}

fn whole(number: &serde_json::Number, least: i32) -> i32 {
    // Casting a float saturates, and NaN becomes 0.
    #[expect(clippy::cast_possible_truncation, reason = "truncation is intended")]
    let whole = number.as_f64().unwrap_or_default() as i32;
    whole.max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(body: &str) -> Request {
        match parse(body.as_bytes()) {
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
        let Ok(Message::Call(request)) = parse(b"{\"method\":\"m\",\"params\":[\"a\xff\"]}") else { panic!() };
        assert_eq!(request.params(), Some(&json!(["a\u{fffd}"])));
    }

    #[test]
    fn absurd_positions_are_clamped() {
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
    fn params_are_what_the_method_expects() {
        assert_eq!(call(r#"{"method":"x","id":"x","params":null}"#).params(), None);
        for params in ["null", "{}", "[]", "7"] {
            for method in ["shutdown", "exit"] {
                assert_eq!(call(&format!(r#"{{"method":"{method}","params":{params}}}"#)).params(), None);
            }
        }
        for body in ["", r#","params":null"#, r#","params":[]"#, r#","params":{}"#] {
            assert_eq!(call(&format!(r#"{{"method":"initialized"{body}}}"#)).params(), Some(&json!({})));
        }
        let configuration = |params: &str| {
            call(&format!(r#"{{"method":"workspace/didChangeConfiguration"{params}}}"#)).params().cloned()
        };
        assert_eq!(configuration(""), Some(json!({"settings": null})));
        assert_eq!(configuration(r#","params":{}"#), Some(json!({"settings": null})));
        assert_eq!(configuration(r#","params":{"settings":{"a":1}}"#), Some(json!({"settings": {"a": 1}})));
    }

    #[test]
    fn replies_keep_their_result_or_error() {
        let reply = |body: &str| match parse(body.as_bytes()) {
            Ok(Message::Reply(id, result)) => (id, result.map_err(|e| e.code.code())),
            other => panic!("no reply: {other:?}"),
        };
        assert_eq!(reply(r#"{"id":1,"result":null}"#), (Id::Number(1), Ok(Value::Null)));
        assert_eq!(reply(r#"{"id":1}"#), (Id::Number(1), Ok(Value::Null)));
        assert_eq!(reply(r#"{"id":1,"error":{"code":-1,"message":"no"}}"#), (Id::Number(1), Err(-1)));
        assert_eq!(reply(r#"{"id":1,"error":"no"}"#), (Id::Number(1), Err(-32603)));
    }

    #[test]
    fn what_is_no_message_is_refused_with_a_code() {
        let refused = |body: &[u8]| match parse(body) {
            Err(Invalid { answer: Some(answer), .. }) => (answer["error"]["code"].as_i64(), answer["id"].clone()),
            other => panic!("{} is not refused: {other:?}", String::from_utf8_lossy(body)),
        };
        for body in
            ["", "{", "[", "[1,]", "nonsense", "{\"method\":\"\\ud83d", "{\"id\":1,\"method\":\"m\"}}", "\u{feff}{}"]
        {
            assert_eq!(refused(body.as_bytes()), (Some(-32700), Value::Null), "{body}");
        }
        assert_eq!(refused(b"\xff\xfe{}"), (Some(-32700), Value::Null));
        let deep = format!("{{\"params\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(refused(deep.as_bytes()), (Some(-32700), Value::Null));
        let batch = r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#;
        for body in
            ["[]", " [1]", r#"["x","exit",null,null,null]"#, batch, "1", "null", "\"exit\"", "{}", r#"{"id":null}"#]
        {
            assert_eq!(refused(body.as_bytes()), (Some(-32600), Value::Null), "{body}");
        }
        for id in ["true", "{}", "[1]", "null"] {
            let body = format!(r#"{{"id":{id},"method":"textDocument/hover"}}"#);
            assert_eq!(refused(body.as_bytes()), (Some(-32600), Value::Null), "{body}");
        }
        for id in ["1.5", "1e3", "18446744073709551615", "-9223372036854775809"] {
            let (code, back) = refused(format!(r#"{{"id":{id},"method":"m"}}"#).as_bytes());
            assert_eq!((code, back.is_number()), (Some(-32600), true), "{id}");
        }
        assert_eq!(refused(br#"{"id":7,"method":7}"#), (Some(-32600), json!(7)));
        assert_eq!(refused(br#"{"method":"m","method":"m"}"#), (Some(-32600), Value::Null));
    }

    #[test]
    fn nobody_answers_an_answer_and_a_null_id_may_mark_a_notification() {
        for body in [r#"{"id":1.5,"result":1}"#, r#"{"result":1}"#, r#"{"id":null,"error":{"code":1,"message":"x"}}"#] {
            assert!(matches!(parse(body.as_bytes()), Err(Invalid { answer: None, .. })), "{body}");
        }
        assert_eq!(call(r#"{"id":null,"method":"textDocument/didSave","params":{}}"#).id(), None);
    }

    #[test]
    fn a_strange_client_is_welcome() {
        let params = json!({
            "processId": 7, "rootUri": "", "trace": "compact",
            "workspaceFolders": [{"uri": "nowhere", "name": "x"}, {"uri": "file:///w", "name": "w"}],
            "capabilities": {
                "textDocument": {"hover": {"contentFormat": ["sign language"]}, "diagnostic": {"dynamicRegistration": true}},
                "window": 7, "notInvented": {"yet": 1}
            }
        });
        let params: lsp::InitializeParams = serde_json::from_value(understood(params)).expect("understood now");
        assert_eq!(params.process_id, Some(7));
        assert_eq!(params.root_uri, None);
        assert_eq!(params.workspace_folders.map(|folders| folders.len()), Some(1));
        let text = params.capabilities.text_document.expect("kept");
        assert!(text.hover.is_none());
        assert!(text.diagnostic.is_some());
        assert!(params.capabilities.window.is_none());
    }
}
