//! Diagnostics for one state of a document, pulled by the client or pushed to it.
//!
//! * Clients that pull never receive pushes; the others receive pushes with the version.
//! * Only one check of a document runs at a time. An edit invalidates the result of a running check: it is dropped, and
//!   the newest state is checked next. [When](super::debounce) depends on how long checks take.
//! * A document in which copydesk panics gets a diagnostic that says so, never an empty list.

use super::client_capabilities::ClientCapabilities;
use super::convert::diagnostics::{self, Diagnostics, Findings};
use super::debounce::Debounce;
use super::documents::{DocumentKind, Snapshot};
use super::state::State;
use super::transport::{Client, respond_raw};
use crate::panics::{self, Panic};
use crate::{parallel, project};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;
use tower_lsp::lsp_types::notification::Notification;

/// The code of the diagnostic for a document in which copydesk panics.
const INTERNAL_ERROR: &str = "internal-error";

/// How many diagnostics are converted in one unit of work.
const CHUNK: usize = 512;

/// All diagnostics for one state of a document, in text order: the findings of checking a bulletin, or the problems of
/// a configuration.
pub(crate) fn diagnose(snapshot: &Snapshot, client: &ClientCapabilities) -> Diagnostics {
    let document = snapshot.document(client);
    let lists = panics::catch(|| match snapshot.kind() {
        DocumentKind::Bulletin => match snapshot.checked() {
            Ok(checked) => {
                let findings = Findings::new(&checked.diagnostics, snapshot.draft().settings);
                let all = checked.diagnostics.len();
                let convert = |from: usize| findings.list(document, from..all.min(from + CHUNK));
                let chunks = (0..all).step_by(CHUNK).collect();
                snapshot.on_threads(|| parallel::map(chunks, convert))
            }
            Err(panic) => vec![fault(panic)],
        },
        DocumentKind::Configuration => {
            let (_, problems) = project::parse(&document.text.text);
            vec![diagnostics::problems(document, &project::most_shown(problems))]
        }
        DocumentKind::Other => Vec::new(),
    });
    Diagnostics::new(lists.unwrap_or_else(|panic| {
        tracing::error!("{}: {panic}", snapshot.uri);
        vec![fault(&panic)]
    }))
}

fn fault(panic: &Panic) -> String {
    diagnostics::fault(INTERNAL_ERROR, &format!("this document could not be checked: {panic}"))
}

/// Schedules pushed diagnostics. Clones are cheap.
#[derive(Clone)]
pub(crate) struct Pusher {
    changed: UnboundedSender<Url>,
}

impl Pusher {
    /// A document was opened, edited or closed, or its settings changed.
    pub(crate) fn changed(&self, uri: Url) {
        // Fails only when the session is over.
        let _ = self.changed.send(uri);
    }

    /// Starts the task that checks and pushes.
    pub(crate) fn start(state: Arc<State>, client: Client, runtime: &tokio::runtime::Handle) -> Pusher {
        let (changed, changes) = mpsc::unbounded_channel();
        runtime.spawn(push(state, client, changes));
        Pusher { changed }
    }
}

/// A document whose diagnostics are pushed.
#[derive(Default)]
struct Pushed {
    debounce: Debounce,
    /// Whether the client has diagnostics for it, or knows that there are none.
    shown: bool,
}

struct Done {
    snapshot: Arc<Snapshot>,
    took: Duration,
    found: Diagnostics,
}

async fn push(state: Arc<State>, client: Client, mut changes: UnboundedReceiver<Url>) {
    let mut documents: HashMap<Url, Pushed> = HashMap::new();
    let (finish, mut finished) = mpsc::unbounded_channel::<Done>();
    loop {
        let next = documents.values().filter_map(|document| document.debounce.due()).min();
        let wait = async {
            match next {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            done = finished.recv() => {
                let Some(Done { snapshot, took, found }) = done else { return };
                let Some(document) = documents.get_mut(&snapshot.uri) else { continue };
                document.debounce.finish(took);
                if state.is_current(&snapshot) {
                    document.shown = true;
                    publish(&client, &snapshot.uri, &found, Some(snapshot.version));
                }
            }
            uri = changes.recv() => {
                let Some(uri) = uri else { return };
                documents.entry(uri).or_default().debounce.changed(Instant::now());
            }
            () = wait => {}
        }
        let now = Instant::now();
        let is_due = |document: &Pushed| document.debounce.due().is_some_and(|due| due <= now);
        let ready: Vec<Url> =
            documents.iter().filter(|(_, document)| is_due(document)).map(|(uri, _)| uri.clone()).collect();
        for uri in ready {
            let Some(snapshot) = state.snapshot(&uri) else {
                // Closed: the client is told to drop its diagnostics.
                if documents.remove(&uri).is_some_and(|document| document.shown) {
                    publish(&client, &uri, &Diagnostics::default(), None);
                }
                continue;
            };
            if snapshot.kind() == DocumentKind::Other {
                documents.remove(&uri);
                continue;
            }
            if !documents.get_mut(&uri).is_some_and(|document| document.debounce.start(snapshot.revision)) {
                continue;
            }
            let (state, finish) = (state.clone(), finish.clone());
            tokio::task::spawn_blocking(move || {
                let start = Instant::now();
                let found = diagnose(&snapshot, state.capabilities());
                let _ = finish.send(Done { snapshot, took: start.elapsed(), found });
            });
        }
    }
}

/// Sends the protocol's `PublishDiagnosticsParams`.
fn publish(client: &Client, uri: &Url, found: &Diagnostics, version: Option<i32>) {
    client.notify_raw(lsp::notification::PublishDiagnostics::METHOD, |params| {
        params.extend_from_slice(b"{\"uri\":");
        params.extend(serde_json::to_vec(uri)?);
        if let Some(version) = version {
            params.extend_from_slice(b",\"version\":");
            params.extend(serde_json::to_vec(&version)?);
        }
        params.extend_from_slice(b",\"diagnostics\":");
        found.write_to(params);
        params.push(b'}');
        Ok(())
    });
}

/// The id of the diagnostics for one state of one document. Revisions count from the start of a session, so the id
/// includes the session: an editor may send an old id to a new server.
fn result_id(session: &str, snapshot: &Snapshot) -> String {
    format!("{session}-{}", snapshot.revision)
}

/// The response to `textDocument/diagnostic`.
pub(crate) enum DiagnosticReport {
    /// Nothing has changed since the response with this id.
    Unchanged(String),
    /// The protocol's `RelatedFullDocumentDiagnosticReport`, as JSON.
    Full(Vec<u8>),
}

impl DiagnosticReport {
    /// The report for one state of a document. Runs the check if that has not happened yet.
    pub(crate) fn new(
        session: &str,
        snapshot: &Snapshot,
        client: &ClientCapabilities,
        previous: Option<&str>,
    ) -> DiagnosticReport {
        let id = result_id(session, snapshot);
        if previous == Some(&id) {
            return DiagnosticReport::Unchanged(id);
        }
        let mut report = b"{\"kind\":\"full\",\"resultId\":".to_vec();
        report.extend(serde_json::Value::from(id).to_string().into_bytes());
        report.extend_from_slice(b",\"items\":");
        diagnose(snapshot, client).write_to(&mut report);
        report.push(b'}');
        DiagnosticReport::Full(report)
    }

    /// The report for a document that is neither open nor a file in the workspace: nothing is known.
    pub(crate) fn unknown() -> DiagnosticReport {
        DiagnosticReport::Full(b"{\"kind\":\"full\",\"items\":[]}".to_vec())
    }

    /// Responds with the report: what the handler returns.
    pub(crate) fn respond(self) -> lsp::DocumentDiagnosticReportResult {
        let report: lsp::DocumentDiagnosticReport = match self {
            DiagnosticReport::Unchanged(id) => lsp::RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: id },
            }
            .into(),
            DiagnosticReport::Full(json) => {
                respond_raw(json);
                lsp::RelatedFullDocumentDiagnosticReport::default().into()
            }
        };
        report.into()
    }
}

/// The response to `workspace/diagnostic`: all open documents. Diagnostics that the client still shows for others are
/// withdrawn.
pub(crate) fn report_workspace(
    session: &str,
    snapshots: &[Arc<Snapshot>],
    client: &ClientCapabilities,
    previous: &[lsp::PreviousResultId],
) -> lsp::WorkspaceDiagnosticReport {
    use lsp::WorkspaceDocumentDiagnosticReport as Item;
    let known: HashMap<&Url, &str> = previous.iter().map(|p| (&p.uri, p.value.as_str())).collect();
    let mut items: Vec<Item> = Vec::new();
    for snapshot in snapshots {
        let (uri, version) = (snapshot.uri.clone(), Some(i64::from(snapshot.version)));
        let id = result_id(session, snapshot);
        items.push(if known.get(&uri) == Some(&id.as_str()) {
            let report = lsp::UnchangedDocumentDiagnosticReport { result_id: id };
            let report = lsp::WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: report,
            };
            report.into()
        } else {
            let items = diagnose(snapshot, client).parse();
            full(uri, version, lsp::FullDocumentDiagnosticReport { result_id: Some(id), items })
        });
    }
    let gone = previous.iter().filter(|p| snapshots.iter().all(|snapshot| snapshot.uri != p.uri));
    items.extend(gone.map(|p| full(p.uri.clone(), None, lsp::FullDocumentDiagnosticReport::default())));
    lsp::WorkspaceDiagnosticReport { items }
}

fn full(
    uri: Url,
    version: Option<i64>,
    report: lsp::FullDocumentDiagnosticReport,
) -> lsp::WorkspaceDocumentDiagnosticReport {
    lsp::WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: report }.into()
}

/// The response to a pull for a document that has since changed, if checking it is slow: the client pulls again.
pub(crate) fn pull_again() -> jsonrpc::Error {
    jsonrpc::Error {
        // ServerCancelled in 3.17.
        code: jsonrpc::ErrorCode::ServerError(-32802),
        message: "the document has changed".into(),
        data: serde_json::to_value(lsp::DiagnosticServerCancellationData::default()).ok(),
    }
}
