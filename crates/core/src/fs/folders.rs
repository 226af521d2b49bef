//! Folders: what is in them, and how they come and go. Whether they may is decided elsewhere.

use std::fs;
use std::io;
use std::path::Path;

/// Names of the entries of a folder; empty if the folder does not exist.
///
/// # Errors
/// The file system refused.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    Ok(entries.flatten().map(name).collect())
}

/// Whether there is a folder at a path. A symbolic link to one is none.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether something at a path is in the way of a folder.
pub fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| !found.is_dir())
}

/// Creates a folder and those that it is in.
///
/// # Errors
/// The file system refused.
pub fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Removes a folder if nothing is in it.
pub fn remove_empty(folder: &Path) {
    // One with something in it stays, whatever that is.
    let _ = fs::remove_dir(folder);
}

/// Removes a file.
///
/// # Errors
/// The file system refused.
pub fn remove_file(file: &Path) -> io::Result<()> {
    fs::remove_file(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_and_go() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("a/b");
        assert_eq!(names(&folder).expect("no names"), Vec::<String>::new());
        create(&folder).expect("a folder");
        let file = folder.join("c.md");
        crate::fs::write::new(&file, "c").expect("a file");
        assert_eq!(names(&folder).expect("names"), ["c.md"]);
        assert!(is_folder(&folder) && is_taken(&file) && !is_taken(&folder));
        remove_empty(&folder);
        assert!(is_folder(&folder), "something is in it");
        remove_file(&file).expect("a file");
        remove_empty(&folder);
        assert!(!is_folder(&folder) && !is_taken(&folder));
    }
}
