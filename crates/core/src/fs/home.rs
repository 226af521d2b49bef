//! Which files a command may read and write that the user did not name.
//!
//! A path in a file that came with a repository must not lead out of that repository.

use std::path::{Path, PathBuf};

use crate::fs::Reader;

/// The folder whose files belong to a document or a folder of shards: the repository around it, or
/// without one the folder that it is in.
pub fn around(path: &Path) -> PathBuf {
    let repository = path.ancestors().find(|folder| folder.join(".git").exists());
    let home = repository.or(path.parent()).unwrap_or(path);
    home.to_path_buf()
}

/// Whether a path that is named in a repository leads out of it by a symbolic link.
pub fn is_led_out(path: &Path) -> bool {
    let repository = path.ancestors().find(|folder| folder.join(".git").exists());
    repository.is_some_and(|root| Reader::new(root).is_outside(path))
}

/// Whether a path, its symbolic links followed, is in a folder.
pub fn holds(home: &Path, path: &Path) -> bool {
    Reader::new(home).contains(path)
}
