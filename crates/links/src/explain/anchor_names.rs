//! The anchors of all pages by name: which one was meant by a wrong fragment.
//!
//! The names of a page are collected when first needed.

use std::cell::OnceCell;
use std::collections::HashMap;

use archsite_core::site::resolve::{Anchor, Resolution};
use archsite_core::site::{PageId, Site};

use crate::explain::names;
use crate::explain::names::Names;

/// The anchors of a site by name.
#[derive(Debug)]
pub(crate) struct AnchorNames<'a> {
    site: &'a Site,
    resolution: &'a Resolution,
    pages: Vec<OnceCell<PageNames<'a>>>,
    /// The pages that have an anchor, in reading order.
    holders: OnceCell<HashMap<&'a str, Vec<PageId>>>,
}

#[derive(Debug)]
struct PageNames<'a> {
    all: Names<'a>,
    /// Those that an author gives: not those of footnotes.
    shown: Names<'a>,
    /// Headings by the letters of their titles.
    titles: HashMap<String, Vec<usize>>,
}

/// The anchor that was probably meant.
#[derive(Debug)]
pub(crate) struct Meant {
    pub(crate) id: String,
    /// It is certainly meant.
    pub(crate) proven: bool,
    /// `{#…}` took its place.
    pub(crate) replaced: bool,
}

impl<'a> AnchorNames<'a> {
    pub(crate) fn new(site: &'a Site, resolution: &'a Resolution) -> AnchorNames<'a> {
        AnchorNames {
            site,
            resolution,
            pages: site.pages.iter().map(|_| OnceCell::new()).collect(),
            holders: OnceCell::new(),
        }
    }

    fn page(&self, page: PageId) -> &PageNames<'a> {
        self.pages[page].get_or_init(|| {
            let anchors = &self.resolution.anchors[page];
            let is_shown =
                |anchor: &Anchor| !matches!(anchor, Anchor::Note(_) | Anchor::NoteUse(_));
            let shown = anchors.iter().filter(|(_, anchor)| is_shown(anchor));
            let mut titles: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, heading) in self.site.pages[page].outline().headings.iter().enumerate() {
                let title = names::skeleton(&heading.title);
                titles.entry(title).or_default().push(index);
            }
            PageNames {
                all: Names::new(anchors.iter().map(|(id, _)| id)),
                shown: Names::new(shown.map(|(id, _)| id)),
                titles,
            }
        })
    }

    /// The anchor of a page that was meant by a fragment, which is decoded.
    pub(crate) fn suggestion(&self, page: PageId, fragment: &str) -> Option<Meant> {
        let names = self.page(page);
        let wanted = names::skeleton(fragment);
        let headings = names.titles.get(&wanted).filter(|_| !wanted.is_empty());
        // `{#id}` takes the place of the id that a heading would have.
        if let Some([heading]) = headings.map(Vec::as_slice)
            && self.site.pages[page].outline().headings[*heading]
                .explicit_id
                .is_some()
        {
            let anchors = &self.resolution.anchors[page];
            let id = &anchors.heading_ids[*heading];
            if anchors.find(id) == Some(Anchor::Heading(*heading)) {
                let other = names
                    .all
                    .same(fragment)
                    .filter(|other| other.name != id.as_str());
                return Some(Meant {
                    id: id.clone(),
                    proven: other.is_none(),
                    replaced: true,
                });
            }
        }
        let near = names.all.suggestion(fragment)?;
        Some(Meant {
            id: near.name.to_string(),
            proven: near.proven,
            replaced: false,
        })
    }

    /// Whether a fragment is the text of a heading, which is not an anchor to a browser.
    pub(crate) fn is_title(&self, page: PageId, fragment: &str) -> bool {
        let headings = self.page(page).titles.get(&names::skeleton(fragment));
        let outline = self.site.pages[page].outline();
        let mut headings = headings.into_iter().flatten();
        headings.any(|index| outline.headings[*index].title == fragment)
    }

    /// The pages that have an anchor, in reading order.
    pub(crate) fn holders(&self, id: &str) -> &[PageId] {
        let holders = self.holders.get_or_init(|| {
            let mut holders: HashMap<&str, Vec<PageId>> = HashMap::new();
            for page in self.site.reading_order() {
                for (id, _) in self.resolution.anchors[page].iter() {
                    holders.entry(id).or_default().push(page);
                }
            }
            holders
        });
        holders.get(id).map_or(&[], Vec::as_slice)
    }

    /// The anchors of a page that are most like a fragment.
    pub(crate) fn likeliest(&self, page: PageId, fragment: &str) -> Vec<&'a str> {
        self.page(page).shown.likeliest(fragment)
    }

    /// Whether a page has anchors at all.
    pub(crate) fn has_any(&self, page: PageId) -> bool {
        self.resolution.anchors[page].iter().next().is_some()
    }
}
