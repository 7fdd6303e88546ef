//! The project of an editor: settings, messages about broken configurations, and features that are switched off.
//!
//! * The editor's settings are the keys of the configuration file, as JSON; the files take precedence.
//! * When a configuration file becomes invalid, a message is shown once, until the file is valid again. All problems
//!   are logged.

use super::features::Feature;
use crate::project::{ConfigFile, Context, FileProblem, Holds, MOST_SHOWN, Options, Project, and_more, parse};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types::Url;

/// See the module documentation.
pub(crate) struct EditorProject {
    project: Project,
    /// Features that are switched off.
    off: Mutex<Vec<Feature>>,
    /// Which documents are checked.
    enabled: Mutex<Enabled>,
    announced: Mutex<Announced>,
    show: Box<dyn Fn(String) + Send + Sync>,
}

/// Which documents are checked.
#[derive(Default)]
struct Enabled {
    which: Which,
    /// Whether the editor's settings include some for the publication.
    is_house: bool,
    /// Those that someone has requested explicitly.
    chosen: HashSet<Url>,
    /// The setting `years`: inlay hints also show the year of the issue.
    all_years: bool,
}

/// Which documents are checked, according to the setting `enable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Which {
    /// `always`: all Markdown; also the default if the editor has no such setting, and on the command line.
    #[default]
    All,
    /// `auto`: documents that cite, and those that a configuration or publication setting applies to.
    Bulletins,
    /// `never`
    None,
}

/// The settings for the publication; the others are the editor's own.
const HOUSE: [&str; 8] = ["style", "rules", "issue", "abbreviations", "terms", "notes", "citations", "gazetteer"];

/// What has been logged and shown about configuration files.
#[derive(Default)]
struct Announced {
    /// The last logged state of each file.
    states: HashMap<PathBuf, u64>,
    /// Files for which a message has been shown.
    broken: HashSet<PathBuf>,
}

/// The size limit, in bytes, for files that are read while they are not open.
pub(crate) const LARGEST: u64 = 8 << 20;

impl EditorProject {
    /// A project in which nothing has been read yet. `show` shows a message in the editor.
    pub(crate) fn new(show: impl Fn(String) + Send + Sync + 'static) -> EditorProject {
        let project = Project::new(Options { largest: Some(LARGEST), ..Options::default() });
        EditorProject {
            project,
            off: Mutex::default(),
            enabled: Mutex::default(),
            announced: Mutex::default(),
            show: Box::new(show),
        }
    }

    /// The context of a document, given its file. Reads its configuration on first use.
    pub(crate) fn context(&self, file: Option<&Path>) -> Context {
        let Some(file) = file else { return self.project.for_unsaved() };
        let context = self.project.for_path(file);
        if let Some(config) = &context.config {
            self.announce(&config.path, Some(config));
        }
        context
    }

    /// The configuration file that applies to a file, or would if it existed.
    pub(crate) fn config_path(&self, file: &Path) -> PathBuf {
        self.project.config_path(file)
    }

    /// The text of a document that is not open.
    ///
    /// # Errors
    /// If it cannot be read: a sentence that follows the path.
    pub(crate) fn read(&self, path: &Path) -> Result<String, String> {
        self.project.read(path).map(|(text, _)| text)
    }

    /// Whether a file or folder is excluded by its configuration.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.project.excludes(path)
    }

    /// Whether the configuration includes files of this name, in addition to those that contain Markdown anyway.
    pub(crate) fn takes(&self, path: &Path) -> bool {
        self.project.takes(path)
    }

    /// Stores the folders that the editor has open.
    pub(crate) fn set_folders(&self, folders: Vec<PathBuf>) {
        self.project.set_folders(folders);
    }

    /// Stores the editor's settings: an object with the keys of the configuration file and `features`, or null. Returns
    /// whether documents need to be checked again.
    pub(crate) fn set_editor(&self, settings: &Value) -> bool {
        let mut settings = settings.clone();
        // The column encoding is negotiated in `initialize`.
        settings.as_object_mut().map(|settings| settings.remove(super::client_capabilities::COLUMNS));
        let features = settings.as_object_mut().and_then(|settings| settings.remove("features"));
        let enable = settings.as_object_mut().and_then(|settings| settings.remove("enable"));
        let which = match enable.as_ref().and_then(Value::as_str) {
            Some("auto") => Which::Bulletins,
            Some("never") => Which::None,
            _ => Which::All,
        };
        let years = settings.as_object_mut().and_then(|settings| settings.remove("years"));
        let all_years = years.as_ref().and_then(Value::as_str) == Some("all");
        let says = |key: &&str| settings.get(key).and_then(Value::as_object).is_some_and(|said| !said.is_empty());
        let is_house = HOUSE.iter().any(says);
        let mut off = Vec::new();
        for (name, value) in features.iter().filter_map(Value::as_object).flatten() {
            match Feature::ALL.iter().find(|(known, _)| known == name) {
                Some((_, feature)) if *value == Value::Bool(false) => off.push(*feature),
                Some(_) => {}
                None => tracing::warn!("the editor's settings: there is no feature {name:?}"),
            }
        }
        let (config, problems) = parse(&toml(&settings));
        for problem in problems.iter().take(MOST_SHOWN) {
            tracing::warn!("the editor's settings: {}", problem.message);
        }
        if let Some(more) = and_more(problems.len()) {
            tracing::warn!("the editor's settings: {more}");
        }
        if config.extends().is_some() {
            tracing::warn!("the editor's settings: “extends” is for configuration files, and was not followed");
        }
        *self.off.lock().unwrap_or_else(PoisonError::into_inner) = off;
        let mut enabled = self.enabled.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = (enabled.which, enabled.is_house) != (which, is_house);
        (enabled.which, enabled.is_house, enabled.all_years) = (which, is_house, all_years);
        drop(enabled);
        self.project.set_editor(config) || changed
    }

    /// Which documents are checked, and whether the editor's settings include some for the publication.
    pub(crate) fn enabled(&self) -> (Which, bool) {
        let enabled = self.enabled.lock().unwrap_or_else(PoisonError::into_inner);
        (enabled.which, enabled.is_house)
    }

    /// Whether inlay hints also show the year of the issue.
    pub(crate) fn shows_all_years(&self) -> bool {
        self.enabled.lock().unwrap_or_else(PoisonError::into_inner).all_years
    }

    /// From now on, a document is checked in any case.
    pub(crate) fn choose(&self, uri: Url) {
        self.enabled.lock().unwrap_or_else(PoisonError::into_inner).chosen.insert(uri);
    }

    /// Whether someone has requested a document explicitly.
    pub(crate) fn is_chosen(&self, uri: &Url) -> bool {
        self.enabled.lock().unwrap_or_else(PoisonError::into_inner).chosen.contains(uri)
    }

    /// Whether a feature is enabled.
    pub(crate) fn wants(&self, feature: Feature) -> bool {
        !self.off.lock().unwrap_or_else(PoisonError::into_inner).contains(&feature)
    }

    /// Rereads every configuration and list in use; returns whether one changed.
    pub(crate) fn refresh(&self) -> bool {
        let news = self.project.refresh();
        for (path, file) in &news {
            self.announce(path, file.as_deref());
        }
        !news.is_empty()
    }

    /// Logs the problems of a changed configuration file, and shows a message if the file was not broken before.
    fn announce(&self, path: &Path, file: Option<&ConfigFile>) {
        let mut announced = self.announced();
        let state = file.map(|file| file.state);
        if announced.states.get(path).copied() == state {
            return;
        }
        match state {
            Some(state) => announced.states.insert(path.to_owned(), state),
            None => announced.states.remove(path),
        };
        let problems = file.map_or(&[][..], |file| &file.problems);
        let first = problems.iter().find(|problem| problem.is_error());
        let is_news = match first {
            Some(_) => announced.broken.insert(path.to_owned()),
            None => {
                announced.broken.remove(path);
                false
            }
        };
        drop(announced);
        problems.iter().take(MOST_SHOWN).for_each(|problem| tracing::warn!("{}", problem.sentence()));
        if let Some(more) = and_more(problems.len()) {
            tracing::warn!("{}: {more}", path.display());
        }
        if let (Some(first), Some(file), true) = (first, file, is_news) {
            (self.show)(message(first, file.holds));
        }
    }

    fn announced(&self) -> MutexGuard<'_, Announced> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The message about a broken configuration.
fn message(problem: &FileProblem, holds: Holds) -> String {
    let rest = match holds {
        Holds::Former => "What it said before holds",
        Holds::All | Holds::Part => "Only the rest of it holds",
    };
    format!("{}. {rest} until it is mended.", problem.sentence())
}

/// The editor's settings as TOML, which has no null: editors send null for keys that are not set.
fn toml(settings: &Value) -> String {
    fn stated(value: &Value) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Array(items) => Some(items.iter().filter_map(stated).collect()),
            Value::Object(members) => {
                Some(members.iter().filter_map(|(key, value)| Some((key.clone(), stated(value)?))).collect())
            }
            other => Some(other.clone()),
        }
    }
    let Some(settings @ Value::Object(_)) = stated(settings) else { return String::new() };
    toml::to_string(&settings).unwrap_or_else(|error| {
        tracing::warn!("the editor's settings could not be read: {error}");
        String::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{FILE_NAME, Level};
    use serde_json::json;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn the_editors_settings_are_the_files_keys() {
        let project = EditorProject::new(|_| {});
        assert!(project.set_editor(&json!({
            "rules": {"doubled-word": "off", "split-word": null}, "style": {"links": "required"}, "trace": null
        })));
        let settings = project.context(None).settings;
        assert_eq!(settings.rule("doubled-word"), Some(None));
        assert_eq!(settings.rule("split-word"), None);
        assert!(!project.set_editor(&json!({"style": {"links": "required"}, "rules": {"doubled-word": "off"}})));
        assert!(project.set_editor(&Value::Null));
        assert_eq!(project.context(None).settings.rule("doubled-word"), None);
    }

    #[test]
    fn features_can_be_switched_off() {
        let project = EditorProject::new(|_| {});
        assert!(
            !project.set_editor(&json!({"features": {"folding": false, "document-links": true, "nothing": false}}))
        );
        assert!(!project.wants(Feature::Folding));
        assert!(project.wants(Feature::DocumentLinks) && project.wants(Feature::CodeActions));
        project.set_editor(&json!({}));
        assert!(project.wants(Feature::Folding));
    }

    #[test]
    fn a_broken_file_keeps_what_it_said_and_tells_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        let write = |text: &str| std::fs::write(&path, text).expect("written");
        let told = Arc::new(AtomicUsize::new(0));
        let count = told.clone();
        let project = EditorProject::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let document = folder.path().join("a/b.md");
        let rule = || project.context(Some(&document)).settings.rule("doubled-word");
        assert_eq!(rule(), None);

        write("[rules]\ndoubled-word = 'off'\n");
        assert!(project.refresh());
        assert_eq!(rule(), Some(None));
        assert!(!project.refresh());

        for broken in ["[rules]\ndoubled-word = \n", "[rules\n"] {
            write(broken);
            project.refresh();
            assert_eq!(rule(), Some(None), "{broken}");
            assert_eq!(told.load(Ordering::Relaxed), 1);
        }
        write("[rules]\ndoubled-word = 'hint'\n");
        project.refresh();
        assert_eq!(rule(), Some(Some(Level::Hint)));
        write("[rules\n");
        project.refresh();
        assert_eq!(told.load(Ordering::Relaxed), 2);

        std::fs::remove_file(&path).expect("removed");
        assert!(project.refresh());
        assert_eq!(rule(), None);
    }

    #[test]
    fn names_that_nobody_knows_are_told_and_the_rest_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let project = EditorProject::new(move |message| heard.lock().expect("no panic").push(message));
        let document = folder.path().join("b.md");
        let ask = |text: &str| {
            std::fs::write(&path, text).expect("written");
            project.refresh();
            let rule = project.context(Some(&document)).settings.rule("doubled-word");
            (rule, told.lock().expect("no panic").drain(..).collect::<Vec<String>>())
        };
        assert_eq!(ask("[rules]\ndoubled-word = 'off'\n"), (Some(None), Vec::new()));
        let (rule, said) = ask("[rules]\ndoubled-word = 'hint'\ndoubled-words = 'hint'\n");
        assert_eq!(rule, Some(Some(Level::Hint)));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("line 3: no rule is named “doubled-words”; did you mean “doubled-word”?"), "{said:?}");
        assert!(said[0].ends_with("Only the rest of it holds until it is mended."), "{said:?}");
        assert_eq!(ask("[rules]\ndoubled-word = 'info'\n").1, Vec::<String>::new());
        let (_, said) = ask("[style]\nprofile = 'tass'\n");
        assert!(said[0].contains("line 2: no profile is named “tass”"), "{said:?}");
    }
}
