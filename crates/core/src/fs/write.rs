//! Puts a text into a file: whole or not at all.
//!
//! It writes what it is given; whether it may is decided elsewhere.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::fs::UNFINISHED;
use crate::fs::is_unfinished;

/// A file that could not be written. The old one is as it was.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`", path.display())]
pub struct WriteError {
    path: PathBuf,
    #[source]
    source: io::Error,
}

impl WriteError {
    fn new(path: &Path, source: io::Error) -> WriteError {
        WriteError {
            path: path.to_path_buf(),
            source,
        }
    }
}

/// Replaces or creates a file. It is on the disk when this returns, and what a killed run left
/// beside it is gone.
///
/// # Errors
/// The file system refused; the old file is as it was.
pub fn whole(path: &Path, text: &str) -> Result<(), WriteError> {
    // A link to a file stays one.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    let failed = |source| WriteError::new(path, source);
    sweep(folder_of(path));
    let file = temporary(path, text).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(file.path(), old.permissions()).map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    sync(folder_of(path));
    Ok(())
}

/// Creates a file under a name that no file has.
///
/// # Errors
/// The file system refused, or there is such a file, which stays as it was.
pub fn new(path: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(path, source);
    let file = temporary(path, text).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist_noclobber(path)
        .map_err(|error| failed(error.error))?;
    sync(folder_of(path));
    Ok(())
}

/// The same as [`whole`] for one of many files, which [`sync`] brings to the disk together: safe if the
/// process is killed, not if the power fails.
///
/// # Errors
/// The file system refused; the old file is as it was.
pub fn one_of_many(path: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(path, source);
    let file = temporary(path, text).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The folder of a file.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn temporary(path: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(UNFINISHED.0).suffix(UNFINISHED.1);
    // A file that a program makes is as readable as one that a person makes.
    #[cfg(unix)]
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(readable);
    loop {
        let mut file = builder.tempfile_in(folder_of(path))?;
        // A run that sweeps leaves locked files alone; one may have come before the lock.
        let _ = file.as_file().lock();
        if file.path().exists() {
            file.write_all(text.as_bytes())?;
            return Ok(file);
        }
    }
}

/// Removes what killed runs left in a folder. A file that a running one writes is locked.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        if !is_unfinished(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let file = File::open(entry.path());
        if file.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Brings the names in a folder to the disk, where the system can do that.
pub fn sync(folder: &Path) {
    // Not every system can open a folder; the files are whole in any case.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
