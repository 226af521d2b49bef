//! Dart and Flutter: `pubspec.yaml` and its lock.
//!
//! Packages of the SDK have no version of their own: `0.0.0` is never one.

use archsite_core::site::path;
use archsite_core::site::path::parent;

use crate::manifests::common::{folder_name, mark, runtime};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::{Node, Value};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};

/// Reads all packages, and those of a workspace.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("pubspec.yaml") {
        package(files, &file);
        let Some(root) = files.parse(&file, value::yaml) else {
            continue;
        };
        for member in root.texts_of("workspace") {
            if let Some(folder) = path::join(parent(&file), member) {
                package(files, &joined(&folder, "pubspec.yaml"));
            }
        }
    }
    for file in files.named(".fvmrc") {
        let Some(root) = files.parse(&file, value::json) else {
            continue;
        };
        if let Some(version) = root.get("flutter")
            && let Some(text) = version.text()
        {
            runtime(files, "flutter", text, Authority::Pin, mark(&file, version));
        }
    }
}

fn package(files: &mut Files, file: &str) {
    if !files.exists(file) || !files.take(file) {
        return;
    }
    let Some(root) = files.parse(file, value::yaml) else {
        return;
    };
    let member = root.text_of("name").unwrap_or(folder_name(parent(file)));
    files.out.members.push(Member {
        ecosystem: Ecosystem::Pub,
        name: member.to_string(),
        path: parent(file).to_string(),
        version: root
            .get("version")
            .and_then(Node::scalar)
            .map(str::to_string),
        license: None,
        description: root
            .text_of("description")
            .map(crate::manifests::common::folded),
        at: FileRange::new(file, 0..0),
    });
    for entry in root.entries_of("environment") {
        let name = match entry.key.as_str() {
            "sdk" => "dart",
            name => name,
        };
        if let Some(text) = entry.node.scalar() {
            runtime(
                files,
                name,
                text,
                Authority::Requirement,
                mark(file, &entry.node),
            );
        }
    }
    let (lock_file, lock) = lock(files, parent(file));
    for (section, kind) in [
        ("dependencies", Kind::Normal),
        ("dev_dependencies", Kind::Dev),
    ] {
        for entry in root.entries_of(section) {
            let version = match entry.node.value {
                Value::Table(_) => entry.node.get("version"),
                _ => Some(&entry.node).filter(|node| node.scalar().is_some()),
            };
            let at = version.map_or(FileRange::new(file, entry.at.clone()), |v| mark(file, v));
            let mut fact = Fact::new(Ecosystem::Pub, &*entry.key, member, at)
                .requires(version.and_then(Node::scalar))
                .kind(kind);
            fact.source = match () {
                () if entry.node.get("sdk").is_some() => Some(Source::Sdk),
                () if entry.node.get("git").is_some() => Some(Source::Git),
                () if entry.node.get("path").is_some() => Some(Source::Path),
                () => None,
            };
            let found = lock
                .as_deref()
                .and_then(|lock| lock.at(&["packages", &entry.key]));
            if let Some(found) = found.filter(|found| found.text_of("source") != Some("sdk"))
                && fact.source != Some(Source::Sdk)
                && let Some(version) = found.get("version")
                && let Some(text) = version.scalar()
            {
                fact.resolve(text, Some(mark(&lock_file, version)));
            }
            files.out.facts.push(fact);
        }
    }
}

/// The lock of a package: in its folder, or in one above it.
fn lock(files: &mut Files, folder: &str) -> (String, Option<std::rc::Rc<Node>>) {
    let mut folder = folder;
    loop {
        let file = joined(folder, "pubspec.lock");
        if files.exists(&file) {
            let node = files.parse(&file, value::yaml);
            return (file, node);
        }
        if folder.is_empty() {
            return (file, None);
        }
        folder = parent(folder);
    }
}
