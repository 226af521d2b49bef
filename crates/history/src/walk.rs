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
    /// The index of the commit in a walk.
    pub(crate) index: usize,
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

/// A commit with what a walk needs of it.
pub(crate) struct Step {
    commit: Commit,
    tree: ObjectId,
    /// Indexes of its parents among the steps.
    parents: Vec<usize>,
}

struct Walk<'a> {
    repository: &'a Repository,
    paths: Vec<Paths>,
    /// Entries by the tree and the place in `paths` that it belongs to.
    known: HashMap<(usize, ObjectId), Entries>,
}

impl Repository {
    /// All commits, the newest first. They are read once.
    fn steps(&self) -> Result<&[Step], Unavailable> {
        if let Some(steps) = self.steps.get() {
            return Ok(steps);
        }
        let sorting = Sorting::ByCommitTime(Default::default());
        let commits = self.git.rev_walk([self.head]).sorting(sorting).all();
        let mut steps = Vec::new();
        let mut parents = Vec::new();
        let mut indexes = HashMap::new();
        for info in commits.map_err(unreadable)? {
            let info = info.map_err(unreadable)?;
            let commit = self.git.find_commit(info.id).map_err(unreadable)?;
            indexes.insert(info.id, steps.len());
            parents.push(info.parent_ids.clone());
            steps.push(Step {
                commit: Commit {
                    id: info.id,
                    time: info.commit_time.unwrap_or_default(),
                },
                tree: commit.tree_id().map_err(unreadable)?.detach(),
                parents: Vec::new(),
            });
        }
        for (step, parents) in steps.iter_mut().zip(parents) {
            let known = parents.iter().filter_map(|parent| indexes.get(parent));
            step.parents = known.copied().collect();
        }
        Ok(self.steps.get_or_init(|| steps))
    }

    /// The oldest commit.
    pub(crate) fn first(&self) -> Result<Option<Commit>, Unavailable> {
        let commits = self.steps()?.iter().map(|step| step.commit);
        Ok(commits.min_by_key(|commit| commit.time))
    }

    /// The commits that changed each of some paths, the newest first. Only those from the index `from` on are looked
    /// at.
    pub(crate) fn walk(
        &self,
        names: &[(usize, String)],
        from: usize,
    ) -> Result<Vec<Vec<Version>>, Unavailable> {
        let mut walk = Walk {
            repository: self,
            paths: vec![Paths::default()],
            known: HashMap::new(),
        };
        for (index, (_, name)) in names.iter().enumerate() {
            walk.add(name, index);
        }
        let mut found = vec![Vec::new(); names.len()];
        for (index, step) in self.steps()?.iter().enumerate().skip(from) {
            let entries = walk.tree(step.tree, 0)?;
            let mut parents = Vec::with_capacity(step.parents.len());
            for parent in &step.parents {
                parents.push(walk.tree(self.steps()?[*parent].tree, 0)?);
            }
            // Most commits change none of the files.
            if parents
                .iter()
                .any(|parent| Rc::ptr_eq(parent, &entries) || parent == &entries)
            {
                continue;
            }
            for (path, blob) in entries.iter() {
                let is_same = |parent: &Entries| parent.contains(&(*path, *blob));
                if !parents.iter().any(is_same) {
                    found[*path].push(Version {
                        commit: step.commit,
                        index,
                        blob: *blob,
                    });
                }
            }
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
