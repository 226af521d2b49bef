//! GitHub Actions: the actions of workflows and of composite actions, and the versions of runtimes
//! that CI uses.
//!
//! An action pinned by a commit has the version its comment states. Versions used in CI have the
//! lowest precedence for a runtime.

use std::collections::HashMap;

use archsite_core::site::path;

use crate::manifests::common::{mark, runtime, within};
use crate::manifests::deployment::docker;
use crate::manifests::files::Files;
use crate::manifests::value;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind};
use crate::model::version::Version;

/// Reads all workflows, and the repository's own actions.
pub(super) fn read(files: &mut Files) {
    let workflows = files.matching(|name| name.ends_with(".yml") || name.ends_with(".yaml"));
    for file in workflows {
        let name = path::file_name(&file);
        let is_action = matches!(name, "action.yml" | "action.yaml");
        if !is_action && !file.starts_with(".github/workflows/") || !files.take(&file) {
            continue;
        }
        let Some(root) = files.parse(&file, value::yaml) else {
            continue;
        };
        if is_action {
            let scope = Scope {
                root: &root,
                job: None,
            };
            steps(files, &file, &scope, root.at(&["runs", "steps"]));
            continue;
        }
        for job in root.entries_of("jobs") {
            self::job(files, &file, &root, &job.node);
        }
    }
}

/// Where the variables of a step come from.
struct Scope<'a> {
    /// The workflow or action.
    root: &'a Node,
    /// The job, in a workflow.
    job: Option<&'a Node>,
}

impl<'a> Scope<'a> {
    /// The values that an expression such as `matrix.node` or `env.GO_VERSION` has.
    fn values(&self, expression: &str) -> Vec<&'a Node> {
        let Some((kind, name)) = expression.trim().split_once('.') else {
            return Vec::new();
        };
        match kind {
            "matrix" => {
                let matrix = self.job.and_then(|job| job.at(&["strategy", "matrix"]));
                let listed = matrix
                    .map_or(&[][..], |matrix| matrix.items_of(name))
                    .iter();
                let more = matrix.map_or(&[][..], |matrix| matrix.items_of("include"));
                listed
                    .chain(more.iter().filter_map(|one| one.get(name)))
                    .collect()
            }
            "env" => {
                let of_job = self.job.and_then(|job| job.at(&["env", name]));
                of_job
                    .or(self.root.at(&["env", name]))
                    .into_iter()
                    .collect()
            }
            // A workflow may be called with other values; the default is what it is tested with.
            "inputs" => {
                let of_workflow = ["on", "workflow_call", "inputs", name, "default"];
                let of_action = ["inputs", name, "default"];
                let default = self.root.at(&of_workflow).or(self.root.at(&of_action));
                default.into_iter().collect()
            }
            _ => Vec::new(),
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

fn job(files: &mut Files, file: &str, root: &Node, job: &Node) {
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
    let scope = Scope {
        root,
        job: Some(job),
    };
    steps(files, file, &scope, job.get("steps"));
}

fn steps(files: &mut Files, file: &str, scope: &Scope<'_>, steps: Option<&Node>) {
    for step in steps.map_or(&[][..], Node::items) {
        let Some(uses) = step.get("uses") else {
            continue;
        };
        action(files, file, uses);
        let text = uses.text().unwrap_or_default();
        let (name, reference) = text.split_once('@').unwrap_or((text, ""));
        for (_, input, of) in INPUTS.iter().filter(|known| known.0 == name) {
            if let Some(node) = step.at(&["with", input]) {
                versions(files, file, scope, node, of);
            }
        }
        // The branches of this action are named like the versions that they install.
        if name == "dtolnay/rust-toolchain" && reference.starts_with(|c: char| c.is_ascii_digit()) {
            runtime(files, "rust", reference, Authority::Ci, mark(file, uses));
        }
    }
}

/// A version, a list of them on lines, or what an expression means.
fn versions(files: &mut Files, file: &str, scope: &Scope<'_>, node: &Node, name: &str) {
    let Some(text) = node.scalar() else { return };
    if let Some(inside) = crate::manifests::common::between(text, "${{", "}}") {
        for value in scope.values(inside) {
            if let Some(text) = value.scalar()
                && text.starts_with(|c: char| c.is_ascii_digit())
            {
                runtime(files, name, text, Authority::Ci, mark(file, value));
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
