//! Writes what the site serves for agents into the folder of its pages: `llms.txt`,
//! `llms-full.txt`, and each page as Markdown.

use std::path::{Component, Path};

use anyhow::Context as _;
use archsite_agent_files::site::{Entry, Page, Site};
use archsite_agent_files::{self as agent_files, Manifest};
use archsite_core::emit;
use archsite_core::fs::{Reader, write};
use archsite_core::site::path;
use mdbook_driver::MDBook;
use mdbook_driver::builtin_renderers::MarkdownRenderer;

use crate::mdbook::protocol;
use crate::mdbook::protocol::{Book, BookItem, Context};
use crate::mdbook::settings;
use crate::mdbook::settings::{AgentFiles, Scope, Settings};

/// Adds the files for agents to a site that was built into `html`, as the book is configured.
///
/// # Errors
/// A file cannot be read or written, or a preprocessor fails.
pub(super) fn publish(book: &MDBook, html: &Path) -> anyhow::Result<()> {
    if !html.is_dir() {
        return Ok(());
    }
    let renderer = MarkdownRenderer::new();
    let context = Context {
        root: book.root.clone(),
        config: serde_json::to_value(&book.config)?,
        renderer: "markdown".to_string(),
        mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
    };
    let processed = || {
        let (processed, _) = book.preprocess_book(&renderer)?;
        Ok(protocol::from_mdbook(processed))
    };
    add_files(&context, &processed, html)?;
    Ok(())
}

/// Adds the files for agents to a site in `html`; `processed` gives the book as other renderers than
/// html get it. Returns whether the configuration asks for any.
///
/// # Errors
/// A file cannot be read or written, or the book cannot be made.
pub(crate) fn add_files(
    context: &Context,
    processed: &dyn Fn() -> anyhow::Result<Book>,
    html: &Path,
) -> anyhow::Result<bool> {
    let agents = Settings::read(context, Scope::All).context;
    remove_copies(context, html)?;
    if !(agents.llms_txt || agents.llms_full || agents.pages) {
        return Ok(false);
    }
    let mut entries = Vec::new();
    collect(processed()?.items, &mut entries);
    let text = |pointer: &str| {
        context
            .config
            .pointer(pointer)
            .and_then(|value| value.as_str())
    };
    let site = Site {
        title: text("/book/title").unwrap_or_default(),
        description: text("/book/description").unwrap_or_default(),
        url: text("/output/html/site-url").unwrap_or_default(),
        pages: agents.pages,
        entries: &entries,
    };
    let src = context.root.join(settings::src(&context.config));
    write_files(&site, &agents, html, &src)?;
    Ok(true)
}

/// The chapters that have a page, in order.
fn collect(items: Vec<BookItem>, entries: &mut Vec<Entry>) {
    for item in items {
        match item {
            BookItem::Separator => {}
            BookItem::PartTitle(title) => entries.push(Entry::Part(title)),
            BookItem::Chapter(chapter) => {
                if let Some(path) = chapter.path {
                    entries.push(Entry::Page(Page {
                        title: chapter.name,
                        path: path::normal(&path.replace('\\', "/")).into_owned(),
                        text: chapter.content,
                        has_pages: !chapter.sub_items.is_empty(),
                    }));
                }
                collect(chapter.sub_items, entries);
            }
        }
    }
}

fn write_files(
    site: &Site<'_>,
    agents: &AgentFiles,
    html: &Path,
    src: &Path,
) -> anyhow::Result<()> {
    // The author's own file, which mdBook copied, stays.
    let is_own = |name: &str| src.join(name).is_file() && html.join(name).is_file();
    if agents.llms_txt && !is_own("llms.txt") {
        write::one_of_many(&html.join("llms.txt"), &site.llms_txt())?;
    }
    if agents.llms_full && !is_own("llms-full.txt") {
        write::one_of_many(&html.join("llms-full.txt"), &site.llms_full())?;
    }
    if agents.pages {
        for (path, text) in site.markdown() {
            let is_inside = Path::new(&path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            let page = html.join(&path).with_extension("html");
            // A chapter without a page of its own has no Markdown either.
            if is_inside && page.is_file() {
                write::one_of_many(&html.join(&path), &text)?;
                add_alternate(&page, &path)?;
            }
        }
    }
    write::sync(html);
    Ok(())
}

/// Says in the head of a page where its Markdown is.
fn add_alternate(page: &Path, markdown: &str) -> anyhow::Result<()> {
    let html = std::fs::read_to_string(page)
        .with_context(|| format!("cannot read `{}`", page.display()))?;
    let name = path::percent_encode(path::file_name(markdown));
    let link = format!(
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"{}\">\n",
        emit::escape_html(&name)
    );
    if let Some(at) = html.find("</head>").filter(|_| !html.contains(&link)) {
        let html = [&html[..at], &link, &html[at..]].concat();
        write::one_of_many(page, &html)?;
    }
    Ok(())
}

/// Removes the `llms.txt` and `llms-full.txt` that `context` wrote for the repository and mdBook
/// copied into the site, where their links lead nowhere.
fn remove_copies(context: &Context, html: &Path) -> anyhow::Result<()> {
    let src = context.root.join(settings::src(&context.config));
    let reader = Reader::new(&settings::repository_root(&context.root));
    let limits = archsite_core::fs::WalkLimits {
        depth: Reader::DEEPEST,
        count: Reader::MOST,
    };
    let walk = reader.walk(&src, limits, &|_| true);
    let files = walk.files.iter();
    for file in files.filter(|file| path::file_name(file) == Manifest::FILE) {
        let text = reader.read(&src.join(file)).unwrap_or_default();
        let Ok(manifest) = agent_files::read(&text) else {
            continue;
        };
        for other in manifest.files {
            let copy = html.join(path::parent(file)).join(&other.file);
            if manifest.made_by == "context" && copy.is_file() {
                std::fs::remove_file(&copy)
                    .with_context(|| format!("cannot remove `{}`", copy.display()))?;
            }
        }
    }
    Ok(())
}
