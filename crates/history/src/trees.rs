//! Trees of commits: what a folder held, what changed below a path since, and what files said.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::bstr::ByteSlice;

use crate::{Commit, Repository};

/// Most files of a commit that are searched, and their bytes in all.
const MOST_FILES: usize = 20_000;
const MOST_BYTES: usize = 128 << 20;

/// How many files below a path changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new.
    pub added: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files with the same content under another name.
    pub renamed: usize,
    /// Files with another content.
    pub changed: usize,
    /// Files that are there now.
    pub files: usize,
}

/// An entry of a folder at a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// It is a folder.
    pub is_folder: bool,
}

type Entries = BTreeMap<String, (bool, ObjectId)>;

impl Repository {
    /// The newest commit.
    pub fn head(&self) -> Commit {
        let commit = self.git.find_commit(self.head);
        let time = commit.ok().and_then(|commit| commit.time().ok());
        Commit {
            id: self.head,
            time: time.map_or(0, |time| time.seconds),
        }
    }

    /// The entries of a folder at a commit; `None` if there was no such folder.
    pub fn folder(&self, commit: Commit, folder: &str) -> Option<Vec<Listed>> {
        let (is_folder, tree) = self.object(commit, folder)?;
        is_folder.then(|| {
            let entries = self.entries(Some(tree)).into_iter();
            let listed = entries.map(|(name, (is_folder, _))| Listed { name, is_folder });
            listed.collect()
        })
    }

    /// The changes below a path, a file or folder, since a commit; `None` if it did not exist then or does not now.
    pub fn changes(&self, since: Commit, path: &str) -> Option<Changes> {
        let before = self.object(since, path)?;
        let after = self.object(self.head(), path)?;
        let mut changes = Changes::default();
        if !after.0 || !before.0 {
            changes.files = 1;
            changes.changed = usize::from(before.1 != after.1);
            return Some(changes);
        }
        let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
        self.files_below(before.1, "", &mut old);
        self.files_below(after.1, "", &mut new);
        changes.files = new.len();
        let mut gone: BTreeMap<ObjectId, usize> = BTreeMap::new();
        for (name, id) in &old {
            match new.get(name) {
                None => *gone.entry(*id).or_default() += 1,
                Some(now) => changes.changed += usize::from(now != id),
            }
        }
        for (name, id) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            match gone.get_mut(id).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    changes.renamed += 1;
                }
                None => changes.added += usize::from(!name.is_empty()),
            }
        }
        changes.removed = gone.values().sum();
        Some(changes)
    }

    /// Reads the files of a commit whose paths `wanted` accepts, up to a limit.
    pub fn read_files(
        &self,
        commit: Commit,
        wanted: &dyn Fn(&str) -> bool,
        read: &mut dyn FnMut(&str),
    ) {
        let Some((_, tree)) = self.object(commit, "") else {
            return;
        };
        let mut files = BTreeMap::new();
        self.files_below(tree, "", &mut files);
        let mut bytes = 0;
        for (_, id) in files
            .into_iter()
            .filter(|(path, _)| wanted(path))
            .take(MOST_FILES)
        {
            if let Some(text) = self.text(id) {
                bytes += text.len();
                read(&text);
            }
            if bytes > MOST_BYTES {
                return;
            }
        }
    }

    /// The object at a path, and whether it is a folder.
    fn object(&self, commit: Commit, path: &str) -> Option<(bool, ObjectId)> {
        let commit = self.git.find_commit(commit.id).ok()?;
        let mut at = (true, commit.tree_id().ok()?.detach());
        for part in path.split('/').filter(|part| !part.is_empty()) {
            at = *self.entries(at.0.then_some(at.1)).get(part)?;
        }
        Some(at)
    }

    /// The entries of a tree, each with whether it is a folder.
    pub(crate) fn entries(&self, tree: Option<ObjectId>) -> Entries {
        let tree = tree.and_then(|tree| self.git.find_tree(tree).ok());
        let mut entries = BTreeMap::new();
        for entry in tree.iter().flat_map(|tree| tree.iter()).flatten() {
            let name = entry.filename().to_str_lossy().into_owned();
            entries.insert(name, (entry.mode().is_tree(), entry.oid().to_owned()));
        }
        entries
    }

    fn files_below(&self, tree: ObjectId, folder: &str, files: &mut BTreeMap<String, ObjectId>) {
        for (name, (is_folder, id)) in self.entries(Some(tree)) {
            let path = match folder {
                "" => name,
                folder => format!("{folder}/{name}"),
            };
            if is_folder {
                self.files_below(id, &path, files);
            } else {
                files.insert(path, id);
            }
        }
    }
}
