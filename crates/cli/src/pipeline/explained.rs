//! Problems of links that the pass of records explains better.

use std::collections::HashSet;
use std::path::PathBuf;

use archsite_adr::Prepared as Records;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::{Site, path};
use archsite_links::{LinkProblem, lints};

/// The problems of links that the pass of records has not explained better. What it says about a
/// file that is not copied goes where the link is good for readers.
pub(super) fn without_assets(
    links: Vec<LinkProblem>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<LinkProblem> {
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.place.clone());
    let is_asset = |problem: &Diagnostic| problem.lint == &archsite_adr::lints::RECORD_ASSET;
    if !problems.iter().any(is_asset) {
        return links;
    }
    let dead: Vec<Option<Location>> = links.iter().map(|link| place(&link.diagnostic)).collect();
    problems.retain(|problem| !is_asset(problem) || dead.contains(&place(problem)));
    let assets = problems.iter().filter(|problem| is_asset(problem));
    let assets: Vec<Option<Location>> = assets.map(place).collect();
    let links = links.into_iter();
    links
        .filter(|link| !assets.contains(&place(&link.diagnostic)))
        .collect()
}

/// Says of records that are not in the book how they all come into it, where the book reads
/// records and has no index.
pub(super) fn name_index(site: &Site, records: &Records, problems: &mut [LinkProblem]) {
    if records.owner.is_some() {
        return;
    }
    let entries = records.records.entries.iter();
    let files: HashSet<PathBuf> = entries
        .map(|entry| path::clean(&site.root.join(&entry.file)))
        .collect();
    let orphans = problems.iter_mut().map(|problem| &mut problem.diagnostic);
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
