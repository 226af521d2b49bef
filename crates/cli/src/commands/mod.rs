//! The commands, and which of them the arguments mean. Each command owns its arguments.
//!
//! This module does no work itself and reads nothing but the arguments.

pub(crate) mod agents;
pub(crate) mod book;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod repository;

use clap::{CommandFactory, Parser, Subcommand};

#[cfg(feature = "mcp")]
use self::agents::mcp;
use self::agents::{assemble, context, shard};
use self::book::preprocess::Pass;
use self::book::{build, check, preprocess, serve};
use self::repository::{adr, diagrams, drift, tech_stack};
use crate::exit::{CLEAN, FAILED};
use crate::mdbook::settings::Scope;
use crate::report::Color;

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

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell mdBook that a renderer is supported (all are)
    Supports {
        /// Name of the renderer
        renderer: Option<String>,
    },
    /// Make a book of the documents of a repository, or set up the book that is there
    Init(init::Args),
    /// Build a book with the embedded mdBook
    Build(build::Args),
    /// Serve a book, and build it again when a source changes
    Serve(serve::Args),
    /// Check a book without building it: writes no files and starts no programs
    Check(check::Args),
    /// Show the technologies that the manifests of a repository name
    TechStack(tech_stack::Args),
    /// Compare architecture documents with their repository, with or without a book
    Drift(drift::Args),
    /// Check the diagrams of documents, with or without a book
    Diagrams(diagrams::Args),
    /// Run one pass alone as a preprocessor, after other preprocessors
    Pass {
        /// Name of the pass
        #[command(subcommand)]
        pass: Pass,
    },
    /// Split one document into files, one for each section
    Shard(shard::Args),
    /// Merge the files of `shard` back into the document
    Assemble(assemble::Args),
    /// Write the contents of the site as files for coding agents
    Context(context::Args),
    /// Serve the documents to coding agents, with the Model Context Protocol
    #[cfg(feature = "mcp")]
    Mcp(mcp::Args),
    /// List and show decision records
    #[command(subcommand)]
    Adr(adr::Command),
    /// Explain a lint, or list all lints
    Explain(explain::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
}

impl Command {
    /// What a command that reads a repository does, for its progress.
    pub(crate) fn progress(&self) -> Option<&'static str> {
        match self {
            Command::Build(_) => Some("building"),
            Command::Check(_) => Some("checking"),
            Command::Diagrams(_) => Some("drawing"),
            Command::TechStack(_) => Some("reading manifests"),
            Command::Context(_) | Command::Shard(_) => Some("splitting"),
            Command::Assemble(_) => Some("joining files"),
            Command::Adr(_) => Some("reading decision records"),
            _ => None,
        }
    }
}

/// The command line: its commands, arguments and options.
pub fn command() -> clap::Command {
    Args::command()
}

/// Whether mdBook asks for the support of a renderer, with any arguments before.
pub(crate) fn asks_for_support() -> bool {
    // mdBook appends its two arguments to `command`.
    let args: Vec<_> = std::env::args_os().skip(1).collect();
    let positions = [args.first(), args.iter().rev().nth(1)];
    positions.into_iter().flatten().any(|arg| arg == "supports")
}

/// Reads the arguments. On `--help`, `--version` or an error, prints that and gives the
/// exit code.
pub(crate) fn parse() -> Result<Args, u8> {
    Args::try_parse().map_err(|error| {
        let code = error.exit_code();
        // A closed pipe is not an error.
        let _ = error.print();
        u8::try_from(code).unwrap_or(FAILED)
    })
}

/// Runs the command and returns the exit code.
pub(crate) fn dispatch(args: &Args) -> anyhow::Result<u8> {
    match &args.command {
        None => preprocess::run(Scope::All),
        Some(Command::Pass { pass: Pass::Links }) => preprocess::run(Scope::Links),
        Some(Command::Check(args)) => check::run(args, None),
        Some(Command::TechStack(args)) => tech_stack::run(args),
        Some(Command::Drift(args)) => drift::run(args),
        Some(Command::Diagrams(args)) => diagrams::run(args),
        Some(Command::Supports { .. }) => Ok(CLEAN),
        Some(Command::Init(args)) => init::run(args),
        Some(Command::Build(args)) => build::run(args),
        Some(Command::Serve(args)) => serve::run(args),
        Some(Command::Shard(args)) => shard::run(args),
        Some(Command::Assemble(args)) => assemble::run(args),
        Some(Command::Context(args)) => context::run(args),
        #[cfg(feature = "mcp")]
        Some(Command::Mcp(args)) => mcp::run(args),
        Some(Command::Adr(command)) => adr::run(command),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Completions(args)) => completions::run(args, command()),
    }
}
