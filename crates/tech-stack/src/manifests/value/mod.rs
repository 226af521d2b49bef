//! What a JSON, TOML or YAML file holds, with the place of every part of it.
//!
//! One tree for three languages, so that the readers of manifests are written once. It may not
//! know what any file means. The parsers are libraries; a file they refuse is an error here.

mod json;
mod table;
mod toml;
mod yaml;

use std::ops::Range;

pub(crate) use self::json::parse as json;
pub(crate) use self::table::Table;
pub(crate) use self::toml::parse as toml;
pub(crate) use self::yaml::parse as yaml;

/// Deeper files are refused: no manifest needs it, and trees are dropped recursively.
const MAX_DEPTH: usize = 128;

/// Why a file was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// What the parser says, on one line.
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

/// What a value is.
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

    /// Keys and values; none if it is no table.
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

    /// The elements; none if it is no list.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The value at a path, and the bytes its range names.
    fn found(
        parse: fn(&str) -> Result<Node, ParseError>,
        source: &str,
        path: &[&str],
    ) -> (String, String) {
        let root = parse(source).expect("a sound file");
        let node = root.at(path).expect("the value");
        (
            node.scalar().unwrap_or("-").to_string(),
            source[node.range.clone()].to_string(),
        )
    }

    #[test]
    fn ranges_name_the_bytes_of_values() {
        let same = |text: &str| (text.to_string(), text.to_string());
        assert_eq!(
            found(json, "{\"ä\": {\"b\": \"^1\",},}", &["ä", "b"]),
            same("^1")
        );
        assert_eq!(found(json, "\u{feff}{\"b\": 1.10}", &["b"]), same("1.10"));
        assert_eq!(
            found(toml, "[a]\n\"ä\" = '1.10'\n", &["a", "ä"]),
            same("1.10")
        );
        assert_eq!(found(toml, "a.b = 3.10\n", &["a", "b"]), same("3.10"));
        assert_eq!(found(yaml, "ä:\n  b: '^1'\n", &["ä", "b"]), same("^1"));
        assert_eq!(found(yaml, "ä: {b: 3.10}\n", &["ä", "b"]), same("3.10"));
        assert_eq!(
            found(yaml, "b: x: y\n".replace(": y", "").as_str(), &["b"]),
            same("x")
        );
    }

    #[test]
    fn anchors_and_merges_are_followed() {
        let root = yaml("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n").expect("YAML");
        let y = root.get("y").expect("y");
        assert_eq!(y.get("a").and_then(Node::scalar), Some("1"));
        assert_eq!(y.get("b").and_then(Node::scalar), Some("3"));
    }

    #[test]
    fn hostile_files_are_errors() {
        let bomb: String = (0..12).fold("a0: &a0 [x,x]\n".to_string(), |text, i| {
            let many = format!("*a{i},").repeat(10);
            format!("{text}a{}: &a{} [{many}]\n", i + 1, i + 1)
        });
        assert!(yaml(&bomb).is_err(), "a bomb");
        assert!(yaml(&"[".repeat(5000)).is_err(), "depth");
        assert!(json(&"[".repeat(5000)).is_err(), "depth");
        assert!(toml(&format!("a = {}", "[".repeat(5000))).is_err(), "depth");
        for parse in [json, toml, yaml] {
            assert!(
                parse("<<<<<<< HEAD\n{\"a\": 1}\n=======\n").is_err(),
                "a conflict"
            );
        }
    }
}
