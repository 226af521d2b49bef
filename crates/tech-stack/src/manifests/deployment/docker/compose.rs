//! Compose files, with the `.env` beside them.
//!
//! All of the files that are merged over each other are read; which one applies is decided when
//! they are run.

use std::collections::HashMap;

use archsite_core::site::path;
use archsite_core::site::path::{parent, stem};

use super::dockerfile::dockerfile;
use super::image::{fact as image, filled};
use crate::manifests::common::{lines, mark};
use crate::manifests::files::{Files, joined};
use crate::manifests::value;
use crate::manifests::value::Node;

pub(super) fn is_compose(name: &str) -> bool {
    let ends = name.ends_with(".yml") || name.ends_with(".yaml");
    let begins = [
        "compose.",
        "docker-compose.",
        "docker-compose-",
        "podman-compose.",
    ];
    ends && begins.iter().any(|prefix| name.starts_with(prefix))
}

pub(super) fn read(files: &mut Files, file: &str) {
    if !files.take(file) {
        return;
    }
    let Some(root) = files.parse(file, value::yaml) else {
        return;
    };
    let env_file = joined(parent(file), ".env");
    let mut variables = HashMap::new();
    if files.exists(&env_file)
        && let Some(env) = files.read(&env_file)
    {
        for (_, line) in lines(&env.text) {
            let line = line.trim().trim_start_matches("export ");
            if let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
                let value = value.trim().trim_matches(['"', '\'']);
                variables.insert(name.trim().to_string(), value.to_string());
            }
        }
    }
    for service in root.entries_of("services") {
        if let Some(build) = service.node.get("build") {
            // The Dockerfile of an image that is built here is read instead.
            let context = build.text().or(build.text_of("context")).unwrap_or(".");
            let name = build.text_of("dockerfile").unwrap_or("Dockerfile");
            let folder = path::join(parent(file), context);
            if let Some(target) = folder.and_then(|folder| path::join(&folder, name)) {
                dockerfile(files, &target, &arguments(build, &variables));
            }
            continue;
        }
        let Some(node) = service.node.get("image") else {
            continue;
        };
        let member = format!("{}:{}", stem(file), service.key);
        let fact = node
            .text()
            .and_then(|text| image(text, &variables, &member, mark(file, node)));
        files.out.facts.extend(fact);
    }
}

/// The arguments of a build, as a table or as a list of `NAME=value`.
fn arguments(build: &Node, variables: &HashMap<String, String>) -> HashMap<String, String> {
    let entries = build.at(&["args"]).map_or(&[][..], Node::entries).iter();
    let entries = entries.filter_map(|entry| Some((entry.key.as_str(), entry.node.scalar()?)));
    let items = build.items_of("args").iter().filter_map(Node::text);
    let items = items.filter_map(|text| text.split_once('='));
    let given = entries.chain(items).map(|(name, value)| {
        let value = filled(value.trim(), variables);
        (name.trim().to_string(), value)
    });
    // An argument that only the environment knows is unknown here.
    given.filter(|(_, value)| !value.contains('$')).collect()
}
