//! What the house decides for each document: settings and known names.

use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use std::sync::Arc;
use tower_lsp::lsp_types as lsp;
use tower_lsp::lsp_types::Url;

/// What checking one document needs beside its text.
pub(crate) struct House {
    /// The document's path as shown to people; its name may carry the issue date.
    pub(crate) path: String,
    /// Settings for this file.
    pub(crate) settings: Settings,
    /// Known actors and sources.
    pub(crate) gazetteer: Arc<Gazetteer>,
}

/// The houses of a session: one for each folder of the workspace, and one for what lies in none.
#[derive(Default)]
pub(crate) struct Houses {
    folders: Vec<Url>,
    gazetteer: Arc<Gazetteer>,
}

impl Houses {
    /// Takes the folders that the client opened.
    pub(crate) fn start(&mut self, client: &lsp::InitializeParams) {
        self.folders = match &client.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            None => client.root_uri.iter().cloned().collect(),
        };
    }

    /// Adds and removes folders.
    pub(crate) fn change_folders(&mut self, change: &lsp::WorkspaceFoldersChangeEvent) {
        self.folders.retain(|folder| change.removed.iter().all(|removed| removed.uri != *folder));
        for added in &change.added {
            if !self.folders.contains(&added.uri) {
                self.folders.push(added.uri.clone());
            }
        }
    }

    /// The house of a document.
    pub(crate) fn of(&self, uri: &Url) -> Arc<House> {
        Arc::new(House { path: self.shown(uri), settings: Settings::default(), gazetteer: self.gazetteer.clone() })
    }

    /// The document's path below its folder, else its whole path.
    fn shown(&self, uri: &Url) -> String {
        let Ok(path) = uri.to_file_path() else { return uri.path().to_owned() };
        let folders = self.folders.iter().filter_map(|folder| folder.to_file_path().ok());
        let within =
            folders.filter_map(|folder| path.strip_prefix(folder).ok()).min_by_key(|rest| rest.components().count());
        within.unwrap_or(&path).to_string_lossy().into_owned()
    }
}

/// Whether a document is checked: Markdown, by the client's word or by its name. What a version control shows of the
/// past is read only, and faults in it help nobody.
pub(crate) fn is_bulletin(uri: &Url, language: &str) -> bool {
    if matches!(uri.scheme(), "git" | "gitfs" | "gitlens" | "gitlens-git" | "vscode-scm" | "review" | "output") {
        return false;
    }
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(language, "markdown" | "mdx" | "quarto" | "rmd")
        || extension.is_some_and(|e| matches!(e.as_str(), "md" | "markdown" | "mdown" | "mkd"))
        || language.is_empty() && !name.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect("a URL")
    }

    #[test]
    fn markdown_is_checked_and_nothing_else() {
        assert!(is_bulletin(&url("file:///w/a.md"), "markdown"));
        assert!(is_bulletin(&url("file:///w/a.MD"), "plaintext"));
        assert!(is_bulletin(&url("untitled:Untitled-1"), "markdown"));
        assert!(!is_bulletin(&url("file:///w/copydesk.toml"), "toml"));
        assert!(!is_bulletin(&url("git:/w/a.md?%7B%7D"), "markdown"));
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_shown_below_the_nearest_folder() {
        let houses = Houses { folders: vec![url("file:///w"), url("file:///w/b")], ..Houses::default() };
        assert_eq!(houses.shown(&url("file:///w/a%20b/c.md")), "a b/c.md");
        assert_eq!(houses.shown(&url("file:///w/b/c.md")), "c.md");
        assert_eq!(houses.shown(&url("file:///x/c.md")), "/x/c.md");
        assert_eq!(houses.shown(&url("untitled:Untitled-1")), "Untitled-1");
    }
}
