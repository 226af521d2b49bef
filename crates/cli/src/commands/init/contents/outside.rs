//! Documents outside `src` that readers of the book look for: those about the architecture, guides
//! in the root of the repository, and the READMEs of packages and folders.

use std::collections::{BTreeMap, HashSet};

use archsite_core::site::path;

use super::documents::Left;
use crate::commands::init::survey::names::{self, Kind};
use crate::commands::init::survey::{Document, Survey, below, is_aside, join};

/// Most documents of each kind.
const MOST: usize = 30;
/// How deep in the repository a README of a folder is looked for that has no manifest.
const README_DEPTH: usize = 2;

/// Documents outside `src`.
#[derive(Debug, Default)]
pub(super) struct Outside {
    pub(super) architecture: Vec<Found>,
    pub(super) guides: Vec<Found>,
    pub(super) components: Vec<Found>,
}

/// A document outside `src`.
#[derive(Debug)]
pub(super) struct Found {
    /// Relative to the folder of `book.toml`.
    pub(super) file: String,
    /// The path that its page gets in `src`, if that is free.
    pub(super) page: String,
    pub(super) document: Document,
}

/// The README of a folder.
pub(super) fn readme(survey: &Survey, folder: &str) -> Option<String> {
    let names = ["README.md", "readme.md", "Readme.md", "ReadMe.md"];
    let mut files = names.iter().map(|name| join(folder, name));
    files.find(|file| survey.has(file))
}

/// Finds the documents, and notes which are left out.
pub(super) fn find(survey: &Survey, src: &str, left: &mut BTreeMap<String, Left>) -> Outside {
    let mut outside = Outside::default();
    let mut seen: HashSet<String> = HashSet::new();
    let root = readme(survey, "");
    seen.extend(root.and_then(|root| survey.reader.in_repository(&survey.base.join(root))));
    let files = survey.documents().filter(|file| below(file, src).is_none());
    for file in files.filter(|file| !survey.records.contains(*file)) {
        let stem = path::stem(path::file_name(file));
        let folder = path::parent(file);
        let lower = stem.to_lowercase();
        let is_translation = names::translated(stem).is_some_and(|(original, _)| {
            let original = join(folder, &format!("{original}.md"));
            survey.has(&original)
        });
        let is_other = names::is(stem, Kind::Host) || is_aside(folder) || is_translation;
        let in_records = survey
            .record_folders
            .iter()
            .any(|(of, _)| below(file, of).is_some());
        if is_other || in_records || names::is_numbered(stem, Kind::Aside) {
            continue;
        }
        // Directives of mdBook end a path at white space.
        if file.contains(char::is_whitespace) {
            continue;
        }
        let is_readme = lower == "readme";
        let is_about_architecture = names::has(stem, Kind::Architecture)
            || folder
                .split('/')
                .next()
                .is_some_and(|top| names::is(top, Kind::Architecture));
        let list = if is_about_architecture {
            &mut outside.architecture
        } else if is_readme && is_component(survey, folder) {
            &mut outside.components
        } else if folder.is_empty() && !is_readme && names::has(stem, Kind::Guide) {
            &mut outside.guides
        } else {
            continue;
        };
        let real = survey.reader.in_repository(&survey.base.join(file));
        if real.is_none_or(|real| !seen.insert(real)) {
            continue;
        }
        let Some(document) = survey.document(file) else {
            continue;
        };
        if list.len() == MOST {
            let why = "more documents than a table of contents is for";
            let new = Left {
                count: 0,
                why: why.to_string(),
                folder: false,
            };
            left.entry(file.to_string()).or_insert(new).count += 1;
            continue;
        }
        let page = page(file, is_readme && !is_about_architecture);
        list.push(Found {
            file: file.to_string(),
            page,
            document,
        });
    }
    for list in [&mut outside.guides, &mut outside.components] {
        list.sort_by_key(|found| names::sort_key(&found.file));
    }
    outside
}

/// Whether the README of a folder is about a part of the project.
fn is_component(survey: &Survey, folder: &str) -> bool {
    let depth = folder.split('/').count();
    let is_member = survey.members.iter().any(|member| member == folder);
    !folder.is_empty() && (is_member || depth <= README_DEPTH)
}

/// The path of the page of a document.
fn page(file: &str, is_component: bool) -> String {
    let stem = path::stem(file);
    let name = if is_component {
        path::parent(file)
    } else {
        stem
    };
    let name = name.to_lowercase().replace('/', "-");
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if is_component {
        format!("components/{name}.md")
    } else {
        format!("{name}.md")
    }
}
