//! What changed in the code that a section names, since the section was written: a list for people.

use std::collections::HashSet;

use archsite_core::site::path;
use jiff::civil::Date;

use crate::checks::changes::line_of;
use crate::document::Document;
use crate::history::History;
use crate::repository::Repository;

/// A section, and what changed in the files that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The document, relative to the root of the repository.
    pub file: String,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Titles from the outermost to its own.
    pub titles: Vec<String>,
    /// The day on which it was last changed.
    pub changed: Date,
    /// Paths that it names, relative to the root of the repository.
    pub paths: Vec<String>,
    /// Files below these paths that are new since then.
    pub added: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files with another name.
    pub renamed: usize,
    /// Files with another content.
    pub edited: usize,
    /// Files below the paths now.
    pub files: usize,
}

impl Section {
    /// The share of files that were added, removed or renamed, in percent.
    pub fn share(&self) -> usize {
        (self.added + self.removed + self.renamed) * 100 / self.files.max(1)
    }
}

/// The sections of a document that name existing paths.
pub(crate) fn sections(
    history: &History,
    index: usize,
    document: &Document<'_>,
    repository: &Repository<'_>,
) -> Vec<Section> {
    let lines = history.lines(index, document);
    let mut sections = Vec::new();
    for (at, heading) in document.headings.iter().enumerate() {
        let start = heading.range.start;
        let next = document.headings.get(at + 1);
        let end = next.map_or(document.source.len(), |next| next.range.start);
        let paths = named(document, start..end, repository);
        let (first, last) = (
            line_of(document.source, start),
            line_of(document.source, end),
        );
        let written = lines.get(first..last.min(lines.len())).unwrap_or_default();
        let since = written
            .iter()
            .map(|line| line.commit)
            .max_by_key(|commit| commit.seconds());
        let Some(since) = since.filter(|_| !paths.is_empty()) else {
            continue;
        };
        let mut section = Section {
            file: document.path.clone(),
            line: first + 1,
            titles: document
                .titles(start)
                .into_iter()
                .rev()
                .map(str::to_string)
                .collect(),
            changed: since.date(),
            paths: Vec::new(),
            added: 0,
            removed: 0,
            renamed: 0,
            edited: 0,
            files: 0,
        };
        for path in paths {
            if let Some(changes) = history.git.changes(since, &path) {
                section.added += changes.added;
                section.removed += changes.removed;
                section.renamed += changes.renamed;
                section.edited += changes.changed;
                section.files += changes.files;
                section.paths.push(path);
            }
        }
        if section.files > 0 {
            sections.push(section);
        }
    }
    sections
}

/// The existing paths that code spans of a part of a document name, without those below others.
fn named(
    document: &Document<'_>,
    part: std::ops::Range<usize>,
    repository: &Repository<'_>,
) -> Vec<String> {
    let spans = document
        .spans
        .iter()
        .filter(|span| part.contains(&span.range.start));
    let paths = spans.filter_map(|span| {
        let text = span
            .text
            .trim()
            .trim_start_matches("./")
            .trim_end_matches('/');
        let is_path = text.contains('/') || span.text.trim().ends_with('/');
        let here = path::join(document.folder(), text).filter(|path| repository.exists(path));
        let found = repository.exists(text).then(|| text.to_string()).or(here);
        found.filter(|path| is_path && !path.is_empty())
    });
    let paths: HashSet<String> = paths.collect();
    let is_below = |path: &String| {
        paths
            .iter()
            .any(|other| path.starts_with(&format!("{other}/")))
    };
    let mut own: Vec<String> = paths
        .iter()
        .filter(|path| !is_below(path))
        .cloned()
        .collect();
    own.sort();
    own
}
