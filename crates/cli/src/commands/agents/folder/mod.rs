//! What commands that write a folder of files share: their arguments, and what they print.

pub(crate) mod args;
pub(crate) mod sync;

use std::path::Path;

use archsite_agent_files::sync::Lock;
use archsite_core::fs::names::display;

use crate::report;

/// Waits until no other run works in a folder, and says so.
pub(crate) fn lock(dir: &Path, writes: bool) -> anyhow::Result<Lock> {
    Lock::take(dir, writes, &|| {
        report::note(&format!("waiting for another run in `{}`", display(dir)));
    })
}
