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

/// Names of folders that describe a deployment, which are searched more deeply.
const DEPLOYMENTS: &[&str] = &[
    "argocd",
    "base",
    "chart",
    "charts",
    "cluster",
    "clusters",
    "deploy",
    "deployment",
    "deployments",
    "helm",
    "infra",
    "infrastructure",
    "k8s",
    "kube",
    "kubernetes",
    "kustomize",
    "manifests",
    "overlays",
];

/// Folders below such a folder in which manifests are looked for.
const MAX_DEPLOYMENT_DEPTH: usize = 5;

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

    /// Files of folders of deployments that are too deep for [`Files::matching`].
    pub(crate) fn deployments(&mut self, accepts: impl Fn(&str) -> bool) -> Vec<String> {
        if self.is_limited {
            return Vec::new();
        }
        let mut level: Vec<(String, bool)> = vec![(String::new(), false)];
        let mut found = Vec::new();
        for depth in 0..=MAX_DEPLOYMENT_DEPTH {
            let mut next = Vec::new();
            for (folder, inside) in level {
                let listing = self.list(&folder);
                if inside && depth > MAX_DEPTH {
                    let files = listing.files.iter().filter(|name| accepts(name));
                    let paths = files.map(|name| joined(&folder, name));
                    found.extend(paths.filter(|path| !self.is_ignored(path, false)));
                }
                for name in &listing.folders {
                    let below = joined(&folder, name);
                    let inside = inside || DEPLOYMENTS.contains(&name.as_str());
                    let is_searched = inside || depth < MAX_DEPTH;
                    if is_searched && !self.skips(&below, name) {
                        next.push((below, inside));
                    }
                }
            }
            level = next;
        }
        found
    }

    /// Folders whose name satisfies a condition, where manifests are looked for.
    pub(crate) fn folders(&mut self, accepts: impl Fn(&str) -> bool) -> Vec<String> {
        if self.is_limited {
            return Vec::new();
        }
        let mut level = vec![String::new()];
        let mut found = Vec::new();
        for _ in 0..=MAX_DEPTH {
            let mut next = Vec::new();
            for folder in level {
                for name in &self.list(&folder).folders {
                    let below = joined(&folder, name);
                    if accepts(name) {
                        found.push(below);
                    } else if !self.skips(&below, name) {
                        next.push(below);
                    }
                }
            }
            level = next;
        }
        found
    }

    /// Wrappers of Maven, in hidden folders.
    pub(crate) fn wrappers(&mut self) -> Vec<String> {
        self.hidden(".mvn/wrapper/maven-wrapper.properties")
    }

    /// Configurations of development containers, in hidden folders.
    pub(crate) fn devcontainers(&mut self) -> Vec<String> {
        let mut found = self.named(".devcontainer.json");
        found.extend(self.hidden(".devcontainer/devcontainer.json"));
        found
    }

    /// Configurations of Supabase.
    pub(crate) fn supabase(&mut self) -> Vec<String> {
        let configurations = self.named("config.toml");
        let mut found = configurations;
        found.retain(|file| file.ends_with("supabase/config.toml"));
        found
    }

    /// A file at a path below the root, or below a folder in it.
    fn hidden(&mut self, path: &str) -> Vec<String> {
        if self.is_limited {
            return Vec::new();
        }
        let folders = self.list("").folders.clone();
        let folders = folders.into_iter().filter(|name| !self.skips(name, name));
        let paths: Vec<String> = std::iter::once(path.to_string())
            .chain(folders.map(|folder| joined(&folder, path)))
            .collect();
        paths.into_iter().filter(|path| self.exists(path)).collect()
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
        self.is_limited = only;
        let workflows = ".github/workflows";
        for name in &self.list(workflows).files {
            paths.push(joined(workflows, name));
        }
        let actions = ".github/actions";
        for name in &self.list(actions).folders {
            paths.push(joined(&joined(actions, name), "action.yml"));
            paths.push(joined(&joined(actions, name), "action.yaml"));
        }
        paths.push(".circleci/config.yml".to_string());
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
