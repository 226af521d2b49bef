//! The tree of values, with the place of each.

use std::cell::OnceCell;
use std::ops::Range;

/// Deeper files are refused: no manifest needs it, and trees are dropped recursively.
pub(super) const MAX_DEPTH: usize = 128;

/// Why a file was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// The message of the parser, on one line.
    pub(crate) message: String,
    /// Byte offset, if the parser tells one.
    pub(crate) at: Option<usize>,
}

/// A value and its byte range in the file. The range of a text leaves its quotes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) range: Range<usize>,
    pub(crate) value: Value,
}

/// The kinds of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// A number or date, as written: `3.10` is not `3.1`.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Table(Table),
}

/// A key and its value, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Byte range of the key.
    pub(crate) at: Range<usize>,
    pub(crate) node: Node,
}

impl Node {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(table) => table.get(key),
            _ => None,
        }
    }

    /// The value below several keys, one below the other.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text or number, as written.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a key.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// Whether a key is `true`.
    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|node| node.value == Value::Bool(true))
    }

    /// Keys and values; none if it is not a table.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(table) => table.entries(),
            _ => &[],
        }
    }

    /// Keys and values of the table at a key.
    pub(crate) fn entries_of(&self, key: &str) -> &[Entry] {
        self.get(key).map_or(&[], Node::entries)
    }

    /// The elements; none if it is not a list.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of the list at a key.
    pub(crate) fn items_of(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// The texts of the list at a key.
    pub(crate) fn texts_of(&self, key: &str) -> Vec<&str> {
        self.items_of(key).iter().filter_map(Node::text).collect()
    }
}

/// Smaller tables are searched from front to back.
const SMALL: usize = 8;

/// A table; of a key that is there twice, the first counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    entries: Vec<Entry>,
    /// Positions of the entries, sorted by their keys; built at the first lookup.
    by_key: OnceCell<Vec<usize>>,
}

impl Table {
    /// Keys and values.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds entries at the end.
    pub(crate) fn extend(&mut self, more: Table) {
        self.entries.extend(more.entries);
        self.by_key.take();
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let key_at = |position: &usize| self.entries[*position].key.as_str();
        if self.entries.len() <= SMALL {
            let found = self.entries.iter().find(|entry| entry.key == key);
            return found.map(|entry| &entry.node);
        }
        let by_key = self.by_key.get_or_init(|| {
            let mut positions: Vec<usize> = (0..self.entries.len()).collect();
            positions.sort_by(|a, b| key_at(a).cmp(key_at(b)));
            positions
        });
        let first = by_key.partition_point(|position| key_at(position) < key);
        let position = by_key
            .get(first)
            .filter(|position| key_at(position) == key)?;
        Some(&self.entries[*position].node)
    }
}

impl From<Vec<Entry>> for Table {
    fn from(entries: Vec<Entry>) -> Table {
        Table {
            entries,
            by_key: OnceCell::new(),
        }
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.entries == other.entries
    }
}

impl Eq for Table {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifests::value::{Value, json};

    #[test]
    fn large_and_small_tables_answer_alike() {
        for count in [2, SMALL, SMALL + 1, 40] {
            let keys: String = (0..count)
                .map(|at| format!("\"k{at}\": \"{at}\","))
                .collect();
            let root = json(&format!("{{{keys} \"k1\": \"again\"}}")).expect("JSON");
            let Value::Table(table) = &root.value else {
                panic!("a table");
            };
            assert_eq!(table.get("k1").and_then(Node::text), Some("1"), "{count}");
            assert_eq!(table.get("k"), None, "{count}");
            assert_eq!(table.get("z"), None, "{count}");
            assert_eq!(table.entries().len(), count + 1);
        }
    }
}
