//! Problems that another pass, or a later phase, explains better or makes untrue.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use archsite_adr::Prepared as Records;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::resolve::{Destination, PageAnchors};
use archsite_core::site::{Page, Site, path};
use archsite_links::lints;

/// The problems of links that the pass of records has not explained better. What it says about a
/// file that is not copied goes where the link is good for readers.
pub(super) fn without_assets(
    links: Vec<Diagnostic>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.place.clone());
    let is_asset = |problem: &Diagnostic| problem.lint == &archsite_adr::lints::RECORD_ASSET;
    if !problems.iter().any(is_asset) {
        return links;
    }
    let dead: Vec<Option<Location>> = links.iter().map(place).collect();
    problems.retain(|problem| !is_asset(problem) || dead.contains(&place(problem)));
    let assets = problems.iter().filter(|problem| is_asset(problem));
    let assets: Vec<Option<Location>> = assets.map(place).collect();
    let links = links.into_iter();
    links
        .filter(|link| !assets.contains(&place(link)))
        .collect()
}

/// Says of records that are not in the book how they all come into it, where the book reads
/// records and has no index.
pub(super) fn name_index(site: &Site, records: &Records, problems: &mut [Diagnostic]) {
    if records.owner.is_some() {
        return;
    }
    let entries = records.records.entries.iter();
    let files: HashSet<PathBuf> = entries
        .map(|entry| path::clean(&site.root.join(&entry.file)))
        .collect();
    let orphans = problems.iter_mut();
    let orphans = orphans.filter(|problem| problem.lint == &lints::ORPHAN_PAGE);
    for problem in orphans {
        if let Some(Location::File { file, .. }) = problem.labels.first().map(|label| &label.place)
            && files.contains(&path::clean(&site.book_root.join(file)))
        {
            problem.help = Some(
                "add `<!-- archsite: adr-index -->` to a page: it lists all records and gives \
                 each a page of its own"
                    .to_string(),
            );
        }
    }
}

/// The first folder of a path on the site.
fn first_folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

/// Drops problems of links and redirects to a page which a later pass added. Whether that page
/// has the anchor that they name is judged here.
pub(super) fn drop_added(site: &Site, problems: &mut Vec<Diagnostic>) {
    let added = site.pages[site.sources.len()..].iter();
    let added: HashMap<String, &Page> = added
        .filter_map(|page| Some((page.path.as_ref()?, page)))
        .map(|(path, page)| (format!("{}.html", path::stem(path)), page))
        .collect();
    let folders: HashSet<&str> = added.keys().map(|path| first_folder(path)).collect();
    let mut anchors: HashMap<String, PageAnchors> = HashMap::new();
    problems.retain_mut(|problem| {
        let Some(path) = &problem.missing else {
            return true;
        };
        let Some(page) = added.get(path) else {
            if problem.lint == &lints::REDIRECT_ELSEWHERE && folders.contains(first_folder(path)) {
                problem.lint = &lints::BROKEN_REDIRECT;
                problem.message =
                    format!("the redirect leads to `/{path}`, which is not on the site");
                problem.help = Some("name a page that the document is split into".to_string());
            }
            return true;
        };
        let link = problem.link.clone().unwrap_or_default();
        let fragment = Destination::parse(&link).fragment.unwrap_or_default();
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        if fragment.is_empty() || fragment.eq_ignore_ascii_case("top") {
            return false;
        }
        let anchors = anchors.entry(path.clone()).or_insert_with(|| {
            let outline = page.outline();
            PageAnchors::new(outline, outline.heading_ids(site.id_rules))
        });
        if anchors.find(fragment).is_some() {
            return false;
        }
        problem.message = format!("the page `{path}` has no anchor `#{fragment}`");
        problem.help = Some("name an anchor of that page, or remove the fragment".to_string());
        problem.suggestion = None;
        if problem.lint == &lints::BROKEN_LINK {
            problem.lint = &lints::BROKEN_ANCHOR;
        } else if problem.lint == &lints::REDIRECT_ELSEWHERE {
            problem.lint = &lints::BROKEN_REDIRECT;
        }
        true
    });
}
