//! The addresses that a site publishes, and whether a browser still finds an address.
//!
//! For comparing two versions of a site; no link is looked at.

use archsite_core::fs::Reader;
use archsite_core::site::resolve::{Anchor, Resolution};
use archsite_core::site::{PageId, Site};

use crate::config::Config;
use crate::lints::book::inputs;
use crate::lints::includes;
use crate::site::resolver::{LinkResolver, Outcome};
use crate::site::site_map::SiteMap;
use crate::site::unknown::Unknown;

/// A site whose addresses are asked for.
#[derive(Debug)]
pub struct Published<'a> {
    site: &'a Site,
    resolution: &'a Resolution,
    resolver: LinkResolver<'a>,
}

impl<'a> Published<'a> {
    /// Lists what the site contains. This walks `src` once.
    pub fn new(
        site: &'a Site,
        resolution: &'a Resolution,
        config: &'a Config,
        reader: &'a Reader,
    ) -> Published<'a> {
        // The problems are those of the check; here they only say what is not known.
        let mut problems = Vec::new();
        let included = includes::check(site, None, None, reader, &mut problems);
        let paths = inputs::check(site, &config.output, reader, &mut problems);
        let unknown = Unknown::new(site, &included.files, paths, &problems);
        let map = SiteMap::new(site, &config.output, reader);
        Published {
            site,
            resolution,
            resolver: LinkResolver::new(map, config, resolution, reader, unknown),
        }
    }

    /// The pages with their paths on the site, `/` between the parts.
    pub fn pages(&self) -> impl Iterator<Item = (PageId, &str)> {
        let paths = self.resolver.map.pages.iter().enumerate();
        paths.filter_map(|(page, path)| Some((page, path.as_deref()?)))
    }

    /// The anchors of a page that are ids in its text, in their order.
    pub fn anchors(&self, page: PageId) -> Vec<&str> {
        let outline = self.site.pages[page].outline();
        let mut anchors: Vec<(usize, &str)> = self.resolution.anchors[page]
            .iter()
            .filter_map(|(id, anchor)| match anchor {
                Anchor::Heading(index) => Some((outline.headings[index].range.start, id)),
                Anchor::Html(index) => Some((outline.ids[index].at, id)),
                Anchor::Note(_) | Anchor::NoteUse(_) => None,
            })
            .collect();
        anchors.sort_unstable();
        anchors.into_iter().map(|(_, id)| id).collect()
    }

    /// Whether a browser finds something at a path and a fragment of the site. What is not known,
    /// because a file cannot be read, counts as found.
    pub fn finds(&self, path: &str, fragment: Option<&str>) -> bool {
        let mut address = archsite_core::site::path::percent_encode(path).into_owned();
        if let Some(fragment) = fragment {
            address.push('#');
            address.push_str(fragment);
        }
        let found = self.resolver.resolve("index.html", &address);
        matches!(found, Outcome::Fine | Outcome::Unportable(_))
    }
}
