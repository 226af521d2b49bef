//! The directives `split` and `no-split` below headings.
//!
//! Reads directives and reports those that follow no heading; `plan` weighs them.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{BlockKind, Outline};
use archsite_core::text::SourceId;

use crate::problems::MisplacedSplit;
use crate::{NO_SPLIT, SPLIT};

/// What a person may put below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SplitDirective {
    None,
    Split,
    Keep,
}

/// What `split` and `no-split` say about each heading. They count directly below it, with
/// nothing but comments and anchors between.
pub(crate) fn split_directives(
    outline: &Outline,
    source: SourceId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<SplitDirective> {
    let mut by_heading = vec![SplitDirective::None; outline.headings.len()];
    let mut directives = outline.directives.iter().filter(|d| !d.nested).peekable();
    let mut headings = (0..outline.headings.len())
        .filter(|index| outline.headings[*index].root && outline.headings[*index].level > 0);
    let mut above = None;
    for block in &outline.blocks {
        if block.kind == BlockKind::Heading {
            above = headings.next();
            continue;
        }
        let mut only_comments = block.kind == BlockKind::Anchors;
        while let Some(found) = directives.next_if(|d| d.range.start < block.range.end) {
            only_comments = true;
            let directive = match found.name.as_str() {
                name if name == SPLIT.name => SplitDirective::Split,
                name if name == NO_SPLIT.name => SplitDirective::Keep,
                _ => continue,
            };
            match above {
                Some(heading) => by_heading[heading] = directive,
                None => problems.push(
                    MisplacedSplit {
                        name: &found.name,
                        source,
                        range: found.range.clone(),
                    }
                    .into(),
                ),
            }
        }
        above = above.filter(|_| only_comments);
    }
    by_heading
}
