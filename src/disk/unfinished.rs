//! Files that are not whole yet, and what becomes of them when the process is asked to end.
//!
//! Each unfinished file is registered. Creating, renaming and removing one happens under the lock of the register, and so
//! does the end of the process: when a signal arrives, a thread removes what is registered and ends the process with the
//! lock still held.

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How the name of an unfinished file begins and ends: hidden, and no document's.
const AFFIXES: (&str, &str) = (".copydesk-", ".tmp");
/// A run that was killed so long ago left what is unfinished; a shorter one may still be at work.
const STALE: Duration = Duration::from_secs(60 * 60);

/// The unfinished files of this process.
static REGISTER: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn register() -> MutexGuard<'static, Vec<PathBuf>> {
    REGISTER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file beside the place that it will take. Removed when it is dropped.
pub(super) struct Unfinished {
    /// None once it has taken its place.
    file: Option<tempfile::NamedTempFile>,
}

impl Unfinished {
    /// Creates one in a folder. A `public` one gets the permissions of any new file, others are the user's alone.
    pub(super) fn create(folder: &Path, public: bool) -> io::Result<Unfinished> {
        signals::watch();
        let mut builder = tempfile::Builder::new();
        builder.prefix(AFFIXES.0).suffix(AFFIXES.1);
        #[cfg(unix)]
        if public {
            // The user's mask takes what it takes.
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

    /// Waits until its bytes are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file()?.as_file().sync_all()
    }

    /// Gives it the owner and the permissions of the file that it replaces.
    pub(super) fn take_after(&self, old: &Metadata) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only the superuser may give files away; for others the file is theirs already, or becomes theirs.
            let _ = std::os::unix::fs::fchown(self.file()?.as_file(), Some(old.uid()), Some(old.gid()));
        }
        self.file()?.as_file().set_permissions(old.permissions())
    }

    /// Puts it in its place, over whatever file or link stands there.
    pub(super) fn persist(mut self, target: &Path) -> io::Result<()> {
        self.leave(|file| file.persist(target))
    }

    /// Puts it in its place where nothing stands there.
    pub(super) fn persist_new(mut self, target: &Path) -> io::Result<()> {
        self.leave(|file| file.persist_noclobber(target))
    }

    /// Ends the time of being unfinished: whatever `end` does, no file of that name is left.
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
        // Whoever may not remove it keeps it.
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

/// Removes what runs that were killed have left unfinished in the folder of a file.
pub fn sweep(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(AFFIXES.0) && name.ends_with(AFFIXES.1));
        let age = || std::fs::symlink_metadata(entry.path()).ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > STALE) {
            // Whoever may not remove it keeps it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
mod signals {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use std::sync::Once;

    /// Watches for the signals that ask a process to end, from the first unfinished file on. Signals that whoever started
    /// the process wants ignored, as `nohup` does, stay so.
    pub(super) fn watch() {
        static WATCHED: Once = Once::new();
        WATCHED.call_once(|| {
            let ignored = ignored();
            let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
            // Without a watcher the next run sweeps up.
            let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
            let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    let register = super::register();
                    for path in register.iter() {
                        let _ = std::fs::remove_file(path);
                    }
                    // Ends the process as the signal would have; nothing new is written meanwhile.
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                    drop(register);
                }
            });
        });
    }

    /// The signals that this process ignores, as bits; none where the system does not say.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }
}

#[cfg(not(unix))]
mod signals {
    /// Where there are no such signals, the next run sweeps up.
    pub(super) fn watch() {}
}
