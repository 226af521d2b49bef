//! Where a new book goes: the folder of its chapters, and the one it is built into.
//!
//! `book.toml` is in the folder that was named, mostly the root of the repository, because then
//! `mdbook build` needs no argument. Its `src` is the folder of the documents, and never the root:
//! mdBook copies all of `src` into the site.

use archsite_core::site::path;

use crate::commands::init::survey::names::{self, Kind};
use crate::commands::init::survey::{Survey, below, is_aside, join};

/// Where a new book goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Folder of the chapters, relative to that of `book.toml`.
    pub(super) src: String,
    /// Folder that the book is built into.
    pub(super) build: String,
    /// The language of the documents, if the name of their folder is one.
    pub(super) language: Option<String>,
}

/// Folders to build into, the usual one first.
const BUILD: &[&str] = &["book", "_book", "site", "book-output"];
/// Folders for chapters where there are none, the usual one first.
const NEW: &[&str] = &["docs", "doc", "book-src"];

/// Chooses the folders.
pub(super) fn choose(survey: &Survey) -> Layout {
    let src = documents(survey).unwrap_or_else(|| {
        let mut new = NEW.iter();
        let free = new.find(|name| !survey.has(name));
        free.unwrap_or(&NEW[0]).to_string()
    });
    let (src, language) = match languages(survey, &src) {
        Some(language) => (join(&src, &language), Some(language)),
        None => (src, None),
    };
    let is_free = |name: &&&str| {
        let taken = survey.base.join(name);
        // mdBook deletes what is in the folder.
        !taken.exists() || taken.join("toc.js").is_file()
    };
    Layout {
        build: BUILD.iter().find(is_free).unwrap_or(&BUILD[3]).to_string(),
        src,
        language,
    }
}

/// The folder of the chapters of a book whose `book.toml` is missing, else the folder of documents
/// directly below, the usual names first.
fn documents(survey: &Survey) -> Option<String> {
    let listed = survey
        .documents()
        .filter(|file| path::file_name(file) == "SUMMARY.md");
    let mut listed = listed.map(path::parent).filter(|folder| !folder.is_empty());
    let is_usual = |folder: &&str| {
        let mut parts = folder.split('/');
        let is_docs = parts
            .next()
            .is_some_and(|top| names::is(top, Kind::Docs) || top == "src");
        is_docs && parts.all(|part| part == "src")
    };
    if let Some(folder) = listed.find(is_usual) {
        return Some(folder.to_string());
    }
    let tops = survey.documents().filter_map(|file| file.split_once('/'));
    let tops = tops.filter(|(_, rest)| !is_aside(path::parent(rest)));
    let mut tops: Vec<&str> = tops
        .map(|(top, _)| top)
        .filter(|top| names::is(top, Kind::Docs))
        .collect();
    tops.sort_by_key(|top| names::rank(top, Kind::Docs));
    tops.first().map(ToString::to_string)
}

/// The main language of documents that are in a folder for each language, all of them.
fn languages(survey: &Survey, src: &str) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut is_translated = false;
    for file in survey.documents().filter_map(|file| below(file, src)) {
        let (folder, name) = file.split_once('/')?;
        if !names::is(folder, Kind::Languages) {
            return None;
        }
        is_translated |= names.contains(&name);
        match counts.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, count)) => *count += 1,
            None => counts.push((folder, 1)),
        }
        if counts.len() == 1 {
            names.push(name);
        }
    }
    if !is_translated {
        return None;
    }
    let english = counts
        .iter()
        .find(|(folder, _)| folder.to_lowercase().starts_with("en"));
    let most = || counts.iter().max_by_key(|(_, count)| *count);
    english.or_else(most).map(|(folder, _)| folder.to_string())
}
