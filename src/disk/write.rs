//! Writing files: whole or not at all.

use std::io;
use std::path::Path;

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
/// Where the file is read-only or cannot be written: a sentence as in [`super::read`], and the file is as it was.
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
        let stale =
            || super::changed(&entry.path()).and_then(|then| then.elapsed().ok()).is_some_and(|age| age > STALE);
        if ours && stale() {
            // Whoever may not remove it keeps it.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
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
