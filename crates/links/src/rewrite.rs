//! Turns links to files of the repository into links to the forge.
//!
//! Such a link is right where the document is read raw, and dead on the site. The
//! destinations are replaced and nothing else.

use archsite_core::diagnostics::InternalError;
use archsite_core::fs::Reader;
use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::path;
use archsite_core::site::resolve::{Destination, Resolution, Target};
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::PASS;
use crate::config::{Forge, RepositoryLinks};

/// Rewrites the links of all pages. Returns the pages that were changed.
///
/// # Errors
/// [`InternalError`] if two links claim the same bytes, which is a bug.
pub fn rewrite(
    site: &mut Site,
    resolution: &mut Resolution,
    links: &RepositoryLinks,
    reader: &Reader,
) -> Result<Vec<PageId>, InternalError> {
    let RepositoryLinks::Rewrite(forge) = links else {
        return Ok(Vec::new());
    };
    let mut changed = Vec::new();
    for id in 0..site.pages.len() {
        let mut edits = Vec::new();
        for index in 0..resolution.targets[id].len() {
            if resolution.targets[id][index] != Target::Outside {
                continue;
            }
            let page = &site.pages[id];
            let link = &page.outline().links[index];
            let Some(dest) = address(site, id, link, forge, reader) else {
                continue;
            };
            let Some(raw) = link.raw.clone() else {
                continue;
            };
            edits.push(Edit::replace(raw, dest));
            resolution.targets[id][index] = Target::External;
        }
        if edits.is_empty() {
            continue;
        }
        let text = site.pages[id].edited(PASS, edits)?;
        site.replace_text(id, text);
        changed.push(id);
    }
    Ok(changed)
}

/// Whether a link shows what it leads to on its own page: a picture on the forge is a page
/// about a picture.
pub(crate) fn embeds(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Image => true,
        LinkKind::Html { tag, .. } => tag != "a",
        _ => false,
    }
}

/// The address of a file of the repository on the forge.
fn address(
    site: &Site,
    page: PageId,
    link: &Link,
    forge: &Forge,
    reader: &Reader,
) -> Option<String> {
    let parts = Destination::parse(&link.dest);
    let mut folder = path::parent(site.pages[page].path.as_deref()?);
    let relative = path::percent_decode(parts.path);
    let mut rest = &*relative;
    // The folder of a page that was added need not be on the disk.
    while !folder.is_empty()
        && let Some(above) = rest.strip_prefix("../")
    {
        folder = path::parent(folder);
        rest = above;
    }
    let file = site.book_root.join(&site.src).join(folder).join(rest);
    let is_folder = reader.is_folder(&file);
    if embeds(link) || !(is_folder || reader.is_file(&file)) {
        return None;
    }
    let src = site.book_root.join(&site.src);
    if reader.within(&file, &src).is_some() {
        return None;
    }
    let below = reader.in_repository(&file)?;
    let template = if is_folder {
        &forge.folder
    } else {
        &forge.file
    };
    let mut dest = template.replace("{path}", &path::percent_encode(&below));
    dest.push_str(parts.query);
    if let Some(fragment) = parts.fragment {
        dest.push('#');
        dest.push_str(&path::percent_encode(&path::percent_decode(fragment)));
    }
    Some(dest)
}
