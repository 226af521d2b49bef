//! `pnpm-lock.yaml`, formats 5 to 9.
//!
//! Versions lose what tells peers apart; `link:` is a folder and no version.

use std::rc::Rc;

use archsite_core::site::path;

use super::request::Request;
use crate::manifests::common::mark;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::{Node, ParseError};
use crate::model::facts::Fact;

/// pnpm's lock.
pub(super) struct PnpmLock {
    root: Rc<Node>,
    file: String,
}

impl PnpmLock {
    /// Reads the lock.
    pub(super) fn read(files: &mut Files, file: &str) -> Option<PnpmLock> {
        let root = files.parse(file, importers)?;
        let version = root.get("lockfileVersion").and_then(Node::scalar);
        let major = version.and_then(|v| v.split('.').next()?.parse::<u32>().ok());
        if major.is_some_and(|major| major > 9) {
            let version = version.unwrap_or_default();
            files.reject(file, format!("its format {version} is not supported"), None);
            return None;
        }
        Some(PnpmLock {
            root,
            file: file.to_string(),
        })
    }

    /// Resolves a version, or returns the folder of the package.
    pub(super) fn resolve(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        let folder = match request.member_folder {
            "" => ".",
            folder => folder,
        };
        // A project without a workspace has no importers: its own lists are at the top level.
        let importer = match self.root.get("importers") {
            Some(importers) => importers.get(folder)?,
            None => &self.root,
        };
        let lists = ["dependencies", "devDependencies", "optionalDependencies"];
        let mut found = lists
            .iter()
            .filter_map(|list| importer.at(&[list, request.key]));
        let found = found.next()?;
        let node = found.get("version").unwrap_or(found);
        let text = node.scalar()?;
        for prefix in ["link:", "file:"] {
            if let Some(linked) = text.strip_prefix(prefix) {
                let linked = linked.split('(').next().unwrap_or_default();
                return path::join(request.member_folder, linked);
            }
        }
        let version = version(text)?;
        fact.resolve(version, Some(mark(&self.file, node)));
        None
    }
}

/// Reads what the projects use. This comes before the list of all packages, which is nine tenths
/// of the file and is not needed.
fn importers(text: &str) -> Result<Node, ParseError> {
    let own = |rest: &str| {
        let mut top = rest
            .lines()
            .filter(|line| line.starts_with(|c: char| !c.is_whitespace()));
        top.all(|line| ["packages:", "snapshots:", "time:"].contains(&line.trim_end()))
    };
    let cut = text.find("\npackages:").filter(|at| own(&text[at + 1..]));
    value::yaml(&text[..cut.map_or(text.len(), |at| at + 1)])
}

/// The version in `1.2.3(peer@1)`, `1.2.3_peer@1`, `name@1.2.3` and `/name/1.2.3`.
fn version(text: &str) -> Option<&str> {
    let text = text.split('(').next()?;
    let text = match text.rfind('@').filter(|at| *at > 0 && !text.contains('_')) {
        Some(at) => &text[at + 1..],
        None if text.starts_with('/') => text.rsplit('/').next()?,
        None => text,
    };
    let text = text.split('_').next()?;
    text.starts_with(|c: char| c.is_ascii_digit())
        .then_some(text)
}
