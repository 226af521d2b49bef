//! .NET: project files, central versions, shared properties, `global.json` and lock files.
//!
//! A bare version is a minimum. Conditions are kept and not judged; a property that is not known
//! leaves the version unknown.

use std::collections::HashMap;
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::{file_name, parent, stem};
use roxmltree::{Document, Node};

use super::{mark, runtime};
use crate::fact::{Authority, Ecosystem, Fact, Kind, Mark, Member, Source};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;

/// Reads all projects, and those they refer to.
pub(super) fn read(files: &mut Files) {
    let mut shared = HashMap::new();
    for file in files.matching(is_project) {
        project(files, &mut shared, &file, 0);
    }
    for file in files.matching(|name| name.ends_with(".sln") || name.ends_with(".slnx")) {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let named: Vec<String> = read
            .text
            .split('"')
            .filter(|text| is_project(text))
            .filter_map(|text| path::join(parent(&file), &text.replace('\\', "/")))
            .collect();
        for file in named {
            project(files, &mut shared, &file, 0);
        }
    }
    for file in files.named("global.json") {
        let Some(root) = files.parse(&file, value::json) else {
            continue;
        };
        if let Some(version) = root.at(&["sdk", "version"])
            && let Some(text) = version.text()
        {
            runtime(
                files,
                "dotnet-sdk",
                text,
                Authority::Pin,
                mark(&file, version),
            );
        }
    }
    for name in [".config/dotnet-tools.json", "dotnet-tools.json"] {
        for file in files.named(file_name(name)) {
            tools(files, &file);
        }
    }
}

fn is_project(name: &str) -> bool {
    [".csproj", ".fsproj", ".vbproj"]
        .iter()
        .any(|end| name.ends_with(end))
}

fn tools(files: &mut Files, file: &str) {
    if !files.exists(file) || !files.take(file) {
        return;
    }
    let Some(root) = files.parse(file, value::json) else {
        return;
    };
    for entry in root.entries_of("tools") {
        if let Some(version) = entry.node.get("version") {
            let text = version.text().unwrap_or_default();
            let at = mark(file, version);
            let mut fact = Fact::new(Ecosystem::NuGet, &*entry.key, ".", at.clone())
                .kind(Kind::Dev)
                .requires(Some(text));
            fact.settle(text, Some(at));
            files.out.facts.push(fact);
        }
    }
}

/// A value and where it stands.
type Stated = (String, Mark);

/// What a file of MSBuild says, without the files it imports.
#[derive(Debug, Default)]
struct Build {
    properties: HashMap<String, Stated>,
    /// Name, version, whether it is private to the build, condition.
    packages: Vec<Package>,
    /// Central versions by name in lower case: name and version.
    central: HashMap<String, (String, Stated)>,
    /// Packages of every project.
    global: Vec<(String, Stated)>,
    projects: Vec<Stated>,
}

#[derive(Debug)]
struct Package {
    name: String,
    version: Option<Stated>,
    over: Option<Stated>,
    private: bool,
    condition: Option<String>,
    at: Mark,
}

type Shared = HashMap<String, Option<Rc<Build>>>;

fn build(files: &mut Files, shared: &mut Shared, file: &str) -> Option<Rc<Build>> {
    if let Some(known) = shared.get(file) {
        return known.clone();
    }
    let read = files.exists(file).then(|| files.read(file)).flatten();
    let build = read.and_then(|read| {
        let text = read.text.trim_start_matches('\u{feff}');
        let skipped = read.text.len() - text.len();
        match Document::parse(text) {
            Ok(document) => Some(Rc::new(parse(&document, file, skipped))),
            Err(error) => {
                let at = super::maven::offset(text, error.pos());
                files.reject(file, error.to_string(), at);
                None
            }
        }
    });
    shared.insert(file.to_string(), build.clone());
    build
}

/// The nearest file of that name, in the folder or above it.
fn above(files: &mut Files, shared: &mut Shared, folder: &str, name: &str) -> Option<Rc<Build>> {
    let mut folder = folder;
    loop {
        let file = joined(folder, name);
        if files.exists(&file) {
            return build(files, shared, &file);
        }
        if folder.is_empty() {
            return None;
        }
        folder = parent(folder);
    }
}

/// Most projects that refer to each other in a row.
const MAX_CHAIN: usize = 64;

fn project(files: &mut Files, shared: &mut Shared, file: &str, depth: usize) {
    if depth > MAX_CHAIN || !files.take(file) {
        return;
    }
    let Some(own) = build(files, shared, file) else {
        return;
    };
    let folder = parent(file);
    let props = above(files, shared, folder, "Directory.Build.props");
    let targets = above(files, shared, folder, "Directory.Build.targets");
    let packages = above(files, shared, folder, "Directory.Packages.props");
    let all: Vec<Rc<Build>> = [Some(own.clone()), props, targets, packages]
        .into_iter()
        .flatten()
        .collect();
    let member = stem(file_name(file)).to_string();
    let property = |name: &str| {
        all.iter()
            .find_map(|build| build.properties.get(name).cloned())
    };
    files.out.members.push(Member {
        ecosystem: Ecosystem::NuGet,
        name: member.clone(),
        path: folder.to_string(),
        version: property("Version").map(|stated| stated.0),
        license: property("PackageLicenseExpression").map(|stated| stated.0),
        description: property("Description").map(|stated| stated.0),
        at: Mark::new(file, 0..0),
    });
    for name in ["TargetFramework", "TargetFrameworks"] {
        if let Some((value, at)) = property(name).and_then(|stated| filled(&all, stated)) {
            runtime(files, "dotnet", &value, Authority::Requirement, at);
        }
    }
    let lock = lock(files, &joined(folder, "packages.lock.json"));
    let is_test = property("IsTestProject").is_some_and(|stated| stated.0 == "true")
        || own
            .packages
            .iter()
            .any(|package| package.name == "Microsoft.NET.Test.Sdk");
    let central: Vec<_> = all.iter().flat_map(|build| build.central.iter()).collect();
    let mut facts = Vec::new();
    for package in all.iter().flat_map(|build| &build.packages) {
        let key = package.name.to_lowercase();
        let managed = central
            .iter()
            .find(|entry| *entry.0 == key)
            .map(|entry| entry.1);
        let name = managed.map_or(&package.name, |managed| &managed.0);
        let stated = package.over.clone().or_else(|| package.version.clone());
        let stated = stated.or_else(|| managed.map(|managed| managed.1.clone()));
        let mut fact = fact(&all, &lock, name, stated, &package.at, &member).called(&package.name);
        fact.condition = package.condition.clone();
        if package.private || is_test {
            fact.kind = Kind::Dev;
        }
        facts.push(fact);
    }
    for (name, version) in all.iter().flat_map(|build| &build.global) {
        let fact = fact(
            &all,
            &lock,
            name,
            Some(version.clone()),
            &version.1,
            &member,
        );
        facts.push(fact.kind(Kind::Dev));
    }
    let mut next = Vec::new();
    for (reference, at) in &own.projects {
        let reference = reference.replace('\\', "/");
        let name = stem(file_name(&reference)).to_string();
        let mut fact = Fact::new(Ecosystem::NuGet, name, &member, at.clone());
        fact.source = Some(Source::Path);
        facts.push(fact);
        next.extend(path::join(folder, &reference));
    }
    files.out.facts.append(&mut facts);
    for file in next {
        project(files, shared, &file, depth + 1);
    }
}

fn fact(
    all: &[Rc<Build>],
    lock: &HashMap<String, Stated>,
    name: &str,
    stated: Option<Stated>,
    at: &Mark,
    member: &str,
) -> Fact {
    let stated = stated.map(|stated| filled(all, stated.clone()).ok_or(stated));
    let mut fact = Fact::new(Ecosystem::NuGet, name, member, at.clone());
    match stated {
        Some(Ok((version, at))) => (fact.requirement, fact.at) = (Some(version), at),
        Some(Err((version, at))) => {
            (fact.requirement, fact.at) = (Some(version), at);
            fact.unknown = Some("a property of its version is not known");
        }
        None => fact.unknown = Some("no file states its version"),
    }
    if let Some((version, at)) = lock.get(&name.to_lowercase()) {
        fact.settle(version, Some(at.clone()));
    }
    fact
}

/// A text with its properties put in; each may stand for another one.
fn filled(all: &[Rc<Build>], stated: Stated) -> Option<Stated> {
    let mut found = stated;
    for _ in 0..8 {
        let Some(start) = found.0.find("$(") else {
            return Some(found);
        };
        let end = start + found.0[start..].find(')')?;
        let name = &found.0[start + 2..end];
        let value = all.iter().find_map(|build| build.properties.get(name))?;
        if start == 0 && end + 1 == found.0.len() {
            found.1 = value.1.clone();
        }
        found.0 = format!("{}{}{}", &found.0[..start], value.0, &found.0[end + 1..]);
    }
    None
}

/// Direct versions of a lock by name in lower case.
fn lock(files: &mut Files, file: &str) -> HashMap<String, Stated> {
    let mut versions = HashMap::new();
    let root = files
        .exists(file)
        .then(|| files.parse(file, value::json))
        .flatten();
    for framework in root.iter().flat_map(|root| root.entries_of("dependencies")) {
        for entry in framework.node.entries() {
            let direct = entry.node.text_of("type") == Some("Direct");
            if let Some(version) = entry.node.get("resolved").filter(|_| direct)
                && let Some(text) = version.text()
            {
                versions.insert(
                    entry.key.to_lowercase(),
                    (text.to_string(), mark(file, version)),
                );
            }
        }
    }
    versions
}

fn parse(document: &Document<'_>, file: &str, skipped: usize) -> Build {
    let root = document.root_element();
    let place =
        |range: std::ops::Range<usize>| Mark::new(file, range.start + skipped..range.end + skipped);
    let inner = |node: Node<'_, '_>| -> Option<Stated> {
        let text = node.children().find(Node::is_text)?;
        let whole = text.text()?;
        let start = text.range().start + (whole.len() - whole.trim_start().len());
        let trimmed = whole.trim();
        Some((trimmed.to_string(), place(start..start + trimmed.len())))
    };
    let stated = |node: Node<'_, '_>, name: &str| -> Option<Stated> {
        if let Some(attribute) = node.attribute_node(name) {
            return Some((
                attribute.value().to_string(),
                place(attribute.range_value()),
            ));
        }
        let child = node
            .children()
            .find(|child| child.tag_name().name() == name);
        child.and_then(inner)
    };
    let mut build = Build::default();
    for node in root.descendants().filter(Node::is_element) {
        let name = stated(node, "Include").or_else(|| stated(node, "Update"));
        match (node.tag_name().name(), name) {
            ("PackageReference", Some((name, at))) => {
                let above = node.parent().and_then(|group| group.attribute("Condition"));
                let condition = node.attribute("Condition").or(above);
                let private = stated(node, "PrivateAssets");
                build.packages.push(Package {
                    name,
                    version: stated(node, "Version"),
                    over: stated(node, "VersionOverride"),
                    private: private.is_some_and(|assets| assets.0.eq_ignore_ascii_case("all")),
                    condition: condition.map(str::to_string),
                    at,
                });
            }
            ("PackageVersion", Some((name, _))) => {
                if let Some(version) = stated(node, "Version") {
                    build.central.insert(name.to_lowercase(), (name, version));
                }
            }
            ("GlobalPackageReference", Some((name, _))) => {
                if let Some(version) = stated(node, "Version") {
                    build.global.push((name, version));
                }
            }
            ("ProjectReference", Some(reference)) => build.projects.push(reference),
            (name, _) => {
                let group = node
                    .parent()
                    .is_some_and(|p| p.tag_name().name() == "PropertyGroup");
                if let Some(value) = inner(node).filter(|_| group) {
                    build.properties.insert(name.to_string(), value);
                }
            }
        }
    }
    build
}
