//! The manual pages, which release archives contain.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// Writes a page for the program and one for each command into a folder.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(archsite_cli::command(), folder)
        .with_context(|| format!("cannot write into `{}`", folder.display()))
}
