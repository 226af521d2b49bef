//! Names of folders: those that usually contain records, and those that are not searched.

use std::collections::HashSet;

/// Whether folders of this name usually contain records; they may be hidden.
pub(super) fn is_usual(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let visible = lower.strip_prefix('.').unwrap_or(&lower);
    matches!(
        visible,
        "adr"
            | "adrs"
            | "adl"
            | "madr"
            | "decisions"
            | "decision"
            | "decision-log"
            | "decision-record"
            | "adr-log"
            | "architecture-decision"
            | "architecture-decision-record"
            | "architectural-decision"
            | "architectural-decision-record"
            | "design-decision"
            | "technical-decision"
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

/// The outermost folder above `folder`, or itself, that usually contains records.
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

/// The outermost folder above `folder`, or itself, that is in `sure`.
pub(super) fn outermost<'f>(folder: &'f str, sure: &HashSet<&str>) -> Option<&'f str> {
    let ends = folder
        .match_indices('/')
        .map(|(at, _)| at)
        .chain([folder.len()]);
    let mut ways = std::iter::once(0).chain(ends).map(|end| &folder[..end]);
    ways.find(|way| sure.contains(way))
}

/// Whether a folder contains third-party files, or data for tests.
pub(super) fn is_third_party(name: &str) -> bool {
    name.starts_with('.') && !is_usual(name)
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
