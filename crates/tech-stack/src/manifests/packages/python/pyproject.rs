//! `pyproject.toml` and Pipfile.
//!
//! A line that is not a requirement is ignored; the rest of the file is read.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use super::common::{fact, member_of, normal, settle_by_itself};
use super::entry::Entry;
use super::lock::{Lock, Locks};
use super::setup::folder_version;
use crate::manifests::common::{mark, runtime};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::{Node, Value};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};

const MANIFEST: &str = "pyproject.toml";

/// Reads all projects, those of workspaces with their root.
pub(super) fn read(files: &mut Files) {
    let mut locks = Locks::default();
    for file in files.named(MANIFEST) {
        let Some(root) = files.parse(&file, value::toml) else {
            continue;
        };
        project(files, &mut locks, &file);
        let workspace = root.at(&["tool", "uv", "workspace"]);
        for text in workspace.map(|w| w.texts_of("members")).unwrap_or_default() {
            let Some(members) = files.members(parent(&file), text, MANIFEST) else {
                files.pass_over(&file, &format!("the member `{text}`"), None);
                continue;
            };
            let out = workspace.map(|w| w.texts_of("exclude")).unwrap_or_default();
            let out = out.iter().filter_map(|out| path::join(parent(&file), out));
            let out: HashSet<String> = out.collect();
            for member in members.iter().filter(|member| !out.contains(*member)) {
                project(files, &mut locks, &joined(member, MANIFEST));
            }
        }
    }
    for file in files.named("Pipfile") {
        pipfile(files, &mut locks, &file);
    }
}

/// One project being read.
struct Reading<'a> {
    file: &'a str,
    root: &'a Node,
    member: String,
    lock: Option<Rc<Lock>>,
    /// The entries of `[tool.uv.sources]`, by normalised name.
    sources: HashMap<String, &'a Node>,
    facts: Vec<Fact>,
    /// Name, requirement, kind and condition of the facts.
    known: HashSet<(String, Option<String>, Kind, Option<String>)>,
}

fn project(files: &mut Files, locks: &mut Locks, file: &str) {
    if !files.take(file) {
        return;
    }
    let Some(root) = files.parse(file, value::toml) else {
        return;
    };
    let own = root.get("project");
    let poetry = root.at(&["tool", "poetry"]);
    let stated = |key: &str| {
        let value = own
            .and_then(|p| p.get(key))
            .or(poetry.and_then(|p| p.get(key)))?;
        let text = value.text().or(value.text_of("text"));
        text.map(str::to_string)
    };
    let name = stated("name").map(|name| normal(&name));
    let member = name.clone().unwrap_or_else(|| member_of(file));
    if name.is_some() {
        files.out.members.push(Member {
            ecosystem: Ecosystem::PyPi,
            name: member.clone(),
            path: parent(file).to_string(),
            version: stated("version"),
            license: stated("license"),
            description: stated("description"),
            at: FileRange::new(file, 0..0),
        });
    }
    if let Some(python) = own.and_then(|p| p.get("requires-python"))
        && let Some(text) = python.text()
    {
        runtime(
            files,
            "python",
            text,
            Authority::Requirement,
            mark(file, python),
        );
    }
    let sources = root.at(&["tool", "uv", "sources"]);
    let sources = sources.map_or(&[][..], Node::entries).iter();
    let mut reading = Reading {
        lock: locks.of(files, parent(file)),
        file,
        root: &root,
        member,
        // Of two spellings of one name the first counts.
        sources: sources
            .rev()
            .map(|entry| (normal(&entry.key), &entry.node))
            .collect(),
        facts: Vec::new(),
        known: HashSet::new(),
    };
    reading.standard(files);
    if let Some(poetry) = poetry {
        reading.poetry(files, poetry);
    }
    files.out.facts.append(&mut reading.facts);
}

impl Reading<'_> {
    /// Reads the tables of PEP 621, PEP 735, uv and PDM.
    fn standard(&mut self, files: &mut Files) {
        let root = self.root;
        if let Some(project) = root.get("project") {
            self.list(files, project.items_of("dependencies"), Kind::Normal);
            for group in project.entries_of("optional-dependencies") {
                self.list(files, group.node.items(), Kind::Optional);
            }
        }
        // A group that includes another one has nothing of its own to add for it.
        for group in root.entries_of("dependency-groups") {
            self.list(files, group.node.items(), Kind::Dev);
        }
        if let Some(uv) = root.at(&["tool", "uv"]) {
            self.list(files, uv.items_of("dev-dependencies"), Kind::Dev);
        }
        for group in root
            .at(&["tool", "pdm", "dev-dependencies"])
            .map_or(&[][..], Node::entries)
        {
            self.list(files, group.node.items(), Kind::Dev);
        }
        if let Some(build) = root.get("build-system") {
            self.list(files, build.items_of("requires"), Kind::Build);
        }
    }

    fn list(&mut self, files: &mut Files, items: &[Node], kind: Kind) {
        for item in items {
            let Some(entry) = item.text().and_then(Entry::read) else {
                continue;
            };
            if normal(entry.name) == self.member {
                continue;
            }
            let mut fact = fact(&entry, &self.member, mark(self.file, item)).kind(kind);
            self.sources(files, &mut fact);
            // Build requirements are resolved apart from everything else.
            if let Some(lock) = self.lock.as_ref().filter(|_| kind != Kind::Build) {
                lock.resolve(&mut fact, &self.member);
            }
            settle_by_itself(&mut fact, &entry);
            self.add(fact);
        }
    }

    /// The source of a package according to `[tool.uv.sources]`.
    fn sources(&self, files: &mut Files, fact: &mut Fact) {
        let Some(source) = self.sources.get(&fact.name) else {
            return;
        };
        fact.source = match () {
            () if source.is_true("workspace") => Some(Source::Workspace),
            () if source.get("git").is_some() => Some(Source::Git),
            () if source.get("path").is_some() => Some(Source::Path),
            () if source.get("url").is_some() => Some(Source::Url),
            () => None,
        };
        if let Some(folder) = source.text_of("path")
            && let Some(folder) = path::join(parent(self.file), folder)
            && let Some((_, version, at)) = folder_version(files, &folder)
            && let Some(version) = version
        {
            fact.resolve(&version, Some(at));
        }
    }

    /// Reads Poetry's own tables.
    fn poetry(&mut self, files: &mut Files, poetry: &Node) {
        self.table(files, poetry.get("dependencies"), Kind::Normal);
        self.table(files, poetry.get("dev-dependencies"), Kind::Dev);
        for group in poetry.entries_of("group") {
            self.table(files, group.node.get("dependencies"), Kind::Dev);
        }
    }

    fn table(&mut self, files: &mut Files, table: Option<&Node>, kind: Kind) {
        for entry in table.map_or(&[][..], Node::entries) {
            // Several constraints for several Pythons make several facts.
            let list = match entry.node.items() {
                [] => std::slice::from_ref(&entry.node),
                items => items,
            };
            for node in list {
                let version = match &node.value {
                    Value::Text(_) => Some(node),
                    _ => node.get("version"),
                };
                let at = version.map_or(FileRange::new(self.file, entry.at.clone()), |v| {
                    mark(self.file, v)
                });
                if entry.key == "python" {
                    let text = version.and_then(Node::text).unwrap_or_default();
                    runtime(files, "python", text, Authority::Requirement, at);
                    continue;
                }
                let mut fact = Fact::new(Ecosystem::PyPi, normal(&entry.key), &self.member, at)
                    .requires(version.and_then(Node::text))
                    .called(&entry.key)
                    .kind(kind);
                if node.is_true("optional") {
                    fact.kind = Kind::Optional;
                }
                let python = node.text_of("python");
                fact.condition = python
                    .map(poetry_marker)
                    .or_else(|| node.text_of("markers").map(str::to_string));
                fact.source = match () {
                    () if node.get("git").is_some() => Some(Source::Git),
                    () if node.get("path").is_some() => Some(Source::Path),
                    () if node.get("url").is_some() => Some(Source::Url),
                    () => None,
                };
                if let Some(lock) = &self.lock {
                    lock.resolve(&mut fact, &self.member);
                }
                if fact.resolved.is_empty()
                    && let Some(folder) = node.text_of("path")
                    && let Some(folder) = path::join(parent(self.file), folder)
                    && let Some((_, Some(version), at)) = folder_version(files, &folder)
                {
                    fact.resolve(&version, Some(at));
                }
                self.add(fact);
            }
        }
    }

    /// One requirement of two groups is one fact.
    fn add(&mut self, fact: Fact) {
        let key = (
            fact.name.clone(),
            fact.requirement.clone(),
            fact.kind,
            fact.condition.clone(),
        );
        if self.known.insert(key) {
            self.facts.push(fact);
        }
    }
}

/// Poetry's `python = "<3.10"` as a marker.
fn poetry_marker(python: &str) -> String {
    let parts = python.split(',').map(|part| {
        let part = part.trim();
        let at = part.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let (operator, version) = part.split_at(at);
        let operator = match operator.trim() {
            "" => "==",
            operator => operator,
        };
        format!("python_version {operator} '{version}'")
    });
    parts.collect::<Vec<_>>().join(" and ")
}

fn pipfile(files: &mut Files, locks: &mut Locks, file: &str) {
    let Some(root) = files.parse(file, value::toml) else {
        return;
    };
    let lock = locks.of(files, parent(file));
    let member = member_of(file);
    for key in ["python_full_version", "python_version"] {
        if let Some(node) = root.at(&["requires", key]) {
            let text = node.text().unwrap_or_default();
            runtime(
                files,
                "python",
                text,
                Authority::Requirement,
                mark(file, node),
            );
        }
    }
    for (section, kind) in [("packages", Kind::Normal), ("dev-packages", Kind::Dev)] {
        for entry in root.entries_of(section) {
            let version = match &entry.node.value {
                Value::Text(_) => Some(&entry.node),
                _ => entry.node.get("version"),
            };
            let at = version.map_or(FileRange::new(file, entry.at.clone()), |v| mark(file, v));
            let mut fact = Fact::new(Ecosystem::PyPi, normal(&entry.key), &member, at)
                .requires(version.and_then(Node::text))
                .called(&entry.key)
                .kind(kind);
            fact.source = match () {
                () if entry.node.get("git").is_some() => Some(Source::Git),
                () if entry.node.get("path").is_some() => Some(Source::Path),
                () => None,
            };
            if let Some(lock) = &lock {
                lock.resolve(&mut fact, &member);
            }
            files.out.facts.push(fact);
        }
    }
}
