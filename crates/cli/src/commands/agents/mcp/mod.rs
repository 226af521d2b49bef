//! `mcp`: the documents, decisions and technologies of a repository, for coding agents that ask.
//!
//! Standard output belongs to the protocol.

mod library;

use std::path::PathBuf;

use archsite_agent_files::document::real;

use self::library::Repository;
use crate::exit::CLEAN;

/// The arguments of `mcp`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of book.toml, or of a repository
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let dir = real(&args.dir)?;
    anyhow::ensure!(dir.is_dir(), "`{}` is not a folder", args.dir.display());
    archsite_mcp::serve(Repository { dir }, env!("CARGO_PKG_VERSION"))?;
    Ok(CLEAN)
}
