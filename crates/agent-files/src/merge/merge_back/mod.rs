//! From a shard that somebody edited back to its part of the document: what was not touched comes
//! back byte for byte, what was is read as Markdown and moved back.
//!
//! ```text
//!  lines as written ──diff──▶ untouched │ changed
//!   edits in untouched text are undone as recorded
//!   headings and links in changed text are moved back by what they mean
//!   the empty lines at the end, and the rule hidden among them, are put back as they were
//! ```

mod moved;

use std::borrow::Cow;

use archsite_core::markdown::outline::{BlockKind, Outline, ParseOptions};

use self::moved::moved_back;
use crate::manifest::Shard;
use crate::manifest::lines::{self, Line};
use crate::merge::diff::{Stretch, behind, compare, place, place_after};
use crate::merge::restore::parts;
use crate::merge::sound::{
    MergeError, begins_with_heading, generated_is_whole, head_is_first, is_deleted, is_line_end,
};
use crate::merge::tail::Tail;
use crate::merge::unrewrite::Reference;

/// What an edited shard became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedBack {
    /// The parts of the document.
    pub parts: Vec<String>,
    /// Nothing was guessed: the shard as it was written was there to compare.
    pub exact: bool,
}

/// Puts an edited shard back into the words of the document. `base` is the shard as it was
/// written, if that can be made again; `is_section` says that it begins with the heading of its
/// section; `options` are those of the document; `unrewrite` says what a link or import that was written in the shard must become in the document.
///
/// # Errors
/// [`MergeError`] if generated parts were edited, or the manifest does not fit.
pub fn merge_back(
    shard: &Shard,
    base: Option<&str>,
    edited: &str,
    is_section: bool,
    options: &ParseOptions,
    unrewrite: &dyn Fn(Reference<'_>) -> Option<String>,
) -> Result<MergedBack, MergeError> {
    let lines = lines::read(shard.lines.as_deref().unwrap_or_default()).ok_or(MergeError::Unfit)?;
    if lines.iter().map(|line| line.bytes).sum::<usize>() != shard.bytes {
        return Err(MergeError::Unfit);
    }
    let edited = lines::with_old_ends(edited, &lines);
    if is_section && is_deleted(shard, &lines, &edited) {
        let count = parts(shard, 0).len();
        return Ok(MergedBack {
            parts: vec![String::new(); count],
            exact: true,
        });
    }
    let tail = Tail::new(shard, &lines, base);
    let restored = tail.restored(&edited, &lines, base);
    let tail = if restored.is_some() {
        tail
    } else {
        Tail::default()
    };
    let edited = restored.as_deref().unwrap_or(&edited);
    let shard = &*with_edits_apart(shard, &tail);
    let outline = Outline::parse(edited, options);
    let stretches = stretches(&lines, base, edited, &tail);
    generated_is_whole(&lines, edited, shard, &stretches)?;
    head_is_first(shard, edited, &stretches)?;
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    let is_touched = stretches
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|last| !last.equal);
    let tail_at = shard.bytes - tail.bytes();
    for step in steps(shard) {
        // The end of the last line was generated: text after it needs it.
        if is_touched && is_line_end(step.len) && step.at + step.len == tail_at {
            continue;
        }
        let border = border(&stretches, shard, &step);
        // Marks of a heading go on from those before them, not before any text that is the same.
        let is_mark = step.len == 0 && step.original.is_some_and(is_heading_mark);
        let place = border.or_else(|| {
            if is_mark {
                place_after(&stretches, step.at)
            } else {
                place(&stretches, step.at, step.len)
            }
        });
        let at = match (place, step.original) {
            (Some(at), _) => at,
            // A border between two parts is needed, whatever happened around it.
            (None, None) => behind(&stretches, step.at),
            (None, Some(original)) => {
                dropped.push(original);
                continue;
            }
        };
        kept.push(Step { at, ..step });
    }
    // Of several ways to write a destination, the one that was there is meant.
    let unrewrite = |reference: Reference<'_>| {
        let dest = unrewrite(reference)?;
        let mut dropped = dropped.iter();
        let before = dropped.find(|original| is_same_destination(original, &dest));
        Some(before.map_or(dest, ToString::to_string))
    };
    let moved = moved_back(shard, &outline, edited, &stretches, &kept, &unrewrite);
    let moved = moved.iter().map(|edit| Step {
        at: edit.range.start,
        len: edit.range.len(),
        original: Some(&edit.with),
        is_rule: false,
    });
    let mut all: Vec<Step<'_>> = kept.iter().copied().chain(moved).collect();
    all.sort_by_key(|step| step.at);
    let parts = with_rule(edited, &all, is_touched, options)?;
    if is_section {
        begins_with_heading(&parts[0], edited, options)?;
    }
    Ok(MergedBack {
        parts,
        exact: base.is_some(),
    })
}

/// What is the same in a shard as it was written and now. The last stretch is its tail, which is
/// always the same.
fn stretches(lines: &[Line], base: Option<&str>, edited: &str, tail: &Tail<'_>) -> Vec<Stretch> {
    let bytes: usize = lines.iter().map(|line| line.bytes).sum();
    let (base_end, edited_end) = (bytes - tail.bytes(), edited.len() - tail.bytes());
    let mut stretches = compare(
        &lines[..lines.len() - tail.lines()],
        base.map(|base| &base[..base_end]),
        &edited[..edited_end],
    );
    stretches.push(Stretch {
        equal: true,
        base: base_end..bytes,
        edited: edited_end..edited.len(),
    });
    stretches
}

/// The parts of the document, with the rule that is hidden at the end of the shard, if there is
/// one, as a block of its own after the text.
fn with_rule(
    edited: &str,
    steps: &[Step<'_>],
    is_touched: bool,
    options: &ParseOptions,
) -> Result<Vec<String>, MergeError> {
    let gaps = if is_touched {
        [true].as_slice()
    } else {
        [false, true].as_slice()
    };
    for gap in gaps {
        let (parts, at) = written(edited, steps, *gap).ok_or(MergeError::Unfit)?;
        let Some(at) = at else { return Ok(parts) };
        let last = parts.last().map_or("", String::as_str);
        if parts[..parts.len() - 1]
            .iter()
            .all(|part| part.trim().is_empty())
            && last[..at].trim().is_empty()
        {
            // A section that was deleted takes the rule after it along.
            return Ok(vec![String::new(); parts.len()]);
        }
        let outline = Outline::parse(last, options);
        let mut blocks = outline.blocks.iter();
        if blocks.any(|block| block.kind == BlockKind::Rule && block.range.start == at) {
            return Ok(parts);
        }
    }
    Err(MergeError::Open)
}

/// Whether two ways to write a destination mean the same: one has `./` in front, or the path of the document
/// before an id.
fn is_same_destination(original: &str, dest: &str) -> bool {
    match original.strip_suffix(dest) {
        Some("" | "./") => true,
        Some(path) => dest.starts_with('#') && !path.contains('#'),
        None => false,
    }
}

/// Whether a text is marks of a heading and nothing else.
fn is_heading_mark(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'#')
}

/// Something to do on the way back from a shard to the document.
#[derive(Debug, Clone, Copy)]
struct Step<'a> {
    /// Byte offset in the shard.
    at: usize,
    /// How many bytes give way.
    len: usize,
    /// What comes in their place; none where the next part of the document begins.
    original: Option<&'a str>,
    /// It hides the rule at the end of the section.
    is_rule: bool,
}

/// The recorded edits of a shard, with the borders between parts of the document among them.
fn steps(shard: &Shard) -> Vec<Step<'_>> {
    let mut sum = 0;
    let mut borders: Vec<usize> = parts(shard, 0)
        .iter()
        .map(|part| {
            sum += part.bytes;
            sum
        })
        .collect();
    borders.pop();
    let mut borders = borders.into_iter().peekable();
    let (mut steps, mut original, mut at) = (Vec::new(), 0, 0);
    let border = |at| Step {
        at,
        len: 0,
        original: None,
        is_rule: false,
    };
    let rule = shard.hidden_rule();
    for (index, (start, len, text)) in shard.edits.iter().flatten().enumerate() {
        let end = original + start.saturating_sub(at);
        while let Some(place) = borders.next_if(|border| *border <= end) {
            steps.push(border(at + place.saturating_sub(original)));
        }
        steps.push(Step {
            at: *start,
            len: *len,
            original: Some(text),
            is_rule: rule == Some(index),
        });
        original = end + text.len();
        at = start + len;
    }
    steps.extend(borders.map(|place| border(at + place.saturating_sub(original))));
    steps
}

/// The parts of the document that the steps make of a text, and where in the last one the hidden
/// rule is; none if the steps overlap. With `gap` a blank line is before the rule.
fn written(edited: &str, steps: &[Step<'_>], gap: bool) -> Option<(Vec<String>, Option<usize>)> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut at = 0;
    let mut rule_at = None;
    for step in steps {
        part.push_str(edited.get(at..step.at)?);
        at = step.at + step.len;
        let Some(original) = step.original else {
            parts.push(std::mem::take(&mut part));
            continue;
        };
        if step.is_rule {
            let is_apart = part.ends_with("\n\n") || part.ends_with("\n\r\n");
            if gap && !is_apart {
                part.push_str(if part.ends_with("\r\n") { "\r\n" } else { "\n" });
            }
            let blanks = original.len() - original.trim_start_matches([' ', '\t']).len();
            rule_at = Some(part.len() + blanks);
        }
        part.push_str(original);
    }
    part.push_str(edited.get(at..)?);
    parts.push(part);
    Some((parts, rule_at))
}

/// Where something goes that is hidden between text that was added and text that was not: after
/// what was added, but for front matter.
fn border(stretches: &[Stretch], shard: &Shard, step: &Step<'_>) -> Option<usize> {
    let head = shard.edits.iter().flatten().next();
    let is_first = head.is_some_and(|(_, len, _)| step.at <= *len);
    let hidden = step.len == 0 && step.original.is_some_and(|text| text.ends_with('\n'));
    let mut equal = stretches.iter().filter(|s| s.equal);
    let right = equal.find(|s| s.base.start == step.at);
    right
        .filter(|_| hidden && !is_first)
        .map(|s| s.edited.start)
}

/// The shard with the edit that goes on from its text into the tail as two.
fn with_edits_apart<'s>(shard: &'s Shard, tail: &Tail<'_>) -> Cow<'s, Shard> {
    let at = shard.bytes - tail.bytes();
    let crosses = |(start, len, original): &(usize, usize, String)| {
        *start < at && at < start + len && original.is_empty()
    };
    let edits = shard.edits.as_ref();
    let Some(index) = edits.and_then(|edits| edits.iter().position(crosses)) else {
        return Cow::Borrowed(shard);
    };
    let mut shard = shard.clone();
    if let Some(edits) = &mut shard.edits {
        let (start, len, _) = edits[index];
        edits[index].1 = at - start;
        edits.insert(index + 1, (at, start + len - at, String::new()));
    }
    Cow::Owned(shard)
}
