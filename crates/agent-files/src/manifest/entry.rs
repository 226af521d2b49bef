//! The entry of one shard: what it was made from, and what undoes its edits.

use std::borrow::Cow;
use std::ops::Range;

use archsite_core::text::AppliedEdit;
use archsite_shard::output::split::{Split, heading_path};
use archsite_shard::plan::tokens;

use super::{Part, Shard, hash, lines};
use crate::files::file::{File, MadeBy};

impl Shard {
    /// The sum of this entry.
    fn summed(&self) -> String {
        let entry = Shard {
            sum: String::new(),
            ..self.clone()
        };
        let json = serde_json::to_string(&entry).unwrap_or_default();
        let mut sum = hash(&json);
        sum.truncate(16);
        sum
    }

    /// The edit that hides the rule at the end of the section, if there is one. Nothing but
    /// generated text is after it.
    pub(crate) fn hidden_rule(&self) -> Option<usize> {
        let edits = self.edits.as_ref()?;
        let index = edits
            .iter()
            .rposition(|(_, _, original)| !original.is_empty())?;
        let (_, len, original) = &edits[index];
        let marks: String = original.split_whitespace().collect();
        let mark = marks.chars().next().filter(|mark| "-*_".contains(*mark))?;
        let is_rule = marks.len() >= 3 && marks.chars().all(|c| c == mark);
        (*len == 0 && is_rule).then_some(index)
    }

    /// Whether the entry has another sum than was written with it.
    pub(super) fn is_changed(&self) -> bool {
        !self.sum.is_empty() && self.sum != self.summed()
    }
}

/// The entry of a page of the plan.
pub(super) fn shard(split: &Split, files: &[File], page: usize, made_by: MadeBy) -> Shard {
    let noted = split.noted.as_ref();
    let file = &files[page];
    let planned = &split.document.plan.pages[page];
    let source = noted.map_or("", |noted| noted.source.as_str());
    let shown = |range: &Range<usize>| {
        let text = &source[range.clone()];
        if made_by == MadeBy::Context {
            lines::with_lf(text)
        } else {
            Cow::Borrowed(text)
        }
    };
    let mut slice = blake3::Hasher::new();
    for range in &planned.ranges {
        slice.update(shown(range).as_bytes());
    }
    let edits = || {
        let edit = |edit: &AppliedEdit| {
            let original = source[edit.original.clone()].to_string();
            (edit.at, edit.len, original)
        };
        file.recorded.iter().map(edit).collect()
    };
    let owners = &split.document.owners;
    let part = |(index, range): (usize, &Range<usize>)| {
        // The document's own page may begin after a section.
        let begins = index == 0 && (page > 0 || range.start == 0);
        let before = range.start.checked_sub(1).filter(|_| !begins);
        Part {
            bytes: shown(range).len(),
            after: before.map(|at| files[owners.page(at)].name.clone()),
        }
    };
    let parts: Vec<Part> = planned.ranges.iter().enumerate().map(part).collect();
    let plain = parts.len() == 1 && parts[0].after.is_none();
    let mut entry = Shard {
        file: file.name.clone(),
        title: noted.map_or_else(String::new, |noted| noted.titles[page].clone()),
        path: noted.map_or_else(Vec::new, |noted| {
            let titles = heading_path(split, noted, page);
            titles.into_iter().map(ToString::to_string).collect()
        }),
        shift: planned.shift,
        id: noted.and_then(|noted| noted.ids[page].clone()),
        anchors: noted.map_or_else(Vec::new, |noted| noted.anchors[page].clone()),
        tokens: tokens(&file.text),
        bytes: file.text.len(),
        hash: hash(&file.text),
        source_hash: slice.finalize().to_hex().to_string(),
        parts: (!plain).then_some(parts),
        edits: (made_by == MadeBy::Shard).then(edits),
        lines: (made_by == MadeBy::Shard).then(|| lines::written(&file.text)),
        edit: None,
        sum: String::new(),
        ranges: planned.ranges.iter().map(|r| [r.start, r.end]).collect(),
    };
    if made_by == MadeBy::Shard {
        entry.sum = entry.summed();
    }
    entry
}
