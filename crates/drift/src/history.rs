//! What the history of the repository says of documents.
//!
//! Built without the feature `history` it knows nothing, and nothing that needs it is reported.

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

    use archsite_history::{Line, Repository as Git, Unavailable};

    use super::{Age, days};
    use crate::document::Document;
    use crate::repository::Repository;

    /// Most lines that a commit changes without counting as a change of the document.
    const FEW_LINES: usize = 4;
    /// Days from the first commit in which files may be older than their commits.
    const FIRST_DAYS: i32 = 7;
    /// What to do about a clone without older commits.
    const SHALLOW: &str = "the clone is shallow, so documents are not compared with the history of \
                           the repository; with actions/checkout, set `fetch-depth: 0`";

    /// The history of some documents.
    pub(crate) struct History {
        pub(crate) git: Git,
        files: archsite_history::Files,
    }

    impl History {
        /// Reads the history of documents, by their paths relative to the root; `None` where there is none.
        ///
        /// # Errors
        /// A sentence, if the history is there and cannot be used.
        pub(crate) fn read(
            root: &Path,
            repository: &Repository<'_>,
            paths: &[String],
        ) -> Result<Option<History>, String> {
            let ignored = repository
                .read(".git-blame-ignore-revs")
                .unwrap_or_default();
            let git = match Git::open(root, &ignored) {
                Ok(git) => git,
                Err(Unavailable::Shallow) => return Err(SHALLOW.to_string()),
                Err(Unavailable::None(_)) => return Ok(None),
                Err(error) => return Err(error.to_string()),
            };
            let files = git.files(paths).map_err(|error| error.to_string())?;
            Ok(Some(History { git, files }))
        }

        /// The age of the document at an index of the paths.
        pub(crate) fn age(&self, document: usize) -> Option<Age> {
            let versions = self.files.files.get(document)?;
            let beginning = self.files.first.map(|first| first.date());
            let first = versions.last()?.commit.date();
            let is_first = beginning.is_some_and(|beginning| days(beginning, first) <= FIRST_DAYS);
            let last = self.git.last_change(versions, FEW_LINES)?.date();
            Some(Age {
                first,
                is_first,
                last,
            })
        }

        /// Since when the lines of a document are as they are; none if its text is not that of its file in the last
        /// commit.
        pub(crate) fn lines(&self, index: usize, document: &Document<'_>) -> Vec<Line> {
            let versions = self
                .files
                .files
                .get(index)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let lines = self.git.lines(versions);
            if lines.len() == document.source.lines().count() {
                lines
            } else {
                Vec::new()
            }
        }
    }
}

#[cfg(not(feature = "history"))]
mod git {
    use std::path::Path;

    use super::Age;
    use crate::repository::Repository;

    /// There is none in this build.
    pub(crate) struct History;

    impl History {
        pub(crate) fn read(
            _: &Path,
            _: &Repository<'_>,
            _: &[String],
        ) -> Result<Option<History>, String> {
            Ok(None)
        }

        pub(crate) fn age(&self, _: usize) -> Option<Age> {
            None
        }
    }
}

pub(crate) use self::git::History;

/// How many days one date is after another one.
pub(crate) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
