//! The keys and values of a table, in the order of the file.
//!
//! Readers look up a key of every dependency in tables as large as a lock file, so a large table
//! is searched through an order of its keys.

use std::cell::OnceCell;

use crate::manifests::value::{Entry, Node};

/// Smaller tables are searched from front to back.
const SMALL: usize = 8;

/// A table; of a key that is there twice, the first counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    entries: Vec<Entry>,
    /// Positions of the entries, sorted by their keys; made when the first key is asked for.
    by_key: OnceCell<Vec<usize>>,
}

impl Table {
    /// Keys and values.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds an entry at the end.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.by_key.take();
    }

    /// Adds entries at the end.
    pub(crate) fn extend(&mut self, more: Table) {
        self.entries.extend(more.entries);
        self.by_key.take();
    }

    /// The entries as they are in the file.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
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
