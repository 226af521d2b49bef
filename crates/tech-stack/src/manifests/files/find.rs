//! Finds the manifests of a repository: those near its root, and those that are configured.

use std::collections::HashSet;

use archsite_core::config::pattern::Pattern;
use archsite_core::site::path;

use crate::manifests::files::{Files, depth, is_pattern, joined};

/// Folders in which nothing is looked for: their manifests are not the project's.
const SKIPPED: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__pycache__",
    "__tests__",
    "_build",
    "bazel-bin",
    "bower_components",
    "build",
    "coverage",
    "deps",
    "dist",
    "env",
    "example",
    "examples",
    "fixture",
    "fixtures",
    "mocks",
    "node_modules",
    "obj",
    "out",
    "Pods",
    "sample",
    "samples",
    "site-packages",
    "target",
    "template",
    "templates",
    "test",
    "test-data",
    "test_data",
    "testdata",
    "tests",
    "third-party",
    "third_party",
    "thirdparty",
    "vendor",
    "vendored",
    "venv",
    "virtualenv",
];

/// Folders below the root in which manifests are looked for.
const MAX_DEPTH: usize = 2;

impl Files {
    /// Whether the rules of the repository ignore a path.
    fn is_ignored(&self, path: &str, is_folder: bool) -> bool {
        self.ignored.ignores(path, is_folder)
    }

    fn skips(&self, folder: &str, name: &str) -> bool {
        let hidden = name.starts_with('.');
        hidden
            || SKIPPED.contains(&name)
            || name.ends_with(".egg-info")
            || self.is_ignored(folder, true)
    }

    pub(super) fn find(&mut self, named: &[Pattern], only: bool) {
        let mut paths = Vec::new();
        let mut level = vec![String::new()];
        for level_at in 0..=MAX_DEPTH {
            let mut next = Vec::new();
            for folder in level {
                let listing = self.list(&folder);
                for name in &listing.files {
                    paths.push(joined(&folder, name));
                }
                for name in &listing.folders {
                    let below = joined(&folder, name);
                    if level_at < MAX_DEPTH && !self.skips(&below, name) {
                        next.push(below);
                    }
                }
            }
            level = next;
        }
        let workflows = ".github/workflows";
        for name in &self.list(workflows).files {
            paths.push(joined(workflows, name));
        }
        paths.push(".config/mise.toml".to_string());
        paths.push(".config/dotnet-tools.json".to_string());
        paths.retain(|path| !self.is_ignored(path, false));
        let mut known: HashSet<String> = paths.iter().cloned().collect();
        for glob in named {
            let text = glob.normal.as_str();
            if is_pattern(text) {
                if !paths.iter().any(|path| glob.matches(path)) {
                    self.out.missing.push(text.to_string());
                }
                continue;
            }
            match path::join("", text).filter(|path| self.exists(path)) {
                Some(path) => {
                    if known.insert(path.clone()) {
                        paths.push(path);
                    }
                }
                None => self.out.missing.push(text.to_string()),
            }
        }
        if only {
            let fixed = named.iter().map(|glob| glob.normal.as_str());
            let fixed: HashSet<String> = fixed.filter_map(|text| path::join("", text)).collect();
            let meant = |path: &String| named.iter().any(|glob| glob.matches(path));
            paths.retain(|path| fixed.contains(path) || meant(path));
        }
        paths.sort_by_key(|path| (depth(path), path.clone()));
        for path in paths {
            let name = path::file_name(&path).to_string();
            self.found.entry(name).or_default().push(path);
        }
    }
}
