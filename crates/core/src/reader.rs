//! Reads files, and refuses what must not be read.
//!
//! Everything a pass learns from the disk comes through here: nothing outside the
//! repository, nothing too large, nothing that is not text.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

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

/// Reads files below one folder.
#[derive(Debug, Clone)]
pub struct Reader {
    root: PathBuf,
    limit: u64,
}

impl Reader {
    /// Largest file that is read, in bytes.
    pub const LIMIT: u64 = 64 << 20;

    /// A reader for what lies below `root`.
    pub fn new(root: &Path) -> Reader {
        Reader {
            root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            limit: Reader::LIMIT,
        }
    }

    /// The same reader with another limit, in bytes.
    pub fn with_limit(self, limit: u64) -> Reader {
        Reader { limit, ..self }
    }

    /// Whether there is a file, and no folder, at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        let real = path.canonicalize().ok();
        real.is_some_and(|real| real.starts_with(&self.root) && real.is_file())
    }

    /// Names of what lies in a folder; none if it can not be listed.
    pub fn names(&self, folder: &Path) -> Vec<String> {
        let real = folder
            .canonicalize()
            .ok()
            .filter(|real| real.starts_with(&self.root));
        let entries = real.and_then(|real| fs::read_dir(real).ok());
        let entries = entries.into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
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
            let real = folder.canonicalize().ok();
            let Some(real) = real.filter(|real| real.starts_with(&self.root)) else {
                continue;
            };
            let entries = fs::read_dir(&real);
            if !seen.insert(real) {
                continue;
            }
            for entry in entries.into_iter().flatten().flatten() {
                count += 1;
                if count > limits.count {
                    walk.stopped = true;
                    break;
                }
                let (Ok(kind), Ok(part)) = (entry.file_type(), entry.file_name().into_string())
                else {
                    continue;
                };
                let below = match name.is_empty() {
                    true => part,
                    false => format!("{name}/{part}"),
                };
                let path = entry.path();
                let is_folder = match kind.is_symlink() {
                    true => path.is_dir(),
                    false => kind.is_dir(),
                };
                if !is_folder {
                    walk.files.push(below);
                } else if depth >= limits.depth {
                    walk.stopped = true;
                } else if enter(&below) {
                    stack.push((path, below, depth + 1));
                }
            }
        }
        walk.files.sort();
        walk
    }

    /// Reads a text file.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong with the file.
    pub fn read(&self, path: &Path) -> Result<String, ReadError> {
        let io = |error| ReadError::Io(path.to_path_buf(), error);
        let real = path.canonicalize().map_err(io)?;
        if !real.starts_with(&self.root) {
            return Err(ReadError::Outside(path.to_path_buf(), self.root.clone()));
        }
        let size = fs::metadata(&real).map_err(io)?.len();
        if size > self.limit {
            return Err(ReadError::TooLarge(path.to_path_buf(), self.limit));
        }
        let bytes = fs::read(&real).map_err(io)?;
        String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8(path.to_path_buf()))
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
