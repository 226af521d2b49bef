//! Entries of a folder that cannot be copied with it, as mdBook copies `src` into the site.
//!
//! Names and links only: no file is opened, and no folder outside the repository is looked into.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::fs::{Reader, entries};

/// How often a folder is looked into under other names that links give it.
const NAMES: usize = 8;

/// An entry at which copying a folder ends with an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncopied {
    /// Path relative to the folder that is copied.
    pub file: String,
    /// Why it cannot be copied.
    pub why: Why,
}

/// Why an entry cannot be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is a symbolic link to this path, where there is nothing.
    Dangling(String),
    /// It is a symbolic link to a folder that contains it, or to itself.
    Circle(String),
    /// Its ending is not valid UTF-8.
    Name,
}

/// A folder that is still to be looked into.
struct Folder {
    /// Its path, symbolic links followed.
    real: PathBuf,
    /// Relative to the folder that is copied.
    name: String,
    depth: usize,
    /// The folders, symbolic links followed, in which a link on the way here was found.
    from: Vec<PathBuf>,
}

impl Reader {
    /// The entries below a folder that cannot be copied, sorted; the folder `skipped` is left
    /// out.
    pub fn uncopied(&self, folder: &Path, skipped: Option<&Path>) -> Vec<Uncopied> {
        let skipped = skipped.and_then(|path| path.canonicalize().ok());
        let start = self.inside(folder).map(|real| Folder {
            real,
            name: String::new(),
            depth: 0,
            from: Vec::new(),
        });
        let mut found = Vec::new();
        let mut seen: HashMap<PathBuf, usize> = HashMap::new();
        let mut stack: Vec<Folder> = start.into_iter().collect();
        while let Some(folder) = stack.pop() {
            let count = seen.entry(folder.real.clone()).or_default();
            *count += 1;
            let is_skipped = Some(&folder.real) == skipped.as_ref();
            if is_skipped || *count > NAMES || folder.depth > Reader::DEEPEST {
                continue;
            }
            for entry in entries(Some(folder.real.clone())) {
                let name = match folder.name.as_str() {
                    "" => entry.name(),
                    above => format!("{above}/{}", entry.name()),
                };
                if entry.is_link() {
                    match self.link(&folder, &entry.0.path(), &name) {
                        Ok(below) => stack.extend(below),
                        Err(why) => found.push(Uncopied { file: name, why }),
                    }
                } else if entry.is_folder() {
                    stack.push(Folder {
                        real: entry.0.path(),
                        name,
                        depth: folder.depth + 1,
                        from: folder.from.clone(),
                    });
                } else if !has_utf8_ending(&entry.0.path()) {
                    let why = Why::Name;
                    found.push(Uncopied { file: name, why });
                }
            }
        }
        found.sort_by(|a, b| a.file.cmp(&b.file));
        found
    }

    /// The folder that a link found in `folder` refers to, if it is in the repository.
    fn link(&self, folder: &Folder, path: &Path, name: &str) -> Result<Option<Folder>, Why> {
        let target = || {
            let target = fs::read_link(path).unwrap_or_default();
            target.to_string_lossy().into_owned()
        };
        let is_folder = match fs::metadata(path) {
            Ok(found) => found.is_dir(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Why::Dangling(target()));
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(None),
            // A link to itself; there is no stable kind of error for that.
            Err(_) => return Err(Why::Circle(target())),
        };
        let Some(real) = self.inside(path).filter(|_| is_folder) else {
            return Ok(None);
        };
        let mut way = folder.from.clone();
        way.push(folder.real.clone());
        if way.iter().any(|place| place.starts_with(&real)) {
            return Err(Why::Circle(target()));
        }
        Ok(Some(Folder {
            real,
            name: name.to_string(),
            depth: folder.depth + 1,
            from: way,
        }))
    }

    /// The target of a symbolic link that does not exist; `None` for anything else.
    pub fn dangling(&self, path: &Path) -> Option<String> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|entry| entry.is_symlink());
        let target = fs::read_link(path).ok().filter(|_| is_link)?;
        let gone = fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        gone.then(|| target.to_string_lossy().into_owned())
    }
}

fn has_utf8_ending(path: &Path) -> bool {
    path.extension().is_none_or(|end| end.to_str().is_some())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_that_stop_a_copy_are_found() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("repo");
        let outside = folder.path().join("outside");
        for path in [root.join("src/a/b"), root.join("shared/x"), outside.clone()] {
            fs::create_dir_all(path).expect("folders");
        }
        symlink("/nowhere", outside.join("dead")).expect("a link");
        let link = |to: &str, at: &str| symlink(to, root.join("src").join(at)).expect("a link");
        link("/nowhere/x.png", "a/b/dead.png");
        link("gone.md", "gone.md");
        link("self", "self");
        link("..", "a/up");
        link("../../shared", "a/shared");
        link("../../outside", "outside");
        fs::write(root.join("shared/p.png"), "").expect("a file");
        symlink("../p.png", root.join("shared/x/p.png")).expect("a link");
        symlink("../../src", root.join("shared/x/src")).expect("a link");
        let found = Reader::new(&root).uncopied(&root.join("src"), None);
        let found: Vec<String> = found
            .into_iter()
            .map(|entry| format!("{} {:?}", entry.file, entry.why))
            .collect();
        assert_eq!(
            found,
            [
                "a/b/dead.png Dangling(\"/nowhere/x.png\")",
                "a/shared/x/src Circle(\"../../src\")",
                "a/up Circle(\"..\")",
                "gone.md Circle(\"gone.md\")",
                "self Circle(\"self\")",
            ]
        );
    }
}
