//! Reads regular files, up to a size limit for each kind.
//!
//! * A FIFO, device, socket or folder is refused. Files are opened without blocking, and the type of the *opened* file
//!   is checked, so that nothing hangs and the file cannot be swapped between check and use.
//! * No more bytes than the limit are read, whatever length the file system reports.

use super::sentence;
use std::collections::BTreeSet;
use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A kind of file that copydesk reads, for its size limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A bulletin.
    Document,
    /// A `copydesk.toml`.
    Configuration,
    /// A list of actors or sources that a configuration names.
    List,
    /// The compiled index of large lists.
    Index,
    /// Somebody else's list, for `gazetteer import`.
    Library,
    /// The known findings that `check --baseline` leaves out.
    Baseline,
    /// An earlier report that `report --since-report` compares with.
    Report,
    /// A `.gitignore` or the like.
    IgnoreFile,
}

impl FileKind {
    /// The size in bytes at which files are refused.
    ///
    /// Offsets in a text are 32 bits wide, which bounds documents, lists and imports. The other limits are far above
    /// the size of any real file.
    #[must_use]
    pub const fn limit(self) -> u64 {
        match self {
            FileKind::Document | FileKind::List | FileKind::Library => u32::MAX as u64,
            FileKind::Index => 8 << 30,
            FileKind::Baseline => 256 << 20,
            FileKind::Report => 1 << 30,
            FileKind::Configuration | FileKind::IgnoreFile => 4 << 20,
        }
    }

    /// The message for a file that reaches the limit.
    fn too_large(self) -> String {
        format!("is too large: copydesk reads {} of less than {}", self.plural(), size_in_words(self.limit()))
    }

    const fn plural(self) -> &'static str {
        match self {
            FileKind::Document => "files",
            FileKind::Configuration => "configuration files",
            FileKind::List | FileKind::Library => "lists",
            FileKind::Index => "indexes",
            FileKind::Baseline => "baselines",
            FileKind::Report => "reports",
            FileKind::IgnoreFile => "ignore files",
        }
    }
}

fn size_in_words(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= u64::from(u32::MAX) => format!("{} GiB", bytes.div_ceil(1 << 30)),
        bytes => format!("{} MiB", bytes >> 20),
    }
}

/// The text of a regular file, or a sentence that says why there is none: in lower case, without a full stop.
///
/// # Errors
/// If the file cannot be read, is not a regular file, is too large for its kind, or is not UTF-8 text.
pub fn read(path: &Path, kind: FileKind) -> Result<String, String> {
    text(read_bytes(path, kind)?)
}

/// The text of an optional file; `None` if there is no such file, or if it is a folder.
#[must_use]
pub fn read_optional(path: &Path, kind: FileKind) -> Option<Result<String, String>> {
    Some(read_bytes_optional(path, kind)?.and_then(text))
}

/// The bytes of an optional file, as in [`read_optional`].
pub(super) fn read_bytes_optional(path: &Path, kind: FileKind) -> Option<Result<Vec<u8>, String>> {
    match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => None,
        Err(error) if is_absent(&error) && !is_link(path) => None,
        _ => Some(read_bytes(path, kind)),
    }
}

/// The bytes of a regular file.
///
/// # Errors
/// As for [`read`], except for the encoding.
pub fn read_bytes(path: &Path, kind: FileKind) -> Result<Vec<u8>, String> {
    let (file, about) = open_regular(path)?;
    bytes_of(file, about.len(), kind)
}

/// Opens a regular file to be read in pieces, in any encoding, up to the limit of its kind.
///
/// # Errors
/// If it cannot be opened: a sentence as in [`read`].
pub fn open(path: &Path, kind: FileKind) -> Result<impl io::BufRead + use<>, String> {
    let (file, about) = open_regular(path)?;
    if about.len() >= kind.limit() {
        return Err(kind.too_large());
    }
    Ok(io::BufReader::with_capacity(1 << 16, file.take(kind.limit())))
}

/// The text on standard input, or a sentence as in [`read`].
///
/// # Errors
/// As for [`read`].
pub fn read_stdin() -> Result<String, String> {
    text(bytes_of(io::stdin().lock(), 0, FileKind::Document)?)
}

/// The size of a regular file in bytes; `None` if there is no such file.
#[must_use]
pub fn size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().filter(Metadata::is_file).map(|about| about.len())
}

/// The modification time of a file, if known.
#[must_use]
pub fn changed(path: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// The real path of a file or folder, with all links resolved. A file that does not exist is resolved through its
/// folder.
///
/// # Errors
/// If a link is broken or part of a cycle, or a folder on the path cannot be entered: a sentence as in [`read`].
pub fn real_path(path: &Path) -> Result<PathBuf, String> {
    match std::fs::canonicalize(path) {
        Ok(real) => Ok(real),
        Err(error) if is_absent(&error) && !is_link(path) => {
            let whole = std::path::absolute(path).map_err(|error| sentence(&error))?;
            let (Some(folder), Some(name)) = (whole.parent(), whole.file_name()) else { return Err(sentence(&error)) };
            Ok(real_path(folder)?.join(name))
        }
        Err(error) => Err(sentence(&error)),
    }
}

/// Whether a path, with all links resolved, is `root` or inside it. A broken link is not.
#[must_use]
pub fn is_within(path: &Path, root: &Path) -> bool {
    matches!((real_path(path), real_path(root)), (Ok(path), Ok(root)) if path.starts_with(&root))
}

/// Whether a path exists, even if it is a broken link.
#[must_use]
pub fn is_present(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

/// Whether the last component of a path is a link, broken or not.
#[must_use]
pub fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Opens a regular file. The type is also checked beforehand, because opening a device may have side effects.
pub(super) fn open_regular(path: &Path) -> Result<(File, Metadata), String> {
    let regular = |about: Metadata| match irregular(about.file_type()) {
        None => Ok(about),
        Some(what) => Err(format!("is {what}, not a file")),
    };
    regular(std::fs::metadata(path).map_err(|error| sentence(&error))?)?;
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    let file = options.open(path).map_err(|error| sentence(&error))?;
    let about = regular(file.metadata().map_err(|error| sentence(&error))?)?;
    if let Some(identity) = identity(path, &about) {
        read_files().insert(identity);
    }
    Ok((file, about))
}

/// The text of a regular file that will be replaced by an extended version of it. This does not count as reading it, so
/// [`super::WritePolicy::Report`] allows the replacement. `None` for a link, for a file that this run has read, and for
/// anything that is not text.
#[must_use]
pub fn read_to_replace(path: &Path, kind: FileKind) -> Option<String> {
    if is_link(path) || was_read(path) {
        return None;
    }
    let (file, about) = open_regular(path).ok()?;
    if let Some(identity) = identity(path, &about) {
        read_files().remove(&identity);
    }
    text(bytes_of(file, about.len(), kind).ok()?).ok()
}

/// Identifies a file independently of its name.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(_: &Path, about: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path, _: &Metadata) -> Option<Identity> {
    let path = std::fs::canonicalize(path).ok()?;
    Some((0, crate::text::hash::checksum(path.to_string_lossy().as_bytes())))
}

/// The files that this process has read, so that no output replaces one of them.
static READ: Mutex<BTreeSet<Identity>> = Mutex::new(BTreeSet::new());

fn read_files() -> MutexGuard<'static, BTreeSet<Identity>> {
    READ.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a file as read by this process, so that no output replaces it.
pub fn protect(path: &Path) {
    let about = std::fs::metadata(path).ok();
    if let Some(identity) = about.and_then(|about| identity(path, &about)) {
        read_files().insert(identity);
    }
}

/// Whether this process has read a file, under any name.
pub(super) fn was_read(path: &Path) -> bool {
    let about = std::fs::metadata(path).ok();
    about.and_then(|about| identity(path, &about)).is_some_and(|identity| read_files().contains(&identity))
}

/// Names the type of something that is not a regular file.
pub(super) fn irregular(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    match kind {
        kind if kind.is_file() => None,
        kind if kind.is_dir() => Some("a folder"),
        _ => Some("something else"),
    }
}

/// Reads up to the limit of a kind; reserves `expected` bytes first.
fn bytes_of(from: impl Read, expected: u64, kind: FileKind) -> Result<Vec<u8>, String> {
    if expected >= kind.limit() {
        return Err(kind.too_large());
    }
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(usize::try_from(expected).unwrap_or(usize::MAX).saturating_add(1)).is_err() {
        return Err(format!("does not fit in memory: it has {expected} bytes"));
    }
    from.take(kind.limit()).read_to_end(&mut bytes).map_err(|error| sentence(&error))?;
    if bytes.len() as u64 >= kind.limit() {
        return Err(kind.too_large());
    }
    Ok(bytes)
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    let start = bytes.get(..8192).unwrap_or(&bytes);
    if let Some(at) = memchr::memchr(0, start) {
        return Err(format!("is not a text file: there is a NUL at byte {at}"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("is not UTF-8: byte {at} is 0x{:02x}", error.as_bytes().get(at).copied().unwrap_or_default())
    })
}

/// Describes the state of a file by its name, length and time of change, without reading it.
pub(super) fn state(path: &Path) -> String {
    let about = std::fs::metadata(path).ok();
    let length = about.as_ref().map_or(0, Metadata::len);
    let changed = about.and_then(|about| about.modified().ok());
    let changed = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{name} {length} {}\n", changed.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_round_numbers() {
        assert_eq!(FileKind::Document.too_large(), "is too large: copydesk reads files of less than 4 GiB");
        assert_eq!(
            FileKind::Configuration.too_large(),
            "is too large: copydesk reads configuration files of less than 4 MiB"
        );
        assert_eq!(size_in_words(FileKind::Index.limit()), "8 GiB");
        assert_eq!(size_in_words(FileKind::Baseline.limit()), "256 MiB");
    }

    #[test]
    fn no_more_than_the_limit_is_read() {
        struct Endless(u64);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                buffer.fill(b'x');
                self.0 += buffer.len() as u64;
                Ok(buffer.len())
            }
        }
        let mut endless = Endless(0);
        let kind = FileKind::Configuration;
        assert_eq!(bytes_of(&mut endless, 0, kind), Err(kind.too_large()));
        assert!(endless.0 <= kind.limit(), "{} bytes were read", endless.0);
        // A reader that reports a shorter length than it has, as files in /proc do.
        assert_eq!(bytes_of(&b"abc"[..], 1, kind), Ok(b"abc".to_vec()));
        assert_eq!(bytes_of(&b"abc"[..], kind.limit(), kind), Err(kind.too_large()));
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_read() {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(path("fifo")).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
        let _socket = UnixListener::bind(path("socket")).expect("a socket");
        symlink("fifo", path("to-fifo")).expect("a link");
        symlink("/dev/zero", path("to-zero")).expect("a link");
        symlink("loop", path("loop")).expect("a link");
        symlink("nothing", path("broken")).expect("a link");
        std::fs::write(path("file"), "text").expect("written");
        symlink("file", path("to-file")).expect("a link");
        for (name, why) in [
            ("fifo", "is a pipe, not a file"),
            ("to-fifo", "is a pipe, not a file"),
            ("socket", "is a socket, not a file"),
            ("to-zero", "is a device, not a file"),
            (".", "is a folder, not a file"),
            ("loop", "is a link that leads back to itself"),
            ("broken", "does not exist"),
            ("none", "does not exist"),
        ] {
            for kind in [FileKind::Document, FileKind::Configuration, FileKind::List, FileKind::Index] {
                assert_eq!(read_bytes(&path(name), kind), Err(why.to_owned()), "{name}");
            }
            assert_eq!(open(&path(name), FileKind::Library).err().as_deref(), Some(why), "{name}");
        }
        assert_eq!(read(&path("to-file"), FileKind::Document), Ok("text".to_owned()));
        assert_eq!(read_optional(&path("none"), FileKind::Document), None);
        assert_eq!(read_optional(&path("."), FileKind::Document), None);
        assert!(matches!(read_optional(&path("broken"), FileKind::Document), Some(Err(_))));
        assert!(matches!(read_optional(&path("fifo"), FileKind::Document), Some(Err(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_lies_where_its_links_lead() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["in", "in/sub", "inner", "out"] {
            std::fs::create_dir(path(name)).expect("a folder");
        }
        std::fs::write(path("in/a.md"), "").expect("written");
        std::fs::write(path("out/b.md"), "").expect("written");
        symlink("../out/b.md", path("in/to-b")).expect("a link");
        symlink("../out", path("in/to-out")).expect("a link");
        symlink("a.md", path("in/to-a")).expect("a link");
        symlink("gone", path("in/broken")).expect("a link");
        symlink("../in", path("out/to-in")).expect("a link");
        for (name, within) in [
            ("in", true),
            ("in/a.md", true),
            ("in/to-a", true),
            ("in/sub/../a.md", true),
            ("out/to-in/a.md", true),
            ("in/new.md", true),
            ("in/new/deep.md", true),
            ("in/to-b", false),
            ("in/to-out/b.md", false),
            ("in/to-out/new.md", false),
            ("in/broken", false),
            ("inner", false),
            ("in/../out/b.md", false),
            ("out", false),
        ] {
            assert_eq!(is_within(&path(name), &path("in")), within, "{name}");
        }
        assert!(is_within(&path("in/a.md"), &path("out/to-in")));
    }
}
