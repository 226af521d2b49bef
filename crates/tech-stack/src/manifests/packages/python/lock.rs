//! The locks of uv, Poetry, PDM and Pipenv, and `pylock.toml`.
//!
//! A package may be locked in several versions for several Pythons; those that a requirement and
//! its marker leave are all resolved. It may not choose between them.

use std::collections::HashMap;
use std::rc::Rc;

use archsite_core::site::path;

use super::common::{normal, pythons};
use crate::manifests::common::mark;
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Ecosystem, Fact, FileRange, Resolved};
use crate::model::requirement;
use crate::model::version::Version;

/// A lock file.
pub(super) struct Lock {
    packages: HashMap<String, Vec<Package>>,
    /// The packages that each member uses according to uv, by name.
    used: HashMap<String, HashMap<String, Vec<Use>>>,
}

/// Locks that were read, by the folders they are in: one lock serves many members.
#[derive(Default)]
pub(super) struct Locks {
    read: HashMap<String, Option<Rc<Lock>>>,
}

impl Locks {
    /// The lock of a project: in its folder, or in one above it.
    pub(super) fn of(&mut self, files: &mut Files, folder: &str) -> Option<Rc<Lock>> {
        let mut folder = folder;
        loop {
            let present = NAMES.iter().map(|name| joined(folder, name));
            if let Some(file) = present.into_iter().find(|file| files.exists(file)) {
                if let Some(known) = self.read.get(&file) {
                    return known.clone();
                }
                let lock = Lock::read(files, &file).map(Rc::new);
                self.read.insert(file, lock.clone());
                return lock;
            }
            if folder.is_empty() {
                return None;
            }
            folder = path::parent(folder);
        }
    }
}

/// Names of locks, in the order in which they count.
const NAMES: &[&str] = &[
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "pylock.toml",
    "Pipfile.lock",
];

struct Package {
    version: String,
    at: FileRange,
    marker: Option<String>,
}

/// A use of a package by a member.
struct Use {
    /// The version, if there are several.
    version: Option<String>,
    marker: Option<String>,
}

impl Lock {
    fn read(files: &mut Files, file: &str) -> Option<Lock> {
        let name = path::file_name(file);
        if name == "Pipfile.lock" {
            let root = files.parse(file, value::json)?;
            return Some(pipenv(&root, file));
        }
        let root = files.parse(file, value::toml)?;
        if name == "uv.lock" && root.get("version").and_then(Node::scalar) != Some("1") {
            files.reject(file, "its format is not supported", None);
            return None;
        }
        let key = match name {
            "pylock.toml" => "packages",
            _ => "package",
        };
        Some(tables(root.items_of(key), file))
    }

    /// Settles the versions that `member` uses.
    pub(super) fn resolve(&self, fact: &mut Fact, member: &str) {
        let Some(packages) = self.packages.get(&fact.name) else {
            return;
        };
        let required = fact.requirement.as_deref();
        let required = required.and_then(|text| requirement::requirement(Ecosystem::PyPi, text));
        let python = fact.condition.as_deref().map(pythons);
        let used = self.used.get(&normal(member));
        let used = used.and_then(|used| used.get(&fact.name));
        let used = used.map_or(&[][..], Vec::as_slice);
        let mut fits = Vec::new();
        for package in packages {
            let entry = used
                .iter()
                .find(|u| u.version.as_ref().is_none_or(|v| *v == package.version));
            if entry.is_none() && !used.is_empty() {
                continue;
            }
            let marker = entry
                .and_then(|u| u.marker.clone())
                .or_else(|| package.marker.clone());
            let version = Version::parse(&package.version);
            let allowed = match (&required, version) {
                (Some(required), Some(version)) => required.contains(&version),
                _ => true,
            };
            let here = match (&python, &marker) {
                (Some(python), Some(marker)) => python.overlaps(&pythons(marker)),
                _ => true,
            };
            if allowed && here && !fits.iter().any(|r: &Resolved| r.version == package.version) {
                fits.push(Resolved {
                    version: package.version.clone(),
                    condition: marker,
                    at: Some(package.at.clone()),
                });
            }
        }
        if let [only] = fits.as_mut_slice() {
            only.condition = None;
        }
        if fits.is_empty() && fact.source.is_none() {
            fact.unknown = Some("the lock file does not match the manifest");
        }
        fact.resolved = fits;
    }
}

fn tables(items: &[Node], file: &str) -> Lock {
    let mut lock = Lock {
        packages: HashMap::new(),
        used: HashMap::new(),
    };
    for package in items {
        let Some(name) = package.text_of("name").map(normal) else {
            continue;
        };
        if let Some(version) = package.get("version")
            && let Some(text) = version.text()
        {
            let markers = package.text_of("markers").or(package.text_of("marker"));
            lock.packages
                .entry(name.clone())
                .or_default()
                .push(Package {
                    version: text.to_string(),
                    at: mark(file, version),
                    marker: markers.map(str::to_string),
                });
        }
        let local = package.get("source").is_some_and(|source| {
            ["editable", "virtual", "directory"]
                .iter()
                .any(|key| source.get(key).is_some())
        });
        if local {
            let groups = ["optional-dependencies", "dev-dependencies"];
            let groups = groups.iter().flat_map(|key| package.entries_of(key));
            let groups = groups.flat_map(|entry| entry.node.items());
            let uses = package.items_of("dependencies").iter().chain(groups);
            let mut by_name: HashMap<String, Vec<Use>> = HashMap::new();
            for (name, one) in uses.filter_map(used) {
                by_name.entry(name).or_default().push(one);
            }
            lock.used.insert(name, by_name);
        }
    }
    lock
}

fn used(node: &Node) -> Option<(String, Use)> {
    let one = Use {
        version: node.text_of("version").map(str::to_string),
        marker: node.text_of("marker").map(str::to_string),
    };
    Some((normal(node.text_of("name")?), one))
}

fn pipenv(root: &Node, file: &str) -> Lock {
    let mut packages: HashMap<String, Vec<Package>> = HashMap::new();
    for group in ["default", "develop"] {
        for entry in root.entries_of(group) {
            let Some(version) = entry.node.get("version") else {
                continue;
            };
            let text = version.text().unwrap_or_default().trim_start_matches('=');
            let list = packages.entry(normal(&entry.key)).or_default();
            if list.is_empty() && !text.is_empty() {
                list.push(Package {
                    version: text.to_string(),
                    at: mark(file, version),
                    marker: None,
                });
            }
        }
    }
    Lock {
        packages,
        used: HashMap::new(),
    }
}
