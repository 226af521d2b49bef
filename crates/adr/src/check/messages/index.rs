//! Messages about lists of records that people maintain.

use archsite_core::diagnostics::sentence;
use archsite_core::diagnostics::{Diagnostic, Location};

use crate::check::messages::shortened;
use crate::lints;
use crate::model::record::Status;

/// Most files that a message names.
const MOST: usize = 5;

/// What is wrong with an entry of a list, or with the list.
pub(crate) enum StaleEntry<'a> {
    /// These files have no link.
    Missing(Vec<&'a str>),
    /// The list gives a record another status than its file.
    Status {
        record: String,
        listed: Status,
        actual: Status,
    },
    /// The list gives a record another number than its file.
    Number { listed: u64, actual: u64 },
    /// The destination of a link is not a record.
    Dangling(String),
}

/// A list that lacks or misstates records.
pub(crate) fn stale_index(entry: StaleEntry<'_>, location: Location) -> Diagnostic {
    let (message, label) = match entry {
        StaleEntry::Missing(files) => (missing(&files), "the list ends here"),
        StaleEntry::Status {
            record,
            listed,
            actual,
        } => {
            let (listed, actual) = (listed.name(), actual.name());
            let message =
                format!("this index gives {record} the status {listed}, but its file has {actual}");
            (message, "")
        }
        StaleEntry::Number { listed, actual } => {
            let message = format!(
                "this index gives the number {listed} to the record with the number {actual}"
            );
            (message, "")
        }
        StaleEntry::Dangling(dest) => {
            let message = format!("this index lists `{}`", shortened(&dest));
            (message, "there is no such record")
        }
    };
    Diagnostic::new(&lints::RECORD_INDEX_STALE, message)
        .at(location, label)
        .help("write `<!-- archsite: adr-index -->` there instead of the list")
}

fn missing(files: &[&str]) -> String {
    format!(
        "this index does not list {}",
        sentence::list_first(files, MOST)
    )
}
