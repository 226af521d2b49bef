//! Files that mdBook needs for a build: those that book.toml names, and all below `src`, which it
//! copies.
//!
//! It asks whether files are there and opens none.

use std::collections::HashSet;
use std::path::Path;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::fs::Reader;
use archsite_core::site::Site;

use crate::config::Output;
use crate::lints::messages::book::inputs::{missing_input, no_search_chapter, uncopied_file};
use crate::lints::messages::whole_file;

/// Checks them, where the html renderer runs. Returns the files below `src` that cannot be copied.
pub(crate) fn check(
    site: &Site,
    output: &Output,
    reader: &Reader,
    problems: &mut Vec<Diagnostic>,
) -> HashSet<String> {
    if !output.builds {
        return HashSet::new();
    }
    let src = site.book_root.join(&site.src);
    for input in &output.inputs {
        let folder = if input.in_src {
            src.clone()
        } else {
            site.book_root.clone()
        };
        let path = folder.join(&input.path);
        let is_there = if input.is_folder {
            reader.is_folder(&path)
        } else {
            reader.is_file(&path)
        };
        if !is_there && !reader.is_outside(&path) {
            let target = reader.dangling(&path);
            problems.push(missing_input(input, target));
        }
    }
    for key in output.search_chapters.iter().filter(|_| output.search) {
        let mut pages = site.pages.iter();
        let is_meant = |path: &String| Path::new(path).starts_with(key);
        if !pages.any(|page| {
            page.source_path
                .as_ref()
                .or(page.path.as_ref())
                .is_some_and(is_meant)
        }) {
            problems.push(no_search_chapter(key));
        }
    }
    let build_dir = site.book_root.join(&output.build_dir);
    // Chapters that cannot be read are reported as such.
    let pages = site.pages.iter();
    let chapters: HashSet<&str> = pages.filter_map(|p| p.source_path.as_deref()).collect();
    let mut uncopied = HashSet::new();
    for found in reader.uncopied(&src, Some(&build_dir)) {
        if !chapters.contains(found.file.as_str()) {
            let place = whole_file(site, &found.file);
            problems.push(uncopied_file(&found, place));
        }
        uncopied.insert(found.file);
    }
    uncopied
}
