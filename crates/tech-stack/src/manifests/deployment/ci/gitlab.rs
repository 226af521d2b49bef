//! GitLab CI: the images and services of jobs, with the variables of the file.

use std::collections::HashMap;

use crate::manifests::common::mark;
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::Kind;

/// Reads all files of pipelines.
pub(super) fn read(files: &mut Files) {
    let is_pipeline =
        |name: &str| name.ends_with(".gitlab-ci.yml") || name.ends_with(".gitlab-ci.yaml");
    for file in files.matching(is_pipeline) {
        if !files.take(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::yaml) else {
            continue;
        };
        let shared = variables(&root, &HashMap::new());
        // Keys of the file itself are those of its jobs too, or were once.
        job(files, &file, ".", &root, &shared);
        for entry in root.entries() {
            let own = variables(&entry.node, &shared);
            job(files, &file, &entry.key, &entry.node, &own);
        }
    }
}

/// The variables of a job or file, besides those around it.
fn variables(node: &Node, around: &HashMap<String, String>) -> HashMap<String, String> {
    let mut variables = around.clone();
    for entry in node.entries_of("variables") {
        let value = entry.node.get("value").unwrap_or(&entry.node);
        if let Some(text) = value.scalar() {
            variables.insert(entry.key.clone(), text.to_string());
        }
    }
    variables
}

fn job(files: &mut Files, file: &str, name: &str, job: &Node, values: &HashMap<String, String>) {
    let image = job.get("image").into_iter();
    for node in image.chain(job.items_of("services")) {
        let node = node.get("name").unwrap_or(node);
        let Some(text) = node.text() else { continue };
        let fact = docker::image(text, values, name, mark(file, node));
        let facts = fact.map(|fact| fact.kind(Kind::Dev));
        files.out.facts.extend(facts);
    }
}
