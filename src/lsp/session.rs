//! What a session does of itself, beside answering: settings asked for, files watched, findings renewed.
//!
//! All of it runs detached; no handler waits for it, and a client that never answers holds nothing up.

use super::diagnostics::Pusher;
use super::documents::DocumentKind;
use super::documents::Snapshot;
use super::library::Library;
use super::state::State;
use super::transport::Client;
use super::workspace_index::Index;
use crate::config::FILE_NAME;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// The name of our settings among an editor's.
const SECTION: &str = "copydesk";

/// How often configuration files are looked at for a client that watches none.
const POLL: Duration = Duration::from_secs(2);

/// The parts of a session that work together. Clones are cheap and share all.
#[derive(Clone)]
pub(crate) struct Session {
    /// What is open.
    pub(crate) state: Arc<State>,
    /// What was read of settings.
    pub(crate) library: Arc<Library>,
    /// The client.
    pub(crate) client: Client,
    /// The other bulletins.
    pub(crate) index: Index,
    pusher: Pusher,
}

impl Session {
    /// A session with `client`.
    pub(crate) fn new(client: Client, runtime: &tokio::runtime::Handle) -> Session {
        let teller = client.clone();
        let library = Arc::new(Library::new(move |message| teller.show_message(lsp::MessageType::ERROR, message)));
        let state = Arc::new(State::new(library.clone()));
        let pusher = Pusher::start(state.clone(), client.clone(), runtime);
        let index = Index::new(state.clone(), library.clone(), client.clone(), runtime);
        Session { state, library, client, index, pusher }
    }

    /// A document was opened, edited or closed: whoever is pushed to is pushed to.
    pub(crate) fn changed(&self, uri: Url) {
        if !self.state.capabilities().pull {
            self.pusher.changed(uri);
        }
    }

    /// Every document is in a new state: whoever is pushed to is pushed to, others are told to ask.
    pub(crate) fn changed_all(&self, uris: Vec<Url>) {
        let capabilities = self.state.capabilities();
        if !capabilities.pull {
            uris.into_iter().for_each(|uri| self.pusher.changed(uri));
        } else if capabilities.refresh_diagnostics {
            // Its answer says nothing, so nobody waits for it.
            tokio::spawn(self.client.request::<lsp::request::WorkspaceDiagnosticRefresh>(()));
        }
    }

    /// A document that is not open, as its file stands: one in a folder of the workspace, and not left out of it. Reads the
    /// file.
    pub(crate) fn unopened(&self, uri: &Url) -> Option<Snapshot> {
        let path = uri.to_file_path().ok()?;
        let folders = self.state.folders();
        let inside = folders.iter().any(|folder| path.starts_with(folder));
        let ours = inside && DocumentKind::of(uri, "") != DocumentKind::Other && !self.library.excludes(&path);
        if !ours {
            return None;
        }
        let text = self.library.read(&path).map_err(|fault| tracing::info!("{}: {fault}", path.display())).ok()?;
        Some(self.state.unopened(uri, &text))
    }

    fn settings_changed(&self) {
        let uris = self.state.change_houses(|_| {});
        self.changed_all(uris);
    }

    /// Takes the settings that came with `initialize`. No document is open yet.
    pub(crate) fn first_settings(&self, options: &Value) {
        self.library.set_editor(options.get(SECTION).unwrap_or(options));
    }

    /// Takes settings that a client sends of itself; asks for them where it sends none and can be asked.
    pub(crate) fn new_settings(&self, settings: &Value) {
        if let Some(ours) = settings.get(SECTION) {
            if self.library.set_editor(ours) {
                self.settings_changed();
            }
        } else {
            self.ask_settings();
        }
    }

    /// Asks the client for settings.
    pub(crate) fn ask_settings(&self) {
        if !self.state.capabilities().configuration {
            return;
        }
        let item = lsp::ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let answer =
            self.client.request::<lsp::request::WorkspaceConfiguration>(lsp::ConfigurationParams { items: vec![item] });
        let session = self.clone();
        tokio::spawn(async move {
            // Null is what a client says that has no such settings; those of `initialize` hold on.
            let said = answer.await.and_then(|values| values.into_iter().next()).filter(|value| !value.is_null());
            if said.is_some_and(|said| session.library.set_editor(&said)) {
                session.settings_changed();
            }
        });
    }

    /// A configuration file may have changed.
    pub(crate) fn look_again(&self) {
        let session = self.clone();
        tokio::task::spawn_blocking(move || {
            if session.library.look_again() {
                session.settings_changed();
            }
        });
    }

    /// Sees to it that changes of settings and configuration files are heard of.
    pub(crate) fn watch(&self) {
        let capabilities = self.state.capabilities();
        let mut registrations = Vec::new();
        let mut register = |method: &str, options: Value| {
            let id = format!("{SECTION}/{method}");
            let method = method.to_owned();
            registrations.push(lsp::Registration { id, method, register_options: Some(options) });
        };
        if capabilities.watches_files {
            // Configurations, the documents beside them, the house's own lists, and what says which files are left out.
            let patterns =
                ["**/copydesk.toml", "**/*.{md,markdown,mdown,mkd}", "**/*.{tsv,csv}", "**/{.gitignore,.ignore}"];
            let watchers = json!(patterns.map(|pattern| json!({"globPattern": pattern})));
            register("workspace/didChangeWatchedFiles", json!({"watchers": watchers}));
        }
        if capabilities.registers_configuration {
            register("workspace/didChangeConfiguration", json!({"section": SECTION}));
        }
        let watched = capabilities.watches_files;
        let answer = (!registrations.is_empty()).then(|| {
            self.client.request::<lsp::request::RegisterCapability>(lsp::RegistrationParams { registrations })
        });
        let session = self.clone();
        tokio::spawn(async move {
            let registered = match answer {
                Some(answer) => answer.await.is_some(),
                None => false,
            };
            // A client may offer to watch and then refuse.
            if watched && registered {
                return;
            }
            loop {
                tokio::time::sleep(POLL).await;
                session.look_again();
            }
        });
    }
}

/// What a file on disk decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WatchedFile {
    /// Settings, or known names.
    House,
    /// Which files belong to the workspace.
    Files,
    /// Itself alone.
    Itself,
}

impl WatchedFile {
    /// Judged by the file's name.
    pub(crate) fn of(uri: &Url) -> WatchedFile {
        let name = uri.path().rsplit('/').next().unwrap_or_default();
        match name {
            FILE_NAME => WatchedFile::House,
            ".gitignore" | ".ignore" => WatchedFile::Files,
            name if name.ends_with(".tsv") || name.ends_with(".csv") => WatchedFile::House,
            _ => WatchedFile::Itself,
        }
    }
}
