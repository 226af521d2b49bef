//! Places of sections by the list of sections in the index.

use std::ops::Range;

use archsite_core::markdown::outline::{Link, LinkKind, Outline, ParseOptions};
use archsite_core::site::path;

use super::{Place, subtree_end};
use crate::manifest::Manifest;

/// What the list of sections says about files that were added.
pub(super) struct Listed {
    /// Their places, in the order of the list.
    pub(super) places: Vec<(String, Place)>,
    /// The index without the lines that list them.
    pub(super) index: String,
}

/// A line of the list.
struct Item {
    file: String,
    /// Columns before its mark.
    indent: usize,
    /// Index of the shard, if it is one.
    shard: Option<usize>,
    /// Bytes of its lines.
    start: usize,
    end: usize,
}

/// Looks the files up in the list of sections. One whose neighbours there do not follow each other
/// in the document is left out.
pub(super) fn find(names: &[&String], manifest: &Manifest, index: &str) -> Listed {
    let items = items(names, manifest, index);
    let mut listed = Listed {
        places: Vec::new(),
        index: String::with_capacity(index.len()),
    };
    let mut kept = 0;
    for (at, item) in items.iter().enumerate() {
        if item.shard.is_some() {
            continue;
        }
        let is_first = listed.places.iter().all(|(file, _)| *file != item.file);
        if let Some(place) = place(&items, at, manifest).filter(|_| is_first) {
            listed.places.push((item.file.clone(), place));
            // A blank line between two of them is of both.
            listed.index.push_str(&index[kept..item.start.max(kept)]);
            kept = item.end.max(kept);
        }
    }
    listed.index.push_str(&index[kept..]);
    listed
}

/// The lines of the list of sections that name shards or files that were added.
fn items(names: &[&String], manifest: &Manifest, index: &str) -> Vec<Item> {
    let outline = Outline::parse(index, &ParseOptions::default());
    let sections = outline.headings.iter();
    let mut sections = sections.filter(|heading| heading.root && heading.title == "Sections");
    let Some(sections) = sections.next_back() else {
        return Vec::new();
    };
    let mut next = outline.headings.iter();
    let next = next.find(|heading| heading.root && heading.range.start > sections.range.start);
    let end = next.map_or(index.len(), |heading| heading.line_start);
    let inside = sections.range.end..end;
    let links = outline.links.iter();
    let links = links.filter(|link| inside.contains(&link.range.start));
    links
        .filter(|link| link.kind == LinkKind::Link)
        .filter_map(|link| item(link, names, manifest, (index, sections.range.end)))
        .collect()
}

/// The line of the list, below a heading that ends at `heading`, that begins with a link.
fn item(
    link: &Link,
    names: &[&String],
    manifest: &Manifest,
    (index, heading): (&str, usize),
) -> Option<Item> {
    let file = path::percent_decode(&link.dest);
    let file = file.strip_prefix("./").unwrap_or(&file).to_string();
    let shard = manifest.shards.iter().position(|shard| shard.file == file);
    if shard.is_none() && !names.iter().any(|name| **name == file) {
        return None;
    }
    let start = index[..link.range.start]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    let (indent, before) = mark(&index[start..link.range.start])?;
    if !before.trim().is_empty() {
        return None;
    }
    let mut end = start;
    for (number, line) in index[start..].split_inclusive('\n').enumerate() {
        let is_next = number > 0 && (line.trim().is_empty() || self::indent(line).is_some());
        if is_next {
            break;
        }
        end += line.len();
    }
    let (start, end) = with_blanks(index, start..end, heading);
    Some(Item {
        file,
        indent,
        shard,
        start,
        end,
    })
}

/// A line of the list with the blank lines that somebody put around it: the list has none. The
/// heading above the list ends at `heading`.
fn with_blanks(index: &str, line: Range<usize>, heading: usize) -> (usize, usize) {
    let Range { mut start, mut end } = line;
    let after = index[end..].trim_start_matches(['\r', '\n']);
    let is_in_list = indent(after).is_some();
    if is_in_list || after.is_empty() {
        let before = index[..start].trim_end_matches(['\r', '\n']);
        // Below the heading is a blank line anyway.
        if before.len() > heading {
            start = before.len() + index[before.len()..].find('\n').map_or(0, |at| at + 1);
        }
    }
    if is_in_list {
        end = index.len() - after.len();
    }
    (start, end)
}

/// The columns before the mark of a list that a line begins with.
fn indent(line: &str) -> Option<usize> {
    mark(line).map(|(columns, _)| columns)
}

/// The same, with what follows the mark.
fn mark(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches([' ', '\t']);
    let blank = &line[..line.len() - rest.len()];
    let after = rest.strip_prefix(['-', '*', '+']).or_else(|| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        (digits.len() < rest.len()).then(|| digits.strip_prefix(['.', ')']))?
    })?;
    let columns = blank.chars().map(|c| if c == '\t' { 4 } else { 1 });
    after
        .starts_with([' ', '\t'])
        .then(|| (columns.sum(), after))
}

/// The place of a line that lists no shard, if its neighbours say it for certain.
fn place(items: &[Item], at: usize, manifest: &Manifest) -> Option<Place> {
    let indent = items[at].indent;
    let known = |item: &&Item| item.shard.is_some();
    let before = items[..at].iter().rev().find(known);
    let next = items[at..].iter().find(known);
    let shard = |item: &Item| item.shard.unwrap_or_default();
    let follows = before.map_or(1, |before| shard(before) + 1);
    let is_between = match next {
        Some(next) => shard(next) == follows,
        None => follows == manifest.shards.len(),
    };
    // What is deeper than the line after it would become a part of its section.
    let takes_next = next.is_some_and(|next| next.indent > indent + 1);
    if !is_between || takes_next {
        return None;
    }
    let shift_of = |item: &Item| manifest.shards[shard(item)].shift;
    let Some(before) = before else {
        let next = next.filter(|next| next.indent.abs_diff(indent) < 2)?;
        return Some(Place {
            after: None,
            is_below: false,
            shift: shift_of(next),
        });
    };
    let mut above = items[..at].iter().rev().filter(known);
    let above = above.find(|item| item.indent <= indent + 1)?;
    if indent < above.indent + 2 {
        let after = shard(above);
        // All below it comes before the next section.
        let is_whole = next.is_none_or(|next| subtree_end(manifest, after) == shard(next));
        return is_whole.then_some(Place {
            after: Some(after),
            is_below: false,
            shift: shift_of(above),
        });
    }
    if shard(above) != shard(before) {
        return None;
    }
    let child = next.filter(|next| next.indent > above.indent + 1);
    let shift = child.map_or(shift_of(above) + 1, shift_of);
    // A deeper section would be no file of its own.
    let is_file = shift < manifest.level || child.is_some();
    is_file.then_some(Place {
        after: Some(shard(above)),
        is_below: true,
        shift,
    })
}
