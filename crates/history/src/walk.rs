//! One walk over all commits, for all paths: the commits that changed each of them.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::revision::walk::Sorting;

use crate::{Commit, Repository, Unavailable, unreadable};

/// What a commit made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: Commit,
    pub(crate) blob: ObjectId,
}

/// Paths, by their parts.
#[derive(Default)]
struct Paths {
    /// The index of the path that ends here.
    ends: Option<usize>,
    below: BTreeMap<Vec<u8>, usize>,
}

/// The objects at the paths of a tree.
type Entries = Rc<Vec<(usize, ObjectId)>>;

struct Walk<'a> {
    repository: &'a Repository,
    paths: Vec<Paths>,
    /// Entries by the tree and the place in `paths` that it belongs to.
    known: HashMap<(usize, ObjectId), Entries>,
    commits: HashMap<ObjectId, Entries>,
}

impl Repository {
    /// The commits that changed each of some paths. `first` becomes the oldest commit, if that is older.
    pub(crate) fn walk(
        &self,
        names: &[(usize, String)],
        first: &mut Option<Commit>,
    ) -> Result<Vec<Vec<Version>>, Unavailable> {
        let mut walk = Walk {
            repository: self,
            paths: vec![Paths::default()],
            known: HashMap::new(),
            commits: HashMap::new(),
        };
        for (index, (_, name)) in names.iter().enumerate() {
            walk.add(name, index);
        }
        let mut found = vec![Vec::new(); names.len()];
        let sorting = Sorting::ByCommitTime(Default::default());
        let commits = self
            .git
            .rev_walk([self.head])
            .sorting(sorting)
            .all()
            .map_err(unreadable)?;
        for info in commits {
            let info = info.map_err(unreadable)?;
            let commit = Commit {
                id: info.id,
                time: info.commit_time.unwrap_or_default(),
            };
            if first.is_none_or(|first| commit.time < first.time) {
                *first = Some(commit);
            }
            let entries = walk.commit(info.id)?;
            let mut parents = Vec::with_capacity(info.parent_ids.len());
            for parent in &info.parent_ids {
                parents.push(walk.commit(*parent)?);
            }
            // Most commits change none of the files.
            if parents
                .iter()
                .any(|parent| Rc::ptr_eq(parent, &entries) || parent == &entries)
            {
                walk.commits.remove(&info.id);
                continue;
            }
            for (path, blob) in entries.iter() {
                let is_same = |parent: &Entries| parent.contains(&(*path, *blob));
                if !parents.iter().any(is_same) {
                    found[*path].push(Version {
                        commit,
                        blob: *blob,
                    });
                }
            }
            walk.commits.remove(&info.id);
        }
        Ok(found)
    }
}

impl Walk<'_> {
    fn add(&mut self, path: &str, index: usize) {
        let mut at = 0;
        for part in path.split('/') {
            let next = self.paths.len();
            let below = *self.paths[at]
                .below
                .entry(part.as_bytes().to_vec())
                .or_insert(next);
            if below == next {
                self.paths.push(Paths::default());
            }
            at = below;
        }
        self.paths[at].ends = Some(index);
    }

    /// The objects at the paths in a commit.
    fn commit(&mut self, id: ObjectId) -> Result<Entries, Unavailable> {
        if let Some(known) = self.commits.get(&id) {
            return Ok(Rc::clone(known));
        }
        let commit = self.repository.git.find_commit(id).map_err(unreadable)?;
        let tree = commit.tree_id().map_err(unreadable)?.detach();
        let entries = self.tree(tree, 0)?;
        self.commits.insert(id, Rc::clone(&entries));
        Ok(entries)
    }

    /// The objects at the paths below one place, in a tree.
    fn tree(&mut self, id: ObjectId, at: usize) -> Result<Entries, Unavailable> {
        if let Some(known) = self.known.get(&(at, id)) {
            return Ok(Rc::clone(known));
        }
        let tree = self.repository.git.find_tree(id).map_err(unreadable)?;
        let mut entries = Vec::new();
        let mut folders = Vec::new();
        for entry in tree.iter() {
            let entry = entry.map_err(unreadable)?;
            let Some(below) = self.paths[at].below.get(entry.filename().as_bytes()) else {
                continue;
            };
            if entry.mode().is_tree() {
                folders.push((entry.oid().to_owned(), *below));
            } else if let Some(path) = self.paths[*below].ends {
                entries.push((path, entry.oid().to_owned()));
            }
        }
        for (folder, below) in folders {
            entries.extend(self.tree(folder, below)?.iter().copied());
        }
        entries.sort_unstable();
        let entries = Rc::new(entries);
        self.known.insert((at, id), Rc::clone(&entries));
        Ok(entries)
    }
}
