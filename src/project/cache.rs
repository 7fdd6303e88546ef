//! The cache of configurations, merged with the editor's settings and the command line's levels.
//!
//! One lock guards it. Callers read files before they take it.

use super::{ConfigFile, Options};
use crate::config::{Config, Level};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// See the module documentation.
#[derive(Debug)]
pub(super) struct Cache {
    rules: Vec<(&'static str, Option<Level>)>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By path; `None` if there is no such file.
    files: HashMap<PathBuf, Option<Arc<ConfigFile>>>,
    /// The nearest file upwards from a folder, so that the next document in it takes a single lookup.
    nearest: HashMap<PathBuf, Option<Arc<ConfigFile>>>,
    /// Incremented by every change of a file or setting.
    generation: u64,
    /// The editor's settings.
    editor: Config,
    /// The editor's folders.
    folders: Vec<PathBuf>,
    /// The configuration of documents without a file.
    default: Arc<Config>,
}

impl State {
    fn changed(&mut self) {
        self.generation += 1;
        self.nearest.clear();
    }
}

impl Cache {
    /// An empty cache.
    pub(super) fn new(options: &Options) -> Cache {
        let rules = options.rules.clone();
        let default = Arc::new(layered(Config::default(), &Config::default(), &rules));
        Cache { rules, state: Mutex::new(State { default, ..State::default() }) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic leaves the state consistent: each change is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cached file at a path; `None` if it has not been looked up yet.
    pub(super) fn get(&self, path: &Path) -> Option<Option<Arc<ConfigFile>>> {
        self.lock().files.get(path).cloned()
    }

    /// The cached nearest file upwards from a folder, else the generation for [`Cache::keep_nearest`].
    pub(super) fn nearest(&self, folder: &Path) -> Result<Option<Arc<ConfigFile>>, u64> {
        let state = self.lock();
        state.nearest.get(folder).cloned().ok_or(state.generation)
    }

    /// Caches the nearest file upwards from a folder, unless something changed during the lookup.
    pub(super) fn keep_nearest(&self, folder: &Path, file: Option<Arc<ConfigFile>>, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            state.nearest.insert(folder.to_owned(), file);
        }
    }

    /// Caches what was read unless another thread was faster; returns the cached file.
    pub(super) fn insert(&self, path: &Path, read: Option<ConfigFile>) -> Option<Arc<ConfigFile>> {
        let mut state = self.lock();
        let read = read.map(|file| self.finished(file, &state.editor));
        state.files.entry(path.to_owned()).or_insert(read).clone()
    }

    /// Replaces `before` by what was read; `None` if another thread was faster.
    pub(super) fn replace(
        &self,
        path: &Path,
        before: Option<&Arc<ConfigFile>>,
        read: Option<ConfigFile>,
    ) -> Option<Option<Arc<ConfigFile>>> {
        let mut state = self.lock();
        let read = read.map(|file| self.finished(file, &state.editor));
        let present = state.files.get_mut(path)?;
        let same = match (before, &*present) {
            (None, None) => true,
            (Some(before), Some(present)) => before.state == present.state,
            _ => false,
        };
        if !same {
            return None;
        }
        present.clone_from(&read);
        state.changed();
        Some(read)
    }

    /// Everything that was looked up.
    pub(super) fn all(&self) -> Vec<(PathBuf, Option<Arc<ConfigFile>>)> {
        self.lock().files.iter().map(|(path, file)| (path.clone(), file.clone())).collect()
    }

    /// The configuration of documents without a file.
    pub(super) fn default_config(&self) -> Arc<Config> {
        Arc::clone(&self.lock().default)
    }

    /// Replaces the editor's settings; whether they differ.
    pub(super) fn set_editor(&self, editor: Config) -> bool {
        let mut state = self.lock();
        if state.editor.to_toml() == editor.to_toml() {
            return false;
        }
        for file in state.files.values_mut().flatten() {
            *file = self.finished(ConfigFile::clone(file), &editor);
        }
        state.default = Arc::new(layered(Config::default(), &editor, &self.rules));
        state.editor = editor;
        state.changed();
        true
    }

    /// Replaces the editor's folders.
    pub(super) fn set_folders(&self, folders: Vec<PathBuf>) {
        self.lock().folders = folders;
    }

    /// The innermost of the editor's folders that contains a path.
    pub(super) fn folder_of(&self, path: &Path) -> Option<PathBuf> {
        let state = self.lock();
        let holding = state.folders.iter().filter(|folder| path.starts_with(folder));
        holding.max_by_key(|folder| folder.components().count()).cloned()
    }

    fn finished(&self, mut file: ConfigFile, editor: &Config) -> Arc<ConfigFile> {
        file.config = Arc::new(layered(Config::clone(&file.said), editor, &self.rules));
        Arc::new(file)
    }
}

/// Merges a file's configuration over the editor's settings, and the command line's levels over both.
fn layered(file: Config, editor: &Config, rules: &[(&'static str, Option<Level>)]) -> Config {
    let mut config = file.over(editor.clone());
    for (name, level) in rules {
        config.set_rule(name, *level);
    }
    config
}
