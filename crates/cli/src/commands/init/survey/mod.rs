//! What a repository has: documents, decision records, manifests, books, its code host.
//!
//! It reads and decides nothing. Files are listed once, within limits, and without those that are
//! ignored, generated or of others.

pub(super) mod names;
pub(super) mod origin;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use archsite_adr::discover;
use archsite_core::fs::{Ignored, Reader, WalkLimits};
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_core::site::path;
use archsite_core::yaml::{self, Aliases};

use self::names::Kind;
use self::origin::Origin;
use crate::mdbook::settings;
use archsite_agent_files::bmad;

const LIMITS: WalkLimits = WalkLimits {
    depth: 12,
    count: 200_000,
};

/// Largest document that is looked into, in bytes.
const LARGEST: u64 = 4 << 20;

/// What is in a folder of a repository. Paths are relative to that folder, `base`.
pub(super) struct Survey {
    pub(super) base: PathBuf,
    /// Root of the repository.
    pub(super) root: PathBuf,
    /// Path of `base` in the repository; empty for the root.
    pub(super) prefix: String,
    pub(super) reader: Reader,
    /// All files, sorted.
    pub(super) files: Vec<String>,
    /// There are more files than were looked at.
    pub(super) stopped: bool,
    /// Folders with a `book.toml`, the nearest first.
    pub(super) books: Vec<String>,
    /// Files of decision records.
    pub(super) records: HashSet<String>,
    /// Folders of decision records, each with the number of its records.
    pub(super) record_folders: Vec<(String, usize)>,
    /// Manifests of dependencies that were read.
    pub(super) manifests: Vec<String>,
    /// There are dependencies that a table of technologies would show.
    pub(super) has_technologies: bool,
    /// Folders of packages.
    pub(super) members: Vec<String>,
    pub(super) bmad: Option<bmad::Project>,
    pub(super) origin: Option<Origin>,
}

/// What a document says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    /// Its title; empty if it has none.
    pub(super) title: String,
    /// Number of sections of level 2.
    pub(super) sections: usize,
    /// Its size in bytes.
    pub(super) size: usize,
    /// It begins with front matter.
    pub(super) has_front_matter: bool,
}

impl Survey {
    /// Looks at a folder, which exists.
    pub(super) fn read(folder: &Path) -> Survey {
        let named = folder
            .canonicalize()
            .unwrap_or_else(|_| folder.to_path_buf());
        let root = settings::repository_root(&named);
        let base = start(&named, &root);
        let reader = Reader::new(&root);
        let prefix = reader.in_repository(&base).unwrap_or_default();
        let ignored = Ignored::new(&reader);
        let enter = |folder: &str| is_own(folder) && !ignored.ignores(&join(&prefix, folder), true);
        let walk = reader.walk(&base, LIMITS, &enter);
        let mut files = walk.files;
        files.retain(|file| !ignored.ignores(&join(&prefix, file), false));
        let mut survey = Survey {
            books: books(&files),
            bmad: bmad::Project::at(&base),
            origin: Origin::find(&reader, &root),
            stopped: walk.stopped,
            base,
            root,
            prefix,
            reader,
            files,
            records: HashSet::new(),
            record_folders: Vec::new(),
            manifests: Vec::new(),
            has_technologies: false,
            members: Vec::new(),
        };
        survey.find_records();
        survey.find_manifests();
        survey
    }

    fn find_records(&mut self) {
        let found = discover::find(&self.reader, &self.base, &discover::Request::default());
        for (index, directory) in found.directories.iter().enumerate() {
            let entries = found
                .entries
                .iter()
                .filter(|entry| entry.directory == index);
            let files: Vec<&String> = entries.map(|entry| &entry.file).collect();
            // Stories are numbered and have a status too.
            if !is_aside(&directory.path) && !files.is_empty() {
                self.record_folders
                    .push((directory.path.clone(), files.len()));
                self.records.extend(files.into_iter().cloned());
            }
        }
    }

    fn find_manifests(&mut self) {
        let facts = archsite_tech_stack::read(&self.reader, &self.base, &[], false);
        self.has_technologies = !facts.facts.is_empty() || !facts.runtimes.is_empty();
        self.members = facts
            .members
            .into_iter()
            .map(|member| member.path)
            .collect();
        self.members.sort();
        self.members.dedup();
        self.manifests = facts.files;
    }

    /// The Markdown files.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().map(String::as_str);
        files.filter(|file| file.ends_with(".md"))
    }

    /// Whether there is a file of this name.
    pub(super) fn has(&self, file: &str) -> bool {
        let found = self
            .files
            .binary_search_by(|other| other.as_str().cmp(file));
        found.is_ok()
    }

    /// What a document says of itself; `None` if it cannot be read.
    pub(super) fn document(&self, file: &str) -> Option<Document> {
        let reader = self.reader.clone().with_limit(LARGEST);
        let text = reader.read(&self.base.join(file)).ok()?;
        let text = text.trim_start_matches('\u{feff}');
        let options = ParseOptions {
            skip_front_matter: true,
            ..ParseOptions::default()
        };
        let outline = Outline::parse(text, &options);
        let headings = outline.headings.iter().filter(|heading| heading.root);
        let first = headings.clone().find(|heading| heading.level == 1);
        let matter = &text[..front_matter::length(text)];
        let title = first.map(|heading| heading.title.clone());
        let title = title.filter(|title| !title.trim().is_empty());
        let title = title.or_else(|| title_in(matter));
        Some(Document {
            title: title.unwrap_or_default(),
            sections: headings.filter(|heading| heading.level == 2).count(),
            size: text.len(),
            has_front_matter: !matter.is_empty(),
        })
    }
}

/// The folder whose files count: that of a book around the one that was named, and for a folder of
/// documents the one that it is in, which then has the `book.toml`.
fn start(named: &Path, root: &Path) -> PathBuf {
    let mut above = named
        .ancestors()
        .take_while(|folder| folder.starts_with(root));
    if let Some(book) = above.find(|folder| folder.join("book.toml").is_file()) {
        return book.to_path_buf();
    }
    let name = named
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let is_docs = named != root && name.is_some_and(|name| names::is(&name, Kind::Docs));
    let parent = named.parent().filter(|_| is_docs);
    parent.unwrap_or(named).to_path_buf()
}

/// Whether a folder has files of the project that readers may look for.
fn is_own(folder: &str) -> bool {
    let name = path::file_name(folder);
    let in_docs = folder.split('/').any(|part| names::is(part, Kind::Docs));
    !name.starts_with('.')
        && !names::is(name, Kind::Foreign)
        && (in_docs || !names::is(name, Kind::Samples))
}

/// The title that front matter in YAML gives.
fn title_in(matter: &str) -> Option<String> {
    let documents = yaml::read(matter, Aliases::Keep).ok()?;
    let title = documents.first()?.get("title")?;
    title.text().map(ToString::to_string)
}

/// Whether a path leads through a folder of plans or work in progress.
pub(super) fn is_aside(folder: &str) -> bool {
    folder
        .split('/')
        .any(|part| names::ends_in(part, Kind::Aside))
}

/// The folders with a `book.toml`, the nearest first and of these the usual ones.
fn books(files: &[String]) -> Vec<String> {
    let books = files
        .iter()
        .filter(|file| path::file_name(file) == "book.toml");
    let mut books: Vec<String> = books.map(|file| path::parent(file).to_string()).collect();
    books.sort_by_key(|folder| {
        let depth = folder.split('/').filter(|part| !part.is_empty()).count();
        let rank = names::rank(path::file_name(folder), Kind::Docs);
        (depth, rank.unwrap_or(usize::MAX), folder.clone())
    });
    books
}

/// The path of something in a folder.
pub(super) fn join(folder: &str, file: &str) -> String {
    match (folder, file) {
        ("", file) => file.to_string(),
        (folder, "") => folder.to_string(),
        (folder, file) => format!("{folder}/{file}"),
    }
}

/// What is left of a path below a folder; `None` for one that is elsewhere.
pub(super) fn below<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(file);
    }
    file.strip_prefix(folder)?.strip_prefix('/')
}
