//! Paths in code spans that do not exist.

use std::ops::Range;

use archsite_core::site::path;

use crate::checks::nearest::nearest;
use crate::checks::tree::names::has_extension;
use crate::document::{Document, Span};
use crate::lists::{DOCUMENT_NAMES, NO_CLAIM, OTHER_TIME, PLACEHOLDER_NAMES};
use crate::repository::Repository;

/// Files that make their folder a package.
const MANIFESTS: &[&str] = &[
    "Cargo.toml",
    "package.json",
    "pyproject.toml",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "composer.json",
    "Gemfile",
    "pubspec.yaml",
];

/// Least number of existing paths on a page that is not named as an architecture document.
const KNOWN_PATHS: usize = 3;

/// Most missing paths of a document for which other paths are looked for.
const MOST_NEAREST: usize = 200;

/// A path that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) range: Range<usize>,
    pub(crate) path: String,
    /// An existing path that it probably means.
    pub(crate) nearest: Option<String>,
}

/// The missing paths of a document.
pub(crate) fn missing(document: &Document<'_>, repository: &Repository<'_>) -> Vec<Missing> {
    if document.is_about_another_time() {
        return Vec::new();
    }
    let mut existing = 0;
    let mut missing: Vec<Missing> = Vec::new();
    for span in &document.spans {
        let Some(path) = path_of(span, repository) else {
            continue;
        };
        if resolves(path, document, repository) {
            existing += 1;
            continue;
        }
        // A section about a folder has its name without `/`.
        let heading = document.heading_before(span.range.start);
        let in_heading =
            heading.is_some_and(|at| document.headings[at].range.contains(&span.range.start));
        let is_path = in_heading || has_extension(path::file_name(path)) || path.ends_with('/');
        let title = document.titles(span.range.start);
        let is_about_others = title.iter().any(|title| OTHER_TIME.is_match(title));
        let line = without_code(document, span);
        if is_path
            && !is_about_others
            && !document.is_task(span.range.start)
            && !NO_CLAIM.is_match(&line)
            && !repository.is_ignored(path.trim_end_matches('/'))
        {
            missing.push(Missing {
                range: span.range.clone(),
                path: path.to_string(),
                nearest: (missing.len() < MOST_NEAREST)
                    .then(|| nearest(repository, path.trim_end_matches('/')))
                    .flatten(),
            });
        }
    }
    // Without paths of this repository a page may be about another one.
    let name = document.path.replace(['_', '.', '/'], " ");
    let is_ours = DOCUMENT_NAMES.is_match(&name) || existing >= KNOWN_PATHS;
    if !is_ours {
        missing.clear();
    }
    missing
}

/// The path that a code span names, if its first part is a folder of the repository.
fn path_of<'a>(span: &'a Span, repository: &Repository<'_>) -> Option<&'a str> {
    let text = span.text.trim().trim_start_matches("./");
    // From the root of the repository; an address of a server begins the same.
    let text = match text.strip_prefix('/') {
        Some(rest) if rest.starts_with("api/") => return None,
        Some(rest) => rest,
        None => text,
    };
    // A place in the file.
    let text = text.split("::").next().unwrap_or(text);
    let text = text.split('#').next().unwrap_or(text);
    let text = match text.split_once(':') {
        Some((path, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => path,
        Some(_) => return None,
        None => text,
    };
    let is_part = |c: char| c.is_alphanumeric() || "/_-.@+()[]".contains(c);
    let (first, _) = text.split_once('/')?;
    let is_path = !first.is_empty()
        && text.chars().all(is_part)
        && !text.contains("//")
        && !text.contains("..")
        && !PLACEHOLDER_NAMES.is_match(text)
        && !text.contains("[");
    (is_path && repository.is_folder(first)).then_some(text)
}

/// Whether a path is there: from the root, from the folder of the document and those above it, in the
/// package of the document, or as the end of exactly one path of the repository.
fn resolves(path: &str, document: &Document<'_>, repository: &Repository<'_>) -> bool {
    let path = path.trim_end_matches('/');
    let mut folder = document.folder();
    loop {
        let joined = path::join(folder, path);
        if joined.is_some_and(|joined| repository.exists(&joined)) {
            return true;
        }
        if folder.is_empty() {
            break;
        }
        // Inside a package its own files are meant.
        if MANIFESTS
            .iter()
            .any(|name| repository.names(folder).contains(*name))
        {
            return repository.exists(path);
        }
        folder = path::parent(folder);
    }
    let mut ends = ending(path, repository);
    ends.next().is_some()
}

/// Existing paths that end with a path.
fn ending<'a>(path: &'a str, repository: &'a Repository<'_>) -> impl Iterator<Item = &'a str> {
    let index = repository.index();
    let is_end = move |other: &&str| {
        let before = other.strip_suffix(path);
        before.is_some_and(|before| before.ends_with('/'))
    };
    let folders = index.folders.iter().map(String::as_str).filter(is_end);
    index
        .named(path::file_name(path))
        .filter(is_end)
        .chain(folders)
}

/// The line of a span without the code in it.
fn without_code(document: &Document<'_>, span: &Span) -> String {
    let line = document.line(span.range.start);
    let parts = line.split('`').enumerate().filter(|(at, _)| at % 2 == 0);
    parts.map(|(_, text)| text).collect()
}
