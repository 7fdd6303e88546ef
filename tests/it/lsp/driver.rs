//! A client: starts the server, writes frames, and reads the output on a separate thread.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a test waits for an expected message. Generous, because the machine may be busy.
pub(super) const SOON: Duration = Duration::from_secs(60);

/// A small generator that returns the same numbers in every run: xorshift.
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A number below `limit`; 0 if that is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("below a usize")
    }
}

/// A running server and our ends of its pipes.
pub(super) struct Client {
    process: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Messages read but not asked for yet.
    kept: VecDeque<Value>,
    next: i64,
    hear: Sender<()>,
    log: Arc<Mutex<String>>,
    record: Record,
}

/// The messages from both sides, one line of JSON each, in the folder that `COPYDESK_LSP_RECORD` names; nothing if it
/// is not set. `tests/editors/protocol.py` checks them against the protocol.
#[derive(Clone)]
struct Record(Option<Arc<Mutex<std::fs::File>>>);

impl Record {
    fn new(process: u32) -> Record {
        let folder = std::env::var_os("COPYDESK_LSP_RECORD").map(std::path::PathBuf::from);
        Record(folder.map(|folder| {
            std::fs::create_dir_all(&folder).expect("a folder for the record");
            // Tests run on threads with their names.
            let test = std::thread::current().name().unwrap_or("test").replace("::", ".");
            let file = std::fs::File::create(folder.join(format!("{test}-{process}.jsonl"))).expect("a record");
            Arc::new(Mutex::new(file))
        }))
    }

    fn write(&self, side: &str, message: &Value) {
        if let Record(Some(file)) = self {
            let line = json!({"from": side, "message": message});
            writeln!(file.lock().expect("whole"), "{line}").expect("written");
        }
    }
}

impl Client {
    /// A server that has not received anything yet.
    pub(super) fn spawn() -> Client {
        let mut client = Client::deaf();
        client.hear();
        client
    }

    /// A server whose output is not read until [`Client::hear`].
    pub(super) fn deaf() -> Client {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("lsp")
            .env("COPYDESK_LOG", "info")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let input = process.stdin.take();
        let output = process.stdout.take().expect("piped");
        let mut errors = process.stderr.take().expect("piped");
        let record = Record::new(process.id());
        let heard_of = record.clone();
        let (send, messages) = channel();
        let (hear, heard) = channel();
        std::thread::spawn(move || {
            if heard.recv().is_err() {
                return;
            }
            let mut output = BufReader::new(output);
            while let Some(message) = frame(&mut output) {
                heard_of.write("server", &message);
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let log = Arc::new(Mutex::new(String::new()));
        let lines = log.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = errors.read(&mut bytes) {
                lines.lock().expect("whole").push_str(&String::from_utf8_lossy(&bytes[..n]));
            }
        });
        Client { process, input, messages, kept: VecDeque::new(), next: 0, hear, log, record }
    }

    /// A server initialized for a client with these capabilities.
    pub(super) fn start(capabilities: Value) -> Client {
        let mut client = Client::spawn();
        client.initialize(json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        client
    }

    /// Starts reading the server's output.
    pub(super) fn hear(&mut self) {
        self.hear.send(()).expect("the reader waits");
    }

    /// Initializes the server; returns the result.
    pub(super) fn initialize(&mut self, params: Value) -> Value {
        let result = self.request("initialize", params);
        self.notify("initialized", json!({}));
        result["result"].clone()
    }

    /// Writes raw bytes.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        // Bytes that are not frames are not recorded.
        let mut rest = bytes;
        while !rest.is_empty() && !matches!(self.record, Record(None)) {
            let Some(message) = whole_frame(&mut rest) else { break };
            self.record.write("client", &message);
        }
        let input = self.input.as_mut().expect("open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Writes a message.
    pub(super) fn send(&mut self, message: &Value) {
        self.raw(&framed(&message.to_string()));
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and returns its id.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}));
        self.next
    }

    /// Sends a request and waits for the response.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the response to the request `id`.
    pub(super) fn answer(&mut self, id: i64) -> Value {
        self.wait(&format!("the answer to request {id}"), |m| m.get("method").is_none() && m["id"] == id)
    }

    /// Waits for a request or notification from the server.
    pub(super) fn said(&mut self, method: &str) -> Value {
        self.wait(method, |m| m["method"] == method)
    }

    /// Responds to a request from the server.
    pub(super) fn reply(&mut self, request: &Value, result: Value) {
        self.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": result}));
    }

    /// Asks until the result is what is wanted, and returns it.
    pub(super) fn request_until(&mut self, method: &str, params: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + SOON;
        loop {
            let result = self.request(method, params.clone())["result"].take();
            if wanted(&result) {
                return result;
            }
            assert!(Instant::now() < until, "{method} still answers {result}\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for a message; others are kept for later.
    pub(super) fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).expect("found");
        }
        let until = Instant::now() + SOON;
        loop {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) if wanted(&message) => return message,
                Ok(message) => self.kept.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("{what} did not come\n{}", self.log()),
                Err(RecvTimeoutError::Disconnected) => panic!("the server ended before {what} came\n{}", self.log()),
            }
        }
    }

    /// Everything that the server sends within `time`, and the messages kept.
    pub(super) fn listen(&mut self, time: Duration) -> Vec<Value> {
        let until = Instant::now() + time;
        while let Ok(message) = self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.kept.push_back(message);
        }
        self.kept.drain(..).collect()
    }

    /// Closes our end of the server's input.
    pub(super) fn close(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the process.
    pub(super) fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + SOON;
        while Instant::now() < until {
            if let Some(status) = self.process.try_wait().expect("our child") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("the server did not end\n{}", self.log());
    }

    /// Its memory use in bytes; `None` if the system does not report it.
    pub(super) fn memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok().map(|kilobytes: usize| kilobytes << 10)
    }

    /// Its output to standard error.
    pub(super) fn log(&self) -> String {
        self.log.lock().expect("whole").clone()
    }

    /// Waits until its log contains `text`.
    pub(super) fn logged(&self, text: &str) {
        let until = Instant::now() + SOON;
        while !self.log().contains(text) {
            assert!(Instant::now() < until, "{text:?} was not logged:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Opens a Markdown document.
    pub(super) fn open(&mut self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// The server's state of a document.
    pub(super) fn status(&mut self, uri: &str) -> Value {
        self.request("copydesk/status", json!({"textDocument": {"uri": uri}}))["result"].clone()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A message with its header.
pub(super) fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The expected response to `copydesk/status`.
pub(super) fn status_of(version: i64, text: &str) -> Value {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let lines = 1 + text.matches('\n').count() + text.replace("\r\n", "\n").matches('\r').count();
    json!({"version": version, "length": text.len(), "lines": lines, "hash": format!("{hash:016x}")})
}

/// The message in the frame at the start of `bytes`, which is then advanced past it.
fn whole_frame(bytes: &mut &[u8]) -> Option<Value> {
    let header = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let lines = std::str::from_utf8(&bytes[..header]).ok()?;
    let length: usize = lines.lines().find_map(|line| line.strip_prefix("Content-Length: "))?.parse().ok()?;
    let body = bytes.get(header + 4..header + 4 + length)?;
    *bytes = &bytes[header + 4 + length..];
    serde_json::from_slice(body).ok()
}

fn frame(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}
