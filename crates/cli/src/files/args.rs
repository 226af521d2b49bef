//! The arguments of the commands that write a folder of files.

use clap::ValueEnum;

/// What becomes of the files of a folder.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FolderArgs {
    /// Write nothing; exit with 1 if a file is stale, missing or too much
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    pub(crate) check: bool,

    /// Write nothing; say what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Also replace files that somebody edited, or that are somebody else's
    #[arg(long)]
    pub(crate) force: bool,

    /// How the result is written: in words, or as the manifest with byte ranges
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ManifestFormat,
}

impl FolderArgs {
    /// Whether files are written.
    pub(crate) fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }
}

/// How the result of `shard` and `context` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ManifestFormat {
    /// In words
    Human,
    /// The manifest of each folder, with byte ranges of the document
    Json,
}
