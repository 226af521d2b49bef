//! Python: `pyproject.toml` (PEP 621, PEP 735, Poetry, uv, PDM), requirement files, `setup.cfg`,
//! Pipfile, and their locks.
//!
//! Names are normalised as PEP 503 says. It may not run a `setup.py`.

mod entry;
mod lock;
mod pyproject;
mod requirements;
mod setup;

use archsite_core::site::path::parent;

use self::entry::Entry;
use super::{lines, runtime, within};
use crate::fact::{Authority, Ecosystem, Fact, Mark, Source};
use crate::manifests::files::Files;
use crate::versions::range;
use crate::versions::version::Version;

/// Reads all projects and the pins of the interpreter.
pub(super) fn read(files: &mut Files) {
    pyproject::read(files);
    setup::read(files);
    requirements::read(files);
    for file in files.named(".python-version") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        for (_, line) in lines(&read.text) {
            let word = line.split('#').next().unwrap_or_default().trim();
            let version = word.trim_start_matches("python").trim_start_matches('-');
            if version.starts_with(|c: char| c.is_ascii_digit()) {
                let at = Mark::new(&file, within(&read.text, version));
                runtime(files, "python", version, Authority::Pin, at);
                break;
            }
        }
    }
    for file in files.named("runtime.txt") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let text = read.text.trim();
        if let Some(version) = text.strip_prefix("python-") {
            let at = Mark::new(&file, within(&read.text, version));
            runtime(files, "python", version, Authority::Pin, at);
        }
    }
}

/// A name as PEP 503 normalises it.
fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.trim().chars() {
        match c {
            '-' | '_' | '.' => gap = !out.is_empty(),
            c => {
                if gap {
                    out.push('-');
                }
                gap = false;
                out.push(c.to_ascii_lowercase());
            }
        }
    }
    out
}

/// The fact of an entry such as `name[extra]>=1; marker`.
fn fact(entry: &Entry<'_>, member: &str, at: Mark) -> Fact {
    let mut fact = Fact::new(Ecosystem::PyPi, normal(entry.name), member, at)
        .requires(entry.requirement)
        .called(entry.name);
    fact.condition = entry.marker.map(str::to_string);
    if let Some(url) = entry.url {
        fact.source = Some(match () {
            () if url.starts_with("git+") || url.contains(".git") => Source::Git,
            () if url.contains("://") && !url.starts_with("file:") => Source::Url,
            () => Source::Path,
        });
    }
    fact
}

/// What an exact requirement, a tag or the name of a file settles where no lock does.
fn settle_by_itself(fact: &mut Fact, entry: &Entry<'_>) {
    if !fact.resolved.is_empty() {
        return;
    }
    let exact = entry.requirement.and_then(exact);
    let version = exact.or_else(|| {
        let url = entry.url?;
        let wheel = entry::wheel(url).map(|(_, version)| version);
        wheel.or_else(|| {
            let (_, tag) = url.split('#').next()?.rsplit_once('@')?;
            let tag = tag.strip_prefix('v').unwrap_or(tag);
            (tag.contains('.') && Version::parse(tag).is_some()).then_some(tag)
        })
    });
    if let Some(version) = version {
        let at = fact.at.clone();
        fact.settle(version, Some(at));
    }
}

/// The version of `==1.2` and `===1.2`; none for `==1.*` and for lists.
fn exact(requirement: &str) -> Option<&str> {
    let version = requirement.trim().strip_prefix("==")?;
    let version = version.strip_prefix('=').unwrap_or(version).trim();
    let plain = !version.contains(['*', ',', '<', '>', '!']);
    (plain && Version::parse(version).is_some()).then_some(version)
}

/// The versions of Python a marker is about, as far as it says; other conditions are left out.
fn pythons(marker: &str) -> range::Range {
    let mut range = range::Range::any();
    if marker.contains(" or ") {
        return range;
    }
    for part in marker.split(" and ") {
        let part = part.trim().trim_matches(['(', ')']);
        let rest = part
            .strip_prefix("python_full_version")
            .or_else(|| part.strip_prefix("python_version"));
        let text = rest.map(|rest| rest.replace(['\'', '"'], ""));
        if let Some(part) = text.and_then(|text| range::runtime(text.trim(), false)) {
            range = range.and(&part);
        }
    }
    range
}

/// A project's folder as a member.
fn member_of(file: &str) -> String {
    super::folder_name(parent(file)).to_string()
}

/// The folder of a file as the name of a member.
fn folder_of(file: &str) -> String {
    let folder = parent(file);
    match archsite_core::site::path::file_name(folder) {
        "" => ".".to_string(),
        name => normal(name),
    }
}

/// Name and version of the project in a folder, and where they stand.
fn folder_version(files: &mut Files, folder: &str) -> Option<(String, Option<String>, Mark)> {
    let file = crate::manifests::files::joined(folder, "pyproject.toml");
    if files.exists(&file)
        && let Some(root) = files.parse(&file, crate::manifests::value::toml)
    {
        let tables = [root.get("project"), root.at(&["tool", "poetry"])];
        for table in tables.into_iter().flatten() {
            if let Some(name) = table.text_of("name") {
                let version = table.get("version");
                let at = version.map_or(Mark::new(&file, 0..0), |v| super::mark(&file, v));
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
    let values = setup::values(&read.text);
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
        Mark::new(&file, at),
    ))
}
