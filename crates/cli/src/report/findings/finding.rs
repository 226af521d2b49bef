//! One problem with its level and locations.

use archsite_core::diagnostics::{Diagnostic, Level};

use crate::report::locate::SourceLocation;

/// One problem with its level and locations.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    pub(crate) diagnostic: Diagnostic,
    /// The location of each label; `None` for a key that is not in book.toml.
    pub(crate) locations: Vec<Option<SourceLocation>>,
    /// The fix: the range to replace, and its new text.
    pub(crate) fix: Option<(SourceLocation, String)>,
}

impl Finding {
    /// The primary location.
    pub(crate) fn first(&self) -> Option<&SourceLocation> {
        self.locations.first().and_then(Option::as_ref)
    }
}
