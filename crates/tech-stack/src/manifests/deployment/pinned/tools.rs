//! `.tool-versions` and mise.
//!
//! Tools are named as everywhere else here: `nodejs` is `node`.

use crate::manifests::common::{lines, mark, runtime, within};
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Value;
use crate::model::facts::{Authority, FileRange};

/// Reads all files that pin tools.
pub(super) fn read(files: &mut Files) {
    for file in files.named(".tool-versions") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        for (_, line) in lines(&read.text) {
            let line = line.split('#').next().unwrap_or_default();
            let mut words = line.split_whitespace();
            let Some(name) = words.next() else { continue };
            // The first version is used; the others are fallbacks.
            if let Some(version) = words.next() {
                let at = FileRange::new(&file, within(&read.text, version));
                add(files, name, version, at);
            }
        }
    }
    for file in files.matching(|name| name == "mise.toml" || name == ".mise.toml") {
        if !files.exists(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::toml) else {
            continue;
        };
        for entry in root.entries_of("tools") {
            let node = match &entry.node.value {
                Value::List(items) => items.first(),
                Value::Table(_) => entry.node.get("version"),
                _ => Some(&entry.node),
            };
            if let Some(node) = node
                && let Some(version) = node.scalar()
            {
                let name = entry.key.rsplit(':').next().unwrap_or(&entry.key);
                add(files, name, version, mark(&file, node));
            }
        }
    }
}

fn add(files: &mut Files, name: &str, version: &str, at: FileRange) {
    let name = match name {
        "nodejs" => "node",
        "golang" => "go",
        "dotnet" | "dotnet-core" => "dotnet-sdk",
        name => name,
    };
    // `java temurin-21.0.2+13` names who built it too.
    let plain = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    if version.starts_with("latest") || version.starts_with("system") || plain.is_empty() {
        return;
    }
    let at = FileRange::new(&at.file, at.end - plain.len()..at.end);
    runtime(files, name, plain, Authority::Pin, at);
}
