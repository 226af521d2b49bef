//! Swift packages: `Package.swift` and `Package.resolved`, also that of an Xcode project.
//!
//! A package manifest is a program. Only literals are read; it is not run.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use crate::manifests::common::{between, folder_name, lines, mark, runtime, within};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Member};

/// The lock file in the folder of an Xcode project or workspace.
const IN_PROJECT: &str = "project.xcworkspace/xcshareddata/swiftpm/Package.resolved";
const IN_WORKSPACE: &str = "xcshareddata/swiftpm/Package.resolved";

/// Reads all packages and projects.
pub(crate) fn read(files: &mut Files) {
    for file in files.named("Package.swift") {
        if files.take(&file) {
            package(files, &file);
        }
    }
    let mut locks = files.named("Package.resolved");
    for folder in files.folders(|name| name.ends_with(".xcodeproj")) {
        locks.push(joined(&folder, IN_PROJECT));
    }
    for folder in files.folders(|name| name.ends_with(".xcworkspace")) {
        locks.push(joined(&folder, IN_WORKSPACE));
    }
    for file in locks {
        // The lock of a package is read with it.
        if files.exists(&file) && files.take(&file) {
            let project = file.split(".xc").next().unwrap_or(&file);
            let member = if project == file {
                folder_name(parent(&file))
            } else {
                project
            };
            let member = member.to_string();
            for (name, (version, at)) in lock(files, &file) {
                let mut fact = Fact::new(Ecosystem::Swift, name, &member, at.clone());
                fact.resolve(&version, Some(at));
                files.out.facts.push(fact);
            }
        }
    }
}

fn package(files: &mut Files, file: &str) {
    let Some(read) = files.read(file) else { return };
    let text = read.text.as_str();
    let folder = parent(file);
    let name =
        between(text, "Package(", "targets").and_then(|inside| between(inside, "name: \"", "\""));
    let name = name.unwrap_or(folder_name(folder)).to_string();
    files.out.members.push(Member {
        ecosystem: Ecosystem::Swift,
        name,
        path: folder.to_string(),
        version: None,
        license: None,
        description: None,
        at: FileRange::new(file, 0..0),
    });
    if let Some((_, first)) = lines(text).next()
        && let Some((_, version)) = first.split_once("swift-tools-version:")
    {
        let version = version.trim();
        let at = FileRange::new(file, within(text, version));
        runtime(files, "swift", version, Authority::Requirement, at);
    }
    let lock_file = joined(folder, "Package.resolved");
    let mut lock = HashMap::new();
    if files.exists(&lock_file) && files.take(&lock_file) {
        lock.extend(self::lock(files, &lock_file));
    }
    let mut facts = Vec::new();
    for (at, _) in text.match_indices(".package(") {
        let call = call(&text[at..]);
        let Some(url) = between(call, "url: \"", "\"") else {
            continue;
        };
        let name = package_name(url);
        let place = FileRange::new(file, within(text, url));
        let mut fact = Fact::new(Ecosystem::Swift, &name, folder_name(folder), place);
        if let Some((sign, version)) = requirement(call) {
            fact.requirement = Some(format!("{sign}{version}"));
            fact.at = FileRange::new(file, within(text, version));
            if sign == "=" {
                let at = fact.at.clone();
                fact.requirement = Some(version.to_string());
                fact.resolve(version, Some(at));
            }
        }
        if let Some((version, at)) = lock.get(&name) {
            fact.resolved.clear();
            fact.resolve(version, Some(at.clone()));
        }
        facts.push(fact);
    }
    files.out.facts.append(&mut facts);
}

/// The text of a call, up to the parenthesis that closes it.
fn call(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return &text[..at],
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text
}

/// The sign and version of the requirement in a call.
fn requirement(call: &str) -> Option<(&'static str, &str)> {
    let forms = [
        ("exact: \"", "="),
        (".exact(\"", "="),
        ("from: \"", "^"),
        (".upToNextMinor(from: \"", "~"),
    ];
    let is_minor = call.contains("upToNextMinor");
    let found = forms
        .iter()
        .find_map(|(form, sign)| Some((*sign, between(call, form, "\"")?)));
    found.map(|(sign, version)| (if is_minor { "~" } else { sign }, version))
}

/// The name of a package: the last part of its address.
fn package_name(url: &str) -> String {
    let name = path::file_name(url.trim_end_matches('/'));
    name.trim_end_matches(".git").to_string()
}

/// The versions of a lock file by the names of packages.
fn lock(files: &mut Files, file: &str) -> Vec<(String, (String, FileRange))> {
    let Some(root) = files.parse(file, value::json) else {
        return Vec::new();
    };
    // The first format has its list one level deeper.
    let pins = root.get("pins").or(root.at(&["object", "pins"]));
    let pins = pins.map_or(&[][..], Node::items).iter();
    let found = pins.filter_map(|pin| {
        let url = pin.text_of("location").or(pin.text_of("repositoryURL"));
        let name = url.map(package_name);
        let name = name.or_else(|| pin.text_of("identity").map(str::to_string))?;
        let version = pin.at(&["state", "version"])?;
        let at = mark(file, version);
        Some((name, (version.text()?.to_string(), at)))
    });
    found.collect()
}
