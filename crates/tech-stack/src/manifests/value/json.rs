//! JSON, with the comments and trailing commas that tools accept.
//!
//! Nothing else is accepted: a file with conflict markers is not JSON.

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use crate::manifests::value::node::{Entry, MAX_DEPTH, Node, ParseError, Value};

/// Reads a file.
///
/// # Errors
/// The file is not JSON, or is nested too deeply.
pub(crate) fn parse(text: &str) -> Result<Node, ParseError> {
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Off,
        tokens: false,
    };
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed =
        parse_to_ast(&text[skipped..], &collect, &options).map_err(|error| ParseError {
            message: error.kind().to_string(),
            at: Some(error.range().start + skipped),
        })?;
    let Some(root) = parsed.value else {
        return Err(ParseError {
            message: "the file is empty".to_string(),
            at: None,
        });
    };
    node(root, skipped, 0)
}

fn node(value: ast::Value<'_>, skipped: usize, depth: usize) -> Result<Node, ParseError> {
    let start = value.range().start + skipped;
    let mut range = start..value.range().end + skipped;
    if depth > MAX_DEPTH {
        return Err(ParseError {
            message: format!("nested more than {MAX_DEPTH} deep"),
            at: Some(start),
        });
    }
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        ast::Value::NumberLit(literal) => Value::Number(literal.value.to_string()),
        ast::Value::StringLit(literal) => {
            range = range.start + 1..range.end - 1;
            Value::Text(literal.value.into_owned())
        }
        ast::Value::Array(array) => {
            let items = array.elements.into_iter();
            let items: Result<_, _> = items.map(|item| node(item, skipped, depth + 1)).collect();
            Value::List(items?)
        }
        ast::Value::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let at = property.name.range();
                entries.push(Entry {
                    key: property.name.as_str().to_string(),
                    at: at.start + skipped..at.end + skipped,
                    node: node(property.value, skipped, depth + 1)?,
                });
            }
            Value::Table(entries.into())
        }
    };
    Ok(Node { range, value })
}
