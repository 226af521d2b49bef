//! What the history of the repository says of documents.
//!
//! Built without the feature `history` it knows nothing, and nothing that needs it is reported.

#[cfg(feature = "history")]
mod lists;
#[cfg(feature = "history")]
mod names;
#[cfg(feature = "history")]
pub(crate) mod sections;

use std::ops::Range;

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

/// A folder of a tree that was listed completely when the tree was written, and has more entries now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgrown {
    pub(crate) range: Range<usize>,
    pub(crate) folder: String,
    /// Names that are new.
    pub(crate) new: Vec<String>,
    /// The day on which the tree was last changed.
    pub(crate) since: Date,
}

/// A name that was in the source when its line was written, and is nowhere in it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vanished {
    pub(crate) range: Range<usize>,
    pub(crate) name: String,
    /// The day on which the line was written.
    pub(crate) since: Date,
}

#[cfg(feature = "history")]
mod git {
    use std::path::Path;

    use archsite_history::{Line, Repository as Git, Unavailable};

    use super::{Age, Outgrown, Vanished};
    use crate::dates::days;
    use crate::document::Document;
    use crate::history::{lists, names};
    use crate::repository::Repository;
    use crate::tree::judge::Believed;

    /// Most lines that a commit changes without counting as a change of the document.
    const FEW_LINES: usize = 4;
    /// Days from the first commit in which files may be older than their commits.
    const FIRST_DAYS: i32 = 7;
    /// What to do about a clone without older commits.
    const SHALLOW: &str = "the clone is shallow, so documents are not compared with the history of \
                           the repository; with actions/checkout, set `fetch-depth: 0`";

    /// The history of some documents.
    pub(crate) struct History {
        pub(super) git: Git,
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
        pub(super) fn lines(&self, index: usize, document: &Document<'_>) -> Vec<Line> {
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

        /// Folders of trees that have more entries than when the tree was written.
        pub(crate) fn outgrown(
            &self,
            index: usize,
            document: &Document<'_>,
            trees: &[Believed],
        ) -> Vec<Outgrown> {
            lists::outgrown(self, index, document, trees)
        }

        /// Names that are not in the source any more.
        pub(crate) fn vanished(
            &self,
            index: usize,
            document: &Document<'_>,
            repository: &Repository<'_>,
        ) -> Vec<Vanished> {
            names::vanished(self, index, document, repository)
        }
    }
}

#[cfg(not(feature = "history"))]
mod git {
    use std::path::Path;

    use super::{Age, Outgrown, Vanished};
    use crate::document::Document;
    use crate::repository::Repository;
    use crate::tree::judge::Believed;

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

        pub(crate) fn outgrown(&self, _: usize, _: &Document<'_>, _: &[Believed]) -> Vec<Outgrown> {
            Vec::new()
        }

        pub(crate) fn vanished(
            &self,
            _: usize,
            _: &Document<'_>,
            _: &Repository<'_>,
        ) -> Vec<Vanished> {
            Vec::new()
        }
    }
}

pub(crate) use self::git::History;

/// The index of the line of an offset, from 0.
#[cfg(feature = "history")]
pub(crate) fn line_of(source: &str, at: usize) -> usize {
    source[..at].bytes().filter(|byte| *byte == b'\n').count()
}
