//! The only place that touches the file system.
//!
//! * What cannot be read is a sentence that names the cause; nothing here panics.
//! * A file is replaced whole or not at all.

use crate::config::{Config, Problem};
use crate::gazetteer::index::Index;
use crate::gazetteer::lists::{CustomLists, ListKind, compile};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Files of this many bytes or more are refused: places in a text are 32 bits wide.
pub const SIZE_LIMIT: u64 = u32::MAX as u64;

/// The text of a file.
///
/// # Errors
/// Where the file cannot be read or is no UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// The text of a document, or a sentence that says why it has none: in lower case, without a full stop.
///
/// # Errors
/// Where the file cannot be read, is too large, or is no text in UTF-8.
pub fn read_document(path: &Path) -> Result<String, String> {
    let file = std::fs::File::open(path).map_err(|error| sentence(&error))?;
    let about = file.metadata().map_err(|error| sentence(&error))?;
    if about.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    let mut bytes = Vec::new();
    if about.len() < SIZE_LIMIT && bytes.try_reserve_exact(usize::try_from(about.len()).unwrap_or(0) + 1).is_err() {
        return Err(format!("does not fit in memory: it has {} bytes", about.len()));
    }
    text_of(file, bytes)
}

/// Opens a file that is read a piece at a time, of whatever size and encoding.
///
/// # Errors
/// Where it cannot be opened: a sentence as in [`read_document`].
pub fn open(path: &Path) -> Result<impl io::BufRead + use<>, String> {
    let file = std::fs::File::open(path).map_err(|error| sentence(&error))?;
    if file.metadata().map_err(|error| sentence(&error))?.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    Ok(io::BufReader::with_capacity(1 << 16, file))
}

/// The size of a file in bytes; none where there is no such file.
#[must_use]
pub fn size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|about| about.len())
}

/// The text of a file that need not be there, or a sentence as in [`read_document`]. None where there is no such file.
#[must_use]
pub fn read_if_there(path: &Path) -> Option<Result<String, String>> {
    match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => None,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
        _ => Some(read_document(path)),
    }
}

/// The text on standard input, or a sentence as in [`read_document`].
///
/// # Errors
/// As in [`read_document`].
pub fn read_stdin() -> Result<String, String> {
    text_of(io::stdin().lock(), Vec::new())
}

fn text_of(from: impl Read, mut bytes: Vec<u8>) -> Result<String, String> {
    from.take(SIZE_LIMIT).read_to_end(&mut bytes).map_err(|error| sentence(&error))?;
    if bytes.len() as u64 >= SIZE_LIMIT {
        return Err("is too large: copydesk reads files of less than 4 GiB".to_owned());
    }
    if let Some(at) = memchr::memchr(0, &bytes[..bytes.len().min(8192)]) {
        return Err(format!("is not a text: there is a NUL at byte {at}"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("is not UTF-8: byte {at} is 0x{:02x}", error.as_bytes()[at])
    })
}

/// The cause of an error in plain words.
fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
        _ if goes_round(error) => "is a link that leads back to itself".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Whether links were followed without end: ELOOP, for which the standard library has no stable name.
fn goes_round(error: &io::Error) -> bool {
    cfg!(unix)
        && error.raw_os_error() == Some(if cfg!(any(target_os = "linux", target_os = "android")) { 40 } else { 62 })
}

/// Why a file cannot be written, in plain words; the name that it has until it is whole is nobody's concern.
fn refusal(error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "its folder does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        kind if error.get_ref().is_some() => kind.to_string(),
        _ => error.to_string(),
    };
    format!("cannot be written: {why}")
}

/// Replaces a file whole: whoever reads it at any moment meets the old text or the new. A link stays one, and the file it
/// leads to is replaced; permissions stay.
///
/// # Errors
/// Where the file is read-only or cannot be written: a sentence as in [`read_document`], and the file is as it was.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    write_whole(path, text.as_bytes())
}

/// How the name of a new file begins and ends until it is whole: hidden, and no document's.
const UNFINISHED: (&str, &str) = (".copydesk-", ".tmp");
/// A run that was killed so long ago left what is unfinished; a shorter one may still be at work.
const STALE: std::time::Duration = std::time::Duration::from_secs(60 * 60);

/// Takes away what runs that were killed have left unfinished in the folder of a file.
pub fn sweep(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1));
        let stale = || changed(&entry.path()).and_then(|then| then.elapsed().ok()).is_some_and(|age| age > STALE);
        if ours && stale() {
            // Whoever may not remove it keeps it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let refusal = |error: io::Error| refusal(&error);
    let target = match std::fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        target => target.map_err(refusal)?,
    };
    let about = std::fs::metadata(&target).ok();
    if about.as_ref().is_some_and(|about| about.permissions().readonly()) {
        return Err("is read-only, and was left as it is".to_owned());
    }
    // What is no file, such as /dev/stdout, cannot be replaced.
    if about.as_ref().is_some_and(|about| !about.is_file()) {
        return std::fs::write(&target, bytes).map_err(refusal);
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    #[cfg(unix)]
    if about.is_none() {
        // As any new file: the user's mask takes what it takes.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut new = builder.tempfile_in(folder).map_err(refusal)?;
    io::Write::write_all(&mut new, bytes).map_err(refusal)?;
    if let Some(about) = about {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only the superuser may give files away; for others the file is theirs already, or becomes theirs.
            let _ = std::os::unix::fs::fchown(new.as_file(), Some(about.uid()), Some(about.gid()));
        }
        new.as_file().set_permissions(about.permissions()).map_err(refusal)?;
    }
    new.as_file().sync_all().map_err(refusal)?;
    new.persist(&target).map(|_| ()).map_err(|error| refusal(error.error))
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// Where there is one, or it cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), String> {
    let file = std::fs::File::create_new(path);
    file.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes())).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => "is there already, and was left as it is".to_owned(),
        _ => refusal(&error),
    })
}

/// When a file was last changed; none where nobody knows.
#[must_use]
pub fn changed(path: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// A list of a house's own names that was read, with what is wrong in it.
#[derive(Debug)]
pub struct List {
    /// The file.
    pub path: PathBuf,
    /// Its text, or why it has none.
    pub text: Result<String, String>,
    /// What could not be taken of it.
    pub problems: Vec<Problem>,
    /// What was done about it, as a sentence that follows the path.
    pub note: Option<String>,
}

/// Reads the lists of actors and sources that a configuration names, relative to its `folder`. Large lists are not
/// read but mapped, from an index that is compiled where it is missing or no longer fits.
#[must_use]
pub fn read_house(folder: &Path, config: &Config) -> (CustomLists, Vec<List>) {
    let mut house = CustomLists { rejected: config.rejected().to_vec(), ..CustomLists::default() };
    let actors = config.actors().iter().map(|name| (ListKind::Actors, name));
    let sources = config.sources().iter().map(|name| (ListKind::Sources, name));
    let mut lists = Vec::new();
    let mut large: Vec<(ListKind, PathBuf)> = Vec::new();
    for (kind, name) in actors.chain(sources) {
        let path = folder.join(&name.value);
        if is_large(&path) {
            large.push((kind, path));
            continue;
        }
        let text = read_document(&path);
        let problems = text.as_deref().map_or_else(|_| Vec::new(), |text| house.read(kind, text));
        lists.push(List { path, text, problems, note: None });
    }
    for kind in [ListKind::Actors, ListKind::Sources] {
        let large: Vec<PathBuf> = large.iter().filter(|(of, _)| *of == kind).map(|(_, path)| path.clone()).collect();
        if large.is_empty() {
            continue;
        }
        let inputs = stamp(&large);
        let path = folder.join(index_name(kind));
        let mut note = None;
        let index = open_index(&path, Some(inputs)).or_else(|why| {
            note = path.exists().then(|| format!("{why}; it is built anew"));
            compile(kind, &large, &path).map(|(index, _)| index)
        });
        // In place of the text stands what tells one state of the lists from another.
        let text = index.map(|index| {
            let place = match kind {
                ListKind::Actors => &mut house.large,
                ListKind::Sources => &mut house.large_sources,
            };
            *place = Some(Arc::new(index));
            format!("# {inputs:016x}\n")
        });
        lists.push(List { path, text, problems: Vec::new(), note });
    }
    (house, lists)
}

/// The compiled index of a house's large lists, beside its configuration.
#[must_use]
pub const fn index_name(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Actors => ".copydesk-names.index",
        ListKind::Sources => ".copydesk-sources.index",
    }
}

/// Whether a list is too large to be read at every start.
fn is_large(list: &Path) -> bool {
    std::fs::metadata(list).is_ok_and(|about| about.len() >= compile::LARGE)
}

/// The large lists of actors, or of sources, that a configuration names.
#[must_use]
pub fn large_lists(kind: ListKind, folder: &Path, config: &Config) -> Vec<PathBuf> {
    let names = match kind {
        ListKind::Actors => config.actors(),
        ListKind::Sources => config.sources(),
    };
    names.iter().map(|name| folder.join(&name.value)).filter(|path| is_large(path)).collect()
}

/// Which state the files are in: their paths, lengths and times of change, so that asking costs the same for any length.
fn stamp(paths: &[PathBuf]) -> u64 {
    let mut about = format!("{}\n", env!("CARGO_PKG_VERSION"));
    for path in paths {
        let length = std::fs::metadata(path).map_or(0, |about| about.len());
        let changed = changed(path).and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        about += &format!("{} {length} {}\n", shown(path), changed.unwrap_or_default().as_nanos());
    }
    crate::gazetteer::index::checksum(about.as_bytes())
}

/// Maps a compiled index; only what is touched is read. Where `inputs` are given it must have been built from them.
///
/// # Errors
/// Where there is none, or it is damaged, foreign or behind its lists: a sentence that follows the path.
pub fn open_index(path: &Path, inputs: Option<u64>) -> Result<Index, String> {
    let file = std::fs::File::open(path).map_err(|error| sentence(&error))?;
    // SAFETY: the bytes of a mapped file change where somebody writes to the file. copydesk never does: it replaces its
    // index whole, by a rename, which leaves a mapped one as it was. Nothing is taken on trust from the bytes: every
    // place in them is checked when it is read, and text is checked to be UTF-8. Who writes into the file by hand may
    // see wrong names; that is the risk that every program with a mapped cache takes.
    #[expect(unsafe_code, reason = "a list of millions of names is mapped, not read")]
    let bytes = unsafe { memmap2::Mmap::map(&file) }.map_err(|error| format!("cannot be mapped: {error}"))?;
    let index = Index::open(Box::new(bytes)).map_err(|why| format!("was refused: {why}"))?;
    if inputs.is_some_and(|inputs| inputs != index.inputs()) {
        return Err("was built from other lists, or from an older state of them".to_owned());
    }
    Ok(index)
}

/// Maps the index of these lists and reads all of it.
///
/// # Errors
/// As [`open_index`]; also where any of its bytes is damaged.
pub fn open_built(path: &Path, lists: &[PathBuf]) -> Result<Index, String> {
    let index = open_index(path, Some(stamp(lists)))?;
    if index.is_whole() { Ok(index) } else { Err("was refused: it is damaged".to_owned()) }
}

/// Compiles lists of a kind into an index at `path` and maps it; gives the number of records too.
///
/// # Errors
/// Where a list cannot be read or the index cannot be written: a sentence.
pub fn compile(kind: ListKind, lists: &[PathBuf], path: &Path) -> Result<(Index, usize), String> {
    let mut fault = None;
    let mut count = 0;
    let inputs = stamp(lists);
    let built = {
        let mut builder = compile::Compiler::default();
        for list in lists {
            match read_document(list) {
                Ok(text) => count += builder.add(kind, &text),
                Err(why) => fault = Some(format!("{} {why}", shown(list))),
            }
        }
        builder.finish(inputs)
    };
    if let Some(fault) = fault {
        return Err(fault);
    }
    write_whole(path, built.bytes())?;
    drop(built);
    open_index(path, Some(inputs)).map(|index| (index, count))
}

/// What Git prints when it is asked something in a folder; none where it refuses. No hook, filter or driver of the
/// repository is run by the questions that `--since` asks.
///
/// # Errors
/// Where Git cannot be started.
pub fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, String> {
    let output = std::process::Command::new("git")
        .current_dir(folder)
        .args(["--no-pager", "-c", "core.fsmonitor=false"])
        // What a partial clone lacks is not fetched.
        .env("GIT_NO_LAZY_FETCH", "1")
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output()
        .map_err(|error| format!("--since needs Git, which cannot be started: {error}"))?;
    Ok(output.status.success().then_some(output.stdout))
}

/// A path that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The path as shown to people.
    pub path: String,
    /// Why, in lower case, without a full stop: it follows the path.
    pub message: String,
}

impl Fault {
    fn new(path: &Path, message: impl Into<String>) -> Fault {
        Fault { path: shown(&plain(path)), message: message.into() }
    }
}

/// What a walk through folders gave.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files, sorted, each once.
    pub files: Vec<PathBuf>,
    /// Paths that could not be looked at.
    pub faults: Vec<Fault>,
}

/// Finds the documents that `paths` name: files as they are, and Markdown files in folders by the rules of
/// `.gitignore`. `excluded` is asked about each file and folder in a folder. Links to folders are not followed, so that
/// nothing is met twice.
pub fn walk(paths: &[PathBuf], excluded: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Walked {
    let excluded = Arc::new(excluded);
    let mut found = Walked::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(about) if about.is_dir() => walk_folder(path, &excluded, &mut found),
            Ok(_) => found.files.push(plain(path)),
            Err(error) => found.faults.push(Fault::new(path, sentence(&error))),
        }
    }
    found.files.sort_by_cached_key(|path| shown(path));
    found.files.dedup();
    found
}

fn walk_folder(root: &Path, excluded: &Arc<impl Fn(&Path) -> bool + Send + Sync + 'static>, found: &mut Walked) {
    let excluded = Arc::clone(excluded);
    let entries = ignore::WalkBuilder::new(root)
        // A draft that is ignored is ignored outside of repositories too.
        .require_git(false)
        .filter_entry(move |entry| entry.depth() == 0 || !excluded(entry.path()))
        .build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.faults.push(walk_fault(root, &error));
                continue;
            }
        };
        if !is_markdown(entry.path()) || entry.file_type().is_some_and(|kind| kind.is_dir()) {
            continue;
        }
        match std::fs::metadata(entry.path()) {
            Ok(about) if about.is_file() => found.files.push(plain(entry.path())),
            Ok(_) => {}
            Err(error) => found.faults.push(Fault::new(entry.path(), sentence(&error))),
        }
    }
}

fn walk_fault(root: &Path, error: &ignore::Error) -> Fault {
    fn path(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path(err),
            _ => None,
        }
    }
    let message = error.io_error().map_or_else(|| error.to_string(), sentence);
    Fault::new(path(error).unwrap_or(root), message)
}

/// Whether a file's name says that it holds Markdown.
#[must_use]
pub fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|is| ["md", "markdown", "mdown", "mkd"].iter().any(|known| is.eq_ignore_ascii_case(known)))
}

/// The path without `.` parts, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.collect()
}

/// The path as it is shown to people and written in reports: `/` between folders.
#[must_use]
pub fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The whole path of a file or folder that need not exist, without `.` and `..`.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}
