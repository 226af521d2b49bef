//! What becomes of a table below a directive: its open cells, its rows, or a new table.

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::markdown::directive::Directive;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::problems::{Undocumented, VersionOpen};
use crate::compare::verify;
use crate::config::Config;
use crate::document::directive::options::{Column, Options};
use crate::document::markdown;
use crate::document::markdown::Document;
use crate::document::names::{Names, Target};
use crate::document::rows::TechnologyRow;
use crate::document::{columns, rows};
use crate::model::facts::{Kind, Source};
use crate::model::index::FactIndex;
use crate::output::table;

/// What was read, and what names make of it.
pub(crate) struct Read {
    pub(crate) known: FactIndex,
    pub(crate) names: Names,
}

impl Read {
    pub(crate) fn new(known: FactIndex, config: &Config) -> Read {
        let names = Names::new(&known, &config.aliases).linked(&config.links);
        Read { known, names }
    }
}

/// A directive, where it is, and what it asks.
pub(crate) struct TableDirective<'a> {
    pub(crate) site: &'a Site,
    pub(crate) page: PageId,
    pub(crate) source: &'a str,
    pub(crate) config: &'a Config,
    pub(crate) directive: &'a Directive,
    pub(crate) options: &'a Options,
    pub(crate) read: &'a Rc<Read>,
}

/// A table with rows: where its directive is, what that asks, and what was read for it.
struct Table {
    page: PageId,
    range: Range<usize>,
    options: Options,
    read: Rc<Read>,
}

/// What is known after all directives: which packages tables name, and which tables required.
#[derive(Default)]
pub(crate) struct Documented {
    named: HashSet<Target>,
    tables: Vec<Table>,
}

impl TableDirective<'_> {
    /// What becomes of the table below a directive; its range, if there is one.
    pub(crate) fn table(
        &self,
        document: &Document,
        documented: &mut Documented,
        edits: &mut Vec<Edit>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Range<usize>> {
        let at = self;
        let Read { known, names } = &**at.read;
        let end = at.directive.range.end;
        let next = document
            .tables
            .partition_point(|table| table.range.start < end);
        let table = document.tables.get(next).filter(|table| {
            let between = at.source.get(end..table.range.start);
            between.is_some_and(|text| text.trim().is_empty())
        });
        let Some(table) = table else {
            edits.push(at.whole());
            return None;
        };
        if table.rows.is_empty() {
            let columns: Vec<Column> = table
                .header
                .iter()
                .map(|cell| Column::of_header(&cell.text))
                .collect();
            let cells = table::cells(known, names, at.config, at.options, &columns);
            let rows = emit::table_rows(&cells);
            let written = at.source[table.range.clone()].trim_end().len();
            let rows = rows.trim_end();
            if !rows.is_empty() {
                edits.push(Edit::insert(
                    table.range.start + written,
                    format!("\n{rows}"),
                ));
            }
            return Some(table.range.clone());
        }
        let stated = stated(at.source, table, names, at.config);
        for one in &stated {
            if let Some(edit) = verify::fill(at.source, one, known) {
                let open = VersionOpen {
                    technology: &one.technology,
                    source: at.page,
                    range: edit.range.clone(),
                    version: &edit.with,
                };
                problems.push(open.into());
                edits.push(edit);
            }
            verify::marked(at.site, at.page, one, known, problems);
        }
        documented.add(at, &stated);
        Some(table.range.clone())
    }

    /// A table where there is none.
    fn whole(&self) -> Edit {
        let at = self;
        let Read { known, names } = &**at.read;
        let default = [
            Column::Category,
            Column::Technology,
            Column::Version,
            Column::Purpose,
        ];
        let columns = match at.options.columns.as_slice() {
            [] => &default,
            columns => columns,
        };
        let header: Vec<&str> = columns.iter().map(|column| column.title()).collect();
        let cells = table::cells(known, names, at.config, at.options, columns);
        let table = Markdown::new(EscapeMode::MdBook).table(&header, &cells);
        let table = table.finish();
        let end = at.directive.range.end;
        let rest = &at.source[end..];
        let alone = rest.trim().is_empty()
            || rest
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with("\n\n");
        let behind = if alone { "" } else { "\n" };
        Edit::insert(end, format!("\n\n{}{behind}", table.trim_end()))
    }
}

impl Documented {
    fn add(&mut self, at: &TableDirective<'_>, stated: &[TechnologyRow]) {
        self.named
            .extend(stated.iter().filter_map(|one| one.target().cloned()));
        self.tables.push(Table {
            page: at.page,
            range: at.directive.range.clone(),
            options: at.options.clone(),
            read: Rc::clone(at.read),
        });
    }

    /// Reports the dependencies that no table names, each once, at the first table that was made
    /// from the manifests that ask for it.
    pub(crate) fn report(mut self, site: &Site, problems: &mut Vec<Diagnostic>) {
        let mut required: HashSet<(*const Read, &[String], &[String])> = HashSet::new();
        for table in &self.tables {
            let Table { options, read, .. } = table;
            if !required.insert((Rc::as_ptr(read), &options.include, &options.exclude)) {
                continue;
            }
            for fact in read.known.facts().filter(|fact| fact.kind == Kind::Normal) {
                let target = Target {
                    ecosystem: fact.ecosystem,
                    name: fact.name.clone(),
                };
                let local = matches!(fact.source, Some(Source::Path | Source::Workspace));
                let name = read.names.display(&target).map(|(name, _)| name);
                let name = name.unwrap_or(&target.name);
                if local || self.named.contains(&target) || options.leaves_out(name, &target) {
                    continue;
                }
                let problem = Undocumented {
                    root: &site.root,
                    target: &target,
                    at: &fact.at,
                    source: table.page,
                    range: table.range.clone(),
                };
                problems.push(problem.into());
                self.named.insert(target);
            }
        }
    }
}

/// What a table claims.
pub(crate) fn stated(
    source: &str,
    table: &markdown::Table,
    names: &Names,
    config: &Config,
) -> Vec<TechnologyRow> {
    let headers = (
        config.technology_headers.as_slice(),
        config.version_headers.as_slice(),
    );
    match columns::columns(&table.header, headers) {
        Some(columns) => rows::of_table(source, table, columns, names),
        None => match columns::technology(&table.header, headers.0) {
            Some(technology) => rows::of_names(table, technology, names),
            None => Vec::new(),
        },
    }
}
