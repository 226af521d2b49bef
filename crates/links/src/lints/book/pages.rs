//! Pages and files as a whole: what nothing uses, ids that come twice, front matter.
//!
//! It looks at no link's destination.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::markdown::front_matter;
use archsite_core::markdown::outline::LinkKind;
use archsite_core::site::path;
use archsite_core::site::resolve::{Anchor, Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};

use crate::lints::generated;
use crate::lints::includes::Included;
use crate::lints::messages::book::pages::{
    AmbiguousAnchor, duplicate_id, empty_id, orphan_page, shown_front_matter, unused_file,
};
use crate::lints::messages::whole_file;
use crate::site::document::anchor_range;
use crate::site::resolver::LinkResolver;

/// Files that the book uses.
pub(crate) struct Used<'a> {
    /// Files of `src` and paths of the site that some link names.
    pub(crate) linked: &'a HashSet<String>,
    /// Files that are parts of pages.
    pub(crate) included: &'a [Included],
    /// Files that cannot be copied, as was said of each.
    pub(crate) uncopied: &'a HashSet<String>,
}

pub(crate) fn check(
    site: &Site,
    resolution: &Resolution,
    resolver: &LinkResolver<'_>,
    used: &Used<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut twice: HashMap<(PageId, Anchor), Range<usize>> = HashMap::new();
    for id in 0..site.pages.len() {
        if site.pages[id].path.is_some() {
            ids(site, resolution, id, &mut twice, problems);
            front_matter(site, resolver, id, problems);
        }
    }
    if !twice.is_empty() {
        ambiguous(site, resolution, &twice, problems);
    }
    unused(site, resolver, used, problems);
}

/// Ids that come twice, and headings without one.
fn ids(
    site: &Site,
    resolution: &Resolution,
    page: PageId,
    twice: &mut HashMap<(PageId, Anchor), Range<usize>>,
    problems: &mut Vec<Diagnostic>,
) {
    let outline = site.pages[page].outline();
    let anchors = &resolution.anchors[page];
    let place = |range: Range<usize>| Location::Source {
        source: page,
        range,
    };
    let mut check = |id: &str, anchor: Anchor, problems: &mut Vec<Diagnostic>| {
        // What is not found at all is not shown.
        let Some(first) = anchors.find(id).filter(|first| *first != anchor) else {
            return;
        };
        let range = anchor_range(site, page, anchor);
        let first_range = anchor_range(site, page, first);
        twice.insert((page, first), range.clone());
        problems.push(duplicate_id(id, place(first_range), place(range)));
    };
    for (index, (heading, id)) in outline
        .headings
        .iter()
        .zip(&anchors.heading_ids)
        .enumerate()
    {
        if !id.is_empty() {
            check(id, Anchor::Heading(index), problems);
        } else if heading.level > 0 {
            let place = place(heading.range.start..heading.content_end);
            problems.push(empty_id(place));
        }
    }
    for (index, html) in outline.ids.iter().enumerate() {
        // One tag may have an id and a name that say the same.
        let before = index.checked_sub(1).map(|before| &outline.ids[before]);
        let same_tag = before.is_some_and(|before| before.at == html.at && before.id == html.id);
        if !same_tag && !html.id.is_empty() {
            check(&html.id, Anchor::Html(index), problems);
        }
    }
}

/// Links to ids that come twice.
fn ambiguous(
    site: &Site,
    resolution: &Resolution,
    twice: &HashMap<(PageId, Anchor), Range<usize>>,
    problems: &mut Vec<Diagnostic>,
) {
    for (from, targets) in resolution.targets.iter().enumerate() {
        let outline = site.pages[from].outline();
        for (link, target) in outline.links.iter().zip(targets) {
            let Target::Page {
                page,
                anchor: Some(anchor),
            } = target
            else {
                continue;
            };
            let Some(second) = twice.get(&(*page, *anchor)) else {
                continue;
            };
            let first = anchor_range(site, *page, *anchor);
            if matches!(&link.kind, LinkKind::Html { tag, .. } if tag != "a") {
                continue;
            }
            let place = |source, range| Location::Source { source, range };
            let range = link.raw.clone().unwrap_or_else(|| link.range.clone());
            problems.push(
                AmbiguousAnchor {
                    id: Destination::parse(&link.dest).fragment.unwrap_or_default(),
                    link: place(from, range),
                    dest: &link.dest,
                    first: place(*page, first),
                    second: place(*page, second.clone()),
                }
                .into(),
            );
        }
    }
}

/// Front matter that mdBook would show as text.
fn front_matter(
    site: &Site,
    resolver: &LinkResolver<'_>,
    page: PageId,
    problems: &mut Vec<Diagnostic>,
) {
    let text = site.pages[page].text.as_str();
    let length = front_matter::length(text);
    let skipped = site.pages[page].options.skip_front_matter;
    if length > 0 && !skipped && !resolver.output.unprocessed {
        let end = text[..length].trim_end().len();
        let place = Location::Source {
            source: page,
            range: 0..end,
        };
        problems.push(shown_front_matter(place));
    }
}

/// Files of `src` that nothing uses.
fn unused(
    site: &Site,
    resolver: &LinkResolver<'_>,
    used: &Used<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let included: HashSet<&str> = used.included.iter().map(|i| i.file.as_str()).collect();
    let pages = site.pages.iter();
    let sources: HashSet<&str> = pages.filter_map(|p| p.source_path.as_deref()).collect();
    let paths: HashSet<&str> = site
        .pages
        .iter()
        .filter_map(|p| p.path.as_deref())
        .collect();
    // Where `src` is the folder of the book, much in it is no part of the book.
    let src = site.src.to_string_lossy();
    if matches!(src.as_ref(), "" | "." | "./") {
        return;
    }
    let root = site.book_root.join(&site.src);
    let made = generated::files(resolver.reader, &root, &resolver.map.files);
    for file in &resolver.map.files {
        let hidden = file.split('/').any(|part| part.starts_with('.'));
        let html = format!("{}.html", path::stem(file));
        let is_used = included.contains(file.as_str())
            || used.linked.contains(file)
            || used.linked.contains(&html)
            || hidden
            || used.uncopied.contains(file)
            || made.contains(file);
        if is_used {
            continue;
        }
        let place = whole_file(site, file);
        if !file.ends_with(".md") {
            problems.push(unused_file(file, place));
        } else if file != "SUMMARY.md"
            && *file != resolver.output.not_found
            && !sources.contains(file.as_str())
            && !paths.contains(file.as_str())
        {
            problems.push(orphan_page(file, place));
        }
    }
}
