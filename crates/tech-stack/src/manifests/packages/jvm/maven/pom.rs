//! The contents of one `pom.xml`, without its parents.
//!
//! Properties are not resolved, and no other file is read.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::parent;
use roxmltree::{Document, Node};

use crate::manifests::common::{folded, lines};
use crate::manifests::files::joined;
use crate::model::facts::FileRange;

/// A value and its location.
#[derive(Debug, Clone)]
pub(super) struct Located {
    pub(super) text: String,
    pub(super) at: FileRange,
}

#[derive(Debug, Clone)]
pub(super) struct Dependency {
    pub(super) group: String,
    pub(super) artifact: String,
    pub(super) version: Option<Located>,
    pub(super) scope: Option<String>,
    pub(super) type_: Option<String>,
    pub(super) optional: bool,
    pub(super) at: FileRange,
}

impl Dependency {
    /// It is a list of versions that takes effect where it is.
    pub(super) fn is_import(&self) -> bool {
        self.scope.as_deref() == Some("import")
    }
}

/// The contents of one pom.
#[derive(Debug, Default)]
pub(super) struct Pom {
    pub(super) file: String,
    pub(super) group: Option<String>,
    pub(super) artifact: String,
    pub(super) version: Option<Located>,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) license: Option<String>,
    /// Group, artifact and version of the parent, and its file if that is in the repository.
    pub(super) parent: Option<(String, String, Located, Option<String>)>,
    pub(super) properties: HashMap<String, Located>,
    pub(super) managed: Vec<Dependency>,
    /// Positions in `managed` by group and artifact; the first of each counts.
    pub(super) managed_by_name: HashMap<(String, String), usize>,
    /// Positions in `managed` of names with properties.
    pub(super) managed_with_property: Vec<usize>,
    pub(super) dependencies: Vec<Dependency>,
    /// Dependencies of profiles, each with the id of its profile.
    pub(super) of_profiles: Vec<(String, Dependency)>,
    pub(super) plugins: Vec<Dependency>,
    /// Plugins whose version is managed.
    pub(super) managed_plugins: Vec<Dependency>,
    pub(super) modules: Vec<String>,
    /// Release or source level of the compiler plugin.
    pub(super) release: Option<Located>,
}

/// The byte of a line and column, both from 1.
pub(crate) fn offset(text: &str, pos: roxmltree::TextPos) -> Option<usize> {
    let row = usize::try_from(pos.row).ok()?.checked_sub(1)?;
    lines(text).nth(row).map(|(at, _)| at)
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

fn located(node: Node<'_, '_>, file: &str) -> Option<Located> {
    let inner = node.children().find(Node::is_text)?;
    let whole = inner.text()?;
    let trimmed = whole.trim();
    let start = inner.range().start + (whole.len() - whole.trim_start().len());
    Some(Located {
        text: trimmed.to_string(),
        at: FileRange::new(file, start..start + trimmed.len()),
    })
}

fn dependency(node: Node<'_, '_>, file: &str) -> Dependency {
    Dependency {
        group: text(node, "groupId")
            .unwrap_or("org.apache.maven.plugins")
            .to_string(),
        artifact: text(node, "artifactId").unwrap_or_default().to_string(),
        version: child(node, "version").and_then(|version| located(version, file)),
        scope: text(node, "scope").map(str::to_string),
        type_: text(node, "type").map(str::to_string),
        optional: text(node, "optional") == Some("true"),
        at: FileRange::new(file, node.range()),
    }
}

/// Reads a pom.
pub(super) fn pom(document: &Document<'_>, file: &str) -> Pom {
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
        version: child(root, "version").and_then(|version| located(version, file)),
        name: text(root, "name").map(str::to_string),
        description: text(root, "description").map(folded),
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
        let target = target.map(|target| {
            if target.ends_with(".xml") {
                target
            } else {
                joined(&target, "pom.xml")
            }
        });
        if let Some(version) = child(above, "version").and_then(|version| located(version, file)) {
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
        if let Some(value) = located(property, file) {
            pom.properties
                .insert(property.tag_name().name().to_string(), value);
        }
    }
    if let Some(managed) = child(root, "dependencyManagement") {
        pom.managed = list(managed, "dependencies", "dependency");
        for (position, dependency) in pom.managed.iter().enumerate() {
            let Dependency {
                group, artifact, ..
            } = dependency;
            if dependency.is_import() {
                continue;
            }
            if group.contains("${") || artifact.contains("${") {
                pom.managed_with_property.push(position);
            } else {
                let name = (group.clone(), artifact.clone());
                pom.managed_by_name.entry(name).or_insert(position);
            }
        }
    }
    let modules = children(root, "modules", "module");
    pom.modules = modules
        .iter()
        .filter_map(Node::text)
        .map(|m| m.trim().to_string())
        .collect();
    for profile in children(root, "profiles", "profile") {
        let id = text(profile, "id").unwrap_or_default();
        let dependencies = list(profile, "dependencies", "dependency");
        pom.of_profiles
            .extend(dependencies.into_iter().map(|one| (id.to_string(), one)));
    }
    if let Some(build) = child(root, "build") {
        pom.plugins = list(build, "plugins", "plugin");
        if let Some(managed) = child(build, "pluginManagement") {
            pom.managed_plugins = list(managed, "plugins", "plugin");
        }
        for plugin in children(build, "plugins", "plugin") {
            if text(plugin, "artifactId") == Some("maven-compiler-plugin")
                && let Some(configuration) = child(plugin, "configuration")
            {
                let level = ["release", "source"]
                    .iter()
                    .find_map(|name| child(configuration, name));
                pom.release = level.and_then(|level| located(level, file));
            }
        }
    }
    pom
}
