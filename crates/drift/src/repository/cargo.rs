//! Packages, programs and examples of the Cargo manifests of a repository.

use std::collections::HashSet;

use archsite_core::site::path;
use toml::{Table, Value};

use crate::repository::Repository;

/// What all Cargo.toml and Cargo.lock of a repository declare.
#[derive(Debug, Default)]
pub(crate) struct Crates {
    /// There is at least one manifest.
    pub(crate) any: bool,
    /// A manifest cannot be read: what it declares is not known.
    pub(crate) unreadable: bool,
    /// Packages of the repository itself, and their programs.
    pub(crate) own: HashSet<String>,
    /// Packages, those of lock files too: cargo takes any of them for `-p`.
    pub(crate) packages: HashSet<String>,
    pub(crate) programs: HashSet<String>,
    pub(crate) examples: HashSet<String>,
}

pub(super) fn read(repository: &Repository<'_>) -> Crates {
    let mut crates = Crates::default();
    let index = repository.index();
    for file in index.named("Cargo.toml") {
        crates.any = true;
        let table = repository.read(file);
        let Some(table) = table.and_then(|text| text.parse::<Table>().ok()) else {
            crates.unreadable = true;
            continue;
        };
        manifest(&table, &mut crates);
    }
    for file in index.named("Cargo.lock") {
        let Some(text) = repository.read(file) else {
            continue;
        };
        // A lock file may have a hundred thousand lines; only names matter.
        let names = text.lines().filter_map(|line| line.strip_prefix("name = "));
        let names = names.map(|name| name.trim().trim_matches('"').to_string());
        crates.packages.extend(names);
    }
    for file in &index.files {
        let Some(stem) = file.strip_suffix(".rs") else {
            continue;
        };
        for (folder, names) in [
            ("bin", &mut crates.programs),
            ("examples", &mut crates.examples),
        ] {
            let parent = path::parent(stem);
            let name = if path::file_name(parent) == folder {
                path::file_name(stem)
            } else if path::file_name(stem) == "main"
                && path::file_name(path::parent(parent)) == folder
            {
                path::file_name(parent)
            } else {
                continue;
            };
            names.insert(name.to_string());
        }
    }
    crates
}

fn manifest(table: &Table, crates: &mut Crates) {
    let name = |value: &Value| value.get("name")?.as_str().map(str::to_string);
    if let Some(package) = table.get("package").and_then(name) {
        crates.programs.insert(package.clone());
        crates.own.insert(package.clone());
        crates.packages.insert(package);
    }
    for (key, names) in [
        ("bin", &mut crates.programs),
        ("example", &mut crates.examples),
    ] {
        let list = table.get(key).and_then(Value::as_array);
        names.extend(list.into_iter().flatten().filter_map(name));
    }
    for key in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let list = table.get(key).and_then(Value::as_table);
        let names = list.into_iter().flatten().map(|(name, _)| name.clone());
        crates.packages.extend(names);
    }
}
