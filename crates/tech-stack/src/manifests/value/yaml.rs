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
    let documents = read(text)?;
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
    let documents = read(text)?;
    Ok(Node {
        range: 0..text.len(),
        value: Value::List(documents.into_iter().map(node).collect()),
    })
}

/// The documents of a text. A list in brackets may end at the indentation of its key, which the readers
/// of Docker and Kubernetes accept and the specification does not.
fn read(text: &str) -> Result<Vec<yaml::Node>, ParseError> {
    let error = match yaml::read(text, Aliases::Copy) {
        Ok(documents) => return Ok(documents),
        Err(error) => error,
    };
    let again = yaml::read(&with_closed_brackets(text), Aliases::Copy);
    again.map_err(|_| ParseError {
        message: error.message,
        at: Some(error.at),
    })
}

/// A text of the same length in which brackets that are alone in a line end the line before.
fn with_closed_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if matches!(line.trim(), "]" | "}" | "]," | "},") && out.ends_with('\n') {
            out.pop();
            out.push(' ');
        }
        out.push_str(line);
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_at_the_indentation_of_its_key_ends_the_list() {
        let text = "a:\n  command: [\n    \"x\"\n  ]\n  image: redis:7\n";
        let root = parse(text).expect("YAML");
        let image = root.at(&["a", "image"]).expect("an image");
        assert_eq!(image.text(), Some("redis:7"));
        assert_eq!(&text[image.range.clone()], "redis:7");
        let error = parse("a: [\n").expect_err("no YAML");
        assert!(error.at.is_some());
    }
}
