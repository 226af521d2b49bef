//! The messages of the pass: a struct has the facts, its conversion the text.

mod manifests;
mod technologies;
mod versions;

use std::path::Path;

use archsite_core::diagnostics::{Location, sentence};

pub(crate) use self::manifests::{BadOption, ManifestNotFound, ManifestUnreadable};
pub(crate) use self::technologies::{
    NoVersions, TechnologyAbsent, TechnologyAmbiguous, TechnologyUnknown, Undocumented, Without,
};
pub(crate) use self::versions::{Drift, Outdated, VersionOpen, VersionUnknown};
use crate::document::names::Target;
use crate::model::facts::FileRange;

/// A location in a manifest.
fn manifest(root: &Path, at: &FileRange) -> Location {
    Location::File {
        file: root.join(&at.file),
        range: Some(at.range()),
    }
}

/// The files that were read, as far as they fit a line.
fn read(files: &[String]) -> String {
    const LISTED: usize = 8;
    format!("files read: {}", sentence::list_first(files, LISTED))
}

/// Some packages, in words.
fn listed(targets: &[Target]) -> String {
    let words: Vec<String> = targets
        .iter()
        .take(3)
        .map(|target| format!("`{target}`"))
        .collect();
    words.join(" or ")
}
