//! `tech-stack`: shows and explains the versions in the manifests of a repository, and compares them
//! with the documents of its book.

mod documents;
pub(crate) mod inventory;
pub(crate) mod list;
pub(crate) mod why;

use std::path::PathBuf;

use anyhow::bail;
use clap::{Subcommand, ValueEnum};

use self::documents::Documents;
use self::inventory::Inventory;
use crate::commands::book::check;
use crate::commands::book::check::baseline::BaselineArgs;
use crate::commands::book::check::fix::FixArgs;
use crate::exit::CLEAN;
use crate::report;

/// The arguments of `tech-stack`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Question>,

    /// Folder of book.toml, or of a repository; with --check or --write, Markdown files too
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Output format of the technologies
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,

    /// Also list the files that were read
    #[arg(long, conflicts_with_all = ["check", "write"])]
    pub(crate) files: bool,

    /// Compare documents with the manifests: those of the book, the named files, or in a folder
    /// without a book README.md, AGENTS.md, CLAUDE.md, .planning/codebase/STACK.md and docs
    #[arg(long)]
    pub(crate) check: bool,

    /// Fill and correct versions in these documents; without a terminal, only show the changes
    #[arg(long, conflicts_with = "check")]
    pub(crate) write: bool,

    /// With --write: write even if the output is not a terminal
    #[arg(long, requires = "write", conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// With --write: only show the changes
    #[arg(long, requires = "write")]
    pub(crate) dry_run: bool,
}

/// Questions about the technologies found.
#[derive(Debug, Subcommand)]
pub(crate) enum Question {
    /// Show which files state the version of a technology
    Why {
        /// Name of a technology or package, such as React or npm:react
        name: String,
        /// Folder of book.toml, or of a repository
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
}

/// Output format of the technologies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table for people
    Table,
    /// One JSON document
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    if let Some(Question::Why { name, dir }) = &args.command {
        let found = Inventory::read(dir)?;
        report::result(&why::explain(&found, name)?)?;
        return Ok(CLEAN);
    }
    if args.check || args.write {
        let changes = FixArgs {
            fix: args.write,
            yes: args.yes,
            dry_run: args.dry_run,
        };
        if let Some(documents) = Documents::find(&args.paths)? {
            return documents.run(&changes);
        }
        let check = check::Args {
            dir: args.paths.first().cloned().unwrap_or_default(),
            format: None,
            fail_on: None,
            changes,
            baseline: BaselineArgs::default(),
            against: None,
            external: false,
        };
        return check::run(&check, Some(archsite_tech_stack::PASS));
    }
    let [folder] = args.paths.as_slice() else {
        bail!("one folder is listed at a time; files are for `--check` and `--write`");
    };
    let found = Inventory::read(folder)?;
    let facts = found.known.all();
    for pattern in &facts.missing {
        report::note(&format!(
            "book.toml names the manifest `{pattern}`, which is not a file in the repository"
        ));
    }
    for file in &facts.unreadable {
        report::note(&file.to_string());
    }
    match args.format {
        ListFormat::Table => report::result(&list::table(&found, args.files))?,
        ListFormat::Json => report::data(&list::json(&found)?)?,
    }
    Ok(CLEAN)
}
