//! Terraform and OpenTofu: required providers, modules, the core version, the provider lock, and
//! the versions of managed databases, clusters and functions.
//!
//! A constraint without a lock stays a constraint.

use std::collections::{HashMap, HashSet};

use archsite_core::site::path;
use archsite_core::site::path::parent;
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};

use crate::manifests::common::{folder_name, runtime};
use crate::manifests::deployment::serverless;
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Source};
use crate::model::version::Version;

/// Reads all configurations.
pub(crate) fn read(files: &mut Files) {
    let mut configurations = Vec::new();
    for file in files.matching(|name| name.ends_with(".tf") || name.ends_with(".tofu")) {
        if let Some(body) = parse(files, &file) {
            configurations.push((file, body));
        }
    }
    let callers = callers(&configurations);
    for (file, body) in &configurations {
        let lock = lock_of(files, parent(file), &callers);
        let mut facts = Vec::new();
        for block in body.blocks() {
            match block.ident.as_str() {
                "terraform" => {
                    core(files, &block.body, file);
                    for inner in block.body.blocks() {
                        if inner.ident.as_str() == "required_providers" {
                            providers(&inner.body, file, &lock, &mut facts);
                        }
                    }
                }
                "module" => facts.extend(module(&block.body, file)),
                "resource" => resource(files, block, file),
                _ => {}
            }
        }
        files.out.facts.append(&mut facts);
    }
    for file in files.named(".terraform-version") {
        let Some(read) = files.read(&file) else {
            continue;
        };
        let version = read.text.trim();
        let at = FileRange::new(&file, crate::manifests::common::within(&read.text, version));
        runtime(files, "terraform", version, Authority::Pin, at);
    }
}

/// The folders that call each folder as a module.
fn callers(configurations: &[(String, Body)]) -> HashMap<String, Vec<String>> {
    let mut callers: HashMap<String, Vec<String>> = HashMap::new();
    for (file, body) in configurations {
        for block in body
            .blocks()
            .filter(|block| block.ident.as_str() == "module")
        {
            let source = attribute(&block.body, "source").and_then(Expression::as_str);
            let local = source.filter(|source| source.starts_with('.'));
            if let Some(folder) = local.and_then(|source| path::join(parent(file), source)) {
                callers
                    .entry(folder)
                    .or_default()
                    .push(parent(file).to_string());
            }
        }
    }
    callers
}

/// The lock file of a folder: its own, or that of a root module that calls it, which has the
/// providers of all its modules.
fn lock_of(files: &mut Files, folder: &str, callers: &HashMap<String, Vec<String>>) -> Lock {
    let mut known = HashSet::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        let file = joined(&folder, ".terraform.lock.hcl");
        if files.exists(&file) {
            return lock(files, &file);
        }
        let next = callers.get(&folder).into_iter().flatten();
        folders.extend(
            next.filter(|caller| known.insert((*caller).clone()))
                .cloned(),
        );
    }
    Lock::new()
}

/// Resources that run a version of something, the attribute of the version, and the runtime it is
/// of. An empty name is that of the attribute `engine`.
const RESOURCES: &[(&str, &str, &str)] = &[
    ("aws_db_instance", "engine_version", ""),
    ("aws_rds_cluster", "engine_version", ""),
    ("aws_elasticache_cluster", "engine_version", ""),
    ("aws_elasticache_replication_group", "engine_version", ""),
    ("aws_docdb_cluster", "engine_version", "docdb"),
    ("aws_msk_cluster", "kafka_version", "kafka"),
    ("aws_eks_cluster", "version", "kubernetes"),
    (
        "azurerm_kubernetes_cluster",
        "kubernetes_version",
        "kubernetes",
    ),
    (
        "azurerm_postgresql_flexible_server",
        "version",
        "postgresql",
    ),
    ("azurerm_mysql_flexible_server", "version", "mysql"),
    ("digitalocean_kubernetes_cluster", "version", "kubernetes"),
    (
        "google_container_cluster",
        "min_master_version",
        "kubernetes",
    ),
    ("google_sql_database_instance", "database_version", ""),
    ("aws_lambda_function", "runtime", ""),
    ("aws_lambda_layer_version", "runtime", ""),
];

/// Engines of managed databases, and the runtime each is.
const ENGINES: &[(&str, &str)] = &[
    ("postgres", "postgresql"),
    ("aurora-postgresql", "postgresql"),
    ("mysql", "mysql"),
    ("aurora-mysql", "mysql"),
    ("mariadb", "mariadb"),
    ("redis", "redis"),
    ("valkey", "valkey"),
    ("memcached", "memcached"),
];

/// Notes the version of a managed database, a cluster or a function.
fn resource(files: &mut Files, block: &Block, file: &str) {
    let kind = block.labels.first().map_or("", |label| label.as_str());
    let known = RESOURCES.iter().filter(|known| known.0 == kind);
    for (kind, key, name) in known {
        let Some(value) = attribute(&block.body, key) else {
            continue;
        };
        let Some(text) = value.as_str() else { continue };
        let at = place(file, value);
        match *kind {
            "aws_lambda_function" | "aws_lambda_layer_version" => serverless::add(files, text, at),
            // `POSTGRES_16`, `MYSQL_8_0`
            "google_sql_database_instance" => {
                if let Some((engine, version)) = text.split_once('_') {
                    let engine = engine.to_ascii_lowercase();
                    let known = ENGINES.iter().find(|known| known.0 == engine);
                    let version = version.replace('_', ".");
                    if let Some((_, name)) = known {
                        runtime(files, name, &version, Authority::Pin, at);
                    }
                }
            }
            _ if name.is_empty() => {
                let engine = attribute(&block.body, "engine").and_then(Expression::as_str);
                let known = ENGINES.iter().find(|known| Some(known.0) == engine);
                if let Some((_, name)) = known {
                    runtime(files, name, text, Authority::Pin, at);
                }
            }
            _ => runtime(files, name, text, Authority::Pin, at),
        }
    }
}

/// The value of an attribute.
fn attribute<'a>(body: &'a Body, key: &str) -> Option<&'a Expression> {
    let mut attributes = body.attributes();
    let found = attributes.find(|attribute| attribute.key.as_str() == key);
    found.map(|attribute| &attribute.value)
}

fn parse(files: &mut Files, file: &str) -> Option<Body> {
    let read = files.read(file)?;
    match hcl_edit::parser::parse_body(&read.text) {
        Ok(body) => Some(body),
        Err(error) => {
            let at = crate::manifests::common::lines(&read.text)
                .nth(error.location().line().saturating_sub(1));
            files.reject(file, error.message().to_string(), at.map(|(at, _)| at));
            None
        }
    }
}

fn place(file: &str, expression: &Expression) -> FileRange {
    let range = expression.span().unwrap_or(0..0);
    // Quotes are not part of a value.
    let inner = range.start + 1..range.end.saturating_sub(1);
    FileRange::new(
        file,
        if inner.start <= inner.end {
            inner
        } else {
            range
        },
    )
}

fn core(files: &mut Files, body: &Body, file: &str) {
    for structure in body {
        if let Structure::Attribute(attribute) = structure
            && attribute.key.as_str() == "required_version"
            && let Some(text) = attribute.value.as_str()
        {
            let at = place(file, &attribute.value);
            runtime(files, "terraform", text, Authority::Requirement, at);
        }
    }
}

type Lock = HashMap<String, (String, FileRange)>;

fn providers(body: &Body, file: &str, lock: &Lock, facts: &mut Vec<Fact>) {
    for attribute in body.attributes() {
        let key = attribute.key.as_str();
        let (mut source, mut version) = (None, None);
        // The oldest form is the version alone.
        if attribute.value.as_str().is_some() {
            version = Some(&attribute.value);
        }
        for (name, value) in attribute.value.as_object().into_iter().flatten() {
            let name = match name {
                ObjectKey::Ident(name) => name.as_str(),
                ObjectKey::Expression(name) => name.as_str().unwrap_or_default(),
            };
            match name {
                "source" => source = value.expr().as_str(),
                "version" => version = Some(value.expr()),
                _ => {}
            }
        }
        let name = match source {
            Some(source) => short(source),
            None => format!("hashicorp/{key}"),
        };
        let at = place(file, version.unwrap_or(&attribute.value));
        let mut fact = Fact::new(Ecosystem::Terraform, name, folder_name(parent(file)), at)
            .requires(version.and_then(Expression::as_str))
            .called(key);
        if let Some((version, at)) = lock.get(&fact.name) {
            fact.resolve(version, Some(at.clone()));
        }
        facts.push(fact);
    }
}

fn module(body: &Body, file: &str) -> Option<Fact> {
    let source = attribute(body, "source")?;
    let name = source.as_str()?;
    let version = attribute(body, "version");
    let at = place(file, version.unwrap_or(source));
    let member = folder_name(parent(file));
    let mut fact = Fact::new(Ecosystem::Terraform, name, member, at.clone())
        .requires(version.and_then(Expression::as_str))
        .kind(Kind::Normal);
    if name.starts_with('.') {
        fact.source = Some(Source::Path);
        return Some(fact);
    }
    if name.contains("git") && name.contains(':') {
        fact.source = Some(Source::Git);
    }
    // No lock file has modules: an exact version is the one in use.
    let required = fact.requirement.clone().unwrap_or_default();
    let exact = required.trim_start_matches(['=', ' ']);
    if Version::parse(exact).is_some() {
        fact.resolve(exact, Some(at));
    }
    Some(fact)
}

/// A provider without the address of its registry.
fn short(source: &str) -> String {
    let parts: Vec<&str> = source.split('/').collect();
    match parts.as_slice() {
        [_, owner, name] => format!("{owner}/{name}"),
        [name] => format!("hashicorp/{name}"),
        _ => source.to_string(),
    }
}

fn lock(files: &mut Files, file: &str) -> Lock {
    let mut lock = Lock::new();
    let body = files.exists(file).then(|| parse(files, file)).flatten();
    for block in body.iter().flat_map(|body| body.blocks()) {
        let Some(label) = block.labels.first() else {
            continue;
        };
        let version = block
            .body
            .attributes()
            .find(|a| a.key.as_str() == "version");
        if let Some(version) = version
            && let Some(text) = version.value.as_str()
        {
            let at = place(file, &version.value);
            lock.insert(short(label.as_str()), (text.to_string(), at));
        }
    }
    lock
}
