//! The tools, and what they have in common.

mod decisions;
mod find;
mod outline;
mod search;
mod section;
mod technology;

use serde_json::{Map, Value};

use crate::answer::Window;
use crate::arguments::{Argument, Arguments};
use crate::library::Library;

/// A question that a client may ask.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// What it does, for the client.
    pub(crate) about: &'static str,
    pub(crate) arguments: &'static [Argument],
    answer: fn(&dyn Library, &Arguments<'_>, Window) -> anyhow::Result<String>,
}

/// All tools.
pub(crate) const ALL: &[Tool] = &[
    outline::TOOL,
    section::TOOL,
    search::TOOL,
    decisions::TOOL,
    technology::TOOL,
];

impl Tool {
    /// The answer to a call.
    pub(crate) fn call(
        &self,
        library: &dyn Library,
        values: &Map<String, Value>,
    ) -> anyhow::Result<String> {
        let arguments = Arguments::new(values, self.arguments)?;
        let window = arguments.window()?;
        (self.answer)(library, &arguments, window)
    }
}
