//! What of a shard was touched: stretches of text that are the same, and those that are not.
//!
//! It compares, and knows neither Markdown nor what was recorded.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::manifest::lines::{self, Line, Width};

/// A stretch of text that is in both versions, or was changed from one to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) equal: bool,
    pub(super) base: Range<usize>,
    pub(super) edited: Range<usize>,
}

/// What is the same in a shard as it was written and now: by lines, and by words where lines
/// differ and `base`, the text as it was written, is at hand.
pub(super) fn compare(lines: &[Line], base: Option<&str>, edited: &str) -> Vec<Stretch> {
    let now = lines::of(edited, Width::of(lines));
    let mut stretches = Vec::new();
    for line in diff(lines, &now, |line| line.bytes, 0, 0) {
        let replaced = !line.equal && !line.base.is_empty() && !line.edited.is_empty();
        match base.filter(|_| replaced) {
            None => stretches.push(line),
            Some(base) => stretches.extend(diff(
                &words(&base[line.base.clone()]),
                &words(&edited[line.edited.clone()]),
                |word| word.len(),
                line.base.start,
                line.edited.start,
            )),
        }
    }
    // Neighbours of one kind are one stretch.
    stretches.dedup_by(|next, last| {
        let same = next.equal == last.equal;
        if same {
            last.base.end = next.base.end;
            last.edited.end = next.edited.end;
        }
        same
    });
    stretches
}

/// Where something of the base is in the edited text, if it was not touched.
pub(super) fn place(stretches: &[Stretch], at: usize, len: usize) -> Option<usize> {
    // At a border an insertion belongs to the text before it.
    let holds = |s: &&Stretch| s.equal && s.base.start <= at && at + len <= s.base.end;
    let found = stretches.iter().find(holds)?;
    Some(found.edited.start + (at - found.base.start))
}

/// Where the place after something of the base is in the edited text, if that was not touched.
pub(super) fn place_after(stretches: &[Stretch], at: usize) -> Option<usize> {
    let holds = |s: &&Stretch| s.equal && s.base.start < at && at <= s.base.end;
    let found = stretches.iter().find(holds)?;
    Some(found.edited.start + (at - found.base.start))
}

/// The end of the change that took a place of the base away.
pub(super) fn behind(stretches: &[Stretch], at: usize) -> usize {
    let mut stretches = stretches.iter();
    let found = stretches.find(|s| s.base.end >= at);
    found.map_or(0, |s| s.edited.end)
}

fn diff<T: Hash + Ord>(
    base: &[T],
    edited: &[T],
    bytes: impl Fn(&T) -> usize,
    base_at: usize,
    edited_at: usize,
) -> Vec<Stretch> {
    let offsets = |parts: &[T], start: usize| -> Vec<usize> {
        let mut at = start;
        let ends = parts.iter().map(|part| {
            at += bytes(part);
            at
        });
        std::iter::once(start).chain(ends).collect()
    };
    let (bases, editeds) = (offsets(base, base_at), offsets(edited, edited_at));
    capture_diff_slices(Algorithm::Myers, base, edited)
        .into_iter()
        .map(|op| {
            let (old, new) = (op.old_range(), op.new_range());
            Stretch {
                equal: matches!(op, DiffOp::Equal { .. }),
                base: bases[old.start]..bases[old.end],
                edited: editeds[new.start]..editeds[new.end],
            }
        })
        .collect()
}

/// Runs of letters and digits, runs of blanks, and everything else a character each.
fn words(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        if at > start && (before != Some(now) || now == 0) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}
