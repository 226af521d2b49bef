//! `yarn.lock`: the format of yarn 1, and the YAML of later ones.
//!
//! `0.0.0-use.local` marks a member of the workspace and is never a version.

use std::collections::HashMap;

use super::request::Request;
use crate::manifests::common::{lines, mark, within};
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Fact, FileRange};

/// yarn's lock.
pub(super) struct YarnLock {
    /// Version and place by descriptor: `name@range`.
    versions: HashMap<String, (String, FileRange)>,
}

impl YarnLock {
    /// Reads the lock.
    pub(super) fn read(files: &mut Files, file: &str) -> Option<YarnLock> {
        let text = files.read(file)?;
        let versions = if text.text.contains("__metadata:") {
            berry(&*files.parse(file, value::yaml)?, file)
        } else {
            match classic(&text.text, file) {
                Some(versions) => versions,
                None => {
                    files.reject(file, "it is not a lock file of Yarn", None);
                    return None;
                }
            }
        };
        Some(YarnLock { versions })
    }

    /// Resolves a version, or returns the folder of the package.
    pub(super) fn resolve(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        let ranges = [
            Some(request.raw),
            Some(request.requirement),
            request.resolution,
        ];
        let keys = ranges.into_iter().flatten().flat_map(|range| {
            [
                format!("{}@{range}", request.key),
                format!("{}@npm:{range}", request.key),
                format!("{}@patch:{}@npm%3A{range}", request.key, request.key),
            ]
        });
        let mut exact = keys.filter_map(|key| self.versions.get(&key));
        let (version, at) = exact.next().or_else(|| {
            // A patch carries a hash that the manifest does not.
            let patched = request
                .raw
                .split('#')
                .next()
                .filter(|raw| raw.starts_with("patch:"))?;
            let prefix = format!("{}@{patched}", request.key);
            let mut found = self
                .versions
                .iter()
                .filter(|(key, _)| key.starts_with(&prefix));
            found.next().map(|(_, found)| found)
        })?;
        if !version.ends_with("-use.local") {
            fact.resolve(version, Some(at.clone()));
        }
        None
    }
}

fn berry(root: &Node, file: &str) -> HashMap<String, (String, FileRange)> {
    let mut versions = HashMap::new();
    for entry in root.entries() {
        let Some(version) = entry.node.get("version") else {
            continue;
        };
        let Some(text) = version.scalar().filter(|_| entry.key != "__metadata") else {
            continue;
        };
        for key in entry.key.split(", ") {
            versions.insert(key.to_string(), (text.to_string(), mark(file, version)));
        }
    }
    versions
}

/// `None` if no entry is found in a file that holds more than comments.
fn classic(text: &str, file: &str) -> Option<HashMap<String, (String, FileRange)>> {
    let mut versions = HashMap::new();
    let mut keys: Vec<String> = Vec::new();
    let mut content = false;
    for (_, line) in lines(text) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        content = true;
        if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") {
            return None;
        }
        if let Some(head) = line.strip_suffix(':').filter(|l| !l.starts_with(' ')) {
            let parts = head.split(", ");
            keys = parts.map(|key| key.trim_matches('"').to_string()).collect();
        } else if let Some(version) = line.strip_prefix("  version ") {
            let version = version.trim_matches('"');
            let at = FileRange::new(file, within(text, version));
            for key in keys.drain(..) {
                versions.insert(key, (version.to_string(), at.clone()));
            }
        }
    }
    (!content || !versions.is_empty()).then_some(versions)
}
