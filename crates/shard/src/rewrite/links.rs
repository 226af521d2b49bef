//! What the links of a page must become: the resolution says what they point at, the anchor map
//! where that is now.
//!
//! Only destinations are changed, and only where they must be.

use archsite_core::markdown::outline::{Link, LinkKind};
use archsite_core::site::PageId;
use archsite_core::site::path;
use archsite_core::site::relocate;
use archsite_core::site::relocate::{Change, Moved};
use archsite_core::site::resolve::{Anchor, Destination, Target};
use archsite_core::text::Edit;

use crate::output::render::Renderer;

impl Renderer<'_> {
    /// What a link of the page `from` must become on the page at `here`, which shows the
    /// part `part` of the document if `from` is split.
    pub(crate) fn link_edit(
        &self,
        from: PageId,
        index: usize,
        here: &str,
        part: Option<usize>,
    ) -> Option<Edit> {
        let link: &Link = &self.site.pages[from].outline().links[index];
        let raw = link.raw.clone()?;
        let written_for = self.site.pages[from].path.as_deref()?;
        let moved = match &self.resolution.targets[from][index] {
            Target::Nothing | Target::External => return None,
            Target::Page { page, anchor } => {
                if is_local_use(link) {
                    return None;
                }
                let parts = Destination::parse(&link.dest);
                match self.by_page[*page] {
                    None => self.file_of(*page, from, parts.path, parts.fragment),
                    Some(_) => {
                        let fragment = parts.fragment.unwrap_or("");
                        self.moved(from, part, *page, *anchor, fragment)
                    }
                }
            }
            Target::MissingAnchor { .. } | Target::File { .. } | Target::Outside => Moved::No,
        };
        match relocate::change(link, written_for, here, moved, self.site.html) {
            Change::Keep => None,
            Change::Prefix(prefix) => Some(Edit::insert(raw.start, prefix)),
            Change::Replace(dest) => Some(Edit::replace(raw, dest)),
        }
    }

    /// The file of a page that is not split, where a link names something else that means it,
    /// such as its page on the site.
    fn file_of<'s>(
        &'s self,
        page: PageId,
        from: PageId,
        named: &str,
        fragment: Option<&'s str>,
    ) -> Moved<'s> {
        let own = self.site.pages[from].path.as_deref().unwrap_or_default();
        let file = self.site.pages[page].path.as_deref();
        let named = path::join(path::parent(own), &path::percent_decode(named));
        match file {
            // A fragment that is encoded stays as it is written.
            Some(file)
                if self.site.on_disk
                    && named.as_deref() != Some(file)
                    && !fragment.is_some_and(|id| id.contains('%')) =>
            {
                Moved::To {
                    page: file,
                    id: fragment,
                }
            }
            _ => Moved::No,
        }
    }

    /// Where the place a link points at is now.
    pub(crate) fn moved(
        &self,
        from: PageId,
        part: Option<usize>,
        page: PageId,
        anchor: Option<Anchor>,
        fragment: &str,
    ) -> Moved<'_> {
        let Some(document) = self.by_page[page] else {
            return Moved::No;
        };
        let document = &self.documents[document];
        let Some(anchor) = anchor else {
            return if self.target.in_book() {
                Moved::No
            } else {
                Moved::To {
                    page: &document.paths[0],
                    id: None,
                }
            };
        };
        let Some((now, id)) = document.anchor_map.find(anchor) else {
            return Moved::No;
        };
        let same_id = id == fragment || id == path::percent_decode(fragment);
        // On disk the document's own page is another file than the document.
        let stays =
            now == 0 && same_id && (from != page || part == Some(0)) && self.target.in_book();
        if stays {
            Moved::No
        } else {
            Moved::To {
                page: &document.paths[now],
                id: Some(id).filter(|id| !id.is_empty()),
            }
        }
    }
}

/// `#id` outside of links means something on the page itself, such as a part of a picture.
pub fn is_local_use(link: &Link) -> bool {
    match &link.kind {
        LinkKind::Html { tag, .. } => {
            Destination::parse(&link.dest).path.is_empty() && tag != "a" && tag != "area"
        }
        _ => false,
    }
}
