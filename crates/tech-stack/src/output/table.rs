//! Rows of a table of technologies, made from what was read.
//!
//! The cells are escaped when they are written: what a manifest states is plain text. This module
//! does not read the document.

use std::collections::HashMap;

use archsite_core::emit;
use archsite_core::emit::Inline;
use archsite_core::site::path;

use crate::config::Config;
use crate::document::directive::options::{Column, GroupBy, Options};
use crate::document::names::{Names, Target, VersionSource};
use crate::model::facts::{Ecosystem, Kind, Source};
use crate::model::index::FactIndex;
use crate::model::rule::VersionRule;
use crate::output::category::{Category, of};
use crate::output::display;

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

/// Kinds that a table contains by default.
const KINDS: &[Kind] = &[Kind::Normal, Kind::Dev, Kind::Build, Kind::Optional];

/// The cells of all rows, for some columns.
pub(crate) fn cells(
    known: &FactIndex,
    names: &Names,
    config: &Config,
    options: &Options,
    columns: &[Column],
) -> Vec<Vec<Inline>> {
    let mut rows = rows(known, names, options);
    rows.truncate(options.limit.unwrap_or(usize::MAX));
    let cell = |row: &Row, column: &Column| match column {
        Column::Category => emit::text(row.category.name()),
        Column::Technology => match link(config, row) {
            Some(dest) => emit::link(&row.name, &dest),
            None => emit::text(&row.name),
        },
        Column::Version => emit::text(&row.version),
        Column::Purpose => emit::text(&row.purpose),
        Column::License => emit::text(&row.license),
        Column::Kind => emit::text(row.kind.name()),
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

fn rows(known: &FactIndex, names: &Names, options: &Options) -> Vec<Row> {
    let kinds = match options.kinds.as_slice() {
        [] => KINDS,
        kinds => kinds,
    };
    let mut rows: Vec<Row> = Vec::new();
    // Rows by their packages; none for those that are left out.
    let mut seen: HashMap<Target, Option<usize>> = HashMap::new();
    let mut add = |target: Target, kind: Kind, member: &str, purpose: &str, license: &str| {
        if let Some(row) = seen.get(&target) {
            if let Some(row) = row.and_then(|row| rows.get_mut(row)) {
                row.kind = row.kind.min(kind);
            }
            return;
        }
        let (name, rule) = match names.display(&target) {
            Some((name, rule)) => (name, rule),
            None => (target.name.as_str(), VersionRule::Same),
        };
        let name = name.to_string();
        if options.leaves_out(&name, &target) {
            seen.insert(target, None);
            return;
        }
        seen.insert(target.clone(), Some(rows.len()));
        let version_source = VersionSource { target, rule };
        let version = display::version(known, &version_source).unwrap_or_default();
        let target = version_source.target;
        rows.push(Row {
            category: of(&target, kind),
            version,
            name,
            purpose: purpose.to_string(),
            license: license.to_string(),
            kind,
            member: member.to_string(),
            target,
        });
    };
    if options.member.is_none() && options.kinds.is_empty() {
        for name in known.runtime_names() {
            // An edition and a list of extensions are not technologies.
            if name.starts_with("ext-") || name == "rust-edition" {
                continue;
            }
            let target = Target {
                ecosystem: Ecosystem::Runtime,
                name: name.to_string(),
            };
            add(target, Kind::Normal, "", "", "");
        }
    }
    for fact in known.facts() {
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
