//! Reads the manifests of a repository, fills the technology tables of its documents,
//! and reports what they contradict.
//!
//! ```text
//!  manifests, lock files ──manifests──▶ model: facts ───────┐
//!                                                           ▼
//!  document ──tables, lists──▶ rows: name and version ──▶ compare ──▶ diagnostics
//!                                    │                      │
//!                                    └──▶ cells to fill ────┴──output──▶ edits of the site
//! ```
//!
//! A version is never guessed: without a file that states it, it is unknown. Values of manifests
//! are data, and escaped when they are written. A row of the author is never changed, except for
//! a version cell that was left open.
//!
//! This crate reads files through core's reader only. It starts no program and uses no network.

mod compare;
pub mod config;
pub mod document;
pub mod lints;
mod manifests;
pub mod model;
pub mod output;
mod pass;

use std::path::Path;

use archsite_core::config::pattern::Pattern;
use archsite_core::fs::Reader;
use archsite_core::markdown::directive::{Kind, Takes};

use crate::manifests::files::Files;
use crate::model::facts::Facts;

pub use self::config::Config;
pub use crate::pass::{Display, Outcome, run};

/// Name of the pass, in origins and diagnostics, and of its directive.
pub const PASS: &str = "tech-stack";

/// Fills and checks a table of technologies.
pub static DIRECTIVE: Kind = Kind {
    name: PASS,
    takes: Takes::Options(document::directive::options::KEYS),
    place: "above a table, or alone",
    is_inline: false,
    about: "fills and checks the table of technologies below it, or creates one",
};

/// Encloses a version in running text, up to `<!-- /archsite -->`.
pub static VERSION_DIRECTIVE: Kind = Kind {
    name: document::directive::pair::NAME,
    takes: Takes::Options(document::directive::pair::KEYS),
    place: "before a version in running text, with `<!-- /archsite -->` after it",
    is_inline: true,
    about: "checks the version, which `tech-stack --write` keeps up to date",
};

/// Reads the manifests of the repository at `root`, which must be the root of the reader.
/// `named` are patterns of manifests, relative to `root`; with `only` nothing else is read.
pub fn read(reader: &Reader, root: &Path, named: &[Pattern], only: bool) -> Facts {
    let mut files = Files::new(reader, root, named, only);
    manifests::read(&mut files);
    files.out
}
