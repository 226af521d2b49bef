//! PHP: `composer.json` and its lock.
//!
//! Packages that a package replaces or provides are not dependencies. Extensions are runtimes.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use crate::manifests::common::{folder_name, mark, runtime};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Runtime, Source};

/// Reads all packages.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("composer.json") {
        if let Some(root) = files
            .take(&file)
            .then(|| files.parse(&file, value::json))
            .flatten()
        {
            package(files, &file, &root);
        }
    }
}

fn package(files: &mut Files, file: &str, root: &Node) {
    let member = root.text_of("name").unwrap_or(folder_name(parent(file)));
    files.out.members.push(Member {
        ecosystem: Ecosystem::Composer,
        name: member.to_string(),
        path: parent(file).to_string(),
        version: root.text_of("version").map(str::to_string),
        license: root.get("license").map(license),
        description: root.text_of("description").map(str::to_string),
        at: FileRange::new(file, 0..0),
    });
    let lock_file = joined(parent(file), "composer.lock");
    let lock = files
        .exists(&lock_file)
        .then(|| files.parse(&lock_file, value::json))
        .flatten();
    let locked = lock.as_deref().map(locked);
    for (section, kind) in [("require", Kind::Normal), ("require-dev", Kind::Dev)] {
        for entry in root.entries_of(section) {
            let Some(text) = entry.node.text() else {
                continue;
            };
            let at = mark(file, &entry.node);
            match entry.key.as_str() {
                "php" | "php-64bit" | "hhvm" => {
                    runtime(files, "php", text, Authority::Requirement, at);
                    continue;
                }
                // Any version of an extension is still an extension that is needed.
                key if key.starts_with("ext-") => {
                    files.out.runtimes.push(Runtime {
                        name: key.to_string(),
                        value: text.to_string(),
                        authority: Authority::Requirement,
                        at,
                    });
                    continue;
                }
                key if !key.contains('/') => continue,
                _ => {}
            }
            let mut fact = Fact::new(Ecosystem::Composer, &*entry.key, member, at)
                .requires(Some(text))
                .kind(kind);
            if text.starts_with("dev-") || text.ends_with("-dev") {
                fact.source = Some(Source::Git);
            }
            if let Some(locked) = &locked {
                resolve(&mut fact, locked, &lock_file);
            }
            files.out.facts.push(fact);
        }
    }
    if let Some(php) = root.at(&["config", "platform", "php"])
        && let Some(text) = php.text()
    {
        runtime(files, "php", text, Authority::Pin, mark(file, php));
    }
    // A repository of type `path` is a package of this repository.
    for repository in root.items_of("repositories") {
        let folder = repository
            .text_of("url")
            .filter(|_| repository.text_of("type") == Some("path"));
        let Some(folder) = folder.and_then(|folder| path::join(parent(file), folder)) else {
            continue;
        };
        let below = joined(&folder, "composer.json");
        if files.exists(&below)
            && files.take(&below)
            && let Some(root) = files.parse(&below, value::json)
        {
            package(files, &below, &root);
        }
    }
}

/// The packages of a lock by their names in lower case.
fn locked(lock: &Node) -> HashMap<String, &Node> {
    let mut found = HashMap::new();
    let sections = ["packages", "packages-dev"].iter();
    for package in sections.flat_map(|section| lock.items_of(section)) {
        if let Some(name) = package.text_of("name") {
            found.entry(name.to_lowercase()).or_insert(package);
        }
    }
    found
}

fn resolve(fact: &mut Fact, locked: &HashMap<String, &Node>, file: &str) {
    let Some(package) = locked.get(&fact.name.to_lowercase()) else {
        fact.unknown = Some("composer.lock does not match the manifest");
        return;
    };
    fact.license = package.get("license").map(license);
    fact.description = package.text_of("description").map(str::to_string);
    if let Some(version) = package.get("version")
        && let Some(text) = version.text()
    {
        let plain = text
            .strip_prefix('v')
            .filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        fact.resolve(plain.unwrap_or(text), Some(mark(file, version)));
    }
}

fn license(node: &Node) -> String {
    let list: Vec<&str> = node.items().iter().filter_map(Node::text).collect();
    match node.text() {
        Some(text) => text.to_string(),
        None => list.join(" OR "),
    }
}
