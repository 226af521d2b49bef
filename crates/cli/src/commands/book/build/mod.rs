//! `build`: the embedded mdBook, with our passes in its process.
//!
//! The site is the same as that of `mdbook build`; only the way to our passes is shorter.

pub(crate) mod agents;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::write;
use archsite_core::fs::{Reader, WalkLimits};
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_renderer::{RenderContext, Renderer};
use mdbook_summary::Summary;

use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::book_toml;
use crate::mdbook::disk;
use crate::mdbook::protocol;
use crate::mdbook::protocol::Context;
use crate::mdbook::settings;
use crate::mdbook::settings::{NAME, Scope};
use crate::run::Outcome;
use crate::{report, run};

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Folder to build into, relative to the current folder [default: from book.toml]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) dest_dir: Option<PathBuf>,

    /// Open the site in a browser afterwards
    #[arg(long, short)]
    pub(crate) open: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    // Preprocessors run in the book's folder, so a relative one would be lost to them.
    let dir = std::path::absolute(&args.dir)
        .with_context(|| format!("`{}` is not a folder", args.dir.display()))?;
    let Some(site) = build(&dir, args.dest_dir.as_deref(), &|_| Ok(()))? else {
        return Ok(PROBLEMS);
    };
    if args.open {
        open(&site.join("index.html"))?;
    }
    Ok(CLEAN)
}

/// Builds the book in `dir`, an absolute path, with a configuration that `configure` may change.
/// Returns the folder of the html renderer; `None` if problems were reported.
pub(crate) fn build(
    dir: &Path,
    dest_dir: Option<&Path>,
    configure: &dyn Fn(&mut Config) -> anyhow::Result<()>,
) -> anyhow::Result<Option<PathBuf>> {
    let mut config = book_toml::read(dir)?;
    configure(&mut config)?;
    disk::refuse_harm(dir, &config)?;
    prepare(dir)?;
    let mut book = MDBook::load_with_config(dir, config)
        .with_context(|| format!("cannot load the book in `{}`", dir.display()))?;
    if book.config.contains_key(&format!("preprocessor.{NAME}")) {
        // A preprocessor of the same name takes the place of the configured command.
        book.with_preprocessor(Archsite);
        // What it writes is written below.
        if book.config.contains_key(&format!("output.{NAME}")) {
            book.with_renderer(NoRenderer);
        }
    } else if !runs_one_pass(&book.config) {
        report::note_unconfigured();
    }
    if let Some(dest) = dest_dir {
        book.config.build.build_dir = std::path::absolute(dest)
            .with_context(|| format!("`{}` is not a folder", dest.display()))?;
    }
    // mdBook empties the folder before it writes.
    let dest = book.root.join(&book.config.build.build_dir);
    if book.source_dir().starts_with(&dest) {
        bail!(
            "building into `{}` would delete the sources of the book",
            dest.display()
        );
    }
    match book.build() {
        Ok(()) => {
            let html = book.build_dir_for("html");
            agents::publish(&book, &html)?;
            Ok(Some(html))
        }
        Err(error) if error.is::<ProblemsFound>() => Ok(None),
        Err(error) => Err(error.context("cannot build the book")),
    }
}

/// The folder into which the html renderer writes the pages of a book.
pub(crate) fn html_folder(
    dir: &Path,
    dest_dir: Option<&Path>,
    mut config: Config,
) -> anyhow::Result<PathBuf> {
    if let Some(dest) = dest_dir {
        config.build.build_dir = std::path::absolute(dest)?;
    }
    let book = MDBook::load_with_config_and_summary(dir, config, Summary::default())?;
    Ok(book.build_dir_for("html"))
}

/// Removes what killed runs left among the chapters, which mdBook would publish, and refuses a
/// chapter that mdBook would wait for without end.
fn prepare(dir: &Path) -> anyhow::Result<()> {
    let context = disk::context(dir)?;
    let src = context.root.join(settings::src(&context.config));
    let folders = RefCell::new(vec![src.clone()]);
    let limits = WalkLimits {
        depth: Reader::DEEPEST,
        count: Reader::MOST,
    };
    let reader = Reader::new(&settings::repository_root(&context.root));
    let walk = reader.walk(&src, limits, &|folder| {
        folders.borrow_mut().push(src.join(folder));
        true
    });
    folders
        .into_inner()
        .iter()
        .for_each(|folder| write::sweep(folder));
    let files = walk.files.iter().filter(|file| file.ends_with(".md"));
    let mut paths = files.map(|file| src.join(file));
    let is_special = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|kind| !kind.is_file());
    match paths.find(is_special) {
        Some(path) => bail!("`{}` is not a regular file", path.display()),
        None => Ok(()),
    }
}

/// Whether the book runs one of our passes under another name.
fn runs_one_pass(config: &Config) -> bool {
    let config = serde_json::to_value(config).unwrap_or_default();
    settings::table_name(&config, Scope::Links) != NAME
}

fn open(page: &Path) -> anyhow::Result<()> {
    if !page.is_file() {
        bail!("there is no `{}` to open", page.display());
    }
    opener::open_browser(page).with_context(|| format!("cannot open `{}`", page.display()))
}

/// Our passes as mdBook runs a preprocessor.
struct Archsite;

/// Problems were reported already; mdBook only has to stop.
#[derive(Debug)]
struct ProblemsFound;

impl std::fmt::Display for ProblemsFound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("problems were reported")
    }
}

impl std::error::Error for ProblemsFound {}

impl Preprocessor for Archsite {
    fn name(&self) -> &str {
        NAME
    }

    fn run(&self, ctx: &PreprocessorContext, book: Book) -> anyhow::Result<Book> {
        let context = Context {
            root: ctx.root.clone(),
            config: serde_json::to_value(&ctx.config)?,
            renderer: ctx.renderer.clone(),
            mdbook_version: ctx.mdbook_version.clone(),
        };
        match run::run(&context, Scope::All, protocol::from_mdbook(book))? {
            Outcome::Book(book) => Ok(protocol::to_mdbook(book)),
            Outcome::Problems => Err(ProblemsFound.into()),
        }
    }
}

/// Takes the place of our renderer, which mdBook would start as a program.
struct NoRenderer;

impl Renderer for NoRenderer {
    fn name(&self) -> &str {
        NAME
    }

    fn render(&self, _: &RenderContext) -> anyhow::Result<()> {
        Ok(())
    }
}
