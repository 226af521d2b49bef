//! Where the pages of records go in the book.
//!
//! mdBook writes paths of chapters into links, attributes and scripts as they are, so a page
//! gets a path without the characters that mean something there. Names only; no file is read.

use std::collections::{HashMap, HashSet};

use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::model::records::{Entry, Records};

/// The path of the page of each record, also of those that are chapters already.
pub(super) fn paths(
    site: &Site,
    records: &Records,
    owner: PageId,
    chapters: &HashMap<String, PageId>,
    src: Option<&str>,
) -> Vec<String> {
    let mut taken: HashSet<String> = site
        .pages
        .iter()
        .filter_map(|page| Some(page.path.as_ref()?.to_lowercase()))
        .collect();
    let home = home(site.pages[owner].path.as_deref().unwrap_or_default());
    let wanted = records.entries.iter().map(|entry| {
        let chapter = chapters.get(&entry.file);
        let own = chapter.and_then(|page| site.pages[*page].path.clone());
        own.unwrap_or_else(|| as_page(&wanted(records, entry, &home, src)))
    });
    let wanted: Vec<String> = wanted.collect();
    let mut paths = wanted.clone();
    // A path that works as it is does not give way to one that was made from others.
    for plain in [true, false] {
        for (id, entry) in records.entries.iter().enumerate() {
            let safe = safe(&wanted[id]);
            if chapters.contains_key(&entry.file) || (safe == wanted[id]) != plain {
                continue;
            }
            let path = free(&safe, &taken);
            taken.insert(path.to_lowercase());
            paths[id] = path;
        }
    }
    paths
}

/// Where the file of a record would be in the book.
fn wanted(records: &Records, entry: &Entry, home: &str, src: Option<&str>) -> String {
    let below = src.filter(|src| !src.is_empty());
    let inside = below.and_then(|src| entry.file.strip_prefix(src)?.strip_prefix('/'));
    match (inside, src) {
        (Some(inside), _) => inside.to_string(),
        (None, Some("")) => entry.file.clone(),
        _ => {
            let directory = &records.directories[entry.directory];
            let file = entry.file.strip_prefix(directory.path.as_str());
            let file = file.unwrap_or(&entry.file).trim_start_matches('/');
            let part = match (records.directories.len() > 1, &directory.prefix) {
                (false, _) => String::new(),
                (true, Some(prefix)) => format!("{}/", prefix.to_lowercase()),
                (true, None) => format!("{}/", directory.path),
            };
            joined(home, &format!("{part}{file}"))
        }
    }
}

fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_string()
    } else {
        format!("{folder}/{file}")
    }
}

/// The folder for pages below a page: `a.md` → `a`, `dir/index.md` → `dir`.
pub(super) fn home(page: &str) -> String {
    match path::file_name(path::stem(page))
        .to_ascii_lowercase()
        .as_str()
    {
        "index" | "readme" => path::parent(page).to_string(),
        _ => path::stem(page).to_string(),
    }
}

/// mdBook's page for a file: `.md`, and `index.md` for a README.
fn as_page(file: &str) -> String {
    let stem = path::stem(file);
    if path::file_name(stem).eq_ignore_ascii_case("readme") {
        joined(path::parent(file), "index.md")
    } else {
        format!("{stem}.md")
    }
}

/// A path in which each part works in links, attributes and scripts, and in names of files on
/// all systems.
fn safe(path: &str) -> String {
    let stem = path::stem(path);
    let parts: Vec<String> = stem.split('/').map(safe_part).collect();
    format!("{}.md", parts.join("/"))
}

fn safe_part(part: &str) -> String {
    if !part.chars().any(is_unsafe) && !matches!(part, "" | "." | "..") {
        return part.to_string();
    }
    let mut safe = String::new();
    for c in part.chars() {
        let c = if is_unsafe(c) { '-' } else { c };
        // What is left out leaves one dash, and none at the ends.
        if c != '-' || !safe.ends_with('-') {
            safe.push(c);
        }
    }
    match safe.trim_matches(['-', ' ']) {
        "" | "." | ".." => "record".to_string(),
        safe => safe.to_string(),
    }
}

/// Whether a character has a meaning in an address, in HTML, in a script or in the name of a file,
/// or is invisible.
fn is_unsafe(c: char) -> bool {
    let marks = "#?%\"'`\\<>&:";
    let unseen = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    marks.contains(c) || c.is_control() || unseen(c)
}

/// A path that no page has.
pub(super) fn free(wanted: &str, taken: &HashSet<String>) -> String {
    let stem = path::stem(wanted);
    let mut path = wanted.to_string();
    let mut number = 2;
    while taken.contains(&path.to_lowercase()) {
        path = format!("{stem}-{number}.md");
        number += 1;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_work_wherever_they_are_written() {
        let check = |path: &str, expected: &str| assert_eq!(safe(path), expected);
        check("a/0001-use-files.md", "a/0001-use-files.md");
        check("a/0002-für alle.md", "a/0002-für alle.md");
        check("a/0003--x-.md", "a/0003--x-.md");
        check(
            "a/0002-use-c#-for-the-api.md",
            "a/0002-use-c-for-the-api.md",
        );
        check("a/0002-why-queues?.md", "a/0002-why-queues.md");
        check("a/100%.md", "a/100.md");
        check(
            "a/0002-b\"><img src=x onerror=alert(7)>.md",
            "a/0002-b-img src=x onerror=alert(7).md",
        );
        check("c#/x\\y\u{7}z.md", "c/x-y-z.md");
        check("a/###.md", "a/record.md");
        check("a/?/b.md", "a/record/b.md");
    }
}
