//! Where book.toml has which key: worked out once, for all problems of the configuration.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

/// The keys of a book.toml.
#[derive(Debug, Default)]
pub(super) struct Keys {
    values: Value,
    /// The bytes of each key, by the names from the outermost table on.
    places: HashMap<Vec<String>, Range<usize>>,
}

impl Keys {
    /// Reads a text; it has no keys if it is not TOML.
    pub(super) fn read(text: &str) -> Keys {
        let parsed = toml::from_str(text).ok().zip(DeTable::parse(text).ok());
        let Some((values, table)) = parsed else {
            return Keys::default();
        };
        let values: toml::Table = values;
        let mut places = HashMap::new();
        note(table.get_ref(), &mut Vec::new(), &mut places);
        Keys {
            values: serde_json::to_value(values).unwrap_or_default(),
            places,
        }
    }

    /// The bytes of a key, if its value is the one that counts.
    pub(super) fn find(&self, path: &[String], effective: &Value) -> Option<Range<usize>> {
        let place = self.places.get(path)?;
        let written = value(&self.values, path)?;
        (Some(written) == value(effective, path)).then(|| place.clone())
    }
}

fn value<'v>(table: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(table, |value, key| value.get(key))
}

/// Notes all keys of a table and of the tables below it.
fn note(
    table: &DeTable<'_>,
    path: &mut Vec<String>,
    places: &mut HashMap<Vec<String>, Range<usize>>,
) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        places.insert(path.clone(), key.span());
        if let DeValue::Table(below) = value.get_ref() {
            note(below, path, places);
        }
        path.pop();
    }
}
