//! Compares architecture documents with their repository, and reports what is not true.
//!
//! ```text
//!  page ──document──▶ headings, code, text ──checks──▶ problems ──output──▶ diagnostics, parts of pages
//!                        ├─ tree       source trees ──────────────┐
//!                        ├─ commands   npm, make, just, cargo ────┤
//!                        ├─ variables  KEY= blocks ───────────────┼── repository: files, scripts, targets
//!                        ├─ paths      paths in code spans ───────┘
//!                        ├─ template   prompts, placeholders, marks
//!                        ├─ dates      "last updated" ────────────┬── history: commits of files and lines
//!                        └─ changes    lists, names, sections ────┘
//! ```
//!
//! A false report is worse than a missed one: every check has rules for when it says nothing, and what is
//! not known (computed targets, submodules, files that cannot be read) is not reported. Words and names that
//! the checks know are in `data/`.
//!
//! This crate reads files through core's reader only, starts no program and is never online.

mod checks;
pub mod config;
mod document;
mod history;
pub mod lints;
mod lists;
mod output;
mod pass;
mod repository;

use archsite_core::markdown::directive::{Kind, Takes};

#[cfg(feature = "history")]
pub use self::checks::changes::sections::Section;
pub use self::config::Config;
pub use self::output::fill::fill;
#[cfg(feature = "history")]
pub use self::pass::sections;
pub use self::pass::{Input, Outcome, check, is_document};

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "drift";

/// Makes a source tree, or keeps one fresh.
pub static DIRECTIVE: Kind = Kind {
    name: "source-tree",
    takes: Takes::Options(output::fill::OPTIONS),
    place: "above a source tree in a code block, or alone",
    is_inline: false,
    about: "checks that the tree below it lists everything, or creates one",
};
