//! npm, pnpm, yarn and bun: `package.json`, workspaces, catalogs, aliases and the four locks.
//!
//! `workspace:`, `catalog:`, `link:` and tags such as `latest` are requirements here and never
//! versions. A version that the lock file does not name is not chosen.

mod bun;
mod lock;
mod pnpm;
mod request;
mod runtimes;
mod yarn;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use self::lock::Lock;
use self::request::Request;
use self::runtimes::{pin, runtimes};
use crate::manifests::common::{folder_name, mark};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Ecosystem, Fact, FileRange, Kind, Member, Source};

const MANIFEST: &str = "package.json";

const SECTIONS: &[(&str, Kind)] = &[
    ("dependencies", Kind::Normal),
    ("devDependencies", Kind::Dev),
    ("peerDependencies", Kind::Peer),
    ("optionalDependencies", Kind::Optional),
];

/// Reads all packages and the pins of Node.js.
pub(crate) fn read(files: &mut Files) {
    for file in files.named(MANIFEST) {
        if !files.take(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::json) else {
            continue;
        };
        let project = Project::new(files, &file, &root);
        project.package(files, &file, &root);
        for member in &project.members {
            let manifest = joined(&member.folder, MANIFEST);
            if files.take(&manifest)
                && let Some(node) = files.parse(&manifest, value::json)
            {
                project.package(files, &manifest, &node);
            }
        }
    }
    for name in [".nvmrc", ".node-version"] {
        for file in files.named(name) {
            pin(files, &file);
        }
    }
}

/// A member of a workspace.
struct FactIndex {
    name: String,
    folder: String,
    version: Option<(String, FileRange)>,
}

/// A root with its lock, its members and its catalogs.
struct Project {
    /// Folder of the root.
    folder: String,
    root: Rc<Node>,
    lock: Option<Lock>,
    members: Vec<FactIndex>,
    by_name: HashMap<String, usize>,
    /// Requirement and place by catalog and package; the default catalog has no name.
    catalogs: HashMap<(String, String), (String, FileRange)>,
}

impl Project {
    fn new(files: &mut Files, file: &str, root: &Rc<Node>) -> Project {
        let folder = parent(file).to_string();
        let mut project = Project {
            lock: Lock::read(files, &folder, root),
            folder,
            root: Rc::clone(root),
            members: Vec::new(),
            by_name: HashMap::new(),
            catalogs: HashMap::new(),
        };
        project.find_members(files, file);
        project.find_catalogs(files, file);
        project
    }

    fn find_members(&mut self, files: &mut Files, file: &str) {
        let workspaces = self.root.get("workspaces");
        let list = workspaces.map_or(&[][..], |node| match node.items() {
            [] => node.items_of("packages"),
            items => items,
        });
        let mut patterns: Vec<(String, String)> = Vec::new();
        for text in list.iter().filter_map(Node::text) {
            patterns.push((file.to_string(), text.to_string()));
        }
        let pnpm = joined(&self.folder, "pnpm-workspace.yaml");
        if files.exists(&pnpm)
            && let Some(node) = files.parse(&pnpm, value::yaml)
        {
            for text in node.texts_of("packages") {
                patterns.push((pnpm.clone(), text.to_string()));
            }
        }
        let mut folders: Vec<String> = Vec::new();
        for (from, pattern) in &patterns {
            if let Some(out) = pattern.strip_prefix('!') {
                if let Some(out) = files.members(&self.folder, out, MANIFEST) {
                    let out: HashSet<String> = out.into_iter().collect();
                    folders.retain(|folder| !out.contains(folder));
                }
                continue;
            }
            match files.members(&self.folder, pattern, MANIFEST) {
                Some(found) => folders.extend(found),
                None => files.pass_over(from, &format!("the member `{pattern}`"), None),
            }
        }
        folders.sort();
        folders.dedup();
        for folder in folders {
            let manifest = joined(&folder, MANIFEST);
            let Some(node) = files.parse(&manifest, value::json) else {
                continue;
            };
            let version = node.get("version");
            let version = version.and_then(|v| Some((v.text()?.to_string(), mark(&manifest, v))));
            let name = node.text_of("name").unwrap_or(folder_name(&folder));
            self.by_name.insert(name.to_string(), self.members.len());
            self.members.push(FactIndex {
                name: name.to_string(),
                folder,
                version,
            });
        }
    }

    fn find_catalogs(&mut self, files: &mut Files, file: &str) {
        let mut add = |from: &str, node: &Node| {
            let mut note = |catalog: &str, entries: &[value::Entry]| {
                for entry in entries {
                    if let Some(text) = entry.node.scalar() {
                        let key = (catalog.to_string(), entry.key.clone());
                        let found = (text.to_string(), mark(from, &entry.node));
                        self.catalogs.entry(key).or_insert(found);
                    }
                }
            };
            note("", node.entries_of("catalog"));
            for named in node.entries_of("catalogs") {
                let name = match named.key.as_str() {
                    "default" => "",
                    name => name,
                };
                note(name, named.node.entries());
            }
        };
        add(file, &self.root);
        if let Some(workspaces) = self.root.get("workspaces") {
            add(file, workspaces);
        }
        for name in ["pnpm-workspace.yaml", ".yarnrc.yml"] {
            let from = joined(&self.folder, name);
            if files.exists(&from)
                && let Some(node) = files.parse(&from, value::yaml)
            {
                add(&from, &node);
            }
        }
    }

    /// Reads one package of the project.
    fn package(&self, files: &mut Files, file: &str, node: &Node) {
        let folder = parent(file);
        let name = node.text_of("name").unwrap_or(folder_name(folder));
        files.out.members.push(Member {
            ecosystem: Ecosystem::Npm,
            name: name.to_string(),
            path: folder.to_string(),
            version: node.text_of("version").map(str::to_string),
            license: node.text_of("license").map(str::to_string),
            description: node.text_of("description").map(str::to_string),
            at: FileRange::new(file, node.range.start..node.range.start),
        });
        runtimes(files, file, node);
        let optional = node.get("optionalDependencies");
        for (section, kind) in SECTIONS {
            for entry in node.entries_of(section) {
                // npm treats a package of both lists as optional.
                let twice = optional.is_some_and(|optional| optional.get(&entry.key).is_some());
                let doubled = *kind == Kind::Normal && twice;
                if let Some(raw) = entry.node.text().filter(|_| !doubled) {
                    let place = InstalledAt {
                        file,
                        folder,
                        member: name,
                    };
                    let fact = self.dependency(files, &place, &entry.key, raw, &entry.node);
                    files.out.facts.push(fact.kind(*kind));
                }
            }
        }
    }

    fn dependency(
        &self,
        files: &mut Files,
        place: &InstalledAt<'_>,
        key: &str,
        raw: &str,
        node: &Node,
    ) -> Fact {
        let mut requirement = raw.to_string();
        let mut at = mark(place.file, node);
        let mut unknown = None;
        if let Some(catalog) = raw.strip_prefix("catalog:") {
            let catalog = match catalog.trim() {
                "default" => "",
                catalog => catalog,
            };
            match self.catalogs.get(&(catalog.to_string(), key.to_string())) {
                Some((text, from)) => (requirement, at) = (text.clone(), from.clone()),
                None => unknown = Some("no catalog declares it"),
            }
        }
        let mut fact = Fact::new(
            Ecosystem::Npm,
            alias(&requirement).unwrap_or(key),
            place.member,
            at,
        )
        .requires(Some(&requirement))
        .called(key);
        fact.unknown = unknown;
        fact.source = source(&requirement);
        let relative = place
            .folder
            .strip_prefix(&self.folder)
            .unwrap_or(place.folder);
        let request = Request {
            member_folder: relative.trim_start_matches('/'),
            member: place.member,
            key,
            raw,
            requirement: &requirement,
            resolution: self.root.at(&["resolutions", key]).and_then(Node::text),
        };
        let linked = match &self.lock {
            Some(lock) => lock.resolve(&mut fact, &request),
            None => None,
        };
        let folder = linked
            .map(|linked| joined(&self.folder, &linked))
            .or_else(|| {
                let path = ["file:", "link:", "portal:"].iter();
                let path = path.filter_map(|prefix| raw.strip_prefix(prefix)).next()?;
                path::join(place.folder, path)
            });
        self.settle_locally(files, &mut fact, key, folder);
        fact
    }

    /// A package of the repository has the version of its own manifest.
    fn settle_locally(
        &self,
        files: &mut Files,
        fact: &mut Fact,
        key: &str,
        folder: Option<String>,
    ) {
        if !fact.resolved.is_empty() {
            return;
        }
        let local = match &folder {
            Some(folder) => {
                // Members are sorted by their folders.
                let at = self
                    .members
                    .binary_search_by(|known| known.folder.cmp(folder));
                at.ok().map(|index| &self.members[index])
            }
            None => self
                .by_name
                .get(key)
                .map(|index| &self.members[*index])
                .filter(|known| known.name == fact.name),
        };
        if let Some(known) = local {
            fact.source = Some(Source::Workspace);
            if let Some((version, at)) = &known.version {
                fact.resolve(version, Some(at.clone()));
            }
            return;
        }
        let Some(folder) = folder else { return };
        let file = joined(&folder, MANIFEST);
        if files.exists(&file)
            && let Some(node) = files.parse(&file, value::json)
            && let Some(version) = node.get("version")
            && let Some(text) = version.text()
        {
            fact.resolve(text, Some(mark(&file, version)));
        }
    }
}

/// Where a dependency is declared.
struct InstalledAt<'a> {
    file: &'a str,
    folder: &'a str,
    member: &'a str,
}

/// The package of `npm:name@range`.
fn alias(requirement: &str) -> Option<&str> {
    let rest = requirement.strip_prefix("npm:")?;
    match rest.rfind('@') {
        Some(0) => Some(rest),
        Some(at) => Some(&rest[..at]),
        // `npm:^1.0` is yarn's long form of a range.
        None => rest
            .starts_with(|c: char| c.is_ascii_alphabetic())
            .then_some(rest),
    }
}

fn source(requirement: &str) -> Option<Source> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|p| requirement.starts_with(p));
    if starts(&["workspace:"]) {
        Some(Source::Workspace)
    } else if starts(&["file:", "link:", "portal:"]) {
        Some(Source::Path)
    } else if starts(&["git", "ssh:", "bitbucket:", "gist:"]) || is_repository(requirement) {
        Some(Source::Git)
    } else if starts(&["http:", "https:"]) {
        if requirement.contains(".git") {
            Some(Source::Git)
        } else {
            Some(Source::Url)
        }
    } else {
        None
    }
}

/// `owner/name` of a code host.
fn is_repository(requirement: &str) -> bool {
    let name = requirement.split('#').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    name.matches('/').count() == 1 && name.chars().all(plain) && !name.starts_with(['.', '/'])
}
