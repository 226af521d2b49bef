//! `technology`: versions, with the lines of the manifests that state them.

use crate::answer::{Window, fit};
use crate::arguments::{Arguments, Kind, optional};
use crate::library::Library;
use crate::tools::Tool;

pub(super) const TOOL: Tool = Tool {
    name: "technology",
    about: "The version of a technology, with the files and lines that state it; without a name \
            all technologies.",
    arguments: &[optional(
        "name",
        Kind::Text,
        "a technology or package, such as `React` or `npm:react` [default: all]",
    )],
    answer,
};

fn answer(
    library: &dyn Library,
    arguments: &Arguments<'_>,
    window: Window,
) -> anyhow::Result<String> {
    let text = library.technology(arguments.text("name")?)?;
    Ok(fit("", &text, window))
}
