//! Decides which parts of a document become pages.
//!
//! An outline in, byte ranges and problems out. Nothing here knows names, links or the book.

pub(crate) mod collisions;
pub mod document;
pub(crate) mod expected_names;
pub mod names;
pub(crate) mod select;
pub(crate) mod split_directives;
pub mod start;
pub mod target;
pub(crate) mod titles;

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{Heading, Outline};
use archsite_core::text::SourceId;
use archsite_core::text::spans::Spans;

use crate::config::Config;
use crate::plan::split_directives::{SplitDirective, split_directives};
use crate::plan::start::{joined_to_definition, section_start};
use crate::plan::titles::without_number;
use crate::problems::PageOverBudget;

/// Titles of sections that list the other sections.
const CONTENTS: &[&str] = &[
    "table of contents",
    "contents",
    "toc",
    "inhaltsverzeichnis",
    "inhalt",
    "table des matières",
    "sommaire",
    "índice",
    "tabla de contenidos",
    "目录",
    "目次",
    "содержание",
    "оглавление",
];

/// A page of a document that is split. The first one is the document's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPage {
    /// The heading it starts with, an index into the outline's; `None` for the document's
    /// own page.
    pub heading: Option<usize>,
    /// The bytes of the document that it shows, in order.
    pub ranges: Vec<Range<usize>>,
    /// Index of the page above it.
    pub parent: usize,
    /// How many levels its headings move up.
    pub shift: u8,
}

/// A section that lists the sections, and stays on the document's own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its heading, an index into the outline's.
    pub heading: usize,
    /// What is below its heading.
    pub body: Range<usize>,
}

/// The pages of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// All pages in the order of the document; empty if there is nothing to split.
    pub pages: Vec<PlannedPage>,
    /// The document's own table of contents.
    pub contents: Option<Contents>,
}

impl Plan {
    /// A document that stays whole: one page with all of it.
    pub fn whole(text: &str) -> Plan {
        Plan {
            pages: vec![PlannedPage {
                heading: None,
                ranges: std::iter::once(0..text.len()).collect(),
                parent: 0,
                shift: 0,
            }],
            contents: None,
        }
    }
}

/// A section: a heading that could start a page, and all up to the next one as high.
struct Node {
    heading: usize,
    level: u8,
    range: Range<usize>,
    children: Vec<usize>,
    directive: SplitDirective,
    contents: bool,
    tokens: usize,
    page: bool,
}

/// Plans the pages of a document. `source` is the document, for diagnostics.
pub fn plan(
    text: &str,
    outline: &Outline,
    config: &Config,
    source: SourceId,
    problems: &mut Vec<Diagnostic>,
) -> Plan {
    let directives = split_directives(outline, source, problems);
    let mut tree = Tree::build(text, outline, config, &directives);
    let mut pages = Vec::new();
    let mut contents = None;
    if tree.splittable(config.level) {
        for top in tree.top.clone() {
            tree.select(top, config, config.level, false);
        }
        if tree.nodes.iter().any(|node| node.page) {
            tree.report_large(config, outline, source, problems);
            pages = tree.pages(text.len());
            contents = tree.contents(outline);
        }
    }
    Plan { pages, contents }
}

/// An estimate of the tokens of a text: its characters divided by four. Line ends count once,
/// however a checkout writes them.
pub fn tokens(text: &str) -> usize {
    let returns = text.matches("\r\n").count();
    (text.chars().count() - returns) / 4
}

struct Tree {
    nodes: Vec<Node>,
    top: Vec<usize>,
}

impl Tree {
    fn build(
        text: &str,
        outline: &Outline,
        config: &Config,
        directives: &[SplitDirective],
    ) -> Tree {
        let folded = Spans::new(outline.html_pairs());
        let starts = |index: usize, heading: &Heading| {
            heading.root
                && heading.level > 0
                && !joined_to_definition(text, outline, heading)
                && (directives[index] == SplitDirective::Split
                    || !folded.contains(heading.range.start))
        };
        let limit = config.level;
        let candidates = || {
            let headings = outline.headings.iter().enumerate();
            headings.filter(|(index, heading)| starts(*index, heading))
        };
        let title = candidates()
            .find(|(index, h)| {
                h.level <= limit.max(1) || directives[*index] == SplitDirective::Split
            })
            .filter(|(index, h)| h.level == 1 && directives[*index] != SplitDirective::Split)
            .map(|(index, _)| index);

        let mut tree = Tree {
            nodes: Vec::new(),
            top: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for (index, heading) in candidates() {
            let start = section_start(text, outline, heading);
            let is_title = title == Some(index);
            while let Some(last) =
                open.pop_if(|last| is_title || tree.nodes[*last].level >= heading.level)
            {
                tree.nodes[last].range.end = start;
            }
            if is_title {
                continue;
            }
            let id = tree.nodes.len();
            match open.last() {
                Some(parent) => tree.nodes[*parent].children.push(id),
                None => tree.top.push(id),
            }
            let title = without_number(&heading.title).to_lowercase();
            tree.nodes.push(Node {
                heading: index,
                level: heading.level,
                range: start..text.len(),
                children: Vec::new(),
                directive: directives[index],
                contents: CONTENTS.contains(&title.trim_end_matches(':')),
                tokens: 0,
                page: false,
            });
            open.push(id);
        }
        tree.only_first_contents(limit);
        if config.min_tokens > 0 || config.max_tokens > 0 {
            for node in &mut tree.nodes {
                node.tokens = tokens(&text[node.range.clone()]);
            }
        }
        tree
    }

    /// Only one section can be the table of contents: one that would be a page of its own
    /// directly below the document.
    fn only_first_contents(&mut self, limit: u8) {
        let first = self
            .top
            .iter()
            .copied()
            .find(|id| self.nodes[*id].contents && self.nodes[*id].level <= limit);
        for (id, node) in self.nodes.iter_mut().enumerate() {
            node.contents = Some(id) == first && node.directive != SplitDirective::Split;
        }
    }

    fn splittable(&self, level: u8) -> bool {
        self.nodes.iter().any(|node| {
            (node.level == level && !node.contents) || node.directive == SplitDirective::Split
        })
    }

    /// Decides for a section and all below it. Sections down to `limit` want a page;
    /// `kept` says that one above stays in its parent, and so does this.
    fn select(&mut self, id: usize, config: &Config, limit: u8, kept: bool) {
        let node = &self.nodes[id];
        let wanted = node.level <= limit;
        let small = node.tokens < config.min_tokens;
        let stays =
            kept || node.directive == SplitDirective::Keep || node.contents || (wanted && small);
        let page = node.directive == SplitDirective::Split || (wanted && !stays);
        self.nodes[id].page = page;
        let kept = stays && !page;
        let mut limit = limit;
        loop {
            for child in self.nodes[id].children.clone() {
                self.select(child, config, limit, kept);
            }
            let over = page && config.max_tokens > 0 && self.own_tokens(id) > config.max_tokens;
            match self.next_level(id, limit) {
                Some(level) if over => limit = level,
                _ => break,
            }
        }
    }

    /// Tokens of a page without the pages below it.
    fn own_tokens(&self, id: usize) -> usize {
        let below: usize = self
            .topmost_pages(id)
            .map(|page| self.nodes[page].tokens)
            .sum();
        self.nodes[id].tokens.saturating_sub(below)
    }

    fn topmost_pages(&self, id: usize) -> impl Iterator<Item = usize> {
        let mut found = Vec::new();
        let mut stack = self.nodes[id].children.clone();
        while let Some(child) = stack.pop() {
            if self.nodes[child].page {
                found.push(child)
            } else {
                stack.extend(&self.nodes[child].children)
            }
        }
        found.into_iter()
    }

    /// The highest level below `limit` at which a page could be split further.
    fn next_level(&self, id: usize, limit: u8) -> Option<u8> {
        let mut level = None;
        let mut stack = self.nodes[id].children.clone();
        while let Some(child) = stack.pop() {
            let node = &self.nodes[child];
            if node.page || node.directive == SplitDirective::Keep {
                continue;
            }
            if node.level > limit {
                level = Some(level.map_or(node.level, |l: u8| l.min(node.level)));
            }
            stack.extend(&node.children);
        }
        level
    }

    fn report_large(
        &self,
        config: &Config,
        outline: &Outline,
        source: SourceId,
        problems: &mut Vec<Diagnostic>,
    ) {
        if config.max_tokens == 0 {
            return;
        }
        for (id, node) in self.nodes.iter().enumerate() {
            let tokens = self.own_tokens(id);
            if node.page && tokens > config.max_tokens {
                problems.push(
                    PageOverBudget {
                        heading: &outline.headings[node.heading],
                        source,
                        tokens,
                        budget: config.max_tokens,
                    }
                    .into(),
                );
            }
        }
    }

    fn pages(&self, len: usize) -> Vec<PlannedPage> {
        let mut pages = vec![PlannedPage {
            heading: None,
            ranges: Vec::new(),
            parent: 0,
            shift: 0,
        }];
        let mut at = vec![0];
        self.collect(&self.top, 0, 0..len, &mut pages, &mut at);
        pages
    }

    /// Adds the pages among `sections`, which are in `range` of the page `parent`, and
    /// gives `parent` what is left of `range`.
    fn collect(
        &self,
        sections: &[usize],
        parent: usize,
        range: Range<usize>,
        pages: &mut Vec<PlannedPage>,
        at: &mut Vec<usize>,
    ) {
        at[parent] = range.start;
        self.collect_below(sections, parent, pages, at);
        let rest = at[parent]..range.end;
        if !rest.is_empty() {
            pages[parent].ranges.push(rest);
        }
    }

    fn collect_below(
        &self,
        sections: &[usize],
        parent: usize,
        pages: &mut Vec<PlannedPage>,
        at: &mut Vec<usize>,
    ) {
        for id in sections {
            let node = &self.nodes[*id];
            if !node.page {
                self.collect_below(&node.children, parent, pages, at);
                continue;
            }
            let before = at[parent]..node.range.start;
            if !before.is_empty() {
                pages[parent].ranges.push(before);
            }
            at[parent] = node.range.end;
            let page = pages.len();
            pages.push(PlannedPage {
                heading: Some(node.heading),
                ranges: Vec::new(),
                parent,
                shift: node.level - 1,
            });
            at.push(0);
            self.collect(&node.children, page, node.range.clone(), pages, at);
        }
    }

    fn contents(&self, outline: &Outline) -> Option<Contents> {
        let node = self.nodes.iter().find(|node| node.contents && !node.page)?;
        let heading = &outline.headings[node.heading];
        Some(Contents {
            heading: node.heading,
            body: heading.range.end..node.range.end,
        })
    }
}
