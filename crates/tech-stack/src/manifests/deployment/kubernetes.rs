//! Kubernetes manifests, kustomizations and Helm charts: the images that they run, and the charts
//! that they depend on.
//!
//! A YAML file is a manifest if it says its `apiVersion` and `kind`. Templates are programs and are
//! not read.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::parent;

use crate::manifests::common::{folder_name, mark};
use crate::manifests::deployment::docker;
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Ecosystem, Fact, FileRange, Kind};
use crate::model::version::Version;

/// Keys of lists of containers.
const CONTAINERS: &[&str] = &["containers", "initContainers", "ephemeralContainers"];

/// Deepest nesting below which images are looked for.
const MAX_DEPTH: usize = 24;

/// Reads all charts, kustomizations and manifests.
pub(crate) fn read(files: &mut Files) {
    for file in files.matching(|name| name == "Chart.yaml") {
        chart(files, &file);
    }
    let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
    let mut candidates = files.matching(is_yaml);
    candidates.extend(files.deployments(is_yaml));
    candidates.extend(files.named("Kustomization"));
    for file in candidates {
        if file.contains("/templates/")
            || file.starts_with(".github/")
            || !is_manifest(files, &file)
        {
            continue;
        }
        if files.take(&file) {
            manifest(files, &file);
        }
    }
}

/// Whether a file says what it is, and is not a template.
fn is_manifest(files: &mut Files, file: &str) -> bool {
    let name = path::file_name(file).to_ascii_lowercase();
    let is_kustomization = name.starts_with("kustomization");
    files.has_text(file, &|text| {
        let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
        let is_named = begins("apiVersion:") && begins("kind:");
        (is_named || is_kustomization && begins("images:")) && !text.contains("{{")
    })
}

fn manifest(files: &mut Files, file: &str) {
    let Some(documents) = files.parse(file, value::yaml_documents) else {
        return;
    };
    let mut facts = Vec::new();
    for document in documents.items() {
        let is_kustomization = document.text_of("kind") == Some("Kustomization")
            || path::file_name(file).starts_with("kustomization");
        if is_kustomization {
            facts.extend(
                document
                    .items_of("images")
                    .iter()
                    .filter_map(|image| kustomized(file, image)),
            );
        } else {
            let member = document.at(&["metadata", "name"]).and_then(Node::scalar);
            let member = member.unwrap_or_else(|| folder_name(parent(file)));
            containers(document, file, member, MAX_DEPTH, &mut facts);
        }
    }
    files.out.facts.append(&mut facts);
}

/// Adds the images of all containers in a tree.
fn containers(node: &Node, file: &str, member: &str, depth: usize, facts: &mut Vec<Fact>) {
    if depth == 0 {
        return;
    }
    for entry in node.entries() {
        if CONTAINERS.contains(&entry.key.as_str()) {
            for container in entry.node.items() {
                if let Some(image) = container.get("image") {
                    facts.extend(self::image(file, image, member));
                }
            }
        } else {
            containers(&entry.node, file, member, depth - 1, facts);
        }
    }
    for item in node.items() {
        containers(item, file, member, depth - 1, facts);
    }
}

fn image(file: &str, node: &Node, member: &str) -> Option<Fact> {
    docker::image(node.text()?, &HashMap::new(), member, mark(file, node))
}

/// The image whose name or tag a kustomization replaces.
fn kustomized(file: &str, image: &Node) -> Option<Fact> {
    let name = image.text_of("newName").or(image.text_of("name"))?;
    let tag = image.get("newTag")?;
    let reference = format!("{name}:{}", tag.scalar()?);
    docker::image(
        &reference,
        &HashMap::new(),
        folder_name(parent(file)),
        mark(file, tag),
    )
}

/// A chart: its dependencies, and the images in its values.
fn chart(files: &mut Files, file: &str) {
    if !files.take(file) || files.has_text(file, &|text| text.contains("{{")) {
        return;
    }
    let Some(root) = files.parse(file, value::yaml) else {
        return;
    };
    let folder = parent(file).to_string();
    let member = root
        .text_of("name")
        .unwrap_or(folder_name(&folder))
        .to_string();
    let lock = lock(files, &joined(&folder, "Chart.lock"));
    for dependency in root.items_of("dependencies") {
        let Some(name) = dependency.text_of("name") else {
            continue;
        };
        let version = dependency.get("version");
        let at = version.map_or_else(|| mark(file, dependency), |version| mark(file, version));
        let mut fact = Fact::new(Ecosystem::Helm, name, &member, at.clone())
            .requires(version.and_then(Node::scalar))
            .kind(Kind::Normal);
        match lock.get(name) {
            Some((version, at)) => fact.resolve(version, Some(at.clone())),
            None => {
                let exact = fact
                    .requirement
                    .clone()
                    .filter(|text| Version::parse(text).is_some());
                if let Some(version) = exact {
                    fact.resolve(&version, Some(at));
                }
            }
        }
        files.out.facts.push(fact);
    }
    let values = joined(&folder, "values.yaml");
    if !files.exists(&values) || files.has_text(&values, &|text| text.contains("{{")) {
        return;
    }
    if let Some(root) = files.parse(&values, value::yaml) {
        let mut facts = Vec::new();
        images_of_values(&root, &values, &member, MAX_DEPTH, &mut facts);
        files.out.facts.append(&mut facts);
    }
}

/// Adds the images in the values of a chart: `repository` and `tag` beside each other.
fn images_of_values(node: &Node, file: &str, member: &str, depth: usize, facts: &mut Vec<Fact>) {
    if depth == 0 {
        return;
    }
    if let (Some(repository), Some(tag)) = (node.text_of("repository"), node.get("tag"))
        && let Some(text) = tag.scalar().filter(|text| !text.is_empty())
    {
        let registry = node
            .text_of("registry")
            .map(|registry| format!("{registry}/"));
        let reference = format!("{}{repository}:{text}", registry.unwrap_or_default());
        facts.extend(docker::image(
            &reference,
            &HashMap::new(),
            member,
            mark(file, tag),
        ));
    } else if let Some(image) = node
        .get("image")
        .filter(|image| image.text().is_some_and(|text| text.contains(':')))
    {
        facts.extend(self::image(file, image, member));
    }
    for entry in node.entries() {
        images_of_values(&entry.node, file, member, depth - 1, facts);
    }
    for item in node.items() {
        images_of_values(item, file, member, depth - 1, facts);
    }
}

/// The versions of a lock file by the names of charts.
fn lock(files: &mut Files, file: &str) -> HashMap<String, (String, FileRange)> {
    let mut versions = HashMap::new();
    let root = files
        .exists(file)
        .then(|| files.parse(file, value::yaml))
        .flatten();
    for dependency in root.iter().flat_map(|root| root.items_of("dependencies")) {
        if let (Some(name), Some(version)) = (dependency.text_of("name"), dependency.get("version"))
            && let Some(text) = version.scalar()
        {
            versions.insert(name.to_string(), (text.to_string(), mark(file, version)));
        }
    }
    versions
}
