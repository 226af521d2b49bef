//! Messages about manifests and options.

use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::lints::BAD_OPTION;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::compare::problems::manifest;
use crate::lints;
use crate::manifests::files::is_pattern;
use crate::model::facts::{FileRange, Unreadable};

/// A file that cannot be used.
pub(crate) struct ManifestUnreadable<'a> {
    pub(crate) root: &'a Path,
    pub(crate) file: &'a Unreadable,
}

impl From<ManifestUnreadable<'_>> for Diagnostic {
    fn from(problem: ManifestUnreadable<'_>) -> Diagnostic {
        let Unreadable { file, part, at, .. } = problem.file;
        let at = at.unwrap_or(0);
        let help = if *part {
            "it is ignored; the rest of the file was read"
        } else {
            "it is ignored; the other manifests were read"
        };
        Diagnostic::new(&lints::MANIFEST_UNREADABLE, problem.file.to_string())
            .at(manifest(problem.root, &FileRange::new(file, at..at)), "")
            .help(help)
    }
}

/// A configured manifest that does not exist.
pub(crate) struct ManifestNotFound<'a> {
    /// Its path or pattern, relative to the repository root.
    pub(crate) pattern: &'a str,
    /// The location of its name.
    pub(crate) place: Location,
}

impl From<ManifestNotFound<'_>> for Diagnostic {
    fn from(problem: ManifestNotFound<'_>) -> Diagnostic {
        let ManifestNotFound { pattern, place } = problem;
        let message = if is_pattern(pattern) {
            format!("the pattern `{pattern}` of `manifests` matches no file")
        } else {
            format!("the manifest `{pattern}` is not a file in the repository")
        };
        let help = match place {
            Location::Config(_) => {
                "correct the path, which is relative to the root of the \
                                    repository"
            }
            _ => "correct the path, which is relative to the document",
        };
        Diagnostic::new(&lints::MANIFEST_NOT_FOUND, message)
            .at(place, "")
            .help(help)
    }
}

/// An option of a directive that does not exist, or a value that it does not take.
pub(crate) struct BadOption {
    pub(crate) message: String,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<BadOption> for Diagnostic {
    fn from(problem: BadOption) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&BAD_OPTION, problem.message).at(place, "")
    }
}
