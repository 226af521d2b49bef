//! What the author says about single sections: `split` and `no-split` below a heading.

use archsite_core::diagnostic::Diagnostic;
use archsite_core::outline::{BlockKind, Outline};
use archsite_core::text::SourceId;

use crate::problems::MisplacedSplit;

/// What a person may put below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    None,
    Split,
    Keep,
}

/// What `split` and `no-split` say about each heading.
pub(crate) fn wishes(
    outline: &Outline,
    source: SourceId,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Wish> {
    let mut wishes = vec![Wish::None; outline.headings.len()];
    for directive in &outline.directives {
        let wish = match directive.name.as_str() {
            "split" => Wish::Split,
            "no-split" => Wish::Keep,
            _ => continue,
        };
        if directive.nested {
            continue;
        }
        let below = outline
            .headings
            .partition_point(|h| h.range.start < directive.range.start);
        let heading = outline.headings[..below]
            .iter()
            .rposition(|h| h.root && h.level > 0);
        let follows = heading.filter(|heading| {
            let end = outline.headings[*heading].range.end;
            let from = outline.blocks.partition_point(|b| b.range.start < end);
            let to = outline
                .blocks
                .partition_point(|b| b.range.start < directive.range.start);
            let between = outline.blocks.get(from..to).unwrap_or_default();
            between.iter().all(|block| {
                block.kind == BlockKind::Anchors
                    || outline
                        .directives
                        .iter()
                        .any(|d| block.range.contains(&d.range.start))
            })
        });
        match follows {
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
    wishes
}
