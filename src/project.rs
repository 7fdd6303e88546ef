//! Settings, known names and texts for a path: one answer for the command line and the server.
//!
//! * The configuration of a file is the nearest `copydesk.toml` upwards from it. A folder with that name is ignored.
//! * A configuration and its lists must be in its workspace, with links resolved: the Git repository around it, else
//!   its folder. Anything outside is refused unread.
//! * A configuration may extend another, wherever that is. The other's lists must be in its own repository or folder,
//!   and none of its text is shown.
//! * Problems are values, [`FileProblem`]; the edges print them.
//! * A configuration is read when a file first needs it and cached; [`Project::refresh`] reads it again. If it is
//!   broken by then, its last valid state is kept. No file is read while a lock is held.

mod cache;
mod problems;
mod resolve;

pub use problems::{FileProblem, MOST_SHOWN, What, and_more, most_shown};
pub use resolve::{ConfigFile, Holds, is_in_workspace, parse};

use crate::check::Draft;
use crate::config::{Config, FILE_NAME, Level, Settings};
use crate::disk::{self, FileKind};
use crate::gazetteer::Gazetteer;
use crate::import::{self, Input};
use crate::works::library::Library;
use cache::Cache;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which configuration applies.
#[derive(Clone, Debug, Default)]
pub enum ConfigSource {
    /// For each file, the nearest one upwards from it.
    #[default]
    Nearest,
    /// This file for all: `--config`.
    File(PathBuf),
    /// None: `--no-config`.
    None,
}

/// How an edge wants its files to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which configuration applies.
    pub source: ConfigSource,
    /// The issue date, regardless of the text.
    pub date: Option<Date>,
    /// Levels of rules, by name, which override every configuration; a rule without a level is off.
    pub rules: Vec<(&'static str, Option<Level>)>,
    /// Does not read the lists of a configuration.
    pub skip_lists: bool,
    /// Where the indexes of large lists are kept.
    pub index_cache: disk::IndexCache,
    /// The largest file that [`Project::read`] reads, in bytes.
    pub largest: Option<u64>,
}

/// See the module documentation.
#[derive(Debug)]
pub struct Project {
    options: Options,
    cache: Cache,
}

/// What applies to one file.
#[derive(Clone, Debug)]
pub struct Context {
    /// Its settings.
    pub settings: Settings,
    /// Known actors and sources.
    pub gazetteer: Arc<Gazetteer>,
    /// Its configuration, if there is one.
    pub config: Option<Arc<ConfigFile>>,
    /// Whether its configuration excludes it.
    pub is_excluded: bool,
}

impl Context {
    /// What is wrong with the configuration and its lists.
    #[must_use]
    pub fn problems(&self) -> &[FileProblem] {
        self.config.as_ref().map_or(&[], |config| &config.problems)
    }

    /// The libraries of references that the configuration names, in their current state, and their problems.
    #[must_use]
    pub fn library(&self) -> (Library, Vec<String>) {
        let (mut library, mut problems) = (Library::default(), Vec::new());
        let Some(file) = &self.config else { return (library, problems) };
        for (path, may_be_read) in file.libraries() {
            let name = disk::shown(&path);
            if !may_be_read {
                problems.push(format!("{name} is outside the workspace, and was not read"));
                continue;
            }
            match disk::open(&path, FileKind::Library) {
                Ok(text) => {
                    let (works, faults) = import::references::references(&mut Input { name, text: Box::new(text) });
                    library.add(works);
                    problems.extend(faults);
                }
                Err(why) => problems.push(format!("{name} {why}")),
            }
        }
        (library, problems)
    }

    /// A text to be checked in this context. `path` is what people are shown.
    #[must_use]
    pub fn draft<'a>(&'a self, path: &'a str, text: &'a str) -> Draft<'a> {
        Draft { path, text, settings: &self.settings, gazetteer: &self.gazetteer }
    }
}

impl Project {
    /// A project in which nothing has been read yet.
    #[must_use]
    pub fn new(options: Options) -> Project {
        let cache = Cache::new(&options);
        Project { options, cache }
    }

    /// What applies to a file, which need not exist.
    #[must_use]
    pub fn for_path(&self, path: &Path) -> Context {
        let path = disk::absolute(path);
        let config = self.nearest(path.parent().unwrap_or(&path));
        let said = config.as_ref().map_or_else(|| self.cache.default_config(), |file| Arc::clone(&file.config));
        let relative = self.relative(config.as_deref(), &path);
        let mut settings = said.settings(&relative);
        settings.date = self.options.date;
        let gazetteer = config.as_ref().map_or_else(Gazetteer::shipped, |file| Arc::clone(&file.gazetteer));
        Context { settings, gazetteer, config, is_excluded: said.excludes(&relative) }
    }

    /// What applies to a text that is not in a file.
    #[must_use]
    pub fn for_unsaved(&self) -> Context {
        let mut settings = self.cache.default_config().settings("");
        settings.date = self.options.date;
        Context { settings, gazetteer: Gazetteer::shipped(), config: None, is_excluded: false }
    }

    /// The text of a document that nobody has open, and what applies to it.
    ///
    /// # Errors
    /// If it cannot be read or is larger than the project reads: a sentence that follows the path.
    pub fn read(&self, path: &Path) -> Result<(String, Context), String> {
        if let (Some(largest), Some(size)) = (self.options.largest, disk::size(path))
            && size > largest
        {
            return Err(format!("is too large to be read in the background: it has {size} bytes"));
        }
        Ok((disk::read(path, FileKind::Document)?, self.for_path(path)))
    }

    /// The configuration file that excludes a file, if one does.
    #[must_use]
    pub fn excluded_by(&self, path: &Path) -> Option<PathBuf> {
        let context = self.for_path(path);
        context.config.filter(|_| context.is_excluded).map(|config| config.path.clone())
    }

    /// Whether the configuration excludes a file or folder.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        let path = disk::absolute(path);
        let config = self.nearest(path.parent().unwrap_or(&path));
        match &config {
            Some(file) => file.config.excludes(&self.relative(Some(file), &path)),
            None => self.cache.default_config().excludes(&self.relative(None, &path)),
        }
    }

    /// Whether the configuration includes files of this name, in addition to those that contain Markdown anyway.
    #[must_use]
    pub fn takes(&self, path: &Path) -> bool {
        let Some(extension) = path.extension().and_then(|extension| extension.to_str()) else { return false };
        let path = disk::absolute(path);
        let (config, _) = self.config_in(path.parent().unwrap_or(&path));
        config.takes_extension(extension)
    }

    /// The configuration that applies in a folder, with the edge's settings over and under it.
    #[must_use]
    pub fn config_in(&self, folder: &Path) -> (Arc<Config>, Option<Arc<ConfigFile>>) {
        match self.nearest(&disk::absolute(folder)) {
            Some(file) => (Arc::clone(&file.config), Some(file)),
            None => (self.cache.default_config(), None),
        }
    }

    /// A path as the patterns of its configuration see it.
    #[must_use]
    pub fn path_in_config(&self, path: &Path) -> String {
        let path = disk::absolute(path);
        let config = self.nearest(path.parent().unwrap_or(&path));
        self.relative(config.as_deref(), &path)
    }

    /// The configuration file that applies to a file; if there is none, the one that its workspace folder could have.
    #[must_use]
    pub fn config_path(&self, path: &Path) -> PathBuf {
        let path = disk::absolute(path);
        let folder = path.parent().unwrap_or(&path);
        match self.nearest(folder) {
            Some(file) => file.path.clone(),
            None => self.cache.folder_of(&path).as_deref().unwrap_or(folder).join(FILE_NAME),
        }
    }

    /// The configurations that were looked for, whether they exist or not, those that they extend, and the lists that
    /// they name.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for (path, file) in self.cache.all() {
            files.extend(file.iter().flat_map(|file| file.lists.iter().map(|(_, list)| list.clone())));
            files.extend(file.iter().flat_map(|file| file.extends.iter().cloned()));
            files.push(path);
        }
        files.sort();
        files.dedup();
        files
    }

    /// The problems of the configurations read so far and of their lists, by path.
    #[must_use]
    pub fn problems(&self) -> Vec<FileProblem> {
        // A configuration named on the command line is reported even if no file needed it.
        if let ConfigSource::File(path) = &self.options.source {
            self.look(path);
        }
        let mut files: Vec<_> = self.cache.all().into_iter().filter_map(|(_, file)| file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.iter().flat_map(|file| file.problems.iter().cloned()).collect()
    }

    /// Sets an editor's settings, which rank below the files. Returns whether that changes anything.
    pub fn set_editor(&self, config: Config) -> bool {
        self.cache.set_editor(config)
    }

    /// Sets the folders that an editor has open. If there is no configuration, the paths in an editor's settings are
    /// relative to them.
    pub fn set_folders(&self, folders: Vec<PathBuf>) {
        self.cache.set_folders(folders);
    }

    /// Rereads every configuration and list that has been needed so far. Returns the changed ones, each with the path
    /// of the configuration; `None` if the file is gone.
    pub fn refresh(&self) -> Vec<(PathBuf, Option<Arc<ConfigFile>>)> {
        let mut news = Vec::new();
        for (path, before) in self.cache.all() {
            let now = match self.read_config(&path, before.as_deref()) {
                resolve::Reading::Same => continue,
                resolve::Reading::Absent if before.is_none() => continue,
                resolve::Reading::Absent => None,
                resolve::Reading::New(file) => Some(*file),
            };
            if let Some(now) = self.cache.replace(&path, before.as_ref(), now) {
                news.push((path, now));
            }
        }
        news
    }

    /// The nearest configuration upwards from a folder.
    fn nearest(&self, folder: &Path) -> Option<Arc<ConfigFile>> {
        match &self.options.source {
            ConfigSource::Nearest => self.cache.nearest(folder).unwrap_or_else(|generation| {
                let file = folder.ancestors().find_map(|folder| self.look(&folder.join(FILE_NAME)));
                self.cache.keep_nearest(folder, file.clone(), generation);
                file
            }),
            ConfigSource::File(path) => self.look(path),
            ConfigSource::None => None,
        }
    }

    /// The configuration at a path, which is read if it is not cached.
    fn look(&self, path: &Path) -> Option<Arc<ConfigFile>> {
        self.cache.get(path).unwrap_or_else(|| {
            let read = match self.read_config(path, None) {
                resolve::Reading::New(file) => Some(*file),
                resolve::Reading::Absent | resolve::Reading::Same => None,
            };
            self.cache.insert(path, read)
        })
    }

    fn read_config(&self, path: &Path, before: Option<&ConfigFile>) -> resolve::Reading {
        let must_exist = matches!(self.options.source, ConfigSource::File(_));
        resolve::read(path, before, must_exist, &self.options)
    }

    /// A path relative to the folder that the patterns of a configuration refer to, with `/` between folders. Patterns
    /// of a configuration given with `--config` refer to the repository of the file, else to the working directory.
    fn relative(&self, config: Option<&ConfigFile>, path: &Path) -> String {
        let folder = match config {
            Some(_) if matches!(self.options.source, ConfigSource::File(_)) => {
                Some(disk::repository(path).unwrap_or_else(|| disk::absolute(Path::new("."))))
            }
            Some(file) => Some(file.folder.clone()),
            None => self.cache.folder_of(path).or_else(|| path.parent().map(Path::to_owned)),
        };
        disk::shown(folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests write files")]

    use super::*;
    use std::path::Path;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, text).expect("written");
    }

    fn level(project: &Project, path: &Path) -> Option<Option<Level>> {
        project.for_path(path).settings.rule("doubled-word")
    }

    const OFF: &str = "[rules]\ndoubled-word = 'off'\n";
    const HINT: &str = "[rules]\ndoubled-word = 'hint'\n";

    #[test]
    fn a_refresh_sees_new_changed_and_removed_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let (top, project) = (folder.path(), Project::new(Options::default()));
        let document = top.join("a/b.md");
        assert_eq!(level(&project, &document), None);
        assert!(project.refresh().is_empty());

        write(top, "copydesk.toml", OFF);
        // The cache answers until the next refresh.
        assert_eq!(level(&project, &document), None);
        assert_eq!(project.refresh().len(), 1);
        assert_eq!(level(&project, &document), Some(None));

        write(top, "a/copydesk.toml", HINT);
        assert_eq!(project.refresh().len(), 1);
        assert_eq!(level(&project, &document), Some(Some(Level::Hint)));
        assert_eq!(level(&project, &top.join("b.md")), Some(None));

        std::fs::remove_file(top.join("a/copydesk.toml")).expect("removed");
        let news = project.refresh();
        assert!(matches!(&news[..], [(path, None)] if path.ends_with("a/copydesk.toml")), "{news:?}");
        assert_eq!(level(&project, &document), Some(None));
        assert!(project.refresh().is_empty());
    }

    #[test]
    fn a_broken_file_keeps_its_last_valid_state() {
        let folder = tempfile::tempdir().expect("a folder");
        let (top, project) = (folder.path(), Project::new(Options::default()));
        let document = top.join("a.md");
        let holds = || project.for_path(&document).config.map(|config| config.holds);
        write(top, "copydesk.toml", "[rules]\ndoubled-word = 'off'\nx = 1\n");
        assert_eq!((level(&project, &document), holds()), (Some(None), Some(Holds::Part)));

        write(top, "copydesk.toml", HINT);
        project.refresh();
        assert_eq!((level(&project, &document), holds()), (Some(Some(Level::Hint)), Some(Holds::All)));

        for broken in ["[rules\n", "[rules]\ndoubled-word = 7\n", "\0"] {
            write(top, "copydesk.toml", broken);
            assert_eq!(project.refresh().len(), 1, "{broken}");
            assert_eq!((level(&project, &document), holds()), (Some(Some(Level::Hint)), Some(Holds::Former)));
            assert!(project.problems().iter().any(FileProblem::is_error));
        }
        // An unknown name is a problem, and the rest of the file applies.
        write(top, "copydesk.toml", "[rules]\ndoubled-word = 'off'\nnonsense = 'off'\n");
        project.refresh();
        assert_eq!((level(&project, &document), holds()), (Some(None), Some(Holds::Part)));
        assert_eq!(project.problems().len(), 1);
    }

    #[test]
    fn a_changed_list_is_news_and_an_equal_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let (top, project) = (folder.path(), Project::new(Options::default()));
        let document = top.join("a.md");
        let known = || project.for_path(&document).gazetteer.actor("ridge-men").map(|actor| actor.name.to_string());
        write(top, "copydesk.toml", "[gazetteer]\nactors = ['names.tsv']\n");
        assert_eq!(known(), None);
        assert_eq!(project.problems().len(), 1);
        write(top, "names.tsv", "id\tname\nridge-men\tRidge Men\n");
        assert_eq!(project.refresh().len(), 1);
        assert_eq!(known().as_deref(), Some("Ridge Men"));
        assert_eq!(project.problems(), []);
        write(top, "names.tsv", "id\tname\nridge-men\tRidge Men\n");
        assert!(project.refresh().is_empty());
        write(top, "names.tsv", "id\tname\nridge-men\tMen of the Ridge\n");
        assert_eq!(project.refresh().len(), 1);
        assert_eq!(known().as_deref(), Some("Men of the Ridge"));
    }

    #[test]
    fn the_edge_s_settings_lie_under_the_file_and_its_levels_over_it() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "a/copydesk.toml", OFF);
        let (inside, outside) = (folder.path().join("a/b.md"), folder.path().join("b.md"));
        let project = Project::new(Options::default());
        let (editor, _) = Config::parse(HINT);
        assert_eq!((level(&project, &inside), level(&project, &outside)), (Some(None), None));
        assert!(project.set_editor(editor.clone()) && !project.set_editor(editor));
        assert_eq!((level(&project, &inside), level(&project, &outside)), (Some(None), Some(Some(Level::Hint))));

        let rules = vec![("doubled-word", Some(Level::Error))];
        let project = Project::new(Options { rules, ..Options::default() });
        for path in [&inside, &outside] {
            assert_eq!(level(&project, path), Some(Some(Level::Error)));
        }
    }

    #[test]
    fn an_editor_s_patterns_are_relative_to_its_folders() {
        let folder = tempfile::tempdir().expect("a folder");
        let project = Project::new(Options::default());
        project.set_folders(vec![folder.path().to_owned(), folder.path().join("deep")]);
        project.set_editor(Config::parse("[files]\nexclude = ['drafts']\n").0);
        let excludes = |path: &str| project.excludes(&folder.path().join(path));
        assert!(excludes("drafts/a.md") && excludes("deep/drafts/a.md"));
        assert!(!excludes("other/drafts/a.md"));
        assert!(project.for_path(&folder.path().join("drafts/a.md")).is_excluded);
        assert_eq!(project.config_path(&folder.path().join("deep/x/a.md")), folder.path().join("deep/copydesk.toml"));
    }

    #[test]
    fn a_large_file_is_not_read_in_the_background() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "a.md", "12345");
        let read = |largest| Project::new(Options { largest, ..Options::default() }).read(&folder.path().join("a.md"));
        assert!(read(Some(4)).is_err_and(|message| message.contains("too large")));
        assert!(read(Some(5)).is_ok_and(|(text, _)| text == "12345"));
        assert!(read(None).is_ok());
    }
}
