//! CircleCI: the images of jobs and executors.

use std::collections::HashMap;

use crate::manifests::common::mark;
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::model::facts::Kind;

/// The configuration, which has one place.
const FILE: &str = ".circleci/config.yml";

/// Reads the configuration.
pub(super) fn read(files: &mut Files) {
    let is_known = files.named("config.yml").iter().any(|file| file == FILE);
    if !is_known || !files.exists(FILE) || !files.take(FILE) {
        return;
    }
    let Some(root) = files.parse(FILE, value::yaml) else {
        return;
    };
    for part in ["executors", "jobs"] {
        for entry in root.entries_of(part) {
            for container in entry.node.items_of("docker") {
                let Some(node) = container.get("image") else {
                    continue;
                };
                // Images with parameters are chosen when a job runs.
                let text = node.text().filter(|text| !text.contains("<<"));
                let fact = text.and_then(|text| {
                    docker::image(text, &HashMap::new(), &entry.key, mark(FILE, node))
                });
                files
                    .out
                    .facts
                    .extend(fact.map(|fact| fact.kind(Kind::Dev)));
            }
        }
    }
}
