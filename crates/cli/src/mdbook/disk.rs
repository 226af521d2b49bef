//! Reads a book from its folder as mdBook does before it builds, and writes nothing.
//!
//! What keeps mdBook from loading a book is a problem here, and the rest goes on. Only
//! mdBook's own preprocessors run.

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::diagnostics::{Diagnostic, Place};
use archsite_core::fs::{ReadError, Reader};
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::path;
use archsite_links::lints;
use mdbook_driver::config::Config;
use mdbook_summary::{Link, Summary, SummaryItem};

use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::{expand, settings};

/// A book as it lies on disk.
pub(crate) struct OnDisk {
    pub(crate) context: Context,
    pub(crate) book: Book,
    /// Numbers of the chapters whose files hold directives of mdBook, in the order of the
    /// book.
    pub(crate) with_directives: HashSet<usize>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// The configuration of the book in a folder.
pub(crate) fn context(dir: &Path) -> anyhow::Result<Context> {
    let file = dir.join("book.toml");
    if !file.is_file() {
        bail!(
            "there is no book.toml in `{}`; name the folder of a book, or make one with \
             `mdbook init`",
            dir.display()
        );
    }
    let mut config = Config::from_disk(&file)
        .with_context(|| format!("`{}` can not be read", file.display()))?;
    config.update_from_env()?;
    Ok(Context {
        root: std::path::absolute(dir)?,
        config: serde_json::to_value(&config)?,
        renderer: "html".to_string(),
        mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
    })
}

/// Reads the book in a folder.
pub(crate) fn read(dir: &Path) -> anyhow::Result<OnDisk> {
    read_some(dir, &|_| true)
}

/// Reads the book in a folder; directives of mdBook are expanded in some files only, which
/// `expanded` chooses by their paths below `src`.
pub(crate) fn read_some(dir: &Path, expanded: &dyn Fn(&str) -> bool) -> anyhow::Result<OnDisk> {
    let context = context(dir)?;
    let root = context.root.clone();
    let src_in_book = settings::src(&context.config);
    let src = root.join(&src_in_book);
    let summary = std::fs::read_to_string(src.join("SUMMARY.md"))
        .with_context(|| format!("`{}` can not be read", src.join("SUMMARY.md").display()))?;
    let mut loader = Loader {
        reader: Reader::new(&settings::repository_root(&root)),
        src_in_book,
        src,
        summary: &summary,
        summary_links: None,
        count: 0,
        with_directives: HashSet::new(),
        expanded,
        problems: Vec::new(),
    };
    let mut book = Book::default();
    match mdbook_summary::parse_summary(&summary) {
        Ok(parsed) => book.items = loader.summary(&parsed),
        Err(error) => loader.broken_summary(&error),
    }
    let Loader {
        with_directives,
        problems,
        ..
    } = loader;
    let config = context.config.clone();
    let own = settings::table_name(&config, settings::Scope::Check);
    let expands = settings::runs(&config, "links") && settings::includes_expanded(&config, own);
    if expands && !with_directives.is_empty() {
        expand(&context, &mut book, &with_directives)?;
    }
    if settings::runs(&config, "index") {
        each_chapter(&mut book.items, &mut |_, chapter| rename_readme(chapter));
    }
    Ok(OnDisk {
        context,
        book,
        with_directives,
        problems,
    })
}

/// The preprocessors that a build would run besides ours and mdBook's.
pub(crate) fn skipped(context: &Context) -> Vec<String> {
    let others = settings::others(&context.config);
    others.map(ToString::to_string).collect()
}

struct Loader<'a> {
    reader: Reader,
    src: PathBuf,
    src_in_book: PathBuf,
    summary: &'a str,
    /// Places of the links of SUMMARY.md, by file.
    summary_links: Option<Vec<(String, Range<usize>)>>,
    count: usize,
    with_directives: HashSet<usize>,
    expanded: &'a dyn Fn(&str) -> bool,
    problems: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn summary(&mut self, summary: &Summary) -> Vec<BookItem> {
        let parts = [
            &summary.prefix_chapters,
            &summary.numbered_chapters,
            &summary.suffix_chapters,
        ];
        let items = parts.into_iter().flatten();
        items.filter_map(|item| self.item(item, &[])).collect()
    }

    fn item(&mut self, item: &SummaryItem, parents: &[String]) -> Option<BookItem> {
        match item {
            SummaryItem::Separator => Some(BookItem::Separator),
            SummaryItem::PartTitle(title) => Some(BookItem::PartTitle(title.clone())),
            SummaryItem::Link(link) => Some(self.chapter(link, parents)),
            _ => None,
        }
    }

    fn chapter(&mut self, link: &Link, parents: &[String]) -> BookItem {
        let number = self.count;
        self.count += 1;
        let location = link
            .location
            .as_ref()
            .map(|location| path::slashes(location));
        let content = location.as_ref().map(|location| self.read(location));
        let wanted = location.as_deref().is_some_and(self.expanded);
        let content_holds =
            |content: &String| memchr::memmem::find(content.as_bytes(), b"{{").is_some();
        if wanted && content.as_ref().is_some_and(content_holds) {
            self.with_directives.insert(number);
        }
        let mut below = parents.to_vec();
        below.push(link.name.clone());
        let items = link.nested_items.iter();
        let sub_items = items.filter_map(|item| self.item(item, &below)).collect();
        BookItem::Chapter(Box::new(Chapter {
            name: link.name.clone(),
            content: content.unwrap_or_default(),
            number: link.number.as_ref().map(|number| number.to_vec()),
            sub_items,
            path: location.clone(),
            source_path: location,
            parent_names: parents.to_vec(),
            ..Chapter::default()
        }))
    }

    /// The text of a chapter; empty, and a problem, if it can not be read.
    fn read(&mut self, location: &str) -> String {
        match self.reader.read(&self.src.join(location)) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                text
            }
            Err(error) => {
                self.missing(location, &error);
                String::new()
            }
        }
    }

    fn missing(&mut self, location: &str, error: &ReadError) {
        let (message, help) = match error {
            ReadError::Io(..) => (
                format!("there is no chapter `{location}`"),
                "write the chapter, or take it out of SUMMARY.md; mdBook creates an empty one \
                 unless `create-missing = false`",
            ),
            ReadError::NotUtf8(_) => (
                format!("the chapter `{location}` is not valid UTF-8"),
                "save the file as UTF-8",
            ),
            ReadError::TooLarge(_, limit) => (
                format!("the chapter `{location}` is larger than {limit} bytes"),
                "split the file",
            ),
            ReadError::Outside(..) => (
                format!("the chapter `{location}` is outside the repository"),
                "move the file into the repository, or set `root`",
            ),
        };
        let place = self.in_summary(location);
        let problem = Diagnostic::new(&lints::MISSING_CHAPTER, message);
        self.problems
            .push(problem.at(place, "listed here").help(help));
    }

    /// Where SUMMARY.md lists a file.
    fn in_summary(&mut self, location: &str) -> Place {
        let summary = self.summary;
        let links = self.summary_links.get_or_insert_with(|| {
            let outline = Outline::parse(summary, &ParseOptions::default());
            let links = outline.links.iter();
            let place = |range: &Option<Range<usize>>| range.clone().unwrap_or(0..0);
            let file = |dest: &str| path::join("", &path::percent_decode(dest));
            links
                .filter_map(|link| Some((file(&link.dest)?, place(&link.raw))))
                .collect()
        });
        let location = path::join("", location);
        let found = links
            .iter()
            .find(|(file, _)| Some(file) == location.as_ref());
        Place::File {
            file: self.src_in_book.join("SUMMARY.md"),
            range: Some(found.map_or(0..0, |(_, range)| range.clone())),
        }
    }

    /// mdBook takes a file once.
    fn listed_twice(&mut self, file: &str) {
        let first = self.in_summary(file);
        let links = self.summary_links.as_deref().unwrap_or_default();
        let wanted = path::join("", file);
        let mut places = links
            .iter()
            .filter(|(listed, _)| Some(listed) == wanted.as_ref());
        let second = places.nth(1).map(|(_, range)| Place::File {
            file: self.src_in_book.join("SUMMARY.md"),
            range: Some(range.clone()),
        });
        let message = format!("SUMMARY.md lists `{file}` twice, so mdBook can not read it");
        let problem = Diagnostic::new(&lints::BROKEN_SUMMARY, message);
        let problem = match second {
            Some(second) => problem.at(second, "listed again").at(first, "listed here"),
            None => problem.at(first, "listed here"),
        };
        let help = "list each file once; to show it twice, include it in another chapter";
        self.problems.push(problem.help(help));
    }

    /// mdBook's parser says where in a text of its own.
    fn broken_summary(&mut self, error: &anyhow::Error) {
        let message = format!("{error:#}");
        if let Some(file) = message.split("Duplicate file in SUMMARY.md: ").nth(1) {
            self.listed_twice(file.trim_matches('"'));
            return;
        }
        let words = message.split([' ', ',']);
        let line = words.clone().skip_while(|word| *word != "line").nth(1);
        let line = line
            .and_then(|line| line.parse::<usize>().ok())
            .unwrap_or(1);
        let start = archsite_core::text::lines::Lines::default().start(self.summary, line);
        let end = archsite_core::text::lines::line_end(self.summary, start);
        let place = Place::File {
            file: self.src_in_book.join("SUMMARY.md"),
            range: Some(start..start + self.summary[start..end].trim_end().len()),
        };
        let problem = Diagnostic::new(
            &lints::BROKEN_SUMMARY,
            format!("mdBook can not read SUMMARY.md: {message}"),
        );
        self.problems.push(problem.at(place, "").help(
            "a table of contents is a list of links, with titles of parts between the lists",
        ));
    }
}

/// Visits all chapters with their numbers, in the order of the book.
fn each_chapter(items: &mut [BookItem], visit: &mut dyn FnMut(usize, &mut Chapter)) {
    fn walk(items: &mut [BookItem], count: &mut usize, visit: &mut dyn FnMut(usize, &mut Chapter)) {
        for item in items {
            if let BookItem::Chapter(chapter) = item {
                visit(*count, chapter);
                *count += 1;
                walk(&mut chapter.sub_items, count, visit);
            }
        }
    }
    walk(items, &mut 0, visit);
}

/// Expands the directives of some chapters with mdBook's own code.
fn expand(context: &Context, book: &mut Book, which: &HashSet<usize>) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    each_chapter(&mut book.items, &mut |number, chapter| {
        if which.contains(&number) {
            let path = chapter.path.clone().unwrap_or_default();
            texts.push((path.into(), std::mem::take(&mut chapter.content)));
        }
    });
    let mut contents = expand::expand(context, texts)?.into_iter();
    each_chapter(&mut book.items, &mut |number, chapter| {
        if which.contains(&number) {
            chapter.content = contents.next().unwrap_or_default();
        }
    });
    Ok(())
}

/// mdBook publishes a README as the index of its folder.
fn rename_readme(chapter: &mut Chapter) {
    if let Some(path) = &mut chapter.path {
        let name = path::file_name(path);
        if path::stem(name).eq_ignore_ascii_case("readme") {
            path.truncate(path.len() - name.len());
            path.push_str("index.md");
        }
    }
}
