//! One document that is split: everything known about it before a page is written.
//!
//! Looks things up and works things out; it writes no text.

use archsite_core::fs::Reader;
use archsite_core::markdown::outline::Outline;
use archsite_core::site::resolve::Resolution;
use archsite_core::site::{PageId, Site};

use crate::config::Config;
use crate::plan::Plan;
use crate::plan::names;
use crate::plan::names::{Naming, Titled};
use crate::plan::target::Target;
use crate::rewrite::anchor_map::AnchorMap;
use crate::rewrite::owners::Owners;
use crate::rewrite::shared_definitions;
use crate::rewrite::shared_definitions::{NoteIndex, SharedDefinitions};

/// What the pass looks at besides the site.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the user wants.
    pub config: &'a Config,
    /// What the links of the site as it is now point at.
    pub resolution: &'a Resolution,
    /// Looks for files that a page would overwrite.
    pub reader: &'a Reader,
    /// Includes were left unexpanded, and are to be reported.
    pub includes: bool,
    /// Where the pages go.
    pub target: &'a Target,
}

/// A document and its plan.
#[derive(Debug)]
pub struct Document {
    /// The page that is split.
    pub page: PageId,
    /// What becomes a page.
    pub plan: Plan,
    /// Path in the book of each page of the plan; the first is the document's own.
    pub paths: Vec<String>,
    /// For each page of the plan, those directly below it.
    pub children: Vec<Vec<usize>>,
    /// Which page shows which bytes.
    pub owners: Owners,
    /// What each page carries in.
    pub shared: Vec<SharedDefinitions>,
    /// Where each anchor is now.
    pub anchor_map: AnchorMap,
    /// File names of the sections, without folder and ending.
    pub names: Vec<String>,
}

impl Document {
    /// Works out names, shared parts and the new places of anchors.
    pub fn new(site: &Site, page: PageId, plan: Plan, input: &Input<'_>) -> Document {
        let Input {
            config,
            resolution,
            target,
            ..
        } = input;
        let outline = site.pages[page].outline();
        let own = site.pages[page].path.as_deref().unwrap_or_default();
        let naming = Naming {
            style: config.names,
            ascii: config.ascii_names,
            folders: config.folders && !target.in_book(),
            at_top: target.is_top(own),
        };
        let names = section_names(outline, &plan, naming);
        let paths = target.paths(own, &names);
        let mut children = vec![Vec::new(); plan.pages.len()];
        for (index, below) in plan.pages.iter().enumerate().skip(1) {
            children[below.parent].push(index);
        }
        let owners = Owners::new(&plan.pages);
        let notes = NoteIndex::new(outline);
        let shared = shared_definitions::shared_definitions(&notes, &owners, plan.pages.len());
        let anchor_map = AnchorMap::new(
            &notes,
            &resolution.anchors[page],
            &plan.pages,
            &owners,
            &shared,
            site.id_rules,
            target.in_book(),
        );
        Document {
            page,
            plan,
            paths,
            children,
            owners,
            shared,
            anchor_map,
            names,
        }
    }
}

fn section_names(outline: &Outline, plan: &Plan, naming: Naming) -> Vec<String> {
    let sections: Vec<Titled<'_>> = plan
        .pages
        .iter()
        .filter_map(|page| {
            let heading = &outline.headings[page.heading?];
            Some(Titled {
                title: &heading.title[plan.number_lens[page.heading?]..],
                id: heading.explicit_id.as_deref(),
                // Below a section names say which; below a later title they need not.
                parent: page
                    .parent
                    .checked_sub(1)
                    .filter(|_| plan.pages[page.parent].shift > 0),
            })
        })
        .collect();
    names::names(&sections, naming)
}
