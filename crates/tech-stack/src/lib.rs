//! Reads what the manifests of a repository say, fills the technology tables of its documents,
//! and reports what they contradict.
//!
//! ```text
//!  manifests, locks ──files──▶ one reader per ecosystem ──▶ Facts
//!                                                            │
//!  document ──▶ tables and lists ──▶ claims ──names──▶ drift: verdicts ──▶ problems
//!                      │                                     │
//!                      └────── open cells, empty tables ──▶ edits ──▶ site
//! ```
//!
//! A version is never guessed: what no file states stays unknown. What a manifest states is data
//! and comes out as text. A row the author wrote is never changed, except an open version cell.
//!
//! This crate reads files through core's reader only, starts no program and is never online.

mod below;
pub mod compare;
pub mod config;
mod counts;
pub mod document;
pub mod fact;
pub mod known;
mod manifests;
pub mod number;
pub mod output;
mod pass;
mod problems;
mod sections;
pub mod versions;

#[cfg(test)]
mod cases;
pub mod lints;
#[cfg(test)]
mod tests;

use std::path::Path;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::{Kind, Takes};

use crate::fact::Facts;
use crate::manifests::files::Files;

pub use self::config::Config;
pub use crate::pass::{Outcome, run};

/// Name of the pass, in origins and diagnostics, and of its directive.
pub const PASS: &str = "tech-stack";

/// Fills and checks a table of technologies.
pub static DIRECTIVE: Kind = Kind {
    name: PASS,
    takes: Takes::Options(document::options::KEYS),
    place: "above a table, or alone",
    about: "fills and checks the table of technologies below it, or creates one",
};

/// Reads the manifests of the repository at `root`, which must be the reader's root or below it.
/// `named` are patterns of manifests, relative to `root`; with `only` nothing else is read.
pub fn read(reader: &Reader, root: &Path, named: &[Pattern], only: bool) -> Facts {
    let mut files = Files::new(reader, root, named, only);
    manifests::read(&mut files);
    files.out
}
