//! `setup.cfg`, and the lists of texts in `setup.py`.
//!
//! Nothing is run: values that a `setup.py` computes stay unknown.

use archsite_core::site::path::parent;

use super::common::{fact, folder_of, normal, settle_by_itself};
use super::entry::Entry;
use crate::manifests::common::{lines, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, FileRange, Kind, Member};
use crate::model::version::Version;

/// Reads all projects that have such a file.
pub(super) fn read(files: &mut Files) {
    for file in files.named("setup.cfg") {
        cfg(files, &file);
    }
    for file in files.named("setup.py") {
        py(files, &file);
    }
}

/// A value of a `.cfg` file: section, key, and a line of the value.
pub(super) fn values(text: &str) -> Vec<(&str, &str, &str)> {
    let (mut section, mut key) = ("", "");
    let mut values = Vec::new();
    for (_, line) in lines(text) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            values.push((section, key, trimmed));
        } else if let Some(name) = trimmed.strip_prefix('[') {
            section = name.trim_end_matches(']').trim();
        } else if let Some((name, value)) = trimmed.split_once('=') {
            key = name.trim();
            if !value.trim().is_empty() {
                values.push((section, key, value.trim()));
            }
        }
    }
    values
}

fn cfg(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let values = values(&read.text);
    let one = |section: &str, key: &str| {
        let mut found = values.iter().filter(|v| (v.0, v.1) == (section, key));
        found.next().map(|found| found.2)
    };
    // A file that holds only the settings of tools describes no project.
    if !values
        .iter()
        .any(|v| v.0 == "metadata" || v.0.starts_with("options"))
    {
        return;
    }
    let name = one("metadata", "name").map(normal);
    let member = name.unwrap_or_else(|| folder_of(file));
    let literal = |text: &&str| !text.starts_with("attr:") && !text.starts_with("file:");
    files.out.members.push(Member {
        ecosystem: Ecosystem::PyPi,
        name: member.clone(),
        path: parent(file).to_string(),
        version: one("metadata", "version")
            .filter(literal)
            .map(str::to_string),
        license: one("metadata", "license").map(str::to_string),
        description: one("metadata", "description").map(str::to_string),
        at: FileRange::new(file, 0..0),
    });
    if let Some(python) = one("options", "python_requires") {
        let at = FileRange::new(file, within(&read.text, python));
        runtime(files, "python", python, Authority::Requirement, at);
    }
    for (section, key, line) in &values {
        let kind = match (*section, *key) {
            ("options", "install_requires") => Kind::Normal,
            ("options", "setup_requires") => Kind::Build,
            ("options", "tests_require") => Kind::Dev,
            ("options.extras_require", _) => Kind::Optional,
            _ => continue,
        };
        add(files, file, &read.text, line, &member, kind);
    }
}

fn add(files: &mut Files, file: &str, text: &str, line: &str, member: &str, kind: Kind) {
    let Some(entry) = Entry::read(line) else {
        return;
    };
    let at = FileRange::new(file, within(text, line));
    let mut fact = fact(&entry, member, at).kind(kind);
    settle_by_itself(&mut fact, &entry);
    files.out.facts.push(fact);
}

fn py(files: &mut Files, file: &str) {
    let folder = parent(file);
    // The newer files contain the same and more.
    let newer = ["pyproject.toml", "setup.cfg"];
    if newer.iter().any(|name| {
        files
            .out
            .members
            .iter()
            .any(|m| m.at.file == joined(folder, name))
    }) {
        return;
    }
    let Some(read) = files.read(file) else { return };
    let member = folder_of(file);
    let lists = [
        ("install_requires", Kind::Normal),
        ("tests_require", Kind::Dev),
    ];
    for (key, kind) in lists {
        let Some(at) = read.text.find(key) else {
            continue;
        };
        let rest = read.text[at + key.len()..].trim_start();
        let rest = rest.strip_prefix('=').map_or("", str::trim_start);
        let Some(list) = rest
            .strip_prefix('[')
            .and_then(|list| list.split(']').next())
        else {
            continue;
        };
        for (_, line) in lines(list) {
            let line = line.split(" #").next().unwrap_or_default();
            for quote in ['"', '\''] {
                let parts: Vec<&str> = line.split(quote).collect();
                if parts.len() >= 3 && !parts[0].contains(['"', '\'', '#']) {
                    for text in parts.iter().skip(1).step_by(2) {
                        add(files, file, &read.text, text, &member, kind);
                    }
                }
            }
        }
    }
}

/// Name and version of the project in a folder, with their locations.
pub(super) fn folder_version(
    files: &mut Files,
    folder: &str,
) -> Option<(String, Option<String>, FileRange)> {
    let file = crate::manifests::files::joined(folder, "pyproject.toml");
    if files.exists(&file)
        && let Some(root) = files.parse(&file, crate::manifests::value::toml)
    {
        let tables = [root.get("project"), root.at(&["tool", "poetry"])];
        for table in tables.into_iter().flatten() {
            if let Some(name) = table.text_of("name") {
                let version = table.get("version");
                let at = version.map_or(FileRange::new(&file, 0..0), |v| {
                    crate::manifests::common::mark(&file, v)
                });
                let version = version.and_then(|v| v.text()).map(str::to_string);
                return Some((name.to_string(), version, at));
            }
        }
    }
    let file = crate::manifests::files::joined(folder, "setup.cfg");
    if !files.exists(&file) {
        return None;
    }
    let read = files.read(&file)?;
    let values = values(&read.text);
    let one = |key: &str| {
        values
            .iter()
            .find(|v| (v.0, v.1) == ("metadata", key))
            .map(|v| v.2)
    };
    let version = one("version").filter(|version| Version::parse(version).is_some());
    let at = version.map_or(0..0, |version| within(&read.text, version));
    Some((
        one("name")?.to_string(),
        version.map(str::to_string),
        FileRange::new(&file, at),
    ))
}
