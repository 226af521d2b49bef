//! Locations of records: in the text of their page if they have one, else in their file.

use std::ops::Range;
use std::path::PathBuf;

use archsite_core::diagnostics::Location;
use archsite_core::site::Site;
use archsite_core::site::path;

use crate::model::graph::EntryId;
use crate::model::prepared::Prepared;

/// Turns byte ranges of records and files into locations.
pub(crate) trait LocateRecord {
    /// The location of a byte range of a record.
    fn record(&self, id: EntryId, range: Range<usize>) -> Location;
    /// The location of a file of the repository, by its path, and of a byte range in it.
    fn file(&self, file: &str, range: Option<Range<usize>>) -> Location;
    /// The location of the key of the configuration that names the folders of records.
    fn directories(&self) -> Location;
}

/// Locations in the pages of records if they have one, else in their files.
pub(crate) struct RecordLocations<'a> {
    pub(crate) site: &'a Site,
    pub(crate) prepared: &'a Prepared,
    /// Folder of the book, relative to the repository root.
    pub(crate) folder: String,
}

impl RecordLocations<'_> {
    /// A file of the repository, relative to the folder of the book.
    fn path(&self, file: &str) -> PathBuf {
        PathBuf::from(path::relative(&self.folder, file))
    }
}

impl LocateRecord for RecordLocations<'_> {
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
