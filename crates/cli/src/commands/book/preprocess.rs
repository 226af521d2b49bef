//! The preprocessor: a book from standard input, the changed book to standard output.
//!
//! Standard output gets the book or nothing.

use std::io::{self, BufWriter, IsTerminal, Read, Write};

use anyhow::{Context as _, bail};
use clap::Subcommand;

use crate::commands::book::render;
use crate::exit::{CLEAN, FAILED, PROBLEMS};
use crate::mdbook::protocol;
use crate::mdbook::settings::Scope;
use crate::run::Outcome;
use crate::{report, run};

/// The passes that can run alone.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum Pass {
    /// The link check
    Links,
}

pub(crate) fn run(scope: Scope) -> anyhow::Result<u8> {
    if io::stdin().is_terminal() {
        report::usage();
        return Ok(FAILED);
    }
    let input = read_all()?;
    if render::is_meant(&input) {
        return render::run(&input);
    }
    let out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    transform_by(scope, &input, out)
}

/// Reads what mdBook sends from `input` and writes the book that mdBook wants back to
/// `output`. Returns the exit code; where it is not 0, nothing was written.
///
/// # Errors
/// The input is not a message of mdBook, or the output cannot be written.
pub fn transform(input: &str, output: impl Write) -> anyhow::Result<u8> {
    transform_by(Scope::All, input, output)
}

fn transform_by(scope: Scope, input: &str, output: impl Write) -> anyhow::Result<u8> {
    let input = protocol::read(input)?;
    match run::run(&input.context, scope, input.book)? {
        Outcome::Book(book) => {
            protocol::write(&book, output)?;
            Ok(CLEAN)
        }
        Outcome::Problems => Ok(PROBLEMS),
    }
}

/// mdBook writes all before it reads, so everything is read before anything is done.
fn read_all() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("cannot read the book from standard input")?;
    match String::from_utf8(bytes) {
        Ok(json) => Ok(json),
        Err(_) => bail!("standard input is not valid UTF-8, so it is not a book"),
    }
}
