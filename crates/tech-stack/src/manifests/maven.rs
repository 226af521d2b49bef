//! Maven: `pom.xml` with parents, properties, managed versions and modules.
//!
//! A property that can not be resolved leaves the version unknown; `${…}` is never a version. A
//! parent or list of versions that is not in the repository can not be known.

use std::collections::HashMap;
use std::rc::Rc;

use archsite_core::path::{self, parent};
use roxmltree::{Document, Node};

use super::runtime;
use crate::fact::{Authority, Ecosystem, Fact, Kind, Mark, Member, Source};
use crate::files::{Files, joined};
use crate::range;
use crate::version::Version;

/// Reads all poms and the modules they name.
pub(super) fn read(files: &mut Files) {
    let mut poms = Poms::default();
    for file in files.named("pom.xml") {
        poms.report(files, &file, 0);
    }
}

/// Deepest chain of parents, modules or properties that is followed.
const MAX_CHAIN: usize = 24;

/// A value and where it stands.
#[derive(Debug, Clone)]
struct Stated {
    text: String,
    at: Mark,
}

#[derive(Debug, Clone)]
struct Dependency {
    group: String,
    artifact: String,
    version: Option<Stated>,
    scope: Option<String>,
    type_: Option<String>,
    optional: bool,
    at: Mark,
}

/// What one pom says.
#[derive(Debug, Default)]
struct Pom {
    file: String,
    group: Option<String>,
    artifact: String,
    version: Option<Stated>,
    name: Option<String>,
    description: Option<String>,
    license: Option<String>,
    /// Group, artifact and version of the parent, and its file if that is in the repository.
    parent: Option<(String, String, Stated, Option<String>)>,
    properties: HashMap<String, Stated>,
    managed: Vec<Dependency>,
    dependencies: Vec<Dependency>,
    plugins: Vec<Dependency>,
    modules: Vec<String>,
    /// Release or source level of the compiler plugin.
    release: Option<Stated>,
}

#[derive(Default)]
struct Poms {
    read: HashMap<String, Option<Rc<Pom>>>,
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
                    files.reject(&file, "it is a parent of itself", None);
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
            at: Mark::new(file, 0..0),
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
                fact.settle(&version.text, Some(version.at.clone()));
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
        for plugin in &pom.plugins {
            if plugin.version.is_some() {
                let fact = fact(&chain, &managed, plugin, &member).kind(Kind::Build);
                files.out.facts.push(fact);
            }
        }
        for module in &pom.modules {
            let target = path::join(parent(file), module);
            let Some(target) = target else {
                files.reject(
                    file,
                    format!("the module `{module}` leads out of the repository"),
                    None,
                );
                continue;
            };
            let below = match module.ends_with(".xml") {
                true => target,
                false => joined(&target, "pom.xml"),
            };
            self.report(files, &below, depth + 1);
        }
    }

    /// Managed versions of a pom: its own, its parents', then those of imported lists, the first
    /// of which wins.
    fn managed(&mut self, files: &mut Files, chain: &[Rc<Pom>]) -> Managed {
        let mut managed = Managed::default();
        let all = chain.iter().flat_map(|pom| pom.managed.iter().cloned());
        let (imports, own): (Vec<_>, Vec<_>) =
            all.partition(|d| d.scope.as_deref() == Some("import"));
        for dependency in own {
            managed.add(chain, &dependency);
        }
        for import in imports {
            // A list that is a module of this repository can be read.
            let local = self
                .read
                .values()
                .flatten()
                .find(|pom| pom.artifact == import.artifact);
            if let Some(file) = local.map(|pom| pom.file.clone()) {
                let chain = self.chain(files, &file);
                let list: Vec<Dependency> =
                    chain.iter().flat_map(|pom| pom.managed.clone()).collect();
                for dependency in list {
                    managed.add(&chain, &dependency);
                }
            }
            managed.boms.push(import);
        }
        managed
    }
}

#[derive(Default)]
struct Managed {
    versions: HashMap<(String, String), (Option<Stated>, Option<String>)>,
    boms: Vec<Dependency>,
}

impl Managed {
    fn add(&mut self, chain: &[Rc<Pom>], dependency: &Dependency) {
        let key = (
            filled(chain, &dependency.group),
            filled(chain, &dependency.artifact),
        );
        let version = dependency.version.as_ref();
        let version = version.map(|v| resolve(chain, v).unwrap_or_else(|| v.clone()));
        let known = self.versions.entry(key);
        known.or_insert((version, dependency.scope.clone()));
    }
}

fn fact(chain: &[Rc<Pom>], managed: &Managed, dependency: &Dependency, member: &str) -> Fact {
    let group = filled(chain, &dependency.group);
    let artifact = filled(chain, &dependency.artifact);
    let key = (group.clone(), artifact.clone());
    let found = managed.versions.get(&key);
    let stated = dependency.version.as_ref();
    let stated = stated.or(found.and_then(|found| found.0.as_ref()));
    let scope = dependency
        .scope
        .as_deref()
        .or(found.and_then(|found| found.1.as_deref()));
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
        fact.unknown = Some("its version comes from a parent or a list of versions elsewhere");
        return fact;
    };
    let own = chain.iter().find(|pom| pom.artifact == artifact);
    match resolve(chain, stated) {
        Some(resolved) => {
            fact.requirement = Some(resolved.text.clone());
            if range::requirement(Ecosystem::Maven, &resolved.text).is_some()
                && Version::parse(&resolved.text).is_some()
            {
                fact.at = resolved.at.clone();
                fact.settle(&resolved.text, Some(resolved.at));
            }
        }
        None => {
            fact.requirement = Some(stated.text.clone());
            fact.unknown = Some("a property of its version is not known");
        }
    }
    if stated.text.contains("{project.version}") || own.is_some() {
        fact.source = Some(Source::Workspace);
    }
    fact
}

/// The value behind the properties of a text, and where the last of them stands.
fn resolve(chain: &[Rc<Pom>], stated: &Stated) -> Option<Stated> {
    let mut found = stated.clone();
    for _ in 0..MAX_CHAIN {
        let Some(start) = found.text.find("${") else {
            return Some(found);
        };
        let end = start + found.text[start..].find('}')?;
        let name = found.text[start + 2..end].to_string();
        let value = property(chain, &name)?;
        // A text that is one property stands where that is declared.
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
    let stated = Stated {
        text: text.to_string(),
        at: Mark::new("", 0..0),
    };
    resolve(chain, &stated).map_or_else(|| text.to_string(), |found| found.text)
}

fn property(chain: &[Rc<Pom>], name: &str) -> Option<Stated> {
    let own = chain
        .iter()
        .find_map(|pom| pom.properties.get(name).cloned());
    if own.is_some() {
        return own;
    }
    let pom = chain.first()?;
    let above = pom.parent.as_ref();
    let plain = |text: &str| Stated {
        text: text.to_string(),
        at: Mark::new(&pom.file, 0..0),
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
    let stated: Vec<Stated> = own.chain(&pom.release).cloned().collect();
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

/// The byte of a line and column, both from 1.
pub(super) fn offset(text: &str, pos: roxmltree::TextPos) -> Option<usize> {
    let row = usize::try_from(pos.row).ok()?.checked_sub(1)?;
    super::lines(text).nth(row).map(|(at, _)| at)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

fn children<'a, 'i>(node: Node<'a, 'i>, list: &str, name: &'static str) -> Vec<Node<'a, 'i>> {
    let list = child(node, list);
    let found = list.into_iter().flat_map(|list| list.children());
    found
        .filter(|node| node.tag_name().name() == name)
        .collect()
}

fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)
        .and_then(|child| child.text())
        .map(str::trim)
}

fn stated(node: Node<'_, '_>, file: &str) -> Option<Stated> {
    let inner = node.children().find(Node::is_text)?;
    let whole = inner.text()?;
    let trimmed = whole.trim();
    let start = inner.range().start + (whole.len() - whole.trim_start().len());
    Some(Stated {
        text: trimmed.to_string(),
        at: Mark::new(file, start..start + trimmed.len()),
    })
}

fn dependency(node: Node<'_, '_>, file: &str) -> Dependency {
    Dependency {
        group: text(node, "groupId")
            .unwrap_or("org.apache.maven.plugins")
            .to_string(),
        artifact: text(node, "artifactId").unwrap_or_default().to_string(),
        version: child(node, "version").and_then(|version| stated(version, file)),
        scope: text(node, "scope").map(str::to_string),
        type_: text(node, "type").map(str::to_string),
        optional: text(node, "optional") == Some("true"),
        at: Mark::new(file, node.range()),
    }
}

fn pom(document: &Document<'_>, file: &str) -> Pom {
    let root = document.root_element();
    let list = |node, list, name| -> Vec<Dependency> {
        let nodes: Vec<Node<'_, '_>> = children(node, list, name);
        nodes
            .into_iter()
            .map(|node| dependency(node, file))
            .collect()
    };
    let mut pom = Pom {
        file: file.to_string(),
        group: text(root, "groupId").map(str::to_string),
        artifact: text(root, "artifactId").unwrap_or_default().to_string(),
        version: child(root, "version").and_then(|version| stated(version, file)),
        name: text(root, "name").map(str::to_string),
        description: text(root, "description").map(super::folded),
        dependencies: list(root, "dependencies", "dependency"),
        ..Pom::default()
    };
    let licenses = children(root, "licenses", "license");
    pom.license = licenses
        .first()
        .and_then(|node| text(*node, "name"))
        .map(str::to_string);
    if let Some(above) = child(root, "parent") {
        let relative = text(above, "relativePath").unwrap_or("../pom.xml");
        let target = path::join(parent(file), relative).filter(|_| !relative.is_empty());
        let target = target.map(|target| match target.ends_with(".xml") {
            true => target,
            false => joined(&target, "pom.xml"),
        });
        if let Some(version) = child(above, "version").and_then(|version| stated(version, file)) {
            pom.parent = Some((
                text(above, "groupId").unwrap_or_default().to_string(),
                text(above, "artifactId").unwrap_or_default().to_string(),
                version,
                target,
            ));
        }
    }
    for property in child(root, "properties")
        .into_iter()
        .flat_map(|node| node.children())
    {
        if let Some(value) = stated(property, file) {
            pom.properties
                .insert(property.tag_name().name().to_string(), value);
        }
    }
    if let Some(managed) = child(root, "dependencyManagement") {
        pom.managed = list(managed, "dependencies", "dependency");
    }
    let modules = children(root, "modules", "module");
    pom.modules = modules
        .iter()
        .filter_map(Node::text)
        .map(|m| m.trim().to_string())
        .collect();
    if let Some(build) = child(root, "build") {
        pom.plugins = list(build, "plugins", "plugin");
        for plugin in children(build, "plugins", "plugin") {
            if text(plugin, "artifactId") == Some("maven-compiler-plugin")
                && let Some(configuration) = child(plugin, "configuration")
            {
                let level = ["release", "source"]
                    .iter()
                    .find_map(|name| child(configuration, name));
                pom.release = level.and_then(|level| stated(level, file));
            }
        }
    }
    pom
}
