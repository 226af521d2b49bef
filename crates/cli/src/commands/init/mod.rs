//! `init`: makes a book of the documents of a repository, or adds our table to the book that is
//! there.
//!
//! It asks nothing and overwrites nothing. Everything is decided before the first file is written.

mod ci;
mod contents;
mod deliver;
mod layout;
mod plan;
mod settings;
mod survey;

use std::path::PathBuf;

use crate::commands::init::ci::Ci;
use crate::commands::init::plan::Plan;
use crate::commands::init::survey::Survey;
use crate::exit::CLEAN;
use crate::report;

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder to set up, mostly the root of a repository
    #[arg(default_value = ".")]
    dir: PathBuf,

    /// Also write a workflow that checks and publishes the book
    #[arg(long, value_name = "SERVICE")]
    ci: Option<Ci>,

    /// Write nothing; show the changes as a diff
    #[arg(long)]
    dry_run: bool,
}

/// Sets a folder up.
pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    anyhow::ensure!(
        args.dir.is_dir(),
        "`{}` is not a folder",
        args.dir.display()
    );
    let survey = Survey::read(&args.dir);
    let plan = Plan::new(&survey, args.ci)?;
    deliver::check(&survey.reader, &survey.base, &plan.changes)?;
    if args.dry_run {
        report::result(&deliver::shown(&plan.changes))?;
    } else {
        deliver::write(&survey.reader, &survey.base, &plan.changes)?;
    }
    report::result(&plan.listed(args.dry_run))?;
    if let Some(next) = plan.next(&args.dir, args.dry_run) {
        report::note(&next);
    }
    Ok(CLEAN)
}
