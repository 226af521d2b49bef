//! The technologies found, as a table and as JSON. The guide has the schema; fields are added,
//! never changed.

use std::collections::HashMap;

use archsite_tech_stack::model::facts::{Ecosystem, Fact, Kind, Runtime, Source};
use archsite_tech_stack::output::display;
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde::Serialize;

use crate::commands::repository::tech_stack::inventory::{Inventory, files_read};
use crate::report::one_line;

/// The technologies as a table: a row for each package, then runtimes. `with_files` lists the files
/// that were read, of which otherwise the number is given.
pub(super) fn table(found: &Inventory, with_files: bool) -> String {
    let mut text = String::new();
    let header = [
        "ecosystem",
        "name",
        "version",
        "required",
        "kind",
        "member",
        "where",
    ];
    push(&mut text, &header, packages(found));
    let header = ["runtime", "version", "by", "where"];
    push(&mut text, &header, runtimes(found));
    let files = &found.known.all().files;
    text.push_str(&format!("{}\n", files_read(files.len())));
    if with_files {
        for file in files {
            text.push_str(&format!("  {}\n", one_line(file)));
        }
    }
    text
}

/// A row for each package: ecosystem, name, version, requirement, kind, member and place.
pub(crate) fn packages(found: &Inventory) -> impl Iterator<Item = Vec<String>> {
    technologies(found)
        .into_iter()
        .map(|uses| row(found, &uses))
}

/// A row for each runtime: name, version, authority and place.
pub(crate) fn runtimes(found: &Inventory) -> impl Iterator<Item = Vec<String>> {
    found.known.all().runtimes.iter().map(|runtime| {
        vec![
            one_line(&runtime.name),
            one_line(&runtime.value),
            authority(runtime).to_string(),
            found.place(&runtime.at),
        ]
    })
}

/// The direct dependencies by package, in the order of their first uses. Packages of the repository
/// itself are not technologies.
fn technologies(found: &Inventory) -> Vec<Vec<&Fact>> {
    let mut order: Vec<Vec<&Fact>> = Vec::new();
    let mut positions: HashMap<(Ecosystem, &str), usize> = HashMap::new();
    for fact in &found.known.all().facts {
        let is_own = matches!(fact.source, Some(Source::Workspace | Source::Path));
        if is_own || matches!(fact.kind, Kind::Indirect | Kind::Transitive) {
            continue;
        }
        let name = fact.declared_as.as_deref().unwrap_or(&fact.name);
        let position = *positions
            .entry((fact.ecosystem, name))
            .or_insert(order.len());
        match order.get_mut(position) {
            Some(uses) => uses.push(fact),
            None => order.push(vec![fact]),
        }
    }
    order
}

/// The row of a package with all its uses.
fn row(found: &Inventory, uses: &[&Fact]) -> Vec<String> {
    let Some(first) = uses.first() else {
        return Vec::new();
    };
    let versions = distinct(uses.iter().map(|fact| {
        display::of_fact(fact).map_or_else(|| unknown(fact), |version| one_line(&version))
    }));
    let required = uses.iter();
    let required = required.map(|fact| one_line(fact.requirement.as_deref().unwrap_or_default()));
    let kind = uses
        .iter()
        .map(|fact| fact.kind)
        .min()
        .unwrap_or(first.kind);
    let mut members: Vec<&str> = uses.iter().map(|fact| fact.member.as_str()).collect();
    members.sort_unstable();
    members.dedup();
    let member = match members.as_slice() {
        [one] => one_line(one),
        many => format!("{} members", many.len()),
    };
    vec![
        first.ecosystem.to_string(),
        one_line(first.declared_as.as_ref().unwrap_or(&first.name)),
        versions,
        distinct(required),
        kind.name().to_string(),
        member,
        found.place(&first.at),
    ]
}

/// Texts without those that are empty or there twice.
fn distinct(texts: impl Iterator<Item = String>) -> String {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found.join(", ")
}

fn push(text: &mut String, header: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header);
    let mut is_empty = true;
    for row in rows {
        table.add_row(row);
        is_empty = false;
    }
    if !is_empty {
        let lines = table.to_string();
        for line in lines.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
}

/// Why there is no version, for a table.
fn unknown(fact: &Fact) -> String {
    match fact.unknown {
        Some(why) => format!("({why})"),
        None => String::new(),
    }
}

/// The name of the authority of a runtime.
pub(super) fn authority(runtime: &Runtime) -> &'static str {
    use archsite_tech_stack::model::facts::Authority;
    match runtime.authority {
        Authority::Lock => "lock",
        Authority::Pin => "pin",
        Authority::Requirement => "requirement",
        Authority::Ci => "ci",
    }
}

/// The output of `mdbook-archsite tech-stack --format json`: the contents of the manifests of a
/// repository. Files are relative to its root, and lines count from 1.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct Stack<'a> {
    /// Uses of packages.
    facts: Vec<FactRow<'a>>,
    /// Languages and other runtimes.
    runtimes: Vec<RuntimeRow<'a>>,
    /// The repository's own packages.
    members: Vec<MemberRow<'a>>,
    /// The files that were read.
    files: &'a [String],
    /// The files that could not be read.
    unreadable: Vec<UnreadableRow<'a>>,
}

/// A use of a package.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct FactRow<'a> {
    /// Ecosystem of the package, such as `npm`.
    ecosystem: &'a str,
    /// Name of the package.
    name: &'a str,
    /// The name in the manifest, if it is another one.
    declared_as: Option<&'a str>,
    /// The requirement, as written.
    requirement: Option<&'a str>,
    /// The version in the lock file, a list if there are several, or null.
    resolved: Option<Resolved<'a>>,
    /// How the package is used, such as `direct` or `dev`.
    kind: &'a str,
    /// The package of the repository that uses it; empty for the only one.
    member: &'a str,
    /// File of the requirement.
    file: &'a str,
    /// Line of the requirement.
    line: usize,
    /// The lock file.
    resolved_file: Option<&'a str>,
    /// The line in the lock file.
    resolved_line: Option<usize>,
    /// Licence of the package, where the lock file states it.
    license: Option<&'a str>,
    /// Where the use applies, such as a platform.
    condition: Option<&'a str>,
    /// Why no version is known.
    unknown: Option<&'a str>,
}

/// One version, or several.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Resolved<'a> {
    One(&'a str),
    Several(Vec<&'a str>),
}

/// A language or another runtime.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct RuntimeRow<'a> {
    /// Name of the runtime.
    name: &'a str,
    /// The version, as written.
    version: &'a str,
    /// Authority of the file: `lock`, `pin`, `requirement` or `ci`.
    by: &'a str,
    /// The file.
    file: &'a str,
    /// The line.
    line: usize,
}

/// A package of the repository.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct MemberRow<'a> {
    /// Ecosystem of the package, such as `npm`.
    ecosystem: &'a str,
    /// Name of the package.
    name: &'a str,
    /// Its folder.
    path: &'a str,
    /// Its version.
    version: Option<&'a str>,
    /// Its licence.
    license: Option<&'a str>,
}

/// A file that could not be read.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
struct UnreadableRow<'a> {
    /// The file.
    file: &'a str,
    /// The reason.
    why: &'a str,
}

/// The JSON schema of the output.
#[cfg(feature = "schemas")]
pub(crate) fn schema() -> serde_json::Value {
    crate::reference::schemas::of::<Stack<'_>>()
}

pub(super) fn json(found: &Inventory) -> anyhow::Result<String> {
    let facts = found.known.all().facts.iter().map(|fact| {
        let settled = fact
            .resolved
            .first()
            .and_then(|resolved| resolved.at.as_ref());
        FactRow {
            ecosystem: fact.ecosystem.name(),
            name: &fact.name,
            declared_as: fact.declared_as.as_deref(),
            requirement: fact.requirement.as_deref(),
            resolved: resolved(fact),
            kind: fact.kind.name(),
            member: &fact.member,
            file: &fact.at.file,
            line: found.line(&fact.at),
            resolved_file: settled.map(|mark| mark.file.as_str()),
            resolved_line: settled.map(|mark| found.line(mark)),
            license: fact.license.as_deref(),
            condition: fact.condition.as_deref(),
            unknown: fact.unknown,
        }
    });
    let runtimes = found.known.all().runtimes.iter().map(|runtime| RuntimeRow {
        name: &runtime.name,
        version: &runtime.value,
        by: authority(runtime),
        file: &runtime.at.file,
        line: found.line(&runtime.at),
    });
    let members = found.known.all().members.iter().map(|member| MemberRow {
        ecosystem: member.ecosystem.name(),
        name: &member.name,
        path: &member.path,
        version: member.version.as_deref(),
        license: member.license.as_deref(),
    });
    let unreadable = found
        .known
        .all()
        .unreadable
        .iter()
        .map(|file| UnreadableRow {
            file: &file.file,
            why: &file.why,
        });
    let stack = Stack {
        facts: facts.collect(),
        runtimes: runtimes.collect(),
        members: members.collect(),
        files: &found.known.all().files,
        unreadable: unreadable.collect(),
    };
    Ok(serde_json::to_string_pretty(&stack)? + "\n")
}

fn resolved(fact: &Fact) -> Option<Resolved<'_>> {
    let versions: Vec<&str> = fact.resolved.iter().map(|r| r.version.as_str()).collect();
    match versions.as_slice() {
        [] => None,
        [one] => Some(Resolved::One(one)),
        _ => Some(Resolved::Several(versions)),
    }
}
