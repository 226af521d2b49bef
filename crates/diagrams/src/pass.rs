//! The pass: looks at the blocks of code of all pages, and shows diagrams in place of them.
//!
//! It runs when no page moves any more, so that links in diagrams lead where they should.

use std::collections::BTreeMap;
use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, InternalError, Location};
use archsite_core::site::{Page, PageId, Site};
use archsite_core::text::{Edit, Origin};
use twox_hash::XxHash3_64;

use crate::document::{Block, blocks};
use crate::lints::{DIAGRAM_NOT_DRAWN, MERMAID_SYNTAX};
use crate::output::Refusal;
use crate::{Config, DRAWS, PASS, document, output, text_diagram};

/// What the pages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    /// Which diagrams the pass takes care of.
    pub config: Config,
    /// Diagrams are shown in the pages; otherwise the pass only reports.
    pub shows: bool,
}

/// Whether a page of the site may hold a diagram.
pub fn any(site: &Site) -> bool {
    site.pages.iter().any(document::may_have_diagrams)
}

/// Shows the diagrams of a site, and returns the problems of those that it cannot show.
///
/// # Errors
/// [`InternalError`] if edits overlap; that page is unchanged then.
pub fn render(site: &mut Site, input: Input) -> Result<Vec<Diagnostic>, InternalError> {
    let mut found: Vec<Diagram> = Vec::new();
    for (id, page) in site.pages.iter().enumerate() {
        let blocks = blocks(page).into_iter().enumerate();
        found.extend(blocks.filter_map(|(number, block)| diagram(page, id, number, block, input)));
    }
    let mut problems = Vec::new();
    if found.is_empty() {
        return Ok(problems);
    }
    let mut edits: BTreeMap<PageId, Vec<Edit>> = BTreeMap::new();
    for (diagram, shown) in found.iter().zip(pen::show(&found)) {
        let page = &site.pages[diagram.page];
        match shown {
            Ok(html) if input.shows && page.path.is_some() => {
                let edits = edits.entry(diagram.page).or_default();
                let html = if edits.is_empty() {
                    output::with_style(&html)
                } else {
                    html
                };
                edits.push(Edit::replace(diagram.block.range.clone(), html));
            }
            Ok(_) => {}
            Err(refusal) => problems.push(problem(page, diagram, &refusal)),
        }
    }
    for (id, edits) in edits {
        site.edit(id, PASS, edits)?;
    }
    Ok(problems)
}

/// A block of code that is a diagram.
#[derive(Debug)]
#[cfg_attr(not(feature = "draw"), expect(dead_code, reason = "nothing is drawn"))]
struct Diagram {
    page: PageId,
    block: Block,
    kind: Kind,
    /// The title of the section it is in.
    section: String,
    /// What the ids of its drawing begin with. The print page has the ids of all pages.
    id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mermaid,
    /// Made of characters.
    Text,
}

/// The diagram in the block of that number on a page, if it is one that the pass takes care of.
fn diagram(page: &Page, id: PageId, number: usize, block: Block, input: Input) -> Option<Diagram> {
    let kind = if block.language == "mermaid" {
        let is_empty = block.source.trim().is_empty();
        (DRAWS && input.config.mermaid && !is_empty).then_some(Kind::Mermaid)
    } else {
        (input.config.text && text_diagram::is_one(&block)).then_some(Kind::Text)
    };
    let path = page.path.as_deref().unwrap_or_default();
    let hash = XxHash3_64::oneshot(path.as_bytes()) >> 32;
    Some(Diagram {
        kind: kind?,
        page: id,
        section: section(page, &block).to_string(),
        id: format!("diagram-{hash:08x}-{number}"),
        block,
    })
}

/// The title of the section that a block is in.
fn section<'a>(page: &'a Page, block: &Block) -> &'a str {
    let headings = &page.outline().headings;
    let next = headings.partition_point(|heading| heading.range.start < block.range.start);
    let heading = headings[..next]
        .iter()
        .rev()
        .find(|heading| heading.level > 0);
    heading.map_or(page.name.as_str(), |heading| heading.title.as_str())
}

/// The problem of a diagram that is not drawn.
fn problem(page: &Page, diagram: &Diagram, refusal: &Refusal) -> Diagnostic {
    let block = &diagram.block;
    let lines = &page.text.as_str()[block.range.clone()];
    let fence = lines.lines().next().unwrap_or_default();
    let fence = block.range.start..block.range.start + fence.len();
    let at = |range| loaded(page, diagram.page, range);
    match refusal {
        Refusal::Syntax { message, range } => {
            let range = range.as_ref().map(|range| block.place(range));
            let message = format!("Mermaid cannot draw this diagram: {message}");
            Diagnostic::new(&MERMAID_SYNTAX, message)
                .at(at(range.unwrap_or(fence)), "")
                .help("correct it; until then the page shows its source")
        }
        Refusal::TooLarge => {
            let message = "this diagram is too large to be drawn";
            Diagnostic::new(&DIAGRAM_NOT_DRAWN, message)
                .at(at(fence), "the page shows its source")
                .help("divide it into several diagrams")
        }
        Refusal::Unable(reason) => {
            let message = format!("this diagram is not drawn: {reason}");
            Diagnostic::new(&DIAGRAM_NOT_DRAWN, message)
                .at(at(fence), "the page shows its source")
                .help("write it another way, or allow this lint")
        }
    }
}

/// The place of a range of a page in the text that was loaded.
fn loaded(page: &Page, id: PageId, range: Range<usize>) -> Location {
    match page.text.origin(range.start) {
        Origin::Source { source, start } => Location::Source {
            source,
            range: start..start + range.len(),
        },
        Origin::Generated { .. } => Location::Source {
            source: id,
            range: 0..0,
        },
    }
}

/// Makes the HTML of diagrams.
#[cfg(feature = "draw")]
mod pen {
    use super::{Diagram, Kind, Refusal, output};
    use crate::draw::{Engine, on_large_stacks};
    use crate::svg;

    /// What each diagram is shown as.
    pub(super) fn show(diagrams: &[Diagram]) -> Vec<Result<String, Refusal>> {
        let shown = on_large_stacks(diagrams, |diagrams| {
            let mut engine = None;
            let shown = diagrams.iter().map(|diagram| match diagram.kind {
                Kind::Mermaid => draw(engine.get_or_insert_with(Engine::new), diagram),
                Kind::Text => Ok(output::text_diagram(&diagram.block, &diagram.section)),
            });
            shown.collect()
        });
        shown.unwrap_or_else(|| {
            let refusal = || Refusal::Unable("there are too many threads".to_string());
            diagrams.iter().map(|_| Err(refusal())).collect()
        })
    }

    fn draw(engine: &Engine, diagram: &Diagram) -> Result<String, Refusal> {
        let drawn = engine.draw(&diagram.block.source, &diagram.id)?;
        let unknown = || Refusal::Unable("the drawing has an unknown form".to_string());
        let drawing = svg::for_page(&drawn, &diagram.id, &diagram.section);
        Ok(output::drawing(
            &drawing.ok_or_else(unknown)?,
            &diagram.id,
            &diagram.block,
        ))
    }
}

/// Makes the HTML of diagrams of characters; without the feature no others are found.
#[cfg(not(feature = "draw"))]
mod pen {
    use super::{Diagram, Refusal, output};

    pub(super) fn show(diagrams: &[Diagram]) -> Vec<Result<String, Refusal>> {
        let shown = diagrams
            .iter()
            .map(|diagram| Ok(output::text_diagram(&diagram.block, &diagram.section)));
        shown.collect()
    }
}
