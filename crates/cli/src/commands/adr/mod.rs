//! `adr`: lists decision records, and shows which rule gave which value.
//!
//! What a folder holds is found as the index of the book around it finds it. This module reads no
//! book, and leaves reading records to the pass.

use std::path::{Path, PathBuf};

use archsite_adr::Config;
use archsite_adr::discover;
use archsite_adr::discover::{Citation, Directory, Hint, Reason, Records, Request, USUAL};
use archsite_adr::model::record::Status;
use archsite_adr::output::list;
use archsite_adr::stale_entries;
use archsite_core::fs::Reader;
use archsite_core::site::path;
use clap::{Subcommand, ValueEnum};

use crate::exit::{CLEAN, PROBLEMS};
use crate::mdbook::disk;
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};
use crate::report;

mod new;
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

/// Where and how records are searched for.
struct Search {
    /// Reads the files of the repository.
    reader: Reader,
    /// Records are searched for below it.
    root: PathBuf,
    request: Request,
    /// The requested folder, relative to the root.
    folder: String,
    /// Whether only records in that folder count.
    only: bool,
}

impl Search {
    /// As the book around a folder says; without one, all below the folder.
    fn new(dir: &Path) -> anyhow::Result<Search> {
        anyhow::ensure!(dir.is_dir(), "`{}` is not a folder", dir.display());
        let book = around(dir)?;
        let real = dir.canonicalize()?;
        let reader = Reader::new(&settings::repository_root(&real));
        // The requested folder is the root, so the folders that a book configures do not apply.
        let request = book.as_ref().map(|book| Request {
            directories: Vec::new(),
            built: Vec::new(),
            ..book.config.request("")
        });
        let plain = Search {
            reader,
            root: real,
            request: request.unwrap_or_default(),
            folder: String::new(),
            only: false,
        };
        let Some(book) = book.filter(|book| !book.config.directories.is_empty()) else {
            return Ok(plain);
        };
        let reader = Reader::new(&book.root);
        let at = (
            reader.in_repository(dir),
            reader.in_repository(&book.folder),
        );
        let (Some(folder), Some(below)) = at else {
            return Ok(plain);
        };
        let request = book.config.request(&below);
        let whole = folder.is_empty() || folder == below;
        let meets = |d: &Directory| is_below(&d.path, &folder) || is_below(&folder, &d.path);
        // A folder that no setting is about was named for its own sake.
        if !whole && !request.directories.iter().any(meets) {
            return Ok(plain);
        }
        Ok(Search {
            reader,
            root: book.root,
            request,
            folder,
            only: !whole,
        })
    }

    /// The records, with their files relative to the root.
    fn find(&self) -> Records {
        let mut records = discover::find(&self.reader, &self.root, &self.request);
        if self.only {
            let inside = |file: &str| is_below(file, &self.folder);
            records.entries.retain(|entry| inside(&entry.file));
            records.skipped.retain(|skipped| inside(&skipped.file));
            records.empty.clear();
        }
        records
    }

    /// The comments of source files that name records.
    fn citations(&self, records: &Records) -> Vec<Citation> {
        discover::citations(&self.reader, &self.root, records)
    }

    /// Makes the files of records relative to the folder asked for.
    fn relate(&self, records: &mut Records) {
        let files = records.entries.iter_mut().map(|entry| &mut entry.file);
        let files = files.chain(records.skipped.iter_mut().map(|skipped| &mut skipped.file));
        let files = files.chain(records.index_pages.iter_mut().map(|(file, _)| file));
        for file in files {
            *file = path::relative(&self.folder, file);
        }
    }
}

/// Whether a path is a folder or something in it.
fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A book, and how it finds its records.
struct Book {
    folder: PathBuf,
    /// Root of its repository.
    root: PathBuf,
    config: Config,
    /// It says something about records.
    configured: bool,
}

/// The book that a folder belongs to: in it or above it, up to the root of the repository, else
/// the only one in a folder directly below that root. Those that say something about records
/// come first.
fn around(dir: &Path) -> anyhow::Result<Option<Book>> {
    let dir = dir.canonicalize()?;
    let mut top = dir.as_path();
    let mut plain = None;
    for folder in dir.ancestors() {
        match book(folder)? {
            Some(book) if book.configured => return Ok(Some(book)),
            found => plain = plain.or(found),
        }
        if folder.join(".git").exists() {
            top = folder;
            break;
        }
    }
    let reader = Reader::new(top);
    let mut books = Vec::new();
    for below in reader.list(top).into_iter().filter(|below| below.folder) {
        books.extend(book(&top.join(below.name))?.filter(|book| book.configured));
    }
    let only = books.len() == 1;
    Ok(books.pop().filter(|_| only).or(plain))
}

fn book(folder: &Path) -> anyhow::Result<Option<Book>> {
    if !folder.join("book.toml").is_file() {
        return Ok(None);
    }
    let context = disk::context(folder)?;
    let settings = Settings::read(&context, Scope::Check);
    Ok(Some(Book {
        folder: folder.to_path_buf(),
        root: settings.root,
        configured: settings.adr.is_some(),
        config: settings.adr.unwrap_or(settings.adr_default),
    }))
}
