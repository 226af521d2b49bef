//! The exit codes of the commands.

/// The command succeeded and found no problems.
pub(crate) const CLEAN: u8 = 0;
/// There are problems at or above `fail-on`.
pub(crate) const PROBLEMS: u8 = 1;
/// The command failed.
pub(crate) const FAILED: u8 = 2;
