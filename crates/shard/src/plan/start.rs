//! Where a section begins, and where it cannot.
//!
//! Looks at the outline and the text; what becomes a page is for `plan`.

use archsite_core::markdown::outline::{BlockKind, Heading, HeadingStyle, Outline};
use archsite_core::text::lines;

/// Where a section starts: at the line of its heading, or at the anchors, comments and
/// `allow` directives directly above it.
pub fn section_start(text: &str, outline: &Outline, heading: &Heading) -> usize {
    let above = outline
        .blocks
        .partition_point(|block| block.range.start < heading.range.start);
    let mut start = heading.line_start;
    for block in outline.blocks[..above].iter().rev() {
        if block.kind != BlockKind::Anchors {
            break;
        }
        start = lines::indent_start(text, block.range.start);
    }
    // Front matter is not above a heading; it is above the document.
    start.max(outline.front_matter)
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
