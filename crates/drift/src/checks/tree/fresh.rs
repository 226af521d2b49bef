//! Source trees below a directive: made, and brought up to date with the author's words in place.

use archsite_core::site::path;

use crate::checks::tree::place::{self, Place};
use crate::checks::tree::{Node, Tree};
use crate::document::Fence;
use crate::lists::NOT_THERE_YET;
use crate::repository::Repository;

/// Most lines that are generated.
const MOST: usize = 2000;

/// An entry that is drawn: the words of its line, and what is below it.
#[derive(Debug, Default)]
struct Entry {
    words: String,
    below: Vec<Entry>,
}

/// What is before the words of a line: of an entry, of the last one, and of what is below each.
struct Style {
    entry: &'static str,
    last: &'static str,
    bar: &'static str,
    blank: &'static str,
}

const DRAWN: Style = Style {
    entry: "├── ",
    last: "└── ",
    bar: "│   ",
    blank: "    ",
};
const ASCII: Style = Style {
    entry: "|-- ",
    last: "`-- ",
    bar: "|   ",
    blank: "    ",
};
const TWO: Style = indented("  ");
const FOUR: Style = indented("    ");
const TAB: Style = indented("\t");

const fn indented(blank: &'static str) -> Style {
    Style {
        entry: blank,
        last: blank,
        bar: blank,
        blank,
    }
}

/// The lines of the tree of a folder, relative to the root of the repository, down to a depth.
pub(crate) fn generated(repository: &Repository<'_>, folder: &str, depth: usize) -> String {
    let first = match folder {
        "" => ".".to_string(),
        folder => format!("{folder}/"),
    };
    let mut left = MOST;
    let entries = listed(repository, folder, depth, &mut left);
    let mut lines = vec![first];
    draw(&entries, &DRAWN, "", &mut lines);
    if left == 0 {
        lines.push("...".to_string());
    }
    lines.join("\n") + "\n"
}

fn listed(repository: &Repository<'_>, folder: &str, depth: usize, left: &mut usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, is_folder) in contents(repository, folder) {
        let Some(rest) = left.checked_sub(1) else {
            break;
        };
        *left = rest;
        let mut entry = Entry {
            words: if is_folder {
                format!("{name}/")
            } else {
                name.clone()
            },
            below: Vec::new(),
        };
        if is_folder && depth > 1 {
            let below = path::join(folder, &name).unwrap_or_default();
            entry.below = listed(repository, &below, depth - 1, left);
        }
        entries.push(entry);
    }
    entries
}

/// What a tree shows of a folder: folders first, nothing hidden, ignored or generated.
fn contents(repository: &Repository<'_>, folder: &str) -> Vec<(String, bool)> {
    let names = repository.names(folder);
    let names = names.iter().filter(|name| !name.starts_with('.'));
    let mut contents: Vec<(String, bool)> = names
        .filter_map(|name| {
            let path = path::join(folder, name)?;
            (!repository.is_ignored(&path)).then(|| (name.clone(), repository.is_folder(&path)))
        })
        .collect();
    contents.sort_by(|a, b| (!a.1, &a.0).cmp(&(!b.1, &b.0)));
    contents
}

fn draw(entries: &[Entry], style: &Style, before: &str, lines: &mut Vec<String>) {
    for (at, entry) in entries.iter().enumerate() {
        let is_last = at + 1 == entries.len();
        let (mark, bar) = if is_last {
            (style.last, style.blank)
        } else {
            (style.entry, style.bar)
        };
        lines.push(format!("{before}{mark}{}", entry.words));
        draw(&entry.below, style, &format!("{before}{bar}"), lines);
    }
}

/// A tree as it would be true, and how it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// The lines of the block.
    pub(crate) text: String,
    /// Paths that are there and not in the tree.
    pub(crate) added: Vec<String>,
    /// Paths in the tree that are not there.
    pub(crate) removed: Vec<String>,
}

/// Brings the tree of a block up to date: entries that do not exist are left out, and where a folder is listed, its
/// other files are added. The words of the other lines stay as they are.
pub(super) fn fresh(
    tree: &Tree,
    place: &Place,
    fence: &Fence,
    source: &str,
    repository: &Repository<'_>,
) -> Fresh {
    let mut fresh = Fresh::default();
    let paths = place::paths(tree, &place.folder);
    let entries = {
        let mut update = Update {
            tree,
            paths: &paths,
            source,
            repository,
            fresh: &mut fresh,
        };
        update.below(None, &place.folder)
    };
    let first = fence
        .lines
        .iter()
        .map(|line| &source[line.clone()])
        .find(|line| !line.trim().is_empty());
    let mut lines: Vec<String> = Vec::new();
    let style = style(fence, source);
    if tree.root.is_some() {
        lines.extend(first.map(str::to_string));
        draw(&entries, &style, "", &mut lines);
    } else if tree.has_tops {
        for entry in &entries {
            lines.push(entry.words.clone());
            draw(&entry.below, &style, "", &mut lines);
        }
    } else {
        draw(&entries, &style, "", &mut lines);
    }
    fresh.text = lines.join("\n");
    fresh
}

struct Update<'a, 'f> {
    tree: &'a Tree,
    paths: &'a [Vec<String>],
    source: &'a str,
    repository: &'a Repository<'a>,
    fresh: &'f mut Fresh,
}

impl Update<'_, '_> {
    /// The entries below a node, or at the top.
    fn below(&mut self, parent: Option<usize>, folder: &str) -> Vec<Entry> {
        let from = parent.map_or(0, |parent| parent + 1);
        let nodes =
            (from..self.tree.nodes.len()).take_while(|at| self.tree.nodes[*at].parent >= parent);
        let nodes: Vec<usize> = nodes
            .filter(|at| self.tree.nodes[*at].parent == parent)
            .collect();
        if nodes.is_empty() {
            return Vec::new();
        }
        let mut entries = Vec::new();
        for at in &nodes {
            let node = &self.tree.nodes[*at];
            if !self.stays(node, &self.paths[*at]) {
                self.fresh.removed.extend(self.paths[*at].first().cloned());
                continue;
            }
            let below = match self.paths[*at].first() {
                Some(path) => self.below(Some(*at), &path.clone()),
                None => Vec::new(),
            };
            entries.push(Entry {
                words: self.source[node.line.clone()].to_string(),
                below,
            });
        }
        let is_open = nodes.iter().any(|at| self.tree.nodes[*at].is_opaque);
        if !is_open {
            self.add(&nodes, folder, &mut entries);
        }
        entries
    }

    /// Whether a line stays: it exists, or says that it need not.
    fn stays(&self, node: &Node, paths: &[String]) -> bool {
        let exists = |path: &String| {
            place::exists(self.repository, path, node.is_folder) || self.repository.is_ignored(path)
        };
        node.is_opaque || NOT_THERE_YET.is_match(&node.comment) || paths.iter().any(exists)
    }

    /// Adds what a listed folder also has.
    fn add(&mut self, nodes: &[usize], folder: &str, entries: &mut Vec<Entry>) {
        let listed: Vec<&str> = nodes
            .iter()
            .flat_map(|at| &self.paths[*at])
            .filter_map(|path| match folder {
                "" => path.split('/').next(),
                folder => path
                    .strip_prefix(folder)?
                    .trim_start_matches('/')
                    .split('/')
                    .next(),
            })
            .collect();
        for (name, is_folder) in contents(self.repository, folder) {
            if !listed.contains(&name.as_str()) {
                let mark = if is_folder { "/" } else { "" };
                self.fresh.added.extend(path::join(folder, &name));
                entries.push(Entry {
                    words: format!("{name}{mark}"),
                    below: Vec::new(),
                });
            }
        }
    }
}

/// How the lines of a block are drawn.
fn style(fence: &Fence, source: &str) -> Style {
    let lines = || fence.lines.iter().map(|line| &source[line.clone()]);
    if lines().any(|line| line.contains(['├', '└'])) {
        DRAWN
    } else if lines().any(|line| line.contains("--"))
        && lines().any(|line| line.trim_start().starts_with(['|', '`', '+']))
    {
        ASCII
    } else if lines().any(|line| line.starts_with('\t')) {
        TAB
    } else {
        let widths = lines().map(|line| line.len() - line.trim_start().len());
        match widths.filter(|width| *width > 0).min() {
            Some(4) => FOUR,
            _ => TWO,
        }
    }
}
