//! The gate: hands each message to its handler, in the order of the wire.
//!
//! * A handler is polled once right where its message was read. What it does before its first `.await` – change the
//!   state, take a snapshot, cancel – therefore happens in wire order; the rest runs elsewhere and cannot stop the reader.
//! * A handler that panics answers its own request with an internal error, and harms no other.

use super::message;
use super::outlet::Outlet;
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::lsp_types as lsp;

/// What a message asks of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Read on.
    On,
    /// The client said `exit`; whether it said `shutdown` before.
    Exit {
        /// A `shutdown` came first.
        orderly: bool,
    },
}

/// See the module.
pub(super) struct Gate<S> {
    service: S,
    runtime: Handle,
    out: Outlet,
    shutdown: bool,
    /// A clone lives in every handler that has not answered.
    busy: Arc<()>,
}

type Answered<E> = std::thread::Result<Result<Option<Response>, E>>;

impl<S> Gate<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: std::fmt::Display + Send + 'static,
{
    pub(super) fn new(service: S, runtime: Handle, out: Outlet) -> Gate<S> {
        Gate { service, runtime, out, shutdown: false, busy: Arc::default() }
    }

    /// Whether `shutdown` was received.
    pub(super) fn shut_down(&self) -> bool {
        self.shutdown
    }

    /// Dead when every handler has answered.
    pub(super) fn busy(self) -> Weak<()> {
        Arc::downgrade(&self.busy)
    }

    /// Takes the body of one frame.
    pub(super) fn take(&mut self, body: &[u8]) -> Flow {
        match message::read(body) {
            Ok(message::Message::Call(request)) => self.call(request),
            Ok(message::Message::Reply(id, result)) => {
                self.out.answered(&id, result);
                Flow::On
            }
            Err(reason) => {
                tracing::warn!("{reason}");
                Flow::On
            }
        }
    }

    fn call(&mut self, request: Request) -> Flow {
        let id = request.id().cloned();
        let method = request.method();
        let flow = if method == "exit" { Flow::Exit { orderly: self.shutdown } } else { Flow::On };
        self.shutdown |= method == "shutdown";
        if let (Some(id), true) = (&id, method.starts_with("$/")) {
            // The router leaves these without an answer, and their sender waiting.
            self.out.respond(&Response::from_error(id.clone(), Error::method_not_found()));
            return flow;
        }
        let request = if method == "initialize" { welcome(request) } else { request };
        let _runtime = self.runtime.enter();
        let service = &mut self.service;
        let handler = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request)));
        let mut handler: BoxFuture<'static, Answered<S::Error>> = match handler {
            Ok(handler) => AssertUnwindSafe(handler).catch_unwind().boxed(),
            Err(panic) => futures::future::ready(Err(panic)).boxed(),
        };
        match handler.poll_unpin(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(answer) => finish(&self.out, id, answer),
            Poll::Pending => {
                let (out, busy) = (self.out.clone(), self.busy.clone());
                // The task polls again with a waker of its own, so nothing is missed in between.
                self.runtime.spawn(async move {
                    finish(&out, id, handler.await);
                    drop(busy);
                });
            }
        }
        flow
    }
}

fn finish<E: std::fmt::Display>(out: &Outlet, id: Option<Id>, answer: Answered<E>) {
    match answer {
        Ok(Ok(Some(response))) => out.respond(&response),
        Ok(Ok(None)) => {}
        Ok(Err(error)) => tracing::info!("{error}"),
        // The panic itself was written to the log where it happened.
        Err(_) => {
            if let Some(id) = id {
                out.respond(&Response::from_error(id, Error::internal_error()));
            }
        }
    }
}

/// An `initialize` request with its capabilities under the names of our protocol types, which call
/// `workspace.diagnostics` of the protocol `workspace.diagnostic`.
fn as_typed(request: Request) -> Request {
    if request.params().and_then(|params| params.pointer("/capabilities/workspace/diagnostics")).is_none() {
        return request;
    }
    let (method, id, params) = request.into_parts();
    let mut params = params.unwrap_or_default();
    if let Some(workspace) = params.pointer_mut("/capabilities/workspace").and_then(Value::as_object_mut)
        && let Some(said) = workspace.remove("diagnostics")
    {
        workspace.insert("diagnostic".to_owned(), said);
    }
    rebuilt(method, id, params)
}

/// An `initialize` request without the parts that our protocol types do not know. A client newer or stranger than those
/// types loses the capability that it named, where otherwise it could not start.
fn welcome(request: Request) -> Request {
    let request = as_typed(request);
    let understood = |params: &Value| serde_json::from_value::<lsp::InitializeParams>(params.clone());
    let Some(error) = request.params().and_then(|params| understood(params).err()) else { return request };
    tracing::warn!("some of what the client says of itself was not understood and is left out: {error}");
    let (method, id, params) = request.into_parts();
    let mut params = params.unwrap_or_default();
    if let Some(sections) = params.get_mut("capabilities").and_then(Value::as_object_mut) {
        for (section, members) in sections.iter_mut() {
            let Some(members) = members.as_object_mut() else { continue };
            members.retain(|name, value| {
                let alone = serde_json::json!({ section: { name: value } });
                serde_json::from_value::<lsp::ClientCapabilities>(alone).is_ok()
            });
        }
        sections.retain(|section, value| {
            serde_json::from_value::<lsp::ClientCapabilities>(serde_json::json!({ section: value })).is_ok()
        });
    }
    if let Some(folders) = params.get_mut("workspaceFolders").and_then(Value::as_array_mut) {
        folders.retain(|folder| serde_json::from_value::<lsp::WorkspaceFolder>(folder.clone()).is_ok());
    }
    if let Some(members) = params.as_object_mut() {
        members.retain(|name, value| {
            name == "capabilities" || understood(&serde_json::json!({ "capabilities": {}, name: value })).is_ok()
        });
    }
    rebuilt(method, id, params)
}

fn rebuilt(method: std::borrow::Cow<'static, str>, id: Option<Id>, params: Value) -> Request {
    let request = Request::build(method).params(params);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        let request = welcome(Request::build("initialize").id(1).params(params).finish());
        let params: lsp::InitializeParams =
            serde_json::from_value(request.params().cloned().unwrap_or_default()).expect("understood now");
        assert_eq!(params.process_id, Some(7));
        assert_eq!(params.root_uri, None);
        assert_eq!(params.workspace_folders.map(|folders| folders.len()), Some(1));
        let text = params.capabilities.text_document.expect("kept");
        assert!(text.hover.is_none());
        assert!(text.diagnostic.is_some());
        assert!(params.capabilities.window.is_none());
    }
}
