//! The preprocessor: a book from standard input, the changed book to standard output.
//!
//! Standard output gets the book or nothing.

use std::io::{self, IsTerminal, Read};

use anyhow::{Context as _, bail};

use crate::run::Outcome;
use crate::{CLEAN, FAILED, PROBLEMS, protocol, report, run};

pub(crate) fn run() -> anyhow::Result<u8> {
    if io::stdin().is_terminal() {
        report::usage();
        return Ok(FAILED);
    }
    let input = protocol::read(&read_all()?)?;
    match run::run(&input.context, input.book)? {
        Outcome::Book(book) => {
            protocol::write(&book)?;
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
        .context("the book can not be read from standard input")?;
    match String::from_utf8(bytes) {
        Ok(json) => Ok(json),
        Err(_) => bail!("standard input is not valid UTF-8, so it is not a book"),
    }
}
