//! Terraform and OpenTofu: required providers, modules, the core version and the provider lock.
//!
//! A constraint without a lock stays a constraint.

use std::collections::HashMap;

use archsite_core::site::path::parent;
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};

use crate::manifests::common::{folder_name, runtime};
use crate::manifests::files::{Files, joined};
use crate::model::facts::{Authority, Ecosystem, Fact, FileRange, Kind, Source};

/// Reads all configurations.
pub(super) fn read(files: &mut Files) {
    for file in files.matching(|name| name.ends_with(".tf") || name.ends_with(".tofu")) {
        let Some(body) = parse(files, &file) else {
            continue;
        };
        let folder = parent(&file).to_string();
        let lock = lock(files, &joined(&folder, ".terraform.lock.hcl"));
        let mut facts = Vec::new();
        for block in body.blocks() {
            match block.ident.as_str() {
                "terraform" => {
                    core(files, &block.body, &file);
                    for inner in block.body.blocks() {
                        if inner.ident.as_str() == "required_providers" {
                            providers(&inner.body, &file, &lock, &mut facts);
                        }
                    }
                }
                "module" => facts.extend(module(&block.body, &file)),
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
    let find = |name: &str| body.attributes().find(|a| a.key.as_str() == name);
    let source = find("source")?;
    let name = source.value.as_str()?;
    let version = find("version").map(|attribute| &attribute.value);
    let at = place(file, version.unwrap_or(&source.value));
    let member = folder_name(parent(file));
    let mut fact = Fact::new(Ecosystem::Terraform, name, member, at)
        .requires(version.and_then(Expression::as_str))
        .kind(Kind::Normal);
    if name.starts_with('.') {
        fact.source = Some(Source::Path);
    } else if name.contains("git") && name.contains(':') {
        fact.source = Some(Source::Git);
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
