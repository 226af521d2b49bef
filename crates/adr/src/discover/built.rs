//! Folders into which books are built: their files are generated from the records.
//!
//! A folder is one if it is that of the book at hand, if the `book.toml` of another book says so,
//! or if it holds what mdBook writes into each site.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::Path;

use archsite_core::fs::Reader;
use archsite_core::site::path;

/// Largest `book.toml` that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// The folders of a repository into which books are built.
pub(super) struct Built<'a> {
    reader: Reader,
    root: &'a Path,
    /// From the root of the repository to that of the search.
    start: String,
    known: RefCell<Known>,
}

/// What is known so far, by paths relative to the root of the repository.
#[derive(Default)]
struct Known {
    built: HashSet<String>,
    /// Folders whose `book.toml` was looked for.
    seen: HashSet<String>,
}

impl<'a> Built<'a> {
    /// `named` are some such folders, relative to `root`.
    pub(super) fn new(reader: &Reader, root: &'a Path, named: &[String]) -> Built<'a> {
        let start = reader.in_repository(root).unwrap_or_default();
        let built = named.iter().filter_map(|folder| path::join(&start, folder));
        let known = Known {
            built: built.collect(),
            seen: HashSet::new(),
        };
        Built {
            reader: reader.clone().with_limit(LIMIT),
            root,
            start,
            known: RefCell::new(known),
        }
    }

    /// Whether a book is built into a folder, relative to the root of the repository.
    pub(super) fn holds(&self, folder: &str) -> bool {
        self.look_for_books(path::parent(folder));
        self.known.borrow().built.contains(folder) || self.is_site(folder)
    }

    /// Notes where books are built, by the files of their settings.
    pub(super) fn note(&self, files: impl Iterator<Item = String>) {
        for file in files {
            self.look_for_books(path::parent(&file));
        }
    }

    /// Whether a file below the folder `start` is in a folder that is known to be one.
    pub(super) fn made(&self, start: &str, file: &str) -> bool {
        let known = self.known.borrow();
        let mut ends = file.match_indices('/').map(|(at, _)| &file[..at]);
        ends.any(|folder| path::join(start, folder).is_some_and(|it| known.built.contains(&it)))
    }

    /// Notes where the books in a folder and in those above it are built.
    fn look_for_books(&self, folder: &str) {
        let mut folder = folder;
        while self.known.borrow_mut().seen.insert(folder.to_string()) {
            let built = self.build_dir(folder);
            let built = built.and_then(|built| path::join(folder, &built));
            self.known.borrow_mut().built.extend(built);
            if folder.is_empty() {
                break;
            }
            folder = path::parent(folder);
        }
    }

    /// Where the book of a folder is built, relative to the folder.
    fn build_dir(&self, folder: &str) -> Option<String> {
        let file = self.real(&path::join(folder, "book.toml")?);
        if !self.reader.is_file(&file) {
            return None;
        }
        let text = self.reader.read(&file).ok()?;
        let table: toml::Table = text.parse().unwrap_or_default();
        let built = table.get("build").and_then(|build| build.get("build-dir"));
        let built = built.and_then(toml::Value::as_str).unwrap_or("book");
        Some(built.to_string())
    }

    /// Whether a folder holds a site of mdBook, or the folders of several renderers.
    fn is_site(&self, folder: &str) -> bool {
        let folder = self.real(folder);
        let site = |folder: &Path| {
            let has = |name: &str| self.reader.is_file(&folder.join(name));
            has(".nojekyll") && has("print.html") | has("toc.html") | has("toc.js")
        };
        site(&folder) || site(&folder.join("html"))
    }

    /// A path relative to the root of the repository, as it can be read.
    fn real(&self, file: &str) -> std::path::PathBuf {
        self.root.join(path::relative(&self.start, file))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_of_books_are_told_by_settings_and_by_what_is_in_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let write = |name: &str, text: &str| {
            let file = root.join(name);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, text).expect("a file");
        };
        write("a/book.toml", "[build]\nbuild-dir = \"site/out\"\n");
        write("b/book.toml", "[book]\ntitle = \"T\"\n");
        write("old/.nojekyll", "");
        write("old/toc.html", "");
        write("both/html/.nojekyll", "");
        write("both/html/print.html", "");
        write("docs/.nojekyll", "");
        let reader = Reader::new(root);
        let built = Built::new(&reader, root, &["named".to_string()]);
        for made in ["named", "a/site/out", "b/book", "old", "both"] {
            assert!(built.holds(made), "{made}");
        }
        for other in ["book", "a/site", "a/book", "docs", "gone"] {
            assert!(!built.holds(other), "{other}");
        }
    }
}
