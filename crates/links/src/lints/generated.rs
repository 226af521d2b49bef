//! Files below `src` that `shard` and `context` generated for agents: they are not chapters that
//! SUMMARY.md lacks.
//!
//! A `manifest.json` lists them.

use std::collections::HashSet;
use std::path::Path;

use archsite_core::fs::Reader;
use archsite_core::site::path;
use serde_json::Value;

/// The file that lists them, beside them.
const MANIFEST: &str = "manifest.json";

/// All such files, relative to `src`. `files` are all files there.
pub(crate) fn files(reader: &Reader, src: &Path, files: &[String]) -> HashSet<String> {
    let manifests = files
        .iter()
        .filter(|file| path::file_name(file) == MANIFEST);
    manifests
        .filter_map(|file| listed(reader, src, file))
        .flatten()
        .collect()
}

/// The files that one manifest lists, and itself; none if another program wrote it.
fn listed(reader: &Reader, src: &Path, file: &str) -> Option<Vec<String>> {
    let text = reader.read(&src.join(file)).ok()?;
    let json: Value = serde_json::from_str(&text).ok()?;
    let ours = matches!(json.get("made_by")?.as_str()?, "shard" | "context");
    let lists = ["shards", "files"].iter().filter_map(|key| json.get(key));
    let names = lists
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|item| item.get("file")?.as_str());
    let folder = path::parent(file);
    let paths = names.filter_map(|name| path::join(folder, name));
    let all = paths.chain([file.to_string()]).collect();
    ours.then_some(all)
}
