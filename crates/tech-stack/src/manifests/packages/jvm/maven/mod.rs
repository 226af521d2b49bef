//! Maven: `pom.xml` with parents, properties, managed versions and modules.
//!
//! A property that cannot be resolved leaves the version unknown; `${…}` is never a version. A
//! parent or list of versions that is not in the repository cannot be known.

mod pom;

use std::collections::HashMap;
use std::rc::Rc;

use archsite_core::site::path;
use archsite_core::site::path::parent;
use roxmltree::Document;

pub(crate) use self::pom::offset;
use self::pom::{Dependency, Located, Pom, pom};
use crate::manifests::common::runtime;
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Member, Source};
use crate::model::requirement;
use crate::model::version::Version;

/// Reads all poms and the modules they name.
pub(crate) fn read(files: &mut Files) {
    let mut poms = Poms::default();
    for file in files.named("pom.xml") {
        poms.report(files, &file, 0);
    }
}

/// Deepest chain of parents, modules or properties that is followed.
const MAX_CHAIN: usize = 24;

#[derive(Default)]
struct Poms {
    read: HashMap<String, Option<Rc<Pom>>>,
    /// Files by the artifact that they make; the first that was read counts.
    by_artifact: HashMap<String, String>,
}

impl Poms {
    fn get(&mut self, files: &mut Files, file: &str) -> Option<Rc<Pom>> {
        if let Some(known) = self.read.get(file) {
            return known.clone();
        }
        let text = files.exists(file).then(|| files.read(file)).flatten();
        let pom = text.and_then(|read| match Document::parse(&read.text) {
            Ok(document) => Some(Rc::new(pom(&document, file))),
            Err(error) => {
                let at = offset(&read.text, error.pos());
                files.reject(file, error.to_string(), at);
                None
            }
        });
        if let Some(pom) = &pom {
            let artifact = self.by_artifact.entry(pom.artifact.clone());
            artifact.or_insert_with(|| file.to_string());
        }
        self.read.insert(file.to_string(), pom.clone());
        pom
    }

    /// The pom and those above it, as far as they are in the repository.
    fn chain(&mut self, files: &mut Files, file: &str) -> Vec<Rc<Pom>> {
        let mut chain: Vec<Rc<Pom>> = Vec::new();
        let mut next = Some(file.to_string());
        while let Some(file) = next.take() {
            let known = chain.iter().any(|pom| pom.file == file);
            if known || chain.len() == MAX_CHAIN {
                if known {
                    files.reject(&file, "it is its own parent", None);
                }
                break;
            }
            let Some(pom) = self.get(files, &file) else {
                break;
            };
            // The file above is the parent only if it is the one that is named.
            if let Some((_, artifact, _, Some(above))) = &pom.parent
                && let Some(other) = self.get(files, above)
                && other.artifact == *artifact
            {
                next = Some(above.clone());
            }
            chain.push(pom);
        }
        chain
    }

    fn report(&mut self, files: &mut Files, file: &str, depth: usize) {
        if depth > MAX_CHAIN || !files.take(file) {
            return;
        }
        let chain = self.chain(files, file);
        let Some(pom) = chain.first().cloned() else {
            return;
        };
        let member = pom.artifact.clone();
        let version = pom
            .version
            .as_ref()
            .or(pom.parent.as_ref().map(|parent| &parent.2));
        files.out.members.push(Member {
            ecosystem: Ecosystem::Maven,
            name: member.clone(),
            path: parent(file).to_string(),
            version: version.and_then(|v| resolve(&chain, v)).map(|v| v.text),
            license: chain.iter().find_map(|pom| pom.license.clone()),
            description: pom.description.clone().or_else(|| pom.name.clone()),
            at: FileRange::new(file, 0..0),
        });
        runtimes(files, &chain);
        // A parent that is not in the repository is a dependency of its own kind.
        if let Some((group, artifact, version, _)) = &pom.parent
            && chain.len() == 1
        {
            let name = format!("{group}:{artifact}");
            let mut fact = Fact::new(Ecosystem::Maven, name, &member, version.at.clone())
                .kind(Kind::Bom)
                .requires(Some(&version.text));
            if Version::parse(&version.text).is_some() {
                fact.resolve(&version.text, Some(version.at.clone()));
            }
            files.out.facts.push(fact);
        }
        let managed = self.managed(files, &chain);
        for dependency in &managed.boms {
            if dependency.at.file == file {
                let fact = fact(&chain, &managed, dependency, &member).kind(Kind::Bom);
                files.out.facts.push(fact);
            }
        }
        for dependency in &pom.dependencies {
            let fact = fact(&chain, &managed, dependency, &member);
            files.out.facts.push(fact);
        }
        for (profile, dependency) in &pom.of_profiles {
            let mut fact = fact(&chain, &managed, dependency, &member);
            fact.condition = Some(format!("profile {profile}"));
            files.out.facts.push(fact);
        }
        for plugin in &pom.plugins {
            let mut plugin = plugin.clone();
            if plugin.version.is_none() {
                plugin.version = managed_version(&chain, &plugin);
            }
            if plugin.version.is_some() {
                let fact = fact(&chain, &managed, &plugin, &member).kind(Kind::Build);
                files.out.facts.push(fact);
            }
        }
        for module in &pom.modules {
            let target = path::join(parent(file), module);
            let Some(target) = target else {
                files.pass_over(file, &format!("the module `{module}`"), None);
                continue;
            };
            let below = if module.ends_with(".xml") {
                target
            } else {
                joined(&target, "pom.xml")
            };
            self.report(files, &below, depth + 1);
        }
    }

    /// Managed versions of a pom: its own, its parents', then those of imported lists, the first
    /// of which wins.
    fn managed(&mut self, files: &mut Files, chain: &[Rc<Pom>]) -> Managed {
        let mut managed = Managed {
            chains: vec![chain.to_vec()],
            boms: Vec::new(),
        };
        let all = chain.iter().flat_map(|pom| &pom.managed);
        for import in all.filter(|dependency| dependency.is_import()) {
            // A list that is a module of this repository can be read.
            if let Some(file) = self.by_artifact.get(&import.artifact).cloned() {
                managed.chains.push(self.chain(files, &file));
            }
            managed.boms.push(import.clone());
        }
        managed
    }
}

/// The version that `pluginManagement` of a pom or its parents gives a plugin.
fn managed_version(chain: &[Rc<Pom>], plugin: &Dependency) -> Option<Located> {
    let mut managed = chain.iter().flat_map(|pom| &pom.managed_plugins);
    let same = |other: &&Dependency| {
        filled(chain, &other.group) == filled(chain, &plugin.group)
            && filled(chain, &other.artifact) == filled(chain, &plugin.artifact)
    };
    managed.find(same)?.version.clone()
}

/// The versions that poms manage. They are looked up, as a pom uses few of the many that its parents
/// have.
struct Managed {
    /// The pom with its parents, and then each imported list with its parents.
    chains: Vec<Vec<Rc<Pom>>>,
    boms: Vec<Dependency>,
}

impl Managed {
    /// The version and the scope of a dependency.
    fn get(&self, name: &(String, String)) -> Option<(Option<Located>, Option<&str>)> {
        self.chains.iter().find_map(|chain| {
            let mut found = chain.iter().filter_map(|pom| managed_in(pom, chain, name));
            let dependency = found.next()?;
            let version = dependency.version.as_ref();
            let version = version.map(|v| resolve(chain, v).unwrap_or_else(|| v.clone()));
            Some((version, dependency.scope.as_deref()))
        })
    }
}

/// The first entry of a pom for a name, whose properties are those of the chain.
fn managed_in<'a>(
    pom: &'a Pom,
    chain: &[Rc<Pom>],
    name: &(String, String),
) -> Option<&'a Dependency> {
    let mut with_property = pom.managed_with_property.iter().copied();
    let with_property = with_property.find(|position| {
        let dependency = &pom.managed[*position];
        filled(chain, &dependency.group) == name.0 && filled(chain, &dependency.artifact) == name.1
    });
    let by_name = pom.managed_by_name.get(name).copied();
    let first = by_name.into_iter().chain(with_property).min()?;
    pom.managed.get(first)
}

fn fact(chain: &[Rc<Pom>], managed: &Managed, dependency: &Dependency, member: &str) -> Fact {
    let group = filled(chain, &dependency.group);
    let artifact = filled(chain, &dependency.artifact);
    let key = (group.clone(), artifact.clone());
    let found = managed.get(&key);
    let stated = dependency.version.as_ref();
    let stated = stated.or(found.as_ref().and_then(|found| found.0.as_ref()));
    let scope = dependency
        .scope
        .as_deref()
        .or(found.as_ref().and_then(|found| found.1));
    let kind = match scope {
        Some("test") => Kind::Dev,
        _ if dependency.optional => Kind::Optional,
        _ => Kind::Normal,
    };
    let name = format!("{group}:{artifact}");
    let at = stated.map_or(&dependency.at, |stated| &stated.at);
    let mut fact = Fact::new(Ecosystem::Maven, name, member, at.clone()).kind(kind);
    if dependency.type_.as_deref() == Some("pom") && kind == Kind::Normal {
        fact.kind = Kind::Bom;
    }
    let Some(stated) = stated else {
        fact.unknown = Some(
            "its version comes from a parent or a list of versions that was not \
                             read",
        );
        return fact;
    };
    let own = chain.iter().find(|pom| pom.artifact == artifact);
    match resolve(chain, stated) {
        Some(resolved) => {
            fact.requirement = Some(resolved.text.clone());
            if requirement::requirement(Ecosystem::Maven, &resolved.text).is_some()
                && Version::parse(&resolved.text).is_some()
            {
                fact.at = resolved.at.clone();
                fact.resolve(&resolved.text, Some(resolved.at));
            }
        }
        None => {
            fact.unknown = Some("a property in its version is unknown");
        }
    }
    if stated.text.contains("{project.version}") || own.is_some() {
        fact.source = Some(Source::Workspace);
    }
    fact
}

/// A text with its properties replaced, and the location of the last of them.
fn resolve(chain: &[Rc<Pom>], stated: &Located) -> Option<Located> {
    let mut found = stated.clone();
    for _ in 0..MAX_CHAIN {
        let Some(start) = found.text.find("${") else {
            return Some(found);
        };
        let end = start + found.text[start..].find('}')?;
        let name = found.text[start + 2..end].to_string();
        let value = property(chain, &name)?;
        // A text that is one property has the location of its declaration.
        if start == 0 && end + 1 == found.text.len() {
            found.at = value.at;
        }
        found.text = format!(
            "{}{}{}",
            &found.text[..start],
            value.text,
            &found.text[end + 1..]
        );
        if found.text.len() > 4096 {
            return None;
        }
    }
    None
}

fn filled(chain: &[Rc<Pom>], text: &str) -> String {
    let stated = Located {
        text: text.to_string(),
        at: FileRange::new("", 0..0),
    };
    resolve(chain, &stated).map_or_else(|| text.to_string(), |found| found.text)
}

fn property(chain: &[Rc<Pom>], name: &str) -> Option<Located> {
    let own = chain
        .iter()
        .find_map(|pom| pom.properties.get(name).cloned());
    if own.is_some() {
        return own;
    }
    let pom = chain.first()?;
    let above = pom.parent.as_ref();
    let plain = |text: &str| Located {
        text: text.to_string(),
        at: FileRange::new(&pom.file, 0..0),
    };
    match name
        .trim_start_matches("pom.")
        .trim_start_matches("project.")
    {
        "version" | "parent.version" if name.contains("parent") => above.map(|a| a.2.clone()),
        "version" => chain
            .iter()
            .find_map(|pom| pom.version.clone())
            .or_else(|| above.map(|a| a.2.clone())),
        "parent.version" => above.map(|a| a.2.clone()),
        "groupId" => pom
            .group
            .as_deref()
            .or(above.map(|a| a.0.as_str()))
            .map(plain),
        "parent.groupId" => above.map(|a| plain(&a.0)),
        "artifactId" => Some(plain(&pom.artifact)),
        _ => None,
    }
}

const JAVA: &[&str] = &[
    "maven.compiler.release",
    "java.version",
    "maven.compiler.source",
    "maven.compiler.target",
    "jdk.version",
];

fn runtimes(files: &mut Files, chain: &[Rc<Pom>]) {
    let Some(pom) = chain.first() else { return };
    let own = JAVA.iter().filter_map(|name| pom.properties.get(*name));
    let stated: Vec<Located> = own.chain(&pom.release).cloned().collect();
    for stated in stated {
        if let Some(found) = resolve(chain, &stated) {
            runtime(files, "java", &found.text, Authority::Requirement, found.at);
        }
    }
    for (name, runtime_name) in [("kotlin.version", "kotlin"), ("scala.version", "scala")] {
        if let Some(found) = pom.properties.get(name).and_then(|v| resolve(chain, v)) {
            runtime(
                files,
                runtime_name,
                &found.text,
                Authority::Requirement,
                found.at,
            );
        }
    }
}
