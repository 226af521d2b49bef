//! Reads one record, in whatever format it is written.
//!
//! ```text
//!  text ──yaml──▶ keys ─┐
//!    └──doc──▶ fields ──┼─▶ values by label ──▶ Record
//!               sections ┘
//! ```
//!
//! The format is that of the file, not of its folder: every rule looks, and of several that
//! find a value the more explicit one counts. Nothing is invented: a value that is not stated
//! is absent, a placeholder is a flaw, and an impossible date is a flaw and not a date.

mod assemble;
pub mod inline;
pub(crate) mod markdown;
mod reading;
pub(crate) mod relations;
#[cfg(test)]
mod tests;
pub(crate) mod values;
pub(crate) mod vocabulary;

pub use crate::parse::reading::{Reading, resolve_date_order};
pub use crate::parse::values::date::Order;
pub use crate::parse::vocabulary::Vocabulary;

/// Reads a record. `file` is its path, of which the last two parts count; `kep` is the
/// `kep.yaml` beside it.
pub fn read(file: &str, text: &str, kep: Option<&str>, vocabulary: &Vocabulary) -> Reading {
    assemble::record(file, text, kep, vocabulary)
}
