//! Which entries of the trees of a document do not exist.

use std::ops::Range;

use crate::document::{Document, Fence};
use crate::lists::{NOT_THERE_YET, OTHER_STATE};
use crate::repository::Repository;
use crate::tree::Tree;
use crate::tree::nearest::nearest;
use crate::tree::parse::parse;
use crate::tree::place;

/// An entry that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) range: Range<usize>,
    /// Its path, relative to the root of the repository.
    pub(crate) path: String,
    /// An existing path that it probably means.
    pub(crate) nearest: Option<String>,
}

/// The missing entries of all trees of a document.
pub(crate) fn missing(document: &Document<'_>, repository: &Repository<'_>) -> Vec<Missing> {
    let mut missing = Vec::new();
    for fence in &document.fences {
        if fence.lines.len() < 3 {
            continue;
        }
        let Some(tree) = parse(document.source, fence) else {
            continue;
        };
        if shows_other_state(document, fence) {
            continue;
        }
        of_tree(&tree, document, fence, repository, &mut missing);
    }
    missing
}

/// Whether the words around a tree say that it shows no state of today.
fn shows_other_state(document: &Document<'_>, fence: &Fence) -> bool {
    let at = fence.range.start;
    let before = document.headings.partition_point(|h| h.range.start <= at);
    let mut titles = document.titles(at).into_iter().take(2);
    let after_heading = document.headings[..before]
        .last()
        .map_or(0, |heading| heading.range.end);
    let text = document.source.get(after_heading..at).unwrap_or_default();
    // The paragraph right above it.
    let lines = text.lines().rev().skip_while(|line| line.trim().is_empty());
    let lines = lines.take_while(|line| !line.trim().is_empty()).take(2);
    let mut lines = lines.filter(|line| !line.trim_start().starts_with("```"));
    let path = document.path.replace(['-', '_', '.', '/'], " ");
    titles.any(|title| OTHER_STATE.is_match(title))
        || lines.any(|line| OTHER_STATE.is_match(line))
        || OTHER_STATE.is_match(&path)
}

fn of_tree(
    tree: &Tree,
    document: &Document<'_>,
    fence: &Fence,
    repository: &Repository<'_>,
    missing: &mut Vec<Missing>,
) {
    let root = tree.root.as_deref().unwrap_or_default();
    // A folder of another machine.
    if root.starts_with(['~', '$', '%']) || root.contains(":/") || root.contains(":\\") {
        return;
    }
    let heading = document.heading_before(fence.range.start);
    let title = heading.map_or("", |heading| document.headings[heading].title.as_str());
    let (place, found) = place::place(tree, repository, document.folder(), title);
    if !place::is_believed(&place, &found) {
        missing.extend(missing_root(root, fence, document, repository));
        return;
    }
    let mut is_silent: Vec<bool> = Vec::with_capacity(tree.nodes.len());
    let all = place::paths(tree, &place.folder);
    for (index, paths) in all.iter().enumerate() {
        let node = &tree.nodes[index];
        let above = node.parent.is_some_and(|parent| is_silent[parent]);
        let gone: Vec<&String> = paths
            .iter()
            .filter(|path| !place::exists(repository, path, node.is_folder))
            .collect();
        // The children of what is there in one of its names are looked for there.
        let is_gone = node.is_opaque || gone.len() == paths.len();
        is_silent.push(above || is_gone);
        let is_meant = !above && !node.is_opaque && is_claim(tree, index, &all, repository);
        let Some(first) = gone.first().filter(|_| is_meant) else {
            continue;
        };
        // One of the names of a line is missing in some of the folders above it only.
        let is_elsewhere = node.names.len() == 1 && gone.len() < paths.len();
        if is_elsewhere || gone.iter().all(|path| repository.is_ignored(path)) {
            continue;
        }
        missing.push(Missing {
            range: node.range.clone(),
            path: (*first).clone(),
            nearest: nearest(repository, first),
        });
    }
}

/// The first line of a tree, if it is a path of which only the beginning exists.
fn missing_root(
    root: &str,
    fence: &Fence,
    document: &Document<'_>,
    repository: &Repository<'_>,
) -> Option<Missing> {
    let path = root.trim_start_matches("./").trim_matches('/');
    let (first, _) = path.split_once('/')?;
    let name = path.split('/').next_back().unwrap_or_default();
    let elsewhere = repository
        .index()
        .folders
        .iter()
        .any(|folder| folder.ends_with(path));
    let is_ours = repository.is_folder(first) && !repository.exists(path) && !elsewhere;
    let line = fence
        .lines
        .iter()
        .find(|line| !document.source[(*line).clone()].trim().is_empty())?;
    let at = line.start + document.source[line.clone()].find(root)?;
    (is_ours && !name.contains(['{', '<', '[', '*', '.']) && !repository.is_ignored(path)).then(
        || Missing {
            range: at..at + root.len(),
            path: path.to_string(),
            nearest: nearest(repository, path),
        },
    )
}

/// Whether an entry says that it exists today.
fn is_claim(tree: &Tree, index: usize, paths: &[Vec<String>], repository: &Repository<'_>) -> bool {
    let node = &tree.nodes[index];
    if NOT_THERE_YET.is_match(&node.comment) {
        return false;
    }
    let is_bracketed = |name: &String| name.contains('[') && name.contains(']');
    if node.names.iter().any(is_bracketed) {
        // A placeholder, unless the framework has such names.
        let files = &repository.index().files;
        return files.iter().any(|file| file.contains("/["));
    }
    // A folder that holds nothing but what is ignored is made with it.
    let below =
        (index + 1..tree.nodes.len()).take_while(|at| tree.nodes[*at].parent >= Some(index));
    let mut children = below
        .filter(|at| tree.nodes[*at].parent == Some(index))
        .peekable();
    children.peek().is_none()
        || !children.all(|child| {
            let paths = &paths[child];
            !paths.is_empty() && paths.iter().all(|path| repository.is_ignored(path))
        })
}
