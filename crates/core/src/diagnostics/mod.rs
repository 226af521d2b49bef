//! Problems as data: what is wrong, where, and what to do.
//!
//! A pass has one struct per problem and converts it into a [`Diagnostic`]. Nothing here renders
//! or prints; levels are applied once, at the end.

pub mod internal;
pub mod level;
pub mod lints;
pub mod problems;
pub mod sentence;
pub mod suggest;
pub mod suppressions;

use std::ops::Range;
use std::path::PathBuf;

pub use self::internal::InternalError;
pub use self::level::Level;
use self::lints::Lint;
pub use self::suppressions::{Suppressions, apply_levels};
use crate::text::SourceId;

/// A place a person can look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// Bytes of a loaded text.
    Source {
        /// The text.
        source: SourceId,
        /// Byte range in it.
        range: Range<usize>,
    },
    /// A key of book.toml, from the outermost table.
    Config(Vec<String>),
    /// A file that was not loaded as a page, relative to the book root.
    File {
        /// The file.
        file: PathBuf,
        /// Byte range in it; `None` for the file as a whole.
        range: Option<Range<usize>>,
    },
}

impl Location {
    /// A file as a whole, relative to the book root.
    pub fn file(file: impl Into<PathBuf>) -> Location {
        Location::File {
            file: file.into(),
            range: None,
        }
    }
}

/// A change that fixes a problem, and that a program may make without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The bytes to replace.
    pub place: Location,
    /// The new text.
    pub with: String,
}

/// A place and a note about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Location,
    /// A short note, or empty.
    pub words: String,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The lint that found it.
    pub lint: &'static Lint,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// Where; the first is the primary place.
    pub labels: Vec<Label>,
    /// The advice.
    pub help: Option<String>,
    /// The change that fixes it, where there is exactly one.
    pub suggestion: Option<Suggestion>,
    /// The destination that the problem is about, as written.
    pub link: Option<String>,
    /// The cause that problems of a lint have in common, for example the page that is missing.
    /// Reports show problems with the same cause as one message.
    pub cause: Option<String>,
}

impl Diagnostic {
    /// A problem without a place yet.
    pub fn new(lint: &'static Lint, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            lint,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            suggestion: None,
            link: None,
            cause: None,
        }
    }

    /// Adds a place; the first one added is the primary place.
    pub fn at(mut self, place: Location, words: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            place,
            words: words.into(),
        });
        self
    }

    /// Puts a place before those that are there already, as the primary one.
    pub fn at_first(mut self, place: Location, words: impl Into<String>) -> Diagnostic {
        let words = words.into();
        self.labels.insert(0, Label { place, words });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Sets the change that fixes it.
    pub fn suggest(mut self, place: Location, with: impl Into<String>) -> Diagnostic {
        self.suggestion = Some(Suggestion {
            place,
            with: with.into(),
        });
        self
    }

    /// Says which destination it is about.
    pub fn about(mut self, link: impl Into<String>) -> Diagnostic {
        self.link = Some(link.into());
        self
    }
}
