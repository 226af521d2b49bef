//! The journal of a run: which files it is about to write, so that the next run can tell the
//! files of a run that was killed from files that somebody edited.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::is_file_name;

/// What a run that was killed may have written: hashes by file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) files: BTreeMap<String, BTreeSet<String>>,
}

impl Journal {
    /// Name of the file.
    pub(super) const FILE: &str = "manifest.pending.json";

    /// Reads a journal. Its names are judged as those of a manifest are.
    ///
    /// # Errors
    /// The reason why it cannot be used.
    pub(super) fn read(text: &str) -> Result<Journal, String> {
        let journal: Journal = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match journal.files.keys().find(|name| !is_file_name(name)) {
            Some(name) => Err(format!(
                "it names `{name}`, which is not a file of its folder"
            )),
            None => Ok(journal),
        }
    }
}
