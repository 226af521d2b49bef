//! What an edited shard must hold to, so that it can go back into the document.
//!
//! It refuses and names the line; it changes nothing.

use archsite_core::markdown::outline::{Outline, ParseOptions};
use archsite_shard::plan::sections::start::Starts;

use crate::manifest::Shard;
use crate::manifest::lines::{self, Line, Width};
use crate::merge::diff::{Stretch, place};
use crate::merge::tail::blank;

/// Why an edited shard cannot go back into the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Something that this program generates was edited.
    #[error(
        "line {line} is in a part that is generated: the comment at the top, the list of sections, \
         or what is copied from elsewhere in the document; edit that in the document"
    )]
    Generated {
        /// The line of the edited shard, from 1.
        line: usize,
    },
    /// The recorded edits do not fit the shard.
    #[error("its entry in manifest.json does not match the file")]
    Unfit,
    /// Text is above the comment that this program generates.
    #[error(
        "there is text above the comment at its top, which has no place in the document; move it \
         below the first heading, or remove it"
    )]
    AboveHead,
    /// Text is above the heading of the section, where it would belong to the section before.
    #[error(
        "line {line} is above the heading of the section, or the heading is missing, so the text \
         would belong to the section before; move it below the heading"
    )]
    AboveHeading {
        /// The line of the edited shard, from 1.
        line: usize,
    },
    /// The rule after the section would be a part of it.
    #[error(
        "the rule after it would become a part of its text: is a code fence or a comment not \
         closed?"
    )]
    Open,
}

impl MergeError {
    /// The error with the line of `written`, to which something was put at the top to make `text`.
    pub(super) fn with_line_of(self, text: &str, written: &str) -> MergeError {
        let in_written = |line: usize| {
            let found = text.lines().nth(line - 1).unwrap_or_default();
            let at = written.lines().position(|other| other == found);
            at.map_or(1, |at| at + 1)
        };
        match self {
            MergeError::Generated { line } => MergeError::Generated {
                line: in_written(line),
            },
            MergeError::AboveHeading { line } => MergeError::AboveHeading {
                line: in_written(line),
            },
            other => other,
        }
    }
}

/// Whether nothing but the comment at its top is left of a section, and nothing of it is hidden
/// that others need. The rule after the section goes as well.
pub(super) fn is_deleted(shard: &Shard, lines: &[Line], edited: &str) -> bool {
    let Some((0, head, _)) = shard.edits.iter().flatten().next() else {
        return false;
    };
    let rule = shard.hidden_rule();
    let edits = shard.edits.iter().flatten().enumerate();
    let mut others = edits.filter(|(index, _)| rule != Some(*index));
    if others.any(|(_, (_, _, original))| original.contains('\n')) {
        return false;
    }
    let mut bytes = 0;
    let head = lines.iter().take_while(|line| {
        bytes += line.bytes;
        bytes <= *head
    });
    let said = head.copied().filter(|line| blank(line).is_none());
    // The text itself says which of its lines are blank: a few bits of a hash do not.
    let now = edited.split_inclusive('\n');
    let now = now.filter(|line| !line.trim().is_empty());
    said.eq(now.flat_map(|line| lines::of(line, Width::of(lines))))
}

/// Nothing is above the comment at the top.
pub(super) fn head_is_first(
    shard: &Shard,
    edited: &str,
    stretches: &[Stretch],
) -> Result<(), MergeError> {
    let head = shard.edits.iter().flatten().next();
    let head = head.filter(|(at, len, _)| *at == 0 && *len > 0);
    let at = head.and_then(|(_, len, _)| place(stretches, 0, *len));
    if at.is_some_and(|at| !edited[..at].trim().is_empty()) {
        return Err(MergeError::AboveHead);
    }
    Ok(())
}

/// A section that says something begins with its heading.
pub(super) fn begins_with_heading(
    part: &str,
    edited: &str,
    options: &ParseOptions,
) -> Result<(), MergeError> {
    let outline = Outline::parse(part, options);
    let mut headings = outline.headings.iter();
    let heading = headings.find(|heading| heading.root && heading.level > 0);
    let above = heading.map_or(part, |heading| {
        &part[..Starts::new(part, &outline).of(heading)]
    });
    let Some(text) = above.lines().find(|line| !line.trim().is_empty()) else {
        return Ok(());
    };
    let line = edited.lines().position(|line| line == text);
    Err(MergeError::AboveHeading {
        line: line.map_or(1, |line| line + 1),
    })
}

/// No block that this program generated was touched: such a block is whole lines.
pub(super) fn generated_is_whole(
    lines: &[Line],
    edited: &str,
    shard: &Shard,
    stretches: &[Stretch],
) -> Result<(), MergeError> {
    let mut sum = 0;
    let ends = lines.iter().map(|line| {
        sum += line.bytes;
        sum
    });
    let ends: Vec<usize> = ends.collect();
    for (at, len, _) in shard.edits.iter().flatten() {
        let end = at.checked_add(*len).filter(|end| *end <= shard.bytes);
        let end = end.ok_or(MergeError::Unfit)?;
        let next = ends.partition_point(|line| line <= at);
        let is_block = ends.get(next).is_some_and(|line| *line <= end);
        if !is_block || is_line_end(*len) || place(stretches, *at, *len).is_some() {
            continue;
        }
        let touches = |s: &&Stretch| !s.equal && s.base.start <= end && s.base.end >= *at;
        let here = stretches.iter().find(touches).map_or(0, |s| s.edited.start);
        return Err(MergeError::Generated {
            line: edited[..here].matches('\n').count() + 1,
        });
    }
    Ok(())
}

/// Whether a generated text of this length is no more than a line end.
pub(super) fn is_line_end(len: usize) -> bool {
    (1..="\r\n".len()).contains(&len)
}
