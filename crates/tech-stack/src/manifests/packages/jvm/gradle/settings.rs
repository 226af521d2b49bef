//! Version catalogs in a settings file: `versionCatalogs { create("libs") { … } }`.

use std::ops::Range;

use crate::manifests::common::within;
use crate::manifests::packages::jvm::gradle::script;
use crate::manifests::value::{Entry, Node, Value};

/// The catalogs of a settings file, each with its name. They have the form of a catalog in TOML.
/// `text` is the file without comments.
pub(super) fn catalogs(text: &str) -> Vec<(String, Node)> {
    let mut found = Vec::new();
    for block in script::blocks(text, "versionCatalogs") {
        let mut rest = block;
        while let Some(open) = rest.find('{') {
            let head = rest[..open].trim_end();
            let inside = &rest[open + 1..];
            let inside = &inside[..script::closing(inside)];
            let name = match script::quoted(head.rsplit('\n').next().unwrap_or(head)) {
                Some(name) => name,
                None => head
                    .rsplit([' ', '\n', '\t', ';'])
                    .next()
                    .unwrap_or_default(),
            };
            if !name.is_empty() {
                found.push((name.to_string(), catalog(text, inside)));
            }
            rest = &rest[open + 1 + inside.len()..];
            rest = rest.strip_prefix('}').unwrap_or(rest);
        }
    }
    found
}

/// A catalog from the calls of its block.
fn catalog(text: &str, block: &str) -> Node {
    let mut versions = Vec::new();
    let mut libraries = Vec::new();
    let mut plugins = Vec::new();
    let mut bundles = Vec::new();
    for line in block.split(['\n', ';']) {
        let line = line.trim();
        let name = line.split(['(', ' ']).next().unwrap_or_default();
        let texts = script::all_quoted(line);
        let version = version(text, line, &texts);
        match (name, texts.as_slice()) {
            ("version", [alias, value, ..]) => versions.push(entry(text, alias, leaf(text, value))),
            ("library" | "alias", [alias, group, artifact, ..]) if !group.contains(':') => {
                let mut fields = vec![field(text, "group", group), field(text, "name", artifact)];
                fields.extend(version);
                libraries.push(entry(text, alias, table(text, line, fields)));
            }
            ("library", [alias, coordinates, ..]) => {
                let node = match version {
                    Some(version) => {
                        let fields = vec![field(text, "module", coordinates), version];
                        table(text, line, fields)
                    }
                    None => leaf(text, coordinates),
                };
                libraries.push(entry(text, alias, node));
            }
            ("plugin", [alias, id, ..]) => {
                let mut fields = vec![field(text, "id", id)];
                fields.extend(version);
                plugins.push(entry(text, alias, table(text, line, fields)));
            }
            ("bundle", [alias, members @ ..]) => {
                let items = members.iter().map(|member| leaf(text, member)).collect();
                bundles.push(entry(
                    text,
                    alias,
                    Node {
                        range: within(text, line),
                        value: Value::List(items),
                    },
                ));
            }
            _ => {}
        }
    }
    let parts = [
        ("versions", versions),
        ("libraries", libraries),
        ("plugins", plugins),
        ("bundles", bundles),
    ];
    let parts = parts.into_iter().map(|(key, entries)| Entry {
        key: key.to_string(),
        at: 0..0,
        node: table(text, block, entries),
    });
    table(text, block, parts.collect())
}

/// The version at the end of a call: `.versionRef("x")` or `.version("1")`.
fn version(text: &str, line: &str, texts: &[&str]) -> Option<Entry> {
    let last = texts.last()?;
    let node = if line.contains("versionRef") {
        table(text, last, vec![field(text, "ref", last)])
    } else if line.contains(".version(") || line.contains(").version ") {
        leaf(text, last)
    } else {
        return None;
    };
    Some(Entry {
        key: "version".to_string(),
        at: within(text, last),
        node,
    })
}

fn leaf(text: &str, part: &str) -> Node {
    Node {
        range: within(text, part),
        value: Value::Text(part.to_string()),
    }
}

fn table(text: &str, part: &str, entries: Vec<Entry>) -> Node {
    Node {
        range: within(text, part),
        value: Value::Table(entries.into()),
    }
}

fn entry(text: &str, key: &str, node: Node) -> Entry {
    let at: Range<usize> = within(text, key);
    Entry {
        key: key.to_string(),
        at,
        node,
    }
}

fn field(text: &str, key: &str, value: &str) -> Entry {
    Entry {
        key: key.to_string(),
        at: within(text, value),
        node: leaf(text, value),
    }
}
