//! Which folder of the repository a tree shows.

use archsite_core::site::path;

use crate::checks::tree::Tree;
use crate::lists::COMMON_NAMES;
use crate::repository::Repository;

/// Most folders that are tried because their name is that of the root line.
const MOST_NAMED: usize = 20;

/// The folder that a tree shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Relative to the root of the repository.
    pub(super) folder: String,
    /// The document names it.
    pub(super) is_named: bool,
}

/// How much of a tree there is in a folder.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    /// Entries that name something.
    pub(super) all: usize,
    pub(super) existing: usize,
    /// Existing ones with names that few projects have.
    pub(super) distinctive: usize,
}

/// Folders that a tree may show, the likely ones first.
#[derive(Default)]
struct Candidates(Vec<Place>);

impl Candidates {
    fn add(&mut self, folder: String, is_named: bool) {
        if !self.0.iter().any(|known| known.folder == folder) {
            self.0.push(Place { folder, is_named });
        }
    }
}

/// Chooses the folder: one that the root line or the heading names, else the one with most of the
/// entries; the root of the repository among equals.
pub(super) fn place(
    tree: &Tree,
    repository: &Repository<'_>,
    document_folder: &str,
    title: &str,
) -> (Place, Found) {
    let root = tree.root.as_deref().unwrap_or_default();
    let root = root.trim_start_matches("./").trim_matches('/');
    let root = if root == "." { "" } else { root };
    let is_folder = |folder: &str| !folder.is_empty() && repository.is_folder(folder);
    let mut candidates = Candidates::default();
    if is_folder(root) {
        candidates.add(root.to_string(), true);
    }
    for word in title.split([' ', '\u{fffc}', '(', ')', ':']) {
        let word = word.trim_matches(['`', '/', '.', '"']);
        if word.contains('/') && is_folder(word) {
            candidates.add(word.to_string(), true);
        }
    }
    // From the folder of the document upward, and without the name of the repository.
    let mut above = Some(document_folder);
    while let Some(folder) = above {
        if !root.is_empty() {
            let joined = path::join(folder, root).filter(|joined| is_folder(joined));
            joined
                .into_iter()
                .for_each(|joined| candidates.add(joined, root.contains('/')));
        }
        above = (!folder.is_empty()).then(|| path::parent(folder));
    }
    if let Some((_, below)) = root.split_once('/')
        && is_folder(below)
    {
        candidates.add(below.to_string(), true);
    }
    // A path in the document leaves no choice.
    if let Some(named) = candidates
        .0
        .iter()
        .find(|place| place.is_named && place.folder.contains('/'))
    {
        let named = named.clone();
        let found = count(tree, repository, &named.folder);
        return (named, found);
    }
    candidates.add(String::new(), false);
    let mut folder = document_folder;
    while !folder.is_empty() {
        candidates.add(folder.to_string(), false);
        folder = path::parent(folder);
    }
    let name = plain(path::file_name(root));
    if !name.is_empty() {
        let folders = &repository.index().folders;
        let named = folders
            .iter()
            .filter(|folder| plain(path::file_name(folder)) == name);
        let mut named: Vec<&String> = named.collect();
        named.sort_by_key(|folder| (folder.matches('/').count(), folder.as_str()));
        for folder in named.into_iter().take(MOST_NAMED) {
            candidates.add(folder.clone(), false);
        }
    }
    let mut best: Option<(Place, Found)> = None;
    for place in candidates.0 {
        let found = count(tree, repository, &place.folder);
        let better = match &best {
            None => true,
            Some((known, best)) => {
                let is_root = place.folder.is_empty() && !known.is_named;
                found.existing > best.existing || found.existing == best.existing && is_root
            }
        };
        if better {
            best = Some((place, found));
        }
    }
    best.unwrap_or_default()
}

/// Whether a tree in a place is one of this repository.
pub(super) fn is_believed(place: &Place, found: &Found) -> bool {
    // A path, or the name of a folder that few projects have, is the repository's own.
    if place.is_named && !COMMON_NAMES.contains(place.folder.as_str()) {
        return true;
    }
    let is_named = place.is_named && found.distinctive > 0;
    found.existing * 5 >= found.all && (found.distinctive >= 2 || is_named)
}

/// The paths of all entries of a tree in a folder; none for what names nothing.
pub(crate) fn paths(tree: &Tree, folder: &str) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::with_capacity(tree.nodes.len());
    for node in &tree.nodes {
        let above: &[String] = match node.parent {
            Some(parent) => &paths[parent],
            None => &[folder.to_string()],
        };
        // The children of a line of several names may be in any of them.
        let mut own = Vec::new();
        if !node.is_opaque {
            for above in above.iter().take(4) {
                own.extend(node.names.iter().filter_map(|name| path::join(above, name)));
            }
        }
        paths.push(own);
    }
    paths
}

fn count(tree: &Tree, repository: &Repository<'_>, folder: &str) -> Found {
    let mut found = Found::default();
    for (node, paths) in tree.nodes.iter().zip(paths(tree, folder)) {
        for path in paths {
            found.all += 1;
            if exists(repository, &path, node.is_folder) {
                found.existing += 1;
                let name = path::file_name(&path);
                found.distinctive += usize::from(!COMMON_NAMES.contains(name));
            }
        }
    }
    found
}

/// Whether there is an entry of a tree. A name without an ending may stand for a file with one.
pub(super) fn exists(repository: &Repository<'_>, path: &str, is_folder: bool) -> bool {
    if repository.exists(path) {
        return true;
    }
    let name = path::file_name(path);
    let is_bare = !is_folder && !name.contains('.') && !name.is_empty();
    is_bare && {
        let names = repository.names(path::parent(path));
        let begins = |other: &String| {
            let rest = other.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        names.iter().any(begins)
    }
}

/// A name without case and marks.
pub(crate) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !"-_. ".contains(*c));
    letters.flat_map(char::to_lowercase).collect()
}
