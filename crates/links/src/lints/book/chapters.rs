//! Chapters as a whole: whether mdBook builds them, and where a browser finds their pages.
//!
//! It looks at names and paths, at no text.

use std::collections::{HashMap, HashSet};

use archsite_core::diagnostics::Diagnostic;
use archsite_core::site::{PageId, Site};

use crate::lints::messages::book::chapters::{
    Writer, chapter_outside, page_overwritten, section_in_summary, unreachable_chapter,
};
use crate::site::resolver::LinkResolver;
use crate::site::summary::OfSite;

/// Checks all chapters but those that a pass added.
pub(crate) fn check(
    site: &Site,
    resolver: &LinkResolver<'_>,
    summary: &OfSite<'_>,
    added: &HashSet<PageId>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut known: HashMap<&str, PageId> = HashMap::new();
    for id in site.reading_order() {
        let Some(path) = site.pages[id].path.as_deref() else {
            continue;
        };
        if added.contains(&id) {
            continue;
        }
        let Some(html) = resolver.map.pages[id].as_deref() else {
            if site.pages[id].unread && path.starts_with('/') {
                continue;
            }
            let place = summary.places(id).swap_remove(0);
            problems.push(chapter_outside(place, path));
            continue;
        };
        if site.pages[id].unread {
            // There is no such chapter, whatever its name.
            continue;
        }
        let place = || summary.places(id).swap_remove(0);
        if let Some(problem) = section_in_summary(path, place(), true) {
            // mdBook writes it over the page of the section, which is the same mistake.
            problems.push(problem);
            continue;
        }
        if let Some(problem) = unreachable(path, html, summary, id) {
            problems.push(problem);
        }
        if let Some(by) = other_writer(path, html, resolver) {
            let place = place();
            problems.push(page_overwritten(path, html, by, place));
        } else if let Some(first) = known.insert(html, id) {
            problems.push(twice(site, summary, (first, id), html));
        }
    }
}

/// A chapter whose page is that of another one.
fn twice(
    site: &Site,
    summary: &OfSite<'_>,
    (first, second): (PageId, PageId),
    html: &str,
) -> Diagnostic {
    let is_same = site.pages[first].source_path == site.pages[second].source_path;
    let earlier = summary.places(first).swap_remove(0);
    let mut places = summary.places(second);
    // Of one file that is listed twice, both have the same places.
    let place = places.swap_remove(usize::from(is_same && places.len() > 1));
    let name = |page: PageId| site.pages[page].source_path.clone().unwrap_or_default();
    page_overwritten(
        &name(second),
        html,
        Writer::Chapter {
            name: name(first),
            is_same,
            place: earlier,
        },
        place,
    )
}

/// The file of mdBook that has the same name as a chapter's page.
fn other_writer(path: &str, html: &str, resolver: &LinkResolver<'_>) -> Option<Writer> {
    match html {
        "print.html" if path == "print.md" => Some(Writer::Refused),
        "print.html" if resolver.output.print => Some(Writer::Print),
        "toc.html" => Some(Writer::Contents),
        _ if resolver.map.is_folder(html) => Some(Writer::Folder),
        _ => None,
    }
}

/// A chapter to whose page the links of the sidebar do not lead: mdBook writes paths into them as
/// they are.
fn unreachable(path: &str, html: &str, summary: &OfSite<'_>, id: PageId) -> Option<Diagnostic> {
    let sign = html
        .chars()
        .find(|c| matches!(c, '#' | '?' | '%' | '"' | '\\'));
    // Up to the first `:`, a browser takes the name for a scheme.
    let first = html.split('/').next().unwrap_or_default();
    let scheme = crate::site::href::scheme(first).map(|_| ':');
    let sign = sign.or(scheme)?;
    Some(unreachable_chapter(
        path,
        html,
        sign,
        summary.places(id).swap_remove(0),
    ))
}
