//! The client from the server's point of view: responses, notifications, and the server's own requests.
//!
//! * Sending never waits: messages are queued, and a separate thread writes them. A client that does not read can only
//!   stall that thread.
//! * Messages leave in the order in which they were sent.
//! * A request to the client is sent at once; its response may be awaited, ignored, or never come. No response before
//!   the timeout counts as none, and a late one is ignored.

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
use tower_lsp::jsonrpc::{Error, Id};
use tower_lsp::lsp_types as lsp;

/// How long a client may take to respond to a request of ours.
const TIMEOUT: Duration = Duration::from_secs(5);

type Pending = Arc<Mutex<HashMap<i64, oneshot::Sender<Result<Value, Error>>>>>;

enum Outgoing {
    Message(Vec<u8>),
    Last,
}

/// The client. Clones are cheap and share one queue.
#[derive(Clone)]
pub(crate) struct Client {
    queue: Sender<Outgoing>,
    pending: Pending,
    next: Arc<AtomicI64>,
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

/// Signals that everything was written.
pub(super) struct Written(Receiver<()>);

impl Written {
    /// Waits until the queue is written, but no longer than `limit`: a client that does not read must not delay us.
    pub(super) fn wait(&self, limit: Duration) {
        let _ = self.0.recv_timeout(limit);
    }
}

impl Client {
    /// Starts the thread that writes to `output`; calls `broken` if writing fails.
    pub(super) fn start(
        output: impl Write + Send + 'static,
        broken: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<(Client, Written)> {
        let (queue, messages) = mpsc::channel();
        let (done, written) = mpsc::channel();
        std::thread::Builder::new().name("copydesk-write".to_owned()).spawn(move || {
            if let Err(error) = write_messages(&messages, output) {
                tracing::info!("the client closed its end: {error}");
                broken();
            }
            drop(done);
        })?;
        Ok((Client { queue, pending: Pending::default(), next: Arc::default() }, Written(written)))
    }

    /// Closes the queue: its contents are still written.
    pub(super) fn close(&self) {
        let _ = self.queue.send(Outgoing::Last);
    }

    /// Sends a message.
    pub(super) fn send(&self, message: &impl Serialize) {
        self.enqueue(|body| serde_json::to_writer(body, message));
    }

    /// Responds to a client request with a result that is already JSON.
    pub(super) fn respond_raw(&self, id: &Id, result: &[u8]) {
        self.enqueue(|body| {
            body.reserve(result.len() + 128);
            body.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
            body.extend(serde_json::to_vec(id)?);
            body.extend_from_slice(b",\"result\":");
            body.extend_from_slice(result);
            body.push(b'}');
            Ok(())
        });
    }

    /// Sends a notification with parameters that `params` writes as JSON.
    pub(crate) fn notify_raw(&self, method: &str, params: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) {
        self.enqueue(|body| {
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
        self.send(&Call { jsonrpc: "2.0", id: None, method: N::METHOD, params: Some(params) });
    }

    /// Shows a message to the person at the editor, and logs it.
    pub(crate) fn show_message(&self, typ: lsp::MessageType, message: String) {
        tracing::warn!("{message}");
        self.notify::<lsp::notification::ShowMessage>(lsp::ShowMessageParams { typ, message });
    }

    /// Sends a request now. The result is `None` if the client refuses, responds with another type, or takes too long.
    pub(crate) fn request<R: lsp::request::Request>(
        &self,
        params: R::Params,
    ) -> impl Future<Output = Option<R::Result>> + Send + 'static {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, response) = oneshot::channel();
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).insert(id, sender);
        // Refresh requests have no params, and `null` is not allowed there.
        let params = serde_json::to_value(params).ok().filter(|params| !params.is_null());
        self.send(&Call { jsonrpc: "2.0", id: Some(id), method: R::METHOD, params });
        let forget = Forget { pending: self.pending.clone(), id };
        async move {
            let _forget = forget;
            match tokio::time::timeout(TIMEOUT, response).await {
                Ok(Ok(Ok(value))) => serde_json::from_value(value)
                    .map_err(|error| tracing::warn!("the client's answer to {} was not understood: {error}", R::METHOD))
                    .ok(),
                Ok(Ok(Err(error))) => {
                    tracing::warn!("the client refused {}: {}", R::METHOD, error.message);
                    None
                }
                Ok(Err(_)) => None,
                Err(_) => {
                    tracing::warn!("the client did not answer {} within {} s", R::METHOD, TIMEOUT.as_secs());
                    None
                }
            }
        }
    }

    /// Passes the client's response to whoever is waiting for it.
    pub(super) fn resolve(&self, id: &Id, result: Result<Value, Error>) {
        let Id::Number(number) = id else {
            tracing::warn!("an answer to a request that was never made was dropped: id {id}");
            return;
        };
        let sender = self.pending.lock().unwrap_or_else(PoisonError::into_inner).remove(number);
        // Perhaps nobody is waiting any more: the request was canceled or timed out.
        if sender.is_none_or(|sender| sender.send(result).is_err()) {
            tracing::debug!("an answer that nobody waits for was dropped: id {id}");
        }
    }

    /// Queues the message that `write` serializes.
    fn enqueue(&self, write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>) {
        let mut body = Vec::with_capacity(256);
        match write(&mut body) {
            Ok(()) => {
                // Fails only if the writer is gone, and then so is the client.
                let _ = self.queue.send(Outgoing::Message(body));
            }
            Err(error) => tracing::error!("a message could not be written as JSON: {error}"),
        }
    }
}

/// Removes a pending request when nobody is waiting for its response any more.
struct Forget {
    pending: Pending,
    id: i64,
}

impl Drop for Forget {
    fn drop(&mut self) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// Writes messages until the last one, flushing whenever the queue runs empty.
fn write_messages(messages: &Receiver<Outgoing>, output: impl Write) -> std::io::Result<()> {
    let mut output = std::io::BufWriter::with_capacity(64 << 10, output);
    while let Ok(message) = messages.recv() {
        let mut next = Some(message);
        while let Some(message) = next {
            match message {
                Outgoing::Message(body) => {
                    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
                    output.write_all(&body)?;
                }
                Outgoing::Last => return output.flush(),
            }
            next = messages.try_recv().ok();
        }
        output.flush()?;
    }
    Ok(())
}
