//! Source trees in blocks of code, compared with the repository.
//!
//! ```text
//!  fence ──parse──▶ Tree ──place──▶ the folder that it shows ──judge──▶ missing entries ──nearest──▶ names
//! ```

pub(crate) mod fresh;
pub(crate) mod judge;
pub(crate) mod names;
mod parse;
pub(crate) mod place;

use std::ops::Range;

/// One entry of a tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// Bytes of its name in the document.
    pub(crate) range: Range<usize>,
    /// Bytes of its line from the name, or what is before it, to the end.
    pub(crate) line: Range<usize>,
    /// The entry that it is below.
    pub(crate) parent: Option<usize>,
    /// Its names: a line may name several, and a name may be a path.
    pub(crate) names: Vec<String>,
    /// It is written as a folder.
    pub(crate) is_folder: bool,
    /// It names no file: a placeholder, dots, or text.
    pub(crate) is_opaque: bool,
    /// Dots: there are others.
    pub(crate) is_rest: bool,
    pub(crate) comment: String,
}

/// A source tree as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// The line that everything else is below.
    pub(crate) root: Option<String>,
    /// Some lines of a drawn tree have no branch and are not its first line.
    pub(crate) has_tops: bool,
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// Whether an entry has others below it.
    pub(crate) fn has_children(&self, node: usize) -> bool {
        let next = self.nodes.get(node + 1);
        next.is_some_and(|next| next.parent == Some(node))
    }
}
