//! JSON schemas of book.toml and of the JSON that commands write. The guide publishes them.

use archsite_core::config::{Key, Kind};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::commands::repository::tech_stack;
use crate::{reference, report};

/// All schemas: the name of the file without its ending, and the schema.
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("book", book_toml()),
        ("problem", report::problem_schema()),
        ("tech-stack", tech_stack::list::schema()),
    ]
}

/// The schema of what a type is written as.
pub(crate) fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::default().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// The schema of book.toml. It describes `[preprocessor.archsite]` and allows everything else.
fn book_toml() -> Value {
    let keys: Vec<&Key> = reference::configuration().collect();
    json!({
        // The newest version that editors of TOML understand.
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "book.toml with [preprocessor.archsite]",
        "type": "object",
        "properties": {
            "preprocessor": {
                "type": "object",
                "properties": { "archsite": table(&keys) },
            },
        },
    })
}

fn table(keys: &[&Key]) -> Value {
    let properties = keys.iter().map(|key| (key.name.to_string(), value(key)));
    json!({
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}

fn value(key: &Key) -> Value {
    let below: Vec<&Key> = key.kind.keys().iter().collect();
    let mut schema = match key.kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number(from, u64::MAX) => json!({ "type": "integer", "minimum": from }),
        Kind::Number(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::NumberOr(from, to, word) => json!({
            "anyOf": [
                { "type": "integer", "minimum": from, "maximum": to },
                { "const": word },
            ]
        }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Table(_) => table(&below),
        Kind::Tables(_) => json!({ "type": "array", "items": table(&below) }),
        Kind::Entries if key.name == "lints" => levels(),
        Kind::Entries => json!({ "type": "object" }),
        Kind::Foreign => json!({}),
    };
    schema["description"] = key.about.into();
    if let Ok(default) = key.default.parse::<toml::Value>()
        && let Ok(default) = serde_json::to_value(default)
    {
        schema["default"] = default;
    }
    schema
}

/// The table of levels, with a key for each lint.
fn levels() -> Value {
    let levels = reference::lints().map(|lint| {
        let level = json!({
            "enum": ["allow", "warn", "deny"],
            "description": lint.summary,
            "default": lint.level.name(),
        });
        (lint.name.to_string(), level)
    });
    json!({
        "type": "object",
        "properties": levels.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}
