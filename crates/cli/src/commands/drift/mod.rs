//! `drift`: documents of a repository compared with it, with or without a book.
//!
//! The comparison is the pass's; this module finds the documents and shows what was found.

mod copies;
mod sections;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::site::path;
use serde_json::{Value, json};

use crate::commands::check::fix::{self, FixArgs};
use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::disk;
use crate::mdbook::expand::Records;
use crate::mdbook::load::{self, Loaded};
use crate::mdbook::protocol::{Book, BookItem, Chapter, Context};
use crate::mdbook::settings::{FailOn, Scope, Settings, repository_root};
use crate::pipeline;
use crate::report::findings::Findings;
use crate::report::findings::baseline::Known;
use crate::report::locate::Locator;
use crate::report::{self, Format, Stream};

/// Limits of the search for documents.
const LIMITS: WalkLimits = WalkLimits {
    depth: 12,
    count: 300_000,
};

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
    let files = if args.files.is_empty() {
        found(&reader, &folder)
    } else {
        named(&reader, &folder, &args.files)?
    };
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

/// The architecture documents below a folder, by their names.
fn found(reader: &Reader, folder: &Path) -> Vec<String> {
    let ignored = Ignored::new(reader);
    let above = reader.in_repository(folder).unwrap_or_default();
    let in_repository = |below: &str| path::join(&above, below).unwrap_or_default();
    let enter = |below: &str| {
        let name = path::file_name(below);
        name != "node_modules" && name != ".git" && !ignored.ignores(&in_repository(below), true)
    };
    let walk = reader.walk(folder, LIMITS, &enter);
    let files = walk.files.into_iter();
    files
        .filter(|file| archsite_drift::is_document(&in_repository(file)))
        .collect()
}

/// The documents that somebody names; of a folder all below it.
fn named(reader: &Reader, folder: &Path, names: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for name in names {
        let shown = path::slashes(name);
        let at = folder.join(name);
        if reader.is_folder(&at) {
            let walk = reader.walk(&at, LIMITS, &|below| {
                path::file_name(below) != "node_modules"
            });
            let below = walk
                .files
                .iter()
                .filter(|file| file.to_lowercase().ends_with(".md"));
            files.extend(below.map(|file| format!("{}/{file}", shown.trim_end_matches('/'))));
        } else if name.is_absolute() {
            let relative = at.strip_prefix(folder);
            let relative = relative.map(path::slashes);
            files.push(relative.with_context(|| format!("`{shown}` is outside this folder"))?);
        } else {
            files.push(shown);
        }
    }
    Ok(files)
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
    let mut book = Book::default();
    for file in files {
        let text = match reader.read(&folder.join(file)) {
            Ok(text) => text,
            Err(error) if args.files.is_empty() => {
                report::note(&format!("`{file}` was not compared: {}", error.reason()));
                continue;
            }
            Err(error) => bail!("`{file}` cannot be compared: {}", error.reason()),
        };
        book.items.push(BookItem::Chapter(Box::new(Chapter {
            name: file.clone(),
            content: text.trim_start_matches('\u{feff}').to_string(),
            path: Some(file.clone()),
            source_path: Some(file.clone()),
            ..Chapter::default()
        })));
    }
    let context = Context {
        root: folder.to_path_buf(),
        config: configuration(folder)?,
        renderer: "html".to_string(),
        mdbook_version: mdbook_preprocessor::MDBOOK_VERSION.to_string(),
    };
    let mut settings = Settings::read(&context, Scope::Check);
    // Nothing but the comparison runs.
    settings.scope = Scope::Links;
    settings.links = None;
    settings.shard = None;
    settings.adr = None;
    settings.tech_stack = None;
    settings.drift.get_or_insert_default();
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
    let records = Records::new(&context, true);
    let found = pipeline::run(pipeline::Run {
        site: &mut loaded.site,
        settings: &settings,
        target: pipeline::Target::Book,
        expander: &records,
        with_directives: None,
    })?;
    found.notes.iter().for_each(|note| report::note(note));
    let mut problems = found.problems;
    problems.retain(|problem| problem.lint.family == archsite_drift::PASS);
    let problems = copies::without(&loaded.site, problems);
    let locator = Locator::new(&loaded.site, &context);
    // A folder that is no book has no baseline.
    let known = if context.root.join("book.toml").is_file() {
        Known::of(&settings, &context.root)?
    } else {
        Known::Nothing
    };
    Ok(Findings::new(
        &loaded.site,
        &locator,
        &settings,
        &found.suppressions,
        problems,
        &known,
    ))
}

/// A configuration in which paths count from the folder; tables of preprocessors are those of its book.
///
/// # Errors
/// The folder has a book.toml that cannot be read.
fn configuration(folder: &Path) -> anyhow::Result<Value> {
    let mut preprocessors = json!({});
    if folder.join("book.toml").is_file() {
        let own = disk::context(folder)?;
        if let Some(tables) = own.config.get("preprocessor") {
            preprocessors = tables.clone();
        }
    }
    Ok(json!({ "book": { "src": "." }, "preprocessor": preprocessors }))
}
