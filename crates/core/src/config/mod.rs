//! Reads a table of the configuration, finding every problem in it.
//!
//! A pass declares its [`Key`]s, asks for them by name, and gets valid values or defaults; what was
//! wrong is in the list of problems. Keys that are not declared are unknown. Passes see no raw value.

pub mod key;
pub mod pattern;

use serde_json::{Map, Value};

pub use self::key::{Key, Kind};
use crate::diagnostics::lints;
use crate::diagnostics::sentence;
use crate::diagnostics::suggest;
use crate::diagnostics::{Diagnostic, Location};

/// A table being read.
#[derive(Debug)]
pub struct Table<'a> {
    path: Vec<String>,
    values: &'a Map<String, Value>,
    keys: Vec<&'static Key>,
    problems: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    /// A table at `path`, the names of the tables around it first, which may have `keys`.
    pub fn new(
        path: &[&str],
        values: &'a Map<String, Value>,
        keys: impl IntoIterator<Item = &'static Key>,
    ) -> Self {
        Table {
            path: path.iter().map(ToString::to_string).collect(),
            values,
            keys: keys.into_iter().collect(),
            problems: Vec::new(),
        }
    }

    /// Whether the key has a value, valid or not.
    pub fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// A table below this one, if it is there. Give it back with
    /// [`close`](Table::close).
    pub fn table(&mut self, key: &str) -> Option<Table<'a>> {
        let (declared, value) = self.value(key)?;
        match value {
            Value::Object(values) => Some(Table {
                path: self.at(key),
                values,
                keys: declared.kind.keys().iter().collect(),
                problems: Vec::new(),
            }),
            other => {
                self.wrong(key, other, "a table");
                None
            }
        }
    }

    /// Ends the reading of a table below this one.
    pub fn close(&mut self, table: Table<'_>) {
        self.problems.extend(table.finish());
    }

    /// A list of tables; empty if it is not there.
    pub fn tables(&mut self, key: &str) -> Vec<&'a Map<String, Value>> {
        let Some((_, value)) = self.value(key) else {
            return Vec::new();
        };
        let tables = value
            .as_array()
            .and_then(|list| list.iter().map(Value::as_object).collect());
        tables.unwrap_or_else(|| {
            self.wrong(key, value, "a list of tables");
            Vec::new()
        })
    }

    /// All keys and values: for tables whose keys are the user's.
    pub fn entries(&mut self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> bool {
        let default = self.default(key) == "true";
        match self.value(key) {
            None => default,
            Some((_, Value::Bool(value))) => *value,
            Some((_, other)) => {
                self.wrong(key, other, "true or false");
                default
            }
        }
    }

    /// A whole number of the declared range.
    pub fn number(&mut self, key: &str) -> u64 {
        let default = self.default(key).parse().unwrap_or_default();
        let Some((declared, value)) = self.value(key) else {
            return default;
        };
        let (from, to) = match declared.kind {
            Kind::Number(from, to) => (from, to),
            _ => (0, u64::MAX),
        };
        match value.as_u64().filter(|n| (from..=to).contains(n)) {
            Some(number) => number,
            None => {
                let expected = if to == u64::MAX {
                    "a whole number".to_string()
                } else {
                    format!("a whole number from {from} to {to}")
                };
                self.wrong(key, value, &expected);
                default
            }
        }
    }

    /// A number within its bounds, or the default; `None` for the word.
    pub fn number_or_word(&mut self, key: &str) -> Option<u64> {
        let default = self.default(key).parse().ok();
        let Some((declared, value)) = self.value(key) else {
            return default;
        };
        let Kind::NumberOr(from, to, word) = declared.kind else {
            return default;
        };
        if value.as_str() == Some(word) {
            return None;
        }
        let number = value.as_u64().filter(|n| (from..=to).contains(n));
        if number.is_none() {
            let expected = format!("a whole number from {from} to {to}, or \"{word}\"");
            self.wrong(key, value, &expected);
        }
        number.or(default)
    }

    /// One of the declared words, or the default.
    pub fn word(&mut self, key: &str) -> &'static str {
        let default = self.default(key).trim_matches('"');
        self.word_if_set(key).unwrap_or(default)
    }

    /// One of the declared words, if a valid one is there.
    pub fn word_if_set(&mut self, key: &str) -> Option<&'static str> {
        let (declared, value) = self.value(key)?;
        let Kind::Word(words) = declared.kind else {
            return None;
        };
        let found = value
            .as_str()
            .and_then(|word| words.iter().copied().find(|known| *known == word));
        if found.is_none() {
            let list: Vec<String> = words.iter().map(|w| format!("\"{w}\"")).collect();
            self.wrong(key, value, &list.join(" or "));
        }
        found
    }

    /// A text, if it is there.
    pub fn text(&mut self, key: &str) -> Option<&'a str> {
        let (_, value) = self.value(key)?;
        if value.as_str().is_none() {
            self.wrong(key, value, "a string");
        }
        value.as_str()
    }

    /// A list of texts, if it is there.
    pub fn texts(&mut self, key: &str) -> Option<Vec<&'a str>> {
        let (_, value) = self.value(key)?;
        let texts = value
            .as_array()
            .and_then(|list| list.iter().map(Value::as_str).collect());
        if texts.is_none() {
            self.wrong(
                key,
                value,
                "a list of strings, such as [\"architecture.md\"]",
            );
        }
        texts
    }

    /// Reports a value that has the right type and is still of no use.
    pub fn reject(&mut self, key: &str, message: String) {
        let place = Location::Config(self.at(key));
        self.problems
            .push(Diagnostic::new(&lints::BAD_OPTION, message).at(place, ""));
    }

    /// The problems of the table; keys that are not declared are among them.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for key in self.values.keys() {
            if self.keys.iter().any(|known| known.name == key) {
                continue;
            }
            let known: Vec<&str> = self.keys.iter().map(|key| key.name).collect();
            let help = match suggest::nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "known keys are {}",
                    sentence::list(known.iter().copied(), 0)
                ),
            };
            let message = format!("unknown key `{key}` in [{}]", self.path.join("."));
            self.problems.push(
                Diagnostic::new(&lints::UNKNOWN_KEY, message)
                    .at(Location::Config(self.at(key)), "")
                    .help(help),
            );
        }
        self.problems
    }

    /// The declaration of a key, and its value.
    fn value(&self, key: &str) -> Option<(&'static Key, &'a Value)> {
        Some((self.declared(key)?, self.values.get(key)?))
    }

    fn declared(&self, name: &str) -> Option<&'static Key> {
        let found = self.keys.iter().copied().find(|key| key.name == name);
        debug_assert!(found.is_some(), "`{name}` is declared");
        found
    }

    fn default(&self, key: &str) -> &'static str {
        self.declared(key).map_or("", |key| key.default)
    }

    fn at(&self, key: &str) -> Vec<String> {
        let mut path = self.path.clone();
        path.push(key.to_string());
        path
    }

    fn wrong(&mut self, key: &str, value: &Value, expected: &str) {
        let message = format!(
            "`{key}` in [{}] must be {expected}, not {value}",
            self.path.join(".")
        );
        self.reject(key, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[Key] = &[
        Key::new("command", Kind::Text, "", ""),
        Key::new("yes", Kind::Flag, "true", ""),
        Key::new("level", Kind::Number(1, 6), "2", ""),
        Key::new("names", Kind::Word(&["title", "bmad"]), "\"title\"", ""),
        Key::new("documents", Kind::Texts, "", ""),
        Key::new(
            "below",
            Kind::Table(&[Key::new("x", Kind::Text, "", "")]),
            "",
            "",
        ),
    ];

    fn problems(json: &str) -> Vec<String> {
        let value: Value = serde_json::from_str(json).expect("JSON");
        let values = value.as_object().expect("a table");
        let mut table = Table::new(&["a", "b"], values, KEYS);
        table.boolean("yes");
        table.number("level");
        table.word("names");
        table.texts("documents");
        if let Some(below) = table.table("below") {
            table.close(below);
        }
        table.finish().into_iter().map(|p| p.message).collect()
    }

    #[test]
    fn every_problem_is_found() {
        assert!(problems(r#"{"command": 1, "yes": false, "level": 3}"#).is_empty());
        assert_eq!(
            problems(
                r#"{"yes": 1, "level": 9, "names": "x", "documents": [1], "below": {"z": 1}, "q": 2}"#
            ),
            [
                "`yes` in [a.b] must be true or false, not 1",
                "`level` in [a.b] must be a whole number from 1 to 6, not 9",
                "`names` in [a.b] must be \"title\" or \"bmad\", not \"x\"",
                "`documents` in [a.b] must be a list of strings, such as [\"architecture.md\"], not [1]",
                "unknown key `z` in [a.b.below]",
                "unknown key `q` in [a.b]",
            ]
        );
    }
}
