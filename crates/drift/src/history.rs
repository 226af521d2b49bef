//! What the history of the repository says of documents.
//!
//! Built without the feature `history` it knows nothing.

use jiff::civil::Date;

/// When a document was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Age {
    /// The day of the first commit with it.
    pub(crate) first: Date,
    /// It came with the beginning of the repository, and may be older than its first commit.
    pub(crate) is_first: bool,
    /// The day of the last commit that changed more than a few lines of it.
    pub(crate) last: Date,
}

#[cfg(feature = "history")]
mod git {
    use std::path::Path;

    use archsite_history::{Repository, Unavailable};

    use super::Age;
    use crate::dates::days;

    /// What to do about a clone without older commits.
    const SHALLOW: &str = "the clone is shallow, so documents are not compared with the history of \
                           the repository; with actions/checkout, set `fetch-depth: 0`";

    /// Most lines that a commit changes without counting as a change of the document.
    const FEW_LINES: usize = 4;
    /// Days from the first commit in which files may be older than their commits.
    const FIRST_DAYS: i32 = 7;

    /// The ages of documents, by their paths; `None` where there is no history.
    ///
    /// # Errors
    /// A sentence, if the history is there and cannot be used.
    pub(crate) fn ages(
        root: &Path,
        ignored: &str,
        paths: &[String],
    ) -> Result<Vec<Option<Age>>, String> {
        let unknown = || vec![None; paths.len()];
        let repository = match Repository::open(root, ignored) {
            Ok(repository) => repository,
            Err(Unavailable::Shallow) => return Err(SHALLOW.to_string()),
            Err(Unavailable::None(_)) => return Ok(unknown()),
            Err(error) => return Err(error.to_string()),
        };
        let history = repository.files(paths).map_err(|error| error.to_string())?;
        let beginning = history.first.map(|first| first.date());
        let ages = history.files.iter().map(|versions| {
            let first = versions.last()?.commit.date();
            let last = repository.last_change(versions, FEW_LINES)?.date();
            let is_first = beginning.is_some_and(|beginning| days(beginning, first) <= FIRST_DAYS);
            Some(Age {
                first,
                is_first,
                last,
            })
        });
        Ok(ages.collect())
    }
}

#[cfg(feature = "history")]
pub(crate) use self::git::ages;

/// The ages of documents, of which nothing is known.
#[cfg(not(feature = "history"))]
pub(crate) fn ages(
    _: &std::path::Path,
    _: &str,
    paths: &[String],
) -> Result<Vec<Option<Age>>, String> {
    Ok(vec![None; paths.len()])
}
