//! Writes what is planned, or shows it: new files under names that no file has, and files whose
//! old text is known.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::{Reader, write};

use crate::report;

/// A file that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Relative to the folder that is set up.
    pub(super) file: String,
    /// Its text; `None` for a new file.
    pub(super) old: Option<String>,
    pub(super) new: String,
    /// What it is, for the list of what was done.
    pub(super) about: String,
}

/// Refuses changes that cannot all be made.
pub(super) fn check(reader: &Reader, base: &Path, changes: &[Change]) -> anyhow::Result<()> {
    for change in changes {
        let path = base.join(&change.file);
        if !reader.contains(&path) {
            bail!("`{}` is outside the repository", change.file);
        }
        let mut above = path
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(base));
        if let Some(file) = above.find(|above| above.exists() && !above.is_dir()) {
            bail!(
                "`{}` cannot be written: `{}` is a file and not a folder",
                change.file,
                file.strip_prefix(base).unwrap_or(file).display()
            );
        }
        if change.old.is_none() && fs::symlink_metadata(&path).is_ok() {
            bail!("`{}` exists already", change.file);
        }
    }
    Ok(())
}

/// The changes as a diff.
pub(super) fn shown(changes: &[Change]) -> String {
    let diffs = changes.iter().map(|change| {
        let old = change.old.as_deref().unwrap_or_default();
        report::diff(&change.file, old, &change.new)
    });
    diffs.collect()
}

/// Makes the changes. If one fails, the new files of this run are removed.
///
/// # Errors
/// The file system refused, or a file was changed in the meantime.
pub(super) fn write(reader: &Reader, base: &Path, changes: &[Change]) -> anyhow::Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    for change in changes {
        let path = base.join(&change.file);
        let written = match &change.old {
            None => create(&path, &change.new),
            Some(old) => replace(reader, &path, old, &change.new),
        };
        if let Err(error) = written {
            for file in made {
                let _ = fs::remove_file(file);
            }
            return Err(error);
        }
        if change.old.is_none() {
            made.push(path);
        }
    }
    Ok(())
}

fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
    }
    Ok(write::new(path, text)?)
}

fn replace(reader: &Reader, path: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    let now = reader.read(path)?;
    if now != old {
        bail!(
            "`{}` was changed in the meantime; run the command again",
            path.display()
        );
    }
    Ok(write::whole(path, new)?)
}
