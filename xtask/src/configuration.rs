//! The reference of the configuration: every key with its type, default and sentence.

use archsite_cli::reference::configuration;
use archsite_core::config::{Key, Kind};

use crate::output::{GUIDE, Output, table};

/// A table of Markdown for each table of TOML.
pub(crate) fn reference(output: &mut Output) -> anyhow::Result<()> {
    let root: Vec<&Key> = configuration().collect();
    let mut text = String::new();
    section("preprocessor.archsite", &root, &mut text);
    output.region(&format!("{GUIDE}/configuration.md"), "configuration", &text)
}

/// The keys of a table, then those of the tables below it.
fn section(path: &str, keys: &[&Key], text: &mut String) {
    let rows: Vec<Vec<String>> = keys.iter().map(|key| row(key)).collect();
    let table = table(&["Key", "Value", "Default", "Meaning"], &rows);
    text.push_str(&format!("Keys of `{path}`:\n\n{table}\n"));
    for key in keys {
        let below: Vec<&Key> = key.kind.keys().iter().collect();
        if !below.is_empty() {
            section(&format!("{path}.{}", key.name), &below, text);
        }
    }
}

fn row(key: &Key) -> Vec<String> {
    let default = match key.default {
        "" => "",
        default => &format!("`{default}`"),
    };
    let name = match key.kind {
        Kind::Tables(_) => format!("`[[{}]]`", key.name),
        _ => format!("`{}`", key.name),
    };
    vec![
        name,
        key.kind.words(),
        default.to_string(),
        key.about.to_string(),
    ]
}
