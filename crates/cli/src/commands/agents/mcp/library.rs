//! What the tools of the protocol ask for, read anew for each call.
//!
//! A document is loaded as `context` loads it, a decision as `adr list` finds it, and a technology as
//! `tech-stack` reads it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use archsite_adr::model::record::Record;
use archsite_adr::output::list;
use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};
use archsite_core::text::lines::Lines;
use archsite_mcp::{Decision, DecisionFilter, Document, Library, Line, Section};
use serde_json::json;

use crate::commands::repository::adr::search::Search;
use crate::commands::repository::tech_stack::inventory::Inventory;
use crate::commands::repository::tech_stack::{list as technologies, why};
use crate::mdbook::disk;
use crate::mdbook::expand::Records;
use crate::mdbook::load;
use crate::mdbook::load::Loaded;
use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};
use crate::pipeline;
use crate::report::locate::Locator;

/// Most entries that a search for documents without a book looks at, and its deepest folder.
const LIMITS: WalkLimits = WalkLimits {
    depth: 8,
    count: 50_000,
};
/// Most documents without a book.
const MOST_DOCUMENTS: usize = 2_000;

/// The folder of a book, or of a repository without one.
pub(super) struct Repository {
    pub(super) dir: PathBuf,
}

impl Library for Repository {
    fn documents(&self) -> anyhow::Result<Vec<Document>> {
        let (context, mut loaded, settings) = self.load()?;
        loaded.site.html = false;
        loaded.site.on_disk = true;
        let expander = Records::new(&context, settings.includes_expanded);
        let place = |_: &mut Site, _: &[PageId]| archsite_shard::Target::Book;
        pipeline::run(pipeline::Run {
            site: &mut loaded.site,
            settings: &settings,
            target: pipeline::Target::Files(&place),
            expander: &expander,
            with_directives: None,
        })?;
        let site = &loaded.site;
        let locator = Locator::new(site, &context);
        let pages = site.reading_order().into_iter();
        let pages = pages.filter(|page| site.pages[*page].source_path.is_some());
        let mut reading = Reading {
            site,
            locator: &locator,
            reader: Reader::new(&site.root),
            files: HashMap::new(),
        };
        Ok(pages.map(|page| reading.document(page)).collect())
    }

    fn decisions(&self, filter: &DecisionFilter) -> anyhow::Result<Vec<Decision>> {
        let search = Search::new(&self.dir)?;
        let mut records = search.find();
        list::keep_in_force(&mut records);
        if let Some(tag) = &filter.tag {
            list::keep_tag(&mut records, tag);
        }
        if let Some(area) = &filter.area {
            list::keep_area(&mut records, area);
        }
        if let Some(wanted) = &filter.path {
            records
                .entries
                .retain(|entry| is_about(&entry.file, &entry.text, wanted));
        }
        let entries = records.entries.iter().zip(list::short(&records));
        let decisions = entries.map(|(entry, short)| {
            let record = &entry.reading.record;
            let outline = Outline::parse(&entry.text, &ParseOptions::default());
            let date = record.date.as_ref();
            let date = date.map_or_else(String::new, |date| format!(", {}", date.value));
            Decision {
                name: short.name,
                status: short.status + &date,
                file: short.file,
                line: line_of_title(record, &entry.text),
                statement: list::decided(record, &entry.text, &outline).unwrap_or_default(),
            }
        });
        Ok(decisions.collect())
    }

    fn technology(&self, name: Option<&str>) -> anyhow::Result<String> {
        let found = Inventory::read(&self.dir)?;
        if let Some(name) = name {
            return why::explain(&found, name);
        }
        let mut text = String::new();
        for row in technologies::packages(&found) {
            if let [ecosystem, name, version, required, kind, _, place] = row.as_slice() {
                text.push_str(&format!(
                    "{name} {version} (required {required}; {ecosystem}, {kind}) {place}\n"
                ));
            }
        }
        for row in technologies::runtimes(&found) {
            if let [name, version, by, place] = row.as_slice() {
                text.push_str(&format!("{name} {version} (runtime, {by}) {place}\n"));
            }
        }
        if text.is_empty() {
            text.push_str("no manifest was found; `search` finds what documents say");
        }
        Ok(text)
    }
}

impl Repository {
    /// The book of the folder, or its Markdown files as one.
    fn load(&self) -> anyhow::Result<(Context, Loaded, Settings)> {
        let (context, book) = if self.dir.join("book.toml").is_file() {
            let read = disk::read_some(&self.dir, &|_| true)?;
            (read.context, read.book)
        } else {
            self.markdown_files()
        };
        let mut settings = Settings::read(&context, Scope::Check);
        // The documents themselves are searched, not their parts.
        settings.shard = None;
        let loaded = load::load(&context, &settings, book);
        Ok((context, loaded, settings))
    }

    /// All Markdown files below the folder that the repository does not ignore.
    fn markdown_files(&self) -> (Context, Book) {
        let reader = Reader::new(&settings::repository_root(&self.dir));
        let ignored = Ignored::new(&reader);
        let above = reader.in_repository(&self.dir).unwrap_or_default();
        let enter = |below: &str| {
            let name = path::file_name(below);
            let at = path::join(&above, below).unwrap_or_default();
            !name.starts_with('.') && name != "node_modules" && !ignored.ignores(&at, true)
        };
        let walk = reader.walk(&self.dir, LIMITS, &enter);
        let files = walk.files.iter();
        let files = files.filter(|file| file.to_lowercase().ends_with(".md"));
        let mut book = Book::default();
        for file in files.take(MOST_DOCUMENTS) {
            let Ok(text) = reader.read(&self.dir.join(file)) else {
                continue;
            };
            book.items.push(BookItem::Chapter(Box::new(Chapter {
                name: path::stem(path::file_name(file)).to_string(),
                content: text.trim_start_matches('\u{feff}').to_string(),
                path: Some(file.clone()),
                source_path: Some(file.clone()),
                ..Chapter::default()
            })));
        }
        let context = Context {
            root: self.dir.clone(),
            config: json!({ "book": { "src": "." } }),
            renderer: "html".to_string(),
            mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
        };
        (context, book)
    }
}

/// Makes documents of pages.
struct Reading<'a> {
    site: &'a Site,
    locator: &'a Locator<'a>,
    reader: Reader,
    /// Files that lines come from, by path: their names, texts and lines.
    files: HashMap<PathBuf, File>,
}

/// A file that lines come from.
struct File {
    name: Rc<str>,
    text: String,
    lines: Lines,
}

impl Reading<'_> {
    fn document(&mut self, id: PageId) -> Document {
        let page = &self.site.pages[id];
        let text = page.text.as_str();
        let outline = page.outline();
        let ids = outline.heading_ids(self.site.id_rules);
        let headings: Vec<usize> = (0..outline.headings.len())
            .filter(|index| outline.headings[*index].root && outline.headings[*index].level > 0)
            .collect();
        let mut sections: Vec<Section> = Vec::with_capacity(headings.len());
        // The sections that are not at their end, outermost first.
        let mut open: Vec<usize> = Vec::new();
        for (position, index) in headings.iter().enumerate() {
            let heading = &outline.headings[*index];
            let start = heading.line_start;
            while let Some(last) = open.pop_if(|last| sections[*last].level >= heading.level) {
                sections[last].range.end = start;
            }
            let next = headings.get(position + 1);
            let parent = open.last().copied();
            open.push(sections.len());
            sections.push(Section {
                level: heading.level,
                title: heading.title.clone(),
                id: ids[*index].clone(),
                range: start..text.len(),
                own_end: next.map_or(text.len(), |next| outline.headings[*next].line_start),
                parent,
            });
        }
        let own = page.source_path.as_deref().unwrap_or_default();
        let own = path::clean(&self.site.book_root.join(&self.site.src).join(own));
        let first = sections.first().filter(|first| first.level == 1);
        Document {
            file: self.name(&own),
            title: first.map_or_else(|| page.name.clone(), |first| first.title.clone()),
            lines: self.lines(id, &own),
            text: text.to_string(),
            sections,
        }
    }

    /// Where each line of a page was written; a generated line is where the one before it is.
    fn lines(&mut self, id: PageId, own: &Path) -> Vec<Line> {
        let text = self.site.pages[id].text.as_str();
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        let starts = std::iter::once(0).chain(ends.filter(|end| *end < text.len()));
        let (mut file, mut number) = (Rc::from(self.name(own)), 1);
        let mut lines = Vec::new();
        for start in starts {
            if let Some(written) = self.locator.written(id, start) {
                let found = self.file(&written.file);
                file = found.name.clone();
                number = found.lines.locate(&found.text, written.at).line;
            }
            lines.push(Line {
                start,
                file: Rc::clone(&file),
                number,
            });
        }
        lines
    }

    fn file(&mut self, at: &Path) -> &File {
        if !self.files.contains_key(at) {
            let file = File {
                name: Rc::from(self.name(at)),
                text: self.reader.read(at).unwrap_or_default(),
                lines: Lines::default(),
            };
            self.files.insert(at.to_path_buf(), file);
        }
        &self.files[at]
    }

    /// A file relative to the root of the repository.
    fn name(&self, at: &Path) -> String {
        let inside = self.reader.in_repository(at);
        inside.unwrap_or_else(|| path::slashes(at))
    }
}

/// The line of the title of a record, from 1.
fn line_of_title(record: &Record, text: &str) -> usize {
    let title = record.title.as_ref();
    let start = title.map_or(0, |title| title.range.start.min(text.len()));
    Lines::default().locate(text, start).line
}

/// Whether a record is about a file or folder of the repository: it is in it, or it mentions the path,
/// something below it, or a folder above it.
fn is_about(file: &str, text: &str, wanted: &str) -> bool {
    let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
    if file == wanted || file.starts_with(&format!("{wanted}/")) || mentions(text, wanted, true) {
        return true;
    }
    // The first folder alone, such as `src`, is above too much.
    let mut folder = path::parent(wanted);
    while folder.contains('/') {
        if mentions(text, folder, false) {
            return true;
        }
        folder = path::parent(folder);
    }
    false
}

/// Whether a text holds a path, or one `below` it.
fn mentions(text: &str, wanted: &str, below: bool) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-".contains(c);
    text.match_indices(wanted).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = &text[at + wanted.len()..];
        // A dot may end the sentence, and a slash the path.
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        let rest = rest.strip_prefix('/').filter(|_| !below).unwrap_or(rest);
        !rest.starts_with(is_part) && !before.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_about_the_paths_they_mention() {
        let text = "Billing is in `src/billing/`, see src/orders/tax.rs. Also ./lib/api.";
        for wanted in [
            "src/billing",
            "src/billing/x/y.rs",
            "src/orders",
            "src/orders/tax.rs",
            "lib/api",
            "docs/adr",
        ] {
            assert!(is_about("docs/adr/1.md", text, wanted), "{wanted}");
        }
        for wanted in ["src/bill", "orders/tax", "src/orders/x.rs", "lib/ap"] {
            assert!(!is_about("docs/adr/1.md", text, wanted), "{wanted}");
        }
    }
}
