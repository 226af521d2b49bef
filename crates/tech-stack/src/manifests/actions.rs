//! GitHub Actions: the actions of workflows, and the versions of runtimes that CI uses.
//!
//! An action pinned by a commit has the version its comment states. Versions used in CI have the
//! lowest precedence for a runtime.

use std::collections::HashMap;

use super::docker;
use crate::manifests::common::{mark, runtime, within};
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind};
use crate::model::version::Version;

/// Reads all workflows.
pub(super) fn read(files: &mut Files) {
    let workflows = files.matching(|name| name.ends_with(".yml") || name.ends_with(".yaml"));
    for file in workflows {
        if !file.starts_with(".github/workflows/") || !files.take(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::yaml) else {
            continue;
        };
        for job in root.entries_of("jobs") {
            self::job(files, &file, &job.node);
        }
    }
}

/// Inputs of well-known actions that name a version, and the runtime it is of.
const INPUTS: &[(&str, &str, &str)] = &[
    ("actions/setup-node", "node-version", "node"),
    ("actions/setup-python", "python-version", "python"),
    ("actions/setup-go", "go-version", "go"),
    ("actions/setup-java", "java-version", "java"),
    ("actions/setup-dotnet", "dotnet-version", "dotnet-sdk"),
    ("ruby/setup-ruby", "ruby-version", "ruby"),
    ("shivammathur/setup-php", "php-version", "php"),
    ("erlef/setup-beam", "elixir-version", "elixir"),
    ("erlef/setup-beam", "otp-version", "erlang"),
    ("subosito/flutter-action", "flutter-version", "flutter"),
    ("pnpm/action-setup", "version", "pnpm"),
    ("oven-sh/setup-bun", "bun-version", "bun"),
    ("denoland/setup-deno", "deno-version", "deno"),
    (
        "hashicorp/setup-terraform",
        "terraform_version",
        "terraform",
    ),
    ("astral-sh/setup-uv", "version", "uv"),
    ("astral-sh/setup-uv", "python-version", "python"),
    ("dtolnay/rust-toolchain", "toolchain", "rust"),
    ("actions-rs/toolchain", "toolchain", "rust"),
];

fn job(files: &mut Files, file: &str, job: &Node) {
    if let Some(uses) = job.get("uses") {
        action(files, file, uses);
    }
    let container = job
        .get("container")
        .map(|node| node.get("image").unwrap_or(node));
    let services = job.entries_of("services").iter();
    let services = services.filter_map(|service| service.node.get("image"));
    for node in container.into_iter().chain(services) {
        let text = node.text().unwrap_or_default();
        let fact = docker::image(text, &HashMap::new(), file, mark(file, node));
        files
            .out
            .facts
            .extend(fact.map(|fact| fact.kind(Kind::Dev)));
    }
    for step in job.items_of("steps") {
        let Some(uses) = step.get("uses") else {
            continue;
        };
        action(files, file, uses);
        let name = uses
            .text()
            .unwrap_or_default()
            .split('@')
            .next()
            .unwrap_or_default();
        for (_, input, of) in INPUTS.iter().filter(|known| known.0 == name) {
            if let Some(node) = step.at(&["with", input]) {
                versions(files, file, job, node, of);
            }
        }
    }
}

/// A version, a list of them on lines, or what the matrix puts there.
fn versions(files: &mut Files, file: &str, job: &Node, node: &Node, name: &str) {
    let Some(text) = node.scalar() else { return };
    if let Some(inside) = crate::manifests::common::between(text, "${{", "}}") {
        let Some(key) = inside.trim().strip_prefix("matrix.") else {
            return;
        };
        let list = job.at(&["strategy", "matrix", key]);
        for item in list.map_or(&[][..], Node::items) {
            if let Some(text) = item.scalar() {
                runtime(files, name, text, Authority::Ci, mark(file, item));
            }
        }
        return;
    }
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            runtime(files, name, line, Authority::Ci, mark(file, node));
        }
    }
}

fn action(files: &mut Files, file: &str, node: &Node) {
    let text = node.text().unwrap_or_default();
    if let Some(image) = text.strip_prefix("docker://") {
        let fact = docker::image(image, &HashMap::new(), file, mark(file, node));
        files
            .out
            .facts
            .extend(fact.map(|fact| fact.kind(Kind::Build)));
        return;
    }
    let Some((name, reference)) = text.split_once('@').filter(|_| !text.starts_with('.')) else {
        return;
    };
    let name = name.split("/.github/").next().unwrap_or(name);
    let mut fact = Fact::new(Ecosystem::Actions, name, file, mark(file, node))
        .requires(Some(reference))
        .kind(Kind::Build);
    let commit = reference.len() == 40 && reference.bytes().all(|b| b.is_ascii_hexdigit());
    if commit {
        match comment(files, file, node.range.end) {
            Some((version, at)) => fact.resolve(&version, Some(at)),
            None => fact.unknown = Some("it is pinned by a commit"),
        }
    } else if Version::parse(reference).is_some_and(|version| version.parts.len() >= 3) {
        let at = fact.at.clone();
        fact.resolve(reference, Some(at));
    }
    files.out.facts.push(fact);
}

/// The version in the comment after a commit: `# v4.1.1`.
fn comment(files: &mut Files, file: &str, end: usize) -> Option<(String, FileRange)> {
    let read = files.read(file)?;
    let line = read.text.get(end..)?.lines().next()?;
    let (_, comment) = line.split_once('#')?;
    let mut words = comment
        .split_whitespace()
        .map(|word| word.trim_start_matches("tag="));
    let version = words.find(|word| Version::parse(word).is_some())?;
    Some((
        version.to_string(),
        FileRange::new(file, within(&read.text, version)),
    ))
}
