//! Problems of links to pages that splitting adds to the site.
//!
//! Links are judged where the author wrote them, before documents are split. A link to one of the
//! new pages has no target at that time, so its problem is judged again afterwards.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::resolve::{Destination, PageAnchors};
use archsite_core::site::{Page, Site, path};

use crate::lints;

/// A problem that the link check found.
#[derive(Debug)]
pub struct LinkProblem {
    /// The problem.
    pub diagnostic: Diagnostic,
    /// The path on the site where there was nothing, at the end of all redirects.
    pub(crate) missing: Option<String>,
}

impl From<Diagnostic> for LinkProblem {
    fn from(diagnostic: Diagnostic) -> LinkProblem {
        LinkProblem {
            diagnostic,
            missing: None,
        }
    }
}

/// The problems that remain after pages were added to the site. A link to one of these pages is
/// right, unless the page lacks its anchor.
pub fn remaining(site: &Site, problems: Vec<LinkProblem>) -> Vec<Diagnostic> {
    if problems.iter().all(|problem| problem.missing.is_none()) {
        return diagnostics(problems);
    }
    let added = site.pages[site.sources.len()..].iter();
    let pages: HashMap<String, &Page> = added
        .filter_map(|page| Some((page.path.as_ref()?, page)))
        .map(|(path, page)| (format!("{}.html", path::stem(path)), page))
        .collect();
    let mut added = Added {
        site,
        folders: pages
            .keys()
            .map(|path| first_folder(path).to_string())
            .collect(),
        pages,
        anchors: HashMap::new(),
    };
    let mut problems = problems;
    problems.retain_mut(|problem| match &problem.missing {
        Some(path) => added.is_problem(path, &mut problem.diagnostic),
        None => true,
    });
    diagnostics(problems)
}

fn diagnostics(problems: Vec<LinkProblem>) -> Vec<Diagnostic> {
    let problems = problems.into_iter();
    problems
        .map(|problem| Diagnostic {
            cause: problem.missing,
            ..problem.diagnostic
        })
        .collect()
}

/// The first folder of a path on the site.
fn first_folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

/// The added pages.
struct Added<'s> {
    site: &'s Site,
    /// The pages by path on the site.
    pages: HashMap<String, &'s Page>,
    /// The folders at the top of the site that contain them.
    folders: HashSet<String>,
    /// Anchors of pages that a problem names.
    anchors: HashMap<String, PageAnchors>,
}

impl Added<'_> {
    /// Whether the problem of a link to `path` remains. Its message is corrected if the pages
    /// change it.
    fn is_problem(&mut self, path: &str, problem: &mut Diagnostic) -> bool {
        let Some(page) = self.pages.get(path) else {
            let is_ours = self.folders.contains(first_folder(path));
            if problem.lint == &lints::REDIRECT_ELSEWHERE && is_ours {
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
        let anchors = self.anchors.entry(path.to_string()).or_insert_with(|| {
            let outline = page.outline();
            PageAnchors::new(outline, outline.heading_ids(self.site.id_rules))
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
    }
}
