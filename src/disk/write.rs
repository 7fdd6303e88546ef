//! Writes files: atomically, and only where the caller's policy allows it.
//!
//! * A file is written to a temporary file in the same folder, which is renamed once it is complete. A reader sees
//!   either the old text or the new one. Owner and permissions are preserved.
//! * [`WritePolicy`] determines what may be replaced. Links are followed only by [`WritePolicy::Force`], and within a
//!   workspace by [`WritePolicy::Draft`].
//! * [`super::unfinished`] removes temporary files when the process is terminated (Ctrl-C, SIGTERM, SIGHUP).

use super::unfinished::Unfinished;
use super::{absolute, files, is_link, is_within, read_bytes, real_path};
use std::fs::{File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a written file may replace.
#[derive(Clone, Copy, Debug)]
pub enum WritePolicy<'a> {
    /// Nothing, not even a broken link.
    New,
    /// A file that only copydesk writes, such as an index.
    Own,
    /// The report of an earlier run, unless this run has read the file. Pipes and character devices are written to
    /// directly.
    Report,
    /// Anything: links are followed, and files that this run has read are replaced (`--force`).
    Force,
    /// The draft that `read` was read from, if it has not changed since. A link is followed within the workspace.
    Draft {
        /// The text as it was read.
        read: &'a str,
    },
}

/// A file that is being written. It appears in its place when it is finished; dropping it leaves nothing behind.
pub struct Writer<'a> {
    policy: WritePolicy<'a>,
    sink: Sink,
}

enum Sink {
    /// A pipe or a device.
    Direct(BufWriter<File>),
    /// A temporary file in the same folder.
    Temporary {
        file: BufWriter<Unfinished>,
        target: PathBuf,
        /// What is replaced.
        old: Option<Box<Metadata>>,
    },
}

impl<'a> Writer<'a> {
    /// Starts writing a file.
    ///
    /// # Errors
    /// If the policy forbids it, or the folder cannot be written to: a sentence that follows the path, in lower case,
    /// without a full stop.
    pub fn create(path: &Path, policy: WritePolicy<'a>) -> Result<Writer<'a>, String> {
        let sink = match destination(path, policy)? {
            Destination::Direct(path) => {
                // Append, because /dev/stdout may be a file that others write to as well.
                let file = File::options().append(true).open(path).map_err(|error| refusal(&error))?;
                Sink::Direct(BufWriter::new(file))
            }
            Destination::File(target) => {
                let old = std::fs::metadata(&target).ok().map(Box::new);
                if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
                    return Err("is read-only, and was left as it is".to_owned());
                }
                let folder = folder_of(&target);
                let file = Unfinished::create(folder, old.is_none()).map_err(|error| refusal(&error))?;
                Sink::Temporary { file: BufWriter::new(file), target, old }
            }
        };
        Ok(Writer { policy, sink })
    }

    /// Moves the file to its destination.
    ///
    /// # Errors
    /// If it cannot be written, or must not replace what exists there by now: a sentence as in [`Writer::create`]. The
    /// existing file is then unchanged.
    pub fn finish(self) -> Result<(), String> {
        let refusal = |error: io::Error| refusal(&error);
        let (file, target, old) = match self.sink {
            Sink::Direct(mut out) => return out.flush().map_err(refusal),
            Sink::Temporary { file, target, old } => (file, target, old),
        };
        let file = file.into_inner().map_err(|error| refusal(error.into_error()))?;
        if let Some(old) = old {
            file.take_after(&old).map_err(refusal)?;
        }
        file.sync().map_err(refusal)?;
        match self.policy {
            WritePolicy::New => {
                return file.persist_new(&target).map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => EXISTS.to_owned(),
                    _ => refusal(error),
                });
            }
            WritePolicy::Report if files::was_read(&target) => {
                return Err("was read by this run, and was left as it is: --force replaces it".to_owned());
            }
            WritePolicy::Draft { read } => unchanged(&target, read)?,
            WritePolicy::Own | WritePolicy::Report | WritePolicy::Force => {}
        }
        file.persist(&target).map_err(refusal)
    }
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Direct(out) => out.write(bytes),
            Sink::Temporary { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(out) => out.flush(),
            Sink::Temporary { file, .. } => file.flush(),
        }
    }
}

/// Checks that a draft which is a link leads to a regular file in the same workspace.
///
/// # Errors
/// If it does not: a sentence as in [`Writer::create`].
pub fn leads_to_draft(path: &Path) -> Result<(), String> {
    if is_link(path) { destination(path, WritePolicy::Draft { read: "" }).map(drop) } else { Ok(()) }
}

/// Writes a whole file.
///
/// # Errors
/// As for [`Writer::create`] and [`Writer::finish`].
pub fn write(path: &Path, bytes: &[u8], policy: WritePolicy<'_>) -> Result<(), String> {
    let mut writer = Writer::create(path, policy)?;
    writer.write_all(bytes).map_err(|error| refusal(&error))?;
    writer.finish()
}

/// Creates a folder, unless it exists.
///
/// # Errors
/// If it cannot be created: a sentence as in [`Writer::create`].
pub fn make_folder(path: &Path) -> Result<(), String> {
    match std::fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(refusal(&error)),
        _ => Ok(()),
    }
}

const EXISTS: &str = "is there already, and was left as it is";

/// Where a path leads.
enum Destination {
    Direct(PathBuf),
    File(PathBuf),
}

/// Resolves a path, as far as the policy allows it.
fn destination(path: &Path, policy: WritePolicy<'_>) -> Result<Destination, String> {
    match policy {
        WritePolicy::New if std::fs::symlink_metadata(path).is_ok() => Err(EXISTS.to_owned()),
        WritePolicy::New | WritePolicy::Own => {
            no_link(path, "was left as it is")?;
            regular_or_absent(path)?;
            Ok(Destination::File(path.to_owned()))
        }
        WritePolicy::Report => {
            if is_stream(path) {
                return Ok(Destination::Direct(path.to_owned()));
            }
            no_link(path, "was left as it is: --force writes through it")?;
            regular_or_absent(path)?;
            Ok(Destination::File(path.to_owned()))
        }
        WritePolicy::Force => {
            if is_stream(path) || std::fs::metadata(path).is_ok_and(|about| streams(&about)) {
                return Ok(Destination::Direct(path.to_owned()));
            }
            regular_or_absent(path)?;
            Ok(Destination::File(real_path(path)?))
        }
        WritePolicy::Draft { .. } => {
            if !is_within(path, &workspace_of(path)) {
                return Err("leads out of its workspace by a link, and was left as it is".to_owned());
            }
            regular_or_absent(path)?;
            let target = real_path(path)?;
            if has_other_names(&target) {
                // Writing in place is not atomic, and a rename would leave the other names with the old text.
                return Err("is a hard link, one of several names of one file, and was left as it is".to_owned());
            }
            Ok(Destination::File(target))
        }
    }
}

/// The folder that a draft's links must not leave: its workspace, else the working directory if it contains the draft,
/// else the draft's own folder.
fn workspace_of(path: &Path) -> PathBuf {
    let path = absolute(path);
    let here = absolute(Path::new("."));
    super::workspace(&path)
        .or_else(|| path.starts_with(&here).then_some(here))
        .unwrap_or_else(|| folder_of(&path).to_owned())
}

/// Refuses a link, and a relative path whose folders lead out of the working directory through a link.
fn no_link(path: &Path, so: &str) -> Result<(), String> {
    if is_link(path) {
        return Err(format!("is a link, and {so}"));
    }
    let here = absolute(Path::new("."));
    if path.is_relative() && absolute(path).starts_with(&here) && !is_within(folder_of(path), &here) {
        // A missing folder is reported when it is opened.
        if real_path(folder_of(path)).is_ok() {
            return Err(format!("leads out of this folder by a link, and {so}"));
        }
    }
    Ok(())
}

fn regular_or_absent(path: &Path) -> Result<(), String> {
    match std::fs::metadata(path) {
        Ok(about) => match files::irregular(about.file_type()) {
            Some(what) => Err(format!("cannot be written: it is {what}, not a file")),
            None => Ok(()),
        },
        Err(_) => Ok(()),
    }
}

/// Whether a path is written to directly: a pipe, a character device, or the system's name of an open file, such as
/// /dev/stdout.
fn is_stream(path: &Path) -> bool {
    let of_system = path.starts_with("/dev") || path.starts_with("/proc");
    let about = if of_system { std::fs::metadata(path) } else { std::fs::symlink_metadata(path) };
    about.is_ok_and(|about| streams(&about) || of_system && is_link(path) && about.is_file())
}

fn streams(about: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        about.file_type().is_fifo() || about.file_type().is_char_device()
    }
    #[cfg(not(unix))]
    {
        let _ = about;
        false
    }
}

/// Whether a file has more than one name.
fn has_other_names(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).is_ok_and(|about| about.nlink() > 1)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Checks that a draft still has the text that was read.
fn unchanged(path: &Path, read: &str) -> Result<(), String> {
    match read_bytes(path, files::FileKind::Document) {
        Ok(bytes) if bytes == read.as_bytes() => Ok(()),
        Ok(_) => Err("was changed while it was being fixed, and was left as it is: fix it again".to_owned()),
        Err(why) => Err(format!("was changed while it was being fixed: it {why}")),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Why a file cannot be written, in plain words, without the name of the temporary file.
pub(super) fn refusal(error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "its folder does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        kind if error.get_ref().is_some() => kind.to_string(),
        _ => error.to_string(),
    };
    format!("cannot be written: {why}")
}
