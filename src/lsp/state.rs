//! The state of a session: the open documents.
//!
//! * The state changes only inside the methods here, each under one short lock: none of them waits, reads a file or
//!   checks a text. The dispatcher polls handlers in wire order, so changes that a handler makes before its first
//!   `.await` happen in that order too.
//! * Readers take a [`Snapshot`] and hold no lock.

use super::client_capabilities::ClientCapabilities;
use super::convert::positions::line_column;
use super::document_context::{DocumentContext, WorkspaceFolders};
use super::documents::DocumentKind;
use super::documents::{Snapshot, TextDoc, TooLarge};
use super::editor_project::EditorProject;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// See the module documentation.
pub(crate) struct State {
    capabilities: OnceLock<ClientCapabilities>,
    inner: Mutex<Inner>,
}

struct Inner {
    open: HashMap<Url, Open>,
    folders: WorkspaceFolders,
    revision: u64,
}

struct Open {
    doc: TextDoc,
    version: i32,
    kind: DocumentKind,
    context: Arc<DocumentContext>,
    snapshot: Arc<Snapshot>,
}

impl Inner {
    /// Makes `doc` the state of `uri`.
    fn put(&mut self, uri: Url, doc: TextDoc, version: i32, kind: DocumentKind, context: Arc<DocumentContext>) {
        self.revision += 1;
        let snapshot = Snapshot::new(uri.clone(), version, self.revision, context.clone(), kind, doc.clone());
        let open = Open { doc, version, kind, context, snapshot: Arc::new(snapshot) };
        if let Some(before) = self.open.insert(uri, open) {
            drop_aside(before.snapshot);
        }
    }
}

/// Drops an old state of a document. For a long one that takes a while, so it happens on another thread.
fn drop_aside(snapshot: Arc<Snapshot>) {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) if snapshot.is_long() => drop(runtime.spawn_blocking(move || drop(snapshot))),
        _ => drop(snapshot),
    }
}

impl State {
    /// No document is open. Settings come from `project`.
    pub(crate) fn new(project: Arc<EditorProject>) -> State {
        let inner = Inner { open: HashMap::new(), folders: WorkspaceFolders::new(project), revision: 0 };
        State { capabilities: OnceLock::new(), inner: Mutex::new(inner) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is made on a copy that replaces the old state at the end, so a panic leaves the state consistent.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores the client's capabilities and folders.
    pub(crate) fn start(&self, client: &lsp::InitializeParams) -> &ClientCapabilities {
        self.lock().folders.start(client);
        self.capabilities.get_or_init(|| ClientCapabilities::new(client))
    }

    /// The capabilities of the client; before `initialize`, none.
    pub(crate) fn capabilities(&self) -> &ClientCapabilities {
        self.capabilities.get_or_init(|| ClientCapabilities::read(&lsp::ClientCapabilities::default()))
    }

    /// A document was opened.
    pub(crate) fn open(&self, item: lsp::TextDocumentItem) {
        let mut inner = self.lock();
        if inner.open.contains_key(&item.uri) {
            tracing::warn!("{} was opened twice; the newer text holds", item.uri);
        }
        let (kind, context) = (DocumentKind::of(&item.uri, &item.language_id), inner.folders.context_of(&item.uri));
        inner.put(item.uri, TextDoc::new(&item.text), item.version, kind, context);
    }

    /// A document was edited; whether it was known.
    pub(crate) fn change(&self, params: lsp::DidChangeTextDocumentParams) -> bool {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let encoding = self.capabilities().encoding;
        let mut inner = self.lock();
        let (mut doc, kind, context) = if let Some(open) = inner.open.get(&uri) {
            if version <= open.version {
                // The pipe preserves the order, so this edit is the newest whatever its number, and all later edits
                // build on it: dropping it would lose text. Our own revisions distinguish old from new.
                tracing::warn!("{uri} went from version {} to {version}; the edit is applied", open.version);
            }
            (open.doc.clone(), open.kind, open.context.clone())
        } else if params.content_changes.first().is_some_and(|change| change.range.is_none()) {
            tracing::warn!("{uri} was edited before it was opened; the edit carries the whole text, so it is taken");
            (TextDoc::default(), DocumentKind::of(&uri, ""), inner.folders.context_of(&uri))
        } else {
            tracing::warn!("{uri} was edited and is not open; the edit was dropped");
            return false;
        };
        for change in params.content_changes {
            let done = match change.range {
                Some(range) => doc.replace(line_column(range.start), line_column(range.end), &change.text, encoding),
                None => {
                    doc = TextDoc::new(&change.text);
                    Ok(())
                }
            };
            if done == Err(TooLarge) {
                tracing::error!("an edit of {uri} was dropped: the text would pass 4 GiB");
            }
        }
        inner.put(uri, doc, version, kind, context);
        true
    }

    /// A document was closed; whether it was open.
    pub(crate) fn close(&self, uri: &Url) -> bool {
        let known = self.lock().open.remove(uri).is_some();
        if !known {
            tracing::warn!("{uri} was closed and is not open");
        }
        known
    }

    /// Settings changed: every document gets a new state, which is returned.
    pub(crate) fn change_contexts(&self, change: impl FnOnce(&mut WorkspaceFolders)) -> Vec<Url> {
        let mut inner = self.lock();
        change(&mut inner.folders);
        let uris: Vec<Url> = inner.open.keys().cloned().collect();
        for uri in &uris {
            if let Some(open) = inner.open.get(uri) {
                let (doc, version, kind) = (open.doc.clone(), open.version, open.kind);
                let context = inner.folders.context_of(uri);
                inner.put(uri.clone(), doc, version, kind, context);
            }
        }
        uris
    }

    /// The current state of a document, if it is open.
    pub(crate) fn snapshot(&self, uri: &Url) -> Option<Arc<Snapshot>> {
        self.lock().open.get(uri).map(|open| open.snapshot.clone())
    }

    /// A state with `text` of a document that is not open; it is not shared with anyone.
    pub(crate) fn unopened(&self, uri: &Url, text: &str) -> Snapshot {
        let mut inner = self.lock();
        inner.revision += 1;
        Snapshot::new(
            uri.clone(),
            0,
            inner.revision,
            inner.folders.context_of(uri),
            DocumentKind::of(uri, ""),
            TextDoc::new(text),
        )
    }

    /// The current states of all open documents, by name.
    pub(crate) fn snapshots(&self) -> Vec<Arc<Snapshot>> {
        let mut all: Vec<_> = self.lock().open.values().map(|open| open.snapshot.clone()).collect();
        all.sort_by(|a, b| a.uri.cmp(&b.uri));
        all
    }

    /// The context of a document that need not be open.
    pub(crate) fn context(&self, uri: &Url) -> Arc<DocumentContext> {
        self.lock().folders.context_of(uri)
    }

    /// The folders of the workspace on this machine.
    pub(crate) fn folders(&self) -> Vec<std::path::PathBuf> {
        self.lock().folders.paths()
    }

    /// Whether a snapshot is still the current state.
    pub(crate) fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.lock().open.get(&snapshot.uri).is_some_and(|open| open.snapshot.revision == snapshot.revision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change(state: &State, version: i32, changes: &serde_json::Value) -> bool {
        let params = json!({"textDocument": {"uri": "file:///a.md", "version": version}, "contentChanges": changes});
        state.change(serde_json::from_value(params).expect("a change"))
    }

    fn text(state: &State) -> (i32, String) {
        let snapshot = state.snapshot(&"file:///a.md".parse().expect("a URL")).expect("open");
        (snapshot.version, snapshot.text().text.clone())
    }

    fn opened(text: &str) -> State {
        let state = State::new(Arc::new(EditorProject::new(|_| {})));
        state.open(lsp::TextDocumentItem::new(
            "file:///a.md".parse().expect("a URL"),
            "markdown".into(),
            1,
            text.into(),
        ));
        state
    }

    fn insert(column: u32, text: &str) -> serde_json::Value {
        let place = json!({"line": 0, "character": column});
        json!({"range": {"start": place, "end": place}, "text": text})
    }

    #[test]
    fn a_version_that_goes_back_loses_no_edit() {
        let state = opened("abc");
        assert!(change(&state, 7, &json!([insert(3, "d")])));
        assert!(change(&state, 2, &json!([insert(4, "e"), insert(0, "_")])));
        assert_eq!(text(&state), (2, "_abcde".to_owned()));
    }

    #[test]
    fn whole_texts_and_ranges_may_be_mixed() {
        let state = opened("abc");
        assert!(change(&state, 2, &json!([insert(0, "x"), {"text": "new"}, insert(3, "er")])));
        assert_eq!(text(&state), (2, "newer".to_owned()));
    }

    #[test]
    fn a_document_nobody_opened_is_taken_only_whole() {
        let state = State::new(Arc::new(EditorProject::new(|_| {})));
        assert!(!change(&state, 1, &json!([insert(0, "x")])));
        assert!(change(&state, 1, &json!([{"text": "whole"}])));
        assert_eq!(text(&state), (1, "whole".to_owned()));
    }

    #[test]
    fn a_snapshot_stays_as_it_was() {
        let state = opened("abc");
        let before = state.snapshots().remove(0);
        change(&state, 2, &json!([insert(0, "x")]));
        assert_eq!(before.text().text, "abc");
        assert!(!state.is_current(&before));
        assert!(state.is_current(&state.snapshots()[0]));
    }
}
