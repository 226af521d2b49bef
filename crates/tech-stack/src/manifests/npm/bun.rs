//! `bun.lock`, the text form of bun's lock.
//!
//! The binary form is not read; a project that has only that has no lock here.

use std::rc::Rc;

use super::asked::Asked;
use crate::fact::Fact;
use crate::manifests::common::mark;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;

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

    /// Settles a version, or returns the folder the package lies in.
    pub(super) fn settle(&self, fact: &mut Fact, asked: &Asked<'_>) -> Option<String> {
        let packages = self.root.get("packages")?;
        // What a member needs in another version stands below its name.
        let own = format!("{}/{}", asked.member, asked.key);
        let found = packages.get(&own).or_else(|| packages.get(asked.key))?;
        let node = found.items().first()?;
        let (_, version) = node.text()?.rsplit_once('@')?;
        if let Some(folder) = version.strip_prefix("workspace:") {
            return Some(folder.to_string());
        }
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            fact.settle(version, Some(mark(&self.file, node)));
        }
        None
    }
}
