//! What the server says: answers, notifications and requests of its own.
//!
//! * Saying something never waits: messages queue, and a thread of its own writes them. A client that does not read
//!   can stop that thread, and nothing else.
//! * Messages leave in the order in which they were said.
//! * A request to the client is sent at once; its answer may be awaited, dropped or never come. No answer after the
//!   time-out counts as none, and one that comes late is passed over.

use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::future::Future;
use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Id, Response};
use tower_lsp::lsp_types as lsp;

/// How long a client may take to answer a request of ours.
const PATIENCE: Duration = Duration::from_secs(5);

/// What opens a ticket; no `resultId` of ours does.
const TICKET: &str = "\u{0}held ";

/// The ticket that an answer is, if it is one.
fn ticket(response: &Response) -> Option<i64> {
    response.result()?.get("resultId")?.as_str()?.strip_prefix(TICKET)?.parse().ok()
}

type Waiting = Arc<Mutex<HashMap<i64, oneshot::Sender<Result<Value, Error>>>>>;

enum Out {
    Message(Vec<u8>),
    Last,
}

/// The way to the client. Clones are cheap and share one queue.
#[derive(Clone, Debug)]
pub(crate) struct Outlet {
    queue: Sender<Out>,
    waiting: Waiting,
    next: Arc<AtomicI64>,
    held: Arc<Mutex<HashMap<i64, Vec<u8>>>>,
}

impl std::fmt::Debug for Out {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Out")
    }
}

#[derive(Serialize)]
struct Call<'a, P> {
    jsonrpc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<P>,
}

/// Tells when everything was written.
pub(super) struct Written(Receiver<()>);

impl Written {
    /// Waits until the queue is written, up to `limit`: a client that reads nothing must not keep us.
    pub(super) fn wait(&self, limit: Duration) {
        let _ = self.0.recv_timeout(limit);
    }
}

impl Outlet {
    /// Starts the thread that writes to `output`; `broken` is called when that fails.
    pub(super) fn start(
        output: impl Write + Send + 'static,
        broken: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<(Outlet, Written)> {
        let (queue, messages) = mpsc::channel();
        let (done, written) = mpsc::channel();
        std::thread::Builder::new().name("copydesk-write".to_owned()).spawn(move || {
            if let Err(error) = pump(&messages, output) {
                tracing::info!("the client closed its end: {error}");
                broken();
            }
            drop(done);
        })?;
        Ok((
            Outlet { queue, waiting: Waiting::default(), next: Arc::default(), held: Arc::default() },
            Written(written),
        ))
    }

    /// Nothing more will be said; what is queued is still written.
    pub(super) fn close(&self) {
        let _ = self.queue.send(Out::Last);
    }

    /// Answers a request of the client.
    pub(super) fn respond(&self, response: &Response) {
        let Some(ticket) = ticket(response) else { return self.say(response) };
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&ticket);
        match held {
            Some(result) => self.put_together(|body| {
                body.reserve(result.len() + 128);
                body.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
                body.extend(serde_json::to_vec(response.id())?);
                body.extend_from_slice(b",\"result\":");
                body.extend_from_slice(&result);
                body.push(b'}');
                Ok(())
            }),
            None => self.say(&Response::from_error(response.id().clone(), Error::internal_error())),
        }
    }

    /// Keeps an answer that is written as JSON already, and gives the ticket for it. The handler returns that as the
    /// `resultId` of an empty answer; when it comes by, what is kept is sent in its place. Else tower-lsp makes a tree of
    /// small pieces of every answer, which for the findings of a long draft takes as long as the check.
    pub(crate) fn hold(&self, result: Vec<u8>) -> String {
        let ticket = self.next.fetch_add(1, Ordering::Relaxed);
        self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(ticket, result);
        format!("{TICKET}{ticket}")
    }

    /// Sends a notification whose parameters `params` writes as JSON.
    pub(crate) fn tell(&self, method: &str, params: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) {
        self.put_together(|body| {
            body.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"method\":");
            body.extend(serde_json::to_vec(method)?);
            body.extend_from_slice(b",\"params\":");
            params(body)?;
            body.push(b'}');
            Ok(())
        });
    }

    /// Sends a notification.
    pub(crate) fn notify<N: lsp::notification::Notification>(&self, params: N::Params) {
        self.say(&Call { jsonrpc: "2.0", id: None, method: N::METHOD, params: Some(params) });
    }

    /// Sends a request now. The answer is `None` where the client refuses, answers with another shape, or not in time.
    pub(crate) fn ask<R: lsp::request::Request>(
        &self,
        params: R::Params,
    ) -> impl Future<Output = Option<R::Result>> + Send + 'static {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, answer);
        // Refresh requests take no params, and `null` is not allowed there.
        let params = serde_json::to_value(params).ok().filter(|params| !params.is_null());
        self.say(&Call { jsonrpc: "2.0", id: Some(id), method: R::METHOD, params });
        let forget = Forget { waiting: self.waiting.clone(), id };
        async move {
            let _forget = forget;
            match tokio::time::timeout(PATIENCE, answered).await {
                Ok(Ok(Ok(value))) => serde_json::from_value(value)
                    .map_err(|error| tracing::warn!("the client's answer to {} was not understood: {error}", R::METHOD))
                    .ok(),
                Ok(Ok(Err(error))) => {
                    tracing::warn!("the client refused {}: {}", R::METHOD, error.message);
                    None
                }
                Ok(Err(_)) => None,
                Err(_) => {
                    tracing::warn!("the client did not answer {} within {} s", R::METHOD, PATIENCE.as_secs());
                    None
                }
            }
        }
    }

    /// Takes the client's answer to a request of ours.
    pub(super) fn answered(&self, id: &Id, result: Result<Value, Error>) {
        let Id::Number(number) = id else {
            tracing::warn!("an answer to a request that was never made was dropped: id {id}");
            return;
        };
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(number);
        // Nobody may be waiting any more: the request was cancelled, or its time had run out.
        if waiting.is_none_or(|waiting| waiting.send(result).is_err()) {
            tracing::debug!("an answer that nobody waits for was dropped: id {id}");
        }
    }

    fn say(&self, message: &impl Serialize) {
        self.put_together(|body| serde_json::to_writer(body, message));
    }

    /// Sends the message that `write` puts together.
    fn put_together(&self, write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) {
        let mut body = Vec::with_capacity(256);
        match write(&mut body) {
            Ok(()) => {
                // Fails only when the writer is gone, and then so is the client.
                let _ = self.queue.send(Out::Message(body));
            }
            Err(error) => tracing::error!("a message could not be written as JSON: {error}"),
        }
    }
}

/// Takes the place in the waiting list away with the one who waits.
struct Forget {
    waiting: Waiting,
    id: i64,
}

impl Drop for Forget {
    fn drop(&mut self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// Writes messages until the last, flushing whenever the queue runs empty.
fn pump(messages: &Receiver<Out>, output: impl Write) -> std::io::Result<()> {
    let mut output = std::io::BufWriter::with_capacity(64 << 10, output);
    while let Ok(message) = messages.recv() {
        let mut next = Some(message);
        while let Some(message) = next {
            match message {
                Out::Message(body) => {
                    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
                    output.write_all(&body)?;
                }
                Out::Last => return output.flush(),
            }
            next = messages.try_recv().ok();
        }
        output.flush()?;
    }
    Ok(())
}
