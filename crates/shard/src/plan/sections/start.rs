//! Where a section begins, and where it cannot.
//!
//! Looks at the outline and the text; what becomes a page is for `plan`.

use std::ops::Range;

use archsite_core::markdown::outline::{BlockKind, Heading, HeadingStyle, Outline};
use archsite_core::text::lines;

use crate::plan::sections::comments;

/// Where the sections of a document start.
#[derive(Debug)]
pub struct Starts<'a> {
    text: &'a str,
    outline: &'a Outline,
    /// Comments that close something, and where that was opened.
    closing: Vec<(usize, usize)>,
}

impl<'a> Starts<'a> {
    /// Looks for comments that belong together.
    pub fn new(text: &'a str, outline: &'a Outline) -> Starts<'a> {
        let pairs = comments::pairs(text, outline).into_iter();
        Starts {
            text,
            outline,
            closing: pairs
                .map(|pair| (pair.close.start, pair.open.start))
                .collect(),
        }
    }

    /// Where a section starts: at the line of its heading, or at the anchors, comments and `allow`
    /// directives directly above it. A comment that closes what is opened above belongs to that.
    pub fn of(&self, heading: &Heading) -> usize {
        let blocks = &self.outline.blocks;
        let above = blocks.partition_point(|block| block.range.start < heading.range.start);
        let others = blocks[..above].iter().rev();
        let anchors = others
            .take_while(|block| block.kind == BlockKind::Anchors)
            .count();
        let anchors = &blocks[above - anchors..above];
        let top = anchors
            .first()
            .map_or(heading.line_start, |block| block.range.start);
        let closes = |range: &Range<usize>| {
            let first = self
                .closing
                .partition_point(|(close, _)| *close < range.start);
            let inside = self.closing[first..].iter();
            let mut inside = inside.take_while(|(close, _)| *close < range.end);
            inside.any(|(_, open)| *open < top)
        };
        let own = anchors
            .iter()
            .rev()
            .take_while(|block| !closes(&block.range));
        let start = own.last().map_or(heading.line_start, |block| {
            lines::indent_start(self.text, block.range.start)
        });
        // Front matter is not above a heading; it is above the document.
        start.max(self.outline.front_matter)
    }
}

/// Whether a heading is directly below a link definition. Such a heading began as the
/// rest of a paragraph; at the top of a page its first line might be code or HTML instead.
pub(crate) fn joined_to_definition(text: &str, outline: &Outline, heading: &Heading) -> bool {
    let Some(before) = heading.line_start.checked_sub(1) else {
        return false;
    };
    let line = lines::line_start(text, before);
    let above = outline
        .blocks
        .partition_point(|block| block.range.start < heading.range.start);
    matches!(heading.style, HeadingStyle::Setext { .. })
        && !text[line..before].trim().is_empty()
        && outline.blocks[..above].last().is_none_or(|block| {
            // Below anything else, the heading's text would have continued it.
            let ends_here = matches!(
                block.kind,
                BlockKind::Heading
                    | BlockKind::Rule
                    | BlockKind::Code
                    | BlockKind::Html
                    | BlockKind::Anchors
            );
            !ends_here || block.range.end <= line
        })
}
