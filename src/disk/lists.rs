//! The lists that a configuration names, and the compiled index of large ones.
//!
//! * Reading writes nothing into a workspace: a new index is kept in the user's cache folder, under a name derived from
//!   the paths of its lists. An index that `gazetteer build` wrote next to the configuration is used if it is up to
//!   date.
//! * An index is read into memory once per process. It is used only if its stamp matches the lists and its checksum
//!   matches its bytes.

use super::files::{self, FileKind, read};
use super::index_cache::IndexCache;
use super::{WritePolicy, is_link, shown, write};
use crate::gazetteer::compile as compiled;
use crate::gazetteer::index::Index;
use crate::gazetteer::lists::ListKind;
use crate::text::hash::checksum;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The result of opening the index of large lists.
#[derive(Debug)]
pub struct LargeLists {
    /// The path of an index next to the configuration, which need not exist.
    pub path: PathBuf,
    /// The index, or why there is none: a sentence that follows the path.
    pub index: Result<Arc<Index>, String>,
    /// A note for the user, as a sentence that follows the path.
    pub note: Option<String>,
}

/// Opens the index of large lists of one kind, and builds it if there is none that is up to date. `folder` is the
/// folder of the configuration that names the lists.
#[must_use]
pub fn open_large(kind: ListKind, folder: &Path, lists: &[PathBuf], cache: &IndexCache) -> LargeLists {
    let path = folder.join(index_name(kind));
    let inputs = stamp(lists);
    let name = cache_name(kind, lists);
    let known = (name.clone(), inputs);
    if let Some(index) = opened().get(&known).and_then(Weak::upgrade) {
        return LargeLists { path, index: Ok(index), note: None };
    }
    // No lock is held while reading: if two threads read at once, the first index is kept.
    let (index, note) = find_or_build(kind, &path, &name, lists, inputs, cache);
    let index = index.map(|index| {
        let mut opened = opened();
        opened.retain(|_, index| index.strong_count() > 0);
        let index = Arc::new(index);
        let there = opened.get(&known).and_then(Weak::upgrade);
        there.unwrap_or_else(|| {
            opened.insert(known, Arc::downgrade(&index));
            index
        })
    });
    LargeLists { path, index, note }
}

type Opened = HashMap<(String, u64), Weak<Index>>;

/// The indexes that are in use in this process, by cache name and stamp.
fn opened() -> MutexGuard<'static, Opened> {
    static OPENED: std::sync::LazyLock<Mutex<Opened>> = std::sync::LazyLock::new(Mutex::default);
    OPENED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the index next to the configuration, else the cached one, else a new one, which is cached.
fn find_or_build(
    kind: ListKind,
    beside: &Path,
    name: &str,
    lists: &[PathBuf],
    inputs: u64,
    cache: &IndexCache,
) -> (Result<Index, String>, Option<String>) {
    let mut note = None;
    match open_index(beside, Some(inputs)) {
        Ok(index) => return (Ok(index), None),
        Err(why) if std::fs::symlink_metadata(beside).is_ok() => {
            note = Some(format!("{why}; “copydesk gazetteer build” builds it again"));
        }
        Err(_) => {}
    }
    if let Some(index) = cache.file(name).and_then(|path| open_index(&path, Some(inputs)).ok()) {
        return (Ok(index), note);
    }
    let index = build(kind, lists, inputs).map(|(index, _)| index);
    if let Ok(index) = &index
        && let Err(why) = cache.keep(name, index.bytes())
    {
        note.get_or_insert_with(|| {
            format!("is not there, and the index of the large lists is built at every start: {why}")
        });
    }
    (index, note)
}

/// The file name of an index in the cache, derived from the absolute paths of its lists.
fn cache_name(kind: ListKind, lists: &[PathBuf]) -> String {
    let paths: String = lists.iter().map(|list| shown(&super::absolute(list)) + "\n").collect();
    let kind = match kind {
        ListKind::Actors => "names",
        ListKind::Sources => "sources",
    };
    format!("{kind}-{:016x}.index", checksum(paths.as_bytes()))
}

/// The file name of an index next to the configuration.
#[must_use]
pub const fn index_name(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Actors => ".copydesk-names.index",
        ListKind::Sources => ".copydesk-sources.index",
    }
}

/// Whether a list is too large to be parsed at every start.
#[must_use]
pub fn is_large(list: &Path) -> bool {
    files::size(list).is_some_and(|size| size >= compiled::LARGE)
}

/// A stamp of the state of lists: file names, lengths and modification times. Folders are not part of it, so that an
/// index next to its lists stays valid however their path is written.
#[must_use]
pub fn stamp(paths: &[PathBuf]) -> u64 {
    let about: String = paths.iter().map(|path| files::state(path)).collect();
    checksum(format!("{}\n{about}", env!("CARGO_PKG_VERSION")).as_bytes())
}

/// Reads a compiled index. If a stamp is given, the index must have been built from lists with that stamp.
///
/// # Errors
/// If there is none, or it is a link, damaged, foreign or older than its lists: a sentence that follows the path.
pub fn open_index(path: &Path, inputs: Option<u64>) -> Result<Index, String> {
    if is_link(path) {
        return Err("is a link, and was not read".to_owned());
    }
    let bytes = files::read_bytes(path, FileKind::Index)?;
    let index = Index::open(bytes).map_err(|why| format!("was refused: {why}"))?;
    if inputs.is_some_and(|inputs| inputs != index.inputs()) {
        return Err("was built from other lists, or from an older state of them".to_owned());
    }
    if index.is_whole() { Ok(index) } else { Err("was refused: it is damaged".to_owned()) }
}

/// Compiles lists of a kind into an index at `path`; returns the index and the number of records.
///
/// # Errors
/// If a list cannot be read or the index cannot be written: a sentence.
pub fn compile(kind: ListKind, lists: &[PathBuf], path: &Path) -> Result<(Index, usize), String> {
    let built = build(kind, lists, stamp(lists))?;
    write(path, built.0.bytes(), WritePolicy::Own).map_err(|why| format!("{} {why}", shown(path)))?;
    Ok(built)
}

/// Compiles lists in memory.
fn build(kind: ListKind, lists: &[PathBuf], inputs: u64) -> Result<(Index, usize), String> {
    let mut count = 0;
    let mut builder = compiled::Compiler::default();
    for list in lists {
        let text = read(list, FileKind::List).map_err(|why| format!("{} {why}", shown(list)))?;
        count += builder.add(kind, &text);
    }
    Ok((builder.finish(inputs), count))
}
