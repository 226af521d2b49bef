//! `diagrams`: diagrams of documents, with or without a book.
//!
//! The pass draws; this module finds the documents and shows what was found.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::Site;

use crate::commands::repository::documents;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::load;
use crate::mdbook::settings::{Diagrams, FailOn, Scope, Settings, repository_root};
use crate::report::findings::Findings;
use crate::report::{self, Format, Stream};

/// The arguments of `diagrams`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Documents or folders of documents [default: all Markdown below this folder]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Report diagrams that cannot be drawn; this is the default
    #[arg(long)]
    pub(crate) check: bool,

    /// Output format of problems [default: github under GITHUB_ACTIONS, else human]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Lowest level of problems that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    pub(crate) fail_on: FailOn,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    if !archsite_diagrams::DRAWS {
        bail!("this program was built without the feature `diagrams`");
    }
    let folder = std::env::current_dir().context("the current folder cannot be read")?;
    let root = repository_root(&folder);
    let reader = Reader::new(&root);
    let is_markdown = |file: &str| file.to_lowercase().ends_with(".md");
    let files = documents::chosen(&reader, &folder, &args.files, &is_markdown)?;
    let findings = check(args, &folder, &reader, &files)?;
    let format = args.format.unwrap_or_else(Format::usual);
    report::findings(&findings, format, Stream::Out, "")?;
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// Draws the diagrams of documents.
fn check(
    args: &Args,
    folder: &Path,
    reader: &Reader,
    files: &[String],
) -> anyhow::Result<Findings> {
    let is_named = !args.files.is_empty();
    let book = documents::book(reader, folder, files, is_named, "read")?;
    let context = documents::context(folder)?;
    let mut settings = Settings::read(&context, Scope::Check);
    settings.switch_off();
    settings.diagrams = Some(Diagrams::all());
    settings.fail_on = args.fail_on;
    let mut loaded = load::load(&context, &settings, book);
    let keep = |_: &Site, mut problems: Vec<Diagnostic>| {
        problems.retain(|problem| problem.lint.family == archsite_diagrams::PASS);
        problems
    };
    let (findings, _) = documents::check(&context, &settings, &mut loaded, keep)?;
    Ok(findings)
}
