//! The versions of files, under their earlier names too.

use std::collections::HashMap;

use gix::ObjectId;

use crate::lines::changed_lines;
use crate::walk::Version;
use crate::{Commit, Repository, Unavailable};

/// How often a file is followed to an earlier name.
const MOST_NAMES: usize = 4;
/// Files that are compared to find an earlier name.
const MOST_COMPARED: usize = 40;

/// The versions of some files.
#[derive(Debug, Default)]
pub struct History {
    /// Versions by the index of the path, the newest first.
    pub files: Vec<Vec<Version>>,
    /// The oldest commit of the repository.
    pub first: Option<Commit>,
}

/// Files that one commit removed and added.
#[derive(Default)]
struct Differences {
    gone: Vec<(String, ObjectId)>,
    added: Vec<(String, ObjectId)>,
}

impl Repository {
    /// The versions of files, by their paths relative to the root. A file is followed to its earlier names.
    ///
    /// # Errors
    /// [`Unavailable`] if objects are missing.
    pub fn files(&self, paths: &[String]) -> Result<History, Unavailable> {
        let mut history = History {
            files: vec![Vec::new(); paths.len()],
            first: self.first()?,
        };
        let mut from = 0;
        let mut names: Vec<(usize, String)> = paths.iter().cloned().enumerate().collect();
        for _ in 0..MOST_NAMES {
            if names.is_empty() {
                break;
            }
            let found = self.walk(&names, from)?;
            let created = found.iter().filter_map(|versions| versions.last());
            from = created
                .map(|version| version.index)
                .min()
                .unwrap_or_default();
            let mut earlier = Vec::new();
            let mut differences = HashMap::new();
            for ((path, name), versions) in names.into_iter().zip(found) {
                let created = versions.last().map(|version| version.commit.id);
                let before = created.and_then(|created| {
                    let differences = differences
                        .entry(created)
                        .or_insert_with(|| self.differences(created));
                    self.earlier(differences.as_ref()?, &name)
                });
                if let Some(before) = before {
                    earlier.push((path, before));
                }
                let known = &mut history.files[path];
                // Another file may have had the earlier name later.
                let until = known.last().map(|version| version.commit.time);
                let older = versions
                    .into_iter()
                    .filter(|version| until.is_none_or(|until| version.commit.time <= until));
                known.extend(older);
            }
            names = earlier;
        }
        Ok(history)
    }

    /// The files that a commit removed and those that it added; `None` for the first commit.
    fn differences(&self, commit: ObjectId) -> Option<Differences> {
        let commit = self.git.find_commit(commit).ok()?;
        let parent = commit.parent_ids().next()?.detach();
        let parent = self.git.find_commit(parent).ok()?;
        let mut found = Differences::default();
        let trees = (
            parent.tree_id().ok()?.detach(),
            commit.tree_id().ok()?.detach(),
        );
        self.compare(
            Some(trees.0),
            Some(trees.1),
            "",
            &mut found.gone,
            &mut found.added,
        );
        Some(found)
    }

    /// The name that a file had before a commit that created it under this one.
    fn earlier(&self, differences: &Differences, name: &str) -> Option<String> {
        let Differences { gone, added } = differences;
        let (_, blob) = added.iter().find(|(path, _)| path == name)?;
        if let Some((path, _)) = gone.iter().find(|(_, id)| id == blob) {
            return Some(path.clone());
        }
        let text = self.text(*blob)?;
        let ending = name.rsplit('.').next().unwrap_or_default();
        let same_ending = gone
            .iter()
            .filter(|(path, _)| path.ends_with(ending))
            .take(MOST_COMPARED);
        let like = same_ending.filter_map(|(path, id)| {
            let before = self.text(*id)?;
            let longest = before.lines().count().max(text.lines().count()).max(1);
            let changed = changed_lines(&before, &text);
            (changed * 2 < longest).then_some((changed, path.clone()))
        });
        like.min().map(|(_, path)| path)
    }

    /// The files that one tree has and the other one has not.
    fn compare(
        &self,
        before: Option<ObjectId>,
        after: Option<ObjectId>,
        folder: &str,
        gone: &mut Vec<(String, ObjectId)>,
        added: &mut Vec<(String, ObjectId)>,
    ) {
        if before == after {
            return;
        }
        let (old, new) = (self.entries(before), self.entries(after));
        let names = old
            .keys()
            .chain(new.keys().filter(|name| !old.contains_key(*name)));
        for name in names {
            let path = match folder {
                "" => name.clone(),
                folder => format!("{folder}/{name}"),
            };
            let (was, is) = (old.get(name), new.get(name));
            let tree = |entry: Option<&(bool, ObjectId)>| {
                entry.filter(|(tree, _)| *tree).map(|(_, id)| *id)
            };
            let file = |entry: Option<&(bool, ObjectId)>| {
                entry.filter(|(tree, _)| !*tree).map(|(_, id)| *id)
            };
            self.compare(tree(was), tree(is), &path, gone, added);
            match (file(was), file(is)) {
                (Some(id), None) => gone.push((path, id)),
                (None, Some(id)) => added.push((path, id)),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use gix::objs::Tree;
    use gix::objs::tree::{Entry, EntryKind};
    use tempfile::TempDir;

    use super::*;

    /// Adds a commit with files of one folder, `day` days after the beginning of 2020.
    fn commit(git: &gix::Repository, day: i64, files: &[(&str, &str)]) -> ObjectId {
        let entries = files.iter().map(|(name, text)| Entry {
            mode: EntryKind::Blob.into(),
            filename: (*name).into(),
            oid: git.write_blob(text).expect("a blob").detach(),
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.sort();
        let tree = git.write_object(Tree { entries }).expect("a tree").detach();
        let tree = Tree {
            entries: vec![Entry {
                mode: EntryKind::Tree.into(),
                filename: "docs".into(),
                oid: tree,
            }],
        };
        let tree = git.write_object(tree).expect("a tree").detach();
        let time = format!("{} +0000", 1_577_836_800 + day * 86_400);
        let author = gix::actor::SignatureRef {
            name: "A".into(),
            email: "a@example.com".into(),
            time: &time,
        };
        let parents: Vec<ObjectId> = git.head_id().map(|id| id.detach()).into_iter().collect();
        let made = git.commit_as(author, author, "HEAD", "x", tree, parents);
        made.expect("a commit").detach()
    }

    fn repository() -> (TempDir, gix::Repository) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let git = gix::init(folder.path()).expect("a repository");
        (folder, git)
    }

    fn days(root: &Path, path: &str) -> Vec<String> {
        let repository = Repository::open(root, "").expect("a history");
        let history = repository.files(&[path.to_string()]).expect("versions");
        let dates = history.files[0]
            .iter()
            .map(|version| version.commit.date().to_string());
        dates.collect()
    }

    #[test]
    fn versions_are_found_under_earlier_names() {
        let (folder, git) = repository();
        let text = "one\ntwo\nthree\nfour\n";
        commit(&git, 0, &[("a.md", text)]);
        commit(&git, 1, &[("a.md", text), ("b.md", "x\n")]);
        commit(
            &git,
            2,
            &[("c.md", "one\ntwo\nthree\nfour\nfive\n"), ("b.md", "x\n")],
        );
        commit(
            &git,
            3,
            &[("c.md", "one\ntwo\nthree\nfour\nfive\n"), ("b.md", "y\n")],
        );
        assert_eq!(
            days(folder.path(), "docs/c.md"),
            ["2020-01-03", "2020-01-01"]
        );
        assert_eq!(
            days(folder.path(), "docs/b.md"),
            ["2020-01-04", "2020-01-02"]
        );
        assert_eq!(days(folder.path(), "docs/none.md").len(), 0);
    }

    #[test]
    fn lines_are_as_old_as_their_words() {
        let (folder, git) = repository();
        commit(&git, 0, &[("a.md", "one\ntwo\nthree\n")]);
        commit(&git, 1, &[("a.md", "one\n  two\nthree 3\n")]);
        let format = commit(&git, 2, &[("a.md", "one\ntwo.\nthree 3\nfour\n")]);
        let ages = |ignored: &str| -> Vec<String> {
            let repository = Repository::open(folder.path(), ignored).expect("a history");
            let history = repository
                .files(&["docs/a.md".to_string()])
                .expect("versions");
            let lines = repository.lines(&history.files[0]);
            lines
                .iter()
                .map(|line| line.commit.date().to_string()[8..].to_string())
                .collect()
        };
        assert_eq!(ages(""), ["01", "03", "02", "03"]);
        assert_eq!(ages(&format.to_string()), ["01", "01", "02", "02"]);
        let repository = Repository::open(folder.path(), "").expect("a history");
        let history = repository
            .files(&["docs/a.md".to_string()])
            .expect("versions");
        let last = repository
            .last_change(&history.files[0], 4)
            .expect("a commit");
        assert_eq!(last.date().to_string(), "2020-01-01");
    }
}
