//! Many files that no SUMMARY.md lists: one problem for their folder.
//!
//! It works on problems that have their levels, so that what a rule allows is not counted.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Level, Location};
use archsite_core::site::Site;
use archsite_core::site::path;
use archsite_links::lints;

use crate::report::findings::finding::Finding;
use crate::report::locate::Locator;

/// Fewest files of a folder that are one problem.
const MANY: usize = 4;
/// How many of them are named.
const NAMED: usize = 3;

/// A folder with files that are not in the book.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Folder {
    /// Relative to `src`; empty for `src` itself.
    path: String,
    /// Nothing below it is in the book, so that files of its folders count too.
    whole: bool,
    deny: bool,
}

/// Joins the findings of a folder with many such files.
pub(super) fn gather(all: Vec<Finding>, site: &Site, locator: &Locator<'_>) -> Vec<Finding> {
    let used = used_folders(site);
    let mut folders: HashMap<Folder, Vec<String>> = HashMap::new();
    for finding in &all {
        if let Some(file) = orphan(finding, site) {
            let folder = folder_of(&file, &used, finding.level);
            folders.entry(folder).or_default().push(file);
        }
    }
    folders.retain(|_, files| files.len() >= MANY);
    if folders.is_empty() {
        return all;
    }
    let mut kept = Vec::new();
    for finding in all {
        let folder = orphan(&finding, site).map(|file| folder_of(&file, &used, finding.level));
        let Some(folder) = folder else {
            kept.push(finding);
            continue;
        };
        match folders.get_mut(&folder).map(std::mem::take) {
            // The first finding reports all files, and the others are dropped.
            Some(files) if !files.is_empty() => {
                kept.push(one_for_all(&folder, files, finding, site, locator));
            }
            Some(_) => {}
            None => kept.push(finding),
        }
    }
    kept
}

/// The file of a problem about a page that is not in the book, relative to `src`.
fn orphan(finding: &Finding, site: &Site) -> Option<String> {
    let diagnostic = &finding.diagnostic;
    if diagnostic.lint != &lints::ORPHAN_PAGE {
        return None;
    }
    match &diagnostic.labels.first()?.place {
        Location::File { file, .. } => file.strip_prefix(&site.src).ok().map(path::slashes),
        _ => None,
    }
}

/// The folders that have a file of the book in them or below them.
fn used_folders(site: &Site) -> HashSet<String> {
    let mut used = HashSet::from([String::new()]);
    for file in site.pages.iter().filter_map(|p| p.source_path.as_deref()) {
        let mut folder = path::parent(file);
        while !folder.is_empty() && used.insert(folder.to_string()) {
            folder = path::parent(folder);
        }
    }
    used
}

/// The folder that a file is counted for: the topmost one with nothing of the book in it, else
/// its own.
fn folder_of(file: &str, used: &HashSet<String>, level: Level) -> Folder {
    let own = path::parent(file);
    let ends = own.match_indices('/').map(|(at, _)| at).chain([own.len()]);
    let mut ways = ends.map(|end| &own[..end]);
    let unused = ways.find(|folder| !used.contains(*folder));
    Folder {
        path: unused.unwrap_or(own).to_string(),
        whole: unused.is_some(),
        deny: level == Level::Deny,
    }
}

fn one_for_all(
    folder: &Folder,
    mut files: Vec<String>,
    first: Finding,
    site: &Site,
    locator: &Locator<'_>,
) -> Finding {
    files.sort();
    let count = files.len();
    let name = path::slashes(&site.src.join(&folder.path));
    let (place, pattern) = if folder.whole {
        ("below", "**")
    } else {
        ("in", "*.md")
    };
    let message = format!(
        "{count} Markdown files {place} `{name}` are not in SUMMARY.md, and nothing includes them: \
         {}",
        sentence::list_first(&files, NAMED)
    );
    // A help that names the file is about that file alone.
    let own_help = first.diagnostic.help.filter(|help| !help.contains(".md)"));
    let help = own_help.unwrap_or_else(|| {
        format!(
            "add them to SUMMARY.md, or move them out of `src`; to keep them there, allow \
             `orphan-page` for `{name}/{pattern}` in [[preprocessor.archsite.lint-overrides]]"
        )
    });
    let place = Location::file(site.src.join(&folder.path));
    let location = locator.locate(&place);
    let diagnostic = Diagnostic::new(&lints::ORPHAN_PAGE, message)
        .at(place, "not published")
        .help(help);
    Finding {
        level: first.level,
        diagnostic,
        locations: vec![location],
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_for_the_topmost_folder_without_a_page() {
        let used = HashSet::from([String::new(), "guide".to_string()]);
        let check = |file: &str, expected: (&str, bool)| {
            let folder = folder_of(file, &used, Level::Warn);
            assert_eq!((folder.path.as_str(), folder.whole), expected, "{file}");
        };
        check("a.md", ("", false));
        check("guide/a.md", ("guide", false));
        check("guide/old/deep/a.md", ("guide/old", true));
        check("archive/2020/a.md", ("archive", true));
    }
}
