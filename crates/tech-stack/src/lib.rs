//! Reads what the manifests of a repository say.
//!
//! This crate reads files through core's reader only, starts no program and is never online.

pub mod claim;
pub mod claims;
pub mod document;
pub mod drift;
pub mod fact;
mod files;
mod manifests;
pub mod names;
pub mod range;
mod value;
pub mod version;

#[cfg(test)]
mod cases;

use std::path::Path;

use archsite_core::reader::Reader;
use globset::GlobMatcher;

use crate::fact::Facts;
use crate::files::Files;

/// Name of the pass, in origins and diagnostics.
pub const PASS: &str = "tech-stack";

/// Reads the manifests of the repository at `root`, which must be the reader's root or below it.
/// `named` are patterns of manifests, relative to `root`; with `only` nothing else is read.
pub fn read(reader: &Reader, root: &Path, named: &[GlobMatcher], only: bool) -> Facts {
    let mut files = Files::new(reader, root, named, only);
    manifests::read(&mut files);
    files.out
}
