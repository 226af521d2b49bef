//! Messages about versions.

use std::ops::Range;
use std::path::Path;

use archsite_core::diagnostics::lints::Lint;
use archsite_core::diagnostics::{Diagnostic, Location};
use archsite_core::text::SourceId;

use crate::compare::actual::ActualVersion;
use crate::compare::drift::Verdict;
use crate::compare::problems::{manifest, read};
use crate::document::names::Target;
use crate::lints;
use crate::model::facts::{Ecosystem, FileRange};

/// A documented version that the manifests do not have.
pub(crate) struct Drift<'a> {
    pub(crate) root: &'a Path,
    pub(crate) verdict: Verdict,
    /// The check was requested, by a directive or by naming the file.
    pub(crate) is_requested: bool,
    pub(crate) technology: &'a str,
    pub(crate) target: &'a Target,
    /// The documented version, as written, and its byte range.
    pub(crate) documented: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    pub(crate) actual: &'a ActualVersion,
    /// The version as it would be true.
    pub(crate) suggestion: Option<&'a str>,
    /// The reason for a missing suggestion.
    pub(crate) uncertain: &'a str,
    /// The edit that makes it true.
    pub(crate) fix: Option<(Range<usize>, String)>,
    /// Manifests that were read.
    pub(crate) files: &'a [String],
}

impl Drift<'_> {
    fn lint(&self) -> &'static Lint {
        match self.verdict {
            Verdict::Stale | Verdict::OtherRange => &lints::VERSION_STALE,
            Verdict::RepeatsRequirement => &lints::VERSION_REPEATS_REQUIREMENT,
            Verdict::MajorAhead => &lints::VERSION_MAJOR_BEHIND,
            Verdict::Mixed => &lints::VERSION_MIXED,
            Verdict::FloorTooLow => &lints::VERSION_FLOOR_TOO_LOW,
            _ if self.is_requested => &lints::VERSION_CONTRADICTS,
            _ => &lints::VERSION_CONTRADICTS_UNMARKED,
        }
    }

    fn message(&self) -> String {
        let ActualVersion {
            display,
            at,
            member,
            ..
        } = self.actual;
        let is_runtime = self.target.ecosystem == Ecosystem::Runtime;
        let required = self.actual.requirement.as_deref().unwrap_or(display);
        let but = match self.verdict {
            Verdict::Stale | Verdict::RepeatsRequirement if !is_runtime => {
                format!("the lock file now has {display}")
            }
            Verdict::Stale => format!("`{}` now has {display}", at.file),
            Verdict::MajorAhead => format!("the project uses {display}"),
            Verdict::Mixed => format!("`{member}` uses {display}"),
            Verdict::FloorTooLow => format!("`{}` requires {display}", at.file),
            Verdict::OtherRange => format!("`{member}` requires {required}"),
            _ => format!("`{}` has {display}", at.file),
        };
        let (technology, documented) = (self.technology, self.documented);
        format!("{technology} is documented as {documented}, but {but}")
    }
}

impl From<Drift<'_>> for Diagnostic {
    fn from(problem: Drift<'_>) -> Diagnostic {
        let place = |range: &Range<usize>| Location::Source {
            source: problem.source,
            range: range.clone(),
        };
        let Drift {
            root,
            target,
            documented,
            actual,
            ..
        } = &problem;
        let mut diagnostic = Diagnostic::new(problem.lint(), problem.message())
            .at(place(&problem.range), format!("documented as {documented}"))
            .at(
                manifest(root, &actual.at),
                format!("`{target}` is {} here", actual.display),
            );
        if let Some(at) = &actual.required_at {
            diagnostic = diagnostic.at(manifest(root, at), "required here");
        }
        // Without a request, no file is changed.
        if let Some((range, with)) = &problem.fix
            && problem.is_requested
        {
            diagnostic = diagnostic.suggest(place(range), with);
        }
        let read = read(problem.files);
        let help = match problem.suggestion {
            Some(suggestion) => format!("write `{suggestion}`; {read}"),
            None => format!("{}; {read}", problem.uncertain),
        };
        diagnostic.help(help)
    }
}

/// A version between two comments that is not the one of the manifests.
pub(crate) struct Outdated<'a> {
    pub(crate) root: &'a Path,
    /// The package, as the directive names it.
    pub(crate) package: &'a str,
    pub(crate) written: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    /// The version of the manifests, and its location if it is not the repository's own.
    pub(crate) version: &'a str,
    pub(crate) at: Option<FileRange>,
    /// The version as text of the document.
    pub(crate) with: &'a str,
}

impl From<Outdated<'_>> for Diagnostic {
    fn from(problem: Outdated<'_>) -> Diagnostic {
        let Outdated {
            package,
            written,
            version,
            ..
        } = problem;
        let message = match &problem.at {
            Some(at) => format!(
                "{package} is documented as {written}, but `{}` has {version}",
                at.file
            ),
            None => format!("{package} is documented as {written}, but its version is {version}"),
        };
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let mut diagnostic = Diagnostic::new(&lints::VERSION_CONTRADICTS, message)
            .at(place.clone(), format!("documented as {written}"));
        if let Some(at) = &problem.at {
            diagnostic = diagnostic.at(
                manifest(problem.root, at),
                format!("{package} is {version} here"),
            );
        }
        diagnostic.suggest(place, problem.with).help(format!(
            "write `{}`; `mdbook-archsite tech-stack --write` does",
            problem.with
        ))
    }
}

/// A cell that is filled in the book and open in the author's file.
pub(crate) struct VersionOpen<'a> {
    pub(crate) technology: &'a str,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
    /// The cell as it is filled.
    pub(crate) version: &'a str,
}

impl From<VersionOpen<'_>> for Diagnostic {
    fn from(problem: VersionOpen<'_>) -> Diagnostic {
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        let version = problem.version.trim();
        Diagnostic::new(
            &lints::VERSION_OPEN,
            format!(
                "the version of {} is not filled in here",
                problem.technology
            ),
        )
        .at(place.clone(), format!("the book shows {version}"))
        .help("`mdbook-archsite tech-stack --write` writes it into the file")
        .suggest(place, problem.version)
    }
}

/// `{{#version}}` of a package without a known version.
pub(crate) struct VersionUnknown<'a> {
    pub(crate) package: &'a str,
    pub(crate) help: String,
    pub(crate) source: SourceId,
    pub(crate) range: Range<usize>,
}

impl From<VersionUnknown<'_>> for Diagnostic {
    fn from(problem: VersionUnknown<'_>) -> Diagnostic {
        let message = format!("the version of `{}` is unknown", problem.package);
        let place = Location::Source {
            source: problem.source,
            range: problem.range,
        };
        Diagnostic::new(&lints::VERSION_UNKNOWN, message)
            .at(place, "")
            .help(problem.help)
    }
}
