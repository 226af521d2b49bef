//! Messages about technologies, and tables of them.

use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::compare::problems::{listed, manifest};
use crate::document::names::Target;
use crate::lints;
use crate::model::facts::FileRange;

/// The reason why a directive has no versions.
pub(crate) enum Without<'a> {
    /// The table below it has no column of versions; these are its headers.
    Column(&'a [&'a str]),
    /// The list below it has no item with a version.
    Item,
    /// No comment ends the version.
    End,
}

/// A directive in which no version can be found.
pub(crate) struct NoVersions<'a> {
    pub(crate) without: Without<'a>,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<NoVersions<'_>> for Diagnostic {
    fn from(problem: NoVersions<'_>) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let (message, help) = match problem.without {
            Without::Column(headers) => (
                format!(
                    "the table has no column of versions; its headers are {}",
                    headers.join(", ")
                ),
                "name the header of the column in `version-headers`, or add a column `Version`",
            ),
            Without::Item => (
                "the list names no technology with a version".to_string(),
                "write items such as `React 19`, or remove the directive",
            ),
            Without::End => (
                "no comment ends the version".to_string(),
                "write `<!-- /archsite -->` after the version, in the same line",
            ),
        };
        Diagnostic::new(&lints::VERSIONS_NOT_FOUND, message)
            .at(place, "")
            .help(help)
    }
}

/// A technology that no manifest names.
pub(crate) struct TechnologyAbsent<'a> {
    pub(crate) technology: &'a str,
    pub(crate) targets: &'a [Target],
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyAbsent<'_>> for Diagnostic {
    fn from(problem: TechnologyAbsent<'_>) -> Diagnostic {
        let message = format!("no manifest names {}", problem.technology);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::TECHNOLOGY_ABSENT, message)
            .at(place, "")
            .help(format!("its package would be {}", listed(problem.targets)))
    }
}

/// A name of several packages.
pub(crate) struct TechnologyAmbiguous<'a> {
    pub(crate) technology: &'a str,
    pub(crate) targets: &'a [Target],
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyAmbiguous<'_>> for Diagnostic {
    fn from(problem: TechnologyAmbiguous<'_>) -> Diagnostic {
        let message = format!("{} could be one of several packages", problem.technology);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::TECHNOLOGY_AMBIGUOUS, message)
            .at(place, listed(problem.targets))
            .help("name the package with a comment such as `<!-- npm:redis -->`, or in `aliases`")
    }
}

/// A name that is neither a technology nor a package.
pub(crate) struct TechnologyUnknown<'a> {
    pub(crate) technology: &'a str,
    pub(crate) suggestion: Option<&'a str>,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<TechnologyUnknown<'_>> for Diagnostic {
    fn from(problem: TechnologyUnknown<'_>) -> Diagnostic {
        let message = format!(
            "{} is neither a known technology nor a package",
            problem.technology
        );
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let help = match problem.suggestion {
            Some(name) => format!("did you mean `{name}`?"),
            None => "name its package in `aliases`, or with a comment such as `<!-- npm:react -->`"
                .to_string(),
        };
        Diagnostic::new(&lints::TECHNOLOGY_UNKNOWN, message)
            .at(place, "")
            .help(help)
    }
}

/// Direct dependencies that no table names.
pub(crate) struct Undocumented<'a> {
    pub(crate) root: &'a Path,
    pub(crate) target: &'a Target,
    pub(crate) at: &'a FileRange,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<Undocumented<'_>> for Diagnostic {
    fn from(problem: Undocumented<'_>) -> Diagnostic {
        let message = format!("`{}` is not in a table of technologies", problem.target);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::DEPENDENCY_UNDOCUMENTED, message)
            .at(place, "no table names it")
            .at(manifest(problem.root, problem.at), "required here")
    }
}
