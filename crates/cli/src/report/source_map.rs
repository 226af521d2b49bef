//! Source maps: which bytes of a loaded text come from which bytes of a file.
//!
//! For text that another preprocessor changed, a bounded diff of lines finds them.

use std::path::{Path, PathBuf};

/// A run of bytes of a loaded text that comes from a file.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// Offset in the loaded text.
    pub(crate) at: usize,
    pub(crate) file: PathBuf,
    /// Offset in the file.
    pub(crate) start: usize,
    pub(crate) exact: bool,
}

/// Most pairs of lines that a diff may compare.
const COMPARED: usize = 25_000_000;

/// Maps the lines of a changed text to those of its file by a diff. Lines that are not in the file
/// are mapped to a neighbour, and are not exact.
pub(crate) fn map_lines(loaded: &str, text: &str, file: &Path) -> Vec<Mapping> {
    let (new, old) = (numbered(loaded), numbered(text));
    let texts = |lines: &[(usize, String)]| -> Vec<String> {
        lines.iter().map(|(_, text)| text.clone()).collect()
    };
    let same = new.iter().zip(&old).take_while(|(a, b)| a.1 == b.1).count();
    let (new_rest, old_rest) = (&new[same..], &old[same..]);
    let mut mappings: Vec<Mapping> = Vec::with_capacity(new.len());
    let mut push = |new: usize, old: usize, exact: bool| {
        mappings.push(Mapping {
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
        return mappings;
    }
    let diff = similar::Algorithm::Patience;
    for op in similar::capture_diff_slices(diff, &texts(old_rest), &texts(new_rest)) {
        let exact = matches!(op, similar::DiffOp::Equal { .. });
        for (index, new) in op.new_range().enumerate() {
            let neighbour = op.old_range().start + if exact { index } else { 0 };
            let old = old_rest.get(neighbour).map_or(end, |(at, _)| *at);
            push(new_rest[new].0, old, exact);
        }
    }
    mappings
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
