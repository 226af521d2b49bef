//! What changed in the repository since a document was written.
//!
//! Built without the feature `history` nothing is known of it, and nothing is reported.

#[cfg(feature = "history")]
mod lists;
#[cfg(feature = "history")]
mod names;
#[cfg(feature = "history")]
pub(crate) mod sections;

use std::ops::Range;

use jiff::civil::Date;

#[cfg(feature = "history")]
pub(crate) use self::lists::outgrown;
#[cfg(feature = "history")]
pub(crate) use self::names::vanished;
#[cfg(not(feature = "history"))]
pub(crate) use self::none::{outgrown, vanished};

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

#[cfg(not(feature = "history"))]
mod none {
    use super::{Outgrown, Vanished};
    use crate::checks::tree::judge::Believed;
    use crate::document::Document;
    use crate::history::History;
    use crate::repository::Repository;

    pub(crate) fn outgrown(
        _: &History,
        _: usize,
        _: &Document<'_>,
        _: &[Believed],
    ) -> Vec<Outgrown> {
        Vec::new()
    }

    pub(crate) fn vanished(
        _: &History,
        _: usize,
        _: &Document<'_>,
        _: &Repository<'_>,
    ) -> Vec<Vanished> {
        Vec::new()
    }
}

/// The index of the line of an offset, from 0.
#[cfg(feature = "history")]
fn line_of(source: &str, at: usize) -> usize {
    source[..at].bytes().filter(|byte| *byte == b'\n').count()
}
