//! Reads files, and refuses what must not be read.
//!
//! Everything a pass learns from the disk comes through here: nothing outside the
//! repository, nothing too large, nothing that is not text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::site::path;

pub mod folders;
pub mod home;
mod ignored;
mod links;
pub mod names;
mod walk;
pub mod write;

pub use ignored::Ignored;
pub use links::{Uncopied, Why};
pub use walk::{Walk, WalkLimits};

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file, its symbolic links followed, is not below the repository root.
    #[error("{0} is outside the repository; only files below {1} are read")]
    Outside(PathBuf, PathBuf),
    /// The file is larger than the limit, in bytes.
    #[error("{0} is larger than {1} bytes")]
    TooLarge(PathBuf, u64),
    /// The file is not valid UTF-8.
    #[error("{0} is not valid UTF-8")]
    NotUtf8(PathBuf),
    /// It is a folder, a pipe, a device or a socket: reading one may never end.
    #[error("{0} is not a regular file")]
    NotAFile(PathBuf),
    /// The file system refused.
    #[error("{0} cannot be read: {1}")]
    Io(PathBuf, std::io::Error),
}

impl ReadError {
    /// The reason alone, for a message that names the file itself.
    pub fn reason(&self) -> String {
        match self {
            ReadError::Outside(..) => "it is outside the repository".to_string(),
            ReadError::TooLarge(_, limit) => format!("it is larger than {limit} bytes"),
            ReadError::NotUtf8(_) => "it is not valid UTF-8".to_string(),
            ReadError::NotAFile(_) => "it is not a regular file".to_string(),
            ReadError::Io(_, error) => error.to_string(),
        }
    }

    /// Whether there is no file at the path.
    pub fn is_not_found(&self) -> bool {
        matches!(self, ReadError::Io(_, error) if error.kind() == io::ErrorKind::NotFound)
    }
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// It is a folder; anything else counts as a file.
    pub folder: bool,
}

/// Reads files below one folder.
#[derive(Debug, Clone)]
pub struct Reader {
    root: PathBuf,
    limit: u64,
    /// Folders with their symbolic links followed, if they are in the repository: files of a
    /// book share a few.
    folders: RefCell<HashMap<PathBuf, Option<PathBuf>>>,
}

/// How the names of files begin and end that a run has not finished writing. mdBook publishes no
/// file with the ending of Markdown.
pub const UNFINISHED: (&str, &str) = (".archsite-", ".tmp.md");

/// Whether a name is that of a file that a run has not finished writing. Earlier versions of this
/// program used another ending.
pub fn is_unfinished(name: &str) -> bool {
    name.starts_with(UNFINISHED.0) && (name.ends_with(UNFINISHED.1) || name.ends_with(".tmp"))
}

/// Something in a folder.
struct Entry(fs::DirEntry);

impl Entry {
    fn name(&self) -> String {
        self.0.file_name().to_string_lossy().into_owned()
    }

    fn is_link(&self) -> bool {
        self.0.file_type().is_ok_and(|kind| kind.is_symlink())
    }

    /// It is a folder, or a symbolic link to one.
    fn is_folder(&self) -> bool {
        match self.0.file_type() {
            Ok(kind) if kind.is_symlink() => self.0.path().is_dir(),
            kind => kind.is_ok_and(|kind| kind.is_dir()),
        }
    }
}

/// The entries of a folder without files that are not finished; none if it cannot be listed.
fn entries(folder: Option<PathBuf>) -> impl Iterator<Item = Entry> {
    let entries = folder.and_then(|folder| fs::read_dir(folder).ok());
    let entries = entries.into_iter().flatten().flatten().map(Entry);
    entries.filter(|entry| !is_unfinished(&entry.name()))
}

impl Reader {
    /// Largest file that is read, in bytes.
    pub const LIMIT: u64 = 64 << 20;

    /// A reader for files below `root`.
    pub fn new(root: &Path) -> Reader {
        Reader {
            root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            limit: Reader::LIMIT,
            folders: RefCell::default(),
        }
    }

    /// This reader with another limit, in bytes.
    pub fn with_limit(self, limit: u64) -> Reader {
        Reader { limit, ..self }
    }

    /// Whether there is something at a path that must not be read, because it is outside
    /// the repository.
    pub fn is_outside(&self, path: &Path) -> bool {
        let real = path.canonicalize().ok();
        real.is_some_and(|real| !self.holds(&real))
    }

    /// Whether a path, which need not exist, is in the repository, symbolic links
    /// followed as far as it exists.
    pub fn contains(&self, path: &Path) -> bool {
        let mut above = path.ancestors();
        let found = above.find_map(|part| Some((part, part.canonicalize().ok()?)));
        found.is_some_and(|(part, real)| match path.strip_prefix(part) {
            Ok(rest) if rest.as_os_str().is_empty() => self.holds(&real),
            Ok(rest) => self.holds(&path::clean(&real.join(rest))),
            Err(_) => false,
        })
    }

    /// Whether there is a folder at a path.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|real| real.is_dir())
    }

    /// Whether there is a file, and no folder, at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|real| real.is_file())
    }

    /// Where something is in the repository, its symbolic links followed: relative to the
    /// root, with `/` between the parts. `None` if it is not there.
    pub fn in_repository(&self, path: &Path) -> Option<String> {
        let real = self.inside(path)?;
        real.strip_prefix(&self.root).ok().map(path::slashes)
    }

    /// Where something is in a folder, the symbolic links of both followed.
    pub fn within(&self, path: &Path, folder: &Path) -> Option<String> {
        let real = self.inside(path)?;
        let folder = folder.canonicalize().ok()?;
        real.strip_prefix(folder).ok().map(path::slashes)
    }

    /// A path with its symbolic links followed, if the result is in the repository.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        self.holds(&real).then_some(real)
    }

    /// Whether a path without symbolic links is below the root. The folder `.git` is not part
    /// of the repository's content: its files may hold credentials.
    fn holds(&self, real: &Path) -> bool {
        let inside = real.strip_prefix(&self.root);
        inside.is_ok_and(|inside| inside.iter().all(|part| part != ".git"))
    }

    /// Names of the entries of a folder; none if it cannot be listed.
    pub fn names(&self, folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = entries(self.inside(folder))
            .map(|entry| entry.name())
            .collect();
        names.sort();
        names
    }

    /// The entries of a folder, sorted by name; nothing if it cannot be listed. A symbolic link
    /// to a folder is left out, so that no walk runs in a circle.
    pub fn list(&self, folder: &Path) -> Vec<Listed> {
        let mut listed: Vec<Listed> = entries(self.inside(folder))
            .filter(|entry| !(entry.is_link() && entry.is_folder()))
            .map(|entry| Listed {
                name: entry.name(),
                folder: entry.is_folder(),
            })
            .collect();
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        listed
    }

    /// Reads a text file.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong with the file.
    pub fn read(&self, path: &Path) -> Result<String, ReadError> {
        let bytes = self.read_bytes(path)?;
        String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8(path.to_path_buf()))
    }

    /// Reads a file of any kind, such as a picture.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong with the file.
    pub fn read_bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        let io = |error| ReadError::Io(path.to_path_buf(), error);
        let entry = fs::symlink_metadata(path).map_err(io)?;
        let real = match self.beside(path, &entry) {
            Some(real) => real,
            None => {
                let real = path.canonicalize().map_err(io)?;
                if !self.holds(&real) {
                    return Err(ReadError::Outside(path.to_path_buf(), self.root.clone()));
                }
                real
            }
        };
        let entry = if entry.file_type().is_symlink() {
            fs::metadata(&real).map_err(io)?
        } else {
            entry
        };
        // Opening a pipe waits for its other end, so this is asked first.
        if !entry.is_file() {
            return Err(ReadError::NotAFile(path.to_path_buf()));
        }
        let mut file = fs::File::open(&real).map_err(io)?;
        let size = entry.len();
        if size > self.limit {
            return Err(ReadError::TooLarge(path.to_path_buf(), self.limit));
        }
        let bytes = contents(&mut file, size, self.limit).map_err(io)?;
        if bytes.len() as u64 > self.limit {
            return Err(ReadError::TooLarge(path.to_path_buf(), self.limit));
        }
        Ok(bytes)
    }

    /// The size of a file of the repository in bytes; `None` if there is no such file.
    pub fn size(&self, path: &Path) -> Option<u64> {
        let entry = fs::metadata(self.inside(path)?).ok()?;
        entry.is_file().then_some(entry.len())
    }

    /// A path with its symbolic links followed, where it is none itself, as `entry` says, and its
    /// folder is in the repository.
    fn beside(&self, path: &Path, entry: &fs::Metadata) -> Option<PathBuf> {
        if entry.file_type().is_symlink() {
            return None;
        }
        let (folder, name) = path.parent().zip(path.file_name())?;
        let mut folders = self.folders.borrow_mut();
        if let Some(known) = folders.get(folder) {
            return known.as_ref().map(|real| real.join(name));
        }
        let real = self.inside(folder);
        folders.insert(folder.to_path_buf(), real.clone());
        real.map(|real| real.join(name))
    }
}

/// The content of a file of some size, at most one byte more than `limit`.
fn contents(file: &mut fs::File, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let most = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(0);
    // One byte more than there should be: nothing comes after what is shorter.
    let mut bytes = vec![0; size + 1];
    let mut length = 0;
    loop {
        match file.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        // A file may grow while it is read, and some do not know their size.
        if length == bytes.len() && length < most {
            bytes.resize((length * 2).clamp(4096, most.max(4096)), 0);
        } else if length == bytes.len() || length == size {
            break;
        }
    }
    bytes.truncate(length.min(most));
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_listed_without_links_to_folders() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir(root.join("b")).expect("a folder");
        fs::write(root.join("a.md"), "").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("b/loop")).expect("a link");
        let reader = Reader::new(root);
        let names = |folder: &Path| -> Vec<(String, bool)> {
            let listed = reader.list(folder).into_iter();
            listed.map(|entry| (entry.name, entry.folder)).collect()
        };
        let expected = [("a.md".to_string(), false), ("b".to_string(), true)];
        assert_eq!(names(root), expected);
        assert_eq!(names(&root.join("b")), []);
        assert_eq!(names(&root.join("../..")), []);
    }

    #[test]
    fn what_must_not_be_read_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("repo");
        fs::create_dir(&root).expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = root.join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let small = write("small.md", b"x");
        let large = write("large.md", &[b'x'; 20]);
        let binary = write("binary.md", &[0xff]);
        let outside = write("../outside.md", b"x");
        let reader = Reader::new(&root).with_limit(10);
        assert_eq!(reader.read(&small).expect("readable"), "x");
        assert!(matches!(reader.read(&large), Err(ReadError::TooLarge(..))));
        assert!(matches!(reader.read(&binary), Err(ReadError::NotUtf8(_))));
        assert!(matches!(reader.read(&outside), Err(ReadError::Outside(..))));
        assert!(matches!(
            reader.read(&root.join("no")),
            Err(ReadError::Io(..))
        ));
        assert!(matches!(reader.read(&root), Err(ReadError::NotAFile(_))));
        fs::create_dir(root.join(".git")).expect("a folder");
        let config = write(".git/config", b"x");
        assert!(matches!(reader.read(&config), Err(ReadError::Outside(..))));
        #[cfg(unix)]
        {
            let socket = root.join("socket");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
            assert!(matches!(reader.read(&socket), Err(ReadError::NotAFile(_))));
            let link = root.join("link.md");
            std::os::unix::fs::symlink(&outside, &link).expect("a link");
            assert!(matches!(reader.read(&link), Err(ReadError::Outside(..))));
        }
    }
}
