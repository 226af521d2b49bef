//! A generated table for the html renderer: a table for each category, with the members that use a
//! version and the lines of their manifests.

use std::collections::{BTreeSet, HashMap};

use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Inline, Markdown};
use archsite_core::site::path;

use crate::document::names::VersionSource;
use crate::model::facts::{Ecosystem, FileRange, Kind, Source};
use crate::model::index::FactIndex;
use crate::output::display;
use crate::output::places::Places;
use crate::output::table;
use crate::output::table::{Input, Row};
use crate::output::{BASE, NAME, VERSION};

/// The style of generated tables, beside that of all tables.
const STYLE: &str = include_str!("../../style/made.css");

/// Most members that a cell lists.
const MAX_MEMBERS: usize = 6;

/// Most parts of the short name of a member.
const MAX_PARTS: usize = 4;

/// Longest name, in bytes, that is not given positions at which it may wrap.
const MAX_UNBROKEN: usize = 24;

/// A use of a technology.
struct Use {
    /// The version, or an empty text.
    version: String,
    /// The member; `None` for a runtime, which files state for all of them.
    member: Option<String>,
    at: FileRange,
}

/// The tables, from the options of a directive that names no columns.
pub(crate) fn tables(input: Input<'_>, places: &Places<'_>) -> String {
    let rows = table::rows(input);
    let uses: Vec<Vec<Use>> = rows
        .iter()
        .map(|row| uses(input.index, &row.source))
        .collect();
    let has_purpose = rows.iter().any(|row| !row.purpose.is_empty());
    let members = uses.iter().flatten();
    let members = members.filter_map(|one| one.member.as_deref());
    let members: BTreeSet<&str> = members.collect();
    let names = short_names(&members);
    // The name of the only member says nothing; its manifest does.
    let names = (members.len() > 1).then_some(&names);
    let from = if names.is_some() { "Used by" } else { "From" };
    let mut out = Markdown::new(EscapeMode::MdBook).tags(&format!(
        "<style>\n{BASE}{STYLE}</style>\n\n<div class=\"archsite-tech archsite-made\">\n"
    ));
    let mut entries: Vec<(&Row, &Vec<Use>)> = rows.iter().zip(&uses).collect();
    while let Some((first, _)) = entries.first() {
        let category = first.category;
        let rest = entries.partition_point(|(row, _)| row.category == category);
        let rest = entries.split_off(rest.max(1));
        let mut header = vec![category.name(), "Version", from];
        if has_purpose {
            header.push("Purpose");
        }
        let mut cells = Vec::new();
        for (row, uses) in &entries {
            for (at, (version, uses)) in by_version(row, uses).into_iter().enumerate() {
                let mut line = vec![
                    name(input, row, at > 0),
                    emit::within(VERSION, emit::text(&version)),
                    used_by(&uses, names, places),
                ];
                if has_purpose {
                    line.push(emit::text(if at == 0 { &row.purpose } else { "" }));
                }
                cells.push(line);
            }
        }
        out = out.table(&header, &cells);
        entries = rest;
    }
    out.tags("\n</div>").finish()
}

/// The name of a row; that of a further version is for programs that read the page to people.
fn name(input: Input<'_>, row: &Row, is_again: bool) -> Inline {
    if is_again {
        return emit::span("archsite-again", &row.name);
    }
    let name = match table::link(input.config, row) {
        Some(dest) => emit::link(&row.name, &dest),
        None => breakable(&row.name),
    };
    emit::within(NAME, name)
}

/// A name that wraps where a reader expects it, if it is long.
fn breakable(name: &str) -> Inline {
    if name.len() <= MAX_UNBROKEN {
        return emit::text(name);
    }
    let parts = name.split_inclusive(['/', ':', '.', '@', '-', '_']);
    parts.fold(Inline::default(), |name, part| {
        let before = if name.is_empty() {
            name
        } else {
            name.append(emit::markup("<wbr>"))
        };
        before.append(emit::text(part))
    })
}

/// The uses of each version, the newest first. Uses whose version is unknown count only if there
/// is no other.
fn by_version<'a>(row: &Row, uses: &'a [Use]) -> Vec<(String, Vec<&'a Use>)> {
    let mut versions: Vec<String> = uses.iter().map(|one| one.version.clone()).collect();
    versions.retain(|version| !version.is_empty());
    display::newest_first(&mut versions);
    if versions.len() < 2 {
        let known = uses.iter().filter(|one| !one.version.is_empty());
        let known: Vec<&Use> = known.collect();
        let all = if known.is_empty() {
            uses.iter().collect()
        } else {
            known
        };
        return vec![(row.version.clone(), all)];
    }
    let of = |version: String| {
        let uses = uses.iter().filter(|one| one.version == version);
        let uses = uses.collect();
        (version, uses)
    };
    versions.into_iter().map(of).collect()
}

/// Members by the last parts of their names that tell them apart: `checkout` for the module
/// `host.example/shop/src/checkout`.
fn short_names<'a>(members: &BTreeSet<&'a str>) -> HashMap<&'a str, &'a str> {
    /// The last `count` parts of a name.
    fn last(name: &str, count: usize) -> &str {
        let mut slashes = name.rmatch_indices('/').skip(count - 1);
        slashes.next().map_or(name, |(at, _)| &name[at + 1..])
    }
    let mut names: HashMap<&str, &str> = HashMap::new();
    let mut open: Vec<&'a str> = members.iter().copied().collect();
    for count in 1..=MAX_PARTS {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for member in members {
            *numbers.entry(last(member, count)).or_default() += 1;
        }
        open.retain(|member| {
            let short = last(member, count);
            // Most folders have a file of that name.
            let is_general = short.starts_with("Dockerfile") && short != *member;
            let is_unique = numbers.get(short) == Some(&1) && !is_general;
            if is_unique {
                names.insert(member, short);
            }
            !is_unique
        });
    }
    names
}

/// The members, or the files if there are no names for members, each with a link to its line.
fn used_by(uses: &[&Use], names: Option<&HashMap<&str, &str>>, places: &Places<'_>) -> Inline {
    let mut listed: Vec<(&str, &FileRange)> = Vec::new();
    for one in uses {
        let name = match (one.member.as_deref(), names) {
            (Some(member), Some(names)) => names.get(member).copied().unwrap_or(member),
            _ => path::file_name(&one.at.file),
        };
        if !listed.iter().any(|(known, _)| *known == name) {
            listed.push((name, &one.at));
        }
    }
    let more = listed.len().saturating_sub(MAX_MEMBERS);
    let shown = listed.iter().take(MAX_MEMBERS).map(|(name, at)| {
        let name = if *name == "." { "/" } else { name };
        match places.address(at) {
            Some(address) => emit::link(name, &address),
            None => breakable(name),
        }
    });
    let mut content = Inline::joined(shown, ", ");
    if more > 0 {
        content = content.text(&format!(" +{more}"));
    }
    emit::within("archsite-from", content)
}

/// The members that use a technology. A runtime is used where the files say that count most.
fn uses(index: &FactIndex, source: &VersionSource) -> Vec<Use> {
    let VersionSource { target, rule } = source;
    if target.ecosystem == Ecosystem::Runtime {
        let strongest = index.runtimes(&target.name).map(|one| one.authority).min();
        let named = index.runtimes(&target.name);
        let named = named.filter(|one| Some(one.authority) == strongest);
        let version = display::version(index, source).unwrap_or_default();
        let is_one = !version.contains(", ");
        return named
            .map(|one| Use {
                version: if is_one {
                    version.clone()
                } else {
                    display::runtime(&rule.of_runtime(one))
                },
                member: None,
                at: one.at.clone(),
            })
            .collect();
    }
    let uses = index.uses(target).filter(|fact| {
        let is_local = matches!(
            fact.source,
            Some(Source::Path | Source::Workspace | Source::Sdk)
        );
        !is_local && !matches!(fact.kind, Kind::Transitive | Kind::Indirect)
    });
    let uses = uses.map(|fact| {
        let stated = rule.of(fact);
        let locked = stated.resolved.first().and_then(|one| one.at.clone());
        Use {
            version: display::of_fact(&stated).unwrap_or_default(),
            member: Some(fact.member.clone()),
            at: locked.unwrap_or_else(|| fact.at.clone()),
        }
    });
    uses.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_the_shortest_names_that_tell_them_apart() {
        let members = [
            "host.example/shop/src/checkout",
            "@shop/ui",
            "a/Dockerfile",
            "b/Dockerfile.dev",
            "dev/compose:db",
            "prod/compose:db",
            "Dockerfile",
        ];
        let members = BTreeSet::from(members);
        let names = short_names(&members);
        for (member, expected) in [
            ("host.example/shop/src/checkout", "checkout"),
            ("@shop/ui", "ui"),
            ("a/Dockerfile", "a/Dockerfile"),
            ("b/Dockerfile.dev", "b/Dockerfile.dev"),
            ("dev/compose:db", "dev/compose:db"),
        ] {
            assert_eq!(names.get(member), Some(&expected), "{member}");
        }
    }
}
