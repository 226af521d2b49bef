//! What the repository has: names of files and folders, and what manifests declare.
//!
//! Whether something exists is asked of the folder that it would be in. The list of all files is made
//! only when a check needs one, and has a limit.

pub(crate) mod cargo;
pub(crate) mod make;
pub(crate) mod packages;
pub(crate) mod variables;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::site::path;

use crate::lists::GENERATED_NAMES;

/// Limits of the list of all files.
const LIMITS: WalkLimits = WalkLimits {
    depth: Reader::DEEPEST,
    count: 300_000,
};

/// Folders of packages that others made: never looked into, ignored or not.
const FOREIGN: &[&str] = &[
    "node_modules",
    ".git",
    ".venv",
    "venv",
    "__pycache__",
    "Pods",
];

/// All files of a repository, as far as the limit goes.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Paths relative to the root, sorted.
    pub(crate) files: Vec<String>,
    /// Folders that hold files, relative to the root.
    pub(crate) folders: HashSet<String>,
    /// Files by their name in lower case: indexes into `files`.
    by_name: HashMap<String, Vec<usize>>,
    /// There are no others.
    pub(crate) is_complete: bool,
    /// Some names begin with a bracket, as routes do.
    pub(crate) has_brackets: bool,
}

impl Index {
    /// The files of a name, without case.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.by_name.get(&name.to_lowercase());
        found
            .into_iter()
            .flatten()
            .map(|file| self.files[*file].as_str())
    }
}

/// A repository on disk.
#[derive(Debug)]
pub(crate) struct Repository<'a> {
    reader: &'a Reader,
    root: &'a Path,
    ignored: Ignored,
    names: RefCell<HashMap<String, Rc<HashSet<String>>>>,
    index: OnceCell<Index>,
    submodules: OnceCell<Vec<String>>,
    packages: OnceCell<packages::Packages>,
    make: OnceCell<make::Targets>,
    recipes: OnceCell<make::Targets>,
    crates: OnceCell<cargo::Crates>,
}

impl<'a> Repository<'a> {
    /// The repository at a root; `reader` reads below it.
    pub(crate) fn new(reader: &'a Reader, root: &'a Path) -> Repository<'a> {
        Repository {
            reader,
            root,
            ignored: Ignored::new(reader),
            names: RefCell::default(),
            index: OnceCell::new(),
            submodules: OnceCell::new(),
            packages: OnceCell::new(),
            make: OnceCell::new(),
            recipes: OnceCell::new(),
            crates: OnceCell::new(),
        }
    }

    /// Where a path, relative to the root, is on disk.
    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file; `None` if it cannot be read.
    pub(crate) fn read(&self, path: &str) -> Option<String> {
        self.reader.read(&self.at(path)).ok()
    }

    /// Names of what is in a folder.
    pub(crate) fn names(&self, folder: &str) -> Rc<HashSet<String>> {
        if let Some(known) = self.names.borrow().get(folder) {
            return Rc::clone(known);
        }
        let names: HashSet<String> = self.reader.names(&self.at(folder)).into_iter().collect();
        let names = Rc::new(names);
        let mut known = self.names.borrow_mut();
        known.insert(folder.to_string(), Rc::clone(&names));
        names
    }

    /// Whether there is something at a path, spelt exactly so. What a submodule holds that is not
    /// checked out is not known, and counts as existing.
    pub(crate) fn exists(&self, path: &str) -> bool {
        if path.is_empty() {
            return true;
        }
        let mut folder = String::new();
        for part in path.split('/') {
            if !self.names(&folder).contains(part) {
                return self.is_in_submodule(path);
            }
            if !folder.is_empty() {
                folder.push('/');
            }
            folder.push_str(part);
        }
        true
    }

    /// Whether there is a folder at a path, spelt exactly so.
    pub(crate) fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || self.exists(path) && self.reader.is_folder(&self.at(path))
    }

    /// Whether a path is below an empty folder of a submodule.
    fn is_in_submodule(&self, path: &str) -> bool {
        let submodules = self.submodules.get_or_init(|| {
            let text = self.read(".gitmodules").unwrap_or_default();
            let paths = text.lines().filter_map(|line| {
                let (key, value) = line.split_once('=')?;
                (key.trim() == "path").then(|| value.trim().trim_matches('"').to_string())
            });
            paths.collect()
        });
        submodules.iter().any(|submodule| {
            let below = path.strip_prefix(submodule.as_str());
            let is_below = below.is_some_and(|below| below.starts_with('/'));
            is_below && self.names(submodule).is_empty()
        })
    }

    /// Whether a path is not expected to exist: the ignore files match it or a folder above it, or
    /// builds make such a thing.
    pub(crate) fn is_ignored(&self, path: &str) -> bool {
        // Below the source such names are the project's own.
        let mut above_source = path.split('/').take_while(|part| *part != "src");
        if above_source.any(|part| GENERATED_NAMES.contains(part)) {
            return true;
        }
        let mut at = path;
        while !at.is_empty() {
            if self.ignored.ignores(at, true) || self.ignored.ignores(at, false) {
                return true;
            }
            at = path::parent(at);
        }
        false
    }

    /// All files.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let enter = |folder: &str| {
                !FOREIGN.contains(&path::file_name(folder)) && !self.ignored.ignores(folder, true)
            };
            let walk = self.reader.walk(self.root, LIMITS, &enter);
            let mut index = Index {
                is_complete: !walk.stopped,
                files: walk.files,
                ..Index::default()
            };
            for (at, file) in index.files.iter().enumerate() {
                let name = path::file_name(file).to_lowercase();
                index.by_name.entry(name).or_default().push(at);
                index.has_brackets |= file.starts_with('[') || file.contains("/[");
                let mut folder = path::parent(file);
                while !folder.is_empty() && !index.folders.contains(folder) {
                    index.folders.insert(folder.to_string());
                    folder = path::parent(folder);
                }
            }
            index
        })
    }

    /// The scripts and dependencies of all package.json.
    pub(crate) fn packages(&self) -> &packages::Packages {
        self.packages.get_or_init(|| packages::read(self))
    }

    /// The targets of all Makefiles.
    pub(crate) fn make(&self) -> &make::Targets {
        self.make.get_or_init(|| make::makefiles(self))
    }

    /// The recipes of all justfiles.
    pub(crate) fn recipes(&self) -> &make::Targets {
        self.recipes.get_or_init(|| make::justfiles(self))
    }

    /// The packages, programs and examples of all Cargo.toml.
    pub(crate) fn crates(&self) -> &cargo::Crates {
        self.crates.get_or_init(|| cargo::read(self))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_exists_is_asked_by_its_exact_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for file in ["Pages/a.ts", "dist/x.js", "lib/one/x.rs"] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
            fs::write(file, "").expect("a file");
        }
        fs::create_dir(root.join("sub")).expect("a folder");
        fs::write(root.join(".gitignore"), "gen/\n").expect("a file");
        fs::write(
            root.join(".gitmodules"),
            "[submodule \"sub\"]\n\tpath = sub\n",
        )
        .expect("a file");
        let reader = Reader::new(root);
        let repository = Repository::new(&reader, root);
        for (path, expected) in [
            ("Pages/a.ts", true),
            ("pages/a.ts", false),
            ("", true),
            ("lib", true),
            ("lib/two", false),
            ("sub/anything/below.c", true),
            ("../outside", false),
        ] {
            assert_eq!(repository.exists(path), expected, "{path}");
        }
        assert!(repository.is_ignored("gen/x/y.ts"));
        assert!(repository.is_ignored("node_modules"));
        assert!(!repository.is_ignored("lib/one"));
        assert_eq!(repository.index().named("X.RS").count(), 1);
        assert!(repository.index().folders.contains("lib"));
    }
}
