//! The language server, over standard input and output.
//!
//! * [`transport`]: frames, the order of messages, panics, the end. Nothing above it can block the reader.
//! * [`methods`]: every protocol method in one list, each with its kind.
//! * [`server`]: the parts of a session, and its reactions to state changes.
//! * [`state`], [`documents`]: the open documents, as immutable snapshots.
//! * [`editor_project`], [`document_context`]: the settings and known names of each document.
//! * [`diagnostics`], [`debounce`], [`code_actions`], [`other_documents`]: answers that take more than one question.
//! * [`workspace_index`]: summaries of the bulletins in the workspace that are not open.
//! * [`client_capabilities`], [`server_capabilities`], [`features`]: what both ends can do, and what is switched off.
//! * [`convert`]: pure conversion to the protocol's types; the only place that uses protocol positions.
//!
//! `COPYDESK_LOG` (`error`, `warn`, `info`, `debug`, or `target=level,…`) controls what is logged to standard error.

mod client_capabilities;
mod code_actions;
mod convert;
mod debounce;
#[cfg(debug_assertions)]
mod debug;
mod diagnostics;
mod document_context;
mod documents;
mod editor_project;
mod features;
mod methods;
mod other_documents;
mod parent_process;
mod semantic_tokens_cache;
mod server;
mod server_capabilities;
mod state;
mod status;
mod transport;
mod workspace_index;

use crate::text::visible;
use server::Server;
use std::io::{Read, Write};
use std::process::ExitCode;
use tower_lsp::LspService;
use transport::{End, Transport};

/// Serves one client until it sends `exit`, closes its end, or terminates.
///
/// The exit code is 0 if the client sent `shutdown` first, and 1 otherwise.
#[must_use]
pub fn run() -> ExitCode {
    log();
    match output().and_then(|output| serve(std::io::stdin(), output)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            tracing::error!("the language server could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client over a pair of streams until it sends `exit` or either stream ends. Returns whether the client
/// sent `shutdown` first.
///
/// # Errors
/// If no thread can be started.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> std::io::Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Requests compute on these. Each keeps an allocator arena as large as its largest request, so more threads
        // would cost memory and only gain fairness among slow requests.
        .max_blocking_threads(4)
        .thread_name("copydesk")
        .enable_time()
        .build()?;
    let transport = Transport::new(output)?;
    let (client, end) = (transport.client(), transport.ender());
    let handle = runtime.handle().clone();
    // tower-lsp's own client stays unused: see `transport::Client`.
    let service = methods::register(LspService::build(|_| Server::new(client, &handle, end)));
    #[cfg(debug_assertions)]
    let service = debug::register(service);
    let (service, _) = service.finish();
    let end = transport.serve(input, service, runtime.handle());
    // Whatever is still running is abandoned.
    runtime.shutdown_background();
    Ok(matches!(end?, End::Exit { orderly: true } | End::Closed { orderly: true }))
}

/// Standard output without its line buffer, which would split each message after its headers.
fn output() -> std::io::Result<std::fs::File> {
    #[cfg(unix)]
    let own = std::os::fd::AsFd::as_fd(&std::io::stdout()).try_clone_to_owned()?;
    #[cfg(windows)]
    let own = std::os::windows::io::AsHandle::as_handle(&std::io::stdout()).try_clone_to_owned()?;
    Ok(own.into())
}

/// Logs to stderr; editors show it in their output panel.
fn log() {
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::prelude::*;
    let wanted = std::env::var("COPYDESK_LOG").ok();
    let targets = wanted.as_deref().and_then(|text| text.parse::<Targets>().ok());
    let targets = targets.unwrap_or_else(|| Targets::new().with_default(tracing::Level::WARN));
    let lines = tracing_subscriber::fmt::layer().with_writer(|| Log).with_ansi(false).with_target(false);
    // Fails only if a logger is already set, as in a test that serves twice.
    let _ = tracing_subscriber::registry().with(lines.with_filter(targets)).try_init();
}

/// Standard error, for the log: one line per event, whatever a document or a path contains.
struct Log;

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let (line, end) = text.strip_suffix('\n').map_or((&*text, ""), |line| (line, "\n"));
        std::io::stderr().write_all(format!("{}{end}", visible::escape(line)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}
