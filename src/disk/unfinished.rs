//! Temporary files, and their removal when the process is terminated.
//!
//! Each temporary file is registered. It is created, renamed and removed under the register's lock. When a signal
//! arrives, a thread takes the lock, removes all registered files, and ends the process with the lock still held.

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Prefix and suffix of the name of a temporary file: hidden, and not Markdown.
const AFFIXES: (&str, &str) = (".copydesk-", ".tmp");
/// Older files were left by a process that was killed; younger ones may still be in use.
const STALE: Duration = Duration::from_secs(60 * 60);

/// The unfinished files of this process.
static REGISTER: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn register() -> MutexGuard<'static, Vec<PathBuf>> {
    REGISTER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file in the folder of its destination. Removed when it is dropped.
pub(super) struct Unfinished {
    /// `None` once it has been renamed.
    file: Option<tempfile::NamedTempFile>,
}

impl Unfinished {
    /// Creates one in a folder, with the default permissions of new files if it is `public`, else readable by the user
    /// only.
    pub(super) fn create(folder: &Path, public: bool) -> io::Result<Unfinished> {
        signals::watch();
        let mut builder = tempfile::Builder::new();
        builder.prefix(AFFIXES.0).suffix(AFFIXES.1);
        #[cfg(unix)]
        if public {
            // The umask applies.
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        }
        #[cfg(not(unix))]
        let _ = public;
        let mut register = register();
        let file = builder.tempfile_in(folder)?;
        register.push(file.path().to_owned());
        Ok(Unfinished { file: Some(file) })
    }

    fn file(&self) -> io::Result<&tempfile::NamedTempFile> {
        self.file.as_ref().ok_or_else(|| io::Error::other("the file is finished"))
    }

    /// Flushes the contents to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file()?.as_file().sync_all()
    }

    /// Copies owner and permissions from the file that it replaces.
    pub(super) fn take_after(&self, old: &Metadata) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only root may change the owner; for other users the file becomes their own.
            let _ = std::os::unix::fs::fchown(self.file()?.as_file(), Some(old.uid()), Some(old.gid()));
        }
        self.file()?.as_file().set_permissions(old.permissions())
    }

    /// Renames it to its destination, replacing a file or link there.
    pub(super) fn persist(mut self, target: &Path) -> io::Result<()> {
        self.leave(|file| file.persist(target))
    }

    /// Renames it to its destination unless something exists there.
    pub(super) fn persist_new(mut self, target: &Path) -> io::Result<()> {
        self.leave(|file| file.persist_noclobber(target))
    }

    /// Renames and unregisters it. If that fails the temporary file is removed.
    fn leave(
        &mut self,
        end: impl FnOnce(tempfile::NamedTempFile) -> Result<File, tempfile::PersistError>,
    ) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let path = file.path().to_owned();
        let mut register = register();
        let outcome = match end(file) {
            Ok(_) => Ok(()),
            // Dropping what is in the error removes the file.
            Err(failed) => Err(failed.error),
        };
        register.retain(|known| *known != path);
        outcome
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        let path = file.path().to_owned();
        let mut register = register();
        // If it cannot be removed, a later run sweeps it up.
        let _ = file.close();
        register.retain(|known| *known != path);
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.flush())
    }
}

/// Removes temporary files that killed processes left in the folder of `path`.
pub fn sweep(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(AFFIXES.0) && name.ends_with(AFFIXES.1));
        let age = || std::fs::symlink_metadata(entry.path()).ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > STALE) {
            // Best effort: it may belong to another user.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Removes all unfinished files, and ends the process as a signal would have done.
#[cfg(unix)]
pub fn end_by_signal(signal: i32) {
    let register = register();
    for path in register.iter() {
        let _ = std::fs::remove_file(path);
    }
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    drop(register);
}

#[cfg(unix)]
mod signals {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use std::sync::Once;

    /// Installs the signal handler with the first temporary file. Signals that are ignored, as under `nohup`, stay
    /// ignored.
    pub(super) fn watch() {
        static WATCHED: Once = Once::new();
        WATCHED.call_once(|| {
            let ignored = ignored();
            let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
            // Without a handler the next run sweeps up.
            let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
            let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    super::end_by_signal(signal);
                }
            });
        });
    }

    /// The bit mask of ignored signals; zero if the system does not report it.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }
}

#[cfg(not(unix))]
mod signals {
    /// No signals here: the next run sweeps up.
    pub(super) fn watch() {}
}
