//! Cargo: packages, workspaces, inheritance, renames, targets, git, and the lock file.
//!
//! The text of a requirement stays as written: `1` is not `^1` here. Nothing is resolved
//! that the lock file does not contain.

mod lock;

use std::collections::HashSet;
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use self::lock::{Lock, Used};
use crate::manifests::common::{folder_name, mark, runtime};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::{Node, Value};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};

const MANIFEST: &str = "Cargo.toml";

/// Reads all packages and the tool chain.
pub(crate) fn read(files: &mut Files) {
    let mut excluded = HashSet::new();
    // Folders of workspaces.
    let mut workspaces = HashSet::new();
    for file in files.named(MANIFEST) {
        let folder = parent(&file).to_string();
        if is_below(&folder, &excluded) {
            continue;
        }
        let Some(root) = files.parse(&file, value::toml) else {
            continue;
        };
        if !root.entries_of("workspace").is_empty() || root.get("workspace").is_some() {
            for out in root
                .at(&["workspace", "exclude"])
                .map_or(&[][..], Node::items)
            {
                let out = out.text().and_then(|out| path::join(&folder, out));
                excluded.extend(out);
            }
            workspace(files, &folder, &root, &excluded);
            workspaces.insert(folder);
        } else if files.take(&file) {
            // The lock file of a workspace is about its members only, and this is none.
            let is_outside = is_below(&folder, &workspaces);
            let lock = Lock::read(files, &folder, !is_outside);
            let workspace = Workspace {
                root: Rc::clone(&root),
                file: file.clone(),
                lock,
            };
            package(files, &workspace, &file, &root);
        }
    }
    toolchain(files);
}

/// Whether a folder is one of some folders, or below one of them.
fn is_below(folder: &str, folders: &HashSet<String>) -> bool {
    let ends = folder.match_indices('/').map(|(at, _)| at);
    let mut above = ends.chain([0, folder.len()]).map(|end| &folder[..end]);
    above.any(|above| folders.contains(above))
}

/// Values that members inherit from the root of their workspace.
struct Workspace {
    root: Rc<Node>,
    file: String,
    lock: Option<Lock>,
}

fn workspace(files: &mut Files, folder: &str, root: &Rc<Node>, excluded: &HashSet<String>) {
    let file = joined(folder, MANIFEST);
    let workspace = Workspace {
        root: Rc::clone(root),
        file: file.clone(),
        // The lock of a folder above is another workspace's.
        lock: Lock::read(files, folder, false),
    };
    let mut members = Vec::new();
    if root.get("package").is_some() {
        members.push(folder.to_string());
    }
    for item in root
        .at(&["workspace", "members"])
        .map_or(&[][..], Node::items)
    {
        let Some(pattern) = item.text() else { continue };
        match files.members(folder, pattern, MANIFEST) {
            Some(found) => members.extend(found),
            None => {
                files.pass_over(
                    &file,
                    &format!("the member `{pattern}`"),
                    Some(item.range.start),
                );
            }
        }
    }
    // Path dependencies inside the workspace are members too, and theirs in turn.
    let mut known: HashSet<String> = members.iter().cloned().collect();
    let mut next = 0;
    while next < members.len() {
        let member = members[next].clone();
        next += 1;
        let manifest = joined(&member, MANIFEST);
        if excluded.contains(&member) || !files.take(&manifest) {
            continue;
        }
        let Some(node) = files.parse(&manifest, value::toml) else {
            continue;
        };
        for below in package(files, &workspace, &manifest, &node) {
            let inside = folder.is_empty() || below.starts_with(&format!("{folder}/"));
            if inside && !known.contains(&below) && files.exists(&joined(&below, MANIFEST)) {
                known.insert(below.clone());
                members.push(below);
            }
        }
    }
}

/// Reads one package and returns the folders of its path dependencies.
fn package(files: &mut Files, workspace: &Workspace, file: &str, root: &Node) -> Vec<String> {
    let folder = parent(file);
    let Some(package) = root.get("package") else {
        return Vec::new();
    };
    let inherited = |key: &str| -> Option<(String, FileRange)> {
        let own = package.get(key)?;
        let (node, place) = if own.is_true("workspace") {
            let from = workspace.root.at(&["workspace", "package", key])?;
            (from, workspace.file.as_str())
        } else {
            (own, file)
        };
        Some((node.scalar()?.to_string(), mark(place, node)))
    };
    let name = package.text_of("name").unwrap_or(folder_name(folder));
    let version = inherited("version").map(|(version, _)| version);
    files.out.members.push(Member {
        ecosystem: Ecosystem::Cargo,
        name: name.to_string(),
        path: folder.to_string(),
        version: version.clone(),
        license: inherited("license").map(|(license, _)| license),
        description: inherited("description").map(|(text, _)| text),
        at: mark(file, package),
    });
    if let Some((value, at)) = inherited("rust-version") {
        runtime(files, "rust", &value, Authority::Requirement, at);
    }
    if let Some((value, at)) = inherited("edition") {
        runtime(files, "rust-edition", &value, Authority::Requirement, at);
    }
    let lock = workspace.lock.as_ref();
    let reading = Reading {
        workspace,
        file,
        name,
        used: lock.and_then(|lock| lock.used(name, version.as_deref())),
    };
    let mut paths = Vec::new();
    for (table, target) in tables(root) {
        for (section, kind) in SECTIONS {
            for entry in table.entries_of(section) {
                let (mut fact, below) = reading.dependency(&entry.key, &entry.node, &entry.at);
                fact.kind = *kind;
                fact.condition = target.map(str::to_string);
                if let Some(below) = below {
                    settle_by_path(files, &mut fact, &below);
                    paths.push(below);
                }
                files.out.facts.push(fact);
            }
        }
    }
    paths
}

const SECTIONS: &[(&str, Kind)] = &[
    ("dependencies", Kind::Normal),
    ("dev-dependencies", Kind::Dev),
    ("dev_dependencies", Kind::Dev),
    ("build-dependencies", Kind::Build),
    ("build_dependencies", Kind::Build),
];

/// The tables that hold sections of dependencies: the file, and its targets.
fn tables(root: &Node) -> impl Iterator<Item = (&Node, Option<&str>)> {
    let targets = root.entries_of("target").iter();
    let targets = targets.map(|entry| (&entry.node, Some(entry.key.as_str())));
    std::iter::once((root, None)).chain(targets)
}

/// A dependency in a folder has the version of its own manifest if no lock file resolves it.
fn settle_by_path(files: &mut Files, fact: &mut Fact, folder: &str) {
    if !fact.resolved.is_empty() {
        return;
    }
    let file = joined(folder, MANIFEST);
    let Some(node) = files.exists(&file).then(|| files.parse(&file, value::toml)) else {
        return;
    };
    if let Some(version) = node.as_deref().and_then(|n| n.at(&["package", "version"]))
        && let Some(text) = version.text()
    {
        fact.resolve(text, Some(mark(&file, version)));
    }
}

/// The package whose dependencies are read.
struct Reading<'a> {
    workspace: &'a Workspace,
    file: &'a str,
    name: &'a str,
    /// The versions that the package uses according to the lock file.
    used: Option<Used<'a>>,
}

impl Reading<'_> {
    /// One dependency, and its folder if it has one.
    fn dependency(
        &self,
        key: &str,
        own: &Node,
        key_at: &std::ops::Range<usize>,
    ) -> (Fact, Option<String>) {
        // An inherited dependency is the workspace's, its place too.
        let root = &self.workspace.root;
        let from = root.at(&["workspace", "dependencies", key]);
        let (node, file) = match from.filter(|_| own.is_true("workspace")) {
            Some(node) => (node, self.workspace.file.as_str()),
            None => (own, self.file),
        };
        let requirement = match &node.value {
            Value::Text(_) => Some(node),
            _ => node.get("version"),
        };
        let at = match requirement {
            Some(requirement) => mark(file, requirement),
            None => FileRange::new(self.file, key_at.clone()),
        };
        let name = node.text_of("package").unwrap_or(key);
        let mut fact = Fact::new(Ecosystem::Cargo, name, self.name, at)
            .requires(requirement.and_then(Node::text))
            .called(key);
        let folder = node.text_of("path");
        let folder = folder.and_then(|path| path::join(parent(file), path));
        fact.source = match () {
            () if node.get("git").is_some() => Some(Source::Git),
            () if node.get("path").is_some() => Some(Source::Path),
            () => None,
        };
        if own.is_true("workspace") && from.is_none() {
            fact.unknown = Some("the workspace does not declare it");
        }
        if let Some(lock) = &self.workspace.lock {
            lock.resolve(&mut fact, self.used.as_ref());
        }
        (fact, folder)
    }
}

fn toolchain(files: &mut Files) {
    for name in ["rust-toolchain.toml", "rust-toolchain"] {
        for file in files.named(name) {
            let Some(read) = files.read(&file) else {
                continue;
            };
            // The old form of the file is the channel and nothing else.
            if !read.text.contains('[') {
                let word = read.text.trim();
                let at = FileRange::new(&file, crate::manifests::common::within(&read.text, word));
                runtime(files, "rust", word, Authority::Pin, at);
                continue;
            }
            let Some(node) = files.parse(&file, value::toml) else {
                continue;
            };
            if let Some(channel) = node.at(&["toolchain", "channel"])
                && let Some(text) = channel.text()
            {
                runtime(files, "rust", text, Authority::Pin, mark(&file, channel));
            }
        }
    }
}
