//! What the exit codes of the commands mean.

/// The command did what it was asked, and found nothing to complain about.
pub(crate) const CLEAN: u8 = 0;
/// There are problems at or above `fail-on`.
pub(crate) const PROBLEMS: u8 = 1;
/// The command could not do its work.
pub(crate) const FAILED: u8 = 2;
