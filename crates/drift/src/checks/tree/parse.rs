//! Reads a source tree from the lines of a block of code: box drawing, ASCII, or indentation.

use std::ops::Range;

use crate::checks::tree::names::{braces, has_extension, is_opaque, several, split};
use crate::checks::tree::{Node, Tree};
use crate::document::Fence;
use crate::lists::BARE_FILE_NAMES;

/// Info strings of blocks that may hold a tree.
const LANGUAGES: &[&str] = &[
    "",
    "text",
    "txt",
    "plaintext",
    "plain",
    "bash",
    "sh",
    "shell",
    "console",
    "tree",
    "ascii",
    "directory",
    "markdown",
    "md",
    "fs",
    "filesystem",
    "none",
];

/// One line that names something.
struct Line<'a> {
    /// Column at which the branch, or the name of a tree by indentation, begins.
    column: usize,
    /// It has a branch of its own.
    has_branch: bool,
    /// Offset of the rest in the document.
    at: usize,
    rest: &'a str,
}

/// Reads the tree of a block of code; `None` if it is not a source tree.
pub(crate) fn parse(source: &str, fence: &Fence) -> Option<Tree> {
    if !LANGUAGES.contains(&fence.language().as_str()) {
        return None;
    }
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut arrows = 0;
    let mut written = 0;
    for range in &fence.lines {
        let text = &source[range.clone()];
        if text.trim().is_empty() {
            continue;
        }
        written += 1;
        arrows +=
            usize::from(text.contains(['▶', '▼', '◀', '▲', '┌', '┐', '┘', '┬', '┴', '╔', '═']));
        if let Some(line) = line(text, range) {
            lines.push(line);
        }
    }
    // Boxes and arrows draw something else.
    if arrows * 100 > written * 15 {
        return None;
    }
    let is_drawn = lines.iter().any(|line| line.has_branch);
    let tree = if is_drawn {
        drawn(&lines)
    } else {
        indented(&lines)
    }?;
    let named = tree.nodes.iter().filter(|node| !node.is_opaque).count();
    let like_files = (0..tree.nodes.len())
        .filter(|node| is_like_file(&tree, *node))
        .count();
    let least = if is_drawn { 50 } else { 80 };
    (named >= 2 && like_files * 100 >= tree.nodes.len() * least).then_some(tree)
}

/// Takes a line apart; `None` for lines of bars, and for the count of files that `tree` prints.
fn line<'a>(text: &'a str, range: &Range<usize>) -> Option<Line<'a>> {
    let mut column = 0;
    let mut branch = None;
    let mut has_bar = false;
    let mut start = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '\t' => column += 4 - column % 4,
            ' ' | '\u{a0}' | '\u{2003}' => column += 1,
            '│' | '┃' | '║' | '|' | '¦' | '┆' => {
                // `|-- x` is a branch, `|   x` a bar.
                if text[at + c.len_utf8()..].starts_with(['-', '_', '─', '━']) && branch.is_none()
                {
                    branch = Some(column);
                }
                has_bar = true;
                column += 1;
            }
            '├' | '└' | '╰' | '┣' | '┗' | '╠' | '╚' | '┕' => {
                branch = Some(column);
                column += 1;
            }
            '─' | '━' | '╴' => column += 1,
            '`' | '+' | '\\' if text[at + 1..].starts_with("--") => {
                branch = Some(column);
                column += 1;
            }
            '-' if branch.is_some() => column += 1,
            _ => {
                start = at;
                break;
            }
        }
    }
    let rest = text[start..].trim_end();
    let is_count = rest.contains("director") && rest.contains("file");
    if rest.is_empty() || is_count || has_bar && branch.is_none() {
        return None;
    }
    Some(Line {
        column: branch.unwrap_or(column),
        has_branch: branch.is_some(),
        at: range.start + start,
        rest,
    })
}

/// The tree of lines with branches. Lines without one are its roots.
fn drawn(lines: &[Line<'_>]) -> Option<Tree> {
    let base = lines
        .iter()
        .filter(|line| !line.has_branch)
        .map(|line| line.column)
        .min();
    let is_top = |line: &Line<'_>| !line.has_branch && Some(line.column) == base;
    let tops = lines.iter().filter(|line| is_top(line)).count();
    let first = lines.first()?;
    let mut tree = Tree::default();
    let mut lines = lines;
    // A single line above everything names the folder that the tree shows.
    if tops == 1 && is_top(first) {
        let root = node(first, None);
        tree.root = Some(root.names.first().cloned().unwrap_or_default());
        lines = &lines[1..];
    }
    tree.has_tops = tree.root.is_none() && tops > 0;
    let has_tops = tree.has_tops;
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        // What has no branch and is no top goes on with the line above it.
        if !line.has_branch && (!has_tops || !is_top(line)) {
            continue;
        }
        let column = if line.has_branch { line.column + 1 } else { 0 };
        while open.last().is_some_and(|(above, _)| *above >= column) {
            open.pop();
        }
        let parent = open.last().map(|(_, node)| *node);
        open.push((column, tree.nodes.len()));
        tree.nodes.push(node(line, parent));
    }
    Some(tree)
}

/// The tree of lines that are only indented. Every line must name a file or folder.
fn indented(lines: &[Line<'_>]) -> Option<Tree> {
    let base = lines.iter().map(|line| line.column).min()?;
    let mut tree = Tree::default();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        while open
            .last()
            .is_some_and(|(column, _)| *column >= line.column)
        {
            open.pop();
        }
        let parent = open.last().map(|(_, node)| *node);
        open.push((line.column, tree.nodes.len()));
        tree.nodes.push(node(line, parent));
    }
    tree.has_tops = true;
    // What holds others is written as a folder, and something holds others.
    let has_levels = tree.nodes.iter().any(|node| node.parent.is_some());
    let holders = (0..tree.nodes.len()).filter(|node| tree.has_children(*node));
    let are_folders = holders.clone().all(|node| tree.nodes[node].is_folder);
    if !has_levels || !are_folders || tree.nodes.len() < 3 {
        return None;
    }
    let tops = lines.iter().filter(|line| line.column == base).count();
    if tops == 1 && lines.first().is_some_and(|line| line.column == base) {
        let root = tree.nodes.remove(0);
        tree.root = root.names.into_iter().next();
        for node in &mut tree.nodes {
            node.parent = node.parent.and_then(|parent| parent.checked_sub(1));
        }
    }
    Some(tree)
}

/// Reads the entry of a line.
fn node(line: &Line<'_>, parent: Option<usize>) -> Node {
    let (start, name, comment) = split(line.rest);
    let at = line.at + start;
    let mut node = Node {
        range: at..at + name.len(),
        line: line.at..line.at + line.rest.len(),
        parent,
        comment: comment.to_string(),
        ..Node::default()
    };
    node.is_rest = ["...", "…"]
        .iter()
        .any(|dots| name.trim_end_matches('/') == *dots)
        || name.to_lowercase().starts_with("etc");
    let parts = several(name);
    node.is_folder = parts.iter().all(|part| part.ends_with(['/', '\\']));
    for part in parts {
        let part = part.replace('\\', "/");
        // A link: what it leads to follows.
        let part = part.split(" -> ").next().unwrap_or_default();
        let part = part.trim_start_matches("./").trim_matches('/');
        if part.is_empty() && name.trim_matches(['.', '/']).is_empty() {
            node.names.push(name.trim_end_matches('/').to_string());
            continue;
        }
        let expanded = braces(part);
        node.is_opaque |= expanded.iter().any(|name| is_opaque(name));
        node.names.extend(expanded);
    }
    node.is_opaque |= node.names.is_empty() || node.is_rest;
    node
}

/// Whether an entry looks like a file or folder by itself, or holds one that does.
fn is_like_file(tree: &Tree, node: usize) -> bool {
    let is_like = |node: &Node| {
        node.is_folder
            || node.is_rest
            || node.names.iter().any(|name| {
                has_extension(name) || name.contains('/') || BARE_FILE_NAMES.contains(name.as_str())
            })
    };
    let this = &tree.nodes[node];
    if is_like(this) {
        return true;
    }
    let is_name = this
        .names
        .iter()
        .all(|name| !name.contains(char::is_whitespace));
    let mut below = tree.nodes[node + 1..]
        .iter()
        .take_while(|below| below.parent >= Some(node));
    is_name && !this.is_opaque && below.any(is_like)
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::ParseOptions;

    use super::*;
    use crate::document::Document;

    fn tree(text: &str) -> Option<Tree> {
        let text = format!("```\n{text}\n```\n");
        let document = Document::read(&text, "d.md".to_string(), &ParseOptions::default());
        parse(&text, &document.fences[0])
    }

    /// Paths of the entries, those that name nothing with `!`.
    fn paths(text: &str) -> Vec<String> {
        let tree = tree(text).unwrap_or_default();
        let mut paths: Vec<String> = Vec::new();
        for node in &tree.nodes {
            let above = node.parent.map(|parent| format!("{}/", paths[parent]));
            let mark = if node.is_opaque { "!" } else { "" };
            paths.push(format!(
                "{}{mark}{}",
                above.unwrap_or_default(),
                node.names.join("|")
            ));
        }
        paths
    }

    #[test]
    fn trees_are_read_in_every_format() {
        let expected = ["a", "a/b.rs", "a/c", "a/c/d.rs", "e.md"];
        for text in [
            "r/\n├── a/\n│   ├── b.rs\n│   │\n│   └── c/\n│       └── d.rs\n└── e.md",
            "r/\n|-- a/\n|   |-- b.rs\n|   `-- c/\n|       `-- d.rs\n`-- e.md",
            "r/\n+-- a/\n|   +-- b.rs\n|   \\-- c/\n|       \\-- d.rs\n\\-- e.md",
            "r/\n├─ a/\n│  ├─ b.rs\n│  └─ c/\n│     └─ d.rs\n└─ e.md",
            ".\n├── a\n│\u{a0}\u{a0} ├── b.rs\n│\u{a0}\u{a0} └── c\n│\u{a0}\u{a0}     └── d.rs\n└── e.md\n\n2 directories, 3 files",
            "r/\n  a/\n    b.rs\n    c/\n      d.rs\n  e.md",
            "r/\n\ta/\n\t\tb.rs\n\t\tc/\n\t\t\td.rs\n\te.md",
            "a/\n  b.rs\n  c/\n    d.rs\ne.md",
            "├── a/\n│   ├── b.rs\n│   └── c/\n│       └── d.rs\n└── e.md",
            "a/\n├── b.rs\n└── c/\n    └── d.rs\ne.md",
        ] {
            assert_eq!(paths(text), expected, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_what_is_around_them() {
        for (line, expected) in [
            ("a.rs # x.rs", "a.rs"),
            ("a.rs // x", "a.rs"),
            ("a.rs <- x", "a.rs"),
            ("a.rs ← x", "a.rs"),
            ("a.rs - x", "a.rs"),
            ("a.rs (x)", "a.rs"),
            ("a.rs  x", "a.rs"),
            ("a.rs says x", "a.rs"),
            ("**a.rs**", "a.rs"),
            ("`a.rs`", "a.rs"),
            ("📁 a/  # x", "a"),
            ("a.rs / b.rs", "a.rs|b.rs"),
            ("a.{rs,md}", "a.rs|a.md"),
            ("(shop)/", "(shop)"),
            ("(.)orders/", "(.)orders"),
            ("[...slug]/", "[...slug]"),
            ("@modal/", "@modal"),
            ("_x.rs", "_x.rs"),
            ("a/b.rs", "a/b.rs"),
            ("*.rs", "!*.rs"),
            ("...", "!..."),
            ("{name}/", "!{name}"),
            ("<name>.rs", "!<name>.rs"),
            ("main()", "!main()"),
            ("getSpot(id)  → x", "!getSpot(id)"),
            ("some text", "!some text"),
        ] {
            let paths = paths(&format!("r/\n├── y.md\n├── {line}\n└── z.md"));
            assert_eq!(paths[1], expected, "{line}");
        }
    }

    #[test]
    fn what_draws_something_else_is_no_tree() {
        for text in [
            "a\n├── b\n│   └── c\n└── d",
            "┌───┐\n│ a.rs │──▶ b.rs\n└───┘",
            "<A>\n├── <B>\n└── <C>",
            "key:\n  other: x\n  more: y",
            "let a = 1;\n  b.c();\n  d",
        ] {
            assert_eq!(tree(text), None, "{text}");
        }
    }
}
