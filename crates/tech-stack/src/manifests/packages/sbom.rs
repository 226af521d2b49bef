//! Lists of materials: CycloneDX and SPDX as JSON.
//!
//! A fallback: they count only for ecosystems of which no manifest was read.

use std::collections::{HashMap, HashSet};

use archsite_core::site::path;

use crate::manifests::common::mark;
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Ecosystem, Fact, FileRange, Kind, Member};

/// Reads all lists.
pub(crate) fn read(files: &mut Files) {
    let known: HashSet<Ecosystem> = files.out.facts.iter().map(|fact| fact.ecosystem).collect();
    let lists = files.matching(|name| {
        let named = ["bom.json", "sbom.json"].contains(&name);
        named || name.ends_with(".cdx.json") || name.ends_with(".spdx.json")
    });
    for file in lists {
        let Some(root) = files.parse(&file, value::json) else {
            continue;
        };
        let mut facts = match () {
            () if root.text_of("bomFormat") == Some("CycloneDX") => cyclonedx(files, &root, &file),
            () if root.get("spdxVersion").is_some() => spdx(files, &root, &file),
            () => Vec::new(),
        };
        facts.retain(|fact| !known.contains(&fact.ecosystem));
        files.out.facts.append(&mut facts);
    }
}

fn member(
    files: &mut Files,
    name: &str,
    version: Option<&str>,
    license: Option<String>,
    file: &str,
) {
    files.out.members.push(Member {
        ecosystem: Ecosystem::Generic,
        name: name.to_string(),
        path: path::parent(file).to_string(),
        version: version.map(str::to_string),
        license,
        description: None,
        at: FileRange::new(file, 0..0),
    });
}

/// A fact from a package address, or from a name if there is none.
fn fact(purl: Option<&str>, name: &str, version: Option<&Node>, file: &str, at: FileRange) -> Fact {
    let (ecosystem, name) = purl
        .and_then(package)
        .unwrap_or((Ecosystem::Generic, name.to_string()));
    let mut fact = Fact::new(ecosystem, name, "", at);
    let text = version
        .and_then(Node::text)
        .filter(|text| *text != "NOASSERTION");
    let place = version.map(|version| mark(file, version));
    match (ecosystem, text) {
        (Ecosystem::Docker, Some(tag)) => {
            fact.requirement = Some(tag.to_string());
            if let Some(version) = docker::tag_version(tag) {
                fact.resolve(version, place);
            }
        }
        (_, Some(text)) => fact.resolve(text, place),
        (_, None) => {}
    }
    fact
}

/// Ecosystem and name of `pkg:npm/%40scope/name@1.0`.
fn package(purl: &str) -> Option<(Ecosystem, String)> {
    let rest = purl.strip_prefix("pkg:")?.split(['?', '#']).next()?;
    let (kind, rest) = rest.split_once('/')?;
    let name = rest.rsplit_once('@').map_or(rest, |(name, _)| name);
    let name = path::percent_decode(name).into_owned();
    let (ecosystem, name) = match kind {
        "cargo" => (Ecosystem::Cargo, name),
        "npm" => (Ecosystem::Npm, name),
        "pypi" => (
            Ecosystem::PyPi,
            name.to_lowercase().replace(['_', '.'], "-"),
        ),
        "golang" => (Ecosystem::Go, name),
        "maven" => (Ecosystem::Maven, name.replace('/', ":")),
        "nuget" => (Ecosystem::NuGet, name),
        "composer" => (Ecosystem::Composer, name),
        "gem" => (Ecosystem::RubyGems, name),
        "hex" => (Ecosystem::Hex, name),
        "pub" => (Ecosystem::Pub, name),
        "docker" | "oci" => (
            Ecosystem::Docker,
            name.trim_start_matches("library/").to_string(),
        ),
        "terraform" => (Ecosystem::Terraform, name),
        _ => (Ecosystem::Generic, name),
    };
    Some((ecosystem, name))
}

fn license(node: &Node) -> Option<String> {
    let first = node.items_of("licenses").first()?;
    let inner = first.get("license");
    let text = first.text_of("expression");
    let text = text
        .or_else(|| inner?.text_of("id"))
        .or_else(|| inner?.text_of("name"));
    text.map(str::to_string)
}

fn cyclonedx(files: &mut Files, root: &Node, file: &str) -> Vec<Fact> {
    let component = root.at(&["metadata", "component"]);
    let name = component.and_then(|c| c.text_of("name")).unwrap_or(".");
    let version = component.and_then(|c| c.text_of("version"));
    member(files, name, version, component.and_then(license), file);
    let top = component.and_then(|c| c.text_of("bom-ref"));
    let graph = root.items_of("dependencies");
    let own = graph
        .iter()
        .find(|node| top.is_some() && node.text_of("ref") == top);
    let direct = own.map(|node| node.texts_of("dependsOn"));
    let mut facts = Vec::new();
    for component in root.items_of("components") {
        let short = component.text_of("name").unwrap_or_default();
        let full = match component.text_of("group") {
            Some(group) => format!("{group}/{short}"),
            None => short.to_string(),
        };
        let at = component
            .get("name")
            .map_or(FileRange::new(file, 0..0), |node| mark(file, node));
        let mut fact = fact(
            component.text_of("purl"),
            &full,
            component.get("version"),
            file,
            at,
        );
        fact.member = name.to_string();
        fact.license = license(component);
        let reference = component.text_of("bom-ref").unwrap_or_default();
        if direct
            .as_ref()
            .is_some_and(|direct| !direct.contains(&reference))
        {
            fact.kind = Kind::Transitive;
        }
        facts.push(fact);
    }
    facts
}

fn spdx(files: &mut Files, root: &Node, file: &str) -> Vec<Fact> {
    let mut described: HashSet<&str> = root.texts_of("documentDescribes").into_iter().collect();
    let mut edges: HashMap<&str, Vec<&str>> = HashMap::new();
    for relation in root.items_of("relationships") {
        let text = |key: &str| relation.text_of(key).unwrap_or_default();
        let (from, to) = (text("spdxElementId"), text("relatedSpdxElement"));
        match text("relationshipType") {
            "DESCRIBES" => {
                described.insert(to);
            }
            "DEPENDS_ON" => edges.entry(from).or_default().push(to),
            "DEPENDENCY_OF" => edges.entry(to).or_default().push(from),
            _ => {}
        }
    }
    let direct: HashSet<&str> = described
        .iter()
        .flat_map(|top| edges.get(top))
        .flatten()
        .copied()
        .collect();
    let stated = |node: &Node| {
        let licenses = ["licenseDeclared", "licenseConcluded"].map(|key| node.text_of(key));
        let mut known = licenses
            .into_iter()
            .flatten()
            .filter(|text| !["NOASSERTION", "NONE"].contains(text));
        known.next().map(str::to_string)
    };
    let mut name = root.text_of("name").unwrap_or(".").to_string();
    let mut facts = Vec::new();
    for package in root.items_of("packages") {
        let id = package.text_of("SPDXID").unwrap_or_default();
        let own = package.text_of("name").unwrap_or_default();
        if described.contains(id) {
            name = own.to_string();
            member(
                files,
                own,
                package.text_of("versionInfo"),
                stated(package),
                file,
            );
            continue;
        }
        let references = package.items_of("externalRefs").iter();
        let purl = references.filter(|r| r.text_of("referenceType") == Some("purl"));
        let purl = purl.filter_map(|r| r.text_of("referenceLocator")).next();
        let at = package
            .get("name")
            .map_or(FileRange::new(file, 0..0), |node| mark(file, node));
        let mut fact = fact(purl, own, package.get("versionInfo"), file, at);
        fact.license = stated(package);
        if !direct.contains(id) && !edges.is_empty() {
            fact.kind = Kind::Transitive;
        }
        facts.push(fact);
    }
    for fact in &mut facts {
        fact.member = name.clone();
    }
    facts
}
