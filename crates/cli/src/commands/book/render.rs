//! The renderer: what the site serves for agents, added to the folder of the html renderer.
//!
//! mdBook starts it as it starts the preprocessor, but sends one object.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::commands::book::build::agents::add_files;
use crate::exit::CLEAN;
use crate::mdbook::protocol::{Book, Context};
use crate::report;

/// Name of mdBook's renderer of pages.
const HTML: &str = "html";

/// What mdBook sends to a renderer.
#[derive(Deserialize)]
struct Input {
    version: String,
    root: PathBuf,
    book: Book,
    config: Value,
    destination: PathBuf,
}

/// Whether mdBook sends a book to a renderer, and not to a preprocessor.
pub(crate) fn is_meant(input: &str) -> bool {
    input.trim_start().starts_with('{')
}

/// Writes the files into the site that the html renderer built.
pub(crate) fn run(input: &str) -> anyhow::Result<u8> {
    let input: Input = serde_json::from_str(input)
        .context("standard input is not a book of mdBook 0.5 for a renderer")?;
    let html = html_folder(&input)?;
    let book = std::cell::Cell::new(Some(input.book));
    let context = Context {
        root: input.root,
        config: input.config,
        renderer: "markdown".to_string(),
        mdbook_version: input.version,
    };
    let is_asked = add_files(&context, &|| Ok(book.take().unwrap_or_default()), &html)?;
    if !is_asked {
        report::note(
            "nothing was written for agents: set `llms-txt`, `llms-full` or `pages` in \
             [preprocessor.archsite.context]",
        );
    }
    Ok(CLEAN)
}

/// The folder of the site, which must be complete by now.
fn html_folder(input: &Input) -> anyhow::Result<PathBuf> {
    let name = input.destination.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    if input.config.pointer("/output/html").is_none() {
        bail!("there is no [output.html] in book.toml, so there is no site to add files to");
    }
    ensure!(
        *name > *HTML,
        "mdBook runs renderers in the order of their names, and `html` after `{name}` would delete what \
         is written; name the table so that it comes after it:\n\n[output.llms]\ncommand = \
         \"mdbook-archsite\""
    );
    let beside = input.destination.parent().unwrap_or(Path::new("."));
    let html = beside.join(HTML);
    ensure!(
        html.join("index.html").is_file(),
        "there is no site in `{}`",
        html.display()
    );
    Ok(html)
}
