//! Walks through folders, in no circles.
//!
//! Symbolic links to folders are followed where they stay in the repository and do not lead
//! back to where the walk came from. Names only: no file is opened.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::fs::{Entry, Reader, entries};

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub struct WalkLimits {
    /// Folders within folders.
    pub depth: usize,
    /// Entries looked at, in all.
    pub count: usize,
}

/// An entry that a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files, relative to where the walk began.
    pub files: Vec<String>,
    /// Folders that cannot be listed, relative to where the walk began, each with the reason.
    pub unlisted: Vec<(String, String)>,
    /// A limit was reached: there may be more.
    pub stopped: bool,
}

/// A folder that is still to be looked into.
struct Folder {
    path: PathBuf,
    /// Relative to where the walk began.
    name: String,
    depth: usize,
    /// The folders whose links led here.
    from: Option<Rc<From>>,
}

/// A folder from which a link was followed.
struct From {
    real: PathBuf,
    before: Option<Rc<From>>,
}

impl Folder {
    fn start(folder: &Path) -> Folder {
        Folder {
            path: folder.to_path_buf(),
            name: String::new(),
            depth: 0,
            from: None,
        }
    }

    fn name_of(&self, part: &str) -> String {
        if self.name.is_empty() {
            part.to_string()
        } else {
            format!("{}/{part}", self.name)
        }
    }

    /// The entry of this folder with a name. Its path has no links where that of this folder
    /// has none.
    fn below(&self, part: &std::ffi::OsStr, name: String) -> Folder {
        Folder {
            path: self.path.join(part),
            name,
            depth: self.depth + 1,
            from: self.from.clone(),
        }
    }

    /// Follows the link that this is, found in the folder at `real`; `None` if it refers back
    /// to a folder on the way to it.
    fn followed(self, real: &Path, to: PathBuf) -> Option<Folder> {
        let from = Rc::new(From {
            real: real.to_path_buf(),
            before: self.from,
        });
        let mut way = Some(&from);
        while let Some(place) = way {
            if place.real.starts_with(&to) {
                return None;
            }
            way = place.before.as_ref();
        }
        Some(Folder {
            path: to,
            from: Some(from),
            ..self
        })
    }
}

impl Reader {
    /// Folders deeper than this are not walked.
    pub const DEEPEST: usize = 32;
    /// Most files that one walk gives.
    pub const MOST: usize = 1_000_000;
    /// How often a folder is looked into under other names that links give it.
    const NAMES: usize = 8;

    /// All files below a folder, with `/` between the parts of their paths, relative to the
    /// folder and sorted. `enter` says by the path of a folder whether to look into it. A
    /// folder is looked into once, however many symbolic links refer to it, and under its own
    /// name if the walk comes there.
    pub fn walk(&self, folder: &Path, limits: WalkLimits, enter: &dyn Fn(&str) -> bool) -> Walk {
        let mut walk = Walk::default();
        let mut seen = HashSet::new();
        let mut stack = vec![self.resolved(Folder::start(folder))];
        // By name: which of several links to a folder counts must not be left to chance.
        let mut links: BTreeMap<String, Folder> = BTreeMap::new();
        let mut count = 0;
        loop {
            let link = || links.pop_first().map(|(_, link)| self.resolved(link));
            let Some(folder) = stack.pop().or_else(link) else {
                break;
            };
            if folder.path.as_os_str().is_empty() || !seen.insert(folder.path.clone()) {
                continue;
            }
            let entries = match fs::read_dir(&folder.path) {
                Ok(entries) => entries.flatten().map(Entry),
                Err(error) => {
                    walk.unlisted.push((folder.name, error.to_string()));
                    continue;
                }
            };
            for entry in entries {
                count += 1;
                if count > limits.count {
                    walk.stopped = true;
                    break;
                }
                let part = entry.0.file_name();
                let Some(name) = part.to_str().map(|part| folder.name_of(part)) else {
                    continue;
                };
                if !entry.is_folder() {
                    walk.files.push(name);
                } else if folder.depth >= limits.depth {
                    walk.stopped = true;
                } else if enter(&name) {
                    let below = folder.below(&part, name);
                    if entry.is_link() {
                        drop(links.insert(below.name.clone(), below))
                    } else {
                        stack.push(below)
                    }
                }
            }
        }
        walk.files.sort();
        walk.unlisted.sort();
        walk
    }

    /// A link with the folder that it refers to; with no path if that must not be read.
    fn resolved(&self, mut link: Folder) -> Folder {
        link.path = self.inside(&link.path).unwrap_or_default();
        link
    }

    /// All files below a folder, as paths relative to it with `/` between their parts, sorted.
    ///
    /// Symbolic links are followed where they stay in the repository and do not refer back to a
    /// folder on the way to them; a few of those to one folder, because each gives its files
    /// another name. Folders deeper than [`DEEPEST`](Reader::DEEPEST) and files beyond the first
    /// [`MOST`](Reader::MOST) are left out, and so is the folder `skipped`.
    pub fn files(&self, folder: &Path, skipped: Option<&Path>) -> Vec<String> {
        let skipped = skipped.and_then(|path| path.canonicalize().ok());
        let mut files = Vec::new();
        let mut names: HashMap<PathBuf, usize> = HashMap::new();
        let mut stack = vec![self.resolved(Folder::start(folder))];
        while let Some(folder) = stack.pop() {
            let nowhere = folder.path.as_os_str().is_empty();
            if nowhere || folder.depth > Reader::DEEPEST || Some(&folder.path) == skipped.as_ref() {
                continue;
            }
            if folder.from.is_some() {
                let count = names.entry(folder.path.clone()).or_default();
                *count += 1;
                if *count > Reader::NAMES {
                    continue;
                }
            }
            for entry in entries(Some(folder.path.clone())) {
                let name = folder.name_of(&entry.name());
                if !entry.is_folder() {
                    if files.len() < Reader::MOST {
                        files.push(name);
                    }
                    continue;
                }
                let below = folder.below(&entry.0.file_name(), name);
                let below = if entry.is_link() {
                    self.inside(&below.path)
                        .and_then(|to| below.followed(&folder.path, to))
                } else {
                    Some(below)
                };
                stack.extend(below);
            }
        }
        files.sort();
        files
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

    #[cfg(unix)]
    #[test]
    fn links_make_no_circles_and_keep_their_names() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        fs::create_dir_all(root.join("b/c")).expect("folders");
        fs::write(root.join("b/c/x.md"), "x").expect("a file");
        // Two ways up, one to the side, and two folders that hold each other.
        symlink(root, root.join("b/c/up")).expect("a link");
        symlink(root.join("b"), root.join("b/c/again")).expect("a link");
        symlink(root.join("b"), root.join("a")).expect("a link");
        for (at, to) in [("d", "e"), ("e", "d")] {
            fs::create_dir(root.join(at)).expect("a folder");
            fs::write(root.join(at).join("y.md"), "y").expect("a file");
            symlink(root.join(to), root.join(at).join("other")).expect("a link");
        }
        let reader = Reader::new(root);
        let files = reader.files(root, None).join(" ");
        let expected = "a/c/x.md b/c/x.md d/other/y.md d/y.md e/other/y.md e/y.md";
        assert_eq!(files, expected);
        let limits = WalkLimits {
            depth: 9,
            count: 99,
        };
        let walk = reader.walk(root, limits, &|_| true);
        assert_eq!(walk.files.join(" "), "b/c/x.md d/y.md e/y.md");
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_lead_to_the_next_twice_cost_no_more_than_their_number() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for at in 0..30 {
            let below = root.join(at.to_string());
            fs::create_dir(&below).expect("a folder");
            fs::write(below.join("x.md"), "x").expect("a file");
            for link in ["l", "r"].into_iter().filter(|_| at < 29) {
                symlink(root.join((at + 1).to_string()), below.join(link)).expect("a link");
            }
        }
        let count = Reader::new(root).files(root, None).len();
        assert!((30..=30 * 9).contains(&count), "{count}");
    }
}
