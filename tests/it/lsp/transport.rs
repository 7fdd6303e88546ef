//! Situations in which tower-lsp 0.20 alone hangs, dies or lies, each over a real pipe.

use super::driver::{Client, framed, status_of};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const DOC: &str = "file:///desk/a.md";

#[test]
fn handlers_that_wait_for_the_client_stop_nobody() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    let waiting: Vec<i64> = (0..40).map(|_| client.ask("copydesk/debug/ask", Value::Null)).collect();
    let questions: Vec<Value> = (0..40).map(|_| client.said("workspace/configuration")).collect();
    // More than the capacity of any queue between the pipe and the handlers.
    let asked: Vec<i64> =
        (0..500).map(|_| client.ask("copydesk/status", json!({"textDocument": {"uri": DOC}}))).collect();
    for id in asked {
        assert_eq!(client.answer(id)["result"], status_of(1, "text"));
    }
    for question in questions.iter().rev() {
        client.reply(question, json!([question["id"]]));
    }
    for id in waiting {
        assert!(client.answer(id)["result"][0].is_number());
    }
}

#[test]
fn a_client_that_never_answers_is_served() {
    let mut client = Client::start(json!({}));
    let waiting: Vec<i64> = (0..8).map(|_| client.ask("copydesk/debug/ask", Value::Null)).collect();
    assert_eq!(client.status(DOC), Value::Null);
    // Eventually the handlers give up.
    for id in waiting {
        assert_eq!(client.answer(id)["result"], Value::Null);
    }
    client.logged("the client did not answer workspace/configuration within 5 s");
}

#[test]
fn a_cancelled_request_is_answered_at_once() {
    let mut client = Client::start(json!({}));
    for busy in [1, 4] {
        let ids: Vec<i64> =
            (0..busy).map(|_| client.ask("copydesk/debug/sleep", json!({"milliseconds": 4000}))).collect();
        let start = Instant::now();
        for id in &ids {
            client.notify("$/cancelRequest", json!({"id": id}));
        }
        for id in ids {
            assert_eq!(client.answer(id)["error"]["code"], -32800);
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{busy} busy handlers: {:?}", start.elapsed());
    }
}

#[test]
fn an_answer_to_a_cancelled_request_of_ours_harms_nobody() {
    let mut client = Client::start(json!({}));
    let id = client.ask("copydesk/debug/ask", Value::Null);
    let question = client.said("workspace/configuration");
    client.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    client.reply(&question, json!(["late"]));
    client.reply(&json!({"id": 999}), json!(["never asked"]));
    client.reply(&json!({"id": "words"}), Value::Null);
    assert_eq!(client.status(DOC), Value::Null);
}

#[test]
fn a_panic_answers_its_own_request() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    for method in ["copydesk/debug/panic", "copydesk/debug/panicLater"] {
        assert_eq!(client.request(method, Value::Null)["error"]["code"], -32603);
    }
    assert_eq!(client.status(DOC), status_of(1, "text"));
    client.logged("asked to panic later");
}

#[test]
fn exit_ends_the_process_while_the_pipe_stays_open() {
    let mut client = Client::start(json!({}));
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(0));

    let mut client = Client::start(json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
}

#[test]
fn exit_waits_for_no_handler_and_no_reader() {
    let mut client = Client::start(json!({}));
    client.ask("copydesk/debug/sleep", json!({"milliseconds": 60_000}));
    client.ask("copydesk/debug/ask", Value::Null);
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    let start = Instant::now();
    assert_eq!(client.ended().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_closed_pipe_ends_the_process() {
    let mut client = Client::start(json!({}));
    client.close();
    assert_eq!(client.ended().code(), Some(1));

    let mut client = Client::start(json!({}));
    let last = client.ask("copydesk/debug/sleep", json!({"milliseconds": 200}));
    client.ask("shutdown", Value::Null);
    client.close();
    // Earlier requests are still answered.
    assert_eq!(client.answer(last)["result"], Value::Null);
    assert_eq!(client.ended().code(), Some(0));
}

#[test]
fn methods_without_params_take_any() {
    for params in [Value::Null, json!({}), json!([])] {
        let mut client = Client::start(json!({}));
        client.send(&json!({"jsonrpc": "2.0", "id": "s", "method": "shutdown", "params": params}));
        let answer = client.wait("the answer", |m| m["id"] == "s");
        assert_eq!((&answer["result"], answer.get("error")), (&Value::Null, None), "{params}");
        client.notify("exit", params);
        assert_eq!(client.ended().code(), Some(0));
    }
}

#[test]
fn a_client_that_says_initialized_without_params_is_initialized() {
    for params in [Value::Null, json!([])] {
        let mut client = Client::spawn();
        client.request("initialize", json!({"capabilities": {"workspace": {"configuration": true}}}));
        client.notify("initialized", params);
        client.said("workspace/configuration");
    }
}

#[test]
fn what_is_no_message_is_answered_and_logged() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    let mut check = |body: &[u8], code: i64, log: &str| {
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        client.raw(&bytes);
        let answer = client.wait("an error", |m| m.get("error").is_some() && m.get("method").is_none());
        assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(code), &Value::Null), "{answer}");
        assert_eq!(client.status(DOC), status_of(1, "text"), "{log}");
        client.logged(log);
    };
    check(b"{\"jsonrpc\":\"2.0\",\"method\":", -32700, "EOF while parsing");
    check(b"\xff\xfe{}", -32700, "expected value");
    check(format!("{{\"params\":{}1", "[".repeat(100_000)).as_bytes(), -32700, "recursion limit");
    check(b"[1, 2]", -32600, "a batch of messages was dropped");
    check(b"[]", -32600, "a batch of messages was dropped");
    check(b"{\"jsonrpc\":\"2.0\"}", -32600, "without method and id");
    check(b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"shutdown\"}", -32600, "neither an integer nor a string");
    check(b"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"shutdown\"}", -32600, "neither an integer nor a string");
}

#[test]
fn frames_without_a_length_are_passed_over() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    for bytes in [&b"Content-Length: lots\r\n\r\n"[..], b"Content-Type: application/json\r\n\r\n{\"no\":\"length\"}"] {
        client.raw(bytes);
        assert_eq!(client.status(DOC), status_of(1, "text"));
    }
}

/// What a client that asks on every key would leave behind: requests that are canceled while their answer is being
/// computed.
#[test]
fn cancelled_requests_leave_nothing_behind() {
    const PULLS: usize = 200;
    let mut client = Client::start(json!({"textDocument": {"diagnostic": {}}}));
    let fault = "It fell fell ([Dawn](https://dawn.com/a),May 9) ([Dawn](https://dawn.com/b) May 10 ).\n\n";
    client.open(DOC, &format!("---\ndate: 2018-10-10\n---\n\n{}", fault.repeat(900)));
    let params = json!({"textDocument": {"uri": DOC}});
    let whole = client.request("textDocument/diagnostic", params.clone())["result"].to_string().len();
    assert!(whole > 500_000, "a long answer: {whole} bytes");
    let pull = |client: &mut Client, number: usize| {
        let id = client.ask("textDocument/diagnostic", params.clone());
        // Long enough for the work to start, and sometimes to end.
        std::thread::sleep(Duration::from_millis(number as u64 % 12));
        client.notify("$/cancelRequest", json!({"id": id}));
        client.answer(id)["error"]["code"] == -32800
    };
    // By then the allocator holds all that it keeps.
    for number in 0..PULLS / 4 {
        pull(&mut client, number);
    }
    let before = client.memory();
    let cancelled = (0..PULLS).filter(|number| pull(&mut client, *number)).count();
    assert!(cancelled > PULLS / 4, "{cancelled} of {PULLS} pulls were cancelled");
    if let (Some(before), Some(after)) = (before, client.memory()) {
        // Each leaked answer would cost its length; a dozen is the tolerance for the allocator.
        assert!(after < before + 12 * whole, "{cancelled} cancelled pulls: from {before} to {after} bytes");
    }
    let again = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": DOC}}));
    assert_eq!(again["result"].to_string().len(), whole);
}

#[test]
fn a_frame_over_the_limit_is_passed_over() {
    let mut client = Client::start(json!({}));
    client.open(DOC, "text");
    let length = (256 << 20) + 1;
    client.raw(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    let block = vec![b' '; 1 << 20];
    for _ in 0..256 {
        client.raw(&block);
    }
    client.raw(b" ");
    let answer = client.wait("an error", |m| m.get("error").is_some());
    assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(-32600), &Value::Null));
    assert_eq!(client.status(DOC), status_of(1, "text"));
    client.logged("a message of 268435457 bytes was dropped");
}

/// `initialize`, and `count` edits of one letter, each followed by a question.
fn burst(count: i64) -> Vec<u8> {
    let call = |id: Option<i64>, method: &str, params: Value| {
        let mut message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        if let Some(id) = id {
            message["id"] = id.into();
        }
        framed(&message.to_string())
    };
    let mut burst = call(Some(0), "initialize", json!({"capabilities": {}}));
    let item = json!({"uri": DOC, "languageId": "markdown", "version": 0, "text": ""});
    burst.extend(call(None, "textDocument/didOpen", json!({"textDocument": item})));
    let place = json!({"line": 0, "character": 0});
    let changes = json!([{"range": {"start": place, "end": place}, "text": "x"}]);
    for n in 1..=count {
        let document = json!({"uri": DOC, "version": n});
        let edit = json!({"textDocument": document, "contentChanges": changes});
        burst.extend(call(None, "textDocument/didChange", edit));
        burst.extend(call(Some(n), "copydesk/status", json!({"textDocument": {"uri": DOC}})));
    }
    burst
}

#[test]
fn a_client_that_writes_before_it_reads_is_served() {
    let mut client = Client::deaf();
    // The answers alone are several times the capacity of a pipe, so this returns only if the server never waits to
    // write.
    client.raw(&burst(5_000));
    client.hear();
    for n in 1..=5_000 {
        assert_eq!(client.answer(n)["result"], status_of(n, &"x".repeat(usize::try_from(n).expect("small"))));
    }
}

#[test]
fn exit_does_not_wait_for_a_client_that_reads_nothing() {
    let mut client = Client::deaf();
    client.raw(&burst(3_000));
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    let start = Instant::now();
    assert_eq!(client.ended().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn messages_right_behind_initialize_are_answered() {
    let mut client = Client::spawn();
    let mut burst = Vec::new();
    let item = json!({"uri": DOC, "languageId": "markdown", "version": 3, "text": "é"});
    for message in [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "copydesk/status", "params": {"textDocument": {"uri": DOC}}}),
    ] {
        burst.extend(framed(&message.to_string()));
    }
    client.raw(&burst);
    assert!(client.answer(1)["result"]["capabilities"].is_object());
    assert_eq!(client.answer(2)["result"], status_of(3, "é"));
}

#[test]
fn unknown_requests_are_refused_and_unknown_notifications_passed_over() {
    let mut client = Client::start(json!({}));
    client.notify("$/setTrace", json!({"value": "off"}));
    client.notify("copydesk/nothing", json!({}));
    assert_eq!(client.request("copydesk/nothing", json!({}))["error"]["code"], -32601);
    assert_eq!(client.request("$/nothing", json!({}))["error"]["code"], -32601);
    assert_eq!(client.request("copydesk/status", json!({"textDocument": 7}))["error"]["code"], -32602);
}

#[cfg(unix)]
#[test]
fn the_server_does_not_outlive_the_process_it_was_told_of() {
    let mut editor = std::process::Command::new("sleep").arg("600").spawn().expect("sleep starts");
    let mut client = Client::spawn();
    client.initialize(json!({"processId": editor.id(), "capabilities": {}}));
    assert_eq!(client.status(DOC), Value::Null);
    editor.kill().and_then(|()| editor.wait()).expect("our child");
    assert_eq!(client.ended().code(), Some(1));
}
