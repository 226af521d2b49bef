//! YAML, read by core: aliases and merge keys are replaced by what they refer to.
//!
//! Some lock files have two documents; their tables are joined.

use archsite_core::yaml;
use archsite_core::yaml::Aliases;

use crate::manifests::value::node::{Entry, Node, ParseError, Value};

/// Reads a file.
///
/// # Errors
/// The file is not YAML, is nested too deeply, or its aliases make it too large.
pub(crate) fn parse(text: &str) -> Result<Node, ParseError> {
    let documents = yaml::read(text, Aliases::Copy).map_err(|error| ParseError {
        message: error.message,
        at: Some(error.at),
    })?;
    let mut documents = documents.into_iter().map(node);
    let mut root = documents.next().unwrap_or(Node {
        range: 0..0,
        value: Value::Null,
    });
    for document in documents {
        if let (Value::Table(entries), Value::Table(more)) = (&mut root.value, document.value) {
            entries.extend(more);
        }
    }
    Ok(root)
}

/// Reads a file as the list of its documents.
///
/// # Errors
/// As [`parse`].
pub(crate) fn documents(text: &str) -> Result<Node, ParseError> {
    let documents = yaml::read(text, Aliases::Copy).map_err(|error| ParseError {
        message: error.message,
        at: Some(error.at),
    })?;
    Ok(Node {
        range: 0..text.len(),
        value: Value::List(documents.into_iter().map(node).collect()),
    })
}

fn node(node: yaml::Node) -> Node {
    let value = match node.value {
        yaml::Value::Scalar { text, plain: true } => scalar(text),
        yaml::Value::Scalar { text, plain: false } => Value::Text(text),
        yaml::Value::List(items) => Value::List(items.into_iter().map(self::node).collect()),
        yaml::Value::Table(entries) => {
            let entries = entries.into_iter().map(|entry| Entry {
                at: entry.key.range.clone(),
                key: entry.key.text().unwrap_or_default().to_string(),
                node: self::node(entry.value),
            });
            Value::Table(entries.collect::<Vec<_>>().into())
        }
        yaml::Value::Alias => Value::Null,
    };
    Node {
        range: node.range,
        value,
    }
}

fn scalar(text: String) -> Value {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.parse::<f64>().is_ok() => Value::Number(text),
        _ => Value::Text(text),
    }
}
