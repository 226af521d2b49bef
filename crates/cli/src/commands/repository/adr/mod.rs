//! `adr`: lists decision records, and shows which rule gave which value.
//!
//! What a folder holds is found as the index of the book around it finds it. This module reads no
//! book, and leaves reading records to the pass.

use std::path::{Path, PathBuf};

use archsite_adr::discover;
use archsite_adr::discover::{Hint, Reason, Records, USUAL};
use archsite_adr::model::record::Status;
use archsite_adr::output::list;
use archsite_adr::stale_entries;
use clap::{Subcommand, ValueEnum};

use self::search::Search;
use crate::exit::{CLEAN, PROBLEMS};
use crate::report;

mod new;
pub(crate) mod search;
mod why;

/// What to do with decision records.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the decision records below a folder
    List {
        /// Folder to search; for a book, with the settings of its book.toml
        #[arg(default_value = ".")]
        dir: PathBuf,

        /// Output format
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: Format,

        /// Only records with this status
        #[arg(long, value_name = "STATUS", value_parser = status)]
        status: Option<Status>,

        /// Only records that are in force
        #[arg(long)]
        in_force: bool,

        /// Only records with this tag
        #[arg(long, value_name = "TAG")]
        tag: Option<String>,

        /// Only records of this area, or of this folder below the folder of records
        #[arg(long, value_name = "AREA")]
        area: Option<String>,

        /// Only records to be reviewed by this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        review_by: Option<String>,
    },
    /// Write a new record in the format of its folder
    New(new::Args),
    /// Check lists of records that are kept by hand
    Index {
        /// Folder to search; for a book, with the settings of its book.toml
        #[arg(default_value = ".")]
        dir: PathBuf,

        /// Exit with 1 if a list lacks or misstates a record
        #[arg(long)]
        check: bool,
    },
    /// Show which rule gave which value of a record, and which source files name it
    Why {
        /// The record: its file, or its number such as 12 or PAY-2
        record: String,
    },
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

fn status(word: &str) -> Result<Status, String> {
    Status::named(word).ok_or_else(|| {
        let names: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
        format!("statuses are {}", names.join(", "))
    })
}

/// Runs the command and returns the exit code.
pub(crate) fn run(command: &Command) -> anyhow::Result<u8> {
    match command {
        Command::List {
            dir,
            format,
            status,
            in_force,
            tag,
            area,
            review_by,
        } => {
            let search = Search::new(dir)?;
            let mut records = search.find();
            if records.entries.is_empty() {
                nothing_found(&search);
            }
            search.relate(&mut records);
            if *in_force {
                list::keep_in_force(&mut records);
            }
            if let Some(status) = status {
                list::keep_status(&mut records, *status);
            }
            if let Some(tag) = tag {
                list::keep_tag(&mut records, tag);
            }
            if let Some(area) = area {
                list::keep_area(&mut records, area);
            }
            if let Some(day) = review_by {
                list::keep_due(&mut records, day);
            }
            note(&records);
            match format {
                Format::Json => report::data(&format!("{:#}\n", list::json(&records)))?,
                Format::Table => report::result(&list::table(&records))?,
            }
        }
        Command::Why { record } => why::run(record)?,
        Command::New(args) => new::run(args)?,
        Command::Index { dir, check } => return index(dir, *check),
    }
    Ok(CLEAN)
}

/// Prints the lines of hand-kept lists of records that are out of date.
fn index(dir: &Path, check: bool) -> anyhow::Result<u8> {
    let search = Search::new(dir)?;
    let mut records = search.find();
    search.relate(&mut records);
    let stale = stale_entries(&records, &search.request.vocabulary);
    let mut text = String::new();
    for entry in &stale {
        text.push_str(&format!(
            "{}:{}: {}\n",
            entry.file, entry.line, entry.message
        ));
    }
    report::result(&text)?;
    if stale.is_empty() {
        report::note("no list of records is out of date");
    }
    let failed = check && !stale.is_empty();
    Ok(if failed { PROBLEMS } else { CLEAN })
}

/// Says where records were searched for, and what may be some.
fn nothing_found(search: &Search) {
    let configured = &search.request.directories;
    let searched: Vec<String> = if configured.is_empty() {
        USUAL.iter().map(|folder| format!("`{folder}`")).collect()
    } else {
        let folders = configured.iter();
        folders.map(|folder| format!("`{}`", folder.path)).collect()
    };
    let such_as = if configured.is_empty() {
        "folders such as "
    } else {
        ""
    };
    let searched = searched.join(", ");
    report::note(&format!(
        "no decision records were found; searched were {such_as}{searched}"
    ));
    for hint in discover::hints(&search.reader, &search.root) {
        report::note(&match hint {
            Hint::Markup(folder, count, language) => {
                format!("`{folder}` has {count} {language} files, which are not read")
            }
            Hint::Hidden(folder, count) => format!(
                "`{folder}` has {count} numbered Markdown files, but is hidden; name it in `directories`"
            ),
            Hint::Proposals(folder, count) => format!(
                "`{folder}` has {count} Markdown files; if they are records, name it in `directories`"
            ),
        });
    }
}

/// Notes what the list leaves out.
fn note(records: &Records) {
    for directory in &records.empty {
        let folder = &records.directories[*directory].path;
        report::note(&format!("there are no records in `{folder}`"));
    }
    for (folder, why) in &records.unlisted {
        report::note(&format!("cannot list the folder `{folder}`: {why}"));
    }
    for skipped in &records.skipped {
        let file = &skipped.file;
        report::note(&match &skipped.reason {
            Reason::Unreadable(why) => format!("cannot read `{file}`: {why}"),
            Reason::Unclear => format!("`{file}` looks like a record, but is not listed"),
        });
    }
}
