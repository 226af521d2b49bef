//! `explain`: the page of a lint.
//!
//! Reads no file and no book.

use anyhow::bail;

use crate::exit::CLEAN;
use crate::{reference, report};

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name of the lint
    pub(crate) lint: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<u8> {
    let text = match args.lint.as_deref() {
        None => reference::lints()
            .map(|lint| format!("{}\n", lint.name))
            .collect(),
        Some(name) => match reference::lint(name) {
            Some(lint) => lint.document(),
            None => match reference::nearest_lint(name) {
                Some(near) => bail!("there is no lint `{name}`; did you mean `{near}`?"),
                None => {
                    bail!("there is no lint `{name}`; `explain` without a name lists all lints")
                }
            },
        },
    };
    report::result(&text)?;
    Ok(CLEAN)
}
