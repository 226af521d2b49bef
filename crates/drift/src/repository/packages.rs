//! Scripts and dependencies of the files package.json of a repository.

use std::collections::HashSet;

use archsite_core::site::path;
use serde_json::Value;

use crate::repository::Repository;

/// What all package.json of a repository declare.
#[derive(Debug, Default)]
pub(crate) struct Packages {
    /// There is at least one.
    pub(crate) any: bool,
    /// One cannot be read: what it declares is not known.
    pub(crate) unreadable: bool,
    pub(crate) scripts: HashSet<String>,
    /// Names of packages that are required, and of programs that their own packages bring.
    pub(crate) programs: HashSet<String>,
    /// A package has the file `server.js`, which `npm start` runs without a script.
    pub(crate) has_server: bool,
}

/// Folders of manifests that are data of tests.
const TEST_DATA: &[&str] = &[
    "fixtures",
    "fixture",
    "testdata",
    "__fixtures__",
    "test-data",
];

pub(super) fn read(repository: &Repository<'_>) -> Packages {
    let mut packages = Packages::default();
    let index = repository.index();
    for file in index.named("package.json") {
        let is_test_data = file.split('/').any(|part| TEST_DATA.contains(&part));
        let text = repository.read(file);
        let value = text.and_then(|text| {
            let text = text.trim_start_matches('\u{feff}');
            serde_json::from_str::<Value>(text).ok()
        });
        let Some(value) = value.as_ref().and_then(Value::as_object) else {
            packages.unreadable |= !is_test_data;
            packages.any = true;
            continue;
        };
        packages.any = true;
        let keys = |key: &str| value.get(key).and_then(Value::as_object);
        for script in keys("scripts").into_iter().flatten() {
            packages.scripts.insert(script.0.clone());
        }
        for kind in ["dependencies", "devDependencies", "optionalDependencies"] {
            for dependency in keys(kind).into_iter().flatten() {
                packages.programs.insert(dependency.0.clone());
                let name = path::file_name(dependency.0).to_string();
                packages.programs.insert(name);
            }
        }
        for program in keys("bin").into_iter().flatten() {
            packages.programs.insert(program.0.clone());
        }
        let folder = path::parent(file);
        let server = path::join(folder, "server.js").unwrap_or_default();
        packages.has_server |= repository.exists(&server);
    }
    // Scripts of other tasks are run by the same commands.
    for file in index.named("deno.json").chain(index.named("composer.json")) {
        let value = repository.read(file);
        let value = value.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let value = value.unwrap_or_default();
        for key in ["tasks", "scripts"] {
            let scripts = value.get(key).and_then(Value::as_object);
            let names = scripts.into_iter().flatten().map(|(name, _)| name.clone());
            packages.scripts.extend(names);
        }
    }
    packages
}
