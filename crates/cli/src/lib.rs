//! The command line of mdbook-archsite, and its side of mdBook's protocol.
//!
//! ```text
//!  stdin JSON ──protocol──▶ Book ──load──▶ Site ──passes──▶ Site ──load──▶ Book ──▶ stdout
//!  embedded build ─────────▶ Book ┘          │
//!  folder ───────disk──────▶ Book ┘    diagnostics ──findings──▶ report ──▶ stderr, exit code
//! ```
//!
//! The passes know nothing of this crate. Only `report` writes for people; standard
//! output is for the protocol and for the results of commands.

mod commands;
mod exit;
mod mdbook;
mod pipeline;
pub mod reference;
mod report;
mod run;

use std::process::ExitCode;

pub use crate::commands::book::preprocess::transform;
pub use crate::commands::command;
use crate::exit::{CLEAN, FAILED};

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    // mdBook takes every exit code but 0 for "no" and builds without us, so nothing may fail
    // here, not even the parsing of arguments.
    if commands::asks_for_support() {
        return ExitCode::from(CLEAN);
    }
    let code = match commands::parse() {
        Ok(args) => {
            let checks = matches!(args.command, Some(commands::Command::Check(_)));
            report::init(args.color, args.quiet, checks);
            let _progress = args
                .command
                .as_ref()
                .and_then(commands::Command::progress)
                .map(report::progress);
            commands::dispatch(&args).unwrap_or_else(|error| {
                report::failure(&error);
                FAILED
            })
        }
        Err(code) => code,
    };
    ExitCode::from(code)
}
