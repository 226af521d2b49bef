//! The lock of a JavaScript project, whichever tool wrote it, and npm's own.
//!
//! Only the version that the tool would load from that folder is looked for.

use super::request::Request;
use std::collections::HashMap;
use std::rc::Rc;

use super::{bun::BunLock, pnpm::PnpmLock, yarn::YarnLock};
use crate::manifests::common::mark;
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Fact, Source};

/// A lock file.
pub(super) enum Lock {
    Npm(NpmLock),
    Pnpm(PnpmLock),
    Yarn(YarnLock),
    Bun(BunLock),
}

/// Names of locks and the tools that write them, in the order in which they count.
const LOCKS: &[(&str, &str)] = &[
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
    ("bun.lock", "bun"),
    ("package-lock.json", "npm"),
    ("npm-shrinkwrap.json", "npm"),
];

impl Lock {
    /// The lock of a project, or the one above it if that knows the project.
    pub(super) fn read(files: &mut Files, folder: &str, root: &Node) -> Option<Lock> {
        let manager = root.text_of("packageManager").unwrap_or_default();
        let manager = manager.split('@').next().unwrap_or_default();
        let present: Vec<(String, &str)> = LOCKS
            .iter()
            .map(|(name, tool)| (joined(folder, name), *tool))
            .filter(|(file, _)| files.exists(file))
            .collect();
        let chosen = present.iter().find(|(_, tool)| *tool == manager);
        let (file, tool) = chosen.or(present.first())?;
        match *tool {
            "pnpm" => PnpmLock::read(files, file).map(Lock::Pnpm),
            "yarn" => YarnLock::read(files, file).map(Lock::Yarn),
            "bun" => BunLock::read(files, file).map(Lock::Bun),
            _ => NpmLock::read(files, file).map(Lock::Npm),
        }
    }

    /// Resolves a version. Returns a folder, relative to the lock, if the package is there.
    pub(super) fn resolve(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        match self {
            Lock::Npm(lock) => lock.resolve(fact, request),
            Lock::Pnpm(lock) => lock.resolve(fact, request),
            Lock::Yarn(lock) => lock.resolve(fact, request),
            Lock::Bun(lock) => lock.resolve(fact, request),
        }
    }
}

/// `package-lock.json` of any version.
pub(super) struct NpmLock {
    root: Rc<Node>,
    file: String,
    /// Indexes into `packages`, by path.
    by_path: HashMap<String, usize>,
}

impl NpmLock {
    fn read(files: &mut Files, file: &str) -> Option<NpmLock> {
        let root = files.parse(file, value::json)?;
        let version = root.get("lockfileVersion").and_then(Node::scalar);
        if let Some(version) = version.filter(|v| !["1", "2", "3"].contains(v)) {
            files.reject(file, format!("its format {version} is not supported"), None);
            return None;
        }
        let packages = root.entries_of("packages").iter().enumerate();
        let by_path = packages
            .map(|(index, entry)| (entry.key.clone(), index))
            .collect();
        Some(NpmLock {
            root,
            file: file.to_string(),
            by_path,
        })
    }

    fn entry(&self, path: &str) -> Option<&Node> {
        let index = self.by_path.get(path)?;
        Some(&self.root.entries_of("packages")[*index].node)
    }

    fn resolve(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        if self.by_path.is_empty() {
            return self.resolve_v1(fact, request);
        }
        // As Node.js looks: nearest folder first.
        let mut folder = request.member_folder;
        let found = loop {
            let path = joined(folder, &format!("node_modules/{}", request.key));
            match self.entry(&path) {
                Some(found) => break found,
                None if folder.is_empty() => return None,
                None => folder = archsite_core::site::path::parent(folder),
            }
        };
        if found.is_true("link") {
            return found.text_of("resolved").map(str::to_string);
        }
        fact.license = found.text_of("license").map(str::to_string);
        if let Some(version) = found.get("version")
            && let Some(text) = version.text()
        {
            fact.resolve(text, Some(mark(&self.file, version)));
        }
        None
    }

    fn resolve_v1(&self, fact: &mut Fact, request: &Request<'_>) -> Option<String> {
        let found = self.root.at(&["dependencies", request.key, "version"])?;
        let text = found.text()?;
        if let Some(folder) = text.strip_prefix("file:") {
            fact.source = fact.source.or(Some(Source::Path));
            return Some(folder.trim_start_matches("./").to_string());
        }
        let version = match text.strip_prefix("npm:") {
            Some(alias) => alias.rsplit('@').next().unwrap_or_default(),
            None => text,
        };
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            fact.resolve(version, Some(mark(&self.file, found)));
        }
        None
    }
}
