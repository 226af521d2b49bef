//! Where the commands about decision records search for them.

use std::path::{Path, PathBuf};

use archsite_adr::Config;
use archsite_adr::discover;
use archsite_adr::discover::{Citation, Directory, Records, Request};
use archsite_core::fs::Reader;
use archsite_core::site::path;

use crate::mdbook::disk;
use crate::mdbook::settings;
use crate::mdbook::settings::{Scope, Settings};

/// Where and how records are searched for.
pub(crate) struct Search {
    /// Reads the files of the repository.
    pub(super) reader: Reader,
    /// Records are searched for below it.
    pub(super) root: PathBuf,
    pub(super) request: Request,
    /// The requested folder, relative to the root.
    pub(super) folder: String,
    /// Whether only records in that folder count.
    only: bool,
}

impl Search {
    /// As the book around a folder says; without one, all below the folder.
    ///
    /// # Errors
    /// It is no folder, or a book.toml cannot be read.
    pub(crate) fn new(dir: &Path) -> anyhow::Result<Search> {
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
    pub(crate) fn find(&self) -> Records {
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
    pub(super) fn citations(&self, records: &Records) -> Vec<Citation> {
        discover::citations(&self.reader, &self.root, records)
    }

    /// Makes the files of records relative to the folder asked for.
    pub(crate) fn relate(&self, records: &mut Records) {
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
pub(super) struct Book {
    pub(super) folder: PathBuf,
    /// Root of its repository.
    pub(super) root: PathBuf,
    pub(super) config: Config,
    /// It says something about records.
    configured: bool,
}

/// The book that a folder belongs to: in it or above it, up to the root of the repository, else
/// the only one in a folder directly below that root. Those that say something about records
/// come first.
pub(super) fn around(dir: &Path) -> anyhow::Result<Option<Book>> {
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
