//! What the author says about single sections: `split` and `no-split` below a heading.
//!
//! Reads wishes and reports those that follow no heading; `plan` weighs them.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{BlockKind, Outline};
use archsite_core::text::SourceId;

use crate::problems::MisplacedSplit;
use crate::{NO_SPLIT, SPLIT};

/// What a person may put below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    None,
    Split,
    Keep,
}

/// What `split` and `no-split` say about each heading. They count directly below it, with
/// nothing but comments and anchors between.
pub(crate) fn wishes(
    outline: &Outline,
    source: SourceId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Wish> {
    let mut wishes = vec![Wish::None; outline.headings.len()];
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
        while let Some(directive) = directives.next_if(|d| d.range.start < block.range.end) {
            only_comments = true;
            let wish = match directive.name.as_str() {
                name if name == SPLIT.name => Wish::Split,
                name if name == NO_SPLIT.name => Wish::Keep,
                _ => continue,
            };
            match above {
                Some(heading) => wishes[heading] = wish,
                None => problems.push(
                    MisplacedSplit {
                        name: &directive.name,
                        source,
                        range: directive.range.clone(),
                    }
                    .into(),
                ),
            }
        }
        above = above.filter(|_| only_comments);
    }
    wishes
}
