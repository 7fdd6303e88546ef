//! Configuration files and the editor's settings, as they were read.
//!
//! * A file is read when a document first needs it, and again when it may have changed.
//! * A broken file keeps what it said when it was last whole, and people are told once, until it is whole again. Of a
//!   file that names a rule or a profile that nobody knows, the rest holds.
//! * The editor's settings are the keys of the configuration file, written as JSON; they lie under the file.

use super::house::Place;
use crate::config::{Config, FILE_NAME, Level, Settings};
use crate::disk;
use crate::gazetteer::Gazetteer;
use crate::text::LineIndex;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was settled for one document.
pub(crate) struct Resolved {
    /// Settings for its file.
    pub(crate) settings: Settings,
    /// Known actors and sources.
    pub(crate) gazetteer: Arc<Gazetteer>,
}

/// See the module.
pub(crate) struct Library {
    /// Has a lock of its own: the reader takes it, and must not wait for a disk.
    editor: Mutex<Editor>,
    shelves: Mutex<HashMap<PathBuf, Shelf>>,
    tell: Box<dyn Fn(String) + Send + Sync>,
}

/// What the editor is set to.
#[derive(Default)]
struct Editor {
    config: Config,
    /// Features that are switched off.
    off: Vec<Feature>,
}

/// What can be switched off, so that another server for Markdown may keep it: `{"features": {"folding": false}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    /// `code-actions`
    CodeActions,
    /// `code-lens`
    CodeLens,
    /// `completion`
    Completion,
    /// `definition`
    Definition,
    /// `document-links`
    DocumentLinks,
    /// `document-symbols`
    DocumentSymbols,
    /// `folding`
    Folding,
    /// `formatting`
    Formatting,
    /// `highlights`
    Highlights,
    /// `hover`
    Hover,
    /// `inlay-hints`
    InlayHints,
    /// `references`
    References,
    /// `rename`
    Rename,
    /// `selection-ranges`
    SelectionRanges,
    /// `semantic-tokens`
    SemanticTokens,
    /// `workspace-symbols`
    WorkspaceSymbols,
}

impl Feature {
    const ALL: &[(&'static str, Feature)] = &[
        ("code-actions", Feature::CodeActions),
        ("code-lens", Feature::CodeLens),
        ("completion", Feature::Completion),
        ("definition", Feature::Definition),
        ("document-links", Feature::DocumentLinks),
        ("document-symbols", Feature::DocumentSymbols),
        ("folding", Feature::Folding),
        ("formatting", Feature::Formatting),
        ("highlights", Feature::Highlights),
        ("hover", Feature::Hover),
        ("inlay-hints", Feature::InlayHints),
        ("references", Feature::References),
        ("rename", Feature::Rename),
        ("selection-ranges", Feature::SelectionRanges),
        ("semantic-tokens", Feature::SemanticTokens),
        ("workspace-symbols", Feature::WorkspaceSymbols),
    ];
}

/// One configuration file.
#[derive(Default)]
struct Shelf {
    /// What stood there when it was last looked at; `None` where there is no file, `Err` where it cannot be read.
    text: Option<Result<String, String>>,
    /// What it said when it was last whole; until it was, what could be taken of it.
    config: Config,
    /// The texts of the lists that it names, as they were last looked at.
    lists: Vec<Result<String, String>>,
    /// Known names: the shipped ones, with those of the lists over them.
    gazetteer: Option<Arc<Gazetteer>>,
    whole: bool,
    /// People know that it is broken.
    told: bool,
}

impl Library {
    /// An empty library. `tell` shows a message to people.
    pub(crate) fn new(tell: impl Fn(String) + Send + Sync + 'static) -> Library {
        Library { editor: Mutex::default(), shelves: Mutex::default(), tell: Box::new(tell) }
    }

    /// What holds for a document at `place`.
    pub(crate) fn resolve(&self, place: &Place) -> Resolved {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = None;
        for folder in folders(place) {
            let path = folder.join(FILE_NAME);
            if !shelves.contains_key(&path) {
                let mut shelf = Shelf::default();
                shelf.look(&path, &self.tell);
                shelves.insert(path.clone(), shelf);
            }
            if let Some(shelf) = shelves.get(&path).filter(|shelf| shelf.text.is_some()) {
                found = Some((folder, shelf.config.clone(), shelf.gazetteer.clone()));
                break;
            }
        }
        drop(shelves);
        let editor = self.editor().config.clone();
        let gazetteer =
            found.as_mut().and_then(|(_, _, gazetteer)| gazetteer.take()).unwrap_or_else(Gazetteer::shipped);
        let settings = match (found, &place.file) {
            (Some((folder, config, _)), Some(file)) => config.over(editor).settings(&below(folder, file)),
            (_, Some(file)) => {
                let folder = place.folder.as_deref().or(file.parent()).unwrap_or(Path::new(""));
                editor.settings(&below(folder, file))
            }
            (_, None) => editor.settings(""),
        };
        Resolved { settings, gazetteer }
    }

    /// The nearest configuration file upwards from `place`; where there is none, the one that its folder could have.
    pub(crate) fn configuration(&self, place: &Place) -> Option<PathBuf> {
        // Makes sure that the files were looked at.
        self.resolve(place);
        let shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = folders(place).into_iter().map(|folder| folder.join(FILE_NAME));
        let there = { paths }.find(|path| shelves.get(path).is_some_and(|shelf| shelf.text.is_some()));
        let folder = place.folder.as_deref().or_else(|| place.file.as_deref().and_then(Path::parent));
        there.or_else(|| folder.map(|folder| folder.join(FILE_NAME)))
    }

    /// Whether a file or folder below one of `folders` is left out of the workspace by that folder's configuration.
    pub(crate) fn excludes(&self, folders: &[PathBuf], path: &Path) -> bool {
        let holders = folders.iter().filter(|folder| path.starts_with(folder));
        let Some(folder) = holders.max_by_key(|folder| folder.components().count()) else { return false };
        let (file, relative) = (folder.join(FILE_NAME), below(folder, path));
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = shelves.entry(file.clone()).or_insert_with(|| {
            let mut shelf = Shelf::default();
            shelf.look(&file, &self.tell);
            shelf
        });
        shelf.config.excludes(&relative) || self.editor().config.excludes(&relative)
    }

    fn editor(&self) -> MutexGuard<'_, Editor> {
        self.editor.lock().unwrap_or_else(PoisonError::into_inner)
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
        let text = toml(&settings);
        let (config, problems) = Config::parse(&text);
        for problem in problems.into_iter().chain(crate::check::problems(&config)) {
            tracing::warn!("the editor's settings: {}", problem.message);
        }
        let mut editor = self.editor();
        let new = config.to_toml() != editor.config.to_toml();
        *editor = Editor { config, off };
        new
    }

    /// Whether a feature is wanted.
    pub(crate) fn wants(&self, feature: Feature) -> bool {
        !self.editor().off.contains(&feature)
    }

    /// Looks at every file that a document asked for again; whether one says something new.
    pub(crate) fn look_again(&self) -> bool {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = false;
        for (path, shelf) in shelves.iter_mut() {
            new |= shelf.look(path, &self.tell);
        }
        new
    }
}

impl Shelf {
    /// Reads the file; whether it says something new.
    fn look(&mut self, path: &Path, tell: &dyn Fn(String)) -> bool {
        let text = disk::read_optional(path, disk::FileKind::Configuration);
        if text == self.text {
            return self.look_at_lists(path);
        }
        self.text = text;
        // It is whole, but for a name that nobody knows.
        let mut unknown = false;
        let fault = match &self.text {
            None => {
                (self.config, self.whole) = (Config::default(), false);
                None
            }
            Some(Err(error)) => Some(error.clone()),
            Some(Ok(text)) => {
                let (config, problems) = Config::parse(text);
                let problem = problems.into_iter().find(|problem| problem.severity == Level::Error);
                if problem.is_none() || !self.whole {
                    (self.config, self.whole) = (config, problem.is_none());
                }
                unknown = problem.is_none();
                let problem = problem.or_else(|| crate::check::problems(&self.config).into_iter().next());
                problem.map(|problem| {
                    let line = LineIndex::new(text).line_of(problem.span.start) + 1;
                    format!("line {line}: {}", problem.message)
                })
            }
        };
        match fault {
            Some(fault) if !self.told => {
                self.told = true;
                let before = self.whole && !unknown;
                let rest = if before { "What it said before holds" } else { "Only the rest of it holds" };
                tell(format!("{}: {fault}. {rest} until it is mended.", path.display()));
            }
            Some(_) => {}
            None => self.told = false,
        }
        self.look_at_lists(path);
        true
    }

    /// Reads the house's own lists; whether one says something new. What is wrong in them is logged.
    fn look_at_lists(&mut self, path: &Path) -> bool {
        let (house, lists) = disk::read_house(path.parent().unwrap_or(Path::new("")), &self.config);
        let texts: Vec<_> = lists.iter().map(|list| list.text.clone()).collect();
        if texts == self.lists && (self.gazetteer.is_some() || house.is_empty()) {
            return false;
        }
        for list in &lists {
            if let Err(message) = &list.text {
                tracing::warn!("{} {message}", list.path.display());
            }
            if let Some(note) = &list.note {
                tracing::warn!("{} {note}", list.path.display());
            }
            for problem in &list.problems {
                let line = list.text.as_deref().map_or(0, |text| LineIndex::new(text).line_of(problem.span.start) + 1);
                tracing::warn!("{}, line {line}: {}", list.path.display(), problem.message);
            }
        }
        self.lists = texts;
        self.gazetteer = Some(Gazetteer::with(house));
        true
    }
}

/// The folders whose configuration may hold for a document, the nearest first.
fn folders(place: &Place) -> Vec<&Path> {
    let Some(file) = &place.file else { return place.folder.iter().map(PathBuf::as_path).collect() };
    let up = file.ancestors().skip(1);
    match &place.folder {
        Some(folder) => up.take_while(|path| path.starts_with(folder)).collect(),
        None => up.collect(),
    }
}

/// A file's path below a folder, with `/` between folders.
fn below(folder: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(folder).unwrap_or(file).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
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
    use serde_json::json;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn the_editors_settings_are_the_files_keys() {
        let library = Library::new(|_| {});
        assert!(library.set_editor(&json!({
            "rules": {"doubled-word": "off", "split-word": null}, "style": {"links": "required"}, "trace": null
        })));
        let settings = library.resolve(&Place::default()).settings;
        assert_eq!(settings.rule("doubled-word"), Some(None));
        assert_eq!(settings.rule("split-word"), None);
        assert!(!library.set_editor(&json!({"style": {"links": "required"}, "rules": {"doubled-word": "off"}})));
        assert!(library.set_editor(&Value::Null));
        assert_eq!(library.resolve(&Place::default()).settings.rule("doubled-word"), None);
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
        let place = Place { file: Some(folder.path().join("a/b.md")), folder: Some(folder.path().to_owned()) };
        let rule = || library.resolve(&place).settings.rule("doubled-word");
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
        let place = Place { file: Some(folder.path().join("b.md")), folder: Some(folder.path().to_owned()) };
        let ask = |text: &str| {
            std::fs::write(&path, text).expect("written");
            library.look_again();
            let rule = library.resolve(&place).settings.rule("doubled-word");
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

    #[cfg(unix)]
    #[test]
    fn nothing_above_the_workspace_folder_is_looked_at() {
        let place =
            |folder: Option<&str>| Place { file: Some("/w/a/b/c.md".into()), folder: folder.map(PathBuf::from) };
        assert_eq!(folders(&place(Some("/w/a"))), [Path::new("/w/a/b"), Path::new("/w/a")]);
        assert_eq!(folders(&place(None)).len(), 4);
        assert_eq!(below(Path::new("/w/a"), Path::new("/w/a/b/c.md")), "b/c.md");
    }
}
