//! The technologies found, as a table and as JSON. The guide has the schema; fields are added,
//! never changed.

use archsite_tech_stack::model::facts::{Fact, Kind, Runtime};
use archsite_tech_stack::output::display;
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde::Serialize;
use serde_json::Value;

use crate::commands::tech_stack::inventory::Inventory;

/// Direct dependencies, then runtimes, then the files that were read.
pub(super) fn table(found: &Inventory) -> String {
    let mut text = String::new();
    let direct = found.known.all().facts.iter();
    let direct = direct.filter(|fact| !matches!(fact.kind, Kind::Indirect | Kind::Transitive));
    let rows = direct.map(|fact| {
        [
            fact.ecosystem.to_string(),
            one_line(fact.declared_as.as_ref().unwrap_or(&fact.name)),
            display::of_fact(fact).map_or_else(|| unknown(fact), |version| one_line(&version)),
            one_line(fact.requirement.as_deref().unwrap_or_default()),
            fact.kind.name().to_string(),
            one_line(&fact.member),
            found.place(&fact.at),
        ]
    });
    let header = [
        "ecosystem",
        "name",
        "version",
        "required",
        "kind",
        "member",
        "where",
    ];
    push(&mut text, &header, rows.map(|row| row.to_vec()));
    let runtimes = found.known.all().runtimes.iter().map(|runtime| {
        vec![
            one_line(&runtime.name),
            one_line(&runtime.value),
            authority(runtime).to_string(),
            found.place(&runtime.at),
        ]
    });
    push(&mut text, &["runtime", "version", "by", "where"], runtimes);
    let files = &found.known.all().files;
    text.push_str(&format!("{} files were read", files.len()));
    if !files.is_empty() {
        text.push_str(&format!(": {}", files.join(", ")));
    }
    text.push('\n');
    text
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

/// Text from a file on one line.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

#[derive(Serialize)]
struct Stack<'a> {
    facts: Vec<FactRow<'a>>,
    runtimes: Vec<RuntimeRow<'a>>,
    members: Vec<MemberRow<'a>>,
    files: &'a [String],
    unreadable: Vec<UnreadableRow<'a>>,
}

#[derive(Serialize)]
struct FactRow<'a> {
    ecosystem: &'a str,
    name: &'a str,
    declared_as: Option<&'a str>,
    requirement: Option<&'a str>,
    /// One version, a list where the lock forks, or null.
    resolved: Value,
    kind: &'a str,
    member: &'a str,
    file: &'a str,
    line: usize,
    resolved_file: Option<&'a str>,
    resolved_line: Option<usize>,
    license: Option<&'a str>,
    condition: Option<&'a str>,
    /// Why no version is known.
    unknown: Option<&'a str>,
}

#[derive(Serialize)]
struct RuntimeRow<'a> {
    name: &'a str,
    version: &'a str,
    by: &'a str,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct MemberRow<'a> {
    ecosystem: &'a str,
    name: &'a str,
    path: &'a str,
    version: Option<&'a str>,
    license: Option<&'a str>,
}

#[derive(Serialize)]
struct UnreadableRow<'a> {
    file: &'a str,
    why: &'a str,
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

fn resolved(fact: &Fact) -> Value {
    match fact.resolved.as_slice() {
        [] => Value::Null,
        [one] => Value::String(one.version.clone()),
        many => many
            .iter()
            .map(|one| Value::String(one.version.clone()))
            .collect(),
    }
}
