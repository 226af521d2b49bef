//! `explain`: the page of a lint.
//!
//! Reads no file and no book.

use anyhow::bail;
use archsite_core::diagnostics::lints;

use crate::{CLEAN, report};

pub(crate) fn run(name: Option<&str>) -> anyhow::Result<u8> {
    let text = match name {
        None => lints::ALL
            .iter()
            .map(|lint| format!("{}\n", lint.name))
            .collect(),
        Some(name) => match lints::find(name) {
            Some(lint) => lint.page.to_string(),
            None => match lints::nearest(name, lints::ALL.iter().map(|lint| lint.name)) {
                Some(near) => bail!("there is no lint `{name}`; did you mean `{near}`?"),
                None => bail!("there is no lint `{name}`; `explain` alone lists all lints"),
            },
        },
    };
    report::result(&text)?;
    Ok(CLEAN)
}
