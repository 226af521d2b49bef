//! Which entries of the trees of a document do not exist.

use std::ops::Range;

use archsite_core::markdown::directive::Directive;

use crate::DIRECTIVE;
use crate::checks::nearest::nearest;
use crate::checks::tree::Tree;
use crate::checks::tree::fresh::fresh;
use crate::checks::tree::parse::parse;
use crate::checks::tree::place;
use crate::document::{Document, Fence};
use crate::lists::{NOT_THERE_YET, OTHER_STATE};
use crate::repository::Repository;

/// Most missing entries of a document for which other names are looked for.
const MOST_NEAREST: usize = 200;

/// An entry that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) range: Range<usize>,
    /// Its path, relative to the root of the repository.
    pub(crate) path: String,
    /// An existing path that it probably means.
    pub(crate) nearest: Option<String>,
    /// The block of a tree below a directive, and its text without missing entries.
    pub(crate) fix: Option<(Range<usize>, String)>,
}

/// A tree below a directive that does not list everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incomplete {
    /// The directive.
    pub(crate) range: Range<usize>,
    /// Paths that are not listed.
    pub(crate) added: Vec<String>,
    /// The block, and its text with everything.
    pub(crate) fix: Option<(Range<usize>, String)>,
}

/// What is wrong with the trees of a document.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    pub(crate) missing: Vec<Missing>,
    pub(crate) incomplete: Vec<Incomplete>,
    /// Trees that plainly show this repository.
    pub(crate) believed: Vec<Believed>,
}

/// A tree that shows a folder of this repository.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "history"), allow(dead_code))]
pub(crate) struct Believed {
    pub(crate) tree: Tree,
    /// The folder, relative to the root.
    pub(crate) folder: String,
    /// The lines of its block.
    pub(crate) block: Range<usize>,
}

/// What is wrong with all trees of a document.
pub(crate) fn trees(document: &Document<'_>, repository: &Repository<'_>) -> Trees {
    let mut trees = Trees::default();
    let is_a_plan = document.is_a_plan();
    for fence in &document.fences {
        if fence.lines.len() < 3 {
            continue;
        }
        let Some(tree) = parse(document.source, fence) else {
            continue;
        };
        let directive = document.directive_above(DIRECTIVE.name, fence.range.start);
        if directive.is_none() && (is_a_plan || shows_other_state(document, fence)) {
            continue;
        }
        let fence = Block { fence, directive };
        of_tree(&tree, document, &fence, repository, &mut trees);
    }
    trees
}

/// A block of code with a tree.
struct Block<'a> {
    fence: &'a Fence,
    /// The directive above it: the tree shows this repository, and all of what it lists.
    directive: Option<&'a Directive>,
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
    titles.any(|title| OTHER_STATE.is_match(title))
        || lines.any(|line| OTHER_STATE.is_match(line))
        || OTHER_STATE.is_match(&document.path_in_words())
}

fn of_tree(
    tree: &Tree,
    document: &Document<'_>,
    block: &Block<'_>,
    repository: &Repository<'_>,
    trees: &mut Trees,
) {
    let fence = block.fence;
    let root = tree.root.as_deref().unwrap_or_default();
    // A folder of another machine.
    if root.starts_with(['~', '$', '%']) || root.contains(":/") || root.contains(":\\") {
        return;
    }
    let heading = document.heading_before(fence.range.start);
    let title = heading.map_or("", |heading| document.headings[heading].title.as_str());
    let (place, found) = place::place(tree, repository, document.folder(), title);
    let is_marked = block.directive.is_some() && found.existing > 0;
    if !is_marked && !place::is_believed(&place, &found) {
        trees
            .missing
            .extend(missing_root(root, fence, document, repository));
        return;
    }
    if let (Some(first), Some(last)) = (fence.lines.first(), fence.lines.last()) {
        trees.believed.push(Believed {
            tree: tree.clone(),
            folder: place.folder.clone(),
            block: first.start..last.end,
        });
    }
    let mut fix = None;
    if let Some(directive) = block.directive {
        let fresh = fresh(tree, &place, fence, document.source, repository);
        fix = replaced(document, fence, fresh.text);
        if !fresh.added.is_empty() {
            trees.incomplete.push(Incomplete {
                range: directive.range.clone(),
                added: fresh.added,
                fix: fix.take(),
            });
        }
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
        // What is below a file is in it: functions, sections, settings.
        let is_file = |path: &String| repository.exists(path) && !repository.is_folder(path);
        is_silent.push(above || is_gone || paths.iter().any(is_file));
        let is_meant = !above && !node.is_opaque && is_claim(tree, index, &all, repository);
        let Some(first) = gone.first().filter(|_| is_meant) else {
            continue;
        };
        // One of the names of a line is missing in some of the folders above it only.
        let is_elsewhere = node.names.len() == 1 && gone.len() < paths.len();
        if is_elsewhere || gone.iter().all(|path| repository.is_ignored(path)) {
            continue;
        }
        trees.missing.push(Missing {
            range: node.range.clone(),
            path: (*first).clone(),
            nearest: (trees.missing.len() < MOST_NEAREST)
                .then(|| nearest(repository, first))
                .flatten(),
            fix: fix.take(),
        });
    }
}

/// The bytes of the lines of a block with another text, if the block is not in a list or quote.
fn replaced(
    document: &Document<'_>,
    fence: &Fence,
    text: String,
) -> Option<(Range<usize>, String)> {
    let range = fence.lines.first()?.start..fence.lines.last()?.end;
    let is_plain = |line: &Range<usize>| document.source[..line.start].ends_with('\n');
    fence.lines.iter().all(is_plain).then_some((range, text))
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
            fix: None,
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
        return repository.index().has_brackets;
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
