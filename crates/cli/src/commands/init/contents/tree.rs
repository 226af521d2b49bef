//! The order and the nesting of chapters, from the folders of their files.

use std::collections::{BTreeMap, BTreeSet};

use archsite_core::site::path;

use super::documents::is_front;
use crate::commands::init::survey::names::{self, Kind};
use crate::commands::init::survey::{Document, below, join};

/// A chapter of a new book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::commands::init) struct Chapter {
    pub(in crate::commands::init) title: String,
    /// Its file, relative to `src`.
    pub(in crate::commands::init) file: String,
    pub(in crate::commands::init) below: Vec<Chapter>,
}

impl Chapter {
    /// A chapter with nothing below it.
    pub(super) fn new(title: impl Into<String>, file: impl Into<String>) -> Chapter {
        Chapter {
            title: title.into(),
            file: file.into(),
            below: Vec::new(),
        }
    }

    /// The chapter of a document.
    pub(super) fn of(file: &str, document: &Document) -> Chapter {
        let title = without_number(document.title.trim());
        // A template has its title filled in later.
        if title.is_empty() || title.contains("{{") || title.starts_with('{') {
            Chapter::new(named(file), file)
        } else {
            Chapter::new(title, file)
        }
    }

    /// Number of chapters, this one included.
    pub(in crate::commands::init) fn count(&self) -> usize {
        1 + self.below.iter().map(Chapter::count).sum::<usize>()
    }
}

/// Gives chapters beside each other that have one title the names of their files.
pub(super) fn distinguish(chapters: &mut [Chapter]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for chapter in chapters.iter() {
        *counts.entry(chapter.title.to_lowercase()).or_default() += 1;
    }
    for chapter in chapters.iter_mut() {
        if counts
            .get(&chapter.title.to_lowercase())
            .is_some_and(|count| *count > 1)
        {
            chapter.title = named(&chapter.file);
        }
        distinguish(&mut chapter.below);
    }
}

/// The name of a document without a title: that of its folder, for the first page of one.
fn named(file: &str) -> String {
    let folder = path::parent(file);
    if is_front(file) && !folder.is_empty() {
        names::in_words(path::file_name(folder))
    } else {
        names::in_words(file)
    }
}

/// A title without the number in front, which mdBook gives to chapters.
fn without_number(title: &str) -> &str {
    let digits = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &title[..title.len() - digits.len()];
    let rest = digits.trim_start_matches([')', ':']).trim_start();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && (number.contains('.') || digits.len() != rest.len() && digits.starts_with([')', ':']))
        && digits.starts_with([' ', ')', ':']);
    if is_number && !rest.is_empty() {
        rest
    } else {
        title
    }
}

/// The chapters of a folder and of those below it: its first page, with the others below that,
/// else all of them in one list.
pub(super) fn folder(documents: &BTreeMap<String, Document>, folder: &str) -> Vec<Chapter> {
    let inside = documents
        .iter()
        .filter(|(file, _)| below(file, folder).is_some());
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    let mut front = None;
    let mut chapters = Vec::new();
    for (file, document) in inside {
        let rest = below(file, folder).unwrap_or(file);
        match rest.split_once('/') {
            Some((name, _)) => drop(folders.insert(name)),
            None if is_front(rest) && front.is_none() => front = Some(Chapter::of(file, document)),
            None => chapters.push(Chapter::of(file, document)),
        }
    }
    chapters.sort_by_key(|chapter| order(&chapter.file));
    let mut folders: Vec<&str> = folders.into_iter().collect();
    folders.sort_by_key(|name| names::sort_key(name));
    for name in folders {
        chapters.extend(self::folder(documents, &join(folder, name)));
    }
    match front {
        Some(front) => vec![Chapter {
            below: chapters,
            ..front
        }],
        None => chapters,
    }
}

/// What comes first among the documents of a folder.
pub(super) fn order(file: &str) -> impl Ord + use<> {
    let stem = path::stem(path::file_name(file));
    let rank = names::rank(stem, Kind::Introduction).unwrap_or(usize::MAX);
    (rank, names::sort_key(path::file_name(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_titles_are_left_to_mdbook() {
        assert_eq!(without_number("1. Goals"), "Goals");
        assert_eq!(without_number("2.3 Context"), "Context");
        assert_eq!(without_number("4) View"), "View");
        assert_eq!(without_number("2024 roadmap"), "2024 roadmap");
        assert_eq!(without_number("3.0"), "3.0");
        assert_eq!(without_number("42"), "42");
    }

    #[test]
    fn the_first_page_of_a_folder_has_the_others_below_it() {
        let names = ["g/README.md", "g/10.md", "g/9.md", "g/deep/x.md", "h/a.md"];
        let documents = names.map(|name| (name.to_string(), Document::default()));
        let documents = documents.into_iter().collect();
        let chapters = folder(&documents, "g");
        assert_eq!(chapters.len(), 1);
        let below: Vec<&str> = chapters[0].below.iter().map(|c| c.file.as_str()).collect();
        assert_eq!(below, ["g/9.md", "g/10.md", "g/deep/x.md"]);
        assert_eq!(chapters[0].title, "G");
        assert_eq!(chapters[0].count(), 4);
    }
}
