//! Where records stand: in the text of their page if they have one, else in their file.
//!
//! Finds nothing wrong; it turns a record and a range into a place that can be shown.

use std::ops::Range;
use std::path::PathBuf;

use archsite_core::diagnostics::Location;
use archsite_core::site::Site;
use archsite_core::site::path;

use crate::check::Whereabouts;
use crate::model::graph::EntryId;
use crate::model::prepared::Prepared;

/// Says where records stand: in their page if they have one, else in their file.
pub(crate) struct Standing<'a> {
    pub(crate) site: &'a Site,
    pub(crate) prepared: &'a Prepared,
    /// Folder of the book, relative to the repository root.
    pub(crate) folder: String,
}

impl Standing<'_> {
    /// A file of the repository, relative to the folder of the book.
    fn path(&self, file: &str) -> PathBuf {
        PathBuf::from(path::relative(&self.folder, file))
    }
}

impl Whereabouts for Standing<'_> {
    fn record(&self, id: EntryId, range: Range<usize>) -> Location {
        let entry = &self.prepared.records.entries[id];
        let page = self
            .prepared
            .pages
            .get(id)
            .filter(|page| **page < self.site.sources.len());
        match page {
            Some(page) if self.site.source_text(*page) == entry.text => Location::Source {
                source: *page,
                range,
            },
            // A text may have been changed on its way to us, and values are read in the file.
            _ => Location::File {
                file: self.path(&entry.file),
                range: Some(range),
            },
        }
    }

    fn file(&self, file: &str, range: Option<Range<usize>>) -> Location {
        let file = self.path(file);
        Location::File { file, range }
    }

    fn directories(&self) -> Location {
        let path = ["preprocessor", "archsite", "adr", "directories"];
        Location::Config(path.iter().map(ToString::to_string).collect())
    }
}
