//! `build`: the embedded mdBook, with our passes in its process.
//!
//! The site is the same as that of `mdbook build`; only the way to our passes is shorter.

use std::path::Path;

use anyhow::{Context as _, bail};
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::commands::args::BuildArgs;
use crate::mdbook::disk;
use crate::mdbook::protocol;
use crate::mdbook::protocol::Context;
use crate::mdbook::settings;
use crate::mdbook::settings::{NAME, Scope};
use crate::run::Outcome;
use crate::{CLEAN, PROBLEMS, book_toml, report, run};

pub(crate) fn run(args: &BuildArgs) -> anyhow::Result<u8> {
    // Preprocessors run in the book's folder, so a relative one would be lost to them.
    let dir = std::path::absolute(&args.dir)
        .with_context(|| format!("`{}` is no folder", args.dir.display()))?;
    let config = book_toml::read(&dir)?;
    disk::refuse_harm(&dir, &config)?;
    let mut book = MDBook::load_with_config(&dir, config)
        .with_context(|| format!("the book in `{}` can not be loaded", args.dir.display()))?;
    if book.config.contains_key(&format!("preprocessor.{NAME}")) {
        // A preprocessor of the same name takes the place of the configured command.
        book.with_preprocessor(Archsite);
    } else if !runs_one_pass(&book.config) {
        report::note_unconfigured();
    }
    if let Some(dest) = &args.dest_dir {
        book.config.build.build_dir = std::path::absolute(dest)
            .with_context(|| format!("`{}` is no folder", dest.display()))?;
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
        Ok(()) => {}
        Err(error) if error.is::<ProblemsFound>() => return Ok(PROBLEMS),
        Err(error) => return Err(error.context("the book can not be built")),
    }
    if args.open {
        open(&book.build_dir_for("html").join("index.html"))?;
    }
    Ok(CLEAN)
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
    opener::open_browser(page).with_context(|| format!("`{}` can not be opened", page.display()))
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
