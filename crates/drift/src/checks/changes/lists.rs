//! Folders of source trees that have outgrown their list.

use std::collections::HashSet;

use archsite_core::site::path;
use archsite_history::{Commit, Listed};

use crate::checks::changes::{Outgrown, line_of};
use crate::checks::tree::judge::Believed;
use crate::checks::tree::place;
use crate::document::Document;
use crate::history::History;
use crate::lists::GENERATED_NAMES;

/// Least number of entries that make a list.
const LEAST: usize = 2;

/// The folders that were listed completely when their tree was last changed, and have more entries now.
pub(crate) fn outgrown(
    history: &History,
    index: usize,
    document: &Document<'_>,
    trees: &[Believed],
) -> Vec<Outgrown> {
    let lines = history.lines(index, document);
    let mut outgrown = Vec::new();
    for believed in trees {
        let first = line_of(document.source, believed.block.start);
        let last = line_of(document.source, believed.block.end);
        let written = lines.get(first..=last.min(lines.len().saturating_sub(1)));
        let written = written.unwrap_or_default().iter().map(|line| line.commit);
        let Some(since) = written.max_by_key(|commit| commit.seconds()) else {
            continue;
        };
        let tree = &believed.tree;
        let paths = place::paths(tree, &believed.folder);
        let folders = std::iter::once((None, believed.folder.clone(), believed.block.clone()));
        let nodes = tree.nodes.iter().enumerate();
        let below = nodes.filter_map(|(at, node)| {
            let path = paths[at].first().filter(|_| node.names.len() == 1)?;
            Some((Some(at), path.clone(), node.range.clone()))
        });
        for (node, folder, range) in folders.chain(below) {
            let children = tree
                .nodes
                .iter()
                .enumerate()
                .filter(|(_, child)| child.parent == node);
            let children: Vec<usize> = children.map(|(at, _)| at).collect();
            let is_open = children.iter().any(|at| tree.nodes[*at].is_opaque);
            if children.len() < LEAST || is_open {
                continue;
            }
            let listed: HashSet<&str> = children
                .iter()
                .flat_map(|at| &paths[*at])
                .filter_map(|path| {
                    path.strip_prefix(folder.as_str())?
                        .trim_start_matches('/')
                        .split('/')
                        .next()
                })
                .collect();
            let new = new_entries(history, since, &folder, &listed);
            if !new.is_empty() {
                let line = document.source[range.clone()]
                    .lines()
                    .next()
                    .map_or(0, str::len);
                outgrown.push(Outgrown {
                    range: range.start..range.start + line,
                    folder: if folder.is_empty() {
                        ".".to_string()
                    } else {
                        folder
                    },
                    new,
                    since: since.date(),
                });
            }
        }
    }
    outgrown
}

/// What a folder has now and had not at a commit, if all that it had then is listed.
fn new_entries(
    history: &History,
    since: Commit,
    folder: &str,
    listed: &HashSet<&str>,
) -> Vec<String> {
    let then = history.git.folder(since, folder);
    let now = history.git.folder(history.git.head(), folder);
    let (Some(then), Some(now)) = (then, now) else {
        return Vec::new();
    };
    let endings: HashSet<&str> = listed.iter().filter_map(|name| ending(name)).collect();
    let then_folders = then.iter().filter(|entry| entry.is_folder);
    let lists_folders = then_folders
        .clone()
        .any(|entry| listed.contains(entry.name.as_str()));
    let counts = |entry: &&Listed| {
        let kind = if entry.is_folder {
            lists_folders
        } else {
            ending(&entry.name).is_some_and(|ending| endings.contains(ending))
        };
        kind && !is_trivial(&entry.name)
    };
    if then
        .iter()
        .filter(counts)
        .any(|entry| !listed.contains(entry.name.as_str()))
    {
        return Vec::new();
    }
    let had: HashSet<&str> = then.iter().map(|entry| entry.name.as_str()).collect();
    let new = now.iter().filter(counts).map(|entry| entry.name.clone());
    new.filter(|name| !had.contains(name.as_str()) && !listed.contains(name.as_str()))
        .collect()
}

fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty()).then_some(ending)
}

/// Names that no list need have.
fn is_trivial(name: &str) -> bool {
    let lower = name.to_lowercase();
    let stem = path::stem(&lower);
    name.starts_with('.')
        || GENERATED_NAMES.contains(name)
        || ["readme", "index", "mod", "__init__", "license", "changelog"].contains(&stem)
        || [
            "test", "spec", "backup", "bak", "fixture", "snapshot", "old",
        ]
        .iter()
        .any(|part| lower.contains(part))
}
