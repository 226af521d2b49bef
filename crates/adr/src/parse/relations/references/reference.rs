//! References to records, in words and by the destinations of links.

use std::ops::Range;

use archsite_core::site::path;

use crate::parse::values::name;

/// Most records that a range such as `ADR-1 through ADR-9` means.
const WIDEST: u64 = 200;

/// A record that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) text: String,
    pub(crate) dest: Option<String>,
    pub(crate) target: String,
    /// Byte range in the line's text.
    pub(crate) range: Range<usize>,
    /// It may be something else: named only as one between the ends of a range, or as `#12`.
    pub(crate) unsure: bool,
}

/// Whether a destination is on another site.
pub(crate) fn is_external(dest: &str) -> bool {
    let lower = dest.get(..8).unwrap_or(dest).to_ascii_lowercase();
    ["https://", "http://", "//"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Whether a destination is that of an issue or a pull request on a code host.
pub(crate) fn is_issue(dest: &str) -> bool {
    let kinds = [
        "/pull/",
        "/pulls/",
        "/issues/",
        "/merge_requests/",
        "/pull-requests/",
    ];
    is_external(dest) && kinds.iter().any(|kind| dest.contains(kind))
}

fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.is_some_and(|scheme| scheme.len() > 1 && scheme.chars().all(letters))
}

/// The target of a link: by the file of its destination, else by its text. The target of an address
/// on another site is the address.
pub(super) fn target(dest: &str, by_text: impl Fn() -> Option<String>) -> Option<String> {
    if is_external(dest) {
        return Some(dest.to_string());
    }
    let path = dest.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return by_text();
    }
    if has_scheme(path) {
        return None;
    }
    let decoded = path::percent_decode(path);
    let parts: Vec<&str> = decoded
        .split('/')
        .filter(|p| !p.is_empty() && *p != ".")
        .collect();
    let last = parts.last().copied().unwrap_or_default();
    let file = [".md", ".mdx", ".markdown", ".html"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending));
    let named = match file {
        Some(stem) if name::is_index(stem) => parts.iter().rev().nth(1).copied(),
        Some(stem) => Some(stem),
        None => Some(last),
    };
    let named = named.filter(|name| !matches!(*name, ".." | ""))?;
    let read = name::read(named);
    match read.reference() {
        Some(target) => Some(target),
        None if read.is_numbered() || file.is_some() => by_text()
            .filter(|_| !read.is_numbered())
            .or_else(|| Some(named.to_string())),
        None => by_text(),
    }
}

/// The records between the two ends of a range; `None` if they are not the ends of one.
pub(super) fn between(first: &Reference, last: &Reference) -> Option<Vec<Reference>> {
    let from = first.target.parse::<u64>().ok()?;
    let to = last.target.parse::<u64>().ok()?;
    if to <= from || to - from > WIDEST {
        return None;
    }
    let numbers = from + 1..to;
    let found = numbers.map(|number| Reference {
        text: number.to_string(),
        dest: None,
        target: number.to_string(),
        range: last.range.clone(),
        unsure: true,
    });
    Some(found.collect())
}
