//! The configurations that were read, and what an edge lays over and under them.
//!
//! One short lock guards all of it. Files are read by the caller, before the lock is taken.

use super::{ConfigFile, Options};
use crate::config::{Config, Level};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// See the module.
#[derive(Debug)]
pub(super) struct Cache {
    rules: Vec<(&'static str, Option<Level>)>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By the path of the file; none where it was looked for and is not there.
    files: HashMap<PathBuf, Option<Arc<ConfigFile>>>,
    /// The nearest file upwards from a folder, so that the next document in it asks for no other folder.
    nearest: HashMap<PathBuf, Option<Arc<ConfigFile>>>,
    /// Rises with every change of a file or a setting.
    generation: u64,
    /// The editor's settings.
    editor: Config,
    /// Its folders.
    folders: Vec<PathBuf>,
    /// What holds where there is no file.
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
        // Each change is one assignment, so a panic leaves the state whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of a path; none where nobody looked.
    pub(super) fn get(&self, path: &Path) -> Option<Option<Arc<ConfigFile>>> {
        self.lock().files.get(path).cloned()
    }

    /// The nearest file upwards from a folder, else the number under which it may be kept.
    pub(super) fn nearest(&self, folder: &Path) -> Result<Option<Arc<ConfigFile>>, u64> {
        let state = self.lock();
        state.nearest.get(folder).cloned().ok_or(state.generation)
    }

    /// Keeps the nearest file upwards from a folder, unless something changed while it was looked for.
    pub(super) fn keep_nearest(&self, folder: &Path, file: Option<Arc<ConfigFile>>, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            state.nearest.insert(folder.to_owned(), file);
        }
    }

    /// Keeps what was read, unless somebody else was faster; gives what is kept.
    pub(super) fn insert(&self, path: &Path, read: Option<ConfigFile>) -> Option<Arc<ConfigFile>> {
        let mut state = self.lock();
        let read = read.map(|file| self.finished(file, &state.editor));
        state.files.entry(path.to_owned()).or_insert(read).clone()
    }

    /// Puts what was read in the place of `before`; none where another read was faster.
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

    /// All that was looked for.
    pub(super) fn all(&self) -> Vec<(PathBuf, Option<Arc<ConfigFile>>)> {
        self.lock().files.iter().map(|(path, file)| (path.clone(), file.clone())).collect()
    }

    /// What holds where there is no file.
    pub(super) fn default_config(&self) -> Arc<Config> {
        Arc::clone(&self.lock().default)
    }

    /// Takes the editor's settings; whether they are new.
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

    /// Takes the editor's folders.
    pub(super) fn set_folders(&self, folders: Vec<PathBuf>) {
        self.lock().folders = folders;
    }

    /// The innermost of the editor's folders that holds a path.
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

/// A file's configuration over the editor's settings, with the command line's levels over both.
fn layered(file: Config, editor: &Config, rules: &[(&'static str, Option<Level>)]) -> Config {
    let mut config = file.over(editor.clone());
    for (name, level) in rules {
        config.set_rule(name, *level);
    }
    config
}
