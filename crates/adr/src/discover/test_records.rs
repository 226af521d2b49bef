//! Records for tests, from texts.

use crate::model::records::{Entry, Records};
use crate::parse::{Vocabulary, read};

/// The records of some files, all of one folder of records.
pub(crate) fn records(files: &[(&str, &str)]) -> Records {
    let entries = files.iter().map(|(file, text)| Entry {
        file: (*file).to_string(),
        directory: 0,
        text: (*text).to_string(),
        reading: read(file, text, None, &Vocabulary::default()),
    });
    Records {
        entries: entries.collect(),
        ..Records::default()
    }
}
