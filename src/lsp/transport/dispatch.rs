//! Dispatches each incoming message to its handler, in wire order.
//!
//! * A handler is polled once on the thread that read its message. Whatever it does before its first `.await` (changing
//!   the state, taking a snapshot, canceling) therefore happens in wire order; the rest runs on the runtime and cannot
//!   block the reader.
//! * A handler that panics answers its own request with an internal error and affects no other.
//! * A handler may leave its result as finished JSON ([`respond_raw`]). The JSON belongs to that one request: it is
//!   dropped if the request is canceled.

use super::client::Client;
use super::message::{self, Message};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// What the reader does after a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Read the next one.
    Continue,
    /// The client sent `exit`.
    Exit {
        /// A `shutdown` came first.
        orderly: bool,
    },
}

/// A result that its handler serialized itself.
type RawResult = Arc<Mutex<Option<Vec<u8>>>>;

tokio::task_local! {
    static RAW_RESULT: RawResult;
}

/// Sends `json` as the result of the request whose handler is running, instead of the value that it returns. Must be
/// the last thing that the handler does.
///
/// tower-lsp first turns every result into a tree of JSON values, which for the findings of a long draft takes as long
/// as the check itself.
pub(crate) fn respond_raw(json: Vec<u8>) {
    let stored = RAW_RESULT.try_with(|slot| *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(json));
    if stored.is_err() {
        tracing::error!("a result was written outside of the handler of a request, and dropped");
    }
}

/// See the module documentation.
pub(super) struct Dispatcher<S> {
    service: S,
    runtime: Handle,
    client: Client,
    shutdown: bool,
    /// Every handler that has not answered yet holds a clone.
    busy: Arc<()>,
}

type Outcome<E> = std::thread::Result<Result<Option<Response>, E>>;

impl<S> Dispatcher<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
{
    pub(super) fn new(service: S, runtime: Handle, client: Client) -> Dispatcher<S> {
        Dispatcher { service, runtime, client, shutdown: false, busy: Arc::default() }
    }

    /// Whether `shutdown` was received.
    pub(super) fn is_shut_down(&self) -> bool {
        self.shutdown
    }

    /// A handle that is dead once every handler has answered.
    pub(super) fn busy(self) -> Weak<()> {
        Arc::downgrade(&self.busy)
    }

    /// Handles the body of one frame.
    pub(super) fn handle(&mut self, body: &[u8]) -> Flow {
        match message::parse(body) {
            Ok(Message::Call(request)) => return self.call(request),
            Ok(Message::Reply(id, result)) => self.client.resolve(&id, result),
            Err(invalid) => {
                tracing::warn!("{}", invalid.reason);
                if let Some(answer) = &invalid.answer {
                    self.client.send(answer);
                }
            }
        }
        Flow::Continue
    }

    /// Handles a frame that was too long to be read.
    pub(super) fn refuse_frame(&self, length: u64, limit: u64) {
        let reason = format!("a message of {length} bytes was dropped; at most {limit} are read");
        tracing::warn!("{reason}");
        self.client.send(&message::refusal(&serde_json::Value::Null, &Error::invalid_request(), &reason));
    }

    fn call(&mut self, request: Request) -> Flow {
        let id = request.id().cloned();
        let method = request.method();
        let flow = if method == "exit" { Flow::Exit { orderly: self.shutdown } } else { Flow::Continue };
        self.shutdown |= method == "shutdown";
        if let (Some(id), true) = (&id, method.starts_with("$/")) {
            // The router would leave these without an answer.
            self.client.send(&Response::from_error(id.clone(), Error::method_not_found()));
            return flow;
        }
        let _runtime = self.runtime.enter();
        let service = &mut self.service;
        let raw = RawResult::default();
        let handler = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request)));
        let mut handler: BoxFuture<'static, Outcome<S::Error>> = match handler {
            Ok(handler) => AssertUnwindSafe(RAW_RESULT.scope(raw.clone(), handler)).catch_unwind().boxed(),
            Err(panic) => futures::future::ready(Err(panic)).boxed(),
        };
        match handler.poll_unpin(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(outcome) => finish(&self.client, id, outcome, &raw),
            Poll::Pending => {
                let (client, busy) = (self.client.clone(), self.busy.clone());
                // The task polls again with a waker of its own, so no wake-up is lost in between.
                self.runtime.spawn(async move {
                    let outcome = handler.await;
                    finish(&client, id, outcome, &raw);
                    drop(busy);
                });
            }
        }
        flow
    }
}

fn finish<E: std::fmt::Display>(client: &Client, id: Option<Id>, outcome: Outcome<E>, raw: &RawResult) {
    match outcome {
        Ok(Ok(Some(response))) => match raw.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(json) if response.is_ok() => client.respond_raw(response.id(), &json),
            _ => client.send(&response),
        },
        Ok(Ok(None)) => {}
        Ok(Err(error)) => tracing::info!("{error}"),
        // The panic itself was logged where it happened.
        Err(_) => {
            if let Some(id) = id {
                client.send(&Response::from_error(id, Error::internal_error()));
            }
        }
    }
}
