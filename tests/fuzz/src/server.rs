//! The language server, in this process, over streams: bytes in, bytes out.

pub(crate) mod edits;
pub(crate) mod frames;

use serde_json::{Value, json};
use std::io::{self, Cursor, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the server may take for one input. Generous: the machine may be busy.
const SOON: Duration = Duration::from_secs(60);

/// One message with its header.
fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

fn message(value: &Value) -> Vec<u8> {
    framed(value.to_string().as_bytes())
}

/// The handshake, with the position encodings that the client offers.
fn hello(encodings: &[&str]) -> Vec<u8> {
    let params =
        json!({"processId": null, "rootUri": null, "capabilities": {"general": {"positionEncodings": encodings}}});
    let initialize = message(&json!({"jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params}));
    [initialize, message(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}))].concat()
}

/// Asks for the status of a document.
fn status(id: &str, uri: &str) -> Vec<u8> {
    let params = json!({"textDocument": {"uri": uri}});
    message(&json!({"jsonrpc": "2.0", "id": id, "method": "copydesk/status", "params": params}))
}

#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that the server sends in response to `input` until it ends.
///
/// # Errors
/// If it does not end, or if its output is not a sequence of framed messages.
fn session(input: Vec<u8>) -> Result<Vec<Value>, String> {
    let output = Output::default();
    let written = output.clone();
    let (done, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = done.send(copydesk::lsp::serve(Cursor::new(input), output).map_err(|error| error.to_string()));
    });
    match ended.recv_timeout(SOON) {
        Ok(end) => drop(end?),
        Err(RecvTimeoutError::Timeout) => return Err("the server hangs".to_owned()),
        Err(RecvTimeoutError::Disconnected) => return Err("the server panicked".to_owned()),
    }
    let bytes = written.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rest = &bytes[..];
    let mut messages = Vec::new();
    while !rest.is_empty() {
        let (message, behind) = first(rest).ok_or_else(|| format!("no frame: {:?}", String::from_utf8_lossy(rest)))?;
        messages.push(message);
        rest = behind;
    }
    Ok(messages)
}

fn first(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let header = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let lines = std::str::from_utf8(&bytes[..header]).ok()?;
    let length: usize = lines.lines().find_map(|line| line.strip_prefix("Content-Length: "))?.parse().ok()?;
    let body = bytes.get(header + 4..header + 4 + length)?;
    Some((serde_json::from_slice(body).ok()?, &bytes[header + 4 + length..]))
}

/// The response to a request; an error if there is none, or more than one.
fn answer<'m>(messages: &'m [Value], id: &str) -> Result<&'m Value, String> {
    let mut answers = messages.iter().filter(|message| message["id"] == id && message.get("method").is_none());
    match (answers.next(), answers.next()) {
        (Some(answer), None) => Ok(answer),
        (None, _) => Err(format!("{id} is not answered")),
        (Some(_), Some(_)) => Err(format!("{id} is answered twice")),
    }
}
