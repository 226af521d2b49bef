//! Environment variables in blocks of a document that nothing in the source reads.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use archsite_core::diagnostics::suggest;
use regex::Regex;

use crate::document::{Document, Fence};
use crate::lists::{ENVIRONMENT, TOOL_VARIABLES};
use crate::repository::Repository;
use crate::repository::variables::search;

/// Info strings of blocks that set variables.
const LANGUAGES: &[&str] = &[
    "",
    "env",
    "dotenv",
    "bash",
    "sh",
    "shell",
    "zsh",
    "ini",
    "properties",
    "text",
    "txt",
    "plaintext",
    "console",
];

/// A variable that nothing reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) range: Range<usize>,
    pub(crate) name: String,
    /// A variable of the source that it probably means.
    pub(crate) nearest: Option<String>,
}

#[allow(clippy::expect_used)]
static SET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:export\s+|set\s+)?([A-Z][A-Z0-9_]{2,})=").expect("a valid pattern")
});

#[allow(clippy::expect_used)]
static USED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\$\{?([A-Z][A-Z0-9_]+)").expect("a valid pattern"));

/// Most variables that are looked for.
const MOST: usize = 2000;

/// A block, with the variables that it sets.
struct Block {
    names: Vec<(Range<usize>, String)>,
}

/// The variables of documents that nothing in the source reads, by document. The source is searched once
/// for all of them.
pub(crate) fn unread(documents: &[Document<'_>], repository: &Repository<'_>) -> Vec<Vec<Unread>> {
    let blocks: Vec<Vec<Block>> = documents.iter().map(blocks).collect();
    let names = blocks.iter().flatten().flat_map(|block| &block.names);
    let names: HashSet<&str> = names.map(|(_, name)| name.as_str()).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.truncate(MOST);
    if names.is_empty() {
        return documents.iter().map(|_| Vec::new()).collect();
    }
    let variables = search(repository, &names);
    let mut known: Vec<&str> = variables.known.iter().map(String::as_str).collect();
    known.sort_unstable();
    let is_read = |name: &str| {
        // A prefix may be kept apart from the names, and `__` joins parts.
        let parts: Vec<&str> = name.split("__").collect();
        let is_part = |part: &&str| known.iter().any(|known| known.contains(part));
        let has_prefix = variables
            .prefixes
            .iter()
            .any(|prefix| name.starts_with(prefix.as_str()));
        variables.found.contains(name) || has_prefix || parts.len() > 1 && parts.iter().all(is_part)
    };
    blocks
        .into_iter()
        .map(|blocks| {
            let mut unread = Vec::new();
            for block in blocks {
                let is_ours = block.names.iter().any(|(_, name)| is_read(name));
                if !variables.is_complete || !is_ours {
                    continue;
                }
                for (range, name) in block.names {
                    if !is_read(&name) && !TOOL_VARIABLES.is_match(&name) {
                        let nearest = nearest(&name, &known);
                        unread.push(Unread {
                            range,
                            name,
                            nearest,
                        });
                    }
                }
            }
            unread
        })
        .collect()
}

/// The blocks of a document that set variables of the environment.
fn blocks(document: &Document<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for fence in &document.fences {
        let is_env = ["env", "dotenv"].contains(&fence.language().as_str());
        let titles = document.titles(fence.range.start);
        let is_below = titles
            .iter()
            .take(2)
            .any(|title| ENVIRONMENT.is_match(title));
        if LANGUAGES.contains(&fence.language().as_str()) && (is_env || is_below) {
            blocks.push(block(document.source, fence));
        }
    }
    blocks
}

fn block(source: &str, fence: &Fence) -> Block {
    let lines = fence
        .lines
        .iter()
        .map(|line| (line.start, &source[line.clone()]));
    let lines: Vec<(usize, &str)> = lines.collect();
    let used = lines.iter().flat_map(|(_, line)| USED.captures_iter(line));
    let used = used.filter_map(|found| found.get(1));
    let used: HashSet<&str> = used.map(|name| name.as_str()).collect();
    let mut names = Vec::new();
    for (at, line) in &lines {
        let Some(name) = SET.captures(line).and_then(|found| found.get(1)) else {
            continue;
        };
        // A variable that the block itself uses is one of a script, and one before a command is set
        // for that command.
        let is_used = used.contains(name.as_str());
        let value = line[name.end() + 1..]
            .split(" #")
            .next()
            .unwrap_or_default()
            .trim();
        let is_before_command =
            value.contains(' ') && !value.starts_with(['"', '\'', '<', '[', '-', '(']);
        let is_shell =
            ["bash", "sh", "shell", "zsh", "console"].contains(&fence.language().as_str());
        let is_of_a_command = is_shell && is_before_command;
        if !is_used && !is_of_a_command {
            names.push((
                at + name.start()..at + name.end(),
                name.as_str().to_string(),
            ));
        }
    }
    Block { names }
}

/// The nearest variable of the source: one that the name ends with or that ends with it, else one that
/// is spelt much like it.
fn nearest(name: &str, known: &[&str]) -> Option<String> {
    let ends = |known: &&&str| {
        let (long, short) = if known.len() > name.len() {
            (**known, name)
        } else {
            (name, **known)
        };
        let before = long.strip_suffix(short);
        short.contains('_') && before.is_some_and(|before| before.ends_with('_'))
    };
    let tail = known.iter().filter(ends).max_by_key(|known| known.len());
    let near = tail
        .copied()
        .or_else(|| suggest::nearest(name, known.iter().copied()));
    near.map(str::to_string)
}
