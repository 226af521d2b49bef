//! `bun.lock`, the text form of bun's lock.
//!
//! The binary form is not read; a project that has only that has no lock here.

use std::rc::Rc;

use super::request::Request;
use crate::manifests::common::mark;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::Fact;

/// bun's lock.
pub(super) struct BunLock {
    root: Rc<Node>,
    file: String,
}

impl BunLock {
    /// Reads the lock.
    pub(super) fn read(files: &mut Files, file: &str) -> Option<BunLock> {
        let root = files.parse(file, value::json)?;
        Some(BunLock {
            root,
            file: file.to_string(),
        })
    }

    /// Resolves a version, or returns the folder of the package.
    pub(super) fn resolve(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        let packages = self.root.get("packages")?;
        // A package that a member needs in another version is listed below its name.
        let own = format!("{}/{}", request.member, request.key);
        let found = packages.get(&own).or_else(|| packages.get(request.key))?;
        let node = found.items().first()?;
        let (_, version) = node.text()?.rsplit_once('@')?;
        if let Some(folder) = version.strip_prefix("workspace:") {
            return Some(folder.to_string());
        }
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            fact.resolve(version, Some(mark(&self.file, node)));
        }
        None
    }
}
