//! Where the table of contents of a document is, which the list of its sections replaces.
//!
//! Looks at the sections, the text and the pages; what is hidden is for `rewrite`.

use std::ops::Range;

use archsite_core::markdown::outline::{Block, BlockKind, Outline};
use archsite_core::text::lines;

use crate::plan::sections::comments::{self, Pair};
use crate::plan::sections::contents::{is_marker, lists_headings};
use crate::plan::sections::tree::Tree;
use crate::plan::{Contents, PlannedPage};

/// The table of contents: a section with such a title, or, on the document's own page, a region that
/// comments enclose, a mark for another program, or a list of links to all sections.
pub(crate) fn contents(
    tree: &Tree,
    text: &str,
    outline: &Outline,
    pages: &[PlannedPage],
) -> Option<Contents> {
    let regions: Vec<Pair> = comments::pairs(text, outline)
        .into_iter()
        .filter(Pair::is_contents)
        .collect();
    let mut nodes = tree.nodes.iter();
    if let Some(node) = nodes.find(|node| node.contents && !node.page) {
        let heading = &outline.headings[node.heading];
        // A comment above the heading that opens what is closed below it.
        let above = text[node.range.start..heading.line_start].trim();
        let is_open = |pair: &&Pair| {
            text[pair.open.clone()] == *above && node.range.contains(&pair.close.start)
        };
        let open = regions.iter().find(is_open);
        return Some(Contents {
            heading: Some(node.heading),
            start: open.map_or(heading.range.start, |_| node.range.start),
            body: heading.range.end..node.range.end,
        });
    }
    let own = |body: &Range<usize>| {
        let mut ranges = pages.first().into_iter().flat_map(|page| &page.ranges);
        ranges.any(|range| range.start <= body.start && body.end <= range.end)
    };
    let is_block = |pair: &&Pair| {
        let mut blocks = outline.blocks.iter();
        let starts = blocks.any(|block| block.range.start == pair.open.start);
        let ends = blocks.any(|block| {
            block.range.contains(&pair.close.start)
                && text[pair.close.end..block.range.end].trim().is_empty()
        });
        starts && ends
    };
    let regions = regions.iter().filter(is_block);
    let mut regions = regions.map(|pair| {
        lines::indent_start(text, pair.open.start)..lines::line_end(text, pair.close.end)
    });
    let body = regions
        .find(own)
        .or_else(|| listed(text, outline, pages).filter(own))?;
    Some(Contents {
        heading: None,
        start: body.start,
        body,
    })
}

/// A mark for another program, or a list of links to all sections with its label and what folds it.
fn listed(text: &str, outline: &Outline, pages: &[PlannedPage]) -> Option<Range<usize>> {
    let sections = pages.iter().skip(1).filter(|page| page.parent == 0).count();
    let first = pages.get(1).and_then(|page| page.ranges.first())?;
    let blocks = &outline.blocks;
    let count = blocks.partition_point(|block| block.range.start < first.start);
    let whole = |blocks: &[Block]| {
        let (first, last) = (blocks.first()?, blocks.last()?);
        let start = lines::indent_start(text, first.range.start);
        Some(
            start
                ..lines::line_end(
                    text,
                    last.range.end.saturating_sub(1).max(first.range.start),
                ),
        )
    };
    (0..count).find_map(|at| match blocks[at].kind {
        BlockKind::Other => whole(&blocks[at..=at]).filter(|range| is_marker(&text[range.clone()])),
        BlockKind::List => {
            let around = [(2, 1), (1, 1), (1, 0), (0, 0)].into_iter();
            let mut around = around.filter_map(|(before, after)| {
                whole(blocks.get(at.checked_sub(before)?..=at + after)?)
            });
            around.find(|range| lists_headings(text, outline, range.clone(), sections))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use archsite_core::markdown::outline::{Outline, ParseOptions};

    use crate::config::Config;
    use crate::plan;

    /// What the list of sections of a document replaces.
    fn replaced(text: &str) -> Option<&str> {
        let outline = Outline::parse(text, &ParseOptions::default());
        let plan = plan::plan(text, &outline, &Config::default(), 0, &mut Vec::new());
        let contents = plan.contents?;
        Some(&text[contents.start..contents.body.end])
    }

    #[test]
    fn tables_of_contents_are_found() {
        let sections = "\n## A\n\na\n\n## B\n\nb\n";
        let list = "- [A](#a)\n- [B](#b)\n";
        for contents in [
            format!("## Contents\n\n{list}\n"),
            format!("## Where to find what\n\n{list}\n"),
            format!("<!-- START doctoc -->\n## Contents\n\n{list}<!-- END doctoc -->\n"),
            format!("<!-- mktoc -->\n{list}<!-- /mktoc -->\n"),
            format!("**Contents**\n\n{list}"),
            format!("<details>\n<summary>Contents</summary>\n\n{list}\n</details>\n"),
            list.to_string(),
            "[[_TOC_]]\n".to_string(),
        ] {
            let text = format!("# T\n\nIntro.\n\n{contents}{sections}");
            let found = replaced(&text).unwrap_or_default();
            assert_eq!(found.trim(), contents.trim(), "{text}");
        }
        for others in [
            "- [A](#a)\n",
            "- [A](#a) is first\n- [B](#b)\n",
            "- [A](#a)\n- [B](b.md)\n",
            "## See also\n\n- [A](#a)\n",
            "[toc] is a mark.\n",
            "## See also\n\n[A](#a) [B](#b)\n",
        ] {
            let text = format!("# T\n\nIntro.\n\n{others}{sections}");
            assert_eq!(replaced(&text), None, "{text}");
        }
    }
}
