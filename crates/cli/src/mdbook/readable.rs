//! Whether a document can be read with all that mdBook puts into it.
//!
//! What cannot be read is not the same as what says nothing.

use std::path::{Path, PathBuf};

use archsite_agent_files::document::is_not_text;
use archsite_core::fs::{ReadError, Reader};
use archsite_core::site::path;
use archsite_links::lints::guard::{Guard, Objection};
use archsite_links::lints::includes;

/// Whether a document can be read, with what mdBook's directives put into it if it `expands` them;
/// else which file cannot, and why. The sections of such a file would be taken for deleted ones.
pub(crate) fn check(reader: &Reader, file: &Path, expands: bool) -> Result<(), (PathBuf, String)> {
    let reason = |error: &ReadError| {
        if error.is_not_found() {
            "it does not exist".to_string()
        } else {
            error.reason()
        }
    };
    let text = reader
        .read(file)
        .map_err(|error| (file.to_path_buf(), reason(&error)))?;
    if let Some(reason) = is_not_text(&text) {
        return Err((file.to_path_buf(), reason.to_string()));
    }
    if text.trim().is_empty() {
        return Err((file.to_path_buf(), "it is empty".to_string()));
    }
    let mut guard = Guard::new(reader);
    for (_, name) in includes::files(&text).into_iter().filter(|_| expands) {
        let included = path::clean(&file.parent().unwrap_or(file).join(name));
        let refused = match guard.objection(file, name) {
            Some(Objection::Outside) => Some("it is outside the repository".to_string()),
            Some(Objection::TooMuch) => Some("its includes expand to too much text".to_string()),
            None => reader.read(&included).err().as_ref().map(reason),
        };
        if let Some(reason) = refused {
            return Err((included, reason));
        }
    }
    Ok(())
}
