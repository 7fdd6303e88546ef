//! The settings and known names of each document.
//!
//! They are resolved on first use, never on the thread that reads messages: opening a document reads no file.

use super::editor_project::{EditorProject, Which};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::project::Context;
use crate::works::library::Library;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// Why a document is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Omission {
    /// Its configuration excludes it.
    Excluded,
    /// The editor's setting turns checking off.
    Off,
    /// It cites nothing, and no configuration or setting applies to it.
    NoBulletin,
}

impl Omission {
    /// The reason in words, for people.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Omission::Excluded => "The configuration leaves this file out.",
            Omission::Off => "The setting “copydesk.enable” says that no file is checked.",
            Omission::NoBulletin => "This file cites nothing, and no copydesk.toml speaks of it.",
        }
    }
}

/// What checking a document needs besides its text.
pub(crate) struct DocumentContext {
    /// The path as shown to people; the file name may contain the issue date.
    pub(crate) path: String,
    /// Its file; `None` for an unsaved document.
    file: Option<PathBuf>,
    project: Arc<EditorProject>,
    resolved: OnceLock<Context>,
}

impl DocumentContext {
    fn resolved(&self) -> &Context {
        self.resolved.get_or_init(|| self.project.context(self.file.as_deref()))
    }

    /// The settings of this document. Reads its configuration file on first use.
    pub(crate) fn settings(&self) -> &Settings {
        &self.resolved().settings
    }

    /// The works in the libraries that its configuration names, in their current state.
    pub(crate) fn library(&self) -> Library {
        self.resolved().library().0
    }

    /// The configuration file that applies to the document, or would if it existed; `None` for an unsaved document.
    pub(crate) fn config_path(&self) -> Option<PathBuf> {
        self.file.as_deref().map(|file| self.project.config_path(file))
    }

    /// Whether its configuration excludes it: it is read, but has no diagnostics and is not formatted.
    pub(crate) fn is_excluded(&self) -> bool {
        self.resolved().is_excluded
    }

    /// Why a document with this context is not checked, given whether it cites; `None` if it is checked.
    pub(crate) fn omission(&self, uri: &Url, cites: impl FnOnce() -> bool) -> Option<Omission> {
        if self.is_excluded() {
            return Some(Omission::Excluded);
        }
        let (which, is_house) = self.project.enabled();
        match which {
            Which::All => None,
            _ if self.project.is_chosen(uri) => None,
            Which::None => Some(Omission::Off),
            Which::Bulletins => {
                let taken = is_house || self.resolved().config.is_some() || cites();
                (!taken).then_some(Omission::NoBulletin)
            }
        }
    }

    /// Whether its configuration includes files with its name, in addition to those that contain Markdown anyway.
    pub(crate) fn is_taken(&self) -> bool {
        self.file.as_deref().is_some_and(|file| self.project.takes(file))
    }

    /// The text of its file on disk.
    ///
    /// # Errors
    /// If it has no file or that cannot be read: a sentence that follows the path.
    pub(crate) fn read_file(&self) -> Result<String, String> {
        self.file.as_deref().map_or_else(|| Err("is no file".to_owned()), |file| self.project.read(file))
    }

    /// Known actors and sources.
    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        &self.resolved().gazetteer
    }
}

/// The folders of the workspace, as the client opened them.
pub(crate) struct WorkspaceFolders {
    folders: Vec<Url>,
    project: Arc<EditorProject>,
}

impl WorkspaceFolders {
    /// No folders yet. The contexts of documents come from `project`.
    pub(crate) fn new(project: Arc<EditorProject>) -> WorkspaceFolders {
        WorkspaceFolders { folders: Vec::new(), project }
    }

    /// Stores the folders that the client opened.
    pub(crate) fn start(&mut self, client: &lsp::InitializeParams) {
        self.folders = match &client.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            None => client.root_uri.iter().cloned().collect(),
        };
        self.project.set_folders(self.paths());
    }

    /// Adds and removes folders.
    pub(crate) fn change_folders(&mut self, change: &lsp::WorkspaceFoldersChangeEvent) {
        self.folders.retain(|folder| change.removed.iter().all(|removed| removed.uri != *folder));
        for added in &change.added {
            if !self.folders.contains(&added.uri) {
                self.folders.push(added.uri.clone());
            }
        }
        self.project.set_folders(self.paths());
    }

    /// The folders on this machine.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.folders.iter().filter_map(|folder| folder.to_file_path().ok()).collect()
    }

    /// The context of a document, not resolved yet.
    pub(crate) fn context_of(&self, uri: &Url) -> Arc<DocumentContext> {
        let (file, path) = self.place(uri);
        Arc::new(DocumentContext { path, file, project: self.project.clone(), resolved: OnceLock::new() })
    }

    /// A document's file, and its path relative to its folder; the whole path if it is in none.
    fn place(&self, uri: &Url) -> (Option<PathBuf>, String) {
        let Ok(file) = uri.to_file_path() else { return (None, uri.path().to_owned()) };
        let folder = self
            .paths()
            .into_iter()
            .filter(|folder| file.starts_with(folder))
            .max_by_key(|folder| folder.components().count());
        let below = folder.as_ref().and_then(|folder| file.strip_prefix(folder).ok()).unwrap_or(&file);
        let shown = below.to_string_lossy().into_owned();
        (Some(file), shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect("a URL")
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_shown_below_the_nearest_folder() {
        let folders = vec![url("file:///w"), url("file:///w/b")];
        let folders = WorkspaceFolders { folders, project: Arc::new(EditorProject::new(|_| {})) };
        let shown = |uri| folders.place(&url(uri)).1;
        assert_eq!(shown("file:///w/a%20b/c.md"), "a b/c.md");
        assert_eq!(shown("file:///w/b/c.md"), "c.md");
        assert_eq!(shown("file:///x/c.md"), "/x/c.md");
        assert_eq!(shown("untitled:Untitled-1"), "Untitled-1");
    }
}
