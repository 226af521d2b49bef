//! Reads files, and refuses what must not be read.
//!
//! Everything a pass learns from the disk comes through here: nothing outside the
//! repository, nothing too large, nothing that is not text.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::path;

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
    /// The file system said no.
    #[error("{0} can not be read: {1}")]
    Io(PathBuf, std::io::Error),
}

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub struct WalkLimits {
    /// Folders within folders.
    pub depth: usize,
    /// Entries looked at, in all.
    pub count: usize,
}

/// What a walk came across.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files, relative to where the walk began.
    pub files: Vec<String>,
    /// A limit was reached: there may be more.
    pub stopped: bool,
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
    /// Folders with their symbolic links followed: files of a book share a few.
    folders: RefCell<HashMap<PathBuf, Option<PathBuf>>>,
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

/// What lies in a folder; nothing if there is none, or it can not be listed.
fn entries(folder: Option<PathBuf>) -> impl Iterator<Item = Entry> {
    let entries = folder.and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().flatten().map(Entry)
}

impl Reader {
    /// Largest file that is read, in bytes.
    pub const LIMIT: u64 = 64 << 20;
    /// Folders deeper than this are not walked.
    pub const DEEPEST: usize = 32;
    /// Most files that one walk gives.
    pub const MOST: usize = 1_000_000;

    /// A reader for what lies below `root`.
    pub fn new(root: &Path) -> Reader {
        Reader {
            root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            limit: Reader::LIMIT,
            folders: RefCell::default(),
        }
    }

    /// The same reader with another limit, in bytes.
    pub fn with_limit(self, limit: u64) -> Reader {
        Reader { limit, ..self }
    }

    /// Whether there is something at a path that must not be read, because it is outside
    /// the repository.
    pub fn is_outside(&self, path: &Path) -> bool {
        let real = path.canonicalize().ok();
        real.is_some_and(|real| !real.starts_with(&self.root))
    }

    /// Whether there is a folder at a path.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|real| real.is_dir())
    }

    /// Whether there is a file, and no folder, at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|real| real.is_file())
    }

    /// Where something lies in the repository, its symbolic links followed: relative to the
    /// root, with `/` between the parts. `None` if it is not there.
    pub fn in_repository(&self, path: &Path) -> Option<String> {
        let real = self.inside(path)?;
        real.strip_prefix(&self.root).ok().map(path::slashes)
    }

    /// Where something lies in a folder, the symbolic links of both followed.
    pub fn within(&self, path: &Path, folder: &Path) -> Option<String> {
        let real = self.inside(path)?;
        let folder = folder.canonicalize().ok()?;
        real.strip_prefix(folder).ok().map(path::slashes)
    }

    /// A path with its symbolic links followed, if it leads to something in the repository.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        real.starts_with(&self.root).then_some(real)
    }

    /// Names of what lies in a folder; none if it can not be listed.
    pub fn names(&self, folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = entries(self.inside(folder))
            .map(|entry| entry.name())
            .collect();
        names.sort();
        names
    }

    /// All files below a folder, with `/` between the parts of their paths, relative to the
    /// folder and sorted. `enter` says by the path of a folder whether to look into it. A
    /// folder is looked into once, however many symbolic links lead to it.
    pub fn walk(&self, folder: &Path, limits: WalkLimits, enter: &dyn Fn(&str) -> bool) -> Walk {
        let mut walk = Walk::default();
        let mut seen = HashSet::new();
        let mut stack = vec![(folder.to_path_buf(), String::new(), 0)];
        let mut count = 0;
        while let Some((folder, name, depth)) = stack.pop() {
            let new = self.inside(&folder);
            let new = new.filter(|real| seen.insert(real.clone()));
            for entry in entries(new) {
                count += 1;
                if count > limits.count {
                    walk.stopped = true;
                    break;
                }
                let Ok(part) = entry.0.file_name().into_string() else {
                    continue;
                };
                let below = match name.is_empty() {
                    true => part,
                    false => format!("{name}/{part}"),
                };
                if !entry.is_folder() {
                    walk.files.push(below);
                } else if depth >= limits.depth {
                    walk.stopped = true;
                } else if enter(&below) {
                    stack.push((entry.0.path(), below, depth + 1));
                }
            }
        }
        walk.files.sort();
        walk
    }

    /// All files below a folder, as paths relative to it with `/` between their parts, sorted.
    ///
    /// Symbolic links are followed where they stay in the repository. Folders deeper than
    /// [`DEEPEST`](Reader::DEEPEST), which a loop of links makes, and files beyond the first
    /// [`MOST`](Reader::MOST) are left out, and so is the folder `skipped`.
    pub fn files(&self, folder: &Path, skipped: Option<&Path>) -> Vec<String> {
        let skipped = skipped.and_then(|path| path.canonicalize().ok());
        let mut files = Vec::new();
        let mut folders = vec![(folder.to_path_buf(), String::new(), 0)];
        while let Some((path, prefix, depth)) = folders.pop() {
            let real = self.inside(&path);
            if depth > Reader::DEEPEST || real == skipped {
                continue;
            }
            for entry in entries(real) {
                let name = format!("{prefix}{}", entry.name());
                if entry.is_folder() {
                    folders.push((entry.0.path(), format!("{name}/"), depth + 1));
                } else if files.len() < Reader::MOST {
                    files.push(name);
                }
            }
        }
        files.sort();
        files
    }

    /// What lies in a folder, sorted by name; nothing if it can not be listed. A symbolic link
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
        let io = |error| ReadError::Io(path.to_path_buf(), error);
        let real = self.real(path).map_err(io)?;
        if !real.starts_with(&self.root) {
            return Err(ReadError::Outside(path.to_path_buf(), self.root.clone()));
        }
        let mut file = fs::File::open(&real).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        if size > self.limit {
            return Err(ReadError::TooLarge(path.to_path_buf(), self.limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        // A file may grow while it is read.
        let limit = self.limit.saturating_add(1);
        (&mut file)
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(io)?;
        if bytes.len() as u64 > self.limit {
            return Err(ReadError::TooLarge(path.to_path_buf(), self.limit));
        }
        String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8(path.to_path_buf()))
    }

    /// A path with its symbolic links followed.
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        let is_link = fs::symlink_metadata(path)?.file_type().is_symlink();
        let parts = path.parent().zip(path.file_name());
        let Some((folder, name)) = parts.filter(|_| !is_link) else {
            return path.canonicalize();
        };
        let known = self.folders.borrow().get(folder).cloned();
        let real = known.unwrap_or_else(|| {
            let real = folder.canonicalize().ok();
            let mut folders = self.folders.borrow_mut();
            folders.insert(folder.to_path_buf(), real.clone());
            real
        });
        match real {
            Some(real) => Ok(real.join(name)),
            None => path.canonicalize(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_survives_loops_and_keeps_its_limits() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).expect("folders");
        fs::create_dir(root.join("skipped")).expect("a folder");
        for file in ["z.md", "a/y.md", "a/b/x.md", "skipped/w.md"] {
            fs::write(root.join(file), "x").expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("a/b/loop")).expect("a link");
        let reader = Reader::new(root);
        let files = |depth, count| {
            let limits = WalkLimits { depth, count };
            let walk = reader.walk(root, limits, &|path| path != "skipped");
            (walk.files.join(" "), walk.stopped)
        };
        assert_eq!(files(9, 99), ("a/b/x.md a/y.md z.md".to_string(), false));
        assert_eq!(files(1, 99), ("a/y.md z.md".to_string(), true));
        assert!(files(9, 2).1, "the count is a limit");
    }

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
        #[cfg(unix)]
        {
            let link = root.join("link.md");
            std::os::unix::fs::symlink(&outside, &link).expect("a link");
            assert!(matches!(reader.read(&link), Err(ReadError::Outside(..))));
        }
    }
}
