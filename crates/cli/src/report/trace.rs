//! Where the lines of a changed text stand in its file, when nothing tells but a comparison.
//!
//! The diff is the library's; this module bounds it and keeps places exact within a line.

use std::path::{Path, PathBuf};

/// Where a run of bytes of a loaded text stands.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    /// Offset in the loaded text.
    pub(crate) at: usize,
    pub(crate) file: PathBuf,
    /// Offset in the file.
    pub(crate) start: usize,
    pub(crate) exact: bool,
}

/// Most pairs of lines that a diff may have to look at.
const COMPARED: usize = 25_000_000;

/// Lines of a changed text that are still in the file, by a diff; others are near them.
pub(crate) fn trace_lines(loaded: &str, text: &str, file: &Path) -> Vec<Trace> {
    let (new, old) = (numbered(loaded), numbered(text));
    let words = |lines: &[(usize, String)]| -> Vec<String> {
        lines.iter().map(|(_, words)| words.clone()).collect()
    };
    let same = new.iter().zip(&old).take_while(|(a, b)| a.1 == b.1).count();
    let (new_rest, old_rest) = (&new[same..], &old[same..]);
    let mut traces: Vec<Trace> = Vec::with_capacity(new.len());
    let mut push = |new: usize, old: usize, exact: bool| {
        traces.push(Trace {
            at: new,
            file: file.to_path_buf(),
            start: old,
            exact,
        });
    };
    for (new, old) in new.iter().zip(&old).take(same) {
        push(new.0, old.0, true);
    }
    let end = old.last().map_or(0, |(at, _)| *at);
    if new_rest.len().saturating_mul(old_rest.len()) > COMPARED {
        for (index, (at, _)) in new_rest.iter().enumerate() {
            push(*at, old_rest.get(index).map_or(end, |(at, _)| *at), false);
        }
        return traces;
    }
    let diff = similar::Algorithm::Patience;
    for op in similar::capture_diff_slices(diff, &words(old_rest), &words(new_rest)) {
        let exact = matches!(op, similar::DiffOp::Equal { .. });
        for (index, new) in op.new_range().enumerate() {
            let near = op.old_range().start + if exact { index } else { 0 };
            let old = old_rest.get(near).map_or(end, |(at, _)| *at);
            push(new_rest[new].0, old, exact);
        }
    }
    traces
}

/// The lines of a text without their ends, each with its offset.
fn numbered(text: &str) -> Vec<(usize, String)> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end().to_string())
        })
        .collect()
}
