//! Reads a book from its folder as mdBook does before it builds, and writes nothing.
//!
//! What keeps mdBook from loading a book is a problem here, and the rest goes on. Only
//! mdBook's own preprocessors run.

mod missing;

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::diagnostics::Diagnostic;
use archsite_core::diagnostics::problems;
use archsite_core::fs::Reader;
use archsite_core::site::path;
use archsite_links::lints::{self, guard::Guard};
use archsite_links::summary;
use archsite_links::summary::Summary as Listed;
use mdbook_driver::config::Config;
use mdbook_summary::{Link, Summary, SummaryItem};

use crate::mdbook::book_toml;
use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::{expand, settings};

/// A book read from its folder.
pub(crate) struct OnDisk {
    pub(crate) context: Context,
    pub(crate) book: Book,
    /// Numbers of the chapters whose files hold directives of mdBook, in the order of the
    /// book.
    pub(crate) with_directives: HashSet<usize>,
    /// Numbers of the chapters whose files could not be read.
    pub(crate) unread: HashSet<usize>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// The configuration of the book in a folder.
pub(crate) fn context(dir: &Path) -> anyhow::Result<Context> {
    let dir = std::path::absolute(dir)?;
    let config = book_toml::read(&dir)?;
    Ok(Context {
        root: dir,
        config: serde_json::to_value(&config)?,
        renderer: "html".to_string(),
        mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
    })
}

/// Reads the book in a folder.
pub(crate) fn read(dir: &Path) -> anyhow::Result<OnDisk> {
    load(dir, &|_| true, false)
}

/// Reads the book in a folder; directives of mdBook are expanded in some files only, which
/// `expanded` chooses by their paths below `src`. Includes of files outside the repository are not expanded.
pub(crate) fn read_some(dir: &Path, expanded: &dyn Fn(&str) -> bool) -> anyhow::Result<OnDisk> {
    load(dir, expanded, true)
}

fn load(dir: &Path, expanded: &dyn Fn(&str) -> bool, is_guarded: bool) -> anyhow::Result<OnDisk> {
    let context = context(dir)?;
    let root = context.root.clone();
    let src_in_book = settings::src(&context.config);
    let src = root.join(&src_in_book);
    let reader = Reader::new(&settings::repository_root(&root));
    let summary = reader
        .read(&src.join("SUMMARY.md"))
        .context("a book needs a SUMMARY.md, the list of its chapters")?;
    let mut loader = Loader {
        reader,
        src,
        src_in_book,
        summary: &summary,
        listed: None,
        names: missing::Names::default(),
        count: 0,
        with_directives: HashSet::new(),
        unread: HashSet::new(),
        expanded,
        problems: Vec::new(),
    };
    let mut book = Book::default();
    match mdbook_summary::parse_summary(&summary) {
        Ok(parsed) => {
            book.items = loader.summary(&parsed);
            let blanks = loader.blanks(&root, None);
            loader.problems.extend(blanks);
        }
        Err(error) => {
            let blanks = loader.blanks(&root, Some(missing::line(&summary, &error)));
            let is_fatal = |problem: &Diagnostic| problem.lint == &lints::BROKEN_SUMMARY;
            if !blanks.iter().any(is_fatal) {
                let problem = missing::summary(loader.listed(), &summary, &error);
                loader.problems.push(problem);
            }
            loader.problems.extend(blanks);
        }
    }
    let Loader {
        reader,
        src,
        with_directives,
        unread,
        mut problems,
        ..
    } = loader;
    let guard = is_guarded.then_some((&reader, src.as_path()));
    let config = &context.config;
    if settings::runs(config, "links") && !with_directives.is_empty() {
        // Other words in braces are text for mdBook too.
        let mut holds_include = false;
        each_chapter(&mut book.items, &mut |_, chapter| {
            holds_include |= !problems::unexpanded_includes(0, &chapter.content).is_empty();
        });
        expand(&context, &mut book, &with_directives, guard)?;
        // A build would see the directives, all for one reason.
        let own = settings::table_name(config, settings::Scope::Check);
        if holds_include && !settings::includes_expanded(config, own) {
            problems.push(problems::runs_before_links(own));
        }
    }
    if settings::runs(config, "index") {
        each_chapter(&mut book.items, &mut |_, chapter| rename_readme(chapter));
    }
    Ok(OnDisk {
        context,
        book,
        with_directives,
        unread,
        problems,
    })
}

/// Refuses a book of which mdBook would write over a chapter, or stop with a panic, before it
/// has checked anything.
pub(crate) fn refuse_harm(dir: &Path, config: &Config) -> anyhow::Result<()> {
    let src = dir.join(&config.book.src);
    let reader = Reader::new(&settings::repository_root(dir));
    let summary = reader.read(&src.join("SUMMARY.md"));
    let parsed = summary.map_err(anyhow::Error::from);
    let Ok(parsed) = parsed.and_then(|text| mdbook_summary::parse_summary(&text)) else {
        // mdBook says why itself.
        return Ok(());
    };
    let parts = [
        &parsed.prefix_chapters,
        &parsed.numbered_chapters,
        &parsed.suffix_chapters,
    ];
    let mut items: Vec<&SummaryItem> = parts.into_iter().flatten().collect();
    while let Some(item) = items.pop() {
        let SummaryItem::Link(link) = item else {
            continue;
        };
        items.extend(&link.nested_items);
        let Some(location) = link.location.as_deref() else {
            continue;
        };
        if location.is_absolute() {
            bail!(
                "SUMMARY.md lists `{}`, which is a path of the file system and not of `{}`",
                location.display(),
                config.book.src.display()
            );
        }
        let written = src.join(location);
        let meant = path::clean(&written);
        if config.build.create_missing && !written.exists() && meant.exists() {
            bail!(
                "SUMMARY.md lists `{}`, for which mdBook would write an empty chapter over `{}`: \
                 the folder before `..` does not exist",
                location.display(),
                meant.display()
            );
        }
    }
    Ok(())
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
    /// The positions of the entries of SUMMARY.md, parsed on first use.
    listed: Option<Listed>,
    names: missing::Names,
    count: usize,
    with_directives: HashSet<usize>,
    unread: HashSet<usize>,
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

    /// The entries of SUMMARY.md that a blank keeps from being links.
    fn blanks(&self, root: &Path, fatal: Option<Range<usize>>) -> Vec<Diagnostic> {
        summary::blanks(&self.reader, root, &self.src_in_book, self.summary, fatal)
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
        let location = link.location.as_ref();
        let location = location.map(|location| self.below_src(location));
        let content = location
            .as_ref()
            .map(|location| self.read(number, location));
        let wanted = |location: &str| (self.expanded)(&path::normal(location));
        let wanted = location.as_deref().is_some_and(wanted);
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

    /// The text of a chapter; empty, and a problem, if it cannot be read.
    fn read(&mut self, number: usize, location: &str) -> String {
        match self.reader.read(&self.src.join(location)) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                text
            }
            Err(error) => {
                let place = self.listed().place(location);
                let (reader, names) = (&self.reader, &mut self.names);
                let problem = missing::chapter(reader, names, &self.src, location, &error, place);
                self.problems.extend(problem);
                self.unread.insert(number);
                String::new()
            }
        }
    }

    /// The path of a chapter as mdBook gives it to preprocessors.
    fn below_src(&self, location: &Path) -> String {
        let file = self.src.join(location);
        let below = file.strip_prefix(&self.src).unwrap_or(location);
        below.to_string_lossy().into_owned()
    }

    /// The positions of the entries of SUMMARY.md.
    fn listed(&mut self) -> &Listed {
        let new = || Listed::new(&self.src_in_book, self.summary);
        self.listed.get_or_insert_with(new)
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

/// Expands the directives of some chapters with mdBook's own code. With the reader of the
/// repository and the folder of the chapters, includes of files outside it are not expanded.
fn expand(
    context: &Context,
    book: &mut Book,
    which: &HashSet<usize>,
    guard: Option<(&Reader, &Path)>,
) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    let mut guard = guard.map(|(reader, src)| (Guard::new(reader), src));
    each_chapter(&mut book.items, &mut |number, chapter| {
        if which.contains(&number) {
            let path = PathBuf::from(chapter.path.clone().unwrap_or_default());
            let mut text = std::mem::take(&mut chapter.content);
            if let Some((guard, src)) = &mut guard {
                text = expand::guarded(guard, &[&src.join(&path)], &text);
            }
            texts.push((path, text));
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

#[cfg(test)]
mod tests;
