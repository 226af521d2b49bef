//! Rows of a table of technologies, made from what was read.
//!
//! The cells are escaped when they are written: what a manifest states is plain text. This module
//! may not see the document.

use archsite_core::emit;
use archsite_core::emit::Inline;
use archsite_core::site::path;

use crate::config::Config;
use crate::document::names::{Names, Target};
use crate::document::options::{Column, GroupBy, Options};
use crate::fact::{Ecosystem, Facts, Kind, Source};
use crate::output::category::{Category, of};
use crate::output::shown;

/// One technology.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    category: Category,
    name: String,
    target: Target,
    version: String,
    purpose: String,
    license: String,
    kind: Kind,
    member: String,
}

/// Kinds that a table shows unless it says otherwise.
const KINDS: &[Kind] = &[Kind::Normal, Kind::Dev, Kind::Build, Kind::Optional];

/// The cells of all rows, for some columns.
pub(crate) fn cells(
    facts: &Facts,
    names: &Names,
    config: &Config,
    options: &Options,
    columns: &[Column],
) -> Vec<Vec<Inline>> {
    let mut rows = rows(facts, names, options);
    rows.truncate(options.limit.unwrap_or(usize::MAX));
    let cell = |row: &Row, column: &Column| match column {
        Column::Category => emit::text(row.category.word()),
        Column::Technology => match link(config, row) {
            Some(dest) => emit::link(&row.name, &dest),
            None => emit::text(&row.name),
        },
        Column::Version => emit::text(&row.version),
        Column::Purpose => emit::text(&row.purpose),
        Column::License => emit::text(&row.license),
        Column::Kind => emit::text(row.kind.word()),
        Column::Member => emit::text(&row.member),
        Column::Other => Inline::default(),
    };
    let rows = rows.iter();
    rows.map(|row| columns.iter().map(|column| cell(row, column)).collect())
        .collect()
}

/// The address of a package, from the user's template.
fn link(config: &Config, row: &Row) -> Option<String> {
    let (_, template) = config
        .links
        .iter()
        .find(|link| link.0 == row.target.ecosystem)?;
    let version = row.version.split(' ').next().unwrap_or_default();
    let name = template.replace("{name}", &path::percent_encode(&row.target.name));
    Some(name.replace("{version}", &path::percent_encode(version)))
}

fn rows(facts: &Facts, names: &Names, options: &Options) -> Vec<Row> {
    let kinds = match options.kinds.as_slice() {
        [] => KINDS,
        kinds => kinds,
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |target: Target, kind: Kind, member: &str, purpose: &str, license: &str| {
        if let Some(known) = rows.iter_mut().find(|row| row.target == target) {
            known.kind = known.kind.min(kind);
            return;
        }
        let name = names.shown(&target).unwrap_or(&target.name).to_string();
        let listed = |list: &[String]| {
            list.iter().any(|word| {
                word.eq_ignore_ascii_case(&name)
                    || *word == target.name
                    || *word == target.to_string()
            })
        };
        let left_out = !options.include.is_empty() && !listed(&options.include);
        if left_out || listed(&options.exclude) {
            return;
        }
        rows.push(Row {
            category: of(&target, kind),
            version: shown::version(facts, &target).unwrap_or_default(),
            name,
            purpose: purpose.to_string(),
            license: license.to_string(),
            kind,
            member: member.to_string(),
            target,
        });
    };
    if options.member.is_none() && options.kinds.is_empty() {
        for runtime in &facts.runtimes {
            // An edition and a list of extensions are no technologies.
            if runtime.name.starts_with("ext-") || runtime.name == "rust-edition" {
                continue;
            }
            let target = Target {
                ecosystem: Ecosystem::Runtime,
                name: runtime.name.clone(),
            };
            add(target, Kind::Normal, "", "", "");
        }
    }
    for fact in &facts.facts {
        let local = matches!(
            fact.source,
            Some(Source::Path | Source::Workspace | Source::Sdk)
        );
        if local || !kinds.contains(&fact.kind) || fact.ecosystem == Ecosystem::Actions {
            continue;
        }
        let target = Target {
            ecosystem: fact.ecosystem,
            name: fact.name.clone(),
        };
        let purpose = fact.description.as_deref().unwrap_or_default();
        let license = fact.license.as_deref().unwrap_or_default();
        add(target, fact.kind, &fact.member, purpose, license);
    }
    rows.sort_by(|a, b| {
        let group = match options.group_by {
            GroupBy::Category => a.category.cmp(&b.category),
            GroupBy::Member => a.member.cmp(&b.member),
            GroupBy::Kind => a.kind.cmp(&b.kind),
            GroupBy::None => std::cmp::Ordering::Equal,
        };
        group.then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
    });
    rows
}
