//! The command line of mdbook-archsite, and its side of mdBook's protocol.
//!
//! ```text
//!  stdin JSON ──protocol──▶ Book ──load──▶ Site ──passes──▶ Site ──load──▶ Book ──▶ stdout
//!  embedded build ─────────▶ Book ┘          │
//!  folder ───────disk──────▶ Book ┘    diagnostics ──findings──▶ report ──▶ stderr, exit code
//! ```
//!
//! The passes know nothing of this crate. Only `report` writes for people; standard
//! output belongs to the protocol and to what a command is asked for.

mod book_toml;
mod commands;
mod files;
mod home;
mod mdbook;
mod pipeline;
mod readable;
pub mod reference;
mod report;
mod run;

use std::process::ExitCode;

pub use crate::commands::preprocess::transform;

/// The command did what it was asked, and found nothing to complain about.
const CLEAN: u8 = 0;
/// There are problems at or above `fail-on`.
const PROBLEMS: u8 = 1;
/// The command could not do its work.
const FAILED: u8 = 2;

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    // mdBook takes every answer but 0 for "no" and goes on without us, so nothing may fail
    // here, not even the reading of arguments.
    if crate::commands::args::asks_for_support() {
        return ExitCode::from(CLEAN);
    }
    let code = match crate::commands::args::parse() {
        Ok(args) => {
            let checks = matches!(args.command, Some(crate::commands::args::Command::Check(_)));
            report::init(args.color, args.quiet, checks);
            crate::commands::args::dispatch(&args).unwrap_or_else(|error| {
                report::failure(&error);
                FAILED
            })
        }
        Err(code) => code,
    };
    ExitCode::from(code)
}
