//! When documents are checked, and who hears of it.
//!
//! * A client that asks (pull) is answered and never pushed to; the others are pushed to, with the version.
//! * One check runs for a document at a time. An edit makes a running check's result worthless: it is dropped, and the
//!   newest state is checked next.
//! * There is no fixed delay. A document whose last check was [`QUICK`] is checked at once, and so is any where the
//!   typist had rested as long as a check takes; else edits are gathered until he does, and [`LONGEST`] at most.

use super::convert::diagnostics::{Findings, findings};
use super::documents::DocumentKind;
use super::documents::Snapshot;
use super::state::State;
use super::transport::{Client, respond_raw};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;
use tower_lsp::jsonrpc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;
use tower_lsp::lsp_types::notification::Notification;

/// A check below this is not felt, and gathering edits would be.
pub(crate) const QUICK: Duration = Duration::from_millis(20);

/// How long an edit waits for its check at most.
const LONGEST: Duration = Duration::from_millis(300);

/// The rest that a slow document waits for at most.
const REST: Duration = Duration::from_millis(150);

/// Asks for pushed diagnostics. Clones are cheap.
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

/// The pace of one document.
#[derive(Default)]
struct Pace {
    running: bool,
    /// The editor was told of findings, or that there are none.
    pushed: bool,
    /// The revision that was checked last, or is now.
    seen: u64,
    /// How long the last check took.
    took: Duration,
    /// The last edit.
    changed: Option<Instant>,
    /// The first edit that no check has seen.
    since: Option<Instant>,
    /// When the next check begins.
    due: Option<Instant>,
}

impl Pace {
    fn changed(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        let before = self.changed.replace(now);
        self.due = Some(due(self.took, since, before, now));
    }

    /// A check of `revision` begins; whether it is worth it. Word of an edit may come after a check that saw it began.
    fn start(&mut self, revision: u64) -> bool {
        self.running = self.seen != revision;
        self.seen = revision;
        self.since = None;
        self.due = None;
        self.running
    }
}

/// When to check a document whose last check took `took`, first edited at `since`, then at `before`, and last at `now`.
fn due(took: Duration, since: Instant, before: Option<Instant>, now: Instant) -> Instant {
    let rest = took.min(REST);
    let rested = before.is_none_or(|before| now >= before + rest);
    if took < QUICK || rested { now } else { (now + rest).min(since + LONGEST) }
}

struct Done {
    snapshot: Arc<Snapshot>,
    took: Duration,
    found: Findings,
}

async fn push(state: Arc<State>, client: Client, mut changes: UnboundedReceiver<Url>) {
    let mut paces: HashMap<Url, Pace> = HashMap::new();
    let (finish, mut finished) = mpsc::unbounded_channel::<Done>();
    loop {
        let next = paces.values().filter(|pace| !pace.running).filter_map(|pace| pace.due).min();
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
                let Some(pace) = paces.get_mut(&snapshot.uri) else { continue };
                pace.running = false;
                pace.took = took;
                if state.is_current(&snapshot) {
                    pace.pushed = true;
                    publish(&client, &snapshot.uri, &found, Some(snapshot.version));
                }
            }
            uri = changes.recv() => {
                let Some(uri) = uri else { return };
                paces.entry(uri).or_default().changed(Instant::now());
            }
            () = wait => {}
        }
        let now = Instant::now();
        let ready: Vec<Url> = paces
            .iter()
            .filter(|(_, pace)| !pace.running && pace.due.is_some_and(|due| due <= now))
            .map(|(uri, _)| uri.clone())
            .collect();
        for uri in ready {
            let Some(snapshot) = state.snapshot(&uri) else {
                // Closed: the editor is told to forget what was found.
                if paces.remove(&uri).is_some_and(|pace| pace.pushed) {
                    publish(&client, &uri, &Findings::default(), None);
                }
                continue;
            };
            if snapshot.kind == DocumentKind::Other {
                paces.remove(&uri);
                continue;
            }
            if !paces.get_mut(&uri).is_some_and(|pace| pace.start(snapshot.revision)) {
                continue;
            }
            let (state, finish) = (state.clone(), finish.clone());
            tokio::spawn(async move {
                let work = snapshot.clone();
                let found = tokio::task::spawn_blocking(move || {
                    let start = Instant::now();
                    let found = findings(&work, state.capabilities());
                    (found, start.elapsed())
                });
                // A check that panics, which none should, has written so to the log; the editor shows nothing.
                let (found, took) = found.await.unwrap_or_else(|_| (Findings::default(), Duration::ZERO));
                let _ = finish.send(Done { snapshot, took, found });
            });
        }
    }
}

/// Sends `PublishDiagnosticsParams` of the protocol.
fn publish(client: &Client, uri: &Url, found: &Findings, version: Option<i32>) {
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

/// The mark of one state of one document in answers to pulls. Revisions count from the start of a session, so the mark
/// names the session too: an editor may show an old one to a new server.
fn result_id(mark: &str, snapshot: &Snapshot) -> String {
    format!("{mark}-{}", snapshot.revision)
}

/// The response to `textDocument/diagnostic`.
pub(crate) enum Report {
    /// Nothing has changed since the response of this id.
    Unchanged(String),
    /// A `RelatedFullDocumentDiagnosticReport` of the protocol, as JSON.
    Full(Vec<u8>),
}

impl Report {
    /// The report on one state of a document. Runs the check if nobody has yet.
    pub(crate) fn new(state: &State, mark: &str, snapshot: &Snapshot, previous: Option<&str>) -> Report {
        let id = result_id(mark, snapshot);
        if previous == Some(&id) {
            return Report::Unchanged(id);
        }
        let mut report = b"{\"kind\":\"full\",\"resultId\":".to_vec();
        report.extend(serde_json::Value::from(id).to_string().into_bytes());
        report.extend_from_slice(b",\"items\":");
        findings(snapshot, state.capabilities()).write_to(&mut report);
        report.push(b'}');
        Report::Full(report)
    }

    /// The report on a document that is neither open nor a file of the workspace: nothing is known.
    pub(crate) fn unknown() -> Report {
        Report::Full(b"{\"kind\":\"full\",\"items\":[]}".to_vec())
    }

    /// Responds with the report: what the handler returns.
    pub(crate) fn respond(self) -> lsp::DocumentDiagnosticReportResult {
        let report: lsp::DocumentDiagnosticReport = match self {
            Report::Unchanged(id) => lsp::RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: id },
            }
            .into(),
            Report::Full(json) => {
                respond_raw(json);
                lsp::RelatedFullDocumentDiagnosticReport::default().into()
            }
        };
        report.into()
    }
}

/// Answers `workspace/diagnostic`: all that is open. What the client still shows of other documents is taken back.
pub(crate) fn pull_workspace(
    state: &State,
    mark: &str,
    snapshots: &[Arc<Snapshot>],
    previous: &[lsp::PreviousResultId],
) -> lsp::WorkspaceDiagnosticReport {
    use lsp::WorkspaceDocumentDiagnosticReport as Report;
    let known: HashMap<&Url, &str> = previous.iter().map(|p| (&p.uri, p.value.as_str())).collect();
    let mut items: Vec<Report> = Vec::new();
    for snapshot in snapshots {
        let (uri, version) = (snapshot.uri.clone(), Some(i64::from(snapshot.version)));
        let id = result_id(mark, snapshot);
        items.push(if known.get(&uri) == Some(&id.as_str()) {
            let report = lsp::UnchangedDocumentDiagnosticReport { result_id: id };
            let report = lsp::WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: report,
            };
            report.into()
        } else {
            let items = findings(snapshot, state.capabilities()).read();
            let report = lsp::FullDocumentDiagnosticReport { result_id: Some(id), items };
            full(uri, version, report)
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

/// The answer to a pull whose document has changed since, where checking it is slow: the client asks again.
pub(crate) fn ask_again() -> jsonrpc::Error {
    jsonrpc::Error {
        // ServerCancelled, 3.17.
        code: jsonrpc::ErrorCode::ServerError(-32802),
        message: "the document has changed".into(),
        data: serde_json::to_value(lsp::DiagnosticServerCancellationData::default()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_documents_do_not_wait_and_slow_ones_not_long() {
        let ms = Duration::from_millis;
        let start = Instant::now();
        let just = |now: u64| Some(start + ms(now - 1));
        assert_eq!(due(ms(5), start, just(7), start + ms(7)), start + ms(7));
        assert_eq!(due(ms(40), start, just(7), start + ms(7)), start + ms(47));
        assert_eq!(due(ms(900), start, just(7), start + ms(7)), start + ms(157));
        assert_eq!(due(ms(900), start, just(290), start + ms(290)), start + ms(300));
        // Behind a rest nobody waits.
        assert_eq!(due(ms(40), start, None, start), start);
        assert_eq!(due(ms(40), start + ms(50), Some(start), start + ms(50)), start + ms(50));
        assert_eq!(due(ms(40), start + ms(30), Some(start), start + ms(30)), start + ms(70));
    }
}
