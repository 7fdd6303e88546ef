//! One configuration file with those it extends: whether they may be read, what they contain, and the lists they name.

use super::problems::{at_places, named_places};
use super::{FileProblem, Options, What};
use crate::check::rule_names;
use crate::config::{Config, Level, Problem};
use crate::disk::{self, FileKind};
use crate::gazetteer::lists::ListKind;
use crate::gazetteer::{CustomLists, Gazetteer};
use crate::text::Span;
use std::cell::LazyCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A configuration file as it was read, with the lists that it names.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Its path.
    pub path: PathBuf,
    /// The folder that paths and patterns in it are relative to.
    pub folder: PathBuf,
    /// What applies: the file's contents, with the edge's own settings under and over it.
    pub config: Arc<Config>,
    /// Known names: the shipped ones, overlaid by those of its lists.
    pub gazetteer: Arc<Gazetteer>,
    /// What is wrong with it and with its lists.
    pub problems: Arc<[FileProblem]>,
    /// How much of it is in effect.
    pub holds: Holds,
    /// The contents of the file.
    pub(super) said: Arc<Config>,
    /// Distinguishes one state of the file and its lists from another.
    pub state: u64,
    /// The lists that it names and that may be read.
    pub lists: Vec<(ListKind, PathBuf)>,
    /// The configurations that it extends, the nearest first, as far as they were found.
    pub extends: Vec<PathBuf>,
    /// `said` is from a file without errors: a broken one does not replace it.
    is_whole: bool,
}

impl ConfigFile {
    /// The libraries of references that it names, and whether each is in the workspace and may be read.
    pub(super) fn libraries(&self) -> Vec<(PathBuf, bool)> {
        // An extended configuration names its files relative to itself.
        let origin = self.config.origin("citations", "library").unwrap_or(&self.path);
        let folder = origin.parent().unwrap_or(&self.folder);
        let paths = self.config.library().iter().map(|named| disk::absolute(&folder.join(&named.value)));
        paths.map(|path| (path.clone(), is_in_workspace(origin, &path))).collect()
    }
}

impl ConfigFile {
    /// Whether it has files outside its own workspace: those that a configuration which it extends names.
    #[must_use]
    pub fn leads_outside(&self) -> bool {
        let lists = self.lists.iter().map(|(_, path)| path.clone());
        let libraries = self.libraries().into_iter().filter(|(_, may_be_read)| *may_be_read).map(|(path, _)| path);
        lists.chain(libraries).any(|path| !is_in_workspace(&disk::absolute(&self.path), &path))
    }
}

/// How much of a configuration is in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// All of it.
    All,
    /// The parts that could be used.
    Part,
    /// Its contents from when it was last free of errors.
    Former,
}

/// The result of reading a configuration.
pub(super) enum Reading {
    /// There is no such file.
    Absent,
    /// Its contents are unchanged.
    Same,
    /// It exists, and its contents are new.
    New(Box<ConfigFile>),
}

/// The configuration in a text, with all its problems by place, including unknown names of rules and profiles.
#[must_use]
pub fn parse(text: &str) -> (Config, Vec<Problem>) {
    let Parsed { config, problems, .. } = Parsed::new(text);
    (config, problems)
}

struct Parsed {
    config: Config,
    problems: Vec<Problem>,
    /// Part of it could not be used. An unknown name does not count: the rest of the file still means what it says.
    is_broken: bool,
}

impl Parsed {
    fn new(text: &str) -> Parsed {
        let (config, mut problems) = Config::parse(text);
        let is_broken = problems.iter().any(|problem| problem.severity == Level::Error);
        problems.extend(rule_names::problems(&config));
        problems.sort_by_key(|problem| problem.span);
        Parsed { config, problems, is_broken }
    }
}

/// A configuration that another one extends.
struct Extended {
    path: PathBuf,
    /// The folder that must contain its lists.
    workspace: PathBuf,
    text: String,
}

/// The combined contents of a configuration and those it extends.
struct Chain {
    config: Config,
    problems: Vec<FileProblem>,
    /// Part of one of them could not be used.
    is_broken: bool,
    extended: Vec<Extended>,
}

impl Chain {
    /// Reads the configuration that a text extends, the one that that one extends, and so on.
    fn read(
        path: &Path,
        absolute: &Path,
        workspace: &LazyCell<PathBuf, impl FnOnce() -> PathBuf>,
        text: &str,
    ) -> Chain {
        let Parsed { mut config, problems, mut is_broken } = Parsed::new(text);
        config.stand_in(absolute);
        let mut problems = at_places(path, text, problems);
        let mut next = config.extends().cloned();
        let mut extended: Vec<Extended> = Vec::new();
        // With links resolved, so that a cycle is recognized under any names.
        let mut met = if next.is_some() { vec![disk::real_path(absolute).unwrap_or_default()] } else { Vec::new() };
        while let Some(named) = next.take() {
            let (file, text) = match extended.last() {
                Some(last) => (last.path.clone(), last.text.clone()),
                None => (absolute.to_owned(), text.to_owned()),
            };
            let path = disk::absolute(&file.parent().unwrap_or(&file).join(&named.value));
            let read = extended_text(&path, workspace).and_then(|(workspace, text)| {
                let real = disk::real_path(&path)?;
                if met.contains(&real) {
                    return Err("extends itself, directly or through other files".to_owned());
                }
                met.push(real);
                Ok(Extended { path: path.clone(), workspace, text })
            });
            match read {
                Ok(read) => {
                    let parsed = Parsed::new(&read.text);
                    problems.extend(named_places(&read.path, &read.text, parsed.problems));
                    is_broken |= parsed.is_broken;
                    next = parsed.config.extends().cloned();
                    let mut weaker = parsed.config;
                    weaker.stand_in(&read.path);
                    config = config.over(weaker);
                    extended.push(read);
                }
                Err(why) => {
                    let message = format!("{} {why}", disk::shown(&path));
                    let problem = Problem { span: named.span, message, severity: Level::Error };
                    problems.extend(match extended.last() {
                        Some(_) => named_places(&file, &text, vec![problem]),
                        None => at_places(&file, &text, vec![problem]),
                    });
                    is_broken = true;
                }
            }
        }
        Chain { config, problems, is_broken, extended }
    }
}

/// The text of a configuration that another one extends, and the folder that must contain its lists: `workspace` if the
/// configuration is in it, else its own repository or folder.
fn extended_text(
    path: &Path,
    workspace: &LazyCell<PathBuf, impl FnOnce() -> PathBuf>,
) -> Result<(PathBuf, String), String> {
    let own = || {
        let folder = path.parent().unwrap_or(path);
        disk::repository(folder).unwrap_or_else(|| folder.to_owned())
    };
    let workspace = if path.starts_with(&**workspace) { PathBuf::clone(workspace) } else { own() };
    if disk::size(path).is_some() && !disk::is_within(path, &workspace) {
        return Err("leads out of its folder by a link, and was not read".to_owned());
    }
    Ok((workspace, disk::read(path, FileKind::Configuration)?))
}

/// Reads the configuration at `path`, those that it extends, and the lists that they name. If one of them is broken,
/// their contents from `before`, when all were last free of errors, stay in effect.
pub(super) fn read(path: &Path, before: Option<&ConfigFile>, must_exist: bool, options: &Options) -> Reading {
    let absolute = disk::absolute(path);
    let folder = absolute.parent().unwrap_or(&absolute);
    // The repository is looked up only when there is something to read, which in most folders there is not.
    let workspace = LazyCell::new(|| disk::repository(folder).unwrap_or_else(|| folder.to_owned()));
    let text = match disk::size(path) {
        // A regular file, or a link to one.
        Some(_) if !disk::is_within(path, &workspace) => {
            Some(Err("leads out of the workspace, and was not read".to_owned()))
        }
        None if must_exist => Some(disk::read(path, FileKind::Configuration)),
        _ => disk::read_optional(path, FileKind::Configuration),
    };
    let Some(text) = text else { return Reading::Absent };
    let former = before.filter(|before| before.is_whole);
    let mut state = DefaultHasher::new();
    text.hash(&mut state);
    let mut extended = Vec::new();
    let (said, holds, is_whole, mut problems) = match (&text, former) {
        (Err(message), former) => {
            let unread = FileProblem { path: path.to_owned(), what: What::Unread(message.clone()) };
            let said = former.map_or_else(Arc::default, |former| Arc::clone(&former.said));
            let holds = if former.is_some() { Holds::Former } else { Holds::Part };
            (said, holds, former.is_some(), vec![unread])
        }
        (Ok(text), former) => {
            let Chain { config, problems, is_broken, extended: others } =
                Chain::read(path, &absolute, &workspace, text);
            for other in &others {
                (&other.path, &other.text).hash(&mut state);
            }
            problems
                .iter()
                .filter(|problem| problem.is_error())
                .for_each(|problem| problem.sentence().hash(&mut state));
            extended = others;
            match former {
                Some(former) if is_broken => (Arc::clone(&former.said), Holds::Former, true, problems),
                _ => {
                    let holds = if problems.iter().any(FileProblem::is_error) { Holds::Part } else { Holds::All };
                    (Arc::new(config), holds, !is_broken, problems)
                }
            }
        }
    };
    let lists = List::all(&said, folder, &workspace, &extended, !options.skip_lists);
    for list in &lists {
        list.contents.hash(&mut state);
    }
    let state = state.finish();
    if before.is_some_and(|before| before.state == state) {
        return Reading::Same;
    }
    // Places in the current texts, unless what is in effect was read from earlier ones.
    let present =
        text.as_deref().ok().filter(|_| holds != Holds::Former).map(|text| Present { path, text, extended: &extended });
    let may_be_read = lists.iter().filter(|list| !matches!(list.contents, Contents::Refused(_)));
    let paths = may_be_read.map(|list| (list.kind, list.path.clone())).collect();
    let (known, faults) = known_names(&said, folder, lists, present.as_ref(), &options.index_cache);
    problems.extend(faults);
    let file = ConfigFile {
        path: path.to_owned(),
        folder: folder.to_owned(),
        config: Arc::clone(&said),
        gazetteer: Gazetteer::with(known),
        problems: problems.into(),
        holds,
        said,
        state,
        lists: paths,
        extends: extended.into_iter().map(|file| file.path).collect(),
        is_whole,
    };
    // Libraries are read only when an address is looked up, but no run may overwrite them.
    file.libraries().iter().filter(|(_, may_be_read)| *may_be_read).for_each(|(path, _)| disk::protect(path));
    Reading::New(Box::new(file))
}

/// Whether a path, with links resolved, is in the workspace of a configuration: the Git repository around it, else its
/// folder.
#[must_use]
pub fn is_in_workspace(config: &Path, path: &Path) -> bool {
    let folder = config.parent().unwrap_or(config);
    disk::is_within(path, &disk::repository(folder).unwrap_or_else(|| folder.to_owned()))
}

/// A list that a configuration names.
struct List {
    kind: ListKind,
    path: PathBuf,
    /// Where a configuration names it.
    named: Span,
    /// The extended configuration that names it; `None` if it is the nearest one.
    extended: Option<PathBuf>,
    contents: Contents,
}

/// The texts of a configuration and of those that it extends.
struct Present<'a> {
    path: &'a Path,
    text: &'a str,
    extended: &'a [Extended],
}

impl Present<'_> {
    /// A problem at the place that names a list.
    fn problem(&self, extended: Option<&Path>, problem: Problem) -> Vec<FileProblem> {
        match self.extended.iter().find(|file| extended == Some(&*file.path)) {
            Some(file) => named_places(&file.path, &file.text, vec![problem]),
            None => at_places(self.path, self.text, vec![problem]),
        }
    }
}

/// What is known of a list before it is parsed.
#[derive(Hash)]
enum Contents {
    Text(String),
    /// It is not needed.
    Unread,
    /// It is read through its index; the number distinguishes its states.
    Large(u64),
    /// Why it is not read: a sentence that follows the path.
    Refused(String),
}

impl List {
    /// The lists of a configuration that are in `workspace`; those of an extended one must be in its own.
    fn all(
        config: &Config,
        folder: &Path,
        workspace: &LazyCell<PathBuf, impl FnOnce() -> PathBuf>,
        extended: &[Extended],
        read: bool,
    ) -> Vec<List> {
        let actors = config.actors().iter().map(|name| (ListKind::Actors, name));
        let sources = config.sources().iter().map(|name| (ListKind::Sources, name));
        let list = |(kind, name): (ListKind, &crate::text::Spanned<String>)| {
            let key = match kind {
                ListKind::Actors => "actors",
                ListKind::Sources => "sources",
            };
            let origin = config.origin("gazetteer", key);
            let extended = extended.iter().find(|file| origin == Some(&*file.path));
            let folder = extended.and_then(|file| file.path.parent()).unwrap_or(folder);
            let workspace = extended.map_or_else(|| &***workspace, |file| &file.workspace);
            let path = disk::absolute(&folder.join(&name.value));
            let contents = if !disk::is_within(&path, workspace) {
                Contents::Refused(format!("is outside the workspace {}, and was not read", disk::shown(workspace)))
            } else if !read {
                Contents::Unread
            } else if disk::is_large(&path) {
                Contents::Large(disk::stamp(std::slice::from_ref(&path)))
            } else {
                disk::read(&path, FileKind::List).map_or_else(Contents::Refused, Contents::Text)
            };
            let extended = extended.map(|file| file.path.clone());
            List { kind, path, named: name.span, extended, contents }
        };
        actors.chain(sources).map(list).collect()
    }
}

/// The contents of the lists, and their problems. `present` is the text of the configuration that names the lists: a
/// list that cannot be read is a problem at its name.
fn known_names(
    config: &Config,
    folder: &Path,
    lists: Vec<List>,
    present: Option<&Present<'_>>,
    cache: &disk::IndexCache,
) -> (CustomLists, Vec<FileProblem>) {
    let mut known = CustomLists { rejected: config.rejected().to_vec(), ..CustomLists::default() };
    let (mut unread, mut problems) = (Vec::new(), Vec::new());
    let mut large: Vec<(ListKind, PathBuf)> = Vec::new();
    for List { kind, path, named, extended, contents } in lists {
        match contents {
            Contents::Text(text) => problems.extend(at_places(&path, &text, known.read(kind, &text))),
            Contents::Unread => {}
            Contents::Large(_) => large.push((kind, path)),
            Contents::Refused(message) => match present {
                Some(present) => {
                    let message = format!("{} {message}", disk::shown(&path));
                    let problem = Problem { span: named, message, severity: Level::Error };
                    unread.extend(present.problem(extended.as_deref(), problem));
                }
                None => problems.push(FileProblem { path, what: What::Unread(message) }),
            },
        }
    }
    problems.splice(0..0, unread);
    for kind in [ListKind::Actors, ListKind::Sources] {
        let large: Vec<PathBuf> = large.iter().filter(|(of, _)| *of == kind).map(|(_, path)| path.clone()).collect();
        if large.is_empty() {
            continue;
        }
        let opened = disk::open_large(kind, folder, &large, cache);
        let note = opened.note.map(|note| FileProblem { path: opened.path.clone(), what: What::Note(note) });
        problems.extend(note);
        let place = match kind {
            ListKind::Actors => &mut known.large,
            ListKind::Sources => &mut known.large_sources,
        };
        match opened.index {
            Ok(index) => *place = Some(index),
            Err(message) => problems.push(FileProblem { path: opened.path, what: What::Unread(message) }),
        }
    }
    (known, problems)
}
