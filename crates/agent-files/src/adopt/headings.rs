//! Headings that move down.

use anyhow::ensure;
use archsite_core::markdown::outline::HeadingStyle;
use archsite_core::text::Edit;

use super::Part;

/// The edits that move the headings of a file down by one level, or by none.
///
/// # Errors
/// A heading has the deepest level already.
pub(super) fn moved_down(part: &Part, shift: u8) -> anyhow::Result<Vec<Edit>> {
    let mut edits = Vec::new();
    if shift == 0 {
        return Ok(edits);
    }
    let headings = part.outline.headings.iter();
    for heading in headings.filter(|heading| heading.root && heading.level > 0) {
        ensure!(
            heading.level < 6,
            "`{}`: the heading `{}` of level 6 cannot move down; make it text or a higher heading",
            part.name,
            heading.title
        );
        match &heading.style {
            HeadingStyle::Atx { open, close } => {
                edits.push(Edit::insert(open.end, "#"));
                if let Some(close) = close {
                    edits.push(Edit::insert(close.end, "#"));
                }
            }
            HeadingStyle::Setext { underline } if heading.level == 1 => {
                edits.push(Edit::replace(
                    underline.clone(),
                    "-".repeat(underline.len()),
                ));
            }
            HeadingStyle::Setext { underline } => {
                // A heading with marks has one line.
                let title = heading.range.start..heading.content_end;
                for (at, _) in part.text[title].match_indices('\n') {
                    let at = heading.range.start + at;
                    edits.push(Edit::replace(at..at + 1, " "));
                }
                edits.push(Edit::insert(heading.range.start, "### "));
                edits.push(Edit::replace(heading.content_end..underline.end, ""));
            }
            HeadingStyle::Term => {}
        }
    }
    Ok(edits)
}
