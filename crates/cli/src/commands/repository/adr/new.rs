//! `adr new`: writes a record in the format of its folder, and the status of the one that it
//! supersedes.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use archsite_adr::discover::{Directory, Records};
use archsite_adr::model::record::Status;
use archsite_adr::output::create;
use archsite_adr::output::create::NewRecord;
use archsite_core::fs::write;
use archsite_core::site::path;

use crate::commands::repository::adr::search::Search;
use crate::commands::repository::adr::status;
use crate::report;

/// Folder of the first record of a repository.
const FIRST: &str = "docs/adr";

/// The arguments of `adr new`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Title of the record, without its number
    title: String,

    /// Number or id of the record that it supersedes, which gets the status superseded
    #[arg(long, value_name = "RECORD")]
    supersedes: Option<String>,

    /// Status of the record; proposed, or accepted with `--supersedes`
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Option<Status>,

    /// Folder of records, if there are several
    #[arg(long, value_name = "FOLDER")]
    folder: Option<String>,

    /// Folder to search; for a book, with the settings of its book.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

/// Writes the record.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let search = Search::new(&args.dir)?;
    let mut records = search.find();
    let directory = directory(&mut records, &search, args.folder.as_deref())?;
    let folder = records.directories[directory].path.clone();
    let supersedes = match &args.supersedes {
        Some(name) => Some(superseded(&records, directory, name)?),
        None => None,
    };
    let default = if supersedes.is_some() {
        Status::Accepted
    } else {
        Status::Proposed
    };
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .to_string();
    let new = NewRecord {
        title: args.title.trim(),
        status: args.status.unwrap_or(default),
        date: &today,
        supersedes,
    };
    let template = template(&search, &folder);
    let files = create::create(&records, directory, &folder, template.as_deref(), &new)?;
    let (file, text) = &files.record;
    let real = search.root.join(file);
    anyhow::ensure!(
        real.symlink_metadata().is_err(),
        "`{file}` exists already, and is not overwritten; choose another title"
    );
    anyhow::ensure!(
        search
            .reader
            .contains(&search.root.join(path::parent(file)))
            || folder_is_new(&search, file),
        "`{file}` is outside the repository"
    );
    if let Some(parent) = real.parent() {
        std::fs::create_dir_all(parent)
            .with_context(|| format!("cannot create `{}`", parent.display()))?;
    }
    write::whole(&real, text)?;
    if let Some((old, text)) = &files.superseded
        && let Err(error) = write::whole(&search.root.join(old), text)
    {
        // Both records are written, or none.
        _ = std::fs::remove_file(&real);
        return Err(error).with_context(|| format!("cannot change `{old}`"));
    }
    report::result(&format!("{}\n", path::relative(&search.folder, file)))
}

/// Whether the folder of a file does not exist yet and is below the root.
fn folder_is_new(search: &Search, file: &str) -> bool {
    let mut folder = path::parent(file);
    while !folder.is_empty() && search.root.join(folder).symlink_metadata().is_err() {
        folder = path::parent(folder);
    }
    !file.starts_with("..") && search.reader.contains(&search.root.join(folder))
}

/// The folder of records for the new one.
fn directory(
    records: &mut Records,
    search: &Search,
    folder: Option<&str>,
) -> anyhow::Result<usize> {
    let place = |records: &Records, wanted: &str| {
        let mut directories = records.directories.iter();
        directories.position(|directory| directory.path == wanted)
    };
    if let Some(folder) = folder {
        let wanted = path::join(&search.folder, folder.trim_end_matches('/'));
        let wanted = wanted.with_context(|| format!("`{folder}` is outside the repository"))?;
        return Ok(place(records, &wanted).unwrap_or_else(|| add(records, wanted)));
    }
    match records.directories.as_slice() {
        [] => {
            let first = path::join(&search.folder, FIRST).unwrap_or_else(|| FIRST.to_string());
            Ok(add(records, first))
        }
        [_] => Ok(0),
        several => {
            let names = several
                .iter()
                .map(|directory| format!("`{}`", directory.path));
            let names: Vec<String> = names.collect();
            anyhow::bail!(
                "there are several folders of records; choose one with `--folder`: {}",
                names.join(", ")
            )
        }
    }
}

fn add(records: &mut Records, path: String) -> usize {
    records.directories.push(Directory { path, prefix: None });
    records.directories.len() - 1
}

/// The index of the record that a number or an id names.
fn superseded(records: &Records, directory: usize, name: &str) -> anyhow::Result<usize> {
    let plain = name.trim_start_matches('0');
    let entries = records.entries.iter().enumerate();
    let found = entries.filter(|(_, entry)| {
        let record = &entry.reading.record;
        let reference = record.reference();
        let label = record.label();
        entry.directory == directory
            && (reference
                .as_deref()
                .is_some_and(|it| it.eq_ignore_ascii_case(plain))
                || label.is_some_and(|it| it.eq_ignore_ascii_case(name))
                || record.id == name
                || entry.file == name)
    });
    let found: Vec<usize> = found.map(|(id, _)| id).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => anyhow::bail!("there is no record `{name}`"),
        _ => anyhow::bail!(
            "several records have the number `{name}`; write the id of one, its file name without ending"
        ),
    }
}

/// The text of the template of a folder, if it has one.
fn template(search: &Search, folder: &str) -> Option<String> {
    let names = [
        "template.md",
        "adr-template.md",
        "0000-template.md",
        "000-template.md",
        "_template.md",
        "TEMPLATE.md",
        "templates/template.md",
        "templates/adr-template.md",
        "template/template.md",
    ];
    let files = names.iter().map(|name| search.root.join(folder).join(name));
    let mut files = files.filter(|file: &PathBuf| search.reader.is_file(file));
    files.find_map(|file: PathBuf| read(search, &file))
}

fn read(search: &Search, file: &Path) -> Option<String> {
    search.reader.read(file).ok()
}
