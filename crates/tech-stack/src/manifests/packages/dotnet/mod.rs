//! .NET: project files, central versions, shared properties, `global.json` and lock files.
//!
//! A bare version is a minimum. What a condition excludes for sure is left out; where that is not
//! known, all versions that may count are kept, and a property that is not known leaves the version
//! unknown.

mod build;
mod condition;
mod project;

use std::collections::HashMap;
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::{file_name, parent, stem};
use roxmltree::Document;

use self::build::{Build, Package, Version, is_project};
use self::project::Project;
use crate::manifests::common::{mark, runtime};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Resolved, Source};

/// Reads all projects, and those they refer to.
pub(crate) fn read(files: &mut Files) {
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
            fact.resolve(text, Some(at));
            files.out.facts.push(fact);
        }
    }
}

type Shared = HashMap<String, Option<Rc<Build>>>;

fn read_build(files: &mut Files, shared: &mut Shared, file: &str) -> Option<Rc<Build>> {
    if let Some(known) = shared.get(file) {
        return known.clone();
    }
    let read = files.exists(file).then(|| files.read(file)).flatten();
    let build = read.and_then(|read| {
        let text = read.text.trim_start_matches('\u{feff}');
        let skipped = read.text.len() - text.len();
        match Document::parse(text) {
            Ok(document) => Some(Rc::new(build::parse(&document, file, skipped))),
            Err(error) => {
                let at = crate::manifests::packages::jvm::maven::offset(text, error.pos());
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
            return read_build(files, shared, &file);
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
    let Some(own) = read_build(files, shared, file) else {
        return;
    };
    let folder = parent(file);
    let props = above(files, shared, folder, "Directory.Build.props");
    let targets = above(files, shared, folder, "Directory.Build.targets");
    let packages = above(files, shared, folder, "Directory.Packages.props");
    // In the order in which MSBuild reads them.
    let all: Vec<Rc<Build>> = [props, packages, Some(own.clone()), targets]
        .into_iter()
        .flatten()
        .collect();
    let member = stem(file_name(file)).to_string();
    let references_tests = own.packages.iter().any(is_test_platform);
    let project = Project::new(&all, file, references_tests);
    let text = |name: &str| project.property(name).map(|stated| stated.0);
    files.out.members.push(Member {
        ecosystem: Ecosystem::NuGet,
        name: member.clone(),
        path: folder.to_string(),
        version: text("version"),
        license: text("packagelicenseexpression"),
        description: text("description"),
        at: FileRange::new(file, 0..0),
    });
    for name in ["targetframework", "targetframeworks"] {
        for (value, at) in project.possible(name) {
            runtime(files, "dotnet", &value, Authority::Requirement, at);
        }
    }
    let reading = Reading {
        project: &project,
        lock: lock(files, &joined(folder, "packages.lock.json")),
        member: &member,
    };
    let is_test = text("istestproject").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || all.iter().flat_map(|build| &build.packages).any(|package| {
            is_test_platform(package) && project.holds(&package.conditions) == Some(true)
        });
    let central = project.central();
    let mut facts = Vec::new();
    for package in all.iter().flat_map(|build| &build.packages) {
        if project.holds(&package.conditions) == Some(false) {
            continue;
        }
        let managed = central.get(&package.name.to_lowercase());
        let name = managed.map_or(package.name.as_str(), |managed| managed.0);
        let mut versions = project.in_force(package.versions.iter());
        if package.versions.is_empty() {
            versions = managed.map(|managed| managed.1.clone()).unwrap_or_default();
        }
        for mut fact in reading.facts(name, &versions, &package.conditions, &package.at) {
            fact = fact.called(&package.name);
            if package.private || is_test {
                fact.kind = Kind::Dev;
            }
            facts.push(fact);
        }
    }
    for global in all.iter().flat_map(|build| &build.global) {
        let version = &global.version;
        if project.holds(&version.conditions) != Some(false) {
            let found = reading.facts(&global.name, &[version], &[], &version.value.1);
            facts.extend(found.into_iter().map(|fact| fact.kind(Kind::Dev)));
        }
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
        self::project(files, shared, &file, depth + 1);
    }
}

/// Whether a package makes a project of tests.
fn is_test_platform(package: &Package) -> bool {
    package.name.eq_ignore_ascii_case("Microsoft.NET.Test.Sdk")
}

/// The context in which the packages of a project are read.
struct Reading<'a> {
    project: &'a Project<'a>,
    lock: HashMap<String, Vec<Resolved>>,
    member: &'a str,
}

impl Reading<'_> {
    /// The facts of a package: one for each version that may count.
    fn facts(
        &self,
        name: &str,
        versions: &[&Version],
        conditions: &[String],
        at: &FileRange,
    ) -> Vec<Fact> {
        let fact = |conditions: &[String]| {
            let mut fact = Fact::new(Ecosystem::NuGet, name, self.member, at.clone());
            let mut conditions = conditions.to_vec();
            conditions.dedup();
            fact.condition = Some(conditions.join(" and ")).filter(|text| !text.is_empty());
            fact.resolved = self
                .lock
                .get(&name.to_lowercase())
                .cloned()
                .unwrap_or_default();
            fact
        };
        let mut found = Vec::new();
        for version in versions {
            let conditions = [conditions, &version.conditions].concat();
            let filled = self.project.all_filled(&version.value);
            if filled.is_empty() {
                let mut fact = fact(&conditions);
                let (text, at) = version.value.clone();
                (fact.requirement, fact.at) = (Some(text), at);
                fact.unknown = Some("a property in its version is unknown");
                found.push(fact);
            }
            for (text, at) in filled {
                let mut fact = fact(&conditions);
                (fact.requirement, fact.at) = (Some(text), at);
                found.push(fact);
            }
        }
        if found.is_empty() {
            let mut fact = fact(conditions);
            fact.unknown = Some("no file states its version");
            found.push(fact);
        }
        found
    }
}

/// Direct versions of a lock by name in lower case; several where frameworks differ.
fn lock(files: &mut Files, file: &str) -> HashMap<String, Vec<Resolved>> {
    let mut versions: HashMap<String, Vec<Resolved>> = HashMap::new();
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
                let known = versions.entry(entry.key.to_lowercase()).or_default();
                if !known.iter().any(|known| known.version == text) {
                    known.push(Resolved {
                        version: text.to_string(),
                        condition: Some(framework.key.clone()),
                        at: Some(mark(file, version)),
                    });
                }
            }
        }
    }
    for known in versions.values_mut() {
        if let [only] = known.as_mut_slice() {
            only.condition = None;
        }
    }
    versions
}
