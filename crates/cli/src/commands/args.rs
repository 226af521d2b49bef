//! The arguments, and which command they mean.
//!
//! It does no work itself and reads nothing but the arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::FAILED;
use crate::commands::{
    adr, assemble, build, check, context, explain, preprocess, shard, tech_stack,
};
use crate::mdbook::settings::{FailOn, Scope};
use crate::report::Format;

/// Turns the architecture documents of a repository into an mdBook site.
///
/// Without a command this is an mdBook preprocessor: it reads a book as JSON from standard
/// input and writes the changed book to standard output.
#[derive(Debug, Parser)]
#[command(name = "mdbook-archsite", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Only show errors, and warnings that make the exit code 1
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell mdBook that a renderer is supported (all are)
    Supports {
        /// Name of the renderer
        renderer: Option<String>,
    },
    /// Build a book with the embedded mdBook
    Build(BuildArgs),
    /// Check a book without building it: writes no files and starts no programs
    Check(CheckArgs),
    /// Show the technologies that the manifests of a repository name
    TechStack(TechStackArgs),
    /// Run one pass alone as a preprocessor, after other preprocessors
    Pass {
        /// Name of the pass
        #[command(subcommand)]
        pass: Pass,
    },
    /// Split one document into files, one for each section
    Shard(ShardArgs),
    /// Merge the files of `shard` back into the document
    Assemble(AssembleArgs),
    /// Write the contents of the site as files for coding agents
    Context(ContextArgs),
    /// List and show decision records
    #[command(subcommand)]
    Adr(adr::Command),
    /// Explain a lint, or list all lints
    Explain {
        /// Name of the lint
        lint: Option<String>,
    },
}

/// The passes that can run alone.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum Pass {
    /// The link check
    Links,
}

/// Output format of the technologies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table for people
    Table,
    /// One JSON document
    Json,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct TechStackArgs {
    #[command(subcommand)]
    pub(crate) command: Option<TechStackCommand>,

    /// Folder of book.toml, or of a repository
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Output format of the technologies
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,

    /// Compare the documents of the book with the manifests instead
    #[arg(long)]
    pub(crate) check: bool,

    /// Fill and correct version cells in the files of the book; without a terminal, only show
    /// the changes
    #[arg(long, conflicts_with = "check")]
    pub(crate) write: bool,

    /// With --write: write even if the output is not a terminal
    #[arg(long, requires = "write", conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// With --write: only show the changes
    #[arg(long, requires = "write")]
    pub(crate) dry_run: bool,
}

/// Questions about the technologies found.
#[derive(Debug, Subcommand)]
pub(crate) enum TechStackCommand {
    /// Show which files state the version of a technology
    Why {
        /// Name of a technology or package, such as React or npm:react
        name: String,
        /// Folder of book.toml, or of a repository
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Output format of problems [default: github under GITHUB_ACTIONS, else human]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Lowest level of problems that makes the exit code 1 [default: from book.toml]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<FailOn>,

    /// Make the changes that are proven to fix problems; without a terminal, only show them
    #[arg(long)]
    pub(crate) fix: bool,

    /// With --fix: write even if the output is not a terminal
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    pub(crate) yes: bool,

    /// With --fix: only show the changes
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,

    /// Print the web addresses that the book links to, one per line with its location
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    pub(crate) external: bool,
}

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

#[derive(Debug, clap::Args)]
pub(crate) struct ShardArgs {
    /// The document
    pub(crate) doc: PathBuf,

    /// Folder for the files [default: beside the document, with its name]
    pub(crate) out: Option<PathBuf>,

    /// Headings of this level start a file [default: from book.toml, else 2]
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub(crate) level: Option<u8>,

    /// How files are named [default: from book.toml, else title]
    #[arg(long, value_name = "STYLE")]
    pub(crate) names: Option<NameStyle>,

    /// Sections with fewer tokens stay in their parent
    #[arg(long, value_name = "TOKENS")]
    pub(crate) min_tokens: Option<usize>,

    /// Files with more tokens are split one level deeper
    #[arg(long, value_name = "TOKENS")]
    pub(crate) max_tokens: Option<usize>,

    #[command(flatten)]
    pub(crate) folder: FolderArgs,
}

/// How the files of sections are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NameStyle {
    /// By title: tech-stack.md
    Title,
    /// Names that BMAD agents read, for sections that match one
    Bmad,
    /// By position and title: 03-tech-stack.md
    Numbered,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AssembleArgs {
    /// Folder written by `shard`
    pub(crate) dir: PathBuf,

    /// File to write [default: the document that was split]
    pub(crate) doc: Option<PathBuf>,

    /// Write nothing; show what would change
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Replace DOC even if it is not the document that was split
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ContextArgs {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    #[command(flatten)]
    pub(crate) folder: FolderArgs,

    /// Also write llms.txt: the list of pages, with links
    #[arg(long)]
    pub(crate) llms_txt: bool,

    /// Also write llms-full.txt: everything in one file
    #[arg(long)]
    pub(crate) llms_full: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// Folder of book.toml
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,

    /// Folder to build into, relative to the current folder [default: from book.toml]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) dest_dir: Option<PathBuf>,

    /// Open the site in a browser afterwards
    #[arg(long, short)]
    pub(crate) open: bool,
}

/// Whether this is mdBook's question, whatever stands around it.
pub(crate) fn asks_for_support() -> bool {
    // mdBook puts its two words behind whatever `command` says.
    let args: Vec<_> = std::env::args_os().skip(1).collect();
    let asked = [args.first(), args.iter().rev().nth(1)];
    asked.into_iter().flatten().any(|arg| arg == "supports")
}

/// Reads the arguments. On `--help`, `--version` or an error, prints that and gives the
/// exit code.
pub(crate) fn parse() -> Result<Args, u8> {
    Args::try_parse().map_err(|error| {
        let code = error.exit_code();
        // A reader that hung up is no reason to complain.
        let _ = error.print();
        u8::try_from(code).unwrap_or(FAILED)
    })
}

/// Does what the arguments ask for and returns the exit code.
pub(crate) fn dispatch(args: &Args) -> anyhow::Result<u8> {
    match &args.command {
        None => preprocess::run(Scope::All),
        Some(Command::Pass { pass: Pass::Links }) => preprocess::run(Scope::Links),
        Some(Command::Check(args)) => check::run(args, None),
        Some(Command::TechStack(args)) => tech_stack::run(args),
        Some(Command::Supports { .. }) => Ok(crate::CLEAN),
        Some(Command::Build(args)) => build::run(args),
        Some(Command::Shard(args)) => shard::run(args),
        Some(Command::Assemble(args)) => assemble::run(args),
        Some(Command::Context(args)) => context::run(args),
        Some(Command::Adr(command)) => adr::run(command),
        Some(Command::Explain { lint }) => explain::run(lint.as_deref()),
    }
}
