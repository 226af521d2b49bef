//! One problem with its level and places.

use archsite_core::diagnostics::{Diagnostic, Level};

use crate::report::locate::Spot;

/// One problem, ready to be shown.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    pub(crate) diagnostic: Diagnostic,
    /// The place of each label; `None` for a key that is not in book.toml.
    pub(crate) spots: Vec<Option<Spot>>,
    /// The change that fixes it: where, and what to write.
    pub(crate) fix: Option<(Spot, String)>,
}

impl Finding {
    /// The primary place.
    pub(crate) fn first(&self) -> Option<&Spot> {
        self.spots.first().and_then(Option::as_ref)
    }
}
