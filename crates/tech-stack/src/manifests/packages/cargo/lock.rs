//! Cargo.lock: which version each package of the workspace uses.
//!
//! Where the lock file does not match the manifest, nothing is resolved.

use std::collections::HashMap;
use std::rc::Rc;

use semver::{Version, VersionReq};

use crate::manifests::common::mark;
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Fact, FileRange, Source};

/// A lock file.
pub(super) struct Lock {
    root: Rc<Node>,
    file: String,
    /// Indexes into the list of packages, by name.
    by_name: HashMap<String, Vec<usize>>,
}

/// Entries of `dependencies` by the name of the package they mean.
pub(super) type Used<'a> = HashMap<&'a str, Vec<&'a str>>;

impl Lock {
    /// The lock in a folder, or with `above` the nearest one in the folders above it.
    pub(super) fn read(files: &mut Files, folder: &str, above: bool) -> Option<Lock> {
        let mut folder = folder;
        let file = loop {
            let file = joined(folder, "Cargo.lock");
            if files.exists(&file) {
                break file;
            }
            if folder.is_empty() || !above {
                return None;
            }
            folder = archsite_core::site::path::parent(folder);
        };
        let root = files.parse(&file, value::toml)?;
        let version = root.get("version").and_then(Node::scalar).unwrap_or("1");
        if version.parse::<u32>().is_ok_and(|version| version > 4) {
            files.reject(
                &file,
                format!("its format {version} is not supported"),
                None,
            );
            return None;
        }
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, package) in root.items_of("package").iter().enumerate() {
            if let Some(name) = package.text_of("name") {
                by_name.entry(name.to_string()).or_default().push(index);
            }
        }
        Some(Lock {
            root,
            file,
            by_name,
        })
    }

    /// The packages that `member` uses according to the lock file.
    pub(super) fn used(&self, member: &str, version: Option<&str>) -> Option<Used<'_>> {
        let own = |package: &&Node| package.get("source").is_none();
        let same = |package: &&Node| version.is_none() || package.text_of("version") == version;
        let owner = self.named(member).filter(own).find(same);
        // Its version may have moved since the lock was written.
        let owner = owner.or_else(|| self.named(member).find(own))?;
        let mut used: Used<'_> = HashMap::new();
        for entry in owner.texts_of("dependencies") {
            let name = entry.split(' ').next().unwrap_or_default();
            used.entry(name).or_default().push(entry);
        }
        Some(used)
    }

    /// Settles the version of a dependency of a package that uses `used`.
    pub(super) fn resolve(&self, fact: &mut Fact, used: Option<&Used<'_>>) {
        let Some(used) = used else {
            fact.unknown = Some("Cargo.lock does not contain the package that requires it");
            return;
        };
        // The entry of the package decides between two versions of one dependency.
        let entries = used.get(fact.name.as_str()).map_or(&[][..], Vec::as_slice);
        let mut candidates: Vec<&Node> = self.named(&fact.name).collect();
        candidates.retain(|package| entries.iter().any(|entry| means(entry, package)));
        match fact.source {
            Some(Source::Git) => {
                let git = |p: &&Node| p.text_of("source").is_some_and(|s| s.starts_with("git+"));
                candidates.retain(git);
            }
            Some(_) => candidates.retain(|package| package.get("source").is_none()),
            None => {}
        }
        let required = fact.requirement.as_deref();
        let required = required.and_then(|text| VersionReq::parse(text).ok());
        let fits = |package: &&Node| -> Option<Version> {
            let version = Version::parse(package.text_of("version")?).ok()?;
            let fits = match &required {
                // A path or repository may hold a pre-release that the registry rule excludes.
                Some(required) => required.matches(&version) || fact.source.is_some(),
                None => true,
            };
            fits.then_some(version)
        };
        let best = candidates.iter().filter_map(|p| fits(p).map(|v| (v, p)));
        match best.max_by(|a, b| a.0.cmp(&b.0)) {
            Some((_, package)) => {
                let at = package.get("version").map(|node| mark(&self.file, node));
                let version = package.text_of("version").unwrap_or_default();
                fact.resolve(
                    version,
                    at.or_else(|| Some(FileRange::new(&self.file, 0..0))),
                );
            }
            None => fact.unknown = Some("Cargo.lock does not match the manifest"),
        }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Node> {
        let packages = self.root.items_of("package");
        let indexes = self.by_name.get(name).into_iter().flatten();
        indexes.map(|index| &packages[*index])
    }
}

/// Whether an entry of `dependencies` (`name`, `name version`, `name version (source)`) is that
/// package.
fn means(entry: &str, package: &Node) -> bool {
    let mut words = entry.split(' ');
    words.next() == package.text_of("name")
        && words
            .next()
            .is_none_or(|version| package.text_of("version") == Some(version))
}
