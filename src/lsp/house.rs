//! What holds for each document: settings and known names.
//!
//! It is found out when it is first asked for, off the reader: opening a document reads no file.

use super::library::Library;
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::project::Context;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// What checking one document needs beside its text.
pub(crate) struct House {
    /// The document's path as shown to people; its name may carry the issue date.
    pub(crate) path: String,
    /// Its file, where it is one.
    file: Option<PathBuf>,
    library: Arc<Library>,
    context: OnceLock<Context>,
}

impl House {
    fn context(&self) -> &Context {
        self.context.get_or_init(|| self.library.resolve(self.file.as_deref()))
    }

    /// Settings for this file. Reads the configuration file where nobody did.
    pub(crate) fn settings(&self) -> &Settings {
        &self.context().settings
    }

    /// The configuration file that holds for the document, or would if it were there; none for what is no file.
    pub(crate) fn configuration(&self) -> Option<PathBuf> {
        self.file.as_deref().map(|file| self.library.configuration(file))
    }

    /// Whether its configuration leaves it out: it is read, and nothing is found in it.
    pub(crate) fn is_excluded(&self) -> bool {
        self.context().is_excluded
    }

    /// Known actors and sources.
    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        &self.context().gazetteer
    }
}

/// The houses of a session: the folders of the workspace, and what was read of their configurations.
pub(crate) struct Houses {
    folders: Vec<Url>,
    library: Arc<Library>,
}

impl Houses {
    /// Houses that read from `library`.
    pub(crate) fn new(library: Arc<Library>) -> Houses {
        Houses { folders: Vec::new(), library }
    }

    /// Takes the folders that the client opened.
    pub(crate) fn start(&mut self, client: &lsp::InitializeParams) {
        self.folders = match &client.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            None => client.root_uri.iter().cloned().collect(),
        };
        self.library.set_folders(self.folders());
    }

    /// Adds and removes folders.
    pub(crate) fn change_folders(&mut self, change: &lsp::WorkspaceFoldersChangeEvent) {
        self.folders.retain(|folder| change.removed.iter().all(|removed| removed.uri != *folder));
        for added in &change.added {
            if !self.folders.contains(&added.uri) {
                self.folders.push(added.uri.clone());
            }
        }
        self.library.set_folders(self.folders());
    }

    /// The folders on this machine.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.folders.iter().filter_map(|folder| folder.to_file_path().ok()).collect()
    }

    /// The house of a document, not settled yet.
    pub(crate) fn of(&self, uri: &Url) -> Arc<House> {
        let (file, path) = self.place(uri);
        Arc::new(House { path, file, library: self.library.clone(), context: OnceLock::new() })
    }

    /// A document's file, and its path below its folder, else its whole path.
    fn place(&self, uri: &Url) -> (Option<PathBuf>, String) {
        let Ok(file) = uri.to_file_path() else { return (None, uri.path().to_owned()) };
        let folder = self
            .folders()
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
        let houses = Houses { folders, library: Arc::new(Library::new(|_| {})) };
        let shown = |uri| houses.place(&url(uri)).1;
        assert_eq!(shown("file:///w/a%20b/c.md"), "a b/c.md");
        assert_eq!(shown("file:///w/b/c.md"), "c.md");
        assert_eq!(shown("file:///x/c.md"), "/x/c.md");
        assert_eq!(shown("untitled:Untitled-1"), "Untitled-1");
    }
}
