//! Decides which parts of a document become pages.
//!
//! An outline in, byte ranges and problems out. Nothing here knows names, links or the book.

pub(crate) mod collisions;
pub mod document;
pub mod names;
pub mod sections;
pub(crate) mod select;
pub mod target;

use std::ops::Range;

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::Outline;
use archsite_core::text::SourceId;

use crate::config::Config;
use crate::plan::names::sequence::plain_titles;
use crate::plan::sections::contents;
use crate::plan::sections::split_directives::split_directives;
use crate::plan::sections::tree::Tree;

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

/// What lists the sections, and stays on the document's own page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Its heading, an index into the outline's; none if comments alone enclose it.
    pub heading: Option<usize>,
    /// Where it begins: at its heading, or at a comment above that.
    pub start: usize,
    /// What is below its heading, or the comments with all between them.
    pub body: Range<usize>,
}

/// The pages of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// All pages in the order of the document; empty if there is nothing to split.
    pub pages: Vec<PlannedPage>,
    /// The document's own table of contents.
    pub contents: Option<Contents>,
    /// The deepest level at which sections become pages, as configured or found.
    pub level: u8,
    /// For each heading, the length of the section number that its title begins with, in bytes; empty if the
    /// document stays whole.
    pub number_lens: Vec<usize>,
}

impl Plan {
    /// A document that stays whole: one page with all of it.
    pub fn whole(text: &str, level: u8) -> Plan {
        Plan {
            pages: vec![PlannedPage {
                heading: None,
                ranges: std::iter::once(0..text.len()).collect(),
                parent: 0,
                shift: 0,
            }],
            contents: None,
            level,
            number_lens: Vec::new(),
        }
    }
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
    let plain = plain_titles(&outline.headings);
    let mut tree = Tree::build(text, outline, &plain, config, &directives);
    let limit = tree.limit;
    let mut pages = Vec::new();
    let mut found = None;
    if tree.splittable() {
        for top in tree.top.clone() {
            tree.select(top, config, limit, false);
        }
        if tree.nodes.iter().any(|node| node.page) {
            tree.report_large(config, outline, source, problems);
            pages = tree.pages(text.len());
            found = contents::place::contents(&tree, text, outline, &pages);
        }
    }
    Plan {
        pages,
        contents: found,
        level: limit,
        number_lens: outline
            .headings
            .iter()
            .zip(plain)
            .map(|(heading, plain)| heading.title.len() - plain.len())
            .collect(),
    }
}

/// An estimate of the tokens of a text: its characters divided by four. Line ends count once,
/// however a checkout writes them.
pub fn tokens(text: &str) -> usize {
    let returns = text.matches("\r\n").count();
    (text.chars().count() - returns) / 4
}
