//! Where the edit links of pages lead that have no file of their own.
//!
//! mdBook makes the address of a link from the path of the chapter's source and the template
//! `edit-url-template`. The path of a section is that of its document with the line as the fragment, which code
//! hosts understand. It is set after all else, as the path names the file for everyone before.

use archsite_core::diagnostics::Location;
use archsite_core::site::{PageId, Site, path};
use archsite_core::text::Origin;
use archsite_shard::Split;

use crate::mdbook::protocol::Context;
use crate::mdbook::settings::Settings;
use crate::report::locate::Locator;

/// Sets the source paths of the pages of documents, where the book shows edit links.
pub(crate) fn set(site: &mut Site, settings: &Settings, context: &Context, documents: &[Split]) {
    if !settings.edits_at_lines || documents.is_empty() {
        return;
    }
    let places: Vec<(PageId, String)> = {
        let locator = Locator::new(site, context);
        let pages = documents.iter().flat_map(|split| &split.pages);
        pages
            .filter_map(|page| Some((*page, place(site, settings, &locator, *page)?)))
            .collect()
    };
    for (page, place) in places {
        site.pages[page].source_path = Some(place);
    }
}

/// The file in which a page was written, relative to the folder of the chapters, and the line.
fn place(site: &Site, settings: &Settings, locator: &Locator<'_>, page: PageId) -> Option<String> {
    let text = &site.pages[page].text;
    let (source, start) = text.pieces().iter().find_map(|piece| match piece.origin {
        Origin::Source { source, start } => Some((source, start)),
        Origin::Generated { .. } => None,
    })?;
    let location = locator.locate(&Location::Source {
        source,
        range: start..start,
    });
    let location = location.filter(|location| !location.approximate)?;
    let src = site.book_root.join(&settings.src);
    let file = location.at.strip_prefix(path::clean(&site.root)).ok()?;
    let src = path::clean(&src);
    let src = src.strip_prefix(path::clean(&site.root)).ok()?;
    let file = path::relative(&path::slashes(src), &path::slashes(file));
    let (first, _) = location.lines();
    let own = site.sources[source].file.as_deref();
    if first.line == 1 && own == Some(file.as_str()) {
        return None;
    }
    Some(format!("{file}#L{}", first.line))
}
