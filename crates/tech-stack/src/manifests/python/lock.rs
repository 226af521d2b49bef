//! The locks of uv, Poetry, PDM and Pipenv, and `pylock.toml`.
//!
//! A package may be locked in several versions for several Pythons; those that a requirement and
//! its marker leave are all settled. It may not choose between them.

use std::collections::HashMap;

use super::{normal, pythons};
use crate::fact::{Ecosystem, Fact, Mark, Resolved};
use crate::manifests::files::{Files, joined};
use crate::manifests::mark;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::versions::range;
use crate::versions::version::Version;

/// A lock file.
pub(super) struct Lock {
    packages: HashMap<String, Vec<Package>>,
    /// What uv says each member uses: package, version if there are several, marker.
    used: HashMap<String, Vec<Use>>,
}

struct Package {
    version: String,
    at: Mark,
    marker: Option<String>,
}

struct Use {
    name: String,
    version: Option<String>,
    marker: Option<String>,
}

impl Lock {
    /// The lock of a project: in its folder, or in one above it.
    pub(super) fn read(files: &mut Files, folder: &str) -> Option<Lock> {
        let mut folder = folder;
        loop {
            for name in [
                "uv.lock",
                "poetry.lock",
                "pdm.lock",
                "pylock.toml",
                "Pipfile.lock",
            ] {
                let file = joined(folder, name);
                if !files.exists(&file) {
                    continue;
                }
                if name == "Pipfile.lock" {
                    let root = files.parse(&file, value::json)?;
                    return Some(pipenv(&root, &file));
                }
                let root = files.parse(&file, value::toml)?;
                if name == "uv.lock" && root.get("version").and_then(Node::scalar) != Some("1") {
                    files.reject(&file, "its format is not known", None);
                    return None;
                }
                let key = match name {
                    "pylock.toml" => "packages",
                    _ => "package",
                };
                return Some(tables(root.items_of(key), &file));
            }
            if folder.is_empty() {
                return None;
            }
            folder = archsite_core::site::path::parent(folder);
        }
    }

    /// Settles the versions that `member` uses.
    pub(super) fn settle(&self, fact: &mut Fact, member: &str) {
        let Some(packages) = self.packages.get(&fact.name) else {
            return;
        };
        let asked = fact.requirement.as_deref();
        let asked = asked.and_then(|text| range::requirement(Ecosystem::PyPi, text));
        let python = fact.condition.as_deref().map(pythons);
        let used = self.used.get(&normal(member));
        let used: Vec<&Use> = used
            .into_iter()
            .flatten()
            .filter(|u| u.name == fact.name)
            .collect();
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
            let allowed = match (&asked, version) {
                (Some(asked), Some(version)) => asked.contains(&version),
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
            fact.unknown = Some("the lock does not fit the manifest");
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
            lock.used.insert(name, uses.filter_map(used).collect());
        }
    }
    lock
}

fn used(node: &Node) -> Option<Use> {
    Some(Use {
        name: normal(node.text_of("name")?),
        version: node.text_of("version").map(str::to_string),
        marker: node.text_of("marker").map(str::to_string),
    })
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
