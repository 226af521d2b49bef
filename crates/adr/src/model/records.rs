//! The records of a repository, as they were found and read.

use crate::model::host::Host;
use crate::parse::Reading;

/// A folder of records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// Relative to the root of the search, `/` between its parts; empty for the root.
    pub path: String,
    /// The prefix of its records' numbers where several folders are shown together.
    pub prefix: Option<String>,
}

/// A record that was found.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Relative to the root of the search.
    pub file: String,
    /// Index of its folder among [`Records::directories`].
    pub directory: usize,
    /// The text of the file.
    pub text: String,
    /// The values that were read.
    pub reading: Reading,
}

/// The reason why a file that looks like a record is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It was not read: too large, no text, outside of the repository, gone.
    Unreadable(String),
    /// Neither its name nor its sections say that it is a record.
    Unclear,
}

/// A file that looks like a record and is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Relative to the root of the search.
    pub file: String,
    /// The reason.
    pub reason: Reason,
}

/// All records of a repository.
#[derive(Debug, Default)]
pub struct Records {
    /// The folders, in the order of the configuration, else of their paths.
    pub directories: Vec<Directory>,
    /// The records, by folder, number and file.
    pub entries: Vec<Entry>,
    /// Files that look like records.
    pub skipped: Vec<Skipped>,
    /// Pages about a folder of records, each with its text: they may hold a list kept by hand.
    pub index_pages: Vec<(String, String)>,
    /// Folders that cannot be listed, each with the reason.
    pub unlisted: Vec<(String, String)>,
    /// Configured folders without a record: indexes.
    pub empty: Vec<usize>,
    /// A limit of the walk was reached.
    pub stopped: bool,
    /// The code host of the repository.
    pub host: Host,
}
