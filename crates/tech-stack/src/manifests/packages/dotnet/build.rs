//! One MSBuild file: its properties and items in order, with their conditions.
//!
//! Conditions are not evaluated here: their values depend on the project.

use archsite_core::site::path::file_name;
use roxmltree::{Document, Node};

use crate::model::facts::FileRange;

/// A value and its place.
pub(super) type TechnologyRow = (String, FileRange);

/// The contents of an MSBuild file, without the files it imports.
#[derive(Debug, Default)]
pub(super) struct Build {
    pub(super) properties: Vec<Property>,
    pub(super) packages: Vec<Package>,
    /// Central versions.
    pub(super) central: Vec<Central>,
    /// Packages of every project.
    pub(super) global: Vec<Central>,
    pub(super) projects: Vec<TechnologyRow>,
}

/// An assignment of a property.
#[derive(Debug)]
pub(super) struct Property {
    /// Its name in lower case; MSBuild does not tell them apart.
    pub(super) name: String,
    pub(super) value: TechnologyRow,
    pub(super) conditions: Vec<String>,
}

/// A reference to a package.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    /// Versions, each with its own conditions.
    pub(super) versions: Vec<Version>,
    pub(super) private: bool,
    pub(super) conditions: Vec<String>,
    pub(super) at: FileRange,
}

/// A version that counts where its conditions hold.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) value: TechnologyRow,
    pub(super) conditions: Vec<String>,
}

/// A package with its version for all projects.
#[derive(Debug)]
pub(super) struct Central {
    pub(super) name: String,
    pub(super) version: Version,
}

/// Reads a file; `skipped` bytes before its text are not in it.
pub(super) fn parse(document: &Document<'_>, file: &str, skipped: usize) -> Build {
    let reading = Reading { file, skipped };
    let mut build = Build::default();
    for node in document.root_element().descendants() {
        // Properties of a target are set during a build, not before it.
        if node.is_element() && !around(node).any(|above| is(above, "Target")) {
            reading.element(node, &mut build);
        }
    }
    build
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

struct Reading<'a> {
    file: &'a str,
    skipped: usize,
}

impl Reading<'_> {
    fn place(&self, range: std::ops::Range<usize>) -> FileRange {
        FileRange::new(
            self.file,
            range.start + self.skipped..range.end + self.skipped,
        )
    }

    /// The text of an element.
    fn inner(&self, node: Node<'_, '_>) -> Option<TechnologyRow> {
        let text = node.children().find(Node::is_text)?;
        let whole = text.text()?;
        let start = text.range().start + (whole.len() - whole.trim_start().len());
        let trimmed = whole.trim();
        Some((
            trimmed.to_string(),
            self.place(start..start + trimmed.len()),
        ))
    }

    /// The values of an attribute, or of the elements, of a name.
    fn stated(&self, node: Node<'_, '_>, name: &str) -> Vec<Version> {
        if let Some(attribute) = node.attribute_node(name) {
            let value = attribute.value().to_string();
            return vec![Version {
                value: (value, self.place(attribute.range_value())),
                conditions: Vec::new(),
            }];
        }
        let children = node.children().filter(|child| is(*child, name));
        let versions = children.filter_map(|child| {
            Some(Version {
                value: self.inner(child)?,
                conditions: child
                    .attribute("Condition")
                    .map(str::to_string)
                    .into_iter()
                    .collect(),
            })
        });
        versions.collect()
    }

    fn element(&self, node: Node<'_, '_>, build: &mut Build) {
        let one = |name: &str| self.stated(node, name).into_iter().next();
        let name = one("Include")
            .or_else(|| one("Update"))
            .map(|name| name.value);
        match (node.tag_name().name(), name) {
            ("PackageReference", Some((name, at))) => {
                let over = self.stated(node, "VersionOverride");
                let private = one("PrivateAssets").map(|assets| assets.value.0);
                build.packages.push(Package {
                    name,
                    versions: if over.is_empty() {
                        self.stated(node, "Version")
                    } else {
                        over
                    },
                    private: private.is_some_and(|assets| assets.eq_ignore_ascii_case("all")),
                    conditions: conditions(node),
                    at,
                });
            }
            (element @ ("PackageVersion" | "GlobalPackageReference"), Some((name, _))) => {
                for mut version in self.stated(node, "Version") {
                    version.conditions.extend(conditions(node));
                    let central = Central {
                        name: name.clone(),
                        version,
                    };
                    if element == "PackageVersion" {
                        build.central.push(central);
                    } else {
                        build.global.push(central);
                    }
                }
            }
            ("ProjectReference", Some(reference)) => build.projects.push(reference),
            (name, _)
                if node
                    .parent()
                    .is_some_and(|group| is(group, "PropertyGroup")) =>
            {
                if let Some(value) = self.inner(node) {
                    build.properties.push(Property {
                        name: name.to_lowercase(),
                        value,
                        conditions: conditions(node),
                    });
                }
            }
            _ => {}
        }
    }
}

/// Deepest element whose conditions are looked for: no project needs more.
const MAX_DEPTH: usize = 16;

/// Most branches of a choice that are looked at.
const MAX_BRANCHES: usize = 32;

/// An element and those around it, from the inside.
fn around<'a, 'b>(node: Node<'a, 'b>) -> impl Iterator<Item = Node<'a, 'b>> {
    node.ancestors().filter(Node::is_element).take(MAX_DEPTH)
}

/// The conditions of an element and of those around it. `Otherwise` is what no `When` beside it is.
fn conditions(node: Node<'_, '_>) -> Vec<String> {
    let mut found = Vec::new();
    for above in around(node) {
        found.extend(above.attribute("Condition").map(str::to_string));
        if is(above, "When") || is(above, "Otherwise") {
            // The first `When` that holds is taken.
            let before = above.prev_siblings().skip(1).take(MAX_BRANCHES);
            let before = before.filter(|when| is(*when, "When"));
            let before = before.filter_map(|when| when.attribute("Condition"));
            found.extend(before.map(|condition| format!("!({condition})")));
        }
    }
    found
}

/// Whether a file is a project.
pub(super) fn is_project(name: &str) -> bool {
    [".csproj", ".fsproj", ".vbproj"]
        .iter()
        .any(|end| file_name(name).ends_with(end))
}
