//! The arguments of the commands that write a folder of files.

use clap::ValueEnum;

/// How the files of a folder are written.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct FolderArgs {
    /// Write nothing; exit with 1 if a file is stale, missing or unexpected
    #[arg(long, conflicts_with_all = ["dry_run", "force"])]
    pub(crate) check: bool,

    /// Write nothing; show what would be written
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Also replace files that were edited or not written by this program
    #[arg(long)]
    pub(crate) force: bool,

    /// Output format: text, or the manifest with byte ranges
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ManifestFormat,
}

impl FolderArgs {
    /// Whether files are written.
    pub(crate) fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }
}

/// Output format of `shard` and `context`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ManifestFormat {
    /// Text for people
    Human,
    /// The manifest of each folder, with byte ranges of the document
    Json,
}
