//! The technologies of a generated table, and its cells in plain Markdown.

use std::collections::{HashMap, HashSet};

use archsite_core::emit;
use archsite_core::emit::Inline;
use archsite_core::site::path;

use crate::config::Config;
use crate::document::directive::options::{Column, GroupBy, Limit, Options};
use crate::document::names::{Match, Names, Target, VersionSource};
use crate::model::facts::{Ecosystem, Fact, Kind, Source};
use crate::model::index::FactIndex;
use crate::model::rule::VersionRule;
use crate::output::category;
use crate::output::category::{Category, Rank};
use crate::output::display;

/// The facts that a table is generated from, and what is requested of it.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) index: &'a FactIndex,
    pub(crate) names: &'a Names,
    pub(crate) config: &'a Config,
    pub(crate) options: &'a Options,
}

/// One technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) category: Category,
    rank: Rank,
    pub(super) name: String,
    target: Target,
    /// The package that has its version.
    pub(super) source: VersionSource,
    pub(super) version: String,
    pub(super) purpose: String,
    license: String,
    kind: Kind,
    member: String,
    /// The number of members that use it.
    uses: usize,
}

/// Kinds that a table contains by default.
const KINDS: &[Kind] = &[Kind::Normal, Kind::Dev, Kind::Build, Kind::Optional];

/// Most rows of a table by default: more than readers look at.
const DEFAULT_LIMIT: usize = 20;

/// Columns of a table by default. Those without any text are left out.
const DEFAULT_COLUMNS: &[Column] = &[
    Column::Category,
    Column::Technology,
    Column::Version,
    Column::Purpose,
];

/// The columns and cells of a whole table.
pub(crate) fn generated(input: Input<'_>) -> (Vec<Column>, Vec<Vec<Inline>>) {
    let rows = rows(input);
    let mut columns = input.options.columns.clone();
    if columns.is_empty() {
        let has_text = |column: &&Column| {
            let is_purpose = **column == Column::Purpose;
            !is_purpose || rows.iter().any(|row| !row.purpose.is_empty())
        };
        columns.extend(DEFAULT_COLUMNS.iter().filter(has_text));
    }
    let cells = cells_of(input.config, &rows, &columns);
    (columns, cells)
}

/// The cells of rows with these columns.
pub(crate) fn cells(input: Input<'_>, columns: &[Column]) -> Vec<Vec<Inline>> {
    cells_of(input.config, &rows(input), columns)
}

fn cells_of(config: &Config, rows: &[Row], columns: &[Column]) -> Vec<Vec<Inline>> {
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
pub(super) fn link(config: &Config, row: &Row) -> Option<String> {
    let (_, template) = config
        .links
        .iter()
        .find(|link| link.0 == row.target.ecosystem)?;
    let version = row.version.split(' ').next().unwrap_or_default();
    let name = template.replace("{name}", &path::percent_encode(&row.target.name));
    Some(name.replace("{version}", &path::percent_encode(version)))
}

/// The rows, those that matter most if there are more than the limit.
pub(super) fn rows(input: Input<'_>) -> Vec<Row> {
    let mut collected = Collector {
        input,
        rows: Vec::new(),
        by_target: HashMap::new(),
        names: HashSet::new(),
    };
    let options = input.options;
    if options.member.is_none() && options.kinds.is_empty() {
        for name in input.index.runtime_names() {
            // An edition and a list of extensions are not technologies.
            if name.starts_with("ext-") || name == "rust-edition" {
                continue;
            }
            let target = Target {
                ecosystem: Ecosystem::Runtime,
                name: name.to_string(),
            };
            collected.add(target, None);
        }
    }
    let kinds = match options.kinds.as_slice() {
        [] => KINDS,
        kinds => kinds,
    };
    for fact in input.index.facts() {
        let is_local = matches!(
            fact.source,
            Some(Source::Path | Source::Workspace | Source::Sdk)
        );
        if is_local || !kinds.contains(&fact.kind) || fact.ecosystem == Ecosystem::Actions {
            continue;
        }
        let target = Target {
            ecosystem: fact.ecosystem,
            name: fact.name.clone(),
        };
        collected.add(target, Some(fact));
    }
    let mut rows = collected.rows;
    let limit = match options.limit {
        Limit::Default => DEFAULT_LIMIT,
        Limit::Rows(limit) => limit,
        Limit::None => usize::MAX,
    };
    if rows.len() > limit {
        // Rows of the same rank in the order of the table, but databases, which are few, before the
        // many frameworks and libraries.
        rows.sort_by(|a, b| {
            let category = |row: &Row| match row.category {
                Category::Database => Category::Runtime,
                category => category,
            };
            let key = |row: &Row| (row.version.is_empty(), row.rank, category(row));
            let uses = b.uses.cmp(&a.uses);
            key(a).cmp(&key(b)).then(uses).then_with(|| by_name(a, b))
        });
        rows.truncate(limit);
    }
    rows.sort_by(|a, b| {
        let group = match options.group_by {
            GroupBy::Category => a.category.cmp(&b.category),
            GroupBy::Member => a.member.cmp(&b.member),
            GroupBy::Kind => a.kind.cmp(&b.kind),
            GroupBy::None => std::cmp::Ordering::Equal,
        };
        let key = |row: &Row| (row.version.is_empty(), row.rank);
        group.then(key(a).cmp(&key(b))).then_with(|| by_name(a, b))
    });
    rows
}

fn by_name(a: &Row, b: &Row) -> std::cmp::Ordering {
    a.name.to_lowercase().cmp(&b.name.to_lowercase())
}

/// Collects rows, one for each technology.
struct Collector<'a> {
    input: Input<'a>,
    rows: Vec<Row>,
    /// Positions of rows by their packages; `None` for packages without a row.
    by_target: HashMap<Target, Option<usize>>,
    /// Names of technologies that have a row.
    names: HashSet<String>,
}

impl Collector<'_> {
    fn add(&mut self, target: Target, fact: Option<&Fact>) {
        let kind = fact.map_or(Kind::Normal, |fact| fact.kind);
        if let Some(row) = self.by_target.get(&target) {
            if let Some(row) = row.and_then(|row| self.rows.get_mut(row)) {
                row.kind = row.kind.min(kind);
                row.uses += 1;
                row.category = category::of(&row.target, row.kind);
            }
            return;
        }
        let row = self.row(&target, fact, kind);
        let position = row.map(|row| {
            self.names.insert(row.name.clone());
            self.rows.push(row);
            self.rows.len() - 1
        });
        self.by_target.insert(target, position);
    }

    fn row(&self, target: &Target, fact: Option<&Fact>, kind: Kind) -> Option<Row> {
        let Input {
            index,
            names,
            options,
            ..
        } = self.input;
        let known = names.display_name(target);
        let name = match known {
            Some((name, _)) => name.to_string(),
            None => display::package_name(target),
        };
        let is_requested = options.includes(&name, target);
        if options.leaves_out(&name, target) || !is_requested && category::is_stub(target) {
            return None;
        }
        let mut source = VersionSource {
            target: target.clone(),
            rule: known.map_or(VersionRule::Same, |(_, rule)| rule),
        };
        if known.is_some() {
            // Several packages may be one technology; the first of them has its version.
            if self.names.contains(&name) {
                return None;
            }
            if let Match::Found(first) = names.find(&name) {
                source = first;
            }
        }
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        Some(Row {
            category: category::of(target, kind),
            rank: category::rank(target, kind, known.is_some()),
            version: display::version(index, &source).unwrap_or_default(),
            source,
            name,
            purpose: text(fact.and_then(|fact| fact.description.as_ref())),
            license: text(fact.and_then(|fact| fact.license.as_ref())),
            kind,
            member: fact.map_or_else(String::new, |fact| fact.member.clone()),
            target: target.clone(),
            uses: 1,
        })
    }
}
