//! The pass: fills and verifies the technology tables of a site.
//!
//! Manifests are read once, and only if a page asks for them. A page is changed by edits of byte
//! ranges; nothing of a row but its version cell is touched.

use std::collections::HashSet;
use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, InternalError};
use archsite_core::emit;
use archsite_core::emit::{EscapeMode, Markdown};
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::Directive;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::PASS;
use crate::compare::verify;
use crate::config::{Config, glob};
use crate::document::claims::Stated;
use crate::document::inline::Where;
use crate::document::names::{Names, Target};
use crate::document::options::{Column, Options};
use crate::document::{self, Document, Table};
use crate::document::{claims, columns, inline};
use crate::fact::{Facts, Kind, Source};
use crate::output::rows;
use crate::problems::{BadOption, ManifestUnreadable, Undocumented, VersionOpen, VersionUnknown};

/// What the pass found out.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Problems of documents and manifests.
    pub problems: Vec<Diagnostic>,
    /// What the manifests state; nothing if no page asked.
    pub facts: Facts,
    /// The pages that have another text now.
    pub changed: Vec<PageId>,
}

/// Runs the pass over a site. Without a configuration only directives count, as they do on the
/// pages of `history`: what stands there was true once.
///
/// # Errors
/// [`InternalError`] if the edits of a page do not fit together; that page is unchanged then.
pub fn run(
    site: &mut Site,
    config: Option<&Config>,
    reader: &Reader,
    history: &HashSet<PageId>,
) -> Result<Outcome, InternalError> {
    let default = Config::default();
    let mut pass = Pass {
        verifies: config.is_some(),
        history,
        config: config.unwrap_or(&default),
        reader,
        facts: None,
        problems: Vec::new(),
    };
    let mut changes: Vec<(PageId, Vec<Edit>)> = Vec::new();
    for page in 0..site.sources.len() {
        let edits = pass.page(site, page);
        if !edits.is_empty() {
            changes.push((page, edits));
        }
    }
    let changed_pages = changes.iter().map(|(page, _)| *page).collect();
    for (page, edits) in changes {
        let text = site.pages[page].edited(PASS, edits)?;
        site.replace_text(page, text);
    }
    let facts = pass.facts.map(|known| known.0).unwrap_or_default();
    for file in &facts.unreadable {
        let root = &site.root;
        pass.problems.push(ManifestUnreadable { root, file }.into());
    }
    Ok(Outcome {
        problems: pass.problems,
        facts,
        changed: changed_pages,
    })
}

struct Pass<'a> {
    /// Tables and lists without a directive are verified.
    verifies: bool,
    history: &'a HashSet<PageId>,
    config: &'a Config,
    reader: &'a Reader,
    facts: Option<(Facts, Names)>,
    problems: Vec<Diagnostic>,
}

impl Pass<'_> {
    /// What becomes of one page.
    fn page(&mut self, site: &Site, page: PageId) -> Vec<Edit> {
        let source = site.pages[page].text.as_str();
        // Most pages of most books have nothing for this pass, and need not be parsed to know.
        let asks = source.contains(PASS) || source.contains(inline::OPEN);
        let now = self.verifies && !self.history.contains(&page);
        if !now && !asks {
            return Vec::new();
        }
        let outline = site.pages[page].outline();
        let directives = outline.directives.iter();
        let directives = directives.filter(|d| d.name == PASS && !d.nested);
        let directives: Vec<&Directive> = directives.collect();
        let uses = self.uses(site, page, source);
        let sections = if now || self.verifies && !directives.is_empty() {
            document::sections(outline, source.len())
        } else {
            Vec::new()
        };
        if directives.is_empty() && uses.is_empty() && sections.is_empty() {
            return Vec::new();
        }
        let document = document::read(source, &site.pages[page].options);
        if self.facts.is_none() {
            let only = !self.config.manifests.is_empty();
            let facts = crate::read(self.reader, &site.root, &self.config.manifests, only);
            let names = Names::new(&facts, &self.config.aliases).linked(&self.config.links);
            self.facts = Some((facts, names));
        }
        let Some((facts, names)) = self.facts.take() else {
            return Vec::new();
        };
        let mut edits = Vec::new();
        let mut marked: Vec<Range<usize>> = Vec::new();
        for directive in directives {
            let (mut options, mut wrong) = Options::read(directive);
            if options.manifests.is_empty() {
                wrong.extend(options.check_member(&facts));
            }
            for message in wrong {
                let range = directive.range.clone();
                self.problems.push(
                    BadOption {
                        message,
                        source: page,
                        range,
                    }
                    .into(),
                );
            }
            let (own, own_names);
            let narrowed = options.member.is_some()
                || !options.kinds.is_empty()
                || !options.manifests.is_empty();
            let (facts, names) = if narrowed {
                own = self.narrowed(site, page, &facts, &options);
                own_names = Names::new(&own, &self.config.aliases).linked(&self.config.links);
                (&own, &own_names)
            } else {
                (&facts, &names)
            };
            let at = Below {
                site,
                page,
                source,
                directive,
                options: &options,
            };
            if let Some(table) = self.below(&at, &document, facts, names, &mut edits) {
                marked.push(table);
            }
        }
        let unmarked = |range: &Range<usize>| {
            let inside = sections
                .iter()
                .any(|s| s.start <= range.start && range.end <= s.end);
            inside && !marked.contains(range)
        };
        for table in document
            .tables
            .iter()
            .filter(|table| unmarked(&table.range))
        {
            for stated in self.stated(source, table, &names) {
                verify::unmarked(site, page, &stated, &facts, &mut self.problems);
            }
        }
        for line in &document.lines {
            let place = line.place(&(0..line.text.len().max(1)));
            if !unmarked(&place) {
                continue;
            }
            for stated in claims::of_line(line, &names) {
                verify::unmarked(site, page, &stated, &facts, &mut self.problems);
            }
        }
        for one in &uses {
            let code = document.code.iter();
            let line = source[..one.range.start]
                .rsplit('\n')
                .next()
                .unwrap_or_default();
            let place = match () {
                () if code.into_iter().any(|code| code.contains(&one.range.start)) => Where::Code,
                () if line.trim().is_empty() => Where::LineStart,
                () => Where::Line,
            };
            let range = one.range.clone();
            if let Some(message) = one.wrong.clone() {
                self.problems.push(
                    BadOption {
                        message,
                        source: page,
                        range: range.clone(),
                    }
                    .into(),
                );
            }
            match inline::edit(one, &facts, &names, place) {
                Ok(edit) => edits.push(edit),
                Err(help) => {
                    let package = &one.package;
                    self.problems.push(
                        VersionUnknown {
                            package,
                            help,
                            source: page,
                            range,
                        }
                        .into(),
                    );
                }
            }
        }
        // A version inside a cell that is filled would be written twice.
        edits.sort_by_key(|edit| edit.range.start);
        edits.dedup_by(|b, a| b.range.start < a.range.end);
        self.facts = Some((facts, names));
        edits
    }

    /// Uses of `{{#version}}` that are meant. mdBook's own preprocessor, which runs before, takes
    /// the backslash of an escaped one away, so the author's file is asked.
    fn uses(&self, site: &Site, page: PageId, source: &str) -> Vec<inline::Use> {
        let mut uses = inline::uses(source);
        let file = site.pages[page].source_path.as_ref();
        let path = file
            .filter(|_| !uses.is_empty())
            .map(|file| site.book_root.join(&site.src).join(file));
        let written = path.and_then(|path| self.reader.read(&path).ok());
        let written = written.map(|text| inline::uses(&text)).unwrap_or_default();
        let same = written.len() == uses.len()
            && written
                .iter()
                .zip(&uses)
                .all(|(a, b)| a.package == b.package);
        if same {
            let mut escaped = written.iter().map(|one| one.escaped);
            uses.retain(|one| escaped.next() != Some(true) || one.escaped);
        }
        uses
    }

    fn stated(&self, source: &str, table: &Table, names: &Names) -> Vec<Stated> {
        let headers = (
            self.config.technology_headers.as_slice(),
            self.config.version_headers.as_slice(),
        );
        match columns::columns(&table.header, headers) {
            Some(columns) => claims::of_table(source, table, columns, names),
            None => match columns::technology(&table.header, headers.0) {
                Some(technology) => claims::of_names(table, technology, names),
                None => Vec::new(),
            },
        }
    }

    /// What becomes of the table below a directive; its range, if there is one.
    fn below(
        &mut self,
        at: &Below<'_>,
        document: &Document,
        facts: &Facts,
        names: &Names,
        edits: &mut Vec<Edit>,
    ) -> Option<Range<usize>> {
        let end = at.directive.range.end;
        let table = document.tables.iter().find(|table| {
            let between = at.source.get(end..table.range.start);
            between.is_some_and(|text| text.trim().is_empty())
        });
        let Some(table) = table else {
            edits.push(self.whole(at, facts, names));
            return None;
        };
        if table.rows.is_empty() {
            let columns: Vec<Column> = table
                .header
                .iter()
                .map(|cell| Column::of_header(&cell.text))
                .collect();
            let cells = rows::cells(facts, names, self.config, at.options, &columns);
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
        let stated = self.stated(at.source, table, names);
        for one in &stated {
            if let Some(edit) = verify::fill(at.source, one, facts) {
                let open = VersionOpen {
                    technology: &one.technology,
                    source: at.page,
                    range: edit.range.clone(),
                    version: &edit.with,
                };
                self.problems.push(open.into());
                edits.push(edit);
            }
            verify::marked(at.site, at.page, one, facts, &mut self.problems);
        }
        self.undocumented(at, facts, &stated);
        Some(table.range.clone())
    }

    /// A table where there is none.
    fn whole(&self, at: &Below<'_>, facts: &Facts, names: &Names) -> Edit {
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
        let cells = rows::cells(facts, names, self.config, at.options, columns);
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

    fn undocumented(&mut self, at: &Below<'_>, facts: &Facts, stated: &[Stated]) {
        let mut seen: Vec<Target> = stated.iter().filter_map(|s| s.target().cloned()).collect();
        for fact in facts.facts.iter().filter(|fact| fact.kind == Kind::Normal) {
            let target = Target {
                ecosystem: fact.ecosystem,
                name: fact.name.clone(),
            };
            let local = matches!(fact.source, Some(Source::Path | Source::Workspace));
            if local || seen.contains(&target) {
                continue;
            }
            let problem = Undocumented {
                root: &at.site.root,
                target: &target,
                at: &fact.at,
                source: at.page,
                range: at.directive.range.clone(),
            };
            self.problems.push(problem.into());
            seen.push(target);
        }
    }

    /// The part of the facts that a directive asks for.
    fn narrowed(&self, site: &Site, page: PageId, facts: &Facts, options: &Options) -> Facts {
        let mut own = match options.manifests.as_slice() {
            [] => facts.clone(),
            manifests => {
                let folder = folder_of(site, page);
                let joined = manifests
                    .iter()
                    .map(|m| path::join(&folder, m).unwrap_or_else(|| m.clone()));
                let globs: Vec<_> = joined.filter_map(|pattern| glob(&pattern).ok()).collect();
                crate::read(self.reader, &site.root, &globs, true)
            }
        };
        own.facts.retain(|fact| {
            let member = options.member.as_deref();
            let kind = options.kinds.is_empty() || options.kinds.contains(&fact.kind);
            kind && member.is_none_or(|member| fact.member == member)
        });
        own
    }
}

/// The folder of a document, relative to the repository root.
fn folder_of(site: &Site, page: PageId) -> String {
    let book = site.book_root.strip_prefix(&site.root).unwrap_or(&site.src);
    let src = book.join(&site.src);
    let src = src.to_string_lossy().replace('\\', "/");
    let file = site.pages[page].source_path.as_deref().unwrap_or_default();
    path::join(&src, path::parent(file)).unwrap_or_default()
}

/// A directive and where it stands.
struct Below<'a> {
    site: &'a Site,
    page: PageId,
    source: &'a str,
    directive: &'a Directive,
    options: &'a Options,
}
