//! Puts a text into a file: whole or not at all.
//!
//! It writes what it is given; whether it may is decided elsewhere.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

/// How the names of files begin and end that are not complete.
const TEMPORARY: (&str, &str) = (".archsite-", ".tmp");

/// Replaces or creates a file. It is on the disk when this returns.
///
/// # Errors
/// The file system said no; the old file is as it was.
pub(crate) fn whole(path: &Path, text: &str) -> anyhow::Result<()> {
    // A link to a file stays one.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    let failed = || format!("`{}` can not be written", path.display());
    let file = temporary(path, text).with_context(failed)?;
    file.as_file().sync_all().with_context(failed)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(file.path(), old.permissions()).with_context(failed)?;
    }
    file.persist(path).with_context(failed)?;
    sync(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// The same for one of many files, which [`sync`] brings to the disk together: safe if the
/// process is killed, not if the power fails.
///
/// # Errors
/// The file system said no; the old file is as it was.
pub(crate) fn one_of_many(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("`{}` can not be written", path.display());
    let file = temporary(path, text).with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}

fn temporary(path: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    // A file that a program makes is as readable as one that a person makes.
    #[cfg(unix)]
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(readable);
    let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// Whether a file is what a run left behind that was killed.
pub(crate) fn is_left_over(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Brings the names in a folder to the disk, where the system can do that.
pub(crate) fn sync(folder: &Path) {
    // Not every system can open a folder; the files are whole in any case.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
