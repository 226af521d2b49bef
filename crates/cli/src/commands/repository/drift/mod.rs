//! `drift`: documents of a repository compared with it, with or without a book.
//!
//! The comparison is the pass's; this module finds the documents and shows what was found.

mod copies;
mod sections;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::Site;

use crate::commands::book::check::fix::{self, FixArgs};
use crate::commands::repository::documents;
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::load::{self, Loaded};
use crate::mdbook::protocol::Context;
use crate::mdbook::settings::{FailOn, Scope, Settings, repository_root};
use crate::report::findings::Findings;
use crate::report::{self, Format, Stream};

/// The arguments of `drift`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Documents or folders of documents [default: those below this folder whose names say that they
    /// describe architecture]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Report what is not true of the repository; this is the default
    #[arg(long)]
    pub(crate) check: bool,

    /// List the sections that name files of which many changed since the section was written, for people to look at
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "table", conflicts_with_all = ["check", "write"])]
    pub(crate) report: Option<sections::ListFormat>,

    /// Update the source trees below directives; without a terminal, only show the changes
    #[arg(long, conflicts_with = "check")]
    pub(crate) write: bool,

    /// With --write: write even if the output is not a terminal
    #[arg(long, requires = "write", conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// With --write: only show the changes
    #[arg(long, requires = "write")]
    pub(crate) dry_run: bool,

    /// Output format of problems [default: github under GITHUB_ACTIONS, else human]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Lowest level of problems that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(crate) fail_on: FailOn,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let folder = std::env::current_dir().context("the current folder cannot be read")?;
    let root = repository_root(&folder);
    let reader = Reader::new(&root);
    let files = documents::chosen(&reader, &folder, &args.files, &archsite_drift::is_document)?;
    if files.is_empty() {
        report::note("no architecture document was found; name the files to compare");
        return Ok(CLEAN);
    }
    if let Some(format) = args.report {
        return sections::run(&load(args, &folder, &reader, &files)?, &reader, format);
    }
    let judge = || compare(args, &folder, &reader, &files);
    let findings = judge()?;
    let format = args.format.unwrap_or_else(Format::usual);
    if args.write {
        let changes = FixArgs {
            fix: true,
            yes: args.yes,
            dry_run: args.dry_run,
        };
        return fix::run(findings, &judge, &changes, format);
    }
    report::findings(&findings, format, Stream::Out, "")?;
    Ok(if findings.fails { PROBLEMS } else { CLEAN })
}

/// Documents as the pages of a book without a book.
struct Documents {
    context: Context,
    settings: Settings,
    loaded: Loaded,
}

/// Reads documents.
fn load(
    args: &Args,
    folder: &Path,
    reader: &Reader,
    files: &[String],
) -> anyhow::Result<Documents> {
    let is_named = !args.files.is_empty();
    let book = documents::book(reader, folder, files, is_named, "compared")?;
    let context = documents::context(folder)?;
    let mut settings = Settings::read(&context, Scope::Check);
    // Nothing but the comparison runs.
    settings.scope = Scope::Links;
    let drift = settings.drift.take().unwrap_or_default();
    settings.switch_off();
    settings.drift = Some(drift);
    settings.fail_on = args.fail_on;
    let loaded: Loaded = load::load(&context, &settings, book);
    Ok(Documents {
        context,
        settings,
        loaded,
    })
}

/// Compares documents with the repository.
fn compare(
    args: &Args,
    folder: &Path,
    reader: &Reader,
    files: &[String],
) -> anyhow::Result<Findings> {
    let Documents {
        context,
        settings,
        mut loaded,
    } = load(args, folder, reader, files)?;
    let keep = |site: &Site, mut problems: Vec<Diagnostic>| {
        problems.retain(|problem| problem.lint.family == archsite_drift::PASS);
        copies::without(site, problems)
    };
    let (findings, _) = documents::check(&context, &settings, &mut loaded, keep)?;
    Ok(findings)
}
