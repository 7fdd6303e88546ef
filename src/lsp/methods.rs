//! All protocol methods that the server implements, by kind:
//!
//! * the life cycle;
//! * notifications that change the state, which happens before their first `.await`, in wire order;
//! * requests about one document: a question to [`crate::ide`] about a snapshot, and the conversion of its answer;
//! * requests about the workspace.
//!
//! Requests take their snapshot before the first `.await` and compute on other threads; see [`super::transport`].

use super::code_actions::{self, Lists};
use super::convert::completion::CompletionData;
use super::convert::edits::CodeActionData;
use super::convert::{annotations, completion, desk, navigation, symbols};
use super::documents::Snapshot;
use super::features::Feature;
use super::server::{Server, run_blocking};
use super::status::{Status, StatusParams};
use crate::ide::completion::{self as completions, configuration};
use crate::ide::{
    across_files, articles, cards, cite, contents, folding, hints, hover, lens, links, listed, outline, records,
    rename, selection, symbol, tokens,
};
use crate::rules;
use crate::works::library::Library;
use crate::workspace::Workspace;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{self as lsp, Url};
use tower_lsp::{LanguageServer, LspServiceBuilder, async_trait};

/// Adds the methods that tower-lsp does not know.
pub(crate) fn register(service: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    service
        .custom_method("copydesk/status", Server::status)
        .custom_method("copydesk/contents", Server::contents)
        .custom_method("copydesk/check", Server::check)
        .custom_method("copydesk/explain", Server::explain)
        .custom_method("copydesk/citation", Server::citation)
        .custom_method("copydesk/listed", Server::listed)
        .custom_method("copydesk/record", Server::record)
        .custom_method("copydesk/addRecord", Server::add_record)
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress)
}

/// The document and the position that a request is about.
fn place(params: lsp::TextDocumentPositionParams) -> (Url, lsp::Position) {
    (params.text_document.uri, params.position)
}

#[async_trait]
impl LanguageServer for Server {
    // The life cycle.

    /// Never waits: messages that follow immediately must find the server initialized.
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        Ok(lsp::InitializeResult {
            capabilities: self.start(params),
            server_info: Some(lsp::ServerInfo {
                name: "copydesk".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.watch();
        self.request_settings();
        self.read_workspace();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    // Notifications that change the state.

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        self.opened(params.text_document);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        self.edited(params);
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        self.closed(params.text_document.uri);
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {
        self.saved();
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        self.settings_sent(&params.settings);
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        self.files_changed(params.changes);
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.folders_changed(&params.event);
    }

    // Requests about one document.

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let lsp::DocumentDiagnosticParams { text_document, previous_result_id, .. } = params;
        let server = self.clone();
        let report = match self.snapshot(&text_document.uri) {
            Some(snapshot) => run_blocking(move || server.report(&snapshot, previous_result_id.as_deref())).await??,
            None => run_blocking(move || server.report_unopened(&text_document.uri)).await?,
        };
        Ok(report.respond())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        let others = self.other_documents(&uri);
        let (snapshot, workspace) = (self.snapshot(&uri), self.workspace());
        self.bulletin(Feature::CodeActions, &uri, move |view, document| {
            let config = others.config_path(document.uri);
            let lists = Lists { config: config.as_deref(), files: &others };
            let library = || snapshot.as_ref().map(|one| known_works(one, &workspace)).unwrap_or_default();
            Some(code_actions::code_actions(view, document, &params, &lists, &library))
        })
        .await
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let Some(data) = CodeActionData::read(&action) else { return Ok(action) };
        let uri = data.uri.clone();
        let found = self.bulletin(Feature::CodeActions, &uri, move |view, document| {
            Some(code_actions::resolve(view, document, &data))
        });
        let Some((edit, message)) = found.await? else { return Ok(lsp::CodeAction { edit: None, ..action }) };
        if let Some(message) = message {
            self.client.show_message(lsp::MessageType::INFO, message);
        }
        Ok(lsp::CodeAction { edit: Some(edit), ..action })
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let (uri, position) = place(params.text_document_position);
        if self.is_configuration(&uri) {
            return self
                .configuration(Feature::Completion, &uri, move |document| {
                    let found = configuration::configuration(&document.text.text, document.offset(position));
                    completion::completion(document, found)
                })
                .await;
        }
        let workspace = self.workspace();
        let space = params.context.is_some_and(|context| context.trigger_character.as_deref() == Some(" "));
        self.bulletin(Feature::Completion, &uri, move |view, document| {
            if space && !completions::asks_behind_space(view, document.offset(position)) {
                return None;
            }
            let found = completions::completions(view, &workspace, document.offset(position));
            Some(completion::completion(document, found))
        })
        .await
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let Some(data) = CompletionData::read(&item) else { return Ok(item) };
        let (uri, workspace) = (data.uri.clone(), self.workspace());
        let documentation = self.bulletin(Feature::Completion, &uri, move |view, document| {
            Some(completion::documentation(document, completions::card(view, &workspace, &data.subject())?))
        });
        Ok(lsp::CompletionItem { documentation: documentation.await?, ..item })
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let (uri, position) = place(params.text_document_position_params);
        let workspace = self.workspace();
        self.bulletin(Feature::Hover, &uri, move |view, document| {
            Some(annotations::hover(document, hover::hover(view, &workspace, document.offset(position))?))
        })
        .await
    }

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let (uri, position) = place(params.text_document_position_params);
        let others = self.other_documents(&uri);
        self.bulletin(Feature::Definition, &uri, move |view, document| {
            let offset = document.offset(position);
            let record = listed::at(view, offset).and_then(|listed| {
                let config = others.config_path(document.uri);
                let own = config.and_then(|config| listed::in_own_lists(&listed, &config, &others));
                navigation::record(document, &listed, own)
            });
            record.or_else(|| navigation::definition(document, position, &symbol::occurrences_at(view, offset)))
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let (uri, position) = place(params.text_document_position_params);
        self.bulletin(Feature::Highlights, &uri, move |view, document| {
            Some(navigation::highlights(document, &symbol::occurrences_at(view, document.offset(position))))
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let (uri, position) = place(params);
        let found = self.bulletin(Feature::Rename, &uri, move |view, document| {
            let found = rename::prepare(view, document.offset(position));
            Some(found.map(|found| navigation::renamable(document, found)).map_err(navigation::refused))
        });
        found.await?.transpose()
    }

    async fn linked_editing_range(
        &self,
        params: lsp::LinkedEditingRangeParams,
    ) -> Result<Option<lsp::LinkedEditingRanges>> {
        let (uri, position) = place(params.text_document_position_params);
        self.bulletin(Feature::Rename, &uri, move |view, document| {
            let places = rename::linked(view, document.offset(position))?;
            Some(navigation::linked(document, &places))
        })
        .await
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        self.bulletin(Feature::DocumentSymbols, &params.text_document.uri, |view, document| {
            Some(symbols::symbols(document, &outline::outline(view)))
        })
        .await
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.bulletin(Feature::Folding, &params.text_document.uri, |view, document| {
            Some(symbols::folds(document, folding::folds(view)))
        })
        .await
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let lsp::SelectionRangeParams { text_document, positions, .. } = params;
        self.bulletin(Feature::SelectionRanges, &text_document.uri, move |view, document| {
            let spans = |position: &lsp::Position| selection::around(view, document.offset(*position));
            Some(positions.iter().map(|position| symbols::selection(document, spans(position))).collect())
        })
        .await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        self.bulletin(Feature::DocumentLinks, &params.text_document.uri, |view, document| {
            Some(symbols::links(document, links::links(view)))
        })
        .await
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        let all_years = self.shows_all_years();
        self.bulletin(Feature::InlayHints, &params.text_document.uri, move |view, document| {
            Some(annotations::hints(document, hints::hints(view, document.span(params.range), all_years)))
        })
        .await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        self.bulletin(Feature::CodeLens, &params.text_document.uri, |view, document| {
            Some(annotations::lenses(document, lens::lenses(view)))
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let cache = self.semantic_tokens();
        self.bulletin(Feature::SemanticTokens, &params.text_document.uri, move |view, document| {
            let all = annotations::tokens(document, tokens::tokens(view, document.span_or_all(None)));
            Some(cache.full(document.uri, all).into())
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let (cache, previous) = (self.semantic_tokens(), params.previous_result_id);
        self.bulletin(Feature::SemanticTokens, &params.text_document.uri, move |view, document| {
            let all = annotations::tokens(document, tokens::tokens(view, document.span_or_all(None)));
            Some(cache.delta(document.uri, &previous, all))
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        self.bulletin(Feature::SemanticTokens, &params.text_document.uri, move |view, document| {
            Some(annotations::tokens(document, tokens::tokens(view, document.span(params.range))).into())
        })
        .await
    }

    async fn formatting(&self, params: lsp::DocumentFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.format(&params.text_document.uri, None).await
    }

    async fn range_formatting(&self, params: lsp::DocumentRangeFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.format(&params.text_document.uri, Some(params.range)).await
    }

    // Requests about the workspace.

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let (server, snapshots) = (self.clone(), self.snapshots());
        run_blocking(move || server.report_all(&snapshots, &params.previous_result_ids).into()).await
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<Vec<lsp::SymbolInformation>>> {
        if !self.wants(Feature::WorkspaceSymbols) {
            return Ok(None);
        }
        let (open, workspace) = (self.bulletins(), self.workspace());
        run_blocking(move || {
            let views = open
                .iter()
                .filter_map(|snapshot| Some((snapshot.uri.as_str(), snapshot.view().ok()?, &snapshot.text().lines)));
            Some(symbols::articles(articles::articles(views, &workspace, &params.query)))
        })
        .await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let lsp::ReferenceParams { text_document_position, context, .. } = params;
        let (uri, position) = place(text_document_position);
        let others = self.other_documents(&uri);
        self.bulletin(Feature::References, &uri, move |view, document| {
            let found = across_files::references(view, document.offset(position), &others);
            let mut locations = navigation::locations(document, &found.here, context.include_declaration);
            for (other, spans) in found.elsewhere {
                locations.extend(navigation::spans(other.document(document.client), spans));
            }
            Some(locations)
        })
        .await
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let lsp::RenameParams { text_document_position, new_name, .. } = params;
        let (uri, position) = place(text_document_position);
        let others = self.other_documents(&uri).for_change();
        let renamed = self.bulletin(Feature::Rename, &uri, move |view, document| {
            let found = across_files::rename(view, document.offset(position), &new_name, &others);
            Some(found.map_err(navigation::refused).map(|found| {
                let mut edit = navigation::renamed(document, &new_name, &found.here);
                for other in &found.elsewhere {
                    let there = other.document.document(document.client);
                    navigation::add_renamed(&mut edit, there, &other.edits, other.is_earlier);
                }
                edit
            }))
        });
        renamed.await?.transpose()
    }
}

impl Server {
    /// `window/workDoneProgress/cancel`: only the reading of the workspace shows progress.
    async fn cancel_progress(&self, _: lsp::WorkDoneProgressCancelParams) {
        self.cancel_reading();
    }

    /// `copydesk/contents`: whether a document is checked, and what it contains: its issue, articles, citations and
    /// actors.
    async fn contents(&self, params: StatusParams) -> Result<Option<desk::ContentsAnswer>> {
        self.asked(&params.text_document.uri, |snapshot, capabilities| {
            let view = snapshot.view().ok()?;
            Some(desk::contents(snapshot.document(capabilities), snapshot.omission(), contents::contents(view)))
        })
        .await
    }

    /// `copydesk/check`: a document is checked from now on, even if nothing else selects it.
    async fn check(&self, params: StatusParams) -> Result<()> {
        self.choose(params.text_document.uri);
        Ok(())
    }

    /// `copydesk/explain`: the page of a rule, to be read in an editor.
    async fn explain(&self, params: desk::ExplainParams) -> Result<Option<String>> {
        Ok(rules::find(&params.rule).map(cards::page))
    }

    /// `copydesk/citation`: an address as a citation, for a place in a document.
    async fn citation(&self, params: desk::CitationParams) -> Result<Option<desk::CitationAnswer>> {
        let workspace = self.workspace();
        self.asked(&params.text_document.uri.clone(), move |snapshot, capabilities| {
            let document = snapshot.document(capabilities);
            let place = document.span(params.range);
            let library = known_works(snapshot, &workspace);
            let cited = cite::citation_from(snapshot.view().ok()?, place, &params.address, &library);
            Some(desk::citation(document, cited))
        })
        .await
    }

    /// `copydesk/listed`: a record of the lists, to be read in an editor.
    async fn listed(&self, params: desk::ListedParams) -> Result<Option<String>> {
        self.asked(&params.text_document.uri.clone(), move |snapshot, _| {
            listed::page(&params.listed()?, snapshot.view().ok()?.gazetteer)
        })
        .await
    }

    /// `copydesk/record`: what is at a place, for adding it to the publication's lists.
    async fn record(&self, params: desk::RecordParams) -> Result<Option<desk::LookedAnswer>> {
        self.asked(&params.text_document.uri.clone(), move |snapshot, capabilities| {
            let document = snapshot.document(capabilities);
            let found = records::look(snapshot.view().ok()?, document.span(params.range), params.what());
            Some(desk::looked(document, found))
        })
        .await
    }

    /// `copydesk/addRecord`: the edit that adds a record, as filled in by a person, to the publication's lists.
    async fn add_record(&self, params: desk::AddRecordParams) -> Result<Option<desk::Added>> {
        let uri = params.text_document.uri.clone();
        let others = self.other_documents(&uri);
        self.asked(&uri, move |snapshot, capabilities| {
            let (view, document) = (snapshot.view().ok()?, snapshot.document(capabilities));
            let config = others.config_path(document.uri);
            let lists = Lists { config: config.as_deref(), files: &others };
            Some(desk::added(document, code_actions::add_record(view, &params.filled(), &lists)))
        })
        .await
    }

    /// `copydesk/status`: the server's state of a document, so that a client or a test can compare.
    async fn status(&self, params: StatusParams) -> Result<Option<Status>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        run_blocking(move || Some(Status::new(snapshot.version, snapshot.text()))).await
    }
}

/// The works that may be cited in a document by their addresses: those of the libraries that its configuration names,
/// and those that the other documents cite.
fn known_works(snapshot: &Snapshot, workspace: &Workspace) -> Library {
    let mut library = snapshot.context.library();
    library.add(workspace.works().iter().map(|work| (String::new(), work.to_work())));
    library
}
