//! The handlers. Each changes the state or takes a snapshot before its first `.await`; see [`super::transport`].

use super::client_capabilities::ClientCapabilities;
use super::convert::{annotations, completion, edits, navigation, symbols};
use super::diagnostics::{self, Report};
use super::documents::DocumentKind;
use super::documents::Snapshot;
use super::library::Feature;
use super::parent_process;
use super::semantic_tokens_cache::SemanticTokensCache;
use super::server_capabilities::server_capabilities;
use super::session::{Session, WatchedFile};
use super::transport::{Client, End};
use crate::config::FILE_NAME;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;
use tower_lsp::{LanguageServer, async_trait};

/// The server of one session.
pub(crate) struct Server {
    pub(super) session: Session,
    /// Differs from one start of the server to the next.
    mark: Arc<str>,
    end: Arc<dyn Fn(End) + Send + Sync>,
    told: Arc<SemanticTokensCache>,
}

/// Runs work off the reader and the async threads. When the request is cancelled before the work began, it never does.
pub(super) async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    struct Gone(Arc<AtomicBool>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let gone = Gone(Arc::default());
    let cancelled = gone.0.clone();
    let done = tokio::task::spawn_blocking(move || (!cancelled.load(Ordering::Relaxed)).then(work)).await;
    drop(gone);
    done.ok().flatten().ok_or_else(Error::internal_error)
}

impl Server {
    /// A server for `client`; calls `end` when the session should end.
    pub(crate) fn new(
        client: Client,
        runtime: &tokio::runtime::Handle,
        end: impl Fn(End) + Send + Sync + 'static,
    ) -> Server {
        let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let mark = format!("{:x}-{:x}", std::process::id(), started.as_nanos()).into();
        Server { session: Session::new(client, runtime), mark, end: Arc::new(end), told: Arc::default() }
    }

    /// Puts a question to the present state of a bulletin; `None` for what is no bulletin, not open, or not wanted.
    async fn ask<T: Send + 'static>(
        &self,
        feature: Feature,
        uri: &Url,
        question: impl FnOnce(&Snapshot, &ClientCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let snapshot = self.session.state.snapshot(uri).filter(|s| s.kind == DocumentKind::Bulletin);
        let Some(snapshot) = snapshot.filter(|_| self.session.library.wants(feature)) else { return Ok(None) };
        let state = self.session.state.clone();
        run_blocking(move || Some(question(&snapshot, state.capabilities()))).await
    }

    /// The documents beside the one that is asked about.
    fn elsewhere(&self) -> navigation::OtherDocuments {
        navigation::OtherDocuments { state: self.session.state.clone(), workspace: self.session.index.workspace() }
    }

    /// `window/workDoneProgress/cancel`: the one thing that shows its progress is the reading of the workspace.
    pub(crate) async fn cancel_progress(&self, _: lsp::WorkDoneProgressCancelParams) {
        self.session.index.cancel();
    }

    /// `copydesk/status`: what the server holds of a document, so that a client or a test can compare.
    pub(crate) async fn status(&self, params: StatusParams) -> Result<Option<Status>> {
        let Some(snapshot) = self.session.state.snapshot(&params.text_document.uri) else { return Ok(None) };
        run_blocking(move || Some(Status::of(&snapshot))).await
    }
}

/// Parameters of `copydesk/status`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusParams {
    text_document: lsp::TextDocumentIdentifier,
}

/// The answer of `copydesk/status`; null for a document that is not open.
#[derive(Serialize)]
pub(crate) struct Status {
    version: i32,
    /// Bytes of UTF-8.
    length: usize,
    lines: u32,
    /// FNV-1a of the bytes, 64 bits, in hexadecimal.
    hash: String,
}

impl Status {
    fn of(snapshot: &Snapshot) -> Status {
        let text = snapshot.text();
        let hash = text
            .text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Status {
            version: snapshot.version,
            length: text.text.len(),
            lines: text.lines.lines(),
            hash: format!("{hash:016x}"),
        }
    }
}

#[async_trait]
impl LanguageServer for Server {
    /// Never waits: messages that follow at once must find the server initialised.
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let capabilities = self.session.state.start(&params).clone();
        self.session.first_settings(&params.initialization_options.unwrap_or_default());
        if let Some(parent) = params.process_id {
            let end = self.end.clone();
            tokio::spawn(parent_process::watch(parent, move || end(End::Orphaned)));
        }
        Ok(lsp::InitializeResult {
            capabilities: server_capabilities(&capabilities, |feature| self.session.library.wants(feature)),
            server_info: Some(lsp::ServerInfo {
                name: "copydesk".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.session.watch();
        self.session.ask_settings();
        self.session.index.read(self.session.state.folders());
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        self.session.state.open(params.text_document);
        self.session.index.look(uri.clone());
        self.session.changed(uri);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        if self.session.state.change(params) {
            self.session.changed(uri);
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.told.forget(&uri);
        if self.session.state.close(&uri) {
            self.session.index.look(uri.clone());
            self.session.changed(uri);
        }
    }

    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        if WatchedFile::of(&params.text_document.uri) == WatchedFile::House {
            self.session.look_again();
        }
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        self.session.new_settings(&params.settings);
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        let changed: Vec<(WatchedFile, Url)> =
            params.changes.into_iter().map(|change| (WatchedFile::of(&change.uri), change.uri)).collect();
        if changed.iter().any(|(decides, _)| *decides == WatchedFile::House) {
            self.session.look_again();
        }
        // A configuration too may leave files out.
        if changed.iter().any(|(decides, uri)| *decides == WatchedFile::Files || uri.path().ends_with(FILE_NAME)) {
            self.session.index.read(self.session.state.folders());
        } else {
            let documents = changed.into_iter().filter(|(decides, _)| *decides == WatchedFile::Itself);
            documents.for_each(|(_, uri)| self.session.index.look(uri));
        }
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let uris = self.session.state.change_houses(|houses| houses.change_folders(&params.event));
        self.session.changed_all(uris);
        self.session.index.read(self.session.state.folders());
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let (state, mark) = (self.session.state.clone(), self.mark.clone());
        let Some(snapshot) = self.session.state.snapshot(&uri) else {
            let session = self.session.clone();
            let report = run_blocking(move || match session.unopened(&uri) {
                Some(snapshot) => Report::new(&state, &mark, &snapshot, None),
                None => Report::unknown(),
            });
            return Ok(report.await?.respond());
        };
        let report = run_blocking(move || {
            if snapshot.is_slow() && !state.is_current(&snapshot) {
                return Err(diagnostics::ask_again());
            }
            Ok(Report::new(&state, &mark, &snapshot, params.previous_result_id.as_deref()))
        });
        Ok(report.await??.respond())
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let (state, mark) = (self.session.state.clone(), self.mark.clone());
        let snapshots = state.snapshots();
        run_blocking(move || diagnostics::pull_workspace(&state, &mark, &snapshots, &params.previous_result_ids).into())
            .await
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        let state = self.session.state.clone();
        self.ask(Feature::CodeActions, &uri, move |snapshot, capabilities| {
            edits::code_actions(snapshot, &params, &state, capabilities)
        })
        .await
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let Some(chosen) = edits::CodeActionData::read(&action) else { return Ok(action) };
        let uri = chosen.uri.clone();
        let edit = self
            .ask(Feature::CodeActions, &uri, move |snapshot, capabilities| chosen.edit(snapshot, capabilities))
            .await?;
        Ok(lsp::CodeAction { edit, ..action })
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        self.ask(Feature::DocumentSymbols, &params.text_document.uri, symbols::symbols).await
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.ask(Feature::Folding, &params.text_document.uri, symbols::folds).await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        self.ask(Feature::DocumentLinks, &params.text_document.uri, symbols::links).await
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let lsp::SelectionRangeParams { text_document, positions, .. } = params;
        self.ask(Feature::SelectionRanges, &text_document.uri, move |snapshot, capabilities| {
            symbols::selections(snapshot, &positions, capabilities)
        })
        .await
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let workspace = self.session.index.workspace();
        // A configuration is completed too.
        let snapshot = self.session.state.snapshot(&text_document.uri).filter(|s| s.kind != DocumentKind::Other);
        let Some(snapshot) = snapshot.filter(|_| self.session.library.wants(Feature::Completion)) else {
            return Ok(None);
        };
        let state = self.session.state.clone();
        run_blocking(move || Some(completion::completion(&snapshot, position, &workspace, state.capabilities()))).await
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let Some(looked) = completion::CompletionData::read(&item) else { return Ok(item) };
        let (uri, workspace) = (looked.uri.clone(), self.session.index.workspace());
        let card = self.ask(Feature::Completion, &uri, move |snapshot, capabilities| {
            looked.documentation(snapshot, &workspace, capabilities)
        });
        Ok(lsp::CompletionItem { documentation: card.await?.flatten(), ..item })
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        if !self.session.library.wants(Feature::WorkspaceSymbols) {
            return Ok(None);
        }
        let mut open = self.session.state.snapshots();
        open.retain(|snapshot| snapshot.kind == DocumentKind::Bulletin);
        let workspace = self.session.index.workspace();
        run_blocking(move || Some(completion::workspace_symbols(&open, &workspace, &params.query))).await
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let workspace = self.session.index.workspace();
        let found = self.ask(Feature::Hover, &text_document.uri, move |snapshot, capabilities| {
            annotations::hover(snapshot, position, &workspace, capabilities)
        });
        Ok(found.await?.flatten())
    }

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let found = self.ask(Feature::Definition, &text_document.uri, move |snapshot, capabilities| {
            navigation::definition(snapshot, position, capabilities)
        });
        Ok(found.await?.flatten())
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let elsewhere = self.elsewhere();
        self.ask(Feature::References, &uri, move |snapshot, capabilities| {
            navigation::references(snapshot, &params, &elsewhere, capabilities)
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.ask(Feature::Highlights, &text_document.uri, move |snapshot, capabilities| {
            navigation::highlights(snapshot, position, capabilities)
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params;
        let found = self.ask(Feature::Rename, &text_document.uri, move |snapshot, capabilities| {
            navigation::prepare_rename(snapshot, position, capabilities)
        });
        found.await?.transpose()
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let elsewhere = self.elsewhere();
        let found = self.ask(Feature::Rename, &text_document.uri, move |snapshot, capabilities| {
            navigation::rename(snapshot, position, &params.new_name, &elsewhere, capabilities)
        });
        found.await?.transpose()
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        self.ask(Feature::InlayHints, &params.text_document.uri, move |snapshot, capabilities| {
            annotations::hints(snapshot, params.range, capabilities)
        })
        .await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        self.ask(Feature::CodeLens, &params.text_document.uri, annotations::lenses).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let told = self.told.clone();
        let found = self.ask(Feature::SemanticTokens, &params.text_document.uri, move |snapshot, capabilities| {
            told.whole(&snapshot.uri, annotations::tokens(snapshot, None, capabilities)).into()
        });
        found.await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let (told, before) = (self.told.clone(), params.previous_result_id);
        let found = self.ask(Feature::SemanticTokens, &params.text_document.uri, move |snapshot, capabilities| {
            told.since(&snapshot.uri, &before, annotations::tokens(snapshot, None, capabilities))
        });
        found.await
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        let found = self.ask(Feature::SemanticTokens, &params.text_document.uri, move |snapshot, capabilities| {
            annotations::tokens(snapshot, Some(params.range), capabilities).into()
        });
        found.await
    }

    async fn formatting(&self, params: lsp::DocumentFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.ask(Feature::Formatting, &params.text_document.uri, |snapshot, capabilities| {
            annotations::formatting(snapshot, None, capabilities)
        })
        .await
    }

    async fn range_formatting(&self, params: lsp::DocumentRangeFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.ask(Feature::Formatting, &params.text_document.uri, move |snapshot, capabilities| {
            annotations::formatting(snapshot, Some(params.range), capabilities)
        })
        .await
    }
}
