//! Which chapters are split, and what becomes of each: the half of the pass that only looks.
//!
//! Nothing of the site changes here but how the chosen pages are read.

use std::collections::HashSet;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::diagnostics::problems::unexpanded_includes;
use archsite_core::markdown::outline::{Describe, Heading};
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::config::{Config, Names};
use crate::plan;
use crate::plan::document::{Document, Input};
use crate::plan::names::expected_names::{
    candidate, is_expected_name, missing_names, twin, without_position,
};
use crate::plan::names::sequence::plain_titles;
use crate::problems::{ContractNamesMissing, DocumentNotFound, MisplacedPage, NothingToSplit};

/// Finds the pages to split, has their front matter read as metadata and what they say kept. Must run before
/// links are resolved.
pub fn prepare(site: &mut Site, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<PageId> {
    let mut chosen = Vec::new();
    let order = site.reading_order();
    for pattern in &config.documents {
        let matches = |id: &&PageId| {
            let page = &site.pages[**id];
            let paths = [&page.source_path, &page.path];
            page.path.is_some() && paths.into_iter().flatten().any(|p| pattern.matches(p))
        };
        let found: Vec<PageId> = order.iter().filter(matches).copied().collect();
        if found.is_empty() {
            let chapters = order
                .iter()
                .filter_map(|id| site.pages[*id].source_path.as_deref());
            problems.push(
                DocumentNotFound {
                    glob: &pattern.glob,
                    chapters: chapters.collect(),
                }
                .into(),
            );
        }
        chosen.extend(found);
    }
    chosen.sort_unstable();
    chosen.dedup();
    for id in &chosen {
        site.pages[*id].options.skip_front_matter = true;
        site.pages[*id].options.describe = if site.on_disk {
            Describe::Blocks
        } else {
            Describe::Sections
        };
    }
    chosen
}

/// Plans the chosen pages. One with nothing to split, or that cannot be split, is left out
/// and said why.
pub(crate) fn documents(
    site: &Site,
    chosen: &[PageId],
    input: &Input<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let Input { config, .. } = input;
    let mut documents: Vec<Document> = Vec::new();
    let first = site.first_page();
    for id in chosen {
        if input.includes {
            problems.extend(unexpanded_includes(*id, site.pages[*id].text.as_str()));
        }
        let page = &site.pages[*id];
        let outline = page.outline();
        let mut plan = plan::plan(page.text.as_str(), outline, config, *id, problems);
        if plan.pages.is_empty() {
            let all_kept = outline
                .headings
                .iter()
                .any(|h| h.root && h.level == plan.level);
            problems.push(
                NothingToSplit {
                    source: *id,
                    level: plan.level,
                    all_kept,
                }
                .into(),
            );
            // Agents find a document in its folder, however small it is.
            if input.target.in_book() {
                continue;
            }
            plan = plan::Plan::whole(page.text.as_str(), plan.level);
        }
        if plan.pages[0].ranges.is_empty() && !input.target.in_book() {
            // What somebody writes into the index goes to the start of the document.
            plan.pages[0].ranges.push(0..0);
        }
        let path = page.path.as_deref().unwrap_or_default();
        if first == Some(*id) && site.html && path.contains('/') {
            problems.push(MisplacedPage { source: *id, path }.into());
            continue;
        }
        let document = Document::new(site, *id, plan, input);
        let is_architecture = !path::stem(path).to_lowercase().ends_with("prd");
        // A folder that the project names for other documents has files that are its own.
        if config.names == Names::Bmad && (is_architecture || !config.expects_usual) {
            let names = missing_names(&document.names, &config.expected, config.expects_usual);
            if !names.is_empty() {
                let candidates = candidates(site, &document, &names);
                problems.push(
                    ContractNamesMissing {
                        source: *id,
                        names,
                        candidates,
                    }
                    .into(),
                );
            }
        }
        documents.push(document);
    }
    documents
}

/// For names that no section has: headings that could serve, if they had a page of their own.
fn candidates<'a>(
    site: &'a Site,
    document: &Document,
    names: &[String],
) -> Vec<(String, &'a Heading)> {
    let headings = &site.pages[document.page].outline().headings;
    let plain = plain_titles(headings);
    let taken: HashSet<usize> = document
        .plan
        .pages
        .iter()
        .zip(std::iter::once("").chain(document.names.iter().map(String::as_str)))
        .filter(|(_, name)| is_expected_name(name))
        .filter_map(|(page, _)| page.heading)
        .collect();
    let titles = || {
        let all = headings.iter().enumerate();
        let free = all
            .filter(|(index, heading)| heading.root && heading.level > 1 && !taken.contains(index));
        free.map(|(index, _)| (index, plain[index]))
    };
    let served_by = |name: &String| {
        let name = without_position(name);
        let has = |wanted: &str| document.names.iter().position(|other| other == wanted);
        let at = has(name).or_else(|| has(twin(name)?))?;
        document.plan.pages[at + 1].heading
    };
    names
        .iter()
        .filter_map(|name| {
            let heading = served_by(name).or_else(|| candidate(name, titles()))?;
            Some((name.clone(), &headings[heading]))
        })
        .collect()
}
