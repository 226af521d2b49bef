//! Parts of the book that are unknown, because a file could not be read: that is reported once, and
//! nothing is judged by it.

use std::collections::HashSet;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::site::path;
use archsite_core::site::{PageId, Site};

use crate::lints;
use crate::lints::includes::Included;

/// Parts of the book that are unknown because a file is missing, which is reported already.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    /// Pages of whose texts something is not known.
    pub(crate) pages: HashSet<PageId>,
    /// There are chapters of which nothing is known.
    pub(crate) chapters: bool,
    /// Files and folders of `src` that are broken.
    pub(crate) paths: HashSet<String>,
}

impl Unknown {
    /// Collects the unknown parts; `paths` are files and folders of `src` that are broken,
    /// `problems` is what was found so far.
    pub(crate) fn new(
        site: &Site,
        included: &[Included],
        paths: HashSet<String>,
        problems: &[Diagnostic],
    ) -> Unknown {
        Unknown {
            pages: unread(site, included, problems),
            chapters: site.pages.iter().any(|page| page.unread),
            paths,
        }
    }

    /// Whether a path is one of those that are broken, or below one.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at);
        let mut paths = ends.chain([path.len()]).map(|end| &path[..end]);
        !self.paths.is_empty() && paths.any(|path| self.paths.contains(path))
    }
}

/// The pages of whose texts something is not known, as was said already: their files could not be
/// read, or an include in them gives nothing.
fn unread(site: &Site, included: &[Included], problems: &[Diagnostic]) -> HashSet<PageId> {
    let includes = problems.iter();
    let includes = includes.filter(|problem| problem.lint == &lints::BROKEN_INCLUDE);
    let mut pages = HashSet::new();
    for label in includes.filter_map(|problem| problem.labels.first()) {
        match &label.place {
            Location::Source { source, .. } => {
                pages.insert(*source);
            }
            Location::File { file, .. } => {
                let Ok(file) = file.strip_prefix(&site.src) else {
                    continue;
                };
                let file = path::slashes(file);
                let own = (0..site.pages.len())
                    .filter(|page| site.pages[*page].source_path.as_ref() == Some(&file));
                let through = included.iter().filter(|part| part.file == file);
                pages.extend(own.chain(through.map(|part| part.page)));
            }
            Location::Config(_) => {}
        }
    }
    let gone = (0..site.pages.len()).filter(|page| site.pages[*page].unread);
    pages.extend(gone);
    pages
}
