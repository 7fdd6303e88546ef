//! The lists that a configuration names, and the compiled index of large ones.

use super::files::{self, FileKind, read};
use super::{sentence, shown, write};
use crate::gazetteer::compile;
use crate::gazetteer::index::Index;
use crate::gazetteer::lists::ListKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The index of large lists, as far as it could be opened.
#[derive(Debug)]
pub struct LargeLists {
    /// The file of the index.
    pub path: PathBuf,
    /// The index, or why there is none: a sentence that follows the path.
    pub index: Result<Arc<Index>, String>,
    /// What was done about it, as a sentence that follows the path.
    pub note: Option<String>,
}

/// Opens the index of large lists of a kind, which are not read themselves. It is compiled where it is missing or no longer
/// fits. `folder` is that of the configuration which names the lists.
#[must_use]
pub fn open_large(kind: ListKind, folder: &Path, lists: &[PathBuf]) -> LargeLists {
    let path = folder.join(index_name(kind));
    let mut note = None;
    let index = open_index(&path, Some(stamp(lists))).or_else(|why| {
        note = path.exists().then(|| format!("{why}; it is built anew"));
        compile(kind, lists, &path).map(|(index, _)| index)
    });
    LargeLists { path, index: index.map(Arc::new), note }
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
#[must_use]
pub fn is_large(list: &Path) -> bool {
    std::fs::metadata(list).is_ok_and(|about| about.len() >= compile::LARGE)
}

/// Which state the files are in, so that asking costs the same for any length.
#[must_use]
pub fn stamp(paths: &[PathBuf]) -> u64 {
    let about: String = paths.iter().map(|path| files::state(path)).collect();
    crate::gazetteer::index::checksum(format!("{}\n{about}", env!("CARGO_PKG_VERSION")).as_bytes())
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
    let index = Index::open(bytes.to_vec()).map_err(|why| format!("was refused: {why}"))?;
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
            match read(list, FileKind::List) {
                Ok(text) => count += builder.add(kind, &text),
                Err(why) => fault = Some(format!("{} {why}", shown(list))),
            }
        }
        builder.finish(inputs)
    };
    if let Some(fault) = fault {
        return Err(fault);
    }
    write::write_whole(path, built.bytes())?;
    drop(built);
    open_index(path, Some(inputs)).map(|index| (index, count))
}
