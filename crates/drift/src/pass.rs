//! The pass: compares the documents of a site with the repository.
//!
//! It looks at texts as they were loaded, so that what other passes generate is not judged.

use std::collections::HashSet;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::{PageId, Site, path};

#[cfg(feature = "history")]
use crate::checks::changes::sections::{self, Section};
use crate::checks::dates::Stated;
use crate::checks::template::{marks, prompts, slots};
use crate::checks::{changes, commands, dates, paths, tree, variables};
use crate::config::Config;
use crate::document::Document;
use crate::history::History;
use crate::lints;
use crate::lists::{DOCUMENT_FOLDERS, DOCUMENT_NAMES, OTHER_FOLDERS};
use crate::output::problems::{Grouped, Problem};
use crate::repository::Repository;

/// What the pass looks at.
#[derive(Debug)]
pub struct Input<'a> {
    /// The site; its loaded texts are looked at.
    pub site: &'a Site,
    /// What is not compared.
    pub config: &'a Config,
    /// Reads files of the repository.
    pub reader: &'a Reader,
    /// Pages that record what was true once.
    pub history: &'a HashSet<PageId>,
    /// The lints that need the history of each line are not allowed.
    pub with_history: bool,
}

/// Whether the path of a file, relative to the root of the repository, is that of an architecture document.
pub fn is_document(file: &str) -> bool {
    let lower = file.to_lowercase();
    let name = path::file_name(&lower);
    let folder = path::parent(&lower);
    let mut folders = folder.split('/');
    let is_named = DOCUMENT_NAMES.is_match(&path::stem(name).replace('_', " "));
    name.ends_with(".md")
        && (is_named
            || folders
                .clone()
                .any(|folder| DOCUMENT_FOLDERS.contains(folder)))
        && !folders.any(|folder| OTHER_FOLDERS.contains(folder))
}

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is not true.
    pub problems: Vec<Diagnostic>,
    /// Why a part was not compared, in a sentence.
    pub note: Option<String>,
}

/// Compares all documents of a site with the repository.
pub fn check(input: &Input<'_>) -> Outcome {
    let Input { site, .. } = input;
    let repository = Repository::new(input.reader, &site.root);
    let chosen: Vec<PageId> = chosen(input).collect();
    let read = |page: &PageId| {
        let path = repository_path(site, *page);
        Document::read(site.source_text(*page), path, &site.pages[*page].options)
    };
    let documents: Vec<Document<'_>> = chosen.iter().map(read).collect();
    let unread = variables::unread(&documents, &repository);
    let mut problems = Vec::new();
    let (open, history, note) = dates_of(&chosen, &documents, input, &repository, &mut problems);
    for (index, ((page, document), unread)) in chosen.iter().zip(&documents).zip(unread).enumerate()
    {
        let mut push = |problem: Problem| problems.push(problem.at(*page));
        let trees = tree::judge::trees(document, &repository);
        let place = open.iter().position(|known| *known == index);
        if input.with_history
            && let Some(history) = &history
            && let Some(place) = place
        {
            for outgrown in changes::outgrown(history, place, document, &trees.believed) {
                push(Problem::Outgrown(outgrown));
            }
            for vanished in changes::vanished(history, place, document, &repository) {
                push(Problem::Vanished(vanished));
            }
        }
        for missing in trees.missing {
            push(Problem::Tree(missing));
        }
        for incomplete in trees.incomplete {
            push(Problem::Incomplete(incomplete));
        }
        for unknown in commands::unknown(document, &repository) {
            push(Problem::Command(unknown));
        }
        for missing in paths::missing(document, &repository) {
            push(Problem::Path(missing));
        }
        for unread in unread {
            push(Problem::Variable(unread));
        }
        let prompts = prompts::prompts(document);
        let slots = slots::slots(document, &prompts);
        let prompts = if input.config.strip_prompts {
            Vec::new()
        } else {
            prompts
        };
        for group in Grouped::by_section(document, &lints::LEFTOVER_PROMPT, prompts) {
            push(Problem::Template(group));
        }
        for group in Grouped::by_section(document, &lints::UNFILLED_PLACEHOLDER, slots) {
            push(Problem::Template(group));
        }
        for group in Grouped::by_line(document, &lints::CHAT_RESIDUE, marks::chat_marks(document)) {
            push(Problem::Template(group));
        }
        for group in Grouped::by_line(document, &lints::OPEN_MARKER, marks::open_markers(document))
        {
            push(Problem::Template(group));
        }
        for range in marks::empty_fences(document) {
            push(Problem::EmptyFence(range));
        }
    }
    Outcome { problems, note }
}

/// Adds what is wrong with the dates of documents. Returns the history, if one states a date or other checks need it,
/// with the indexes of the documents that it is about.
fn dates_of(
    pages: &[PageId],
    documents: &[Document<'_>],
    input: &Input<'_>,
    repository: &Repository<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<usize>, Option<History>, Option<String>) {
    let mut open: Vec<(usize, Stated)> = Vec::new();
    for (index, (page, document)) in pages.iter().zip(documents).enumerate() {
        for stated in dates::stated(document) {
            match dates::wrong(document, &stated) {
                Some(wrong) => problems.push(Problem::Date(stated, wrong).at(*page)),
                None => open.push((index, stated)),
            }
        }
    }
    let dated = |index: &usize| input.with_history || open.iter().any(|(dated, _)| dated == index);
    let needed: Vec<usize> = (0..documents.len()).filter(dated).collect();
    if needed.is_empty() {
        return (needed, None, None);
    }
    let paths: Vec<String> = needed
        .iter()
        .map(|index| documents[*index].path.clone())
        .collect();
    let history = match History::read(&input.site.root, repository, &paths) {
        Ok(history) => history,
        Err(note) => return (needed, None, Some(note)),
    };
    for (index, stated) in open {
        let place = needed.iter().position(|needed| *needed == index);
        let age = history
            .as_ref()
            .zip(place)
            .and_then(|(history, place)| history.age(place));
        if let Some(wrong) = age.and_then(|age| dates::wrong_by_history(&stated, &age)) {
            problems.push(Problem::Date(stated, wrong).at(pages[index]));
        }
    }
    (needed, history, None)
}

/// The sections of all documents of a site that name existing paths, with what changed there since they were written; the
/// most changed first.
///
/// # Errors
/// A sentence, if the history cannot be used.
#[cfg(feature = "history")]
pub fn sections(input: &Input<'_>) -> Result<Vec<Section>, String> {
    let Input { site, .. } = input;
    let repository = Repository::new(input.reader, &site.root);
    let documents: Vec<Document<'_>> = chosen(input)
        .map(|page| {
            let path = repository_path(site, page);
            Document::read(site.source_text(page), path, &site.pages[page].options)
        })
        .collect();
    let paths: Vec<String> = documents
        .iter()
        .map(|document| document.path.clone())
        .collect();
    let history = History::read(&site.root, &repository, &paths)?;
    let Some(history) = history else {
        return Err("there is no git history to compare with".to_string());
    };
    let documents = documents.iter().enumerate();
    let mut sections: Vec<Section> = documents
        .flat_map(|(index, document)| sections::sections(&history, index, document, &repository))
        .collect();
    sections.sort_by(|a, b| {
        let key = |section: &Section| (section.share(), section.edited);
        key(b)
            .cmp(&key(a))
            .then_with(|| (&a.file, a.line).cmp(&(&b.file, b.line)))
    });
    Ok(sections)
}

/// The pages that are compared.
fn chosen(input: &Input<'_>) -> impl Iterator<Item = PageId> {
    let Input {
        site,
        config,
        history,
        ..
    } = input;
    (0..site.sources.len()).filter(move |page| {
        let file = site.sources[*page].file.as_deref();
        file.is_some_and(|file| {
            let src = site.src.to_string_lossy().replace('\\', "/");
            let file = path::join(&src, file).unwrap_or_default();
            let is_excluded = config.exclude.iter().any(|pattern| pattern.matches(&file));
            !site.pages[*page].unread && !history.contains(page) && !is_excluded
        })
    })
}

/// The path of a page's file, relative to the root of the repository.
fn repository_path(site: &Site, page: PageId) -> String {
    let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (book, root) = (real(&site.book_root), real(&site.root));
    let book = book
        .strip_prefix(&root)
        .map(path::slashes)
        .unwrap_or_default();
    let src = path::slashes(&site.src);
    let file = site.sources[page].file.as_deref().unwrap_or_default();
    let folder = path::join(&book, &src).unwrap_or_default();
    path::join(&folder, file).unwrap_or_else(|| file.to_string())
}
