//! Reads a table of the configuration, finding every problem in it.
//!
//! A pass asks for its keys by name and type and gets valid values or defaults; what was
//! wrong is in the list of problems. Keys nobody asked for are unknown. Passes see no raw value.

pub mod pattern;

use serde_json::{Map, Value};

use crate::diagnostics::lints;
use crate::diagnostics::{Diagnostic, Place};

/// A table being read.
#[derive(Debug)]
pub struct Table<'a> {
    path: Vec<String>,
    values: &'a Map<String, Value>,
    known: Vec<&'static str>,
    problems: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    /// A table at `path`, the names of the tables around it first.
    pub fn new(path: &[&str], values: &'a Map<String, Value>) -> Self {
        Table {
            path: path.iter().map(ToString::to_string).collect(),
            values,
            known: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Notes a key that is somebody else's.
    pub fn ignore(&mut self, key: &'static str) {
        self.known.push(key);
    }

    /// A table below this one, if it is there. Give it back with
    /// [`close`](Table::close).
    pub fn table(&mut self, key: &'static str) -> Option<Table<'a>> {
        match self.value(key)? {
            Value::Object(values) => Some(Table {
                path: self.at(key),
                values,
                known: Vec::new(),
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
    pub fn tables(&mut self, key: &'static str) -> Vec<&'a Map<String, Value>> {
        let Some(value) = self.value(key) else {
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
    pub fn boolean(&mut self, key: &'static str, default: bool) -> bool {
        match self.value(key) {
            None => default,
            Some(Value::Bool(value)) => *value,
            Some(other) => {
                self.wrong(key, other, "true or false");
                default
            }
        }
    }

    /// A whole number from `range`.
    pub fn number(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<u64>,
        default: u64,
    ) -> u64 {
        match self.value(key) {
            None => default,
            Some(value) => match value.as_u64().filter(|n| range.contains(n)) {
                Some(number) => number,
                None => {
                    let expected = match *range.end() {
                        u64::MAX => "a whole number".to_string(),
                        end => format!("a whole number from {} to {end}", range.start()),
                    };
                    self.wrong(key, value, &expected);
                    default
                }
            },
        }
    }

    /// One of some words, each standing for a value.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], default: T) -> T {
        let Some(value) = self.value(key) else {
            return default;
        };
        let found = value
            .as_str()
            .and_then(|word| words.iter().find(|(known, _)| *known == word));
        match found {
            Some((_, meaning)) => *meaning,
            None => {
                let list: Vec<String> = words.iter().map(|(w, _)| format!("\"{w}\"")).collect();
                self.wrong(key, value, &list.join(" or "));
                default
            }
        }
    }

    /// A text, if it is there.
    pub fn text(&mut self, key: &'static str) -> Option<&'a str> {
        let value = self.value(key)?;
        if value.as_str().is_none() {
            self.wrong(key, value, "a text in quotes");
        }
        value.as_str()
    }

    /// A list of texts, if it is there.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<&'a str>> {
        let value = self.value(key)?;
        let texts = value
            .as_array()
            .and_then(|list| list.iter().map(Value::as_str).collect());
        if texts.is_none() {
            self.wrong(key, value, "a list of texts, such as [\"architecture.md\"]");
        }
        texts
    }

    /// Reports a value that has the right type and is still of no use.
    pub fn reject(&mut self, key: &str, message: String) {
        let place = Place::Config(self.at(key));
        self.problems
            .push(Diagnostic::new(&lints::BAD_OPTION, message).at(place, ""));
    }

    /// The problems of the table; keys nobody asked for are among them.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for key in self.values.keys() {
            if self.known.contains(&key.as_str()) {
                continue;
            }
            let known = self.known.iter().copied();
            let help = match lints::nearest(key, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys are {}", listed(&self.known)),
            };
            let message = format!("unknown key `{key}` in [{}]", self.path.join("."));
            self.problems.push(
                Diagnostic::new(&lints::UNKNOWN_KEY, message)
                    .at(Place::Config(self.at(key)), "")
                    .help(help),
            );
        }
        self.problems
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.push(key);
        self.values.get(key)
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

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(json: &str) -> Vec<String> {
        let value: Value = serde_json::from_str(json).expect("JSON");
        let mut table = Table::new(&["a", "b"], value.as_object().expect("a table"));
        table.ignore("command");
        table.boolean("yes", true);
        table.number("level", 1..=6, 2);
        table.word("names", &[("title", 1), ("bmad", 2)], 1);
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
                "`documents` in [a.b] must be a list of texts, such as [\"architecture.md\"], not [1]",
                "unknown key `z` in [a.b.below]",
                "unknown key `q` in [a.b]",
            ]
        );
    }
}
