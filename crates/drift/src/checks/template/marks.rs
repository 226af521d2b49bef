//! Marks of chat assistants, open markers and empty fences.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Kind};
use crate::lists::CHAT_MARKS;

#[allow(clippy::expect_used)]
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    let markers = r"\b(?:TODO|FIXME|XXX)\b\s*(?:\([^)\n]{0,40}\))?\s*:";
    let undecided =
        r"\b(?:TBD|TBA|TBC|TODO|FIXME)\b|\b[Tt]o be (?:determined|decided|defined|announced)\b";
    Regex::new(&format!("{markers}|{undecided}")).expect("a valid pattern")
});

/// The marks of chat assistants, in their order.
pub(crate) fn chat_marks(document: &Document<'_>) -> Vec<Range<usize>> {
    find(document, &CHAT_MARKS, |_, _| true)
}

/// Markers such as TODO: with a colon, or where a value is missing.
pub(crate) fn open_markers(document: &Document<'_>) -> Vec<Range<usize>> {
    find(document, &OPEN, |text, found| {
        let marker = &text[found.clone()];
        let before = text[..found.start].trim_end();
        let after = text[found.end..].trim_start();
        let ends = |text: &str| {
            text.is_empty() || text.starts_with(['.', ',', ';', ')', '\n', '(', '-', '–', '|', '*'])
        };
        // `to be determined` and `TBD` say by themselves that something is open.
        let is_undecided = marker.to_lowercase().starts_with("to be") || marker.starts_with("TB");
        let is_slot = before.is_empty() || before.ends_with([':', '(', '-', '–', '|', '=', '\n']);
        marker.ends_with(':') && is_slot
            || is_undecided && (ends(after) || is_slot)
            || is_slot && ends(after)
    })
}

fn find(
    document: &Document<'_>,
    pattern: &Regex,
    counts: impl Fn(&str, &Range<usize>) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for unit in document
        .units
        .iter()
        .filter(|unit| !unit.in_header || unit.kind != Kind::Cell)
    {
        let marks = pattern.find_iter(&unit.text).map(|mark| mark.range());
        let marks = marks.filter(|mark| counts(&unit.text, mark));
        found.extend(marks.map(|mark| unit.place(mark)));
    }
    found
}

/// Fenced blocks of code without content, and a fence at the end that opens nothing.
pub(crate) fn empty_fences(document: &Document<'_>) -> Vec<Range<usize>> {
    let empty = document.fences.iter().filter(|fence| {
        let mut lines = fence
            .lines
            .iter()
            .map(|line| &document.source[line.clone()]);
        fence.info.is_some() && lines.all(|line| line.trim().is_empty())
    });
    let first_line = |range: &Range<usize>| {
        let line = document.source[range.clone()].lines().next();
        range.start..range.start + line.map_or(0, str::len)
    };
    empty.map(|fence| first_line(&fence.range)).collect()
}
