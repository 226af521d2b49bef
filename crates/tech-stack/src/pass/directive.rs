//! The table or list below a directive: its open cells, its rows, or a new table.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::markdown::directive::Directive;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::actual;
use crate::compare::problems::{NoVersions, Undocumented, VersionOpen, Without};
use crate::compare::verify;
use crate::compare::verify::Reporting;
use crate::config::Config;
use crate::document::columns;
use crate::document::columns::Columns;
use crate::document::directive::options::{Column, GroupBy, Options};
use crate::document::directive::pair::Pair;
use crate::document::markdown::{Document, Table};
use crate::document::names::Target;
use crate::document::rows;
use crate::document::rows::TechnologyRow;
use crate::document::rows::context;
use crate::document::versions::VersionText;
use crate::model::facts::{Kind, Source};
use crate::output::authored;
use crate::output::authored::Explained;
use crate::output::display;
use crate::output::made;
use crate::output::places::Places;
use crate::output::table;
use crate::pass::Stack;

/// A directive with what it applies to.
pub(crate) struct TableDirective<'a> {
    pub(crate) site: &'a Site,
    pub(crate) page: PageId,
    pub(crate) source: &'a str,
    pub(crate) document: &'a Document,
    pub(crate) config: &'a Config,
    pub(crate) directive: &'a Directive,
    pub(crate) options: &'a Options,
    pub(crate) stack: &'a Rc<Stack>,
    /// Versions that directives of their own check.
    pub(crate) pairs: &'a [Pair],
    /// As in [`Reporting`].
    pub(crate) has_compared: &'a Cell<bool>,
    /// The code host, for pages that a browser displays.
    pub(crate) places: Option<&'a Places<'a>>,
}

/// The edits and problems of a page.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) edits: Vec<Edit>,
    pub(crate) problems: Vec<Diagnostic>,
}

impl TableDirective<'_> {
    /// Fills and checks what is below the directive; returns its range, or `None` if a table is
    /// generated.
    pub(crate) fn apply(
        &self,
        documented: &mut DocumentedPackages,
        findings: &mut Findings,
    ) -> Option<Range<usize>> {
        let end = self.directive.range.end;
        let follows = |range: &Range<usize>| {
            let between = self.source.get(end..range.start);
            between.is_some_and(|text| text.trim().is_empty())
        };
        let tables = &self.document.tables;
        let next = tables.partition_point(|table| table.range.start < end);
        if let Some(table) = tables.get(next).filter(|table| follows(&table.range)) {
            self.table(table, documented, findings);
            return Some(table.range.clone());
        }
        let lists = &self.document.lists;
        let next = lists.partition_point(|list| list.start < end);
        if let Some(list) = lists.get(next).filter(|list| follows(list)) {
            self.list(list, documented, findings);
            return Some(list.clone());
        }
        findings.edits.push(self.generated());
        None
    }

    fn table(&self, table: &Table, documented: &mut DocumentedPackages, findings: &mut Findings) {
        let headers = self.config.headers();
        let columns = columns::columns(&table.header, headers);
        let columns = columns.filter(|_| self.places.is_some());
        if table.rows.is_empty() {
            self.generated_rows(table, columns, findings);
            return;
        }
        let context = context::heading_before(self.document, table.range.start);
        let names = &self.stack.names;
        let rows = rows::of_table(self.source, table, headers, context, names);
        if rows.is_empty() {
            let headers: Vec<&str> = table.header.iter().map(|cell| cell.text.trim()).collect();
            findings.problems.push(
                NoVersions {
                    without: Without::Column(&headers),
                    source: self.page,
                    range: self.directive.range.clone(),
                }
                .into(),
            );
        }
        let Some(columns) = columns else {
            self.rows(&rows, documented, findings);
            return;
        };
        // Edits of one position keep their order.
        let (opening, closing) = authored::cells(table, columns);
        let end = self.directive.range.end;
        findings.edits.push(authored::opening(end));
        findings.edits.extend(opening);
        let explained = self.rows(&rows, documented, findings);
        findings.edits.extend(closing);
        let closing = authored::closing(self.source, table, &explained);
        findings.edits.push(closing);
    }

    fn list(
        &self,
        list: &Range<usize>,
        documented: &mut DocumentedPackages,
        findings: &mut Findings,
    ) {
        let lines = self.document.lines.iter();
        let contexts = context::of_lines(self.document);
        let inside = lines.zip(contexts).filter(|(line, _)| {
            let at = line.range().start;
            list.contains(&at)
        });
        let names = &self.stack.names;
        let rows = inside.flat_map(|(line, context)| rows::of_line(line, context, names));
        let rows: Vec<TechnologyRow> = rows.collect();
        if rows.is_empty() {
            findings.problems.push(
                NoVersions {
                    without: Without::Item,
                    source: self.page,
                    range: self.directive.range.clone(),
                }
                .into(),
            );
        }
        self.rows(&rows, documented, findings);
    }

    /// Fills and reports rows. Returns what was added to cells for a browser.
    fn rows(
        &self,
        rows: &[TechnologyRow],
        documented: &mut DocumentedPackages,
        findings: &mut Findings,
    ) -> Explained {
        let mut explained = Explained::default();
        let index = &self.stack.index;
        let reporting = Reporting {
            site: self.site,
            page: self.page,
            source: self.source,
            index,
            names: &self.stack.names,
            is_requested: true,
            pairs: self.pairs,
            has_compared: self.has_compared,
        };
        for row in rows {
            if row.version == VersionText::Placeholder
                && let Some(edit) = verify::fill(self.source, row, index)
            {
                let open = VersionOpen {
                    technology: &row.technology,
                    source: self.page,
                    range: edit.range.clone(),
                    version: &edit.with,
                };
                findings.problems.push(open.into());
                let for_browser = self.filled(row, &mut explained);
                findings.edits.push(for_browser.unwrap_or(edit));
            }
            let contradicted = reporting.row(row, &mut findings.problems);
            if let Some(places) = self.places.filter(|_| row.is_cell)
                && let Some(actual) = contradicted
            {
                let mark = format!(" {}", authored::mark(&actual, places));
                findings.edits.push(Edit::insert(row.range.end, mark));
                explained.has_marks = true;
            }
        }
        documented.add(self, rows);
        explained
    }

    /// The edit that fills a cell of a table for a browser, which needs no bars below each other. The version leads to
    /// its line if one file has it.
    fn filled(&self, row: &TechnologyRow, explained: &mut Explained) -> Option<Edit> {
        let places = self.places.filter(|_| row.is_cell)?;
        let index = &self.stack.index;
        let written = &self.source[row.range.clone()];
        if written != row.text {
            let row = TechnologyRow {
                is_aligned: false,
                ..row.clone()
            };
            return verify::fill(self.source, &row, index);
        }
        let version_source = row.version_source()?;
        let version = display::version(index, version_source)?;
        let actual_versions = actual::of_source(index, version_source);
        let actual = match actual_versions.as_slice() {
            [actual] => Some(actual),
            all => all.iter().find(|actual| actual.display == version),
        };
        let content = match actual {
            Some(actual) => {
                explained.files.insert(actual.at.file.clone());
                authored::filled(&version, actual, places)
            }
            None => emit::text(&version),
        };
        // An empty cell has no element of its own, and perhaps no blanks.
        let content = if written.is_empty() {
            format!(" {} ", authored::in_cell(authored::version(content)))
        } else {
            authored::in_cell(content)
        };
        Some(Edit::replace(row.range.clone(), content))
    }

    fn input(&self) -> table::Input<'_> {
        table::Input {
            index: &self.stack.index,
            names: &self.stack.names,
            config: self.config,
            options: self.options,
        }
    }

    /// The rows of a table that has none. With `columns`, they are for a browser.
    fn generated_rows(&self, table: &Table, columns: Option<Columns>, findings: &mut Findings) {
        let header = table.header.iter();
        let wanted: Vec<Column> = header.map(|cell| Column::of_header(&cell.text)).collect();
        let mut cells = table::cells(self.input(), &wanted);
        if let Some(columns) = columns {
            authored::with_classes(&mut cells, columns);
        }
        let rows = emit::table_rows(&cells);
        let rows = rows.trim_end();
        if rows.is_empty() {
            return;
        }
        let written = self.source[table.range.clone()].trim_end().len();
        let at = table.range.start + written;
        findings.edits.push(Edit::insert(at, format!("\n{rows}")));
        if columns.is_some() {
            let end = self.directive.range.end;
            let closing = authored::closing(self.source, table, &Explained::default());
            findings.edits.extend([authored::opening(end), closing]);
        }
    }

    /// A whole table.
    fn generated(&self) -> Edit {
        let is_usual =
            self.options.columns.is_empty() && self.options.group_by == GroupBy::Category;
        let table = match self.places {
            Some(places) if is_usual => made::tables(self.input(), places),
            _ => {
                let (columns, cells) = table::generated(self.input());
                let header: Vec<&str> = columns.iter().map(|column| column.title()).collect();
                let table = Markdown::new(EscapeMode::MdBook).table(&header, &cells);
                table.finish()
            }
        };
        let end = self.directive.range.end;
        let rest = &self.source[end..];
        let is_alone = rest.trim().is_empty()
            || rest
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with("\n\n");
        let after = if is_alone { "" } else { "\n" };
        Edit::insert(end, format!("\n\n{}{after}", table.trim_end()))
    }
}

/// A table or list with rows, and the directive above it.
struct DocumentedTable {
    page: PageId,
    range: Range<usize>,
    options: Options,
    stack: Rc<Stack>,
}

/// The packages that tables below directives name.
#[derive(Default)]
pub(crate) struct DocumentedPackages {
    named: HashSet<Target>,
    tables: Vec<DocumentedTable>,
}

impl DocumentedPackages {
    fn add(&mut self, directive: &TableDirective<'_>, rows: &[TechnologyRow]) {
        self.named
            .extend(rows.iter().filter_map(|row| row.target().cloned()));
        self.tables.push(DocumentedTable {
            page: directive.page,
            range: directive.directive.range.clone(),
            options: directive.options.clone(),
            stack: Rc::clone(directive.stack),
        });
    }

    /// Reports the dependencies that no table names, each once, at the first table that covers
    /// their manifests.
    pub(crate) fn report(mut self, site: &Site, problems: &mut Vec<Diagnostic>) {
        let mut covered: HashSet<(*const Stack, &[String], &[String])> = HashSet::new();
        for table in &self.tables {
            let DocumentedTable { options, stack, .. } = table;
            if !covered.insert((Rc::as_ptr(stack), &options.include, &options.exclude)) {
                continue;
            }
            for fact in stack.index.facts().filter(|fact| fact.kind == Kind::Normal) {
                let target = Target {
                    ecosystem: fact.ecosystem,
                    name: fact.name.clone(),
                };
                let is_local = matches!(fact.source, Some(Source::Path | Source::Workspace));
                let name = stack.names.display_name(&target).map(|(name, _)| name);
                let name = name.unwrap_or(&target.name);
                if is_local || self.named.contains(&target) || options.leaves_out(name, &target) {
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
