//! Decision records: finds them, reads them in any format, and makes pages of them.
//!
//! ```text
//!  repository ──find──▶ files ──read──▶ Records ──graph──▶ relations, both ways
//!                                                   │
//!                              check: problems ◀────┴────▶ index, heads, picture ──book──▶ site
//! ```
//!
//! What a record does not say is absent: no date is taken from a clock and no status is
//! guessed. Everything from a record is data, and is encoded when a page is made of it.
//!
//! This crate reads files only through core's reader, writes none, and knows nothing of
//! mdBook's protocol.

mod check;
pub mod config;
pub mod discover;
pub mod lints;
pub mod model;
pub mod output;
pub mod parse;
pub mod pass;

pub use crate::check::manual_index::{Stale, stale_entries};
pub use crate::model::prepared::{Expand, Files, Prepared, Unexpanded};
pub use crate::output::options::DIRECTIVE;
pub use crate::pass::{connect, prepare, render};
pub use config::Config;

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "adr";
