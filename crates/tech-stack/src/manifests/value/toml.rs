//! TOML.
//!
//! A file that the parser refuses is refused; nothing is repaired.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::manifests::value::node::{Entry, MAX_DEPTH, Node, ParseError, Value};

/// Reads a file.
///
/// # Errors
/// The file is not TOML, or is nested too deeply.
pub(crate) fn parse(text: &str) -> Result<Node, ParseError> {
    let root = DeTable::parse(text).map_err(|error| ParseError {
        message: error.message().replace('\n', " "),
        at: error.span().map(|span| span.start),
    })?;
    let range = root.span();
    Ok(Node {
        range,
        value: table(text, root.into_inner(), 0)?,
    })
}

fn table(text: &str, table: DeTable<'_>, depth: usize) -> Result<Value, ParseError> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        entries.push(Entry {
            at: key.span(),
            key: key.into_inner().into_owned(),
            node: node(text, value, depth + 1)?,
        });
    }
    // The parser sorts keys; the order of the file is the author's.
    entries.sort_by_key(|entry| entry.at.start);
    Ok(Value::Table(entries.into()))
}

fn node(text: &str, value: Spanned<DeValue<'_>>, depth: usize) -> Result<Node, ParseError> {
    let mut range = value.span();
    if depth > MAX_DEPTH {
        return Err(ParseError {
            message: format!("nested more than {MAX_DEPTH} deep"),
            at: Some(range.start),
        });
    }
    let value = match value.into_inner() {
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::String(value) => {
            range = unquoted(text, range, &value);
            Value::Text(value.into_owned())
        }
        DeValue::Array(items) => {
            let items = items.into_iter();
            let items: Result<_, _> = items.map(|item| node(text, item, depth + 1)).collect();
            Value::List(items?)
        }
        DeValue::Table(inner) => self::table(text, inner, depth)?,
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Value::Number(text.get(range.clone()).unwrap_or_default().to_string())
        }
    };
    Ok(Node { range, value })
}

/// The range of a text without its quotes, of which there are one or three.
fn unquoted(text: &str, range: Range<usize>, value: &str) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") {
        3
    } else {
        1
    };
    if written.len() >= value.len().min(1) + 2 * quotes {
        range.start + quotes..range.end - quotes
    } else {
        range
    }
}
