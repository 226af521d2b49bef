//! What the names of folders say: where records are, and where nobody looks for them.
//!
//! Sees paths only, never what is in the folders.

use std::collections::HashSet;

/// Names of folders that hold records.
pub(super) fn is_usual(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
    matches!(
        lower.as_str(),
        "adr"
            | "adrs"
            | "adl"
            | "madr"
            | "decisions"
            | "decision"
            | "decision-log"
            | "decision-records"
            | "architecture-decisions"
            | "architecture-decision-log"
            | "architecture-decision-records"
            | "architectural-decisions"
            | "architectural-decision-records"
            | "design-decisions"
            | "technical-decisions"
    )
}

/// The outermost folder on the way to `folder` that is called like one of records.
pub(super) fn usual_folder(folder: &str) -> Option<&str> {
    let mut at = 0;
    for part in folder.split('/') {
        at += part.len();
        if is_usual(part) {
            return Some(&folder[..at]);
        }
        at += 1;
    }
    None
}

/// The outermost folder on the way to `folder` that surely holds records.
pub(super) fn outermost<'f>(folder: &'f str, sure: &HashSet<&str>) -> Option<&'f str> {
    let ends = folder
        .match_indices('/')
        .map(|(at, _)| at)
        .chain([folder.len()]);
    let mut ways = std::iter::once(0).chain(ends).map(|end| &folder[..end]);
    ways.find(|way| sure.contains(way))
}

/// Folders of other people's files, and of data for tests.
pub(super) fn is_third_party(name: &str) -> bool {
    name.starts_with('.')
        || matches!(
            name,
            "node_modules"
                | "target"
                | "vendor"
                | "third_party"
                | "testdata"
                | "fixtures"
                | "__fixtures__"
                | "test"
                | "tests"
                | "__tests__"
        )
}
