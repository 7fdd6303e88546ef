//! Requests that misbehave on purpose, for the tests of the transport.
//!
//! They exist only in builds with debug assertions. A correct server has no handler that panics or waits forever; that
//! such a handler does not affect others must be demonstrated over a real pipe.

use super::server::{Server, run_blocking};
use serde::Deserialize;
use std::time::Duration;
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types as lsp;

#[derive(Deserialize)]
struct Sleep {
    milliseconds: u64,
}

/// Adds the requests in this module to a service.
pub(crate) fn register(service: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    service
        .custom_method("copydesk/debug/panic", Server::debug_panic)
        .custom_method("copydesk/debug/panicLater", Server::debug_panic_later)
        .custom_method("copydesk/debug/ask", Server::debug_ask)
        .custom_method("copydesk/debug/sleep", Server::debug_sleep)
}

#[expect(clippy::panic, reason = "that is what they are for")]
impl Server {
    /// Panics at once.
    async fn debug_panic(&self) -> Result<()> {
        panic!("asked to panic");
    }

    /// Panics after its first `.await`.
    async fn debug_panic_later(&self) -> Result<()> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        panic!("asked to panic later");
    }

    /// Requests settings from the client and returns its response; null if there was none.
    async fn debug_ask(&self) -> Result<serde_json::Value> {
        let item = lsp::ConfigurationItem { scope_uri: None, section: Some("copydesk".to_owned()) };
        let params = lsp::ConfigurationParams { items: vec![item] };
        let answer = self.client.request::<lsp::request::WorkspaceConfiguration>(params).await;
        Ok(answer.into())
    }

    /// Blocks a thread.
    async fn debug_sleep(&self, params: Sleep) -> Result<()> {
        run_blocking(move || std::thread::sleep(Duration::from_millis(params.milliseconds))).await
    }
}
