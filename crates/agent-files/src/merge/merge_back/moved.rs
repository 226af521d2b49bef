//! Headings and links that somebody wrote in a shard, as they are in the document.

use std::ops::Range;

use archsite_core::markdown::outline::{HeadingStyle, Outline, ParseOptions};
use archsite_core::text::Edit;
use archsite_shard::rewrite::imports;

use super::Step;
use crate::manifest::Shard;
use crate::merge::diff::Stretch;
use crate::merge::unrewrite::Reference;

/// Headings and links in changed text, moved back to the document.
pub(super) fn moved_back(
    shard: &Shard,
    outline: &Outline,
    edited: &str,
    stretches: &[Stretch],
    kept: &[Step<'_>],
    unrewrite: &dyn Fn(Reference<'_>) -> Option<String>,
) -> Vec<Edit> {
    let changed = |range: &Range<usize>| {
        let touches =
            |s: &Stretch| !s.equal && s.edited.start < range.end && range.start < s.edited.end;
        stretches.iter().any(touches)
    };
    let is_kept = |range: &Range<usize>| {
        let touches = |step: &Step<'_>| {
            let end = step.at + step.len;
            let meets = match step.len {
                0 => range.start <= end && end <= range.end,
                _ => step.at < range.end && range.start < end,
            };
            step.original.is_some() && meets
        };
        kept.iter().any(touches)
    };
    let mut edits = Vec::new();
    for heading in &outline.headings {
        let (mark, edit) = match &heading.style {
            HeadingStyle::Atx { open, close } => {
                let room = 6_usize.saturating_sub(open.len());
                let marks = "#".repeat(usize::from(shard.shift).min(room));
                let mut edit = vec![Edit::insert(open.end, marks.clone())];
                if let Some(close) = close.as_ref().filter(|close| close.len() == open.len()) {
                    edit.push(Edit::insert(close.end, marks));
                }
                (open.clone(), edit)
            }
            HeadingStyle::Setext { underline } => (
                underline.clone(),
                underlined(
                    edited,
                    &heading.range,
                    underline,
                    heading.level + shard.shift,
                ),
            ),
            HeadingStyle::Term => continue,
        };
        let anchor_map = heading.root && heading.level > 0 && shard.shift > 0;
        if anchor_map && changed(&mark) && !is_kept(&mark) {
            edits.extend(edit);
        }
    }
    for link in &outline.links {
        let Some(raw) = link
            .raw
            .as_ref()
            .filter(|raw| changed(raw) && !is_kept(raw))
        else {
            continue;
        };
        let dest = unrewrite(Reference::Link(link));
        if let Some(dest) = dest.filter(|dest| *dest != link.dest) {
            edits.push(Edit::replace(raw.clone(), dest));
        }
    }
    let imports = imports::imports(edited, &ParseOptions::default());
    for import in imports
        .into_iter()
        .filter(|import| changed(import) && !is_kept(import))
    {
        if let Some(path) = unrewrite(Reference::Import(&edited[import.clone()])) {
            edits.push(Edit::replace(import, path));
        }
    }
    edits
}

/// A heading with a line below it, at another level.
fn underlined(
    text: &str,
    heading: &Range<usize>,
    underline: &Range<usize>,
    level: u8,
) -> Vec<Edit> {
    if level <= 2 {
        return vec![Edit::replace(
            underline.clone(),
            "-".repeat(underline.len()),
        )];
    }
    let above = text[heading.start..underline.start].trim_end();
    if above.contains('\n') {
        // Only a line below can belong to more than one line.
        return Vec::new();
    }
    let marks = "#".repeat(usize::from(level.min(6)));
    vec![
        Edit::insert(heading.start, marks + " "),
        Edit::replace(heading.start + above.len()..underline.end, ""),
    ]
}
