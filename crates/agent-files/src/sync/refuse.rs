//! Refuses to overwrite, without `--force`, files that were edited or not written by this program.

use anyhow::bail;
use archsite_core::diagnostics::sentence;
use archsite_core::fs::names::display;

use crate::Manifest;
use crate::sync::change::{Change, FileState};
use crate::sync::folder::Folder;

/// Most files that a message lists.
const MOST_LISTED: usize = 8;

impl Folder {
    /// Refuses to take the folder of another document, which may be all that is left of it.
    pub(super) fn refuse_other(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let other = self.manifest.as_ref();
        let other = other.filter(|other| other.source != manifest.source);
        match other {
            None => Ok(()),
            Some(other) => bail!(
                "`{}` contains the files of `{}`; nothing was changed. Name another folder, or \
                 replace them with `--force`",
                display(&self.dir),
                other.source
            ),
        }
    }

    /// Refuses to touch what is not ours, for a run of the command `made_by`.
    pub(super) fn refuse(&self, changes: &[Change], made_by: &str) -> anyhow::Result<()> {
        let of = |state: FileState| -> Vec<&str> {
            let changes = changes.iter().filter(|change| change.state == state);
            changes.map(|change| change.name.as_str()).collect()
        };
        let (edited, foreign) = (of(FileState::Edited), of(FileState::Unmanaged));
        let mut words = Vec::new();
        if !edited.is_empty() {
            let last = self.manifest.as_ref();
            let remedy = match last.map_or(made_by, |last| &last.made_by) {
                "shard" => "move the edits into the document with `mdbook-archsite assemble`",
                _ => "make the edits in the document instead",
            };
            words.push(format!(
                "edited since they were written: {}; {remedy}",
                sentence::list_first(&edited, MOST_LISTED)
            ));
        }
        if !foreign.is_empty() {
            words.push(format!(
                "not written by this program: {}; move them, or name another folder",
                sentence::list_first(&foreign, MOST_LISTED)
            ));
        }
        if words.is_empty() {
            return Ok(());
        }
        bail!(
            "files in `{}` are in the way; nothing was changed. {}. `--force` overwrites them",
            display(&self.dir),
            words.join(". ")
        )
    }
}
