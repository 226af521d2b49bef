//! Azure Pipelines: the images of containers, and the versions of runtimes that tasks install.

use std::collections::HashMap;

use crate::manifests::common::{mark, runtime};
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, Kind};

/// Tasks that install a runtime, their input with the version, and the runtime.
const TASKS: &[(&str, &str, &str)] = &[
    ("NodeTool", "versionSpec", "node"),
    ("UseNode", "version", "node"),
    ("UsePythonVersion", "versionSpec", "python"),
    ("UseDotNet", "version", "dotnet-sdk"),
    ("GoTool", "version", "go"),
    ("JavaToolInstaller", "versionSpec", "java"),
    ("UseRubyVersion", "versionSpec", "ruby"),
    ("TerraformInstaller", "terraformVersion", "terraform"),
];

/// Reads all pipelines.
pub(super) fn read(files: &mut Files) {
    let is_pipeline = |name: &str| {
        let stem = name.strip_suffix(".yml").or(name.strip_suffix(".yaml"));
        stem.is_some_and(|stem| stem.starts_with("azure-pipeline"))
    };
    for file in files.matching(is_pipeline) {
        if !files.take(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::yaml) else {
            continue;
        };
        let mut variables = HashMap::new();
        for entry in root.entries_of("variables") {
            if let Some(text) = entry.node.scalar() {
                variables.insert(entry.key.clone(), text.to_string());
            }
        }
        for node in root.items_of("variables") {
            if let (Some(name), Some(value)) = (node.text_of("name"), node.get("value"))
                && let Some(value) = value.scalar()
            {
                variables.insert(name.to_string(), value.to_string());
            }
        }
        part(files, &file, &root, &variables);
    }
}

/// Stages, jobs and steps, which templates may nest in any way.
fn part(files: &mut Files, file: &str, node: &Node, variables: &HashMap<String, String>) {
    if let (Some(task), Some(inputs)) = (node.text_of("task"), node.get("inputs")) {
        let name = task.split('@').next().unwrap_or(task);
        for (_, input, tool) in TASKS.iter().filter(|known| known.0 == name) {
            let version = inputs.get(input);
            let text = version.and_then(|node| Some((node, filled(node.scalar()?, variables)?)));
            if let Some((node, text)) = text.filter(|(_, text)| is_version(text)) {
                runtime(files, tool, text, Authority::Ci, mark(file, node));
            }
        }
        return;
    }
    let container = node.get("container");
    let is_name = |node: &&Node| node.text().is_some_and(|text| text.contains(':'));
    let image = container
        .and_then(|container| container.get("image"))
        .or(container.filter(is_name))
        .or_else(|| node.get("container").and(node.get("image")));
    if let Some(image) = image
        && let Some(text) = image.text().filter(|text| !text.contains("$"))
    {
        let fact = docker::image(text, &HashMap::new(), file, mark(file, image));
        files
            .out
            .facts
            .extend(fact.map(|fact| fact.kind(Kind::Dev)));
    }
    for entry in node.entries() {
        part(files, file, &entry.node, variables);
    }
    for item in node.items() {
        part(files, file, item, variables);
    }
}

/// A text, or the variable that it names: `$(nodeVersion)`.
fn filled<'a>(text: &'a str, variables: &'a HashMap<String, String>) -> Option<&'a str> {
    match text
        .strip_prefix("$(")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(name) => variables.get(name).map(String::as_str),
        None => Some(text),
    }
}

fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "^~>".contains(c))
}
