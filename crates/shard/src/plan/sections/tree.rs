//! The sections of a document as a tree, and which of them become pages.

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{Heading, Outline};
use archsite_core::text::SourceId;
use archsite_core::text::spans::Spans;

use crate::config::{Config, DEFAULT_LEVEL};
use crate::plan::sections::contents::{is_contents_title, lists_headings};
use crate::plan::sections::split_directives::SplitDirective;
use crate::plan::sections::start::{Starts, joined_to_definition};
use crate::plan::sections::{chapters, comments, levels};
use crate::plan::{PlannedPage, tokens};
use crate::problems::PageOverBudget;

/// A section: a heading that could start a page, and all up to the next one as high.
pub(crate) struct Node {
    pub(crate) heading: usize,
    /// The level of its heading.
    written: u8,
    /// The level by which it becomes a page.
    level: u8,
    /// How deep it is in the tree.
    depth: u8,
    pub(crate) range: Range<usize>,
    children: Vec<usize>,
    directive: SplitDirective,
    pub(crate) contents: bool,
    tokens: usize,
    pub(crate) page: bool,
}

/// The sections of a document.
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) top: Vec<usize>,
    /// The deepest level at which sections become pages.
    pub(crate) limit: u8,
}

impl Tree {
    pub(crate) fn build(
        text: &str,
        outline: &Outline,
        plain_titles: &[&str],
        config: &Config,
        directives: &[SplitDirective],
    ) -> Tree {
        let regions = comments::pairs(text, outline);
        let tools = regions.iter().filter(|pair| pair.is_tool());
        let tools = tools.map(|pair| pair.open.end..pair.close.start);
        // What frames the whole document keeps no section.
        let first = outline
            .headings
            .iter()
            .find(|heading| heading.root && heading.level > 1);
        let first = first.map_or(0, |heading| heading.line_start);
        let tools = tools.filter(|range| range.start > first);
        let folded = Spans::new(outline.html_pairs().into_iter().chain(tools));
        let starts = |index: usize, heading: &Heading| {
            heading.root
                && heading.level > 0
                && !joined_to_definition(text, outline, heading)
                && (directives[index] == SplitDirective::Split
                    || !folded.contains(heading.range.start))
        };
        let headings = outline.headings.iter().enumerate();
        let headings = headings.filter(|(index, heading)| starts(*index, heading));
        let headings: Vec<(usize, &Heading)> = headings.collect();
        let limit = config.level.unwrap_or(1);
        let is_split = |index: usize| directives[index] == SplitDirective::Split;
        let of_top: Vec<(usize, &Heading)> = headings
            .iter()
            .copied()
            .skip_while(|(index, heading)| heading.level > limit && !is_split(*index))
            .collect();
        let title = chapters::title(text, outline, &of_top).filter(|title| !is_split(*title));

        let mut tree = Tree {
            nodes: Vec::new(),
            top: Vec::new(),
            limit: 0,
        };
        let mut open: Vec<usize> = Vec::new();
        let starts = Starts::new(text, outline);
        let levels = levels::levels(&headings);
        let depths = levels::depths(&headings, plain_titles, &levels);
        let levels = levels.into_iter().zip(depths);
        for ((index, heading), (level, depth)) in headings.into_iter().zip(levels) {
            let start = starts.of(heading);
            let is_title = title == Some(index);
            while let Some(last) = open.pop_if(|last| is_title || tree.nodes[*last].depth >= depth)
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
            tree.nodes.push(Node {
                heading: index,
                written: heading.level,
                level,
                depth,
                range: start..text.len(),
                children: Vec::new(),
                directive: directives[index],
                contents: is_contents_title(&heading.title),
                tokens: 0,
                page: false,
            });
            open.push(id);
        }
        let sections = tree.nodes.iter().filter(|node| !node.contents);
        let best = levels::best(sections.map(|node| node.level));
        tree.limit = config.level.or(best).unwrap_or(DEFAULT_LEVEL);
        tree.only_first_contents(text, outline);
        if config.min_tokens > 0 || config.max_tokens > 0 {
            for node in &mut tree.nodes {
                node.tokens = tokens(&text[node.range.clone()]);
            }
        }
        tree
    }

    /// Only one section can be the table of contents: one that would be a page of its own
    /// directly below the document, or a deeper one before all that would. Without such a title
    /// it is one that says nothing but where the others are.
    fn only_first_contents(&mut self, text: &str, outline: &Outline) {
        let mut top = self.top.iter().copied();
        let lists_all = |id: usize| {
            let node = &self.nodes[id];
            let body = outline.headings[node.heading].range.end..node.range.end;
            node.children.is_empty() && lists_headings(text, outline, body, self.top.len() - 1)
        };
        let first = top.find(|id| self.nodes[*id].contents);
        let first = first.or_else(|| self.top.iter().copied().find(|id| lists_all(*id)));
        for (id, node) in self.nodes.iter_mut().enumerate() {
            node.contents = Some(id) == first && node.directive != SplitDirective::Split;
        }
    }

    pub(crate) fn splittable(&self) -> bool {
        self.nodes.iter().any(|node| {
            (node.level <= self.limit && !node.contents) || node.directive == SplitDirective::Split
        })
    }

    /// Decides for a section and all below it. Sections down to `limit` want a page;
    /// `kept` says that one above stays in its parent, and so does this.
    pub(crate) fn select(&mut self, id: usize, config: &Config, limit: u8, kept: bool) {
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

    pub(crate) fn report_large(
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

    pub(crate) fn pages(&self, len: usize) -> Vec<PlannedPage> {
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
                shift: node.written - 1,
            });
            at.push(0);
            self.collect(&node.children, page, node.range.clone(), pages, at);
        }
    }
}
