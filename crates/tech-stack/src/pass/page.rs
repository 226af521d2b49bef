//! One page: its directives, its sections of technologies, its badges, and its uses of
//! `{{#version}}`.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use archsite_core::markdown::directive::Directive;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::PASS;
use crate::compare::problems::{BadOption, VersionUnknown};
use crate::compare::verify::Reporting;
use crate::document::directive::inline;
use crate::document::directive::inline::Context;
use crate::document::directive::options::Options;
use crate::document::directive::pair;
use crate::document::markdown::Document;
use crate::document::rows::context::CountedLines;
use crate::document::rows::{context, may_have_badges, of_badges, of_line, of_table};
use crate::document::{markdown, sections};
use crate::pass::directive::{Findings, TableDirective};
use crate::pass::{Pass, Stack};

impl Pass<'_> {
    /// Checks a page, and returns the edits that fill it.
    pub(super) fn page(&mut self, site: &Site, page: PageId) -> Vec<Edit> {
        let source = site.pages[page].text.as_str();
        // Most pages of most books have nothing for this pass, and need not be parsed to know.
        let asks = source.contains("archsite:") || source.contains(inline::OPEN);
        let is_checked = self.is_verifying && !self.history.contains(&page);
        if !is_checked && !asks {
            return Vec::new();
        }
        let outline = site.pages[page].outline();
        let directives = || outline.directives.iter();
        let of_versions: Vec<&Directive> = directives().filter(|d| d.name == pair::NAME).collect();
        let directives = directives().filter(|d| d.name == PASS && !d.nested);
        let directives: Vec<&Directive> = directives.collect();
        let uses = self.uses(site, page, source);
        let file = site.pages[page].source_path.as_deref();
        let sections = if is_checked || self.is_verifying && !directives.is_empty() {
            sections::sections(outline, file, source.len())
        } else {
            Vec::new()
        };
        let has_badges = is_checked && may_have_badges(source);
        let has_directives = !directives.is_empty() || !of_versions.is_empty();
        if !has_directives && uses.is_empty() && sections.is_empty() && !has_badges {
            return Vec::new();
        }
        let document = markdown::read(source, &site.pages[page].options);
        let stack = self.stack(site);
        let mut findings = Findings::default();
        let has_compared = Cell::new(false);
        let pairs = super::pair::read(&of_versions, source, page, &mut findings);
        // The tables and lists below directives.
        let mut marked: HashSet<usize> = HashSet::new();
        for directive in directives {
            let (mut options, mut wrong) = Options::read(directive);
            if options.manifests.is_empty() {
                wrong.extend(options.check_member(&stack.index));
            }
            for message in wrong {
                let range = directive.range.clone();
                findings.problems.push(
                    BadOption {
                        message,
                        source: page,
                        range,
                    }
                    .into(),
                );
            }
            let selected = self.selected(site, (page, &directive.range), &stack, &options);
            let below = TableDirective {
                site,
                page,
                source,
                document: &document,
                config: self.config,
                directive,
                options: &options,
                stack: &selected,
                pairs: &pairs,
                has_compared: &has_compared,
                places: self.places.as_ref(),
            };
            let range = below.apply(&mut self.documented, &mut findings);
            marked.extend(range.into_iter().flat_map(|range| {
                let lines = document.lines.iter().map(|line| line.range().start);
                let inside = lines.filter(|at| range.contains(at)).collect::<Vec<_>>();
                inside.into_iter().chain([range.start])
            }));
        }
        let reporting = Reporting {
            site,
            page,
            source,
            index: &stack.index,
            names: &stack.names,
            is_requested: self.config.is_strict,
            pairs: &pairs,
            has_compared: &has_compared,
        };
        self.unmarked(
            &document,
            &stack,
            (&sections, &marked),
            reporting,
            &mut findings,
        );
        if has_badges {
            for row in of_badges(source, &document, &stack.names) {
                reporting.row(&row, &mut findings.problems);
            }
        }
        for pair in &pairs {
            let is_known = super::pair::check(pair, site, (source, page), &stack, &mut findings);
            has_compared.set(has_compared.get() || is_known);
        }
        for one in &uses {
            version_directive(one, source, page, &document, &stack, &mut findings);
        }
        if has_compared.get() {
            self.compared.insert(page);
        }
        self.problems.append(&mut findings.problems);
        // A version inside a cell that is filled would be written twice.
        let mut edits = findings.edits;
        edits.sort_by_key(|edit| edit.range.start);
        edits.dedup_by(|b, a| b.range.start < a.range.end);
        edits
    }

    /// Checks the tables and lines of sections that have no directive.
    fn unmarked(
        &self,
        document: &Document,
        stack: &Stack,
        (sections, marked): (&[Range<usize>], &HashSet<usize>),
        reporting: Reporting<'_>,
        findings: &mut Findings,
    ) {
        let is_unmarked = |range: &Range<usize>| {
            let next = sections.partition_point(|section| section.end < range.end);
            let inside = sections.get(next).is_some_and(|s| s.start <= range.start);
            inside && !marked.contains(&range.start)
        };
        let names = &stack.names;
        let headers = self.config.headers();
        let tables = document.tables.iter();
        for table in tables.filter(|table| is_unmarked(&table.range)) {
            let context = context::heading_before(document, table.range.start);
            for row in of_table(reporting.source, table, headers, context, names) {
                reporting.row(&row, &mut findings.problems);
            }
        }
        let mut counted = CountedLines::default();
        let contexts = context::of_lines(document);
        for (line, context) in document.lines.iter().zip(contexts) {
            if counted.counts(line) || !is_unmarked(&line.range()) {
                continue;
            }
            for row in of_line(line, context, names) {
                reporting.row(&row, &mut findings.problems);
            }
        }
    }

    /// Uses of `{{#version}}` that are meant. mdBook's own preprocessor, which runs before,
    /// removes the backslash of an escaped one, so the author's file is compared.
    fn uses(&self, site: &Site, page: PageId, source: &str) -> Vec<inline::Use> {
        let mut uses = inline::uses(source);
        let file = site.pages[page].source_path.as_ref();
        let path = file
            .filter(|_| !uses.is_empty())
            .map(|file| site.book_root.join(&site.src).join(file));
        let written = path.and_then(|path| self.reader.read(&path).ok());
        let written = written.map(|text| inline::uses(&text)).unwrap_or_default();
        let is_same = written.len() == uses.len()
            && written
                .iter()
                .zip(&uses)
                .all(|(a, b)| a.package == b.package);
        if is_same {
            let mut escaped = written.iter().map(|one| one.escaped);
            uses.retain(|one| escaped.next() != Some(true) || one.escaped);
        }
        uses
    }
}

/// Replaces a use of `{{#version}}`.
fn version_directive(
    one: &inline::Use,
    source: &str,
    page: PageId,
    document: &Document,
    stack: &Stack,
    findings: &mut Findings,
) {
    let range = one.range.clone();
    if let Some(message) = one.wrong.clone() {
        findings.problems.push(
            BadOption {
                message,
                source: page,
                range: range.clone(),
            }
            .into(),
        );
    }
    let start = range.start;
    let next = document.code.partition_point(|code| code.end <= start);
    let in_code = document.code.get(next).is_some_and(|c| c.contains(&start));
    let line = source[..start].rsplit('\n').next().unwrap_or_default();
    let context = if in_code {
        Context::Code
    } else if line.trim().is_empty() {
        Context::LineStart
    } else {
        Context::InLine
    };
    match inline::edit(one, &stack.index, &stack.names, context) {
        Ok(edit) => findings.edits.push(edit),
        Err(help) => findings.problems.push(
            VersionUnknown {
                package: &one.package,
                help,
                source: page,
                range,
            }
            .into(),
        ),
    }
}
