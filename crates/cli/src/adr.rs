//! Decision records on the command line: which there are, and which rule gave which value.
//!
//! Reads no book and no configuration: what a folder holds is found as the index finds it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_adr::find::{self, Records};
use archsite_adr::list;
use archsite_adr::read::{self, Words};
use archsite_adr::record::Status;
use archsite_core::reader::Reader;
use clap::{Subcommand, ValueEnum};

use crate::CLEAN;

/// What to do with decision records.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the decision records below a folder
    List {
        /// Folder to look in
        #[arg(default_value = ".")]
        dir: PathBuf,

        /// How to write the list
        #[arg(long, value_name = "FORMAT", default_value = "table")]
        format: Format,

        /// Only records of this status
        #[arg(long, value_name = "STATUS", value_parser = status)]
        status: Option<Status>,

        /// Only records that bind now
        #[arg(long)]
        in_force: bool,
    },
    /// Say which rule gave which value of a record
    Why {
        /// The record
        file: PathBuf,
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

/// Does what was asked for and returns the exit code.
pub(crate) fn run(command: &Command) -> anyhow::Result<u8> {
    match command {
        Command::List {
            dir,
            format,
            status,
            in_force,
        } => {
            anyhow::ensure!(dir.is_dir(), "{} is no folder", dir.display());
            let mut records = find::find(&Reader::new(dir), dir, &[], &Words::default());
            if *in_force {
                list::keep_in_force(&mut records);
            }
            if let Some(status) = status {
                list::keep_status(&mut records, *status);
            }
            write_list(&records, *format)?;
        }
        Command::Why { file } => write_why(file)?,
    }
    Ok(CLEAN)
}

fn write_list(records: &Records, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Json => write(&format!("{:#}\n", list::json(records))),
        Format::Table => write(&list::table(records)),
    }
}

fn write_why(file: &Path) -> anyhow::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let reader = Reader::new(folder);
    let text = reader.read(file).context("the record was not read")?;
    let kep = reader.read(&folder.join("kep.yaml")).ok();
    let path = file.canonicalize()?.to_string_lossy().replace('\\', "/");
    let reading = read::read(&path, &text, kep.as_deref(), &Words::default());
    write(&list::why(&reading.record, &text))
}

fn write(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
