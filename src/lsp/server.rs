//! The server of one session: its parts, its reactions to state changes, and how it answers about a document.
//!
//! Whatever it does on its own (requesting settings, watching files, refreshing diagnostics) runs detached: no handler
//! waits for it, and a client that never responds holds nothing up. The protocol methods are listed in
//! [`super::methods`].

use super::client_capabilities::ClientCapabilities;
use super::convert::{AnswerContext, edits};
use super::diagnostics::{self, DiagnosticReport, Pusher};
use super::document_context::Omission;
use super::documents::{DocumentKind, Snapshot};
use super::editor_project::EditorProject;
use super::features::Feature;
use super::other_documents::OtherDocuments;
use super::parent_process;
use super::semantic_tokens_cache::SemanticTokensCache;
use super::server_capabilities::server_capabilities;
use super::state::State;
use super::transport::{Client, End};
use super::workspace_index::WorkspaceIndex;
use crate::config::FILE_NAME;
use crate::ide::{View, format};
use crate::panics;
use crate::workspace::Workspace;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The name of our settings among an editor's.
const SECTION: &str = "copydesk";

/// How often configuration files are checked if the client does not watch any.
const POLL: Duration = Duration::from_secs(2);

/// See the module documentation. Clones are cheap and share everything.
#[derive(Clone)]
pub(crate) struct Server {
    state: Arc<State>,
    project: Arc<EditorProject>,
    pub(super) client: Client,
    index: WorkspaceIndex,
    pusher: Pusher,
    tokens: Arc<SemanticTokensCache>,
    /// Differs from one start of the server to the next.
    session: Arc<str>,
    end: Arc<dyn Fn(End) + Send + Sync>,
}

/// Runs work away from the reader and the async threads. If the request is canceled before the work starts, it never
/// does; if it panics, only the request fails.
pub(super) async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    struct Cancelled(Arc<AtomicBool>);
    impl Drop for Cancelled {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let guard = Cancelled(Arc::default());
    let cancelled = guard.0.clone();
    let work = move || (!cancelled.load(Ordering::Relaxed)).then(|| panics::catch(work));
    let done = tokio::task::spawn_blocking(work).await;
    drop(guard);
    match done {
        Ok(Some(Ok(value))) => Ok(value),
        Ok(Some(Err(panic))) => {
            tracing::error!("a request failed: {panic}");
            Err(Error { message: panic.to_string().into(), ..Error::internal_error() })
        }
        _ => Err(Error::internal_error()),
    }
}

impl Server {
    /// A server for `client`; calls `end` when the session should end.
    pub(crate) fn new(
        client: Client,
        runtime: &tokio::runtime::Handle,
        end: impl Fn(End) + Send + Sync + 'static,
    ) -> Server {
        let teller = client.clone();
        let project =
            Arc::new(EditorProject::new(move |message| teller.show_message(lsp::MessageType::ERROR, message)));
        let state = Arc::new(State::new(project.clone()));
        let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Server {
            pusher: Pusher::start(state.clone(), client.clone(), runtime),
            index: WorkspaceIndex::new(state.clone(), project.clone(), client.clone(), runtime),
            state,
            project,
            client,
            tokens: Arc::default(),
            session: format!("{:x}-{:x}", std::process::id(), started.as_nanos()).into(),
            end: Arc::new(end),
        }
    }

    /// Starts the session: stores what the client declares; returns what the server offers.
    pub(crate) fn start(&self, params: lsp::InitializeParams) -> lsp::ServerCapabilities {
        let capabilities = self.state.start(&params).clone();
        let options = params.initialization_options.unwrap_or_default();
        self.project.set_editor(options.get(SECTION).unwrap_or(&options));
        if let Some(parent) = params.process_id {
            let end = self.end.clone();
            tokio::spawn(parent_process::watch(parent, move || end(End::Orphaned)));
        }
        server_capabilities(&capabilities, |feature| self.wants(feature))
    }

    // State changes.

    /// A document was opened.
    pub(crate) fn opened(&self, item: lsp::TextDocumentItem) {
        let uri = item.uri.clone();
        self.state.open(item);
        self.index.update(uri.clone());
        self.changed(uri);
    }

    /// A document was edited.
    pub(crate) fn edited(&self, params: lsp::DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        if self.state.change(params) {
            self.changed(uri);
        }
    }

    /// A document was closed.
    pub(crate) fn closed(&self, uri: Url) {
        self.tokens.forget(&uri);
        if self.state.close(&uri) {
            self.index.update(uri.clone());
            self.changed(uri);
        }
    }

    /// A document was saved. Clients may miss changes of the settings' files: on a network drive, or before they begin to
    /// watch.
    pub(crate) fn saved(&self) {
        self.refresh_settings();
    }

    /// Files changed on disk.
    pub(crate) fn files_changed(&self, changes: Vec<lsp::FileEvent>) {
        let changed: Vec<(WatchedFile, Url)> =
            changes.into_iter().map(|change| (WatchedFile::of(&change.uri), change.uri)).collect();
        if changed.iter().any(|(kind, _)| *kind == WatchedFile::Settings) {
            self.refresh_settings();
        }
        // A configuration may exclude files too.
        if changed.iter().any(|(kind, uri)| *kind == WatchedFile::Ignore || uri.path().ends_with(FILE_NAME)) {
            self.read_workspace();
        } else {
            let documents = changed.into_iter().filter(|(kind, _)| *kind == WatchedFile::Other);
            documents.for_each(|(_, uri)| self.index.update(uri));
        }
    }

    /// Folders of the workspace were added or removed.
    pub(crate) fn folders_changed(&self, change: &lsp::WorkspaceFoldersChangeEvent) {
        let uris = self.state.change_contexts(|folders| folders.change_folders(change));
        self.changed_all(uris);
        self.read_workspace();
    }

    /// The client sent settings on its own; it is asked for them if it sent none.
    pub(crate) fn settings_sent(&self, settings: &Value) {
        match settings.get(SECTION) {
            Some(ours) if self.project.set_editor(ours) => self.settings_changed(),
            Some(_) => {}
            None => self.request_settings(),
        }
    }

    /// Schedules a push of the diagnostics of a document, for clients that do not pull.
    fn changed(&self, uri: Url) {
        if !self.capabilities().pull {
            self.pusher.changed(uri);
        }
    }

    /// Every document has a new state: schedules pushes, or tells a client that pulls to pull again.
    fn changed_all(&self, uris: Vec<Url>) {
        let capabilities = self.capabilities();
        if !capabilities.pull {
            uris.into_iter().for_each(|uri| self.pusher.changed(uri));
        } else if capabilities.refresh_diagnostics {
            // The response is empty, so nobody waits for it.
            tokio::spawn(self.client.request::<lsp::request::WorkspaceDiagnosticRefresh>(()));
        }
    }

    fn settings_changed(&self) {
        let uris = self.state.change_contexts(|_| {});
        self.changed_all(uris);
    }

    /// Rereads the settings files.
    fn refresh_settings(&self) {
        let server = self.clone();
        tokio::task::spawn_blocking(move || {
            if server.project.refresh() {
                server.settings_changed();
            }
        });
    }

    /// Requests the editor's settings.
    pub(crate) fn request_settings(&self) {
        if !self.capabilities().configuration {
            return;
        }
        let item = lsp::ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let params = lsp::ConfigurationParams { items: vec![item] };
        let response = self.client.request::<lsp::request::WorkspaceConfiguration>(params);
        let server = self.clone();
        tokio::spawn(async move {
            // A client without such settings sends null; those from `initialize` stay in force.
            let sent = response.await.and_then(|values| values.into_iter().next()).filter(|value| !value.is_null());
            if sent.is_some_and(|sent| server.project.set_editor(&sent)) {
                server.settings_changed();
            }
        });
    }

    /// Registers for changes of settings and files; polls if the client watches no files.
    pub(crate) fn watch(&self) {
        let capabilities = self.capabilities();
        let mut registrations = Vec::new();
        let mut register = |method: &str, options: Value| {
            let id = format!("{SECTION}/{method}");
            let method = method.to_owned();
            registrations.push(lsp::Registration { id, method, register_options: Some(options) });
        };
        if capabilities.watches_files {
            // Configurations, documents, the lists of names, and ignore files.
            let patterns =
                ["**/copydesk.toml", "**/*.{md,markdown,mdown,mkd}", "**/*.{tsv,csv}", "**/{.gitignore,.ignore}"];
            let watchers = json!(patterns.map(|pattern| json!({"globPattern": pattern})));
            register("workspace/didChangeWatchedFiles", json!({"watchers": watchers}));
        }
        if capabilities.registers_configuration {
            register("workspace/didChangeConfiguration", json!({"section": SECTION}));
        }
        let watched = capabilities.watches_files;
        let response = (!registrations.is_empty()).then(|| {
            self.client.request::<lsp::request::RegisterCapability>(lsp::RegistrationParams { registrations })
        });
        let server = self.clone();
        tokio::spawn(async move {
            let registered = match response {
                Some(response) => response.await.is_some(),
                None => false,
            };
            // A client may declare the capability and still refuse the registration.
            if watched && registered {
                return;
            }
            loop {
                tokio::time::sleep(POLL).await;
                server.refresh_settings();
            }
        });
    }

    /// Reads the workspace in the background.
    pub(crate) fn read_workspace(&self) {
        self.index.read(self.state.folders());
    }

    /// Cancels the reading of the workspace.
    pub(crate) fn cancel_reading(&self) {
        self.index.cancel();
    }

    // Parts that requests need; each is a snapshot.

    fn capabilities(&self) -> &ClientCapabilities {
        self.state.capabilities()
    }

    /// Whether a feature is switched on.
    pub(crate) fn wants(&self, feature: Feature) -> bool {
        self.project.wants(feature)
    }

    /// The current state of a document, if it is open.
    pub(crate) fn snapshot(&self, uri: &Url) -> Option<Arc<Snapshot>> {
        self.state.snapshot(uri)
    }

    /// The current states of all open documents.
    pub(crate) fn snapshots(&self) -> Vec<Arc<Snapshot>> {
        self.state.snapshots()
    }

    /// The current states of all open bulletins.
    pub(crate) fn bulletins(&self) -> Vec<Arc<Snapshot>> {
        let mut open = self.state.snapshots();
        open.retain(|snapshot| snapshot.kind() == DocumentKind::Bulletin);
        open
    }

    /// Whether a document is open and is a configuration file.
    pub(crate) fn is_configuration(&self, uri: &Url) -> bool {
        self.state.snapshot(uri).is_some_and(|snapshot| snapshot.kind() == DocumentKind::Configuration)
    }

    /// The contents of the workspace's documents that are not open.
    pub(crate) fn workspace(&self) -> Arc<Workspace> {
        self.index.workspace()
    }

    /// The documents other than the one in question.
    pub(crate) fn other_documents(&self, here: &Url) -> OtherDocuments {
        OtherDocuments::new(here.clone(), self.state.clone(), &self.index, self.client.clone())
    }

    /// The semantic tokens that the client has.
    pub(crate) fn semantic_tokens(&self) -> Arc<SemanticTokensCache> {
        self.tokens.clone()
    }

    // Requests.

    /// Queries the current state of a bulletin; `None` if the document is not a bulletin, is not open, could not be
    /// read (its diagnostics report that), or if the feature is switched off.
    pub(crate) async fn bulletin<T: Send + 'static>(
        &self,
        feature: Feature,
        uri: &Url,
        question: impl FnOnce(View<'_>, AnswerContext<'_>) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(feature, uri, DocumentKind::Bulletin, move |snapshot, capabilities| {
            let view = snapshot.view().ok()?;
            // Unchecked documents are left to others, but an author writing a first citation is helped.
            let is_silent =
                feature != Feature::Completion && snapshot.omission().is_some_and(|why| why != Omission::Excluded);
            if is_silent { None } else { question(view, snapshot.document(capabilities)) }
        })
        .await
    }

    /// Queries the current state of a document, checked or not: someone has requested it explicitly.
    pub(crate) async fn asked<T: Send + 'static>(
        &self,
        uri: &Url,
        question: impl FnOnce(&Snapshot, &ClientCapabilities) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let snapshot = self.state.snapshot(uri).filter(|snapshot| snapshot.kind() == DocumentKind::Bulletin);
        let Some(snapshot) = snapshot else { return Ok(None) };
        let state = self.state.clone();
        run_blocking(move || question(&snapshot, state.capabilities())).await
    }

    /// Whether the years of all dates are shown in the text, including the issue's.
    pub(crate) fn shows_all_years(&self) -> bool {
        self.project.shows_all_years()
    }

    /// From now on, a document is checked in any case.
    pub(crate) fn choose(&self, uri: Url) {
        self.project.choose(uri);
        self.settings_changed();
    }

    /// The edits that format a bulletin, or a range of it; none if its configuration excludes it.
    pub(crate) async fn format(&self, uri: &Url, range: Option<lsp::Range>) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.ask(Feature::Formatting, uri, DocumentKind::Bulletin, move |snapshot, capabilities| {
            let (view, document) = (snapshot.view().ok()?, snapshot.document(capabilities));
            if snapshot.omission().is_some() {
                return Some(Vec::new());
            }
            Some(edits::text_edits(document, &format::format(view, document.span_or_all(range))))
        })
        .await
    }

    /// Queries the current state of a configuration file.
    pub(crate) async fn configuration<T: Send + 'static>(
        &self,
        feature: Feature,
        uri: &Url,
        question: impl FnOnce(AnswerContext<'_>) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.ask(feature, uri, DocumentKind::Configuration, move |snapshot, capabilities| {
            Some(question(snapshot.document(capabilities)))
        })
        .await
    }

    async fn ask<T: Send + 'static>(
        &self,
        feature: Feature,
        uri: &Url,
        kind: DocumentKind,
        question: impl FnOnce(&Snapshot, &ClientCapabilities) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let snapshot = self.state.snapshot(uri).filter(|snapshot| snapshot.kind() == kind && self.wants(feature));
        let Some(snapshot) = snapshot else { return Ok(None) };
        let state = self.state.clone();
        run_blocking(move || question(&snapshot, state.capabilities())).await
    }

    /// The diagnostics of one state of a document.
    ///
    /// # Errors
    /// If the document has changed since and checking it is slow: the client pulls again.
    pub(crate) fn report(&self, snapshot: &Snapshot, previous: Option<&str>) -> Result<DiagnosticReport> {
        if snapshot.is_slow() && !self.state.is_current(snapshot) {
            return Err(diagnostics::pull_again());
        }
        Ok(DiagnosticReport::new(&self.session, snapshot, self.capabilities(), previous))
    }

    /// The diagnostics of a document that is not open.
    pub(crate) fn report_unopened(&self, uri: &Url) -> DiagnosticReport {
        match self.unopened(uri) {
            Some(snapshot) => DiagnosticReport::new(&self.session, &snapshot, self.capabilities(), None),
            None => DiagnosticReport::unknown(),
        }
    }

    /// The diagnostics of all open documents.
    pub(crate) fn report_all(
        &self,
        snapshots: &[Arc<Snapshot>],
        previous: &[lsp::PreviousResultId],
    ) -> lsp::WorkspaceDiagnosticReport {
        diagnostics::report_workspace(&self.session, snapshots, self.capabilities(), previous)
    }

    /// A document that is not open, with the contents of its file: one in a workspace folder that is not excluded.
    fn unopened(&self, uri: &Url) -> Option<Snapshot> {
        let path = uri.to_file_path().ok()?;
        let inside = self.state.folders().iter().any(|folder| path.starts_with(folder));
        let is_read = DocumentKind::of(uri, "") != DocumentKind::Other || self.project.takes(&path);
        let ours = inside && is_read && !self.project.excludes(&path);
        if !ours {
            return None;
        }
        let text = self.project.read(&path).map_err(|fault| tracing::info!("{}: {fault}", path.display())).ok()?;
        Some(self.state.unopened(uri, &text))
    }
}

/// What a file on disk affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WatchedFile {
    /// Settings, or known names.
    Settings,
    /// Which files belong to the workspace.
    Ignore,
    /// Only itself.
    Other,
}

impl WatchedFile {
    /// By the file's name.
    fn of(uri: &Url) -> WatchedFile {
        let name = uri.path().rsplit('/').next().unwrap_or_default();
        match name {
            FILE_NAME => WatchedFile::Settings,
            ".gitignore" | ".ignore" => WatchedFile::Ignore,
            name if name.ends_with(".tsv") || name.ends_with(".csv") => WatchedFile::Settings,
            _ => WatchedFile::Other,
        }
    }
}
