//! Links of records, and links to them.
//!
//! Decides where a link of a record leads in the book; core spells the destination.

use std::collections::HashMap;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;
use archsite_core::site::relocate;
use archsite_core::site::relocate::{Change, Moved};
use archsite_core::site::resolve::Destination;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::check::messages;
use crate::check::short_name;
use crate::model::graph::EntryId;
use crate::model::lookup::Lookup;
use crate::model::prepared::Prepared;
use crate::model::record::Status;
use crate::output::pages;
use crate::parse::relations::references;

/// The edits that lead links to the pages of records, by page.
pub(crate) fn edits(
    site: &Site,
    prepared: &Prepared,
    repository: Option<&Reader>,
) -> Vec<(PageId, Vec<Edit>)> {
    let edits = Edits {
        site,
        prepared,
        repository,
        lookup: Lookup::new(&prepared.records),
        chapters: pages::chapters(site, prepared.src.as_deref()),
    };
    let pages = prepared.pages.iter().enumerate();
    let of: HashMap<PageId, EntryId> = pages.map(|(entry, page)| (*page, entry)).collect();
    let pages = site.pages.iter().enumerate();
    let pages = pages.map(|(id, page)| match of.get(&id) {
        Some(entry) => (id, edits.of_record(*entry, id)),
        // A page without the text of a link to a file has none to change.
        None if page.text.as_str().contains(".md") && !prepared.added.is_empty() => {
            (id, edits.elsewhere(id))
        }
        None => (id, Vec::new()),
    });
    pages.filter(|(_, edits)| !edits.is_empty()).collect()
}

/// What the edits of links are made from.
struct Edits<'a> {
    site: &'a Site,
    prepared: &'a Prepared,
    repository: Option<&'a Reader>,
    lookup: Lookup<'a>,
    chapters: HashMap<String, PageId>,
}

impl Edits<'_> {
    /// The edits that keep the links of a record's page.
    fn of_record(&self, entry: EntryId, id: PageId) -> Vec<Edit> {
        let Edits { site, prepared, .. } = self;
        let file = prepared.records.entries[entry].file.as_str();
        let page = &site.pages[id];
        let Some(from) = page.path.as_deref() else {
            return Vec::new();
        };
        let added = prepared.added.contains(&id);
        let mut edits = Vec::new();
        for link in &page.outline().links {
            let parts = Destination::parse(&link.dest);
            let elsewhere = link.dest.starts_with('/') || link.dest.contains("/blob/");
            if parts.path.is_empty() || !(added || elsewhere) {
                continue;
            }
            let record = self.lookup.linked(entry, &link.dest);
            let record = record.and_then(|to| prepared.pages.get(to));
            let target = match record.and_then(|page| site.pages.get(*page)) {
                Some(page) => page.path.clone(),
                None => target(site, prepared, &self.chapters, file, parts.path),
            };
            match target {
                Some(target) => edits.extend(self.edit(link, from, &target)),
                None if added => edits.extend(self.outside(link, from, file)),
                None => {}
            }
        }
        edits
    }

    /// The edit that makes a link to a file of the repository count from the page of a record.
    fn outside(&self, link: &Link, from: &str, file: &str) -> Option<Edit> {
        let reader = self.repository?;
        let embeds = match &link.kind {
            LinkKind::Image => true,
            LinkKind::Html { tag, .. } => tag != "a",
            _ => false,
        };
        let parts = Destination::parse(&link.dest);
        if embeds || parts.path.starts_with('/') || parts.path.contains(':') {
            return None;
        }
        let found = path::join(path::parent(file), &path::percent_decode(parts.path))?;
        let real = self.site.root.join(&found);
        if !reader.is_file(&real) && !reader.is_folder(&real) {
            return None;
        }
        let from_src = path::relative(self.prepared.src.as_deref()?, &found);
        let rest = &link.dest[parts.path.len()..];
        let up = "../".repeat(
            path::parent(from)
                .split('/')
                .filter(|p| !p.is_empty())
                .count(),
        );
        let dest = format!("{up}{}{rest}", path::percent_encode(&from_src));
        let raw = link.raw.clone()?;
        (dest != link.dest).then(|| Edit::replace(raw, dest))
    }

    /// The edits that lead links of other chapters to the pages of records outside `src`.
    fn elsewhere(&self, id: PageId) -> Vec<Edit> {
        let Edits { site, prepared, .. } = self;
        let page = &site.pages[id];
        let (Some(from), Some(source), Some(src)) = (
            page.path.as_deref(),
            page.source_path.as_deref(),
            prepared.src.as_deref(),
        ) else {
            return Vec::new();
        };
        let Some(file) = path::join(src, source) else {
            return Vec::new();
        };
        let mut edits = Vec::new();
        for link in &page.outline().links {
            let to = self.lookup.linked_from(path::parent(&file), &link.dest);
            let to = to.and_then(|to| prepared.pages.get(to));
            let to = to.filter(|to| prepared.added.contains(to));
            let target = to.and_then(|to| site.pages[*to].path.as_deref());
            if let Some(target) = target {
                edits.extend(self.edit(link, from, target));
            }
        }
        edits
    }

    /// The edit that leads a link of a page to a path of the book, if it does not lead there.
    fn edit(&self, link: &Link, from: &str, target: &str) -> Option<Edit> {
        let raw = link.raw.as_ref()?;
        let fragment = Destination::parse(&link.dest).fragment;
        let fragment = fragment.map(path::percent_decode);
        let moved = Moved::To {
            page: target,
            id: fragment.as_deref(),
        };
        match relocate::change(link, from, from, moved, self.site.html) {
            Change::Keep => None,
            Change::Prefix(prefix) => Some(Edit::insert(raw.start, prefix)),
            Change::Replace(dest) => Some(Edit::replace(raw.clone(), dest)),
        }
    }
}

/// Where a relative path in a record leads in the book: to a chapter, or to a file that
/// mdBook copies.
fn target(
    site: &Site,
    prepared: &Prepared,
    chapters: &HashMap<String, PageId>,
    file: &str,
    dest: &str,
) -> Option<String> {
    if dest.starts_with('/') || dest.contains(':') {
        return None;
    }
    let found = path::join(path::parent(file), &path::percent_decode(dest))?;
    if let Some(page) = chapters.get(&found) {
        return site.pages[*page].path.clone();
    }
    let src = prepared.src.as_deref()?;
    let inside = match src {
        "" => Some(found.as_str()),
        src => found
            .strip_prefix(src)
            .and_then(|rest| rest.strip_prefix('/')),
    };
    inside.map(ToString::to_string)
}

/// What is wrong with links of records and to records.
pub(crate) fn check(
    site: &Site,
    prepared: &Prepared,
    reader: &Reader,
    problems: &mut Vec<Diagnostic>,
) {
    let lookup = Lookup::new(&prepared.records);
    let chapters = pages::chapters(site, prepared.src.as_deref());
    let of: HashMap<PageId, EntryId> = prepared
        .pages
        .iter()
        .enumerate()
        .map(|(entry, page)| (*page, entry))
        .collect();
    let by_page: HashMap<&str, EntryId> = of
        .iter()
        .filter_map(|(page, entry)| Some((site.pages.get(*page)?.path.as_deref()?, *entry)))
        .collect();
    for (id, page) in site.pages.iter().enumerate() {
        let from = of.get(&id).copied();
        let folder = match (from, page.source_path.as_deref(), prepared.src.as_deref()) {
            (Some(entry), ..) => {
                Some(path::parent(&prepared.records.entries[entry].file).to_string())
            }
            (None, Some(source), Some(src)) => {
                path::join(src, source).map(|file| path::parent(&file).to_string())
            }
            _ => None,
        };
        let Some(folder) = folder else { continue };
        for link in &page.outline().links {
            let to = match from {
                Some(entry) => lookup.linked(entry, &link.dest),
                None => {
                    let own = page.path.as_deref().map_or("", path::parent);
                    let plain = Destination::parse(&link.dest).path;
                    let in_book = path::join(own, &path::percent_decode(plain));
                    let in_book = in_book.filter(|_| !plain.is_empty());
                    let view = in_book.and_then(|page| by_page.get(page.as_str()).copied());
                    lookup.linked_from(&folder, &link.dest).or(view)
                }
            };
            let location = || Location::Source {
                source: id,
                range: link.range.clone(),
            };
            match (from, to) {
                (_, Some(to)) => {
                    misnamed(page.text.as_str(), link, prepared, to, location(), problems);
                    if from.is_none() {
                        cited(page.text.as_str(), link, prepared, to, location(), problems);
                    }
                }
                (Some(entry), None) if prepared.added.contains(&id) => {
                    let file = prepared.records.entries[entry].file.as_str();
                    asset(
                        site,
                        prepared,
                        &chapters,
                        reader,
                        file,
                        link,
                        Location::Source {
                            source: id,
                            range: link.raw.clone().unwrap_or_else(|| link.range.clone()),
                        },
                        problems,
                    );
                }
                _ => {}
            }
        }
    }
}

/// The text of a link names another record than its destination does.
fn misnamed(
    text: &str,
    link: &Link,
    prepared: &Prepared,
    to: EntryId,
    location: Location,
    problems: &mut Vec<Diagnostic>,
) {
    if link.kind != LinkKind::Link {
        return;
    }
    let label = label(text, link);
    let entry = &prepared.records.entries[to];
    let number = entry.reading.record.number;
    let named = references::of_words(label)
        .into_iter()
        .find(|named| !named.range.is_empty());
    let wrong = named
        .and_then(|named| named.target.parse::<u64>().ok())
        .filter(|n| Some(*n) != number);
    // Years and versions are numbers too.
    if wrong.is_some_and(|n| n < 1900) && number.is_some() {
        let target = &short_name(entry);
        problems.push(messages::misnamed_link(label, target, location));
    }
}

/// The text of a link.
fn label<'t>(text: &'t str, link: &Link) -> &'t str {
    let whole = &text[link.range.clone()];
    let end = whole.find("](").unwrap_or(whole.len());
    whole[..end].trim_start_matches('[')
}

/// A page cites a superseded record, and no word near the link says so.
fn cited(
    text: &str,
    link: &Link,
    prepared: &Prepared,
    to: EntryId,
    location: Location,
    problems: &mut Vec<Diagnostic>,
) {
    if !matches!(link.kind, LinkKind::Link) {
        return;
    }
    let entry = &prepared.records.entries[to];
    let status = entry
        .reading
        .record
        .status
        .as_ref()
        .map(|status| status.value);
    let replaced = prepared.graph.is_replaced(to);
    if status != Some(Status::Superseded) && !replaced {
        return;
    }
    let start = text[..link.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[link.range.end..]
        .find('\n')
        .map_or(text.len(), |at| link.range.end + at);
    if says_it_is_over(&text[start..end]) {
        return;
    }
    let successors: Vec<String> = prepared
        .graph
        .successors(to)
        .iter()
        .map(|id| short_name(&prepared.records.entries[*id]))
        .collect();
    let record = &short_name(entry);
    problems.push(messages::superseded_cited(record, &successors, location));
}

/// Whether a line that names a record says that it is no longer in force.
pub(super) fn says_it_is_over(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let words = [
        "supersed",
        "superced",
        "replaced",
        "obsolete",
        "former",
        "history",
        "deprecated",
        "rejected",
        "reverted",
        "no longer",
    ];
    words.iter().any(|word| line.contains(word))
}

/// A file beside a record outside `src` is not copied.
#[allow(clippy::too_many_arguments)]
fn asset(
    site: &Site,
    prepared: &Prepared,
    chapters: &HashMap<String, PageId>,
    reader: &Reader,
    file: &str,
    link: &Link,
    location: Location,
    problems: &mut Vec<Diagnostic>,
) {
    let plain = Destination::parse(&link.dest).path;
    let outside = plain.is_empty() || plain.starts_with('/') || plain.contains(':');
    if outside || target(site, prepared, chapters, file, plain).is_some() {
        return;
    }
    let found = path::join(path::parent(file), &path::percent_decode(plain));
    if found.is_some_and(|found| reader.is_file(&site.root.join(found))) {
        problems.push(messages::asset_not_copied(&link.dest, location));
    }
}
