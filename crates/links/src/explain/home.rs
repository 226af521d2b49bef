//! The meaning of a link where its text was written: in a file that another page includes, and for
//! code hosts, which count paths that begin with `/` from the root of the repository.
//!
//! It is asked about links only that are dead on the site. It decides nothing about them.

use std::fmt;
use std::path::{Path, PathBuf};

use archsite_core::fs::Reader;
use archsite_core::markdown::outline::Link;
use archsite_core::site::path;
use archsite_core::site::resolve::Destination;
use archsite_core::site::{PageId, Site};

use crate::site::site_map::SiteMap;

/// Finds the file whose text is at an offset of a page.
#[derive(Clone, Copy)]
pub struct Origins<'a>(pub &'a dyn Fn(PageId, usize) -> Option<Written>);

impl fmt::Debug for Origins<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Origins")
    }
}

/// Where a part of a page's text was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Written {
    /// The file.
    pub file: PathBuf,
    /// Byte offset in it.
    pub at: usize,
}

/// The target of a destination where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) base: Base,
    pub(crate) what: What,
}

/// The place that a destination is relative to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    /// The root of the repository.
    Root,
    /// The folder of an included file, which is named from the root of the repository.
    Included(String),
}

/// What exists there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// This path of the site.
    OnSite(String),
    /// A file or folder of the repository, named from its root.
    InRepository { file: String, folder: bool },
}

/// Reads destinations where they were written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Homes<'a> {
    pub(crate) site: &'a Site,
    pub(crate) map: &'a SiteMap,
    pub(crate) reader: &'a Reader,
    pub(crate) origins: Origins<'a>,
}

impl Homes<'_> {
    /// The file that the text at an offset was included from.
    pub(crate) fn included(&self, page: PageId, at: usize) -> Option<PathBuf> {
        let written = (self.origins.0)(page, at)?;
        let own = self.site.pages[page].source_path.as_ref()?;
        (written.file != path::clean(&self.map.src.join(own))).then_some(written.file)
    }

    /// The target of a link where it was written, if that is something else than on the
    /// page. `page` is `None` for a text that is no page.
    pub(crate) fn meaning(&self, page: Option<PageId>, link: &Link) -> Option<Meaning> {
        let written = path::percent_decode(Destination::parse(&link.dest).path);
        let written = written.replace('\\', "/");
        let (base, target) = match written.strip_prefix('/') {
            Some(below) if below.is_empty() || below.starts_with('/') => return None,
            Some(below) => (Base::Root, self.site.root.join(below)),
            None if written.is_empty() => return None,
            None => {
                let file = self.included(page?, link.range.start)?;
                let folder = file.parent()?;
                let own = self.site.pages[page?].source_path.as_ref()?;
                if path::clean(&self.map.src.join(own)).parent() == Some(folder) {
                    return None;
                }
                let shown = self.reader.in_repository(&file)?;
                (Base::Included(shown), folder.join(&written))
            }
        };
        let what = self.what(&target)?;
        Some(Meaning { base, what })
    }

    fn what(&self, target: &Path) -> Option<What> {
        let file = self.reader.in_repository(target)?;
        let folder = self.reader.is_folder(target);
        let inside = self.reader.within(target, &self.map.src);
        let on_site = inside.and_then(|inside| self.map.of_file(&inside, folder));
        Some(match on_site.or_else(|| self.published(&file, folder)) {
            Some(path) => What::OnSite(path),
            None => What::InRepository { file, folder },
        })
    }

    /// The path on the site of the page that publishes a file of the repository.
    pub(crate) fn published(&self, file: &str, folder: bool) -> Option<String> {
        let published = &self.map.published;
        let page = published.page(self.site, self.reader, file, folder)?;
        self.map.pages[page].clone()
    }
}
