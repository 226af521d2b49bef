//! `tech-stack`: shows and explains the versions in the manifests of a repository, and compares them
//! with the documents of its book.

mod inventory;
pub(crate) mod list;
mod why;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use self::inventory::Inventory;
use crate::commands::check;
use crate::commands::check::baseline::BaselineArgs;
use crate::commands::check::fix::FixArgs;
use crate::exit::CLEAN;
use crate::report;

/// The arguments of `tech-stack`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Question>,

    /// Folder of book.toml, or of a repository
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Output format of the technologies
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,

    /// Compare the documents of the book with the manifests instead
    #[arg(long)]
    pub(crate) check: bool,

    /// Fill and correct version cells in the files of the book; without a terminal, only show
    /// the changes
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
        let check = check::Args {
            dir: args.dir.clone(),
            format: None,
            fail_on: None,
            baseline: BaselineArgs::default(),
            against: None,
            changes: FixArgs {
                fix: args.write,
                yes: args.yes,
                dry_run: args.dry_run,
            },
            external: false,
        };
        return check::run(&check, Some(archsite_tech_stack::PASS));
    }
    let found = Inventory::read(&args.dir)?;
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
        ListFormat::Table => report::result(&list::table(&found))?,
        ListFormat::Json => report::data(&list::json(&found)?)?,
    }
    Ok(CLEAN)
}
