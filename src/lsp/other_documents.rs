//! The documents of a session other than the one in question: open ones in their current state, others from their
//! files.

use super::client_capabilities::ClientCapabilities;
use super::convert::AnswerContext;
use super::convert::positions::IndexedText;
use super::documents::DocumentKind;
use super::state::State;
use super::transport::Client;
use super::workspace_index::{Coverage, WorkspaceIndex};
use crate::bulletin::{self, Bulletin};
use crate::disk::FileKind;
use crate::gazetteer::Gazetteer;
use crate::ide::across_files;
use crate::workspace::Workspace;
use crate::{disk, panics};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// See the module documentation.
pub(crate) struct OtherDocuments {
    here: Url,
    state: Arc<State>,
    workspace: Arc<Workspace>,
    coverage: Coverage,
    index: WorkspaceIndex,
    /// Whether they will be changed: then missing documents are reported each time.
    changes: bool,
    client: Client,
}

/// One of them, with the text that its spans refer to.
pub(crate) struct OtherDocument {
    uri: Url,
    version: Option<i32>,
    text: IndexedText,
}

impl OtherDocument {
    /// The document, for conversion.
    pub(crate) fn document<'a>(&'a self, client: &'a ClientCapabilities) -> AnswerContext<'a> {
        AnswerContext { uri: &self.uri, version: self.version, text: &self.text, client }
    }
}

impl OtherDocuments {
    /// All documents except `here`.
    pub(crate) fn new(here: Url, state: Arc<State>, index: &WorkspaceIndex, client: Client) -> OtherDocuments {
        let (workspace, coverage) = index.present();
        OtherDocuments { here, state, workspace, coverage, index: index.clone(), changes: false, client }
    }

    /// The same documents, to be changed: then it matters each time if some are missing.
    pub(crate) fn for_change(self) -> OtherDocuments {
        OtherDocuments { changes: true, ..self }
    }

    /// The configuration file that applies to a document, or would if it existed.
    pub(crate) fn config_path(&self, uri: &Url) -> Option<PathBuf> {
        self.state.context(uri).config_path()
    }
}

impl across_files::OtherDocuments for OtherDocuments {
    type Document = OtherDocument;

    /// Documents that are not open are reread, because the file may be newer than its summary. Shows a message if the
    /// summaries do not cover the workspace: once for questions, each time for changes.
    fn naming<T>(&self, actor: &str, work: impl Fn(&str, &Bulletin, &Gazetteer) -> T) -> Vec<(OtherDocument, T)> {
        let news = self.index.news(&self.coverage);
        if let Some(shortfall) = if self.changes { self.coverage.shortfall() } else { news } {
            self.client.show_message(lsp::MessageType::WARNING, shortfall);
        }
        let mut seen = HashSet::from([self.here.clone()]);
        let mut found = Vec::new();
        for snapshot in self.state.snapshots() {
            let bulletin = snapshot.kind() == DocumentKind::Bulletin;
            // One that could not be read reports that itself.
            let Some(view) = snapshot.view().ok().filter(|_| bulletin && seen.insert(snapshot.uri.clone())) else {
                continue;
            };
            let made = work(view.text, &view.checked.bulletin, view.gazetteer);
            let text = IndexedText::new(view.text.to_owned());
            found.push((OtherDocument { uri: snapshot.uri.clone(), version: Some(snapshot.version), text }, made));
        }
        for (id, _) in self.workspace.naming(actor) {
            let Some(uri) = Url::parse(id).ok().filter(|uri| !seen.contains(uri)) else { continue };
            let context = self.state.context(&uri);
            let Ok(text) = context.read_file() else { continue };
            let read = panics::catch(|| {
                let bulletin = bulletin::read(&context.path, &text, context.gazetteer(), context.settings());
                work(&text, &bulletin, context.gazetteer())
            });
            match read {
                Ok(made) => found.push((OtherDocument { uri, version: None, text: IndexedText::new(text) }, made)),
                Err(panic) => {
                    let message = format!("{} could not be searched: {panic}", context.path);
                    self.client.show_message(lsp::MessageType::ERROR, message);
                }
            }
        }
        found
    }
}

impl across_files::Files for OtherDocuments {
    fn is_in_workspace(&self, config: &Path, path: &Path) -> bool {
        crate::project::is_in_workspace(config, path)
    }

    /// The text as the client has it open, else as it is on disk.
    fn text(&self, path: &Path) -> Option<String> {
        let open = Url::from_file_path(path).ok().and_then(|uri| self.state.snapshot(&uri));
        open.map(|snapshot| snapshot.text().text.clone()).or_else(|| disk::read(path, FileKind::Document).ok())
    }
}
