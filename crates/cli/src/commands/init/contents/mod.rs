//! What a new book contains: its chapters in order, and the pages that are made for it.
//!
//! It decides and writes nothing. Documents outside `src` become pages that include them.

mod documents;
mod outside;
mod summary;
mod tree;

use std::collections::BTreeMap;

use archsite_core::site::path;

pub(super) use self::documents::Left;
pub(super) use self::tree::Chapter;
use crate::commands::init::layout::Layout;
use crate::commands::init::survey::names::{self, Kind};
use crate::commands::init::survey::{Document, Survey, below, join};

/// Sections of level 2 from which on a document is split, and its least size in bytes.
const SPLIT: (usize, usize) = (5, 6_000);

/// Most documents that are in a folder with one that is split.
const MOST_BESIDE: usize = 3;

/// Most manifests that `mdbook serve` is told to watch.
const MOST_WATCHED: usize = 20;

/// What a new book contains. Paths of chapters and pages are relative to `src`.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The first chapter.
    pub(super) introduction: Option<Chapter>,
    /// The chapters, in parts.
    pub(super) parts: Vec<Part>,
    /// Pages that are made.
    pub(super) pages: Vec<Page>,
    /// Chapters that are split.
    pub(super) split: Vec<String>,
    /// Documents that are left out, relative to the folder of `book.toml`.
    pub(super) left: BTreeMap<String, Left>,
    /// Files outside `src` that pages are made of, relative to the folder of `book.toml`.
    pub(super) watched: Vec<String>,
    /// Some documents have front matter, which mdBook shows.
    pub(super) has_front_matter: bool,
}

/// Chapters with a title above them in the table of contents.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) chapters: Vec<Chapter>,
}

/// A page that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) file: String,
    pub(super) text: String,
}

impl Contents {
    /// Chooses and arranges the chapters.
    pub(super) fn new(survey: &Survey, layout: &Layout) -> Contents {
        let src = layout.src.as_str();
        let chosen = documents::choose(survey, src);
        let mut contents = Contents {
            left: chosen.left,
            has_front_matter: chosen.documents.values().any(|d| d.has_front_matter),
            ..Contents::default()
        };
        let mut documents = chosen.documents;
        contents.introduce(survey, src, &mut documents);
        let outside = outside::find(survey, src, &mut contents.left);
        let mut architecture = contents.include(survey, src, &outside.architecture);
        let technologies = contents.technologies(survey, src);
        let decisions = contents.decisions(survey, src, &documents);
        let more_guides = contents.include(survey, src, &outside.guides);
        let components = contents.include(survey, src, &outside.components);
        // What a run that was stopped has made is not a document of the author.
        documents.retain(|file, _| !contents.pages.iter().any(|page| page.file == *file));
        let mut product = Vec::new();
        let mut guides = Vec::new();
        let mut folders = Vec::new();
        for name in tops(&documents) {
            let chapters = match name.strip_suffix('/') {
                Some(folder) => tree::folder(&documents, folder),
                None => vec![Chapter::of(&name, &documents[&name])],
            };
            let stem = path::stem(name.trim_end_matches('/'));
            let has_front = chapters.len() == 1;
            if survey
                .record_folders
                .iter()
                .any(|(folder, _)| *folder == join(src, stem))
            {
                // Its README goes with the index of the records.
                continue;
            } else if names::has(stem, Kind::Architecture) {
                architecture.extend(chapters);
            } else if names::has(stem, Kind::Product) {
                product.extend(chapters);
            } else if has_front {
                guides.extend(chapters);
            } else {
                let title = names::in_words(name.trim_end_matches('/'));
                folders.push(Part { title, chapters });
            }
        }
        contents.split(survey, src, &documents, &architecture);
        architecture.extend(technologies);
        guides.extend(more_guides);
        contents.part("Architecture", architecture);
        contents.part("Decisions", decisions);
        contents.part("Product", product);
        contents.part("Guides", guides);
        for folder in folders {
            contents.part(&folder.title, folder.chapters);
        }
        contents.part("Components", components);
        contents
    }

    /// The first chapter: the page of `src` that introduces it, else the README of the
    /// repository.
    fn introduce(
        &mut self,
        survey: &Survey,
        src: &str,
        documents: &mut BTreeMap<String, Document>,
    ) {
        let rank = |file: &str| names::rank(path::stem(file), Kind::Introduction);
        let fronts = documents.keys().filter(|file| !file.contains('/'));
        let fronts = fronts.filter(|file| rank(file).is_some());
        let own = fronts.min_by_key(|file| rank(file)).cloned();
        let readme = outside::readme(survey, "").filter(|_| !src.is_empty());
        let is_made = |own: &String| {
            let text = survey.reader.read(&survey.base.join(src).join(own));
            let readme = readme.as_ref();
            text.is_ok_and(|text| readme.is_some_and(|readme| text == include(src, own, readme)))
        };
        if let Some(own) = own.filter(|own| !is_made(own)) {
            let document = documents.remove(&own).unwrap_or_default();
            self.introduction = Some(Chapter::of(&own, &document));
            return;
        }
        if let Some(readme) = &readme {
            let page = self.page_of(survey, src, readme, "introduction.md");
            self.introduction = Some(Chapter::new("Introduction", page));
        }
    }

    /// Pages for documents outside `src`: chapters that include them.
    fn include(&mut self, survey: &Survey, src: &str, files: &[outside::Found]) -> Vec<Chapter> {
        let mut chapters = Vec::new();
        for found in files {
            let page = self.page_of(survey, src, &found.file, &found.page);
            chapters.push(Chapter {
                title: Chapter::of(&found.file, &found.document).title,
                file: page,
                below: Vec::new(),
            });
        }
        chapters
    }

    /// Makes a page of a document outside `src`. Returns its path.
    fn page_of(&mut self, survey: &Survey, src: &str, file: &str, page: &str) -> String {
        let include = |page: &str| include(src, page, file);
        let page = self.free(survey, src, page, &include);
        self.watched.push(file.to_string());
        page
    }

    /// Adds a page under a name that no file has, or under that of the file that it already is.
    fn free(
        &mut self,
        survey: &Survey,
        src: &str,
        page: &str,
        text: &dyn Fn(&str) -> String,
    ) -> String {
        let stem = path::stem(page);
        let names = std::iter::once(page.to_string());
        let names = names.chain((2..).map(|number| format!("{stem}-{number}.md")));
        for file in names {
            let whole = survey.base.join(src).join(&file);
            let text = text(&file);
            let is_same = survey.reader.read(&whole).is_ok_and(|old| old == text);
            let is_used = self.pages.iter().any(|page| page.file == file);
            if !is_used && (is_same || std::fs::symlink_metadata(&whole).is_err()) {
                self.pages.push(Page {
                    file: file.clone(),
                    text,
                });
                return file;
            }
        }
        page.to_string()
    }

    /// The page with the table of technologies, if there are any.
    fn technologies(&mut self, survey: &Survey, src: &str) -> Option<Chapter> {
        if !survey.has_technologies {
            return None;
        }
        let text = |_: &str| "# Technologies\n\n<!-- archsite: tech-stack -->\n".to_string();
        let page = self.free(survey, src, "technologies.md", &text);
        let manifests = survey
            .manifests
            .iter()
            .filter(|file| below(file, src).is_none());
        let manifests: Vec<String> = manifests.cloned().collect();
        if manifests.len() <= MOST_WATCHED {
            self.watched.extend(manifests);
        }
        Some(Chapter::new("Technologies", page))
    }

    /// The index of decision records, with what their folders say about them below it.
    fn decisions(
        &mut self,
        survey: &Survey,
        src: &str,
        documents: &BTreeMap<String, Document>,
    ) -> Vec<Chapter> {
        if survey.record_folders.is_empty() {
            return Vec::new();
        }
        let text = |_: &str| "# Decision records\n\n<!-- archsite: adr-index -->\n".to_string();
        let page = self.free(survey, src, "decisions.md", &text);
        let mut chapter = Chapter::new("Decision records", page);
        for (folder, _) in &survey.record_folders {
            match below(folder, src) {
                Some(inside) => {
                    let fronts = documents
                        .iter()
                        .filter(|(file, _)| path::parent(file) == inside);
                    let fronts = fronts.filter(|(file, _)| documents::is_front(file));
                    chapter
                        .below
                        .extend(fronts.map(|(file, document)| Chapter::of(file, document)));
                }
                None => self.watched.push(folder.clone()),
            }
        }
        vec![chapter]
    }

    /// Chooses the documents that are split: long ones about the architecture.
    fn split(
        &mut self,
        survey: &Survey,
        src: &str,
        documents: &BTreeMap<String, Document>,
        architecture: &[Chapter],
    ) {
        let mut open: Vec<&Chapter> = architecture.iter().collect();
        while let Some(chapter) = open.pop() {
            open.extend(&chapter.below);
            let included = || {
                let page = self.pages.iter().find(|page| page.file == chapter.file)?;
                let file = page
                    .text
                    .trim()
                    .strip_prefix("{{#include ")?
                    .strip_suffix("}}")?;
                let file = path::join(&join(src, path::parent(&chapter.file)), file)?;
                survey.document(&file)
            };
            let document = documents.get(&chapter.file).cloned().or_else(included);
            // A document that is cut up by hand already has its sections beside it.
            let folder = path::parent(&chapter.file);
            let beside = documents.keys().filter(|file| path::parent(file) == folder);
            let is_section = !folder.is_empty() && beside.count() > MOST_BESIDE;
            let is_readme = documents::is_front(&chapter.file);
            if !is_readme && !is_section && document.is_some_and(|document| is_long(&document)) {
                self.split.push(chapter.file.clone());
            }
        }
        self.split_sharded(survey, src, documents);
        self.split.sort();
        self.split.dedup();
    }

    /// Chooses the documents that a BMAD project has split for agents, of any length.
    fn split_sharded(
        &mut self,
        survey: &Survey,
        src: &str,
        documents: &BTreeMap<String, Document>,
    ) {
        let projects = survey.bmad.iter();
        for (file, folder) in projects.flat_map(|project| project.documents()) {
            let file = file.strip_prefix(&survey.base).map(path::slashes);
            let folder = folder.strip_prefix(&survey.base).map(path::slashes);
            let (Ok(file), Ok(folder)) = (file, folder) else {
                continue;
            };
            let chapter = below(&file, src).filter(|_| below(&file, &folder).is_none());
            let sections = |chapter: &&str| documents.get(*chapter).map_or(0, |d| d.sections);
            self.split
                .extend(chapter.filter(|c| sections(c) > 1).map(ToString::to_string));
        }
    }

    /// Whether a chapter that is listed is split without being asked for: a long one about the
    /// architecture.
    pub(super) fn is_split_by_default(survey: &Survey, file: &str) -> bool {
        let is_named = names::has(path::stem(path::file_name(file)), Kind::Architecture);
        is_named
            && survey
                .document(file)
                .is_some_and(|document| is_long(&document))
    }

    fn part(&mut self, title: &str, mut chapters: Vec<Chapter>) {
        if !chapters.is_empty() {
            tree::distinguish(&mut chapters);
            self.parts.push(Part {
                title: title.to_string(),
                chapters,
            });
        }
    }

    /// Number of chapters.
    pub(super) fn count(&self) -> usize {
        let chapters = self.parts.iter().flat_map(|part| &part.chapters);
        let chapters = chapters.chain(&self.introduction);
        chapters.map(Chapter::count).sum()
    }

    /// The text of `SUMMARY.md`.
    pub(super) fn summary(&self) -> String {
        summary::text(self)
    }
}

/// The text of a page of `src` that includes a file.
fn include(src: &str, page: &str, file: &str) -> String {
    let folder = join(src, path::parent(page));
    format!("{{{{#include {}}}}}\n", path::relative(&folder, file))
}

fn is_long(document: &Document) -> bool {
    let (sections, size) = SPLIT;
    document.sections >= sections && document.size >= size
}

/// The documents and folders directly in `src`, in order; folders end with `/`.
fn tops(documents: &BTreeMap<String, Document>) -> Vec<String> {
    let mut tops: Vec<String> = Vec::new();
    for file in documents.keys() {
        let top = match file.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => file.clone(),
        };
        if !tops.contains(&top) {
            tops.push(top);
        }
    }
    tops.sort_by_key(|top| (top.ends_with('/'), tree::order(top.trim_end_matches('/'))));
    tops
}
