//! The pass: fills and verifies the technology tables of a site.
//!
//! Manifests are read once, and only if a page asks for them or somebody names them. A page is changed by edits of byte
//! ranges; nothing of a row but its version cell is touched.

mod table;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use archsite_core::config::pattern::Pattern;
use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::Directive;
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use self::table::{Documented, Read, TableDirective, stated};
use crate::PASS;
use crate::compare::problems::{BadOption, ManifestNotFound, ManifestUnreadable, VersionUnknown};
use crate::compare::verify;
use crate::config::Config;
use crate::document::directive::inline;
use crate::document::directive::inline::Where;
use crate::document::directive::options::Options;
use crate::document::markdown;
use crate::document::rows;
use crate::document::rows::CountedLines;
use crate::document::sections;
use crate::model::facts::Kind;
use crate::model::index::FactIndex;

/// What the pass found out.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Problems of documents and manifests.
    pub problems: Vec<Diagnostic>,
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
        read: None,
        selection: HashMap::new(),
        documented: Documented::default(),
        problems: Vec::new(),
    };
    // Who names manifests hears of those that do not exist, whatever the pages ask.
    if !pass.config.manifests.is_empty() {
        for pattern in &pass.read(site).known.all().missing {
            let path = ["preprocessor", "archsite", PASS, "manifests"];
            let place = Location::Config(path.map(str::to_string).to_vec());
            pass.problems
                .push(ManifestNotFound { pattern, place }.into());
        }
    }
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
    pass.documented.report(site, &mut pass.problems);
    let read = pass.read.iter();
    for file in read.flat_map(|read| &read.known.all().unreadable) {
        let root = &site.root;
        pass.problems.push(ManifestUnreadable { root, file }.into());
    }
    Ok(Outcome {
        problems: pass.problems,
        changed: changed_pages,
    })
}

/// What a directive asks for of the manifests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Selection {
    /// Patterns of the only manifests that count, relative to the root.
    manifests: Vec<String>,
    member: Option<String>,
    kinds: Vec<Kind>,
}

struct Pass<'a> {
    /// Tables and lists without a directive are verified.
    verifies: bool,
    history: &'a HashSet<PageId>,
    config: &'a Config,
    reader: &'a Reader,
    read: Option<Rc<Read>>,
    /// What was read for directives that ask for a part of it.
    selection: HashMap<Selection, Rc<Read>>,
    documented: Documented,
    problems: Vec<Diagnostic>,
}

impl Pass<'_> {
    /// What the manifests state; they are read once.
    fn read(&mut self, site: &Site) -> Rc<Read> {
        let read = self.read.get_or_insert_with(|| {
            let named = &self.config.manifests;
            let facts = crate::read(self.reader, &site.root, named, !named.is_empty());
            Rc::new(Read::new(FactIndex::new(facts), self.config))
        });
        Rc::clone(read)
    }

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
            sections::sections(outline, source.len())
        } else {
            Vec::new()
        };
        if directives.is_empty() && uses.is_empty() && sections.is_empty() {
            return Vec::new();
        }
        let document = markdown::read(source, &site.pages[page].options);
        let all = self.read(site);
        let Read { known, names } = &*all;
        let mut edits = Vec::new();
        // Where tables below directives begin.
        let mut marked: HashSet<usize> = HashSet::new();
        for directive in directives {
            let (mut options, mut wrong) = Options::read(directive);
            if options.manifests.is_empty() {
                wrong.extend(options.check_member(known));
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
            let read = self.narrowed(site, (page, &directive.range), &all, &options);
            let below = TableDirective {
                site,
                page,
                source,
                config: self.config,
                directive,
                options: &options,
                read: &read,
            };
            let (documented, problems) = (&mut self.documented, &mut self.problems);
            let table = below.table(&document, documented, &mut edits, problems);
            marked.extend(table.map(|range| range.start));
        }
        let unmarked = |range: &Range<usize>| {
            let next = sections.partition_point(|section| section.end < range.end);
            let inside = sections.get(next).is_some_and(|s| s.start <= range.start);
            inside && !marked.contains(&range.start)
        };
        for table in document
            .tables
            .iter()
            .filter(|table| unmarked(&table.range))
        {
            for stated in stated(source, table, names, self.config) {
                verify::unmarked(site, page, &stated, known, &mut self.problems);
            }
        }
        let mut counting = CountedLines::default();
        for line in &document.lines {
            let place = line.place(&(0..line.text.len().max(1)));
            if counting.counts(line) || !unmarked(&place) {
                continue;
            }
            for stated in rows::of_line(line, names) {
                verify::unmarked(site, page, &stated, known, &mut self.problems);
            }
        }
        for one in &uses {
            let start = one.range.start;
            let next = document.code.partition_point(|code| code.end <= start);
            let in_code = document.code.get(next).is_some_and(|c| c.contains(&start));
            let line = source[..one.range.start]
                .rsplit('\n')
                .next()
                .unwrap_or_default();
            let place = if in_code {
                Where::Code
            } else if line.trim().is_empty() {
                Where::LineStart
            } else {
                Where::Line
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
            match inline::edit(one, known, names, place) {
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
        edits
    }

    /// Uses of `{{#version}}` that are meant. mdBook's own preprocessor, which runs before, takes
    /// the backslash of an escaped one away, so the author's file is selection.
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

    /// What a directive asks for of what was read.
    fn narrowed(
        &mut self,
        site: &Site,
        at: (PageId, &Range<usize>),
        all: &Rc<Read>,
        options: &Options,
    ) -> Rc<Read> {
        let (page, range) = at;
        if options.member.is_none() && options.kinds.is_empty() && options.manifests.is_empty() {
            return Rc::clone(all);
        }
        let folder = folder_of(site, page);
        let manifests = options.manifests.iter().map(|manifest| {
            // A path that leads out of the repository stays as it is, and is not there.
            path::join(&folder, manifest).unwrap_or_else(|| manifest.clone())
        });
        let selection = Selection {
            manifests: manifests.collect(),
            member: options.member.clone(),
            kinds: options.kinds.clone(),
        };
        let read = match self.selection.get(&selection) {
            Some(read) => Rc::clone(read),
            None => {
                let read = Rc::new(self.read_for(site, all, &selection));
                self.selection.insert(selection, Rc::clone(&read));
                read
            }
        };
        if !options.manifests.is_empty() {
            for pattern in &read.known.all().missing {
                let place = Location::Source {
                    source: page,
                    range: range.clone(),
                };
                self.problems
                    .push(ManifestNotFound { pattern, place }.into());
            }
        }
        read
    }

    fn read_for(&self, site: &Site, all: &Rc<Read>, selection: &Selection) -> Read {
        let member = selection.member.as_deref();
        let known = if selection.manifests.is_empty() {
            all.known.narrowed(member, &selection.kinds)
        } else {
            let globs = selection.manifests.iter();
            let globs: Vec<_> = globs
                .filter_map(|pattern| Pattern::new(pattern).ok())
                .collect();
            let facts = crate::read(self.reader, &site.root, &globs, true);
            FactIndex::new(facts).narrowed(member, &selection.kinds)
        };
        Read::new(known, self.config)
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
