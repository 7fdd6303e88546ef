//! The project as an editor sees it.
//!
//! * The editor's settings are the keys of the configuration file, written as JSON; they lie under the files.
//! * A broken configuration file keeps what it said when it was last whole, and people are told once, until it is whole
//!   again. Of a file that names a rule or a profile that nobody knows, the rest holds. The log has all problems.

use super::features::Feature;
use crate::project::{ConfigFile, Context, FileProblem, Holds, MOST_SHOWN, Options, Project, and_more, parse};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// See the module.
pub(crate) struct Library {
    project: Project,
    /// Features that are switched off.
    off: Mutex<Vec<Feature>>,
    announced: Mutex<Announced>,
    tell: Box<dyn Fn(String) + Send + Sync>,
}

/// What people and the log were told of configuration files.
#[derive(Default)]
struct Announced {
    /// The state of each file that was looked at last.
    states: HashMap<PathBuf, u64>,
    /// Files that people know to be broken.
    broken: HashSet<PathBuf>,
}

/// The largest file that is read though nobody has it open, in bytes.
pub(crate) const LARGEST: u64 = 8 << 20;

impl Library {
    /// A project in which nothing was read yet. `tell` shows a message to people.
    pub(crate) fn new(tell: impl Fn(String) + Send + Sync + 'static) -> Library {
        let project = Project::new(Options { largest: Some(LARGEST), ..Options::default() });
        Library { project, off: Mutex::default(), announced: Mutex::default(), tell: Box::new(tell) }
    }

    /// What holds for a document, which is a file or none. Reads its configuration where nobody did.
    pub(crate) fn resolve(&self, file: Option<&Path>) -> Context {
        let Some(file) = file else { return self.project.for_unsaved() };
        let context = self.project.for_path(file);
        if let Some(config) = &context.config {
            self.announce(&config.path, Some(config));
        }
        context
    }

    /// The configuration file that holds for a file; where there is none, the one that its folder could have.
    pub(crate) fn configuration(&self, file: &Path) -> PathBuf {
        self.project.config_path(file)
    }

    /// The text of a document that nobody has open.
    ///
    /// # Errors
    /// Where it cannot be read: a sentence that follows the path.
    pub(crate) fn read(&self, path: &Path) -> Result<String, String> {
        self.project.read(path).map(|(text, _)| text)
    }

    /// Whether a file or folder is left out by its configuration.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.project.excludes(path)
    }

    /// Takes the folders that the editor has open.
    pub(crate) fn set_folders(&self, folders: Vec<PathBuf>) {
        self.project.set_folders(folders);
    }

    /// Takes the editor's settings: an object with the keys of the configuration file and `features`, or nothing.
    /// Whether documents are to be checked anew.
    pub(crate) fn set_editor(&self, settings: &Value) -> bool {
        let mut settings = settings.clone();
        // What columns count was settled by `initialize`.
        settings.as_object_mut().map(|settings| settings.remove(super::client_capabilities::COLUMNS));
        let features = settings.as_object_mut().and_then(|settings| settings.remove("features"));
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
        *self.off.lock().unwrap_or_else(PoisonError::into_inner) = off;
        self.project.set_editor(config)
    }

    /// Whether a feature is wanted.
    pub(crate) fn wants(&self, feature: Feature) -> bool {
        !self.off.lock().unwrap_or_else(PoisonError::into_inner).contains(&feature)
    }

    /// Reads every file that a document asked for again; whether one says something new.
    pub(crate) fn look_again(&self) -> bool {
        let news = self.project.refresh();
        for (path, file) in &news {
            self.announce(path, file.as_deref());
        }
        !news.is_empty()
    }

    /// Logs what is wrong with a configuration file in a new state, and tells people where it was not broken before.
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
            (self.tell)(told(first, file.holds));
        }
    }

    fn announced(&self) -> MutexGuard<'_, Announced> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What people are told of a broken configuration.
fn told(problem: &FileProblem, holds: Holds) -> String {
    let rest = match holds {
        Holds::Former => "What it said before holds",
        Holds::All | Holds::Part => "Only the rest of it holds",
    };
    format!("{}. {rest} until it is mended.", problem.sentence())
}

/// Settings as the text of a configuration file. TOML has no null: an editor that has nothing to say of a key says null.
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
        let library = Library::new(|_| {});
        assert!(library.set_editor(&json!({
            "rules": {"doubled-word": "off", "split-word": null}, "style": {"links": "required"}, "trace": null
        })));
        let settings = library.resolve(None).settings;
        assert_eq!(settings.rule("doubled-word"), Some(None));
        assert_eq!(settings.rule("split-word"), None);
        assert!(!library.set_editor(&json!({"style": {"links": "required"}, "rules": {"doubled-word": "off"}})));
        assert!(library.set_editor(&Value::Null));
        assert_eq!(library.resolve(None).settings.rule("doubled-word"), None);
    }

    #[test]
    fn features_can_be_switched_off() {
        let library = Library::new(|_| {});
        assert!(
            !library.set_editor(&json!({"features": {"folding": false, "document-links": true, "nothing": false}}))
        );
        assert!(!library.wants(Feature::Folding));
        assert!(library.wants(Feature::DocumentLinks) && library.wants(Feature::CodeActions));
        library.set_editor(&json!({}));
        assert!(library.wants(Feature::Folding));
    }

    #[test]
    fn a_broken_file_keeps_what_it_said_and_tells_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        let write = |text: &str| std::fs::write(&path, text).expect("written");
        let told = Arc::new(AtomicUsize::new(0));
        let count = told.clone();
        let library = Library::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let document = folder.path().join("a/b.md");
        let rule = || library.resolve(Some(&document)).settings.rule("doubled-word");
        assert_eq!(rule(), None);

        write("[rules]\ndoubled-word = 'off'\n");
        assert!(library.look_again());
        assert_eq!(rule(), Some(None));
        assert!(!library.look_again());

        for broken in ["[rules]\ndoubled-word = \n", "[rules\n"] {
            write(broken);
            library.look_again();
            assert_eq!(rule(), Some(None), "{broken}");
            assert_eq!(told.load(Ordering::Relaxed), 1);
        }
        write("[rules]\ndoubled-word = 'hint'\n");
        library.look_again();
        assert_eq!(rule(), Some(Some(Level::Hint)));
        write("[rules\n");
        library.look_again();
        assert_eq!(told.load(Ordering::Relaxed), 2);

        std::fs::remove_file(&path).expect("removed");
        assert!(library.look_again());
        assert_eq!(rule(), None);
    }

    #[test]
    fn names_that_nobody_knows_are_told_and_the_rest_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE_NAME);
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let library = Library::new(move |message| heard.lock().expect("no panic").push(message));
        let document = folder.path().join("b.md");
        let ask = |text: &str| {
            std::fs::write(&path, text).expect("written");
            library.look_again();
            let rule = library.resolve(Some(&document)).settings.rule("doubled-word");
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
