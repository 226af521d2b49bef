//! The arguments of a call: read by name, with a reason where one cannot be used.

use serde_json::{Map, Value};

use crate::answer::{DEFAULT_BUDGET, LEAST_BUDGET, MOST_BUDGET, Window};

/// Longest text that an argument may have, in bytes.
const LONGEST: usize = 2_000;

/// What an argument holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
}

/// An argument of a tool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Argument {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// What it means, for the client.
    pub(crate) about: &'static str,
}

/// An argument that may be left out.
pub(crate) const fn optional(name: &'static str, kind: Kind, about: &'static str) -> Argument {
    Argument {
        name,
        kind,
        required: false,
        about,
    }
}

/// The arguments that all tools have.
pub(crate) const COMMON: &[Argument] = &[
    optional(
        "offset",
        Kind::Number,
        "bytes to skip, as the last answer said [default: 0]",
    ),
    optional(
        "budget",
        Kind::Number,
        "most tokens of the answer, from 100 to 50000 [default: 1500]",
    ),
];

/// The arguments of one call, known by their names.
pub(crate) struct Arguments<'a> {
    values: &'a Map<String, Value>,
}

impl<'a> Arguments<'a> {
    /// The values of a call, if a tool has arguments of these names.
    pub(crate) fn new(
        values: &'a Map<String, Value>,
        own: &[Argument],
    ) -> anyhow::Result<Arguments<'a>> {
        let known = || own.iter().chain(COMMON).map(|argument| argument.name);
        if let Some(unknown) = values.keys().find(|name| known().all(|own| own != *name)) {
            let unknown: String = unknown.chars().take(40).collect();
            let known: Vec<&str> = known().collect();
            anyhow::bail!(
                "there is no argument `{unknown}`; there are {}",
                known.join(", ")
            );
        }
        Ok(Arguments { values })
    }

    /// A text; `None` if it is not given or empty.
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<Option<&'a str>> {
        let Some(value) = self.values.get(name).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let Some(text) = value.as_str() else {
            anyhow::bail!("`{name}` is not a text");
        };
        anyhow::ensure!(
            text.len() <= LONGEST,
            "`{name}` has {} bytes; at most {LONGEST} are read",
            text.len()
        );
        let text = text.trim();
        Ok((!text.is_empty()).then_some(text))
    }

    /// A text that must be given.
    pub(crate) fn required(&self, name: &str) -> anyhow::Result<&'a str> {
        let text = self.text(name)?;
        text.ok_or_else(|| anyhow::anyhow!("`{name}` is missing"))
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> anyhow::Result<Option<usize>> {
        let Some(value) = self.values.get(name).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let number = value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        match number {
            Some(number) => Ok(Some(number)),
            None => anyhow::bail!("`{name}` is not a whole number of 0 or more"),
        }
    }

    /// The part of the answer that is wanted.
    pub(crate) fn window(&self) -> anyhow::Result<Window> {
        let budget = self.number("budget")?.unwrap_or(DEFAULT_BUDGET);
        anyhow::ensure!(
            budget >= LEAST_BUDGET,
            "`budget` is {budget}; an answer needs at least {LEAST_BUDGET} tokens"
        );
        Ok(Window {
            offset: self.number("offset")?.unwrap_or(0),
            budget: budget.min(MOST_BUDGET),
        })
    }
}
