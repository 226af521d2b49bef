//! Functions that readers of manifests share: locations, lines and parts of a text.

use std::ops::Range;

use crate::manifests::files::Files;
use crate::manifests::value::Node;
use crate::model::facts::{Authority, FileRange, Runtime};

/// Notes a version of a runtime, once for each place.
pub(super) fn runtime(
    files: &mut Files,
    name: &str,
    value: &str,
    authority: Authority,
    at: FileRange,
) {
    let value = value.trim();
    if value.is_empty() || value == "*" || value.contains("${") {
        return;
    }
    files.add_runtime(Runtime {
        name: name.to_string(),
        value: value.to_string(),
        authority,
        at,
    });
}

/// The location of a node.
pub(super) fn mark(file: &str, node: &Node) -> FileRange {
    FileRange::new(file, node.range.clone())
}

/// The name of a member that has no name of its own: its folder, or `.`.
pub(super) fn folder_name(folder: &str) -> &str {
    match folder {
        "" => ".",
        folder => folder,
    }
}

/// The lines of a text without their ends, each with its offset.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// The bytes of `part` in `whole`; `part` must be a slice of it.
pub(super) fn within(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let start = start.min(whole.len());
    start..(start + part.len()).min(whole.len())
}

/// The part between `open` and the next `close` after it.
pub(super) fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let start = text.find(open)? + open.len();
    let rest = &text[start..];
    Some(&rest[..rest.find(close)?])
}

/// A text of several lines on one.
pub(super) fn folded(text: &str) -> String {
    archsite_core::text::collapse_whitespace(text).into_owned()
}
