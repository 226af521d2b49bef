//! Versions of Node.js and of package managers: `engines`, `packageManager`, `volta`, `.nvmrc`.

use crate::manifests::common::{lines, mark, runtime, within};
use crate::manifests::files::Files;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, FileRange};

/// A file that holds a version of Node.js and nothing else.
pub(super) fn pin(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let first = lines(&read.text).find(|(_, line)| !line.trim().is_empty());
    let Some((_, line)) = first else { return };
    let version = line.trim().trim_start_matches('v');
    // `lts/*` and `node` are not versions.
    if version.starts_with(|c: char| c.is_ascii_digit()) {
        let at = FileRange::new(file, within(&read.text, version));
        runtime(files, "node", version, Authority::Pin, at);
    }
}

/// Reads the runtimes of a `package.json`.
pub(super) fn runtimes(files: &mut Files, file: &str, node: &Node) {
    for entry in node.entries_of("engines") {
        if let Some(text) = entry.node.text() {
            let at = mark(file, &entry.node);
            runtime(files, &entry.key, text, Authority::Requirement, at);
        }
    }
    if let Some(manager) = node.get("packageManager")
        && let Some((name, version)) = manager.text().and_then(|text| text.split_once('@'))
    {
        let version = version.split('+').next().unwrap_or_default();
        runtime(files, name, version, Authority::Pin, mark(file, manager));
    }
    for entry in node.entries_of("volta") {
        if let Some(text) = entry.node.text().filter(|_| entry.key != "extends") {
            runtime(
                files,
                &entry.key,
                text,
                Authority::Pin,
                mark(file, &entry.node),
            );
        }
    }
    for key in ["runtime", "packageManager"] {
        let Some(request) = node.at(&["devEngines", key]) else {
            continue;
        };
        let list = match request.items() {
            [] => std::slice::from_ref(request),
            items => items,
        };
        for request in list {
            if let (Some(name), Some(version)) = (request.text_of("name"), request.get("version"))
                && let Some(text) = version.text()
            {
                runtime(
                    files,
                    name,
                    text,
                    Authority::Requirement,
                    mark(file, version),
                );
            }
        }
    }
}
