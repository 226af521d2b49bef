//! Compares architecture documents with their repository, and reports what is not true.
//!
//! ```text
//!  page ──parse──▶ Document: headings, code, text
//!                     ├─ tree       source trees ──────────────┐
//!                     ├─ commands   npm, make, just, cargo ────┤
//!                     ├─ variables  KEY= blocks ───────────────┼── Repository: files, scripts, targets
//!                     ├─ paths      paths in code spans ───────┘
//!                     ├─ template   prompts, placeholders, marks
//!                     └─ dates      "last updated"
//! ```
//!
//! A false report is worse than a missed one: every check has rules for when it says nothing, and what is
//! not known (computed targets, submodules, files that cannot be read) is not reported. Words and names that
//! the checks know are in `data/`.
//!
//! This crate reads files through core's reader only, starts no program and is never online.

mod commands;
pub mod config;
mod dates;
mod document;
mod fill;
mod history;
pub mod lints;
mod lists;
mod pass;
mod paths;
mod problems;
mod repository;
mod template;
mod tree;
mod variables;

use archsite_core::markdown::directive::{Kind, Takes};

pub use self::config::Config;
pub use self::fill::fill;
#[cfg(feature = "history")]
pub use self::history::sections::Section;
#[cfg(feature = "history")]
pub use self::pass::sections;
pub use self::pass::{Input, Outcome, check, is_document};

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "drift";

/// Makes a source tree, or keeps one fresh.
pub static DIRECTIVE: Kind = Kind {
    name: "source-tree",
    takes: Takes::Options(fill::OPTIONS),
    place: "above a source tree in a code block, or alone",
    about: "checks that the tree below it lists everything, or creates one",
};
